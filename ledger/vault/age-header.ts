/**
 * The header of an age v1 file: who can open it. Text lines: the version, one or more stanzas (each a kind of
 * recipient with a wrapped file key), and a MAC under the file key. Everything after it is the payload.
 * The vault writes exactly one X25519 stanza; reading accepts any valid header, as `age` writes it.
 * Source: C2SP age, "Header"; strict: non-canonical base64, stray spaces or bytes are refused.
 * @module
 */
import { timingSafeEqual } from 'node:crypto'
import { concat, RefusalError } from '@letopis/format'
import { hkdfSha256, hmacSha256 } from './hmac.ts'
import {
	type Identity,
	KEY_SIZE,
	makeShare,
	type Recipient,
	type Share,
	unwrapFileKey,
	wrapFileKey,
	type X25519Stanza,
} from './identity.ts'

const VERSION = 'age-encryption.org/v1'
/** Longest header that is read; one of ours has 200 bytes. */
export const HEADER_MAX = 16_384
const LINE_WIDTH = 64
/** VCHAR of RFC 5234, one or more: what age allows in a stanza's argument. */
const ARGUMENT = /^[\x21-\x7e]+$/

interface Stanza {
	args: string[]
	body: Uint8Array
}

interface AgeHeader {
	stanzas: Stanza[]
	mac: Uint8Array
	/** What the MAC covers: all up to and with the three dashes. */
	covered: Uint8Array
	/** Bytes up to and with the newline after the MAC: where the payload begins. */
	length: number
}

/** Header with one X25519 stanza. @param fileKey 16 B @param ready a share that was made for the recipient beforehand */
export function sealHeader(fileKey: Uint8Array, recipient: Recipient, ready?: Share): Uint8Array {
	const { share, wrapped } = wrapFileKey(fileKey, ready ?? makeShare(recipient))
	const covered = Buffer.from(
		`${VERSION}\n-> X25519 ${encodeBase64(share)}\n${encodeBase64(wrapped)}\n---`,
		'latin1',
	)
	return concat(covered, Buffer.from(` ${encodeBase64(macOf(fileKey, covered))}\n`, 'latin1'))
}

/**
 * The file key of a header that one of the identities can open and whose MAC is right.
 * @param header exactly the header's bytes
 * @returns 16 B, or undefined if none of the identities opens it
 * @throws RefusalError `malformed`, `not-canonical`, `too-large`; `commitment-mismatch` if the MAC is wrong
 */
export function openHeader(header: Uint8Array, identities: readonly Identity[]): Uint8Array | undefined {
	const parsed = parseHeader(header)
	if (parsed.length !== header.length) throw new RefusalError('malformed', 'bytes after the age header')
	for (const stanza of x25519Stanzas(parsed.stanzas)) {
		for (const identity of identities) {
			const fileKey = unwrapFileKey(stanza, identity)
			if (fileKey === undefined) continue
			if (!timingSafeEqual(macOf(fileKey, parsed.covered), parsed.mac)) {
				throw new RefusalError('commitment-mismatch', 'the MAC of the age header is wrong')
			}
			return fileKey
		}
	}
	return undefined
}

/**
 * The header at the beginning of an age file.
 * @throws RefusalError `malformed`, `not-canonical`, `too-large`
 */
export function parseHeader(bytes: Uint8Array): AgeHeader {
	const lines = new Lines(bytes)
	if (lines.next() !== VERSION) throw new RefusalError('malformed', 'not an age v1 header')
	const stanzas: Stanza[] = []
	for (;;) {
		const start = lines.position
		const line = lines.next()
		if (line.startsWith('-> ')) {
			stanzas.push(readStanza(line, lines))
		} else if (line.startsWith('--- ')) {
			if (stanzas.length === 0) throw new RefusalError('malformed', 'an age header without a recipient')
			const mac = decodeBase64(line.slice(4))
			if (mac.length !== KEY_SIZE)
				throw new RefusalError('malformed', 'the MAC of the age header is too short')
			return { stanzas, mac, covered: bytes.subarray(0, start + 3), length: lines.position }
		} else {
			throw new RefusalError('malformed', 'neither a stanza nor the end of the age header')
		}
	}
}

function readStanza(line: string, lines: Lines): Stanza {
	const args = line.slice(3).split(' ')
	if (!args.every((arg) => ARGUMENT.test(arg))) throw new RefusalError('malformed', 'an argument is not text')
	let body = ''
	for (;;) {
		const next = lines.next()
		if (next.length > LINE_WIDTH) throw new RefusalError('malformed', 'a line of a stanza is too long')
		body += next
		// The last line is short, and empty if the body fills whole lines.
		if (next.length < LINE_WIDTH) return { args, body: decodeBase64(body) }
	}
}

/** @throws RefusalError for an X25519 stanza of the wrong form: age refuses the whole file then */
function x25519Stanzas(stanzas: readonly Stanza[]): X25519Stanza[] {
	return stanzas
		.filter((stanza) => stanza.args[0] === 'X25519')
		.map(({ args, body }) => {
			const share = args.length === 2 ? decodeBase64(args[1] as string) : undefined
			if (share?.length !== KEY_SIZE)
				throw new RefusalError('malformed', 'an X25519 stanza of the wrong form')
			return { share, wrapped: body }
		})
}

function macOf(fileKey: Uint8Array, covered: Uint8Array): Uint8Array {
	return hmacSha256(hkdfSha256(fileKey, new Uint8Array(0), 'header'), covered)
}

/** Standard base64 without padding, as age writes it. */
function encodeBase64(bytes: Uint8Array): string {
	const padded = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('base64')
	return padded.slice(0, Math.ceil((bytes.length * 4) / 3))
}

function decodeBase64(text: string): Uint8Array {
	// Node skips over what it does not know: what it made of the text must spell the same text again.
	const bytes = Buffer.from(text, 'base64')
	if (encodeBase64(bytes) === text) return bytes
	if (/^[A-Za-z0-9+/]*$/.test(text)) throw new RefusalError('not-canonical', 'base64 has stray bits')
	throw new RefusalError('malformed', 'not base64 without padding')
}

class Lines {
	readonly #bytes: Uint8Array
	position = 0

	constructor(bytes: Uint8Array) {
		this.#bytes = bytes
	}

	next(): string {
		const end = this.#bytes.indexOf(0x0a, this.position)
		if (end >= HEADER_MAX)
			throw new RefusalError('too-large', `an age header of more than ${HEADER_MAX} bytes`)
		if (end < 0) throw new RefusalError('malformed', 'the age header ends early')
		const line = Buffer.from(this.#bytes.subarray(this.position, end)).toString('latin1')
		this.position = end + 1
		return line
	}
}
