/**
 * Cross-reference tables and streams (ISO 32000-2 §7.5.4, §7.5.8) and the chain that they form through a file's
 * revisions. Files that answer differently to different readers (hybrid references) are refused.
 * @module
 */
import { RefusalError } from '@letopis/format'
import { decode } from './filters.ts'
import { type Budget, Parser } from './parser.ts'
import { Dict, isArray, nameOf, Stream, wholeNumber } from './values.ts'

export type Entry = { at: number; generation: number } | { stream: number; index: number } | null

export interface Section {
	/** where it begins in the file */
	offset: number
	/** null: the object is free */
	entries: ReadonlyMap<number, Entry>
	trailer: Dict
}

const MAX_SECTIONS = 1024
const MAX_ENTRIES = 1_000_000
const MAX_STREAM = 64 * 1024 * 1024

function malformed(what: string): RefusalError {
	return new RefusalError('malformed', `PDF: ${what}`)
}

/** How many entries all sections together may still have; an entry costs as much work as 16 octets. */
class Room {
	private left = MAX_ENTRIES
	private readonly budget: Budget

	constructor(budget: Budget) {
		this.budget = budget
	}

	take(entries: number): void {
		this.left -= entries
		if (this.left < 0) throw new RefusalError('too-large', 'PDF: too many objects')
		this.budget.spend(16 * entries)
	}
}

function readTable(parser: Parser, room: Room): Omit<Section, 'offset'> {
	const entries = new Map<number, Entry>()
	while (!parser.takes('trailer')) {
		const [first, count] = [parser.whole(), parser.whole()]
		room.take(count)
		for (let i = 0; i < count; i++) {
			const [at, generation] = [parser.whole(), parser.whole()]
			const isUsed = parser.takes('n')
			if (!isUsed && !parser.takes('f')) throw malformed('an entry of the cross-reference table')
			if (entries.has(first + i)) throw new RefusalError('duplicate', 'PDF: object twice in a table')
			entries.set(first + i, isUsed ? { at, generation } : null)
		}
	}
	const trailer = parser.value()
	if (!(trailer instanceof Dict)) throw malformed('the trailer')
	if (trailer.get('XRefStm') !== null) throw malformed('hybrid references')
	return { entries, trailer }
}

/** A field of `width` octets; 2^53 and above is no offset. */
function field(data: Uint8Array, at: number, width: number): number {
	let value = 0
	for (let i = 0; i < width; i++) value = value * 256 + (data[at + i] ?? 0)
	if (!Number.isSafeInteger(value)) throw malformed('a number that is too large')
	return value
}

function widthsOf(dict: Dict): [number, number, number] {
	const value = dict.get('W')
	const [a, b, c] = isArray(value) ? value.map(wholeNumber) : []
	const isSane = [a, b, c].every((width) => width !== null && width !== undefined && width <= 8)
	if (!isSane || a == null || b == null || c == null) throw malformed('widths of the cross-reference stream')
	return [a, b, c]
}

function entryOf(kind: number, second: number, third: number): Entry {
	if (kind === 0) return null
	if (kind === 1) return { at: second, generation: third }
	if (kind === 2) return { stream: second, index: third }
	throw malformed('an entry of the cross-reference stream')
}

function readEntries(data: Uint8Array, dict: Dict, room: Room): Map<number, Entry> {
	const [a, b, c] = widthsOf(dict)
	const width = a + b + c
	const index = dict.get('Index')
	const ranges = isArray(index) ? index.map(wholeNumber) : [0, wholeNumber(dict.get('Size'))]
	if (ranges.length % 2 !== 0) throw malformed('index of the cross-reference stream')
	const entries = new Map<number, Entry>()
	let at = 0
	for (let i = 0; i < ranges.length; i += 2) {
		const [first, count] = [ranges[i] ?? null, ranges[i + 1] ?? null]
		if (first === null || count === null) throw malformed('index of the cross-reference stream')
		if (count * width > data.length - at) throw malformed('the cross-reference stream is too short')
		room.take(count)
		for (let n = 0; n < count; n++, at += width) {
			if (entries.has(first + n)) throw new RefusalError('duplicate', 'PDF: object twice in a stream')
			const kind = a === 0 ? 1 : field(data, at, a)
			entries.set(first + n, entryOf(kind, field(data, at + a, b), field(data, at + a + b, c)))
		}
	}
	return entries
}

function readStream(parser: Parser, room: Room, budget: Budget): Omit<Section, 'offset'> {
	const { value } = parser.indirect()
	if (!(value instanceof Stream) || nameOf(value.dict.get('Type')) !== 'XRef') {
		throw malformed('no cross-reference section where one should be')
	}
	// §7.5.8.2: nothing in it may be found by way of the table that it is.
	const length = wholeNumber(value.dict.get('Length'))
	if (length === null || length > parser.data.length - value.from) throw malformed('length of a stream')
	const raw = parser.data.subarray(value.from, value.from + length)
	const data = decode(raw, value.dict, MAX_STREAM)
	budget.spend(data.length)
	return { entries: readEntries(data, value.dict, room), trailer: value.dict }
}

function readSection(data: Uint8Array, offset: number, room: Room, budget: Budget): Section {
	const parser = new Parser(data, offset, budget)
	const section = parser.takes('xref') ? readTable(parser, room) : readStream(parser, room, budget)
	return { offset, ...section }
}

/** The offset after the last `startxref`, which §7.5.5 wants near the end. */
export function lastStart(data: Uint8Array, budget: Budget): number {
	const from = Math.max(0, data.length - 2048)
	const tail = String.fromCharCode(...data.subarray(from))
	const at = tail.lastIndexOf('startxref')
	if (at < 0) throw malformed('no end of a revision')
	return new Parser(data, from + at + 'startxref'.length, budget).whole()
}

/**
 * All sections, the newest first.
 * @throws RefusalError where the chain is cyclic, too long or leads nowhere
 */
export function readSections(data: Uint8Array, budget: Budget): Section[] {
	const room = new Room(budget)
	const seen = new Set<number>()
	const sections: Section[] = []
	for (let offset: number | null = lastStart(data, budget); offset !== null; ) {
		if (seen.has(offset) || seen.size === MAX_SECTIONS)
			throw malformed('cross-reference sections in a circle')
		if (offset >= data.length) throw malformed('a cross-reference section beyond the end')
		seen.add(offset)
		const section: Section = readSection(data, offset, room, budget)
		sections.push(section)
		const previous = section.trailer.get('Prev')
		offset = previous === null ? null : wholeNumber(previous)
		if (previous !== null && offset === null) throw malformed('offset of an earlier section')
	}
	return sections
}
