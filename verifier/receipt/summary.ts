/**
 * The verdict in words: headline, one sentence, and the notes that a reader must not miss.
 * @module
 */
import { hex } from '@letopis/format'
import type {
	Bound,
	Content,
	Language,
	Reason,
	Report,
	StateVerdict,
	TimeVerdict,
	TrustSummary,
	Unmet,
} from '../report.ts'
import type { MessageKey, Values } from '../words/message.ts'
import { authorityPhrase } from '../words/phrases.ts'
import { say, sayName } from '../words/say.ts'
import { recordedSize } from './record.ts'
import { sizeText } from './state.ts'
import { CLOCK_CHECK } from './time.ts'
import type { Evidence } from './verdict.ts'

type ContentVerdict = Report['verdict']['content']

export interface Summary {
	headline: string
	sentence: string
	notes: string[]
}

/** States that take the place of a plain “agrees”. */
const WITHDRAWN: Partial<Record<StateVerdict['is'], MessageKey>> = {
	superseded: 'sentence-superseded',
	annulled: 'sentence-annulled',
	disposed: 'sentence-disposed',
}

/** Of a content that agrees: what was asked for and is not shown comes before what merely cannot be relied on. */
function shortfallOf(unmet: readonly Unmet[]): 'short' | 'doubt' | null {
	if (unmet.includes('time') || unmet.includes('witness')) return 'short'
	return unmet.length > 0 ? 'doubt' : null
}

function headlineOf(
	content: Content,
	reason: Reason | null,
	state: StateVerdict['is'],
	unmet: readonly Unmet[],
): MessageKey {
	if (content === 'differs') return 'headline-differs'
	if (content === 'no-record') return 'headline-no-record'
	if (content === 'cannot-be-decided') {
		return reason === 'invalid' || reason === 'malformed' ? 'headline-invalid' : 'headline-undecided'
	}
	if (state === 'disposed' && unmet.length === 0) return 'headline-disposed'
	if (state in WITHDRAWN) return 'headline-withdrawn'
	const shortfall = shortfallOf(unmet)
	return shortfall === null ? 'headline-agrees' : `headline-agrees-${shortfall}`
}

const SENTENCES: Record<Exclude<Reason, 'untrusted-log'>, MessageKey> = {
	malformed: 'sentence-malformed',
	invalid: 'sentence-invalid',
	'other-content': 'sentence-differs',
	'no-content': 'sentence-no-content',
	'no-trust': 'sentence-no-trust',
	'quorum-unmet': 'sentence-quorum-unmet',
	undisclosed: 'sentence-undisclosed',
	'no-file': 'sentence-no-file',
}

function authoritiesOf(language: Language, ...bounds: readonly (Bound | null)[]): string {
	const names = bounds
		.flatMap((bound) => bound?.stamps ?? [])
		.map(({ authority, root }) => `${sayName(language, authorityPhrase(authority))} (${root})`)
	return [...new Set(names)].join(', ')
}

/** How the time is bounded, in one line. */
export function timeSentence(language: Language, time: TimeVerdict): string {
	if (time.declared === null) return say(language, 'time-undeclared')
	return say(language, `time-${time.kind}`, {
		lower: { ms: time.lower?.at ?? 0 },
		upper: { ms: time.upper?.at ?? 0 },
		declared: { ms: time.declared.exact ?? time.declared.minute },
		authorities: authoritiesOf(language, time.lower, time.upper),
	})
}

/** What can be said of where a file differs: which hash, and perhaps the length. */
function differenceNotes(language: Language, { record, file }: Evidence): string[] {
	const notes = [say(language, 'note-where')]
	if (file === undefined || record === null) return notes
	const size = recordedSize(record)
	if (size !== null && file.size !== undefined && size !== file.size) {
		notes.unshift(say(language, 'note-sizes', { recorded: size, given: file.size }))
	}
	const recorded = record.content === null ? '' : hex(record.content)
	notes.unshift(say(language, 'note-hashes', { recorded, given: hex(file.sha256) }))
	return notes
}

/** Stamps that may be right and do not count: withdrawn authorities, heads nobody signed, what cannot be judged here. */
function distrustedStamps(language: Language, { findings }: Evidence): string[] {
	return findings.all
		.filter(({ question, ok, plain, id, message }) => {
			if (message === 'stamp-unsupported') return true
			return question === 4 && ok === 'no' && !plain && id !== CLOCK_CHECK
		})
		.map(({ message, values }) => say(language, message, values))
}

function timeNotes(language: Language, evidence: Evidence, trust: TrustSummary | null): string[] {
	const { time } = evidence
	const notes = [timeSentence(language, time)]
	if (time.untrusted.length > 0) {
		const authorities = time.untrusted.map((name) => sayName(language, authorityPhrase(name))).join(', ')
		const message = trust === null ? 'note-stamps-await-trust' : 'note-untrusted-stamps'
		notes.push(say(language, message, { authorities }))
	}
	return [...notes, ...distrustedStamps(language, evidence)]
}

/** Whether the sentence about the content says it already. */
function isSaid(item: Unmet, { reason }: ContentVerdict, { file }: Evidence): boolean {
	if (item === 'quorum') return reason === 'quorum-unmet'
	return item === 'file' && (file !== undefined || reason === 'no-file')
}

function notesOf(
	language: Language,
	content: ContentVerdict,
	evidence: Evidence,
	trust: TrustSummary | null,
	unmet: readonly Unmet[],
): string[] {
	const { state, head } = evidence
	const notes: string[] = []
	if (trust?.demo) notes.push(say(language, 'note-demo'))
	const missing = head?.judgement.missing.join(', ') ?? ''
	for (const item of unmet) {
		if (!isSaid(item, content, evidence)) notes.push(say(language, `note-unmet-${item}`, { missing }))
	}
	if (content.is === 'differs') notes.push(...differenceNotes(language, evidence))
	// Of another log nothing is worth knowing before the right trust file is there, nor of a receipt that is damaged.
	else if (head?.judgement.log !== null && content.reason !== 'invalid')
		notes.push(...timeNotes(language, evidence, trust))
	if (content.is === 'agrees') {
		if (state.is === 'unknown') notes.push(say(language, 'state-unknown', { size: state.size ?? 0 }))
		else {
			const values = { size: sizeText(state), time: { ms: state.statedAt ?? 0 } }
			notes.push(say(language, `state-${state.is}`, values))
		}
		notes.push(say(language, 'note-truth'))
	}
	notes.push(say(language, 'note-bundled'))
	return notes
}

function sentenceOf(
	language: Language,
	reason: Reason | null,
	{ state, head }: Evidence,
	unmet: readonly Unmet[],
	values: Values,
): string {
	if (reason === 'untrusted-log') {
		const { why, values: more } = head?.distrust ?? { why: 'no-key', values: {} }
		return say(language, `sentence-untrusted-${why}`, { ...values, ...more })
	}
	if (reason !== null) return say(language, SENTENCES[reason], values)
	const sentence = say(language, WITHDRAWN[state.is] ?? 'sentence-agrees', values)
	const shortfall = shortfallOf(unmet)
	return shortfall === null ? sentence : `${sentence} ${say(language, `sentence-${shortfall}`)}`
}

/** Words for a verdict. @param values index of the entry, and the detail of a refusal */
export function summarize(
	language: Language,
	content: ContentVerdict,
	evidence: Evidence,
	trust: TrustSummary | null,
	unmet: readonly Unmet[],
	values: Values,
): Summary {
	const { head, state } = evidence
	const firstContradiction = evidence.findings.all.find(({ plain }) => plain)
	const all: Values = {
		...(firstContradiction && {
			detail: { key: firstContradiction.message, values: firstContradiction.values },
		}),
		town: trust?.town ?? '',
		missing: head?.judgement.missing.join(', ') ?? '',
		...values,
	}
	return {
		headline: say(language, headlineOf(content.is, content.reason, state.is, unmet)),
		sentence: sentenceOf(language, content.reason, evidence, unmet, all),
		notes: notesOf(language, content, evidence, trust, unmet),
	}
}
