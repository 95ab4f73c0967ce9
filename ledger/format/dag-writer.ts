/**
 * Encoder of the strict DAG-CBOR profile. It writes in one pass into a growing buffer that is used again, so
 * that the sequencer encodes each entry once and copies it once. The general library (@ipld/dag-cbor) builds
 * tokens for every value and takes more than twice as long on entries; it remains the oracle in the tests.
 * @module
 */
import { compareBytes, utf8, utf8Length, writeUtf8 } from './bytes.ts'
import { type Cid, isCid } from './cid.ts'
import {
	CID_TAG,
	checkText,
	DAG_MAX_BYTES,
	DAG_MAX_DEPTH,
	type DagLimits,
	type DagMap,
	type DagValue,
} from './dag.ts'
import { RefusalError } from './refusal.ts'
import type { Slab } from './slab.ts'

const UINT = 0
const NEGATIVE = 1
const BYTES = 2
const TEXT = 3
const LIST = 4
const MAP = 5
const TAG = 6

/** So few bytes are copied faster one by one than by a call. */
const BY_HAND = 64

/** Encodes values one after another; not to be shared between interleaved encodings. */
export class DagWriter {
	#buffer = new Uint8Array(4096)
	#length = 0
	#maxBytes = DAG_MAX_BYTES
	#maxDepth = DAG_MAX_DEPTH

	/** Forgets what was written and sets the bounds of what comes. */
	start(limits: DagLimits = {}): this {
		this.#length = 0
		this.#maxBytes = limits.maxBytes ?? DAG_MAX_BYTES
		this.#maxDepth = limits.maxDepth ?? DAG_MAX_DEPTH
		return this
	}

	/** Bytes written since `start`. */
	get length(): number {
		return this.#length
	}

	/** What was written, without copying: valid until the next write. */
	view(from = 0): Uint8Array {
		return this.#buffer.subarray(from, this.#length)
	}

	/** Copies what was written to target[at, at + length). */
	copyTo(target: Uint8Array, at: number): void {
		if (this.#length > BY_HAND) target.set(this.view(), at)
		else for (let i = 0; i < this.#length; i++) target[at + i] = this.#buffer[i] as number
	}

	/** A copy of what was written. */
	take(): Uint8Array {
		return this.#buffer.slice(0, this.#length)
	}

	/** The same, as a part of a slab: for results that are not kept for long. */
	takeFrom(slab: Slab): Uint8Array {
		const bytes = slab.take(this.#length)
		bytes.set(this.view())
		return bytes
	}

	/** Bytes that are already encoded. */
	raw(bytes: Uint8Array): void {
		this.#part(bytes, 0, bytes.length)
	}

	#part(source: Uint8Array, from: number, to: number): void {
		const size = to - from
		this.#room(size)
		if (size > BY_HAND)
			this.#buffer.set(size === source.length ? source : source.subarray(from, to), this.#length)
		else for (let i = 0; i < size; i++) this.#buffer[this.#length + i] = source[from + i] as number
		this.#length += size
	}

	/** Head of a map, whose keys and values the caller writes, in the canonical order. */
	mapHead(size: number): void {
		this.#head(MAP, size)
	}

	/** Head of a list, whose items the caller writes. */
	listHead(size: number): void {
		this.#head(LIST, size)
	}

	/**
	 * One value.
	 * @param depth how many lists and maps stand around it
	 * @throws RefusalError if the value is outside the profile, TypeError if it is no DAG value at all
	 */
	value(value: DagValue, depth = 0): void {
		if (typeof value === 'string') this.text(value)
		else if (typeof value === 'number') this.#integer(value)
		else if (typeof value === 'boolean') this.#byte(value ? 0xf5 : 0xf4)
		else if (value === null) this.#byte(0xf6)
		else if (typeof value !== 'object') throw new TypeError(`expected a DAG value, got ${typeof value}`)
		else if (value instanceof Uint8Array) this.bytes(value)
		else if (Array.isArray(value)) this.#list(value, depth + 1)
		else if (isCid(value)) this.cid(value)
		else this.#map(value, depth + 1)
	}

	text(text: string): void {
		const start = this.#length
		this.#head(TEXT, text.length)
		this.#room(text.length)
		const buffer = this.#buffer
		let at = this.#length
		for (let i = 0; i < text.length; i++) {
			const unit = text.charCodeAt(i)
			if (unit >= 0x80) {
				this.#length = start
				this.#unicode(text)
				return
			}
			buffer[at++] = unit
		}
		this.#length = at
	}

	bytes(bytes: Uint8Array): void {
		this.bytesOf(bytes, 0, bytes.length)
	}

	/** The byte string source[from, to), which needs no view of its own. */
	bytesOf(source: Uint8Array, from: number, to: number): void {
		this.#head(BYTES, to - from)
		this.#part(source, from, to)
	}

	/** The byte string of what another writer holds from `from` on. */
	written(other: DagWriter, from = 0): void {
		this.bytesOf(other.#buffer, from, other.#length)
	}

	cid(cid: Cid): void {
		this.#head(TAG, CID_TAG)
		this.#head(BYTES, cid.bytes.length + 1)
		this.#byte(0)
		this.raw(cid.bytes)
	}

	#unicode(text: string): void {
		if (!text.isWellFormed()) throw new RefusalError('malformed', 'text holds a lone surrogate')
		checkText(text)
		const length = utf8Length(text)
		this.#head(TEXT, length)
		this.#room(length)
		this.#length = writeUtf8(text, this.#buffer, this.#length)
	}

	#integer(value: number): void {
		if (!Number.isInteger(value)) throw new RefusalError('malformed', `${value} is not an integer`)
		if (!Number.isSafeInteger(value)) throw new RefusalError('out-of-range', `${value} is beyond 2^53-1`)
		if (value < 0) this.#head(NEGATIVE, -1 - value)
		else this.#head(UINT, value)
	}

	#list(items: readonly DagValue[], depth: number): void {
		this.#checkDepth(depth)
		this.#head(LIST, items.length)
		// By index: a hole is undefined here and refused as such, where forEach would skip it.
		for (let i = 0; i < items.length; i++) this.value(items[i] as DagValue, depth)
	}

	#map(map: DagMap, depth: number): void {
		const prototype = Object.getPrototypeOf(map)
		if (prototype !== Object.prototype && prototype !== null) {
			throw new TypeError(`expected a plain object, got ${map.constructor?.name}`)
		}
		this.#checkDepth(depth)
		const keys = Object.keys(map)
		for (let i = 1; i < keys.length; i++) {
			if (compareKeys(keys[i - 1] as string, keys[i] as string) > 0) {
				keys.sort(compareKeys)
				break
			}
		}
		this.#head(MAP, keys.length)
		for (const key of keys) {
			this.text(key)
			this.value(map[key] as DagValue, depth)
		}
	}

	#checkDepth(depth: number): void {
		if (depth > this.#maxDepth) throw new RefusalError('too-deep', `nested deeper than ${this.#maxDepth}`)
	}

	/** RFC 8949 §4.2.1: the shortest form of the argument. */
	#head(major: number, n: number): void {
		this.#room(9)
		const buffer = this.#buffer
		const top = major << 5
		let at = this.#length
		if (n < 24) {
			buffer[at++] = top | n
		} else if (n < 0x100) {
			buffer[at++] = top | 24
			buffer[at++] = n
		} else if (n < 0x10000) {
			buffer[at++] = top | 25
			buffer[at++] = n >> 8
			buffer[at++] = n & 0xff
		} else {
			const wide = n >= 0x1_0000_0000
			buffer[at++] = top | (wide ? 27 : 26)
			for (let power = wide ? 56 : 24; power >= 0; power -= 8) {
				buffer[at++] = Math.floor(n / 2 ** power) % 256
			}
		}
		this.#length = at
	}

	#byte(byte: number): void {
		this.#room(1)
		this.#buffer[this.#length++] = byte
	}

	/** The bound is checked where bytes are added, so a hostile value cannot make the buffer grow without end. */
	#room(bytes: number): void {
		const needed = this.#length + bytes
		// A head reserves nine bytes at once although it may use one.
		if (needed > this.#maxBytes + 9) throw this.#tooLarge()
		if (needed <= this.#buffer.length) return
		const larger = new Uint8Array(Math.max(needed, 2 * this.#buffer.length))
		larger.set(this.#buffer.subarray(0, this.#length))
		this.#buffer = larger
	}

	/** @throws RefusalError `too-large` if more was written than `start` allowed */
	finish(): this {
		if (this.#length > this.#maxBytes) throw this.#tooLarge()
		return this
	}

	#tooLarge(): RefusalError {
		return new RefusalError('too-large', `longer than ${this.#maxBytes} bytes`)
	}
}

/** Order of map keys in DAG-CBOR: the shorter UTF-8 first, then bytewise. */
function compareKeys(a: string, b: string): number {
	if (isAscii(a) && isAscii(b)) {
		if (a.length !== b.length) return a.length - b.length
		return a < b ? -1 : a > b ? 1 : 0
	}
	// UTF-16 order differs from UTF-8 order beyond the basic plane.
	const left = utf8(a)
	const right = utf8(b)
	return left.length - right.length || compareBytes(left, right)
}

function isAscii(text: string): boolean {
	for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) >= 0x80) return false
	return true
}

const shared = new DagWriter()

/**
 * Canonical bytes of a value.
 * @throws RefusalError if the value is outside the profile (it may come from a client), TypeError for what is
 *   no DAG value at all (undefined, bigint, functions, instances of other classes)
 */
export function encodeDag(value: DagValue, limits?: DagLimits): Uint8Array {
	shared.start(limits).value(value)
	return shared.finish().take()
}
