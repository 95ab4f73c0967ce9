/**
 * Verifies one receipt against a file and the reader's trust file: questions 1 to 4 and 6, in this order. Pure but for
 * WebCrypto's signature check: no network, no clock, no storage.
 * @module
 */
import {
	cidText,
	hex,
	parseReceipt,
	parseTrust,
	type Receipt,
	RefusalError,
	type Trust,
	trustFingerprint,
} from '@letopis/format'
import { type Finding, Findings } from './receipt/finding.ts'
import { checkHead, checkInclusionOf, checkpointOf } from './receipt/head.ts'
import { checkFile, type GivenFile, type RecordFacts, readRecord, valueText } from './receipt/record.ts'
import { type Authorities, type FoundStamp, findStamps } from './receipt/stamps.ts'
import { judgeState } from './receipt/state.ts'
import { summarize } from './receipt/summary.ts'
import { judgeTime } from './receipt/time.ts'
import { buildTimeline } from './receipt/timeline.ts'
import { type Evidence, exitCodeOf, judgeContent, listUnmet, type Requirement } from './receipt/verdict.ts'
import { exactly } from './receipt/why.ts'
import type { Check, Claim, Input, Language, Report, TrustSummary } from './report.ts'
import type { Certificate } from './timestamp/certificate.ts'
import { parseRoots } from './timestamp/check.ts'
import { printable } from './words/message.ts'
import { refusalPhrase } from './words/phrases.ts'
import { inputLabel, say, sayName } from './words/say.ts'

export interface VerifyInput {
	/** either form of the receipt, hostile */
	receipt: string | Uint8Array
	/** hash of the file, computed by the caller while streaming it */
	file?: GivenFile | undefined
	/** bytes of the reader's own trust file */
	trust?: Uint8Array | undefined
	/** what must hold beyond the trust file's policy */
	require?: readonly Requirement[]
	/** whether a certificate of a trusted stamp was withdrawn, where more than the receipt tells of it */
	withdrawn?: Authorities['withdrawn']
	language?: Language
}

/** A trust file that can be used: parsed, its roots too. */
interface Trusted {
	trust: Trust
	roots: readonly Certificate[]
	summary: TrustSummary
}

/**
 * What a trust file says, for showing it before it is believed.
 * @throws RefusalError as `parseTrust`, and for a root that is no certificate
 */
export function readTrust(bytes: Uint8Array): TrustSummary {
	return openTrust(bytes).summary
}

/** As {@link readTrust}, with what is judged by. */
export function openTrust(bytes: Uint8Array): Trusted {
	const trust = parseTrust(bytes)
	const { town, origin, demo } = trust
	const summary = {
		town: printable(town),
		origin: printable(origin),
		demo,
		fingerprint: trustFingerprint(bytes),
	}
	return { trust, roots: parseRoots(trust.timestamps.roots), summary }
}

/**
 * Verifies a receipt. Never throws for anything that the receipt holds.
 * @throws RefusalError if `trust` is not a trust file: whom to trust is the caller's own input
 */
export async function verifyReceipt(input: VerifyInput): Promise<Report> {
	const trusted = input.trust === undefined ? null : openTrust(input.trust)
	let receipt: Receipt
	try {
		receipt = parseReceipt(input.receipt)
	} catch (error) {
		if (!(error instanceof RefusalError)) throw error
		return malformedReport(input, trusted, error)
	}
	return judge(input, receipt, trusted)
}

async function judge(input: VerifyInput, receipt: Receipt, trusted: Trusted | null): Promise<Report> {
	const language = input.language ?? 'en'
	const trust = trusted?.trust ?? null
	const findings = new Findings()
	const record = readRecord(receipt, findings)
	const same = checkFile(record, input.file, findings)
	checkInclusionOf(receipt, record, findings)
	// Stamps are judged before the head, for a stamp over this very note tells when its keys must have been valid;
	// their findings are shown after it.
	const stampFindings = new Findings()
	const authorities = { roots: trusted?.roots ?? null, withdrawn: input.withdrawn }
	const stamps = record === null ? [] : await findStamps(receipt, record, trust, authorities, stampFindings)
	const head = checkHead(receipt, trust, stampedAt(stamps, receipt), findings)
	findings.all.push(...stampFindings.all)
	const time = judgeTime(record, stamps, trust, findings)
	const state = judgeState(receipt, record, trust, findings)

	const evidence: Evidence = {
		findings,
		record,
		same,
		file: input.file,
		head,
		time,
		state,
		require: input.require ?? [],
	}
	const content = judgeContent(evidence)
	const unmet = listUnmet(evidence)
	const { index } = receipt.proof
	return {
		type: 'letopis-report/v1',
		language,
		...summarize(language, content, evidence, trusted?.summary ?? null, unmet, { index }),
		verdict: { content, time, state },
		unmet,
		exitCode: exitCodeOf(content, unmet, evidence),
		claim: record === null ? null : claimOf(receipt, record),
		file: fileSummary(input),
		trust: trusted?.summary ?? null,
		checks: findings.all.map((finding) => sayCheck(language, finding)),
		timeline: buildTimeline(language, stamps, time, state, head),
	}
}

/** Earliest trusted stamp over exactly the note that the proof leads to. */
function stampedAt(stamps: readonly FoundStamp[], receipt: Receipt): number | null {
	const times = stamps
		.filter(({ root, note }) => root !== null && note === receipt.proof.checkpoint)
		.map(({ stamp }) => stamp.genTime)
	return times.length === 0 ? null : Math.min(...times)
}

function claimOf(receipt: Receipt, record: RecordFacts): Claim {
	const head = checkpointOf(receipt.proof.checkpoint)
	return {
		origin: printable(head.origin),
		index: receipt.proof.index,
		cid: cidText(record.cid),
		kind: record.entry.kind,
		size: head.size,
		root: hex(head.root),
		content: record.content === null ? null : hex(record.content),
		fields: [...record.fields]
			.filter(([name]) => name !== 'time' && name !== 'content')
			.map(([name, value]) => ({ name, value: printable(valueText(value)) })),
	}
}

function fileSummary({ file }: VerifyInput): Report['file'] {
	return file === undefined
		? null
		: { sha256: hex(file.sha256), name: file.name === undefined ? null : printable(file.name) }
}

/** A finding in the reader's language. */
export function sayCheck(language: Language, { id, question, ok, message, values, inputs }: Finding): Check {
	return {
		id,
		question,
		ok,
		sentence: say(language, message, values),
		inputs: inputs.map((input) => sayInput(language, input)),
	}
}

function sayInput(language: Language, [key, value]: Finding['inputs'][number]): Input {
	return { id: key, label: inputLabel(language, key), value: printable(sayName(language, value)) }
}

/** The answer about something that is not even a receipt: nothing in it is worth looking at. */
function malformedReport(input: VerifyInput, trusted: Trusted | null, error: RefusalError): Report {
	const language = input.language ?? 'en'
	const detail = { detail: refusalPhrase(error) }
	return {
		type: 'letopis-report/v1',
		language,
		headline: say(language, 'headline-invalid'),
		sentence: say(language, 'sentence-malformed', detail),
		notes: [],
		verdict: {
			content: { is: 'cannot-be-decided', reason: 'malformed' },
			time: { kind: 'self-declared', lower: null, upper: null, required: 1, declared: null, untrusted: [] },
			state: { is: 'unknown', size: null, log: null, statedAt: null, acts: [] },
		},
		unmet: [],
		exitCode: 1,
		claim: null,
		file: fileSummary(input),
		trust: trusted?.summary ?? null,
		checks: [
			{
				id: 'receipt',
				question: 1,
				ok: 'no',
				sentence: say(language, 'sentence-malformed', detail),
				inputs: [sayInput(language, exactly(error))],
			},
		],
		timeline: [],
	}
}
