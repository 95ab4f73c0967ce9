/**
 * `portal-weight`: how much a public page costs whoever opens it: scripts and styles, as they travel. What comes later,
 * when it is needed, is not counted: the worker that verifies, the reader of QR codes.
 * @module
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { gzipSync } from 'node:zlib'
import type { PortalBuild, PortalPlatform } from '../../portal/adapter/build.ts'
import { buildPortal } from '../build-portal.ts'
import { atMost, type BenchCase, type BenchContext, type Row } from './row.ts'

const BUILD = join(import.meta.dirname, '..', '..', 'portal', 'build')
/** kB, gzipped. */
const MOST = { js: 60, css: 40 }
const PATHS = [
	'/',
	'/overit',
	'/overit/hledat?q=1',
	'/soud',
	'/doklad',
	'/kontakt',
	'/soukromi',
	'/pristupnost',
]
const BOTH = PATHS.flatMap((path) => [path, path === '/' ? '/en' : `/en${path}`])

export const portalWeight: BenchCase = {
	name: 'portal-weight',
	describe: 'scripts and styles of the heaviest public page, gzipped',
	run: measure,
}

export interface Weight {
	/** bytes, gzipped */
	readonly js: number
	readonly css: number
	/** the page itself */
	readonly html: string
}

/** Loads the portal, built anew where it is stale, and weighs its pages as they are while the service is down. */
export async function openScales(): Promise<(path: string) => Promise<Weight>> {
	await buildPortal()
	const { server } = (await import(pathToFileURL(join(BUILD, 'portal.js')).href)) as PortalBuild
	await server.init({ env: {} })
	const platform: PortalPlatform = {
		api: async () => new Response('{}', { status: 503, headers: { 'Content-Type': 'application/json' } }),
		contact: {},
		maxUpload: 1_000_000,
		report: () => {},
	}
	return async (path) => {
		const request = new Request(`https://letopis.ukazkov.example${path}`)
		const answer = await server.respond(request, { platform, getClientAddress: () => '127.0.0.1' })
		const html = await answer.text()
		const files = fetched(html)
		return { html, js: weigh(files, '.js'), css: weigh(files, '.css') }
	}
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

async function measure({ say }: BenchContext): Promise<Row[]> {
	const weighPage = await openScales()
	const weights: Weight[] = []
	for (const path of BOTH) {
		const weight = await weighPage(path)
		if (weight.css === 0 || !weight.html.includes('<h1')) throw new Error(`${path} is no page`)
		weights.push(weight)
		say(`${path}: ${kB(weight.js)} kB of scripts, ${kB(weight.css)} kB of styles`)
	}
	const heaviest = (kind: 'js' | 'css') => Math.max(...weights.map((weight) => weight[kind])) / 1000
	return [
		atMost('portal-weight.js', heaviest('js'), 'kB', MOST.js),
		atMost('portal-weight.css', heaviest('css'), 'kB', MOST.css),
	]
}

const kB = (bytes: number) => (bytes / 1000).toFixed(1)
