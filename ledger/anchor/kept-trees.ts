/**
 * Upkeep of the kept document trees. A tree that is missing or damaged is rebuilt from the vault as long as
 * none of its documents was erased since; otherwise its root can no longer be reached, and those documents
 * that still exist and are in no other tree of the authority have to be stamped again.
 * @module
 */

import { equalBytes } from '@letopis/format'
import type { AnchorHistory, AnchorRecord } from './anchor-history.ts'
import type { AnchorLog, AnchorVault } from './anchor-log.ts'
import { collectDocuments, type DocumentSource, treeRoot } from './document-tree.ts'
import { isRehash, type RenewalHistory } from './renewal-history.ts'
import { coveredTree, rehashFolder, renewalFolder } from './renewal-tree.ts'
import { readTree, writeTree } from './tree-file.ts'

export interface TreeReport {
	readonly authority: string
	/** Anchors with documents. */
	readonly checked: number
	/** Trees written anew, and trees that are gone. */
	readonly rebuilt: number
	readonly lost: number
	/** Trees of renewals that do not come to what was stamped: records that need them cannot be made. */
	readonly renewalsLost: number
	/** Indexes of the documents to be stamped again, ascending. */
	readonly documents: readonly number[]
}

/** @param anchors all of the authority, oldest first */
export async function checkTrees(
	log: DocumentSource,
	vault: AnchorVault,
	authority: string,
	dir: string,
	anchors: readonly AnchorRecord[],
): Promise<TreeReport> {
	let [checked, rebuilt, lost] = [0, 0, 0]
	const stamped = new Set<number>()
	const orphaned = new Set<number>()
	for (const [position, { size, documents, note }] of anchors.entries()) {
		if (documents === null) continue
		checked++
		const range = { from: anchors[position - 1]?.size ?? 0, to: size }
		const kept = await readTree(dir, size, documents)
		// Trees may hold documents from before their range: those of a lost tree that were stamped again.
		for (const index of kept?.indexes ?? []) if (index < range.from) stamped.add(index)
		if (kept !== null) continue
		const tree = await collectDocuments(log, vault, range, { authority, note })
		const root = treeRoot(tree)
		if (root !== null && equalBytes(root, documents)) {
			await writeTree(dir, size, tree)
			rebuilt++
		} else {
			lost++
			for (const index of tree.indexes) orphaned.add(index)
		}
	}
	const left = [...orphaned].filter((index) => !stamped.has(index)).sort((a, b) => a - b)
	return { authority, checked, rebuilt, lost, renewalsLost: 0, documents: left }
}

/**
 * Builds lost trees of an authority's renewals again: all that they are made of is in the log.
 * @returns how many do not come to what was stamped
 */
export async function checkRenewalTrees(
	log: Pick<AnchorLog, 'blob'>,
	history: AnchorHistory,
	renewals: RenewalHistory,
	dir: string,
	of: string,
): Promise<number> {
	let lost = 0
	await renewals.refresh()
	for (const [place, renewal] of renewals.all.entries()) {
		if (renewal.of !== of || renewal.root === null) continue
		if (isRehash(renewal)) {
			// What it is made of are documents: whoever has the town's backup has the tree too.
			if ((await readTree(rehashFolder(dir, of), renewal.to, renewal.root)) === null) lost++
			continue
		}
		const folder = renewalFolder(dir, of)
		if ((await readTree(folder, renewal.to, renewal.root)) !== null) continue
		const before = renewals.all.slice(0, place)
		const previous = before.findLast(({ cid }) => renewal.previous?.equals(cid)) ?? null
		const tree = await coveredTree(log, history, renewals, renewal, previous)
		const root = tree === null ? null : treeRoot(tree)
		if (tree !== null && root !== null && equalBytes(root, renewal.root)) {
			await writeTree(folder, renewal.to, tree)
		} else lost++
	}
	return lost
}
