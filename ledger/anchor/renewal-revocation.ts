/**
 * What says of the certificates of some stamps whether they were withdrawn, kept as blobs before a new stamp covers it: later
 * nobody will ask about certificates that have ended.
 * @module
 */
import type { Cid } from '@letopis/format'
import { LedgerError } from '../error.ts'
import type { AnchorLane } from './anchor-lane.ts'
import type { AnchorLog } from './anchor-log.ts'
import type { Line } from './renewal-lines.ts'
import type { Collected, RevocationSource } from './revocation.ts'

/** What one entry may name. */
const MAX_BLOBS = 16

export interface KeptRevocation {
	/** At most 16. */
	readonly cids: readonly Cid[]
	/** For people: certificates that were withdrawn; null for none. */
	readonly withdrawn: LedgerError | null
	/** Certificates of which nothing could be had; null for none. */
	readonly missing: LedgerError | null
}

/**
 * @param source nothing is collected without one
 * @param lanes whose authorities may hand out lists themselves
 */
export async function keepRevocation(
	log: Pick<AnchorLog, 'putBlob'>,
	source: RevocationSource | undefined,
	lanes: readonly AnchorLane[],
	{ of, paths }: Pick<Line, 'of' | 'paths'>,
): Promise<KeptRevocation> {
	const own = lanes.flatMap(({ settings }) => settings.authority.lists ?? [])
	const collected = await source?.collect(paths, own)
	if (collected === undefined) return { cids: [], withdrawn: null, missing: null }
	const cids: Cid[] = []
	for (const { der } of collected.data.slice(0, MAX_BLOBS)) cids.push(await log.putBlob(der))
	return { cids, withdrawn: withdrawnOf(of, collected), missing: missingOf(of, collected) }
}

function withdrawnOf(of: string, { revoked }: Collected): LedgerError | null {
	if (revoked.length === 0) return null
	const said = revoked.map(({ name, time, benign }) => {
		const day = new Date(time).toISOString().slice(0, 10)
		return `${name} on ${day}${benign ? ', for a reason that leaves earlier stamps valid' : ''}`
	})
	const remedy = revoked.every(({ benign }) => benign)
		? 'its new stamps have to be made with another certificate: ask the authority, or configure another one'
		: 'its stamps may count for nothing: ask the authority what happened, and configure another one, which stamps all further heads'
	return new LedgerError('authority', `"${of}" had certificates withdrawn: ${said.join('; ')}`, { remedy })
}

function missingOf(of: string, { missing }: Collected): LedgerError | null {
	const [first] = missing
	if (first === undefined) return null
	const said = `whether certificates of "${of}" were withdrawn cannot be learnt: ${first.name}: ${first.why}`
	const remedy =
		'allow connections to the addresses that its certificates name, or switch this off: [revocation] fetch = false'
	return new LedgerError('authority', said, { remedy })
}
