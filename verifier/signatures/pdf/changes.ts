/**
 * What a later revision of a PDF changed: both states are walked side by side from the catalogue, and every difference is
 * put down to the part of the document that it belongs to. What only the reader can judge (pages, annotations, anything
 * unknown) is told apart from what later signatures and their evidence need.
 * @module
 */
import { equalBytes, RefusalError } from '@letopis/format'
import type { PdfDocument } from './document.ts'
import { signatureFields } from './fields.ts'
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

export class Comparison {
	readonly changes = new Set<Change>()
	private readonly before: PdfDocument
	private readonly after: PdfDocument
	private readonly seen = new Set<string>()
	/** pairs still to be compared: chains of objects may be long, and the stack is not */
	private readonly waiting: [PdfValue, PdfValue, Part][] = []
	/** fields and widgets of all signatures that are examined, and of those that this revision brought */
	private readonly signed = new Set<Dict>()
	private readonly brought = new Set<Dict>()

	/** @throws RefusalError where the form cannot be walked */
	constructor(before: PdfDocument, after: PdfDocument) {
		this.before = before
		this.after = after
		this.findSignatures()
	}

	run(): ReadonlySet<Change> {
		this.dicts(this.before.catalog, this.after.catalog, 'catalog')
		this.waiting.push([this.before.trailer.get('Info'), this.after.trailer.get('Info'), 'metadata'])
		for (let next = this.waiting.pop(); next !== undefined; next = this.waiting.pop()) this.pair(...next)
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

	/** Direct values are compared at once, they are nested no deeper than the parser lets them be. */
	private values(a: PdfValue, b: PdfValue, part: Part): void {
		if (a instanceof Ref || b instanceof Ref) this.waiting.push([a, b, part])
		else this.pair(a, b, part)
	}

	private pair(a: PdfValue, b: PdfValue, from: Part): void {
		const [old, now] = [this.before.resolve(a), this.after.resolve(b)]
		const part = this.placeOf(from, old, now)
		if (this.isKnown(a, b, part)) return
		if (old instanceof Dict && now instanceof Dict) this.dicts(old, now, part)
		else if (old instanceof Stream && now instanceof Stream) this.streams(old, now, part)
		else if (isArray(old) && isArray(now)) this.arrays(old, now, part)
		else if (!isSame(old, now)) this.add(part)
	}

	/** Catalogue, pages and annotations belong where they are, whatever else points to them: outlines, links, actions. */
	private placeOf(from: Part, old: PdfValue, now: PdfValue): Part {
		if (!(old instanceof Dict) || !(now instanceof Dict)) return from
		const [before, after] = [nameOf(this.before.get(old, 'Type')), nameOf(this.after.get(now, 'Type'))]
		if (before !== after) return from
		if (after === 'Catalog') return 'catalog'
		if (after === 'Page' || after === 'Pages') return 'pages'
		return after === 'Annot' && from === 'other' ? 'annotation' : from
	}

	private streams(old: Stream, now: Stream, part: Part): void {
		this.dicts(old.dict, now.dict, part)
		if (old.from === now.from) return
		if (!equalBytes(this.before.raw(old), this.after.raw(now))) this.add(part)
	}

	private arrays(old: readonly PdfValue[], now: readonly PdfValue[], part: Part): void {
		if (part === 'fields') {
			this.fields(old, now)
			return
		}
		if (part === 'annotations') {
			this.annotations(old, now)
			return
		}
		if (old.length !== now.length) this.add(part)
		for (const [i, item] of old.entries()) {
			const other = now[i]
			if (other !== undefined) this.values(item, other, part)
		}
	}

	private dicts(old: Dict, now: Dict, part: Part): void {
		for (const key of new Set([...old.entries.keys(), ...now.entries.keys()])) {
			const [a, b] = [old.get(key), now.get(key)]
			const within = this.partOf(part, key, now)
			if (this.isExpected(part, key, old, now)) continue
			if (a === null && b !== null && within === 'annotations') this.annotations([], this.items(b))
			else if (a === null && b !== null && within === 'fields') this.fields([], this.items(b))
			else this.values(a, b, within)
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
			if (!FILLED.has(key)) return 'field'
			// The look of a signature that was there already is nothing to fill in.
			return !this.isSignature(dict) ? 'content' : key === 'V' ? 'signature' : 'annotation'
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

	/** Of the looks of signatures: a widget of one is that also where it does not point to its field. */
	private isSignature(field: Dict): boolean {
		return this.signed.has(field) || nameOf(this.inherited(this.after, field, 'FT')) === 'Sig'
	}

	/** Changes that come with a signature and are told as such. */
	private isExpected(part: Part, key: string, old: Dict, now: Dict): boolean {
		const isField = part === 'field' || part === 'annotation' || part === 'fields'
		if (part === 'catalog' && key === 'AcroForm' && old.get(key) === null) {
			const form = this.after.get(now, key)
			if (form instanceof Dict) this.newForm(form)
			return form instanceof Dict
		}
		if (!isField || !this.brought.has(now)) return false
		// By its own word too, which is compared: a field could take any annotation for its kid.
		if (nameOf(this.inherited(this.after, now, 'FT')) !== 'Sig') return false
		if (this.inherited(this.before, old, 'V') !== null) return false
		if (key === 'V') this.added(now)
		return FILLED.has(key)
	}

	/** A form that there was not before: its fields count as added, defaults for their look are the signing program's. */
	private newForm(form: Dict): void {
		for (const key of form.entries.keys()) {
			if (key === 'Fields') this.fields([], this.items(form.get('Fields')))
			else if (!['SigFlags', 'DR', 'DA', 'Type'].includes(key)) this.changes.add('form-changed')
		}
	}

	/** A field that holds a signature now. Whoever signs shows what they like; a time-stamp has nothing to show. */
	private added(field: Dict): void {
		const value = this.inherited(this.after, field, 'V')
		const kind = value instanceof Dict ? nameOf(this.after.get(value, 'SubFilter')) : null
		this.changes.add(kind === 'ETSI.RFC3161' ? 'document-stamp-added' : 'signature-added')
		if (kind === 'ETSI.RFC3161' && this.isShown(field)) this.changes.add('annotation-added')
	}

	private isShown(field: Dict): boolean {
		const isVisible = (widget: PdfValue) => {
			if (!(widget instanceof Dict) || this.after.get(widget, 'AP') === null) return false
			const rectangle = this.after.get(widget, 'Rect')
			const [a = 0, b = 0, c = 0, d = 0] = isArray(rectangle)
				? rectangle.map((side) => this.after.resolve(side))
				: []
			return a !== c && b !== d
		}
		return [field, ...this.items(field.get('Kids')).map((kid) => this.after.resolve(kid))].some(isVisible)
	}

	private fields(old: readonly PdfValue[], now: readonly PdfValue[]): void {
		this.members(old, now, 'field', (field) => {
			if (this.brought.has(field) && this.after.get(field, 'V') !== null) this.added(field)
			else this.changes.add('form-changed')
		})
	}

	private annotations(old: readonly PdfValue[], now: readonly PdfValue[]): void {
		this.members(old, now, 'annotation', (annotation) => {
			if (!this.brought.has(annotation)) this.changes.add('annotation-added')
		})
	}

	/**
	 * Only what is examined as a signature counts as one; anything else only looks like it. This revision brought those
	 * whose own octets stand in it: the signature of another field, shown once more, is none.
	 */
	private findSignatures(): void {
		for (const { field, value } of signatureFields(this.after)) {
			const contents = this.after.get(value, 'Contents')
			const isNew = contents instanceof Text && contents.start >= this.before.data.length
			const kids = this.items(field.get('Kids')).map((kid) => this.after.resolve(kid))
			for (const one of [field, ...kids]) {
				if (!(one instanceof Dict) || (one !== field && this.after.get(one, 'V') !== null)) continue
				this.signed.add(one)
				if (isNew) this.brought.add(one)
			}
		}
	}

	/** Members that are the same object are compared, lost ones are changes, and `isNew` says what a new one is. */
	private members(
		old: readonly PdfValue[],
		now: readonly PdfValue[],
		part: 'field' | 'annotation',
		isNew: (member: Dict) => void,
	): void {
		const left = new Map<number, PdfValue>()
		for (const item of old) if (item instanceof Ref) left.set(item.number, item)
		const direct = old.filter((item) => !(item instanceof Ref))
		for (const item of now) {
			const same = item instanceof Ref ? left.get(item.number) : direct.shift()
			if (item instanceof Ref) left.delete(item.number)
			const member = this.after.resolve(item)
			if (same !== undefined) this.values(same, item, part)
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
