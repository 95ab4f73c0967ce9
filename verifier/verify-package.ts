/**
 * Verifies an evidence package, one file that holds the document and all that speaks for it: the container, what its
 * manifests and its seal cover, then receipt, evidence records and signatures, each by itself. A trust file inside is never
 * used. Pure but for WebCrypto's signature check; documents of any size are read in pieces.
 * @module
 */
import { hex } from '@letopis/format'
import type { AlgorithmPolicy } from './evidence/algorithms.ts'
import { type Hashed, type Hosting, hashAll } from './package/contents.ts'
import { compare, type NamedManifest, readManifests } from './package/coverage.ts'
import { PackageFindings } from './package/findings.ts'
import { demandContainer, isCandidate, MIMETYPE, RECEIPT, roleOf } from './package/layout.ts'
import {
	countedTokens,
	isAbout,
	judgeReceipt,
	judgeRecords,
	judgeSignatures,
	type Reader,
	readReceipt,
	readRecords,
	recordedContent,
} from './package/parts.ts'
import { PackageRefusal } from './package/refusal.ts'
import type { PackageFile, PackageReport } from './package/report.ts'
import { type JudgedSeal, judgeSeal, SEAL_MAX } from './package/seal.ts'
import type { ByteSource } from './package/source.ts'
import { malformedSummary, namesText, type PackageRequirement, summarizePackage } from './package/summary.ts'
import { packageTimeline } from './package/timeline.ts'
import { readEntry } from './package/unpack.ts'
import { readWithdrawn, withdrawnBy } from './package/withdrawn.ts'
import { readZip, type ZipEntry } from './package/zip.ts'
import type { Language, Report, TimeVerdict } from './report.ts'
import { parseRoots } from './timestamp/check.ts'
import type { DigestName } from './timestamp/oids.ts'
import { evidenceDigests } from './verify-evidence.ts'
import { openTrust } from './verify-receipt.ts'
import { printable } from './words/message.ts'

export interface PackageInput extends Hosting {
	/** the package, hostile */
	source: ByteSource
	/** bytes of the reader's own trust file */
	trust?: Uint8Array | undefined
	/** what must hold beyond the trust file's policy */
	require?: readonly PackageRequirement[]
	/** the receipt as found, for whoever wants to show it; what it returns is judged in its place: with a newer statement */
	onReceipt?: ((found: Uint8Array) => Uint8Array | string) | undefined
	/** the present, ms since 1970 */
	now: number
	/** until when algorithms count, unless by the verifier's own table */
	algorithms?: AlgorithmPolicy | undefined
	/** DER certificates that the reader trusts for signers of documents and their time-stamps */
	roots?: readonly Uint8Array[]
	language?: Language
}

const NO_TIME: TimeVerdict = {
	kind: 'self-declared',
	lower: null,
	upper: null,
	required: 1,
	declared: null,
	untrusted: [],
}
const NO_STATE: Report['verdict']['state'] = {
	is: 'unknown',
	size: null,
	log: null,
	statedAt: null,
	acts: [],
}

/** The file whose hash the receipt records; else the only one, or first, that has no other role. */
function documentOf(
	entries: readonly ZipEntry[],
	files: ReadonlyMap<string, Hashed>,
	recorded: string | null,
) {
	const candidates = entries.filter(isCandidate).flatMap(({ name }) => files.get(name) ?? [])
	const isRecorded = ({ digests }: Hashed) => hex(digests['SHA-256'] ?? new Uint8Array(0)) === recorded
	return candidates.find(isRecorded) ?? candidates[0] ?? null
}

/** By when, as trusted proofs tell, the document existed. */
function existedBy(receipt: Report | null, evidence: PackageReport['evidence']): number | undefined {
	const bounds = [
		receipt?.verdict.content.is === 'agrees' ? receipt.verdict.time.upper : null,
		evidence?.verdict.content.is === 'agrees' ? evidence.verdict.time.upper : null,
	]
	const times = bounds.flatMap((bound) => (bound === null ? [] : [bound.at]))
	return times.length === 0 ? undefined : Math.min(...times)
}

type Judged = Omit<PackageReport, 'type' | 'language' | 'trust'>

/** Seals of all manifests: the first of them, what those that count cover, and which files they consist of. */
async function judgeSeals(
	source: ByteSource,
	manifests: readonly NamedManifest[],
	files: ReadonlyMap<string, Hashed>,
	{ language, parsed: trust, now }: Reader,
	findings: PackageFindings,
) {
	const covered = new Set<string>()
	const structure = new Set<string>([MIMETYPE])
	let first: JudgedSeal | null = null
	for (const manifest of manifests) {
		const agreeing = compare(manifest, files, findings)
		const entry = files.get(manifest.signature)?.entry
		if (manifest.kind !== 'seal' || entry === undefined) continue
		if (roleOf(entry.name) !== 'seal' || !entry.name.endsWith('.p7s')) {
			findings.unknown('package-seal-stamp', { file: entry.name })
			continue
		}
		const signature = await readEntry(source, entry, SEAL_MAX)
		const seal = await judgeSeal({ signature, manifest: manifest.bytes, trust, now, language }, findings)
		first ??= seal
		if (!seal.counts) continue
		for (const name of agreeing) covered.add(name)
		for (const name of [manifest.name, entry.name]) structure.add(name)
	}
	if (first === null) findings.unknown('package-seal-none')
	return { seal: first, covered, structure }
}

function filesOf(
	files: ReadonlyMap<string, Hashed>,
	document: Hashed | null,
	covered: ReadonlySet<string>,
	structure: ReadonlySet<string>,
): PackageFile[] {
	return [...files.values()].map(({ entry: { name, size }, digests }) => ({
		name,
		role: name === document?.entry.name ? 'document' : roleOf(name),
		size,
		sha256: hex(digests['SHA-256'] ?? new Uint8Array(0)),
		covered: covered.has(name) ? 'yes' : structure.has(name) ? 'structure' : 'no',
	}))
}

/** What is in a container that could be read. */
async function judgePackage(input: PackageInput, reader: Reader): Promise<Judged> {
	const { source } = input
	const { language } = reader
	const findings = new PackageFindings()
	const entries = await readZip(source)
	await demandContainer(source, entries)
	const manifests = await readManifests(source, entries, findings)
	const records = await readRecords(source, entries, manifests)
	const withdrawn = await readWithdrawn(source, entries)
	const found = await readReceipt(source, entries)
	const receiptBytes = found && (input.onReceipt?.(found) ?? found)
	const ofRecords = evidenceDigests(records.map(({ bytes }) => bytes))
	const wanted = (entry: ZipEntry): DigestName[] => [
		...(isCandidate(entry) ? ofRecords : []),
		...manifests.flatMap(({ references }) =>
			references.flatMap(({ name, digest }) => (name === entry.name && digest !== null ? [digest] : [])),
		),
	]
	const files = await hashAll(source, entries, wanted, input)
	findings.yes('package-readable', { count: files.size })
	const { seal, covered, structure } = await judgeSeals(source, manifests, files, reader, findings)
	const demands = (input.require ?? []).filter((one) => one !== 'seal')
	const document = documentOf(entries, files, receiptBytes === null ? null : recordedContent(receiptBytes))
	const evidence = await judgeRecords(records, document, reader, findings, withdrawn)
	const known = withdrawnBy(withdrawn, countedTokens(records, document, evidence), reader.now)
	const receipt =
		receiptBytes === null ? null : await judgeReceipt(receiptBytes, document, reader, demands, known)
	const by = existedBy(receipt, evidence)
	const signatures = document && (await judgeSignatures(source, document, by, reader, findings))
	const bundled = [...files.keys()].filter((name) => roleOf(name) === 'trust')
	for (const file of bundled) findings.unknown('package-trust-ignored', { file })
	// The receipt speaks for the document, and is itself signed by the log.
	if (receipt?.verdict.content.is === 'agrees' && document !== null) {
		covered.add(document.entry.name)
		covered.add(RECEIPT)
	}
	// A record is judged by what it is; whoever adds one can say nothing of other files by it.
	for (const { name, manifest } of records.filter((record) => isAbout(record, document))) {
		structure.add(name).add(manifest)
	}
	const listed = filesOf(files, document, covered, structure)
	const uncovered = listed.filter((file) => file.covered === 'no').map(({ name }) => name)
	if (uncovered.length > 0) findings.no('package-uncovered', { files: namesText(uncovered) })
	else findings.yes('package-covered')
	const judged = { language, findings, document, receipt, evidence, seal, signatures, uncovered }
	const { content, ...summary } = summarizePackage({ ...judged, require: input.require ?? [] })
	const { time = NO_TIME, state = NO_STATE } = receipt?.verdict ?? {}
	const sealReport = seal?.report ?? null
	return {
		...summary,
		verdict: { content, time, state },
		claim: receipt?.claim ?? null,
		file: receipt?.file ?? null,
		timeline: packageTimeline(
			language,
			[receipt?.timeline ?? [], evidence?.timeline ?? []],
			signatures,
			sealReport,
		),
		files: listed.map((file) => ({ ...file, name: printable(file.name) })),
		uncovered: uncovered.map(printable),
		packageChecks: findings.said(language),
		...{ receipt, evidence, seal: sealReport, signatures },
	}
}

/** The answer about a container that is none. */
function refused({ why }: PackageRefusal, language: Language): Judged {
	const { content, ...summary } = malformedSummary(language, why)
	const refused = new PackageFindings()
	refused.contradiction('package-unreadable', { detail: why })
	return {
		...summary,
		verdict: { content, time: NO_TIME, state: NO_STATE },
		...{ claim: null, file: null, timeline: [], files: [], uncovered: [] },
		packageChecks: refused.said(language),
		...{ receipt: null, evidence: null, seal: null, signatures: null },
	}
}

/**
 * Verifies an evidence package. Never throws for anything that the package holds.
 * @throws RefusalError if `trust` is not a trust file, or one of `roots` no certificate; whatever the source throws
 */
export async function verifyPackage(input: PackageInput): Promise<PackageReport> {
	const { language = 'en', now, algorithms, trust, roots = [] } = input
	const trusted = trust === undefined ? null : openTrust(trust)
	parseRoots(roots)
	const parsed = trusted?.trust ?? null
	const reader = { trust, parsed, now, algorithms, roots, language }
	const facts = { type: 'letopis-package-report/v1', language, trust: trusted?.summary ?? null } as const
	try {
		return { ...facts, ...(await judgePackage(input, reader)) }
	} catch (error) {
		if (!(error instanceof PackageRefusal)) throw error
		return { ...facts, ...refused(error, language) }
	}
}
