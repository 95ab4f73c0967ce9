/**
 * Keys and values of the projection: what is asked of documents in an order that the log does not have.
 *
 * | Key | Value |
 * | --- | --- |
 * | `m` | position, layout of the logs, CID of the last entry, version of these rows, fingerprint of the secret |
 * | `d` first | the document: latest version, number of versions, visibility, states, tags of owner and department |
 * | `e` entry | index of the first entry of the document that the entry is a version of |
 * | `v` first entry | the version: number, CID, visibility, state |
 * | `p` first | (empty) a document of which some version is public |
 * | `o` owner first | (empty) a document that the owner recorded |
 * | `r` target by relation | CID of the later entry |
 * | `h` first entry | (empty) a version, or a later act on one |
 * | `a` first entry | (empty) an access |
 * | `t` hash | index of the entry that granted the token |
 * | `u` grant | index of the entry that revoked it |
 * | `b` content version | (empty) a version with this content; the content is a keyed hash |
 * | `q` first version | the keyed hash of its content |
 * | `g` name | the version whose clause sheet leads to this name |
 * | `U` entry | an act that nobody can read any more (see `doubts.ts`): its time, and why |
 *
 * `first`, `entry`, `target`, `by` and `grant` are positions (see `chronicle.ts`), u64 big-endian. No row holds a field's value: names,
 * file names, times and hashes stay in the vault, so that erasing there is enough. The owner is a keyed hash.
 * @module
 */
import {
	type Cid,
	compareBytes,
	concat,
	type DagMap,
	decodeDag,
	encodeDag,
	isCid,
	isDagMap,
	uint64be,
	utf8,
} from '@letopis/format'
import type { Range } from '@letopis/ledger'

/** Raised when rows change their meaning; a projection of another version is built anew. */
export const ROWS_VERSION = 10
export const OWNER_SIZE = 16

/** Weakest first. */
export const STATES = ['in-force', 'corrected', 'superseded', 'annulled', 'disposed'] as const
export type State = (typeof STATES)[number]

/** Weakest first. */
export const RELATIONS = ['corrects', 'supersedes', 'annuls', 'disposes'] as const
export type Relation = (typeof RELATIONS)[number]

const STATE_AFTER: Record<Relation, State> = {
	supersedes: 'superseded',
	corrects: 'corrected',
	annuls: 'annulled',
	disposes: 'disposed',
}

/** The stronger of a state and what a later entry makes of it. */
export function stateAfter(state: State, relation: Relation): State {
	const after = STATE_AFTER[relation]
	return STATES.indexOf(after) > STATES.indexOf(state) ? after : state
}

export interface Meta {
	readonly position: number
	/** which logs the positions below are of */
	readonly layout: string
	/** CID of entry `position − 1`; null at 0 and in a hole */
	readonly last: Cid | null
	/** tells whether the owner tags are of the town's present secret */
	readonly secret: Uint8Array
}

export interface DocumentRow {
	/** index of the newest version's entry */
	readonly latest: number
	/** how many versions, ≥ 1 */
	readonly versions: number
	/** whether the first version's content is public */
	readonly public: boolean
	/** state of the first version */
	readonly state: State
	/**
	 * what the document is as a whole: the state of its newest version; annulled also where that version is what annuls
	 * the one before it, and disposed as soon as its disposal is declared
	 */
	readonly current: State
	/** keyed hash of who recorded the document; null when that is not known any more */
	readonly owner: Uint8Array | null
	/** keyed hash of the department in which it was recorded; null for machines, and when not known any more */
	readonly department: Uint8Array | null
}

export interface VersionRow {
	/** 1, 2, … */
	readonly number: number
	readonly cid: Cid
	readonly public: boolean
	readonly state: State
}

const letter = (text: string) => utf8(text)
const M = letter('m')
const D = letter('d')
const E = letter('e')
const V = letter('v')
const P = letter('p')
const O = letter('o')
const R = letter('r')
const H = letter('h')
const A = letter('a')
const T = letter('t')
const U = letter('u')
const B = letter('b')
const Q = letter('q')
const G = letter('g')
const UNREAD = letter('U')

export const keys = {
	meta: M,
	document: (first: number) => concat(D, uint64be(first)),
	entry: (index: number) => concat(E, uint64be(index)),
	version: (first: number, index: number) => concat(V, uint64be(first), uint64be(index)),
	public: (first: number) => concat(P, uint64be(first)),
	owned: (owner: Uint8Array, first: number) => concat(O, owner, uint64be(first)),
	relation: (target: number, by: number, relation: Relation) =>
		concat(R, uint64be(target), uint64be(by), Uint8Array.of(RELATIONS.indexOf(relation))),
	history: (first: number, index: number) => concat(H, uint64be(first), uint64be(index)),
	access: (first: number, index: number) => concat(A, uint64be(first), uint64be(index)),
	token: (hash: Uint8Array) => concat(T, hash),
	revoked: (grant: number) => concat(U, uint64be(grant)),
	content: (tag: Uint8Array, version: number) => concat(B, tag, uint64be(version)),
	clause: (name: Uint8Array) => concat(G, name),
	unread: (entry: number) => concat(UNREAD, uint64be(entry)),
	contentOf: (first: number, version: number) => concat(Q, uint64be(first), uint64be(version)),
}

/** Ranges over the last index of a key: `[from, to)`. */
export const ranges = {
	everything: (): Range => ({ gte: Uint8Array.of(0), lt: Uint8Array.of(255) }),
	documents: (from: number, to: number) => between(D, from, to),
	publics: (from: number, to: number) => between(P, from, to),
	owned: (owner: Uint8Array, from: number, to: number) => between(concat(O, owner), from, to),
	versions: (first: number, from: number, to: number) => between(concat(V, uint64be(first)), from, to),
	history: (first: number, from: number, to: number) => between(concat(H, uint64be(first)), from, to),
	accesses: (first: number, from: number, to: number) => between(concat(A, uint64be(first)), from, to),
	relations: (target: number, to: number) => between(concat(R, uint64be(target)), 0, to),
	contents: (tag: Uint8Array) => between(concat(B, tag), 0, Number.MAX_SAFE_INTEGER),
	tokens: (): Range => ({ gte: T, lt: U }),
	unread: () => between(UNREAD, 0, Number.MAX_SAFE_INTEGER),
}

function between(prefix: Uint8Array, from: number, to: number): Range {
	return { gte: concat(prefix, uint64be(from)), lt: concat(prefix, uint64be(to)) }
}

/** The u64 that ends at `end` bytes of a key; the last one unless said otherwise. */
export function indexIn(key: Uint8Array, end = key.length): number {
	return Number(new DataView(key.buffer, key.byteOffset + end - 8, 8).getBigUint64(0))
}

/** Relation and index of the later entry, of a key that `keys.relation` made. */
export function relationIn(key: Uint8Array): { relation: Relation; by: number } {
	const relation = RELATIONS[key[key.length - 1] ?? -1]
	if (relation === undefined) throw new Error('projection row names no relation')
	return { relation, by: indexIn(key, key.length - 1) }
}

export const encodeMeta = (meta: Meta) => encodeDag({ ...meta, version: ROWS_VERSION })
export const encodeDocument = (row: DocumentRow) => encodeDag({ ...row })
export const encodeVersion = (row: VersionRow) => encodeDag({ ...row })

/** Null when the rows are of another version, or nothing that can be read. */
export function decodeMeta(bytes: Uint8Array): Meta | null {
	let members: DagMap
	try {
		members = map(bytes)
	} catch {
		return null
	}
	const { version, position, layout, last, secret } = members
	if (version !== ROWS_VERSION || typeof position !== 'number' || typeof layout !== 'string') return null
	if (!(secret instanceof Uint8Array)) return null
	return { position, layout, last: isCid(last) ? last : null, secret }
}

export function decodeDocument(bytes: Uint8Array): DocumentRow {
	const row = map(bytes) as unknown as DocumentRow
	if (!STATES.includes(row.state) || !STATES.includes(row.current))
		throw new Error('projection row is no document')
	return row
}

export function decodeVersion(bytes: Uint8Array): VersionRow {
	const row = map(bytes) as unknown as VersionRow
	if (!STATES.includes(row.state)) throw new Error('projection row is no version')
	return row
}

function map(bytes: Uint8Array): DagMap {
	const value = decodeDag(bytes)
	if (!isDagMap(value)) throw new Error('projection row is not a map')
	return value
}

/** Order of keys in a store. */
export const compareKeys = compareBytes
