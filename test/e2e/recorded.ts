/**
 * The results of which the accessibility statement is made: recorded by a run in every guise
 * (`LETOPIS_RECORD=accessibility LETOPIS_GUISES=all npx vitest run test/e2e/*-pages.test.ts --no-file-parallelism`),
 * and compared by every other one, so that a page that was added is not forgotten.
 * @module
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { expect } from 'vitest'
import { ALL } from './guises.ts'
import { TOOL } from './look.ts'

const RESULTS = new URL('../../portal/src/lib/accessibility/results.json', import.meta.url)
/** Both languages, wide and narrow, light and dark. */
const GUISES = 8

export const RECORDING = process.env.LETOPIS_RECORD === 'accessibility'

interface Results {
	date: string
	tool: string
	parts: Record<string, { pages: number; runs: number; violations: number }>
}

/**
 * @param part which pages: those for everyone, the clerk's or the administrator's
 * @param runs how often a page was judged in this run; each found nothing, or the run had failed
 */
export function compareResults(
	part: 'public' | 'clerk' | 'administrator',
	pages: number,
	runs: number,
): void {
	const results = JSON.parse(readFileSync(RESULTS, 'utf8')) as Results
	if (RECORDING) {
		expect(ALL, 'recorded with LETOPIS_GUISES=all').toBe(true)
		const date = new Date().toISOString().slice(0, 10)
		const parts = { ...results.parts, [part]: { pages, runs, violations: 0 } }
		writeFileSync(RESULTS, `${JSON.stringify({ date, tool: TOOL, parts }, null, '\t')}\n`)
		return
	}
	expect(results.date).toMatch(/^\d{4}-\d\d-\d\d$/)
	const expected = { pages, runs: ALL ? runs : pages * GUISES, violations: 0 }
	expect({ tool: results.tool, ...results.parts[part] }).toEqual({ tool: TOOL, ...expected })
}
