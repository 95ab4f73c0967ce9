/**
 * Elements without markup strings: text can only ever be text, whatever a receipt holds.
 * @module
 */
type Child = Node | string | null

/** @param attributes `class`, `id`, `aria-…`; null leaves one out */
export function element<K extends keyof HTMLElementTagNameMap>(
	tag: K,
	attributes: Readonly<Record<string, string | null>> = {},
	...children: readonly Child[]
): HTMLElementTagNameMap[K] {
	const made = document.createElement(tag)
	for (const [name, value] of Object.entries(attributes)) if (value !== null) made.setAttribute(name, value)
	made.append(...children.filter((child) => child !== null))
	return made
}

export function button(
	label: string,
	attributes: Readonly<Record<string, string>>,
	action: () => void,
): HTMLElement {
	const made = element('button', { type: 'button', ...attributes }, label)
	made.addEventListener('click', action)
	return made
}

/** An element that the page's own markup is known to hold. */
export function byId(id: string): HTMLElement {
	const found = document.getElementById(id)
	if (found === null) throw new Error(`the page has no #${id}`)
	return found
}
