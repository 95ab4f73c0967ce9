/**
 * Writing a whole log into an empty store, from its public form: the last step of a restoration. Every entry is
 * decoded, tiles and root are computed, and the head must be signed; what does not lead to it is not taken. A blob is
 * taken only if it has the hash that names it.
 * @module
 */
import {
	bundlePath,
	type Cid,
	cidDigest,
	decodeBundle,
	decodeEntry,
	equalBytes,
	HASH_SIZE,
	sha256,
	TILE_WIDTH,
	utf8,
	type Vkey,
	widthAt,
} from '@letopis/format'
import { LedgerError } from '../error.ts'
import type { Store, WriteOp } from '../store/store.ts'
import { GrowingTree } from '../tree/append.ts'
import { writeLeafHash } from '../tree/native-hash.ts'
import { blobKey, RECORD, recordKey } from './keys.ts'
import { batchOps } from './log-store.ts'
import { listedBlobs, namedBlobs, renewedHeadsOf } from './named-blobs.ts'
import { markFormat } from './open.ts'
import { verifiedCheckpoint } from './state.ts'

export interface ImportSource {
	bundle(index: number, width: number): Promise<Uint8Array>
	/** Undefined if there is none. */
	blob(cid: Cid): Promise<Uint8Array | undefined>
}

/** Notes have at most 64 KiB; a token of more than this is none that we would have taken in. */
const BLOB_MAX = 1_048_576
/** Bytes of blobs held before they are written. */
const BLOBS_AT_ONCE = 4 * BLOB_MAX

export interface ImportOptions {
	/** Empty. */
	readonly store: Store
	readonly origin: string
	readonly vkeys: readonly Vkey[]
	/** Published head that the import leads to. */
	readonly note: string
	readonly source: ImportSource
	/** Told of every blob that is missing, too large or not what its name says: it is left out. */
	readonly onBlob?: (cid: Cid) => void
	readonly onProgress?: (done: number, total: number) => void
}

/**
 * The state record, which makes a log of it all, is written last: an import that was cut off leaves no log.
 * @returns the size
 * @throws LedgerError 'corrupt' if the entries do not lead to the head; RefusalError for malformed ones
 */
export async function importLog(options: ImportOptions): Promise<number> {
	const { store, origin, vkeys, note, source, onProgress } = options
	const blobs = new BlobImport(options)
	const head = verifiedCheckpoint(note, origin, vkeys)
	const tree = new GrowingTree()
	let last = 0
	for (let index = 0; tree.size < head.size; index++) {
		const width = widthAt(0, index, head.size)
		const entries = decodeBundle(await source.bundle(index, width), width)
		last = tree.size
		const leaves = new Uint8Array(width * HASH_SIZE)
		const ops: WriteOp[] = []
		for (const [place, entry] of entries.entries()) {
			writeLeafHash(leaves, place * HASH_SIZE, entry)
			const decoded = decodeEntry(entry)
			for (const cid of namedBlobs(decoded)) await blobs.take(cid)
			const heads = renewedHeadsOf(decoded)
			const read = (cid: Cid) => source.blob(cid)
			if (heads !== null) for await (const cid of listedBlobs(heads, read)) await blobs.take(cid)
		}
		tree.append(leaves)
		const state = { before: last, note }
		// All but the state, which batchOps puts last.
		ops.push(...batchOps(last, entries, tree.filledSince(last), state).slice(0, -1))
		tree.trim()
		await store.write(ops, { sync: false })
		onProgress?.(tree.size, head.size)
	}
	if (!equalBytes(tree.root(), head.root))
		throw new LedgerError('corrupt', `the entries do not lead to the signed root at size ${head.size}`, {
			remedy: `use another backup; the first bundle is ${bundlePath({ index: 0, width: Math.min(TILE_WIDTH, head.size) })}`,
		})
	await blobs.write()
	// One batch from nothing: the heads in between are not in a copy.
	const state = { before: 0, note }
	await store.write(
		[
			...markFormat(),
			...batchOps(head.size, [], [], state),
			{ key: recordKey(head.size, RECORD.published), value: utf8(note) },
		],
		{ sync: true },
	)
	return head.size
}

/** Blobs on their way into the store, judged one by one. A blob that is lost costs the proofs that rest on it. */
class BlobImport {
	readonly #options: ImportOptions
	#ops: WriteOp[] = []
	#bytes = 0

	constructor(options: ImportOptions) {
		this.#options = options
	}

	async take(cid: Cid): Promise<void> {
		const { source, onBlob } = this.#options
		const value = await source.blob(cid)
		if (value === undefined || value.length > BLOB_MAX || !equalBytes(sha256(value), cidDigest(cid))) {
			onBlob?.(cid)
			return
		}
		this.#ops.push({ key: blobKey(cid), value })
		this.#bytes += value.length
		if (this.#bytes >= BLOBS_AT_ONCE) await this.write()
	}

	async write(): Promise<void> {
		const ops = this.#ops
		this.#ops = []
		this.#bytes = 0
		await this.#options.store.write(ops, { sync: false })
	}
}
