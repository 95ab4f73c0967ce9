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
	type Cid,
	cidDigest,
	cidText,
	decodeBundle,
	decodeEntry,
	equalBytes,
	HASH_SIZE,
	judgeCheckpoint,
	leafHash,
	parseCheckpoint,
	parseCid,
	parseNote,
	parseTrust,
	RefusalError,
	type RenewedHeads,
	sha256,
	TILE_WIDTH,
	type Trust,
	tilePath,
	tilesOf,
	utf8,
	widthAt,
} from '@letopis/format'
import { LedgerError } from '../error.ts'
import { listedBlobs, namedBlobs, renewedHeadsOf } from '../log/named-blobs.ts'
import { GrowingTree } from '../tree/append.ts'
import { FOLLOWER_MARK, type FollowerMark, formatMark, readMark } from './follower-mark.ts'
import { httpSource, type LogSource } from './source.ts'
import { lockCopy, StagedFolder } from './staged-folder.ts'
import { refuseSuccession, refuseUnknownSuccessor } from './succession.ts'

const SHOW_EVIDENCE = 'the signed heads are kept in evidence/: show them to the town and to its auditor'

export interface FollowOptions {
	folder: string
	/** The trust file's bytes: whose heads are believed. */
	trust: Uint8Array
	/** Who copies; a backup is made from the town's own data. `follow` unless given. */
	by?: FollowerMark['by']
	/** ms since 1970; the system's unless given */
	now?: () => number
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
 * @throws LedgerError 'conflict' for a head that is not trusted or contradicts the copy, 'witness' for one that lacks
 *   cosignatures, 'corrupt' for a copy or a source whose bytes do not lead to the signed root, 'io' where the source
 *   does not answer, 'in-use'
 */
export async function followSource(source: LogSource, options: FollowOptions): Promise<FollowResult> {
	const lock = await lockCopy(options.folder)
	try {
		return await follow(source, options)
	} catch (error) {
		if (!(error instanceof RefusalError)) throw error
		throw new LedgerError('corrupt', `the log is malformed: ${error.message}`, {
			cause: error,
			remedy: 'ask the town; nothing was taken over into the copy',
		})
	} finally {
		await lock.release()
	}
}

async function follow(source: LogSource, options: FollowOptions): Promise<FollowResult> {
	const files = new StagedFolder(options.folder)
	const note = await source.checkpoint()
	const trust = parseTrust(options.trust)
	const head = await trustedHead(source, note, trust)
	const old = await ownHead(files)
	if (old !== null) {
		refuseSuccession(old.checkpoint, head, trust)
		await refuseContradiction(source, files, old, head, note)
	}
	const oldSize = old?.checkpoint.size ?? 0
	const tree = await ownTree(files, old?.checkpoint ?? null)

	const first = Math.floor(oldSize / TILE_WIDTH)
	const end = Math.ceil(head.size / TILE_WIDTH)
	const blobs: string[] = []
	const renewed: RenewedHeads[] = []
	let leftovers = false
	let fault: string | null = null
	for (let index = first; index < end && head.size > oldSize && fault === null; index++) {
		const width = widthAt(0, index, head.size)
		const known = index === first ? oldSize - index * TILE_WIDTH : 0
		const staged = await stagedBundle(files, index, width)
		leftovers ||= staged !== null
		const entries = staged ?? (await loadBundle(source, files, index, width))
		const leaves = new Uint8Array(width * HASH_SIZE)
		for (const [place, entry] of entries.entries()) {
			leaves.set(leafHash(entry), place * HASH_SIZE)
			if (place < known) continue
			const decoded = decodeEntry(entry)
			blobs.push(...namedBlobs(decoded).map(cidText))
			const heads = renewedHeadsOf(decoded)
			if (heads !== null) renewed.push(heads)
		}
		const own = known === 0 ? undefined : tree.tile({ level: 0, index, width: known })
		if (own !== undefined && !equalBytes(own, leaves.subarray(0, own.length)))
			fault = `entries of bundle ${index} differ from those copied before`
		const before = tree.size
		tree.append(leaves.subarray(known * HASH_SIZE))
		for (const { tile, bytes } of tree.filledSince(before)) await files.stage(tilePath(tile), bytes)
		tree.trim()
		options.onProgress?.(tree.size - oldSize, head.size - oldSize)
	}
	if (!equalBytes(tree.root(), head.root))
		fault ??= `the entries do not lead to the signed root at size ${head.size}`
	if (fault !== null) {
		await files.discard()
		// What an interrupted run had staged is judged only here: it may be that which is wrong.
		if (leftovers) return follow(source, options)
		await keepEvidence(source, files, old?.note ?? null, note)
		throw new LedgerError('conflict', fault, {
			remedy: `the source lies or the log has two histories. Nothing was taken over; ${SHOW_EVIDENCE}`,
		})
	}
	// Only now: what a false entry names may not exist at all.
	for (const cid of blobs) await stageBlob(source, files, cid)
	const read = async (cid: Cid) => {
		const path = `blob/${cidText(cid)}`
		return (await files.staged(path)) ?? (await files.committed(path))
	}
	for (const heads of renewed) {
		for await (const cid of listedBlobs(heads, read)) await stageBlob(source, files, cidText(cid))
	}
	await stageRightEdge(files, tree)
	await files.commit()
	await mark(files, options, head)
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

/** Before the checkpoint: a crash in between leaves a mark of another size, which says nothing. */
async function mark(
	files: StagedFolder,
	options: FollowOptions,
	{ origin, size }: Checkpoint,
): Promise<void> {
	const { folder, by = 'follow', now = Date.now } = options
	const known = await readMark(folder)
	if (known?.size === size && known.by === by) return
	const reached = new Date(now()).toISOString()
	await files.replace(FOLLOWER_MARK, utf8(formatMark({ by, origin, size, reached })))
}

async function trustedHead(source: LogSource, note: string, trust: Trust): Promise<Checkpoint> {
	const { ok, checkpoint, reason, detail } = judgeCheckpoint(trust, note)
	if (ok && checkpoint !== null) return checkpoint
	if (checkpoint !== null) await refuseUnknownSuccessor(source, checkpoint, trust)
	if (reason === 'quorum-unmet')
		throw new LedgerError('witness', `the log's newest head is not complete yet: ${detail}`, {
			remedy: 'run the same command again in a minute: witnesses may take their time',
		})
	throw new LedgerError('conflict', `the log's head is not to be trusted: ${detail}`, {
		remedy: 'get the trust file of this town anew by a second way, and compare its fingerprint',
	})
}

interface OwnHead {
	note: string
	checkpoint: Checkpoint
}

async function ownHead(files: StagedFolder): Promise<OwnHead | null> {
	const bytes = await files.committed('checkpoint')
	if (bytes === undefined) return null
	const note = new TextDecoder().decode(bytes)
	try {
		return { note, checkpoint: parseCheckpoint(parseNote(note).text) }
	} catch (error) {
		if (!(error instanceof RefusalError)) throw error
		throw new LedgerError('corrupt', `the checkpoint of this copy is damaged: ${error.message}`, {
			cause: error,
			remedy: 'remove the folder and follow the log anew',
		})
	}
}

async function refuseContradiction(
	source: LogSource,
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
	const other = checkpoint.origin !== head.origin
	if (!other) await keepEvidence(source, files, old.note, note)
	throw new LedgerError('conflict', reason, {
		remedy: other ? 'choose another folder' : SHOW_EVIDENCE,
	})
}

/** The log itself is shown what it signed before: if it is honest and was set back, it stops signing. */
async function keepEvidence(
	source: LogSource,
	files: StagedFolder,
	old: string | null,
	note: string,
): Promise<void> {
	const name = Buffer.from(sha256(utf8(note))).toString('hex', 0, 8)
	if (old !== null) {
		await files.replace(`evidence/${name}-before.note`, utf8(old))
		await source.show?.(old).catch(() => {})
	}
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

/** A bundle that an interrupted run has staged; null if there is none, or a torn one. */
async function stagedBundle(files: StagedFolder, index: number, width: number): Promise<Uint8Array[] | null> {
	const path = bundlePath({ index, width })
	const bytes = await files.staged(path)
	if (bytes === undefined) return null
	try {
		const entries = judgedEntries(bytes, width)
		await files.stage(path, bytes)
		return entries
	} catch (error) {
		if (error instanceof RefusalError) return null
		throw error
	}
}

async function loadBundle(
	source: LogSource,
	files: StagedFolder,
	index: number,
	width: number,
): Promise<Uint8Array[]> {
	const bytes = await source.bundle(index, width)
	const entries = judgedEntries(bytes, width)
	await files.stage(bundlePath({ index, width }), bytes)
	return entries
}

/** @throws RefusalError */
function judgedEntries(bytes: Uint8Array, width: number): Uint8Array[] {
	const entries = decodeBundle(bytes, width)
	for (const entry of entries) decodeEntry(entry)
	return entries
}

async function stageBlob(source: LogSource, files: StagedFolder, cid: string): Promise<void> {
	const path = `blob/${cid}`
	if ((await files.committed(path)) !== undefined) return
	const digest = cidDigest(parseCid(cid))
	const staged = await files.staged(path)
	const bytes = staged !== undefined && equalBytes(sha256(staged), digest) ? staged : await source.blob(cid)
	if (!equalBytes(sha256(bytes), digest))
		throw new LedgerError('corrupt', `the blob ${cid} does not have that hash`, {
			remedy: 'ask the town; nothing was taken over into the copy',
		})
	await files.stage(path, bytes)
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
