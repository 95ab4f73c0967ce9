/**
 * Heads of ours that others hold. A head is either one that our log contains, or evidence: of entries that are
 * missing here, or of a second history signed with our key.
 * @module
 */
import { type Checkpoint, equalBytes, type Hash, RefusalError, type Vkey } from '@letopis/format'
import { LedgerError } from '../error.ts'
import { readClaim } from './freeze.ts'
import type { Frozen } from './head-file.ts'
import { verifiedCheckpoint } from './state.ts'

/** Whether a verdict is evidence against us: then nothing may be signed. */
export function isEvidence(verdict: OutsideVerdict): boolean {
	return verdict === 'larger' || verdict === 'different'
}

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

/** What is shown to lift a freeze. */
export interface Outside {
	/** Newest heads that witnesses or followers hold, at least one. */
	readonly notes: readonly string[]
	/** Names of witnesses that have just cosigned our present head, and so hold no larger one. */
	readonly cosignedNow?: readonly string[] | undefined
}

/**
 * Demands that everything from outside is in our history, the head that froze us included, and that a witness that
 * claimed to hold more has been answered.
 * @throws LedgerError `conflict`; RangeError without any head
 */
export async function demandResumable(
	own: OwnHistory,
	{ notes, cosignedNow = [] }: Outside,
	frozen: Frozen | null,
): Promise<void> {
	if (notes.length === 0) throw new RangeError('expected at least one head from outside')
	for (const note of notes) await demandConsistent(own, note)
	if (frozen?.reason === 'seen') await demandConsistent(own, frozen.evidence)
	if (frozen?.reason !== 'witness') return
	const claim = readClaim(frozen)
	const sizes = notes.map((note) => verifiedCheckpoint(note, own.origin, own.vkeys).size)
	if (claim !== null && (cosignedNow.includes(claim.witness) || Math.max(...sizes) >= claim.size)) return
	const who = claim === null ? 'a witness' : `the witness "${claim.witness}"`
	throw new LedgerError('conflict', `${who} said that it has cosigned ${claim?.size ?? 'more'} entries`, {
		remedy: `Ask it again: "letopis resume --witness ${claim?.witness ?? '<name>'}"; or bring back the entries that are missing here.`,
	})
}
