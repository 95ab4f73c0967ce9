/**
 * Checking a whole town whose server is stopped: every log of it, the closed ones too, with vault, contents, anchors
 * and index, and that each log continues the one before.
 * @module
 */
import { equalBytes, hex, type Predecessor } from '@letopis/format'
import type { TreeReport } from '../anchor/kept-trees.ts'
import { LedgerError } from '../error.ts'
import type { Finding } from '../log/fsck.ts'
import type { LogReader } from '../log/log-reader.ts'
import type { VaultFinding } from '../vault/upkeep.ts'
import type { Vault } from '../vault/vault.ts'
import { openTown } from './open.ts'
import type { OpenPastLog, PastLog } from './past-logs.ts'
import { checkPayloads } from './payload-check.ts'
import type { TownSettings } from './settings.ts'
import { predecessorIn } from './sweep.ts'

export interface FsckOptions {
	/** Rewrite damaged vault copies from the sound ones first. */
	readonly repair?: boolean
	readonly onProgress?: (done: number, total: number, what: string) => void
}

export interface FsckResult {
	/** One line each: what, where, and what to do. */
	readonly findings: string[]
	/** Of all logs. */
	readonly entries: number
	readonly payloads: number
	/** Of the present log, in hex. */
	readonly root: string
}

/** What is checked of any log. */
interface LogParts {
	readonly log: LogReader & { fsck(onProgress?: (done: number, total: number) => void): Promise<Finding[]> }
	readonly vault: Vault
	checkTrees(): Promise<TreeReport[]>
	/** What it means that a tree cannot be rebuilt. */
	readonly lostTree: string
}

/**
 * Re-derives everything of all logs.
 * @throws LedgerError only if the town cannot be opened at all
 */
export async function fsckTown(settings: TownSettings, options: FsckOptions = {}): Promise<FsckResult> {
	await using town = await openTown(settings, { still: true })
	const { log, vault, anchorer } = town
	const present = await checkLog(
		{
			log,
			vault,
			checkTrees: () => anchorer.checkTrees(),
			lostTree: 'their documents will be stamped again',
		},
		options,
	)
	const findings = present.findings
	let [entries, payloads] = [log.size, present.payloads]
	let successor = await predecessorIn(log)
	for (const past of [...town.closedLogs.values()].reverse()) {
		const checked = await checkPastLog(past, successor, options)
		findings.push(...checked.findings.map((finding) => `log ${past.number}: ${finding}`))
		entries += checked.entries
		payloads += checked.payloads
		successor = checked.predecessor
	}
	return { findings, entries, payloads, root: hex(await log.rootAt(log.size)) }
}

async function checkLog(
	{ log, vault, checkTrees, lostTree }: LogParts,
	{ repair, onProgress }: FsckOptions,
): Promise<{ findings: string[]; payloads: number }> {
	const findings: string[] = []
	if (repair) {
		await vault.scrub()
		const { repaired, lost } = await vault.repair()
		for (const first of repaired)
			findings.push(`vault segment ${first}: the damaged copy was rewritten; run fsck again`)
		for (const damage of lost) findings.push(`vault: both copies are damaged: ${JSON.stringify(damage)}`)
	}
	const place = (index: number | null) => (index === null ? '' : `entry ${index}: `)
	for (const finding of await log.fsck((done, total) => onProgress?.(done, total, 'log')))
		findings.push(`${place(finding.index)}${finding.what}; ${finding.remedy}`)
	const scrubbed = await vault.scrub(({ what, done, total }) => onProgress?.(done, total, what))
	const damaged = scrubbed.flatMap((finding) => (finding.kind === 'payload' ? [finding.cid] : []))
	const payloads = await checkPayloads(log, vault, damaged, (done, total) =>
		onProgress?.(done, total, 'contents'),
	)
	const counts = (finding: VaultFinding) => finding.kind !== 'payload' || payloads.damaged.has(finding.cid)
	for (const finding of scrubbed.filter(counts)) findings.push(`vault: ${describeFinding(finding)}`)
	findings.push(...payloads.missing)
	for (const tree of await checkTrees()) {
		if (tree.lost > 0)
			findings.push(`anchors of ${tree.authority}: ${tree.lost} document trees are lost; ${lostTree}`)
		if (tree.renewalsLost > 0)
			findings.push(
				`renewals of ${tree.authority}: ${tree.renewalsLost} trees do not lead to what was stamped; restore from a backup`,
			)
	}
	return { findings, payloads: payloads.count }
}

interface CheckedPast {
	readonly findings: string[]
	readonly entries: number
	readonly payloads: number
	/** What its genesis entry says of the log before it. */
	readonly predecessor: Predecessor | undefined
}

/** @param named what its successor says of it; undefined if that could not be read */
async function checkPastLog(
	past: PastLog,
	named: Predecessor | undefined,
	options: FsckOptions,
): Promise<CheckedPast> {
	const findings: string[] = []
	const { origin, size, root, held } = past
	if (
		named !== undefined &&
		!(named.origin === origin && named.size === size && equalBytes(named.root, root))
	)
		findings.push(
			'its successor continues another head; bring town.json back from the copy of the keys folder',
		)
	const nothing = { findings, entries: 0, payloads: 0, predecessor: undefined }
	if (!held) {
		// A log can be closed because all of it was lost: then its successor says so.
		if (named?.lost?.[0] !== 0) findings.push(`there are no data of ${origin}; restore them from a backup`)
		return nothing
	}
	let opened: OpenPastLog
	try {
		opened = await past.open()
	} catch (error) {
		if (!(error instanceof LedgerError)) throw error
		findings.push(`${error.message}; ${error.remedy ?? 'restore it from a backup'}`)
		return nothing
	}
	const { log, vault, anchors } = opened
	if (log.size < size)
		findings.push(`it was closed at size ${size}, the data has ${log.size}; restore a newer backup of it`)
	else if (!equalBytes(await log.rootAt(size), root))
		findings.push(`at size ${size} it has another root than it was closed at; restore it from a backup`)
	const checked = await checkLog(
		{
			log,
			vault,
			checkTrees: () => anchors.checkTrees(),
			lostTree: 'no evidence record can be made of them any more',
		},
		options,
	)
	findings.push(...checked.findings)
	return { findings, entries: log.size, payloads: checked.payloads, predecessor: await predecessorIn(log) }
}

function describeFinding(finding: object): string {
	return Object.entries(finding)
		.map(([name, value]) => `${name} ${String(value)}`)
		.join(', ')
}
