/**
 * Signed PDF files of our own making: what a signature covers, evidence and document time-stamps, and files made to deceive or
 * to stop the reader.
 */
import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { appendRevision, PAGE, type SigningOptions, signPdf, streamObject } from '../support/pdf-writer.ts'
import { DAY, makeList, makeResponse, openOffice, signCms, wholeResponse } from '../support/signing.ts'
import { ISSUED } from '../support/timestamp-authority.ts'
import {
	base,
	cms,
	fresh,
	issuer,
	judge,
	lists,
	NOW,
	office,
	person,
	signed,
	tsa,
	verdict,
	withStore,
} from './signed-pdf.ts'

describe('a sound signature passes', () => {
	test('over the whole file', async () => {
		const report = await judge(signed)
		expect(report).toMatchObject({ indication: 'TOTAL-PASSED', exitCode: 0, format: 'pdf' })
		expect(report.signatures).toMatchObject([
			{ name: 'signature “Podpis 6”', covers: { end: signed.length, all: true }, unexamined: [] },
		])
		expect(report.revisions).toEqual([
			{ end: base.length, changes: null },
			{ end: signed.length, changes: null },
		])
	})

	test('with cross-reference and object streams', async () => {
		const { 2: pages, 4: text, ...rest } = PAGE
		const packed = { number: 30, objects: { 2: String(pages) } }
		const start = appendRevision(Buffer.alloc(0), { ...rest, 4: text ?? '' }, { section: 'stream', packed })
		expect(await verdict(signPdf(start, cms, { section: 'stream' }))).toBe('TOTAL-PASSED')
	})

	test('whose revision ends without a line break', async () => {
		const tight = signed.subarray(0, signed.length - 1)
		const file = signPdf(base, cms, { range: ([a, b, c, d]) => [a, b, c, d - 1] })
		expect(await verdict(file)).toBe('TOTAL-PASSED')
		expect(tight.at(-1)).toBe('F'.charCodeAt(0))
	})

	test('two signatures, the first covering what it could', async () => {
		const both = signPdf(signed, cms, { numbers: [8, 9], fields: '6 0 R 8 0 R' })
		const report = await judge(both)
		expect(report.indication).toBe('TOTAL-PASSED')
		expect(report.signatures.map(({ covers }) => covers)).toEqual([
			{ end: signed.length, all: false },
			{ end: both.length, all: true },
		])
		expect(report.revisions.at(-1)?.changes).toEqual([
			{ is: 'signature-added', sentence: 'a signature was added' },
		])
	})
})

describe('evidence and document time-stamps', () => {
	const bare = signPdf(base, (covered) =>
		signCms(person, covered, { issuer, isDetached: true, certificates: [person.der] }),
	)
	const stamp = (file: Buffer, genTime: number, options: SigningOptions = {}) =>
		signPdf(
			file,
			(covered) =>
				tsa.stamp(createHash('sha256').update(covered).digest(), {
					genTime,
					accuracy: 1000,
					lists: [makeList(tsa.issuer, fresh)],
				}),
			{ numbers: [8, 9], fields: '6 0 R 8 0 R', subFilter: 'ETSI.RFC3161', ...options },
		)

	test('a store brings certificates, lists and answers', async () => {
		expect(await verdict(bare)).toBe('NO_CERTIFICATE_CHAIN_FOUND')
		const response = wholeResponse(makeResponse(issuer, person.serial, fresh))
		const full = withStore(bare, {
			certificates: [issuer.der],
			lists: [makeList(office.root, fresh)],
			responses: [response],
		})
		const report = await judge(full)
		expect(report.indication).toBe('TOTAL-PASSED')
		expect(report.revisions.at(-1)?.changes?.map(({ is }) => is)).toEqual(['evidence-added'])
	})

	test('a document time-stamp dates signature and evidence', async () => {
		const short = openOffice('Krátký', { notAfter: ISSUED + 60 * DAY })
		const by = short.person({ notAfter: ISSUED + 60 * DAY })
		const at = ISSUED + 40 * DAY
		const own = { thisUpdate: at - DAY, nextUpdate: at + 10 * DAY }
		const first = signPdf(base, (covered) =>
			signCms(by, covered, { issuer: short.authority, isDetached: true }),
		)
		const stored = withStore(first, { lists: [makeList(short.authority, own), makeList(short.root, own)] })
		const archived = stamp(stored, at, { catalog: '/DSS 39 0 R' })
		const trusted = { roots: [short.root.der, tsa.root] }
		expect(await verdict(stored, trusted)).toBe('OUT_OF_BOUNDS_NO_POE')
		const report = await judge(archived, trusted)
		expect(report).toMatchObject({
			indication: 'TOTAL-PASSED',
			signatures: [
				{ is: 'signature', provenAt: at + 1000 },
				{ is: 'document-stamp', provenAt: at + 1000, indication: 'TOTAL-PASSED' },
			],
		})
		// Evidence that came after the stamp is as old as the file, and its certificate has run out.
		const tooLate = withStore(stamp(first, at), {
			lists: [makeList(short.authority, own), makeList(short.root, own)],
		})
		expect(await verdict(tooLate, trusted)).toBe('REVOCATION_OUT_OF_BOUNDS_NO_POE')
	})

	test('a document time-stamp over something else fails', async () => {
		const file = stamp(signed, NOW - DAY)
		const at = file.indexOf('(Rozhodnuti)')
		file[at + 1] = 0x72
		const report = await judge(file)
		expect(report.signatures.map(({ subIndication }) => subIndication)).toEqual([
			'HASH_FAILURE',
			'HASH_FAILURE',
		])
	})

	test('one that nobody trusts leaves the whole open', async () => {
		const report = await judge(stamp(signed, NOW - DAY), { roots: [office.root.der] })
		expect(report.signatures.map(({ indication }) => indication)).toEqual(['TOTAL-PASSED', 'INDETERMINATE'])
		expect(report.indication).toBe('INDETERMINATE')
	})
})

describe('ranges', () => {
	const wrong: [string, NonNullable<SigningOptions['range']>, string][] = [
		['not from the beginning', ([, b, c, d]) => [1, b - 1, c, d], 'FORMAT_FAILURE'],
		['a gap before its place', ([a, b, c, d]) => [a, b - 10, c, d], 'FORMAT_FAILURE'],
		['a gap after its place', ([a, b, c, d]) => [a, b, c + 10, d - 10], 'FORMAT_FAILURE'],
		['its place covered', ([a, b, c, d]) => [a, b + 1, c, d], 'FORMAT_FAILURE'],
		['beyond the end', ([a, b, c, d]) => [a, b, c, d + 1], 'FORMAT_FAILURE'],
		['not to the end of a revision', ([a, b, c, d]) => [a, b, c, d - 20], 'SIG_CONSTRAINTS_FAILURE'],
		['only one part', ([a, b]) => [a, b], 'FORMAT_FAILURE'],
		['three parts', ([a, b, c, d]) => [a, b, c, 5, c + 5, d - 5], 'FORMAT_FAILURE'],
		['numbers that are none', ([a, b, c]) => [a, b, c, 1e20], 'FORMAT_FAILURE'],
	]
	for (const [name, range, expected] of wrong) {
		test(`${name}: ${expected}`, async () => {
			expect(await verdict(signPdf(base, cms, { range }))).toBe(expected)
		})
	}

	test('one changed octet anywhere that is covered', async () => {
		for (const at of [20, base.length + 5, signed.length - 40]) {
			const changed = Buffer.from(signed)
			changed[at] = (changed[at] ?? 0) ^ 1
			expect((await judge(changed)).indication).not.toBe('TOTAL-PASSED')
		}
	})

	test('octets after the last revision leave it open', async () => {
		expect(await verdict(Buffer.concat([signed, Buffer.from('\n\n')]))).toBe('TOTAL-PASSED')
		expect(await verdict(Buffer.concat([signed, Buffer.from('MZ executable')]))).toBe('GENERIC')
	})

	test('kinds of signatures that are not known here', async () => {
		expect(await verdict(signPdf(base, cms, { subFilter: 'adbe.pkcs7.sha1' }))).toBe('GENERIC')
	})

	test('content within the signature, or two signers', async () => {
		const attached = (covered: Buffer) => signCms(person, covered.subarray(0, 10), { issuer, lists })
		expect(await verdict(signPdf(base, attached))).toBe('FORMAT_FAILURE')
		const two = (covered: Buffer) => signCms(person, covered, { issuer, lists, isDetached: true, signers: 2 })
		expect(await verdict(signPdf(base, two))).toBe('FORMAT_FAILURE')
	})
})

describe('hostile files are refused or left open', () => {
	const deep = (times: number) => `${'['.repeat(times)}${']'.repeat(times)}`
	const field = (more: string) => ({
		1: '<< /Type /Catalog /Pages 2 0 R /AcroForm 5 0 R >>',
		5: `<< /Fields [${more}] >>`,
	})
	const cases: [string, () => Buffer][] = [
		['encrypted', () => appendRevision(signed, {}, { trailer: ' /Encrypt 60 0 R' })],
		['hybrid references', () => appendRevision(signed, {}, { trailer: ' /XRefStm 10' })],
		['sections in a circle', () => appendRevision(signed, {}, { previous: signed.length + 0 })],
		['a section beyond the end', () => appendRevision(signed, {}, { previous: 1e9 })],
		[
			'an offset of many digits',
			() => appendRevision(signed, {}, { trailer: ' /Prev 99999999999999999999' }),
		],
		['no end', () => signed.subarray(0, signed.length - 60)],
		['nothing but its beginning', () => Buffer.from('%PDF-1.7\n')],
		['nested too deep', () => appendRevision(signed, { 1: `<< /Pages ${deep(100_000)} >>` })],
		['an array that does not end', () => appendRevision(signed, { 1: `<< /Pages ${'['.repeat(50)} >>` })],
		[
			'a field that contains itself',
			() => appendRevision(base, { ...field('20 0 R'), 20: '<< /Kids [20 0 R] >>' }),
		],
		['a field twice', () => appendRevision(base, { ...field('20 0 R 20 0 R'), 20: '<< /T (a) >>' })],
		[
			'an object that is its own length',
			() => appendRevision(signed, { 1: Buffer.from('<< /Length 1 0 R >>\nstream\n\nendstream') }),
		],
		['references in a circle', () => appendRevision(signed, { 1: '60 0 R', 60: '61 0 R', 61: '60 0 R' })],
		['a key twice', () => appendRevision(signed, { 1: '<< /Type /Catalog /Pages 2 0 R /Pages 3 0 R >>' })],
		[
			'an object stream within itself',
			() =>
				appendRevision(
					signed,
					{},
					{ section: 'stream', packed: { number: 70, objects: { 70: '<< >>', 1: '<< >>' } } },
				),
		],
		[
			'an object where another should be',
			() => Buffer.from(signed.toString('latin1').replace('1 0 obj', '9 0 obj'), 'latin1'),
		],
		[
			'an object stream that grows without end',
			() =>
				appendRevision(
					signed,
					{},
					{
						section: 'stream',
						packed: { number: 70, objects: { 1: `<< >>${' '.repeat(70 * 1024 * 1024)}` } },
					},
				),
		],
	]
	for (const [name, make] of cases) {
		test(name, async () => {
			const { indication, exitCode } = await judge(make())
			expect(indication).not.toBe('TOTAL-PASSED')
			expect(exitCode).not.toBe(0)
		})
	}

	test('a page tree in a circle does not matter to signatures, and ends', async () => {
		const looped = appendRevision(signed, { 2: '<< /Type /Pages /Kids [2 0 R] /Count 1 >>' })
		expect(await verdict(looped)).toBe('SIG_CONSTRAINTS_FAILURE')
	})

	test('a bomb in the store counts for nothing', async () => {
		const bomb = streamObject('', Buffer.alloc(80 * 1024 * 1024), true)
		const file = appendRevision(signed, {
			1: '<< /Type /Catalog /Pages 2 0 R /AcroForm 5 0 R /DSS << /CRLs [60 0 R] >> >>',
			60: bomb,
		})
		expect((await judge(file)).indication).not.toBe('TOTAL-PASSED')
	})

	test('a file that is neither PDF nor CMS', async () => {
		expect(await judge(Buffer.from('nic'))).toMatchObject({
			indication: 'INDETERMINATE',
			format: null,
			exitCode: 2,
		})
		expect(await judge(Buffer.alloc(0))).toMatchObject({
			indication: 'INDETERMINATE',
			format: null,
			exitCode: 2,
		})
		expect(await judge(base)).toMatchObject({ indication: null, format: 'pdf', exitCode: 2 })
	})
})
