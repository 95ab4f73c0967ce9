/**
 * A verified second copy of a log in a folder, in exactly its public form (C2SP tlog-tiles and `blob/`), so that
 * any client of that form, our own audit among them, can read it.
 *
 * Entries are the only thing taken from the source: tiles and root are computed from them. The new checkpoint is
 * written last, so a copy is always whole up to the checkpoint it shows. A source that went back or shows
 * another history is refused, and both signed notes are kept as evidence.
 * @module
 */
import {
	bundlePath,
	type Checkpoint,
	cidDigest,
	cidText,
	decodeBundle,
	decodeEntry,
	encodeBundle,
	equalBytes,
	judgeCheckpoint,
	leafHash,
	parseCheckpoint,
	parseCid,
	parseNote,
	parseTrust,
	sha256,
	TILE_WIDTH,
	tilePath,
	tilesOf,
	utf8,
	widthAt,
} from '@letopis/format'
import { LedgerError } from '../error.ts'
import { GrowingTree } from '../tree/append.ts'
import { httpSource, type LogSource } from './source.ts'
import { StagedFolder } from './staged-folder.ts'

export interface FollowOptions {
	folder: string
	/** The trust file's bytes: whose heads are believed. */
	trust: Uint8Array
	/** Entries done and to do. */
	onProgress?: (done: number, total: number) => void
}

export interface FollowResult {
	origin: string
	size: number
	/** New entries of this run. */
	added: number
	/** Root in hex. */
	root: string
}

/** {@link followSource} over HTTP. */
export function followLog(options: FollowOptions & { url: string }): Promise<FollowResult> {
	return followSource(httpSource(options.url), options)
}

/**
 * Brings the copy up to the source's newest published head.
 * @throws LedgerError 'conflict' for a head that is not trusted or contradicts the copy, 'corrupt' for a copy or
 *   a source whose bytes do not lead to the signed root, 'io' where the source does not answer
 */
export async function followSource(source: LogSource, options: FollowOptions): Promise<FollowResult> {
	const files = new StagedFolder(options.folder)
	const note = await source.checkpoint()
	const head = trustedHead(note, options.trust)
	const old = await ownHead(files)
	if (old !== null) await refuseContradiction(files, old, head, note)
	const oldSize = old?.checkpoint.size ?? 0
	const tree = await ownTree(files, old?.checkpoint ?? null)

	const first = Math.floor(oldSize / TILE_WIDTH)
	const end = Math.ceil(head.size / TILE_WIDTH)
	for (let index = first; index < end && head.size > oldSize; index++) {
		const width = widthAt(0, index, head.size)
		const known = index === first ? oldSize - index * TILE_WIDTH : 0
		const entries = await bundleEntries(source, files, index, width, known)
		const leaves = new Uint8Array((width - known) * 32)
		for (const [place, entry] of entries.slice(known).entries()) {
			leaves.set(leafHash(entry), place * 32)
			await stageBlobs(source, files, entry)
		}
		const before = tree.size
		tree.append(leaves)
		for (const { tile, bytes } of tree.filledSince(before)) await files.stage(tilePath(tile), bytes)
		tree.trim()
		options.onProgress?.(tree.size - oldSize, head.size - oldSize)
	}
	if (!equalBytes(tree.root(), head.root)) {
		await files.discard()
		throw new LedgerError('corrupt', `the entries do not lead to the signed root at size ${head.size}`, {
			remedy: 'keep this log as evidence and ask the town; nothing was taken over into the copy',
		})
	}
	await stageRightEdge(files, tree)
	await files.commit()
	await files.replace('checkpoint', utf8(note))
	for (const edge of [oldSize, head.size])
		for (const path of edgePaths(edge, head.size)) await files.prunePartials(path)
	return {
		origin: head.origin,
		size: head.size,
		added: head.size - oldSize,
		root: Buffer.from(head.root).toString('hex'),
	}
}

function trustedHead(note: string, trust: Uint8Array): Checkpoint {
	const judgement = judgeCheckpoint(parseTrust(trust), note)
	if (!judgement.ok || judgement.checkpoint === null)
		throw new LedgerError('conflict', `the log's head is not to be trusted: ${judgement.detail}`, {
			remedy: 'get the trust file of this town anew by a second way, and compare its fingerprint',
		})
	return judgement.checkpoint
}

interface OwnHead {
	note: string
	checkpoint: Checkpoint
}

async function ownHead(files: StagedFolder): Promise<OwnHead | null> {
	const bytes = await files.committed('checkpoint')
	if (bytes === undefined) return null
	const note = new TextDecoder().decode(bytes)
	return { note, checkpoint: parseCheckpoint(parseNote(note).text) }
}

async function refuseContradiction(
	files: StagedFolder,
	old: OwnHead,
	head: Checkpoint,
	note: string,
): Promise<void> {
	const { checkpoint } = old
	const reason =
		checkpoint.origin !== head.origin
			? `this folder holds another log, ${checkpoint.origin}`
			: head.size < checkpoint.size
				? `the log went back from size ${checkpoint.size} to ${head.size}`
				: head.size === checkpoint.size && !equalBytes(head.root, checkpoint.root)
					? `the log shows two different roots at size ${head.size}`
					: null
	if (reason === null) return
	if (checkpoint.origin === head.origin) await keepEvidence(files, old.note, note)
	throw new LedgerError('conflict', reason, {
		remedy: 'both signed heads are kept in evidence/; show them to the town and to its auditor',
	})
}

async function keepEvidence(files: StagedFolder, old: string, note: string): Promise<void> {
	const name = Buffer.from(sha256(utf8(note))).toString('hex', 0, 8)
	await files.replace(`evidence/${name}-before.note`, utf8(old))
	await files.replace(`evidence/${name}-after.note`, utf8(note))
}

async function ownTree(files: StagedFolder, head: Checkpoint | null): Promise<GrowingTree> {
	if (head === null) return new GrowingTree()
	const partials = new Map<number, Uint8Array>()
	for (const tile of tilesOf(head.size)) {
		if (tile.width === TILE_WIDTH) continue
		const bytes = await files.committed(tilePath(tile))
		if (bytes !== undefined) partials.set(tile.level, bytes)
	}
	try {
		const tree = GrowingTree.restore(head.size, (level) => partials.get(level) ?? new Uint8Array())
		if (equalBytes(tree.root(), head.root)) return tree
	} catch (error) {
		if (!(error instanceof RangeError)) throw error
	}
	throw new LedgerError('corrupt', 'the tiles of this copy do not lead to its own checkpoint', {
		remedy: 'remove the folder and follow the log anew',
	})
}

async function bundleEntries(
	source: LogSource,
	files: StagedFolder,
	index: number,
	width: number,
	known: number,
): Promise<Uint8Array[]> {
	const path = bundlePath({ index, width })
	const bytes = (await files.staged(path)) ?? (await source.bundle(index, width))
	const entries = decodeBundle(bytes, width)
	for (const entry of entries) decodeEntry(entry)
	if (known > 0) {
		const own = await files.committed(bundlePath({ index, width: known }))
		if (own === undefined || !equalBytes(own, encodeBundle(entries.slice(0, known))))
			throw new LedgerError('conflict', `entries of bundle ${index} differ from those copied before`, {
				remedy: 'keep this folder as evidence and follow the log into another one',
			})
	}
	await files.stage(path, bytes)
	return entries
}

/** Note and token of an anchor entry: public blobs, found by their own hash. */
async function stageBlobs(source: LogSource, files: StagedFolder, entry: Uint8Array): Promise<void> {
	const { kind, body } = decodeEntry(entry)
	if (kind !== 'anchor') return
	for (const cid of [body.note, body.token]) {
		const text = cidText(cid as Parameters<typeof cidText>[0])
		const path = `blob/${text}`
		if ((await files.committed(path)) !== undefined) continue
		const bytes = await source.blob(text)
		if (!equalBytes(sha256(bytes), cidDigest(parseCid(text))))
			throw new LedgerError('corrupt', `the blob ${text} does not have that hash`)
		await files.stage(path, bytes)
	}
}

async function stageRightEdge(files: StagedFolder, tree: GrowingTree): Promise<void> {
	for (const tile of tilesOf(tree.size)) {
		if (tile.width === TILE_WIDTH) continue
		const bytes = tree.tile(tile)
		if (bytes === undefined) throw new Error(`the tree lacks its own tile ${tilePath(tile)}`)
		await files.stage(tilePath(tile), bytes)
	}
}

/** Where a log of `edge` entries ends, as the paths that hold those places in a log of `size` entries. */
function* edgePaths(edge: number, size: number): Iterable<string> {
	for (let level = 0; Math.floor(edge / TILE_WIDTH ** level) > 0; level++) {
		const index = Math.floor((Math.floor(edge / TILE_WIDTH ** level) - 1) / TILE_WIDTH)
		const width = widthAt(level, index, size)
		if (level === 0) yield bundlePath({ index, width })
		yield tilePath({ level, index, width })
	}
}
