/** The measures of pages: when requests come, and the town that they are asked of. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { fillTown, numberOf, RARE_WORD, titleOf } from '../../scripts/bench/fill-town.ts'
import { arrivals } from '../../scripts/bench/open-loop.ts'

test('requests come when they come, as many as were asked for', () => {
	const halves = arrivals(50, 20, () => 0.5)
	expect(halves.length).toBe(Math.floor((20 * 50) / Math.LN2))
	expect(halves[0]).toBeCloseTo((Math.LN2 / 50) * 1000)
	expect(arrivals(50, 0)).toEqual([])
	const due = arrivals(100, 30)
	expect(due.every((at, i) => at >= (due[i - 1] ?? 0) && at < 30_000)).toBe(true)
})

test('titles repeat words, and one word is rare', () => {
	const titles = Array.from({ length: 20_000 }, (_, n) => titleOf(n))
	expect(titles.filter((title) => title.includes(RARE_WORD.slice(0, -1))).length).toBe(2)
	expect(titles.filter((title) => title.startsWith('Rozhodnutí')).length).toBe(6000)
	expect(new Set(Array.from({ length: 1000 }, (_, n) => numberOf(n))).size).toBe(1000)
})

test('a filled town holds what was asked for', async () => {
	const folder = await mkdtemp(join(tmpdir(), 'letopis-filled-'))
	try {
		const said: string[] = []
		const town = await fillTown(folder, { documents: 40, cases: 4, filings: 3 }, (line) => said.push(line))
		// Every document and case is one entry, a filing one with its case; genesis, staff, acts and sessions come on top.
		expect(town.entries).toBeGreaterThan(50)
		expect(new Set([...town.own, ...town.open]).size).toBe(4)
		expect(town.cases.length).toBe(1)
		expect(new Set(town.filings).size).toBe(3)
		expect(town.clerk).not.toBe(town.administrator)
		expect(said.length).toBe(2)
	} finally {
		await rm(folder, { recursive: true })
	}
})
