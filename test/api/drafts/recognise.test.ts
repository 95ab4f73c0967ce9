/** What a file is, by its structure: looked at in pieces, wherever they are cut. */

import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { Recogniser } from '../../../api/drafts/recognise.ts'

const pdf = (more = '') => Buffer.from(`%PDF-1.7\n% první\n${more}\n%%EOF\n`)

const zip = (name: string, content: string) => {
	const head = Buffer.alloc(30)
	head.writeUInt32LE(0x04034b50, 0)
	head.writeUInt16LE(name.length, 26)
	return Buffer.concat([head, Buffer.from(name), Buffer.from(content)])
}
const signedData = Buffer.from('3082100006092a864886f70d010702a0820ff1', 'hex')
const table: [comment: string, name: string, content: Uint8Array, recognised: object][] = [
	['a PDF', 'a.pdf', pdf(), { format: 'pdf', pdfa: null, signatures: 'none-found', fitsName: true }],
	['a PDF with bytes before it', 'a.pdf', Buffer.concat([Buffer.from('\n\n'), pdf()]), { format: 'pdf' }],
	['a signed PDF', 'a.pdf', pdf('/Type /Sig /ByteRange [0 1 2 3]'), { signatures: 'contained-unchecked' }],
	[
		'a mark cut by the end of a part',
		'a.pdf',
		pdf(`${'z'.repeat(31)}/ByteRange [0 1 2 3]`),
		{ signatures: 'contained-unchecked' },
	],
	[
		'a claim of PDF/A',
		'a.pdf',
		pdf('<pdfaid:part>2</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance>'),
		{ pdfa: '2b' },
	],
	['a claim in attributes', 'a.pdf', pdf('pdfaid:part="3" pdfaid:conformance="A"'), { pdfa: '3a' }],
	[
		'a ZFO message',
		'a.zfo',
		Buffer.concat([signedData, Buffer.from('http://isds.czechpoint.cz/v20')]),
		{ format: 'zfo', signatures: 'contained-unchecked' },
	],
	[
		'CMS',
		'a.p7m',
		Buffer.concat([signedData, Buffer.from('jiné')]),
		{ format: 'cms', signatures: 'contained-unchecked' },
	],
	[
		'ASiC-E',
		'a.asice',
		zip('mimetype', 'application/vnd.etsi.asic-e+zip META-INF/signatures.p7s'),
		{ format: 'asic-e', signatures: 'contained-unchecked' },
	],
	[
		'a text document',
		'a.odt',
		zip('mimetype', 'application/vnd.oasis.opendocument.text'),
		{ format: 'odf', fitsName: true },
	],
	['Office', 'a.docx', zip('[Content_Types].xml', '<?xml'), { format: 'ooxml' }],
	['an archive', 'a.zip', zip('a.txt', 'x'), { format: 'zip' }],
	['a picture', 'a.png', Buffer.from('89504e470d0a1a0a00', 'hex'), { format: 'png' }],
	['Czech text', 'a.txt', Buffer.from('Příliš žluťoučký kůň'), { format: 'text', signatures: 'none-found' }],
	['XML', 'a.xml', Buffer.from('<?xml version="1.0"?><a/>'), { format: 'xml' }],
	[
		'a program that calls itself a PDF',
		'a.pdf',
		Buffer.from('MZ\u0090\u0000'),
		{ format: 'executable', fitsName: false },
	],
	[
		'a page that calls itself a PDF',
		'a.pdf',
		Buffer.from('<!doctype html><script>'),
		{ format: 'html', fitsName: false },
	],
	['bytes', 'a.bin', Buffer.from([0, 1, 2, 255]), { format: 'unknown', fitsName: null }],
]
for (const [comment, name, content, recognised] of table) {
	for (const pieces of [1, 2, 3, 7]) {
		test(`${comment}, in ${pieces}`, () => {
			const recogniser = new Recogniser(name, content.length)
			const size = Math.max(1, Math.ceil(content.length / pieces))
			for (let at = 0; at < content.length; at += size) recogniser.take(content.subarray(at, at + size))
			const { sha256, ...found } = recogniser.result()
			expect(found).toMatchObject(recognised)
			expect(Buffer.from(sha256).equals(createHash('sha256').update(content).digest())).toBe(true)
		})
	}
}

test('nothing is empty, whatever it is called', () => {
	expect(new Recogniser('a.pdf', 0).result()).toMatchObject({ format: 'empty', fitsName: false })
})
