/**
 * XML 1.0 with namespaces, as much of it as manifests need: elements, attributes, text, the five predefined entities and
 * numbers of characters. No document type and so no entities of one's own, no processing instructions; comments are passed
 * over. Depth and number of elements are bounded, and no place is looked at twice.
 * @module
 */
import { fromUtf8, RefusalError } from '@letopis/format'
import { PackageRefusal } from './refusal.ts'

export interface XmlElement {
	/** `{namespace}name` */
	name: string
	/** by the same form of name; one without a prefix has no namespace */
	attributes: ReadonlyMap<string, string>
	children: readonly XmlElement[]
	/** its own text, without that of its children */
	text: string
}

export const XML_MAX = 4 * 1024 * 1024
const DEPTH_MAX = 16
const ELEMENTS_MAX = 40_000
const ATTRIBUTES_MAX = 32

const NAME = /[\p{L}_][\p{L}\p{N}_.-]*(?::[\p{L}_][\p{L}\p{N}_.-]*)?/uy
const SPACE = /[ \t\r\n]*/y
const DECLARATION =
	/<\?xml version=(["'])1\.0\1(?: encoding=(["'])utf-8\2)?(?: standalone=(["'])(?:yes|no)\3)? ?\?>/iy
const PREDEFINED: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', apos: "'", quot: '"' }
/** Production [2] Char. */
const NO_CHARACTER = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u
const XMLNS = 'http://www.w3.org/2000/xmlns/'

function refuse(cause?: unknown): never {
	throw new PackageRefusal('xml', {}, { cause })
}

type Namespaces = ReadonlyMap<string, string>

class Reader {
	private readonly text: string
	private at = 0
	private elements = 0

	constructor(text: string) {
		this.text = text
	}

	private match(pattern: RegExp): string | null {
		pattern.lastIndex = this.at
		const [found] = pattern.exec(this.text) ?? []
		if (found === undefined) return null
		this.at += found.length
		return found
	}

	private starts(word: string): boolean {
		return this.text.startsWith(word, this.at)
	}

	private take(word: string): void {
		if (!this.starts(word)) refuse()
		this.at += word.length
	}

	/** Up to a word that must come, which is passed too. */
	private upTo(word: string): string {
		const end = this.text.indexOf(word, this.at)
		if (end < 0) refuse()
		const found = this.text.slice(this.at, end)
		this.at = end + word.length
		return found
	}

	private name(): string {
		return this.match(NAME) ?? refuse()
	}

	private comment(): void {
		this.take('<!')
		this.take('--')
		this.upTo('--')
		this.take('>')
	}

	/** What stands outside of the one element: space and comments. */
	private between(): void {
		for (;;) {
			this.match(SPACE)
			if (!this.starts('<!')) return
			this.comment()
		}
	}

	private attributes(): Map<string, string> {
		const found = new Map<string, string>()
		for (;;) {
			const space = this.match(SPACE)
			if (this.starts('>') || this.starts('/>')) return found
			if (space === '' || found.size === ATTRIBUTES_MAX) refuse()
			const name = this.name()
			this.match(SPACE)
			this.take('=')
			this.match(SPACE)
			const quote = this.starts('"') ? '"' : "'"
			this.take(quote)
			const raw = this.upTo(quote)
			if (raw.includes('<') || found.has(name)) refuse()
			found.set(name, unescaped(raw.replace(/[\t\r\n]/g, ' ')))
		}
	}

	/** An element whose `<` is next. */
	private element(outer: Namespaces, depth: number): XmlElement {
		if (depth > DEPTH_MAX || ++this.elements > ELEMENTS_MAX) refuse()
		this.take('<')
		const tag = this.name()
		const raw = this.attributes()
		const namespaces = declared(outer, raw)
		const attributes = resolved(raw, namespaces)
		const name = qualified(tag, namespaces, namespaces.get('') ?? '')
		if (this.starts('/>')) {
			this.at += 2
			return { name, attributes, children: [], text: '' }
		}
		this.take('>')
		const { children, text } = this.content(namespaces, depth)
		this.take('</')
		if (this.name() !== tag) refuse()
		this.match(SPACE)
		this.take('>')
		return { name, attributes, children, text }
	}

	private content(namespaces: Namespaces, depth: number): Pick<XmlElement, 'children' | 'text'> {
		const children: XmlElement[] = []
		const texts: string[] = []
		for (;;) {
			const next = this.text.indexOf('<', this.at)
			if (next < 0) refuse()
			const raw = this.text.slice(this.at, next)
			if (raw.includes(']]>')) refuse()
			texts.push(unescaped(raw))
			this.at = next
			if (this.starts('</')) return { children, text: texts.join('') }
			if (this.starts('<!')) this.comment()
			else children.push(this.element(namespaces, depth + 1))
		}
	}

	document(): XmlElement {
		this.match(DECLARATION)
		this.between()
		const root = this.element(new Map(), 1)
		this.between()
		if (this.at !== this.text.length) refuse()
		return root
	}
}

/** Values of the five predefined entities and of character numbers. */
function unescaped(text: string): string {
	if (!text.includes('&')) return text
	return text.replace(/&([^;]*);?/g, (whole, name: string) => {
		if (!whole.endsWith(';')) refuse()
		const known = Object.hasOwn(PREDEFINED, name) ? PREDEFINED[name] : undefined
		if (known !== undefined) return known
		const [, hexadecimal, decimal] = /^#(?:x([0-9a-f]{1,6})|([0-9]{1,7}))$/i.exec(name) ?? refuse()
		const code = hexadecimal === undefined ? Number(decimal) : Number.parseInt(hexadecimal, 16)
		if (code > 0x10ffff || NO_CHARACTER.test(String.fromCodePoint(code))) refuse()
		return String.fromCodePoint(code)
	})
}

function declared(outer: Namespaces, attributes: ReadonlyMap<string, string>): Namespaces {
	const own = [...attributes].flatMap(([name, value]): [string, string][] => {
		if (name === 'xmlns') return [['', value]]
		if (!name.startsWith('xmlns:')) return []
		// Prefixes of XML itself are not anybody's to give.
		if (value === '' || value === XMLNS || /^xmlns:xml/.test(name)) refuse()
		return [[name.slice('xmlns:'.length), value]]
	})
	return own.length === 0 ? outer : new Map([...outer, ...own])
}

function qualified(name: string, namespaces: Namespaces, otherwise: string): string {
	const [first = '', second] = name.split(':')
	if (second === undefined) return `{${otherwise}}${first}`
	return `{${namespaces.get(first) ?? refuse()}}${second}`
}

function resolved(attributes: ReadonlyMap<string, string>, namespaces: Namespaces): Map<string, string> {
	const found = new Map<string, string>()
	for (const [name, value] of attributes) {
		if (name === 'xmlns' || name.startsWith('xmlns:')) continue
		const full = name.startsWith('xml:') ? name : qualified(name, namespaces, '')
		if (found.has(full)) refuse()
		found.set(full, value)
	}
	return found
}

/**
 * @param bytes UTF-8, at most 4 MiB
 * @throws PackageRefusal `xml`
 */
export function parseXml(bytes: Uint8Array): XmlElement {
	if (bytes.length > XML_MAX) refuse()
	let text: string
	try {
		text = fromUtf8(bytes)
	} catch (error) {
		if (!(error instanceof RefusalError)) throw error
		return refuse(error)
	}
	if (NO_CHARACTER.test(text)) refuse()
	return new Reader(text).document()
}
