/**
 * Strict reader of DER (X.690 §10 and §11) over hostile bytes: definite and minimal lengths only, canonical
 * booleans, integers, object identifiers and bit strings, no trailing bytes, bounded size, depth and number
 * of values. What it accepts has one reading, so a changed byte in a time-stamp token is either refused here
 * or lands in a value that somebody compares.
 *
 * Element order inside SET OF is not checked: CMS is BER outside its signed attributes, and those are covered
 * by a signature.
 * @module
 */
import { TimestampError } from './timestamp-error.ts'

/** How much of hostile bytes is read. */
export interface DerBounds {
	readonly bytes: number
	readonly values: number
}

/** Bytes of a time-stamp answer, and so of anything inside it. */
export const DER_MAX_BYTES = 65_536
const BOUNDS: DerBounds = { bytes: DER_MAX_BYTES, values: 8_192 }
const MAX_DEPTH = 32

/** Identifier octets of the types that time-stamps, certificates and revocation lists are made of. */
export const TAG = {
	boolean: 0x01,
	integer: 0x02,
	bitString: 0x03,
	octetString: 0x04,
	null: 0x05,
	oid: 0x06,
	utf8String: 0x0c,
	utcTime: 0x17,
	generalizedTime: 0x18,
	sequence: 0x30,
	set: 0x31,
} as const

/** Identifier octet of the context-specific tag `n` (0..30), constructed unless said otherwise. */
export function contextTag(n: number, form: 'constructed' | 'primitive' = 'constructed'): number {
	return (form === 'constructed' ? 0xa0 : 0x80) | n
}

/** One value: `bytes` is the whole encoding, `value` its contents; both are views of the input. */
export interface Der {
	readonly tag: number
	readonly bytes: Uint8Array
	readonly value: Uint8Array
	/** Contents of a constructed value, in order; empty for a primitive one. */
	readonly children: readonly Der[]
}

/**
 * Reads exactly one DER value.
 * @throws TimestampError `malformed` or `too-large`
 */
export function parseDer(bytes: Uint8Array, bounds = BOUNDS): Der {
	if (bytes.length > bounds.bytes) {
		throw new TimestampError('too-large', `${bytes.length} bytes of DER, at most ${bounds.bytes} are read`)
	}
	const budget = { values: bounds.values }
	// A Buffer's slice() is a view of its pool: who copies a value to change it, or takes its .buffer, must not
	// get that.
	const plain = new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length)
	const value = readValue(plain, 0, 0, budget)
	if (value.bytes.length !== bytes.length) {
		throw malformed(`${bytes.length - value.bytes.length} bytes after the end of the value`)
	}
	return value
}

function malformed(message: string): TimestampError {
	return new TimestampError('malformed', message)
}

function readValue(bytes: Uint8Array, start: number, depth: number, budget: { values: number }): Der {
	if (depth > MAX_DEPTH) throw malformed(`values nested deeper than ${MAX_DEPTH}`)
	if (budget.values-- <= 0) throw malformed('more values than are read')
	const tag = bytes[start]
	if (tag === undefined) throw malformed('a value is missing its identifier')
	if ((tag & 0x1f) === 0x1f) throw malformed('tag numbers above 30 are not used here')
	const { length, header } = readLength(bytes, start + 1)
	const from = start + 1 + header
	const end = from + length
	if (end > bytes.length) throw malformed('a value reaches beyond its container')
	const children: Der[] = []
	if ((tag & 0x20) !== 0) {
		const inside = bytes.subarray(0, end)
		for (let at = from; at < end; ) {
			const child = readValue(inside, at, depth + 1, budget)
			children.push(child)
			at += child.bytes.length
		}
	}
	const value: Der = { tag, bytes: bytes.subarray(start, end), value: bytes.subarray(from, end), children }
	if (tag < 0x40) checkUniversal(value)
	return value
}

function readLength(bytes: Uint8Array, at: number): { length: number; header: number } {
	const first = bytes[at]
	if (first === undefined) throw malformed('a value is missing its length')
	if (first < 0x80) return { length: first, header: 1 }
	const octets = first & 0x7f
	// Indefinite lengths have no octets; three octets already exceed what parseDer lets in.
	if (octets === 0 || octets > 3) throw malformed('a length is indefinite or too long')
	let length = 0
	for (let i = 1; i <= octets; i++) {
		const octet = bytes[at + i]
		if (octet === undefined) throw malformed('a length is cut short')
		length = length * 256 + octet
	}
	if (length < 0x80 || length < 256 ** (octets - 1)) throw malformed('a length is not minimal')
	return { length, header: 1 + octets }
}

/** Rules of the universal types whose contents have more than one BER form. */
function checkUniversal({ tag, value }: Der): void {
	const constructed = (tag & 0x20) !== 0
	const type = tag & 0x1f
	if (constructed !== (type === 0x10 || type === 0x11)) throw malformed(`type ${type} in the wrong form`)
	if (tag === TAG.boolean && !(value.length === 1 && (value[0] === 0 || value[0] === 0xff))) {
		throw malformed('a boolean is neither 00 nor FF')
	}
	if (tag === TAG.null && value.length !== 0) throw malformed('a NULL has contents')
	if (tag === TAG.integer) checkInteger(value)
	if (tag === TAG.oid) checkOid(value)
	if (tag === TAG.bitString) checkBits(value)
}

function checkInteger(value: Uint8Array): void {
	const [first, second] = value
	if (first === undefined) throw malformed('an integer is empty')
	if (second === undefined) return
	if ((first === 0 && second < 0x80) || (first === 0xff && second >= 0x80)) {
		throw malformed('an integer is not minimal')
	}
}

function checkOid(value: Uint8Array): void {
	const last = value[value.length - 1]
	if (last === undefined || last >= 0x80 || value.length > 64) {
		throw malformed('an object identifier is empty, cut short or too long')
	}
	for (let i = 0; i < value.length; i++) {
		if (value[i] === 0x80 && (i === 0 || (value[i - 1] ?? 0) < 0x80)) {
			throw malformed('an object identifier is not minimal')
		}
	}
}

function checkBits(value: Uint8Array): void {
	const [unused] = value
	if (unused === undefined || unused > 7 || (unused > 0 && value.length === 1)) {
		throw malformed('a bit string has a wrong count of unused bits')
	}
	const last = value[value.length - 1] ?? 0
	if (value.length > 1 && (last & ((1 << unused) - 1)) !== 0) throw malformed('unused bits are not zero')
}
