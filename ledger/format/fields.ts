/**
 * Private fields of an entry: 16 slots of a small Merkle tree whose root is the entry's `commitment`. Each
 * field is salted, so that the commitment says nothing about it, and has its one slot, so that one root cannot
 * hold two values of a name. Whoever holds name, value, salt and four hashes can prove one field alone.
 * The server sets slots 0 to 7, the client 8 to 15: the root of the client's half is what a client signs.
 * @module
 */
import { concat, equalBytes, uint64be, utf8 } from './bytes.ts'
import { isCid } from './cid.ts'
import { type DagValue, isDagMap } from './dag.ts'
import { decodeDag } from './dag-reader.ts'
import { DagWriter } from './dag-writer.ts'
import { HASH_SIZE, type Hash, leafHash, leafHashInto, nodeHash, sha256, sha256Into } from './hash.ts'
import { RefusalError } from './refusal.ts'

/** Slot of every field; 4 to 7, 14 and 15 are reserved. */
export const FIELD_SLOTS = {
	/** exact time, milliseconds since 1970 */
	time: 0,
	/** who acted */
	actor: 1,
	/** what makes a repeated request the same: { key: 32 B, request: 32 B } */
	idempotency: 2,
	/** signature of the client */
	origin: 3,
	/** the real kind of a sealed entry */
	kind: 8,
	/** SHA-256 of the content itself */
	content: 9,
	metadata: 10,
	/** CID of the first entry of the document that the entry is about */
	object: 11,
	purpose: 12,
	/** what allowed the act */
	grant: 13,
} as const
export type FieldName = keyof typeof FIELD_SLOTS
export type Fields = Partial<Record<FieldName, DagValue>>

/** Longest encoded field [name, value, salt]. */
export const FIELD_MAX = 65_024
/** Salt of a field or of an empty place; also the length of a document's access key. */
const SALT_SIZE = 32
const SLOTS = 16
const PATH_LENGTH = 4
const OPENING_MAX = SLOTS * (FIELD_MAX + 8)

export interface OpeningField {
	name: FieldName
	value: DagValue
	salt: Uint8Array
	/** dag-cbor of [name, value, salt] */
	leaf: Uint8Array
}

/** Salted null in place of a largest aligned group of empty slots. */
export interface OpeningNull {
	/** heap index 2..31: 1 is the root, 2 and 3 the halves, 16 + s is slot s */
	position: number
	salt: Uint8Array
}

/** All that is needed to recompute a commitment and to disclose its fields: secret, and erasable. */
export interface Opening {
	/** by ascending slot */
	fields: OpeningField[]
	/** by ascending position */
	nulls: OpeningNull[]
}

/** One field with the hashes that lead from it to a commitment. */
export interface DisclosedField {
	/** dag-cbor of [name, value, salt] */
	leaf: Uint8Array
	/** siblings from the leaf up, 4 hashes */
	path: Hash[]
}

const NAMES = (Object.keys(FIELD_SLOTS) as FieldName[]).sort((a, b) => FIELD_SLOTS[a] - FIELD_SLOTS[b])

const is32 = (value: DagValue | undefined) => value instanceof Uint8Array && value.length === HASH_SIZE
const isText = (value: DagValue) => typeof value === 'string'

const VALUES: Record<FieldName, (value: DagValue) => boolean> = {
	time: (value) => typeof value === 'number' && value >= 0,
	actor: (value) => isText(value) || isDagMap(value),
	idempotency: (value) =>
		isDagMap(value) && Object.keys(value).length === 2 && is32(value.key) && is32(value.request),
	origin: (value) => value instanceof Uint8Array || isDagMap(value),
	kind: (value) => typeof value === 'string' && /^[a-z][a-z0-9-]{0,31}$/.test(value),
	content: is32,
	metadata: isDagMap,
	object: isCid,
	purpose: isText,
	grant: (value) => isText(value) || isCid(value) || isDagMap(value),
}

/** Where the nulls and the inner nodes are, for a set of used slots. */
interface Plan {
	nulls: number[]
	/** inner nodes with a field below, children before parents */
	inner: number[]
}

/** At most 2^10 sets exist; a server sees a handful of them, ten thousand times a second. */
const plans = new Map<number, Plan>()

function planFor(used: number): Plan {
	let plan = plans.get(used)
	if (!plan) {
		plan = { nulls: [], inner: [] }
		place(plan, used, 2)
		place(plan, used, 3)
		plan.nulls.sort((a, b) => a - b)
		plan.inner.push(1)
		plan.inner.sort((a, b) => b - a)
		plans.set(used, plan)
	}
	return plan
}

function place(plan: Plan, used: number, position: number): void {
	// Slots below a heap position: shift it down to the row of leaves.
	const shift = Math.clz32(position) - Math.clz32(SLOTS)
	const first = (position << shift) - SLOTS
	const mask = ((1 << (1 << shift)) - 1) << first
	if ((used & mask) === 0) {
		plan.nulls.push(position)
	} else if (position < SLOTS) {
		plan.inner.push(position)
		place(plan, used, 2 * position)
		place(plan, used, 2 * position + 1)
	}
}

const writer = new DagWriter()

/** Adds dag-cbor of [name, value, salt] to the writer. */
function writeLeaf(name: FieldName, value: DagValue, salt: Uint8Array): void {
	const start = writer.length
	writer.listHead(3)
	writer.text(name)
	writer.value(value, 1)
	writer.bytes(salt)
	if (writer.length - start > FIELD_MAX) {
		throw new RefusalError('too-large', `field ${name} is longer than ${FIELD_MAX} bytes`)
	}
}

/** Leaf of ["", null, salt], with the prefix of leaf hashes in front. */
const nullInput = Uint8Array.of(0x00, 0x83, 0x60, 0xf6, 0x58, SALT_SIZE, ...new Uint8Array(SALT_SIZE))

/**
 * The tree that is being hashed, which is done without a pause: siblings side by side, each pair behind the prefix
 * of inner nodes, so that a node is hashed where its children stand and has no array of its own.
 */
const PAIR = 1 + 2 * HASH_SIZE
const nodes = new Uint8Array(SLOTS * PAIR)
const pairs = Array.from({ length: SLOTS }, (_, position) => {
	const pair = nodes.subarray(position * PAIR, (position + 1) * PAIR)
	pair[0] = 0x01
	return pair
})

/** Where the node of a heap index stands. */
function placeOf(position: number): number {
	return (position >> 1) * PAIR + 1 + (position & 1) * HASH_SIZE
}

/** A copy of a node of the tree that was hashed last. */
function nodeAt(position: number): Hash {
	return nodes.slice(placeOf(position), placeOf(position) + HASH_SIZE)
}

/** Hashes the tree of an opening; what stands below its nulls is left from before, and is never looked at. */
function hashTree(opening: Opening): void {
	let used = 0
	for (const { name, leaf } of opening.fields) {
		const slot = FIELD_SLOTS[name]
		used |= 1 << slot
		leafHashInto(leaf, nodes, placeOf(SLOTS + slot))
	}
	for (const { position, salt } of opening.nulls) {
		nullInput.set(salt, nullInput.length - SALT_SIZE)
		sha256Into(nullInput, nodes, placeOf(position))
	}
	for (const position of planFor(used).inner) {
		sha256Into(pairs[position] as Uint8Array, nodes, placeOf(position))
	}
}

/**
 * Commits to fields.
 * @param random gives that many unpredictable bytes; called once
 * @returns commitment, the root of the client's half, and the opening, which must be kept to disclose anything
 * @throws RefusalError `malformed` and the codes of the DAG-CBOR profile, for a value that does not fit its
 *   field; TypeError for a name that is no field
 */
export function commitFields(
	fields: Fields,
	random: (n: number) => Uint8Array,
): { commitment: Hash; clientRoot: Hash; opening: Opening } {
	let used = 0
	for (const name of Object.keys(fields)) {
		if (!Object.hasOwn(FIELD_SLOTS, name)) throw new TypeError(`expected the name of a field, got ${name}`)
		if (fields[name as FieldName] !== undefined) used |= 1 << FIELD_SLOTS[name as FieldName]
	}
	const { nulls } = planFor(used)
	const names = NAMES.filter((name) => fields[name] !== undefined)
	const salts = random(SALT_SIZE * (names.length + nulls.length))
	const saltAt = (i: number) => salts.subarray(SALT_SIZE * i, SALT_SIZE * (i + 1))
	// All leaves are encoded one after the other, to be parts of one array.
	writer.start({ maxBytes: OPENING_MAX })
	const ends = names.map((name, i) => {
		const value = fields[name] as DagValue
		if (!VALUES[name](value)) throw new RefusalError('malformed', `value does not fit the field ${name}`)
		writeLeaf(name, value, saltAt(i))
		return writer.length
	})
	const leaves = writer.finish().take()
	const opening: Opening = {
		fields: names.map((name, i) => ({
			name,
			value: fields[name] as DagValue,
			salt: saltAt(i),
			leaf: leaves.subarray(ends[i - 1] ?? 0, ends[i]),
		})),
		nulls: nulls.map((position, i) => ({ position, salt: saltAt(names.length + i) })),
	}
	hashTree(opening)
	return { commitment: nodeAt(1), clientRoot: nodeAt(3), opening }
}

/** The commitment that an opening belongs to. */
export function openingRoot(opening: Opening): Hash {
	hashTree(opening)
	return nodeAt(1)
}

/** Bytes of an opening, for the vault: dag-cbor { fields: [leaf…], nulls: [[position, salt]…] }. */
export function encodeOpening(opening: Opening): Uint8Array {
	writer.start({ maxBytes: OPENING_MAX })
	writer.mapHead(2)
	writer.text('nulls')
	writer.listHead(opening.nulls.length)
	for (const { position, salt } of opening.nulls) {
		writer.listHead(2)
		writer.value(position)
		writer.bytes(salt)
	}
	writer.text('fields')
	writer.listHead(opening.fields.length)
	for (const { leaf } of opening.fields) writer.bytes(leaf)
	return writer.finish().take()
}

/**
 * Opening of its bytes.
 * @throws RefusalError if it is not exactly what {@link encodeOpening} writes
 */
export function decodeOpening(bytes: Uint8Array): Opening {
	const map = decodeDag(bytes, { maxBytes: OPENING_MAX })
	if (!isDagMap(map) || Object.keys(map).length !== 2) throw malformed('opening')
	const { fields, nulls } = map
	if (!Array.isArray(fields) || !Array.isArray(nulls)) throw malformed('opening')
	const opening: Opening = { fields: [], nulls: [] }
	let used = 0
	for (const leaf of fields) {
		if (!(leaf instanceof Uint8Array)) throw malformed('opening')
		const field = decodeLeaf(leaf)
		const bit = 1 << FIELD_SLOTS[field.name]
		if (used >= bit) throw new RefusalError('not-canonical', 'fields are not in the order of their slots')
		used |= bit
		opening.fields.push(field)
	}
	const positions = planFor(used).nulls
	if (nulls.length !== positions.length) throw malformed('opening has the wrong empty places')
	for (const [i, item] of nulls.entries()) {
		if (!Array.isArray(item) || item.length !== 2 || item[0] !== positions[i] || !is32(item[1])) {
			throw malformed('opening has the wrong empty places')
		}
		opening.nulls.push({ position: positions[i] as number, salt: item[1] as Uint8Array })
	}
	return opening
}

function decodeLeaf(leaf: Uint8Array): OpeningField {
	const list = decodeDag(leaf, { maxBytes: FIELD_MAX })
	if (!Array.isArray(list) || list.length !== 3) throw malformed('field')
	const [name, value, salt] = list
	if (typeof name !== 'string' || !Object.hasOwn(FIELD_SLOTS, name))
		throw malformed('field has an unknown name')
	if (!is32(salt)) throw malformed('field has no salt')
	if (!VALUES[name as FieldName](value as DagValue)) throw malformed(`value does not fit the field ${name}`)
	return { name: name as FieldName, value: value as DagValue, salt: salt as Uint8Array, leaf }
}

/**
 * Proofs of some fields of an opening; names that it does not hold are passed over.
 */
export function disclose(opening: Opening, names: readonly FieldName[]): DisclosedField[] {
	hashTree(opening)
	return opening.fields
		.filter(({ name }) => names.includes(name))
		.map(({ name, leaf }) => {
			const path: Hash[] = []
			for (let at = SLOTS + FIELD_SLOTS[name]; at > 1; at >>= 1) path.push(nodeAt(at ^ 1))
			return { leaf, path }
		})
}

/**
 * Checks one disclosed field against the commitment of an entry.
 * @param field from whoever wants to convince us
 * @throws RefusalError `commitment-mismatch` if the hashes lead elsewhere, `malformed` and others for a leaf
 *   that is no field
 */
export function checkDisclosure(
	commitment: Hash,
	field: DisclosedField,
): { name: FieldName; value: DagValue } {
	const { name, value } = decodeLeaf(field.leaf)
	if (field.path.length !== PATH_LENGTH || !field.path.every((hash) => is32(hash))) {
		throw malformed(`field does not have ${PATH_LENGTH} hashes`)
	}
	let node = leafHash(field.leaf)
	let at = SLOTS + FIELD_SLOTS[name]
	for (const sibling of field.path) {
		node = at % 2 === 0 ? nodeHash(node, sibling) : nodeHash(sibling, node)
		at >>= 1
	}
	if (!equalBytes(node, commitment)) {
		throw new RefusalError('commitment-mismatch', `field ${name} is not what the entry committed to`)
	}
	return { name, value }
}

/**
 * Tag of the n-th logged access to a document: HMAC-SHA256(key, u64 n) (RFC 2104).
 * @param key the document's access key for the log of the tag, 32 B
 * @param n 1, 2, …
 */
export function accessTag(key: Uint8Array, n: number): Hash {
	if (n < 1) throw new RangeError(`expected an access number of 1 or more, got ${n}`)
	return hmac(key, uint64be(n))
}

/**
 * Access key of a document in a later log of its town: HMAC-SHA256(key, origin). It is never a tag: an origin holds
 * no control character, and a number of an access begins with one.
 * @param key the document's access key in its own log, 32 B
 * @param origin of the later log, not empty
 */
export function accessKeyIn(key: Uint8Array, origin: string): Uint8Array {
	if (origin === '') throw new RangeError('expected the origin of a log')
	return hmac(key, utf8(origin))
}

/** @param key 32 B */
function hmac(key: Uint8Array, message: Uint8Array): Hash {
	if (key.length !== SALT_SIZE)
		throw new RangeError(`expected a key of ${SALT_SIZE} bytes, got ${key.length}`)
	const inner = new Uint8Array(64).fill(0x36)
	const outer = new Uint8Array(64).fill(0x5c)
	for (let i = 0; i < SALT_SIZE; i++) {
		inner[i] = 0x36 ^ (key[i] as number)
		outer[i] = 0x5c ^ (key[i] as number)
	}
	return sha256(concat(outer, sha256(concat(inner, message))))
}

function malformed(what: string): RefusalError {
	return new RefusalError('malformed', what)
}
