/**
 * Builds the standalone verifier: `verifier/dist/letopis-verify.mjs` for Node ≥ 20 and `letopis-verify.html` for any
 * browser, one file each, without network or anything beside it. The same sources give the same bytes: no times, no
 * paths, nothing of the machine goes in.
 */
import { createHash } from 'node:crypto'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type BuildOptions, build } from 'esbuild'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const page = join(root, 'verifier', 'page')

const COMMON: BuildOptions = {
	absWorkingDir: root,
	bundle: true,
	write: false,
	format: 'esm',
	charset: 'utf8',
	legalComments: 'none',
	logLevel: 'warning',
	sourcemap: false,
}

async function bundle(entry: string, options: BuildOptions): Promise<string> {
	const { outputFiles = [] } = await build({ ...COMMON, ...options, entryPoints: [join(root, entry)] })
	const [output] = outputFiles
	if (output === undefined || outputFiles.length !== 1) throw new Error(`${entry} did not become one file`)
	return output.text
}

function commandLine(): Promise<string> {
	return bundle('verifier/cli/main.ts', {
		platform: 'node',
		target: 'node20',
		banner: { js: '#!/usr/bin/env node' },
	})
}

/** Source expression of Content Security Policy Level 3, §6.7.2.5: only exactly this text may run. */
function sourceHash(text: string): string {
	return `'sha256-${createHash('sha256').update(text).digest('base64')}'`
}

/** What closes an element early or opens a comment inside it would change the page's structure. */
function inlined(text: string, element: 'script' | 'style'): string {
	if (new RegExp(`</${element}|<!--`, 'i').test(text))
		throw new Error(`text cannot stand inside <${element}>`)
	return text
}

async function htmlPage(): Promise<string> {
	const [template, style, script] = await Promise.all([
		readFile(join(page, 'index.html'), 'utf8'),
		bundle('verifier/page/style.css', { minify: true }),
		bundle('verifier/page/main.ts', { platform: 'browser', format: 'iife', target: 'es2022', minify: true }),
	])
	const policy = [
		`default-src 'none'`,
		`script-src ${sourceHash(script)}`,
		`style-src ${sourceHash(style)}`,
		`connect-src 'none'`,
		`base-uri 'none'`,
		`form-action 'none'`,
	].join('; ')
	const parts: readonly [string, string][] = [
		['{{policy}}', policy],
		['<!-- style -->', `<style>${inlined(style, 'style')}</style>`],
		['<!-- script -->', `<script>${inlined(script, 'script')}</script>`],
	]
	return parts.reduce(fillIn, template)
}

function fillIn(template: string, [place, text]: readonly [string, string]): string {
	const pieces = template.split(place)
	if (pieces.length !== 2) throw new Error(`the page's template must hold ${place} once`)
	return pieces.join(text)
}

/** Both files as text, without writing them. */
export async function buildVerifierTexts(): Promise<Record<string, string>> {
	const [command, html] = await Promise.all([commandLine(), htmlPage()])
	return { 'letopis-verify.mjs': command, 'letopis-verify.html': html }
}

/** Writes both files, each replaced as a whole. @returns their paths */
export async function buildVerifier(folder = join(root, 'verifier', 'dist')): Promise<string[]> {
	await mkdir(folder, { recursive: true })
	const paths: string[] = []
	for (const [name, text] of Object.entries(await buildVerifierTexts())) {
		const path = join(folder, name)
		// Another process may be running or copying the old file.
		const temporary = `${path}.${process.pid}.new`
		await writeFile(temporary, text, { mode: name.endsWith('.mjs') ? 0o755 : 0o644 })
		await rename(temporary, path)
		paths.push(path)
	}
	return paths
}

if (import.meta.main) {
	for (const path of await buildVerifier()) {
		const bytes = await readFile(path)
		const digest = createHash('sha256').update(bytes).digest('hex')
		console.log(`${path}  ${bytes.length} bytes  SHA-256 ${digest}`)
	}
}
