/**
 * HMAC (RFC 2104) and HKDF (RFC 5869) with SHA-256 out of one-shot hashes: for inputs as short as keys Node's own HMAC
 * costs six times as much, nearly all of it for making and freeing its objects, and a document needs nine of them.
 * @module
 */
import { hash } from 'node:crypto'

const BLOCK = 64
export const MAC_SIZE = 32

/** @param key at most 64 B: longer ones would have to be hashed first, and none is */
export function hmacSha256(key: Uint8Array, ...message: readonly Uint8Array[]): Uint8Array {
	if (key.length > BLOCK) throw new RangeError(`expected a key of at most ${BLOCK} bytes, got ${key.length}`)
	let length = BLOCK
	for (const part of message) length += part.length
	const inner = new Uint8Array(length)
	const outer = new Uint8Array(BLOCK + MAC_SIZE)
	for (let i = 0; i < BLOCK; i++) {
		const byte = key[i] ?? 0
		inner[i] = byte ^ 0x36
		outer[i] = byte ^ 0x5c
	}
	let at = BLOCK
	for (const part of message) {
		inner.set(part, at)
		at += part.length
	}
	hashInto(inner, outer, BLOCK)
	const mac = new Uint8Array(MAC_SIZE)
	hashInto(outer, mac, 0)
	return mac
}

/**
 * HKDF-SHA256 with an output of 32 B.
 * @param salt at most 64 B; empty is legal
 * @param info text in ASCII
 */
export function hkdfSha256(key: Uint8Array, salt: Uint8Array, info: string): Uint8Array {
	const expand = new Uint8Array(info.length + 1)
	for (let i = 0; i < info.length; i++) expand[i] = info.charCodeAt(i)
	expand[info.length] = 1
	return hmacSha256(hmacSha256(salt, key), expand)
}

/** By way of a string of one character per byte, which costs a quarter of a Buffer. */
function hashInto(bytes: Uint8Array, target: Uint8Array, at: number): void {
	const text = hash('sha256', bytes, 'binary')
	for (let i = 0; i < MAC_SIZE; i++) target[at + i] = text.charCodeAt(i)
}
