/**
 * Puts the temporary folders of `npm test` into memory where there is room. Its towns live for seconds, and waiting for the
 * disk at every write of theirs was a quarter of the whole time. What a lost or lying disk does to them is tested by files that
 * fail on purpose; `npm run test:crash` kills servers on the real disk.
 * @module
 */
import { readFileSync, statfsSync } from 'node:fs'
import { freemem } from 'node:os'

const MEMORY = '/dev/shm'
const GIB = 1024 ** 3

export default function setup(): void {
	if (process.env.TMPDIR === undefined && isRoomy()) process.env.TMPDIR = MEMORY
}

/** Room for all tests at once several times over, where programs may be run. */
function isRoomy(): boolean {
	try {
		const mounts = readFileSync('/proc/mounts', 'utf8').split('\n')
		const mount = mounts.find((line) => line.split(' ')[1] === MEMORY)
		if (mount === undefined || /\bnoexec\b/.test(mount)) return false
		const { bavail, bsize } = statfsSync(MEMORY)
		return bavail * bsize >= 6 * GIB && freemem() >= 8 * GIB
	} catch {
		return false
	}
}
