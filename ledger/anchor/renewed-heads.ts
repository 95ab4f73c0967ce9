/**
 * The second tree over all entries of the log (ledger/format/README.md §22), and the public blobs that hold the renewed field
 * roots, without which nobody could make it again. One pass; made anew it gives the same as long as nothing is erased.
 * @module
 */
import { setImmediate as nextTurn } from 'node:timers/promises'
import {
	type Cid,
	cidDigest,
	concat,
	DIGESTS_IN_LIST,
	decodeOpening,
	FIELD_ROOTS_IN_BLOB,
	RENEWED_SIZE,
	type RenewedHeads,
	renewedFieldRoot,
	renewedLeaf,
	renewedNode,
} from '@letopis/format'
import { LedgerError } from '../error.ts'
import type { AnchorLog, AnchorVault } from './anchor-log.ts'

/** Entries between two turns of the event loop. */
const SLICE = 64

/** @param stopped asked now and then @throws LedgerError `closed` when it says so */
export async function renewedHeads(
	log: Pick<AnchorLog, 'entries' | 'putBlob' | 'rootAt'>,
	vault: AnchorVault,
	size: number,
	stopped: () => boolean,
): Promise<RenewedHeads> {
	const edge: { hash: Uint8Array; leaves: number }[] = []
	const blobs: Cid[] = []
	let roots: Uint8Array[] = []
	const put = async () => {
		blobs.push(await log.putBlob(concat(...roots)))
		roots = []
	}
	for await (const { index, entry } of log.entries(0, size)) {
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
