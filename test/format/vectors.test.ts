import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const root = join(import.meta.dirname, '../..')
const absent = spawnSync('python3', ['--version']).status !== 0

test.skipIf(absent)('scripts/vectors.py writes the committed vectors (skipped without python3)', () => {
	const out = mkdtempSync(join(tmpdir(), 'letopis-vectors-'))
	try {
		const run = spawnSync('python3', [join(root, 'scripts/vectors.py'), '--out', out], { encoding: 'utf8' })
		expect(run.stderr).toBe('')
		expect(run.status).toBe(0)
		const names = readdirSync(out)
		expect(names).toHaveLength(7)
		for (const name of names) {
			const [fresh, committed] = [join(out, name), join(root, 'test/vectors', name)].map((file) =>
				readFileSync(file),
			)
			expect(committed?.equals(fresh as Buffer), `${name} is out of date: run scripts/vectors.py`).toBe(true)
		}
	} finally {
		rmSync(out, { recursive: true })
	}
})
