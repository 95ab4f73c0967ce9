/**
 * Markup from text that may be hostile: whatever is not made here is escaped, so that text can only ever be text.
 * @module
 */
const ESCAPES: Readonly<Record<string, string>> = {
	'&': '&amp;',
	'<': '&lt;',
	'>': '&gt;',
	'"': '&quot;',
	"'": '&#39;',
}

/** Made by {@link element} or {@link text}, and by nothing else. */
export interface Markup {
	readonly markup: string
}

export function text(value: string): Markup {
	return { markup: value.replace(/[&<>"']/g, (character) => ESCAPES[character] ?? '') }
}

type Child = Markup | string | null

/** @param attributes names of our own, values that may be anything */
export function element(
	tag: string,
	attributes: Readonly<Record<string, string>>,
	...children: readonly Child[]
): Markup {
	const named = Object.entries(attributes).map(([name, value]) => ` ${name}="${text(value).markup}"`)
	const inside = children
		.filter((child) => child !== null)
		.map((child) => (typeof child === 'string' ? text(child) : child).markup)
	return { markup: `<${tag}${named.join('')}>${inside.join('')}</${tag}>` }
}
