/**
 * Roles of people and what each may do. A role is a set of scopes; nothing else in the service asks for a role by
 * name. An administrator keeps the town running and reads no document; an auditor reads with a reason and writes
 * nothing; a manager sees figures and names, no file.
 * @module
 */
import { ROLES, type Role, type Scope } from '../http/env.ts'

const CASE_WORK = ['documents:read', 'documents:write', 'cases:read', 'cases:write', 'people:read'] as const

const SCOPES_OF: Record<Role, readonly Scope[]> = {
	clerk: CASE_WORK,
	head: [...CASE_WORK, 'agendas:write'],
	auditor: ['documents:read', 'cases:read', 'people:read', 'operation:read', 'metrics:read'],
	manager: ['people:read', 'metrics:read'],
	administrator: [
		'people:read',
		'people:admin',
		'agendas:write',
		'tokens:admin',
		'anchors:write',
		'operation:read',
		'metrics:read',
	],
}

/**
 * Scopes that an administrator may put into a machine's token. A machine reads what it recorded itself, so no
 * administrator gets at a document this way; and none makes people or tokens, for it never shows a passkey: whoever
 * steals a session for five minutes must not have a year. Tokens that do need the token of the keys.
 */
const GRANTABLE: readonly Scope[] = [
	'documents:write',
	'people:read',
	'webhooks:write',
	'anchors:write',
	'operation:read',
	'metrics:read',
]

const scopes = new Map(ROLES.map((role) => [role, new Set(SCOPES_OF[role])]))

export function scopesOf(role: Role): ReadonlySet<Scope> {
	return scopes.get(role) ?? new Set()
}

/** What tokens granted by the role may hold. */
export function grantableBy(role: Role): ReadonlySet<Scope> {
	return role === 'administrator' ? new Set(GRANTABLE) : scopesOf(role)
}

export function isRole(value: unknown): value is Role {
	return ROLES.some((role) => role === value)
}
