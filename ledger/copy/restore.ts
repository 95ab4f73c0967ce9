/**
 * Rebuilding an empty data folder from a backup, from the copy of a follower, or from both: the follower's log may be newer,
 * the private half only a backup has. The log's store is derived anew from the entries and must lead to
 * the signed head; vault and anchors are copied back, and every private record is held against its entry. What of
 * the private half is damaged does not stop the rest, but is told. The restored log is held until something outside
 * proves that no entry is missing, because the backup itself cannot know what was signed after it.
 * @module
 */
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import {
	type Cid,
	cidText,
	decodeEntry,
	decodeOpening,
	equalBytes,
	isCid,
	openingRoot,
	RefusalError,
} from '@letopis/format'
import { makeFolder } from '../anchor/durable-file.ts'
import { LedgerError, storageError } from '../error.ts'
import { prepareDataFolder } from '../folder/format.ts'
import { realPath } from '../folder/real-path.ts'
import { markFrozen, restoredFreeze } from '../log/freeze.ts'
import { openHeadFile } from '../log/head-file.ts'
import { importLog } from '../log/import.ts'
import { LogStore } from '../log/log-store.ts'
import { openSigner } from '../log/signer.ts'
import { openLevelStore } from '../store/level.ts'
import type { Store } from '../store/store.ts'
import { foundedLogs, type NumberedIdentity, presentLog } from '../town/identity.ts'
import { lockTown } from '../town/lock.ts'
import { logPaths, type TownSettings } from '../town/settings.ts'
import { markRunning } from '../town/sweep.ts'
import { useNativeHashing } from '../tree/native-hash.ts'
import { openEpochs } from '../vault/epochs.ts'
import { openVault, type Vault } from '../vault/vault.ts'
import { isContent, readBackup } from './backup.ts'
import { readMark } from './follower-mark.ts'
import { mirrorFolder } from './mirror.ts'
import { folderSource, type LogSource } from './source.ts'

export interface RestoreResult {
	/** Entries of the present log. */
	readonly size: number
	/** What of the private half the backup does not give back, one line each. */
	readonly findings: readonly string[]
	/** What the administrator has to do now, as a sentence. */
	readonly next: string
}

type Progress = (done: number, total: number, what: string) => void

/** Findings told one by one; more would only hide the reason. */
const TOLD = 1000

/**
 * @throws LedgerError 'conflict' if the data folder is not empty or the keys are of another town, 'corrupt' if the
 *   backup's log does not lead to its signed head, 'in-use', 'disk-full', 'io'
 */
export async function restoreTown(
	settings: TownSettings,
	folder: string,
	options: RestoreOptions = {},
): Promise<RestoreResult> {
	await presentLog(settings)
	const follower = await readFollower(options.follower ?? folder, options.follower !== undefined)
	const backup = follower !== null && options.follower === undefined ? { logs: [] } : await readBackup(folder)
	useNativeHashing()
	const lock = await lockTown(settings)
	try {
		await refuseFilled(settings.data)
		const founded = await foundedLogs(settings)
		for (const { number, origin } of [...backup.logs, ...(follower === null ? [] : [follower])])
			if (!founded.some((log) => log.number === number && log.origin === origin))
				throw new LedgerError('conflict', `the keys folder has no keys of ${origin}`, {
					remedy: 'bring back the keys folder of this town first',
				})
		let size = 0
		let missing = 0
		const findings: string[] = []
		for (const log of founded) {
			const own = follower?.number === log.number ? follower : null
			if (own === null && !backup.logs.some(({ number }) => number === log.number)) continue
			const from = { backup: folder, follower: own }
			const restored = await restoreLog(settings, from, log, options.onProgress ?? (() => {}))
			size = restored.size
			missing = Math.max(0, (await remembered(settings, log.number)) - size)
			findings.push(...restored.findings)
		}
		// A backup brings back what was disposed of since: the first start that may ends what the log declares.
		await markRunning(settings.data)
		// Last: without it, what is there is no data folder yet, and a restoration that was cut off shows.
		await prepareDataFolder(settings.data, {
			program: settings.program,
			backup: async () => {},
			adopt: true,
		})
		return {
			size,
			findings,
			next:
				missing === 0
					? 'it signs again after "letopis resume --follower <folder>" or "letopis succeed"'
					: `${missing} entries that these keys have signed are not in it: look for a newer backup; without one, "letopis succeed"`,
		}
	} catch (error) {
		if (!(error instanceof RefusalError)) throw error
		throw new LedgerError('corrupt', `the log in the backup is malformed: ${error.message}`, {
			cause: error,
			remedy: 'use another backup',
		})
	} finally {
		await lock.release()
	}
}

export interface RestoreOptions {
	/** Folder of a follower: its copy is taken for the log that it is of, the backup for everything else. */
	readonly follower?: string
	readonly onProgress?: Progress
}

interface FollowerCopy {
	readonly folder: string
	readonly number: number
	readonly origin: string
}

/** Where things come from: the backup's folder, which may have nothing of the log, and a copy of the log itself. */
interface Sources {
	readonly backup: string
	readonly follower: FollowerCopy | null
}

/** @returns null for a folder that no follower keeps, unless it was `named` as one @throws LedgerError 'not-found' */
async function readFollower(folder: string, named: boolean): Promise<FollowerCopy | null> {
	const mark = await readMark(folder)
	const number = Number(/\/log\/([1-9]\d{0,8})$/.exec(mark?.origin ?? '')?.[1] ?? 0)
	if (mark !== null && number > 0) return { folder, number, origin: mark.origin }
	if (!named) return null
	throw new LedgerError('not-found', `${folder} is no follower's copy`, {
		remedy: 'give the folder that "letopis follow" keeps',
	})
}

/** Entries that the keys remember to have signed. */
async function remembered(settings: TownSettings, number: number): Promise<number> {
	const head = await openHeadFile(logPaths(settings, number).head)
	try {
		return (await head.read())?.size ?? 0
	} catch (error) {
		// Unreadable: the opening will say so.
		if (error instanceof LedgerError) return 0
		throw error
	} finally {
		await head.close()
	}
}

async function refuseFilled(data: string): Promise<void> {
	const there = await readdir(data).catch((error: NodeJS.ErrnoException) => {
		if (error.code === 'ENOENT') return []
		throw storageError(error, 'looking into the data folder')
	})
	if (there.some((name) => name !== 'lost+found'))
		throw new LedgerError('conflict', `${data} is not empty`, {
			remedy: 'move the damaged folder aside first; it may still be needed',
		})
}

interface RestoredLog {
	readonly size: number
	readonly findings: readonly string[]
}

async function restoreLog(
	settings: TownSettings,
	from: Sources,
	log: NumberedIdentity,
	onProgress: Progress,
): Promise<RestoredLog> {
	const paths = logPaths(settings, log.number)
	for (const path of [paths.entries, paths.index, paths.vault]) await makeFolder(path)
	const store = await openLevelStore(paths.entries)
	try {
		const { size, findings } = await restoreEntries(settings, from, log, store, onProgress)
		findings.push(...(await restorePrivate(settings, from.backup, log.number, size, onProgress)))
		const vault = await openVault({ dir: paths.vault, epochs: await openEpochs(paths.keys) })
		try {
			const had = vault.size
			if (had < size && !(await vault.lose(size, { unproven: from.follower !== null })))
				throw new LedgerError('corrupt', `the backup has ${vault.size} private records for ${size} entries`, {
					remedy: 'use another backup',
				})
			// A public copy has no private half; told as one, not entry by entry.
			const lost = from.follower !== null && had < size
			if (lost)
				findings.push(`entries ${had} to ${size - 1}: nothing private of them is in the backup, it is lost`)
			const damaged = vault.damage.filter(({ copy }) => copy !== 'both').map(({ segment }) => segment)
			// The vault was copied after the head: what it has beyond the log belongs to entries that are not here.
			await vault.truncate(size)
			findings.push(...(await checkRecords(new LogStore(store), vault, lost ? had : size, onProgress)))
			damaged.push(...(await vault.repair()).repaired)
			for (const first of new Set(damaged))
				findings.push(
					`vault segment ${first}: a copy is damaged in the backup; what the other one has was used`,
				)
		} finally {
			await vault.close()
		}
		if (log.closed !== undefined && size < log.closed.size)
			findings.push(`${log.origin} was closed at size ${log.closed.size}; the backup ends at ${size}`)
		return { size, findings }
	} finally {
		await store.close()
	}
}

async function restoreEntries(
	settings: TownSettings,
	{ backup, follower }: Sources,
	log: NumberedIdentity,
	store: Store,
	onProgress: Progress,
): Promise<{ size: number; findings: string[] }> {
	const findings: string[] = []
	const source = folderSource(follower?.folder ?? join(backup, 'log', String(log.number)))
	const { vkeys } = await openSigner(settings.keys, log.origin)
	const size = await importLog({
		store,
		origin: log.origin,
		vkeys: [vkeys.ed25519, vkeys.mldsa44],
		note: await source.checkpoint(),
		source: { bundle: source.bundle, blob: (cid) => blobOf(source, cid) },
		onBlob: (cid) => {
			if (findings.length < TOLD) findings.push(`blob ${cidText(cid)} is missing or damaged in the backup`)
		},
		onProgress: (done, total) => onProgress(done, total, `log ${log.number}`),
	})
	// Not among the keys: should the data that were thought lost turn up again, a restoration does not hold them.
	if (log.closed === undefined) {
		const time = new Date(settings.clock.now()).toISOString()
		await markFrozen(store, restoredFreeze(time, follower === null ? null : realPath(follower.folder)))
	}
	return { size, findings }
}

/** A token that cannot be read is no reason to hold back everything else. */
async function blobOf(source: LogSource, cid: Cid): Promise<Uint8Array | undefined> {
	return source.blob(cidText(cid)).catch((error: unknown) => {
		if (error instanceof LedgerError) return undefined
		throw error
	})
}

/** @returns findings */
async function restorePrivate(
	settings: TownSettings,
	folder: string,
	number: number,
	size: number,
	onProgress: Progress,
): Promise<string[]> {
	const { vault, anchors } = logPaths(settings, number)
	const from = join(folder, 'vault', String(number))
	const onFile = (path: string) => onProgress(0, size, path)
	const payloads = await mirrorFolder(join(from, 'payload'), join(vault, 'payload'), {
		immutable: false,
		judge: isContent,
		onFile,
	})
	for (const copy of ['segments-a', 'segments-b'])
		await mirrorFolder(join(from, copy), join(vault, copy), { immutable: false, onFile })
	await mirrorFolder(join(folder, 'anchors', String(number)), anchors, { immutable: false })
	return payloads.unsound
		.slice(0, TOLD)
		.map((name) => `content ${name} is damaged in the backup, and was not restored`)
}

/** Every private record against its entry, and whether its content is there. */
async function checkRecords(
	log: LogStore,
	vault: Vault,
	size: number,
	onProgress: Progress,
): Promise<string[]> {
	const findings: string[] = []
	for await (const { index, entry } of log.entries(0, size)) {
		const fault = await recordFault(vault, index, entry)
		if (fault !== null && findings.length < TOLD) findings.push(`entry ${index}: ${fault}`)
		onProgress(index + 1, size, 'records')
	}
	return findings
}

async function recordFault(vault: Vault, index: number, entry: Uint8Array): Promise<string | null> {
	try {
		const record = await vault.record(index)
		if (record === 'erased') return null
		if (record === undefined) return 'the vault has no record of it'
		const { commitment, body } = decodeEntry(entry)
		if (!equalBytes(openingRoot(decodeOpening(record.opening)), commitment))
			return "the vault's record belongs to another entry"
		if (isCid(body.content) && !(await vault.holds(body.content, record)))
			return `its content ${cidText(body.content)} is missing`
		return null
	} catch (error) {
		return error instanceof Error ? error.message : String(error)
	}
}
