/**
 * Values of forms as people type them.
 * @module
 */
import { type RequestEvent, redirect } from '@sveltejs/kit'

/** Text of a field, without spaces around it; empty if absent or a file. */
export function textIn(form: FormData, name: string): string {
	const value = form.get(name)
	return typeof value === 'string' ? value.replaceAll('\r\n', '\n').normalize('NFC').trim() : ''
}

/** One of the values that a choice has; null for anything else. */
export function choiceIn<T extends string>(form: FormData, name: string, values: readonly T[]): T | null {
	const value = form.get(name)
	return values.find((one) => one === value) ?? null
}

/** What would break a line or hide in it. */
export function isOneLine(text: string): boolean {
	return text.isWellFormed() && !/[\p{Cc}\p{Zl}\p{Zp}\ufeff]/u.test(text)
}

export function isLines(text: string): boolean {
	return text.isWellFormed() && !/[^\P{Cc}\n\t]|\ufeff/u.test(text)
}

/** The key under which the service records a form once, however often it is sent; null if it is none of ours. */
export function keyIn(form: FormData): string | null {
	const key = textIn(form, 'klic')
	return KEY.test(key) ? key : null
}

const KEY = /^[A-Za-z0-9-]{16,64}$/

/**
 * The key of a form, kept in its address: whoever comes back by the browser's button and sends it again sends the
 * same form. An address without one leads to one with a new key.
 */
export function keyInAddress({ url, request }: Pick<RequestEvent, 'url' | 'request'>): string {
	const key = url.searchParams.get('klic') ?? ''
	if (KEY.test(key)) return key
	const made = crypto.randomUUID()
	if (request.method !== 'GET') return made
	const query = new URLSearchParams(url.search)
	query.set('klic', made)
	redirect(303, `${url.pathname}?${query}`)
}

/** Where somebody wants mail, and whether the digest: the fields of `mail-fields.svelte`. */
export function mailIn(form: FormData): { readonly email: string; readonly digest: boolean } {
	return { email: textIn(form, 'email').slice(0, 254), digest: form.get('souhrn') === 'ano' }
}
