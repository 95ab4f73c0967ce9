/**
 * Lists, OCSP responses and statements of renewals in a package: what says whether certificates were withdrawn, and since
 * when that is known.
 * @module
 */
import { WITHDRAWN_MAX, WITHDRAWN_MAX_BYTES, type WithdrawnInput } from '../evidence/withdrawn.ts'
import { roleOf } from './layout.ts'
import type { ByteSource } from './source.ts'
import { readEntry } from './unpack.ts'
import type { ZipEntry } from './zip.ts'

/** Of one of them. */
const MAX_BYTES = 2 * 1024 * 1024

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
