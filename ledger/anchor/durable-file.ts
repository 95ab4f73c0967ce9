/**
 * Small files that are either whole or absent after a crash: written beside, synced, renamed, and the folder
 * synced. And folders whose names stay: a file that is synced is lost all the same if a folder above it was never.
 * @module
 */
import { mkdir, open, rename } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'

/**
 * When it resolves, the file holds exactly `bytes` and stays so after a power cut.
 * @param bytes large ones in parts, which need not be copied together
 */
export async function writeDurably(
	file: string,
	bytes: Uint8Array | readonly Uint8Array[],
	mode = 0o640,
): Promise<void> {
	const beside = `${file}.new`
	const handle = await open(beside, 'w', mode)
	try {
		for (const part of bytes instanceof Uint8Array ? [bytes] : bytes) await handle.writeFile(part)
		await handle.sync()
	} finally {
		await handle.close()
	}
	await rename(beside, file)
	await syncFolder(dirname(file))
}

/** Makes the names in a folder durable. */
export async function syncFolder(path: string): Promise<void> {
	const folder = await open(path, 'r')
	try {
		await folder.sync()
	} finally {
		await folder.close()
	}
}

/**
 * Makes a folder (mode 0700) and those above it, durably; no error if it exists.
 * @returns the highest one that was made
 */
export async function makeFolder(path: string): Promise<string | undefined> {
	const highest = await mkdir(path, { recursive: true, mode: 0o700 })
	if (highest === undefined) return undefined
	const above = dirname(resolve(highest))
	for (let at = resolve(path); at !== above; at = dirname(at)) await syncFolder(dirname(at))
	return highest
}
