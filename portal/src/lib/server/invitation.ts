/**
 * What is handed to somebody who is invited: the code, and a QR code of the page where it is used. The code stands
 * after `#`, so no server and no journal ever sees it in an address.
 * @module
 */
import type { RequestEvent } from '@sveltejs/kit'
import type { components } from '../api/schema.d.ts'
import { inLocale } from '../locale/locale.ts'
import { drawQr } from './qr.ts'

export interface Slip {
	readonly account: string
	readonly name: string
	readonly code: string
	/** ISO 8601 */
	readonly expires: string
	/** of the page, as people type it */
	readonly address: string
	readonly qr: { size: number; path: string }
	readonly entries: readonly number[]
}

export function slipFor(
	{ locals, url }: Pick<RequestEvent, 'locals' | 'url'>,
	{ id, name, code, expires }: components['schemas']['Invited'],
	entries: readonly number[],
): Slip {
	const page = url.origin + inLocale(locals.locale, '/pozvanka')
	const address = page.replace(/^https:\/\//, '')
	return { account: id, name, code, expires, address, qr: drawQr(`${page}#kod=${code}`), entries }
}
