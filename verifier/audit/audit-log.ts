/**
 * Audits a whole log from outside: every entry decoded strictly and hashed, every tile and the root derived anew and
 * held against what the log serves, signatures, consistency with the head remembered from last time, order of times,
 * links and anchors, and every time-stamp. Access tags are followed for documents whose keys the reader has, and counted otherwise.
 * @module
 */
import {
	equalBytes,
	fromUtf8,
	HASH_SIZE,
	judgeCheckpoint,
	parseCheckpoint,
	parseNote,
	parseTrust,
	RefusalError,
	TILE_WIDTH,
	tilePath,
	widthAt,
} from '@letopis/format'
import type { Language } from '../report.ts'
import { checkAnchor, checkGenesisStamps } from './anchor-rules.ts'
import { type AuditReport, buildReport, malformedCheckpoint } from './audit-report.ts'
import { Bundles, fetchTile, type HashedBundle } from './bundles.ts'
import type { AuditContext } from './context.ts'
import { EarlierLogs } from './earlier-logs.ts'
import { checkEntry } from './entry-rules.ts'
import type { Head } from './progress.ts'
import { checkRenewal } from './renewal-rules.ts'
import { AuditRun, type RunOptions } from './run.ts'
import { type LogSource, SourceError } from './source.ts'
import { checkSuccession, peekPredecessor, recallPredecessor } from './succession.ts'
import { firstDifference } from './tree-hashes.ts'

export interface AuditOptions extends RunOptions {
	language?: Language
	/** logs that this one continues: where links into them lead is checked then */
	earlier?: readonly LogSource[]
	/** called after each bundle; `false` interrupts the run, which a later one resumes */
	onProgress?: (done: number, size: number) => boolean
}

/** Bundles between two saves of the state: some seconds of work. */
const SAVE_EVERY = 256

/**
 * Never throws for anything that a log says.
 * @throws SourceError where the log cannot be read: nothing is proven then, and the run may be resumed
 * @throws RefusalError if `trust` is not a trust file
 * @throws OtherLogError if the remembered state is of another log
 */
export async function auditLog(options: AuditOptions): Promise<AuditReport> {
	const language = options.language ?? 'en'
	const bytes = await options.source.checkpoint()
	if (bytes === undefined) throw new SourceError('source-no-checkpoint')
	const opened = openCheckpoint(bytes)
	if ('refusal' in opened) return malformedCheckpoint(language, opened.refusal)
	const { note, origin, head } = opened
	const trust = options.trust === undefined ? null : parseTrust(options.trust)
	const judgement = trust === null ? null : judgeCheckpoint(trust, note)
	const isTrusted = judgement !== null && judgement.log !== null
	const run = await AuditRun.begin(options, origin, head, trust, isTrusted)
	const { context, remembered } = run
	const longest = Math.max(0, ...run.seen.map(({ size }) => size))
	if (longest > head.size) context.findings.add('rollback', null, { before: longest, size: head.size })
	let complete: boolean
	try {
		complete = await readEntries(run, options)
	} catch (error) {
		if (error instanceof SourceError) await run.save()
		throw error
	}
	if (complete) {
		await run.conclude(context.findings.total === 0 && (trust === null || isTrusted))
	}
	return buildReport({ language, context, judgement, remembered, complete })
}

function openCheckpoint(
	bytes: Uint8Array,
): { note: string; origin: string; head: Head } | { refusal: RefusalError } {
	try {
		const note = fromUtf8(bytes)
		const { origin, size, root } = parseCheckpoint(parseNote(note).text)
		return { note, origin, head: { size, root } }
	} catch (refusal) {
		if (refusal instanceof RefusalError) return { refusal }
		throw refusal
	}
}

/** @returns whether the whole log was read; if not it was interrupted, or it lacks what cannot be done without */
async function readEntries(run: AuditRun, { onProgress, earlier = [] }: AuditOptions): Promise<boolean> {
	const { context } = run
	const { head, tree } = context
	const bundles = new Bundles(context)
	if (tree.bundles > 0) await recallPredecessor(context, bundles)
	else if (earlier.length > 0) context.predecessor = await peekPredecessor(context)
	if (earlier.length > 0 && context.predecessor != null) {
		const { predecessor, hasher, findings } = context
		context.earlier = await EarlierLogs.read(predecessor, earlier, hasher, findings)
	}
	let done = tree.bundles * TILE_WIDTH
	for await (const bundle of bundles.readAll(tree.bundles)) {
		const isFull = bundle.width === TILE_WIDTH
		const completed = isFull ? tree.push(bundle.leaves) : []
		for (const tile of completed) await compareTile(context, tile.level, tile.index, TILE_WIDTH)
		await checkEntries(context, bundles, bundle)
		if (isFull) run.finishBundle(bundle.index)
		done += bundle.width
		const goOn = onProgress?.(done, head.size) ?? true
		if (run.unsaved >= SAVE_EVERY || !goOn) await run.save()
		if (!goOn && done < head.size) return false
	}
	if (done < head.size) return false
	await comparePartialTiles(context)
	await compareHeads(run, bundles)
	await checkSuccession(context, bundles)
	return true
}

/** Stands in the table for an entry that the log does not serve: nobody can link to it, its place stays taken. */
const NO_DIGEST = new Uint8Array(HASH_SIZE)

async function checkEntries(
	context: AuditContext,
	bundles: Bundles,
	{ index, width, entries }: HashedBundle,
): Promise<void> {
	if (entries.length === 0) for (let i = 0; i < width; i++) context.table.add(NO_DIGEST, 0)
	const digests = new Uint8Array(HASH_SIZE * entries.length)
	context.hasher.hashAll(entries, digests)
	for (const [i, bytes] of entries.entries()) {
		const at = index * TILE_WIDTH + i
		const entry = checkEntry(context, at, bytes, digests, HASH_SIZE * i)
		if (entry?.tag !== undefined) context.chains?.see(at, entry.tag, context.findings)
		if (entry?.kind === 'anchor') await checkAnchor(context, bundles, at, entry)
		else if (entry?.kind === 'genesis') await checkGenesisStamps(context, at, entry)
		else if (entry?.kind === 'renewal') {
			await checkRenewal(context, bundles, at, entry)
			context.renewals.push(at)
		}
	}
}

async function compareTile(
	context: AuditContext,
	level: number,
	index: number,
	width: number,
): Promise<void> {
	const { source, findings, tree } = context
	const path = tilePath({ level, index, width })
	const tile = await fetchTile(source, level, index, width)
	const row = tree.row(level, index)
	if (tile === undefined) findings.add('tile-missing', null, { path })
	else if (row === undefined || firstDifference(tile, row, width) >= 0)
		findings.add('tile-differs', null, { path })
}

/** The last tile of each higher level is compared when the whole log is read; full ones were as they filled. */
async function comparePartialTiles(context: AuditContext): Promise<void> {
	const { size } = context.head
	for (let level = 1; widthAt(level, 0, size) > 0; level++) {
		const index = Math.floor(size / TILE_WIDTH ** (level + 1))
		const width = widthAt(level, index, size)
		if (width > 0) await compareTile(context, level, index, width)
	}
}

async function compareHeads({ context, seen }: AuditRun, bundles: Bundles): Promise<void> {
	const { head, findings } = context
	if (!equalBytes(await bundles.rootAt(head.size), head.root))
		findings.add('root-differs', null, { size: head.size })
	for (const { size, root } of seen) {
		// Under the very head that was remembered the root has just been judged.
		if (size > head.size || (size === head.size && equalBytes(root, head.root))) continue
		if (!equalBytes(await bundles.rootAt(size), root)) findings.add('fork', null, { size })
	}
}
