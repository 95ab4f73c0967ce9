/**
 * The second tree over all entries of the log (ledger/format/README.md §22), and the public blobs that hold the renewed field
 * roots, without which nobody could make it again. One pass, which goes on where a crash has left it; made anew it gives the
 * same as long as nothing is erased.
 * @module
 */
import { readFile } from 'node:fs/promises'
import { setImmediate as nextTurn } from 'node:timers/promises'
import {
	type Cid,
	cidDigest,
	cidText,
	concat,
	DIGESTS_IN_LIST,
	decodeOpening,
	FIELD_ROOTS_IN_BLOB,
	fromHex,
	hex,
	isJsonObject,
	parseCid,
	parseJson,
	RENEWED_SIZE,
	type RenewedHeads,
	renewedFieldRoot,
	renewedLeaf,
	renewedNode,
	utf8,
} from '@letopis/format'
import { LedgerError } from '../error.ts'
import type { AnchorLog, AnchorVault } from './anchor-log.ts'
import { writeDurably } from './durable-file.ts'

/** Entries between two turns of the event loop. */
const SLICE = 64
/** Of a note; a billion entries come to 70 MB. */
const PROGRESS_MAX = 1 << 27

/** Entries between two notes of how far it has come; whole blobs of field roots. */
const NOTE_EVERY = 16 * FIELD_ROOTS_IN_BLOB

/** The tree as far as it is computed. */
interface Progress {
	/** Entries in it; a multiple of what a blob holds. */
	readonly next: number
	/** Its largest complete subtrees, from the left. */
	readonly edge: readonly { readonly hash: Uint8Array; readonly leaves: number }[]
	/** Blobs of the field roots so far, which are durable. */
	readonly blobs: readonly Cid[]
}

export interface HeadsOptions {
	readonly size: number
	/** Asked now and then. */
	readonly stopped: () => boolean
	/** File that keeps how far it has come; of an earlier computation of the same size, or missing. */
	readonly kept: string
}

/** @throws LedgerError `closed` when `stopped` says so */
export async function renewedHeads(
	log: Pick<AnchorLog, 'entries' | 'putBlob' | 'rootAt'>,
	vault: AnchorVault,
	{ size, stopped, kept }: HeadsOptions,
): Promise<RenewedHeads> {
	const known = await readProgress(kept, size)
	const edge = [...known.edge]
	const blobs = [...known.blobs]
	let roots: Uint8Array[] = []
	const put = async () => {
		blobs.push(await log.putBlob(concat(...roots)))
		roots = []
	}
	for await (const { index, entry } of log.entries(known.next, size)) {
		if (index > known.next && index % NOTE_EVERY === 0)
			await writeProgress(kept, size, { next: index, edge, blobs })
		if (index % SLICE === 0) await nextTurn()
		if (stopped()) throw new LedgerError('closed', 'anchoring has stopped')
		const fields = await fieldRoot(vault, index)
		roots.push(fields ?? new Uint8Array(RENEWED_SIZE))
		if (roots.length === FIELD_ROOTS_IN_BLOB) await put()
		let node = { hash: renewedLeaf(entry, fields), leaves: 1 }
		for (let last = edge.at(-1); last?.leaves === node.leaves; last = edge.at(-1)) {
			edge.pop()
			node = { hash: renewedNode(last.hash, node.hash), leaves: 2 * node.leaves }
		}
		edge.push(node)
	}
	if (roots.length > 0) await put()
	const [first, ...rest] = edge.map(({ hash }) => hash).reverse()
	if (first === undefined) throw new RangeError('expected at least one entry')
	const renewed = rest.reduce((right, left) => renewedNode(left, right), first)
	return { size, root: await log.rootAt(size), renewed, fields: await listed(log, blobs) }
}

/** Durable when it resolves. */
async function writeProgress(file: string, size: number, { next, edge, blobs }: Progress): Promise<void> {
	const subtrees = edge.map(({ hash, leaves }) => ({ hash: hex(hash), leaves }))
	await writeDurably(file, utf8(JSON.stringify({ size, next, edge: subtrees, blobs: blobs.map(cidText) })))
}

/** From the beginning where there is nothing, or nothing that can be read. */
async function readProgress(file: string, size: number): Promise<Progress> {
	try {
		const json = parseJson(await readFile(file, 'utf8'), { maxBytes: PROGRESS_MAX, maxDepth: 4 })
		if (!isJsonObject(json) || json.size !== size) throw new TypeError()
		const { next, edge, blobs } = json
		if (typeof next !== 'number' || !Array.isArray(edge) || !Array.isArray(blobs)) throw new TypeError()
		const subtrees = edge.map((one) => {
			if (!isJsonObject(one) || typeof one.leaves !== 'number') throw new TypeError()
			return { hash: fromHex(String(one.hash)), leaves: one.leaves }
		})
		const leaves = subtrees.reduce((sum, one) => sum + one.leaves, 0)
		if (leaves !== next || blobs.length * FIELD_ROOTS_IN_BLOB !== next) throw new TypeError()
		return { next, edge: subtrees, blobs: blobs.map((cid) => parseCid(String(cid))) }
	} catch {
		return { next: 0, edge: [], blobs: [] }
	}
}

/** A single blob itself, else a list of lists of … the blobs' digests. */
async function listed(log: Pick<AnchorLog, 'putBlob'>, blobs: readonly Cid[]): Promise<Cid> {
	let level = blobs
	while (level.length > 1) {
		const above: Cid[] = []
		for (let at = 0; at < level.length; at += DIGESTS_IN_LIST) {
			above.push(await log.putBlob(concat(...level.slice(at, at + DIGESTS_IN_LIST).map(cidDigest))))
		}
		level = above
	}
	return level[0] as Cid
}

/** Null where the private half was erased, or both copies have lost it. */
async function fieldRoot(vault: AnchorVault, index: number): Promise<Uint8Array | null> {
	try {
		const record = await vault.record(index)
		return record === undefined || record === 'erased'
			? null
			: renewedFieldRoot(decodeOpening(record.opening))
	} catch (error) {
		if (error instanceof LedgerError && error.code === 'corrupt') return null
		throw error
	}
}
