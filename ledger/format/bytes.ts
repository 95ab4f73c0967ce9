/**
 * Bytes and their texts: strict UTF-8 (RFC 3629), standard base64 (RFC 4648 §4), lower-case hex.
 * Decoders accept exactly what the encoder of the same value writes; anything else is refused, because two
 * spellings of one value are a way to make two readers disagree. Written without TextEncoder, `Buffer` or
 * `atob`: these ignore junk, missing padding or stray bits, and are not in the pure type environment.
 * @module
 */
import { RefusalError } from './refusal.ts'

const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
const BASE64_CODES = Uint8Array.from(BASE64, (c) => c.charCodeAt(0))
const BASE64_VALUES = new Int8Array(128).fill(-1)
for (let i = 0; i < 64; i++) BASE64_VALUES[BASE64_CODES[i] as number] = i

const HEX = Array.from({ length: 256 }, (_, i) => i.toString(16).padStart(2, '0'))
const NO_BYTES = new Uint8Array(0)

/** Characters handed to String.fromCharCode at once; far below every engine's limit on arguments. */
const CHUNK = 4096

/** Number of UTF-8 bytes of a well-formed string. */
export function utf8Length(text: string): number {
	let length = text.length
	for (let i = 0; i < text.length; i++) {
		const unit = text.charCodeAt(i)
		if (unit < 0x80) continue
		// A surrogate pair is two units and four bytes: one more than its units each time.
		length += unit < 0x800 || (unit >= 0xd800 && unit <= 0xdfff) ? 1 : 2
	}
	return length
}

/**
 * Writes a well-formed string as UTF-8 into `target`, which must have room for `utf8Length(text)` bytes.
 * @returns the offset after the last byte
 */
export function writeUtf8(text: string, target: Uint8Array, offset: number): number {
	let at = offset
	for (let i = 0; i < text.length; i++) {
		let point = text.charCodeAt(i)
		if (point < 0x80) {
			target[at++] = point
			continue
		}
		if (point >= 0xd800 && point <= 0xdbff) {
			point = 0x10000 + ((point - 0xd800) << 10) + (text.charCodeAt(++i) - 0xdc00)
		}
		if (point < 0x800) {
			target[at++] = 0xc0 | (point >> 6)
		} else {
			if (point < 0x10000) {
				target[at++] = 0xe0 | (point >> 12)
			} else {
				target[at++] = 0xf0 | (point >> 18)
				target[at++] = 0x80 | ((point >> 12) & 0x3f)
			}
			target[at++] = 0x80 | ((point >> 6) & 0x3f)
		}
		target[at++] = 0x80 | (point & 0x3f)
	}
	return at
}

/**
 * UTF-8 bytes of a string.
 * @throws RefusalError `malformed` for a lone surrogate, which has no UTF-8 form
 */
export function utf8(text: string): Uint8Array {
	if (!text.isWellFormed()) throw new RefusalError('malformed', 'text holds a lone surrogate')
	const bytes = new Uint8Array(utf8Length(text))
	writeUtf8(text, bytes, 0)
	return bytes
}

/**
 * Text of `bytes[start, end)`: shortest forms only, no surrogates, nothing above U+10FFFF. A byte order mark
 * is passed through as U+FEFF: the caller decides.
 * @throws RefusalError `malformed`
 */
export function readUtf8(bytes: Uint8Array, start: number, end: number): string {
	let text = ''
	let units: number[] = []
	for (let at = start; at < end; ) {
		const lead = bytes[at++] as number
		if (lead < 0x80) {
			units.push(lead)
		} else {
			const extra = lead >= 0xf0 ? 3 : lead >= 0xe0 ? 2 : 1
			if (lead < 0xc2 || lead > 0xf4 || at + extra > end) throw notUtf8(at - 1)
			let point = lead & (0x3f >> extra)
			for (let i = 0; i < extra; i++) {
				const next = bytes[at++] as number
				if ((next & 0xc0) !== 0x80) throw notUtf8(at - 1)
				point = (point << 6) | (next & 0x3f)
			}
			if (extra === 2 && (point < 0x800 || (point >= 0xd800 && point <= 0xdfff))) throw notUtf8(at - 3)
			if (extra === 3 && (point < 0x10000 || point > 0x10ffff)) throw notUtf8(at - 4)
			if (point < 0x10000) units.push(point)
			else units.push(0xd800 + ((point - 0x10000) >> 10), 0xdc00 + (point & 0x3ff))
		}
		if (units.length >= CHUNK) {
			text += String.fromCharCode.apply(null, units)
			units = []
		}
	}
	return text + String.fromCharCode.apply(null, units)
}

function notUtf8(offset: number): RefusalError {
	return new RefusalError('malformed', `not UTF-8 at byte ${offset}`)
}

/**
 * Text of UTF-8 bytes.
 * @throws RefusalError `malformed` if the bytes are not strict UTF-8 or begin with a byte order mark
 */
export function fromUtf8(bytes: Uint8Array): string {
	const text = readUtf8(bytes, 0, bytes.length)
	if (text.charCodeAt(0) === 0xfeff) throw new RefusalError('malformed', 'text begins with a byte order mark')
	return text
}

/** Standard base64 with padding. */
export function base64(bytes: Uint8Array): string {
	const out = new Uint8Array(Math.ceil(bytes.length / 3) * 4)
	let at = 0
	for (let i = 0; i < bytes.length; i += 3) {
		const word = ((bytes[i] as number) << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0)
		out[at++] = BASE64_CODES[word >> 18] as number
		out[at++] = BASE64_CODES[(word >> 12) & 63] as number
		out[at++] = i + 1 < bytes.length ? (BASE64_CODES[(word >> 6) & 63] as number) : 61
		out[at++] = i + 2 < bytes.length ? (BASE64_CODES[word & 63] as number) : 61
	}
	return readUtf8(out, 0, out.length)
}

/**
 * Bytes of standard base64: padded, no white space, unused bits zero.
 * @throws RefusalError `malformed` for anything that is not base64, `not-canonical` for stray bits
 */
export function fromBase64(text: string): Uint8Array {
	const size = text.length
	if (size === 0) return NO_BYTES.slice()
	if (size % 4 !== 0) throw new RefusalError('malformed', 'base64 length is not a multiple of 4')
	const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0
	const bytes = new Uint8Array((size / 4) * 3 - padding)
	let at = 0
	let word = 0
	for (let i = 0; i < size - padding; i++) {
		const code = text.charCodeAt(i)
		const value = code < 128 ? (BASE64_VALUES[code] as number) : -1
		if (value < 0) throw new RefusalError('malformed', `not base64 at character ${i}`)
		word = (word << 6) | value
		if (i % 4 === 3) {
			bytes[at++] = word >> 16
			bytes[at++] = (word >> 8) & 0xff
			bytes[at++] = word & 0xff
			word = 0
		}
	}
	if (padding === 1) {
		bytes[at++] = word >> 10
		bytes[at++] = (word >> 2) & 0xff
		if ((word & 0x3) !== 0) throw new RefusalError('not-canonical', 'base64 has stray bits')
	} else if (padding === 2) {
		bytes[at++] = word >> 4
		if ((word & 0xf) !== 0) throw new RefusalError('not-canonical', 'base64 has stray bits')
	}
	return bytes
}

/** Lower-case hex. */
export function hex(bytes: Uint8Array): string {
	let text = ''
	for (const byte of bytes) text += HEX[byte]
	return text
}

/**
 * Bytes of lower-case hex.
 * @throws RefusalError `malformed` (upper case included)
 */
export function fromHex(text: string): Uint8Array {
	if (text.length % 2 !== 0 || !/^[0-9a-f]*$/.test(text))
		throw new RefusalError('malformed', 'not lower-case hex')
	const bytes = new Uint8Array(text.length / 2)
	for (let i = 0; i < bytes.length; i++) bytes[i] = Number.parseInt(text.slice(2 * i, 2 * i + 2), 16)
	return bytes
}

export function concat(...parts: readonly Uint8Array[]): Uint8Array {
	let length = 0
	for (const part of parts) length += part.length
	const bytes = new Uint8Array(length)
	let at = 0
	for (const part of parts) {
		bytes.set(part, at)
		at += part.length
	}
	return bytes
}

/** Equality of public bytes; not constant-time, so never for comparing secrets. */
export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
	if (a.length !== b.length) return false
	for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false
	return true
}

/** Lexicographic order of unsigned bytes; a prefix comes first. */
export function compareBytes(a: Uint8Array, b: Uint8Array): number {
	const shared = Math.min(a.length, b.length)
	for (let i = 0; i < shared; i++) {
		const difference = (a[i] as number) - (b[i] as number)
		if (difference !== 0) return difference
	}
	return a.length - b.length
}

/**
 * Eight bytes, big-endian.
 * @param n 0..2^53−1
 * @throws RangeError outside of that
 */
export function uint64be(n: number): Uint8Array {
	if (!Number.isSafeInteger(n) || n < 0) throw new RangeError(`expected an integer 0..2^53-1, got ${n}`)
	const bytes = new Uint8Array(8)
	let rest = n
	for (let i = 7; rest > 0; i--) {
		bytes[i] = rest % 256
		rest = Math.floor(rest / 256)
	}
	return bytes
}
