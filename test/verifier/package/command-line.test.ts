import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { formatReceipt } from '@letopis/format'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildVerifierTexts } from '../../../scripts/build-verifier.ts'
import { parseCommand } from '../../../verifier/cli/arguments.ts'
import { UsageError } from '../../../verifier/cli/usage-error.ts'
import { makePackage, oldTrust, record, town, trust } from '../../support/package-story.ts'
import { content, receipt } from '../../support/receipt-story.ts'

let folder = ''

/** Runs the built file in a folder where nothing else of the project is. */
function run(...args: readonly string[]) {
	const done = spawnSync(process.execPath, ['letopis-verify.mjs', ...args], {
		cwd: folder,
		env: { PATH: '', LANG: 'C' },
		encoding: 'utf8',
	})
	return { status: done.status, stdout: done.stdout, stderr: done.stderr }
}

beforeAll(async () => {
	folder = mkdtempSync(join(tmpdir(), 'letopis-package-'))
	const { 'letopis-verify.mjs': program = '' } = await buildVerifierTexts()
	const annex = Buffer.from('<script>alert(1)</script>')
	const files: Record<string, string | Uint8Array> = {
		'letopis-verify.mjs': program,
		'sound.asice': makePackage({ file: { deflated: true } }),
		'added.asice': makePackage({ after: { 'a&<b>.pdf': annex } }),
		'changed.asice': makePackage({ after: { 'README.txt': annex } }),
		'cut.asice': makePackage().subarray(0, 2000),
		'trust.json': trust,
		'old-trust.json': oldTrust,
		'root.der': town.root.der,
		'document.pdf': content,
		'document.ers': record(),
		'receipt.json': formatReceipt(receipt()),
	}
	for (const [name, bytes] of Object.entries(files)) writeFileSync(join(folder, name), bytes)
})
afterAll(() => rmSync(folder, { recursive: true }))

const trusted = ['--trust', 'trust.json', '--at', '2027-02-01'] as const

test.each([
	[0, 'a sound package', ['sound.asice', ...trusted]],
	[0, 'with every requirement', ['sound.asice', ...trusted, '--require', 'time,seal', '--roots', 'root.der']],
	[
		2,
		'a seal that the trust file does not know',
		['sound.asice', '--trust', 'old-trust.json', '--require', 'seal'],
	],
	[2, 'without trust', ['sound.asice']],
	[2, 'a file added', ['added.asice', ...trusted]],
	[1, 'a file changed', ['changed.asice', ...trusted]],
	[1, 'a package that is cut off', ['cut.asice', ...trusted]],
	[64, 'a package that is not there', ['missing.asice', ...trusted]],
	[64, 'a trust file that is none', ['sound.asice', '--trust', 'document.pdf']],
	[64, 'a report where none can be written', ['sound.asice', ...trusted, '--report', 'missing/report.html']],
] as const)('exit code %i: %s', (status, _, args) => {
	expect(run(...args)).toMatchObject({ status })
})

test('tells every part, and the same as JSON', () => {
	const { stdout } = run('sound.asice', ...trusted)
	for (const title of [
		'Timeline',
		'Package',
		'Receipt',
		'Evidence records',
		'Seal of the package',
		'Files',
	]) {
		expect(stdout).toContain(`\n${title}\n`)
	}
	const report = JSON.parse(run('sound.asice', ...trusted, '--json').stdout)
	expect(report).toMatchObject({ type: 'letopis-package-report/v1', exitCode: 0, uncovered: [] })
	expect(report.receipt.type).toBe('letopis-report/v1')
	expect(report.evidence.type).toBe('letopis-evidence-report/v1')
})

test('keeps to 80 columns, but for what cannot be broken', () => {
	for (const language of ['cs', 'en']) {
		const { stdout } = run('added.asice', ...trusted, '--lang', language)
		const breakable = stdout.split('\n').filter((line) => line.trim().includes(' '))
		expect(breakable.filter((line) => line.length > 82)).toEqual([])
	}
})

describe('--report', () => {
	const page = (...args: readonly string[]) => {
		expect(run(...args, '--report', 'report.html').stderr).toBe('')
		return readFileSync(join(folder, 'report.html'), 'utf8')
	}

	test.each([
		['a package', ['added.asice', ...trusted]],
		['a receipt', ['receipt.json', 'document.pdf', '--trust', 'trust.json']],
		['an evidence record', ['document.ers', 'document.pdf', ...trusted]],
		['a package that is none', ['cut.asice']],
	] as const)('one page of %s, in both languages, that can load and run nothing', (_, args) => {
		for (const language of ['cs', 'en']) {
			const html = page(...args, '--lang', language)
			expect(html).toContain(`<html lang="${language}">`)
			expect(html).toMatch(
				/<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'sha256-[^']{44}'/,
			)
			expect(html).not.toMatch(/<script|<img|<link|<iframe|javascript:|\son[a-z]+=|\sstyle=|src=|href=/i)
			expect(html).not.toMatch(/\{[a-z]+\}(?!\.)/)
		}
	})

	test('what a package names is text', () => {
		const html = page('added.asice', ...trusted)
		expect(html).toContain('a&amp;&lt;b&gt;.pdf')
		expect(html).not.toContain('a&<b>')
	})

	test('the same report gives the same bytes', () => {
		expect(page('sound.asice', ...trusted)).toBe(page('sound.asice', ...trusted))
	})
})

test('a package of some gigabytes costs no more memory than a small one', () => {
	// Sparse: zeros that take no room on the disk, behind what could be a package.
	const path = join(folder, 'large.asice')
	writeFileSync(path, makePackage())
	truncateSync(path, 3 * 1024 ** 3)
	const { status, stdout } = run('large.asice', ...trusted)
	expect(status).toBe(1)
	expect(stdout).toContain('no ZIP archive')
})

test('the page with all of this inside is at most 600 kB, compressed', async () => {
	const { 'letopis-verify.html': page = '' } = await buildVerifierTexts()
	expect(gzipSync(page).length).toBeLessThanOrEqual(600_000)
})

describe('arguments', () => {
	const parse = (...args: string[]) => parseCommand(args, {})
	test('a package stands alone', () => {
		expect(parse('a.asice')).toMatchObject({ name: 'package', file: 'a.asice', require: [], roots: [] })
		expect(parse('A.SCE', '--require', 'seal,time')).toMatchObject({ require: ['seal', 'time'] })
		expect(parse('receipt.json', 'a.asice')).toMatchObject({ name: 'verify', file: 'a.asice' })
		expect(parse('a.asice', 'a.ers')).toMatchObject({ name: 'evidence', file: 'a.asice' })
	})
	test.each([
		['a document beside it', ['a.asice', 'a.pdf']],
		['a state', ['a.asice', '--state', 'x']],
		['a proof of existence', ['a.asice', '--existed', '2026-01-01']],
		['a seal of a receipt', ['receipt.json', '--require', 'seal']],
		['a report of an audit', ['audit', 'log', '--report', 'x']],
		['a report of signatures', ['signatures', 'a.pdf', '--report', 'x']],
	])('refuses %s', (_, args) => {
		expect(() => parse(...args)).toThrow(UsageError)
	})
})
