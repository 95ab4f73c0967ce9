/**
 * Keys of what lies beside the vault but under its epoch: `<data>/drafts/<id>/key`, an age header each. When the epoch
 * is rotated they are wrapped anew, before the old key is destroyed.
 * @module
 */
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { writeDurably } from '../anchor/durable-file.ts'
import { LedgerError } from '../error.ts'

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
			await writeDurably(path, rewrap(header), 0o600)
		} catch (error) {
			// One of another log of the town, or damaged: no key of this vault ever opened it.
			if (!(error instanceof LedgerError) || error.code !== 'corrupt') throw error
		}
	}
}
