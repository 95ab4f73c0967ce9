/**
 * Authorities that fail or lie, clocks that are wrong, and the process dying at each step. In every case
 * appends go on as they should, and the log ends up anchored.
 */
import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { type AnchorBody, bodyOf, decodeEntry, utf8 } from '@letopis/format'
import { afterAll, afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { AnchorLog } from '../../../ledger/anchor/anchor-log.ts'
import { Anchorer } from '../../../ledger/anchor/anchorer.ts'
import { readTree } from '../../../ledger/anchor/tree-file.ts'
import { LedgerError } from '../../../ledger/error.ts'
import {
	type AnchoredLog,
	createAnchoredLog,
	START,
	type TestClock,
	testClock,
} from '../../support/anchored-log.ts'
import { removeAuthorities, type ScriptedAuthority, scriptedAuthority } from '../../support/test-authority.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const rhythm = { periodMs: 10 * MINUTE, heartbeatMs: HOUR }

let at: AnchoredLog
let times: Record<'first' | 'second', TestClock>
let first: ScriptedAuthority
let second: ScriptedAuthority
const opened: Anchorer[] = []
beforeEach(async () => {
	at = await createAnchoredLog()
	times = { first: testClock(), second: testClock() }
	first = await scriptedAuthority('first', times.first)
	second = await scriptedAuthority('second', times.second)
})
afterEach(async () => {
	for (const anchorer of opened.splice(0)) await anchorer.stop()
	await at.remove()
})
afterAll(removeAuthorities)

async function open(authorities: readonly ScriptedAuthority[], log: AnchorLog = at.log): Promise<Anchorer> {
	const anchorer = await Anchorer.open({
		log,
		vault: at.vault,
		clock: at.clock,
		authorities: authorities.map((authority) => ({ authority, ...rhythm })),
		dir: join(at.dir, 'anchors'),
	})
	opened.push(anchorer)
	return anchorer
}

/** Moves all clocks. */
function advance(ms: number): void {
	for (const clock of [at.clock, times.first, times.second]) clock.advance(ms)
}

/** The anchors that the log holds, in order. */
async function anchors(): Promise<AnchorBody[]> {
	const found: AnchorBody[] = []
	for await (const { entry } of at.log.entries(0, at.log.size)) {
		const body = bodyOf(decodeEntry(entry), 'anchor')
		if (body !== undefined) found.push(body)
	}
	return found
}

describe('an authority', () => {
	const garbage = new Uint8Array(1_000).fill(0x30)
	const cases: { name: string; reason?: string; lie: () => Parameters<ScriptedAuthority['misbehave']>[0] }[] =
		[
			{
				name: 'that cannot be reached',
				lie: () => () => Promise.reject(new LedgerError('authority', 'down')),
			},
			{ name: 'that fails in an unforeseen way', lie: () => () => Promise.reject(new TypeError('oops')) },
			{ name: 'that answers garbage', reason: 'malformed', lie: () => async () => garbage },
			{ name: 'that answers nothing', reason: 'malformed', lie: () => async () => new Uint8Array(0) },
			{
				name: 'that answers far too much',
				reason: 'too-large',
				lie: () => async () => new Uint8Array(10_000_000),
			},
			{
				name: 'that stamps something else',
				reason: 'imprint',
				lie: () => () => first.honest(new Uint8Array(32)),
			},
			{
				name: 'whose place a stranger took',
				reason: 'chain',
				lie: () => (imprint) => second.honest(imprint),
			},
			{
				name: 'that gives an hour before its last stamp',
				reason: 'order',
				lie: () => (imprint) => {
					times.first.advance(-HOUR)
					return first.honest(imprint).finally(() => times.first.advance(HOUR))
				},
			},
		]
	for (const { name, reason, lie } of cases) {
		test(`${name} delays its anchor and no append`, async () => {
			const anchorer = await open([first])
			await anchorer.anchorNow()
			first.misbehave(lie())
			await expect(anchorer.anchorNow()).rejects.toMatchObject({
				code: 'authority',
				...(reason && { reason }),
			})
			await expect(at.document('meanwhile')).resolves.toBeDefined()
			expect(anchorer.status()).toMatchObject([
				{ failures: 1, lastError: expect.any(String), stampedSize: 1 },
			])
			expect(await anchors()).toHaveLength(1)

			// Sound again, it is asked after the first delay, and everything is stamped that waited.
			first.misbehave(null)
			expect(await anchorer.anchorDue()).toEqual([])
			advance(5_000)
			await at.log.publish()
			expect(await anchorer.anchorDue()).toMatchObject([{ anchor: { documents: expect.any(Uint8Array) } }])
			expect(anchorer.status()).toMatchObject([{ failures: 0, lastError: null }])
		})
	}

	test('that never answers delays neither appends nor the other authority', async () => {
		first.misbehave(() => new Promise(() => {}))
		const anchorer = await open([first, second])
		await at.log.publish()
		void anchorer.anchorDue()
		await vi.waitFor(() => expect(anchorer.status()[1]?.stampedSize).toBe(1), { timeout: 60_000 })
		await expect(at.document('meanwhile')).resolves.toBeDefined()
		expect(anchorer.status()[0]).toMatchObject({ stampedSize: 0, lastStamp: null })
		// Stopping does not wait for it either; what it says afterwards is dropped.
		await anchorer.stop()
		expect(await anchors()).toHaveLength(1)
	})

	test('that never answers is given up after a minute', async () => {
		const anchorer = await open([first])
		await at.log.publish()
		vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
		try {
			first.misbehave(() => new Promise(() => {}))
			const outcome = anchorer.anchorNow()
			outcome.catch(() => {})
			await vi.waitUntil(() => vi.getTimerCount() > 0, { timeout: 60_000 })
			vi.advanceTimersByTime(60_000)
			await expect(outcome).rejects.toMatchObject({ reason: 'transport' })
		} finally {
			vi.useRealTimers()
		}
	})

	test('whose quota is used up is not asked', async () => {
		const authorities = [{ authority: first, ...rhythm, quotaPerYear: 2, warnRemaining: [1] }]
		const { log, vault, clock, dir } = at
		const anchorer = await Anchorer.open({ log, vault, clock, authorities, dir: join(dir, 'anchors') })
		expect(anchorer.status()).toMatchObject([{ quota: 2, used: 0, remaining: 2, quotaWarning: null }])
		await anchorer.anchorNow()
		expect(anchorer.status()).toMatchObject([{ used: 1, remaining: 1, quotaWarning: 1 }])
		await anchorer.anchorNow()
		await expect(anchorer.anchorNow()).rejects.toMatchObject({ reason: 'quota' })
		expect(first.asked).toHaveLength(2)
		// The count is on disk; without it, the log's own anchors say the least.
		rmSync(join(dir, 'anchors'), { recursive: true })
		const again = await Anchorer.open({ log, vault, clock, authorities, dir: join(dir, 'anchors') })
		expect(again.status()).toMatchObject([{ used: 2, remaining: 0 }])
		await anchorer.stop()
		await again.stop()
	})
})

describe('the clock', () => {
	for (const [name, wrong] of [
		['ahead', HOUR],
		['behind', -HOUR],
	] as const) {
		test(`${name} of the only authority stops appends, until a stamp agrees again`, async () => {
			const anchorer = await open([first])
			times.first.set(START - wrong)
			await expect(anchorer.anchorNow()).rejects.toMatchObject({ code: 'clock' })
			await expect(at.document('now?')).rejects.toMatchObject({ code: 'clock' })
			times.first.set(at.clock.now())
			await anchorer.anchorNow()
			await expect(at.document('now')).resolves.toBeDefined()
			expect(await anchors()).toHaveLength(1)
		})
	}

	test('within the tolerance and accuracy is right', async () => {
		const anchorer = await open([first])
		times.first.set(START + MINUTE + 1_000)
		await anchorer.anchorNow()
		times.first.set(START + MINUTE + 1_001)
		await expect(anchorer.anchorNow()).rejects.toMatchObject({ code: 'clock' })
	})

	test('that another authority agrees with is right: the first one lies, and appends go on', async () => {
		const anchorer = await open([first, second])
		times.first.set(START + DAY)
		await expect(anchorer.anchorNow('first')).rejects.toMatchObject({ code: 'clock' })
		await expect(at.document('meanwhile')).resolves.toBeDefined()
		expect(
			(await anchors()).map(({ authority }) => authority),
			'the second was asked at once',
		).toEqual(['second'])
		// While its agreement is fresh it is not asked again.
		await expect(anchorer.anchorNow('first')).rejects.toMatchObject({ code: 'clock' })
		expect(second.asked).toHaveLength(1)
	})

	test('that no authority agrees with stops appends, even when both find out at once', async () => {
		const anchorer = await open([first, second])
		at.clock.advance(DAY)
		await at.log.publish()
		const outcomes = await anchorer.anchorDue()
		expect(outcomes.map(({ error }) => error?.code)).toEqual(['clock', 'clock'])
		await expect(at.document('now?')).rejects.toMatchObject({ code: 'clock' })
	})

	test('set wrong between two stamps is found although the stamps agreed before', async () => {
		const anchorer = await open([first, second])
		await anchorer.anchorNow()
		at.clock.advance(DAY)
		await expect(anchorer.anchorNow('first')).rejects.toMatchObject({ code: 'clock' })
		await expect(at.document('now?')).rejects.toMatchObject({ code: 'clock' })
	})

	test('is not judged by an untrusted authority', async () => {
		const untrusted: ScriptedAuthority = { ...first, trusted: false }
		const anchorer = await open([untrusted])
		times.first.set(START + DAY)
		await anchorer.anchorNow()
		await expect(at.document('meanwhile')).resolves.toBeDefined()
	})
})

describe('dying', () => {
	/** The log, failing at the n-th call of a method: before it has an effect, or after. */
	function failing(method: 'putBlob' | 'append', nth: number, applied: boolean): AnchorLog {
		let calls = 0
		const target: AnchorLog = at.log
		return new Proxy(target, {
			get(log, name) {
				const member: unknown = Reflect.get(log, name, log)
				if (typeof member !== 'function') return member
				const call = member.bind(log) as (...args: unknown[]) => Promise<unknown>
				if (name !== method) return call
				return async (...args: unknown[]) => {
					if (++calls !== nth) return call(...args)
					if (applied) await call(...args)
					throw new LedgerError('io', 'power cut')
				}
			},
		})
	}
	const steps = [
		{ name: 'before the note is kept', log: () => failing('putBlob', 1, false) },
		{ name: 'after the note is kept', log: () => failing('putBlob', 1, true) },
		{ name: 'before the token is kept', log: () => failing('putBlob', 2, false) },
		{ name: 'after the token is kept', log: () => failing('putBlob', 2, true) },
		{ name: 'before the entry is appended', log: () => failing('append', 1, false) },
		{ name: 'after the entry is appended', log: () => failing('append', 1, true), recorded: true },
	]
	for (const { name, log, recorded = false } of steps) {
		for (const restart of [false, true]) {
			test(`${name}${restart ? ', then a restart' : ''}: at most a repeated stamp`, async () => {
				const one = await at.document('one')
				const broken = await open([first], log())
				await expect(broken.anchorNow()).rejects.toMatchObject({ code: 'io' })
				expect(await anchors()).toHaveLength(recorded ? 1 : 0)

				advance(rhythm.periodMs)
				if (restart) {
					await broken.stop()
					at = await at.reopen()
				}
				const two = await at.document('two')
				const anchorer = restart ? await open([first]) : broken
				await anchorer.anchorNow()

				// Every document is in exactly one tree, and every tree is the one that its entry names.
				const all = await anchors()
				expect(all).toHaveLength(recorded ? 2 : 1)
				const trees = await Promise.all(
					all.map(({ size, documents }) =>
						readTree(join(at.dir, 'anchors/first'), size, documents ?? utf8('')),
					),
				)
				expect(trees.flatMap((tree) => [...(tree?.indexes ?? [])])).toEqual([one.index, two.index])
				const newest = await at.entry()
				const linked = await anchorer.linkedAnchors((await at.log.entry(newest.index)) ?? utf8(''))
				expect(bodyOf(decodeEntry(linked[0]?.entry ?? utf8('')), 'anchor')?.size).toBe(all.at(-1)?.size)
			})
		}
	}

	test('a tree that cannot be written is never named by an entry', async () => {
		await at.document('one')
		const anchorer = await open([first])
		const inTheWay = join(at.dir, 'anchors/first/2.nodes.new')
		mkdirSync(inTheWay)
		await expect(anchorer.anchorNow()).rejects.toMatchObject({ code: 'authority' })
		expect(await anchors()).toEqual([])
		rmSync(inTheWay, { recursive: true })
		await anchorer.anchorNow()
		expect(await anchors()).toHaveLength(1)
	})
})
