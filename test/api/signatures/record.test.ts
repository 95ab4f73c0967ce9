/** What hostile files make of findings: bounded, in the profile, and told that something was left out. */
import { encodeDag } from '@letopis/format'
import { describe, expect, test } from 'vitest'
import type { Findings, FoundSignature } from '../../../api/signatures/checker.ts'
import { SignatureFinder } from '../../../api/signatures/finder.ts'
import { findingsFromDag, findingsToDag } from '../../../api/signatures/record.ts'
import { found, SIGNED } from './stub-checker.ts'

const [one] = found().signatures as readonly [FoundSignature]
const many = (count: number, more: Partial<FoundSignature> = {}): Findings =>
	found({ signatures: Array.from({ length: count }, () => ({ ...one, ...more })) })
const check = (i: number, ok: 'yes' | 'no', text = 'x'.repeat(200)) => ({
	...{ id: `sig-${i}`, ok },
	sentence: { cs: text, en: text },
})

test('what fits stands there as it was', () => {
	const findings = many(3)
	expect(findingsFromDag(findingsToDag(findings))).toEqual(findings)
})

test('of many signatures as much is kept as one field holds, the rest is counted', () => {
	const checks = Array.from({ length: 30 }, (_, i) => check(i, i === 0 ? 'no' : 'yes'))
	for (const count of [1, 10, 64, 400]) {
		const kept = findingsToDag(many(count, { checks }))
		const back = findingsFromDag(kept) as Findings
		expect(encodeDag(kept).length, `${count}`).toBeLessThan(60_500)
		expect(back.signatures.length + back.omitted).toBe(count)
		expect(back.signatures.length).toBeGreaterThan(0)
		// What is wrong is never left out of a signature that is told.
		for (const { checks: left } of back.signatures) expect(left.some(({ ok }) => ok === 'no')).toBe(true)
	}
})

test.each([
	['a lone surrogate', 'a\ud800b'],
	['a mark of byte order', '\ufeffJana'],
	['not normalised', 'Jana Nova\u0301kova\u0301'],
	['controls', 'a\u0000\n\u202eb'],
	['very long', 'č'.repeat(100_000)],
])('a name with %s is text of the profile', (_, name) => {
	const signer = { name, issuer: name, serial: name, fingerprint: name }
	const back = findingsFromDag(findingsToDag(many(1, { signer, sub: name }))) as Findings
	const told = back.signatures[0]?.signer?.name ?? ''
	expect(told).toBe(told.normalize('NFC'))
	expect(told.isWellFormed() && told.length <= 300 && !/[\p{Cc}\ufeff\u202e]/u.test(told)).toBe(true)
})

test('times that are none', () => {
	const times = { claimed: Number.NaN, proven: Number.POSITIVE_INFINITY, certificatesUntil: 1.5 }
	const back = findingsFromDag(findingsToDag(many(1, times))) as Findings
	expect(back.signatures[0]).toMatchObject({ claimed: null, proven: null, certificatesUntil: 1 })
})

describe('whether a file is signed is seen however it is cut', () => {
	const cms = Buffer.from('3082000006092a864886f70d010702', 'hex')
	test.each<[string, Buffer, boolean]>([
		['a signed PDF', Buffer.from(SIGNED()), true],
		['with something before it', Buffer.from(`${'x'.repeat(900)}${SIGNED()}`), true],
		['a PDF', Buffer.from('%PDF-1.7\n%%EOF'), false],
		['a text that names it', Buffer.from('/ByteRange'), false],
		['CMS', cms, true],
		['CMS of indefinite length', Buffer.concat([Buffer.from('3080', 'hex'), cms.subarray(4)]), true],
		['nothing', Buffer.alloc(0), false],
		['a container with CAdES', Buffer.from(`PK\x03\x04${'x'.repeat(900)}META-INF/signature001.p7s`), true],
		['a container with XAdES', Buffer.from('PK\x03\x04\0META-INF/signatures.xml\0'), true],
		['a container without', Buffer.from('PK\x03\x04\0META-INF/manifest.xml\0'), false],
		['a text that names one', Buffer.from('META-INF/signature.p7s'), false],
	])('%s', (_, file, expected) => {
		for (const size of [1, 3, 10, 11, 4096]) {
			const finder = new SignatureFinder()
			for (let at = 0; at < file.length; at += size) finder.take(file.subarray(at, at + size))
			expect(finder.found, `in pieces of ${size}`).toBe(expected)
		}
	})
})
