/**
 * An audit's report for a person at a terminal.
 * @module
 */
import { type AuditReport, findingLine } from '../audit/audit-report.ts'
import { say } from '../words/say.ts'
import type { Terminal } from './render-report.ts'
import { labelled, wrap } from './terminal.ts'

export function renderAudit(report: AuditReport, { paint, width }: Terminal): string {
	const { exitCode, language, findings, findingsTotal } = report
	const mark = exitCode === 0 ? '✔' : exitCode === 1 ? '✘' : '?'
	const colour = exitCode === 0 ? 'green' : exitCode === 1 ? 'red' : 'yellow'
	const lines = [
		paint(`${mark} ${report.headline}`, colour, 'bold'),
		wrap(report.sentence, width),
		'',
		...report.notes.map((note) => `  · ${wrap(note, width, '    ')}`),
	]
	if (findings.length > 0) {
		lines.push('', paint(say(language, 'title-findings'), 'bold'))
		for (const finding of findings) {
			lines.push(`  ${paint('✘', 'red')} ${wrap(findingLine(language, finding), width, '    ')}`)
		}
		const more = findingsTotal - findings.length
		if (more > 0) lines.push(`    ${say(language, 'audit-more', { count: more })}`)
	}
	if (report.head !== null) {
		const { size, root } = report.head
		lines.push('', paint(say(language, 'title-claim'), 'bold'))
		const rows: [string, string][] = [
			[say(language, 'label-log'), report.origin ?? ''],
			[say(language, 'label-size'), String(size)],
			[say(language, 'label-root'), root],
		]
		lines.push(...labelled(rows, '  ', width))
	}
	return `${lines.join('\n')}\n`
}
