/**
 * Is this head of a log that the reader trusts? Signatures, origin, windows of the keys and the policy's quorum,
 * judged together against a trust file. Nothing in a note makes these functions throw.
 *
 * A window of time needs a time. It is, first known first: the one given by the caller (from a time-stamp); the
 * earliest cosignature by a witness that is not the log itself; the earliest by the log's own 0x06 key, which is
 * only the town's word. Without any, a key whose use ended (`toTime`) does not count: whoever found it later could
 * have signed.
 * @module
 */
import { equalBytes } from './bytes.ts'
import { type Checkpoint, parseCheckpoint } from './checkpoint.ts'
import { type Note, parseNote, type VerifiedSignature, verifyNote } from './note.ts'
import { cosigners, judgeQuorum, type PolicyVerdict } from './policy.ts'
import { RefusalError } from './refusal.ts'
import { parseStatus, type Status } from './status.ts'
import type { Trust, TrustedKey, TrustedLog, TrustedPredecessor } from './trust.ts'
import { formatVkey, keyText, sameKey, type Vkey } from './vkey.ts'

export type JudgementReason = 'not-trusted-log' | 'bad-signature' | 'quorum-unmet' | 'malformed'

/** By which time the windows of the keys were judged. */
export interface JudgementTime {
	/** since 1970 */
	readonly ms: number
	readonly basis: 'given' | 'witness' | 'log'
}

export interface CheckpointJudgement {
	readonly ok: boolean
	/** null only if malformed; believe it only if `ok` */
	readonly checkpoint: Checkpoint | null
	/** whether the origin is that of a predecessor */
	readonly predecessor: boolean
	/** the log key that signed, within its window */
	readonly log: Vkey | null
	/** the policy's names of the witnesses that cosigned and count */
	readonly witnesses: string[]
	/** witnesses that the quorum counts and that lack; empty if it is met */
	readonly missing: string[]
	readonly time: JudgementTime | null
	/** null exactly if `ok` */
	readonly reason: JudgementReason | null
	/** the reason in English, for a log or a report; empty if `ok` */
	readonly detail: string
}

/**
 * The keys of a log that count for a checkpoint.
 * @param log a trust file or one of its predecessors
 * @param size of the checkpoint
 * @param timeMs when it was signed, milliseconds since 1970; null if nothing tells: then keys whose use has ended
 *   by time do not count, and no key is too new
 */
export function keysFor(log: Pick<TrustedLog, 'keys'>, size: number, timeMs: number | null): Vkey[] {
	return log.keys.filter((key) => inWindow(key, size, timeMs)).map(({ vkey }) => vkey)
}

function inWindow(key: TrustedKey, size: number, timeMs: number | null): boolean {
	if (size < key.fromSize || (key.toSize !== null && size >= key.toSize)) return false
	if (timeMs === null) return key.toTime === null
	return timeMs >= (key.fromTime ?? 0) && (key.toTime === null || timeMs < key.toTime)
}

/**
 * @param noteText a whole checkpoint note, from anywhere
 * @param timeMs a time before which the head is known to have existed (a time-stamp), milliseconds since 1970
 */
export function judgeCheckpoint(
	trust: Trust,
	noteText: string,
	timeMs: number | null = null,
): CheckpointJudgement {
	let checkpoint: Checkpoint | null = null
	try {
		const note = parseNote(noteText)
		checkpoint = parseCheckpoint(note.text)
		return judgeParsed(trust, note, checkpoint, timeMs)
	} catch (error) {
		if (!(error instanceof RefusalError)) throw error
		const reason = error.code === 'bad-signature' ? 'bad-signature' : 'malformed'
		return refused(checkpoint, reason, error.message)
	}
}

function judgeParsed(
	trust: Trust,
	note: Note,
	checkpoint: Checkpoint,
	timeMs: number | null,
): CheckpointJudgement {
	const { origin, size } = checkpoint
	const old = trust.predecessors.find((candidate) => candidate.origin === origin)
	const log: TrustedLog | undefined = origin === trust.origin ? trust : old
	if (log === undefined) return refused(checkpoint, 'not-trusted-log', `the log ${origin} is not trusted`)
	// Keys outside their windows are verified too: a forged line by a retired key refuses the note like any other.
	const signed = verifyNote(note, knownKeys(log))
	const time = judgementTime(log, signed, timeMs)
	const counted = signed.filter(windowFilter(log, size, time))
	const verdict = judgeQuorum(log.policy, signer(log, counted), cosigners(log.policy, counted))
	if (old !== undefined && !withinClosedLog(checkpoint, old)) {
		return refused(checkpoint, 'not-trusted-log', `the log ${origin} was closed before this head`)
	}
	return conclude(checkpoint, old !== undefined, verdict, time)
}

function conclude(
	checkpoint: Checkpoint,
	predecessor: boolean,
	{ log, witnesses, met, missing }: PolicyVerdict,
	time: JudgementTime | null,
): CheckpointJudgement {
	const reason = log === null ? 'not-trusted-log' : met ? null : 'quorum-unmet'
	const detail =
		reason === null
			? ''
			: reason === 'quorum-unmet'
				? `cosignatures lack: ${missing.join(', ')}`
				: 'no key of the trusted log that counts at this size and time signed the head'
	return { ok: reason === null, checkpoint, predecessor, log, witnesses, missing, time, reason, detail }
}

function refused(
	checkpoint: Checkpoint | null,
	reason: JudgementReason,
	detail: string,
): CheckpointJudgement {
	const none = { predecessor: false, log: null, witnesses: [], missing: [], time: null }
	return { ok: false, checkpoint, ...none, reason, detail }
}

/** Each vkey once: the log's 0x06 key is among `keys` and a witness of the policy. */
function knownKeys({ keys, policy }: TrustedLog): Vkey[] {
	const known = [...keys, ...policy.witnesses].map(({ vkey }) => vkey)
	return [...new Map(known.map((vkey) => [formatVkey(vkey), vkey])).values()]
}

/** The log key that the policy lists and that signed. */
function signer({ policy }: TrustedLog, signed: VerifiedSignature[]): Vkey | null {
	return signed.find(({ vkey }) => policy.logs.some((listed) => sameKey(listed.vkey, vkey)))?.vkey ?? null
}

function judgementTime(
	log: TrustedLog,
	signed: VerifiedSignature[],
	given: number | null,
): JudgementTime | null {
	if (given !== null) return { ms: given, basis: 'given' }
	const own = (signature: VerifiedSignature) => windowOf(log, signature) !== undefined
	const others = earliest(signed.filter((signature) => !own(signature)))
	if (others !== null) return { ms: others, basis: 'witness' }
	const self = earliest(signed.filter(own))
	return self === null ? null : { ms: self, basis: 'log' }
}

function earliest(signatures: VerifiedSignature[]): number | null {
	const times = signatures.flatMap(({ timestamp }) => timestamp ?? [])
	return times.length === 0 ? null : Math.min(...times) * 1000
}

/** Whether a signature counts: a key of the log only within its window, also by its own timestamp. */
function windowFilter(log: TrustedLog, size: number, time: JudgementTime | null) {
	return (signature: VerifiedSignature): boolean => {
		const key = windowOf(log, signature)
		if (key === undefined) return true
		const { timestamp } = signature
		return (
			inWindow(key, size, time?.ms ?? null) &&
			(timestamp === undefined || inWindow(key, size, timestamp * 1000))
		)
	}
}

function windowOf(log: TrustedLog, { vkey }: VerifiedSignature): TrustedKey | undefined {
	return log.keys.find((key) => keyText(key.vkey) === keyText(vkey))
}

/** A predecessor is trusted up to its last head, and at that size only with that root. */
function withinClosedLog({ size, root }: Checkpoint, old: TrustedPredecessor): boolean {
	return size < old.size || (size === old.size && equalBytes(root, old.root))
}

export interface StatusJudgement {
	readonly ok: boolean
	/** null if malformed; believe it only if `ok` */
	readonly status: Status | null
	/** null exactly if `ok` */
	readonly reason: Exclude<JudgementReason, 'quorum-unmet'> | null
	readonly detail: string
}

/**
 * Whether a status note is the statement of the trusted log's status key, about an entry of this log or of one that it
 * continues, within what is trusted of that log.
 * @param noteText from anywhere
 */
export function judgeStatus(trust: Trust, noteText: string): StatusJudgement {
	let status: Status | null = null
	try {
		const note = parseNote(noteText)
		status = parseStatus(note.text)
		if (status.origin !== trust.origin || verifyNote(note, [trust.statusKey]).length === 0) {
			return { ok: false, status, reason: 'not-trusted-log', detail: 'not signed by the trusted status key' }
		}
		if (!isWithinLogs(trust, status)) {
			const detail = 'it speaks of logs, or of entries, that the trusted log does not continue'
			return { ok: false, status, reason: 'not-trusted-log', detail }
		}
		return { ok: true, status, reason: null, detail: '' }
	} catch (error) {
		if (!(error instanceof RefusalError)) throw error
		const reason = error.code === 'bad-signature' ? 'bad-signature' : 'malformed'
		return { ok: false, status, reason, detail: error.message }
	}
}

/** The entry first, then the acts, go through the trusted logs from older to newer, and none lies behind its end. */
function isWithinLogs({ origin, predecessors }: Trust, { log, index, size, acts }: Status): boolean {
	const ages = new Map(predecessors.map((old, i) => [old.origin, { age: i + 1, size: old.size }]))
	ages.set(origin, { age: 0, size })
	let newest = Number.POSITIVE_INFINITY
	for (const place of [{ log, index }, ...acts]) {
		const known = ages.get(place.log)
		if (known === undefined || known.age > newest || place.index >= known.size) return false
		newest = known.age
	}
	return true
}
