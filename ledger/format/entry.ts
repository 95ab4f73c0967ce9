/**
 * The entry: what one leaf of the log says in public. A DAG-CBOR map with exact keys, padded with zero bytes to
 * a multiple of 512 so that its length says little about what it commits to. Bytes, CID and leaf hash are
 * those of the whole map, padding included.
 * @module
 */
import { type AnchorBody, checkBody, type DocumentBody, type GenesisBody, type SealedBody } from './body.ts'
import { type Cid, ENTRY_CODEC, isCid } from './cid.ts'
import { compareCids, type DagMap, type DagValue, isDagMap } from './dag.ts'
import { decodeDag, decodesTo } from './dag-reader.ts'
import { DagWriter } from './dag-writer.ts'
import { HASH_SIZE, type Hash, sha256 } from './hash.ts'
import { RefusalError } from './refusal.ts'
import type { RenewalBody } from './renewal.ts'
import { Slab } from './slab.ts'

export const ENTRY_VERSION = 1

/** Longest entry: a multiple of 512 that stays below the 65,535 bytes of a tile bundle's record. */
export const ENTRY_MAX = 65_024
const BLOCK = 512
const MAX_TIME = 2 ** 40
const MAX_ANCHORS = 32
const MAX_LINKS = 1024

export const LINK_NAMES = ['supersedes', 'corrects', 'annuls', 'disposes', 'previous', 'policy'] as const
export type LinkName = (typeof LINK_NAMES)[number]
/** Lists of entry CIDs, each sorted by bytes, unique, not empty, ≤ 1,024. */
export type Links = Partial<Record<LinkName, Cid[]>>

/** An entry in memory. `pad` is not part of it: encoding computes it, decoding checks it. */
export interface Entry {
	v: typeof ENTRY_VERSION
	/** a letter, then up to 31 of `a-z 0-9 -` */
	kind: string
	/** whole minutes since 1970, 0..2^40: minute m stands for [60m, 60m + 60) seconds */
	time: number
	/** newest anchor of each authority, or the genesis entry; sorted by bytes, unique, 1..32; none in genesis */
	anchors: Cid[]
	links: Links
	body: DagMap
	/** root of the private fields */
	commitment: Hash
	/** 32 B, present exactly when the kind is `sealed` */
	tag?: Uint8Array
}

/** An entry seen as the map that it is encoded as. */
type EntryMap = DagMap & Entry

/** Everything before the value of `pad` is the same in every entry but for the number of keys in the head. */
const PREFIX = Uint8Array.of(0xa8, 0x61, 0x76, ENTRY_VERSION, 0x63, 0x70, 0x61, 0x64)
const HEAD_WITH_TAG = 0xa9

/**
 * Length of the padding for an entry of which everything but the value of `pad` takes `rest` bytes: the
 * smallest for which the byte string, with its own head of 1, 2 or 3 bytes, fills up to a multiple of 512.
 */
function padLength(rest: number): number {
	let gap = BLOCK - (rest % BLOCK)
	// The head grows by a byte at 24 and at 256, so that no byte string takes exactly 25 or 258 bytes.
	if (gap === 25 || gap === 258) gap += BLOCK
	return gap - headLength(gap)
}

/** Head of the byte string that takes `gap` bytes in all. */
function headLength(gap: number): number {
	return gap <= 24 ? 1 : gap <= 257 ? 2 : 3
}

const writer = new DagWriter()
const slab = new Slab(65_536, 4096)
/** Padding of any entry: a byte string never takes more than two blocks. */
const ZEROS = new Uint8Array(2 * BLOCK)

/**
 * Bytes of an entry: checked, encoded, padded, and decoded again to the same claim, so that an entry which
 * this very format refuses can never be acknowledged.
 * @returns a view of memory that other entries share
 * @throws RefusalError as {@link decodeEntry}
 */
export function encodeEntry(entry: Entry): Uint8Array {
	checkEntry(entry as unknown as DagMap, Object.keys(entry).length)
	const { tag } = entry
	writer.start({ maxBytes: ENTRY_MAX })
	if (tag) {
		writer.text('tag')
		writer.bytes(tag)
	}
	writer.text('body')
	writer.value(entry.body, 1)
	writer.text('kind')
	writer.text(entry.kind)
	writer.text('time')
	writer.value(entry.time)
	writer.text('links')
	writer.value(entry.links as DagMap, 1)
	writer.text('anchors')
	writer.value(entry.anchors, 1)
	writer.text('commitment')
	writer.bytes(entry.commitment)
	const rest = writer.finish().view()

	const pad = padLength(PREFIX.length + rest.length)
	const head = pad < 24 ? 1 : pad < 256 ? 2 : 3
	const length = PREFIX.length + head + pad + rest.length
	if (length > ENTRY_MAX) throw new RefusalError('too-large', `entry is longer than ${ENTRY_MAX} bytes`)
	const bytes = slab.take(length)
	bytes.set(PREFIX)
	if (tag) bytes[0] = HEAD_WITH_TAG
	if (head === 1) bytes[8] = 0x40 | pad
	else if (head === 2) {
		bytes[8] = 0x58
		bytes[9] = pad
	} else {
		bytes[8] = 0x59
		bytes[9] = pad >> 8
		bytes[10] = pad & 0xff
	}
	bytes.set(rest, length - rest.length)
	mustDecodeTo(bytes, entry, pad)
	return bytes
}

/**
 * What {@link decodeEntry} does, without making an entry: the bytes are read as strictly and compared with the claim,
 * which has passed the rules for entries; the padding is checked as that of anybody's bytes is.
 */
function mustDecodeTo(bytes: Uint8Array, entry: Entry, padding: number): void {
	const pad = ZEROS.subarray(0, padding)
	checkPad(pad, bytes.length)
	if (!decodesTo(bytes, { ...(entry as unknown as DagMap), pad }, { maxBytes: ENTRY_MAX })) {
		throw new Error('entry does not survive its own encoding')
	}
}

/**
 * Entry of its bytes.
 * @throws RefusalError `unsupported-version`; `too-large`; `too-deep`; `not-canonical` (encoding, padding,
 *   order of CIDs); `duplicate`; `out-of-range` (integers); `malformed` for everything else
 */
export function decodeEntry(bytes: Uint8Array): Entry {
	const map = decodeDag(bytes, { maxBytes: ENTRY_MAX })
	if (!isDagMap(map)) throw malformed('not a map')
	if (map.v !== ENTRY_VERSION) {
		const known = typeof map.v === 'number' && map.v > ENTRY_VERSION
		throw known ? new RefusalError('unsupported-version', `entry version ${map.v}`) : malformed('no version')
	}
	checkPad(map.pad, bytes.length)
	checkEntry(map, Object.keys(map).length - 1)
	const { v, kind, time, anchors, links, body, commitment, tag } = map
	return tag
		? { v, kind, time, anchors, links, body, commitment, tag }
		: { v, kind, time, anchors, links, body, commitment }
}

function checkPad(pad: DagValue | undefined, length: number): void {
	if (!(pad instanceof Uint8Array)) throw malformed('no padding')
	const head = pad.length < 24 ? 1 : pad.length < 256 ? 2 : 3
	if (padLength(length - head - pad.length) !== pad.length) {
		throw new RefusalError('not-canonical', 'padding has the wrong length')
	}
	for (let i = 0; i < pad.length; i++) {
		if (pad[i] !== 0) throw new RefusalError('not-canonical', 'padding is not zero')
	}
}

/** The rules for everything but the padding, on what is claimed to be an entry. */
function checkEntry(claim: DagMap, members: number): asserts claim is EntryMap {
	const { v, kind, time, anchors, links, body, commitment, tag } = claim
	if (v !== ENTRY_VERSION) throw malformed('no version')
	if (typeof kind !== 'string' || !/^[a-z][a-z0-9-]{0,31}$/.test(kind)) throw malformed('kind')
	if (members !== (kind === 'sealed' ? 8 : 7)) throw malformed('a member is missing or unknown')
	if (typeof time !== 'number' || !Number.isInteger(time)) throw malformed('time')
	if (time < 0 || time > MAX_TIME) throw new RefusalError('out-of-range', `time ${time}`)
	checkCids(anchors, 'anchors', kind === 'genesis' ? 0 : 1, kind === 'genesis' ? 0 : MAX_ANCHORS)
	if (!isDagMap(links)) throw malformed('links')
	for (const name of Object.keys(links)) {
		if (!LINK_NAMES.includes(name as LinkName)) throw malformed(`link ${JSON.stringify(name)}`)
		checkCids(links[name], name, 1, MAX_LINKS)
	}
	if (kind === 'disposal' && !links.disposes) throw malformed('a disposal that disposes nothing')
	if (!isDagMap(body)) throw malformed('body')
	checkBody(kind, body)
	if (!is32(commitment)) throw malformed('commitment')
	if (kind === 'sealed' ? !is32(tag) : tag !== undefined) throw malformed('tag')
}

function checkCids(list: DagValue | undefined, name: string, min: number, max: number): void {
	if (!Array.isArray(list) || list.length < min || list.length > max) throw malformed(name)
	for (let i = 0; i < list.length; i++) {
		const cid = list[i] as DagValue
		if (!isCid(cid) || cid.code !== ENTRY_CODEC)
			throw malformed(`${name} holds something else than entry CIDs`)
		if (i === 0) continue
		const order = compareCids(list[i - 1] as Cid, cid)
		if (order === 0) throw new RefusalError('duplicate', `${name} holds a CID twice`)
		if (order > 0) throw new RefusalError('not-canonical', `${name} are not sorted`)
	}
}

function is32(value: DagValue | undefined): value is Uint8Array {
	return value instanceof Uint8Array && value.length === HASH_SIZE
}

function malformed(what: string): RefusalError {
	return new RefusalError('malformed', `entry: ${what}`)
}

/** The kinds that this version knows, and what their bodies are. */
export interface Bodies {
	genesis: GenesisBody
	sealed: SealedBody
	document: DocumentBody
	anchor: AnchorBody
	disposal: Record<string, never>
	renewal: RenewalBody
}

/** The body of an entry of a known kind, which decoding or encoding has checked; undefined for another kind. */
export function bodyOf<K extends keyof Bodies>(entry: Entry, kind: K): Bodies[K] | undefined {
	return entry.kind === kind ? (entry.body as unknown as Bodies[K]) : undefined
}

/**
 * What a stamp inside a genesis entry is over: SHA-256 of the same entry encoded without `stamps`.
 * @throws RangeError if the entry is not a genesis entry
 */
export function genesisImprint(entry: Entry): Hash {
	if (entry.kind !== 'genesis') throw new RangeError(`expected a genesis entry, got ${entry.kind}`)
	const { stamps: _, ...body } = entry.body
	return sha256(encodeEntry({ ...entry, body }))
}
