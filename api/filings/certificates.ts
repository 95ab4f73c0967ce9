/**
 * Certificates of digital acts as commands: what a filing still lacks for one, issuing it, and finding the one that was issued.
 *
 * It is made once, for a qualified time-stamp cannot be had twice alike, and recorded as a document of the case under a key that derives
 * from the entry of the step that confirmed the filing: where that one is voided, its certificate is that of the filing no more. A crash
 * before the entry leaves nothing; one between it and the case is mended by asking again.
 * @module
 */
import { type Cid, cidText, hex, parseTrust } from '@letopis/format'
import { fieldsOf } from '../agendas/agenda.ts'
import type { Acting, Cases } from '../cases/cases.ts'
import { findCase } from '../cases/rows.ts'
import type { Printer } from '../clause/printer.ts'
import type { Receipts } from '../documents/receipts.ts'
import type { Recorder } from '../documents/recording.ts'
import type { Principal } from '../http/env.ts'
import { Problem } from '../http/problems.ts'
import { NoStamp, sealPdf } from '../seal/pdf.ts'
import type { ApiDeps } from '../services.ts'
import { type ActingPerson, type ActOffice, type CertificateFacts, derivedUuid } from './certificate-xml.ts'
import { type Confirmed, certificateKey, confirmedBy, issuedCertificate } from './certified.ts'
import type { Filings, LocatedFiling, RecordedStep } from './filings.ts'
import { filedFiles, filingReceipt } from './papers.ts'
import type { Statuses } from './status.ts'
import { storeFile } from './store.ts'

/**
 * Why there can be no certificate: the town has no qualified seal (or is a DEMO); its IČO, data box or seat is unknown; the agenda has no
 * codes of the register; the filing was confirmed in no way that makes it a digital act; the applicant is an organisation; something of
 * the filing cannot be read any more; its case is closed; whoever asks is of another department than has it in hand.
 */
export const LACKS = [
	'seal',
	'town',
	'register',
	'channel',
	'organization',
	'content',
	'case-closed',
	'department',
] as const
export type Lack = (typeof LACKS)[number]

/** What is put into the certificate, as far as it is known; what is lacking else. */
type Ready = Pick<CertificateFacts, 'register' | 'office' | 'hash' | 'files'> & {
	readonly confirmed: Confirmed
}

export interface CertificateServices {
	readonly filings: Filings
	readonly statuses: Statuses
	readonly receipts: Receipts
	readonly recorder: Recorder
	readonly cases: Cases
	readonly printer: Printer
	/** @throws Problem where nothing can be recorded now */
	readonly demandReady: () => Promise<void>
}

export class Certificates {
	readonly #deps: ApiDeps
	readonly #with: CertificateServices

	constructor(deps: ApiDeps, services: CertificateServices) {
		this.#deps = deps
		this.#with = services
	}

	/** The one that was issued, as the CID of its document, or null; and what a filing lacks for one, in the order of {@link LACKS}. */
	async state(found: LocatedFiling, principal: Principal): Promise<{ document: Cid | null; lacks: Lack[] }> {
		const steps = await this.#with.filings.steps(found.position)
		const ready = await this.#ready(found, steps, principal)
		const document = await issuedCertificate(this.#deps, steps)
		return { document, lacks: Array.isArray(ready) ? ready : [] }
	}

	/**
	 * Issues the certificate, or finds the one that was issued.
	 * @param person who made the act, as the official who issues it has verified
	 * @returns CID of its document
	 * @throws Problem 'certificate-refused', 'seal-ended', 'authority', 'printing-busy'
	 */
	async issue(
		found: LocatedFiling,
		person: ActingPerson,
		acting: Acting,
	): Promise<{ readonly document: Cid; readonly fresh: boolean }> {
		const { cases, filings } = this.#with
		// The step that it certifies must not be voided, nor the filing handed over, while it is made.
		return filings.alone(found, async () => {
			const steps = await filings.steps(found.position)
			const known = await issuedCertificate(this.#deps, steps)
			const document = known ?? (await this.#make(found, steps, person, acting))
			const into = await cases.locate(cidText(found.filing.case))
			await cases.addDocument(into, cidText(document), { ...acting, key: null })
			return { document, fresh: known === null }
		})
	}

	async #make(
		found: LocatedFiling,
		steps: readonly RecordedStep[],
		person: ActingPerson,
		acting: Acting,
	): Promise<Cid> {
		const { filings, printer, recorder, demandReady } = this.#with
		const ready = await this.#ready(found, steps, acting.principal)
		if (Array.isArray(ready)) {
			throw new Problem('certificate-refused', `Lacking: ${ready.join(', ')}.`, { extra: { lacks: ready } })
		}
		const now = this.#deps.clock.now()
		const { seal } = this.#deps.ledger
		if (now > seal.signer.until) throw new Problem('seal-ended', 'Give another one in letopis.toml, [seal].')
		await demandReady()
		const place = printer.reserve()
		try {
			const page = await place.print(await this.#facts(found, ready, person, now))
			const pdf = await sealPdf(seal, page, { stamped: 'qualified', now }).catch((error: unknown) => {
				if (!(error instanceof NoStamp)) throw error
				throw new Problem('authority', 'No qualified time-stamp is to be had now; nothing was recorded.')
			})
			const { number } = await this.#with.statuses.numberOf(found)
			const stored = await storeFile(
				this.#deps,
				recorder,
				{
					pieces: [pdf],
					name: `osvedceni-${number.replace(/[^0-9A-Za-z-]+/g, '-')}.pdf`,
					type: 'application/pdf',
					title: 'Osvědčení o digitálním úkonu',
					department: await filings.departmentOf(found),
				},
				certificateKey(ready.confirmed.step),
				acting.principal,
				acting.purpose,
			)
			return stored.cid
		} finally {
			place.giveBack()
		}
	}

	async #facts(
		found: LocatedFiling,
		{ confirmed, ...ready }: Ready,
		person: ActingPerson,
		now: number,
	): Promise<CertificateFacts> {
		const { statuses, receipts } = this.#with
		const { projection } = this.#deps
		const { origin, index } = projection.chronicle.place(found.position)
		const filing = cidText(found.id)
		return {
			...{ kind: 'certificate', filing, person, ...ready, origin, index },
			id: derivedUuid('certificate', cidText(confirmed.step)),
			authorization: derivedUuid('authorisation', cidText(confirmed.step)),
			number: (await statuses.numberOf(found)).number,
			title: found.agenda?.title.cs ?? ready.register.act.title,
			...{ made: found.received, issued: now },
			confirmed: { how: confirmed.how, day: confirmed.day },
			receipt: await filingReceipt(this.#deps, receipts, found),
		}
	}

	async #ready(
		found: LocatedFiling,
		steps: readonly RecordedStep[],
		{ standing: who }: Principal,
	): Promise<Ready | Lack[]> {
		const { filings } = this.#with
		const { ledger, projection } = this.#deps
		const { agenda, filing, row } = found
		const confirmed = confirmedBy(steps)
		const office = this.#office()
		const register = agenda?.register ?? null
		const copy = filing.documents.find(({ role }) => role === 'answers')
		const attached = filing.documents.filter(({ role }) => role === 'attachment')
		const files = await filedFiles(this.#deps, [...(copy === undefined ? [] : [copy]), ...attached])
		const [own, ...others] = files
		const isWhole = copy !== undefined && files.every((file) => file !== null)
		const case_ = await findCase(projection.store, row.case)
		const forOrganization =
			agenda === null ||
			fieldsOf(agenda).some(
				({ id, autofill }) => autofill === 'organization' && Object.hasOwn(filing.answers, id),
			)
		const has: Record<Lack, boolean> = {
			seal: ledger.seal.qualified && parseTrust(ledger.trustFile()).demo !== true,
			...{ town: office !== null, register: register !== null, channel: confirmed !== null },
			...{ organization: !forOrganization, content: isWhole, 'case-closed': case_?.state !== 'closed' },
			department: who === undefined || who.department === (await filings.departmentOf(found)),
		}
		const lacks = LACKS.filter((one) => !has[one])
		if (lacks.length > 0 || office === null || register === null || confirmed === null || own == null)
			return lacks
		const lines = others.filter((file) => file !== null)
		return {
			...{ office, register, confirmed, hash: hex(own.sha256) },
			files: lines.map(({ title, name, size, sha256 }) => ({ title, name, size, sha256: hex(sha256) })),
		}
	}

	/** Null where the settings do not say all of it. */
	#office(): ActOffice | null {
		const { companyId, dataBox, addressCode } = this.#deps.settings
		if (companyId === undefined || dataBox === undefined || addressCode === undefined) return null
		return { name: parseTrust(this.#deps.ledger.trustFile()).town, companyId, dataBox, addressCode }
	}
}
