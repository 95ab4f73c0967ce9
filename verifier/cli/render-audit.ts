/**
 * An audit's report for a person at a terminal.
 * @module
 */
import { type AuditReport, findingLine } from '../audit/audit-report.ts'
import { say } from '../words/say.ts'
import { type Paint, wrap } from './terminal.ts'

const WIDTH = 100

export function renderAudit(report: AuditReport, paint: Paint): string {
	const { exitCode, language, findings, findingsTotal } = report
	const mark = exitCode === 0 ? '✔' : exitCode === 1 ? '✘' : '?'
	const colour = exitCode === 0 ? 'green' : exitCode === 1 ? 'red' : 'yellow'
	const lines = [
		paint(`${mark} ${report.headline}`, colour, 'bold'),
		wrap(report.sentence, WIDTH),
		'',
		...report.notes.map((note) => `  · ${wrap(note, WIDTH, '    ')}`),
	]
	if (findings.length > 0) {
		lines.push('', paint(say(language, 'title-findings'), 'bold'))
		for (const finding of findings) {
			lines.push(`  ${paint('✘', 'red')} ${wrap(findingLine(language, finding), WIDTH, '    ')}`)
		}
		const more = findingsTotal - findings.length
		if (more > 0) lines.push(`    ${say(language, 'audit-more', { count: more })}`)
	}
	if (report.head !== null) {
		const { size, root } = report.head
		lines.push('', paint(say(language, 'title-claim'), 'bold'))
		const labels = [say(language, 'label-log'), say(language, 'label-head')]
		const width = Math.max(...labels.map(({ length }) => length))
		const values = [report.origin, `${size} · ${root}`]
		for (const [i, label] of labels.entries()) lines.push(`  ${label.padEnd(width)}  ${values[i]}`)
	}
	return `${lines.join('\n')}\n`
}
