/**
 * The private half of an entry as the vault gives it: what it holds, that it was erased on purpose, or that it is lost.
 * A lost one takes nothing else with it: the vault lists the damage, and everything else is served.
 * @module
 */
import { decodeOpening, type Opening } from '@letopis/format'
import { LedgerError } from '../error.ts'
import { corrupt, parseStored } from './damage.ts'
import type { RecordSink } from './types.ts'

/** `lost`: both copies of the vault are damaged there */
export type PrivateHalf = { readonly opening: Opening; readonly secret?: Uint8Array } | 'erased' | 'lost'

/**
 * @param index below the log's size
 * @throws LedgerError `corrupt` if the vault does not reach so far; `io`
 */
export async function privateHalf(vault: RecordSink, index: number): Promise<PrivateHalf> {
	try {
		const record = await vault.record(index)
		if (record === 'erased') return record
		if (record !== undefined) {
			const { opening, secret } = record
			const decoded = parseStored(`the vault's record of entry ${index}`, () => decodeOpening(opening))
			return secret === undefined ? { opening: decoded } : { opening: decoded, secret }
		}
	} catch (error) {
		if (error instanceof LedgerError && error.code === 'corrupt') return 'lost'
		throw error
	}
	throw corrupt(`the vault has no record of entry ${index}`)
}
