import { createHash, randomBytes } from 'node:crypto'
import {
	base64,
	formatReceipt,
	parseReceipt,
	type Receipt,
	RefusalError,
	useVerifiers,
} from '@letopis/format'
import { type Report, verifyReceipt } from '@letopis/verifier'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { useNativeHashing, useNativeVerifiers } from '../../verifier/cli/native.ts'
import { cases } from '../support/mutations.ts'
import { fc } from '../support/properties.ts'
import { MINUTE, TestLog } from '../support/test-log.ts'
import { createAuthority } from '../support/timestamp-authority.ts'

/**
 * No mutation of a receipt, file or head yields "agrees" for a different claim: whatever is done to the evidence, a
 * report with exit code 0 speaks of the same entry, content and log, and bounds its time no tighter.
 */
const alpha = createAuthority('Alpha')
const content = Buffer.from('the decision')
const file = { sha256: new Uint8Array(createHash('sha256').update(content).digest()) }
const log = new TestLog()
log.anchor('alpha', alpha)
log.now += 10 * MINUTE
const index = log.appendDocument(content)
const twin = log.appendDocument(content)
const other = log.appendDocument(randomBytes(16))
log.now += 10 * MINUTE
log.anchor('alpha', alpha)
const trust = log.trust({ roots: [alpha.root], required: 1 })
const statusOf = (at: number) => log.status(at)
const receipts = [index, twin, other].map((at) => log.receipt(at, { status: statusOf(at) }))
const [own, twins, others] = receipts as [Receipt, Receipt, Receipt]

beforeAll(() => {
	useNativeHashing()
	useNativeVerifiers()
})
afterAll(() => useVerifiers(null))

const verify = (receipt: string | Uint8Array, whose = file) => verifyReceipt({ receipt, file: whose, trust })
const claimOf = ({ claim, verdict }: Report) => ({
	origin: claim?.origin,
	index: claim?.index,
	cid: claim?.cid,
	content: claim?.content,
	minute: verdict.time.declared?.minute,
})

/** The claims that are true of this log and this file. */
let truths: unknown[] = []
let bounds: { lower: number; upper: number }
beforeAll(async () => {
	const sound = await verify(formatReceipt(own))
	expect(sound.exitCode).toBe(0)
	truths = [claimOf(sound), claimOf(await verify(formatReceipt(twins)))]
	bounds = { lower: sound.verdict.time.lower?.at ?? 0, upper: sound.verdict.time.upper?.at ?? 0 }
})

function expectHonest(report: Report): void {
	if (report.verdict.content.is !== 'agrees') return
	expect(truths).toContainEqual(claimOf(report))
	const { lower, upper } = report.verdict.time
	if (lower !== null) expect(lower.at).toBeLessThanOrEqual(bounds.lower)
	if (upper !== null) expect(upper.at).toBeGreaterThanOrEqual(bounds.upper)
}

describe('mutations of the text', () => {
	const text = Buffer.from(formatReceipt(own))

	test('any flipped bit', async () => {
		await fc.assert(
			fc.asyncProperty(fc.nat(text.length - 1), fc.nat(7), async (at, bit) => {
				const changed = Buffer.from(text)
				changed[at] = (changed[at] ?? 0) ^ (1 << bit)
				expectHonest(await verify(changed))
			}),
			cases(120, 1 / 30),
		)
	})

	test('any part cut out, doubled or moved', async () => {
		const place = fc.nat(text.length)
		await fc.assert(
			fc.asyncProperty(place, place, place, async (a, b, c) => {
				const [from = 0, to = 0] = [a, b].sort((x, y) => x - y)
				const part = text.subarray(from, to)
				const rest = Buffer.concat([text.subarray(0, from), text.subarray(to)])
				expectHonest(await verify(rest))
				expectHonest(await verify(Buffer.concat([text.subarray(0, c), part, text.subarray(c)])))
			}),
			{ numRuns: 50 },
		)
	})

	test('arbitrary bytes and JSON never throw', async () => {
		await fc.assert(
			fc.asyncProperty(fc.oneof(fc.uint8Array({ maxLength: 200 }), fc.json()), async (value) => {
				expect((await verify(value)).exitCode).toBe(1)
			}),
			{ numRuns: 100 },
		)
	})
})

/** Bytes inside the receipt's parts, flipped and put back in canonical base64, so that they reach the deeper checks. */
test('any flipped bit inside a part', async () => {
	const json = JSON.parse(formatReceipt(own)) as Record<string, unknown>
	const places: { get: () => string; set: (value: string) => void }[] = []
	const walk = (holder: Record<string, unknown>) => {
		for (const [key, value] of Object.entries(holder)) {
			if (typeof value === 'string' && value.length >= 8 && isBase64(value)) {
				places.push({
					get: () => value,
					set: (changed) => {
						holder[key] = changed
					},
				})
			} else if (typeof value === 'object' && value !== null) walk(value as Record<string, unknown>)
		}
	}
	walk(json)
	expect(places.length).toBeGreaterThan(8)
	await fc.assert(
		fc.asyncProperty(fc.nat(places.length - 1), fc.nat(1 << 20), fc.nat(7), async (which, position, bit) => {
			const place = places[which]
			if (place === undefined) return
			const bytes = Buffer.from(place.get(), 'base64')
			const at = position % bytes.length
			bytes[at] = (bytes[at] ?? 0) ^ (1 << bit)
			place.set(base64(bytes))
			try {
				const report = await verify(JSON.stringify(json))
				expectHonest(report)
			} finally {
				place.set(place.get())
			}
		}),
		cases(120, 1 / 30),
	)
})

function isBase64(text: string): boolean {
	return Buffer.from(text, 'base64').toString('base64') === text
}

test('any mixture of parts of true receipts', async () => {
	const pick = fc.constantFrom(own, twins, others)
	await fc.assert(
		fc.asyncProperty(
			pick,
			pick,
			pick,
			pick,
			pick,
			pick,
			async (entry, fields, proof, anchors, linked, status) => {
				const mixture: Receipt = {
					entry: entry.entry,
					fields: fields.fields,
					proof: proof.proof,
					anchors: anchors.anchors,
					linked: linked.linked,
					status: status.status,
				}
				expectHonest(await verify(formatReceipt(mixture)))
			},
		),
		cases(60, 1 / 60),
	)
})

test('any other file differs', async () => {
	await fc.assert(
		fc.asyncProperty(fc.uint8Array({ minLength: 32, maxLength: 32 }), async (sha256) => {
			const report = await verify(formatReceipt(own), { sha256 })
			expect(report).toMatchObject({ exitCode: 1, verdict: { content: { is: 'differs' } } })
		}),
		{ numRuns: 20 },
	)
})

/** The last character before the padding holds two or four bits that must be zero. */
function strayBits(text: string): string {
	const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
	return text.replace(
		/(.)(=+")/,
		(_, last: string, end: string) => `${alphabet[alphabet.indexOf(last) ^ 1]}${end}`,
	)
}

describe('bad input, named', () => {
	const text = formatReceipt(own)
	const replaced = (from: RegExp | string, to: string) => {
		const changed = text.replace(from, to)
		expect(changed).not.toBe(text)
		return changed
	}
	const named: [string, () => string | Uint8Array][] = [
		['nothing', () => ''],
		['cut short', () => text.slice(0, -20)],
		['with text after it', () => `${text}{}`],
		['with a byte order mark', () => `\ufeff${text}`],
		['not UTF-8', () => Buffer.concat([Buffer.from(text), Buffer.from([0xff])])],
		['with a lone surrogate', () => replaced('"type": "', '"type": "\\ud800')],
		['of another type', () => replaced('letopis-receipt/v1', 'letopis-receipt/v2')],
		['with a member twice', () => replaced('"status":', '"entry": "", "status":')],
		['with a member more', () => replaced('"status":', '"extra": 1, "status":')],
		['with a member less', () => replaced(/,\s*"status": (null|"(?:[^"\\]|\\.)*")/, '')],
		['with base64 of stray bits', () => strayBits(text)],
		['with base64 without padding', () => replaced(/=+"/, '"')],
		['with base64url', () => replaced(/\+/, '-')],
		['with an index beyond 2^53', () => replaced(/index \d+/, 'index 9007199254740993')],
		['with an index with a leading zero', () => replaced(/index (\d+)/, 'index 0$1')],
		['with an index beyond the log', () => replaced(/index \d+/, 'index 400')],
		['with a checkpoint of size 2^53', () => replaced(`\\n${log.size}\\n`, '\\n9007199254740992\\n')],
		[
			'with another log’s anchor',
			() => replaced(new RegExp(`("note": ")${log.origin}`), '$1jinde.example/log/1'),
		],
		[
			'nested too deep',
			() => replaced('"status":', `"deep": ${'['.repeat(100)}${']'.repeat(100)}, "status":`),
		],
		['too large', () => Buffer.alloc(9 * 1024 * 1024, 0x20)],
	]
	for (const [name, make] of named) {
		test(name, async () => {
			const report = await verify(make())
			expect(report).toMatchObject({
				exitCode: 1,
				verdict: { content: { is: 'cannot-be-decided', reason: 'malformed' } },
			})
		})
	}

	test('proofs out of order are refused', async () => {
		const proof = { ...own.proof, proof: [...own.proof.proof].reverse() }
		expect(await verify(formatReceipt({ ...own, proof }))).toMatchObject({ exitCode: 1 })
	})

	test('members out of order say the same', async () => {
		const { type, ...rest } = JSON.parse(text) as Record<string, unknown>
		const report = await verify(JSON.stringify({ ...rest, type }))
		expect([0, 1]).toContain(report.exitCode)
		expectHonest(report)
	})

	test('the fixture itself is what it seems', () => {
		expect(() => parseReceipt(text)).not.toThrow(RefusalError)
	})
})
