/**
 * A report for a person at a terminal: the verdict in a sentence, the timeline, then the mathematics with its inputs.
 * @module
 */
import type { Check, Question, Report, TimelineEvent } from '../report.ts'
import { formatInstant } from '../words/instant.ts'
import { say } from '../words/say.ts'
import { type Colour, type Paint, wrap } from './terminal.ts'

const WIDTH = 100
const MARKS: Readonly<Record<Check['ok'], { mark: string; colour: Colour }>> = {
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

function section(title: string, paint: Paint): string {
	return `\n${paint(title, 'bold')}`
}

function timelineLines({ timeline, language }: Report, paint: Paint): string[] {
	if (timeline.length === 0) return []
	const line = ({ at, sentence, whose }: TimelineEvent) => {
		const word = say(language, `whose-${whose}`)
		return `  ${formatInstant(at, language).padEnd(32)} ${sentence} ${paint(`· ${word}`, 'grey')}`
	}
	return [section(say(language, 'title-timeline'), paint), ...timeline.map(line)]
}

function checkLines({ ok, sentence, inputs }: Check, paint: Paint): string[] {
	const { mark, colour } = MARKS[ok]
	const labels = Math.max(0, ...inputs.map(({ label }) => label.length))
	return [
		`  ${paint(mark, colour)} ${wrap(sentence, WIDTH, '    ')}`,
		...inputs.map(({ label, value }) =>
			paint(`      ${label.padEnd(labels)}  ${value === '' ? '–' : value}`, 'grey'),
		),
	]
}

function checksLines({ checks, language }: Report, paint: Paint): string[] {
	const lines = [section(say(language, 'title-checks'), paint)]
	let last: Question | null = null
	for (const check of checks) {
		if (check.question !== last) {
			last = check.question
			lines.push(`${check.question}  ${say(language, `question-${check.question}`)}`)
		}
		lines.push(...checkLines(check, paint))
	}
	return lines
}

function claimLines({ claim, trust, language }: Report, paint: Paint): string[] {
	const lines: string[] = []
	if (claim !== null) {
		const rows: [string, string][] = [
			[say(language, 'label-log'), claim.origin],
			[say(language, 'label-entry'), `${claim.index} · ${claim.cid}`],
			...claim.fields.map(({ name, value }): [string, string] => [name, value]),
		]
		const labels = Math.max(...rows.map(([label]) => label.length))
		lines.push(section(say(language, 'title-claim'), paint))
		for (const [label, value] of rows) lines.push(`  ${label.padEnd(labels)}  ${value}`)
	}
	if (trust !== null) {
		lines.push(section(say(language, 'title-trust'), paint), `  ${trust.town} · ${trust.origin}`)
		lines.push(`  ${say(language, 'label-fingerprint')}  ${trust.fingerprint}`)
	}
	return lines
}

export function renderReport(report: Report, paint: Paint): string {
	const { mark, colour } = VERDICTS[report.exitCode]
	return [
		paint(`${mark} ${report.headline}${report.trust?.demo ? ' · DEMO' : ''}`, colour, 'bold'),
		wrap(report.sentence, WIDTH),
		...(report.notes.length === 0 ? [] : ['']),
		...report.notes.map((note) => `  · ${wrap(note, WIDTH, '    ')}`),
		...timelineLines(report, paint),
		...claimLines(report, paint),
		...checksLines(report, paint),
		'',
	].join('\n')
}
