/**
 * C2SP signed-note v1.0.0 with the signature types of tlog-cosignature v1.1: text, a blank line, signature lines
 * `— <name> <base64 of key ID ‖ signature>`. The text ends at the last blank line.
 *
 * Strict: what parses formats back to the same characters. A signature by a known key (name and key ID match)
 * that does not verify refuses the whole note; signatures by unknown keys say nothing and are ignored.
 * @module
 */
import { base64, concat, fromBase64, uint64be, utf8Length } from './bytes.ts'
import { parseCheckpoint } from './checkpoint.ts'
import { checkpointMessage, cosignatureV1Message, ed25519NoteMessage } from './cosignature.ts'
import { RefusalError } from './refusal.ts'
import { ED25519_SIGNATURE_BYTES, ML_DSA_44_SIGNATURE_BYTES, verifiers } from './verifiers.ts'
import { isKeyName, keyText, type Vkey } from './vkey.ts'

export const NOTE_MAX_BYTES = 65_536
export const NOTE_MAX_SIGNATURES = 64
/** different lines of one known key: an ML-DSA verification takes milliseconds, and anybody can send a note */
const MAX_LINES_OF_KEY = 4

export interface NoteSignature {
	readonly name: string
	/** key ID, 0..2^32 − 1 */
	readonly id: number
	/** what follows the key ID, at least 1 B */
	readonly signature: Uint8Array
	/** the line as it stood, without its newline */
	readonly line: string
}

export interface Note {
	/** ends with a newline */
	readonly text: string
	/** 1..64 */
	readonly signatures: readonly NoteSignature[]
}

export interface VerifiedSignature {
	readonly vkey: Vkey
	/** seconds since 1970 of a cosignature; absent for 0x01 and for a 0x06 that says 0 (no statement of time) */
	readonly timestamp?: number
}

/** @throws RefusalError 'malformed', 'not-canonical', 'too-large' (64 KiB, 64 signatures) */
export function parseNote(note: string): Note {
	if (note.length > NOTE_MAX_BYTES) throw new RefusalError('too-large', 'note exceeds 64 KiB')
	checkCharacters(note)
	if (utf8Length(note) > NOTE_MAX_BYTES) throw new RefusalError('too-large', 'note exceeds 64 KiB')
	const split = note.lastIndexOf('\n\n')
	if (split < 0 || !note.endsWith('\n') || split + 2 === note.length) {
		throw new RefusalError('malformed', 'note has no signature after a last blank line')
	}
	const lines = note.slice(split + 2, -1).split('\n')
	if (lines.length > NOTE_MAX_SIGNATURES) throw new RefusalError('too-large', 'note has over 64 signatures')
	return { text: note.slice(0, split + 1), signatures: lines.map(parseSignatureLine) }
}

/**
 * One signature line without its newline, as a witness returns it.
 * @throws RefusalError 'malformed', 'not-canonical', 'too-large'
 */
export function parseSignatureLine(line: string): NoteSignature {
	if (line.length > NOTE_MAX_BYTES) throw new RefusalError('too-large', 'signature line exceeds 64 KiB')
	const [dash, name = '', payload = '', ...rest] = line.split(' ')
	if (dash !== '—' || rest.length > 0 || !isKeyName(name)) {
		throw new RefusalError('malformed', 'signature line is not “— <name> <base64>”')
	}
	const bytes = fromBase64(payload)
	if (bytes.length < 5) throw new RefusalError('malformed', 'signature line holds no signature')
	const id = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0)
	return { name, id, signature: bytes.slice(4), line }
}

/** The line of a signature, without newline. @param signature for 0x04 and 0x06 a `timestampedSignature` */
export function signatureLine(name: string, id: number, signature: Uint8Array): string {
	if (!isKeyName(name)) throw new RangeError('expected a key name')
	if (!Number.isInteger(id) || id < 0 || id > 0xffffffff) throw new RangeError(`expected a u32, got ${id}`)
	return `— ${name} ${base64(concat(uint64be(id).slice(4), signature))}`
}

/**
 * @param text ends with a newline
 * @param lines signature lines without their newlines
 * @throws RangeError if the result would not parse back to the same text and lines (a bug in the caller)
 */
export function formatNote(text: string, lines: readonly string[]): string {
	const note = `${text}\n${lines.map((line) => `${line}\n`).join('')}`
	try {
		const parsed = parseNote(note)
		if (parsed.text !== text || parsed.signatures.length !== lines.length) throw new RangeError('ambiguous')
	} catch (cause) {
		throw new RangeError('text and lines do not make a note', { cause })
	}
	return note
}

/**
 * Every signature line whose name and key ID match one of `vkeys` is verified, a repeated one once; nothing else is
 * computed. A key that signed twice must have signed well twice; it counts once, with its newest timestamp.
 * @returns one element per public key and type, in the order of `vkeys`; empty if no known key signed, and then
 *   nothing in the note may be believed
 * @throws RefusalError 'bad-signature'; 'malformed' or 'root-mismatch' if a known cosigner signed what is no
 *   checkpoint; 'out-of-range' for a timestamp above 2^53 − 1; 'too-large' for more than 4 different lines of a key
 */
export function verifyNote(note: Note, vkeys: readonly Vkey[]): VerifiedSignature[] {
	const verified = new Map<string, VerifiedSignature>()
	for (const vkey of vkeys) {
		for (const signature of linesOf(note, vkey)) {
			const timestamp = verifySignature(note.text, signature, vkey)
			const key = `${vkey.type} ${keyText(vkey)}`
			const before = verified.get(key)
			const newest = Math.max(timestamp, before?.timestamp ?? 0)
			const signer = before?.vkey ?? vkey
			verified.set(key, newest > 0 ? { vkey: signer, timestamp: newest } : { vkey: signer })
		}
	}
	return [...verified.values()]
}

/** The different lines that name a key. */
function linesOf({ signatures }: Note, { name, id }: Vkey): NoteSignature[] {
	const own = signatures.filter((signature) => signature.name === name && signature.id === id)
	const lines = [...new Map(own.map((signature) => [signature.line, signature])).values()]
	if (lines.length > MAX_LINES_OF_KEY) {
		throw new RefusalError('too-large', `note has over ${MAX_LINES_OF_KEY} lines by ${name}`)
	}
	return lines
}

/** @returns the timestamp in seconds, 0 if the signature names none */
function verifySignature(text: string, { signature }: NoteSignature, vkey: Vkey): number {
	if (vkey.type === 0x01) {
		demand(verifiers.ed25519(signature, ed25519NoteMessage(text), vkey.key), vkey)
		return 0
	}
	// The length first: what lacks its timestamp is a bad signature and not one of the year 10^11.
	const length = vkey.type === 0x06 ? ML_DSA_44_SIGNATURE_BYTES : ED25519_SIGNATURE_BYTES
	demand(signature.length === 8 + length, vkey)
	const timestamp = readTimestamp(signature)
	const inner = signature.subarray(8)
	const checkpoint = parseCheckpoint(text)
	if (vkey.type === 0x04) {
		demand(verifiers.ed25519(inner, cosignatureV1Message(text, timestamp), vkey.key), vkey)
	} else {
		// A 0x06 signature does not cover extension lines: whoever carries the note could change them.
		demand(checkpoint.extensions.length === 0, vkey)
		demand(verifiers.mldsa44(inner, checkpointMessage(vkey.name, timestamp, checkpoint), vkey.key), vkey)
	}
	return timestamp
}

function demand(ok: boolean, vkey: Vkey): void {
	if (!ok) throw new RefusalError('bad-signature', `the signature by ${vkey.name} does not verify`)
}

function readTimestamp(signature: Uint8Array): number {
	const value = new DataView(signature.buffer, signature.byteOffset).getBigUint64(0)
	if (value > BigInt(Number.MAX_SAFE_INTEGER)) {
		throw new RefusalError('out-of-range', 'cosignature timestamp exceeds 2^53 − 1')
	}
	return Number(value)
}

function checkCharacters(note: string): void {
	if (!note.isWellFormed()) throw new RefusalError('malformed', 'note is not well-formed Unicode')
	for (let i = 0; i < note.length; i++) {
		if (note.charCodeAt(i) < 0x20 && note[i] !== '\n') {
			throw new RefusalError('malformed', `note holds a control character at ${i}`)
		}
	}
}
