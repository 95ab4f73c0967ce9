/**
 * SHA-256 of a file in the browser. WebCrypto is fast but takes a file only whole; larger ones are read in pieces and
 * hashed by the portable code, so that a file of several gigabytes needs no more memory than one piece.
 * @module
 */
import { newSha256 } from '@letopis/format'

const WHOLE = 128 * 1024 * 1024
const PIECE = 4 * 1024 * 1024

/**
 * @param onProgress share done, 0..1
 * @param isStale asked after each piece; the result of a stale run is null
 * @param whole largest file to hash in one piece, bytes
 * @throws DOMException if the file cannot be read (moved, changed or withdrawn meanwhile)
 */
export async function hashFile(
	file: Blob,
	onProgress: (share: number) => void,
	isStale: () => boolean,
	whole = WHOLE,
): Promise<Uint8Array | null> {
	if (file.size <= whole) {
		const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', await file.arrayBuffer()))
		return isStale() ? null : digest
	}
	const state = newSha256()
	let next = readPiece(file, 0)
	for (let from = 0; from < file.size; from += PIECE) {
		const piece = await next
		// The next piece is read while this one is hashed.
		next = readPiece(file, from + PIECE)
		next.catch(() => undefined)
		if (isStale()) return null
		state.update(piece)
		onProgress(Math.min(1, (from + PIECE) / file.size))
	}
	return state.digest()
}

async function readPiece(file: Blob, from: number): Promise<Uint8Array> {
	return new Uint8Array(await file.slice(from, from + PIECE).arrayBuffer())
}
