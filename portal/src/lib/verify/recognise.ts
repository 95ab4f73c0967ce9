/**
 * What a file or a typed text is, by its content and never by its name: the reader drops everything into one field.
 * @module
 */

/** `package` is an evidence package (ASiC-E) with the document inside, `record` an evidence record (RFC 4998). */
export type FileRole = 'document' | 'receipt' | 'trust' | 'package' | 'record'

/** Bytes from the beginning that are enough to tell. */
export const HEAD_BYTES = 512

const ASIC = 'mimetypeapplication/vnd.etsi.asic-e+zip'

/**
 * @param head the first {@link HEAD_BYTES} bytes, or all if there are fewer
 * @returns `document` for whatever does not name itself as something else
 */
export function fileRole(head: Uint8Array): FileRole {
	// Bytes as characters: the formats name themselves in ASCII, and nothing else of the text matters here.
	const text = String.fromCharCode(...head.subarray(0, HEAD_BYTES))
	if (text.startsWith('c2sp.org/tlog-proof@')) return 'receipt'
	if (text.startsWith('PK\x03\x04') && text.startsWith(ASIC, 30)) return 'package'
	// SEQUENCE { INTEGER 1, SEQUENCE …: no other usual DER begins so.
	const [, length = 0] = head
	if (text.startsWith('0') && text.startsWith('\x02\x01\x010', length < 0x80 ? 2 : 2 + (length & 0x7f)))
		return 'record'
	const type = /^\s*\{\s*"type"\s*:\s*"letopis-(receipt|trust)\//.exec(text)?.[1]
	return type === undefined ? 'document' : (type as 'receipt' | 'trust')
}

/** What somebody typed, scanned or followed a link with. */
export type Query =
	/** of the clause sheet of a document that is not public: base64url of 16 secret bytes */
	| { is: 'clause'; secret: string }
	/** lower-case hex */
	| { is: 'sha256'; hash: string }
	/** CID of an entry */
	| { is: 'entry'; cid: string }
	/** anything else that may be a number under which a document is known */
	| { is: 'number'; text: string }
	| { is: 'nothing' }

const MAX_NUMBER = 100

/** @param text as typed: spaces around and within a hash, upper case and a whole address are all right */
export function recogniseText(text: string): Query {
	const trimmed = text.trim()
	const behind = behindHash(trimmed)
	if (behind !== null) return behind
	const bare = trimmed.replace(/\s+/g, '')
	const hash = bare.replace(/^sha-?256:/i, '')
	if (/^[0-9a-f]{64}$/i.test(hash)) return { is: 'sha256', hash: hash.toLowerCase() }
	if (/^bafy[a-z2-7]{55}$/i.test(bare)) return { is: 'entry', cid: bare.toLowerCase() }
	const address = /\/doklad\/(bafy[a-z2-7]{55})(?:[?#/]|$)/.exec(trimmed)?.[1]
	if (address !== undefined) return { is: 'entry', cid: address }
	if (trimmed === '') return { is: 'nothing' }
	return { is: 'number', text: trimmed.slice(0, MAX_NUMBER) }
}

/** What a clause sheet's QR code has behind `#`, of a whole address or of its end alone. */
function behindHash(text: string): Query | null {
	const [, kind, value = ''] = /#([sh])=([A-Za-z0-9_-]*)$/.exec(text) ?? []
	// 16 bytes are 22 characters, 32 are 43; the unused bits of the last one are zero.
	if (kind === 's' && /^[A-Za-z0-9_-]{21}[AQgw]$/.test(value)) return { is: 'clause', secret: value }
	if (kind === 'h' && /^[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]$/.test(value)) {
		const bytes = atob(`${value.replaceAll('-', '+').replaceAll('_', '/')}=`)
		return {
			is: 'sha256',
			hash: Array.from(bytes, (c) => c.charCodeAt(0).toString(16).padStart(2, '0')).join(''),
		}
	}
	return null
}

/** Whether a text means to be a clause sheet's, altered or not. */
export function looksLikeClause(text: string): boolean {
	return /#[sh]=/.test(text)
}
