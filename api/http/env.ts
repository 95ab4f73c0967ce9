/**
 * What a request carries through the application.
 * @module
 */
import type { HttpBindings } from '@hono/node-server'
import type { Cid } from '@letopis/format'

/**
 * `documents:read` reads every document; `documents:write` records documents and reads what the same principal
 * recorded. Everything public needs no token at all.
 */
export const SCOPES = [
	'documents:read',
	'documents:write',
	'anchors:write',
	'tokens:admin',
	'metrics:read',
] as const

export type Scope = (typeof SCOPES)[number]

/** Whoever holds a valid token. */
export interface Principal {
	/** Name under which acts are recorded, 1..128 characters. */
	readonly name: string
	readonly scopes: ReadonlySet<Scope>
	/** The entry that granted the token; null for the administrator token, which is a file among the keys. */
	readonly grant: Cid | null
}

export interface AppEnv {
	/** Absent when a request is handed to the application without a server, as tests do. */
	Bindings: Partial<HttpBindings>
	Variables: {
		/** Set by `identify`; null for a reader without a token. */
		principal: Principal | null
	}
}
