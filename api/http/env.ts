/**
 * What a request carries through the application.
 * @module
 */
import type { HttpBindings } from '@hono/node-server'
import type { Cid } from '@letopis/format'

/**
 * `documents:read` reads every document; `documents:write` records documents and reads what the same principal
 * recorded. `cases:*` are the same for cases. `people:read` shows names and departments, `people:admin` changes
 * them. `agendas:write` publishes agendas. `webhooks:write` has a machine told of what its token may read.
 * `operation:read` shows how the town's machine is. Everything public needs no token at all.
 */
export const SCOPES = [
	'documents:read',
	'documents:write',
	'cases:read',
	'cases:write',
	'people:read',
	'people:admin',
	'agendas:write',
	'operation:read',
	'anchors:write',
	'tokens:admin',
	'webhooks:write',
	'metrics:read',
] as const

export type Scope = (typeof SCOPES)[number]

/** What people are in the town hall; `people/roles.ts` says what each may do. */
export const ROLES = ['clerk', 'head', 'auditor', 'manager', 'administrator'] as const
export type Role = (typeof ROLES)[number]

/** What a person is in the town hall, at the moment of the act. */
export interface Standing {
	readonly account: string
	readonly role: Role
	/** code; null for those who belong to none */
	readonly department: string | null
}

/** The session that a person acts in. */
export interface ActiveSession {
	/** CID of the entry that started it */
	readonly cid: Cid
	/** the passkey was asked for a moment ago */
	readonly fresh: boolean
}

/** Whoever holds a valid token. */
export interface Principal {
	/** Name under which acts are recorded, 1..128 characters. */
	readonly name: string
	readonly scopes: ReadonlySet<Scope>
	/** The entry that granted the token; null for the administrator token, which is a file among the keys. */
	readonly grant: Cid | null
	/** Absent for machines. */
	readonly standing?: Standing
	/** Present when a person acts. */
	readonly session?: ActiveSession
	/** What the service does by itself, and nobody asked for now. */
	readonly job?: string
	/** Scopes that tokens granted by this principal may have; its own ones if absent. */
	readonly grantable?: ReadonlySet<Scope>
}

export interface AppEnv {
	/** Absent when a request is handed to the application without a server, as tests do. */
	Bindings: Partial<HttpBindings>
	Variables: {
		/** Set by `identify`; null for a reader without a token. */
		principal: Principal | null
	}
}
