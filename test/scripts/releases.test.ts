/** Towns that older releases left behind must open, verify and go on with the present program. */
import { access, cp, mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { entryCid, parseReceipt, sha256 } from '@letopis/format'
import { verifyReceipt } from '@letopis/verifier'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { DATA_FORMAT } from '../../ledger/folder/format.ts'
import { type RunningServer, runLetopis, startServer } from '../support/server.ts'

const fixtures = join(import.meta.dirname, '..', 'fixtures')
const releases = (await readdir(fixtures)).filter((name) => name.startsWith('release-'))

test('at least the first release is kept', () => {
	expect(releases).toContain('release-0.1.0')
})

describe.each(releases)('%s', (release) => {
	let town: string
	let folders: { data: string; keys: string }
	let server: RunningServer | undefined
	const bytes = async (name: string) => new Uint8Array(await readFile(join(town, name)))

	beforeAll(async () => {
		town = await mkdtemp(join(tmpdir(), 'letopis-release-'))
		await cp(join(fixtures, release), town, { recursive: true })
		folders = { data: join(town, 'data'), keys: join(town, 'keys') }
	})
	afterAll(async () => {
		await server?.stop()
		await rm(town, { recursive: true, force: true })
	})

	test('has a receipt that the present verifier accepts, with the trust file of then', async () => {
		const report = await verifyReceipt({
			receipt: await bytes('decision.receipt.json'),
			file: { sha256: sha256(await bytes('decision.txt')) },
			trust: await bytes('trust.json'),
		})
		expect(report.exitCode).toBe(0)
	})

	test('is left as it is by a command that only looks', async () => {
		const before = await bytes('data/format.json')
		const fsck = await runLetopis(['fsck'], folders)
		expect(fsck.code).toBe(1)
		expect(fsck.output).toMatch(/older format.*start the server once/s)
		expect(await bytes('data/format.json')).toEqual(before)
		await expect(access(`${folders.data}.before-upgrade`)).rejects.toThrow()
	})

	test('serves what it held, takes more in, and stays the same log', async () => {
		server = await startServer(folders)
		const headers = { authorization: `Bearer ${server.token}` }
		const receipt = parseReceipt(await bytes('decision.receipt.json'))
		const url = `${server.url}/api/v1/documents/${entryCid(receipt.entry)}`
		const content = await fetch(`${url}/content`, { headers })
		expect(new Uint8Array(await content.arrayBuffer())).toEqual(await bytes('decision.txt'))

		const form = new FormData()
		form.set('file', new Blob(['added by the present program']), 'new.txt')
		const added = await fetch(`${server.url}/api/v1/documents`, { method: 'POST', headers, body: form })
		expect(added.status).toBe(201)
		const grown = await verifyReceipt({
			receipt: new Uint8Array(await (await fetch(`${url}/receipt`, { headers })).arrayBuffer()),
			file: { sha256: sha256(await bytes('decision.txt')) },
			trust: await bytes('trust.json'),
		})
		expect(grown.exitCode).toBe(0)
	})

	test('has the present format now, and a copy of what it was before', async () => {
		expect(JSON.parse(await readFile(join(folders.data, 'format.json'), 'utf8')).format).toBe(DATA_FORMAT)
		const original = join(fixtures, release, 'data')
		const files = (await readdir(original, { recursive: true, withFileTypes: true }))
			.filter((entry) => entry.isFile())
			.map(({ parentPath, name }) => relative(original, join(parentPath, name)))
		expect(files.length).toBeGreaterThan(10)
		for (const file of files)
			expect(await bytes(join('data.before-upgrade', file)), file).toEqual(
				new Uint8Array(await readFile(join(original, file))),
			)
	})

	test('is clean', async () => {
		await server?.stop()
		server = undefined
		const fsck = await runLetopis(['fsck'], folders)
		expect(fsck.output).toMatch(/fsck: clean/)
	})
})
