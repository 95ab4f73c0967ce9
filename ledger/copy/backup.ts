/**
 * Backups: the log in its public form, as any follower sees it, with the vault's and the anchors' files. Never with
 * keys, so that a stolen backup is unreadable. `backup.json`, written last, says that it is whole.
 *
 * Order: the head is taken first, then vault and anchors are copied, then the log up to that head. So a backup's
 * vault is never behind its log, also where a later run was cut off: what the earlier one made can be restored.
 * @module
 */
import { readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { type Cid, cidDigest, equalBytes, parseCid, utf8 } from '@letopis/format'
import { makeFolder, syncFolder, writeDurably } from '../anchor/durable-file.ts'
import { LedgerError } from '../error.ts'
import { isInside } from '../folder/real-path.ts'
import { hasData } from '../town/data-head.ts'
import { foundedLogs, presentLog } from '../town/identity.ts'
import { openTown } from '../town/open.ts'
import { readOnlyFs } from '../town/read-only-fs.ts'
import { logPaths, type TownSettings } from '../town/settings.ts'
import { readTrustFile } from '../town/trust.ts'
import { openEpochs } from '../vault/epochs.ts'
import { openVault } from '../vault/vault.ts'
import { followSource } from './follow.ts'
import { logSource } from './log-source.ts'
import { mirrorFolder } from './mirror.ts'
import { httpSource, type LogSource } from './source.ts'
import { lockCopy } from './staged-folder.ts'

export const BACKUP_TYPE = 'letopis-backup/v1'

export interface BackupFile {
	readonly type: typeof BACKUP_TYPE
	/** ISO 8601 */
	readonly time: string
	readonly town: string
	readonly logs: readonly {
		readonly number: number
		readonly origin: string
		readonly size: number
		readonly root: string
	}[]
}

export interface BackupOptions {
	/** Where the running server answers; null opens the data folder itself. */
	readonly url: string | null
	readonly onProgress?: (done: number, total: number, what: string) => void
}

export interface BackupResult {
	/** Entries of the present log. */
	readonly size: number
	/** Files and bytes copied by this run. */
	readonly files: number
	readonly bytes: number
	/** Contents in the backup that the town no longer has: destroyed since, or lost. */
	readonly extra: readonly string[]
	/** Contents that are damaged in the town, and were not copied. */
	readonly damaged: readonly string[]
	/** Where both copies of the newest private records are damaged, small contents among them; one line each. */
	readonly lost: readonly string[]
}

/** @throws LedgerError 'conflict', 'corrupt', 'in-use', 'disk-full', 'io' */
export async function backupTown(
	settings: TownSettings,
	folder: string,
	options: BackupOptions,
): Promise<BackupResult> {
	// First: where there is no town, nothing is made.
	await presentLog(settings)
	refuseInside(settings, folder)
	const lock = await lockCopy(folder)
	try {
		await refuseOther(settings, folder)
		const { url } = options
		if (url !== null)
			return await copyTown(settings, folder, async (number) => httpSource(`${url}/log/${number}`), options)
		await using town = await openTown(settings, { still: true })
		if (town.log.frozen === null) await town.log.publish()
		const { log, closedLogs } = town
		return await copyTown(
			settings,
			folder,
			async (number) => logSource(number === town.number ? log : (await closedLogs.get(number)?.open())?.log),
			options,
		)
	} finally {
		await lock.release()
	}
}

async function copyTown(
	settings: TownSettings,
	folder: string,
	source: (number: number) => Promise<LogSource>,
	options: BackupOptions,
): Promise<BackupResult> {
	const founded = await foundedLogs(settings)
	const trust = await readTrustFile(settings, true)
	const total = { files: 0, bytes: 0, extra: [] as string[], damaged: [] as string[] }
	const lost: string[] = []
	const logs: BackupFile['logs'][number][] = []
	for (const { number, origin } of founded) {
		// One whose data was lost altogether, and that was closed for it.
		if (!(await hasData(settings, number))) continue
		const from = await source(number)
		const note = await from.checkpoint()
		await copyPrivate(settings, folder, number, total, options)
		const pinned: LogSource = { ...from, checkpoint: async () => note }
		const { size, root } = await followSource(pinned, {
			folder: join(folder, 'log', String(number)),
			trust,
			by: 'backup',
			now: () => settings.clock.now(),
			onProgress: (done, all) => options.onProgress?.(done, all, `log ${number}`),
		})
		lost.push(...(await demandRecords(settings, folder, number, size)))
		logs.push({ number, origin, size, root })
	}
	const summary: BackupFile = {
		type: BACKUP_TYPE,
		time: new Date(settings.clock.now()).toISOString(),
		town: founded.at(-1)?.town ?? '',
		logs,
	}
	const path = join(folder, 'backup.json')
	await writeDurably(path, utf8(`${JSON.stringify(summary, null, '\t')}\n`))
	return { size: logs.at(-1)?.size ?? 0, ...total, lost }
}

/** Vault and anchors of one log. */
async function copyPrivate(
	settings: TownSettings,
	folder: string,
	number: number,
	total: { files: number; bytes: number; extra: string[]; damaged: string[] },
	{ onProgress }: BackupOptions,
): Promise<void> {
	const { vault, anchors } = logPaths(settings, number)
	const target = join(folder, 'vault', String(number))
	const onFile = (path: string) => onProgress?.(0, 1, path)
	const payloads = await mirrorFolder(join(vault, 'payload'), join(target, 'payload'), {
		immutable: true,
		links: true,
		skip: (path) => contentCid(path) === null,
		judge: isContent,
		onFile,
	})
	total.extra.push(...payloads.extra)
	total.damaged.push(...payloads.unsound)
	const parts = [payloads]
	for (const copy of ['segments-a', 'segments-b']) {
		const records = await mirrorFolder(join(vault, copy), join(target, copy), {
			immutable: false,
			links: true,
			onFile,
		})
		// Cut off after a crash: left among the others, it would be taken for records of the log.
		for (const name of records.extra) await setAside(target, copy, name)
		parts.push(records)
	}
	const kept = join(folder, 'anchors', String(number))
	parts.push(await mirrorFolder(anchors, kept, { immutable: false, links: true }))
	for (const part of parts) {
		total.files += part.files
		total.bytes += part.bytes
	}
}

/** The CID that a payload's file is named after; null for a file that is none of ours. */
function contentCid(name: string): Cid | null {
	try {
		return parseCid(name)
	} catch {
		return null
	}
}

/** Whether a payload's bytes are those that its name says. */
export function isContent(name: string, sha256: Uint8Array): boolean {
	const cid = contentCid(name)
	return cid !== null && equalBytes(cidDigest(cid), sha256)
}

async function setAside(vault: string, part: string, name: string): Promise<void> {
	const target = join(vault, 'dropped', part)
	await makeFolder(target)
	await rename(join(vault, part, name), join(target, name))
	await syncFolder(target)
}

/**
 * A backup is never finished whose vault does not reach as far as its log. Of the segments only the last one is looked
 * through, the one that is copied each time: an older one that rots keeps its time of change, and so its good copy here.
 * @returns what both copies of that segment do not give
 */
async function demandRecords(
	settings: TownSettings,
	folder: string,
	number: number,
	size: number,
): Promise<string[]> {
	const epochs = await openEpochs(logPaths(settings, number).keys, { fs: readOnlyFs })
	const vault = await openVault({ dir: join(folder, 'vault', String(number)), epochs, fs: readOnlyFs })
	await vault.close()
	if (vault.size < size)
		throw new LedgerError('corrupt', `only ${vault.size} private records were found for ${size} entries`, {
			remedy: 'run "letopis fsck"; the backup is not finished',
		})
	return vault.damage
		.filter(({ copy }) => copy === 'both')
		.map(({ from, to }) => `log ${number}: the private records of entries ${from} to ${to - 1}`)
}

/** @throws LedgerError 'not-found' or 'corrupt' */
export async function readBackup(folder: string): Promise<BackupFile> {
	const path = join(folder, 'backup.json')
	const text = await readFile(path, 'utf8').catch(() => null)
	if (text === null)
		throw new LedgerError('not-found', `${folder} holds no finished backup`, {
			remedy: 'give the folder that "letopis backup" wrote',
		})
	try {
		const backup: unknown = JSON.parse(text)
		if (isBackup(backup)) return backup
	} catch {
		// Told below.
	}
	throw new LedgerError('corrupt', `${path} cannot be read`, { remedy: 'use another backup' })
}

function isBackup(value: unknown): value is BackupFile {
	const { type, logs } = (value ?? {}) as Partial<BackupFile>
	return (
		type === BACKUP_TYPE &&
		Array.isArray(logs) &&
		logs.length > 0 &&
		logs.every((log) => Number.isSafeInteger(log?.number) && typeof log.origin === 'string')
	)
}

/** Copying a folder onto itself, or the keys' folder full of data, is never meant. */
function refuseInside({ data, keys }: TownSettings, folder: string): void {
	const inner = [data, keys].find((outer) => isInside(folder, outer))
	if (inner !== undefined)
		throw new LedgerError('conflict', `${folder} is inside ${inner}`, {
			remedy: 'choose a folder elsewhere, best on another disk',
		})
}

async function refuseOther(settings: TownSettings, folder: string): Promise<void> {
	const backup = await readBackup(folder).catch(() => null)
	const ours = (await foundedLogs(settings)).map(({ origin }) => origin)
	const other = backup?.logs.find(({ origin }) => !ours.includes(origin))
	if (other !== undefined)
		throw new LedgerError('conflict', `${folder} holds the backup of another log, ${other.origin}`, {
			remedy: 'choose another folder',
		})
}

/**
 * A plain copy of a whole data folder, read back, for the moment before an upgrade: nothing else may be open.
 * An earlier, unfinished copy is replaced.
 */
export async function backupFolder(data: string, target: string): Promise<void> {
	await rm(target, { recursive: true, force: true })
	await mirrorFolder(data, target, { immutable: false, links: true })
}
