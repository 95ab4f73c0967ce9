/**
 * Signatures of a PDF: the signature fields of its form that have a value (ISO 32000-2 §12.7.5.5, §12.8.1), and what
 * these dictionaries say. The form's tree is walked with bounds; a field that contains itself is refused.
 * @module
 */
import { RefusalError } from '@letopis/format'
import type { PdfDocument } from './document.ts'
import { Dict, isArray, nameOf, type PdfValue, Ref, Text, wholeNumber } from './values.ts'

export interface SignatureField {
	/** full name, for people */
	name: string
	/** the field itself; of one document always the same object */
	field: Dict
	/** where its value stands; null where it is written into the field */
	reference: Ref | null
	value: Dict
	/** the field's lock (§12.7.5.5, table 236), if it has one */
	lock: Dict | null
}

const MAX_FIELDS = 20_000
const MAX_DEPTH = 32

function textOf(value: PdfValue): string {
	return value instanceof Text ? String.fromCharCode(...value.bytes.subarray(0, 200)) : ''
}

/** All signature fields with a value, in the order of the form. */
export function signatureFields(pdf: PdfDocument): SignatureField[] {
	const form = pdf.get(pdf.catalog, 'AcroForm')
	if (!(form instanceof Dict)) return []
	const seen = new Set<number>()
	const found: SignatureField[] = []

	function visit(item: PdfValue, path: string, inherited: string | null, depth: number): void {
		if (item instanceof Ref) {
			if (seen.has(item.number)) throw new RefusalError('malformed', 'PDF: a field twice in the form')
			seen.add(item.number)
		}
		if (depth > MAX_DEPTH || seen.size > MAX_FIELDS)
			throw new RefusalError('too-large', 'PDF: too many fields')
		const field = pdf.resolve(item)
		if (!(field instanceof Dict)) return
		const own = textOf(pdf.get(field, 'T'))
		const name = own === '' ? path : path === '' ? own : `${path}.${own}`
		const type = nameOf(pdf.get(field, 'FT')) ?? inherited
		const value = pdf.get(field, 'V')
		if (type === 'Sig' && value instanceof Dict) {
			const [reference, lock] = [field.get('V'), pdf.get(field, 'Lock')]
			found.push({
				name,
				field,
				reference: reference instanceof Ref ? reference : null,
				value,
				lock: lock instanceof Dict ? lock : null,
			})
		}
		const kids = pdf.get(field, 'Kids')
		if (isArray(kids)) for (const kid of kids) visit(kid, name, type, depth + 1)
	}

	const fields = pdf.get(form, 'Fields')
	if (isArray(fields)) for (const field of fields) visit(field, '', null, 0)
	return found
}

export interface ByteRange {
	/** the hexadecimal string in between, delimiters among it */
	gapFrom: number
	gapTo: number
	end: number
}

/**
 * The range that a signature covers: from the file's first octet, with no gap but its own /Contents (§12.8.1; EN 319
 * 142-1 §5.3).
 * @returns null where it is anything else
 */
export function byteRange(pdf: PdfDocument, { value }: SignatureField): ByteRange | null {
	const range = pdf.get(value, 'ByteRange')
	const contents = pdf.get(value, 'Contents')
	if (!isArray(range) || range.length !== 4 || !(contents instanceof Text) || !contents.isHex) return null
	const [from, length, next, rest] = range.map((item) => wholeNumber(pdf.resolve(item)))
	if (from !== 0 || length == null || next == null || rest == null) return null
	if (contents.start !== length || contents.end !== next || next + rest > pdf.data.length) return null
	return { gapFrom: length, gapTo: next, end: next + rest }
}

/** What a certification signature lets happen afterwards (§12.8.2.2): 1 nothing, 2 filling in, 3 annotations too. */
export function permission(pdf: PdfDocument, { value }: SignatureField): 1 | 2 | 3 | null {
	const references = pdf.get(value, 'Reference')
	if (!isArray(references)) return null
	for (const item of references) {
		const reference = pdf.resolve(item)
		if (!(reference instanceof Dict) || nameOf(pdf.get(reference, 'TransformMethod')) !== 'DocMDP') continue
		const parameters = pdf.get(reference, 'TransformParams')
		const level = parameters instanceof Dict ? pdf.get(parameters, 'P') : null
		return level === 1 || level === 3 ? level : 2
	}
	return null
}
