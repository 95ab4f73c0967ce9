/**
 * A report as one page of its own to print or to keep: no script, nothing to load, and a policy that forbids both.
 * @module
 */
import { base64, sha256, utf8 } from '@letopis/format'
import type { EvidenceReport } from '../evidence/report.ts'
import type { PackageReport } from '../package/report.ts'
import type { Check, Language, Report } from '../report.ts'
import type { SignatureReport, SignaturesReport } from '../signatures/report.ts'
import { formatInstant } from '../words/instant.ts'
import { fieldKey } from '../words/phrases.ts'
import { say } from '../words/say.ts'
import { element, type Markup } from './markup.ts'
import { STYLE } from './style.ts'

export type Printed = Report | EvidenceReport | PackageReport

type Checked = Pick<Report, 'checks' | 'language'>

const MARKS: Readonly<Record<Check['ok'], string>> = { yes: '✓', no: '✕', unknown: '?' }
const TONES: Readonly<Record<Report['exitCode'], string>> = {
	0: 'good',
	1: 'bad',
	2: 'open',
	3: 'careful',
	4: 'open',
}

function checkRow(
	language: Language,
	{ ok, sentence }: Pick<Check, 'ok' | 'sentence'>,
	below: Markup | null,
): Markup {
	const mark = `${MARKS[ok]} ${say(language, `answer-${ok}`)}`
	return element('tr', {}, element('td', { class: `mark ${ok}` }, mark), element('td', {}, sentence, below))
}

function rows(pairs: readonly (readonly [string, string])[]): Markup {
	return element(
		'dl',
		{},
		...pairs.flatMap(([label, value]) => [
			element('dt', {}, label),
			element('dd', {}, value === '' ? '–' : value),
		]),
	)
}

function checkTables({ checks, language }: Checked): Markup[] {
	const questions = [...new Set(checks.map(({ question }) => question))]
	return questions.flatMap((question) => [
		element('h3', {}, `${question} · ${say(language, `question-${question}`)}`),
		element(
			'table',
			{},
			...checks
				.filter((check) => check.question === question)
				.map((check) => {
					const inputs = check.inputs.map(({ label, value }) => [label, value] as const)
					return checkRow(language, check, inputs.length === 0 ? null : rows(inputs))
				}),
		),
	])
}

function signatureParts(language: Language, one: SignatureReport): Markup[] {
	const facts: [string, string][] = []
	if (one.signer !== null) {
		facts.push([say(language, 'sig-label-signer'), one.signer.name])
		facts.push([say(language, 'sig-label-issuer'), one.signer.issuer])
	}
	if (one.claimed !== null)
		facts.push([say(language, 'sig-label-claimed'), formatInstant(one.claimed, language)])
	if (one.provenAt !== null)
		facts.push([say(language, 'sig-label-proven'), formatInstant(one.provenAt, language)])
	const { indication, subIndication } = one
	const code = subIndication === null ? indication : `${indication} / ${subIndication}`
	return [
		element('h3', {}, `${one.name}: ${say(language, `sig-verdict-${indication}`)}`),
		element('p', { class: 'mono' }, code),
		rows(facts),
		element('table', {}, ...one.checks.map((check) => checkRow(language, check, null))),
	]
}

function signed(title: 'seal' | 'signatures', report: SignaturesReport | null): Markup[] {
	if (report === null) return []
	const { language, signatures, sentence } = report
	return [
		element('h2', {}, say(language, `title-${title}`)),
		...(signatures.length === 0 ? [element('p', {}, sentence)] : []),
		...signatures.flatMap((one) => signatureParts(language, one)),
	]
}

const COVERED = { yes: 'file-covered', no: 'file-uncovered', structure: 'file-structure' } as const

function packageParts(report: PackageReport): Markup[] {
	const { language, packageChecks, receipt, evidence, seal, signatures, files } = report
	const part = (title: 'receipt' | 'evidence', checked: Checked | null) =>
		checked === null ? [] : [element('h2', {}, say(language, `title-${title}`)), ...checkTables(checked)]
	const fileRows = files.map(({ name, role, size, covered }) =>
		element(
			'tr',
			{},
			element('td', covered === 'no' ? { class: 'no' } : {}, name),
			element('td', {}, say(language, `role-${role}`)),
			element('td', {}, say(language, 'label-bytes', { size })),
			element('td', covered === 'no' ? { class: 'no' } : {}, say(language, COVERED[covered])),
		),
	)
	return [
		element('h2', {}, say(language, 'title-package')),
		element('table', {}, ...packageChecks.map((check) => checkRow(language, check, null))),
		...part('receipt', receipt),
		...part('evidence', evidence),
		...signed('seal', seal),
		...signed('signatures', signatures),
		...(files.length === 0
			? []
			: [element('h2', {}, say(language, 'title-files')), element('table', {}, ...fileRows)]),
	]
}

function timelineParts({ timeline, language }: Pick<Report, 'timeline' | 'language'>): Markup[] {
	if (timeline.length === 0) return []
	const events = timeline.map(({ at, sentence, whose }) =>
		element(
			'tr',
			{},
			element('td', { class: 'when' }, formatInstant(at, language)),
			element('td', {}, sentence),
			element('td', {}, say(language, `whose-${whose}`)),
		),
	)
	return [element('h2', {}, say(language, 'title-timeline')), element('table', {}, ...events)]
}

function claimParts(report: Printed): Markup[] {
	const { language, trust } = report
	const claim = 'claim' in report ? report.claim : null
	const parts: Markup[] = []
	if (claim !== null) {
		const pairs: [string, string][] = [
			[say(language, 'label-log'), claim.origin],
			[say(language, 'label-entry'), `${claim.index} · ${claim.cid}`],
			...claim.fields.map(({ name, value }): [string, string] => [say(language, fieldKey(name)), value]),
		]
		parts.push(element('h2', {}, say(language, 'title-claim')), rows(pairs))
	}
	if (trust !== null) {
		const pairs: [string, string][] = [
			[trust.town, trust.origin],
			[say(language, 'label-fingerprint'), trust.fingerprint],
		]
		parts.push(element('h2', {}, say(language, 'title-trust')), rows(pairs))
	}
	return parts
}

/** What was judged: its name, and its hash. */
function subject({ file, language }: Printed): Markup | null {
	if (file === null) return null
	const hash = 'sha256' in file ? file.sha256 : (Object.values(file.digests)[0] ?? '')
	return element(
		'p',
		{},
		`${say(language, 'print-subject')}: ${file.name ?? '–'} · `,
		element('span', { class: 'mono' }, hash),
	)
}

/** @returns the whole page, UTF-8; the same report gives the same bytes */
export function printReport(report: Printed): string {
	const { language, headline, sentence, notes, trust, exitCode } = report
	const policy = `default-src 'none'; style-src 'sha256-${base64(sha256(utf8(STYLE)))}'; base-uri 'none'; form-action 'none'`
	const body = [
		element(
			'header',
			{},
			element('p', {}, say(language, 'print-title')),
			element('h1', {}, headline),
			subject(report),
		),
		element(
			'section',
			{ class: `verdict ${TONES[exitCode]}` },
			element('p', {}, sentence),
			trust?.demo ? element('p', { class: 'demo' }, 'DEMO') : null,
		),
		element('ul', {}, ...notes.map((note) => element('li', {}, note))),
		...timelineParts(report),
		...claimParts(report),
		...('packageChecks' in report
			? packageParts(report)
			: [element('h2', {}, say(language, 'title-checks')), ...checkTables(report)]),
		element('footer', {}, say(language, 'print-footer')),
	]
	const head = [
		'<meta charset="utf-8">',
		`<meta http-equiv="Content-Security-Policy" content="${policy}">`,
		'<meta name="viewport" content="width=device-width, initial-scale=1">',
		element('title', {}, `${headline} – Letopis`).markup,
		`<style>${STYLE}</style>`,
	]
	return `<!doctype html>\n<html lang="${language}">\n<head>\n${head.join('\n')}\n</head>\n<body>\n${body.map(({ markup }) => markup).join('\n')}\n</body>\n</html>\n`
}
