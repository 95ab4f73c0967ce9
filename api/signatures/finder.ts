/**
 * Whether a file that is being received holds electronic signatures: PDF with a signature dictionary, or CMS. Looked at
 * piece by piece; a signature that hides from this is examined by nobody, and so is never said to hold.
 * @module
 */

/** Bytes kept from the beginning: readers of PDF accept what comes before within them. */
const HEAD = 1024
/** Bytes looked through. */
const LOOKED_THROUGH = 256 * 1024 * 1024
/** OID 1.2.840.113549.1.7.2, signedData, in DER. */
const SIGNED_DATA = Buffer.from('06092a864886f70d010702', 'hex')
// The dictionary of a PDF signature is never compressed: its byte range could not be filled in otherwise.
const MARK = Buffer.from('/ByteRange')

export class SignatureFinder {
	#head = Buffer.alloc(0)
	#rest = Buffer.alloc(0)
	#seen = 0
	#found = false

	/** The next bytes. They are not kept. */
	take(piece: Uint8Array): void {
		if (this.#found || this.#seen > LOOKED_THROUGH) return
		if (this.#head.length < HEAD) {
			this.#head = Buffer.concat([this.#head, piece.subarray(0, HEAD - this.#head.length)])
		}
		this.#seen += piece.length
		// Nothing hides between two pieces, however short they are.
		const bytes = Buffer.from(piece.buffer, piece.byteOffset, piece.length)
		this.#found =
			bytes.includes(MARK) || Buffer.concat([this.#rest, bytes.subarray(0, MARK.length)]).includes(MARK)
		this.#rest = Buffer.from(Buffer.concat([this.#rest, bytes.subarray(-MARK.length)]).subarray(-MARK.length))
	}

	/** After all pieces. */
	get found(): boolean {
		return isCms(this.#head) || (this.#found && this.#head.includes('%PDF-'))
	}
}

function isCms(head: Buffer): boolean {
	return head[0] === 0x30 && head.subarray(0, 24).includes(SIGNED_DATA)
}
