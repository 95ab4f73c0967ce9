/**
 * Signatures and document time-stamps of a PDF (ISO 32000-2 §12.8, PAdES: EN 319 142-1), each from its range to its
 * verdict. Document time-stamps come first, the latest before the others: what they prove dates all that they cover.
 * @module
 */
import { RefusalError } from '@letopis/format'
import type { Certificate } from '../../timestamp/certificate.ts'
import type { Work } from '../../timestamp/work.ts'
import type { Phrase } from '../../words/message.ts'
import { refusalPhrase } from '../../words/phrases.ts'
import { type Cms, parseCms } from '../cms.ts'
import { SignedContent } from '../content.ts'
import { Examination, type SubIndication } from '../examination.ts'
import { readEvidence } from '../revocation.ts'
import { type ExaminedSignature, examineSignature } from '../signature.ts'
import { examineStamp, readToken, type StampFinding } from '../stamps.ts'
import { type Material, together } from '../values.ts'
import { budgetFor, PdfDocument } from './document.ts'
import { storeOf } from './evidence.ts'
import { type ByteRange, byteRange, type SignatureField, signatureFields } from './fields.ts'
import { History } from './history.ts'
import { checkLater } from './later.ts'
import type { Budget } from './parser.ts'
import { nameOf, Text } from './values.ts'

export interface PdfSurroundings {
	roots: readonly Certificate[]
	/** ms since 1970: the present, and when the file is proven to have existed at the latest */
	now: number
	existed: number
	/** what this file may cause, beside looking at its octets */
	work?: Work | undefined
}

interface Place {
	field: SignatureField
	kind: string
	/** where the signature's own octets stand: signatures are told in this order */
	from: number
	range: ByteRange | null
}

export interface PdfSignature {
	field: string
	/** SubFilter */
	kind: string
	/** offset of the end of what it covers; null where that is not a range */
	end: number | null
	coversAll: boolean
	examined: ExaminedSignature
}

export interface PdfStamp {
	field: string
	end: number | null
	coversAll: boolean
	stamp: StampFinding
	examination: Examination
}

export interface ExaminedPdf {
	signatures: readonly PdfSignature[]
	stamps: readonly PdfStamp[]
	history: History | null
	length: number
}

const MAX_SIGNATURES = 128
/** Octets hashed for one file, however many signatures cover them. */
const MAX_HASHED = 4 * 1024 ** 3
const STAMP = 'ETSI.RFC3161'
const DETACHED: ReadonlySet<string> = new Set(['ETSI.CAdES.detached', 'adbe.pkcs7.detached'])

function contentOf(data: Uint8Array, { gapFrom, gapTo, end }: ByteRange): SignedContent {
	return new SignedContent(data.subarray(0, gapFrom), data.subarray(gapTo, end))
}

function contentsOf(pdf: PdfDocument, { value }: SignatureField): Uint8Array {
	const contents = pdf.get(value, 'Contents')
	if (!(contents instanceof Text)) throw new RefusalError('malformed', 'PDF: a signature without contents')
	return contents.bytes
}

function placeOf(pdf: PdfDocument, { value }: SignatureField): number {
	const contents = pdf.get(value, 'Contents')
	return contents instanceof Text ? contents.start : -1
}

function placesOf(pdf: PdfDocument): Place[] {
	const fields = signatureFields(pdf)
	if (fields.length > MAX_SIGNATURES) throw new RefusalError('too-large', 'PDF: too many signatures')
	const places = fields.map((field) => ({
		field,
		kind: nameOf(pdf.get(field.value, 'SubFilter')) ?? '',
		from: placeOf(pdf, field),
		range: byteRange(pdf, field),
	}))
	const hashed = places.reduce((sum, { range }) => sum + (range?.end ?? 0), 0)
	if (hashed > MAX_HASHED) throw new RefusalError('too-large', 'PDF: too much is signed too often')
	return places.sort((a, b) => a.from - b.from)
}

function stampFault(why: Phrase | null): SubIndication {
	if (why?.key === 'sig-stamp-other') return 'HASH_FAILURE'
	return why?.key === 'why-signature' ? 'SIG_CRYPTO_FAILURE' : 'FORMAT_FAILURE'
}

class Desk {
	private readonly pdf: PdfDocument
	private readonly budget: Budget
	private readonly around: PdfSurroundings
	private readonly history: History | null
	private readonly places: readonly Place[]
	/** what document time-stamps prove: everything up to an offset existed by a time */
	private readonly proofs: { end: number; at: number }[] = []
	private material: Material

	constructor(data: Uint8Array, around: PdfSurroundings) {
		this.budget = budgetFor(data)
		this.around = around
		this.pdf = new PdfDocument(data, this.budget)
		this.places = placesOf(this.pdf)
		const ends = this.places.flatMap(({ range }) => (range === null ? [] : [range.end]))
		this.history = ends.length === 0 ? null : new History(this.pdf, ends, this.budget)
		this.material = storeOf(this.pdf, around.existed)
	}

	/** When what ends at an offset is proven to have existed at the latest. */
	private existedAt(end: number): number {
		const covering = this.proofs.filter((proof) => proof.end > end).map(({ at }) => at)
		return Math.min(this.around.existed, ...covering)
	}

	private checkRange({ range }: Place, examination: Examination): void {
		if (range === null) {
			examination.fails('FORMAT_FAILURE', 'sig-pdf-range')
			return
		}
		if (this.history?.isEnd(range.end)) examination.holds('sig-pdf-covers', { end: range.end })
		else examination.fails('SIG_CONSTRAINTS_FAILURE', 'sig-pdf-no-revision')
	}

	/** The state that was signed must hold the same signature in its form as the file does now. */
	private checkState({ field, range }: Place, examination: Examination): void {
		if (range === null) return
		try {
			const signed = new PdfDocument(this.pdf.data.subarray(0, range.end), this.budget)
			const isThere = signatureFields(signed).some((one) => {
				const own = byteRange(signed, one)
				return one.name === field.name && own?.gapFrom === range.gapFrom && own.end === range.end
			})
			if (!isThere) examination.fails('SIG_CONSTRAINTS_FAILURE', 'sig-pdf-other-state')
		} catch (error) {
			if (!(error instanceof RefusalError)) throw error
			examination.fails('SIG_CONSTRAINTS_FAILURE', 'sig-pdf-other-state')
		}
	}

	private checkPlace(place: Place, examination: Examination): void {
		this.checkRange(place, examination)
		this.checkState(place, examination)
		if (place.range !== null && this.history !== null) {
			checkLater(this.pdf, place.field, this.history, place.range.end, examination)
		}
	}

	private async stamp(place: Place): Promise<PdfStamp> {
		const { field, range } = place
		const { roots, now, work } = this.around
		const examination = new Examination()
		this.checkRange(place, examination)
		this.checkState(place, examination)
		const end = range?.end ?? 0
		const existed = range === null ? this.around.existed : this.existedAt(end)
		const content = range === null ? new SignedContent() : contentOf(this.pdf.data, range)
		const { certificates, lists, responses } = this.material
		const trust = { roots, bag: certificates, evidence: readEvidence(lists, responses, work), now, work }
		const read = () => readToken(contentsOf(this.pdf, field))
		const stamp = await examineStamp('document', read, content, trust, existed)
		const isSound = examination.verdict().indication === 'TOTAL-PASSED'
		if (stamp.provenAt !== null && isSound && range !== null) this.believe(range, stamp.provenAt)
		this.noteStamp(stamp, examination)
		return { field: field.name, end: range?.end ?? null, coversAll: this.isLast(range), stamp, examination }
	}

	/** What the stamp covers, the evidence in it among the rest, existed by then. */
	private believe({ end }: ByteRange, at: number): void {
		this.proofs.push({ end, at })
		const state = new PdfDocument(this.pdf.data.subarray(0, end), this.budget)
		this.material = together(this.material, storeOf(state, at))
	}

	private async signature(place: Place): Promise<PdfSignature> {
		const { field, kind, range } = place
		const examination = new Examination()
		this.checkPlace(place, examination)
		const cms = this.cmsOf(place, examination)
		const [signer] = cms?.signers ?? []
		const content = range === null ? null : contentOf(this.pdf.data, range)
		const { roots, now, work } = this.around
		const existed = range === null ? this.around.existed : this.existedAt(range.end)
		const around = { roots, now, existed, work, material: this.material }
		const nothing: ExaminedSignature = {
			examination,
			certificate: null,
			claimed: null,
			provenAt: null,
			stamps: [],
			ends: null,
		}
		const isReadable = cms !== null && signer !== undefined
		const examined = isReadable ? await examineSignature(cms, signer, content, around, examination) : nothing
		return { field: field.name, kind, end: range?.end ?? null, coversAll: this.isLast(range), examined }
	}

	private isLast(range: ByteRange | null): boolean {
		return range !== null && this.history?.after(range.end).length === 0
	}

	private noteStamp({ verdict, why, signer, provenAt }: StampFinding, examination: Examination): void {
		const name = signer ?? '?'
		const values = { name, ...(why && { detail: why }) }
		if (provenAt !== null) examination.holds('sig-stamp-holds', { name, at: { ms: provenAt } })
		else if (verdict === 'broken') examination.fails(stampFault(why), 'sig-stamp-broken', values)
		else examination.fails('GENERIC', 'sig-stamp-open', values)
	}

	private cmsOf({ field, kind }: Place, examination: Examination): Cms | null {
		if (!DETACHED.has(kind)) {
			examination.leaves('sig-pdf-kind', { kind })
			return null
		}
		try {
			const cms = parseCms(contentsOf(this.pdf, field))
			if (cms.content !== null) examination.fails('FORMAT_FAILURE', 'sig-pdf-content')
			if (cms.signers.length !== 1) examination.fails('FORMAT_FAILURE', 'sig-pdf-signers')
			return cms
		} catch (error) {
			if (!(error instanceof RefusalError)) throw error
			examination.fails('FORMAT_FAILURE', 'sig-unreadable', { detail: refusalPhrase(error) })
			return null
		}
	}

	async run(): Promise<ExaminedPdf> {
		const byEnd = [...this.places].sort((a, b) => (b.range?.end ?? 0) - (a.range?.end ?? 0))
		const stamps: PdfStamp[] = []
		for (const place of byEnd) if (place.kind === STAMP) stamps.push(await this.stamp(place))
		const signatures: PdfSignature[] = []
		for (const place of this.places) if (place.kind !== STAMP) signatures.push(await this.signature(place))
		return { signatures, stamps: stamps.toReversed(), history: this.history, length: this.pdf.data.length }
	}
}

/** @throws RefusalError where the file cannot be read as a PDF */
export async function examinePdf(data: Uint8Array, around: PdfSurroundings): Promise<ExaminedPdf> {
	return new Desk(data, around).run()
}
