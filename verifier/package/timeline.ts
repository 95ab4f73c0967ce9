/**
 * Everything that receipt, evidence records, seal and signatures tell of times, in one order.
 * @module
 */
import type { Language, TimelineEvent } from '../report.ts'
import type { SignatureReport, SignaturesReport } from '../signatures/report.ts'
import { say } from '../words/say.ts'

const WORDS = {
	signature: { claimed: 'event-signed', stamped: 'event-signature-stamped' },
	seal: { claimed: 'event-sealed', stamped: 'event-seal-stamped' },
} as const

function eventsOf(
	language: Language,
	kind: keyof typeof WORDS,
	{ name, signer, claimed, stamps }: SignatureReport,
): TimelineEvent[] {
	const { claimed: claimedKey, stamped } = WORDS[kind]
	const who = signer?.name ?? name
	const events = stamps.flatMap(
		({ genTime, provenAt, signer: authority, root, verdict }): TimelineEvent[] => {
			if (genTime === null || verdict === 'broken') return []
			const sentence = say(language, stamped, { name: who, authority: authority ?? '?' })
			const whose = provenAt === null || root === null ? 'untrusted' : 'trusted'
			return [{ at: provenAt ?? genTime, kind: 'stamped', whose, sentence }]
		},
	)
	if (claimed === null) return events
	const sentence = say(language, claimedKey, { name: who })
	return [{ at: claimed, kind: 'signed', whose: 'untrusted', sentence }, ...events]
}

/** @param parts timelines of receipt and evidence records */
export function packageTimeline(
	language: Language,
	parts: readonly (readonly TimelineEvent[])[],
	signatures: SignaturesReport | null,
	seal: SignaturesReport | null,
): TimelineEvent[] {
	return [
		...(signatures?.signatures ?? []).flatMap((one) => eventsOf(language, 'signature', one)),
		...parts.flat(),
		...(seal?.signatures ?? []).flatMap((one) => eventsOf(language, 'seal', one)),
	].sort((a, b) => a.at - b.at)
}
