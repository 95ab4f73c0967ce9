/**
 * Every page of the portal that the browser tests look at, in both languages, light and dark, on a telephone and on a
 * desk, with and without scripts. A new page is one line here.
 * @module
 */

export interface PageCase {
	/** Without language; a query belongs to it. */
	readonly path: string
	readonly status?: number
	/** Its heading in Czech. */
	readonly heading: string
	/** It checks in the browser, and says so to whoever has no scripts. */
	readonly needsScripts?: true
}

export const PAGES: readonly PageCase[] = [
	{ path: '/', heading: 'Ověřte si dokument od úřadu' },
	{ path: '/doklad', heading: 'Najít záznam' },
	{ path: '/doklad?q=0', heading: 'Zápis č. 0' },
	{ path: '/doklad?q=999999', heading: 'Najít záznam' },
	{ path: '/doklad?q=nic', heading: 'Najít záznam' },
	{ path: '/overit', heading: 'Ověřit dokument', needsScripts: true },
	{ path: `/overit/hledat?q=${'0'.repeat(64)}`, heading: 'Hledání veřejného dokumentu' },
	{ path: '/overit/hledat?q=UKAZ+1%2F2026', heading: 'Hledání veřejného dokumentu' },
	{ path: '/soud', heading: 'Zpráva pro soud', needsScripts: true },
	{ path: '/sluzby', heading: 'Služby' },
	{ path: '/sluzby?q=strom', heading: 'Služby' },
	{ path: '/sluzby/kaceni', heading: 'Povolení ke kácení stromu' },
	{ path: '/podat', heading: 'Co chcete podat?' },
	{ path: '/podat?sluzba=kaceni', heading: 'Povolení ke kácení stromu' },
	{ path: '/podani', heading: 'Stav podání' },
	{ path: '/podani/stav', heading: 'Stav podání' },
	{ path: '/kontakt', heading: 'Kontakt' },
	{ path: '/soukromi', heading: 'Soukromí' },
	{ path: '/pristupnost', heading: 'Přístupnost' },
	{ path: '/styl', heading: 'Součásti stránek' },
	{ path: '/styl/pole', heading: 'Pole formulářů' },
	{ path: '/neni-tu', heading: 'Stránka nenalezena', status: 404 },
]

/** The address of a page in a language. */
export function addressOf({ path }: PageCase, locale: 'cs' | 'en'): string {
	return locale === 'cs' ? path : `/en${path === '/' ? '' : path}`
}
