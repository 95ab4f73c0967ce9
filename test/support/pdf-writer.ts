/**
 * Writes PDF files revision by revision for tests, with cross-reference tables or streams, and signs them. Small enough
 * to be obviously right, and able to write wrong things.
 * @module
 */
import { deflateSync } from 'node:zlib'

/** Bytes kept for a signature or time-stamp. */
const ROOM = 6000
const GAP = '0'.repeat(2 * ROOM)
const RANGE = '[0 0000000000 0000000000 0000000000]'

export type PdfObjects = Readonly<Record<number, string | Buffer>>

export interface RevisionOptions {
	/** how the cross-reference section is written */
	section?: 'table' | 'stream'
	/** further entries of the trailer */
	trailer?: string
	/** offset of the section before, if not that of the file so far */
	previous?: number
	/** objects written into an object stream of this number; only with a cross-reference stream */
	packed?: { number: number; objects: Readonly<Record<number, string>> }
}

const bytesOf = (value: string | Buffer) => (typeof value === 'string' ? Buffer.from(value, 'latin1') : value)

export function streamObject(dict: string, data: Buffer, isCompressed = false): Buffer {
	const raw = isCompressed ? deflateSync(data) : data
	const filter = isCompressed ? ' /Filter /FlateDecode' : ''
	return Buffer.concat([
		Buffer.from(`<< ${dict}${filter} /Length ${raw.length} >>\nstream\n`, 'latin1'),
		raw,
		Buffer.from('\nendstream', 'latin1'),
	])
}

function startOf(file: Buffer): number | null {
	const at = file.lastIndexOf('startxref')
	return at < 0 ? null : Number.parseInt(file.toString('latin1', at + 9, at + 30), 10)
}

function packedStream(objects: Readonly<Record<number, string>>): Buffer {
	const numbers = Object.keys(objects)
	let at = 0
	const places = numbers.map((number) => {
		const place = `${number} ${at}`
		at += (objects[Number(number)] ?? '').length + 1
		return place
	})
	const head = `${places.join(' ')} `
	const body = Object.values(objects).join(' ')
	const dict = `/Type /ObjStm /N ${numbers.length} /First ${head.length}`
	return streamObject(dict, Buffer.from(head + body, 'latin1'), true)
}

function tableOf(places: ReadonlyMap<number, number>, isFirst: boolean): string {
	const lines = [...places]
		.sort(([a], [b]) => a - b)
		.map(([number, at]) => `${number} 1\n${String(at).padStart(10, '0')} 00000 n \n`)
	return `xref\n${isFirst ? '0 1\n0000000000 65535 f \n' : ''}${lines.join('')}`
}

/** Appends a revision; the catalogue is always object 1. */
export function appendRevision(file: Buffer, objects: PdfObjects, options: RevisionOptions = {}): Buffer {
	const isFirst = file.length === 0
	const parts = [isFirst ? Buffer.from('%PDF-1.7\n%\xe2\xe3\xcf\xd3\n', 'latin1') : file]
	let length = parts[0]?.length ?? 0
	const add = (bytes: Buffer) => {
		parts.push(bytes)
		length += bytes.length
	}
	const places = new Map<number, number>()
	const write = (number: number, value: string | Buffer) => {
		places.set(number, length)
		add(Buffer.concat([Buffer.from(`${number} 0 obj\n`), bytesOf(value), Buffer.from('\nendobj\n')]))
	}
	for (const [number, value] of Object.entries(objects)) write(Number(number), value)
	const { packed } = options
	if (packed !== undefined) write(packed.number, packedStream(packed.objects))
	const previous = options.previous ?? startOf(file)
	const shared = `/Size 200 /Root 1 0 R${previous === null ? '' : ` /Prev ${previous}`}${options.trailer ?? ''}`
	const start = length
	if (options.section === 'stream') add(sectionStream(places, packed, shared, start))
	else add(Buffer.from(`${tableOf(places, isFirst)}trailer\n<< ${shared} >>\n`, 'latin1'))
	add(Buffer.from(`startxref\n${start}\n%%EOF\n`))
	return Buffer.concat(parts)
}

/** With the predictor that nearly every program uses for it. */
function sectionStream(
	places: ReadonlyMap<number, number>,
	packed: RevisionOptions['packed'],
	shared: string,
	start: number,
): Buffer {
	const own = 199
	const entries = new Map<number, readonly [number, number, number]>()
	for (const [number, at] of [...places, [own, start] as const]) entries.set(number, [1, at, 0])
	const within = packed === undefined ? [] : Object.keys(packed.objects).map(Number)
	for (const [index, number] of within.entries()) entries.set(number, [2, packed?.number ?? 0, index])
	const sorted = [...entries].sort(([a], [b]) => a - b)
	let last = Buffer.alloc(6)
	const rows = sorted.map(([, [kind, second, third]]) => {
		const row = Buffer.from([
			kind,
			second >>> 24,
			(second >>> 16) & 255,
			(second >>> 8) & 255,
			second & 255,
			third,
		])
		const coded = Buffer.from([2, ...row.map((octet, i) => octet - (last[i] ?? 0))])
		last = row
		return coded
	})
	const index = sorted.map(([number]) => `${number} 1`).join(' ')
	const parameters = '/DecodeParms << /Predictor 12 /Columns 6 >>'
	const dict = `/Type /XRef /W [1 4 1] /Index [${index}] ${parameters} ${shared}`
	return Buffer.concat([
		Buffer.from(`${own} 0 obj\n`),
		streamObject(dict, Buffer.concat(rows), true),
		Buffer.from('\nendobj\n'),
	])
}

/** One page with text. */
export const PAGE: PdfObjects = {
	1: '<< /Type /Catalog /Pages 2 0 R >>',
	2: '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
	3: '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R >>',
	4: streamObject('', Buffer.from('BT /F1 12 Tf 72 700 Td (Rozhodnuti) Tj ET')),
}

export interface SigningOptions {
	/** numbers of field and signature; further signatures need others */
	numbers?: readonly [field: number, signature: number]
	subFilter?: string
	/** of the catalogue beside pages and form */
	catalog?: string
	/** all fields of the form, and annotations of the page, in the order of PDF */
	fields?: string
	/** further entries of field and signature */
	field?: string
	signature?: string
	/** rectangle and look of the field's widget; by default it shows nothing */
	shown?: string
	/** annotations of the page before those of the form */
	annotations?: string
	/** of the page */
	parent?: string
	section?: 'table' | 'stream'
	/** changes the range before it is written */
	range?: (range: readonly [number, number, number, number]) => readonly number[]
	/** further objects of the revision */
	objects?: PdfObjects
}

/**
 * Adds a revision with a signature field and its signature.
 * @param make gives the CMS, or time-stamp, over what the range covers
 */
export function signPdf(
	file: Buffer,
	make: (covered: Buffer) => Buffer,
	options: SigningOptions = {},
): Buffer {
	const [field, signature] = options.numbers ?? [6, 7]
	const fields = options.fields ?? `${field} 0 R`
	const kind = options.subFilter ?? 'ETSI.CAdES.detached'
	const type = kind === 'ETSI.RFC3161' ? 'DocTimeStamp' : 'Sig'
	const unsigned = appendRevision(
		file,
		{
			1: `<< /Type /Catalog /Pages 2 0 R /AcroForm 5 0 R ${options.catalog ?? ''} >>`,
			3: `<< /Type /Page /Parent ${options.parent ?? '2 0 R'} /MediaBox [0 0 595 842] /Contents 4 0 R /Annots [${options.annotations ?? ''}${fields}] >>`,
			5: `<< /Fields [${fields}] /SigFlags 3 >>`,
			[field]: `<< /FT /Sig /Type /Annot /Subtype /Widget ${options.shown ?? '/Rect [0 0 0 0]'} /P 3 0 R /T (Podpis ${field}) /V ${signature} 0 R ${options.field ?? ''} >>`,
			[signature]: `<< /Type /${type} /Filter /Adobe.PPKLite /SubFilter /${kind} /ByteRange ${RANGE} /Contents <${GAP}> ${options.signature ?? ''} >>`,
			...options.objects,
		},
		{ section: options.section ?? 'table' },
	)
	const from = unsigned.indexOf(`<${GAP}>`, file.length)
	const to = from + GAP.length + 2
	const range = options.range?.([0, from, to, unsigned.length - to]) ?? [0, from, to, unsigned.length - to]
	unsigned.write(`[${range.join(' ')}]`.padEnd(RANGE.length), unsigned.indexOf(RANGE, file.length), 'latin1')
	const [, length = 0, next = 0, rest = 0] = range
	const covered = Buffer.concat([unsigned.subarray(0, length), unsigned.subarray(next, next + rest)])
	unsigned.write(make(covered).toString('hex'), from + 1, 'latin1')
	return unsigned
}
