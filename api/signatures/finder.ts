/**
 * Whether a file that is being received holds electronic signatures: PDF with a signature dictionary, CMS, or a
 * container (ASiC) with a file of signatures. Looked at
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
/** Names in a container stand in its headers as they are, whatever is compressed (EN 319 162-1 §4.3.3.2, §4.4.3.2). */
const MEMBER = /META-INF\/[^/\0]{0,64}signature[^/\0]{0,64}\.(?:p7s|xml)/i
/** Bytes of a piece that are looked at again with the next. */
const OVERLAP = 160

export class SignatureFinder {
	#head = Buffer.alloc(0)
	#rest = Buffer.alloc(0)
	#seen = 0
	#found = false
	#isZip = false

	/** The next bytes. They are not kept. */
	take(piece: Uint8Array): void {
		if (this.#found || this.#seen > LOOKED_THROUGH) return
		if (this.#head.length < HEAD) {
			this.#head = Buffer.concat([this.#head, piece.subarray(0, HEAD - this.#head.length)])
			this.#isZip = this.#head.subarray(0, 4).toString('latin1') === 'PK\x03\x04'
		}
		this.#seen += piece.length
		// Nothing hides between two pieces, however short they are.
		const bytes = Buffer.from(piece.buffer, piece.byteOffset, piece.length)
		const seam = Buffer.concat([this.#rest, bytes.subarray(0, OVERLAP)])
		this.#found = this.#marks(bytes) || this.#marks(seam)
		this.#rest = Buffer.from(Buffer.concat([this.#rest, bytes.subarray(-OVERLAP)]).subarray(-OVERLAP))
	}

	/** After all pieces. */
	get found(): boolean {
		return isCms(this.#head) || (this.#found && (this.#isZip || this.#head.includes('%PDF-')))
	}

	#marks(bytes: Buffer): boolean {
		return this.#isZip ? MEMBER.test(bytes.toString('latin1')) : bytes.includes(MARK)
	}
}

function isCms(head: Buffer): boolean {
	return head[0] === 0x30 && head.subarray(0, 24).includes(SIGNED_DATA)
}
