/**
 * Content of an entry, in pieces and in constant memory, held against the length and the checksum that are announced.
 * @module
 */
import { concat, RefusalError } from '@letopis/format'
import { Inflater } from '../deflate/inflate.ts'
import { Crc32 } from './octets.ts'
import { PackageRefusal } from './refusal.ts'
import { type ByteSource, PART } from './source.ts'
import type { ZipEntry } from './zip.ts'

async function* packed(
	source: ByteSource,
	{ from, packedSize }: ZipEntry,
): AsyncGenerator<{ piece: Uint8Array; isLast: boolean }> {
	const end = from + packedSize
	for (let at = from; ; at += PART) {
		const to = Math.min(at + PART, end)
		yield { piece: await source.read(at, to), isLast: to === end }
		if (to === end) return
	}
}

async function* inflated(source: ByteSource, entry: ZipEntry): AsyncGenerator<Uint8Array> {
	const inflater = new Inflater()
	for await (const { piece, isLast } of packed(source, entry)) {
		yield* inflater.push(piece, isLast)
		// An end before the last piece, or within it, leaves octets that nobody would see.
		if (inflater.done && !(isLast && inflater.rest === 0))
			throw new PackageRefusal('data', { name: entry.name })
	}
}

async function* stored(source: ByteSource, entry: ZipEntry): AsyncGenerator<Uint8Array> {
	for await (const { piece } of packed(source, entry)) yield piece
}

/**
 * @throws PackageRefusal `data` as soon as it cannot be what was announced, at the end at the latest: pieces that were given
 *   out before count for nothing then
 */
export async function* contentOf(source: ByteSource, entry: ZipEntry): AsyncGenerator<Uint8Array> {
	const broken = (cause?: unknown) => new PackageRefusal('data', { name: entry.name }, { cause })
	const crc = new Crc32()
	let size = 0
	try {
		for await (const piece of entry.method === 'stored' ? stored(source, entry) : inflated(source, entry)) {
			size += piece.length
			if (size > entry.size) throw broken()
			crc.update(piece)
			yield piece
		}
	} catch (error) {
		throw error instanceof RefusalError ? broken(error) : error
	}
	if (size !== entry.size || crc.digest() !== entry.crc32) throw broken()
}

/** All of an entry that is small enough to be kept. @throws PackageRefusal `too-large`, `data` */
export async function readEntry(source: ByteSource, entry: ZipEntry, limit: number): Promise<Uint8Array> {
	if (entry.size > limit) throw new PackageRefusal('too-large', { limit })
	const pieces: Uint8Array[] = []
	for await (const piece of contentOf(source, entry)) pieces.push(piece)
	return concat(...pieces)
}
