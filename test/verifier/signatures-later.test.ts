/** What came after a PDF file was signed is told, and what changes what one sees never passes. */
import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { appendRevision, PAGE, type PdfObjects, signPdf, streamObject } from '../support/pdf-writer.ts'
import { DAY, makeList } from '../support/signing.ts'
import { base, cms, fresh, judge, NOW, signed, tsa, verdict } from './signed-pdf.ts'

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
