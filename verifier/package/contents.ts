/**
 * Hashes of all files of a package, in one pass over each.
 * @module
 */
import { type Hashing, startDigest } from '../signatures/content.ts'
import type { DigestName } from '../timestamp/oids.ts'
import type { ByteSource } from './source.ts'
import { contentOf } from './unpack.ts'
import type { ZipEntry } from './zip.ts'

export type Digests = Partial<Record<DigestName, Uint8Array>>

export interface Hashed {
	entry: ZipEntry
	digests: Digests
	/** its first octets, at most 16 */
	head: Uint8Array
}

export interface Hosting {
	/** faster digests, where the host has them */
	startDigest?: ((name: DigestName) => Hashing) | undefined
	/** @param done, total octets */
	onProgress?: ((done: number, total: number) => void) | undefined
}

const HEAD = 16

/**
 * @param names digests that are wanted of a file; SHA-256 is made of each
 * @throws PackageRefusal `data`, or whatever the source throws
 */
export async function hashAll(
	source: ByteSource,
	entries: readonly ZipEntry[],
	names: (entry: ZipEntry) => readonly DigestName[],
	{ startDigest: start = startDigest, onProgress = () => undefined }: Hosting,
): Promise<Map<string, Hashed>> {
	const files = entries.filter(({ isFolder }) => !isFolder)
	const total = files.reduce((sum, { size }) => sum + size, 0)
	const found = new Map<string, Hashed>()
	let done = 0
	for (const entry of files) {
		const wanted = [...new Set<DigestName>(['SHA-256', ...names(entry)])]
		const hashes = wanted.map((name) => [name, start(name)] as const)
		let head = new Uint8Array(0)
		for await (const piece of contentOf(source, entry)) {
			if (head.length < HEAD) head = Uint8Array.from([...head, ...piece.subarray(0, HEAD - head.length)])
			for (const [, hash] of hashes) hash.update(piece)
			done += piece.length
			onProgress(done, total)
		}
		const digests: Digests = {}
		for (const [name, hash] of hashes) digests[name] = new Uint8Array(hash.digest())
		found.set(entry.name, { entry, digests, head })
	}
	return found
}
