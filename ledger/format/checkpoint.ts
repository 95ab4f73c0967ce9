/**
 * C2SP tlog-checkpoint v1.0.0: the note text that states a tree head. Three lines, origin, size and root, and
 * opaque extension lines, which we read but never write.
 * @module
 */
import { base64, equalBytes, fromBase64, utf8Length } from './bytes.ts'
import { formatDecimal, parseDecimal } from './decimal.ts'
import { EMPTY_ROOT, type Hash } from './hash.ts'
import { RefusalError } from './refusal.ts'

const ORIGIN_MAX_BYTES = 255
const TEXT_MAX_CHARS = 65_536

export interface Checkpoint {
	/** 1..255 B of UTF-8 */
	readonly origin: string
	/** number of entries, 0..2^53 − 1 */
	readonly size: number
	/** root of the tree; SHA-256 of nothing when size = 0 */
	readonly root: Hash
	/** non-empty lines */
	readonly extensions: readonly string[]
}

/**
 * @param text the text of a note, without signatures
 * @throws RefusalError 'malformed', 'not-canonical', 'too-large', 'out-of-range', 'root-mismatch' (size 0 with
 *   another root than that of the empty tree)
 */
export function parseCheckpoint(text: string): Checkpoint {
	if (text.length > TEXT_MAX_CHARS) throw new RefusalError('too-large', 'checkpoint exceeds 64 KiB')
	const lines = text.split('\n')
	// The text ends with a newline, so the last piece is empty; no other may be.
	if (lines.pop() !== '' || lines.length < 3 || lines.includes('')) {
		throw new RefusalError('malformed', 'checkpoint is not three or more non-empty lines')
	}
	const [origin = '', size = '', root = '', ...extensions] = lines
	checkLine(origin)
	extensions.forEach(checkLine)
	if (utf8Length(origin) > ORIGIN_MAX_BYTES) throw new RefusalError('too-large', 'origin exceeds 255 B')
	const checkpoint = { origin, size: parseDecimal(size, 'tree size'), root: fromBase64(root), extensions }
	if (checkpoint.root.length !== 32) throw new RefusalError('malformed', 'root hash is not 32 B')
	if (checkpoint.size === 0 && !equalBytes(checkpoint.root, EMPTY_ROOT)) {
		throw new RefusalError('root-mismatch', 'the empty tree has another root')
	}
	return checkpoint
}

/** @throws RangeError if the text would not parse back (a bug in the caller) */
export function formatCheckpoint(checkpoint: Checkpoint): string {
	const { origin, size, root, extensions } = checkpoint
	const lines = [origin, formatDecimal(size, 'tree size'), base64(root), ...extensions]
	const text = lines.map((line) => `${line}\n`).join('')
	try {
		const parsed = parseCheckpoint(text)
		if (parsed.extensions.length !== extensions.length) throw new RangeError('a line holds a newline')
	} catch (cause) {
		throw new RangeError('not a checkpoint', { cause })
	}
	return text
}

function checkLine(line: string): void {
	// biome-ignore lint/suspicious/noControlCharactersInRegex: signed-note forbids exactly these
	if (!line.isWellFormed() || /[\u0000-\u001f]/.test(line)) {
		throw new RefusalError('malformed', 'checkpoint line holds a control character')
	}
}
