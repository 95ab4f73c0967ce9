import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join, sep } from 'node:path'
import { expect, test } from 'vitest'
import config from '../../vitest.conformance.config.ts'
import { CORPORA, demandCorpus, demandJudge, JUDGES } from './judges.ts'

for (const name of Object.keys(JUDGES) as (keyof typeof JUDGES)[])
	test(`the judge ${name} is there`, () => {
		demandJudge(name)
	})

for (const [path, files] of Object.entries(CORPORA))
	test(`the corpus ${path} is there with ${files} files or more`, () => {
		const folder = demandCorpus(path)
		const found = readdirSync(folder, { recursive: true }).filter((name) =>
			statSync(join(folder, String(name))).isFile(),
		)
		expect(found.length).toBeGreaterThanOrEqual(files)
	})

test('every suite over foreign vectors runs here, where they may not be skipped', () => {
	const tests = join(import.meta.dirname, '..')
	const over = readdirSync(tests, { recursive: true })
		.map(String)
		.filter((name) => name.endsWith('.test.ts') && !name.startsWith('conformance'))
		.filter((name) => /foreignVectors|shared\/vectors/.test(readFileSync(join(tests, name), 'utf8')))
		.map((name) => `test/${name.replaceAll(sep, '/')}`)
	expect(over.length).toBeGreaterThan(0)
	expect(over.filter((name) => config.test?.include?.includes(name) !== true)).toEqual([])
})
