/**
 * The payload of an age v1 file: a 16-byte nonce, then STREAM (Hoang, Reyhanitabar, Rogaway, Vizár 2015) over
 * chunks of 64 KiB, each ChaCha20-Poly1305 with nonce = 11-byte counter ‖ final flag.
 * Strict: the final chunk is shorter only if it is the last, and empty only if the whole file is. So a payload
 * has exactly one length, and cutting or extending it at a chunk's border breaks the authentication of its end.
 * Source: C2SP age, "Payload".
 * @module
 */
import { createCipheriv, createSecretKey, type KeyObject } from 'node:crypto'
import { hkdfSha256 } from './hmac.ts'
import { openSealed, TAG_SIZE } from './identity.ts'

export const CHUNK_SIZE = 65_536
export const SEALED_CHUNK_SIZE = CHUNK_SIZE + TAG_SIZE
export const PAYLOAD_NONCE_SIZE = 16

export interface PayloadLayout {
	/** 1 or more */
	chunks: number
	/** bytes of plaintext */
	size: number
}

/**
 * What a payload of this many bytes must hold.
 * @returns undefined if no payload has this length
 */
export function payloadLayout(bytes: number): PayloadLayout | undefined {
	const sealed = bytes - PAYLOAD_NONCE_SIZE
	if (sealed < TAG_SIZE) return undefined
	const chunks = Math.ceil(sealed / SEALED_CHUNK_SIZE)
	const last = sealed - (chunks - 1) * SEALED_CHUNK_SIZE
	if (last < TAG_SIZE || (last === TAG_SIZE && chunks > 1)) return undefined
	return { chunks, size: sealed - chunks * TAG_SIZE }
}

/** Where chunk `index` begins in the payload. */
export function chunkOffset(index: number): number {
	return PAYLOAD_NONCE_SIZE + index * SEALED_CHUNK_SIZE
}

/**
 * The key of a payload's chunks. As a KeyObject: raw bytes cost 15 µs more with each chunk.
 * @param fileKey 16 B @param nonce the payload's first 16 B
 */
export function payloadKey(fileKey: Uint8Array, nonce: Uint8Array): KeyObject {
	return createSecretKey(hkdfSha256(fileKey, nonce, 'payload'))
}

/**
 * Encrypts one chunk.
 * @param plaintext ≤ 64 KiB; exactly 64 KiB unless final
 * @returns ciphertext and tag, to be written one after the other
 */
export function sealChunk(
	key: KeyObject,
	index: number,
	final: boolean,
	plaintext: Uint8Array,
): [Uint8Array, Uint8Array] {
	const cipher = createCipheriv('chacha20-poly1305', key, chunkNonce(index, final), {
		authTagLength: TAG_SIZE,
	})
	const ciphertext = cipher.update(plaintext)
	cipher.final()
	return [ciphertext, cipher.getAuthTag()]
}

/** Plaintext of one chunk, or undefined if it is not what was written as this chunk of this payload. */
export function openChunk(
	key: KeyObject,
	index: number,
	final: boolean,
	sealed: Uint8Array,
): Uint8Array | undefined {
	return openSealed(key, chunkNonce(index, final), sealed)
}

function chunkNonce(index: number, final: boolean): Uint8Array {
	const nonce = Buffer.alloc(12)
	// 2^48 chunks are 16 EiB: the counter's upper five bytes stay zero.
	nonce.writeUIntBE(index, 5, 6)
	nonce[11] = final ? 1 : 0
	return nonce
}
