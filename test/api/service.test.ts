/** Receipts that grow with publication and anchors, event streams, health, metrics, pages. */

import {
	checkInclusion,
	decodeEntry,
	formatReceipt,
	leafHash,
	parseCheckpoint,
	parseNote,
	parseReceipt,
} from '@letopis/format'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Town } from '../support/town.ts'

let town: Town

beforeAll(async () => {
	town = await Town.open()
	await town.upload('první')
	await town.log.publish()
})
afterAll(() => town.close())

const anyone = (path: string) => town.fetch(path, { token: null })
const bytesOf = async (response: Response) => new Uint8Array(await response.arrayBuffer())

describe('anchors and receipts that grow', () => {
	test('signed, then published, then anchored', async () => {
		const { id, receipt } = await town.upload('roste')
		const read = async () => parseReceipt(await (await town.fetch(`/api/v1/documents/${id}/receipt`)).text())
		const signatures = (note: string) => parseNote(note).signatures.length
		expect(signatures(parseReceipt(receipt).proof.checkpoint)).toBe(1)
		const fresh = await read()
		expect(signatures(fresh.proof.checkpoint)).toBe(1)
		expect(fresh.status).not.toBeNull()
		await town.log.publish()
		const published = await read()
		expect(signatures(published.proof.checkpoint)).toBe(2)
		expect(published.anchors).toEqual([])

		const response = await town.fetch('/api/v1/anchors', { method: 'POST' })
		expect(response.status).toBe(200)
		const { authorities } = (await response.json()) as { authorities: Record<string, unknown>[] }
		expect(authorities).toMatchObject([{ name: 'untrusted-development', trusted: false }])
		const anchored = await read()
		expect(anchored.anchors).toHaveLength(1)
		const [anchor] = anchored.anchors
		if (anchor === undefined) throw new Error('no anchor')
		const head = parseCheckpoint(parseNote(anchor.note).text)
		const { index } = anchored.proof
		checkInclusion({
			index,
			size: head.size,
			leaf: leafHash(anchored.entry),
			proof: [...anchor.proof],
			root: head.root,
		})

		// Blobs that the anchor entry names are public.
		const [last] = (await town.json<{ documents: unknown[] }>('/api/v1/documents?limit=1')).documents
		expect(last).toBeDefined()
		for (let at = town.log.size - 1; ; at--) {
			const entry = decodeEntry((await town.log.entry(at)) ?? new Uint8Array())
			if (entry.kind !== 'anchor') continue
			const token = await anyone(`/log/blob/${String(entry.body.token)}`)
			expect(token.headers.get('Cache-Control')).toContain('immutable')
			expect(await bytesOf(token)).toEqual(anchor.token)
			break
		}
		const text = (await town.upload('po razítku')).receipt
		const later = parseReceipt(text)
		expect(text).toBe(formatReceipt(later))
		expect(later.linked).toHaveLength(1)
		expect(later.linked[0]?.token).toEqual(anchor.token)
	})

	test('an authority that is not there', async () => {
		const init = { method: 'POST', headers: { 'Content-Type': 'application/json' } }
		const response = await town.fetch('/api/v1/anchors', { ...init, body: '{"authority":"nobody"}' })
		expect(await response.json()).toMatchObject({ status: 422, code: 'authority-unknown' })
		expect((await town.fetch('/api/v1/anchors', { ...init, body: '{"x":1}' })).status).toBe(400)
	})
})

describe('stream', () => {
	test('begins with the newest head and tells of heads and anchors', async () => {
		const response = await anyone('/api/v1/stream')
		expect(response.headers.get('Content-Type')).toBe('text/event-stream; charset=utf-8')
		const reader = (response.body as ReadableStream<Uint8Array>).getReader()
		let text = ''
		const until = async (pattern: RegExp) => {
			while (!pattern.test(text)) {
				const { value, done } = await reader.read()
				if (done) throw new Error(`stream ended before ${pattern}`)
				text += Buffer.from(value).toString()
			}
		}
		await until(/event: head\nid: \d+\ndata: \{.*\}\n\n/)
		const { size } = town.log
		await town.upload('nový')
		await town.log.publish()
		await until(new RegExp(`event: head\nid: ${size + 1}\n`))
		await town.anchorer.anchorNow()
		await until(/event: anchor\nid: \d+\ndata: .*"authority":"untrusted-development"/)
		await reader.cancel()
	})

	test('is bounded, and room is made when readers leave', async () => {
		const open = await Promise.all(Array.from({ length: 256 }, () => anyone('/api/v1/stream')))
		expect(open.every(({ status }) => status === 200)).toBe(true)
		const refused = await anyone('/api/v1/stream')
		expect(refused.status).toBe(503)
		expect(await refused.json()).toMatchObject({ code: 'too-many-streams' })
		await Promise.all(open.map(({ body }) => body?.cancel()))
		const again = await anyone('/api/v1/stream')
		expect(again.status).toBe(200)
		await again.body?.cancel()
	})
})

describe('health', () => {
	test('alive', async () => {
		expect(await town.json('/healthz', { token: null })).toEqual({ status: 'ok', version: '0.0.0-test' })
	})

	test('ready, and why not', async () => {
		const reasons = async (status: number) =>
			(
				await town.json<{ ready: boolean; reasons: { code: string; blocking: boolean; remedy: string }[] }>(
					'/readyz',
					{ token: null },
					status,
				)
			).reasons
		expect(await reasons(200)).toEqual([])
		const { status } = town
		try {
			status.demo = false
			expect(await reasons(200)).toMatchObject([{ code: 'keys-never-drilled', blocking: false }])
			const { offset } = town.time
			town.time.offset += town.deps.ledger.seal.signer.until - town.deps.clock.now() - 20 * 86_400_000
			expect(await reasons(200)).toContainEqual(expect.objectContaining({ code: 'seal', blocking: false }))
			town.time.offset = offset
			status.clockFault = 'differs by 300 s'
			status.diskFree = 1000
			status.damage = 2
			status.unopened = [{ origin: 'ukazkov.example/log/0', code: 'corrupt' }]
			const all = await reasons(503)
			expect(all.map(({ code }) => code)).toEqual([
				...['clock', 'disk', 'damage', 'closed-log', 'keys-never-drilled'],
			])
			expect(all.every(({ remedy }) => remedy !== '')).toBe(true)
			town.time.offset += 2000
			const refused = await town.upload('x')
			expect(refused.response.status).toBe(507)
			expect(await refused.response.json()).toMatchObject({ code: 'disk-full' })
		} finally {
			Object.assign(status, { demo: true, clockFault: null, diskFree: null, damage: 0, unopened: [] })
			town.time.offset += 2000
		}
		expect(await reasons(200)).toEqual([])
	})

	test('metrics, for who may see them', async () => {
		expect((await town.fetch('/metrics', { token: null })).status).toBe(401)
		const token = await town.token(['metrics:read'], 'prometheus')
		const text = await (await town.fetch('/metrics', { token })).text()
		expect(text).toMatch(/^letopis_log_entries \d+$/m)
		expect(text).toMatch(/^letopis_anchor_lag_seconds\{authority="untrusted-development"\} 0$/m)
		expect(text).toMatch(
			/^letopis_http_requests_total\{method="POST",route="\/api\/v1\/documents",status="201"\} \d+$/m,
		)
		expect(text).toMatch(/^letopis_disk_free_bytes \d+/m)
	})
})

describe('pages', () => {
	test('load nothing from anyone else', async () => {
		for (const path of ['/', '/docs', '/docs/problems']) {
			const response = await anyone(path)
			expect(response.status).toBe(200)
			expect(response.headers.get('Content-Security-Policy')).toContain("default-src 'none'")
			const html = await response.text()
			expect(html).not.toMatch(/(?:src|href)="(?:https?:)?\/\//)
			for (const [, asset = ''] of html.matchAll(/(?:src|href)="(\/docs\/assets\/[^"]+)"/g)) {
				expect((await anyone(asset)).status, asset).toBe(200)
			}
		}
		expect((await anyone('/docs/assets/package.json')).status).toBe(404)
		expect((await anyone('/docs/assets/__proto__')).status).toBe(404)
	})

	test('every problem has its place', async () => {
		const html = await (await anyone('/docs/problems')).text()
		expect(html).toContain('id="token-expired"')
	})
})
