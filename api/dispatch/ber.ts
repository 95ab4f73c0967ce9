/**
 * Reader of BER (X.690 §8) over hostile bytes, as far as CMS needs it: the data box system writes indefinite lengths and
 * octet strings in pieces, which the strict reader of the ledger refuses. Depth and number of elements are bounded, no
 * element reaches beyond what holds it, and nothing is copied: values are views of the input.
 * @module
 */
import { concat, RefusalError } from '@letopis/format'

const MAX_DEPTH = 32
/** A message of the greatest size in pieces of 1,000 bytes has about 50,000. */
const MAX_ELEMENTS = 120_000
const CONSTRUCTED = 0x20

export const TAG = {
	integer: 0x02,
	octetString: 0x04,
	oid: 0x06,
	utcTime: 0x17,
	generalizedTime: 0x18,
	sequence: 0x30,
	set: 0x31,
} as const

export interface Ber {
	/** Identifier octet, without the bit for constructed in octet strings that are in pieces. */
	readonly tag: number
	/** The whole element, and its contents without the end of an indefinite length. */
	readonly bytes: Uint8Array
	readonly value: Uint8Array
	readonly children: readonly Ber[]
	readonly indefinite: boolean
}

/** @throws RefusalError `malformed`, `too-large`, `too-deep` */
export function readBer(bytes: Uint8Array): Ber {
	const { element, end } = new Reader(bytes).read(0, bytes.length, 0)
	if (end !== bytes.length) throw malformed(`${bytes.length - end} bytes after the end`)
	return element
}

/** Reads one element and tells how many bytes it took. */
export function readFirstBer(bytes: Uint8Array): { readonly element: Ber; readonly end: number } {
	return new Reader(bytes).read(0, bytes.length, 0)
}

/** Contents of an octet string, put together where it is in pieces. */
export function octets(ber: Ber | undefined, what: string): Uint8Array {
	const pieces: Uint8Array[] = []
	const take = (one: Ber) => {
		if (one.tag !== TAG.octetString) throw malformed(`${what} is not an octet string`)
		if (one.children.length === 0) pieces.push(one.value)
		else for (const child of one.children) take(child)
	}
	if (ber === undefined) throw malformed(`${what} is missing`)
	// The contents of an empty string in pieces are no octets of its own.
	if (ber.indefinite && ber.children.length === 0) return new Uint8Array(0)
	take(ber)
	return pieces.length === 1 && pieces[0] !== undefined ? pieces[0] : concat(...pieces)
}

/** An object identifier in dotted form; arcs beyond 2^53 are refused. */
export function oidOf(ber: Ber | undefined, what: string): string {
	if (ber?.tag !== TAG.oid || ber.value.length === 0 || ber.value.length > 64)
		throw malformed(`${what} is no OID`)
	const arcs: number[] = []
	let arc = 0
	for (const octet of ber.value) {
		arc = arc * 128 + (octet & 0x7f)
		if (!Number.isSafeInteger(arc)) throw malformed(`${what} has an absurd OID`)
		if (octet < 0x80) {
			arcs.push(arc)
			arc = 0
		}
	}
	const [first = 0, ...rest] = arcs
	const top = Math.min(2, Math.floor(first / 40))
	return [top, first - 40 * top, ...rest].join('.')
}

/** Children of a SEQUENCE or SET. */
export function membersOf(ber: Ber | undefined, tag: number, what: string): readonly Ber[] {
	if (ber?.tag !== tag) throw malformed(`${what} is not what it should be`)
	return ber.children
}

export function malformed(what: string): RefusalError {
	return new RefusalError('malformed', `CMS: ${what}`)
}

class Reader {
	readonly #data: Uint8Array
	#count = 0

	constructor(data: Uint8Array) {
		// A Buffer's slices share its pool: who hands on a part would hand on the pool.
		this.#data = new Uint8Array(data.buffer, data.byteOffset, data.length)
	}

	read(start: number, limit: number, depth: number): { element: Ber; end: number } {
		if (depth > MAX_DEPTH) throw new RefusalError('too-deep', `CMS: nested deeper than ${MAX_DEPTH}`)
		if (++this.#count > MAX_ELEMENTS)
			throw new RefusalError('too-large', `CMS: more than ${MAX_ELEMENTS} elements`)
		const identifier = this.#octet(start, limit)
		if ((identifier & 0x1f) === 0x1f) throw malformed('tag numbers above 30 are not used here')
		const { from, length } = this.#length(start + 1, limit)
		const constructed = (identifier & CONSTRUCTED) !== 0
		if (length === null && !constructed) throw malformed('a primitive element of indefinite length')
		const to = length === null ? null : from + length
		if (to !== null && to > limit) throw malformed('an element reaches beyond what holds it')
		const children: Ber[] = []
		let at = from
		while (constructed && (to === null ? !this.#isEnd(at, limit) : at < to)) {
			const child = this.read(at, to ?? limit, depth + 1)
			children.push(child.element)
			at = child.end
		}
		const contentsEnd = to ?? at
		const end = to ?? at + 2
		const inPieces = identifier === (TAG.octetString | CONSTRUCTED)
		const element: Ber = {
			tag: inPieces ? TAG.octetString : identifier,
			bytes: this.#data.subarray(start, end),
			value: this.#data.subarray(from, contentsEnd),
			children,
			indefinite: to === null,
		}
		return { element, end }
	}

	#isEnd(at: number, limit: number): boolean {
		return this.#octet(at, limit) === 0 && this.#octet(at + 1, limit) === 0
	}

	/** null for an indefinite length. */
	#length(at: number, limit: number): { from: number; length: number | null } {
		const first = this.#octet(at, limit)
		if (first < 0x80) return { from: at + 1, length: first }
		if (first === 0x80) return { from: at + 1, length: null }
		const count = first & 0x7f
		if (count > 4) throw malformed('an absurd length')
		let length = 0
		for (let i = 1; i <= count; i++) length = length * 256 + this.#octet(at + i, limit)
		return { from: at + 1 + count, length }
	}

	#octet(at: number, limit: number): number {
		const octet = at < limit ? this.#data[at] : undefined
		if (octet === undefined) throw malformed('truncated')
		return octet
	}
}
