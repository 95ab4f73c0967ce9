/**
 * What an audit answers, as data and in words.
 * @module
 */
import { type CheckpointJudgement, hex, type Predecessor, type RefusalError } from '@letopis/format'
import { distrustPhrase } from '../receipt/why.ts'
import type { Language } from '../report.ts'
import { printable } from '../words/message.ts'
import { kindPhrase, refusalPhrase } from '../words/phrases.ts'
import { say, sayName } from '../words/say.ts'
import type { AccessChain, AccessChains } from './access-chains.ts'
import { type AuditFinding, AuditFindings } from './audit-finding.ts'
import { type AuditContext, countsOf } from './context.ts'
import type { Counts, Head } from './progress.ts'

export interface AuditReport {
	type: 'letopis-audit/v1'
	language: Language
	headline: string
	sentence: string
	notes: readonly string[]
	/** 1 anything is wrong; 2 no trust file, quorum unmet or interrupted; 4 not the trusted log; 0 whole */
	exitCode: 0 | 1 | 2 | 4
	origin: string | null
	/** hex root */
	head: { size: number; root: string } | null
	/** head that the log was held against */
	remembered: { size: number; root: string } | null
	/** the log that this one continues, as its genesis says; `lost` are indexes from ≤ i < to */
	predecessor: { origin: string; size: number; root: string; lost: readonly [number, number] | null } | null
	/** links to entries of earlier logs: found there, and not checked because such a log was not given, or not whole */
	earlierLinks: { checked: number; unchecked: number }
	/** renewals of stamps of earlier logs: held against those, and not because such a log was not given */
	earlierRenewals: { checked: number; unchecked: number }
	/** accesses to documents whose keys were given: how many, and the first ten thousand by entry */
	accesses: readonly AccessChain[]
	/** entries read, and what they are */
	done: number
	counts: Counts | null
	/** number of all findings; the first hundred about entries follow by index, then as many about the whole log */
	findingsTotal: number
	findings: readonly { index: number | null; code: string; sentence: string }[]
}

interface Outcome {
	language: Language
	context: AuditContext
	judgement: CheckpointJudgement | null
	remembered: Head | null
	complete: boolean
}

function byIndex(a: AuditFinding, b: AuditFinding): number {
	return (a.index ?? Number.POSITIVE_INFINITY) - (b.index ?? Number.POSITIVE_INFINITY) || 0
}

function listFindings(language: Language, findings: AuditFindings): AuditReport['findings'] {
	return findings.kept
		.toSorted(byIndex)
		.map(({ index, code, values }) => ({ index, code, sentence: say(language, `audit-${code}`, values) }))
}

/** `entry 17 – …`, as a finding is shown. */
export function findingLine(language: Language, finding: AuditReport['findings'][number]): string {
	const { index, sentence } = finding
	const place =
		index === null ? say(language, 'audit-place-log') : say(language, 'audit-place-entry', { index })
	return `${place} – ${sentence}`
}

function verdictOf({ language, context, judgement, complete }: Outcome, findings: AuditReport['findings']) {
	const { origin, head, tree } = context
	const values = { origin, size: head.size }
	const verdict = (exitCode: AuditReport['exitCode'], headline: string, sentence: string) => ({
		exitCode,
		headline,
		sentence,
	})
	const [first] = findings
	if (first !== undefined) {
		const sentence = say(language, 'audit-sentence-findings', {
			count: context.findings.total,
			first: findingLine(language, first),
		})
		return verdict(1, say(language, 'audit-headline-findings'), sentence)
	}
	const undecided = say(language, 'audit-headline-undecided')
	if (!complete) {
		const done = tree.bundles * 256
		return verdict(2, undecided, say(language, 'audit-sentence-incomplete', { done, size: head.size }))
	}
	if (judgement === null) return verdict(2, undecided, say(language, 'audit-sentence-no-trust', values))
	if (judgement.log === null) {
		const detail = context.trust === null ? undefined : distrustPhrase(context.trust, judgement)
		const sentence = say(language, 'audit-sentence-untrusted', { origin, ...(detail && { detail }) })
		return verdict(4, say(language, 'audit-headline-untrusted'), sentence)
	}
	if (!judgement.ok) {
		const missing = judgement.missing.join(', ')
		return verdict(2, undecided, say(language, 'audit-sentence-quorum', { missing }))
	}
	return verdict(0, say(language, 'audit-headline-whole'), say(language, 'audit-sentence-whole', values))
}

function kindsText(language: Language, byKind: ReadonlyMap<string, number>): string {
	return [...byKind]
		.sort()
		.map(([kind, count]) => `${sayName(language, kindPhrase(kind))} ${count}`)
		.join(', ')
}

/** Where the log stands among the town's logs: what it continues, what was lost before it, whether it is closed. */
function successionNotes({ language, context }: Outcome): string[] {
	const { trust, origin, head, predecessor, earlier } = context
	const notes: string[] = []
	if (predecessor) {
		const { size, lost } = predecessor
		const values = { origin: predecessor.origin, size, root: hex(predecessor.root) }
		notes.push(say(language, 'audit-successor', values))
		if (lost !== undefined) {
			const [from, end] = lost
			notes.push(say(language, 'audit-lost', { from, to: end - 1, count: end - from }))
		}
		const { checked, unchecked, origins } = earlier
		if (checked > 0)
			notes.push(say(language, 'audit-links-checked', { count: checked, origins: origins.join(', ') }))
		if (unchecked > 0) notes.push(say(language, 'audit-links-unchecked', { count: unchecked }))
		const { renewalsChecked, renewalsUnchecked } = earlier
		if (renewalsChecked > 0) notes.push(say(language, 'audit-renewals-checked', { count: renewalsChecked }))
		if (renewalsUnchecked > 0)
			notes.push(say(language, 'audit-renewals-unchecked', { count: renewalsUnchecked }))
	}
	const closed = trust?.predecessors.find((old) => old.origin === origin)
	if (trust && closed !== undefined && head.size <= closed.size) {
		notes.push(say(language, 'audit-closed', { end: closed.size, origin: trust.origin }))
	}
	return notes
}

function notesOf(outcome: Outcome): string[] {
	const { language, context, remembered } = outcome
	const { tallies, findings, head } = context
	const notes: string[] = []
	if (context.trust?.demo) notes.push(say(language, 'note-demo'))
	if (remembered === null) notes.push(say(language, 'audit-first'))
	else if (remembered.size <= head.size && !findings.kept.some(({ code }) => code === 'fork')) {
		notes.push(say(language, 'audit-extends', { before: remembered.size }))
	}
	notes.push(say(language, 'audit-counts', { kinds: kindsText(language, tallies.byKind) }))
	const { stampsTrusted: trusted, stampsUntrusted: untrusted, stampsUnsupported: unsupported } = tallies
	notes.push(say(language, 'audit-stamps', { trusted, untrusted, unsupported }))
	notes.push(...successionNotes(outcome))
	const sealed = tallies.byKind.get('sealed') ?? 0
	if (context.chains !== null) notes.push(...accessNotes(outcome, context.chains))
	else if (sealed > 0) notes.push(say(language, 'audit-tags', { sealed }))
	return notes
}

/** That no further one is there can be said of a log that was read whole. */
function accessNotes({ language, complete }: Outcome, { chains }: AccessChains): string[] {
	if (!complete) return []
	return chains.map(({ label, count, indexes }) => {
		const last = indexes.at(-1)
		const named = printable(label)
		return last === undefined
			? say(language, 'audit-accesses-none', { label: named })
			: say(language, 'audit-accesses', { label: named, count, last })
	})
}

const shown = (head: Head | null) => (head === null ? null : { size: head.size, root: hex(head.root) })

function shownPredecessor(old: Predecessor | null): AuditReport['predecessor'] {
	if (old === null) return null
	const { origin, size, root, lost } = old
	return { origin: printable(origin), size, root: hex(root), lost: lost === undefined ? null : [...lost] }
}

export function buildReport(outcome: Outcome): AuditReport {
	const { language, context, remembered, complete } = outcome
	const findings = listFindings(language, context.findings)
	return {
		type: 'letopis-audit/v1',
		language,
		...verdictOf(outcome, findings),
		notes: notesOf(outcome),
		origin: printable(context.origin),
		head: shown(context.head),
		remembered: shown(remembered),
		predecessor: shownPredecessor(context.predecessor ?? null),
		earlierLinks: { checked: context.earlier.checked, unchecked: context.earlier.unchecked },
		earlierRenewals: {
			checked: context.earlier.renewalsChecked,
			unchecked: context.earlier.renewalsUnchecked,
		},
		accesses: (context.chains?.chains ?? []).map((chain) => ({ ...chain, label: printable(chain.label) })),
		done: complete ? context.head.size : context.tree.bundles * 256,
		counts: countsOf(context.tallies),
		findingsTotal: context.findings.total,
		findings,
	}
}

/** The answer about a log whose checkpoint cannot even be read. */
export function malformedCheckpoint(language: Language, refusal: RefusalError): AuditReport {
	const findings = new AuditFindings()
	findings.add('checkpoint-malformed', null, { detail: refusalPhrase(refusal) })
	const listed = listFindings(language, findings)
	return {
		type: 'letopis-audit/v1',
		language,
		headline: say(language, 'audit-headline-findings'),
		sentence: listed[0]?.sentence ?? '',
		notes: [],
		exitCode: 1,
		origin: null,
		head: null,
		remembered: null,
		predecessor: null,
		earlierLinks: { checked: 0, unchecked: 0 },
		accesses: [],
		earlierRenewals: { checked: 0, unchecked: 0 },
		done: 0,
		counts: null,
		findingsTotal: 1,
		findings: listed,
	}
}
