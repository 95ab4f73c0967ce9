/**
 * The thread that hashes contents out of a ring of shared memory: told how many bytes more are in it, and null for the end of a
 * document, which it answers with the digest; every number with itself, once those bytes are hashed.
 * @module
 */
import { createHash } from 'node:crypto'
import { parentPort, workerData } from 'node:worker_threads'

const ring = new Uint8Array(workerData as SharedArrayBuffer)
let hash = createHash('sha512')
let at = 0

parentPort?.on('message', (count: number | null) => {
	if (count !== null) {
		const end = Math.min(at + count, ring.length)
		hash.update(ring.subarray(at, end))
		hash.update(ring.subarray(0, at + count - end))
		at = (at + count) % ring.length
		parentPort?.postMessage(count)
		return
	}
	const digest = new Uint8Array(hash.digest())
	hash = createHash('sha512')
	parentPort?.postMessage(digest)
})
