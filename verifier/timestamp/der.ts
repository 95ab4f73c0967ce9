/**
 * Strict reader of ASN.1 DER (X.690 §8, §10), as much of it as certificates, CRLs and time-stamp tokens need.
 * Definite minimal lengths and single-octet tags only; every reader must be emptied, so trailing bytes are refused.
 * Elements keep their exact bytes: signatures are computed over them, never over a re-encoding of ours.
 * @module
 */
import { RefusalError } from '@letopis/format'

export const TAG = {
	boolean: 0x01,
	integer: 0x02,
	bitString: 0x03,
	octetString: 0x04,
	null: 0x05,
	oid: 0x06,
	enumerated: 0x0a,
	utf8String: 0x0c,
	utcTime: 0x17,
	generalizedTime: 0x18,
	sequence: 0x30,
	set: 0x31,
} as const

/** Identifier octet of context tag `n`, constructed (EXPLICIT, or IMPLICIT of a constructed type) or primitive. */
export function contextTag(n: number, constructed: boolean): number {
	return 0x80 | (constructed ? 0x20 : 0) | n
}

export interface Element {
	tag: number
	/** Identifier, length and content octets, a view into the input. */
	bytes: Uint8Array
	/** Content octets only. */
	content: Uint8Array
}

function malformed(what: string): RefusalError {
	return new RefusalError('malformed', `DER: ${what}`)
}

/** Reads elements of one constructed value in order; `end` says that nothing may follow. */
export class DerReader {
	private readonly data: Uint8Array
	private at = 0

	constructor(data: Uint8Array) {
		this.data = data
	}

	get done(): boolean {
		return this.at === this.data.length
	}

	/** Tag of the next element, or -1 at the end. */
	get nextTag(): number {
		return this.data[this.at] ?? -1
	}

	/** @throws RefusalError `malformed` unless a whole DER element follows */
	any(): Element {
		const start = this.at
		const tag = this.octet()
		if ((tag & 0x1f) === 0x1f) throw malformed('multi-octet tags are not used here')
		const length = this.length()
		const from = this.at
		if (length > this.data.length - from) throw malformed('an element is longer than what holds it')
		this.at = from + length
		return { tag, bytes: this.data.subarray(start, this.at), content: this.data.subarray(from, this.at) }
	}

	take(tag: number, what: string): Element {
		if (this.nextTag !== tag) throw malformed(`${what}: tag ${tag} expected, ${this.nextTag} found`)
		return this.any()
	}

	optional(tag: number): Element | undefined {
		return this.nextTag === tag ? this.any() : undefined
	}

	/** Opens a constructed element of this tag. */
	enter(tag: number, what: string): DerReader {
		return new DerReader(this.take(tag, what).content)
	}

	/** @throws RefusalError `malformed` if anything follows */
	end(what: string): void {
		if (!this.done) throw malformed(`${what}: trailing bytes`)
	}

	private octet(): number {
		const octet = this.data[this.at]
		if (octet === undefined) throw malformed('truncated')
		this.at++
		return octet
	}

	private length(): number {
		const first = this.octet()
		if (first < 0x80) return first
		const count = first & 0x7f
		if (count === 0 || count > 4) throw malformed('length is indefinite or absurd')
		let length = 0
		for (let i = 0; i < count; i++) length = length * 256 + this.octet()
		if (length < 0x80 || length < 256 ** (count - 1)) throw malformed('length is not minimal')
		return length
	}
}

/** The only element of `bytes`. @throws RefusalError `malformed` on another tag or trailing bytes */
export function onlyElement(bytes: Uint8Array, tag: number, what: string): Element {
	const reader = new DerReader(bytes)
	const element = reader.take(tag, what)
	reader.end(what)
	return element
}

/** Elements of a SEQUENCE OF or SET OF, at most `limit`. */
export function elements(content: Uint8Array, limit: number, what: string): Element[] {
	const reader = new DerReader(content)
	const found: Element[] = []
	while (!reader.done) {
		if (found.length === limit)
			throw new RefusalError('too-large', `DER: ${what}: more than ${limit} elements`)
		found.push(reader.any())
	}
	return found
}

/** Dotted form of an OBJECT IDENTIFIER. */
export function oidText(element: Element): string {
	const arcs: number[] = []
	let value = 0
	let open = false
	for (const octet of element.content) {
		if (!open && octet === 0x80) throw malformed('object identifier is not minimal')
		value = value * 128 + (octet & 0x7f)
		if (!Number.isSafeInteger(value)) throw malformed('object identifier arc is too large')
		open = octet >= 0x80
		if (open) continue
		if (arcs.length === 0) {
			const first = Math.min(Math.floor(value / 40), 2)
			arcs.push(first, value - first * 40)
		} else arcs.push(value)
		value = 0
	}
	if (open || arcs.length === 0) throw malformed('object identifier is truncated')
	return arcs.join('.')
}

export function readOid(reader: DerReader, what: string): string {
	return oidText(reader.take(TAG.oid, what))
}

/** Content octets of a non-negative INTEGER without its leading zero octet; minimal form required. */
export function unsignedInteger(element: Element): Uint8Array {
	const { content } = element
	const [first, second] = content
	if (first === undefined) throw malformed('empty integer')
	if (first >= 0x80) throw malformed('negative integer')
	if (first === 0 && second !== undefined) {
		if (second < 0x80) throw malformed('integer is not minimal')
		return content.subarray(1)
	}
	return content
}

/** A non-negative INTEGER below 2^32. */
export function smallInteger(element: Element): number {
	const octets = unsignedInteger(element)
	if (octets.length > 4) throw new RefusalError('out-of-range', 'DER: integer is too large here')
	return octets.reduce((value, octet) => value * 256 + octet, 0)
}

export function readBoolean(element: Element): boolean {
	const value = element.content[0]
	if (element.content.length !== 1 || (value !== 0 && value !== 0xff)) throw malformed('boolean')
	return value === 0xff
}

/** Octets of a BIT STRING that holds whole octets (keys, signatures). */
export function bitStringOctets(element: Element): Uint8Array {
	if (element.content[0] !== 0) throw malformed('bit string with unused bits')
	return element.content.subarray(1)
}

/** Whether bit `n` (0 = first) of a named BIT STRING is set. */
export function namedBit(element: Element, n: number): boolean {
	const unused = element.content[0]
	if (unused === undefined || unused > 7) throw malformed('bit string')
	const octet = element.content[1 + (n >> 3)] ?? 0
	return (octet & (0x80 >> (n & 7))) !== 0
}
