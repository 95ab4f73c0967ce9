/**
 * The verdict on a package: that of its receipt, unless the package contradicts itself or more was asked for than holds.
 * @module
 */
import type { EvidenceReport } from '../evidence/report.ts'
import { CHECKS } from '../evidence/stamps.ts'
import type { Language, Report } from '../report.ts'
import type { SignaturesReport } from '../signatures/report.ts'
import type { MessageKey, Phrase } from '../words/message.ts'
import { say } from '../words/say.ts'
import type { Hashed } from './contents.ts'
import type { PackageFindings } from './findings.ts'
import type { PackageReport, PackageUnmet } from './report.ts'
import type { JudgedSeal } from './seal.ts'

/** What is asked for beyond the verdict on the document. */
export type PackageRequirement = 'time' | 'witness' | 'seal'

export interface Judged {
	language: Language
	findings: PackageFindings
	document: Hashed | null
	receipt: Report | null
	evidence: EvidenceReport | null
	seal: JudgedSeal | null
	signatures: SignaturesReport | null
	uncovered: readonly string[]
	require: readonly PackageRequirement[]
}

type Summary = Pick<PackageReport, 'headline' | 'sentence' | 'notes' | 'exitCode' | 'unmet'> & {
	content: PackageReport['verdict']['content']
}

const NAMED = 10

/** Some names, and how many more there are. */
export function namesText(names: readonly string[]): string {
	const more = names.length > NAMED ? ` … (+${names.length - NAMED})` : ''
	return `${names.slice(0, NAMED).join(', ')}${more}`
}

/** What neither a receipt nor a seal of its own can make good. */
function contradictionOf({ findings, evidence, language }: Judged): string | null {
	const own = findings.firstContradiction
	if (own !== null) return say(language, own.message, own.values)
	const reason = evidence?.verdict.content.reason
	const isWrong = reason === 'malformed' || reason === 'invalid' || reason === 'other-content'
	return evidence !== null && isWrong ? evidence.sentence : null
}

/** Records that the reader cannot judge, or of authorities that he does not trust, are as if they were not there. */
function hasEnded(evidence: EvidenceReport | null): boolean {
	return (
		evidence !== null &&
		evidence.verdict.content.is !== 'agrees' &&
		evidence.checks.some(({ id, ok }) => id === CHECKS.force && ok === 'no')
	)
}

function unmetOf({ receipt, evidence, seal, uncovered, require }: Judged): PackageUnmet[] {
	const unmet: PackageUnmet[] = [...(receipt?.unmet ?? [])]
	if (uncovered.length > 0) unmet.push('uncovered')
	if (hasEnded(evidence)) unmet.push('evidence')
	if (require.includes('seal') && seal?.is !== 'trusted') unmet.push('seal')
	return unmet
}

/** Sentences about what stands beside the receipt. */
function notesOf(judged: Judged, unmet: readonly PackageUnmet[]): string[] {
	const { language, document, receipt, evidence, signatures, uncovered, findings } = judged
	const notes: string[] = []
	const note = (key: MessageKey, values = {}) => notes.push(say(language, key, values))
	if (document !== null) note('note-package-document', { file: document.entry.name })
	if (unmet.includes('seal')) note('note-unmet-seal')
	if (uncovered.length > 0) note('note-package-uncovered', { files: namesText(uncovered) })
	const bundled = say(language, 'note-bundled')
	notes.push(...(receipt?.notes ?? []).filter((line) => line !== bundled))
	if (evidence !== null) note('note-package-evidence', { sentence: evidence.sentence })
	const seal = findings.all.find(({ message }) => message.startsWith('package-seal-'))
	if (seal !== undefined) note('note-package-seal', { sentence: say(language, seal.message, seal.values) })
	if (signatures !== null) note('note-package-signatures', { sentence: signatures.sentence })
	notes.push(bundled)
	return notes
}

/** 1 before everything else; then what the receipt gives, where nothing further is unmet. */
export function summarizePackage(judged: Judged): Summary {
	const { language, receipt, uncovered } = judged
	const unmet = unmetOf(judged)
	const notes = notesOf(judged, unmet)
	const base = { notes, unmet }
	const differs = receipt?.verdict.content.is === 'differs' || receipt?.verdict.content.is === 'no-record'
	const contradiction = contradictionOf(judged)
	if (contradiction !== null && !differs) {
		const inside =
			receipt === null ? [] : [say(language, 'note-package-inside', { headline: receipt.headline })]
		return {
			...base,
			headline: say(language, 'headline-package-invalid'),
			sentence: say(language, 'sentence-package-invalid', { why: contradiction }),
			notes: [...inside, ...notes],
			content: { is: 'cannot-be-decided', reason: 'package-invalid' },
			exitCode: 1,
		}
	}
	if (receipt === null || judged.document === null) {
		const reason = receipt === null ? 'no-receipt' : 'no-document'
		return {
			...base,
			headline: say(language, 'headline-undecided'),
			sentence: say(language, `sentence-package-${reason}`),
			content: { is: 'cannot-be-decided', reason },
			exitCode: 2,
		}
	}
	const { content } = receipt.verdict
	const isShort = content.is === 'agrees' && unmet.length > receipt.unmet.length
	const { headline, sentence, exitCode } = receipt
	if (!isShort) return { ...base, headline, sentence, content, exitCode }
	// Where the receipt itself is short of something it has said so already.
	const isSaid = receipt.unmet.length > 0
	const key = unmet.includes('seal') ? 'headline-agrees-short' : 'headline-agrees-doubt'
	const more = [
		...(unmet.includes('evidence') ? [say(language, 'sentence-package-ended')] : []),
		...(uncovered.length > 0 ? [say(language, 'sentence-package-doubt')] : []),
	]
	return {
		...base,
		headline: isSaid || exitCode === 3 ? headline : say(language, key),
		sentence: [sentence, ...more].join(' '),
		content,
		exitCode: exitCode === 0 || exitCode === 3 ? 2 : exitCode,
	}
}

/** The answer about something that is no package at all. */
export function malformedSummary(language: Language, detail: Phrase): Summary {
	return {
		headline: say(language, 'headline-package-invalid'),
		sentence: say(language, 'sentence-package-malformed', { detail }),
		notes: [],
		unmet: [],
		content: { is: 'cannot-be-decided', reason: 'package-malformed' },
		exitCode: 1,
	}
}
