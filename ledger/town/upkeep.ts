/**
 * Looking after a town whose server is stopped: check everything, rebuild what can be rebuilt, lift a freeze on
 * proof from outside, close a log and found its successor.
 * @module
 */
import { rm } from 'node:fs/promises'
import { type Hash, hex } from '@letopis/format'
import { LedgerError } from '../error.ts'
import { openHeadFile } from '../log/head-file.ts'
import { lockKeys } from '../log/keys-lock.ts'
import { openClosedLog } from '../log/open.ts'
import { openSigner } from '../log/signer.ts'
import { openLevelStore } from '../store/level.ts'
import { foundedLogs, type NumberedIdentity, writeIdentity } from './identity.ts'
import { foundLog } from './init.ts'
import { openTown } from './open.ts'
import { newestOutsideHeads, type OutsideSource } from './outside.ts'
import { checkPayloads } from './payload-check.ts'
import { logPaths, projectionsPath, type TownSettings } from './settings.ts'

export interface FsckOptions {
	/** Rewrite damaged vault copies from the sound ones first. */
	readonly repair?: boolean
	readonly onProgress?: (done: number, total: number, what: string) => void
}

export interface FsckResult {
	/** One line each: what, where, and what to do. */
	readonly findings: string[]
	readonly entries: number
	readonly payloads: number
	/** Root in hex. */
	readonly root: string
}

/** Re-derives everything of the present log. @throws LedgerError only if the town cannot be opened at all */
export async function fsckTown(settings: TownSettings, options: FsckOptions = {}): Promise<FsckResult> {
	await using town = await openTown(settings, { still: true })
	const { log, vault, anchorer } = town
	const { onProgress } = options
	const findings: string[] = []
	if (options.repair) {
		await vault.scrub()
		const { repaired, lost } = await vault.repair()
		for (const first of repaired)
			findings.push(`vault segment ${first}: the damaged copy was rewritten; run fsck again`)
		for (const damage of lost) findings.push(`vault: both copies are damaged: ${JSON.stringify(damage)}`)
	}
	const place = (index: number | null) => (index === null ? '' : `entry ${index}: `)
	for (const finding of await log.fsck((done, total) => onProgress?.(done, total, 'log')))
		findings.push(`${place(finding.index)}${finding.what}; ${finding.remedy}`)
	for (const finding of await vault.scrub(({ what, done, total }) => onProgress?.(done, total, what)))
		findings.push(`vault: ${describeFinding(finding)}`)
	const payloads = await checkPayloads(log, vault, (done, total) => onProgress?.(done, total, 'contents'))
	findings.push(...payloads.missing)
	for (const tree of await anchorer.checkTrees())
		if (tree.lost > 0)
			findings.push(
				`anchors of ${tree.authority}: ${tree.lost} document trees are lost; their documents will be stamped again`,
			)
	return { findings, entries: log.size, payloads: payloads.count, root: hex(await log.rootAt(log.size)) }
}

function describeFinding(finding: object): string {
	return Object.entries(finding)
		.map(([name, value]) => `${name} ${String(value)}`)
		.join(', ')
}

/** Rebuilds the log's own index; projections are thrown away and rebuilt by whoever owns them. */
export async function reindexTown(
	settings: TownSettings,
	onProgress?: (done: number, total: number) => void,
): Promise<number> {
	await rm(projectionsPath(settings), { recursive: true, force: true })
	await using town = await openTown(settings, { still: true })
	await town.log.reindex(onProgress)
	return town.log.size
}

/**
 * Opens a frozen or restored log again, if heads that others hold are all in its history.
 * @throws LedgerError 'conflict' if they are not, or if there are none
 */
export async function resumeTown(
	settings: TownSettings,
	outside: OutsideSource,
): Promise<{ size: number; reason: string }> {
	const heads = await newestOutsideHeads(settings, outside)
	await refuseStale(settings, heads.size)
	await using town = await openTown(settings, { still: true, resume: heads.notes })
	return { size: town.log.size, reason: heads.reason }
}

/** A head from long ago is in every history: it has to be at least as new as what we published ourselves. */
async function refuseStale(settings: TownSettings, size: number): Promise<void> {
	let published = 0
	try {
		await using town = await openTown(settings, { still: true })
		published = town.log.published?.size ?? 0
	} catch (error) {
		// A log that does not even open to be read is judged by the opening itself, with the heads.
		if (!(error instanceof LedgerError)) throw error
	}
	if (size < published)
		throw new LedgerError(
			'conflict',
			`the head from outside covers ${size} entries, but ${published} were published`,
			{
				remedy:
					'let the follower catch up, or ask a witness; an old head does not prove that nothing is missing',
			},
		)
}

/**
 * Closes the present log for good and founds its successor, whose genesis names the old head and the lost range.
 * @param lostTo one more than the last index known to have been signed, if some entries could not be restored
 */
export async function succeedTown(
	settings: TownSettings,
	lostTo?: number,
): Promise<{ closed: string; size: number; origin: string }> {
	const present = (await foundedLogs(settings)).at(-1)
	if (present === undefined) throw new LedgerError('not-found', 'there is no town to succeed')
	const lock = await lockKeys(settings.keys)
	try {
		return await succeed(settings, present, lostTo)
	} finally {
		await lock.release()
	}
}

async function succeed(settings: TownSettings, present: NumberedIdentity, lostTo: number | undefined) {
	const { number, ...identity } = present
	const old = await lastHead(settings, present)
	const head = await openHeadFile(logPaths(settings, number).head)
	// What the keys remember to have signed beyond the data is lost, and the successor says so.
	const remembered = (await head.read().catch(() => null))?.size ?? 0
	await head.close()
	const end = Math.max(lostTo ?? 0, remembered)
	if (lostTo !== undefined && !(Number.isSafeInteger(lostTo) && lostTo > old.size))
		throw new RangeError(`expected --lost-to above the size of the closed log, ${old.size}`)
	// Written first: after a crash here the log stays closed, and calling again founds the successor.
	await writeIdentity(settings, number, { ...identity, closed: { size: old.size, root: hex(old.root) } })
	const origin = identity.origin.replace(/\/log\/\d+$/, `/log/${number + 1}`)
	await foundLog(settings, origin, {
		town: identity.town,
		demo: identity.demo,
		predecessor: {
			origin: identity.origin,
			size: old.size,
			root: old.root,
			...(end > old.size ? { lost: [old.size, end] as [number, number] } : {}),
		},
	})
	await rm(projectionsPath(settings), { recursive: true, force: true })
	return { closed: identity.origin, size: old.size, origin }
}

/** Whatever the data holds under a sound signature is what the log is closed at. */
async function lastHead(
	settings: TownSettings,
	{ number, origin }: NumberedIdentity,
): Promise<{ size: number; root: Hash }> {
	const paths = logPaths(settings, number)
	const { vkeys } = await openSigner(settings.keys, origin)
	const store = await openLevelStore(paths.entries)
	const index = await openLevelStore(paths.index)
	try {
		const log = await openClosedLog({ store, index, vkeys: [vkeys.ed25519, vkeys.mldsa44] })
		return { size: log.size, root: await log.rootAt(log.size) }
	} finally {
		await index.close()
		await store.close()
	}
}
