/**
 * Where the commands find the server that runs with the same keys, whatever its port, its certificate and the proxy
 * in front of it: an address on this machine alone, in a file beside the lock of the keys folder. So the
 * administrator token is shown to the one process that holds these keys, and to nobody who merely has the usual port.
 * @module
 */
import { readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

const fileIn = (keys: string) => join(keys, 'address')

/** @returns takes the address away again */
export async function leaveAddress(keys: string, url: string): Promise<() => Promise<void>> {
	const path = fileIn(keys)
	// A reader sees the old address or the new one, never half a one.
	await writeFile(`${path}.new`, `${url}\n${process.pid}\n`, { mode: 0o600 })
	await rename(`${path}.new`, path)
	return () => rm(path, { force: true })
}

/** The address left by a process that still lives; null if there is none. */
export async function readAddress(keys: string): Promise<string | null> {
	const [url = '', pid = ''] = (await readFile(fileIn(keys), 'utf8').catch(() => '')).split('\n')
	return /^http:\/\//.test(url) && /^[1-9]\d*$/.test(pid) && lives(Number(pid)) ? url : null
}

function lives(pid: number): boolean {
	try {
		process.kill(pid, 0)
		return true
	} catch (error) {
		// Another user's process lives, too.
		return (error as NodeJS.ErrnoException).code === 'EPERM'
	}
}
