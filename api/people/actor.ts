/**
 * Who acted, as it stands in the private field `actor` of an entry: the name of a token's principal as text, or a
 * map of account, department and role for a person, without the name, so that the function can be disclosed alone.
 * @module
 */
import { type DagValue, isDagMap, type Opening } from '@letopis/format'
import { field } from '../documents/fields.ts'
import type { Principal } from '../http/env.ts'
import type { Directory } from './directory.ts'

/** Before the id of an account. Names of machines hold no colon, so neither can be taken for the other. */
const ACCOUNT_PREFIX = 'account:'

/** Name under which an account acts, records and owns. */
export function accountPrincipal(account: string): string {
	return `${ACCOUNT_PREFIX}${account}`
}

/** The account of such a name; null for the name of a machine. */
export function accountOf(name: string): string | null {
	return name.startsWith(ACCOUNT_PREFIX) ? name.slice(ACCOUNT_PREFIX.length) : null
}

/** Value of the field `actor`. */
export function actorOf({ name, standing }: Pick<Principal, 'name' | 'standing'>): DagValue {
	return standing === undefined ? name : { ...standing }
}

/** Name of who acted, as in {@link Principal}; null if the entry says nothing. */
export function actorName(opening: Opening): string | null {
	const actor = field(opening, 'actor')
	if (typeof actor === 'string') return actor
	if (!isDagMap(actor) || typeof actor.account !== 'string') return null
	return accountPrincipal(actor.account)
}

/** Department in which somebody acted; null for machines, and for people of none. */
export function actorDepartment(opening: Opening): string | null {
	const actor = field(opening, 'actor')
	return isDagMap(actor) && typeof actor.department === 'string' ? actor.department : null
}

/** Who acted, for those who may see it. */
export interface Actor {
	/** what the person was called when they acted, or the name of the token */
	readonly name: string
	readonly account: string | null
	readonly department: string | null
	readonly role: string | null
}

/** @param position of the entry */
export function actorView(
	opening: Opening,
	position: number,
	people: Pick<Directory, 'nameAt'>,
): Actor | null {
	const actor = field(opening, 'actor')
	if (typeof actor === 'string') return { name: actor, account: null, department: null, role: null }
	if (!isDagMap(actor) || typeof actor.account !== 'string') return null
	const { account, department, role } = actor
	return {
		name: people.nameAt(account, position) ?? account,
		account,
		department: typeof department === 'string' ? department : null,
		role: typeof role === 'string' ? role : null,
	}
}
