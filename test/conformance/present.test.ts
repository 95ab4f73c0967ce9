import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
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
