/**
 * What an examination of signatures answers, as data and in the reader's words. Codes stay stable, sentences may change.
 * @module
 */
import { hex } from '@letopis/format'
import type { Language } from '../report.ts'
import { printable } from '../words/message.ts'
import { say, sayPhrase } from '../words/say.ts'
import type { Ends } from './ends.ts'
import type { Examination, Indication, SubIndication } from './examination.ts'
import { nameFor } from './names.ts'
import type { Change } from './pdf/changes.ts'
import type { ExaminedPdf } from './pdf/signatures.ts'
import type { ExaminedSignature } from './signature.ts'
import type { StampFinding } from './stamps.ts'

export interface SignatureCheck {
	/** stable */
	id: string
	ok: 'yes' | 'no' | 'unknown'
	sentence: string
}

export interface StampReport {
	kind: StampFinding['kind']
	verdict: StampFinding['verdict']
	/** ms since 1970, as stated */
	genTime: number | null
	/** of one that holds: what it covers existed by then, ms since 1970 */
	provenAt: number | null
	signer: string | null
	root: string | null
	why: string | null
	ends: Ends | null
}

export interface SignatureReport {
	/** for people: field of the PDF, or number of the signer */
	name: string
	is: 'signature' | 'document-stamp'
	indication: Indication
	subIndication: SubIndication | null
	sentence: string
	signer: { name: string; issuer: string; serial: string; fingerprint: string } | null
	/** ms since 1970, by the signer's own word */
	claimed: number | null
	/** ms since 1970 by which it is proven to have existed */
	provenAt: number | null
	/** of a PDF: end of what it covers, and whether nothing came after; null where that is no range */
	covers: { end: number; all: boolean } | null
	stamps: readonly StampReport[]
	/** when its certificates and algorithms end; null where they are not known, and of a document stamp, whose own say it */
	ends: Ends | null
	checks: readonly SignatureCheck[]
	/** what was not examined */
	unexamined: readonly string[]
}

export interface SignaturesReport {
	type: 'letopis-signatures/v1'
	language: Language
	headline: string
	sentence: string
	notes: readonly string[]
	/** the worst of all, INDETERMINATE of a file that cannot be read; null where there is no signature */
	indication: Indication | null
	/** for the command line: 0 all passed, 1 any failed, 2 anything else */
	exitCode: 0 | 1 | 2
	format: 'pdf' | 'cms' | 'asic' | null
	/** hex */
	file: { sha256: string; size: number }
	signatures: readonly SignatureReport[]
	/** of a PDF, in order; `changes` is null where nothing before is signed, or where it could not be told */
	revisions: readonly { end: number; changes: readonly { is: Change; sentence: string }[] | null }[]
}

/** The worst last. */
const ORDER: readonly Indication[] = ['TOTAL-PASSED', 'INDETERMINATE', 'TOTAL-FAILED']

function checksOf(language: Language, { findings }: Examination): SignatureCheck[] {
	return findings.map(({ ok, message, values }) => ({
		id: message,
		ok,
		sentence: say(language, message, values),
	}))
}

function reportStamp(language: Language, stamp: StampFinding): StampReport {
	const { kind, verdict, genTime, provenAt, signer, root, why, ends } = stamp
	return {
		kind,
		verdict,
		genTime,
		provenAt,
		signer: signer && printable(signer),
		root: root && printable(root),
		why: why && sayPhrase(language, why),
		ends,
	}
}

function verdictOf(language: Language, examination: Examination) {
	const { indication, subIndication, because } = examination.verdict()
	const sentence = because === null ? say(language, 'sig-sentence-passed') : sayPhrase(language, because)
	const unexamined = examination.unexamined.map(({ message, values }) => say(language, message, values))
	return { indication, subIndication, sentence, checks: checksOf(language, examination), unexamined }
}

export function reportSignature(
	language: Language,
	name: string,
	{ examination, certificate, claimed, provenAt, stamps, ends }: ExaminedSignature,
	covers: SignatureReport['covers'],
): SignatureReport {
	const signer = certificate && {
		name: printable(nameFor(certificate.subject)),
		issuer: printable(nameFor(certificate.issuer)),
		serial: hex(certificate.serial),
		fingerprint: certificate.fingerprint,
	}
	const reported = stamps.map((stamp) => reportStamp(language, stamp))
	const facts = { signer, claimed, provenAt, covers, stamps: reported, ends }
	return { name, is: 'signature', ...verdictOf(language, examination), ...facts }
}

/** Signatures in order of the file, then document time-stamps, and the file's revisions. */
export function reportPdf(
	language: Language,
	{ signatures, stamps, history }: ExaminedPdf,
): Pick<SignaturesReport, 'signatures' | 'revisions'> {
	const own = signatures.map(({ field, end, coversAll, examined }) => {
		const name = say(language, 'sig-name-field', { name: field })
		return reportSignature(language, name, examined, end === null ? null : { end, all: coversAll })
	})
	const documents = stamps.map(({ field, end, coversAll, stamp, examination }): SignatureReport => {
		return {
			name: say(language, 'sig-name-stamp', { name: field }),
			is: 'document-stamp',
			...verdictOf(language, examination),
			signer: null,
			claimed: null,
			provenAt: stamp.provenAt,
			covers: end === null ? null : { end, all: coversAll },
			stamps: [reportStamp(language, stamp)],
			ends: null,
		}
	})
	const revisions = (history?.revisions ?? []).map(({ end, changes }) => ({
		end,
		changes: changes?.map((is) => ({ is, sentence: say(language, `sig-change-${is}`) })) ?? null,
	}))
	return { signatures: [...own, ...documents], revisions }
}

/** The verdict over all of them. */
export function summarise(
	language: Language,
	signatures: readonly SignatureReport[],
): Pick<SignaturesReport, 'headline' | 'sentence' | 'indication' | 'exitCode'> {
	if (signatures.length === 0) {
		const sentence = say(language, 'sig-sentence-none')
		return { headline: say(language, 'sig-headline-none'), sentence, indication: null, exitCode: 2 }
	}
	const [worst] = [...signatures].sort((a, b) => ORDER.indexOf(b.indication) - ORDER.indexOf(a.indication))
	const indication = worst?.indication ?? 'INDETERMINATE'
	const isPassed = indication === 'TOTAL-PASSED'
	return {
		headline: say(language, `sig-headline-${indication}`),
		sentence: isPassed
			? say(language, 'sig-sentence-all', { count: signatures.length })
			: `${worst?.name ?? ''}: ${worst?.sentence ?? ''}`,
		indication,
		exitCode: isPassed ? 0 : indication === 'TOTAL-FAILED' ? 1 : 2,
	}
}
