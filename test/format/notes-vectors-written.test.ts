/** The committed vectors are exactly what the independent Python programs write today. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const root = fileURLToPath(new URL('../..', import.meta.url))
const python = spawnSync('python3', ['--version']).status === 0

test.skipIf(!python)('vectors of notes are written anew without a difference (needs python3)', () => {
	const folder = mkdtempSync(join(tmpdir(), 'vectors-'))
	try {
		for (const script of ['vectors-notes.py', 'vectors-receipts.py']) {
			const run = spawnSync('python3', [join(root, 'scripts', script), folder], { encoding: 'utf8' })
			expect(run.stderr).toBe('')
			expect(run.status).toBe(0)
		}
		const committed = readdirSync(join(root, 'test/vectors')).filter((name) => name.startsWith('notes-'))
		expect(readdirSync(folder).toSorted()).toEqual(committed.toSorted())
		for (const name of committed) {
			const same = readFileSync(join(folder, name)).equals(readFileSync(join(root, 'test/vectors', name)))
			expect(same, name).toBe(true)
		}
	} finally {
		rmSync(folder, { recursive: true })
	}
})
