/**
 * One state of a PDF file, as its newest cross-reference section and the ones before it give it. A revision is read as
 * the beginning of the file that it once was. Everything is read on demand, and nothing is repaired.
 * @module
 */
import { RefusalError } from '@letopis/format'
import { decode } from './filters.ts'
import { Budget, Parser } from './parser.ts'
import { Dict, nameOf, type PdfValue, Ref, Stream, wholeNumber } from './values.ts'
import { type Entry, readSections, type Section } from './xref.ts'

const MAX_STREAM = 64 * 1024 * 1024
const MAX_LINKS = 16

function malformed(what: string): RefusalError {
	return new RefusalError('malformed', `PDF: ${what}`)
}

/** Work that one file may cause, in octets looked at. */
export function budgetFor(data: Uint8Array): Budget {
	return new Budget(4 * data.length + 64 * 1024 * 1024)
}

interface ObjectStream {
	/** number and place of each object in it */
	numbers: readonly number[]
	places: readonly number[]
	data: Uint8Array
}

export class PdfDocument {
	readonly data: Uint8Array
	readonly sections: readonly Section[]
	readonly trailer: Dict
	private readonly budget: Budget
	private readonly entries = new Map<number, Entry>()
	private readonly objects = new Map<number, PdfValue>()
	private readonly streams = new Map<number, ObjectStream>()
	private readonly reading = new Set<number>()

	/**
	 * @param data the file, or its beginning up to the end of a revision
	 * @throws RefusalError where it cannot be read, or is encrypted (`unsupported-version`)
	 */
	constructor(data: Uint8Array, budget: Budget) {
		this.data = data
		this.budget = budget
		this.sections = readSections(data, budget)
		const [newest] = this.sections
		if (newest === undefined) throw malformed('no cross-reference section')
		this.trailer = newest.trailer
		for (const section of this.sections.toReversed()) {
			for (const [number, entry] of section.entries) this.entries.set(number, entry)
		}
		if (this.sections.some(({ trailer }) => trailer.get('Encrypt') !== null)) {
			throw new RefusalError('unsupported-version', 'PDF: encrypted')
		}
	}

	/** Where an object stands; null where it is free or unknown. */
	entry(number: number): Entry {
		return this.entries.get(number) ?? null
	}

	get catalog(): Dict {
		const root = this.resolve(this.trailer.get('Root'))
		if (!(root instanceof Dict)) throw malformed('no catalog')
		return root
	}

	/** What a value refers to, through any references; null where there is nothing. */
	resolve(value: PdfValue): PdfValue {
		let found = value
		for (let i = 0; found instanceof Ref; i++) {
			if (i === MAX_LINKS) throw malformed('references in a circle')
			found = this.object(found)
		}
		return found
	}

	get(dict: Dict, key: string): PdfValue {
		return this.resolve(dict.get(key))
	}

	private object({ number, generation }: Ref): PdfValue {
		const known = this.objects.get(number)
		if (known !== undefined) return known
		const entry = this.entry(number)
		if (entry === null) return null
		// The length of a stream, and an object stream itself, may lead back here.
		if (this.reading.has(number)) throw malformed('an object that contains itself')
		this.reading.add(number)
		try {
			const value =
				'at' in entry ? this.readAt(number, entry.at) : this.readWithin(entry.stream, number, entry.index)
			const isMeant = generation === ('at' in entry ? entry.generation : 0)
			if (isMeant) this.objects.set(number, value)
			return isMeant ? value : null
		} finally {
			this.reading.delete(number)
		}
	}

	private readAt(number: number, at: number): PdfValue {
		if (at >= this.data.length) throw malformed('an object beyond the end')
		const found = new Parser(this.data, at, this.budget).indirect()
		if (found.number !== number) throw malformed('another object where one should be')
		return found.value
	}

	private readWithin(stream: number, number: number, index: number): PdfValue {
		const { numbers, places, data } = this.objectStream(stream)
		const place = places[index]
		if (place === undefined || numbers[index] !== number) throw malformed('an object is not in its stream')
		return new Parser(data, place, this.budget, false).value()
	}

	private objectStream(number: number): ObjectStream {
		const known = this.streams.get(number)
		if (known !== undefined) return known
		const entry = this.entry(number)
		// §7.5.7: no object stream within another one.
		if (entry === null || !('at' in entry)) throw malformed('no object stream')
		const stream = this.resolve(new Ref(number, entry.generation))
		if (!(stream instanceof Stream) || nameOf(this.get(stream.dict, 'Type')) !== 'ObjStm') {
			throw malformed('no object stream')
		}
		const data = this.decoded(stream)
		const [count, first] = [
			wholeNumber(this.get(stream.dict, 'N')),
			wholeNumber(this.get(stream.dict, 'First')),
		]
		if (count === null || first === null || first > data.length) throw malformed('an object stream')
		const parser = new Parser(data.subarray(0, first), 0, this.budget, false)
		const numbers: number[] = []
		const places: number[] = []
		for (let i = 0; i < count; i++) {
			numbers.push(parser.whole())
			places.push(first + parser.whole())
		}
		const read = { numbers, places, data }
		this.streams.set(number, read)
		return read
	}

	/** A stream's data as it stands in the file. */
	raw({ dict, from }: Stream): Uint8Array {
		const length = wholeNumber(this.get(dict, 'Length'))
		if (length === null || length > this.data.length - from) throw malformed('length of a stream')
		const parser = new Parser(this.data, from + length, this.budget)
		if (!parser.takes('endstream')) throw malformed('a stream does not end where it should')
		return this.data.subarray(from, from + length)
	}

	/** @throws RefusalError `malformed` for filters that are not known here, `too-large` */
	decoded(stream: Stream): Uint8Array {
		const data = decode(this.raw(stream), stream.dict, MAX_STREAM)
		this.budget.spend(data.length)
		return data
	}
}
