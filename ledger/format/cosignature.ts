/**
 * What the signature lines of a note sign: signed-note for 0x01, tlog-cosignature v1.1 for 0x04 and 0x06.
 * Pure constructors of bytes; callers sign them or verify them.
 * @module
 */
import { concat, uint64be, utf8 } from './bytes.ts'
import type { Checkpoint } from './checkpoint.ts'
import type { Hash } from './hash.ts'
import { NAME_MAX_BYTES } from './vkey.ts'

/** What a 0x01 signature signs: the bytes of the note text, final newline included. */
export function ed25519NoteMessage(text: string): Uint8Array {
	return utf8(text)
}

/** What a 0x04 cosignature signs. @param timestamp seconds since 1970, 0..2^53 − 1 */
export function cosignatureV1Message(text: string, timestamp: number): Uint8Array {
	return utf8(`cosignature/v1\ntime ${checkedInteger(timestamp)}\n${text}`)
}

export interface SubtreeStatement {
	/** the cosigner's key name, 1..255 B */
	readonly name: string
	/** seconds since 1970; 0 makes no statement of time and is demanded when `start` is not 0 */
	readonly timestamp: number
	/** the log's origin, 1..255 B */
	readonly origin: string
	/** first leaf; 0 for a checkpoint */
	readonly start: number
	/** one more than the last leaf; the tree size for a checkpoint */
	readonly end: number
	readonly hash: Hash
}

/** What a 0x06 cosignature signs (`cosigned_message`). @throws RangeError outside the stated ranges */
export function subtreeMessage(statement: SubtreeStatement): Uint8Array {
	const { name, timestamp, origin, start, end, hash } = statement
	if (start > end || (start !== 0 && timestamp !== 0) || hash.length !== 32) {
		throw new RangeError('expected start ≤ end, no timestamp when start ≠ 0, and a hash of 32 B')
	}
	return concat(
		utf8('subtree/v1\n\0'),
		lengthPrefixed(name),
		uint64be(checkedInteger(timestamp)),
		lengthPrefixed(origin),
		uint64be(checkedInteger(start)),
		uint64be(checkedInteger(end)),
		hash,
	)
}

/** The 0x06 message for a whole tree. @throws RangeError if the checkpoint has extension lines */
export function checkpointMessage(name: string, timestamp: number, checkpoint: Checkpoint): Uint8Array {
	if (checkpoint.extensions.length > 0)
		throw new RangeError('a 0x06 signature does not cover extension lines')
	const { origin, size, root } = checkpoint
	return subtreeMessage({ name, timestamp, origin, start: 0, end: size, hash: root })
}

/** The payload of a 0x04 or 0x06 line after the key ID: u64 seconds ‖ signature. */
export function timestampedSignature(timestamp: number, signature: Uint8Array): Uint8Array {
	return concat(uint64be(checkedInteger(timestamp)), signature)
}

function lengthPrefixed(text: string): Uint8Array {
	const bytes = utf8(text)
	if (bytes.length < 1 || bytes.length > NAME_MAX_BYTES) {
		throw new RangeError(`expected 1..255 B, got ${bytes.length}`)
	}
	return concat(Uint8Array.of(bytes.length), bytes)
}

function checkedInteger(value: number): number {
	if (!Number.isSafeInteger(value) || value < 0) {
		throw new RangeError(`expected an integer of 0..2^53 − 1, got ${value}`)
	}
	return value
}
