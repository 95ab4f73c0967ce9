/**
 * Until when the town relies on which algorithm: a dated table, to be replaced by a file of the same form when the
 * authorities on cryptography say otherwise. What it decides is when stamps are renewed; verifiers have tables of their own.
 * @module
 */
import {
	fromUtf8,
	isJsonObject,
	type JsonValue,
	parseJson,
	RefusalError,
	type RenewalDigest,
} from '@letopis/format'
import type { DigestName, SignatureUse } from './signature.ts'

const NAMES = ['SHA-1', 'SHA-256', 'SHA-384', 'SHA-512', 'RSA', 'RSA-PSS', 'ECDSA', 'Ed25519'] as const
type AlgorithmName = (typeof NAMES)[number]

const MAX_BYTES = 65_536
const MAX_ROWS = 256
const MAX_SOURCE = 256

const DIGESTS: Readonly<Record<DigestName | RenewalDigest, AlgorithmName>> = {
	sha256: 'SHA-256',
	sha384: 'SHA-384',
	sha512: 'SHA-512',
	'sha2-256': 'SHA-256',
	'sha2-512': 'SHA-512',
}

export interface AlgorithmRow {
	readonly algorithm: AlgorithmName
	/** Smallest key that the row is about; 0 for a digest. */
	readonly bits: number
	/** First day (UTC) on which it does not count any more, `YYYY-MM-DD`; null while none is known. */
	readonly until: string | null
}

export interface AlgorithmPolicy {
	/** Day of the table. */
	readonly issued: string
	/** Whose judgement it repeats. */
	readonly source: string
	readonly algorithms: readonly AlgorithmRow[]
}

/** ETSI TS 119 312 V1.5.1, the algorithms that stamps and heads are made with; Ed25519 is judged as elliptic curves are. */
export const DEFAULT_ALGORITHMS: AlgorithmPolicy = {
	issued: '2026-11-22',
	source: 'ETSI TS 119 312 V1.5.1',
	algorithms: [
		{ algorithm: 'SHA-256', bits: 0, until: null },
		{ algorithm: 'SHA-384', bits: 0, until: null },
		{ algorithm: 'SHA-512', bits: 0, until: null },
		{ algorithm: 'RSA', bits: 1900, until: '2029-01-01' },
		{ algorithm: 'RSA-PSS', bits: 1900, until: '2029-01-01' },
		{ algorithm: 'RSA-PSS', bits: 3000, until: null },
		{ algorithm: 'ECDSA', bits: 256, until: null },
		{ algorithm: 'Ed25519', bits: 255, until: null },
	],
}

/** Something that ends: when, ms since 1970 (+∞ where no end is known), and what it is, for people. */
export interface End {
	readonly until: number
	readonly what: string
}

/** When hash trees of a digest end. */
export function digestEnd(policy: AlgorithmPolicy, digest: DigestName | RenewalDigest): End {
	return endOf(policy, DIGESTS[digest], 0)
}

/** What the town relies on beside its stamps. */
export interface AlgorithmUse {
	readonly use: 'hash-trees' | 'renewed-hash-trees' | 'heads'
	readonly end: End
}

/** Uses of algorithms that the table lists; what it does not know it says nothing of. */
export function algorithmUses(policy: AlgorithmPolicy): AlgorithmUse[] {
	const uses: AlgorithmUse[] = [
		{ use: 'hash-trees', end: digestEnd(policy, 'sha2-256') },
		{ use: 'renewed-hash-trees', end: digestEnd(policy, 'sha2-512') },
		{ use: 'heads', end: endOf(policy, 'Ed25519', 255) },
	]
	return uses.filter(({ end }) => end.until !== Number.NEGATIVE_INFINITY)
}

/** The first of the algorithms of some signatures to end; without any, nothing does. */
export function signatureEnd(policy: AlgorithmPolicy, signatures: readonly SignatureUse[]): End {
	const ends = signatures.flatMap(({ scheme, digest, bits }) => [
		digestEnd(policy, digest),
		endOf(policy, scheme, bits),
	])
	return firstOf(ends)
}

/** The first to end; nothing does where there is none. */
export function firstOf(ends: readonly End[]): End {
	const never: End = { until: Number.POSITIVE_INFINITY, what: '' }
	return ends.reduce((first, end) => (end.until < first.until ? end : first), never)
}

/** An algorithm that the table does not list never counted. */
function endOf({ algorithms }: AlgorithmPolicy, name: AlgorithmName, bits: number): End {
	const rows = algorithms.filter((row) => row.algorithm === name && row.bits <= bits)
	const [row] = rows.toSorted((a, b) => b.bits - a.bits)
	const what = bits === 0 ? name : `${name} ${bits}`
	if (row === undefined) return { what, until: Number.NEGATIVE_INFINITY }
	return { what, until: row.until === null ? Number.POSITIVE_INFINITY : dayStart(row.until) }
}

/**
 * Reads a table: JSON `{"type": "letopis-algorithms/v1", "issued": day, "source": text, "algorithms": [{"algorithm",
 * "bits", "until"}]}`, at most 64 KiB and 256 rows; the same that `letopis-verify` takes.
 * @throws RefusalError on anything else
 */
export function parseAlgorithms(bytes: Uint8Array): AlgorithmPolicy {
	const value = parseJson(fromUtf8(bytes), { maxBytes: MAX_BYTES, maxDepth: 4 })
	if (!isJsonObject(value)) refuse('not an object')
	const { type, issued, source, algorithms, ...rest } = value
	if (type !== 'letopis-algorithms/v1' || Object.keys(rest).length > 0) refuse('not letopis-algorithms/v1')
	if (typeof source !== 'string' || source.length > MAX_SOURCE)
		refuse('source is a text of at most 256 characters')
	if (!Array.isArray(algorithms) || algorithms.length === 0 || algorithms.length > MAX_ROWS) {
		refuse('algorithms is a list of 1 to 256 rows')
	}
	return { issued: readDay(issued), source, algorithms: algorithms.map(readRow) }
}

function readRow(value: JsonValue): AlgorithmRow {
	if (!isJsonObject(value)) refuse('a row is an object')
	const { algorithm, bits, until, ...rest } = value
	const name = NAMES.find((known) => known === algorithm)
	if (name === undefined || Object.keys(rest).length > 0) refuse('a row names a known algorithm, bits, until')
	if (typeof bits !== 'number' || bits < 0) refuse('bits is a number')
	return { algorithm: name, bits, until: until === null ? null : readDay(until) }
}

function readDay(value: JsonValue | undefined): string {
	if (typeof value !== 'string') refuse('a day is a text')
	dayStart(value)
	return value
}

/** First millisecond of a day, UTC. @throws RefusalError for anything but a real `YYYY-MM-DD` */
function dayStart(day: string): number {
	const ms = /^\d{4}-\d\d-\d\d$/.test(day) ? Date.parse(`${day}T00:00:00Z`) : Number.NaN
	// Date.parse refuses some days that do not exist and rolls others over.
	if (Number.isNaN(ms) || !new Date(ms).toISOString().startsWith(day)) refuse('a day is YYYY-MM-DD')
	return ms
}

function refuse(what: string): never {
	throw new RefusalError('malformed', `algorithms: ${what}`)
}
