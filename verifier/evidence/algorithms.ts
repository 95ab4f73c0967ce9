/**
 * Until when which algorithm can be relied on: a dated table that a reader can replace by another. An algorithm counts
 * for what it shows before its end; one that the table does not list never counts.
 * @module
 */
import { fromUtf8, isJsonObject, type JsonValue, parseJson, RefusalError } from '@letopis/format'
import type { DigestName } from '../timestamp/oids.ts'
import type { SignatureUse } from '../timestamp/signature.ts'

export const ALGORITHMS_MAX = 64 * 1024

const NAMES = ['SHA-1', 'SHA-256', 'SHA-384', 'SHA-512', 'RSA', 'RSA-PSS', 'ECDSA', 'Ed25519'] as const
type AlgorithmName = (typeof NAMES)[number]

const SCHEMES: Readonly<Record<SignatureUse['scheme'], AlgorithmName>> = {
	rsa: 'RSA',
	'rsa-pss': 'RSA-PSS',
	ecdsa: 'ECDSA',
	ed25519: 'Ed25519',
}

interface Row {
	algorithm: AlgorithmName
	/** Smallest key that the row is about; 0 for a digest. */
	bits: number
	/** First day on which it does not count any more, `YYYY-MM-DD`; null while none is known. */
	until: string | null
}

export interface AlgorithmPolicy {
	/** Day of the table. */
	issued: string
	/** Whose judgement it repeats. */
	source: string
	algorithms: readonly Row[]
}

/** ETSI TS 119 312 V1.5.1, as far as this verifier knows the algorithms; Ed25519 is judged as elliptic curves are. */
export const ALGORITHMS: AlgorithmPolicy = {
	issued: '2026-11-22',
	source: 'ETSI TS 119 312 V1.5.1',
	algorithms: [
		{ algorithm: 'SHA-1', bits: 0, until: '2012-08-01' },
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

/** An algorithm and when it ends: ms since 1970, +∞ for no end, −∞ where it never counted. */
export interface AlgorithmEnd {
	algorithm: string
	until: number
}

function endOf({ algorithms }: AlgorithmPolicy, name: AlgorithmName, bits: number): AlgorithmEnd {
	const rows = algorithms.filter((row) => row.algorithm === name && row.bits <= bits)
	const [row] = rows.toSorted((a, b) => b.bits - a.bits)
	const algorithm = bits === 0 ? name : `${name} ${bits}`
	if (row === undefined) return { algorithm, until: Number.NEGATIVE_INFINITY }
	return { algorithm, until: row.until === null ? Number.POSITIVE_INFINITY : dayStart(row.until) }
}

/** The first of a stamp's algorithms to end: its tree's digest, and what token and certificates are signed with. */
export function firstEnd(
	policy: AlgorithmPolicy,
	digest: DigestName,
	signatures: readonly SignatureUse[],
): AlgorithmEnd {
	const ends = [
		endOf(policy, digest, 0),
		...signatures.flatMap(({ scheme, digest: by, bits }) => [
			endOf(policy, by, 0),
			endOf(policy, SCHEMES[scheme], bits),
		]),
	]
	return ends.reduce((first, end) => (end.until < first.until ? end : first))
}

function refuse(what: string): never {
	throw new RefusalError('malformed', `algorithms: ${what}`)
}

/** First millisecond of a day, UTC. @throws RefusalError for anything but a real `YYYY-MM-DD` */
export function dayStart(day: string): number {
	const ms = /^\d{4}-\d\d-\d\d$/.test(day) ? Date.parse(`${day}T00:00:00Z`) : Number.NaN
	// Date.parse refuses some days that do not exist and rolls others over.
	if (Number.isNaN(ms) || !new Date(ms).toISOString().startsWith(day)) refuse('a day is YYYY-MM-DD')
	return ms
}

function readDay(value: JsonValue | undefined): string {
	if (typeof value !== 'string') refuse('a day is a text')
	dayStart(value)
	return value
}

function readRow(value: JsonValue): Row {
	if (!isJsonObject(value)) refuse('a row is an object')
	const { algorithm, bits, until, ...rest } = value
	const name = NAMES.find((known) => known === algorithm)
	if (name === undefined || Object.keys(rest).length > 0) refuse('a row names a known algorithm, bits, until')
	if (typeof bits !== 'number' || bits < 0) refuse('bits is a number')
	return { algorithm: name, bits, until: until === null ? null : readDay(until) }
}

/**
 * Reads a table: JSON `{"type": "letopis-algorithms/v1", "issued": day, "source": text, "algorithms": [{"algorithm",
 * "bits", "until"}]}`, at most 64 KiB and 256 rows.
 * @throws RefusalError on anything else
 */
export function parseAlgorithms(bytes: Uint8Array): AlgorithmPolicy {
	if (bytes.length > ALGORITHMS_MAX) throw new RefusalError('too-large', 'algorithms: over 64 KiB')
	const value = parseJson(fromUtf8(bytes), { maxBytes: ALGORITHMS_MAX, maxDepth: 4 })
	if (!isJsonObject(value)) refuse('not an object')
	const { type, issued, source, algorithms, ...rest } = value
	if (type !== 'letopis-algorithms/v1' || Object.keys(rest).length > 0) refuse('not letopis-algorithms/v1')
	if (typeof source !== 'string' || source.length > 256) refuse('source is a text of at most 256 characters')
	if (!Array.isArray(algorithms) || algorithms.length === 0 || algorithms.length > 256) {
		refuse('algorithms is a list of 1 to 256 rows')
	}
	return { issued: readDay(issued), source, algorithms: algorithms.map(readRow) }
}
