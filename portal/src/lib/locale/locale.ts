/**
 * The two languages of the portal. The path says which one: Czech at `/`, English at `/en`; nothing else does, neither
 * a cookie nor a header, so that an address always shows the same page.
 * @module
 */
export const LOCALES = ['cs', 'en'] as const

export type Locale = (typeof LOCALES)[number]

/** `/en` and `/en/…` are English, all else Czech. */
export function localeOf(path: string): Locale {
	return /^\/en(\/|$)/.test(path) ? 'en' : 'cs'
}

/** The path without its language: `/en/kontakt` is `/kontakt`, `/en` is `/`. */
export function withoutLocale(path: string): string {
	return localeOf(path) === 'en' ? path.slice(3) || '/' : path
}

/** The same page in a language. @param path with or without a language of its own */
export function inLocale(locale: Locale, path: string): string {
	const plain = withoutLocale(path)
	if (locale === 'cs') return plain
	return plain === '/' ? '/en' : `/en${plain}`
}
