/**
 * A thread that hashes files while they are being written, so that a large upload costs the main thread one
 * hashing and one encryption, not two hashings. It reads back what was written: nothing is handed over but
 * numbers, and the digest is of the bytes that the file system has.
 * Messages in: { id, path, until, last }. Out, after the last: { id, digest } or { id, error }.
 * @module
 */
import { createHash, type Hash } from 'node:crypto'
import { closeSync, openSync, readSync } from 'node:fs'
import { parentPort } from 'node:worker_threads'

/** Hash the file from where the last message for this id ended up to byte `until`. */
export interface HashRequest {
	id: number
	path: string
	until: number
	/** Then answer, and forget it. A negative `until` means: forget it at once, without an answer. */
	last: boolean
}

export type HashAnswer = { id: number; digest: Uint8Array } | { id: number; error: string }

interface Job {
	handle: number
	hash: Hash
	at: number
}

const block = Buffer.allocUnsafeSlow(1024 * 1024)
const jobs = new Map<number, Job>()
const failed = new Map<number, string>()

function proceed({ id, path, until }: HashRequest): Job | undefined {
	if (failed.has(id)) return undefined
	let job = jobs.get(id)
	try {
		if (job === undefined) {
			job = { handle: openSync(path, 'r'), hash: createHash('sha256'), at: 0 }
			jobs.set(id, job)
		}
		while (job.at < until) {
			const size = readSync(job.handle, block, 0, Math.min(block.length, until - job.at), job.at)
			if (size === 0) throw new Error(`${path} ends at ${job.at}`)
			job.hash.update(block.subarray(0, size))
			job.at += size
		}
		return job
	} catch (error) {
		failed.set(id, String(error))
		return undefined
	}
}

parentPort?.on('message', (request: HashRequest) => {
	const { id, until, last } = request
	const job = until < 0 ? jobs.get(id) : proceed(request)
	if (!last) return
	const error = failed.get(id)
	const known = jobs.get(id)
	jobs.delete(id)
	failed.delete(id)
	if (known !== undefined) closeSync(known.handle)
	if (until < 0) return
	const answer: HashAnswer =
		error === undefined && job !== undefined
			? { id, digest: job.hash.digest() }
			: { id, error: error ?? 'unknown' }
	parentPort?.postMessage(answer)
})
