/**
 * Words in the reader's language, for components. The words of a subject are two modules, `words/cs/<subject>.ts` and
 * `words/en/<subject>.ts`; the English one has the type of the Czech one, so a missing key fails the check.
 * @module
 */
import { page } from '$app/state'
import { type Formats, formats } from './format.ts'
import { inLocale, type Locale } from './locale.ts'

/**
 * The words of one subject. Call it while a component is set up.
 * @example const say = words({ cs, en })
 */
export function words<T>(both: Readonly<Record<Locale, T>>): T {
	return both[page.data.locale]
}

export interface Language {
	readonly locale: Locale
	readonly formats: Formats
	/** An address of the portal in the reader's language: `href('/kontakt')`. */
	href(path: string): string
}

/** Call it while a component is set up. The language never changes under a page: the switch loads another one. */
export function language(): Language {
	const { locale } = page.data
	return { locale, formats: formats(locale), href: (path) => inLocale(locale, path) }
}
