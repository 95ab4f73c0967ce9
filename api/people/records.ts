/**
 * What the entries about people hold in their private metadata, member `data`. Each entry of an account or a
 * department states it whole, as it is from then on, so that the newest one says everything.
 *
 * | Private kind | Members |
 * | --- | --- |
 * | `department` | code, name, active |
 * | `account` | account, name, role, department (null: none), active |
 * | `account-mail` | account, email (null: none), digest (whether the daily one is wanted), language |
 * | `invitation` | account, code (hash), expires, revoke (whether the passkeys of before stop working) |
 * | `passkey` | account, id, key, counter, transports, synced, label, code ? (hash of the code used) |
 * | `passkey-change` | id, label, revoked |
 * | `session-start` | account, hash, until, browser, binding (hash or null), passkey (id), counter |
 * | `session-confirm` | passkey, counter; `object` is the session's start |
 * | `session-end` | reason, browser ?; `object` is the session's start |
 *
 * Written by this service, so a wrong type means damage or a later version: such an entry changes nothing.
 * @module
 */
import { type DagMap, isDagMap, type Opening } from '@letopis/format'
import { metadata, textField } from '../documents/fields.ts'
import type { Role } from '../http/env.ts'
import { isRole } from './roles.ts'

export const PEOPLE_KINDS = [
	...(['department', 'account', 'account-mail', 'invitation', 'passkey', 'passkey-change'] as const),
] as const
export const SESSION_KINDS = ['session-start', 'session-confirm', 'session-end'] as const

/** Why a session ended. */
export const END_REASONS = [
	'signed-out',
	'ended-by-account',
	'idle',
	'expired',
	'other-browser',
	'too-many',
	'account-changed',
] as const
export type EndReason = (typeof END_REASONS)[number]

export interface DepartmentRecord {
	readonly kind: 'department'
	readonly code: string
	readonly name: string
	readonly active: boolean
}

export interface AccountRecord {
	readonly kind: 'account'
	readonly account: string
	readonly name: string
	readonly role: Role
	readonly department: string | null
	readonly active: boolean
}

export const MAIL_LANGUAGES = ['cs', 'en'] as const
export type MailLanguage = (typeof MAIL_LANGUAGES)[number]

export interface AccountMailRecord {
	readonly kind: 'account-mail'
	readonly account: string
	readonly email: string | null
	readonly digest: boolean
	readonly language: MailLanguage
}

export interface InvitationRecord {
	readonly kind: 'invitation'
	readonly account: string
	readonly code: Uint8Array
	/** ms since 1970 */
	readonly expires: number
	readonly revoke: boolean
}

export interface PasskeyRecord {
	readonly kind: 'passkey'
	readonly account: string
	/** credential id of WebAuthn, 1..1023 B */
	readonly id: Uint8Array
	/** COSE key */
	readonly key: Uint8Array
	readonly counter: number
	readonly transports: readonly string[]
	/** it may be copied between the person's devices */
	readonly synced: boolean
	readonly label: string
	readonly code: Uint8Array | null
}

export interface PasskeyChangeRecord {
	readonly kind: 'passkey-change'
	readonly id: Uint8Array
	readonly label: string
	readonly revoked: boolean
}

export interface SessionStartRecord {
	readonly kind: 'session-start'
	readonly account: string
	/** SHA-256 of the token's text */
	readonly hash: Uint8Array
	/** ms since 1970: the latest end */
	readonly until: number
	/** family of browser and system */
	readonly browser: string
	/** SHA-256 of a secret that the browser shows with each request; null without one */
	readonly binding: Uint8Array | null
	readonly passkey: Uint8Array
	readonly counter: number
}

export interface SessionConfirmRecord {
	readonly kind: 'session-confirm'
	readonly passkey: Uint8Array
	readonly counter: number
}

export interface SessionEndRecord {
	readonly kind: 'session-end'
	readonly reason: EndReason
	readonly browser: string | null
}

export type PeopleRecord =
	| DepartmentRecord
	| AccountRecord
	| AccountMailRecord
	| InvitationRecord
	| PasskeyRecord
	| PasskeyChangeRecord
	| SessionStartRecord
	| SessionConfirmRecord
	| SessionEndRecord

/** The record of an entry; null if it is not about people. */
export function readRecord(opening: Opening): PeopleRecord | null {
	const kind = textField(opening, 'kind')
	const { data } = metadata(opening)
	const read =
		kind === null || !Object.hasOwn(READERS, kind) ? undefined : READERS[kind as keyof typeof READERS]
	if (read === undefined || !isDagMap(data)) return null
	try {
		return read(data)
	} catch (error) {
		if (error instanceof TypeError) return null
		throw error
	}
}

const READERS = {
	department: (data): DepartmentRecord => ({
		kind: 'department',
		code: text(data.code),
		name: text(data.name),
		active: flag(data.active),
	}),
	account: (data): AccountRecord => ({
		kind: 'account',
		account: text(data.account),
		name: text(data.name),
		role: role(data.role),
		department: data.department === null ? null : text(data.department),
		active: flag(data.active),
	}),
	'account-mail': (data): AccountMailRecord => ({
		kind: 'account-mail',
		account: text(data.account),
		email: data.email === null ? null : text(data.email),
		digest: flag(data.digest),
		language: MAIL_LANGUAGES.find((one) => one === data.language) ?? 'cs',
	}),
	invitation: (data): InvitationRecord => ({
		kind: 'invitation',
		account: text(data.account),
		code: bytes(data.code),
		expires: count(data.expires),
		revoke: flag(data.revoke),
	}),
	passkey: (data): PasskeyRecord => ({
		kind: 'passkey',
		account: text(data.account),
		id: bytes(data.id),
		key: bytes(data.key),
		counter: count(data.counter),
		transports: Array.isArray(data.transports) ? data.transports.map(text) : [],
		synced: flag(data.synced),
		label: text(data.label),
		code: data.code === undefined ? null : bytes(data.code),
	}),
	'passkey-change': (data): PasskeyChangeRecord => ({
		kind: 'passkey-change',
		id: bytes(data.id),
		label: text(data.label),
		revoked: flag(data.revoked),
	}),
	'session-start': (data): SessionStartRecord => ({
		kind: 'session-start',
		account: text(data.account),
		hash: bytes(data.hash),
		until: count(data.until),
		browser: text(data.browser),
		binding: data.binding === null ? null : bytes(data.binding),
		passkey: bytes(data.passkey),
		counter: count(data.counter),
	}),
	'session-confirm': (data): SessionConfirmRecord => ({
		kind: 'session-confirm',
		passkey: bytes(data.passkey),
		counter: count(data.counter),
	}),
	'session-end': (data): SessionEndRecord => ({
		kind: 'session-end',
		reason: END_REASONS.find((reason) => reason === data.reason) ?? 'ended-by-account',
		browser: typeof data.browser === 'string' ? data.browser : null,
	}),
} as const satisfies Record<PeopleRecord['kind'], (data: DagMap) => PeopleRecord>

function text(value: unknown): string {
	if (typeof value === 'string') return value
	throw new TypeError('not a text')
}

function bytes(value: unknown): Uint8Array {
	if (value instanceof Uint8Array) return value
	throw new TypeError('not bytes')
}

function count(value: unknown): number {
	if (typeof value === 'number') return value
	throw new TypeError('not a number')
}

function flag(value: unknown): boolean {
	if (typeof value === 'boolean') return value
	throw new TypeError('not true or false')
}

function role(value: unknown): Role {
	if (isRole(value)) return value
	throw new TypeError('not a role')
}
