/**
 * Writing a whole log into an empty store, from its public form: the last step of a restoration. Every entry is
 * decoded, tiles and root are computed, and the head must be signed; what does not lead to it is not taken.
 * @module
 */
import {
	bundlePath,
	type Cid,
	decodeBundle,
	decodeEntry,
	equalBytes,
	HASH_SIZE,
	isCid,
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
import { markFormat } from './open.ts'
import { verifiedCheckpoint } from './state.ts'

export interface ImportSource {
	bundle(index: number, width: number): Promise<Uint8Array>
	blob(cid: Cid): Promise<Uint8Array>
}

export interface ImportOptions {
	/** Empty. */
	readonly store: Store
	readonly origin: string
	readonly vkeys: readonly Vkey[]
	/** Published head that the import leads to. */
	readonly note: string
	readonly source: ImportSource
	readonly onProgress?: (done: number, total: number) => void
}

/**
 * The state record, which makes a log of it all, is written last: an import that was cut off leaves no log.
 * @returns the size
 * @throws LedgerError 'corrupt' if the entries do not lead to the head; RefusalError for malformed ones
 */
export async function importLog(options: ImportOptions): Promise<number> {
	const { store, origin, vkeys, note, source, onProgress } = options
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
			for (const cid of blobsOf(entry)) ops.push({ key: blobKey(cid), value: await source.blob(cid) })
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

/** What an anchor entry names lies beside the log, under its own hash. */
function blobsOf(entry: Uint8Array): Cid[] {
	const { kind, body } = decodeEntry(entry)
	return kind === 'anchor' ? [body.note, body.token].filter(isCid) : []
}
