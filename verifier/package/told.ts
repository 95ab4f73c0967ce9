/**
 * A report on a package, or on evidence records, in the shape of one on a receipt, so that pages show all alike; what a
 * receipt does not have follows as parts, each a title and what was found.
 * @module
 */
import type { EvidenceReport } from '../evidence/report.ts'
import type { Check, Input, Language, Reason, Report } from '../report.ts'
import type { SignatureReport, SignaturesReport } from '../signatures/report.ts'
import { formatInstant } from '../words/instant.ts'
import { inputLabel, say } from '../words/say.ts'
import type { PackageFile, PackageReason, PackageReport } from './report.ts'

export interface ToldPart {
	title: string
	checks: readonly Pick<Check, 'ok' | 'sentence' | 'inputs'>[]
}

const REASONS: Readonly<Record<Exclude<PackageReason, Reason>, Reason>> = {
	'package-malformed': 'malformed',
	'package-invalid': 'invalid',
	'no-receipt': 'no-file',
	'no-document': 'no-file',
}

function plainReason(reason: PackageReason | null): Reason | null {
	return reason !== null && Object.hasOwn(REASONS, reason)
		? REASONS[reason as keyof typeof REASONS]
		: (reason as Reason | null)
}

/** The whole verdict, with the checks of the receipt alone. */
export function packageAsReport(report: PackageReport): Report {
	const { language, headline, sentence, notes, exitCode, claim, file, trust, timeline, verdict, receipt } =
		report
	const content = { is: verdict.content.is, reason: plainReason(verdict.content.reason) }
	return {
		...{
			type: 'letopis-report/v1',
			language,
			headline,
			sentence,
			notes,
			exitCode,
			claim,
			file,
			trust,
			timeline,
		},
		verdict: { ...verdict, content },
		unmet: receipt?.unmet ?? [],
		checks: receipt?.checks ?? [],
	}
}

/** Since when the file exists; of a record in a log it says nothing. */
export function evidenceAsReport(report: EvidenceReport): Report {
	const { language, headline, sentence, notes, exitCode, file, trust, timeline, checks, verdict } = report
	const reasons: Partial<Record<NonNullable<typeof verdict.content.reason>, Reason>> = {
		malformed: 'malformed',
		invalid: 'invalid',
		'other-content': 'other-content',
		'no-trust': 'no-trust',
	}
	const { is, reason } = verdict.content
	const { upper, required } = verdict.time
	return {
		...{ type: 'letopis-report/v1', language, headline, sentence, notes, exitCode, trust, timeline, checks },
		verdict: {
			content: { is, reason: reason === null ? null : (reasons[reason] ?? 'no-file') },
			time: {
				...{ kind: upper === null ? 'self-declared' : 'upper-only', lower: null, upper, required },
				...{ declared: null, untrusted: [] },
			},
			state: { is: 'unknown', size: null, log: null, statedAt: null, acts: [] },
		},
		unmet: [],
		claim: null,
		file: file === null ? null : { name: file.name, sha256: file.digests['SHA-256'] ?? '' },
	}
}

const COVERED = { yes: 'file-covered', no: 'file-uncovered', structure: 'file-structure' } as const

function fileCheck(
	language: Language,
	{ name, role, size, covered, sha256 }: PackageFile,
): ToldPart['checks'][number] {
	const facts = [
		say(language, `role-${role}`),
		say(language, 'label-bytes', { size }),
		say(language, COVERED[covered]),
	]
	return {
		ok: covered === 'no' ? 'no' : 'yes',
		sentence: `${name} · ${facts.join(' · ')}`,
		inputs: [{ id: 'file-hash', label: inputLabel(language, 'file-hash'), value: sha256 }],
	}
}

const VERDICTS = { 'TOTAL-PASSED': 'yes', INDETERMINATE: 'unknown', 'TOTAL-FAILED': 'no' } as const

function signatureChecks(language: Language, one: SignatureReport): ToldPart['checks'] {
	const { name, indication, subIndication, signer, claimed, provenAt, checks } = one
	const input = (key: 'signer' | 'issuer' | 'claimed' | 'proven', value: string): Input => ({
		id: key,
		label: say(language, `sig-label-${key}`),
		value,
	})
	const inputs = [
		...(signer === null ? [] : [input('signer', signer.name), input('issuer', signer.issuer)]),
		...(claimed === null ? [] : [input('claimed', formatInstant(claimed, language))]),
		...(provenAt === null ? [] : [input('proven', formatInstant(provenAt, language))]),
	]
	const code = subIndication === null ? indication : `${indication} / ${subIndication}`
	const sentence = `${name}: ${say(language, `sig-verdict-${indication}`)} (${code})`
	return [
		{ ok: VERDICTS[indication], sentence, inputs },
		...checks.map((check) => ({ ok: check.ok, sentence: check.sentence, inputs: [] })),
	]
}

function signaturePart(title: 'seal' | 'signatures', report: SignaturesReport | null): ToldPart[] {
	if (report === null) return []
	const { language, signatures, sentence } = report
	const checks = signatures.flatMap((one) => signatureChecks(language, one))
	const none = { ok: 'unknown', sentence, inputs: [] } as const
	return [{ title: say(language, `title-${title}`), checks: checks.length === 0 ? [none] : checks }]
}

/** What stands beside the receipt: the package itself, evidence records, seal, signatures of the document, all files. */
export function packageParts(report: PackageReport): ToldPart[] {
	const { language, packageChecks, evidence, seal, signatures, files } = report
	const own = packageChecks.map(({ ok, sentence }) => ({ ok, sentence, inputs: [] }))
	const listed = files.map((file) => fileCheck(language, file))
	return [
		{ title: say(language, 'title-package'), checks: own },
		...(evidence === null ? [] : [{ title: say(language, 'title-evidence'), checks: evidence.checks }]),
		...signaturePart('seal', seal),
		...signaturePart('signatures', signatures),
		...(files.length === 0 ? [] : [{ title: say(language, 'title-files'), checks: listed }]),
	]
}
