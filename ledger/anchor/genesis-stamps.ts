/**
 * Stamps over a genesis entry, before there is a log to anchor.
 * @module
 */
import { setTimeout as wait } from 'node:timers/promises'
import type { Hash } from '@letopis/format'
import type { Authority } from './authority.ts'
import { checkTimestamp } from './timestamp-check.ts'

const DEFAULT_TIMEOUT_MS = 5_000
/** What the genesis entry takes. */
const MAX_STAMPS = 16
const MAX_STAMP_BYTES = 16_384

/**
 * Tokens of those authorities that answer well in time, in the order given; others are left out without a
 * word, since a log can begin without stamps.
 * @param imprint SHA-256 of the genesis entry without stamps
 */
export async function stampGenesis(
	imprint: Hash,
	authorities: readonly Authority[],
	timeoutMs = DEFAULT_TIMEOUT_MS,
): Promise<Uint8Array[]> {
	const over = new AbortController()
	const late = wait(timeoutMs, null, { signal: over.signal }).catch(() => null)
	const ask = async (authority: Authority): Promise<Uint8Array | null> => {
		try {
			const token = await authority.stamp(imprint)
			await checkTimestamp(token, { imprint, roots: authority.roots })
			return token.length <= MAX_STAMP_BYTES ? token : null
		} catch {
			return null
		}
	}
	const tokens = await Promise.all(authorities.map((authority) => Promise.race([ask(authority), late])))
	over.abort()
	return tokens.filter((token) => token !== null).slice(0, MAX_STAMPS)
}
