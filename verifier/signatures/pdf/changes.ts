/**
 * What a later revision of a PDF changed: both states are walked side by side from the catalogue, and every difference is
 * put down to the part of the document that it belongs to. What only the reader can judge (pages, annotations, anything
 * unknown) is told apart from what later signatures and their evidence need.
 * @module
 */
import { equalBytes, RefusalError } from '@letopis/format'
import type { PdfDocument } from './document.ts'
import { Dict, isArray, Name, nameOf, type PdfValue, Ref, Stream, Text } from './values.ts'

export type Change =
	/** validation data (DSS), a document time-stamp, a signature in a field of its own */
	| 'evidence-added'
	| 'document-stamp-added'
	| 'signature-added'
	/** metadata and the document information */
	| 'metadata-changed'
	| 'form-filled'
	| 'form-changed'
	| 'annotation-added'
	| 'annotation-changed'
	| 'pages-changed'
	| 'page-changed'
	| 'other-changed'

/** Part of the document that a value belongs to. */
type Part =
	| 'catalog'
	| 'evidence'
	| 'metadata'
	| 'form'
	| 'fields'
	| 'field'
	| 'pages'
	| 'page'
	| 'annotations'
	| 'annotation'
	| 'signature'
	| 'content'
	| 'other'

const MAX_PAIRS = 400_000
const MAX_DEPTH = 400

const CATALOG: Readonly<Record<string, Part>> = {
	DSS: 'evidence',
	Extensions: 'metadata',
	Version: 'metadata',
	Metadata: 'metadata',
	AcroForm: 'form',
	Pages: 'pages',
}
/** Of fields and their widgets: what changes when a form is filled in. */
const FILLED: ReadonlySet<string> = new Set(['V', 'AP', 'AS', 'M', 'I', 'DV'])
/** Up the tree again, or to another page: it is reached by its own way. */
const BACK: ReadonlySet<string> = new Set(['Parent', 'P'])

export class Comparison {
	readonly changes = new Set<Change>()
	private readonly before: PdfDocument
	private readonly after: PdfDocument
	private readonly seen = new Set<string>()

	constructor(before: PdfDocument, after: PdfDocument) {
		this.before = before
		this.after = after
	}

	run(): ReadonlySet<Change> {
		this.dicts(this.before.catalog, this.after.catalog, 'catalog', 0)
		const info = [this.before.trailer.get('Info'), this.after.trailer.get('Info')] as const
		this.values(...info, 'metadata', 0)
		return this.changes
	}

	private add(part: Part): void {
		const meaning: Readonly<Record<Part, Change>> = {
			catalog: 'other-changed',
			evidence: 'evidence-added',
			metadata: 'metadata-changed',
			form: 'form-changed',
			fields: 'form-changed',
			field: 'form-changed',
			pages: 'pages-changed',
			page: 'page-changed',
			annotations: 'annotation-changed',
			annotation: 'annotation-changed',
			signature: 'other-changed',
			content: 'form-filled',
			other: 'other-changed',
		}
		this.changes.add(meaning[part])
	}

	/** Whether this pair was met in this part before; pages and fields lead to each other in circles. */
	private isKnown(a: PdfValue, b: PdfValue, part: Part): boolean {
		if (!(a instanceof Ref) || !(b instanceof Ref)) return false
		const key = `${a.number} ${b.number} ${part}`
		if (this.seen.has(key)) return true
		if (this.seen.size === MAX_PAIRS) throw new RefusalError('too-large', 'PDF: too many objects to compare')
		this.seen.add(key)
		return false
	}

	private values(a: PdfValue, b: PdfValue, part: Part, depth: number): void {
		if (depth > MAX_DEPTH) throw new RefusalError('too-deep', 'PDF: nested too deep')
		if (this.isKnown(a, b, part)) return
		const [old, now] = [this.before.resolve(a), this.after.resolve(b)]
		if (part === 'other' && a instanceof Ref && b instanceof Ref && a.number === b.number) {
			if (this.isElsewhere(this.before, old) && this.isElsewhere(this.after, now)) return
		}
		if (old instanceof Dict && now instanceof Dict) {
			this.dicts(old, now, part, depth)
			return
		}
		if (old instanceof Stream && now instanceof Stream) {
			this.streams(old, now, part, depth)
			return
		}
		if (isArray(old) && isArray(now)) {
			this.arrays(old, now, part, depth)
			return
		}
		if (!isSame(old, now)) this.add(part)
	}

	/** Pages and annotations are compared where they are shown; outlines, structure and actions only point to them. */
	private isElsewhere(pdf: PdfDocument, value: PdfValue): boolean {
		if (!(value instanceof Dict)) return false
		const [type, subtype] = [nameOf(pdf.get(value, 'Type')), nameOf(pdf.get(value, 'Subtype'))]
		return type === 'Page' || type === 'Pages' || type === 'Annot' || subtype === 'Widget'
	}

	private streams(old: Stream, now: Stream, part: Part, depth: number): void {
		this.dicts(old.dict, now.dict, part, depth)
		if (old.from === now.from) return
		if (!equalBytes(this.before.raw(old), this.after.raw(now))) this.add(part)
	}

	private arrays(old: readonly PdfValue[], now: readonly PdfValue[], part: Part, depth: number): void {
		if (part === 'fields') {
			this.fields(old, now, depth)
			return
		}
		if (part === 'annotations') {
			this.annotations(old, now, depth)
			return
		}
		if (old.length !== now.length) this.add(part)
		for (const [i, item] of old.entries()) {
			const other = now[i]
			if (other !== undefined) this.values(item, other, part, depth + 1)
		}
	}

	private dicts(old: Dict, now: Dict, part: Part, depth: number): void {
		for (const key of new Set([...old.entries.keys(), ...now.entries.keys()])) {
			if (BACK.has(key) && part !== 'other') continue
			const [a, b] = [old.get(key), now.get(key)]
			const within = this.partOf(part, key, now)
			if (this.isExpected(part, key, old, now)) continue
			if (a === null && b !== null && within === 'annotations') this.annotations([], this.items(b), depth)
			else if (a === null && b !== null && within === 'fields') this.fields([], this.items(b), depth)
			else this.values(a, b, within, depth + 1)
		}
	}

	private items(value: PdfValue): readonly PdfValue[] {
		const items = this.after.resolve(value)
		return isArray(items) ? items : []
	}

	/** What a key of a dictionary in one part belongs to. */
	private partOf(part: Part, key: string, dict: Dict): Part {
		if (part === 'catalog') return CATALOG[key] ?? 'other'
		if (part === 'form') return key === 'Fields' ? 'fields' : key === 'SigFlags' ? 'metadata' : 'form'
		if (part === 'fields') return 'field'
		if (part === 'pages') {
			const isPage = nameOf(this.after.get(dict, 'Type')) === 'Page'
			if (isPage) return key === 'Annots' ? 'annotations' : 'page'
			return 'pages'
		}
		if (part === 'field') {
			if (key === 'Kids') return 'fields'
			return key === 'V' && this.isSignature(dict) ? 'signature' : FILLED.has(key) ? 'content' : 'field'
		}
		if (part === 'annotation') {
			const isWidget = nameOf(this.after.get(dict, 'Subtype')) === 'Widget'
			return isWidget ? this.partOf('field', key, dict) : 'annotation'
		}
		return part
	}

	/** What a field or its widget has, or inherits (§12.7.4.1). */
	private inherited(pdf: PdfDocument, field: Dict, key: string): PdfValue {
		let at: PdfValue = field
		for (let i = 0; i < 32 && at instanceof Dict; i++) {
			const value = pdf.get(at, key)
			if (value !== null) return value
			at = pdf.get(at, 'Parent')
		}
		return null
	}

	private isSignature(field: Dict): boolean {
		return nameOf(this.inherited(this.after, field, 'FT')) === 'Sig'
	}

	/** Changes that come with a signature and are told as such. */
	private isExpected(part: Part, key: string, old: Dict, now: Dict): boolean {
		const isField = part === 'field' || part === 'annotation' || part === 'fields'
		if (part === 'catalog' && key === 'AcroForm' && old.get(key) === null) {
			const form = this.after.get(now, key)
			if (form instanceof Dict) this.newForm(form)
			return form instanceof Dict
		}
		if (!isField || !this.isSignature(now)) return false
		const wasEmpty = this.inherited(this.before, old, 'V') === null
		const isSigned = this.inherited(this.after, now, 'V') !== null
		if (!wasEmpty || !isSigned) return false
		if (key === 'V') this.added(now)
		return FILLED.has(key)
	}

	/** A form that there was not before: its fields count as added, defaults for their look are the signing program's. */
	private newForm(form: Dict): void {
		for (const key of form.entries.keys()) {
			if (key === 'Fields') this.fields([], this.items(form.get('Fields')), 0)
			else if (!['SigFlags', 'DR', 'DA', 'Type'].includes(key)) this.changes.add('form-changed')
		}
	}

	/** A field that holds a signature now. */
	private added(field: Dict): void {
		const value = this.after.get(field, 'V')
		const kind = value instanceof Dict ? nameOf(this.after.get(value, 'SubFilter')) : null
		this.changes.add(kind === 'ETSI.RFC3161' ? 'document-stamp-added' : 'signature-added')
	}

	private fields(old: readonly PdfValue[], now: readonly PdfValue[], depth: number): void {
		this.members(old, now, 'field', depth, (field) => {
			if (this.isSignature(field) && this.after.get(field, 'V') !== null) this.added(field)
			else this.changes.add('form-changed')
		})
	}

	private annotations(old: readonly PdfValue[], now: readonly PdfValue[], depth: number): void {
		this.members(old, now, 'annotation', depth, (annotation) => {
			const isOfSignature =
				nameOf(this.after.get(annotation, 'Subtype')) === 'Widget' && this.isSignature(annotation)
			if (!isOfSignature) this.changes.add('annotation-added')
		})
	}

	/** Members that are the same object are compared, lost ones are changes, and `isNew` says what a new one is. */
	private members(
		old: readonly PdfValue[],
		now: readonly PdfValue[],
		part: 'field' | 'annotation',
		depth: number,
		isNew: (member: Dict) => void,
	): void {
		const left = new Map<number, PdfValue>()
		for (const item of old) if (item instanceof Ref) left.set(item.number, item)
		const direct = old.filter((item) => !(item instanceof Ref))
		for (const item of now) {
			const same = item instanceof Ref ? left.get(item.number) : direct.shift()
			if (item instanceof Ref) left.delete(item.number)
			const member = this.after.resolve(item)
			if (same !== undefined) this.values(same, item, part, depth + 1)
			else if (member instanceof Dict) isNew(member)
			else this.add(part)
		}
		if (left.size > 0 || direct.length > 0) this.add(part)
	}
}

/** Of values that contain no others. */
function isSame(a: PdfValue, b: PdfValue): boolean {
	if (a instanceof Name && b instanceof Name) return a.name === b.name
	if (a instanceof Text && b instanceof Text) return equalBytes(a.bytes, b.bytes)
	return a === b
}
