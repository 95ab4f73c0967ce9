/**
 * A browser's file as the source of a package, and digests of one that records ask for. The types are what is needed of the
 * browser's own.
 * @module
 */
import { startDigest } from '../signatures/content.ts'
import type { DigestName } from '../timestamp/oids.ts'
import { type ByteSource, PART } from './source.ts'

interface Piece {
	arrayBuffer(): Promise<ArrayBuffer>
}

export interface BlobLike extends Piece {
	readonly size: number
	slice(from: number, to: number): Piece
}

/** What the browser throws where a file was moved or changed meanwhile goes through. */
export function blobSource(blob: BlobLike): ByteSource {
	return {
		size: blob.size,
		read: async (from, to) => new Uint8Array(await blob.slice(from, to).arrayBuffer()),
	}
}

/** @param onProgress share done, 0..1 */
export async function digestBlob(
	blob: BlobLike,
	names: readonly DigestName[],
	onProgress: (share: number) => void = () => undefined,
): Promise<Partial<Record<DigestName, Uint8Array>>> {
	const hashes = names.map((name) => [name, startDigest(name)] as const)
	for (let at = 0; at < blob.size && hashes.length > 0; at += PART) {
		const piece = new Uint8Array(await blob.slice(at, at + PART).arrayBuffer())
		for (const [, hash] of hashes) hash.update(piece)
		onProgress(Math.min(1, (at + PART) / blob.size))
	}
	const digests: Partial<Record<DigestName, Uint8Array>> = {}
	for (const [name, hash] of hashes) digests[name] = new Uint8Array(hash.digest())
	return digests
}
