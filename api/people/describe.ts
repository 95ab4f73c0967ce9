/**
 * Shapes of people, passkeys and sessions as the service shows and takes them.
 * @module
 */
import { z } from '@hono/zod-openapi'
import { cidText } from '@letopis/format'
import { cidSchema, isoTime, timeSchema } from '../http/describe.ts'
import { ROLES } from '../http/env.ts'
import type { Account, Department, Passkey, Session } from './directory.ts'
import { END_REASONS } from './records.ts'
import { scopesOf } from './roles.ts'

export const roleSchema = z.enum(ROLES)

/** A name that can be shown: NFC, no control or direction characters. */
export function nameSchema(max: number) {
	return z
		.string()
		.min(1)
		.max(max)
		.refine((name) => name.normalize('NFC') === name, 'Unicode NFC')
		.refine((name) => name.trim() === name, 'no space around it')
		.refine((name) => !/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u.test(name), 'no control characters')
}

export const personName = nameSchema(128).openapi({ example: 'Jméno Příjmení' })
export const departmentCode = z
	.string()
	.regex(/^[a-z0-9][a-z0-9-]{0,31}$/, '1 to 32 of a-z, 0-9 and -')
	.openapi({ example: 'stavebni' })
export const accountId = z.string().min(1).max(64).openapi({ description: 'account, opaque' })

export const departmentSchema = z
	.object({ code: departmentCode, name: z.string(), active: z.boolean() })
	.openapi('Department')

export const accountSchema = z
	.object({
		id: accountId,
		name: z.string(),
		role: roleSchema,
		department: departmentCode.nullable(),
		active: z.boolean(),
		created: timeSchema,
		passkeys: z.int().openapi({ description: 'how many can sign in; 0 until an invitation is used' }),
		invited: timeSchema.nullable().openapi({ description: 'until when an unused invitation is good' }),
	})
	.openapi('Account')

export const positionsSchema = z
	.array(
		z.object({
			role: roleSchema,
			department: departmentCode.nullable(),
			from: timeSchema,
			to: timeSchema.nullable(),
		}),
	)
	.openapi({ description: 'who was what where, when; oldest first' })

export const passkeySchema = z
	.object({
		id: z.string().openapi({ description: 'CID of the entry that registered it' }),
		label: z.string(),
		added: timeSchema,
		used: timeSchema.nullable(),
		synced: z.boolean().openapi({ description: 'it may be copied between the devices of the person' }),
	})
	.openapi('Passkey')

export const sessionSchema = z
	.object({
		id: cidSchema.openapi({ description: 'CID of the entry that started it' }),
		current: z.boolean(),
		started: timeSchema,
		until: timeSchema.openapi({ description: 'the latest end; earlier without use' }),
		lastUsed: timeSchema,
		browser: z.string().openapi({ example: 'firefox/linux' }),
		ended: z
			.object({ at: timeSchema, reason: z.enum(END_REASONS), browser: z.string().nullable() })
			.nullable()
			.openapi({ description: '`other-browser` names the one that used it' }),
	})
	.openapi('Session')

export const currentSchema = z
	.object({
		session: sessionSchema,
		account: accountSchema,
		scopes: z.array(z.string()),
		fresh: z.boolean().openapi({ description: 'the passkey was shown a moment ago; dangerous acts need it' }),
		idleSeconds: z.int().openapi({ description: 'without use it ends after so long' }),
	})
	.openapi('CurrentSession')

export const signedInSchema = currentSchema
	.extend({ token: z.string().openapi({ description: 'shown this once; only its hash is kept' }) })
	.openapi('SignedIn')

export const optionsSchema = z
	.object({
		ceremony: z
			.string()
			.openapi({ description: 'to be sent back with the answer; good once, for 5 minutes' }),
		options: z
			.record(z.string(), z.unknown())
			.openapi({ description: 'for navigator.credentials, as JSON (WebAuthn level 3)' }),
	})
	.openapi('CeremonyOptions')

const base64url = z.string().regex(/^[A-Za-z0-9_-]{1,16384}$/, 'base64url')

/** What a browser answers, as `PublicKeyCredential.toJSON()` writes it. */
export const credentialSchema = z
	.looseObject({
		id: base64url.max(1400),
		rawId: base64url.max(1400),
		type: z.literal('public-key'),
		response: z.looseObject({
			clientDataJSON: base64url,
			attestationObject: base64url.optional(),
			authenticatorData: base64url.optional(),
			signature: base64url.optional(),
			userHandle: base64url.max(128).optional(),
		}),
		clientExtensionResults: z.record(z.string(), z.unknown()).default({}),
	})
	.openapi('CredentialAnswer')

export const answerSchema = z.strictObject({ ceremony: z.string().max(64), credential: credentialSchema })

/** Bytes of a ceremony's answer. */
export const ANSWER_MAX = 65_536

export function departmentView({ code, name, active }: Department) {
	return { code, name, active }
}

export function accountView(account: Account, passkeys: number, now: number): z.infer<typeof accountSchema> {
	const { id, name, role, department, active, created, invitation } = account
	const open = active && invitation !== null && !invitation.used && invitation.expires > now
	return {
		...{ id, name, role, department, active, passkeys },
		created: isoTime(created),
		invited: open ? isoTime(invitation.expires) : null,
	}
}

export function positionsView({ positions }: Account): z.infer<typeof positionsSchema> {
	return positions.map(({ role, department, from, to }) => ({
		role,
		department,
		from: isoTime(from),
		to: to === null ? null : isoTime(to),
	}))
}

export function passkeyView({ cid, label, added, used, synced }: Passkey): z.infer<typeof passkeySchema> {
	return {
		id: cidText(cid),
		label,
		added: isoTime(added),
		used: used === null ? null : isoTime(used),
		synced,
	}
}

export function sessionView(session: Session, current: string): z.infer<typeof sessionSchema> {
	const { cid, started, until, lastUsed, browser, ended } = session
	const id = cidText(cid)
	return {
		...{ id, browser, current: id === current },
		started: isoTime(started),
		until: isoTime(until),
		lastUsed: isoTime(lastUsed),
		ended: ended === null ? null : { ...ended, at: isoTime(ended.at) },
	}
}

export function currentView(
	session: Session,
	account: Account,
	passkeys: number,
	now: number,
	fresh: boolean,
	idle: number,
) {
	return {
		session: sessionView(session, cidText(session.cid)),
		account: accountView(account, passkeys, now),
		scopes: [...scopesOf(account.role)],
		fresh,
		idleSeconds: Math.round(idle / 1000),
	}
}
