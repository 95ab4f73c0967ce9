/**
 * Questions to the projection. All are bounded: whoever wants more asks again from where the answer ended.
 * @module
 */
import { type Cid, decodeCid } from '@letopis/format'
import type { Store } from '@letopis/ledger'
import {
	type DocumentRow,
	decodeDocument,
	decodeVersion,
	indexIn,
	keys,
	type Relation,
	ranges,
	relationIn,
	type VersionRow,
} from './rows.ts'

/** Beyond every position. */
const NO_BOUND = Number.MAX_SAFE_INTEGER

export interface FoundDocument {
	/** position of the first version's entry */
	readonly first: number
	readonly row: DocumentRow
}

export interface FoundVersion extends VersionRow {
	readonly index: number
}

export interface FoundRelation {
	readonly relation: Relation
	/** position and CID of the later entry */
	readonly index: number
	readonly cid: Cid
}

/** The document whose first version is entry `first`. */
export async function findDocument(store: Store, first: number): Promise<DocumentRow | undefined> {
	const bytes = await store.get(keys.document(first))
	return bytes === undefined ? undefined : decodeDocument(bytes)
}

/** First entry of the document that an entry is a version of. */
export async function documentOf(store: Store, index: number): Promise<number | undefined> {
	const bytes = await store.get(keys.entry(index))
	return bytes === undefined ? undefined : indexIn(bytes)
}

/** The version that a name of a clause sheet leads to. */
export async function versionOfClause(store: Store, name: Uint8Array): Promise<number | undefined> {
	const bytes = await store.get(keys.clause(name))
	return bytes === undefined ? undefined : indexIn(bytes)
}

export async function findVersion(
	store: Store,
	first: number,
	index: number,
): Promise<FoundVersion | undefined> {
	const bytes = await store.get(keys.version(first, index))
	return bytes === undefined ? undefined : { index, ...decodeVersion(bytes) }
}

/** Which documents a list may name: every one, or the public ones and, if an owner is given, theirs. */
export type Audience = 'everything' | { readonly owner: Uint8Array | null }

/**
 * Documents, newest first.
 * @param before index below which to look; none to begin with the newest
 * @param limit 1..200
 */
export async function listDocuments(
	store: Store,
	audience: Audience,
	before: number | null,
	limit: number,
): Promise<FoundDocument[]> {
	const end = before ?? NO_BOUND
	const wanted =
		audience === 'everything'
			? [ranges.documents(0, end)]
			: [ranges.publics(0, end), ...(audience.owner === null ? [] : [ranges.owned(audience.owner, 0, end)])]
	const firsts = new Set<number>()
	for (const range of wanted) {
		for await (const [key] of store.range({ ...range, reverse: true, limit })) firsts.add(indexIn(key))
	}
	const newest = [...firsts].toSorted((a, b) => b - a).slice(0, limit)
	const rows = await store.getMany(newest.map((first) => keys.document(first)))
	return newest.flatMap((first, i) => {
		const bytes = rows[i]
		return bytes === undefined ? [] : [{ first, row: decodeDocument(bytes) }]
	})
}

/** Versions of a document from entry `from` on, oldest first. */
export async function listVersions(
	store: Store,
	first: number,
	from: number,
	limit: number,
): Promise<FoundVersion[]> {
	const found: FoundVersion[] = []
	for await (const [key, value] of store.range({ ...ranges.versions(first, from, NO_BOUND), limit })) {
		found.push({ index: indexIn(key), ...decodeVersion(value) })
	}
	return found
}

/** Position of the newest entry of a document's history, reads included; its own if there is no other. */
export async function newestIn(store: Store, first: number): Promise<number> {
	let newest = first
	for (const range of [ranges.history(first, first, NO_BOUND), ranges.accesses(first, first, NO_BOUND)])
		for await (const [key] of store.range({ ...range, reverse: true, limit: 1 }))
			newest = Math.max(newest, indexIn(key))
	return newest
}

/** Entries below `size` that say something about entry `target`, oldest first. */
export async function listRelations(
	store: Store,
	target: number,
	size: number,
	limit: number,
): Promise<FoundRelation[]> {
	const found: FoundRelation[] = []
	for await (const [key, value] of store.range({ ...ranges.relations(target, size), limit })) {
		const { relation, by } = relationIn(key)
		found.push({ relation, index: by, cid: decodeCid(value) })
	}
	return found
}

/**
 * Positions of the entries of a document's history from `from` on, oldest first: versions and later acts, and the
 * reads if asked for.
 */
export async function listHistory(
	store: Store,
	first: number,
	from: number,
	limit: number,
	withAccesses: boolean,
): Promise<number[]> {
	const wanted = [ranges.history(first, from, NO_BOUND)]
	if (withAccesses) wanted.push(ranges.accesses(first, from, NO_BOUND))
	const found: number[] = []
	for (const range of wanted)
		for await (const [key] of store.range({ ...range, limit })) found.push(indexIn(key))
	return found.toSorted((a, b) => a - b).slice(0, limit)
}
