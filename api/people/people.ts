/**
 * What all routes about people share: sessions, ceremonies, the way of proving who one is, and one queue for
 * changes, so that a rule that was checked still holds when its entry is made.
 * @module
 */
import { type DagMap, type Fields, parseCid, RefusalError } from '@letopis/format'
import type { Context } from 'hono'
import { createMiddleware } from 'hono/factory'
import { grantField } from '../documents/access.ts'
import { Turns } from '../documents/idempotency.ts'
import type { AppEnv, Principal } from '../http/env.ts'
import { clientAddress, RateLimiter } from '../http/limits.ts'
import { Problem } from '../http/problems.ts'
import type { ApiDeps } from '../services.ts'
import { Ceremonies } from '../sessions/ceremonies.ts'
import { Sessions } from '../sessions/sessions.ts'
import { actorOf } from './actor.ts'
import { type Authenticator, createPasskeys } from './authenticator.ts'
import type { Account, Session } from './directory.ts'

/** A whole town hall behind one address may begin its day at once; ten times as much from all addresses. */
const CEREMONY_BURST = 60
const CEREMONIES_PER_SECOND = 1
const GUESS_BURST = 10
const GUESSES_PER_SECOND = 0.05

export class People {
	readonly deps: ApiDeps
	readonly sessions: Sessions
	readonly ceremonies: Ceremonies
	readonly authenticator: Authenticator
	readonly #turns = new Turns()

	constructor(deps: ApiDeps) {
		this.deps = deps
		this.sessions = new Sessions(deps)
		this.ceremonies = new Ceremonies(() => deps.clock.now(), deps.random)
		this.authenticator = createPasskeys(deps.settings)
	}

	get directory() {
		return this.deps.projection.people
	}

	/** Runs changes of people one after the other, each knowing all that came before. */
	change<T>(task: () => Promise<T>): Promise<T> {
		return this.#turns.take('people', async () => {
			await this.deps.projection.current()
			return task()
		})
	}

	/** Appends an entry about people; it is in the directory when this resolves. @returns its number in the log */
	async append(by: Principal, kind: string, data: DagMap): Promise<number> {
		return this.record({ actor: actorOf(by), ...grantField(by), kind, metadata: { data } })
	}

	async record(fields: Fields): Promise<number> {
		const { ledger, projection } = this.deps
		const { index } = await ledger.log.append({ kind: 'sealed', body: {}, fields })
		await projection.reached(index + 1)
		return index
	}

	/** @throws Problem 'account-not-found' */
	account(id: string): Account {
		const account = this.directory.account(id)
		if (account === undefined) throw new Problem('account-not-found', 'GET /api/v1/accounts lists them.')
		return account
	}

	/** Session and account of a route that `needSession` guards. */
	current(c: Context<AppEnv>): { session: Session; account: Account; fresh: boolean } {
		const principal = c.get('principal')
		const cid = principal?.session?.cid
		const session = this.directory.sessions(principal?.standing?.account).find((one) => one.cid.equals(cid))
		if (principal?.standing === undefined || session === undefined) {
			throw new Error('a guarded route was reached without a session')
		}
		return {
			session,
			account: this.account(principal.standing.account),
			fresh: principal.session?.fresh === true,
		}
	}

	/** Counts a ceremony against its address, before anything of it is read. */
	limitCeremonies() {
		return this.#limit(CEREMONY_BURST, CEREMONIES_PER_SECOND)
	}

	/** Counts a code that somebody tries. */
	limitGuesses() {
		return this.#limit(GUESS_BURST, GUESSES_PER_SECOND)
	}

	#limit(burst: number, rate: number) {
		const { clock, settings } = this.deps
		const limiter = new RateLimiter(burst, rate, () => clock.now())
		return createMiddleware<AppEnv>(async (c, next) => {
			limiter.take(clientAddress(c.env, c.req.header('X-Forwarded-For'), settings.behindProxy))
			await next()
		})
	}
}

/** Whether a text is this CID. */
export function isNamed(text: string, cid: { equals(other: unknown): boolean }): boolean {
	try {
		return cid.equals(parseCid(text))
	} catch (error) {
		if (error instanceof RefusalError) return false
		throw error
	}
}
