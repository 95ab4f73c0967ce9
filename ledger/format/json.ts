/**
 * JSON (RFC 8259) narrowed to what has one meaning in every reader (I-JSON, RFC 7493, and stricter): no
 * duplicate names, integers only and none beyond 2^53−1, well-formed strings, bounded size and depth.
 * `JSON.parse` keeps the last of two equal names, rounds numbers and recurses as deep as the input says.
 * @module
 */
import { utf8Length } from './bytes.ts'
import { RefusalError } from './refusal.ts'

export type JsonValue = null | boolean | number | string | JsonValue[] | JsonObject
export interface JsonObject {
	[name: string]: JsonValue
}

export interface JsonLimits {
	/** longest text in bytes of UTF-8 */
	maxBytes: number
	/** deepest nesting of arrays and objects, the outermost counting as 1; 32 unless said otherwise */
	maxDepth?: number
}

const DEFAULT_DEPTH = 32

/**
 * Value of a JSON text.
 * @throws RefusalError `malformed`; `duplicate` name; `out-of-range` integer; `too-deep`; `too-large`
 */
export function parseJson(text: string, limits: JsonLimits): JsonValue {
	if (text.length > limits.maxBytes || utf8Length(text) > limits.maxBytes) {
		throw new RefusalError('too-large', `JSON is longer than ${limits.maxBytes} bytes`)
	}
	if (!text.isWellFormed()) throw new RefusalError('malformed', 'JSON holds a lone surrogate')
	const parser = new JsonParser(text, limits.maxDepth ?? DEFAULT_DEPTH)
	return parser.document()
}

export function isJsonObject(value: JsonValue | undefined): value is JsonObject {
	return typeof value === 'object' && value !== null && !Array.isArray(value)
}

const ESCAPES: Record<string, string> = {
	'"': '"',
	'\\': '\\',
	'/': '/',
	b: '\b',
	f: '\f',
	n: '\n',
	r: '\r',
	t: '\t',
}

/** Sticky: each looks only at the place where the parser stands. */
const SPACE = /[ \t\n\r]*/y
const NUMBER = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y
// biome-ignore lint/suspicious/noControlCharactersInRegex: JSON strings must not hold them (RFC 8259 §7)
const PLAIN = /[^"\\\u0000-\u001f]*/y

class JsonParser {
	readonly #text: string
	readonly #maxDepth: number
	#at = 0

	constructor(text: string, maxDepth: number) {
		this.#text = text
		this.#maxDepth = maxDepth
	}

	document(): JsonValue {
		this.#space()
		const value = this.#value(0)
		this.#space()
		if (this.#at < this.#text.length) throw this.#malformed('text after the value')
		return value
	}

	#value(depth: number): JsonValue {
		switch (this.#text[this.#at]) {
			case '{':
				return this.#object(depth + 1)
			case '[':
				return this.#array(depth + 1)
			case '"':
				return this.#string()
			case 't':
				return this.#word('true', true)
			case 'f':
				return this.#word('false', false)
			case 'n':
				return this.#word('null', null)
			default:
				return this.#number()
		}
	}

	#object(depth: number): JsonObject {
		this.#open(depth)
		const object: JsonObject = {}
		if (this.#skip('}')) return object
		do {
			this.#space()
			if (this.#text[this.#at] !== '"') throw this.#malformed('expected a name')
			const name = this.#string()
			if (Object.hasOwn(object, name))
				throw new RefusalError('duplicate', `JSON: ${JSON.stringify(name)} twice`)
			this.#space()
			this.#expect(':')
			this.#space()
			const value = this.#value(depth)
			// Plain assignment to this one name would set the prototype instead.
			if (name === '__proto__') {
				Object.defineProperty(object, name, { value, enumerable: true, configurable: true, writable: true })
			} else object[name] = value
			this.#space()
		} while (this.#skip(','))
		this.#expect('}')
		return object
	}

	#array(depth: number): JsonValue[] {
		this.#open(depth)
		const array: JsonValue[] = []
		if (this.#skip(']')) return array
		do {
			this.#space()
			array.push(this.#value(depth))
			this.#space()
		} while (this.#skip(','))
		this.#expect(']')
		return array
	}

	#open(depth: number): void {
		if (depth > this.#maxDepth)
			throw new RefusalError('too-deep', `JSON is nested deeper than ${this.#maxDepth}`)
		this.#at++
		this.#space()
	}

	#string(): string {
		this.#at++
		let text = this.#match(PLAIN)
		while (!this.#skip('"')) {
			this.#expect('\\')
			text += this.#escape() + this.#match(PLAIN)
		}
		// The text itself is well-formed; only \u escapes can bring in half a character.
		if (!text.isWellFormed()) throw this.#malformed('escape of a lone surrogate')
		return text
	}

	#escape(): string {
		const letter = this.#text[this.#at++] ?? ''
		if (letter === 'u') {
			const digits = this.#text.slice(this.#at, this.#at + 4)
			if (!/^[0-9a-fA-F]{4}$/.test(digits)) throw this.#malformed('escape')
			this.#at += 4
			return String.fromCharCode(Number.parseInt(digits, 16))
		}
		const character = Object.hasOwn(ESCAPES, letter) ? ESCAPES[letter] : undefined
		if (character === undefined) throw this.#malformed('escape')
		return character
	}

	#number(): number {
		const digits = this.#match(NUMBER)
		if (digits === '') throw this.#malformed('expected a value')
		if (!/^-?[0-9]+$/.test(digits) || digits === '-0') throw this.#malformed('a number that is no integer')
		const value = Number(digits)
		if (!Number.isSafeInteger(value)) throw new RefusalError('out-of-range', 'JSON: integer is beyond 2^53-1')
		return value
	}

	#word<T extends boolean | null>(word: string, value: T): T {
		if (!this.#text.startsWith(word, this.#at)) throw this.#malformed('expected a value')
		this.#at += word.length
		return value
	}

	#space(): void {
		this.#match(SPACE)
	}

	#match(pattern: RegExp): string {
		pattern.lastIndex = this.#at
		const found = pattern.exec(this.#text)?.[0] ?? ''
		this.#at += found.length
		return found
	}

	#skip(character: string): boolean {
		if (this.#text[this.#at] !== character) return false
		this.#at++
		return true
	}

	#expect(character: string): void {
		if (!this.#skip(character)) throw this.#malformed(`expected ${character}`)
	}

	#malformed(what: string): RefusalError {
		return new RefusalError('malformed', `JSON at character ${this.#at}: ${what}`)
	}
}
