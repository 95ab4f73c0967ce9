/**
 * The freeze: why nothing may be signed, kept in the data and among the keys, so that neither half alone can be
 * exchanged to lift it. Survives restarts; ends only by `resume` with a head from outside.
 * @module
 */
import { decodeDag, encodeDag, fromUtf8, isDagMap, utf8 } from '@letopis/format'
import { LedgerError } from '../error.ts'
import type { Store } from '../store/store.ts'
import { parseStored } from './damage.ts'
import { type Frozen, frozenReason, type HeadFile, isStronger } from './head-file.ts'
import { metaKey } from './keys.ts'

const KEY = metaKey('frozen')
/** A note of 64 KiB and some framing. */
const LIMITS = { maxBytes: 131_072 }

/** What is written of a freeze on either side; the stricter one counts. */
export async function readFrozen(store: Store, head: HeadFile): Promise<Frozen | null> {
	const bytes = await store.get(KEY)
	if (bytes === undefined) return head.frozen()
	const frozen = parseStored('the note that the log is frozen', () => decodeFrozen(bytes))
	const among = await head.frozen()
	return among !== null && !isStronger(frozen, among) ? among : frozen
}

/** The evidence as bytes: it came from outside, and need not be text of our profile. */
function encodeFrozen({ reason, evidence }: Frozen): Uint8Array {
	return encodeDag({ reason, evidence: utf8(evidence) }, LIMITS)
}

function decodeFrozen(bytes: Uint8Array): Frozen {
	const map = decodeDag(bytes, LIMITS)
	const { reason, evidence } = isDagMap(map) ? map : {}
	// Whatever else is wrong with it: it is there, so the log is frozen.
	return {
		reason: frozenReason(reason),
		evidence: evidence instanceof Uint8Array ? fromUtf8(evidence) : '',
	}
}

/** Makes a freeze durable, first among the keys. @throws LedgerError `disk-full`, `io` */
export async function writeFrozen(store: Store, head: HeadFile, frozen: Frozen): Promise<void> {
	await head.setFrozen(frozen)
	await markFrozen(store, frozen)
}

/** In the data alone: a restored log is held so, until an outside head is shown. */
export async function markFrozen(store: Store, frozen: Frozen): Promise<void> {
	await store.write([{ key: KEY, value: encodeFrozen(frozen) }], { sync: true })
}

/** Lifts a freeze, last among the keys: a crash in between leaves it frozen. */
export async function liftFrozen(store: Store, head: HeadFile): Promise<void> {
	await store.write([{ key: KEY, delete: true }], { sync: true })
	await head.setFrozen(null)
}

/** What the reasons mean, as the end of a sentence. */
const WORDS: Readonly<Record<Frozen['reason'], string>> = {
	restored: 'it was restored, and nothing proves yet that no entry is missing',
	witness: 'a witness says that it has cosigned a larger head of it than we hold',
	seen: 'someone showed a head signed with our key that we do not hold',
}

export function frozenError({ reason }: Frozen): LedgerError {
	return new LedgerError('frozen', `the log is frozen: ${WORDS[reason]}`, {
		remedy:
			'If a witness or a follower proves that nothing is missing, "letopis resume"; otherwise "letopis succeed".',
	})
}

/** What a witness says of our log, as kept for evidence. */
export interface WitnessClaim {
	/** Name of the witness in the settings. */
	readonly witness: string
	readonly url: string
	/** Size that it has cosigned, as it says. */
	readonly size: number
	/** Ours at that time. */
	readonly ours: number
	/** ISO 8601 */
	readonly time: string
}

/** @returns null for evidence that is damaged */
export function readClaim({ evidence }: Frozen): Pick<WitnessClaim, 'witness' | 'size'> | null {
	try {
		const { witness, size } = JSON.parse(evidence) as Partial<WitnessClaim>
		return typeof witness === 'string' && Number.isSafeInteger(size)
			? { witness, size: size as number }
			: null
	} catch {
		return null
	}
}

/** The freeze of data that came out of a copy. @param follower real path of the follower's folder that the log is from */
export function restoredFreeze(time: string, follower: string | null): Frozen {
	return { reason: 'restored', evidence: JSON.stringify({ time, follower }) }
}

/** When and from what the data were restored; null if that is not why the log is frozen, or cannot be read. */
export function readRestored(frozen: Frozen | null): { time: number; follower: string | null } | null {
	if (frozen?.reason !== 'restored') return null
	try {
		const { time, follower } = JSON.parse(frozen.evidence) as { time: string; follower: string | null }
		return { time: Date.parse(time), follower }
	} catch {
		return null
	}
}
