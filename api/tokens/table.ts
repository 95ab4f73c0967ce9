/**
 * The granted tokens, held in memory: every request needs one, and a town has hundreds, not millions. Filled from
 * the entries of the log by the projection.
 * @module
 */
import { type Cid, hex, isDagMap, type Opening } from '@letopis/format'
import { metadata, numberField } from '../documents/fields.ts'
import { grantHash } from '../documents/fold.ts'
import type { Grant, TokenLookup } from '../http/auth.ts'
import { SCOPES, type Scope } from '../http/env.ts'
import { actorName } from '../people/actor.ts'

export class TokenTable implements TokenLookup {
	readonly #byHash = new Map<string, Grant>()
	readonly #byIndex = new Map<number, Grant>()

	find(hash: Uint8Array): Grant | undefined {
		return this.#byHash.get(hex(hash))
	}

	byIndex(index: number): Grant | undefined {
		return this.#byIndex.get(index)
	}

	/** All grants, newest first. */
	list(): Grant[] {
		return [...this.#byIndex.values()].toSorted((a, b) => b.index - a.index)
	}

	grant(index: number, cid: Cid, opening: Opening): void {
		const grant = readGrant(index, cid, opening)
		if (grant !== null) this.#set(grant)
	}

	revoke(index: number): void {
		const grant = this.#byIndex.get(index)
		if (grant !== undefined) this.#set({ ...grant, revoked: true })
	}

	/** Nobody knows whether those before this position were revoked: they open nothing any more. */
	doubt(before: number): void {
		for (const grant of this.#byIndex.values())
			if (grant.index < before && !grant.doubted) this.#set({ ...grant, doubted: true })
	}

	/** How many would be valid, were they not in doubt. @param now ms */
	inDoubt(now: number): number {
		return this.list().filter(({ doubted, revoked, expires }) => doubted && !revoked && expires > now).length
	}

	clear(): void {
		this.#byHash.clear()
		this.#byIndex.clear()
	}

	#set(grant: Grant): void {
		this.#byHash.set(hex(grant.hash), grant)
		this.#byIndex.set(grant.index, grant)
	}
}

/** The grant that an entry holds; null if its fields are not those of one, which then lets nobody in. */
function readGrant(index: number, cid: Cid, opening: Opening): Grant | null {
	const hash = grantHash(opening)
	const { data } = metadata(opening)
	const granted = numberField(opening, 'time')
	if (hash === null || granted === null || !isDagMap(data)) return null
	const { principal, scopes, expires } = data
	if (typeof principal !== 'string' || typeof expires !== 'number' || !Array.isArray(scopes)) return null
	const known = SCOPES.filter((scope): scope is Scope => scopes.includes(scope))
	const grantedBy = actorName(opening)
	const state = { revoked: false, doubted: false }
	return { index, cid, hash, principal, grantedBy, scopes: known, expires, granted, ...state }
}
