/**
 * SHA-256 of a file in the browser, with progress and an end at any moment. The browser's own digest is many times
 * faster than any code that is shipped to it but takes a file only whole, so the file is read in pieces into one
 * buffer; what is too large for that is hashed piece by piece by the portable code, in the memory of one piece.
 * @module
 */
import { newSha256 } from '@letopis/format'

const PIECE = 4 * 1024 * 1024

/** Reading is the larger part of the work; the digest tells nothing of how far it is. */
const READ_SHARE = 0.7

export interface Watch {
	/** share done, 0..1 */
	onProgress(share: number): void
	/** asked after each piece */
	isCancelled(): boolean
}

/**
 * @param whole largest file to hold at once, bytes
 * @returns null if it was cancelled
 * @throws DOMException if the file cannot be read (moved, changed or withdrawn meanwhile)
 */
export async function hashFile(file: Blob, watch: Watch, whole: number): Promise<Uint8Array | null> {
	const room = file.size <= whole ? makeRoom(file.size) : null
	return room === null ? hashPieces(file, watch) : hashWhole(file, watch, room)
}

/** @returns null where the browser has not that much memory in one piece */
function makeRoom(size: number): ArrayBuffer | null {
	try {
		return new ArrayBuffer(size)
	} catch {
		return null
	}
}

/** Reads straight into its place: the room is handed to the stream and comes back with each piece. */
async function hashWhole(file: Blob, watch: Watch, room: ArrayBuffer): Promise<Uint8Array | null> {
	const reader = byteReader(file)
	let bytes = room
	for (let at = 0; at < file.size; ) {
		const place = new Uint8Array(bytes, at, Math.min(PIECE, file.size - at))
		const { value } = await reader.read(place)
		if (watch.isCancelled()) return cancel(reader)
		if (value === undefined || value.length === 0)
			throw new DOMException('the file became shorter', 'NotReadableError')
		bytes = value.buffer
		at += value.length
		watch.onProgress((at / file.size) * READ_SHARE)
	}
	const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
	watch.onProgress(1)
	return watch.isCancelled() ? null : digest
}

async function hashPieces(file: Blob, watch: Watch): Promise<Uint8Array | null> {
	const reader = byteReader(file)
	const state = newSha256()
	let piece = new ArrayBuffer(PIECE)
	let at = 0
	for (;;) {
		const { value, done } = await reader.read(new Uint8Array(piece))
		if (done || value === undefined) return state.digest()
		if (watch.isCancelled()) return cancel(reader)
		state.update(value)
		at += value.length
		piece = value.buffer
		watch.onProgress(at / file.size)
	}
}

async function cancel(reader: ByteReader): Promise<null> {
	await reader.cancel()
	return null
}

interface ByteReader {
	/** Fills the place, or some of it; what is given is used up, what comes back holds its memory. */
	read(place: Uint8Array<ArrayBuffer>): Promise<{ value: Uint8Array<ArrayBuffer> | undefined; done: boolean }>
	cancel(): Promise<void>
}

/** The file as bytes read into given places; where the browser cannot do that, copied there. */
function byteReader(file: Blob): ByteReader {
	const stream = file.stream()
	try {
		return stream.getReader({ mode: 'byob' }) as ByteReader
	} catch {
		return copyingReader(stream.getReader())
	}
}

function copyingReader(reader: ReadableStreamDefaultReader<Uint8Array>): ByteReader {
	let left = new Uint8Array(0)
	return {
		async read(place) {
			if (left.length === 0) {
				const { value, done } = await reader.read()
				if (done) return { value: undefined, done }
				left = new Uint8Array(value)
			}
			const taken = left.subarray(0, place.length)
			left = left.subarray(taken.length)
			place.set(taken)
			return { value: place.subarray(0, taken.length), done: false }
		},
		cancel: () => reader.cancel(),
	}
}
