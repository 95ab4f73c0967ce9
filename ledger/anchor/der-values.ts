/**
 * Readers of single DER values and of the ordered members of a SEQUENCE. Every function refuses what it does
 * not know, so a caller that reads to `end()` has looked at every byte.
 * @module
 */
import { equalBytes, fromUtf8, hex } from '@letopis/format'
import { type Der, TAG } from './der.ts'
import { TimestampError } from './timestamp-error.ts'

function malformed(message: string): TimestampError {
	return new TimestampError('malformed', message)
}

/** Members of a constructed value, read in order. `what` names the structure in refusals. */
export interface Members {
	/** The next member, which must carry one of the tags. */
	next(...tags: number[]): Der
	/** The next member if it carries the tag. */
	optional(tag: number): Der | undefined
	/** Everything not read yet, each with the tag. */
	rest(tag: number): Der[]
	/** Refuses members that nobody read. */
	end(): void
}

export function members(of: Der, tag: number, what: string): Members {
	if (of.tag !== tag) throw malformed(`${what} has tag ${of.tag.toString(16)}, not ${tag.toString(16)}`)
	let at = 0
	const read = (): Der => {
		const member = of.children[at]
		if (member === undefined) throw malformed(`${what} ends early`)
		at++
		return member
	}
	const next = (...tags: number[]): Der => {
		const member = read()
		if (!tags.includes(member.tag))
			throw malformed(`${what} has a member with tag ${member.tag.toString(16)}`)
		return member
	}
	return {
		next,
		optional: (wanted) => (of.children[at]?.tag === wanted ? read() : undefined),
		rest: (wanted) => {
			const all: Der[] = []
			while (at < of.children.length) all.push(next(wanted))
			return all
		},
		end: () => {
			if (at < of.children.length) throw malformed(`${what} has a member too many`)
		},
	}
}

/** The single member of a constructed value such as an explicit tag. */
export function onlyMember(of: Der, what: string): Der {
	const [member] = of.children
	if (member === undefined || of.children.length !== 1)
		throw malformed(`${what} does not hold exactly one value`)
	return member
}

/** Dotted form of an OBJECT IDENTIFIER; arcs below 2^53. */
export function oidText(der: Der): string {
	if (der.tag !== TAG.oid) throw malformed('an object identifier is expected')
	const arcs: number[] = []
	let arc = 0
	for (const octet of der.value) {
		arc = arc * 128 + (octet & 0x7f)
		if (!Number.isSafeInteger(arc)) throw malformed('an object identifier has an arc too large')
		if (octet < 0x80) {
			if (arcs.length === 0) arcs.push(Math.min(2, Math.floor(arc / 40)))
			arcs.push(arcs.length === 1 ? arc - 40 * (arcs[0] ?? 0) : arc)
			arc = 0
		}
	}
	return arcs.join('.')
}

/** An INTEGER 0..2^31−1. */
export function smallInteger(der: Der, what: string): number {
	if (der.tag !== TAG.integer || der.value.length > 4 || (der.value[0] ?? 0) >= 0x80) {
		throw malformed(`${what} is not an integer from 0 to 2^31−1`)
	}
	return smallIntegerOf(der.value)
}

/** Big-endian number of at most four octets; for implicitly tagged integers. */
export function smallIntegerOf(octets: Uint8Array): number {
	return octets.reduce((sum, octet) => sum * 256 + octet, 0)
}

/**
 * Hexadecimal of an INTEGER of at most 160 bits and a sign, without the sign octet. RFC 5280 wants serial
 * numbers positive; some issuers do not know, so a negative one is read too, as a minus and its contents
 * octets.
 */
export function serialText(der: Der, what: string): string {
	const [first = 0] = der.value
	if (der.tag !== TAG.integer || der.value.length > 21) throw malformed(`${what} has more than 160 bits`)
	if (first >= 0x80) return `-${hex(der.value)}`
	return hex(first === 0 && der.value.length > 1 ? der.value.subarray(1) : der.value)
}

/** Bytes of a BIT STRING that fills whole octets, as keys and signatures do. */
export function wholeBits(der: Der, what: string): Uint8Array {
	if (der.tag !== TAG.bitString || der.value[0] !== 0)
		throw malformed(`${what} is not a string of whole octets`)
	return der.value.subarray(1)
}

/** UTF8String contents, strict. */
export function utf8Text(der: Der, what: string): string {
	if (der.tag !== TAG.utf8String) throw malformed(`${what} is not UTF-8 text`)
	return fromUtf8(der.value)
}

/**
 * A moment as read from DER: whole milliseconds, and what the text held beyond them, in milliseconds (0 ≤
 * rest < 1).
 */
export interface Moment {
	readonly ms: number
	readonly rest: number
}

/**
 * GeneralizedTime as DER writes it (X.690 §11.7): `YYYYMMDDhhmmss[.f…]Z`, no trailing zero in the fraction,
 * at most nine digits.
 */
export function generalizedTime(der: Der, what: string): Moment {
	const text = asciiText(der.value)
	const match = /^(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})(?:\.(\d{0,8}[1-9]))?Z$/.exec(text)
	if (der.tag !== TAG.generalizedTime || match === null)
		throw malformed(`${what} is not a UTC time in DER form`)
	const [, year, month, day, hour, minute, second, fraction = ''] = match
	const seconds = utcMs(`${year}-${month}-${day}T${hour}:${minute}:${second}.000Z`, what)
	const nanos = Number(fraction.padEnd(9, '0'))
	return { ms: seconds + Math.floor(nanos / 1e6), rest: (nanos % 1e6) / 1e6 }
}

/**
 * Time of X.509 (RFC 5280 §4.1.2.5): UTCTime through 2049, else GeneralizedTime; whole seconds. Milliseconds
 * since 1970.
 */
export function certificateTime(der: Der, what: string): number {
	if (der.tag === TAG.utcTime) {
		const match = /^(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})Z$/.exec(asciiText(der.value))
		if (match === null) throw malformed(`${what} is not a UTC time in DER form`)
		const [, year = '', month, day, hour, minute, second] = match
		const century = Number(year) < 50 ? '20' : '19'
		return utcMs(`${century}${year}-${month}-${day}T${hour}:${minute}:${second}.000Z`, what)
	}
	const { ms, rest } = generalizedTime(der, what)
	if (ms % 1000 !== 0 || rest !== 0) throw malformed(`${what} has a fraction of a second`)
	return ms
}

/**
 * Milliseconds of an ISO text; a text that names no real moment (31 February, second 60) is refused, not
 * rolled over.
 */
function utcMs(iso: string, what: string): number {
	const ms = Date.parse(iso)
	if (Number.isNaN(ms) || new Date(ms).toISOString() !== iso) throw malformed(`${what} names no real moment`)
	return ms
}

function asciiText(bytes: Uint8Array): string {
	return String.fromCharCode(...bytes.subarray(0, 64))
}

/** Whether two values are the same bytes. */
export function sameDer(a: Der, b: Der): boolean {
	return equalBytes(a.bytes, b.bytes)
}
