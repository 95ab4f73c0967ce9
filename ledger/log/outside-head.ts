/**
 * Heads of ours that others hold. A head is either one that our log contains, or evidence: of entries that are
 * missing here, or of a second history signed with our key.
 * @module
 */
import { type Checkpoint, equalBytes, type Hash, RefusalError, type Vkey } from '@letopis/format'
import { LedgerError } from '../error.ts'
import { verifiedCheckpoint } from './state.ts'

/** Our own history, to compare with. */
export interface OwnHistory {
	readonly origin: string
	readonly size: number
	readonly vkeys: readonly Vkey[]
	rootAt(size: number): Promise<Hash>
}

/**
 * - `consistent`: our log begins with that head
 * - `larger`: it covers entries that we do not have
 * - `different`: it contradicts our history, or says what we never sign
 * - `not-ours`: not signed with a key of ours, or no head at all
 */
export type OutsideVerdict = 'consistent' | 'larger' | 'different' | 'not-ours'

/** @param note from anyone */
export async function judgeOutsideHead(own: OwnHistory, note: string): Promise<OutsideVerdict> {
	let head: Checkpoint
	try {
		head = verifiedCheckpoint(note, own.origin, own.vkeys)
	} catch (error) {
		if (error instanceof RefusalError) return 'not-ours'
		throw error
	}
	// We never write extension lines: a head that has one was signed elsewhere.
	if (head.extensions.length > 0) return 'different'
	if (head.size > own.size) return 'larger'
	return equalBytes(await own.rootAt(head.size), head.root) ? 'consistent' : 'different'
}

/**
 * Demands that a head from outside shows that nothing is missing here.
 * @throws LedgerError `conflict`
 */
export async function demandConsistent(own: OwnHistory, note: string): Promise<void> {
	const verdict = await judgeOutsideHead(own, note)
	switch (verdict) {
		case 'consistent':
			return
		case 'not-ours':
			throw new LedgerError('conflict', 'this is no head of our log', {
				remedy: 'Give the newest head that a witness or a follower holds, as it was signed by this log.',
			})
		case 'larger':
			throw new LedgerError('conflict', `someone holds a head of ours beyond size ${own.size}`, {
				remedy:
					'Restore a newer backup or the copy of a follower; if nothing newer exists, close the log with "letopis succeed".',
			})
		case 'different':
			throw new LedgerError('conflict', 'someone holds another history under our key', {
				remedy: 'This log cannot be continued: close it with "letopis succeed", under new keys.',
			})
		default:
			verdict satisfies never
	}
}
