/**
 * The parts of a package that are judged by themselves: receipt, evidence records, and the signatures of the document.
 * @module
 */
import { hex, parseReceipt, RefusalError, TLOG_PROOF_MAX_BYTES, type Trust } from '@letopis/format'
import type { AlgorithmPolicy } from '../evidence/algorithms.ts'
import { EVIDENCE_MAX, parseEvidenceRecord } from '../evidence/record.ts'
import type { EvidenceReport } from '../evidence/report.ts'
import type { WithdrawnInput } from '../evidence/withdrawn.ts'
import { Findings } from '../receipt/finding.ts'
import { readRecord } from '../receipt/record.ts'
import type { Authorities } from '../receipt/stamps.ts'
import type { Language, Report } from '../report.ts'
import { parseCms } from '../signatures/cms.ts'
import { isZip } from '../signatures/container.ts'
import type { SignaturesReport } from '../signatures/report.ts'
import { RECORDS_MAX, verifyEvidence } from '../verify-evidence.ts'
import { verifyReceipt } from '../verify-receipt.ts'
import { verifySignatures } from '../verify-signatures.ts'
import type { Hashed } from './contents.ts'
import type { NamedManifest } from './coverage.ts'
import type { PackageFindings } from './findings.ts'
import { isContainer } from './kind.ts'
import { RECEIPT } from './layout.ts'
import { PackageRefusal } from './refusal.ts'
import type { ByteSource } from './source.ts'
import { readEntry } from './unpack.ts'
import type { ZipEntry } from './zip.ts'

/** Larger documents are not kept whole, so their signatures are not examined here. */
export const SIGNED_DOCUMENT_MAX = 64 * 1024 * 1024

export interface Reader {
	/** bytes of the reader's own trust file */
	trust: Uint8Array | undefined
	parsed: Trust | null
	/** the present, ms since 1970 */
	now: number
	algorithms: AlgorithmPolicy | undefined
	/** DER certificates that the reader trusts for signers of documents and their time-stamps */
	roots: readonly Uint8Array[]
	language: Language
}

function fileOf({ entry, digests }: Hashed) {
	return { sha256: digests['SHA-256'] as Uint8Array, size: entry.size, name: entry.name }
}

/** Null where the package holds none. */
export async function readReceipt(
	source: ByteSource,
	entries: readonly ZipEntry[],
): Promise<Uint8Array | null> {
	const entry = entries.find(({ name }) => name === RECEIPT)
	// One octet more than is allowed, so that whoever parses it sees that it is too long.
	return entry === undefined ? null : readEntry(source, entry, TLOG_PROOF_MAX_BYTES + 1)
}

/** Hex SHA-256 of the content that the receipt is about; null where it does not say. */
export function recordedContent(bytes: Uint8Array | string): string | null {
	try {
		const content = readRecord(parseReceipt(bytes), new Findings())?.content ?? null
		return content === null ? null : hex(content)
	} catch (error) {
		if (!(error instanceof RefusalError)) throw error
		return null
	}
}

export function judgeReceipt(
	receipt: Uint8Array | string,
	document: Hashed | null,
	{ trust, language }: Reader,
	require: readonly ('time' | 'witness')[],
	withdrawn: Authorities['withdrawn'],
): Promise<Report> {
	return verifyReceipt({
		receipt,
		file: document === null ? undefined : fileOf(document),
		trust,
		require,
		withdrawn,
		language,
	})
}

export interface RecordOf {
	/** names of the entry, and of the manifest that names it */
	name: string
	manifest: string
	/** names of the files that it is about */
	about: readonly string[]
	bytes: Uint8Array
}

/** All evidence records that a manifest names; a time-stamp or whatever else it may name is none of them. */
export async function readRecords(
	source: ByteSource,
	entries: readonly ZipEntry[],
	manifests: readonly NamedManifest[],
): Promise<RecordOf[]> {
	const own = manifests.filter(({ kind }) => kind === 'record')
	if (own.length > RECORDS_MAX) throw new PackageRefusal('too-many', { limit: RECORDS_MAX })
	const records: RecordOf[] = []
	for (const { name: manifest, signature, references } of own) {
		const entry = entries.find(({ name }) => name === signature)
		if (entry === undefined) continue
		const bytes = await readEntry(source, entry, EVIDENCE_MAX)
		records.push({ name: signature, manifest, about: references.map(({ name }) => name), bytes })
	}
	return records
}

/** Whether a record is about the document alone. */
export function isAbout({ about }: RecordOf, document: Hashed | null): boolean {
	return document === null || (about.length === 1 && about[0] === document.entry.name)
}

/** Records of the document alone; what the others are about they would have to be asked with. */
export async function judgeRecords(
	records: readonly RecordOf[],
	document: Hashed | null,
	{ trust, now, algorithms, language }: Reader,
	findings: PackageFindings,
	withdrawn: WithdrawnInput,
): Promise<EvidenceReport | null> {
	const isOwn = (record: RecordOf) => isAbout(record, document)
	for (const record of records) {
		if (!isOwn(record)) findings.unknown('package-records-other', { file: record.name })
	}
	const own = records.filter(isOwn)
	if (own.length === 0) return null
	const file = document === null ? undefined : { name: document.entry.name, digests: document.digests }
	return verifyEvidence({
		records: own.map(({ bytes }) => bytes),
		file,
		trust,
		at: now,
		algorithms,
		withdrawn,
		language,
	})
}

/** Tokens with which the records begin that count. */
export function countedTokens(
	records: readonly RecordOf[],
	document: Hashed | null,
	evidence: EvidenceReport | null,
): Uint8Array[] {
	const own = records.filter((record) => isAbout(record, document))
	return (evidence?.counted ?? []).flatMap((number) => {
		const record = own[number - 1]
		const token = record && parseEvidenceRecord(record.bytes).chains[0]?.stamps[0]?.token
		return token === undefined ? [] : [token]
	})
}

/** Whether a document is in a form whose signatures are examined: PDF, a container, or a CMS that can be read. */
function isSigned(bytes: Uint8Array): boolean {
	if (bytes[0] === 0x25 || isContainer(bytes)) return true
	try {
		parseCms(bytes)
		return true
	} catch (error) {
		if (!(error instanceof RefusalError)) throw error
		return false
	}
}

const PDF = [0x25, 0x50, 0x44, 0x46, 0x2d]

/** @param existedBy ms since 1970, as other proofs tell */
export async function judgeSignatures(
	source: ByteSource,
	{ entry, head }: Hashed,
	existedBy: number | undefined,
	{ roots, now, language }: Reader,
	findings: PackageFindings,
): Promise<SignaturesReport | null> {
	// PDF, ZIP, or the outermost SEQUENCE of a CMS.
	if (!PDF.every((octet, i) => head[i] === octet) && !isZip(head) && head[0] !== 0x30) return null
	if (entry.size > SIGNED_DOCUMENT_MAX) {
		findings.unknown('package-signatures-large', { limit: SIGNED_DOCUMENT_MAX })
		return null
	}
	const file = await readEntry(source, entry, SIGNED_DOCUMENT_MAX)
	if (!isSigned(file)) return null
	const report = await verifySignatures({ file, roots, now, existedBy, language })
	if (report.signatures.length > 0) return report
	// What cannot be read is told; a file without signatures is nothing to tell of.
	return report.indication === null ? null : report
}
