/**
 * Small files that are either whole or absent after a crash: written beside, synced, renamed, and the folder
 * synced.
 * @module
 */
import { open, rename } from 'node:fs/promises'
import { dirname } from 'node:path'

/** When it resolves, the file holds exactly `bytes` and stays so after a power cut. */
export async function writeDurably(file: string, bytes: Uint8Array, mode = 0o640): Promise<void> {
	const beside = `${file}.new`
	const handle = await open(beside, 'w', mode)
	try {
		await handle.writeFile(bytes)
		await handle.sync()
	} finally {
		await handle.close()
	}
	await rename(beside, file)
	const folder = await open(dirname(file), 'r')
	try {
		await folder.sync()
	} finally {
		await folder.close()
	}
}
