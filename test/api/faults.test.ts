/** What becomes of an upload when the log refuses it, breaks while writing it, or the town is started again. */
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { cidText, entryCid, parseReceipt } from '@letopis/format'
import { LedgerError, openMemoryStore, type Store } from '@letopis/ledger'
import { afterEach, describe, expect, test } from 'vitest'
import { Town, type TownOptions } from '../support/town.ts'

const towns: Town[] = []

async function open(options: TownOptions): Promise<Town> {
	const town = await Town.open({ authority: false, ...options })
	towns.push(town)
	return town
}

afterEach(async () => {
	for (const town of towns.splice(0)) await town.close()
})

/** A memory store that outlives its log, and of which one write can be made to fail. */
function fragile(): { store: Store; fail: (how: 'not applied' | 'applied') => void } {
	const inner = openMemoryStore()
	let how: 'not applied' | 'applied' | null = null
	const store: Store = {
		get: (key) => inner.get(key),
		getMany: (keys) => inner.getMany(keys),
		range: (range) => inner.range(range),
		clear: (range) => inner.clear(range),
		async write(ops, options) {
			const failing = how
			how = null
			if (failing !== 'not applied') await inner.write(ops, options)
			if (failing !== null) throw new LedgerError('io', 'EIO at a secret place')
		},
		close: async () => {},
	}
	return { store, fail: (chosen) => (how = chosen) }
}

test('a full queue refuses with 503 and Retry-After, and keeps nothing of what it refused', async () => {
	const town = await open({ limits: { queueEntries: 2, batchEntries: 1 } })
	const { size } = town.log
	const all = await Promise.all(Array.from({ length: 40 }, (_, i) => town.upload(`${i}`.repeat(20_000))))
	const statuses = all.map(({ response }) => response.status)
	const accepted = statuses.filter((status) => status === 201).length
	expect(statuses.filter((status) => status === 503).length).toBe(40 - accepted)
	expect(accepted).toBeGreaterThan(0)
	expect(accepted).toBeLessThan(40)
	for (const { response } of all) {
		if (response.status === 201) continue
		expect(response.headers.get('Retry-After')).toBe('1')
		expect(await response.json()).toMatchObject({ code: 'queue-full' })
	}
	expect(town.log.size).toBe(size + accepted)
	expect(await town.payloads()).toBe(accepted)
})

describe('a write of the log that fails', () => {
	for (const [how, content, files] of [
		['not applied', 'obsah', 0],
		['applied', 'obsah', 0],
		['not applied', 'obsah'.repeat(5000), 1],
		['applied', 'obsah'.repeat(5000), 1],
	] as const) {
		test(`${how}, ${content.length} bytes: no receipt, no loss, and the repeated request finds out`, async () => {
			const { store, fail } = fragile()
			const town = await Town.open({ store, authority: false })
			const key = { headers: { 'Idempotency-Key': 'once' } }
			await town.upload('before')
			fail(how)
			const failed = await town.upload(content, {}, key)
			expect(failed.response.status).toBe(500)
			const problem = (await failed.response.json()) as Record<string, string>
			expect(problem).toMatchObject({ code: 'internal', detail: 'The failure is in the journal.' })
			// A payload in a file stays: the entry may be in the log, and the sweep at the next start decides.
			expect(await town.payloads()).toBe(files)
			// From now on nothing is taken in of which nobody could say whether it is named.
			const refused = await town.upload('x'.repeat(50_000))
			expect(refused.response.status).toBe(500)
			expect(await town.payloads()).toBe(files)
			const [line] = town.journal.filter(({ event }) => event === 'failure')
			expect(line?.instance).toBe(problem.instance)
			expect(line?.error).toMatchObject({ name: 'LedgerError', code: 'io' })
			expect(JSON.stringify(town.journal)).not.toContain('secret place')
			const ready = await town.fetch('/readyz')
			expect(ready.status).toBe(503)
			expect(await ready.json()).toMatchObject({ reasons: [{ code: 'storage', blocking: true }] })
			expect((await town.upload('later')).response.status).toBe(500)
			await town.close(true)

			const again = await open({ store, folder: town.folder })
			const { size } = again.log
			const repeated = await again.upload(content, {}, key)
			expect(repeated.response.status).toBe(201)
			const replayed = repeated.response.headers.get('Idempotency-Replayed') === 'true'
			expect(replayed).toBe(how === 'applied')
			expect(again.log.size).toBe(replayed ? size : size + 1)
			const stored = await again.fetch(`/api/v1/documents/${repeated.id}/content`)
			expect(await stored.text()).toBe(content)
			expect(cidText(entryCid(parseReceipt(repeated.receipt).entry))).toBe(repeated.id)
		})
	}

	test('a private read that cannot be recorded sends nothing', async () => {
		const { store, fail } = fragile()
		const town = await open({ store })
		const { id } = await town.upload('tajné')
		fail('applied')
		const response = await town.fetch(`/api/v1/documents/${id}/content`)
		expect(response.status).toBe(500)
		expect(await response.text()).not.toContain('tajné')
	})
})

test('a town that is started again knows its documents, tokens and idempotency keys', async () => {
	const first = await Town.open({ durable: true, authority: false })
	const token = await first.token(['documents:write'], 'podatelna')
	const revoked = await first.token(['documents:write'], 'bývalý')
	const { tokens } = await first.json<{ tokens: { id: string; principal: string }[] }>('/api/v1/tokens')
	const gone = tokens.find(({ principal }) => principal === 'bývalý')?.id
	await first.fetch(`/api/v1/tokens/${gone}`, { method: 'DELETE' })
	const key = { token, headers: { 'Idempotency-Key': 'k' } }
	const { id } = await first.upload('obsah', {}, key)
	await first.close(true)

	const second = await open({ durable: true, folder: first.folder })
	const { documents } = await second.json<{ documents: { id: string }[] }>('/api/v1/documents', { token })
	expect(documents.map((document) => document.id)).toEqual([id])
	const repeated = await second.upload('obsah', {}, key)
	expect(repeated.id).toBe(id)
	expect(repeated.response.headers.get('Idempotency-Replayed')).toBe('true')
	expect(await (await second.fetch(`/api/v1/documents/${id}/content`, { token })).text()).toBe('obsah')
	const refused = await second.fetch('/api/v1/documents', { token: revoked })
	expect(await refused.json()).toMatchObject({ code: 'token-revoked' })
})

describe('damaged content', () => {
	async function damage(town: Town, at: number): Promise<void> {
		const names = await readdir(join(town.folder, 'data', 'vault'), { recursive: true, withFileTypes: true })
		const [file] = names.filter((one) => one.isFile() && one.parentPath.includes('payload'))
		if (file === undefined) throw new Error('no payload')
		const path = join(file.parentPath, file.name)
		const bytes = await readFile(path)
		bytes.writeUInt8(bytes.readUInt8(at) ^ 1, at)
		await writeFile(path, bytes)
	}

	test('at its beginning is a problem, and nothing is sent', async () => {
		const town = await open({})
		const { id } = await town.upload('x'.repeat(200_000))
		await damage(town, 20)
		const response = await town.fetch(`/api/v1/documents/${id}/content`)
		expect(response.status).toBe(500)
		expect(await response.json()).toMatchObject({ code: 'corrupt' })
		expect(town.journal.find(({ event }) => event === 'failure')?.error).toMatchObject({ code: 'corrupt' })
	})

	test('later on ends the answer early, and is in the journal', async () => {
		const town = await open({})
		const { id } = await town.upload('x'.repeat(3_000_000))
		await damage(town, 2_500_000)
		const response = await town.fetch(`/api/v1/documents/${id}/content`)
		expect(response.status).toBe(200)
		await expect(response.arrayBuffer()).rejects.toThrow()
		expect(town.journal.find(({ event }) => event === 'failure')?.error).toMatchObject({ code: 'corrupt' })
		const range = await town.fetch(`/api/v1/documents/${id}/content`, { headers: { Range: 'bytes=0-99' } })
		expect(await range.text()).toBe('x'.repeat(100))
	})
})

test('overdue anchoring is a debt, not a hindrance', async () => {
	const town = await open({ authority: true, settings: { anchorLagLimit: -1 } })
	expect(await town.json('/readyz')).toMatchObject({
		ready: true,
		reasons: [{ code: 'anchor-lag', blocking: false }],
	})
})

test('closed logs of the town are served under their numbers', async () => {
	const closed = await open({})
	await closed.upload('dávno')
	await closed.log.publish()
	const { log, vault, anchorer: anchors } = closed
	const past = { number: 7, origin: log.origin, size: log.size, held: true }
	const town = await open({
		closedLogs: new Map([[7, { ...past, open: async () => ({ log, vault, anchors }) }]]),
	})
	const text = async (path: string) => (await town.fetch(path, { token: null })).text()
	expect(await text('/log/7/checkpoint')).toBe(closed.log.published?.note)
	expect(await text('/log/7/tile/entries/000.p/2')).toBe(
		await (await closed.fetch('/log/tile/entries/000.p/2')).text(),
	)
	for (const path of ['/log/07/checkpoint', '/log/8/checkpoint', '/log/7/tile/0/001', '/log/7/vkey']) {
		expect((await town.fetch(path, { token: null })).status, path).toBe(404)
	}
})

test('while it stops, readiness says so and streams are refused', async () => {
	const town = await open({})
	town.stopping.abort()
	const ready = await town.fetch('/readyz')
	expect(await ready.json()).toMatchObject({ ready: false, reasons: [{ code: 'shutting-down' }] })
	const stream = await town.fetch('/api/v1/stream')
	expect(await stream.json()).toMatchObject({ status: 503, code: 'shutting-down' })
})
