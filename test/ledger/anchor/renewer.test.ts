/** Stamps that are renewed before they end, and the records that lead through the renewals, judged by the verifier. */
import { readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { bodyOf, decodeEntry, hex, type RenewalBody } from '@letopis/format'
import { verifyEvidence } from '@letopis/verifier'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { AnchorLog } from '../../../ledger/anchor/anchor-log.ts'
import { createAnchorReader } from '../../../ledger/anchor/anchor-reader.ts'
import { type Anchorer, createAnchorer } from '../../../ledger/anchor/anchorer.ts'
import { parseEvidenceRecord } from '../../../verifier/evidence/record.ts'
import { type AnchoredLog, createAnchoredLog, START } from '../../support/anchored-log.ts'
import { type RenewingAuthority, renewingAuthority, YEAR } from '../../support/renewing-authority.ts'
import { TestLog } from '../../support/test-log.ts'

const DAY = 86_400_000
const rhythm = { periodMs: 600_000, heartbeatMs: 3_600_000 }
let at: AnchoredLog
let alpha: RenewingAuthority
let beta: RenewingAuthority
let anchorer: Anchorer

async function open(
	authorities: readonly RenewingAuthority[],
	log: AnchorLog = at.log,
	quotaPerYear: number | null = null,
): Promise<Anchorer> {
	const { vault, clock, dir } = at
	const settings = authorities.map((authority) => ({ authority, ...rhythm, quotaPerYear }))
	return createAnchorer({ log, vault, authorities: settings, dir: join(dir, 'anchors'), clock })
}

beforeEach(async () => {
	at = await createAnchoredLog()
	alpha = renewingAuthority('alpha', at.clock, START + 2 * YEAR)
	beta = renewingAuthority('beta', at.clock, START + 20 * YEAR)
	anchorer = await open([alpha, beta])
})
afterEach(async () => {
	await anchorer.stop()
	await at.remove()
})

type Document = Awaited<ReturnType<AnchoredLog['document']>>

async function documents(prefix: string, count: number): Promise<Document[]> {
	const made: Document[] = []
	for (let i = 0; i < count; i++) made.push(await at.document(`${prefix} ${i}`))
	return made
}

async function recordBy(name: string, { index }: Document, from = anchorer): Promise<Uint8Array> {
	const { records } = await from.evidenceFor(index)
	return records.find(({ authority }) => authority === name)?.record ?? expect.fail(`no record by ${name}`)
}

async function judge(record: Uint8Array, { digest }: Document, ...authorities: RenewingAuthority[]) {
	const trust = new TestLog().trust({ roots: authorities.flatMap(({ roots }) => roots), required: 1 })
	const file = { digests: { 'SHA-256': digest } }
	const { verdict } = await verifyEvidence({ records: [record], file, trust, at: at.clock.now() })
	return verdict.content
}
const AGREES = { is: 'agrees', reason: null }
const stampsOf = (record: Uint8Array) => parseEvidenceRecord(record).chains.map(({ stamps }) => stamps.length)

async function renewals(): Promise<RenewalBody[]> {
	const bodies: RenewalBody[] = []
	for (const index of await at.log.renewals()) {
		const entry = (await at.log.entry(index)) ?? expect.fail()
		bodies.push(bodyOf(decodeEntry(entry), 'renewal') ?? expect.fail())
	}
	return bodies
}

/** The authority has its next certificate, and has stamped with it. */
async function certify(authority: RenewingAuthority, until: number): Promise<void> {
	authority.certify(until)
	await anchorer.anchorNow(authority.name)
}

describe('before a certificate ends', () => {
	test('all stamps of its authority are renewed by one stamp, and again by the next', async () => {
		const early = await documents('early', 5)
		await anchorer.anchorNow()
		at.clock.set(START + YEAR)
		const late = await documents('late', 3)
		await anchorer.anchorNow()
		expect(await anchorer.renewer.renewDue()).toEqual([])

		at.clock.set(START + 2 * YEAR - 100 * DAY)
		await certify(alpha, START + 5 * YEAR)
		const asked = alpha.asked.length
		const [outcome, ...more] = await anchorer.renewer.renewDue()
		expect([outcome?.of, outcome?.renewal?.authority, more]).toEqual(['alpha', 'alpha', []])
		expect(alpha.asked.length).toBe(asked + 1)
		expect(await anchorer.renewer.renewDue()).toEqual([])
		const fresh = await documents('fresh', 2)
		await anchorer.anchorNow()

		at.clock.set(START + 4.9 * YEAR)
		await certify(alpha, START + 9 * YEAR)
		expect(await anchorer.renewer.renewDue()).toMatchObject([
			{ of: 'alpha', renewal: { from: expect.any(Number) } },
		])
		const [first, second] = await renewals()
		expect(second).toMatchObject({ of: 'alpha', from: first?.to, digest: 'sha2-256' })

		at.clock.set(START + 8 * YEAR)
		const all = [...early, ...late, ...fresh]
		for (const [i, document] of all.entries()) {
			const record = await recordBy('alpha', document)
			expect(stampsOf(record)).toEqual([i < 8 ? 3 : 2])
			expect(await judge(record, document, alpha)).toEqual(AGREES)
			const inside = all.filter((other) => hex(record).includes(hex(other.digest)))
			expect(inside).toEqual([document])
		}
		expect(stampsOf(await recordBy('beta', early[0] as Document))).toEqual([1])
		const closed = createAnchorReader(at.log, at.vault, join(at.dir, 'anchors'))
		expect(await closed.evidenceFor(all[0]?.index ?? 0)).toEqual(
			await anchorer.evidenceFor(all[0]?.index ?? 0),
		)
	})

	test('without a renewal the same record proves nothing any more', async () => {
		const [document] = await documents('lapsed', 1)
		await anchorer.anchorNow()
		at.clock.set(START + 3 * YEAR)
		const record = await recordBy('alpha', document as Document)
		expect(await judge(record, document as Document, alpha)).toEqual({
			is: 'cannot-be-decided',
			reason: 'lapsed',
		})
		// Too late to help: nothing is asked for.
		const asked = alpha.asked.length
		expect(await anchorer.renewer.renewDue()).toEqual([])
		expect(alpha.asked.length).toBe(asked)
	})

	test('an authority whose new stamps end as soon is waited for, then replaced', async () => {
		const [document] = await documents('one', 1)
		await anchorer.anchorNow()
		at.clock.set(START + 2 * YEAR - 150 * DAY)
		const asked = alpha.asked.length
		const [waiting] = await anchorer.renewer.renewDue()
		expect(waiting?.error?.message).toContain('stamps that last longer than those of "alpha"')
		expect(alpha.asked.length).toBe(asked)
		expect(await anchorer.renewer.renewDue()).toEqual([])
		at.clock.set(START + 2 * YEAR - 80 * DAY)
		const [replaced] = await anchorer.renewer.renewDue()
		expect(replaced?.renewal?.authority).toBe('beta')
		at.clock.set(START + 3 * YEAR)
		const record = await recordBy('alpha', document as Document)
		expect(await judge(record, document as Document, alpha, beta)).toEqual(AGREES)
		expect(await judge(record, document as Document, alpha)).toMatchObject({ reason: 'untrusted-authority' })
	})

	test('a stamp that turns out to last no longer is not recorded', async () => {
		await documents('one', 1)
		await anchorer.anchorNow()
		at.clock.set(START + 2 * YEAR - 100 * DAY)
		await certify(alpha, START + 5 * YEAR)
		// Its newest anchor promises more than the next stamp keeps.
		alpha.certify(START + 2 * YEAR)
		const [outcome] = await anchorer.renewer.renewDue()
		expect(outcome?.error?.message).toContain('lasts no longer than the old ones')
		expect(await renewals()).toEqual([])
	})

	test('one that is not configured any more is renewed by another', async () => {
		const [document] = await documents('orphan', 1)
		await anchorer.anchorNow()
		await anchorer.stop()
		anchorer = await open([beta])
		at.clock.set(START + 2 * YEAR - 170 * DAY)
		expect(await anchorer.renewer.renewDue()).toMatchObject([{ of: 'alpha', renewal: { authority: 'beta' } }])
		at.clock.set(START + 3 * YEAR)
		const record = await recordBy('alpha', document as Document)
		expect(await judge(record, document as Document, alpha, beta)).toEqual(AGREES)
	})
})

test('by hand: one authority before its time, names that nobody has are refused', async () => {
	await documents('one', 1)
	await anchorer.anchorNow()
	await certify(alpha, START + 5 * YEAR)
	await expect(anchorer.renewer.renewNow({ of: 'gamma' })).rejects.toMatchObject({ code: 'not-found' })
	await expect(anchorer.renewer.renewNow({ by: 'gamma' })).rejects.toMatchObject({ code: 'not-found' })
	expect(await anchorer.renewer.renewNow()).toEqual([])
	expect(await anchorer.renewer.renewNow({ of: 'alpha' })).toMatchObject([
		{ renewal: { authority: 'alpha' } },
	])
	expect(await anchorer.renewer.renewNow({ of: 'beta', by: 'alpha' })).toMatchObject([
		{ renewal: { of: 'beta' } },
	])
})

test('what is due is told with its reason, and after a renewal no more', async () => {
	await documents('one', 1)
	await anchorer.anchorNow()
	const ends = async () => {
		const { lines } = await anchorer.renewer.forecast()
		return lines.map(({ of, groups }) => [of, ...groups.map(({ until, stamps }) => [until, stamps])])
	}
	expect((await ends()).sort()).toEqual([
		['alpha', [START + 2 * YEAR, 1]],
		['beta', [START + 20 * YEAR, 1]],
	])
	await certify(alpha, START + 5 * YEAR)
	await anchorer.renewer.renewNow({ of: 'alpha' })
	expect((await ends()).sort()).toEqual([
		['alpha', [START + 5 * YEAR, 1]],
		['beta', [START + 20 * YEAR, 1]],
	])
})

describe('when something fails', () => {
	const due = async () => {
		const [document] = await documents('one', 3)
		await anchorer.anchorNow()
		at.clock.set(START + 2 * YEAR - 100 * DAY)
		await certify(alpha, START + 5 * YEAR)
		return document as Document
	}
	const succeeds = async (document: Document) => {
		at.clock.set(START + 3 * YEAR)
		const record = await recordBy('alpha', document)
		expect(stampsOf(record)).toEqual([2])
		expect(await judge(record, document, alpha)).toEqual(AGREES)
	}

	test('the authority: it is asked again after a day', async () => {
		const document = await due()
		alpha.fail(true)
		expect((await anchorer.renewer.renewDue())[0]?.error).toBeDefined()
		expect(anchorer.renewer.failures.has('alpha')).toBe(true)
		alpha.fail(false)
		expect(await anchorer.renewer.renewDue()).toEqual([])
		at.clock.advance(DAY)
		expect((await anchorer.renewer.renewDue())[0]?.renewal).toBeDefined()
		expect(anchorer.renewer.failures.size).toBe(0)
		await succeeds(document)
	})

	test('the quota: it is kept', async () => {
		await due()
		await anchorer.stop()
		const asked = alpha.asked.length
		anchorer = await open([alpha, beta], at.log, 1)
		const [outcome] = await anchorer.renewer.renewDue()
		expect(outcome?.error?.message).toContain('stamps of this year are used')
		expect(alpha.asked.length).toBe(asked)
	})

	for (const applied of [false, true]) {
		test(`the append, ${applied ? 'after' : 'before'} the entry was durable: the next turn knows`, async () => {
			const document = await due()
			await anchorer.stop()
			let fails = true
			const failing = new Proxy(at.log, {
				get(target, name) {
					const value = Reflect.get(target, name, target)
					if (name !== 'append') return typeof value === 'function' ? value.bind(target) : value
					return async (draft: Parameters<typeof target.append>[0]) => {
						if (draft.kind !== 'renewal' || !fails) return target.append(draft)
						fails = false
						if (applied) await target.append(draft)
						throw new Error('the disk is gone')
					}
				},
			})
			anchorer = await open([alpha, beta], failing as unknown as AnchorLog)
			expect((await anchorer.renewer.renewDue())[0]?.error?.message).toContain('the disk is gone')
			at.clock.advance(DAY)
			expect(await anchorer.renewer.renewDue()).toHaveLength(applied ? 0 : 1)
			expect(await renewals()).toHaveLength(1)
			await succeeds(document)
		})
	}

	test('the kept tree: no wrong record, and a right one when it is built again', async () => {
		const document = await due()
		await anchorer.renewer.renewDue()
		const folder = join(at.dir, 'anchors/alpha/renewals')
		for (const name of readdirSync(folder)) rmSync(join(folder, name))
		expect((await anchorer.evidenceFor(document.index)).damaged).toEqual(['alpha'])
		expect((await anchorer.checkTrees()).map(({ renewalsLost }) => renewalsLost)).toEqual([0, 0])
		await succeeds(document)
	})
})

test('a restart finds the renewals, and so does an index that is built anew', async () => {
	const [document] = await documents('one', 2)
	await anchorer.anchorNow()
	await certify(alpha, START + 5 * YEAR)
	await anchorer.renewer.renewNow({ of: 'alpha' })
	await anchorer.stop()
	await at.log.reindex()
	const before = await at.log.renewals()
	at = await at.reopen()
	anchorer = await open([alpha, beta])
	expect(await at.log.renewals()).toEqual(before)
	expect(before).toHaveLength(1)
	expect(stampsOf(await recordBy('alpha', document as Document))).toEqual([2])
	expect(await at.log.fsck()).toEqual([])
})
