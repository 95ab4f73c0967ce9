/**
 * Receipt: everything needed to prove one entry offline, `letopis-receipt/v1`. Two forms with the same content:
 * JSON, and a C2SP tlog-proof whose `extra` is that JSON without the member `proof`.
 *
 * Reading checks form, bounds and what contradicts itself (an anchor of another log, or one that cannot cover the
 * entry). It verifies no signature, proof, disclosure or stamp: that is the verifier's work.
 * @module
 */
import { base64, fromUtf8, utf8 } from './bytes.ts'
import { type Checkpoint, parseCheckpoint } from './checkpoint.ts'
import { sortedPair } from './documents-tree.ts'
import { ENTRY_MAX } from './entry.ts'
import { type DisclosedField, FIELD_MAX } from './fields.ts'
import { type Hash, sha256 } from './hash.ts'
import { type JsonValue, parseJson } from './json.ts'
import {
	checkType,
	demandUnique,
	readBytes,
	readHash,
	readList,
	readMembers,
	readNullable,
	readText,
} from './json-shape.ts'
import { NOTE_MAX_BYTES, parseNote } from './note.ts'
import { RefusalError } from './refusal.ts'
import { parseStatus } from './status.ts'
import {
	formatTlogProof,
	PROOF_MAX_HASHES,
	parseTlogProof,
	TLOG_PROOF_MAX_BYTES,
	type TlogProof,
} from './tlog-proof.ts'

export const RECEIPT_TYPE = 'letopis-receipt/v1'
export const RECEIPT_MAX_BYTES = 4 * 1024 * 1024
export const RECEIPT_MAX_ANCHORS = 64
export const RECEIPT_MAX_LINKED = 32
/** one per slot of the field tree */
const MAX_FIELDS = 16
const FIELD_PATH = 4
const TOKEN_MAX_BYTES = 65_536
const MAX_DEPTH = 8

/** An upper bound of the entry's time: a stamp over a head that covers the entry. */
export interface ReceiptAnchor {
	/** 1..64 of a–z, 0–9, - */
	readonly authority: string
	/** the stamped checkpoint note, verbatim; its size exceeds the entry's index */
	readonly note: string
	/** DER TimeStampToken */
	readonly token: Uint8Array
	/** D, the root over the documents stamped with the head; null if there were none */
	readonly documents: Hash | null
	/** inclusion of the entry in the note's tree */
	readonly proof: readonly Hash[]
}

/** A lower bound: an anchor entry that the entry links to, or genesis (without note and token). */
export interface LinkedAnchor {
	readonly entry: Uint8Array
	readonly note: string | null
	readonly token: Uint8Array | null
}

export interface Receipt {
	/** the entry's bytes, at most 65,024 B; not yet decoded */
	readonly entry: Uint8Array
	readonly fields: readonly DisclosedField[]
	/** without `extra` */
	readonly proof: TlogProof
	readonly anchors: readonly ReceiptAnchor[]
	readonly linked: readonly LinkedAnchor[]
	/** the status note, verbatim; unverified */
	readonly status: string | null
}

const MEMBERS = ['type', 'entry', 'fields', 'proof', 'anchors', 'linked', 'status']

/**
 * Reads either form.
 * @throws RefusalError 'malformed', 'not-canonical', 'too-large', 'too-deep', 'out-of-range', 'duplicate',
 *   'wrong-origin', 'unsupported-version'
 */
export function parseReceipt(source: string | Uint8Array): Receipt {
	// The tlog-proof form spends base64 on its JSON, so only its own bound is known before the form is.
	if (source.length > TLOG_PROOF_MAX_BYTES) throw new RefusalError('too-large', 'receipt exceeds its bound')
	const text = typeof source === 'string' ? source : fromUtf8(source)
	if (text.startsWith('c2sp.org/tlog-proof@')) return parseTlogProofForm(text)
	const json = parseJson(text, { maxBytes: RECEIPT_MAX_BYTES, maxDepth: MAX_DEPTH })
	checkType(json, RECEIPT_TYPE)
	const [, entry, fields, proof, ...rest] = readMembers(json, MEMBERS, 'receipt')
	const tlogProof = parseTlogProof(readText(proof, 'proof', NOTE_MAX_BYTES + 4096))
	if (tlogProof.extra !== undefined)
		throw new RefusalError('malformed', 'proof of a JSON receipt has extra data')
	return buildReceipt(tlogProof, entry, fields, rest)
}

function parseTlogProofForm(text: string): Receipt {
	const { extra, ...proof } = parseTlogProof(text)
	if (extra === undefined) throw new RefusalError('malformed', 'tlog-proof carries no receipt')
	if (extra.length > RECEIPT_MAX_BYTES) throw new RefusalError('too-large', 'receipt exceeds 4 MiB')
	const json = parseJson(fromUtf8(extra), { maxBytes: RECEIPT_MAX_BYTES, maxDepth: MAX_DEPTH })
	checkType(json, RECEIPT_TYPE)
	const names = MEMBERS.filter((name) => name !== 'proof')
	const [, entry, fields, ...rest] = readMembers(json, names, 'receipt')
	const receipt = buildReceipt(proof, entry, fields, rest)
	// Inside the one line of base64 nobody reformats anything, so here white space has one form too.
	if (JSON.stringify(withoutProof(receipt)) !== fromUtf8(extra)) {
		throw new RefusalError('not-canonical', 'receipt in the extra line is not in its compact form')
	}
	return receipt
}

function buildReceipt(
	proof: TlogProof,
	entry: JsonValue | undefined,
	fields: JsonValue | undefined,
	[anchors, linked, status]: JsonValue[],
): Receipt {
	const head = readCheckpointNote(proof.checkpoint)
	if (proof.index >= head.size)
		throw new RefusalError('out-of-range', 'index is beyond the tree of the proof')
	const receipt = {
		entry: readBytes(entry, 'entry', ENTRY_MAX),
		fields: readList(fields, 'fields', MAX_FIELDS).map(readField),
		proof,
		anchors: readList(anchors, 'anchors', RECEIPT_MAX_ANCHORS).map((a) => readAnchor(a, head, proof.index)),
		linked: readList(linked, 'linked', RECEIPT_MAX_LINKED).map(readLinked),
		status: readNullable(status, (note) => readText(note, 'status', NOTE_MAX_BYTES)),
	}
	if (receipt.status !== null) parseStatus(parseNote(receipt.status).text)
	demandUnique(
		receipt.fields.map(({ leaf }) => base64(leaf)),
		'fields',
	)
	demandUnique(
		receipt.anchors.map(({ token }) => base64(token)),
		'anchors',
	)
	demandUnique(
		receipt.linked.map((link) => base64(link.entry)),
		'linked',
	)
	return receipt
}

function readField(value: JsonValue): DisclosedField {
	const [leaf, path] = readMembers(value, ['leaf', 'path'], 'field')
	const hashes = readList(path, 'path', FIELD_PATH)
	if (hashes.length !== FIELD_PATH) throw new RefusalError('malformed', 'path of a field is not 4 hashes')
	return {
		leaf: readBytes(leaf, 'leaf', FIELD_MAX),
		path: hashes.map((hash) => readHash(hash, 'path hash')),
	}
}

function readAnchor(value: JsonValue, head: Checkpoint, index: number): ReceiptAnchor {
	const names = ['authority', 'note', 'token', 'documents', 'proof']
	const [authority, note, token, documents, proof] = readMembers(value, names, 'anchor')
	const anchor = {
		authority: readText(authority, 'authority', 64),
		note: readText(note, 'anchor note', NOTE_MAX_BYTES),
		token: readBytes(token, 'token', TOKEN_MAX_BYTES),
		documents: readNullable(documents, (hash) => readHash(hash, 'documents')),
		proof: readList(proof, 'anchor proof', PROOF_MAX_HASHES).map((hash) => readHash(hash, 'proof hash')),
	}
	if (!/^[a-z0-9-]{1,64}$/.test(anchor.authority))
		throw new RefusalError('malformed', 'not an authority name')
	const stamped = readCheckpointNote(anchor.note)
	if (stamped.origin !== head.origin) throw new RefusalError('wrong-origin', 'anchor is of another log')
	if (stamped.size <= index)
		throw new RefusalError('out-of-range', 'the stamped tree does not reach the entry')
	return anchor
}

function readLinked(value: JsonValue): LinkedAnchor {
	const [entry, note, token] = readMembers(value, ['entry', 'note', 'token'], 'linked anchor')
	const link = {
		entry: readBytes(entry, 'linked entry', ENTRY_MAX),
		note: readNullable(note, (text) => readText(text, 'linked note', NOTE_MAX_BYTES)),
		token: readNullable(token, (bytes) => readBytes(bytes, 'linked token', TOKEN_MAX_BYTES)),
	}
	if ((link.note === null) !== (link.token === null)) {
		throw new RefusalError('malformed', 'linked anchor has a note without token or a token without note')
	}
	if (link.note !== null) readCheckpointNote(link.note)
	return link
}

function readCheckpointNote(note: string): Checkpoint {
	return parseCheckpoint(parseNote(note).text)
}

/**
 * The JSON form, indented by 2 spaces, with a final newline.
 * @throws RangeError if the result would not parse (a bug in the caller)
 */
export function formatReceipt(receipt: Receipt): string {
	const { type, entry, fields, ...rest } = withoutProof(receipt)
	const proof = formatTlogProof(receipt.proof)
	return demandParses(`${JSON.stringify({ type, entry, fields, proof, ...rest }, null, 2)}\n`)
}

/**
 * The tlog-proof form.
 * @throws RangeError if the result would not parse (a bug in the caller)
 */
export function formatReceiptAsTlogProof(receipt: Receipt): string {
	const { index, proof, checkpoint } = receipt.proof
	const extra = utf8(JSON.stringify(withoutProof(receipt)))
	return demandParses(formatTlogProof({ extra, index, proof, checkpoint }))
}

function withoutProof({ entry, fields, anchors, linked, status }: Receipt) {
	return {
		type: RECEIPT_TYPE,
		entry: base64(entry),
		fields: fields.map(({ leaf, path }) => ({ leaf: base64(leaf), path: path.map(base64) })),
		anchors: anchors.map(({ authority, note, token, documents, proof }) => ({
			authority,
			note,
			token: base64(token),
			documents: documents === null ? null : base64(documents),
			proof: proof.map(base64),
		})),
		linked: linked.map(({ entry: bytes, note, token }) => ({
			entry: base64(bytes),
			note,
			token: token === null ? null : base64(token),
		})),
		status,
	}
}

function demandParses(text: string): string {
	try {
		parseReceipt(text)
	} catch (cause) {
		throw new RangeError('not a receipt', { cause })
	}
	return text
}

/**
 * What an authority stamps (always SHA-256): H(note) without documents, else H(sort(H(note), D)).
 * @param note the bytes of the stamped checkpoint note, signatures included
 * @param documents D, or null
 */
export function anchorImprint(note: Uint8Array, documents: Hash | null): Hash {
	const head = sha256(note)
	return documents === null ? head : sortedPair(head, documents)
}
