/**
 * The encryption of documents: a small one in one go, here or on the sealing thread, a large one there, block by block in
 * memory that is shared with the main thread.
 * @module
 */
import { createHash, hash, type KeyObject, type Hash as Sha256 } from 'node:crypto'
import { equalBytes } from '@letopis/format'
import { release } from '../release.ts'
import { sealHeader } from './age-header.ts'
import { CHUNK_SIZE, payloadKey, SEALED_CHUNK_SIZE, sealChunk } from './age-stream.ts'
import { FILE_KEY_SIZE, makeShare, pointRecipient, type Recipient, type Share } from './identity.ts'

/** Chunks of a block. */
export const BLOCK_CHUNKS = 8
/** Plaintext of a full block: 512 KiB. A document up to this size is small. */
export const BLOCK_PLAIN = BLOCK_CHUNKS * CHUNK_SIZE
/** Memory of a block. Chunk i lies at i × 65,552, first as plaintext, then encrypted in place. */
export const BLOCK_SIZE = BLOCK_CHUNKS * SEALED_CHUNK_SIZE

/** Bytes of a share on its way between threads. */
export const SHARE_SIZE = 64

/** What a document is encrypted with and for. */
export interface SealingKeys {
	/** file key (16 B) and payload nonce (16 B) */
	random: Uint8Array
	/** X25519 point, 32 B */
	recipient: Uint8Array
}

export interface SealedDocument {
	/** the whole age payload, in memory of its own */
	payload: Uint8Array<ArrayBuffer>
	/** SHA-256 of the payload */
	digest: Uint8Array
	/** SHA-256 of the plaintext */
	sha256: Uint8Array
	header: Uint8Array
}

/** Bytes that a block's plaintext takes encrypted; an empty one is a chunk too. */
export function sealedLength(plain: number): number {
	return plain + Math.max(1, Math.ceil(plain / CHUNK_SIZE)) * (SEALED_CHUNK_SIZE - CHUNK_SIZE)
}

/** @param plaintext at most a block @param ready as for {@link headerFor} */
export function sealDocument(keys: SealingKeys, plaintext: Uint8Array, ready?: Share): SealedDocument {
	const { key, nonce } = parts(keys)
	const payload = Buffer.allocUnsafeSlow(nonce.length + sealedLength(plaintext.length))
	payload.set(nonce, 0)
	let at = nonce.length
	const chunks = Math.max(1, Math.ceil(plaintext.length / CHUNK_SIZE))
	for (let i = 0; i < chunks; i++) {
		const piece = plaintext.subarray(i * CHUNK_SIZE, (i + 1) * CHUNK_SIZE)
		for (const part of sealChunk(key, i, i === chunks - 1, piece)) {
			payload.set(part, at)
			at += part.length
			release(part)
		}
	}
	return {
		payload,
		digest: hash('sha256', payload, 'buffer'),
		sha256: hash('sha256', plaintext, 'buffer'),
		header: headerFor(keys, ready),
	}
}

/** Header that wraps the file key for the recipient. @param ready a share that was made for it beforehand */
export function headerFor({ random, recipient }: SealingKeys, ready?: Share): Uint8Array {
	return sealHeader(random.subarray(0, FILE_KEY_SIZE), recipientAt(recipient), ready)
}

/** @returns shares for the recipient, each its point and its key, 64 B, one after the other */
export function makeShares(recipient: Uint8Array, count: number): Uint8Array<ArrayBuffer> {
	const shares = new Uint8Array(count * SHARE_SIZE)
	for (let at = 0; at < shares.length; at += SHARE_SIZE) {
		const { point, key } = makeShare(recipientAt(recipient))
		shares.set(point, at)
		shares.set(key, at + point.length)
	}
	return shares
}

/** One epoch's documents all have the same recipient; reading its key is a tenth of sealing a small one. */
function recipientAt(point: Uint8Array): Recipient {
	if (lastRecipient === undefined || !equalBytes(lastRecipient.point, point)) {
		lastRecipient = pointRecipient(point.slice())
	}
	return lastRecipient
}

let lastRecipient: Recipient | undefined

/** A large document under way. */
export class BlockSealer {
	readonly #key: KeyObject
	readonly #hash: Sha256 = createHash('sha256')
	#chunks = 0

	constructor(keys: SealingKeys) {
		const { key, nonce } = parts(keys)
		this.#key = key
		this.#hash.update(nonce)
	}

	/**
	 * Encrypts the next block in its place.
	 * @param plain bytes of plaintext in it; a full block unless final
	 */
	seal(block: Uint8Array, plain: number, final: boolean): void {
		const chunks = Math.max(1, Math.ceil(plain / CHUNK_SIZE))
		for (let i = 0; i < chunks; i++) {
			const at = i * SEALED_CHUNK_SIZE
			const size = Math.min(CHUNK_SIZE, plain - i * CHUNK_SIZE)
			const last = final && i === chunks - 1
			const [ciphertext, tag] = sealChunk(this.#key, this.#chunks++, last, block.subarray(at, at + size))
			this.#hash.update(ciphertext).update(tag)
			block.set(ciphertext, at)
			block.set(tag, at + size)
			release(ciphertext)
		}
	}

	/** SHA-256 of the payload. */
	digest(): Uint8Array {
		return this.#hash.digest()
	}
}

function parts({ random }: SealingKeys): { key: KeyObject; nonce: Uint8Array } {
	const nonce = random.subarray(FILE_KEY_SIZE)
	return { key: payloadKey(random.subarray(0, FILE_KEY_SIZE), nonce), nonce }
}
