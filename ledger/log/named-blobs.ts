/**
 * Which public blobs an entry names: they lie beside the log under their own hashes, and go wherever a copy of it goes.
 * @module
 */
import { bodyOf, type Cid, type Entry } from '@letopis/format'

/** Note and token of an anchor; token and revocation lists of a renewal. */
export function namedBlobs(entry: Entry): readonly Cid[] {
	const anchor = bodyOf(entry, 'anchor')
	if (anchor !== undefined) return [anchor.note, anchor.token]
	const renewal = bodyOf(entry, 'renewal')
	return renewal === undefined ? [] : [renewal.token, ...renewal.revocation]
}
