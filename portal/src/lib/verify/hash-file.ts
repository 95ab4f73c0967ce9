/**
 * SHA-256 of a file in the browser, with progress and an end at any moment. The browser's own digest is many times
 * faster than any code that is shipped to it but takes a file only whole, so the file is read in pieces into one
 * buffer; what is too large for that is hashed piece by piece by the portable code, in the memory of one piece.
 * @module
 */
import { newSha256 } from '@letopis/format'

const PIECE = 8 * 1024 * 1024

/** Reading is half of the work, the digest the other: it tells nothing of how far it is. */
const READ_SHARE = 0.6

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
	if (room === null) return hashPieces(file, watch)
	let at = 0
	const done = await eachPiece(file, watch, (piece) => {
		room.set(piece, at)
		at += piece.length
		watch.onProgress((at / file.size) * READ_SHARE)
	})
	if (!done) return null
	const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', room))
	watch.onProgress(1)
	return watch.isCancelled() ? null : digest
}

/** @returns null where the browser has not that much memory in one piece */
function makeRoom(size: number): Uint8Array<ArrayBuffer> | null {
	try {
		return new Uint8Array(size)
	} catch {
		return null
	}
}

async function hashPieces(file: Blob, watch: Watch): Promise<Uint8Array | null> {
	const state = newSha256()
	let at = 0
	const done = await eachPiece(file, watch, (piece) => {
		state.update(piece)
		at += piece.length
		watch.onProgress(at / file.size)
	})
	return done ? state.digest() : null
}

/** @returns whether it came to the end */
async function eachPiece(file: Blob, watch: Watch, take: (piece: Uint8Array) => void): Promise<boolean> {
	let next = readPiece(file, 0)
	for (let from = 0; from < file.size; from += PIECE) {
		const piece = await next
		// The next piece is read while this one is taken.
		next = readPiece(file, from + PIECE)
		next.catch(() => undefined)
		if (watch.isCancelled()) return false
		take(piece)
	}
	return !watch.isCancelled()
}

async function readPiece(file: Blob, from: number): Promise<Uint8Array> {
	return new Uint8Array(await file.slice(from, from + PIECE).arrayBuffer())
}
