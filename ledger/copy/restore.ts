/**
 * Rebuilding an empty data folder from a backup. The log's store is derived anew from the entries and must lead to
 * the signed head; vault and anchors are copied back. The restored log is held until something outside proves that
 * no entry is missing, because the backup itself cannot know what was signed after it.
 * @module
 */
import { mkdir, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { cidText } from '@letopis/format'
import { LedgerError } from '../error.ts'
import { prepareDataFolder } from '../folder/format.ts'
import { writeFrozen } from '../log/freeze.ts'
import { openHeadFile } from '../log/head-file.ts'
import { importLog } from '../log/import.ts'
import { lockKeys } from '../log/keys-lock.ts'
import { openSigner } from '../log/signer.ts'
import { openLevelStore } from '../store/level.ts'
import { foundedLogs, type NumberedIdentity } from '../town/identity.ts'
import { logPaths, type TownSettings } from '../town/settings.ts'
import { openEpochs } from '../vault/epochs.ts'
import { openVault } from '../vault/vault.ts'
import { readBackup } from './backup.ts'
import { mirrorFolder } from './mirror.ts'
import { folderSource } from './source.ts'

export interface RestoreResult {
	/** Entries of the present log. */
	readonly size: number
	/** What the administrator has to do now, as a sentence. */
	readonly next: string
}

/**
 * @throws LedgerError 'conflict' if the data folder is not empty or the keys are of another town, 'corrupt'
 */
export async function restoreTown(
	settings: TownSettings,
	folder: string,
	options: { readonly onProgress?: (done: number, total: number, what: string) => void } = {},
): Promise<RestoreResult> {
	const backup = await readBackup(folder)
	const there = await readdir(settings.data).catch(() => [])
	if (there.length > 0)
		throw new LedgerError('conflict', `${settings.data} is not empty`, {
			remedy: 'move the damaged folder aside first; it may still be needed',
		})
	const founded = await foundedLogs(settings)
	for (const { number, origin } of backup.logs)
		if (!founded.some((log) => log.number === number && log.origin === origin))
			throw new LedgerError('conflict', `the keys folder has no keys of ${origin}`, {
				remedy: 'bring back the keys folder of this town first',
			})
	const lock = await lockKeys(settings.keys)
	try {
		let size = 0
		for (const log of founded) {
			if (!backup.logs.some(({ number }) => number === log.number)) continue
			size = await restoreLog(settings, folder, log, options.onProgress)
		}
		// Last: without it, what is there is no data folder yet, and a restoration that was cut off shows.
		await prepareDataFolder(settings.data, {
			program: settings.program,
			backup: async () => {},
			adopt: true,
		})
		return { size, next: 'it signs again after "letopis resume --follower <folder>" or "letopis succeed"' }
	} finally {
		await lock.release()
	}
}

async function restoreLog(
	settings: TownSettings,
	folder: string,
	log: NumberedIdentity,
	onProgress: ((done: number, total: number, what: string) => void) | undefined,
): Promise<number> {
	const paths = logPaths(settings, log.number)
	const from = (part: string) => join(folder, part, String(log.number))
	for (const path of [paths.entries, paths.index, paths.vault])
		await mkdir(path, { recursive: true, mode: 0o700 })
	const source = folderSource(from('log'))
	const { vkeys } = await openSigner(settings.keys, log.origin)
	const store = await openLevelStore(paths.entries)
	const head = await openHeadFile(paths.head)
	let size: number
	try {
		size = await importLog({
			store,
			origin: log.origin,
			vkeys: [vkeys.ed25519, vkeys.mldsa44],
			note: await source.checkpoint(),
			source: { bundle: source.bundle, blob: (cid) => source.blob(cidText(cid)) },
			onProgress: (done, total) => onProgress?.(done, total, `log ${log.number}`),
		})
		if (log.closed === undefined) await writeFrozen(store, head, { reason: 'restored', evidence: '' })
	} finally {
		await head.close()
		await store.close()
	}
	await mirrorFolder(from('vault'), paths.vault, {
		immutable: false,
		onFile: (path) => onProgress?.(0, 1, path),
	})
	await mirrorFolder(from('anchors'), paths.anchors, { immutable: false })
	const vault = await openVault({ dir: paths.vault, epochs: await openEpochs(paths.keys) })
	try {
		if (vault.size < size)
			throw new LedgerError('corrupt', `the backup has ${vault.size} private records for ${size} entries`, {
				remedy: 'use another backup',
			})
		// The vault was copied after the head: what it has beyond the log belongs to entries that are not here.
		await vault.truncate(size)
	} finally {
		await vault.close()
	}
	return size
}
