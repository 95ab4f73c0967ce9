/**
 * Values of PDF (ISO 32000-2 §7.3) as the reader of signatures needs them.
 * @module
 */
export type PdfValue = null | boolean | number | Name | Text | Ref | readonly PdfValue[] | Dict | Stream

export class Name {
	readonly name: string

	constructor(name: string) {
		this.name = name
	}
}

/** A string, and where it stands, its delimiters among it; −1 within an object stream. */
export class Text {
	readonly bytes: Uint8Array
	readonly start: number
	readonly end: number
	readonly isHex: boolean

	constructor(bytes: Uint8Array, start: number, end: number, isHex: boolean) {
		this.bytes = bytes
		this.start = start
		this.end = end
		this.isHex = isHex
	}
}

export class Ref {
	readonly number: number
	readonly generation: number

	constructor(number: number, generation: number) {
		this.number = number
		this.generation = generation
	}
}

export class Dict {
	readonly entries: ReadonlyMap<string, PdfValue>

	constructor(entries: ReadonlyMap<string, PdfValue>) {
		this.entries = entries
	}

	get(key: string): PdfValue {
		return this.entries.get(key) ?? null
	}
}

/** A stream's dictionary, and where its data begins in the file; how long it is, may stand in another object. */
export class Stream {
	readonly dict: Dict
	readonly from: number

	constructor(dict: Dict, from: number) {
		this.dict = dict
		this.from = from
	}
}

export function isArray(value: PdfValue): value is readonly PdfValue[] {
	return Array.isArray(value)
}

/** A whole number that can be an offset or count; null for anything else. */
export function wholeNumber(value: PdfValue | undefined): number | null {
	return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : null
}

export function nameOf(value: PdfValue): string | null {
	return value instanceof Name ? value.name : null
}
