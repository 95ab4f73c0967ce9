/**
 * Parser of PDF values (ISO 32000-2 §7.2, §7.3) over bytes: depth and work are bounded, nothing is repaired. All
 * documents of one file draw on one budget, so that offsets which lead to the same place again and again cost no more
 * than a file of that size may.
 * @module
 */
import { RefusalError } from '@letopis/format'
import { Dict, Name, type PdfValue, Ref, Stream, Text } from './values.ts'

const MAX_DEPTH = 60
const MAX_NAME = 1024

/** Octets that may still be looked at. */
export class Budget {
	private left: number

	constructor(octets: number) {
		this.left = octets
	}

	/** @throws RefusalError `too-large` */
	spend(octets: number): void {
		this.left -= octets
		if (this.left < 0)
			throw new RefusalError('too-large', 'PDF: takes more work than a file of this size may')
	}
}

function malformed(what: string): RefusalError {
	return new RefusalError('malformed', `PDF: ${what}`)
}

/** 1 where the octet is among them. */
function marked(octets: readonly number[]): Uint8Array {
	const marks = new Uint8Array(256)
	for (const octet of octets) marks[octet] = 1
	return marks
}

// Pages that do not read PDF leave out what is marked as pure.
const WHITE = /* @__PURE__ */ marked([0, 9, 10, 12, 13, 32])
const DELIMITER = /* @__PURE__ */ marked([0x28, 0x29, 0x3c, 0x3e, 0x5b, 0x5d, 0x7b, 0x7d, 0x2f, 0x25])

function hexDigit(octet: number): number {
	if (octet >= 0x30 && octet <= 0x39) return octet - 0x30
	const letter = octet | 0x20
	return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : -1
}

const ESCAPES: Readonly<Record<number, number>> = {
	110: 10,
	114: 13,
	116: 9,
	98: 8,
	102: 12,
	40: 40,
	41: 41,
	92: 92,
}

export class Parser {
	readonly data: Uint8Array
	at: number
	private readonly budget: Budget
	private readonly isFile: boolean

	/** @param isFile whether places in `data` are places in the file */
	constructor(data: Uint8Array, at: number, budget: Budget, isFile = true) {
		this.data = data
		this.at = at
		this.budget = budget
		this.isFile = isFile
	}

	/** The octet at the place, or −1 at the end. */
	private peek(ahead = 0): number {
		return this.data[this.at + ahead] ?? -1
	}

	/** Passes over white space and comments. */
	skip(): void {
		const from = this.at
		for (;;) {
			const octet = this.peek()
			if (octet === 0x25) {
				while (this.peek() !== -1 && this.peek() !== 10 && this.peek() !== 13) this.at++
			} else if (octet !== -1 && WHITE[octet] === 1) this.at++
			else break
		}
		this.budget.spend(this.at - from)
	}

	/** A run of regular characters; empty before a delimiter. */
	word(): string {
		this.skip()
		const from = this.at
		let text = ''
		for (;;) {
			const octet = this.peek()
			if (octet === -1 || WHITE[octet] === 1 || DELIMITER[octet] === 1) break
			if (this.at - from === MAX_NAME) throw malformed('a word of absurd length')
			text += String.fromCharCode(octet)
			this.at++
		}
		this.budget.spend(this.at - from + 1)
		return text
	}

	/** Whether exactly this word follows; it is then passed. */
	takes(word: string): boolean {
		const before = this.at
		if (this.word() === word) return true
		this.at = before
		return false
	}

	/** A whole number without sign. @throws RefusalError */
	whole(): number {
		const word = this.word()
		const value = Number(word)
		if (!/^\d{1,16}$/.test(word) || !Number.isSafeInteger(value)) throw malformed('a number is not whole')
		return value
	}

	/** One value; a reference is a value. Streams are read by {@link indirect}. */
	value(depth = 0): PdfValue {
		if (depth > MAX_DEPTH) throw new RefusalError('too-deep', 'PDF: nested too deep')
		this.skip()
		const octet = this.peek()
		if (octet === 0x2f) return new Name(this.name())
		if (octet === 0x28) return this.literal()
		if (octet === 0x5b) return this.array(depth)
		if (octet === 0x3c) return this.peek(1) === 0x3c ? this.dict(depth) : this.hexadecimal()
		return this.atom()
	}

	private name(): string {
		this.at++
		const from = this.at
		const raw = this.at < this.data.length && !this.isBreak() ? this.wordHere() : ''
		this.budget.spend(this.at - from + 1)
		return raw.replace(/#([0-9a-fA-F]{2})/g, (_, digits: string) =>
			String.fromCharCode(Number.parseInt(digits, 16)),
		)
	}

	private isBreak(): boolean {
		const octet = this.peek()
		return octet === -1 || WHITE[octet] === 1 || DELIMITER[octet] === 1
	}

	private wordHere(): string {
		const from = this.at
		while (!this.isBreak()) {
			if (this.at - from === MAX_NAME) throw malformed('a name of absurd length')
			this.at++
		}
		return String.fromCharCode(...this.data.subarray(from, this.at))
	}

	private place(start: number): [number, number] {
		return this.isFile ? [start, this.at] : [-1, -1]
	}

	private literal(): Text {
		const start = this.at++
		const out: number[] = []
		for (let open = 1; open > 0; ) {
			const octet = this.peek()
			if (octet === -1) throw malformed('a string does not end')
			this.at++
			if (octet === 0x5c) this.escaped(out)
			else {
				if (octet === 0x28) open++
				if (octet === 0x29) open--
				if (open > 0) out.push(octet)
			}
		}
		this.budget.spend(this.at - start)
		return new Text(Uint8Array.from(out), ...this.place(start), false)
	}

	private escaped(out: number[]): void {
		const octet = this.peek()
		this.at++
		if (octet >= 0x30 && octet <= 0x37) {
			let value = octet - 0x30
			for (let i = 0; i < 2 && this.peek() >= 0x30 && this.peek() <= 0x37; i++) {
				value = value * 8 + this.peek() - 0x30
				this.at++
			}
			out.push(value & 0xff)
		} else if (octet === 13) {
			if (this.peek() === 10) this.at++
		} else if (octet !== 10 && octet !== -1) out.push(ESCAPES[octet] ?? octet)
	}

	private hexadecimal(): Text {
		const start = this.at++
		const end = this.data.indexOf(0x3e, this.at)
		if (end < 0) throw malformed('a string does not end')
		const bytes = new Uint8Array(Math.ceil((end - this.at) / 2))
		let digits = 0
		for (; this.at < end; this.at++) {
			const octet = this.peek()
			const digit = hexDigit(octet)
			if (digit < 0) {
				if (WHITE[octet] === 1) continue
				throw malformed('a hexadecimal string')
			}
			bytes[digits >> 1] = (bytes[digits >> 1] ?? 0) | (digits % 2 === 0 ? digit << 4 : digit)
			digits++
		}
		this.at++
		this.budget.spend(this.at - start)
		return new Text(bytes.subarray(0, Math.ceil(digits / 2)), ...this.place(start), true)
	}

	private array(depth: number): PdfValue[] {
		this.at++
		const items: PdfValue[] = []
		for (;;) {
			this.skip()
			if (this.peek() === 0x5d) {
				this.at++
				return items
			}
			items.push(this.value(depth + 1))
		}
	}

	/** A dictionary that names a key twice is refused: readers differ in which one they take (§7.3.7). */
	private dict(depth: number): Dict {
		this.at += 2
		const entries = new Map<string, PdfValue>()
		for (;;) {
			this.skip()
			if (this.peek() === 0x3e && this.peek(1) === 0x3e) {
				this.at += 2
				return new Dict(entries)
			}
			if (this.peek() !== 0x2f) throw malformed('a dictionary')
			const key = this.name()
			if (entries.has(key)) throw new RefusalError('duplicate', `PDF: key ${key} twice`)
			entries.set(key, this.value(depth + 1))
		}
	}

	private atom(): PdfValue {
		const word = this.word()
		if (word === 'true') return true
		if (word === 'false') return false
		if (word === 'null') return null
		if (!/^[+-]?(\d{1,40}(\.\d{0,40})?|\.\d{1,40})$/.test(word)) throw malformed('an unknown word')
		return /^\d{1,16}$/.test(word) ? this.numberOrReference(Number(word)) : Number(word)
	}

	private numberOrReference(first: number): number | Ref {
		const before = this.at
		// Most numbers are followed by another one, few by "0 R": look before reading.
		const next = this.word()
		if (/^\d{1,5}$/.test(next) && this.takes('R')) return new Ref(first, Number(next))
		this.at = before
		return first
	}

	/**
	 * An indirect object: `n g obj … endobj`; a stream's data is not read.
	 * @throws RefusalError `malformed` if another object stands there
	 */
	indirect(): { number: number; generation: number; value: PdfValue } {
		const number = this.whole()
		const generation = this.whole()
		if (!this.takes('obj')) throw malformed('no object where one should be')
		const value = this.value()
		if (this.takes('endobj')) return { number, generation, value }
		if (!(value instanceof Dict) || !this.takes('stream')) throw malformed('an object does not end')
		// §7.3.8.1: the keyword is followed by CR LF or LF.
		if (this.peek() === 13) this.at++
		if (this.peek() !== 10) throw malformed('a stream does not begin')
		this.at++
		return { number, generation, value: new Stream(value, this.at) }
	}
}
