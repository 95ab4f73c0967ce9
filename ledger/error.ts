/**
 * How the ledger says no: one error class with a stable code for callers to branch on, and a remedy for people.
 * Messages may change between versions, codes may not. A mistake of the calling program is a TypeError or
 * RangeError instead, and a state that our own code must never reach is a plain Error.
 * @module
 */

/**
 * - `queue-full`: more appends are waiting than the limit allows; nothing was written, try again later
 * - `frozen`: someone showed our own signature over a head that we do not hold; nothing more is signed
 * - `clock`: the clock went back, or differs from the time-stamps; no entry gets a time
 * - `disk-full`, `io`: the storage failed; appends stop until the log is opened again
 * - `closed`: the log (or the store) is closed, or was closed for good by its successor
 * - `in-use`: another process holds the folder
 * - `behind`: the data is older than what the keys remember, or than its own other half
 * - `corrupt`: stored bytes do not lead to the hashes that were signed
 * - `newer-format`: written by a newer program
 * - `not-found`, `erased`, `too-large`, `conflict`: about one request
 * - `authority`, `witness`: a time-stamp authority or a witness failed or lied
 * - `demo`: a demonstration log cannot do this
 */
export type LedgerErrorCode =
	| 'queue-full'
	| 'frozen'
	| 'clock'
	| 'disk-full'
	| 'closed'
	| 'in-use'
	| 'behind'
	| 'corrupt'
	| 'newer-format'
	| 'not-found'
	| 'erased'
	| 'too-large'
	| 'io'
	| 'conflict'
	| 'authority'
	| 'witness'
	| 'demo'

export interface LedgerErrorOptions extends ErrorOptions {
	/** What a person can do about it, as a sentence or two. */
	remedy?: string
}

export class LedgerError extends Error {
	override readonly name = 'LedgerError'
	readonly code: LedgerErrorCode
	/** Present on every refusal to serve. */
	readonly remedy?: string

	constructor(code: LedgerErrorCode, message: string, options?: LedgerErrorOptions) {
		super(message, options)
		this.code = code
		if (options?.remedy !== undefined) this.remedy = options.remedy
	}
}

const FREE = 'Free space on the disk, then start the server again.'
const PERMIT = 'Run this as the user whose folders they are, and let that user write there.'
const CHECK = 'Check the disk (dmesg, smartctl), then start the server again.'
const REMEDIES: Readonly<Record<string, string>> = {
	ENOSPC: FREE,
	EDQUOT: FREE,
	EACCES: PERMIT,
	EPERM: PERMIT,
	EROFS: 'The file system takes no writes: check why (dmesg, mount), then start the server again.',
	EIO: CHECK,
}

/** The system's name of a failure (`ENOSPC`, `EIO`…), looked for along the chain of causes. */
function systemCode(error: unknown): string | undefined {
	let at: unknown = error
	// A chain of causes is short; the bound keeps a circular one from hanging us.
	for (let depth = 0; depth < 8 && at instanceof Error; depth++) {
		const { code } = at as NodeJS.ErrnoException
		if (code !== undefined && code in REMEDIES) return code
		// LevelDB hands on the text of strerror(3), not the number.
		if (/no space left on device|disk quota exceeded/i.test(at.message)) return 'ENOSPC'
		if (/permission denied/i.test(at.message)) return 'EACCES'
		at = at.cause
	}
	return undefined
}

/**
 * A failure of the storage as a coded error; a LedgerError is passed through.
 * @param doing what was being done, for the message: "writing the vault records"
 */
export function storageError(error: unknown, doing: string): LedgerError {
	if (error instanceof LedgerError) return error
	const code = systemCode(error)
	const remedy = REMEDIES[code ?? ''] ?? CHECK
	const reason = error instanceof Error ? error.message : String(error)
	return new LedgerError(remedy === FREE ? 'disk-full' : 'io', `${doing} failed: ${reason}`, {
		cause: error,
		remedy,
	})
}
