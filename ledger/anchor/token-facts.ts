/**
 * What a time-stamp token says and brings along, for those who hand it on.
 * @module
 */
import { hex } from '@letopis/format'
import { decodeToken } from './timestamp-token.ts'

export interface TokenFacts {
	/** ms since 1970 */
	readonly time: number
	/** What is stamped, hexadecimal. */
	readonly imprint: string
	/** DER */
	readonly certificates: readonly Uint8Array[]
	readonly lists: readonly Uint8Array[]
}

/** @throws TimestampError if it is no token */
export function tokenFacts(token: Uint8Array): TokenFacts {
	const { info, certificates, revocationLists } = decodeToken(token)
	return { time: info.time.ms, imprint: hex(info.imprint.value), certificates, lists: revocationLists }
}
