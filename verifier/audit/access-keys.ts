/**
 * A file of access keys, as the person concerned copies them from the page of their filing: in each line a key of 32 bytes in
 * base64, and behind it, if one likes, what it is of. Lines that begin with `#` say nothing.
 * @module
 */
import { fromBase64 } from '@letopis/format'

/** Lines that are keys. */
const MOST = 1000
const LABEL_MAX = 200

export interface NamedKey {
	readonly label: string
	/** 32 B */
	readonly key: Uint8Array
}

/** @returns the keys, or the number of the first line that is none, from 1 */
export function parseAccessKeys(text: string): readonly NamedKey[] | { readonly line: number } {
	const keys: NamedKey[] = []
	for (const [i, line] of text.split(/\r?\n/).entries()) {
		if (/^\s*(?:#.*)?$/.test(line)) continue
		const [, base64 = '', label = ''] =
			/^\s*([A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=)(?:\s+(.*))?$/.exec(line) ?? []
		if (base64 === '' || keys.length === MOST) return { line: i + 1 }
		keys.push({ key: fromBase64(base64), label: label.trim().slice(0, LABEL_MAX) || `${keys.length + 1}` })
	}
	return keys.length === 0 ? { line: 1 } : keys
}
