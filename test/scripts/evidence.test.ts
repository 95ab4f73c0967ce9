/** `letopis evidence` and `letopis-verify`, one after the other, on a real server. */
import { createHash } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { verifyEvidence } from '@letopis/verifier'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type RunningServer, runLetopis, startServer } from '../support/server.ts'
import { storedFiles } from '../support/zip.ts'

let base: string
let server: RunningServer
const at = (...parts: string[]) => join(base, ...parts)
const folders = () => ({ data: at('data'), keys: at('keys') })

beforeAll(async () => {
	base = await mkdtemp(join(tmpdir(), 'letopis-evidence-'))
	server = await startServer(folders())
})
afterAll(async () => {
	await server?.stop()
	await rm(base, { recursive: true, force: true })
})

test('the records of a document are files that verify with it', async () => {
	await writeFile(at('decision.txt'), 'Rozhodnutí č. j. 1/2026')
	const ingested = await runLetopis(['ingest', at('decision.txt')], folders())
	const id = /: (bafyrei\w+),/.exec(ingested.output)?.[1] ?? ''
	const anchored = await fetch(`${server.url}/api/v1/anchors`, {
		method: 'POST',
		headers: { authorization: `Bearer ${server.token}` },
	})
	expect(anchored.ok).toBe(true)
	const run = await runLetopis(['evidence', id, '-o', at('records'), '--name', 'decision'], folders())
	expect(run.code).toBe(0)
	const names = await readdir(at('records'))
	expect(names).toHaveLength(1)
	expect(names[0]).toMatch(/^decision\.[a-z0-9-]+\.ers$/)
	expect(run.output).toContain(`${names[0]}: stamped `)
	const record = new Uint8Array(await readFile(at('records', names[0] ?? '')))
	const digest = createHash('sha256').update('Rozhodnutí č. j. 1/2026').digest()
	const file = { digests: { 'SHA-256': new Uint8Array(digest) } }
	// The development authority enters no trust file: what it stamps holds together, and that is all.
	const report = await verifyEvidence({ records: [record], file, at: Date.now() })
	expect(report.verdict.content.reason).toBe('no-trust')
	expect(report.checks.filter(({ ok }) => ok === 'no')).toEqual([])
	expect(report.checks.find(({ id }) => id === 'evidence-file')?.ok).toBe('yes')
})

test('a package is a file, and never replaces another', async () => {
	await writeFile(at('order.txt'), 'Nařízení č. 2/2026')
	const ingested = await runLetopis(['ingest', at('order.txt')], folders())
	const id = /: (bafyrei\w+),/.exec(ingested.output)?.[1] ?? ''
	const run = await runLetopis(['package', id, '-o', at('order.asice')], folders())
	expect(run).toMatchObject({ code: 0, output: expect.stringContaining(`wrote ${at('order.asice')}`) })
	const files = storedFiles(await readFile(at('order.asice')))
	expect(files.map(({ name }) => name).slice(0, 3)).toEqual(['mimetype', 'order.txt', 'receipt.json'])
	const again = await runLetopis(['package', id, '-o', at('order.asice')], folders())
	expect(again).toMatchObject({ code: 1, output: expect.stringContaining('already exists') })
	expect((await readdir(base)).filter((name) => name.endsWith('.part'))).toEqual([])
})

test('a document that is not there has none', async () => {
	const gone = 'bafyreigh2akiscaildcqabsyg3dfr6chu3fgpregiymsck7e7aqa4s52zy'
	const missing = await runLetopis(['evidence', gone, '-o', at('none')], folders())
	expect(missing.code).toBe(1)
	expect(missing.output).toMatch(/document-not-found/)
	const unpacked = await runLetopis(['package', gone, '-o', at('none.asice')], folders())
	expect(unpacked).toMatchObject({ code: 1, output: expect.stringContaining('document-not-found') })
	expect(await readdir(base)).not.toContain('none.asice')
})

test('what ends when is told in a table, and renewed by hand', async () => {
	const authority = 'untrusted-development'
	const told = await runLetopis(['evidence', 'forecast', '--at', '2050-01-01'], folders())
	expect(told.code).toBe(0)
	expect(told.output).toMatch(new RegExp(`${authority} +\\d+ .+ ENDED +certificate`))
	expect(told.output).toContain('hash trees and log: SHA-256, no end known')
	const json = await runLetopis(['evidence', 'forecast', '--json'], folders())
	expect(JSON.parse(json.output)).toMatchObject({ marginDays: 180, ends: [{ authority, state: 'in-force' }] })
	expect((await runLetopis(['evidence', 'forecast', '--at', '2036-02-30'], folders())).code).toBe(64)
	expect((await runLetopis(['evidence', 'renew'], folders())).output).toContain('nothing is due')
	const renewed = await runLetopis(['evidence', 'renew', '--of', authority, '--by', authority], folders())
	expect(renewed).toMatchObject({
		code: 0,
		output: expect.stringMatching(/renewed by untrusted-development/),
	})
	expect((await runLetopis(['evidence', 'renew', '--of', 'nobody'], folders())).code).toBe(1)
})
