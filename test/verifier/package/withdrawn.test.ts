/** What a package says of withdrawn certificates of its time-stamps: good as of when, withdrawn, or that it says nothing. */
import { blobCid, encodeDag, renewalStatement } from '@letopis/format'
import { verifyEvidence } from '@letopis/verifier'
import { describe, expect, test } from 'vitest'
import { content, file, stampOver, trustIn } from '../../support/evidence-story.ts'
import { evidenceRecord, hashBy } from '../../support/evidence-writer.ts'
import { judge, NOW } from '../../support/package-story.ts'
import { alpha, beta } from '../../support/receipt-story.ts'
import { makeAnswer } from '../../support/revocation-authority.ts'
import {
	createAuthority,
	ISSUED,
	revocationList,
	type TestAuthority,
} from '../../support/timestamp-authority.ts'

const DAY = 86_400_000
const YEAR = 365 * DAY
/** Of the package's evidence records. */
const STAMPED = ISSUED + 100 * DAY
const NOBODY = 99

const told = async (files: Record<string, Uint8Array>) => {
	const { evidence, exitCode } = await judge({ files })
	const said = (id: string, ok: string) =>
		(evidence?.checks ?? [])
			.filter((check) => check.id === id && check.ok === ok)
			.map(({ sentence }) => sentence)
	return { said, exitCode, content: evidence?.verdict.content }
}

describe('a package', () => {
	test('without anything about it says so, and stands', async () => {
		const { said, exitCode } = await told({})
		expect(said('evidence-withdrawn', 'unknown')).toHaveLength(2)
		expect(said('evidence-withdrawn', 'unknown')[0]).toContain('so it is not known')
		expect(exitCode).toBe(0)
	})

	test('with lists and answers says as of when nothing was withdrawn', async () => {
		const { said, exitCode } = await told({
			'revocation/a.crl': revocationList(alpha, NOW - DAY, undefined, NOBODY),
			'revocation/b.ocsp': makeAnswer(beta.issuer, { at: NOW - 2 * DAY, serial: 2 }),
		})
		const good = said('evidence-withdrawn', 'yes')
		expect(good).toHaveLength(2)
		expect(good[0]).toContain(new Date(NOW - DAY).toISOString().slice(0, 4))
		expect(said('evidence-withdrawn', 'unknown')).toEqual([])
		expect(exitCode).toBe(0)
	})

	test('in which a certificate was withdrawn proves nothing by it', async () => {
		const lists = {
			'revocation/a.crl': revocationList(alpha, NOW - DAY, 1),
			'revocation/b.crl': revocationList(beta, NOW - DAY, 1),
		}
		const { said, content: verdict } = await told(lists)
		expect(said('evidence-force', 'no')).toHaveLength(2)
		expect(said('evidence-force', 'no')[0]).toContain('was withdrawn')
		expect(verdict).toEqual({ is: 'cannot-be-decided', reason: 'lapsed' })
		const report = await judge({ files: lists })
		expect(report).toMatchObject({
			exitCode: 2,
			unmet: ['evidence'],
			headline: 'The content agrees, but not all can be relied on',
			verdict: { content: { is: 'agrees' }, time: { kind: 'self-declared', lower: null, upper: null } },
		})
		expect(report.sentence).toContain('ended or were withdrawn before others took over')
		const stamps = report.receipt?.checks.filter(({ sentence }) => sentence.includes('was withdrawn'))
		expect(stamps?.length).toBeGreaterThan(1)
		expect((await judge({ files: lists }, { require: ['time'] })).unmet).toEqual(['time', 'evidence'])
	})

	test('in which one authority of two was withdrawn stands by the other, in its records and in its receipt', async () => {
		const report = await judge({ files: { 'revocation/a.crl': revocationList(alpha, NOW - DAY, 1) } })
		expect(report).toMatchObject({ exitCode: 0, unmet: [], evidence: { counted: [2] } })
		const names = report.verdict.time.upper?.stamps.map(({ authority }) => authority)
		expect(names).toEqual(['beta'])
	})

	test('with more of it than may be read says that it is not known, and stands', async () => {
		// Sixteen mebibytes of answers, read again for each record.
		const long = (tag: number, ...parts: Uint8Array[]) => {
			const content = Buffer.concat(parts)
			const length = Buffer.alloc(4)
			length.writeUInt32BE(content.length)
			const kept =
				content.length < 128
					? [content.length]
					: content.length < 0x1000000
						? [0x83, ...length.subarray(1)]
						: []
			return Buffer.concat([Buffer.of(tag, ...kept), content])
		}
		const basic = Buffer.from('06092b0601050507300101', 'hex')
		const answer = (i: number) => {
			const junk = long(0x04, Buffer.alloc(2_096_000, i))
			return long(0x30, Buffer.of(0x0a, 1, 0), long(0xa0, long(0x30, basic, junk)))
		}
		const files = Object.fromEntries(Array.from({ length: 8 }, (_, i) => [`revocation/${i}.ocsp`, answer(i)]))
		const { said, exitCode } = await told(files)
		expect(said('evidence-withdrawn', 'unknown')).toHaveLength(2)
		expect(exitCode).toBe(0)
	})

	test('whose records ended before anything renewed them cannot be relied on', async () => {
		const report = await judge({}, { now: NOW + 40 * YEAR })
		expect(report).toMatchObject({ exitCode: 2, verdict: { content: { is: 'agrees' } } })
		expect(report.unmet).toContain('evidence')
	})

	test('in which one was withdrawn later for a harmless reason stands', async () => {
		const { said, exitCode } = await told({
			'revocation/a.crl': revocationList(alpha, STAMPED + 50 * DAY, 4),
		})
		expect(said('evidence-withdrawn', 'yes').join()).toContain('leaves what was stamped before in force')
		expect(exitCode).toBe(0)
	})

	test.each([
		['a list of before the stamp', () => revocationList(alpha, STAMPED - 400 * DAY, undefined, NOBODY)],
		['a list of the future', () => revocationList(alpha, NOW + DAY, 1)],
		['a list by another of the same name', () => revocationList(createAuthority(alpha.name), NOW - DAY, 1)],
		['an answer about another certificate', () => makeAnswer(alpha.issuer, { at: NOW - DAY, serial: 3 })],
		['whatever it is', () => Buffer.from('0 not DER')],
	])('with %s learns nothing from it', async (_, made) => {
		const { said, exitCode } = await told({ 'revocation/a.crl': made() })
		expect(said('evidence-withdrawn', 'unknown')).toHaveLength(2)
		expect(exitCode).toBe(0)
	})
})

describe('a list that a renewal covers', () => {
	// Its root ends before everything is judged: whoever has its key then could write any list.
	const old = createAuthority('Old', undefined, { notAfter: ISSUED + 8.5 * YEAR })
	const late = createAuthority('Late', undefined, { notAfter: ISSUED + 20 * YEAR }, ISSUED + 30 * YEAR)
	const at = ISSUED + 11 * YEAR
	const first = stampOver(hashBy('sha256', content), old, { genTime: ISSUED + YEAR, accuracy: 1000 })

	function chain(list: Uint8Array, covered = true) {
		const common = { log: 'ukazkov.example/log/1', of: 'old', authority: 'late', digest: 'sha2-256' as const }
		const statement = renewalStatement({
			...{ ...common, from: 0, to: 9, previous: null, root: new Uint8Array(32) },
			revocation: covered ? [blobCid(list)] : [],
		})
		const target = hashBy('sha256', first.token)
		const second = stampOver(target, late, { genTime: ISSUED + 8 * YEAR, accuracy: 1000 }, 'sha256', [
			[hashBy('sha256', statement)],
		])
		return { statement, record: evidenceRecord({ chains: [[first, second]] }) }
	}

	const verdictOf = async (list: Uint8Array, covered: boolean, statements?: readonly Uint8Array[]) => {
		const { statement, record } = chain(list, covered)
		const withdrawn = { data: [list], statements: statements ?? [statement] }
		const trust = trustIn([old, late] as TestAuthority[])
		const report = await verifyEvidence({ records: [record], file, trust, at, withdrawn })
		const [check] = report.checks.filter(({ id }) => id === 'evidence-withdrawn')
		return [report.exitCode, check?.ok]
	}

	test('counts for the time at which it existed; without the statement nobody knows when that was', async () => {
		const list = revocationList(old, ISSUED + 7.9 * YEAR, undefined, NOBODY)
		expect(await verdictOf(list, true)).toEqual([0, 'yes'])
		expect(await verdictOf(list, false)).toEqual([0, 'unknown'])
		expect(await verdictOf(list, true, [])).toEqual([0, 'unknown'])
		const forged = encodeDag({ type: 'letopis-renewal/v1', revocation: [blobCid(list)] })
		expect(await verdictOf(list, true, [forged])).toEqual([0, 'unknown'])
	})

	test('of a certificate that was withdrawn after the renewal leaves the old stamp standing', async () => {
		const list = revocationList(old, ISSUED + 8.2 * YEAR, 1)
		expect((await verdictOf(list, false))[0]).toBe(0)
		expect((await verdictOf(revocationList(old, ISSUED + 7.5 * YEAR, 1), true))[0]).toBe(2)
	})
})
