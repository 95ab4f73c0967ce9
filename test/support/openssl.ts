/**
 * Debian's openssl as a judge: `skipWithoutOpenssl` for suites that need it, and the one command that they
 * run.
 */
import { spawnSync } from 'node:child_process'

/** Whether `openssl` is there; asked once. */
export const hasOpenssl = spawnSync('openssl', ['version']).status === 0

export interface OpensslRun {
	readonly ok: boolean
	readonly output: string
}

/** Runs openssl in a folder. */
export function openssl(cwd: string, ...args: string[]): OpensslRun {
	const run = spawnSync('openssl', args, { cwd, encoding: 'utf8' })
	return { ok: run.status === 0, output: `${run.stdout}${run.stderr}` }
}
