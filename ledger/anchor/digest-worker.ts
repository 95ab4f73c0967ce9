/**
 * The thread that hashes contents: pieces in, in order, and null for the end of a document, which it answers with the digest;
 * every piece with its length.
 * @module
 */
import { createHash } from 'node:crypto'
import { parentPort } from 'node:worker_threads'

let hash = createHash('sha512')

parentPort?.on('message', (piece: Uint8Array | null) => {
	if (piece !== null) {
		hash.update(piece)
		parentPort?.postMessage(piece.length)
		return
	}
	const digest = new Uint8Array(hash.digest())
	hash = createHash('sha512')
	parentPort?.postMessage(digest)
})
