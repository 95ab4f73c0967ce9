/** What an anchor stamps, records and keeps, on a real log; and the receipt parts that come of it. */
import { join } from 'node:path'
import {
	anchorImprint,
	blobCid,
	bodyOf,
	checkInclusion,
	decodeEntry,
	documentNode,
	documentsPath,
	documentsRootFromPath,
	fromUtf8,
	leafHash,
	parseCheckpoint,
	parseNote,
	utf8,
} from '@letopis/format'
import { afterAll, afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { Anchorer, type AnchorerOptions } from '../../../ledger/anchor/anchorer.ts'
import { hashAt } from '../../../ledger/anchor/flat-tree.ts'
import { checkTimestamp } from '../../../ledger/anchor/timestamp-check.ts'
import { readTree } from '../../../ledger/anchor/tree-file.ts'
import { anchorBlinder } from '../../../ledger/vault/secrets.ts'
import { type AnchoredLog, createAnchoredLog, testClock } from '../../support/anchored-log.ts'
import { removeAuthorities, type ScriptedAuthority, scriptedAuthority } from '../../support/test-authority.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const rhythm = { periodMs: 10 * MINUTE, heartbeatMs: HOUR }

let at: AnchoredLog
let first: ScriptedAuthority
let second: ScriptedAuthority
let anchorer: Anchorer
beforeEach(async () => {
	const clock = testClock()
	at = await createAnchoredLog(clock)
	first = await scriptedAuthority('first', clock)
	second = await scriptedAuthority('second', clock)
})
afterEach(async () => {
	await anchorer?.stop()
	await at.remove()
})
afterAll(removeAuthorities)

async function open(authorities: AnchorerOptions['authorities'], more: Partial<AnchorerOptions> = {}) {
	const { log, vault, clock, dir } = at
	anchorer = await Anchorer.open({ log, vault, clock, authorities, dir: join(dir, 'anchors'), ...more })
	return anchorer
}

/** Publishes, and lets the authorities that are due stamp. */
async function due() {
	await at.log.publish()
	return (await anchorer.anchorDue()).flatMap(({ anchor, error }) => {
		if (error !== undefined) throw error
		return anchor ?? []
	})
}

test('an anchor stamps the published note and the documents below it', async () => {
	const documents = [await at.document('one'), await at.document('two'), await at.document('three')]
	await open([{ authority: first, ...rhythm }])
	const [anchor] = await due()
	const note = await at.log.blob(anchor?.note ?? blobCid(utf8('')))
	const token = await at.log.blob(anchor?.token ?? blobCid(utf8('')))
	expect(fromUtf8(note ?? utf8(''))).toBe(at.log.published?.note)
	expect(anchor).toMatchObject({ authority: 'first', size: 4, index: 4, time: at.clock.now() })

	const entry = decodeEntry((await at.log.entry(4)) ?? utf8(''))
	const { links: _, index: __, cid: ___, ...body } = anchor ?? expect.fail('no anchor')
	expect(bodyOf(entry, 'anchor')).toEqual(body)
	const imprint = anchorImprint(note ?? utf8(''), body.documents)
	await expect(checkTimestamp(token ?? utf8(''), { imprint, roots: first.roots })).resolves.toMatchObject({
		genTime: body.time,
	})

	// Each document's way to D, from its digest and a blinder that only its secret gives.
	const tree = await readTree(join(at.dir, 'anchors', 'first'), 4, body.documents ?? utf8(''))
	expect([...(tree?.indexes ?? [])]).toEqual(documents.map(({ index }) => index))
	for (const [i, { index, digest }] of documents.entries()) {
		const record = await at.vault.record(index)
		const secret = typeof record === 'object' ? record.secret : undefined
		const node = documentNode(digest, anchorBlinder(secret ?? utf8(''), 'first', body.note))
		const nodes = documents.map((_, at) => hashAt(tree?.hashes ?? utf8(''), at))
		expect(nodes[i]).toEqual(node)
		expect(documentsRootFromPath(node, documentsPath(nodes, i))).toEqual(body.documents)
	}
})

test('without documents the note alone is stamped, and nothing is kept', async () => {
	await open([{ authority: first, ...rhythm }])
	const [anchor] = await due()
	const note = await at.log.blob(anchor?.note ?? blobCid(utf8('')))
	expect(anchor?.documents).toBeNull()
	expect(first.asked).toEqual([anchorImprint(note ?? utf8(''), null)])
})

test('the next anchor takes new documents only, and none that was erased', async () => {
	await at.document('one')
	await open([{ authority: first, ...rhythm }])
	await due()
	const gone = await at.document('erased')
	const kept = await at.document('kept')
	await at.entry()
	at.vault.erase(gone.index)
	at.clock.advance(rhythm.periodMs)
	const [anchor] = await due()
	const tree = await readTree(
		join(at.dir, 'anchors', 'first'),
		anchor?.size ?? 0,
		anchor?.documents ?? utf8(''),
	)
	expect([...(tree?.indexes ?? [])]).toEqual([kept.index])
})

test('each authority blinds with its own values', async () => {
	await at.document('one')
	await open([
		{ authority: first, ...rhythm },
		{ authority: second, ...rhythm },
	])
	const anchors = await due()
	expect(anchors.map(({ authority }) => authority)).toEqual(['first', 'second'])
	expect(anchors[0]?.note).toEqual(anchors[1]?.note)
	expect(anchors[0]?.documents).not.toEqual(anchors[1]?.documents)
})

describe('rhythm', () => {
	test('a new entry waits for the period at most, an anchor alone for nothing but the heartbeat', async () => {
		await open([{ authority: first, ...rhythm }])
		expect(await due(), 'genesis').toHaveLength(1)
		at.clock.advance(rhythm.periodMs)
		expect(await due(), 'only the anchor itself is new').toHaveLength(0)
		await at.entry()
		expect(await due(), 'an entry').toHaveLength(1)
		await at.entry()
		at.clock.advance(rhythm.periodMs - 1)
		expect(await due(), 'within the period').toHaveLength(0)
		at.clock.advance(1)
		expect(await due(), 'after the period').toHaveLength(1)
		at.clock.advance(HOUR - 1)
		expect(await due(), 'before the heartbeat').toHaveLength(0)
		at.clock.advance(1)
		expect(await due(), 'heartbeat').toHaveLength(1)
	})

	test('an entry is noticed however many look at once', async () => {
		await open([{ authority: first, ...rhythm }])
		await due()
		await anchorer.anchorNow()
		at.clock.advance(rhythm.periodMs)
		await at.entry()
		await at.log.publish()
		const looks = await Promise.all([anchorer.anchorDue(), anchorer.anchorDue(), anchorer.anchorDue()])
		expect(new Set(looks.flat().map(({ anchor }) => anchor?.index)).size).toBe(1)
		expect(first.asked).toHaveLength(3)
	})

	test('nothing is published: nothing is stamped, and nothing counted', async () => {
		await open([{ authority: first, ...rhythm, quotaPerYear: 5 }])
		expect(await anchorer.anchorDue()).toEqual([{ authority: 'first' }])
		expect(anchorer.status()).toMatchObject([{ used: 0, failures: 0, lastError: null }])
	})

	test('anchorNow publishes and stamps at once, also between periods', async () => {
		await open([
			{ authority: first, ...rhythm },
			{ authority: second, ...rhythm },
		])
		await anchorer.anchorNow()
		await at.entry()
		await anchorer.anchorNow('second')
		expect(anchorer.status().map(({ stampedSize }) => stampedSize)).toEqual([1, 4])
		await expect(anchorer.anchorNow('third')).rejects.toMatchObject({ code: 'not-found' })
	})

	test('once started it stamps what is published, by itself', async () => {
		const started = await open([{ authority: first, ...rhythm }])
		started.start()
		await at.log.publish()
		await vi.waitFor(() => expect(anchorer.status()[0]?.stampedSize).toBe(1), { timeout: 60_000 })
		await anchorer.stop()
		at.clock.advance(HOUR)
		await at.entry()
		await at.log.publish()
		await new Promise((resolve) => setTimeout(resolve, 20))
		expect(first.asked, 'after stop').toHaveLength(1)
	})

	test('cosignatures are waited for before the note is taken', async () => {
		const order: string[] = []
		first.misbehave((imprint) => {
			order.push('stamp')
			return first.honest(imprint)
		})
		await open([{ authority: first, ...rhythm }], {
			settled: async () => {
				order.push('settled')
			},
		})
		await due()
		expect(order).toEqual(['settled', 'stamp'])
	})
})

describe('receipt parts', () => {
	test('upper bounds: per authority the first anchor whose head covers the entry', async () => {
		await open([
			{ authority: first, ...rhythm },
			{ authority: second, ...rhythm },
		])
		await anchorer.anchorNow('second')
		const { index } = await at.document('one')
		await anchorer.anchorNow('first')
		await anchorer.anchorNow('second')
		await at.entry()
		await anchorer.anchorNow('first')

		const anchors = await anchorer.anchorsFor(index)
		expect(anchors.map(({ authority, size }) => [authority, size])).toEqual([
			['first', 3],
			['second', 4],
		])
		const leaf = leafHash((await at.log.entry(index)) ?? utf8(''))
		for (const { note, token, documents, proof, authority } of anchors) {
			const { root, size } = parseCheckpoint(parseNote(note).text)
			expect(() => checkInclusion({ index, size, leaf, proof, root })).not.toThrow()
			const { roots } = authority === 'first' ? first : second
			const imprint = anchorImprint(utf8(note), documents)
			await expect(checkTimestamp(token, { imprint, roots })).resolves.toBeDefined()
		}
		// The newest entry is covered by nothing yet; genesis by the very first anchors.
		expect(await anchorer.anchorsFor(at.log.size - 1)).toEqual([])
		expect((await anchorer.anchorsFor(0)).map(({ size }) => size)).toEqual([1, 3])
	})

	test('lower bounds: what the entry links to, genesis while there is nothing else', async () => {
		await open([
			{ authority: first, ...rhythm },
			{ authority: second, ...rhythm },
		])
		const before = await at.entry()
		await anchorer.anchorNow('first')
		await anchorer.anchorNow('second')
		const after = await at.entry()
		const linked = async (index: number) => anchorer.linkedAnchors((await at.log.entry(index)) ?? utf8(''))
		expect(await linked(before.index)).toEqual([{ entry: await at.log.entry(0), note: null, token: null }])
		const both = await linked(after.index)
		expect(both.map(({ entry }) => bodyOf(decodeEntry(entry), 'anchor')?.authority).toSorted()).toEqual([
			'first',
			'second',
		])
		for (const { note, token } of both) expect([note, token]).not.toContain(null)
	})
})

test('authorities need names of their own', async () => {
	const same = await scriptedAuthority('first', at.clock)
	await expect(
		open([
			{ authority: first, ...rhythm },
			{ authority: same, ...rhythm },
		]),
	).rejects.toThrow(RangeError)
})
