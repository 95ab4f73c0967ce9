/** Records that the ledger assembles, read by the verifier, which shares no code with it. */
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { hex } from '@letopis/format'
import { verifyEvidence } from '@letopis/verifier'
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createAnchorReader } from '../../../ledger/anchor/anchor-reader.ts'
import { type Anchorer, createAnchorer } from '../../../ledger/anchor/anchorer.ts'
import { formatEvidenceRecord } from '../../../ledger/anchor/evidence-record.ts'
import { type AnchoredLog, createAnchoredLog } from '../../support/anchored-log.ts'
import { removeAuthorities, type ScriptedAuthority, scriptedAuthority } from '../../support/test-authority.ts'
import { TestLog } from '../../support/test-log.ts'

const rhythm = { periodMs: 600_000, heartbeatMs: 3_600_000 }
let at: AnchoredLog
let first: ScriptedAuthority
let second: ScriptedAuthority
let anchorer: Anchorer

beforeEach(async () => {
	at = await createAnchoredLog()
	first = await scriptedAuthority('first', at.clock)
	second = await scriptedAuthority('second', at.clock)
	anchorer = await createAnchorer({
		log: at.log,
		vault: at.vault,
		authorities: [first, second].map((authority) => ({ authority, ...rhythm })),
		dir: join(at.dir, 'anchors'),
		clock: at.clock,
	})
})
afterEach(async () => {
	await anchorer.stop()
	await at.remove()
})
afterAll(removeAuthorities)

const trust = (...authorities: ScriptedAuthority[]) =>
	new TestLog().trust({ roots: authorities.flatMap(({ roots }) => roots), required: authorities.length })
const judge = (records: readonly Uint8Array[], digest: Uint8Array, ...authorities: ScriptedAuthority[]) =>
	verifyEvidence({
		records,
		file: { digests: { 'SHA-256': digest } },
		trust: trust(...authorities),
		at: at.clock.now(),
	})
const recordsOf = async (index: number) => (await anchorer.evidenceFor(index)).records
const file = (size: number) => join(at.dir, 'anchors/first', `${size}.nodes`)

test('every document of an anchor has a record of each authority, and no record holds another document', async () => {
	const names = Array.from({ length: 11 }, (_, i) => `document ${i}`)
	const documents: Awaited<ReturnType<AnchoredLog['document']>>[] = []
	for (const name of names) documents.push(await at.document(name))
	await anchorer.anchorNow()
	for (const { index, digest } of documents) {
		const records = await recordsOf(index)
		// Which authority answers first is chance.
		expect(new Map(records.map(({ authority, size }) => [authority, size]))).toEqual(
			new Map([
				['first', 12],
				['second', 12],
			]),
		)
		const report = await judge(
			records.map(({ record }) => record),
			digest,
			first,
			second,
		)
		expect(report.verdict.content).toEqual({ is: 'agrees', reason: null })
		expect(report.verdict.time.upper?.at).toBeGreaterThanOrEqual(Math.max(...records.map(({ time }) => time)))
		for (const { record } of records) {
			const inside = documents.filter((other) => hex(record).includes(hex(other.digest)))
			expect(inside.map((other) => other.index)).toEqual([index])
		}
	}
	const [other] = await recordsOf(documents[1]?.index ?? 0)
	const report = await judge(
		[other?.record ?? new Uint8Array()],
		documents[0]?.digest ?? new Uint8Array(),
		first,
	)
	expect(report.verdict.content.is).toBe('differs')
})

test('a document alone, and one of a later anchor', async () => {
	const one = await at.document('one')
	await anchorer.anchorNow('first')
	const two = await at.document('two')
	await anchorer.anchorNow('first')
	for (const { index, digest } of [one, two]) {
		const [evidence, ...more] = await recordsOf(index)
		expect(more).toEqual([])
		const report = await judge([evidence?.record ?? new Uint8Array()], digest, first)
		expect(report.exitCode).toBe(0)
	}
})

test('nothing for what is no document, is not stamped yet, or was erased', async () => {
	const entry = await at.entry()
	const gone = await at.document('gone')
	const kept = await at.document('kept')
	await anchorer.anchorNow('first')
	const late = await at.document('late')
	at.vault.erase(gone.index)
	for (const index of [0, entry.index, gone.index, late.index, 999]) {
		expect(await anchorer.evidenceFor(index)).toEqual({ records: [], damaged: [] })
	}
	// The others' records hold its blinded node, of which nothing can be told any more.
	const [evidence] = await recordsOf(kept.index)
	expect(hex(evidence?.record ?? new Uint8Array())).not.toContain(hex(gone.digest))
})

describe('a tree that is damaged', () => {
	const damages: Record<string, (path: string) => void> = {
		missing: (path) => rmSync(path),
		'with other indexes': (path) => flip(path, 40),
		'with other siblings': (path) => flip(path, -40),
	}
	const flip = (path: string, where: number) => {
		const bytes = readFileSync(path)
		const i = where < 0 ? bytes.length + where - 64 : where
		bytes[i] = (bytes[i] ?? 0) ^ 1
		writeFileSync(path, bytes)
	}
	for (const [comment, damage] of Object.entries(damages)) {
		test(`${comment} gives no wrong record, and a right one when it is built again`, async () => {
			const [one, two] = [await at.document('one'), await at.document('two')]
			await anchorer.anchorNow()
			damage(file(3))
			const found = await Promise.all([one, two].map(({ index }) => anchorer.evidenceFor(index)))
			const damaged = found.filter((each) => each.damaged.includes('first'))
			expect(damaged.length).toBeGreaterThan(0)
			for (const { records } of damaged) expect(records.map(({ authority }) => authority)).toEqual(['second'])
			await anchorer.checkTrees()
			for (const { index, digest } of [one, two]) {
				const records = await recordsOf(index)
				expect(
					(
						await judge(
							records.map(({ record }) => record),
							digest,
							first,
							second,
						)
					).exitCode,
				).toBe(0)
			}
		})
	}

	test('and lost for good: the record is of the anchor that stamped the document again', async () => {
		const [one, two] = [await at.document('one'), await at.document('two')]
		await anchorer.anchorNow('first')
		rmSync(file(3))
		at.vault.erase(one.index)
		await anchorer.checkTrees()
		expect(await anchorer.evidenceFor(two.index)).toEqual({ records: [], damaged: ['first'] })
		await at.entry()
		at.clock.advance(1000)
		await anchorer.anchorNow('first')
		const [evidence] = await recordsOf(two.index)
		expect(evidence).toMatchObject({ authority: 'first', time: at.clock.now() })
		expect((await judge([evidence?.record ?? new Uint8Array()], two.digest, first)).exitCode).toBe(0)
	})
})

test('a closed log gives the same records', async () => {
	const { index } = await at.document('one')
	await anchorer.anchorNow()
	const reader = createAnchorReader(at.log, at.vault, join(at.dir, 'anchors'))
	expect(await reader.evidenceFor(index)).toEqual(await anchorer.evidenceFor(index))
})

test('a record without time-stamps is no record', () => {
	expect(() => formatEvidenceRecord([])).toThrow(RangeError)
	expect(() => formatEvidenceRecord([[]])).toThrow(RangeError)
})
