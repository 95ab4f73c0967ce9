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
import { type FieldTree, fieldTree, planFor, SALT_SIZE, SLOTS } from './field-tree.ts'
import { HASH_SIZE, type Hash, leafHash, nodeHash, sha256 } from './hash.ts'
import { RefusalError } from './refusal.ts'
import { Slab } from './slab.ts'

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
/** Bytes of a document's access key. */
const KEY_SIZE = 32
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

const NAME_OF_SLOT = Array.from({ length: SLOTS }, (_, slot) =>
	(Object.keys(FIELD_SLOTS) as FieldName[]).find((name) => FIELD_SLOTS[name] === slot),
)

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

/** Writes openings. */
const writer = new DagWriter()
/** Writes one leaf at a time, behind the prefix of its hash. */
const leafWriter = new DagWriter()
const LEAF_PREFIX = Uint8Array.of(0x00)
const LEAF_LIMITS = { maxBytes: LEAF_PREFIX.length + FIELD_MAX }
const OPENING_LIMITS = { maxBytes: OPENING_MAX }
const slab = new Slab(65_536, 4096)

/** Writes 0x00 and dag-cbor of [name, value, salt], with the salt at `from` of `salts`. */
function writeLeaf(name: FieldName, value: DagValue, salts: Uint8Array, from: number): void {
	if (!VALUES[name](value)) throw new RefusalError('malformed', `value does not fit the field ${name}`)
	leafWriter.start(LEAF_LIMITS)
	leafWriter.raw(LEAF_PREFIX)
	leafWriter.listHead(3)
	leafWriter.text(name)
	leafWriter.value(value, 1)
	leafWriter.bytesOf(salts, from, from + SALT_SIZE)
	leafWriter.finish()
}

/** Hashes the tree of an opening; what stands below its nulls is left from before, and is never looked at. */
function hashTree(opening: Opening): FieldTree {
	const tree = fieldTree()
	let used = 0
	for (const { name, leaf } of opening.fields) {
		const slot = FIELD_SLOTS[name]
		used |= 1 << slot
		leafWriter.start(LEAF_LIMITS)
		leafWriter.raw(LEAF_PREFIX)
		leafWriter.raw(leaf)
		tree.leaf(slot, leafWriter)
	}
	for (const { position, salt } of opening.nulls) tree.empty(position, salt, 0)
	tree.finish(planFor(used))
	return tree
}

/** An opening in the form in which it is stored; few ask for what is in it. */
class EncodedOpening implements Opening {
	readonly bytes: Uint8Array
	#decoded: Opening | undefined

	constructor(bytes: Uint8Array) {
		this.bytes = bytes
	}

	get fields(): OpeningField[] {
		return this.#parts.fields
	}

	get nulls(): OpeningNull[] {
		return this.#parts.nulls
	}

	get #parts(): Opening {
		this.#decoded ??= decodeOpening(this.bytes)
		return this.#decoded
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
	const plan = planFor(used)
	const { slots, nulls } = plan
	const tree = fieldTree()
	const salts = random(SALT_SIZE * (slots.length + nulls.length))
	// The salts of the fields come first, but the nulls are written first.
	let saltAt = SALT_SIZE * slots.length
	beginOpening(nulls.length)
	for (const position of nulls) {
		writeNull(position, salts, saltAt)
		tree.empty(position, salts, saltAt)
		saltAt += SALT_SIZE
	}
	beginFields(slots.length)
	saltAt = 0
	for (const slot of slots) {
		const name = NAME_OF_SLOT[slot] as FieldName
		writeLeaf(name, fields[name] as DagValue, salts, saltAt)
		tree.leaf(slot, leafWriter)
		writer.written(leafWriter, LEAF_PREFIX.length)
		saltAt += SALT_SIZE
	}
	tree.finish(plan)
	const opening = new EncodedOpening(writer.finish().takeFrom(slab))
	return { commitment: tree.node(1), clientRoot: tree.node(3), opening }
}

function beginOpening(nulls: number): void {
	writer.start(OPENING_LIMITS)
	writer.mapHead(2)
	writer.text('nulls')
	writer.listHead(nulls)
}

function writeNull(position: number, salts: Uint8Array, from: number): void {
	writer.listHead(2)
	writer.value(position)
	writer.bytesOf(salts, from, from + SALT_SIZE)
}

function beginFields(fields: number): void {
	writer.text('fields')
	writer.listHead(fields)
}

/** The commitment that an opening belongs to. */
export function openingRoot(opening: Opening): Hash {
	return hashTree(opening).node(1)
}

/**
 * Bytes of an opening, for the vault: dag-cbor { fields: [leaf…], nulls: [[position, salt]…] }.
 * @returns a view of memory that others share; do not write to it
 */
export function encodeOpening(opening: Opening): Uint8Array {
	if (opening instanceof EncodedOpening) return opening.bytes
	beginOpening(opening.nulls.length)
	for (const { position, salt } of opening.nulls) writeNull(position, salt, 0)
	beginFields(opening.fields.length)
	for (const { leaf } of opening.fields) writer.bytes(leaf)
	return writer.finish().takeFrom(slab)
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
	const tree = hashTree(opening)
	return opening.fields
		.filter(({ name }) => names.includes(name))
		.map(({ name, leaf }) => {
			const path: Hash[] = []
			for (let at = SLOTS + FIELD_SLOTS[name]; at > 1; at >>= 1) path.push(tree.node(at ^ 1))
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
	if (key.length !== KEY_SIZE) throw new RangeError(`expected a key of ${KEY_SIZE} bytes, got ${key.length}`)
	const inner = new Uint8Array(64).fill(0x36)
	const outer = new Uint8Array(64).fill(0x5c)
	for (let i = 0; i < KEY_SIZE; i++) {
		inner[i] = 0x36 ^ (key[i] as number)
		outer[i] = 0x5c ^ (key[i] as number)
	}
	return sha256(concat(outer, sha256(concat(inner, message))))
}

function malformed(what: string): RefusalError {
	return new RefusalError('malformed', what)
}
