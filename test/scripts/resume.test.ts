/**
 * A log that was restored whole goes on in place: the follower's head proves that nothing is missing. A follower
 * that fell behind proves nothing and is refused.
 */
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { freePort, runLetopis, startServer } from '../support/server.ts'

let base: string
let data: string
let keys: string
let port: number
const at = (...parts: string[]) => join(base, ...parts)
const letopis = (...args: string[]) =>
	runLetopis(args, { data, keys, env: { HOST: '127.0.0.1', PORT: String(port) } })

beforeAll(async () => {
	base = await mkdtemp(join(tmpdir(), 'letopis-resume-'))
	data = at('data')
	keys = at('keys')
	port = await freePort()
	await writeFile(at('a.txt'), 'a')
})
afterAll(() => rm(base, { recursive: true, force: true }))

test('a whole restoration resumes on a follower that is up to date, not on a stale one', async () => {
	await letopis('init', '--town', 'Ukázkov', '--host', 'resume.example')
	const follow = (folder: string) =>
		letopis('follow', `http://127.0.0.1:${port}/log`, at(folder), '--trust', at('trust.json'))

	const server = await startServer({ data, keys, port })
	await letopis('trust', '-o', at('trust.json'))
	await follow('stale')
	expect((await letopis('ingest', at('a.txt'))).code).toBe(0)
	// Without an authority nothing else is appended, so the published head becomes the newest one.
	await expect
		.poll(async () => (await follow('current')).output, { timeout: 120_000, interval: 500 })
		.toMatch(/: 2 entries/)
	expect((await letopis('backup', at('backup'))).output).toMatch(/backup of 2 entries/)
	expect(await server.stop()).toBe(0)

	await cp(data, at('before'), { recursive: true })
	await rm(data, { recursive: true })
	expect((await letopis('restore', at('backup'))).output).toMatch(/restored 2 entries/)
	const stale = await letopis('resume', '--follower', at('stale'))
	expect(stale.output).toMatch(/old head does not prove/)
	expect(stale.code).toBe(1)
	const resumed = await letopis('resume', '--follower', at('current'))
	expect(resumed.output).toMatch(/resumed at size 2/)
	expect((await letopis('ingest', at('a.txt'))).code).toBe(0)
	expect((await letopis('fsck')).output).toMatch(/fsck: clean; 3 entries/)
})

test('a data folder of yesterday is refused, with the way out', async () => {
	await rm(data, { recursive: true })
	await cp(at('before'), data, { recursive: true })
	const run = await letopis('serve')
	expect(run.code).toBe(1)
	expect(run.output).toMatch(/\[behind\]/)
	expect(run.output).toMatch(/letopis succeed/)
})
