/**
 * Backups: the log in its public form, as any follower sees it, with the vault's and the anchors' files. Never with
 * keys, so that a stolen backup is unreadable. A backup names the head it is whole up to, in `backup.json`, written
 * last: whatever came before it is judged again by the next run.
 *
 * Order: the head first, the vault after it. So the vault of a backup is never behind its log.
 * @module
 */
import { mkdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { cidDigest, equalBytes, parseCid, utf8 } from '@letopis/format'
import { LedgerError } from '../error.ts'
import { foundedLogs } from '../town/identity.ts'
import { openTown } from '../town/open.ts'
import { logPaths, type TownSettings } from '../town/settings.ts'
import { readTrustFile } from '../town/trust.ts'
import { followSource } from './follow.ts'
import { logSource } from './log-source.ts'
import { mirrorFolder } from './mirror.ts'
import { httpSource, type LogSource } from './source.ts'
import { writeSynced } from './staged-folder.ts'

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
}

/** @throws LedgerError 'conflict', 'corrupt', 'disk-full', 'io' */
export async function backupTown(
	settings: TownSettings,
	folder: string,
	options: BackupOptions,
): Promise<BackupResult> {
	await mkdir(folder, { recursive: true, mode: 0o700 })
	await refuseOther(settings, folder)
	if (options.url !== null) {
		const url = options.url
		return copyTown(settings, folder, (number) => httpSource(`${url}/log/${number}`), options)
	}
	await using town = await openTown(settings, { still: true })
	if (town.log.frozen === null) await town.log.publish()
	return copyTown(
		settings,
		folder,
		(number) => logSource(number === town.number ? town.log : town.closedLogs.get(number)),
		options,
	)
}

async function copyTown(
	settings: TownSettings,
	folder: string,
	source: (number: number) => LogSource,
	{ onProgress }: BackupOptions,
): Promise<BackupResult> {
	const founded = await foundedLogs(settings)
	const trust = await readTrustFile(settings, true)
	let files = 0
	let bytes = 0
	const logs: BackupFile['logs'][number][] = []
	const extra: string[] = []
	for (const { number, origin } of founded) {
		const { size, root } = await followSource(source(number), {
			folder: join(folder, 'log', String(number)),
			trust,
			...(onProgress === undefined
				? {}
				: { onProgress: (done, total) => onProgress(done, total, `log ${number}`) }),
		})
		logs.push({ number, origin, size, root })
		const paths = logPaths(settings, number)
		const payloads = await mirrorFolder(
			join(paths.vault, 'payload'),
			join(folder, 'vault', String(number), 'payload'),
			{
				immutable: true,
				judge: (path, sha256) => equalBytes(cidDigest(parseCid(path)), sha256),
				onFile: (path) => onProgress?.(0, 1, path),
			},
		)
		const records = await mirrorFolder(paths.vault, join(folder, 'vault', String(number)), {
			immutable: false,
			skip: (path) => !path.startsWith('segments-'),
		})
		const anchors = await mirrorFolder(paths.anchors, join(folder, 'anchors', String(number)), {
			immutable: false,
		})
		for (const part of [payloads, records, anchors]) {
			files += part.files
			bytes += part.bytes
		}
		extra.push(...payloads.extra)
	}
	const summary: BackupFile = {
		type: BACKUP_TYPE,
		time: new Date(settings.clock.now()).toISOString(),
		town: founded.at(-1)?.town ?? '',
		logs,
	}
	await writeSynced(join(folder, 'backup.json'), utf8(`${JSON.stringify(summary, null, '\t')}\n`))
	return { size: logs.at(-1)?.size ?? 0, files, bytes, extra }
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
		const backup = JSON.parse(text) as BackupFile
		if (backup.type === BACKUP_TYPE && Array.isArray(backup.logs)) return backup
	} catch {
		// Told below.
	}
	throw new LedgerError('corrupt', `${path} cannot be read`, { remedy: 'use another backup' })
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
	await mirrorFolder(data, target, { immutable: false })
}
