/** Stamps of a closed log are renewed by entries of the log after it, and its documents' records lead on through them. */
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { bodyOf, cidOfDigest, decodeEntry } from '@letopis/format'
import { verifyEvidence } from '@letopis/verifier'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { AnchorVault } from '../../../ledger/anchor/anchor-log.ts'
import { type AnchorReader, createAnchorReader } from '../../../ledger/anchor/anchor-reader.ts'
import { type Anchorer, createAnchorer } from '../../../ledger/anchor/anchorer.ts'
import { LedgerError } from '../../../ledger/error.ts'
import { parseEvidenceRecord } from '../../../verifier/evidence/record.ts'
import { type AnchoredLog, createAnchoredLog, START, testClock } from '../../support/anchored-log.ts'
import { type RenewingAuthority, renewingAuthority, YEAR } from '../../support/renewing-authority.ts'
import { TestLog } from '../../support/test-log.ts'

const DAY = 86_400_000
const clock = testClock()
let first: AnchoredLog
let second: AnchoredLog
let alpha: RenewingAuthority
let anchorer: Anchorer
let closed: AnchorReader
let lost = false
const contents = new Map<string, string>()

interface Document {
	index: number
	content: string
}

async function document({ log }: AnchoredLog, content: string): Promise<Document> {
	const by = (data: string) => new Uint8Array(createHash('sha256').update(data).digest())
	const cid = cidOfDigest('blob', by(`sealed ${content}`))
	contents.set(cid.toString(), content)
	const { index } = await log.append({
		kind: 'sealed',
		body: { content: cid },
		fields: { kind: 'document', content: by(content) },
		header: new Uint8Array(100),
		secret: by(`secret of ${content}`),
	})
	return { index, content }
}

function vaultOf({ vault }: AnchoredLog): AnchorVault {
	return {
		record: (index) => vault.record(index),
		async *read(_, cid) {
			yield Buffer.from(contents.get(cid.toString()) ?? expect.fail('no such content'))
		},
	}
}

function open(at: AnchoredLog, more: object = {}): Promise<Anchorer> {
	const { log, dir } = at
	return createAnchorer({
		...{ log, vault: vaultOf(at), clock, dir: join(dir, 'anchors'), ...more },
		authorities: [{ authority: alpha, periodMs: 600_000, heartbeatMs: 3_600_000 }],
	})
}

/** One document in the first log, which is closed; the second goes on. */
let one: Document
beforeEach(async () => {
	clock.set(START)
	lost = false
	contents.clear()
	first = await createAnchoredLog(clock)
	alpha = renewingAuthority('alpha', clock, START + 2 * YEAR)
	const before = await open(first)
	one = await document(first, 'one')
	await before.anchorNow()
	await before.renewer.renewNow({ of: 'alpha', by: 'alpha' })
	await before.stop()

	second = await createAnchoredLog(clock, 'ukazkov.example/log/2')
	const { log, dir } = first
	const later = async () => [{ first: log.size, log: second.log }]
	closed = createAnchorReader(log, vaultOf(first), join(dir, 'anchors'), later)
	const toRenew = {
		origin: log.origin,
		open: async () => {
			if (lost) throw new LedgerError('io', 'the disk is gone')
			return closed.renewable(second.log, log.size)
		},
	}
	anchorer = await open(second, { closed: [toRenew] })
	await document(second, 'another')
	await anchorer.anchorNow()
})
afterEach(async () => {
	await anchorer.stop()
	await second.remove()
	await first.remove()
})

async function nextCertificate(at: number, until: number): Promise<void> {
	clock.set(at)
	alpha.certify(until)
	await anchorer.anchorNow()
}

/** Stamps in each chain of the record, which has to hold now. */
async function shape(): Promise<number[]> {
	const { records, damaged } = await closed.evidenceFor(one.index)
	expect(damaged).toEqual([])
	const [{ record } = expect.fail('no record')] = records
	const trust = new TestLog().trust({ roots: [...alpha.roots], required: 1 })
	const by = (name: string) => new Uint8Array(createHash(name).update(one.content).digest())
	const file = { digests: { 'SHA-256': by('sha256'), 'SHA-512': by('sha512') } }
	const { verdict } = await verifyEvidence({ records: [record], file, trust, at: clock.now() })
	expect(verdict.content).toEqual({ is: 'agrees', reason: null })
	return parseEvidenceRecord(record).chains.map(({ stamps }) => stamps.length)
}

async function bodies() {
	const found = []
	for (const index of await second.log.renewals()) {
		found.push(
			bodyOf(decodeEntry((await second.log.entry(index)) ?? expect.fail()), 'renewal') ?? expect.fail(),
		)
	}
	return found
}

test('by stamp, again by stamp, by hash tree, and again by stamp', async () => {
	const [own, other] = [second.log.origin, first.log.origin]
	expect(await anchorer.renewer.renewDue()).toEqual([])
	await nextCertificate(START + 2 * YEAR - 100 * DAY, START + 4 * YEAR)
	expect(await anchorer.renewer.renewDue()).toMatchObject([
		{ of: 'alpha', renewal: { log: own } },
		{ of: 'alpha', log: other, renewal: { log: other, previous: expect.anything() } },
	])
	clock.set(START + 3 * YEAR)
	expect(await shape()).toEqual([3])
	expect(await anchorer.renewer.renewDue()).toEqual([])

	await nextCertificate(START + 4 * YEAR - 100 * DAY, START + 6 * YEAR)
	expect(await anchorer.renewer.renewDue()).toHaveLength(2)
	clock.set(START + 5 * YEAR)
	expect(await shape()).toEqual([4])

	await nextCertificate(START + 6 * YEAR - 170 * DAY, START + 8 * YEAR)
	const passes = await anchorer.renewer.renewNow({ trees: true })
	expect(passes).toMatchObject([{ pass: { hashed: 1 } }, { log: other, pass: { hashed: 1 } }])
	expect(await shape()).toEqual([4, 1])

	await nextCertificate(START + 8 * YEAR - 100 * DAY, START + 12 * YEAR)
	for (const { error } of await anchorer.renewer.renewDue()) expect(error).toBeUndefined()
	clock.set(START + 9 * YEAR)
	expect(await shape()).toEqual([4, 2])

	const made = (await bodies()).filter(({ log }) => log === other)
	for (const [i, { from, to }] of made.entries()) {
		const before = made.slice(0, i).findLast(({ digest }) => digest === made[i]?.digest)
		if (before !== undefined && before.heads === undefined) expect(from).toBe(before.to)
		expect(to).toBeGreaterThan(first.log.size)
	}
	expect(made.find(({ heads }) => heads !== undefined)?.heads?.size).toBe(first.log.size)
	// Trees that are lost are built again from both logs.
	const [report] = await closed.checkTrees()
	expect(report).toMatchObject({ renewalsLost: 0, lost: 0 })
})

test('the forecast names the log whose stamps they are', async () => {
	const { lines } = await anchorer.renewer.forecast()
	expect(lines.map(({ of, log }) => [of, log])).toEqual([
		['alpha', undefined],
		['alpha', first.log.origin],
	])
})

test('a failure is told with the log; the present one is renewed all the same', async () => {
	await nextCertificate(START + 2 * YEAR - 100 * DAY, START + 4 * YEAR)
	lost = true
	const [own, other] = await anchorer.renewer.renewDue()
	expect(own?.renewal).toBeDefined()
	expect(other?.error?.message).toBe('the disk is gone')
	expect([...anchorer.renewer.failures.keys()]).toEqual([first.log.origin])
	lost = false
	expect(await anchorer.renewer.renewDue()).toMatchObject([{ log: first.log.origin, renewal: {} }])
	expect(anchorer.renewer.failures.size).toBe(0)
	clock.set(START + 3 * YEAR)
	expect(await shape()).toEqual([3])
})
