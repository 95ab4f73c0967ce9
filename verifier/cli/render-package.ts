/**
 * A report on a package for a person at a terminal: the verdict, then each part with its checks, then the files.
 * @module
 */
import type { PackageFile, PackageReport } from '../package/report.ts'
import type { SignaturesReport } from '../signatures/report.ts'
import { say } from '../words/say.ts'
import { checksLines, MARKS, section, type Terminal, verdictLines } from './render-report.ts'
import { revisionLines, signatureLines } from './render-signatures.ts'
import { wrap } from './terminal.ts'

const COVERED = { yes: 'file-covered', no: 'file-uncovered', structure: 'file-structure' } as const

function fileLines(
	{ name, role, size, covered }: PackageFile,
	language: PackageReport['language'],
	{ paint, width }: Terminal,
) {
	const facts = [
		say(language, `role-${role}`),
		say(language, 'label-bytes', { size }),
		say(language, COVERED[covered]),
	].join(' · ')
	return [
		`  ${covered === 'no' ? paint('✘', 'red') : ' '} ${name}`,
		paint(`      ${wrap(facts, width, '      ')}`, 'grey'),
	]
}

function signedLines(report: SignaturesReport | null, terminal: Terminal): string[] {
	if (report === null) return []
	const { language, signatures } = report
	return [
		...signatures.flatMap((signature) => signatureLines(signature, language, terminal)),
		...(signatures.length === 0 ? [wrap(report.sentence, terminal.width)] : []),
		...revisionLines(report, terminal),
	]
}

export function renderPackage(report: PackageReport, terminal: Terminal): string {
	const { language, packageChecks, receipt, evidence, seal, signatures, files } = report
	const { paint, width } = terminal
	const title = (
		key: 'package' | 'receipt' | 'evidence' | 'seal' | 'signatures' | 'files',
		lines: readonly string[],
	) => (lines.length === 0 ? [] : [section(say(language, `title-${key}`), paint), ...lines])
	const own = packageChecks.map(({ ok, sentence }) => {
		const { mark, colour } = MARKS[ok]
		return `  ${paint(mark, colour)} ${wrap(sentence, width, '    ')}`
	})
	return [
		...verdictLines(report, terminal),
		...title('package', own),
		...title('receipt', receipt === null ? [] : checksLines(receipt, terminal)),
		...title('evidence', evidence === null ? [] : checksLines(evidence, terminal)),
		...title('seal', signedLines(seal, terminal)),
		...title('signatures', signedLines(signatures, terminal)),
		...title(
			'files',
			files.flatMap((file) => fileLines(file, language, terminal)),
		),
		'',
	].join('\n')
}
