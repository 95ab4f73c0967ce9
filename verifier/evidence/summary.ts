/**
 * The verdict on evidence records in words: headline, one sentence, the notes that a reader must not miss, a timeline.
 * @module
 */
import { limitOf } from '../receipt/time.ts'
import type { Language, TimelineEvent, TrustSummary } from '../report.ts'
import type { MessageKey } from '../words/message.ts'
import { say } from '../words/say.ts'
import type { EvidenceReason, EvidenceReport } from './report.ts'
import { boundStamp, type JudgedRecord } from './stamps.ts'
import type { JudgedEvidence } from './verdict.ts'

const SENTENCES: Readonly<Record<EvidenceReason, MessageKey>> = {
	malformed: 'sentence-evidence-malformed',
	invalid: 'sentence-evidence-invalid',
	'other-content': 'sentence-evidence-differs',
	'no-file': 'sentence-evidence-no-file',
	'no-trust': 'sentence-no-trust',
	'untrusted-authority': 'sentence-evidence-untrusted',
	lapsed: 'sentence-evidence-lapsed',
	unsupported: 'sentence-evidence-unsupported',
	'too-few': 'sentence-evidence-too-few',
}

interface Told extends JudgedEvidence {
	content: EvidenceReport['verdict']['content']
	/** ms since 1970 */
	at: number
	required: number
	trust: TrustSummary | null
}

function headlineOf({ is, reason }: EvidenceReport['verdict']['content']): MessageKey {
	if (is === 'agrees') return 'headline-evidence-agrees'
	if (is === 'differs') return 'headline-differs'
	const isInvalid = reason === 'malformed' || reason === 'invalid'
	return isInvalid ? 'headline-evidence-invalid' : 'headline-undecided'
}

/** The first failure is the one to tell: others may follow from it. */
function sentenceOf(language: Language, { content, findings, required, upper }: Told): string {
	if (content.reason === null) {
		const authorities = (upper?.stamps ?? []).map(({ signer, root }) => `${signer} (${root})`).join(', ')
		return say(language, 'sentence-evidence-agrees', { time: { ms: upper?.at ?? 0 }, authorities })
	}
	const sentence = say(language, SENTENCES[content.reason], { required })
	const told = findings.all.find(
		({ ok, plain }) =>
			plain ||
			(content.reason === 'lapsed' && ok === 'no') ||
			(content.reason === 'unsupported' && ok === 'unknown'),
	)
	if (told === undefined) return sentence
	return `${sentence} ${say(language, told.message, told.values)}`
}

export function summarizeEvidence(
	language: Language,
	told: Told,
): Pick<EvidenceReport, 'headline' | 'sentence' | 'notes'> {
	const { content, at, trust } = told
	const notes: string[] = []
	if (trust?.demo) notes.push(say(language, 'note-demo'))
	if (content.is === 'agrees') notes.push(say(language, 'note-evidence-not-recorded'))
	const idle = told.judged.flatMap(({ number, proven }) => (proven ? [] : [number]))
	if (content.is === 'agrees' && idle.length > 0) {
		notes.push(say(language, 'note-evidence-idle', { records: idle.join(', ') }))
	}
	notes.push(say(language, 'note-evidence-as-of', { time: { ms: at } }))
	if (trust !== null) notes.push(say(language, 'note-bundled'))
	return { headline: say(language, headlineOf(content)), sentence: sentenceOf(language, told), notes }
}

/** All stamps that hold, by time. */
export function evidenceTimeline(language: Language, judged: readonly JudgedRecord[]): TimelineEvent[] {
	return judged
		.flatMap(({ number: record, stamps }) =>
			stamps.map(({ at: { chain, stamp: number }, stamp }): TimelineEvent => {
				const values = { record, chain, stamp: number, signer: stamp.signer }
				const key = chain === 1 && number === 1 ? 'event-evidence-first' : 'event-evidence-renewed'
				return {
					at: limitOf('upper', boundStamp(stamp)),
					kind: 'not-after',
					whose: stamp.root === null ? 'untrusted' : 'trusted',
					sentence: say(language, key, values),
				}
			}),
		)
		.sort((a, b) => a.at - b.at)
}
