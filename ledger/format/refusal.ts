/**
 * The one way in which this package says no to data that came from outside.
 * Codes are stable and may be matched on; messages are for people and may change.
 * A mistake of the calling program is a TypeError or RangeError instead.
 * @module
 */

/**
 * - `malformed`: not the announced structure at all, or a member of the wrong type
 * - `not-canonical`: the right value, but not in its one allowed encoding
 * - `too-large`, `too-deep`, `out-of-range`: a bound of the format is exceeded
 * - `unsupported-version`: written by a newer format
 * - `root-mismatch`: hashes do not lead to the given root
 * - `bad-signature`, `unknown-key`, `wrong-origin`: notes and checkpoints
 * - `commitment-mismatch`: a disclosed field does not lead to the entry's commitment
 * - `duplicate`: something that must be unique occurs twice
 */
export type RefusalCode =
	| 'malformed'
	| 'not-canonical'
	| 'too-large'
	| 'too-deep'
	| 'out-of-range'
	| 'unsupported-version'
	| 'root-mismatch'
	| 'bad-signature'
	| 'unknown-key'
	| 'wrong-origin'
	| 'commitment-mismatch'
	| 'duplicate'

/** Thrown for hostile, damaged or stale data; `code` says which rule was broken. */
export class RefusalError extends Error {
	override readonly name = 'RefusalError'
	readonly code: RefusalCode

	constructor(code: RefusalCode, message: string, options?: ErrorOptions) {
		super(message, options)
		this.code = code
	}
}
