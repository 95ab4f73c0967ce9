/**
 * A log whose time-stamps are renewed: the present one, or a closed one, for which the present log takes the entries and the
 * blobs. Places of entries are then counted through, from the first entry of the log in question over all its successors
 * (ledger/format/README.md §22), so that those of its anchors and of their renewals are in one order.
 * @module
 */
import type { AnchorHistory } from './anchor-history.ts'
import type { AnchorLog, AnchorVault } from './anchor-log.ts'
import type { RenewalHistory } from './renewal-history.ts'

/** What renewing needs of a log. */
export interface RenewableLog
	extends Pick<
		AnchorLog,
		'origin' | 'size' | 'append' | 'entries' | 'rootAt' | 'putBlob' | 'blob' | 'indexOf' | 'entry'
	> {
	/** Place of the first entry of the log that takes new entries; 0 for that log itself. */
	readonly first: number
	/** Entries of it and of all its successors; the same as `size` for one without any. */
	readonly reach: number
}

/** Everything that renewals of one log are made of. */
export interface Renewable {
	readonly log: RenewableLog
	readonly vault: AnchorVault
	readonly history: AnchorHistory
	readonly renewals: RenewalHistory
	/** Folder of its trees, one sub-folder for each authority. */
	readonly dir: string
}

/** The present log as one to be renewed. */
export function presentRenewable(log: Omit<RenewableLog, 'reach' | 'first'>): RenewableLog {
	return {
		origin: log.origin,
		first: 0,
		get size() {
			return log.size
		},
		get reach() {
			return log.size
		},
		append: (draft) => log.append(draft),
		entry: (index) => log.entry(index),
		entries: (from, to) => log.entries(from, to),
		indexOf: (cid) => log.indexOf(cid),
		rootAt: (size) => log.rootAt(size),
		putBlob: (bytes) => log.putBlob(bytes),
		blob: (cid) => log.blob(cid),
	}
}

/**
 * A closed log as one to be renewed.
 * @param first place of the present log's first entry
 * @param blob of any log of the town from this one on
 */
export function closedRenewable(
	closed: Pick<AnchorLog, 'origin' | 'size' | 'entries' | 'rootAt' | 'indexOf' | 'entry'>,
	present: Pick<AnchorLog, 'size' | 'append' | 'putBlob'>,
	first: number,
	blob: AnchorLog['blob'],
): RenewableLog {
	return {
		...{ origin: closed.origin, size: closed.size, first, blob },
		get reach() {
			return first + present.size
		},
		append: (draft) => present.append(draft),
		entry: (index) => closed.entry(index),
		entries: (from, to) => closed.entries(from, to),
		indexOf: (cid) => closed.indexOf(cid),
		rootAt: (size) => closed.rootAt(size),
		putBlob: (bytes) => present.putBlob(bytes),
	}
}
