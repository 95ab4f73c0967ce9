/**
 * The thread that encrypts documents: it answers every request, in order, with its result or with an error. Requests
 * come and answers go in lists: a message costs as much as encrypting a kilobyte.
 * @module
 */
import { parentPort } from 'node:worker_threads'
import {
	BlockSealer,
	headerFor,
	makeShares,
	type SealedDocument,
	type SealingKeys,
	sealDocument,
} from './sealing.ts'

export type SealingRequest =
	| { id: number; kind: 'document'; keys: SealingKeys; plaintext: Uint8Array }
	| { id: number; kind: 'header'; keys: SealingKeys }
	/** @returns shares for the recipient, as `makeShares` has them */
	| { id: number; kind: 'shares'; recipient: Uint8Array; count: number }
	| { id: number; kind: 'begin'; upload: number; keys: SealingKeys }
	| { id: number; kind: 'block'; upload: number; block: Uint8Array; plain: number; final: boolean }
	/** @returns the digest; the upload is forgotten */
	| { id: number; kind: 'end'; upload: number }

export type SealingResult = SealedDocument | Uint8Array | undefined
export type SealingAnswer = { id: number; result: SealingResult } | { id: number; error: string }

const uploads = new Map<number, BlockSealer>()

function answer(request: SealingRequest): SealingResult {
	switch (request.kind) {
		case 'document':
			return sealDocument(request.keys, request.plaintext)
		case 'header':
			return headerFor(request.keys)
		case 'shares':
			return makeShares(request.recipient, request.count)
		case 'begin':
			uploads.set(request.upload, new BlockSealer(request.keys))
			return undefined
		case 'block':
			sealer(request.upload).seal(request.block, request.plain, request.final)
			return undefined
		case 'end': {
			const digest = sealer(request.upload).digest()
			uploads.delete(request.upload)
			return digest
		}
		default:
			return request satisfies never
	}
}

function sealer(upload: number): BlockSealer {
	const found = uploads.get(upload)
	if (found === undefined) throw new Error('no such upload')
	return found
}

function reply(request: SealingRequest): SealingAnswer {
	try {
		return { id: request.id, result: answer(request) }
	} catch (error) {
		return { id: request.id, error: String(error) }
	}
}

parentPort?.on('message', (requests: readonly SealingRequest[]) => {
	const answers = requests.map(reply)
	const given: ArrayBuffer[] = []
	for (const one of answers) {
		if ('result' in one && one.result && 'payload' in one.result) given.push(one.result.payload.buffer)
	}
	parentPort?.postMessage(answers, given)
})
