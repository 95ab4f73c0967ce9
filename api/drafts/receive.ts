/**
 * Taking a draft's file in: part by part, or as one form.
 * @module
 */
import { Readable } from 'node:stream'
import type { ReadableStream as WebStream } from 'node:stream/web'
import { cidOfDigest, sha256 } from '@letopis/format'
import type { Context } from 'hono'
import type { ContentWriter } from '../deps.ts'
import type { AppEnv } from '../http/env.ts'
import { Problem } from '../http/problems.ts'
import { PART_SIZE } from './describe.ts'
import type { Drafts } from './drafts.ts'

/** A form's file, written into the draft part by part; so a form takes no more memory than a part. */
export class Spool {
	readonly #drafts: Drafts
	readonly #owner: string
	readonly #id: string

	constructor(drafts: Drafts, owner: string, id: string) {
		this.#drafts = drafts
		this.#owner = owner
		this.#id = id
	}

	receive(): ContentWriter {
		const spooling = this.#drafts.spool(this.#owner, this.#id, PART_SIZE)
		return {
			write: (chunk) => spooling.write(chunk),
			async finish() {
				const size = await spooling.finish()
				const digest = new Uint8Array(32)
				// What follows names the file by size alone: nothing of it is a payload of the vault.
				return { sha256: digest, cid: cidOfDigest('blob', digest), size, header: new Uint8Array(0) }
			},
			abort: () => spooling.abort(),
		}
	}

	/** A form that was refused after its file had come. */
	async discard(): Promise<void> {
		await this.#drafts.dropFile(this.#owner, this.#id)
	}
}

/**
 * A part of a file, as its digest says that it was sent.
 * @throws Problem 'bad-request', 'digest-mismatch'
 */
export async function partIn(c: Context<AppEnv>): Promise<Uint8Array> {
	const expected = digestIn(c.req.header('Content-Digest'))
	const bytes = new Uint8Array(await c.req.arrayBuffer())
	if (Buffer.compare(sha256(bytes), expected) !== 0) {
		throw new Problem('digest-mismatch', 'The part was changed on the way; send it again.')
	}
	return bytes
}

/** @throws Problem 'bad-request' */
function digestIn(text: string | undefined): Uint8Array {
	const [, base64 = ''] = /(?:^|,)\s*sha-256=:([A-Za-z0-9+/]{43}=):/.exec(text ?? '') ?? []
	const digest = new Uint8Array(Buffer.from(base64, 'base64'))
	if (digest.length !== 32)
		throw new Problem('bad-request', 'Content-Digest with the sha-256 of the part is needed.')
	return digest
}

export function bodyOf(c: Context<AppEnv>): Readable {
	const incoming = c.env?.incoming
	if (incoming instanceof Readable) return incoming
	const { body: stream } = c.req.raw
	return stream === null ? Readable.from([]) : Readable.fromWeb(stream as WebStream)
}
