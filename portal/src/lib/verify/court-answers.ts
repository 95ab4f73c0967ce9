/**
 * The five questions of a court's report and how a verification answers each: one line for what several checks found.
 * @module
 */
import type { Check } from '@letopis/verifier'
import type { Checked } from './protocol.ts'

export type CourtQuestion = 'content' | 'inclusion' | 'signature' | 'time' | 'state'

export interface CourtAnswer {
	readonly id: CourtQuestion
	readonly ok: Check['ok']
	readonly sentence: string
	/** number of the question in the appendix */
	readonly question: Check['question']
}

/** @returns an answer for each question that was come to */
export function courtAnswers({ report, time, state }: Checked): CourtAnswer[] {
	const { checks, verdict, claim, unmet } = report
	const last = (question: Check['question']) => checks.filter((check) => check.question === question)
	const answers: CourtAnswer[] = []
	const add = (
		id: CourtQuestion,
		question: Check['question'],
		found: Pick<Check, 'ok' | 'sentence'> | undefined,
	) => {
		if (found !== undefined) answers.push({ id, question, ok: found.ok, sentence: found.sentence })
	}
	add('content', 1, firstFailed(last(1)) ?? checks.find(({ id }) => id === 'content') ?? last(1).at(-1))
	add('inclusion', 2, last(2).at(-1))
	add('signature', 3, firstFailed(last(3)) ?? last(3)[0])
	if (claim === null) return answers
	// A stamp or statement that merely does not count contradicts nothing.
	const invalid = verdict.content.reason === 'invalid'
	const contradicts = invalid || unmet.includes('clock')
	const bounded = verdict.time.kind === 'self-declared' ? 'unknown' : 'yes'
	add('time', 4, (contradicts ? firstFailed(last(4)) : undefined) ?? { ok: bounded, sentence: time })
	const told = verdict.state.is === 'unknown' ? 'unknown' : 'yes'
	add('state', 6, (invalid ? firstFailed(last(6)) : undefined) ?? { ok: told, sentence: state })
	return answers
}

function firstFailed(checks: readonly Check[]): Check | undefined {
	return checks.find(({ ok }) => ok === 'no')
}
