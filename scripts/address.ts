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
	await writeFile(`${path}.new`, `${url}\n${await identify(process.pid)}\n`, { mode: 0o600 })
	await rename(`${path}.new`, path)
	return () => rm(path, { force: true })
}

/** The address left by a process that still lives here; null if there is none, also in a copy brought from elsewhere. */
export async function readAddress(keys: string): Promise<string | null> {
	const [url = '', who = ''] = (await readFile(fileIn(keys), 'utf8').catch(() => '')).split('\n')
	const pid = /^[1-9]\d*(?= )/.exec(who)?.[0]
	return /^http:\/\//.test(url) && pid !== undefined && (await identify(Number(pid))) === who ? url : null
}

/** Process id, its start and the boot, as Linux tells them: numbers of processes are given away again. */
async function identify(pid: number): Promise<string> {
	const [stat, boot] = await Promise.all(
		[`/proc/${pid}/stat`, '/proc/sys/kernel/random/boot_id'].map((path) =>
			readFile(path, 'utf8').catch(() => ''),
		),
	)
	// proc_pid_stat(5), field 22; the name before it stands in parentheses and may hold anything.
	const started = stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? ''
	return `${pid} ${started} ${boot?.trim()}`
}
