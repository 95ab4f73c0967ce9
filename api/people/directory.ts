/**
 * People, departments, passkeys and sessions, held in memory: every request needs them, and a town hall has
 * hundreds, not millions. Filled by the projection from the entries of the log, in their order; it never decides
 * anything, and holds nothing that they do not say but when a session was last used.
 * @module
 */
import { type Cid, hex, type Opening } from '@letopis/format'
import { cidField, numberField } from '../documents/fields.ts'
import type { Role } from '../http/env.ts'
import {
	type AccountMailRecord,
	type AccountRecord,
	type EndReason,
	type PeopleRecord,
	readRecord,
	type SessionStartRecord,
} from './records.ts'

export interface Department {
	readonly code: string
	readonly name: string
	readonly active: boolean
}

/** Who was what where, when: `[from, to)` in ms since 1970; `to` null for now. */
export interface Position {
	readonly role: Role
	readonly department: string | null
	readonly from: number
	readonly to: number | null
}

export interface Invitation {
	readonly index: number
	readonly cid: Cid
	readonly code: Uint8Array
	readonly expires: number
	readonly used: boolean
}

export interface Account {
	readonly id: string
	/** position of the newest entry that states it */
	readonly index: number
	readonly name: string
	/** oldest first; each from the position of the entry that gave it */
	readonly names: readonly { readonly name: string; readonly from: number }[]
	readonly role: Role
	readonly department: string | null
	readonly active: boolean
	/** not active because an act after that entry, which may have closed it, cannot be read any more */
	readonly doubted: boolean
	/** ms since 1970 */
	readonly created: number
	/** oldest first; the last one is open while the account is active */
	readonly positions: readonly Position[]
	readonly invitation: Invitation | null
}

/** The address is private: the account itself, administrators and the town's own post know it. */
export type AccountMail = Omit<AccountMailRecord, 'kind' | 'account'>

export interface Passkey {
	/** position and CID of the entry that registered it */
	readonly index: number
	readonly cid: Cid
	readonly account: string
	readonly credential: Uint8Array
	readonly key: Uint8Array
	readonly counter: number
	readonly transports: readonly string[]
	readonly synced: boolean
	readonly label: string
	readonly added: number
	/** start of the newest session or confirmation with it, as far as known */
	readonly used: number | null
	readonly revoked: boolean
}

export interface Session {
	/** index and CID of the entry that started it */
	readonly index: number
	readonly cid: Cid
	readonly account: string
	readonly hash: Uint8Array
	readonly started: number
	readonly until: number
	readonly browser: string
	readonly binding: Uint8Array | null
	/** when the passkey was last asked for */
	readonly confirmed: number
	/** in memory only; after a start of the service, the moment of that start */
	lastUsed: number
	readonly ended: { readonly at: number; readonly reason: EndReason; readonly browser: string | null } | null
}

export interface PeopleEntry {
	readonly index: number
	readonly cid: Cid
	readonly opening: Opening
}

export class Directory {
	readonly #departments = new Map<string, Department>()
	readonly #accounts = new Map<string, Account>()
	readonly #mail = new Map<string, AccountMail>()
	readonly #passkeys = new Map<string, Passkey>()
	readonly #sessions = new Map<string, Session>()
	readonly #sessionHashes = new Map<string, Session>()
	readonly #usedCodes = new Set<string>()

	department(code: string): Department | undefined {
		return this.#departments.get(code)
	}

	/** By code. */
	departments(): Department[] {
		return [...this.#departments.values()].toSorted((a, b) => (a.code < b.code ? -1 : 1))
	}

	account(id: string): Account | undefined {
		return this.#accounts.get(id)
	}

	/** What somebody was called when the entry at a position was made; undefined for an unknown account. */
	nameAt(id: string, position: number): string | undefined {
		const account = this.#accounts.get(id)
		const given = account?.names.findLast(({ from }) => from <= position)
		return given?.name ?? account?.names[0]?.name
	}

	/** In the order in which they were made. */
	accounts(): Account[] {
		return [...this.#accounts.values()]
	}

	/** Where an account gets mail, and what of it. */
	mailOf(id: string): AccountMail {
		return this.#mail.get(id) ?? { email: null, digest: true, language: 'cs' }
	}

	/** The account that an unused invitation with this code is for, expired or not. @param code hash */
	invited(code: Uint8Array): Account | undefined {
		const wanted = hex(code)
		for (const account of this.#accounts.values()) {
			if (account.invitation?.used === false && hex(account.invitation.code) === wanted) return account
		}
		return undefined
	}

	/** Whether a passkey was registered with this code. @param code hash */
	isUsed(code: Uint8Array): boolean {
		return this.#usedCodes.has(hex(code))
	}

	/** @param credential id of WebAuthn */
	passkey(credential: Uint8Array): Passkey | undefined {
		return this.#passkeys.get(hex(credential))
	}

	/** Of an account, revoked ones left out, oldest first. */
	passkeysOf(account: string): Passkey[] {
		return [...this.#passkeys.values()].filter((one) => one.account === account && !one.revoked)
	}

	/** @param hash SHA-256 of the token's text */
	session(hash: Uint8Array): Session | undefined {
		return this.#sessionHashes.get(hex(hash))
	}

	/** Known sessions, ended ones too, newest first; of one account if named. */
	sessions(account?: string): Session[] {
		const all = [...this.#sessions.values()].filter((one) => account === undefined || one.account === account)
		return all.toSorted((a, b) => b.index - a.index)
	}

	/** Forgets sessions whose latest end is before `time`. */
	forgetSessions(time: number): void {
		for (const [key, session] of this.#sessions) {
			if (session.until >= time) continue
			this.#sessions.delete(key)
			this.#sessionHashes.delete(hex(session.hash))
		}
	}

	/**
	 * An act about people cannot be read any more: what was given before it, and may have been taken away by it, is as if
	 * it had been. Who states an account anew gives it back; passkeys and codes are made anew.
	 * @param before position of the act @param time of it, ms
	 */
	doubt(before: number, time: number): void {
		for (const account of this.#accounts.values()) {
			const doubted = account.index < before && account.active
			const { invitation } = account
			const spent = invitation !== null && invitation.index < before && !invitation.used
			if (!doubted && !spent) continue
			this.#accounts.set(account.id, {
				...account,
				...(doubted ? { active: false, doubted, positions: ended(account.positions, time) } : {}),
				...(spent ? { invitation: { ...invitation, used: true } } : {}),
			})
		}
		for (const passkey of this.#passkeys.values())
			if (passkey.index < before && !passkey.revoked) this.#setPasskey({ ...passkey, revoked: true })
		for (const session of this.#sessions.values()) if (session.index < before) this.#end(session, time)
	}

	/** An entry about a session cannot be read any more. */
	doubtSession(start: number, time: number): void {
		for (const session of this.#sessions.values()) if (session.index === start) this.#end(session, time)
	}

	/** The newest use of a passkey cannot be read any more: one that counts could be a copy. */
	doubtUse(credential: Uint8Array): void {
		const passkey = this.passkey(credential)
		if (passkey !== undefined && passkey.counter > 0) this.#setPasskey({ ...passkey, revoked: true })
	}

	/** Accounts that would be active, were they not in doubt. */
	inDoubt(): number {
		return this.accounts().filter(({ doubted }) => doubted).length
	}

	clear(): void {
		this.#departments.clear()
		this.#accounts.clear()
		this.#mail.clear()
		this.#passkeys.clear()
		this.#sessions.clear()
		this.#sessionHashes.clear()
		this.#usedCodes.clear()
	}

	/** Takes in one entry. Must come in the order of the log. */
	apply(entry: PeopleEntry): void {
		const record = readRecord(entry.opening)
		const time = numberField(entry.opening, 'time')
		if (record !== null && time !== null) this.#take(record, entry, time)
	}

	#take(record: PeopleRecord, { index, cid, opening }: PeopleEntry, time: number): void {
		switch (record.kind) {
			case 'department': {
				const { code, name, active } = record
				this.#departments.set(code, { code, name, active })
				return
			}
			case 'account':
				this.#accounts.set(record.account, changed(this.#accounts.get(record.account), record, index, time))
				return
			case 'account-mail': {
				const { email, digest, language } = record
				this.#mail.set(record.account, { email, digest, language })
				return
			}
			case 'invitation': {
				const { account: id, code, expires, revoke } = record
				const account = this.#accounts.get(id)
				if (account === undefined) return
				this.#accounts.set(id, { ...account, invitation: { index, cid, code, expires, used: false } })
				if (revoke) for (const one of this.passkeysOf(id)) this.#setPasskey({ ...one, revoked: true })
				return
			}
			case 'passkey': {
				const { kind: _, code, id: credential, ...facts } = record
				this.#setPasskey({ ...facts, index, cid, credential, added: time, used: null, revoked: false })
				const account = this.#accounts.get(record.account)
				if (code !== null) this.#usedCodes.add(hex(code))
				if (code === null || account === undefined || account.invitation === null) return
				if (hex(account.invitation.code) !== hex(code)) return
				this.#accounts.set(account.id, { ...account, invitation: { ...account.invitation, used: true } })
				return
			}
			case 'passkey-change': {
				const passkey = this.passkey(record.id)
				if (passkey === undefined) return
				this.#setPasskey({ ...passkey, label: record.label, revoked: record.revoked || passkey.revoked })
				return
			}
			case 'session-start':
				this.#setSession(started(record, index, cid, time))
				this.#used(record.passkey, record.counter, time)
				return
			case 'session-confirm': {
				const session = this.#sessionOf(opening)
				if (session !== undefined) this.#setSession({ ...session, confirmed: time })
				this.#used(record.passkey, record.counter, time)
				return
			}
			case 'session-end': {
				const session = this.#sessionOf(opening)
				if (session === undefined) return
				const { reason, browser } = record
				this.#setSession({ ...session, ended: { at: time, reason, browser } })
				return
			}
		}
	}

	/** Counter and time of the newest use of a passkey: of an entry that starts or confirms a session. */
	use(opening: Opening): void {
		const record = readRecord(opening)
		const time = numberField(opening, 'time')
		if (time === null || (record?.kind !== 'session-start' && record?.kind !== 'session-confirm')) return
		this.#used(record.passkey, record.counter, time)
	}

	#used(credential: Uint8Array, counter: number, time: number): void {
		const passkey = this.passkey(credential)
		// While sessions are loaded, older uses come after the newest one.
		if (passkey === undefined || (passkey.used ?? 0) > time) return
		this.#setPasskey({ ...passkey, counter, used: time })
	}

	#end(session: Session, at: number): void {
		if (session.ended !== null) return
		this.#setSession({ ...session, ended: { at, reason: 'account-changed', browser: null } })
	}

	#sessionOf(opening: Opening): Session | undefined {
		const object = cidField(opening, 'object')
		return object === null ? undefined : this.#sessions.get(hex(object.bytes))
	}

	#setPasskey(passkey: Passkey): void {
		this.#passkeys.set(hex(passkey.credential), passkey)
	}

	#setSession(session: Session): void {
		this.#sessions.set(hex(session.cid.bytes), session)
		this.#sessionHashes.set(hex(session.hash), session)
	}
}

function started(record: SessionStartRecord, index: number, cid: Cid, time: number): Session {
	const { account, hash, until, browser, binding } = record
	const moments = { started: time, confirmed: time, lastUsed: time }
	return { index, cid, account, hash, until, browser, binding, ...moments, ended: null }
}

/** The account after the entry; a position ends where role, department or activity change. */
function changed(before: Account | undefined, record: AccountRecord, index: number, time: number): Account {
	const { account: id, name, role, department, active } = record
	const open = before?.positions.at(-1)
	const same = open?.to === null && open.role === role && open.department === department && active
	const positions = same
		? (before?.positions ?? [])
		: [
				...ended(before?.positions ?? [], time),
				...(active ? [{ role, department, from: time, to: null }] : []),
			]
	const names = before?.names ?? []
	return {
		...{ id, index, name, role, department, active, positions, doubted: false },
		names: names.at(-1)?.name === name ? names : [...names, { name, from: index }],
		created: before?.created ?? time,
		invitation: before?.invitation ?? null,
	}
}

/** The last position ends, if it has not. */
function ended(positions: readonly Position[], time: number): Position[] {
	return positions.map((one) => (one.to === null ? { ...one, to: Math.max(one.from, time) } : one))
}
