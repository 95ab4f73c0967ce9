/**
 * Reads payloads: plaintext of any range, or the age file as it is.
 * The final chunk is authenticated before anything else is given out: it alone tells that the payload was
 * neither cut nor extended. Every chunk is authenticated before its bytes leave.
 * @module
 */
import type { KeyObject } from 'node:crypto'
import { LedgerError, storageError } from '../error.ts'
import { release } from '../release.ts'
import {
	CHUNK_SIZE,
	chunkOffset,
	openChunk,
	PAYLOAD_NONCE_SIZE,
	type PayloadLayout,
	payloadKey,
	payloadLayout,
	SEALED_CHUNK_SIZE,
} from './age-stream.ts'
import { isAbsent, type VaultFile } from './files.ts'

/** Chunks that are read from the disk at once: 1 MiB. */
const CHUNKS_AT_ONCE = 16

type PayloadFile = Pick<VaultFile, 'read' | 'size' | 'close'>

/** Where a payload lies: in a file, or in a record. */
export interface PayloadSource {
	/** CID, for what is said of damage */
	readonly name: string
	open(): Promise<PayloadFile>
}

export interface ReadRange {
	/** first byte, 0 unless given */
	start?: number
	/** byte after the last; the end of the document unless given, or if it lies beyond it */
	end?: number
}

/**
 * Plaintext of a range, in pieces of at most 64 KiB, each in memory of its own.
 * @throws LedgerError `not-found` if there is no payload, `corrupt` if it is not as it was written, `io`;
 *   RangeError unless 0 ≤ start ≤ end
 */
export async function* readPlaintext(
	source: PayloadSource,
	fileKey: Uint8Array,
	{ start = 0, end = Number.MAX_SAFE_INTEGER }: ReadRange = {},
): AsyncGenerator<Uint8Array, void, undefined> {
	if (!Number.isSafeInteger(start) || !Number.isSafeInteger(end) || start < 0 || end < start) {
		throw new RangeError(`expected 0 <= start <= end, got ${start} and ${end}`)
	}
	const payload = await openPayload(source, fileKey)
	try {
		const to = Math.min(end, payload.layout.size)
		if (start >= to) return
		const lastChunk = Math.floor((to - 1) / CHUNK_SIZE)
		for (let chunk = Math.floor(start / CHUNK_SIZE); chunk <= lastChunk; chunk += CHUNKS_AT_ONCE) {
			const count = Math.min(CHUNKS_AT_ONCE, lastChunk - chunk + 1)
			for (const [i, plaintext] of (await payload.chunks(chunk, count)).entries()) {
				const base = (chunk + i) * CHUNK_SIZE
				yield plaintext.subarray(Math.max(0, start - base), Math.min(plaintext.length, to - base))
			}
		}
	} catch (error) {
		throw storageError(error, 'reading a document')
	} finally {
		await payload.file.close()
	}
}

/**
 * The stored bytes of a payload. Only their end is authenticated here: who opens them checks the rest.
 * @throws LedgerError `not-found`, `corrupt`, `io`
 */
export async function* readSealed(
	source: PayloadSource,
	fileKey: Uint8Array,
): AsyncGenerator<Uint8Array, void, undefined> {
	const { file, layout } = await openPayload(source, fileKey)
	try {
		const size = PAYLOAD_NONCE_SIZE + layout.size + layout.chunks * (SEALED_CHUNK_SIZE - CHUNK_SIZE)
		for (let at = 0; at < size; ) {
			const block = Buffer.allocUnsafeSlow(Math.min(1024 * 1024, size - at))
			if ((await file.read(block, at)) !== block.length) throw damagedPayload(source.name, 'ends early')
			at += block.length
			yield block
		}
	} catch (error) {
		throw storageError(error, 'reading a payload')
	} finally {
		await file.close()
	}
}

class Payload {
	readonly file: PayloadFile
	readonly layout: PayloadLayout
	readonly #name: string
	readonly #key: KeyObject

	constructor(file: PayloadFile, name: string, layout: PayloadLayout, key: KeyObject) {
		this.file = file
		this.layout = layout
		this.#name = name
		this.#key = key
	}

	/** Plaintexts of `count` chunks from `first` on. */
	async chunks(first: number, count: number): Promise<Uint8Array[]> {
		const { chunks, size } = this.layout
		const overhead = SEALED_CHUNK_SIZE - CHUNK_SIZE
		const end =
			first + count === chunks ? PAYLOAD_NONCE_SIZE + size + chunks * overhead : chunkOffset(first + count)
		const sealed = Buffer.allocUnsafeSlow(end - chunkOffset(first))
		if ((await this.file.read(sealed, chunkOffset(first))) !== sealed.length) {
			throw damagedPayload(this.#name, 'ends early')
		}
		const plaintexts = Array.from({ length: count }, (_, i) => {
			const piece = sealed.subarray(i * SEALED_CHUNK_SIZE, (i + 1) * SEALED_CHUNK_SIZE)
			const plaintext = openChunk(this.#key, first + i, first + i === chunks - 1, piece)
			if (plaintext === undefined) throw damagedPayload(this.#name, `differs in chunk ${first + i}`)
			return plaintext
		})
		release(sealed)
		return plaintexts
	}
}

async function openPayload({ name, open }: PayloadSource, fileKey: Uint8Array): Promise<Payload> {
	let file: PayloadFile
	try {
		file = await open()
	} catch (error) {
		if (!isAbsent(error)) throw storageError(error, 'reading a payload')
		throw new LedgerError('not-found', 'the content is not in the vault', {
			remedy: 'If it was not destroyed on purpose, restore its payload file from a backup.',
		})
	}
	try {
		const layout = payloadLayout(await file.size())
		if (layout === undefined) throw damagedPayload(name, 'has a length that no payload has')
		const nonce = Buffer.alloc(PAYLOAD_NONCE_SIZE)
		await file.read(nonce, 0)
		const payload = new Payload(file, name, layout, payloadKey(fileKey, nonce))
		await payload.chunks(layout.chunks - 1, 1)
		return payload
	} catch (error) {
		await file.close()
		throw storageError(error, 'reading a payload')
	}
}

function damagedPayload(name: string, how: string): LedgerError {
	return new LedgerError('corrupt', `the payload ${name} ${how}`, {
		remedy: 'Restore the payload file from a backup.',
	})
}
