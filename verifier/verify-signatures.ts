/**
 * Examines the electronic signatures of a document: PAdES and other CMS signatures in PDF, CAdES in .p7m, .p7s and
 * containers (ASiC). The verdict is in the words of EN 319 102-1; what was not examined keeps it from TOTAL-PASSED and is listed. Whom to
 * believe, and what time it is, the caller says.
 * @module
 */
import { hex, RefusalError, sha256 } from '@letopis/format'
import { PackageRefusal } from './package/refusal.ts'
import type { Language } from './report.ts'
import { type Cms, parseCms } from './signatures/cms.ts'
import { examineContainer, isZip } from './signatures/container.ts'
import { SignedContent } from './signatures/content.ts'
import { nameFor } from './signatures/names.ts'
import { examinePdf, type PdfSurroundings } from './signatures/pdf/signatures.ts'
import { reportPdf, reportSignature, type SignaturesReport, summarise } from './signatures/report.ts'
import { type ExaminedSignature, examineSignature, type Surroundings } from './signatures/signature.ts'
import { NO_MATERIAL } from './signatures/values.ts'
import { parseRoots } from './timestamp/check.ts'
import { TooMuchWork, Work } from './timestamp/work.ts'
import type { MessageKey, Values } from './words/message.ts'
import { refusalPhrase } from './words/phrases.ts'
import { say } from './words/say.ts'

export interface SignaturesInput {
	/** the signed file */
	file: Uint8Array
	/** what was signed, where the file holds only the signature (.p7s) */
	content?: Uint8Array | undefined
	/** DER certificates that the reader trusts, for signers and time-stamps alike */
	roots?: readonly Uint8Array[]
	/** of a CMS: those for time-stamps, where they are others; then `roots` are for signers alone */
	stampRoots?: readonly Uint8Array[] | undefined
	/** the present, ms since 1970 */
	now: number
	/** proof from elsewhere that the file existed, by this time at the latest, ms since 1970 */
	existedBy?: number | undefined
	language?: Language
}

/** Larger files are refused: everything is read in memory. */
export const SIGNED_MAX_BYTES = 512 * 1024 * 1024

function isPdf(file: Uint8Array): boolean {
	return [0x25, 0x50, 0x44, 0x46, 0x2d].every((octet, i) => file[i] === octet)
}

function notesOf(language: Language, { roots = [], existedBy }: Omit<SignaturesInput, 'language'>): string[] {
	const notes: string[] = []
	if (roots.length === 0) notes.push(say(language, 'sig-note-roots'))
	if (existedBy !== undefined) notes.push(say(language, 'sig-note-proof', { at: { ms: existedBy } }))
	notes.push(say(language, 'sig-note-content'))
	return notes
}

type Facts = Pick<SignaturesReport, 'type' | 'language' | 'notes' | 'file'>
type Teller = (facts: Facts) => SignaturesReport

/** Of a file as a whole nothing can be said. */
function unjudged(
	facts: Facts,
	format: SignaturesReport['format'],
	key: MessageKey,
	values: Values = {},
): SignaturesReport {
	const { language } = facts
	return {
		...facts,
		headline: say(language, 'sig-headline-INDETERMINATE'),
		sentence: say(language, key, values),
		indication: 'INDETERMINATE',
		exitCode: 2,
		format,
		signatures: [],
		revisions: [],
	}
}

function unreadable(facts: Facts, format: SignaturesReport['format'], error: RefusalError): SignaturesReport {
	const detail = refusalPhrase(error)
	const isEncrypted = format === 'pdf' && error.code === 'unsupported-version'
	const key = isEncrypted
		? 'sig-pdf-encrypted'
		: format === 'pdf'
			? 'sig-pdf-unreadable'
			: 'sig-sentence-format'
	return unjudged(facts, format, key, { detail })
}

/** A signer as people know it: the name in the certificate that the signature meant, or its number. */
function signerName(language: Language, cms: Cms, position: number): string {
	const { certificates, signers } = cms
	const number = say(language, 'sig-name-signer', { number: position + 1 })
	const id = signers[position]?.id
	const own = certificates.find(({ serial, issuer }) =>
		id !== undefined && 'issuer' in id
			? hex(serial) === hex(id.serial) && hex(issuer) === hex(id.issuer)
			: false,
	)
	return own === undefined ? number : `${number} (${nameFor(own.subject)})`
}

async function readCms(input: Omit<SignaturesInput, 'language'>, around: Surroundings): Promise<Teller> {
	const cms = parseCms(input.file)
	// What the reader holds is what the question is about, whatever the signature may bring along.
	const octets = input.content ?? cms.content ?? undefined
	const content = octets === undefined ? null : new SignedContent(octets)
	const examined: ExaminedSignature[] = []
	for (const signer of cms.signers) examined.push(await examineSignature(cms, signer, content, around))
	return (facts) => {
		const { language } = facts
		const signatures = examined.map((one, i) =>
			reportSignature(language, signerName(language, cms, i), one, null),
		)
		return { ...facts, format: 'cms', ...summarise(language, signatures), signatures, revisions: [] }
	}
}

async function readContainer(
	input: Omit<SignaturesInput, 'language'>,
	around: Surroundings,
): Promise<Teller> {
	const members = await examineContainer(input.file, around)
	return (facts) => {
		const { language } = facts
		const signatures = members.map(({ file, cms, position, examined }) => {
			const signer = cms === null ? '–' : signerName(language, cms, position)
			return reportSignature(language, say(language, 'sig-name-member', { file, signer }), examined, null)
		})
		return { ...facts, format: 'asic', ...summarise(language, signatures), signatures, revisions: [] }
	}
}

async function readPdf({ file }: Pick<SignaturesInput, 'file'>, around: PdfSurroundings): Promise<Teller> {
	const examined = await examinePdf(file, around)
	return (facts) => {
		const reported = reportPdf(facts.language, examined)
		return { ...facts, format: 'pdf', ...summarise(facts.language, reported.signatures), ...reported }
	}
}

/**
 * Examines every signature of a file.
 * @returns what tells it in a language; nothing is examined again for another one
 * @throws RefusalError if a root is not a certificate, RangeError if the file is larger than {@link SIGNED_MAX_BYTES}
 */
export async function examineSignatures(
	input: Omit<SignaturesInput, 'language'>,
): Promise<(language: Language) => SignaturesReport> {
	const { file, now, existedBy } = input
	if (file.length > SIGNED_MAX_BYTES) throw new RangeError(`file: ${file.length} bytes, at most 512 MiB`)
	const roots = parseRoots(input.roots ?? [])
	const stampRoots = input.stampRoots && parseRoots(input.stampRoots)
	const existed = Math.min(now, existedBy ?? now)
	const own = { sha256: hex(sha256(file)), size: file.length }
	const factsIn = (language: Language): Facts => ({
		...{ type: 'letopis-signatures/v1', language, notes: notesOf(language, input), file: own },
	})
	const format = isPdf(file) ? 'pdf' : isZip(file) ? 'asic' : 'cms'
	try {
		const around = { roots, now, existed, work: new Work(file.length) }
		const own = { ...around, stampRoots, material: NO_MATERIAL }
		const tell =
			format === 'pdf'
				? await readPdf(input, around)
				: await (format === 'cms' ? readCms : readContainer)(input, own)
		return (language) => tell(factsIn(language))
	} catch (error) {
		if (error instanceof TooMuchWork)
			return (language) => unjudged(factsIn(language), format, 'sig-too-much-work')
		if (error instanceof PackageRefusal)
			return (language) => unjudged(factsIn(language), format, 'sig-asic-unreadable', { detail: error.why })
		if (!(error instanceof RefusalError)) throw error
		return (language) => unreadable(factsIn(language), format === 'pdf' ? 'pdf' : null, error)
	}
}

/** As {@link examineSignatures}, told in the language of the input. */
export async function verifySignatures(input: SignaturesInput): Promise<SignaturesReport> {
	return (await examineSignatures(input))(input.language ?? 'en')
}
