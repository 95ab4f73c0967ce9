/**
 * Signed PDF files of our own making: what a signature covers, what came after it, evidence and document time-stamps, and
 * files made to deceive or to stop the reader.
 */
import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { type SignaturesInput, verifySignatures } from '../../verifier/verify-signatures.ts'
import {
	appendRevision,
	PAGE,
	type PdfObjects,
	type SigningOptions,
	signPdf,
	streamObject,
} from '../support/pdf-writer.ts'
import { DAY, makeList, makeResponse, openOffice, signCms, wholeResponse } from '../support/signing.ts'
import { createAuthority, ISSUED } from '../support/timestamp-authority.ts'

const office = openOffice()
const issuer = office.authority
const person = office.person()
const tsa = createAuthority('Razítko')
const NOW = ISSUED + 100 * DAY
const fresh = { thisUpdate: NOW - DAY, nextUpdate: NOW + 10 * DAY }
const lists = [makeList(issuer, fresh), makeList(office.root, fresh)]
const roots = [office.root.der, tsa.root]
const cms = (covered: Buffer) => signCms(person, covered, { issuer, lists, isDetached: true })
const base = appendRevision(Buffer.alloc(0), PAGE)
const signed = signPdf(base, cms)

const judge = (file: Uint8Array, options: Partial<SignaturesInput> = {}) =>
	verifySignatures({ file, roots, now: NOW, ...options })
async function verdict(file: Uint8Array, options: Partial<SignaturesInput> = {}): Promise<string | null> {
	const { signatures, indication } = await judge(file, options)
	return signatures[0]?.subIndication ?? indication
}

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

/** A revision that adds evidence. */
function withStore(
	file: Buffer,
	evidence: { lists?: Buffer[]; responses?: Buffer[]; certificates?: Buffer[] },
) {
	const objects: Record<number, string | Buffer> = {}
	let next = 40
	const put = (items: Buffer[] = []) =>
		items
			.map((item) => {
				objects[next] = streamObject('', item, true)
				return `${next++} 0 R`
			})
			.join(' ')
	const [crls, ocsps, certs] = [evidence.lists, evidence.responses, evidence.certificates].map(put)
	const form = file.includes('/AcroForm') ? '/AcroForm 5 0 R' : ''
	return appendRevision(file, {
		1: `<< /Type /Catalog /Pages 2 0 R ${form} /DSS 39 0 R >>`,
		39: `<< /Type /DSS /CRLs [${crls}] /OCSPs [${ocsps}] /Certs [${certs}] >>`,
		...objects,
	})
}

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

const page = (annotations: string, more = '') =>
	`<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Annots [${annotations}] ${more} >>`

describe('what came after signing is told', () => {
	const changes: [string, PdfObjects, string[], string][] = [
		['nothing but a new revision', { 60: '(nic)' }, [], 'TOTAL-PASSED'],
		[
			'metadata',
			{
				1: '<< /Type /Catalog /Pages 2 0 R /AcroForm 5 0 R /Metadata 60 0 R >>',
				60: streamObject('', Buffer.from('<x/>')),
			},
			['metadata-changed'],
			'TOTAL-PASSED',
		],
		[
			'the text of the page',
			{ 4: streamObject('', Buffer.from('BT (Jine) Tj ET')) },
			['page-changed'],
			'SIG_CONSTRAINTS_FAILURE',
		],
		[
			'another size of the page',
			{ 3: page('6 0 R').replace('842', '421') },
			['page-changed'],
			'SIG_CONSTRAINTS_FAILURE',
		],
		[
			'resources of the page',
			{ 3: page('6 0 R', '/Resources << /Font << /F1 60 0 R >> >>'), 60: '<< /Type /Font >>' },
			['page-changed'],
			'SIG_CONSTRAINTS_FAILURE',
		],
		[
			'a page more',
			{ 2: '<< /Type /Pages /Kids [3 0 R 60 0 R] /Count 2 >>', 60: page('') },
			['pages-changed'],
			'SIG_CONSTRAINTS_FAILURE',
		],
		[
			'a page less',
			{ 2: '<< /Type /Pages /Kids [] /Count 0 >>' },
			['pages-changed'],
			'SIG_CONSTRAINTS_FAILURE',
		],
		[
			'another catalogue of pages',
			{ 1: '<< /Type /Catalog /Pages 60 0 R /AcroForm 5 0 R >>', 60: '<< /Type /Pages /Kids [] /Count 0 >>' },
			['pages-changed'],
			'SIG_CONSTRAINTS_FAILURE',
		],
		[
			'an annotation',
			{ 3: page('6 0 R 60 0 R'), 60: '<< /Type /Annot /Subtype /FreeText /Rect [0 0 9 9] >>' },
			['annotation-added'],
			'SIG_CONSTRAINTS_FAILURE',
		],
		[
			'an annotation that says it is a signature',
			{ 3: page('6 0 R 60 0 R'), 60: '<< /Type /Annot /Subtype /FreeText /FT /Sig /Rect [0 0 9 9] >>' },
			['annotation-added'],
			'SIG_CONSTRAINTS_FAILURE',
		],
		[
			'the look of the signature',
			{
				6: '<< /FT /Sig /Type /Annot /Subtype /Widget /Rect [0 0 500 500] /P 3 0 R /T (Podpis 6) /V 7 0 R >>',
			},
			['form-changed'],
			'SIG_CONSTRAINTS_FAILURE',
		],
		[
			'a field of the form',
			{ 5: '<< /Fields [6 0 R 60 0 R] /SigFlags 3 >>', 60: '<< /FT /Tx /T (Jmeno) /V (Nekdo) >>' },
			['form-changed'],
			'SIG_CONSTRAINTS_FAILURE',
		],
		[
			'an action on opening',
			{ 1: '<< /Type /Catalog /Pages 2 0 R /AcroForm 5 0 R /OpenAction << /S /JavaScript /JS (1) >> >>' },
			['other-changed'],
			'SIG_CONSTRAINTS_FAILURE',
		],
	]
	for (const [name, objects, expected, sub] of changes) {
		test(`${name}: ${sub}`, async () => {
			const file = appendRevision(signed, objects)
			const report = await judge(file)
			expect(report.revisions.at(-1)?.changes?.map(({ is }) => is)).toEqual(expected)
			expect(report.signatures[0]?.subIndication ?? report.indication).toBe(sub)
			expect(report.signatures[0]?.covers).toEqual({ end: signed.length, all: false })
		})
	}

	describe('by ways that look harmless', () => {
		const look = '/AP << /N 61 0 R >> /Rect [0 0 595 842]'
		const drawing = streamObject(
			'/Type /XObject /Subtype /Form /BBox [0 0 595 842]',
			Buffer.from('0 0 595 842 re f'),
		)
		const stampOf = (covered: Buffer) =>
			tsa.stamp(createHash('sha256').update(covered).digest(), {
				genTime: NOW - DAY,
				accuracy: 1000,
				lists: [makeList(tsa.issuer, fresh)],
			})
		const added = { numbers: [8, 9], fields: '6 0 R 8 0 R' } as const
		const changesOf = async (file: Buffer) =>
			(await judge(file)).revisions.at(-1)?.changes?.map(({ is }) => is)

		test('a drawing that says it is a signature of the form', async () => {
			const file = appendRevision(signed, {
				3: page('6 0 R 60 0 R'),
				60: `<< /Type /Annot /Subtype /Widget /FT /Sig /V 7 0 R ${look} >>`,
				61: drawing,
			})
			expect(await changesOf(file)).toEqual(['annotation-added'])
		})

		test('a document time-stamp with a look of its own', async () => {
			const subFilter = 'ETSI.RFC3161'
			expect(await changesOf(signPdf(signed, stampOf, { ...added, subFilter }))).toEqual([
				'document-stamp-added',
			])
			const shown = signPdf(signed, stampOf, {
				...added,
				subFilter,
				shown: look,
				objects: { 61: drawing },
			})
			expect(await changesOf(shown)).toEqual(['annotation-added', 'document-stamp-added'])
			expect((await judge(shown)).signatures[0]?.subIndication).toBe('SIG_CONSTRAINTS_FAILURE')
		})

		test('a document time-stamp that takes an annotation for its widget, and hides it', async () => {
			const note = '/Type /Annot /Subtype /FreeText /Rect [0 0 595 842]'
			const noted = signPdf(base, cms, {
				annotations: '22 0 R ',
				objects: { 22: `<< ${note} /AP << /N 61 0 R >> >>`, 61: drawing },
			})
			const file = signPdf(noted, stampOf, {
				...added,
				annotations: '22 0 R ',
				subFilter: 'ETSI.RFC3161',
				field: '/Kids [22 0 R]',
				objects: { 22: `<< ${note} >>` },
			})
			expect(await changesOf(file)).toEqual(['annotation-changed', 'document-stamp-added'])
		})

		describe('what is not examined as a signature is told as none', () => {
			const form = (fields: string) => ({ 5: `<< /Fields [${fields}] /SigFlags 3 >>` })
			const widget = `/Type /Annot /Subtype /Widget ${look}`
			const empty = (more: string) => `<< /FT /Sig /T (Prazdny) ${more} >>`
			const emptyWidget = '/Type /Annot /Subtype /Widget /Rect [0 0 595 842] /P 3 0 R'
			/** Signed once, with an empty field beside it. */
			const withEmpty = signPdf(base, cms, {
				fields: '20 0 R 6 0 R',
				objects: { 20: empty(emptyWidget) },
			})
			const withKids = signPdf(base, cms, {
				fields: '20 0 R 6 0 R',
				objects: {
					3: page('21 0 R 6 0 R'),
					20: empty('/Kids [21 0 R]'),
					21: `<< ${emptyWidget} /Parent 20 0 R >>`,
				},
			})
			const again = '/FT /Sig /T (Podpis 6) /V 7 0 R'
			const own = '/FT /Sig /Type /Annot /Subtype /Widget /Rect [0 0 0 0] /P 3 0 R /T (Podpis 6) /V 7 0 R'
			const cases: [string, Buffer, PdfObjects, string[]][] = [
				[
					'a type by a parent that is in no form',
					signed,
					{
						3: page('6 0 R 20 0 R'),
						...form('6 0 R 20 0 R'),
						20: `<< ${widget} /Parent 21 0 R /V << /X 1 >> >>`,
						21: '<< /FT /Sig >>',
					},
					['annotation-added', 'form-changed'],
				],
				[
					'a number for a value',
					withEmpty,
					{ 20: empty(`${emptyWidget} /V 1 /AP << /N 61 0 R >>`) },
					['annotation-changed', 'other-changed'],
				],
				[
					'a widget that inherits a number',
					withKids,
					{
						20: empty('/Kids [21 0 R] /V 1'),
						21: `<< ${emptyWidget} /Parent 20 0 R /AP << /N 61 0 R >> >>`,
					},
					['annotation-changed', 'other-changed'],
				],
				[
					'one more kid of an empty field',
					withKids,
					{
						3: page('21 0 R 6 0 R 60 0 R'),
						20: empty('/Kids [21 0 R 60 0 R]'),
						60: `<< ${widget} /Parent 20 0 R /V 1 >>`,
					},
					['annotation-added', 'form-changed'],
				],
				[
					'one more kid, of an empty field that is shown already',
					withEmpty,
					{ 20: empty(`${emptyWidget} /Kids [60 0 R]`), 60: `<< ${widget} /Parent 20 0 R /V 1 >>` },
					['form-changed'],
				],
				[
					'the same signature in another field of its name',
					signed,
					{
						3: page('6 0 R 60 0 R'),
						...form('6 0 R 60 0 R'),
						60: `<< ${widget} ${again} >>`,
					},
					['annotation-added', 'form-changed'],
				],
				[
					'the same signature in a kid of its field',
					signed,
					{
						3: page('6 0 R 60 0 R'),
						6: `<< ${own} /Kids [60 0 R] >>`,
						60: `<< ${widget} /V 7 0 R /Parent 6 0 R >>`,
					},
					['annotation-added', 'form-changed'],
				],
			]
			for (const [name, before, objects, expected] of cases) {
				test(name, async () => {
					expect((await judge(before)).indication).toBe('TOTAL-PASSED')
					const report = await judge(appendRevision(before, { ...objects, 61: drawing }))
					expect(report.revisions.at(-1)?.changes?.map(({ is }) => is)).toEqual(expected)
					expect(report.indication).toBe('INDETERMINATE')
					expect(report.signatures[0]?.subIndication).toBe('SIG_CONSTRAINTS_FAILURE')
				})
			}

			test('but a signature in a field that was empty, and its look, are one', async () => {
				const at = { numbers: [20, 9], fields: '20 0 R 6 0 R' } as const
				const merged = signPdf(withEmpty, cms, { ...at, shown: look, objects: { 61: drawing } })
				const apart = signPdf(withKids, cms, {
					...at,
					shown: '',
					objects: {
						3: page('21 0 R 6 0 R'),
						20: empty('/Kids [21 0 R] /V 9 0 R'),
						21: `<< ${emptyWidget} /Parent 20 0 R /AP << /N 61 0 R >> >>`,
						61: drawing,
					},
				})
				expect(await changesOf(apart)).toEqual(['signature-added'])
				expect((await judge(apart)).indication).toBe('TOTAL-PASSED')
				// The name is another one too.
				expect(await changesOf(merged)).toEqual(['form-changed', 'signature-added'])
			})
		})

		test('another parent of a page, from which it inherits', async () => {
			const file = appendRevision(signed, {
				3: page('6 0 R').replace('/Parent 2 0 R', '/Parent 60 0 R'),
				60: '<< /Type /Pages /Kids [3 0 R] /Count 1 /Rotate 180 >>',
			})
			expect(await changesOf(file)).toContain('pages-changed')
		})

		test('a parent that was not in the tree before signing', async () => {
			const odd = appendRevision(Buffer.alloc(0), {
				...PAGE,
				3: String(PAGE[3]).replace('/Parent 2 0 R', '/Parent 60 0 R'),
				60: '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
			})
			const shadow = signPdf(odd, cms, { parent: '60 0 R' })
			expect((await judge(shadow)).indication).toBe('TOTAL-PASSED')
			const file = appendRevision(shadow, { 60: '<< /Type /Pages /Kids [3 0 R] /Count 1 /Rotate 180 >>' })
			expect(await changesOf(file)).toEqual(['pages-changed'])
		})
	})

	test('links, outlines and certifications that point to pages do not make signatures look like changes', async () => {
		const linked = appendRevision(Buffer.alloc(0), {
			...PAGE,
			1: '<< /Type /Catalog /Pages 2 0 R /Outlines 20 0 R >>',
			20: '<< /Type /Outlines /First 21 0 R /Last 21 0 R /Count 1 >>',
			21: '<< /Title (a) /Parent 20 0 R /Dest [3 0 R /Fit] >>',
			22: '<< /Type /Annot /Subtype /Link /Rect [0 0 9 9] /Dest [3 0 R /Fit] >>',
		})
		const reference =
			'/Reference [<< /Type /SigRef /TransformMethod /DocMDP /Data 1 0 R /TransformParams << /P 2 >> >>]'
		const outlines = { catalog: '/Outlines 20 0 R' }
		const first = signPdf(linked, cms, { ...outlines, annotations: '22 0 R ', signature: reference })
		const second = signPdf(first, cms, {
			...outlines,
			annotations: '22 0 R ',
			numbers: [8, 9],
			fields: '6 0 R 8 0 R',
		})
		const report = await judge(second)
		expect(report.revisions.at(-1)?.changes?.map(({ is }) => is)).toEqual(['signature-added'])
		expect(report.indication).toBe('TOTAL-PASSED')
	})

	test('each revision by itself', async () => {
		const first = appendRevision(signed, { 4: streamObject('', Buffer.from('BT (Jine) Tj ET')) })
		const back = appendRevision(first, { 4: PAGE[4] ?? '' })
		const { revisions } = await judge(back)
		expect(revisions.slice(2).map(({ changes }) => changes?.map(({ is }) => is))).toEqual([
			['page-changed'],
			['page-changed'],
		])
	})

	test('the signature itself taken away is found no more', async () => {
		const file = appendRevision(signed, { 5: '<< /Fields [] /SigFlags 0 >>', 3: page('') })
		expect(await judge(file)).toMatchObject({ indication: null, exitCode: 2, signatures: [] })
	})

	describe('against what the signer allowed', () => {
		const certified = (level: number) => {
			const reference = `/Reference [<< /Type /SigRef /TransformMethod /DocMDP /TransformParams << /P ${level} /V /1.2 >> >>]`
			const form = appendRevision(base, {
				1: '<< /Type /Catalog /Pages 2 0 R /AcroForm 5 0 R >>',
				5: '<< /Fields [20 0 R] >>',
				20: '<< /FT /Tx /Type /Annot /Subtype /Widget /T (Jmeno) >>',
			})
			return signPdf(form, cms, { fields: '20 0 R 6 0 R', signature: reference })
		}
		const widget = (more: string) =>
			`<< /FT /Sig /Type /Annot /Subtype /Widget /Rect [0 0 0 0] /P 3 0 R /T (Podpis 6) /V 7 0 R ${more} >>`
		const filled = { 20: '<< /FT /Tx /Type /Annot /Subtype /Widget /T (Jmeno) /V (Jana) >>' }
		const noted = {
			3: page('20 0 R 6 0 R 60 0 R'),
			60: '<< /Type /Annot /Subtype /Text /Rect [0 0 9 9] >>',
		}
		const cases: [string, number, PdfObjects, string][] = [
			['nothing, and filled in', 1, filled, 'FORMAT_FAILURE'],
			['filling in', 2, filled, 'TOTAL-PASSED'],
			['filling in, and annotated', 2, noted, 'FORMAT_FAILURE'],
			[
				'filling in, and the look of the signature',
				2,
				{ 6: widget('/AP << /N 61 0 R >>'), 61: '(x)' },
				'FORMAT_FAILURE',
			],
			['annotations', 3, noted, 'TOTAL-PASSED'],
			['annotations, and another page', 3, { 2: '<< /Type /Pages /Kids [] /Count 0 >>' }, 'FORMAT_FAILURE'],
		]
		for (const [name, level, objects, expected] of cases) {
			test(`${name}: ${expected}`, async () => {
				expect(await verdict(appendRevision(certified(level), objects))).toBe(expected)
			})
		}
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
