/**
 * Streams of PDF in the zlib format (RFC 1950), synchronous and bounded: for cross-reference and object streams, whose
 * decoded size a hostile file would choose. The checksum is not compared: what matters is covered by signatures.
 * @module
 */
import { concat, RefusalError } from '@letopis/format'
import { Inflater } from '../../deflate/inflate.ts'

/**
 * @param limit most octets of the result
 * @throws RefusalError `malformed`, `too-large`
 */
export function inflate(data: Uint8Array, limit: number): Uint8Array {
	const [method = 0, flags = 0] = data
	if ((method & 0x0f) !== 8 || (method * 256 + flags) % 31 !== 0 || (flags & 0x20) !== 0) {
		throw new RefusalError('malformed', 'PDF: compressed data')
	}
	const chunks: Uint8Array[] = []
	let size = 0
	for (const chunk of new Inflater().push(data.subarray(2), true)) {
		size += chunk.length
		if (size > limit) throw new RefusalError('too-large', `PDF: a stream of more than ${limit} bytes`)
		chunks.push(chunk)
	}
	return concat(...chunks)
}
