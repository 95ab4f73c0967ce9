/** `letopis evidence` and `letopis-verify`, one after the other, on a real server. */
import { createHash } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { verifyEvidence } from '@letopis/verifier'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type RunningServer, runLetopis, startServer } from '../support/server.ts'

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

test('a document that is not there has none', async () => {
	const gone = 'bafyreigh2akiscaildcqabsyg3dfr6chu3fgpregiymsck7e7aqa4s52zy'
	const missing = await runLetopis(['evidence', gone, '-o', at('none')], folders())
	expect(missing.code).toBe(1)
	expect(missing.output).toMatch(/document-not-found/)
})
