/**
 * An entry as the projection takes it in.
 * @module
 */
import type { Cid, Entry, Opening } from '@letopis/format'

/** Entry with what the vault knows of it. */
export interface FoldedEntry {
	readonly index: number
	readonly cid: Cid
	readonly entry: Entry
	/** null when nobody can read its private fields any more */
	readonly opening: Opening | null
	/** why not, of an entry without them */
	readonly unread: 'erased' | 'lost'
}
