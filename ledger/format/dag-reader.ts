/**
 * Decoder of the strict DAG-CBOR profile. Canonical form is checked on the wire: shortest arguments, sorted
 * unique keys, definite lengths, one way to write each value. Therefore what it accepts encodes to the very
 * same bytes; the tests hold that against the encoder and against @ipld/dag-cbor. Counts and lengths are
 * compared with the bytes at hand before anything is allocated.
 * @module
 */
import { readUtf8 } from './bytes.ts'
import { CID_SIZE, type Cid, decodeCid, isCid } from './cid.ts'
import {
	CID_TAG,
	checkText,
	DAG_MAX_BYTES,
	DAG_MAX_DEPTH,
	type DagLimits,
	type DagMap,
	type DagValue,
	isDagMap,
} from './dag.ts'
import { RefusalError } from './refusal.ts'

/**
 * Value of canonical bytes. Byte strings and CIDs are copies.
 * @throws RefusalError `malformed`, `not-canonical`, `duplicate` (map key), `out-of-range` (integer),
 *   `too-deep`, `too-large`
 */
export function decodeDag(bytes: Uint8Array, limits: DagLimits = {}): DagValue {
	const maxBytes = limits.maxBytes ?? DAG_MAX_BYTES
	if (bytes.length > maxBytes) throw new RefusalError('too-large', `longer than ${maxBytes} bytes`)
	const reader = new DagReader(bytes, limits.maxDepth ?? DAG_MAX_DEPTH)
	const value = reader.value(0)
	reader.end()
	return value
}

/**
 * Whether bytes decode to exactly this value: the same checks on the wire as {@link decodeDag}, but nothing is made
 * of them, which takes half the time. What this finds equal, `decodeDag` accepts, and what it returns then is
 * equal to the value; the tests hold the two against each other.
 * @throws RefusalError as {@link decodeDag}, as far as it had to read
 */
export function decodesTo(bytes: Uint8Array, value: DagValue, limits: DagLimits = {}): boolean {
	const maxBytes = limits.maxBytes ?? DAG_MAX_BYTES
	if (bytes.length > maxBytes) throw new RefusalError('too-large', `longer than ${maxBytes} bytes`)
	const reader = new DagReader(bytes, limits.maxDepth ?? DAG_MAX_DEPTH)
	if (!reader.matches(value, 0)) return false
	reader.end()
	return true
}

const SHORT_TEXT = 24

class DagReader {
	readonly #bytes: Uint8Array
	readonly #maxDepth: number
	#at = 0

	constructor(bytes: Uint8Array, maxDepth: number) {
		// A subclass such as Node's Buffer would hand out views of itself from slice().
		this.#bytes =
			bytes.constructor === Uint8Array
				? bytes
				: new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength)
		this.#maxDepth = maxDepth
	}

	end(): void {
		const rest = this.#bytes.length - this.#at
		if (rest > 0) throw malformed(`${rest} bytes after the value`)
	}

	value(depth: number): DagValue {
		const first = this.#byte()
		switch (first >> 5) {
			case 0:
				return this.#integer(first)
			case 1:
				return -1 - this.#integer(first)
			case 2:
				return this.#byteString(this.#argument(first))
			case 3:
				return this.#text(this.#argument(first))
			case 4:
				return this.#list(this.#argument(first), depth + 1)
			case 5:
				return this.#map(this.#argument(first), depth + 1)
			case 6:
				return this.#cid(this.#argument(first))
			default:
				return simple(first)
		}
	}

	/** Reads a value and compares it on the way. */
	matches(value: DagValue, depth: number): boolean {
		const first = this.#byte()
		switch (first >> 5) {
			case 0:
				return this.#integer(first) === value
			case 1:
				return -1 - this.#integer(first) === value
			case 2:
				return this.#matchesBytes(this.#argument(first), value)
			case 3:
				return typeof value === 'string' && this.#matchesText(this.#argument(first), value)
			case 4:
				return this.#matchesList(this.#argument(first), value, depth + 1)
			case 5:
				return this.#matchesMap(this.#argument(first), value, depth + 1)
			case 6:
				return isCid(value) && this.#matchesCid(this.#argument(first), value)
			default:
				return simple(first) === value
		}
	}

	#matchesBytes(length: number, value: DagValue): boolean {
		if (!(value instanceof Uint8Array) || value.length !== length) return false
		return this.#holds(this.#take(length), value)
	}

	#holds(start: number, expected: Uint8Array): boolean {
		const bytes = this.#bytes
		for (let i = 0; i < expected.length; i++) if (bytes[start + i] !== expected[i]) return false
		return true
	}

	#matchesText(length: number, expected: string): boolean {
		if (expected.length === length && this.#holdsAscii(expected)) {
			this.#take(length)
			return true
		}
		return this.#text(length) === expected
	}

	/** Whether exactly this text in ASCII, to which no further rules apply, comes next. */
	#holdsAscii(expected: string): boolean {
		for (let i = 0; i < expected.length; i++) {
			const byte = this.#bytes[this.#at + i]
			if (byte === undefined || byte >= 0x80 || byte !== expected.charCodeAt(i)) return false
		}
		return true
	}

	#matchesList(count: number, value: DagValue, depth: number): boolean {
		this.#nest(count, depth)
		if (!Array.isArray(value) || value.length !== count) return false
		for (let i = 0; i < count; i++) if (!this.matches(value[i] as DagValue, depth)) return false
		return true
	}

	#matchesMap(count: number, value: DagValue, depth: number): boolean {
		this.#nest(2 * count, depth)
		if (!isDagMap(value)) return false
		const keys = Object.keys(value)
		if (keys.length !== count) return false
		let previous = -1
		let previousLength = 0
		for (let i = 0; i < count; i++) {
			const first = this.#byte()
			if (first >> 5 !== 3) throw malformed('map key is not text')
			const length = this.#argument(first)
			const start = this.#at
			const key = this.#expectedKey(keys, length)
			if (previous >= 0) this.#checkOrder(previous, previousLength, start, length)
			previous = start
			previousLength = length
			// As many keys, none of them twice, each of them expected: then all are there.
			if (key === undefined || !this.matches(value[key] as DagValue, depth)) return false
		}
		return true
	}

	/** Reads a key; the one among those expected that it is. */
	#expectedKey(keys: readonly string[], length: number): string | undefined {
		for (const key of keys) {
			if (key.length === length && this.#holdsAscii(key)) {
				this.#take(length)
				return key
			}
		}
		const text = this.#text(length)
		return keys.includes(text) ? text : undefined
	}

	#matchesCid(tag: number, expected: Cid): boolean {
		// An expected CID is one of this format: equal bytes are one too.
		return this.#holds(this.#cidBytes(tag), expected.bytes)
	}

	#byte(): number {
		const byte = this.#bytes[this.#at++]
		if (byte === undefined) throw malformed('truncated')
		return byte
	}

	/** Argument of a head; RFC 8949 §3, and §4.2.1 for the shortest form. */
	#argument(first: number): number {
		const info = first & 0x1f
		if (info < 24) return info
		if (info === 31) throw new RefusalError('not-canonical', 'indefinite length')
		if (info > 27) throw malformed(`reserved head 0x${first.toString(16)}`)
		const width = 1 << (info - 24)
		let n = 0
		for (let i = 0; i < width; i++) n = n * 256 + this.#byte()
		if (n < (width === 1 ? 24 : 2 ** (4 * width))) {
			throw new RefusalError('not-canonical', 'argument is not in its shortest form')
		}
		return n
	}

	#integer(first: number): number {
		const n = this.#argument(first)
		// 2^53 itself stays distinguishable: sums of bytes round only above it, and never down across it.
		const max = first >> 5 === 0 ? Number.MAX_SAFE_INTEGER : Number.MAX_SAFE_INTEGER - 1
		if (n > max) throw new RefusalError('out-of-range', 'integer is beyond 2^53-1')
		return n
	}

	/** Takes `length` bytes that must be there; returns where they begin. */
	#take(length: number): number {
		const start = this.#at
		if (length > this.#bytes.length - start) throw malformed('truncated')
		this.#at = start + length
		return start
	}

	#byteString(length: number): Uint8Array {
		const start = this.#take(length)
		return this.#bytes.slice(start, start + length)
	}

	#text(length: number): string {
		const start = this.#take(length)
		const text =
			length <= SHORT_TEXT ? this.#shortText(start, length) : readUtf8(this.#bytes, start, start + length)
		// As many units as bytes means ASCII, to which the rules for text have nothing to say.
		if (text.length !== length) checkText(text)
		return text
	}

	/** Keys and kinds: appending to a string is faster than readUtf8's list of units as long as it is short. */
	#shortText(start: number, length: number): string {
		let text = ''
		for (let at = start; at < start + length; at++) {
			const byte = this.#bytes[at] as number
			if (byte >= 0x80) return readUtf8(this.#bytes, start, start + length)
			text += String.fromCharCode(byte)
		}
		return text
	}

	#list(count: number, depth: number): DagValue[] {
		this.#nest(count, depth)
		const items: DagValue[] = []
		for (let i = 0; i < count; i++) items.push(this.value(depth))
		return items
	}

	#map(count: number, depth: number): DagMap {
		this.#nest(2 * count, depth)
		const map: DagMap = {}
		let previous = -1
		let previousLength = 0
		for (let i = 0; i < count; i++) {
			const first = this.#byte()
			if (first >> 5 !== 3) throw malformed('map key is not text')
			const length = this.#argument(first)
			const start = this.#at
			const key = this.#text(length)
			if (previous >= 0) this.#checkOrder(previous, previousLength, start, length)
			previous = start
			previousLength = length
			const value = this.value(depth)
			// Plain assignment to this one key would set the prototype instead.
			if (key === '__proto__') {
				Object.defineProperty(map, key, { value, enumerable: true, configurable: true, writable: true })
			} else map[key] = value
		}
		return map
	}

	#nest(items: number, depth: number): void {
		if (depth > this.#maxDepth) throw new RefusalError('too-deep', `nested deeper than ${this.#maxDepth}`)
		// Each item takes a byte at least, so a huge count is refused before it costs anything.
		if (items > this.#bytes.length - this.#at) throw malformed('truncated')
	}

	#checkOrder(a: number, aLength: number, b: number, bLength: number): void {
		let order = aLength - bLength
		for (let i = 0; order === 0 && i < aLength; i++) {
			order = (this.#bytes[a + i] as number) - (this.#bytes[b + i] as number)
		}
		if (order === 0) throw new RefusalError('duplicate', 'map key occurs twice')
		if (order > 0) throw new RefusalError('not-canonical', 'map keys are not sorted')
	}

	#cid(tag: number): Cid {
		const start = this.#cidBytes(tag)
		return decodeCid(this.#bytes.subarray(start, start + CID_SIZE))
	}

	/** Takes what stands behind the tag; returns where the binary CID begins. */
	#cidBytes(tag: number): number {
		if (tag !== CID_TAG) throw malformed(`tag ${tag}`)
		const first = this.#byte()
		if (first >> 5 !== 2) throw malformed('CID is not a byte string')
		const length = this.#argument(first)
		const start = this.#take(length)
		if (length !== CID_SIZE + 1 || this.#bytes[start] !== 0) throw malformed('not a CID of this format')
		return start + 1
	}
}

function simple(first: number): null | boolean {
	switch (first) {
		case 0xf4:
			return false
		case 0xf5:
			return true
		case 0xf6:
			return null
		case 0xf9:
		case 0xfa:
		case 0xfb:
			throw malformed('floating-point number')
		default:
			throw malformed(`simple value 0x${first.toString(16)}`)
	}
}

function malformed(what: string): RefusalError {
	return new RefusalError('malformed', `DAG-CBOR: ${what}`)
}
