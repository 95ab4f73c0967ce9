/**
 * The results of which the accessibility statement is made: recorded by a run in every guise
 * (`LETOPIS_RECORD=accessibility LETOPIS_GUISES=all npx vitest run test/e2e/*-pages.test.ts --no-file-parallelism`), each
 * part with the day of its own run. Every other run compares what is recorded with the pages that there are, so that none
 * that was added is forgotten.
 * @module
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { expect } from 'vitest'
import { ALL } from './guises.ts'
import { TOOL } from './look.ts'

const RESULTS = join(import.meta.dirname, '../../portal/src/lib/accessibility/results.json')
const ROUTES = join(import.meta.dirname, '../../portal/src/routes')
/** Both languages, wide and narrow, light and dark. */
const GUISES = 8
/** What `npm test` looks at, at least: one language, wide, light. */
const LEAST = 1

export const RECORDING = process.env.LETOPIS_RECORD === 'accessibility'

export type Part = 'public' | 'clerk' | 'administrator'

export interface Recorded {
	/** day of the run, YYYY-MM-DD */
	readonly date: string
	readonly tool: string
	readonly pages: number
	readonly runs: number
	readonly violations: number
	/** which of the portal's routes the pages are */
	readonly routes: readonly string[]
}

export function readRecorded(): Record<Part, Recorded> {
	return JSON.parse(readFileSync(RESULTS, 'utf8')) as Record<Part, Recorded>
}

/** Every route that is a page, by its folder. */
export function pageRoutes(): string[] {
	const pages = readdirSync(ROUTES, { recursive: true, withFileTypes: true }).filter(
		({ name }) => name === '+page.svelte',
	)
	return pages.map(({ parentPath }) => `/${relative(ROUTES, parentPath)}`).toSorted()
}

/** The route that an address leads to, without language: the one with the fewest parameters; null if there is none. */
export function routeOf(path: string, routes: readonly string[]): string | null {
	const { pathname } = new URL(path, 'http://localhost')
	const parameters = (route: string) => route.split('[').length
	const leading = routes.filter((route) =>
		new RegExp(`^${route.replaceAll(/\[\w+\]/g, '[^/]+')}$`).test(pathname),
	)
	return leading.toSorted((a, b) => parameters(a) - parameters(b))[0] ?? null
}

/**
 * @param pages name and address of each page, without language
 * @param runs how often each was judged in this run, by its name; it found nothing, or the run had failed
 */
export function compareResults(
	part: Part,
	pages: readonly { readonly name: string; readonly path: string }[],
	runs: ReadonlyMap<string, number>,
): void {
	const all = pageRoutes()
	const found = pages.map(({ path }) => routeOf(path, all)).filter((route) => route !== null)
	const wanted = {
		...{ tool: TOOL, pages: pages.length, runs: pages.length * GUISES, violations: 0 },
		routes: [...new Set(found)].toSorted(),
	}
	const least = ALL ? GUISES : LEAST
	const forgotten = pages.filter(({ name }) => (runs.get(name) ?? 0) < least)
	expect(forgotten, `judged less than ${least} times`).toEqual([])
	if (RECORDING) {
		expect(ALL, 'recorded with LETOPIS_GUISES=all').toBe(true)
		const date = new Date().toISOString().slice(0, 10)
		const parts = { ...readRecorded(), [part]: { date, ...wanted } }
		writeFileSync(RESULTS, `${JSON.stringify(parts, null, '\t')}\n`)
		return
	}
	const { date, ...recorded } = readRecorded()[part]
	expect(date).toMatch(/^\d{4}-\d\d-\d\d$/)
	expect(recorded, 'stale: record it anew, as test/e2e/recorded.ts says').toEqual(wanted)
}
