/**
 * Who asks: bearer tokens, RFC 6750. A token is `letopis_` and 32 random bytes in base64url. Only its SHA-256 is
 * kept, in a sealed entry of the log, so tokens are looked up and compared by hash; an attacker who measures time
 * learns about hashes, which lead to no token.
 * @module
 */
import { createHash, timingSafeEqual } from 'node:crypto'
import type { Cid } from '@letopis/format'
import type { Context, MiddlewareHandler } from 'hono'
import type { Clock } from '../deps.ts'
import { type AppEnv, type Principal, SCOPES, type Scope } from './env.ts'
import { Problem } from './problems.ts'

const TOKEN = /^letopis_[A-Za-z0-9_-]{43}$/
/** Name under which the holder of the administrator token acts. */
export const ADMINISTRATOR = 'administrator'

/** A granted token, without the token. */
export interface Grant {
	/** Position (see `chronicle.ts`) and CID of the entry that granted it. */
	readonly index: number
	readonly cid: Cid
	/** SHA-256 of the token's text. */
	readonly hash: Uint8Array
	readonly principal: string
	/** Name under which it was granted, as in {@link Principal}; null if the entry does not say. */
	readonly grantedBy: string | null
	readonly scopes: readonly Scope[]
	/** ms since 1970 */
	readonly expires: number
	/** ms since 1970 */
	readonly granted: number
	readonly revoked: boolean
	/** A later act, which may have revoked it, cannot be read any more. */
	readonly doubted: boolean
}

export interface TokenLookup {
	/** @param hash SHA-256 of a token's text */
	find(hash: Uint8Array): Grant | undefined
}

export interface IdentifyOptions {
	readonly tokens: TokenLookup
	readonly adminTokenHash: Uint8Array
	readonly clock: Clock
	/** Tells who acts in a session, from a token that begins with its prefix. */
	readonly sessions?: SessionLookup
}

export interface SessionLookup {
	readonly prefix: string
	/** @throws Problem for a session that is unknown or over */
	principal(token: string, c: Context<AppEnv>): Promise<Principal>
}

/** SHA-256 of a token's text: what is stored instead of it. */
export function hashToken(text: string): Uint8Array {
	return createHash('sha256').update(text, 'utf8').digest()
}

/**
 * Sets `principal`. No token is no problem here, a wrong one is, even where none is needed: a client that believes
 * to be known must not silently be a stranger.
 */
export function identify(options: IdentifyOptions): MiddlewareHandler<AppEnv> {
	const everything: Principal = { name: ADMINISTRATOR, scopes: new Set(SCOPES), grant: null }
	return async (c, next) => {
		const header = c.req.header('Authorization')
		c.set('principal', header === undefined ? null : await principalOf(header, options, everything, c))
		await next()
	}
}

async function principalOf(
	header: string,
	options: IdentifyOptions,
	everything: Principal,
	c: Context<AppEnv>,
): Promise<Principal> {
	const [, token = ''] = /^Bearer +(\S+)$/i.exec(header) ?? []
	const { sessions } = options
	if (sessions !== undefined && token.startsWith(sessions.prefix)) return sessions.principal(token, c)
	const hash = hashToken(token)
	if (timingSafeEqual(hash, options.adminTokenHash)) return everything
	const grant = TOKEN.test(token) ? options.tokens.find(hash) : undefined
	if (grant === undefined || !timingSafeEqual(hash, grant.hash)) {
		throw new Problem(
			'token-unknown',
			'Expected "Authorization: Bearer letopis_…" with a token of this town.',
		)
	}
	if (grant.revoked || grant.doubted)
		throw new Problem('token-revoked', 'Ask the administrator for a new one.')
	if (options.clock.now() >= grant.expires) {
		throw new Problem('token-expired', `It expired at ${new Date(grant.expires).toISOString()}.`)
	}
	return { name: grant.principal, scopes: new Set(grant.scopes), grant: grant.cid }
}

/** Lets only holders of the scope pass; runs before anything else of the request is looked at. */
export function need(scope: Scope): MiddlewareHandler<AppEnv> {
	return async (c, next) => {
		const principal = c.get('principal')
		if (principal === null) throw new Problem('token-missing', `This needs a token with the scope ${scope}.`)
		if (!principal.scopes.has(scope)) {
			throw new Problem('scope-missing', `This needs the scope ${scope}.`, { extra: { scope } })
		}
		await next()
	}
}

/** Lets only people in a session pass. */
export const needSession: MiddlewareHandler<AppEnv> = async (c, next) => {
	const principal = c.get('principal')
	if (principal === null) throw new Problem('token-missing', 'This needs the token of a session.')
	if (principal.session === undefined)
		throw new Problem('session-needed', 'Sign in: this is about a session.')
	await next()
}

/** Has a person show the passkey again before a dangerous act; a machine's token is as good as it ever is. */
export const needFresh: MiddlewareHandler<AppEnv> = async (c, next) => {
	demandFresh(c.get('principal'))
	await next()
}

/** @throws Problem 'confirmation-needed' */
export function demandFresh(principal: Principal | null): void {
	if (principal?.session?.fresh !== false) return
	throw new Problem(
		'confirmation-needed',
		'Show the passkey again: POST /api/v1/sessions/current/confirmation.',
	)
}

/** The principal of a route that `need` guards. */
export function principalIn(c: Context<AppEnv>): Principal {
	const principal = c.get('principal')
	if (principal === null) throw new Error('a guarded route was reached without a principal')
	return principal
}
