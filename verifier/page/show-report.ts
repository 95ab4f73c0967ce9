/**
 * A report on the page: the verdict in a sentence, the timeline, then the checks, each with its inputs to unfold.
 * @module
 */
import type { ToldPart } from '../package/told.ts'
import type { Check, Language, Question, Report, TimelineEvent } from '../report.ts'
import { formatInstant } from '../words/instant.ts'
import { fieldKey } from '../words/phrases.ts'
import { say } from '../words/say.ts'
import { button, element } from './dom.ts'
import { pageWord } from './words.ts'

/** Shapes differ, not only colours. */
const SIGNS = { good: '✓', bad: '✕', open: '?', careful: '!' } as const
type Tone = keyof typeof SIGNS

function toneOf({ exitCode }: Report): Tone {
	return exitCode === 0 ? 'good' : exitCode === 1 ? 'bad' : exitCode === 3 ? 'careful' : 'open'
}

const CHECK_TONES: Readonly<Record<Check['ok'], Tone>> = { yes: 'good', no: 'bad', unknown: 'open' }

function sign(tone: Tone): HTMLElement {
	return element('span', { class: `sign sign-${tone}`, 'aria-hidden': 'true' }, SIGNS[tone])
}

function verdict(report: Report): HTMLElement {
	const tone = toneOf(report)
	return element(
		'div',
		{ class: `verdict verdict-${tone}` },
		sign(tone),
		element(
			'div',
			{},
			element('h2', { id: 'headline' }, report.headline),
			element('p', { class: 'sentence' }, report.sentence),
			report.verdict.content.reason === 'no-trust'
				? element('p', { class: 'next' }, pageWord(report.language, 'to-decide'))
				: null,
			report.trust?.demo ? element('p', { class: 'demo' }, pageWord(report.language, 'trust-demo')) : null,
		),
	)
}

function notes({ notes: all, language }: Report): HTMLElement | null {
	// The foot of the page says it always.
	const lines = all.filter((line) => line !== say(language, 'note-bundled'))
	if (lines.length === 0) return null
	return element('ul', { class: 'notes' }, ...lines.map((line) => element('li', {}, line)))
}

function timelineItem({ at, kind, sentence, whose }: TimelineEvent, report: Report): HTMLElement {
	const when = element('time', { datetime: isoText(at) }, formatInstant(at, report.language))
	const word = say(report.language, `whose-${whose}`)
	return element(
		'li',
		{ class: `event event-${kind} whose-${whose}` },
		when,
		element('span', { class: 'what' }, sentence),
		element('span', { class: 'whose' }, word),
	)
}

function isoText(ms: number): string | null {
	return Math.abs(ms) <= 8.64e15 ? new Date(ms).toISOString() : null
}

function timeline(report: Report): HTMLElement | null {
	if (report.timeline.length === 0) return null
	return element(
		'section',
		{ 'aria-labelledby': 'h-timeline' },
		element('h3', { id: 'h-timeline' }, say(report.language, 'title-timeline')),
		element('ol', { class: 'timeline' }, ...report.timeline.map((event) => timelineItem(event, report))),
	)
}

function rows(pairs: readonly (readonly [string, string])[]): HTMLElement {
	const items = pairs.flatMap(([label, value]) => [
		element('dt', {}, label),
		element('dd', {}, value === '' ? '–' : value),
	])
	return element('dl', {}, ...items)
}

function record({ claim, language }: Report): HTMLElement | null {
	if (claim === null) return null
	const pairs: [string, string][] = [
		[say(language, 'label-log'), claim.origin],
		[say(language, 'label-entry'), `${claim.index} · ${claim.cid}`],
		...claim.fields.map(({ name, value }): [string, string] => [say(language, fieldKey(name)), value]),
	]
	return element(
		'section',
		{ 'aria-labelledby': 'h-record' },
		element('h3', { id: 'h-record' }, say(language, 'title-claim')),
		rows(pairs),
	)
}

function checkItem(check: ToldPart['checks'][number], language: Language): HTMLElement {
	const tone = CHECK_TONES[check.ok]
	const spoken = element('span', { class: 'spoken' }, `${say(language, `answer-${check.ok}`)}: `)
	const head = [sign(tone), element('span', {}, spoken, check.sentence)]
	if (check.inputs.length === 0)
		return element('li', { class: 'check' }, element('div', { class: 'check-head' }, ...head))
	const inputs = rows(check.inputs.map(({ label, value }) => [label, value]))
	return element(
		'li',
		{ class: 'check' },
		element('details', {}, element('summary', { class: 'check-head' }, ...head), inputs),
	)
}

function checks(report: Report): HTMLElement | null {
	if (report.checks.length === 0) return null
	const questions = [...new Set(report.checks.map(({ question }) => question))]
	const group = (question: Question) =>
		element(
			'section',
			{ class: 'question' },
			element('h4', {}, `${question}. ${say(report.language, `question-${question}`)}`),
			element(
				'ul',
				{ class: 'checks' },
				...report.checks
					.filter((check) => check.question === question)
					.map((check) => checkItem(check, report.language)),
			),
		)
	return element(
		'section',
		{ 'aria-labelledby': 'h-checks' },
		element('h3', { id: 'h-checks' }, say(report.language, 'title-checks')),
		...questions.map(group),
	)
}

function part({ title, checks: found }: ToldPart, position: number, language: Language): HTMLElement {
	const id = `h-part-${position}`
	return element(
		'section',
		{ 'aria-labelledby': id },
		element('h3', { id }, title),
		element('ul', { class: 'checks' }, ...found.map((check) => checkItem(check, language))),
	)
}

/** Puts a report in place of what stood there. @param more what stands beside it */
export function showReport(place: HTMLElement, report: Report, more: readonly ToldPart[]): void {
	const print = button(pageWord(report.language, 'print'), { class: 'quiet print' }, () => window.print())
	const parts = [verdict(report), notes(report), timeline(report), record(report), checks(report)]
	const others = more.map((one, i) => part(one, i, report.language))
	place.replaceChildren(...parts.filter((one) => one !== null), ...others, print)
	place.hidden = false
}
