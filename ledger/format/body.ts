/**
 * Bodies of the entry kinds that this version knows, and their rules. Kinds that it does not know are carried
 * with whatever map they have: a verifier must be able to walk past entries of a later version.
 * @module
 */
import { utf8Length } from './bytes.ts'
import { BLOB_CODEC, type Cid, ENTRY_CODEC, isCid } from './cid.ts'
import { type DagMap, type DagValue, isDagMap } from './dag.ts'
import { HASH_SIZE, type Hash } from './hash.ts'
import { RefusalError } from './refusal.ts'
import { RENEWAL_SIZES, type RenewalDigest } from './renewal.ts'

/** First entry of a log. */
export interface GenesisBody {
	/** origin line of the log's checkpoints, 1..255 B */
	origin: string
	/** 1..1,024 B */
	town: string
	/** vkeys that sign this log from the start, 1..16 */
	keys: string[]
	/** a log that must never be relied on */
	demo: boolean
	/** 1..16 DER TimeStampTokens over the entry without this member, 1..16,384 B each */
	stamps?: Uint8Array[]
	/** the log that this one continues */
	predecessor?: Predecessor
}

/** Last known head of the log before this one. */
export interface Predecessor {
	origin: string
	/** entries under the head, ≥ 1 */
	size: number
	root: Hash
	/** indexes [from, to) that were acknowledged but could not be restored */
	lost?: [from: number, to: number]
}

/** An entry whose kind is private. */
export interface SealedBody {
	/** raw CID of an encrypted payload */
	content?: Cid
	public?: DagMap
}

/** A document whose content is public. */
export interface DocumentBody {
	/** raw CID of the encrypted payload */
	content: Cid
	/** SHA-256 of the content itself */
	sha256: Hash
	public?: DagMap
}

/** A time-stamp over a published head, and over the documents below it. */
export interface AnchorBody {
	/** name of the time-stamp authority in the log, 1..64 of `a-z 0-9 -` */
	authority: string
	/** raw CID of the DER TimeStampToken */
	token: Cid
	/** raw CID of the note bytes that were stamped */
	note: Cid
	/** the token's genTime, milliseconds since 1970 */
	time: number
	/** size of the stamped head, ≥ 1 */
	size: number
	/** root of the tree of blinded documents, null if there was none */
	documents: Hash | null
}

type Check = (value: DagValue) => boolean
interface Shape {
	required: Record<string, Check>
	optional?: Record<string, Check>
	/** what holds between members */
	whole?: (body: DagMap) => boolean
}

const MAX_KEYS = 16
const MAX_STAMPS = 16
const MAX_STAMP = 16_384
/** An ML-DSA-44 vkey has about 1,770 characters beside its name. */
const MAX_VKEY = 4096
const MAX_ORIGIN = 255
const MAX_TOWN = 1024
/** Revocation lists of one renewal. */
const MAX_LISTS = 16

const text =
	(max: number): Check =>
	(value) =>
		typeof value === 'string' && value.length > 0 && utf8Length(value) <= max
const integer =
	(min: number): Check =>
	(value) =>
		typeof value === 'number' && Number.isSafeInteger(value) && value >= min
const isHash: Check = (value) => value instanceof Uint8Array && value.length === HASH_SIZE
const isBlob: Check = (value) => isCid(value) && value.code === BLOB_CODEC
const isEntry: Check = (value) => isCid(value) && value.code === ENTRY_CODEC
const isAuthority: Check = (value) => typeof value === 'string' && /^[a-z0-9-]{1,64}$/.test(value)
const isListOf =
	(max: number, check: Check): Check =>
	(value) =>
		Array.isArray(value) && value.length >= 1 && value.length <= max && value.every(check)

const PREDECESSOR: Shape = {
	required: { origin: text(MAX_ORIGIN), size: integer(1), root: isHash },
	optional: {
		lost: (value) => {
			if (!Array.isArray(value) || value.length !== 2 || !value.every(integer(0))) return false
			return (value[0] as number) < (value[1] as number)
		},
	},
}

const HEADS: Shape = {
	required: {
		size: integer(1),
		root: isHash,
		renewed: (value) => value instanceof Uint8Array && value.length === RENEWAL_SIZES['sha2-512'],
		fields: isBlob,
	},
}

/** Between the members of a renewal; one of stamps covers at least one. */
function isRenewal({ digest, from, to, root, previous, heads }: DagMap): boolean {
	if ((from as number) >= (to as number)) return false
	if (root instanceof Uint8Array && root.length !== RENEWAL_SIZES[digest as RenewalDigest]) return false
	return heads === undefined ? root !== null : digest === 'sha2-512' && previous === null
}

const BODIES = new Map<string, Shape>([
	[
		'genesis',
		{
			required: {
				origin: text(MAX_ORIGIN),
				town: text(MAX_TOWN),
				keys: isListOf(MAX_KEYS, text(MAX_VKEY)),
				demo: (value) => typeof value === 'boolean',
			},
			optional: {
				stamps: isListOf(
					MAX_STAMPS,
					(stamp) => stamp instanceof Uint8Array && stamp.length >= 1 && stamp.length <= MAX_STAMP,
				),
				predecessor: (value) => isDagMap(value) && fits(value, PREDECESSOR),
			},
		},
	],
	['sealed', { required: {}, optional: { content: isBlob, public: isDagMap } }],
	['document', { required: { content: isBlob, sha256: isHash }, optional: { public: isDagMap } }],
	[
		'anchor',
		{
			required: {
				authority: isAuthority,
				token: isBlob,
				note: isBlob,
				time: integer(0),
				size: integer(1),
				documents: (value) => value === null || isHash(value),
			},
		},
	],
	['disposal', { required: {} }],
	[
		'renewal',
		{
			required: {
				log: text(MAX_ORIGIN),
				of: isAuthority,
				authority: isAuthority,
				digest: (value) => typeof value === 'string' && Object.hasOwn(RENEWAL_SIZES, value),
				from: integer(0),
				to: integer(1),
				previous: (value) => value === null || isEntry(value),
				revocation: (value) => Array.isArray(value) && value.length <= MAX_LISTS && value.every(isBlob),
				root: (value) => value === null || value instanceof Uint8Array,
				token: isBlob,
				time: integer(0),
			},
			optional: { heads: (value) => isDagMap(value) && fits(value, HEADS) },
			whole: isRenewal,
		},
	],
])

function fits(map: DagMap, shape: Shape): boolean {
	const keys = Object.keys(map)
	let required = 0
	for (const key of keys) {
		const isRequired = Object.hasOwn(shape.required, key)
		const check = isRequired
			? shape.required[key]
			: shape.optional && Object.hasOwn(shape.optional, key)
				? shape.optional[key]
				: undefined
		if (!check?.(map[key] as DagValue)) return false
		if (isRequired) required++
	}
	return required === Object.keys(shape.required).length && (shape.whole?.(map) ?? true)
}

/**
 * Checks a body against the rules of its kind; a body of an unknown kind only has to be a map.
 * @throws RefusalError `malformed`
 */
export function checkBody(kind: string, body: DagMap): void {
	const shape = BODIES.get(kind)
	if (shape && !fits(body, shape)) throw new RefusalError('malformed', `body does not fit the kind ${kind}`)
}
