/**
 * Verifies evidence records (RFC 4998) with the document that they are about and the reader's trust file: is it the file
 * that was stamped, and since when, at the latest, did it exist? Pure but for WebCrypto's signature check; the time as of
 * which everything is judged is given by the caller.
 * @module
 */
import { hex, RefusalError } from '@letopis/format'
import { ALGORITHMS, type AlgorithmPolicy } from './evidence/algorithms.ts'
import { type EvidenceRecord, parseEvidenceRecord } from './evidence/record.ts'
import type { EvidenceReport, EvidenceStamp } from './evidence/report.ts'
import { CHECKS, digestOf, type FileDigests, type JudgedRecord, RecordJudge } from './evidence/stamps.ts'
import { evidenceTimeline, summarizeEvidence } from './evidence/summary.ts'
import { boundOfRecords, judgeEvidence } from './evidence/verdict.ts'
import type { WithdrawnInput } from './evidence/withdrawn.ts'
import { Findings } from './receipt/finding.ts'
import { exactly } from './receipt/why.ts'
import type { Language } from './report.ts'
import type { DigestName } from './timestamp/oids.ts'
import { StampRefusal } from './timestamp/refusal.ts'
import { Work } from './timestamp/work.ts'
import { openTrust, sayCheck } from './verify-receipt.ts'
import { printable } from './words/message.ts'
import { refusalPhrase } from './words/phrases.ts'

/** Most records that are judged together: one of each authority. */
export const RECORDS_MAX = 32

export interface EvidenceInput {
	/** DER evidence records of one document, hostile; at least one, at most 32 */
	records: readonly Uint8Array[]
	/** digests of the document: those that {@link evidenceDigests} names, computed by the caller while streaming it */
	file?: { name?: string; digests: Partial<Readonly<Record<DigestName, Uint8Array>>> } | undefined
	/** bytes of the reader's own trust file */
	trust?: Uint8Array | undefined
	/** as of when, ms since 1970: now, as a rule */
	at: number
	/** until when algorithms count, unless by the verifier's own table */
	algorithms?: AlgorithmPolicy | undefined
	/** what came with the records about certificates that were withdrawn; where it is given, its absence is told too */
	withdrawn?: WithdrawnInput | undefined
	language?: Language
}

/** Digests of the document that its records need; of what cannot be read, none. */
export function evidenceDigests(records: readonly Uint8Array[]): DigestName[] {
	const names = new Set<DigestName>()
	for (const bytes of records.slice(0, RECORDS_MAX)) {
		try {
			for (const { stamps } of parseEvidenceRecord(bytes).chains) {
				const [first] = stamps
				if (first !== undefined) names.add(digestOf(first))
			}
		} catch (error) {
			if (!(error instanceof RefusalError || error instanceof StampRefusal)) throw error
		}
	}
	return [...names]
}

/**
 * Verifies one or more evidence records of one document. Never throws for anything that a record holds.
 * @throws RefusalError if `trust` is not a trust file; RangeError for no records or more than 32
 */
export async function verifyEvidence(input: EvidenceInput): Promise<EvidenceReport> {
	const { records, file, at, algorithms = ALGORITHMS, language = 'en' } = input
	if (records.length === 0 || records.length > RECORDS_MAX) {
		throw new RangeError(`expected 1 to ${RECORDS_MAX} records, got ${records.length}`)
	}
	const trusted = input.trust === undefined ? null : openTrust(input.trust)
	const findings = new Findings()
	const judged: JudgedRecord[] = []
	const digests: FileDigests = file?.digests ?? null
	const size = records.reduce((sum, { length }) => sum + length, 0)
	const { withdrawn } = input
	const measure = { roots: trusted?.roots ?? null, algorithms, at, work: new Work(size), withdrawn }
	if (file === undefined) findings.unknown([1, CHECKS.file], 'evidence-no-file', {}, [])
	for (const [i, bytes] of records.entries()) {
		const record = readRecord(bytes, i + 1, findings)
		if (record === null) continue
		judged.push(await new RecordJudge(i + 1, record, digests, measure, findings).judge())
	}
	const required = Math.max(1, trusted?.trust.timestamps.required ?? 1)
	const upper = boundOfRecords(judged, required)
	const evidence = { findings, judged, file: file !== undefined, trusted: trusted !== null, upper }
	const verdict = judgeEvidence(evidence)
	const summary = trusted?.summary ?? null
	return {
		type: 'letopis-evidence-report/v1',
		language,
		...summarizeEvidence(language, { ...evidence, ...verdict, at, required, trust: summary }),
		verdict: { content: verdict.content, time: { upper, required } },
		exitCode: verdict.exitCode,
		at,
		algorithms: { issued: algorithms.issued, source: printable(algorithms.source) },
		file: file === undefined ? null : fileSummary(file),
		trust: summary,
		checks: findings.all
			.toSorted((a, b) => a.question - b.question)
			.map((finding) => sayCheck(language, finding)),
		timeline: evidenceTimeline(language, judged),
		stamps: judged.flatMap(({ number, stamps }) => stamps.map((one) => stampSummary(number, one))),
		counted: judged.filter(({ proven, covers }) => proven && covers === true).map(({ number }) => number),
	}
}

function readRecord(bytes: Uint8Array, record: number, findings: Findings): EvidenceRecord | null {
	const place = [4, CHECKS.record] as const
	try {
		const parsed = parseEvidenceRecord(bytes)
		const chains = parsed.chains.length
		const stamps = parsed.chains.reduce((count, chain) => count + chain.stamps.length, 0)
		if (parsed.encrypted) {
			findings.unknown([4, CHECKS.stamp], 'evidence-encrypted', { record }, [])
			return null
		}
		findings.yes(place, 'evidence-readable', { record, chains, stamps }, [])
		return parsed
	} catch (error) {
		if (!(error instanceof RefusalError)) throw error
		const values = { record, detail: refusalPhrase(error) }
		findings.contradiction(place, 'evidence-unreadable', values, [exactly(error)])
		return null
	}
}

function fileSummary({ name, digests }: NonNullable<EvidenceInput['file']>): EvidenceReport['file'] {
	const entries = Object.entries(digests).map(([digest, value]) => [digest, hex(value)] as const)
	return { name: name === undefined ? null : printable(name), digests: Object.fromEntries(entries) }
}

function stampSummary(
	record: number,
	{ at, digest, stamp, end }: JudgedRecord['stamps'][number],
): EvidenceStamp {
	const { signer, root, genTime, accuracy, validUntil } = stamp
	return {
		record,
		chain: at.chain,
		stamp: at.stamp,
		digest,
		signer: printable(signer),
		root: root === null ? null : printable(root.name),
		genTime,
		accuracy,
		certificatesUntil: validUntil,
		algorithmsUntil: Number.isFinite(end.until) ? end.until : null,
	}
}
