/**
 * Sessions of people. A session is an entry of the log that holds the hash of an opaque 256-bit token, and another
 * entry when it ends; so both are proven, and sessions outlive a restart. When it was last used is kept beside the
 * projection; the sweep every minute ends what nobody used for too long.
 *
 * A session belongs to the browser that began it. Seen from another family of browser or system, or without the
 * secret that it was bound to, it ends at once: whoever signed in sees that in their list.
 * @module
 */
import { createHash, timingSafeEqual } from 'node:crypto'
import { type Cid, cidText, type DagMap, equalBytes, type Fields } from '@letopis/format'
import type { Context } from 'hono'
import { Turns } from '../documents/idempotency.ts'
import { every, MINUTE } from '../every-minute.ts'
import { hashToken, type SessionLookup } from '../http/auth.ts'
import type { AppEnv, Principal } from '../http/env.ts'
import { journalNotice } from '../http/journal.ts'
import { Problem } from '../http/problems.ts'
import { accountPrincipal, actorOf } from '../people/actor.ts'
import type { Account, Passkey, Session } from '../people/directory.ts'
import { SESSIONS_SHOWN } from '../people/fold.ts'
import type { EndReason } from '../people/records.ts'
import { grantableBy, scopesOf } from '../people/roles.ts'
import type { ApiDeps } from '../services.ts'
import { browserFamily } from './browser.ts'
import { Uses } from './uses.ts'

const PREFIX = 'letopis-session_'
const TOKEN = /^letopis-session_[A-Za-z0-9_-]{43}$/
/** Header in which a browser shows the secret that its session is bound to. */
export const BINDING = 'Letopis-Session-Binding'
/** Live sessions of one account; the oldest makes room. */
const MAX_LIVE = 16

export interface SessionLimits {
	/** ms from start to the latest end; at most 7 days */
	readonly absolute: number
	/** ms without use */
	readonly idle: number
	/** ms for which showing the passkey opens dangerous acts */
	readonly fresh: number
}

export const SESSION_LIMITS: SessionLimits = {
	absolute: 12 * 3_600_000,
	idle: 30 * 60_000,
	fresh: 5 * 60_000,
}

/**
 * Sent with a request that nobody made: it does not keep the session alive. Believed only of what pages ask by themselves,
 * so that whoever stole a session cannot use it without its owner seeing when.
 */
const UNATTENDED = 'Letopis-Unattended'
const ASKED_BY_PAGES = new Set(['/api/v1/admin/overview', '/api/v1/sessions/current'])

export class Sessions implements SessionLookup {
	readonly prefix = PREFIX
	readonly limits: SessionLimits
	readonly #deps: ApiDeps
	readonly #turns = new Turns()
	/** Hashes of sessions that must not be used although their end could not be recorded yet. */
	readonly #barred = new Map<string, EndReason>()
	readonly #uses: Uses

	constructor(deps: ApiDeps) {
		this.#deps = deps
		this.limits = { ...SESSION_LIMITS, ...deps.settings.sessions }
		this.#uses = new Uses(deps.projection)
		every(MINUTE, deps, () => this.sweep(), 'session-sweep-failed')
	}

	/** @returns the token, shown this once */
	async start(
		c: Context<AppEnv>,
		account: Account,
		passkey: Passkey,
		counter: number,
	): Promise<{ token: string; session: Session }> {
		const { random, clock, projection, ledger } = this.#deps
		await this.#uses.load()
		await this.#makeRoom(account.id)
		const token = `${PREFIX}${Buffer.from(random(32)).toString('base64url')}`
		const hash = new Uint8Array(hashToken(token))
		const binding = bindingOf(c)
		const data: DagMap = {
			...{ account: account.id, hash, until: clock.now() + this.limits.absolute, binding, counter },
			browser: browserFamily(c.req.header('User-Agent')),
			passkey: passkey.credential,
		}
		const standing = { account: account.id, role: account.role, department: account.department }
		const actor = actorOf({ name: accountPrincipal(account.id), standing })
		const fields: Fields = { actor, kind: 'session-start', grant: passkey.cid, metadata: { data } }
		const { index } = await ledger.log.append({ kind: 'sealed', body: {}, fields })
		await projection.reached(index + 1)
		const session = projection.people.session(hash)
		if (session === undefined) throw new Error('a session that was started is not known')
		return { token, session }
	}

	/** Records that the passkey was shown again. */
	async confirm(session: Session, passkey: Passkey, counter: number): Promise<void> {
		await this.#append(session, 'session-confirm', { passkey: passkey.credential, counter }, passkey.cid)
	}

	async principal(token: string, c: Context<AppEnv>): Promise<Principal> {
		const { people } = this.#deps.projection
		await this.#uses.load()
		const hash = hashToken(token)
		const session = TOKEN.test(token) ? people.session(hash) : undefined
		if (session === undefined || !timingSafeEqual(hash, session.hash)) {
			throw new Problem('session-unknown', 'Sign in again.')
		}
		const account = people.account(session.account)
		const now = this.#deps.clock.now()
		const browser = browserFamily(c.req.header('User-Agent'))
		const over =
			this.#over(session, account, now) ?? (this.#isElsewhere(session, c, browser) ? 'other-browser' : null)
		if (over !== null || account === undefined) {
			await this.end(session, over ?? 'account-changed', over === 'other-browser' ? browser : null)
			throw sessionOver(over ?? 'account-changed')
		}
		// What a page asks by itself is no sign of a person.
		const alone =
			c.req.method === 'GET' && ASKED_BY_PAGES.has(c.req.path) && c.req.header(UNATTENDED) !== undefined
		if (!alone) this.#uses.used(session, now)
		const { role, department } = account
		return {
			name: accountPrincipal(account.id),
			scopes: scopesOf(role),
			grantable: grantableBy(role),
			grant: session.cid,
			standing: { account: account.id, role, department },
			session: { cid: session.cid, fresh: now - session.confirmed <= this.limits.fresh },
		}
	}

	/** Why the session is over, or must end now; null while it lives. */
	#over(session: Session, account: Account | undefined, now: number): EndReason | null {
		if (session.ended !== null) return session.ended.reason
		const barred = this.#barred.get(cidText(session.cid))
		if (barred !== undefined) return barred
		if (now >= session.until) return 'expired'
		if (now - Math.max(session.lastUsed, session.confirmed) > this.limits.idle) return 'idle'
		return account?.active === true ? null : 'account-changed'
	}

	#isElsewhere(session: Session, c: Context<AppEnv>, browser: string): boolean {
		if (browser !== session.browser) return true
		if (session.binding === null) return false
		const shown = bindingOf(c)
		return shown === null || !equalBytes(shown, session.binding)
	}

	/**
	 * Ends a session; nothing if it has ended. From here on it opens nothing, also if the log does not take the
	 * entry: then the sweep tries again.
	 */
	async end(session: Session, reason: EndReason, browser: string | null = null): Promise<void> {
		const name = cidText(session.cid)
		await this.#turns.take(name, async () => {
			if (this.#current(session).ended !== null) return
			if (!this.#barred.has(name)) {
				this.#barred.set(name, reason)
				if (reason === 'other-browser') journalNotice(this.#deps, 'session-other-browser')
			}
			try {
				await this.#append(session, 'session-end', browser === null ? { reason } : { reason, browser })
				this.#barred.delete(name)
				this.#uses.forget(session)
			} catch {
				// Ended all the same: the bar holds until the entry is in the log.
				journalNotice(this.#deps, 'session-end-not-recorded')
			}
		})
	}

	/** Ends every session of an account. */
	async endAll(account: string, reason: EndReason): Promise<void> {
		for (const session of this.#deps.projection.people.sessions(account)) {
			if (session.ended === null) await this.end(session, reason)
		}
	}

	/** Ends what is over and was not asked for since. */
	async sweep(): Promise<void> {
		const { projection, clock, ledger } = this.#deps
		const { people } = projection
		if (ledger.log.frozen !== null) return
		await this.#uses.load()
		for (const session of people.sessions()) {
			if (session.ended !== null) continue
			const reason = this.#over(session, people.account(session.account), clock.now())
			if (reason !== null) await this.end(session, reason)
		}
		people.forgetSessions(clock.now() - SESSIONS_SHOWN)
	}

	/** Whether the session can still be used. */
	isLive(session: Session): boolean {
		const account = this.#deps.projection.people.account(session.account)
		return this.#over(session, account, this.#deps.clock.now()) === null
	}

	/**
	 * For what was checked when a request came and is done when its turn comes.
	 * @throws Problem 'session-over' if the session ended meanwhile
	 */
	demandLive(session: Session): void {
		const account = this.#deps.projection.people.account(session.account)
		const over = this.#over(this.#current(session), account, this.#deps.clock.now())
		if (over !== null) throw sessionOver(over)
	}

	#current(session: Session): Session {
		return this.#deps.projection.people.session(session.hash) ?? session
	}

	async #makeRoom(account: string): Promise<void> {
		const live = this.#deps.projection.people.sessions(account).filter((one) => this.isLive(one))
		for (const oldest of live.slice(MAX_LIVE - 1)) await this.end(oldest, 'too-many')
	}

	async #append(session: Session, kind: string, data: DagMap, grant?: Cid): Promise<void> {
		const { ledger, projection } = this.#deps
		const account = projection.people.account(session.account)
		const name = accountPrincipal(session.account)
		const standing =
			account === undefined
				? undefined
				: { account: account.id, role: account.role, department: account.department }
		const fields: Fields = {
			actor: actorOf(standing === undefined ? { name } : { name, standing }),
			...{ kind, object: session.cid, grant: grant ?? session.cid, metadata: { data } },
		}
		const { index } = await ledger.log.append({ kind: 'sealed', body: {}, fields })
		await projection.reached(index + 1)
	}
}

const WHY: Record<EndReason, string> = {
	'signed-out': 'You signed out.',
	'ended-by-account': 'It was ended from the list of sessions.',
	idle: 'It was not used for too long.',
	expired: 'Its time was over.',
	'other-browser': 'It was used from another browser.',
	'too-many': 'Newer ones took its place.',
	'account-changed': 'The account was changed.',
}

function sessionOver(reason: EndReason): Problem {
	return new Problem('session-over', `${WHY[reason]} Sign in again.`, { extra: { reason } })
}

/** Hash of the secret that the browser shows; null without one. */
function bindingOf(c: Context<AppEnv>): Uint8Array | null {
	const secret = c.req.header(BINDING)
	if (secret === undefined) return null
	if (!/^[A-Za-z0-9_-]{22,128}$/.test(secret)) {
		throw new Problem('bad-request', `${BINDING} is 22 to 128 characters of base64url.`)
	}
	return new Uint8Array(createHash('sha256').update(secret, 'latin1').digest())
}
