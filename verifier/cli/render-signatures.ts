/**
 * A report on signatures for a person at a terminal: the verdict over all, then each signature with what was examined,
 * then the versions of the file.
 * @module
 */
import type { Indication } from '../signatures/examination.ts'
import type { SignatureCheck, SignatureReport, SignaturesReport } from '../signatures/report.ts'
import { formatInstant } from '../words/instant.ts'
import { say } from '../words/say.ts'
import type { Terminal } from './render-report.ts'
import { type Colour, labelled, wrap } from './terminal.ts'

const VERDICTS: Readonly<Record<Indication, { mark: string; colour: Colour }>> = {
	'TOTAL-PASSED': { mark: '✔', colour: 'green' },
	INDETERMINATE: { mark: '?', colour: 'yellow' },
	'TOTAL-FAILED': { mark: '✘', colour: 'red' },
}
const MARKS: Readonly<Record<SignatureCheck['ok'], { mark: string; colour: Colour }>> = {
	yes: { mark: '✔', colour: 'green' },
	no: { mark: '✘', colour: 'red' },
	unknown: { mark: '?', colour: 'yellow' },
}

function factsOf(
	{ signer, claimed, provenAt, stamps }: SignatureReport,
	language: SignaturesReport['language'],
) {
	const rows: [string, string][] = []
	if (signer !== null) {
		rows.push(
			[say(language, 'sig-label-signer'), signer.name],
			[say(language, 'sig-label-issuer'), signer.issuer],
		)
	}
	if (claimed !== null) rows.push([say(language, 'sig-label-claimed'), formatInstant(claimed, language)])
	if (provenAt !== null) rows.push([say(language, 'sig-label-proven'), formatInstant(provenAt, language)])
	for (const stamp of stamps) {
		if (stamp.genTime === null) continue
		const who = stamp.signer === null ? '' : ` · ${stamp.signer}`
		rows.push([say(language, 'sig-label-stamp'), `${formatInstant(stamp.genTime, language)}${who}`])
	}
	return rows
}

export function signatureLines(
	signature: SignatureReport,
	language: SignaturesReport['language'],
	{ paint, width }: Terminal,
): string[] {
	const { mark, colour } = VERDICTS[signature.indication]
	const { indication, subIndication } = signature
	const code = subIndication === null ? indication : `${indication} / ${subIndication}`
	const verdict = say(language, `sig-verdict-${indication}`)
	const checks = signature.checks.map(({ ok, sentence }) => {
		const sign = MARKS[ok]
		return `    ${paint(sign.mark, sign.colour)} ${wrap(sentence, width, '      ')}`
	})
	return [
		'',
		paint(`${mark} ${signature.name}: ${verdict}`, colour, 'bold'),
		paint(`  ${code}`, 'grey'),
		...labelled(factsOf(signature, language), '  ', width),
		`  ${say(language, 'sig-title-checks')}`,
		...checks,
	]
}

export function revisionLines(
	{ revisions, language }: SignaturesReport,
	{ paint, width }: Terminal,
): string[] {
	if (revisions.length < 2) return []
	const lines = revisions.map(({ end, changes }) => {
		if (changes === null) return say(language, 'sig-revision-first', { end })
		const what = changes.map(({ sentence }) => sentence).join(', ')
		const text = `${say(language, 'sig-revision-first', { end })}: ${what === '' ? say(language, 'sig-revision-nothing') : what}`
		return wrap(text, width, '    ')
	})
	return ['', paint(say(language, 'sig-title-revisions'), 'bold'), ...lines.map((line) => `  · ${line}`)]
}

export function renderSignatures(report: SignaturesReport, terminal: Terminal): string {
	const { paint, width } = terminal
	const { mark, colour } = VERDICTS[report.indication ?? 'INDETERMINATE']
	return [
		paint(`${mark} ${report.headline}`, colour, 'bold'),
		wrap(report.sentence, width),
		'',
		...report.notes.map((note) => `  · ${wrap(note, width, '    ')}`),
		...report.signatures.flatMap((signature) => signatureLines(signature, report.language, terminal)),
		...revisionLines(report, terminal),
		'',
	].join('\n')
}
