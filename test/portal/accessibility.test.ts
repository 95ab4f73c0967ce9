/** The accessibility statement covers every page that there is, and says when each part was tested. */
import { expect, test } from 'vitest'
import { pageRoutes, readRecorded, routeOf } from '../e2e/recorded.ts'

test('every route of the portal is among the recorded pages of some part', () => {
	const recorded = new Set(Object.values(readRecorded()).flatMap(({ routes }) => routes))
	const routes = pageRoutes()
	expect(routes.length).toBeGreaterThan(40)
	expect(
		routes.filter((route) => !recorded.has(route)),
		'pages that no test judges: add them to pages.ts, clerk-pages.ts or admin-pages.test.ts',
	).toEqual([])
})

test('no part is recorded without its day and its pages', () => {
	for (const [part, { date, pages, runs, routes }] of Object.entries(readRecorded())) {
		expect(new Date(`${date}T00:00:00Z`).toISOString().slice(0, 10), part).toBe(date)
		expect(runs, part).toBe(pages * 8)
		expect(pages, part).toBeGreaterThanOrEqual(routes.length)
	}
})

test.each([
	['/', '/'],
	['/doklad?q=0', '/doklad'],
	['/sprava/lide/pozvat', '/sprava/lide/pozvat'],
	['/sprava/lide/a1', '/sprava/lide/[id]'],
	['/urad/zapsat/a1/udaje', '/urad/zapsat/[draft]/[krok]'],
	['/urad/zapsat/a1/souhrn', '/urad/zapsat/[draft]/souhrn'],
	['/neni-tu', null],
])('%s leads to %s', (path, route) => {
	expect(routeOf(path, pageRoutes())).toBe(route)
})
