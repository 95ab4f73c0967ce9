/**
 * Stored bytes that cannot be what was written: always the code `corrupt`, always with what to do about it.
 * @module
 */
import { RefusalError } from '@letopis/format'
import { LedgerError } from '../error.ts'

export function corrupt(message: string, cause?: unknown): LedgerError {
	return new LedgerError('corrupt', message, {
		cause,
		remedy:
			'Run "letopis fsck" to see the extent, then restore the data folder from a backup or from a follower.',
	})
}

/** Parses what we wrote ourselves: what the format refuses there is damage. @throws LedgerError `corrupt` */
export function parseStored<T>(what: string, parse: () => T): T {
	try {
		return parse()
	} catch (error) {
		if (error instanceof RefusalError) throw corrupt(`${what} is damaged: ${error.message}`, error)
		throw error
	}
}
