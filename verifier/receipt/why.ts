/**
 * Why a head is not one of the trusted log: what the format's judgement, the trust file and the head itself tell
 * together, so that a reader with the wrong trust file learns that it is the wrong one.
 * @module
 */
import { type CheckpointJudgement, equalBytes, type RefusalError, type Trust } from '@letopis/format'
import type { MessageKey, Phrase, Values } from '../words/message.ts'

export type Distrust =
	/** the trust file does not name the head's log */
	| 'other-log'
	/** a closed log, at a size that it never had */
	| 'after-end'
	/** a closed log, at its last size under another root: two histories */
	| 'other-end'
	| 'no-key'
	| 'bad-signature'
	| 'malformed'

/** @param judgement one whose `log` is null */
export function distrustOf(
	trust: Trust,
	{ reason, checkpoint }: CheckpointJudgement,
): { why: Distrust; values: Values } {
	const closed = trust.predecessors.find(({ origin }) => origin === checkpoint?.origin)
	const values = {
		town: trust.town,
		trusted: trust.origin,
		origin: checkpoint?.origin ?? '',
		size: checkpoint?.size ?? 0,
		end: closed?.size ?? 0,
	}
	if (reason === 'malformed' || checkpoint === null) return { why: 'malformed', values }
	if (reason === 'bad-signature') return { why: 'bad-signature', values }
	if (checkpoint.origin !== trust.origin && closed === undefined) return { why: 'other-log', values }
	if (closed !== undefined && checkpoint.size > closed.size) return { why: 'after-end', values }
	// At the last size nothing but another root makes the format refuse a head that a key has signed.
	const ends = closed !== undefined && checkpoint.size === closed.size
	if (ends && !equalBytes(checkpoint.root, closed.root)) return { why: 'other-end', values }
	return { why: 'no-key', values }
}

export function distrustPhrase(trust: Trust, judgement: CheckpointJudgement): Phrase {
	const { why, values } = distrustOf(trust, judgement)
	const key: MessageKey = `why-${why}`
	return { key, values }
}

/** The input that holds a refusal's exact words, for whoever looks into the bytes. */
export function exactly(error: RefusalError): readonly ['exactly', string] {
	return ['exactly', `${error.code}: ${error.message}`]
}
