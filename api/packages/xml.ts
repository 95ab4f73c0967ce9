/**
 * XML from elements with attributes and texts, escaped; what XML 1.0 cannot hold becomes U+FFFD.
 * @module
 */

export interface Element {
	readonly name: string
	readonly attributes: Readonly<Record<string, string>>
	readonly content: readonly Element[] | string
}

/** An element; members that are null are left out. */
export function element(
	name: string,
	content: string | readonly (Element | null)[],
	attributes: Readonly<Record<string, string>> = {},
): Element {
	const kept = typeof content === 'string' ? content : content.filter((one) => one !== null)
	return { name, attributes, content: kept }
}

/** @returns the document with its declaration, indented, ended by a line feed */
export function document(root: Element): string {
	return `<?xml version="1.0" encoding="UTF-8"?>\n${format(root, '')}`
}

function format({ name, attributes, content }: Element, indent: string): string {
	const given = Object.entries(attributes).map(([key, value]) => ` ${key}="${escaped(value)}"`)
	const open = `${indent}<${name}${given.join('')}`
	if (content.length === 0) return `${open}/>\n`
	if (typeof content === 'string') return `${open}>${escaped(content)}</${name}>\n`
	return `${open}>\n${content.map((one) => format(one, `${indent}\t`)).join('')}${indent}</${name}>\n`
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: what XML has no way to write
const UNWRITABLE = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/gu
const ESCAPES: Readonly<Record<string, string>> = {
	'&': '&amp;',
	'<': '&lt;',
	'>': '&gt;',
	'"': '&quot;',
	'\t': '&#9;',
	'\n': '&#10;',
	'\r': '&#13;',
}

function escaped(text: string): string {
	return text.replace(UNWRITABLE, '\ufffd').replace(/[&<>"\t\n\r]/g, (character) => ESCAPES[character] ?? '')
}
