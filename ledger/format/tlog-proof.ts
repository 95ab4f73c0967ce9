/**
 * C2SP tlog-proof v1: an inclusion proof and the checkpoint it leads to, as text that proves offline.
 * `extra` is not authenticated by anything: only what checks out against the entry may be used of it.
 * @module
 */
import { base64, fromBase64, utf8Length } from './bytes.ts'
import { parseCheckpoint } from './checkpoint.ts'
import { formatDecimal, parseDecimal } from './decimal.ts'
import type { Hash } from './hash.ts'
import { NOTE_MAX_BYTES, parseNote } from './note.ts'
import { RefusalError } from './refusal.ts'

const TLOG_PROOF_HEADER = 'c2sp.org/tlog-proof@v1\n'
export const TLOG_PROOF_MAX_BYTES = 8 * 1024 * 1024
/** A tree of less than 2^53 entries is at most 53 high; C2SP allows trees to 2^63. */
export const PROOF_MAX_HASHES = 63

export interface TlogProof {
	/** opaque, at least 1 B when present */
	readonly extra?: Uint8Array
	/** 0..2^53 − 1 */
	readonly index: number
	/** from the leaf's sibling to the root's child */
	readonly proof: readonly Hash[]
	/** the checkpoint's whole note, verbatim */
	readonly checkpoint: string
}

/**
 * Checks the form only: neither proof nor signatures are verified here.
 * @throws RefusalError 'malformed', 'not-canonical', 'too-large' (8 MiB, 63 hashes), 'out-of-range',
 *   'unsupported-version' (another header line)
 */
export function parseTlogProof(text: string): TlogProof {
	if (text.length > TLOG_PROOF_MAX_BYTES || utf8Length(text) > TLOG_PROOF_MAX_BYTES) {
		throw new RefusalError('too-large', 'tlog-proof exceeds 8 MiB')
	}
	if (!text.startsWith(TLOG_PROOF_HEADER)) {
		const other = /^c2sp\.org\/tlog-proof@v[0-9]+\n/.test(text)
		throw new RefusalError(
			other ? 'unsupported-version' : 'malformed',
			'text is not a tlog-proof of version 1',
		)
	}
	const blank = text.indexOf('\n\n')
	if (blank < 0) throw new RefusalError('malformed', 'tlog-proof has no blank line')
	const checkpoint = text.slice(blank + 2)
	if (checkpoint.length > NOTE_MAX_BYTES) throw new RefusalError('too-large', 'checkpoint exceeds 64 KiB')
	const { size } = parseCheckpoint(parseNote(checkpoint).text)
	const lines = text.slice(TLOG_PROOF_HEADER.length, blank).split('\n')
	const extra = lines[0]?.startsWith('extra ') ? readExtra(lines.shift() ?? '') : undefined
	const indexLine = lines.shift() ?? ''
	if (!indexLine.startsWith('index ')) throw new RefusalError('malformed', 'tlog-proof has no index line')
	const index = parseDecimal(indexLine.slice('index '.length), 'index')
	if (index >= size) throw new RefusalError('out-of-range', 'index is beyond the tree of the checkpoint')
	if (lines.length > PROOF_MAX_HASHES) throw new RefusalError('too-large', 'proof exceeds 63 hashes')
	const proof = lines.map(readHash)
	return extra === undefined ? { index, proof, checkpoint } : { extra, index, proof, checkpoint }
}

/** @throws RangeError if the result would not parse (a bug in the caller) */
export function formatTlogProof({ extra, index, proof, checkpoint }: TlogProof): string {
	const extraLine = extra === undefined ? '' : `extra ${base64(extra)}\n`
	const hashes = proof.map((hash) => `${base64(hash)}\n`).join('')
	const text = `${TLOG_PROOF_HEADER}${extraLine}index ${formatDecimal(index, 'index')}\n${hashes}\n${checkpoint}`
	try {
		parseTlogProof(text)
	} catch (cause) {
		throw new RangeError('not a tlog-proof', { cause })
	}
	return text
}

function readExtra(line: string): Uint8Array {
	const extra = fromBase64(line.slice('extra '.length))
	if (extra.length === 0) throw new RefusalError('malformed', 'extra line is empty')
	return extra
}

function readHash(line: string): Hash {
	if (line.length !== 44) throw new RefusalError('malformed', 'proof line is not a hash')
	const hash = fromBase64(line)
	if (hash.length !== 32) throw new RefusalError('malformed', 'proof line is not a hash')
	return hash
}
