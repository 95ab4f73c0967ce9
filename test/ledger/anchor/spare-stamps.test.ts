/** Stamps for what is not of the log: by whom they are given, and what of the log's own they never take. */
import { join } from 'node:path'
import { afterAll, afterEach, beforeEach, expect, test } from 'vitest'
import { Anchorer, type AnchorerOptions } from '../../../ledger/anchor/anchorer.ts'
import { checkTimestamp } from '../../../ledger/anchor/timestamp-check.ts'
import { type AnchoredLog, createAnchoredLog, testClock } from '../../support/anchored-log.ts'
import { removeAuthorities, type ScriptedAuthority, scriptedAuthority } from '../../support/test-authority.ts'

const MINUTE = 60_000
const rhythm = { periodMs: 10 * MINUTE, heartbeatMs: 60 * MINUTE }
const IMPRINT = new Uint8Array(32).fill(7)

let at: AnchoredLog
let first: ScriptedAuthority
let second: ScriptedAuthority
let anchorer: Anchorer | undefined
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

async function open(authorities: AnchorerOptions['authorities']) {
	const { log, vault, clock, dir } = at
	anchorer = await Anchorer.open({ log, vault, clock, authorities, dir: join(dir, 'anchors') })
	return anchorer
}

const by = (authority: ScriptedAuthority, token: Uint8Array | null) =>
	checkTimestamp(token ?? new Uint8Array(), { imprint: IMPRINT, roots: authority.roots })

test('the first trusted authority gives it, the untrusted one only where there is no other', async () => {
	const untrusted = { ...first, trusted: false }
	const one = await open([
		{ authority: untrusted, ...rhythm },
		{ authority: second, ...rhythm },
	])
	await expect(by(second, await one.spareStamp(IMPRINT))).resolves.toBeDefined()
	await one.stop()
	const other = await open([{ authority: untrusted, ...rhythm }])
	await expect(by(first, await other.spareStamp(IMPRINT))).resolves.toBeDefined()
})

test('nobody gives one: there is none, and who failed is left alone for a minute', async () => {
	const made = await open([{ authority: first, ...rhythm }])
	const spareStamp = () => made.spareStamp(IMPRINT)
	first.misbehave(() => Promise.reject(new Error('unreachable')))
	expect(await spareStamp()).toBeNull()
	const asked = first.asked.length
	first.misbehave(null)
	expect(await spareStamp()).toBeNull()
	expect(first.asked).toHaveLength(asked)
	at.clock.advance(MINUTE)
	await expect(by(first, await spareStamp())).resolves.toBeDefined()
})

test('they are counted, and the last ones of the year are kept for anchors', async () => {
	const made = await open([{ authority: first, ...rhythm, quotaPerYear: 10, warnRemaining: [7] }])
	const remaining = () => made.status()[0]?.remaining
	expect(remaining()).toBe(10)
	const tokens = await Promise.all([1, 2, 3, 4, 5].map(() => made.spareStamp(IMPRINT)))
	expect(tokens.map((token) => token !== null)).toEqual([true, true, true, false, false])
	expect(remaining()).toBe(7)
	await at.document('one')
	await at.log.publish()
	expect(await made.anchorDue()).toMatchObject([{ authority: 'first', anchor: { size: 2 } }])
	expect(remaining()).toBe(6)
})

test('they do not make the log’s anchors wait', async () => {
	const made = await open([{ authority: first, ...rhythm }])
	await at.document('one')
	await at.log.publish()
	expect(await made.anchorDue()).toHaveLength(1)
	await at.document('two')
	await at.log.publish()
	at.clock.advance(9 * MINUTE)
	await made.spareStamp(IMPRINT)
	expect(await made.anchorDue()).toEqual([])
	at.clock.advance(2 * MINUTE)
	expect(await made.anchorDue()).toHaveLength(1)
})
