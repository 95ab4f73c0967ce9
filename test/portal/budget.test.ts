/** How much a public page costs whoever opens it: 60 kB of scripts and 40 kB of styles, as they travel. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { gzipSync } from 'node:zlib'
import { beforeAll, describe, expect, test } from 'vitest'
import type { PortalBuild, PortalPlatform } from '../../portal/adapter/build.ts'
import { buildPortal } from '../../scripts/build-portal.ts'
import { PAGES } from '../e2e/pages.ts'

const BUILD = join(import.meta.dirname, '../../portal/build')
const MOST = { js: 60_000, css: 40_000 }

let server: PortalBuild['server']

beforeAll(async () => {
	await buildPortal()
	;({ server } = (await import(pathToFileURL(join(BUILD, 'portal.js')).href)) as PortalBuild)
	await server.init({ env: {} })
})

/** Not there: every page must also be made while the service is down. */
const platform: PortalPlatform = {
	api: async () => new Response('{}', { status: 503, headers: { 'Content-Type': 'application/json' } }),
	contact: {},
	maxUpload: 1_000_000,
	report: () => {},
}

async function html(path: string): Promise<string> {
	const request = new Request(`https://letopis.ukazkov.example${path}`)
	return (await server.respond(request, { platform, getClientAddress: () => '127.0.0.1' })).text()
}

/** What is fetched with the page: what it names, and what that imports at once. */
function fetched(page: string): Set<string> {
	const found = new Set(page.match(/\/_app\/[\w./-]+\.(?:js|css)/g) ?? [])
	for (const file of found) {
		if (!file.endsWith('.js')) continue
		const text = readFileSync(join(BUILD, 'client', file), 'utf8')
		// Dynamic imports come later, when they are needed.
		for (const [, target = ''] of text.matchAll(/(?:from|import)\s*["'](\.[^"']+\.js)["']/g))
			found.add(new URL(target, `file://${file}`).pathname)
	}
	return found
}

function weigh(files: Iterable<string>, ending: string): number {
	let bytes = 0
	for (const file of files)
		if (file.endsWith(ending)) bytes += gzipSync(readFileSync(join(BUILD, 'client', file))).length
	return bytes
}

describe('public pages stay light', () => {
	test.each(PAGES)('$path', async ({ path }) => {
		const page = await html(path)
		expect(page).toContain('<h1')
		const files = fetched(page)
		const [js, css] = [weigh(files, '.js'), weigh(files, '.css')]
		expect({ js, css, within: js <= MOST.js && css <= MOST.css && css > 0 }).toEqual({
			js,
			css,
			within: true,
		})
	})
})
