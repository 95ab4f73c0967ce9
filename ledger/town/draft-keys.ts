/**
 * Keys of what lies beside the vault but under its epoch: `<data>/drafts/<id>/key`, an age header each. When the epoch
 * is rotated they are wrapped anew, before the old key is destroyed; after a succession, when the town is opened.
 * @module
 */
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { writeDurably } from '../anchor/durable-file.ts'
import { LedgerError } from '../error.ts'
import { type Epoch, type Epochs, openEpochs } from '../vault/epochs.ts'
import { rewrapHeader } from '../vault/rotation.ts'
import { readOnlyFs } from './read-only-fs.ts'
import { draftsPath, logPaths, type TownSettings } from './settings.ts'

/**
 * @param rewrap the header for the new epoch
 * @throws LedgerError 'io', 'disk-full': then no key was destroyed, and the rotation can be called again
 */
export async function rewrapDraftKeys(
	folder: string,
	rewrap: (header: Uint8Array) => Uint8Array,
): Promise<void> {
	const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
		if (error.code === 'ENOENT') return []
		throw error
	})
	for (const name of names) {
		const path = join(folder, name, 'key')
		const header = await readFile(path).catch((error: NodeJS.ErrnoException) => {
			if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return null
			throw error
		})
		if (header === null) continue
		try {
			const wrapped = rewrap(header)
			if (wrapped !== header) await writeDurably(path, wrapped, 0o600)
		} catch (error) {
			// One of another log of the town, or damaged: no key of this vault ever opened it.
			if (!(error instanceof LedgerError) || error.code !== 'corrupt') throw error
		}
	}
}

/**
 * Wraps for the present log what was begun while an earlier one was open. If it crashes here, or keys of the earlier
 * log come back later, the next opening of the town goes on.
 * @param earlier numbers of the closed logs
 * @throws LedgerError 'io', 'disk-full'
 */
export async function takeOverDraftKeys(
	settings: TownSettings,
	earlier: readonly number[],
	{ current, all }: Pick<Epochs, 'current' | 'all'>,
): Promise<void> {
	if (earlier.length === 0 || current === undefined) return
	const known: Epoch[] = [...all]
	for (const number of earlier) {
		const keys = await openEpochs(logPaths(settings, number).keys, { fs: readOnlyFs }).catch(() => null)
		known.push(...(keys?.all ?? []))
	}
	await rewrapDraftKeys(draftsPath(settings), (header) => rewrapHeader(header, known, current))
}
