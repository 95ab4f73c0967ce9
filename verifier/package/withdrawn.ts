/**
 * Lists, OCSP responses and statements of renewals in a package: what says whether certificates were withdrawn, and since
 * when that is known.
 * @module
 */
import { equalBytes } from '@letopis/format'
import {
	openWithdrawals,
	WITHDRAWN_MAX,
	WITHDRAWN_MAX_BYTES,
	type WithdrawnInput,
} from '../evidence/withdrawn.ts'
import type { Authorities } from '../receipt/stamps.ts'
import { Work } from '../timestamp/work.ts'
import { roleOf } from './layout.ts'
import type { ByteSource } from './source.ts'
import { readEntry } from './unpack.ts'
import type { ZipEntry } from './zip.ts'

/** Of one of them. */
const MAX_BYTES = 2 * 1024 * 1024

/**
 * What the package says of certificates of the receipt's own stamps: of now, for nothing renews those. A stamp with which a
 * record begins that counts is as good as that record: a newer stamp took over in time.
 * @param tokens of the first stamps of records that count
 * @param now ms since 1970
 */
export function withdrawnBy(
	input: WithdrawnInput,
	tokens: readonly Uint8Array[],
	now: number,
): NonNullable<Authorities['withdrawn']> {
	const size = input.data.reduce((sum, { length }) => sum + length, 0)
	const work = new Work(size)
	const known = openWithdrawals(input, [], now, work)
	return async ({ path, genTimeUp }, token) => {
		if (tokens.some((one) => equalBytes(one, token))) return null
		const said = await known.of(path, genTimeUp, now)
		return said.is === 'revoked' && !said.counts ? { name: said.name, at: said.at } : null
	}
}

/** As much as is looked at; files beyond the bounds say nothing. */
export async function readWithdrawn(
	source: ByteSource,
	entries: readonly ZipEntry[],
): Promise<WithdrawnInput> {
	const found: Record<'revocation' | 'statement', Uint8Array[]> = { revocation: [], statement: [] }
	let total = 0
	for (const entry of entries) {
		const role = roleOf(entry.name)
		if ((role !== 'revocation' && role !== 'statement') || entry.size > MAX_BYTES) continue
		if (found[role].length === WITHDRAWN_MAX || total + entry.size > WITHDRAWN_MAX_BYTES) continue
		total += entry.size
		found[role].push(await readEntry(source, entry, MAX_BYTES))
	}
	return { data: found.revocation, statements: found.statement }
}
