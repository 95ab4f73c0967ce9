/**
 * The named cases of test/vectors/notes-{receipt,trust,status,judge}.json, which
 * scripts/vectors-receipts.py writes from the format's README without a line of this code.
 */
import {
	formatReceipt,
	formatReceiptAsTlogProof,
	formatStatus,
	formatTrust,
	formatVkey,
	fromUtf8,
	type JudgementReason,
	judgeCheckpoint,
	parseReceipt,
	parseStatus,
	parseTrust,
	type State,
	trustFingerprint,
	utf8,
} from '@letopis/format'
import { describe, expect, test } from 'vitest'
import { ownVectors } from '../support/vectors.ts'

interface Case {
	comment: string
	source: string
	wantError?: string
}

function cases<T>(name: string): (Case & T)[] {
	return ownVectors(`notes-${name}`)
}

/** Runs `read`; a case with `wantError` must be refused with that code. */
function refusedOr<T>(vector: Case, read: () => T): T | null {
	if (vector.wantError === undefined) return read()
	expect(read).toThrow(expect.objectContaining({ name: 'RefusalError', code: vector.wantError }))
	return null
}

describe('receipts', () => {
	type Vector = { text: string; json?: string; asTlogProof?: string }
	test.each(cases<Vector>('receipt'))('$comment', (vector) => {
		const receipt = refusedOr(vector, () => parseReceipt(vector.text))
		if (receipt === null) return
		expect(formatReceipt(receipt)).toBe(vector.json ?? vector.text)
		expect(parseReceipt(utf8OrFail(vector.text))).toEqual(receipt)
		if (vector.asTlogProof === undefined) return
		expect(formatReceiptAsTlogProof(receipt)).toBe(vector.asTlogProof)
		expect(parseReceipt(vector.asTlogProof)).toEqual(receipt)
	})

	test('bytes that are not UTF-8 are refused', () => {
		expect(() => parseReceipt(Uint8Array.of(0x7b, 0xff, 0x7d))).toThrow(
			expect.objectContaining({ code: 'malformed' }),
		)
	})

	test('size is refused before anything is read', () => {
		const tooLarge = expect.objectContaining({ code: 'too-large' })
		expect(() => parseReceipt(new Uint8Array(8 * 1024 * 1024 + 1))).toThrow(tooLarge)
		expect(() => parseReceipt(' '.repeat(4 * 1024 * 1024 + 1))).toThrow(tooLarge)
	})

	test('what would not parse is not written', () => {
		const receipt = parseReceipt(cases<Vector>('receipt')[0]?.text ?? '')
		expect(() => formatReceipt({ ...receipt, status: 'in force' })).toThrow(RangeError)
		expect(() => formatReceiptAsTlogProof({ ...receipt, entry: new Uint8Array(0) })).toThrow(RangeError)
	})
})

describe('trust files', () => {
	type Vector = { text: string; formatted?: string; fingerprint?: string }
	test.each(cases<Vector>('trust'))('$comment', (vector) => {
		const trust = refusedOr(vector, () => parseTrust(utf8OrFail(vector.text)))
		if (trust === null) return
		expect(fromUtf8(formatTrust(trust))).toBe(vector.formatted)
		expect(trustFingerprint(utf8(vector.text))).toBe(vector.fingerprint)
	})

	test('times are milliseconds since 1970', () => {
		const [first] = cases<Vector>('trust')
		const { keys } = parseTrust(utf8(first?.text ?? ''))
		expect(keys[0]).toMatchObject({ fromTime: Date.UTC(2026, 0), toTime: Date.UTC(2028, 0) })
	})
})

describe('status statements', () => {
	test.each(cases<{ text: string; want?: State }>('status'))('$comment', (vector) => {
		const status = refusedOr(vector, () => parseStatus(vector.text))
		if (status === null) return
		expect(status.state).toBe(vector.want)
		expect(formatStatus({ ...status, acts: status.acts.toReversed() })).toBe(vector.text)
	})

	test('a state that the acts do not amount to is not written', () => {
		const status = parseStatus(cases<{ text: string }>('status')[0]?.text ?? '')
		expect(() => formatStatus({ ...status, state: 'annulled' })).toThrow(RangeError)
	})
})

describe('judgements', () => {
	type Want = { ok: boolean; reason: JudgementReason | null; log: string | null; witnesses: string[] }
	type Vector = { trust: string; note: string; timeMs: number | null; want: Want & { predecessor: boolean } }
	test.each(cases<Vector>('judge'))('$comment', ({ trust, note, timeMs, want }) => {
		const { ok, reason, log, witnesses, missing, predecessor } = judgeCheckpoint(
			parseTrust(utf8(trust)),
			note,
			timeMs,
		)
		const found = { ok, reason, log: log === null ? null : formatVkey(log), witnesses, missing, predecessor }
		expect(found).toEqual(want)
	})
})

/** A vector may hold a byte order mark, which `utf8` passes through. */
function utf8OrFail(text: string): Uint8Array {
	return new TextEncoder().encode(text)
}
