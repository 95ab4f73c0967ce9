/** Evidence records in a real town, judged by the verifier. */
import { createHash } from 'node:crypto'
import { readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { parseReceipt } from '@letopis/format'
import { openDevelopmentAuthority } from '@letopis/ledger'
import { type EvidenceReport, verifyEvidence } from '@letopis/verifier'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { TestLog } from '../support/test-log.ts'
import { Town } from '../support/town.ts'

interface Answer {
	entry: string
	index: number
	records: { authority: string; time: string; size: number; record: string }[]
	damaged: string[]
}

let town: Town
let secret: string
let open: string

beforeAll(async () => {
	town = await Town.open()
	secret = (await town.upload('tajný obsah')).id
	open = (await town.upload('vyhláška', { visibility: 'public' })).id
	await town.anchorer.anchorNow()
})
afterAll(() => town.close())

const path = (id: string, more = '') => `/api/v1/documents/${id}/evidence-records${more}`
const list = async (id: string, more = '') => (await town.json(path(id, more))) as unknown as Answer

async function judge(record: Uint8Array, content: string): Promise<EvidenceReport> {
	const { roots } = await openDevelopmentAuthority(join(town.folder, 'keys', 'authority'), town.deps.clock)
	return verifyEvidence({
		records: [record],
		file: { digests: { 'SHA-256': new Uint8Array(createHash('sha256').update(content).digest()) } },
		trust: new TestLog().trust({ roots, required: 1 }),
		at: town.deps.clock.now(),
	})
}

describe('the records of a document', () => {
	test('verify with its content alone', async () => {
		const { entry, records, damaged } = await list(secret)
		expect(entry).toBe(secret)
		expect(damaged).toEqual([])
		expect(records).toHaveLength(1)
		const record = Buffer.from(records[0]?.record ?? '', 'base64')
		const report = await judge(record, 'tajný obsah')
		expect(report.verdict.content).toEqual({ is: 'agrees', reason: null })
		expect(report.stamps[0]?.genTime).toBe(Date.parse(records[0]?.time ?? ''))
		expect((await judge(record, 'vyhláška')).verdict.content.is).toBe('differs')
	})

	test('are files too, one by one', async () => {
		const [first] = (await list(open)).records
		const response = await town.fetch(path(open, `/${first?.authority}`), { token: null })
		expect(response.status).toBe(200)
		expect(response.headers.get('Content-Type')).toBe('application/octet-stream')
		expect(response.headers.get('Content-Disposition')).toBe(`attachment; filename="${first?.authority}.ers"`)
		const bytes = new Uint8Array(await response.arrayBuffer())
		expect(Buffer.from(bytes).toString('base64')).toBe(first?.record)
		expect((await judge(bytes, 'vyhláška')).exitCode).toBe(0)
	})

	test('of a version are about that version', async () => {
		const { entry: version } = await town.upload(
			'druhé znění',
			{ relation: 'supersedes' },
			{ path: `/api/v1/documents/${open}/versions` },
		)
		expect((await list(open, `?entry=${version}`)).records).toEqual([])
		await town.anchorer.anchorNow()
		const { entry, records } = await list(open, `?entry=${version}`)
		expect(entry).toBe(version)
		expect((await judge(Buffer.from(records[0]?.record ?? '', 'base64'), 'druhé znění')).exitCode).toBe(0)
		expect((await list(open)).records).not.toEqual(records)
	})
})

describe('who may have them', () => {
	test('of what is public everybody, and nothing is recorded', async () => {
		const { size } = town.log
		expect((await town.fetch(path(open), { token: null })).status).toBe(200)
		expect(town.log.size).toBe(size)
	})

	test('of what is not, who may read it, and the read is recorded first', async () => {
		const { size } = town.log
		await list(secret)
		await (await town.fetch(path(secret, '/nobody'))).arrayBuffer()
		expect((await town.accesses(size)).map(({ action, object }) => [action, object])).toEqual([
			['evidence', secret],
			['evidence', secret],
		])
		const writer = await town.token(['documents:write'], 'jiný')
		expect((await town.fetch(path(secret), { token: writer })).status).toBe(403)
		expect((await town.fetch(path(secret, '/development'), { token: null })).status).toBe(401)
	})
})

describe('there are none', () => {
	const code = async (id: string, more = '') => {
		const response = await town.fetch(path(id, more))
		return [response.status, ((await response.json()) as { code: string }).code]
	}

	test('of a document that is not stamped yet', async () => {
		const { id } = await town.upload('čerstvý')
		expect(await list(id)).toMatchObject({ records: [], damaged: [] })
		expect(await code(id, '/development')).toEqual([404, 'evidence-not-found'])
	})

	test('of a document that is not there', async () => {
		expect(await code('bafyreigh2akiscaildcqabsyg3dfr6chu3fgpregiymsck7e7aqa4s52zy')).toEqual([
			404,
			'document-not-found',
		])
		expect(await code(secret, '/No_Name')).toEqual([400, 'bad-request'])
	})

	test('of one that was erased', async () => {
		const doomed = await town.upload('ke skartaci')
		await town.anchorer.anchorNow()
		await town.vault.erase([parseReceipt(doomed.receipt).proof.index])
		expect(await code(doomed.id)).toEqual([410, 'erased'])
	})

	test('of an authority whose tree is damaged, which is named', async () => {
		const [first] = (await list(secret)).records
		const folder = join(town.folder, 'data', 'anchors', first?.authority ?? '')
		for (const name of readdirSync(folder).filter((each) => each.endsWith('.nodes')))
			rmSync(join(folder, name))
		expect(await list(secret)).toMatchObject({ records: [], damaged: [first?.authority] })
		await town.anchorer.checkTrees()
		expect((await list(secret)).records).toEqual([first])
	})
})

test('strangers are slowed down, staff is not', async () => {
	const ask = async (token: string | null) => (await town.fetch(path(open), { token })).status
	const statuses: number[] = []
	for (let i = 0; i < 70; i++) statuses.push(await ask(null))
	expect(statuses[0]).toBe(200)
	expect(statuses.at(-1)).toBe(429)
	expect((await town.fetch(path(open), { token: null })).headers.get('Retry-After')).toMatch(/^\d+$/)
	expect(await ask(town.admin)).toBe(200)
	town.time.offset += 60_000
	expect(await ask(null)).toBe(200)
	town.time.offset -= 60_000
})
