/** How much a public page costs whoever opens it: 60 kB of scripts and 40 kB of styles, as they travel. */
import { beforeAll, describe, expect, test } from 'vitest'
import { openScales } from '../../scripts/bench/portal-weight.ts'
import { PAGES } from '../e2e/pages.ts'

const MOST = { js: 60_000, css: 40_000 }

let weighPage: Awaited<ReturnType<typeof openScales>>

beforeAll(async () => {
	weighPage = await openScales()
})

describe('public pages stay light', () => {
	test.each(PAGES)('$path', async ({ path }) => {
		const { html, js, css } = await weighPage(path)
		expect(html).toContain('<h1')
		expect({ js, css, within: js <= MOST.js && css <= MOST.css && css > 0 }).toEqual({
			js,
			css,
			within: true,
		})
	})
})
