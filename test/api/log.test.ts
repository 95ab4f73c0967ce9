/** The public log as C2SP tlog-tiles, entries and proofs; heads shown to us. */

import { join } from 'node:path'
import {
	base64,
	bundlePath,
	bundlesOf,
	checkConsistency,
	checkInclusion,
	cidText,
	decodeBundle,
	decodeEntry,
	entryCid,
	leafHash,
	parseCheckpoint,
	parseNote,
	parseTrust,
	tilePath,
	tilesOf,
	trustFingerprint,
	verifyNote,
} from '@letopis/format'
import { openSigner } from '@letopis/ledger'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ORIGIN, Town } from '../support/town.ts'

let town: Town

beforeAll(async () => {
	town = await Town.open()
	await Promise.all(Array.from({ length: 300 }, (_, i) => town.upload(`dokument ${i}`)))
	await town.log.publish()
})
afterAll(() => town.close())

/** A CID of nothing that was ever recorded. */
const UNKNOWN = cidText(entryCid(new Uint8Array(9)))

const anyone = (path: string) => town.fetch(path, { token: null })
const bytesOf = async (response: Response) => new Uint8Array(await response.arrayBuffer())

describe('tiles', () => {
	test('checkpoint: published, signed twice, cached for seconds', async () => {
		const response = await anyone('/log/checkpoint')
		expect(response.headers.get('Content-Type')).toBe('text/plain; charset=utf-8')
		expect(response.headers.get('Cache-Control')).toBe('public, max-age=2')
		expect(response.headers.get('Access-Control-Allow-Origin')).toBe('*')
		const note = parseNote(await response.text())
		const { keys } = parseTrust(await bytesOf(await anyone('/log/trust.json')))
		expect(
			verifyNote(
				note,
				keys.map(({ vkey }) => vkey),
			),
		).toHaveLength(2)
		expect(parseCheckpoint(note.text)).toMatchObject({ origin: ORIGIN, size: town.log.size })
		expect(await (await anyone('/log/1/checkpoint')).text()).toBe(
			await (await anyone('/log/checkpoint')).text(),
		)
	})

	test('every tile and bundle of the tree, immutable, under both addresses', async () => {
		const { size } = town.log
		const leaves: Uint8Array[] = []
		for (const bundle of bundlesOf(size)) {
			const response = await anyone(`/log/${bundlePath(bundle)}`)
			expect(response.status).toBe(200)
			expect(response.headers.get('Cache-Control')).toBe('public, max-age=31536000, immutable')
			leaves.push(...decodeBundle(await bytesOf(response), bundle.width).map(leafHash))
		}
		expect(leaves).toHaveLength(size)
		for (const tile of tilesOf(size)) {
			const bytes = await bytesOf(await anyone(`/log/${tilePath(tile)}`))
			expect(bytes.length).toBe(tile.width * 32)
			expect(await bytesOf(await anyone(`/log/1/${tilePath(tile)}`))).toEqual(bytes)
			if (tile.level !== 0) continue
			for (let i = 0; i < tile.width; i++) {
				expect(bytes.subarray(i * 32, i * 32 + 32)).toEqual(leaves[tile.index * 256 + i])
			}
		}
		const partial = await anyone('/log/tile/0/000.p/5')
		expect((await bytesOf(partial)).length).toBe(160)
	})

	const missing = [
		'tile/0/001',
		'tile/0/002',
		'tile/1/000',
		'tile/0/001.p/255',
		'tile/entries/001',
		'tile/0/x001/000',
		'tile/0/0',
		'tile/0/00',
		'tile/0/0000',
		'tile/00/000',
		'tile/64/000',
		'tile/-1/000',
		'tile/0/000.p/0',
		'tile/0/000.p/256',
		'tile/0/000.p/05',
		'tile/0/000.p/',
		'tile/0/x000/000',
		'tile/0/X001/000',
		'tile/0/..%2f..%2fcheckpoint',
		'tile/0/%30%30%30',
		'tile/0/000/',
		'tile//000',
		'tile/0/999999999999999999999',
		'tile/data/000',
		'tile',
		'tile/',
		'blob/x',
		`blob/b${'a'.repeat(58)}`,
		`blob/${UNKNOWN}`,
		'2/checkpoint',
		'0/checkpoint',
		'01/checkpoint',
		'x/checkpoint',
	]
	for (const path of missing) {
		test(`nothing is at ${path}`, async () => {
			const response = await anyone(`/log/${path}`)
			expect(response.status).toBe(404)
			expect(response.headers.get('Content-Type')).toBe('application/problem+json')
			expect(response.headers.get('Cache-Control')).toBe('no-store')
		})
	}

	test('the trust file byte for byte, with its fingerprint', async () => {
		const response = await anyone('/log/trust.json')
		const bytes = await bytesOf(response)
		expect(bytes).toEqual(new Uint8Array(town.deps.ledger.trustFile()))
		expect(response.headers.get('Repr-Digest')).toMatch(/^sha-256=:/)
		// The page shows each group in an element of its own.
		const page = (await (await anyone('/')).text()).replaceAll(/<[^>]*>/g, '')
		expect(page).toContain(trustFingerprint(bytes))
	})

	test('keys, one per line', async () => {
		const lines = (await (await anyone('/log/vkey')).text()).split('\n')
		expect(lines).toHaveLength(3)
		expect(lines.every((line) => line === '' || line.startsWith(`${ORIGIN}+`))).toBe(true)
	})
})

describe('entries and proofs', () => {
	test('an entry by index and by CID, as JSON and as bytes', async () => {
		const byIndex = await town.json<{ cid: string; entry: string; leaf: string }>('/api/v1/entries/5', {
			token: null,
		})
		const bytes = new Uint8Array(Buffer.from(byIndex.entry, 'base64'))
		expect(cidText(entryCid(bytes))).toBe(byIndex.cid)
		expect(byIndex.leaf).toBe(base64(leafHash(bytes)))
		expect(await town.json(`/api/v1/entries/${byIndex.cid}`)).toEqual(byIndex)
		const raw = await town.fetch('/api/v1/entries/5', {
			headers: { Accept: 'application/vnd.ipld.dag-cbor' },
		})
		expect(await bytesOf(raw)).toEqual(bytes)
		expect(decodeEntry(bytes).kind).toBe('sealed')
	})

	for (const [name, status] of [
		['99999', 404],
		['05', 400],
		['-1', 400],
		['9007199254740993', 404],
		['x', 400],
		[UNKNOWN, 404],
		[`b${'a'.repeat(58)}`, 400],
	] as const) {
		test(`entry ${name} is ${status}`, async () => {
			expect((await anyone(`/api/v1/entries/${name}`)).status).toBe(status)
		})
	}

	test('inclusion and consistency', async () => {
		const size = 257
		const inclusion = await town.json<{ leaf: string; root: string; proof: string[]; size: number }>(
			`/api/v1/proofs/inclusion?entry=7&size=${size}`,
		)
		const from = (text: string) => new Uint8Array(Buffer.from(text, 'base64'))
		checkInclusion({
			index: 7,
			size,
			leaf: from(inclusion.leaf),
			root: from(inclusion.root),
			proof: inclusion.proof.map(from),
		})
		const consistency = await town.json<{ fromRoot: string; toRoot: string; proof: string[]; to: number }>(
			`/api/v1/proofs/consistency?from=${size}`,
		)
		expect(consistency.to).toBe(town.log.published?.size)
		checkConsistency({
			size1: size,
			size2: consistency.to,
			root1: from(consistency.fromRoot),
			root2: from(consistency.toRoot),
			proof: consistency.proof.map(from),
		})
		expect(consistency.fromRoot).toBe(inclusion.root)
	})

	for (const [query, status] of [
		['inclusion?entry=7&size=7', 422],
		['inclusion?entry=7&size=100000', 422],
		['inclusion?entry=7&size=0', 422],
		['inclusion?entry=7&size=-1', 400],
		['inclusion?entry=7&size=1e3', 400],
		['inclusion?entry=7&size=9007199254740993', 400],
		['inclusion?entry=100000', 404],
		['inclusion', 400],
		['consistency?from=0', 422],
		['consistency?from=5&to=4', 422],
		['consistency?from=5&to=100000', 422],
		['consistency', 400],
	] as const) {
		test(`${query} is ${status}`, async () => {
			expect((await anyone(`/api/v1/proofs/${query}`)).status).toBe(status)
		})
	}
})

describe('a head shown to us', () => {
	const show = (note: string) => town.fetch('/log/seen', { method: 'POST', token: null, body: note })

	test('that we hold', async () => {
		const response = await show(town.log.checkpoint)
		expect(response.status).toBe(200)
		expect(await response.json()).toEqual({ verdict: 'consistent' })
	})

	test('that is none, or not ours', async () => {
		for (const note of ['', 'x', 'ukazkov.example/log/1\n1\nAAAA\n\n— x AAAAAAAA\n', '\ufeff']) {
			const response = await show(note)
			expect(response.status).toBe(422)
			expect(await response.json()).toMatchObject({ code: 'head-not-ours' })
		}
	})

	test('that is too large', async () => {
		expect((await show('x'.repeat(65_537))).status).toBe(413)
	})

	test('is asked about only so often', async () => {
		const answers: number[] = []
		for (let i = 0; i < 12; i++) answers.push((await show(town.log.checkpoint)).status)
		expect(answers.at(-1)).toBe(429)
		town.time.offset += 60_000
		expect((await show(town.log.checkpoint)).status).toBe(200)
	})

	test('that we never signed here freezes signing, and reading goes on', async () => {
		town.time.offset += 60_000
		const { id } = await town.upload('před zmrazením', { visibility: 'public' })
		const signer = await openSigner(join(town.folder, 'keys'), ORIGIN)
		const [, size = '', root = ''] = town.log.checkpoint.split('\n')
		const forged = await signer.signNote(`${ORIGIN}\n${Number(size) + 1}\n${root}\n`)
		const response = await show(forged)
		expect(response.status).toBe(409)
		expect(await response.json()).toMatchObject({ code: 'head-conflict' })
		const refused = await town.upload('po zmrazení')
		expect(refused.response.status).toBe(503)
		expect(await refused.response.json()).toMatchObject({ code: 'frozen' })
		expect((await town.fetch(`/api/v1/documents/${id}/content`, { token: null })).status).toBe(200)
		const ready = await town.fetch('/readyz')
		expect(ready.status).toBe(503)
		expect(await ready.json()).toMatchObject({ ready: false, reasons: [{ code: 'frozen', blocking: true }] })
	})
})
