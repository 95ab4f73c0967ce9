/**
 * A report for a person at a terminal: the verdict in a sentence, the timeline, then the mathematics with its inputs.
 * @module
 */
import type { Check, Question, Report, TimelineEvent } from '../report.ts'
import { formatInstant } from '../words/instant.ts'
import { fieldKey } from '../words/phrases.ts'
import { say } from '../words/say.ts'
import { type Colour, labelled, type Paint, wrap } from './terminal.ts'

export const MARKS: Readonly<Record<Check['ok'], { mark: string; colour: Colour }>> = {
	yes: { mark: '✔', colour: 'green' },
	no: { mark: '✘', colour: 'red' },
	unknown: { mark: '?', colour: 'yellow' },
}
const VERDICTS: Readonly<Record<Report['exitCode'], { mark: string; colour: Colour }>> = {
	0: { mark: '✔', colour: 'green' },
	1: { mark: '✘', colour: 'red' },
	2: { mark: '?', colour: 'yellow' },
	3: { mark: '!', colour: 'yellow' },
	4: { mark: '?', colour: 'yellow' },
}

/** What is shown of a report, whatever it is on. */
export type Shown = Pick<
	Report,
	'language' | 'headline' | 'sentence' | 'notes' | 'timeline' | 'trust' | 'checks' | 'exitCode'
> & { claim?: Report['claim'] }

export function section(title: string, paint: Paint): string {
	return `\n${paint(title, 'bold')}`
}

/** Each event in two lines: when and on whose word, then what; in one line few of them would fit. */
function timelineLines(
	{ timeline, language }: Pick<Shown, 'timeline' | 'language'>,
	{ paint, width }: Terminal,
): string[] {
	if (timeline.length === 0) return []
	const line = ({ at, sentence, whose }: TimelineEvent) => [
		`  ${formatInstant(at, language)} ${paint(`· ${say(language, `whose-${whose}`)}`, 'grey')}`,
		`    ${wrap(sentence, width, '    ')}`,
	]
	return [section(say(language, 'title-timeline'), paint), ...timeline.flatMap(line)]
}

function checkLines({ ok, sentence, inputs }: Check, { paint, width }: Terminal): string[] {
	const { mark, colour } = MARKS[ok]
	const rows = inputs.map(({ label, value }) => [label, value === '' ? '–' : value] as const)
	return [
		`  ${paint(mark, colour)} ${wrap(sentence, width, '    ')}`,
		...labelled(rows, '      ', width).map((line) => paint(line, 'grey')),
	]
}

export function checksLines(
	{ checks, language }: Pick<Shown, 'checks' | 'language'>,
	terminal: Terminal,
): string[] {
	const lines: string[] = []
	let last: Question | null = null
	for (const check of checks) {
		if (check.question !== last) {
			last = check.question
			lines.push('', `${check.question}  ${say(language, `question-${check.question}`)}`)
		}
		lines.push(...checkLines(check, terminal))
	}
	return lines
}

function claimLines(
	{ claim = null, trust, language }: Omit<Shown, 'checks'>,
	{ paint, width }: Terminal,
): string[] {
	const lines: string[] = []
	if (claim !== null) {
		const rows: [string, string][] = [
			[say(language, 'label-log'), claim.origin],
			[say(language, 'label-entry'), `${claim.index} · ${claim.cid}`],
			...claim.fields.map(({ name, value }): [string, string] => [say(language, fieldKey(name)), value]),
		]
		lines.push(section(say(language, 'title-claim'), paint), ...labelled(rows, '  ', width))
	}
	if (trust !== null) {
		lines.push(section(say(language, 'title-trust'), paint), `  ${trust.town} · ${trust.origin}`)
		// In two halves of eight groups, as it is compared with the one on paper.
		const groups = trust.fingerprint.split(' ')
		const label = say(language, 'label-fingerprint')
		lines.push(`  ${label}  ${groups.slice(0, 8).join(' ')}`)
		lines.push(`  ${' '.repeat(label.length)}  ${groups.slice(8).join(' ')}`)
	}
	return lines
}

/** Where a report is written to. */
export interface Terminal {
	paint: Paint
	/** columns */
	width: number
}

/** Verdict, timeline, record and whom it is held against: all but the checks. */
export function verdictLines(report: Omit<Shown, 'checks'>, terminal: Terminal): string[] {
	const { mark, colour } = VERDICTS[report.exitCode]
	const { paint, width } = terminal
	return [
		paint(`${mark} ${report.headline}${report.trust?.demo ? ' · DEMO' : ''}`, colour, 'bold'),
		wrap(report.sentence, width),
		...(report.notes.length === 0 ? [] : ['']),
		...report.notes.map((note) => `  · ${wrap(note, width, '    ')}`),
		...timelineLines(report, terminal),
		...claimLines(report, terminal),
	]
}

export function renderReport(report: Shown, terminal: Terminal): string {
	return [
		...verdictLines(report, terminal),
		section(say(report.language, 'title-checks'), terminal.paint),
		...checksLines(report, terminal),
		'',
	].join('\n')
}
