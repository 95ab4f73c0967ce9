/** What an anchorer knows after a restart: everything that the log says, nothing that only a file says. */
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { cidText, utf8 } from '@letopis/format'
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest'
import { AnchorHistory } from '../../../ledger/anchor/anchor-history.ts'
import { Anchorer } from '../../../ledger/anchor/anchorer.ts'
import { stampGenesis } from '../../../ledger/anchor/genesis-stamps.ts'
import { readTree } from '../../../ledger/anchor/tree-file.ts'
import { type AnchoredLog, createAnchoredLog } from '../../support/anchored-log.ts'
import { removeAuthorities, type ScriptedAuthority, scriptedAuthority } from '../../support/test-authority.ts'

const rhythm = { periodMs: 600_000, heartbeatMs: 3_600_000 }
let at: AnchoredLog
let first: ScriptedAuthority
let second: ScriptedAuthority
let anchorer: Anchorer
beforeEach(async () => {
	at = await createAnchoredLog()
	first = await scriptedAuthority('first', at.clock)
	second = await scriptedAuthority('second', at.clock)
	await start(first, second)
})
afterEach(async () => {
	await anchorer.stop()
	await at.remove()
})
afterAll(removeAuthorities)

async function start(...authorities: ScriptedAuthority[]): Promise<void> {
	const { log, vault, clock, dir } = at
	const all = authorities.map((authority) => ({ authority, ...rhythm }))
	anchorer = await Anchorer.open({ log, vault, clock, authorities: all, dir: join(dir, 'anchors') })
}

async function restart(...authorities: ScriptedAuthority[]): Promise<void> {
	await anchorer.stop()
	at = await at.reopen()
	await start(...authorities)
}

test('stamped sizes and times are those of the log, with or without the folder', async () => {
	await at.document('one')
	await anchorer.anchorNow('first')
	await at.document('two')
	await anchorer.anchorNow('first')
	await anchorer.anchorNow('second')
	const before = anchorer.status().map(({ stampedSize, lastStamp }) => [stampedSize, lastStamp])
	expect(before.map(([size]) => size)).toEqual([4, 5])
	for (const remove of [false, true]) {
		if (remove) rmSync(join(at.dir, 'anchors'), { recursive: true })
		await restart(first, second)
		expect(anchorer.status().map(({ stampedSize, lastStamp }) => [stampedSize, lastStamp])).toEqual(before)
	}
	const { index } = await at.document('three')
	await anchorer.anchorNow('first')
	const anchor = (await anchorer.anchorsFor(index)).find(({ authority }) => authority === 'first')
	const tree = await readTree(join(at.dir, 'anchors/first'), anchor?.size ?? 0, anchor?.documents ?? utf8(''))
	expect([...(tree?.indexes ?? [])], 'only the new document').toEqual([index])
})

test('a restart does not ask before its time', async () => {
	await anchorer.anchorNow()
	await at.entry()
	await at.log.publish()
	await restart(first, second)
	expect(await anchorer.anchorDue()).toEqual([])
	at.clock.advance(rhythm.periodMs)
	expect(await anchorer.anchorDue()).toHaveLength(2)
})

test('waiting begins with the entry, not with the restart', async () => {
	await anchorer.anchorNow()
	await at.entry()
	at.clock.advance(3_600_000)
	await restart(first, second)
	await anchorer.anchorDue()
	// The entry says its minute only, and the end of it counts.
	expect(anchorer.status()[0]).toMatchObject({ waiting: 3_540, lag: 2_940 })
})

describe('an authority that is no longer configured', () => {
	test('stays in receipts and links, and is taken up again where it was', async () => {
		const { index } = await at.document('one')
		await anchorer.anchorNow('second')
		await restart(first)
		await anchorer.anchorNow()
		expect((await anchorer.anchorsFor(index)).map(({ authority }) => authority)).toEqual(['second', 'first'])
		const newest = await at.entry()
		expect(await anchorer.linkedAnchors((await at.log.entry(newest.index)) ?? utf8(''))).toHaveLength(2)
		await restart(first, second)
		expect(anchorer.status().map(({ stampedSize }) => stampedSize)).toEqual([3, 2])
	})
})

describe('history', () => {
	test('finds every anchor by links alone, from the newest entry back', async () => {
		for (let round = 0; round < 12; round++) {
			await at.entry()
			await anchorer.anchorNow(round % 3 === 0 ? 'second' : 'first')
		}
		const history = await AnchorHistory.open(at.log)
		const all = [...(await history.since('first', 0)), ...(await history.since('second', 0))]
		expect(all.map(({ index }) => index).toSorted((a, b) => a - b)).toEqual(
			Array.from({ length: 12 }, (_, i) => 2 * (i + 1)),
		)
		for (let index = 0; index < at.log.size - 1; index++) {
			const covering = await history.firstCovering(index)
			const expected = ['first', 'second'].flatMap(
				(name) => all.filter(({ authority, size }) => authority === name && size > index)[0] ?? [],
			)
			expect(covering.map(({ cid }) => cidText(cid)).toSorted()).toEqual(
				expected.map(({ cid }) => cidText(cid)).toSorted(),
			)
		}
	})

	test('finds an anchor that no entry links to yet', async () => {
		await anchorer.anchorNow('first')
		// As if the process had died between the append and the log hearing of it, with more entries in the
		// queue.
		const { setAnchors } = at.log
		at.log.setAnchors = () => {}
		await anchorer.anchorNow('first')
		await anchorer.anchorNow('second')
		at.log.setAnchors = setAnchors
		await at.entry()
		const history = await AnchorHistory.open(at.log)
		expect(history.newest('first')?.size).toBe(2)
		expect(history.newest('second')?.size).toBe(3)
		expect(await history.since('first', 0)).toHaveLength(2)
	})
})

describe('kept trees', () => {
	const file = (size: number) => join(at.dir, 'anchors/first', `${size}.nodes`)
	const reports = async () => (await anchorer.checkTrees()).filter(({ authority }) => authority === 'first')
	beforeEach(async () => {
		await at.document('one')
		await at.document('two')
		await anchorer.anchorNow('first')
		await at.document('three')
		await anchorer.anchorNow('first')
	})

	test('sound ones are left alone', async () => {
		const bytes = readFileSync(file(3))
		expect(await reports()).toEqual([
			{ authority: 'first', checked: 2, rebuilt: 0, lost: 0, renewalsLost: 0, documents: [] },
		])
		expect(readFileSync(file(3))).toEqual(bytes)
	})

	const damages: Record<string, (path: string) => void> = {
		missing: (path) => rmSync(path),
		empty: (path) => writeFileSync(path, ''),
		'of another anchor': (path) => writeFileSync(path, readFileSync(file(5))),
		'with a flipped bit': (path) => {
			const bytes = readFileSync(path)
			bytes[50] = (bytes[50] ?? 0) ^ 1
			writeFileSync(path, bytes)
		},
		'with a byte more': (path) => writeFileSync(path, Buffer.concat([readFileSync(path), Buffer.alloc(1)])),
	}
	for (const [name, damage] of Object.entries(damages)) {
		test(`one ${name} is built again from the vault, to the same bytes`, async () => {
			const bytes = readFileSync(file(3))
			damage(file(3))
			expect(await reports()).toMatchObject([{ checked: 2, rebuilt: 1, lost: 0, documents: [] }])
			expect(readFileSync(file(3))).toEqual(bytes)
		})
	}

	test('one that lost an erased document is lost: the other document is stamped again, once', async () => {
		rmSync(file(3))
		at.vault.erase(1)
		expect(await reports()).toMatchObject([{ rebuilt: 0, lost: 1, documents: [2] }])
		await at.document('four')
		await anchorer.anchorNow('first')
		const newest = anchorer.status()[0]?.stampedSize ?? 0
		const [anchor] = (await anchorer.anchorsFor(newest - 1)).filter(({ authority }) => authority === 'first')
		const tree = await readTree(join(at.dir, 'anchors/first'), newest, anchor?.documents ?? utf8(''))
		expect([...(tree?.indexes ?? [])]).toEqual([2, 6])
		await restart(first, second)
		expect(await reports()).toMatchObject([{ checked: 3, lost: 1, documents: [] }])
	})
})

test('genesis takes the stamps of those authorities that answer well, in their order', async () => {
	const imprint = new Uint8Array(32).fill(7)
	const third = await scriptedAuthority('third', at.clock)
	first.misbehave(() => new Promise(() => {}))
	expect(await stampGenesis(imprint, [first, second, third], 200)).toHaveLength(2)
	second.misbehave((other) => third.honest(other))
	const [stamp, ...more] = await stampGenesis(imprint, [second, third])
	expect(more).toEqual([])
	expect(stamp).toBeInstanceOf(Uint8Array)
	expect(await stampGenesis(imprint, [])).toEqual([])
})
