/**
 * What a file is, by its beginning: containers and evidence records name themselves there.
 * @module
 */
const CONTAINER = 'mimetypeapplication/vnd.etsi.asic-'

function kindOf(head: Uint8Array): string | null {
	const text = String.fromCharCode(...head.subarray(0, 128))
	const kind = text.slice(30 + CONTAINER.length)
	if (!text.startsWith('PK\x03\x04') || !text.startsWith(CONTAINER, 30)) return null
	return kind.startsWith('e+zip') ? 'e' : kind.startsWith('s+zip') ? 's' : null
}

/** @param head the first 128 octets, or all if there are fewer */
export function isPackage(head: Uint8Array): boolean {
	return kindOf(head) === 'e'
}

/** An associated signature container of either kind. @param head as above */
export function isContainer(head: Uint8Array): boolean {
	return kindOf(head) !== null
}

/** EvidenceRecord ::= SEQUENCE { version INTEGER 1, digestAlgorithms SEQUENCE … (RFC 4998 §3.1); no other usual DER begins so. */
export function isRecord(head: Uint8Array): boolean {
	const [tag, length = 0] = head
	if (tag !== 0x30) return false
	const at = length < 0x80 ? 2 : 2 + (length & 0x7f)
	return [0x02, 0x01, 0x01, 0x30].every((octet, i) => head[at + i] === octet)
}
