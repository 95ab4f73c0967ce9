/**
 * Looking after a town whose server is stopped: rebuild what can be rebuilt, lift a freeze on proof from outside,
 * close a log and found its successor.
 * @module
 */
import { rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { hex } from '@letopis/format'
import { syncFolder } from '../anchor/durable-file.ts'
import { LedgerError } from '../error.ts'
import { prepareDataFolder } from '../folder/format.ts'
import { type Head, openHeadFile } from '../log/head-file.ts'
import { openEpochs } from '../vault/epochs.ts'
import { openVault } from '../vault/vault.ts'
import { type DataHead, hasData, readDataHead } from './data-head.ts'
import { type NumberedIdentity, presentLog, writeIdentity } from './identity.ts'
import { foundLog } from './init.ts'
import { lockTown } from './lock.ts'
import { openTown, refuseUpgrade } from './open.ts'
import { newestOutsideHeads, type OutsideSource } from './outside.ts'
import { logPaths, projectionsPath, type TownSettings } from './settings.ts'

/**
 * Rebuilds the indexes of all logs; projections are thrown away and rebuilt by whoever owns them.
 * @returns entries of all logs
 */
export async function reindexTown(
	settings: TownSettings,
	onProgress?: (done: number, total: number) => void,
): Promise<number> {
	// Under the lock, for a server may be running on them; before the opening, which they may be too damaged for.
	const lock = await lockTown(settings)
	await rm(projectionsPath(settings), { recursive: true, force: true }).finally(() => lock.release())
	await using town = await openTown(settings, { still: true })
	let entries = 0
	for (const past of town.closedLogs.values()) {
		if (!past.held) continue
		const { log } = await past.open()
		await log.reindex(onProgress)
		entries += log.size
	}
	await town.log.reindex(onProgress)
	return entries + town.log.size
}

/**
 * Opens a frozen or restored log again, if heads that others hold are all in its history.
 * @throws LedgerError 'conflict' if they are not, or if there are none
 */
export async function resumeTown(
	settings: TownSettings,
	outside: OutsideSource,
): Promise<{ size: number; reason: string }> {
	const data = await readDataHead(settings, await presentLog(settings))
	const { notes, size, cosignedNow, reason } = await newestOutsideHeads(settings, outside, data)
	refuseStale(data, size)
	await using town = await openTown(settings, { still: true, resume: notes, cosignedNow })
	return { size: town.log.size, reason }
}

/** A head from long ago is in every history: it has to be at least as new as what we published ourselves. */
function refuseStale(data: DataHead | null, size: number): void {
	if (data === null || size >= data.published) return
	throw new LedgerError(
		'conflict',
		`the head from outside covers ${size} entries, but ${data.published} were published`,
		{
			remedy: 'give a newer follower, or ask a witness; an old head does not prove that nothing is missing',
		},
	)
}

/**
 * Closes the present log for good and founds its successor, whose genesis names the old head and the lost range.
 * A succession that was cut off is ended by calling again.
 * @param lostTo one more than the last index known to have been signed, if some entries could not be restored
 * @throws LedgerError 'conflict' for a log without any entry of its own, or a `lostTo` within the log
 */
export async function succeedTown(
	settings: TownSettings,
	lostTo?: number,
): Promise<{ closed: string; size: number; origin: string }> {
	if ((await presentLog(settings)).closed === undefined) await publishLast(settings)
	const lock = await lockTown(settings)
	try {
		await prepareDataFolder(settings.data, { program: settings.program, backup: refuseUpgrade })
		return await succeed(settings, await presentLog(settings), lostTo)
	} finally {
		await lock.release()
	}
}

/**
 * While it can: what is not published before the log is closed never gets all its signatures, and what is not stamped
 * no stamp of this log.
 */
async function publishLast(settings: TownSettings): Promise<void> {
	try {
		await using town = await openTown(settings, { still: true })
		await town.log.publish()
		// An authority that is down does not keep a log open: its successor's genesis entry names the last head. A log
		// with nothing but its own genesis is not given an entry to be closed with.
		if (town.log.size > 1) await town.anchorer.anchorNow().catch(() => {})
		await town.log.publish()
	} catch (error) {
		// A log that must not sign any more is the usual reason for a succession.
		if (!(error instanceof LedgerError) || error.code === 'in-use') throw error
	}
}

/** As many predecessors as a trust file may have. */
const MOST_CLOSED = 32

async function succeed(settings: TownSettings, present: NumberedIdentity, lostTo: number | undefined) {
	const { number, ...identity } = present
	if (number > MOST_CLOSED)
		throw new LedgerError('conflict', `a trust file names at most ${MOST_CLOSED} closed logs`, {
			remedy: 'found a new town: its documents are recorded there anew',
		})
	const { old, lost } = await lastHead(settings, present, lostTo)
	// Written first: after a crash here the log stays closed, and calling again founds the successor.
	await writeIdentity(settings, number, { ...identity, closed: { size: old.size, root: hex(old.root) } })
	if (await hasData(settings, number)) await settleVault(settings, number, old.size)
	const origin = identity.origin.replace(/\/log\/\d+$/, `/log/${number + 1}`)
	await foundLog(settings, origin, {
		town: identity.town,
		demo: identity.demo,
		predecessor: {
			origin: identity.origin,
			size: old.size,
			root: old.root,
			...(lost === null ? {} : { lost }),
		},
	})
	return { closed: identity.origin, size: old.size, origin }
}

/**
 * Marks what the vault of the log does not have any more as lost: from now on it has as many records as the log has
 * entries, and one with fewer is not all there is. A vault whose keys are lost is put aside, for the keys may turn up.
 */
async function settleVault(settings: TownSettings, number: number, size: number): Promise<void> {
	const { vault: dir, keys } = logPaths(settings, number)
	const open = async () => openVault({ dir, epochs: await openEpochs(keys) })
	const vault = await open().catch(async (error: unknown) => {
		if (!(error instanceof LedgerError) || error.code !== 'not-found') throw error
		await rename(dir, `${dir}.unreadable`)
		await syncFolder(dirname(dir))
		return open()
	})
	try {
		if (vault.size < size) await vault.lose(size, { unproven: true })
	} finally {
		await vault.close()
	}
}

/**
 * What the log is closed at: whatever the data holds under a sound signature; without any data, what the keys
 * remember to have signed. What they remember beyond the data is lost.
 */
async function lastHead(
	settings: TownSettings,
	present: NumberedIdentity,
	lostTo = 0,
): Promise<{ old: Head; lost: [number, number] | null }> {
	const file = await openHeadFile(logPaths(settings, present.number).head)
	const remembered = await file.read().catch(() => null)
	await file.close()
	const data = await readDataHead(settings, present)
	if (data?.size === 1 && present.number > 1 && present.closed === undefined && data.frozen === null)
		throw new LedgerError('conflict', `${present.origin} has no entries yet: it is a successor itself`, {
			remedy: 'nothing is to be done; start the server',
		})
	const old = data ?? remembered
	if (old === null || old.size === 0)
		throw new LedgerError('not-found', `neither data nor keys tell where ${present.origin} ended`, {
			remedy: 'restore a backup of the data, or the head file among the keys',
		})
	if (lostTo !== 0 && !(Number.isSafeInteger(lostTo) && lostTo > old.size))
		throw new LedgerError(
			'conflict',
			`nothing up to ${lostTo} is lost: the log is closed at size ${old.size}`,
		)
	const end = Math.max(lostTo, remembered?.size ?? 0)
	const from = data?.size ?? 0
	return { old, lost: end > from ? [from, end] : null }
}
