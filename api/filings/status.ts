/**
 * A filing as its applicant sees it, by number and PIN: what happened, whose turn it is, what the law's clock says, which
 * documents there are, and who has read them. Every look is an access that the log keeps; a name is not among what is
 * told of readers, but department and function.
 * @module
 */
import { type Cid, cidText, entryCid } from '@letopis/format'
import { accessKey } from '@letopis/ledger'
import { referenceIn } from '../cases/cases.ts'
import { asCaseOpen, dataOf } from '../cases/records.ts'
import { plainNumber } from '../cases/register.ts'
import { caseNumbered, numberTag } from '../cases/rows.ts'
import type { ClockState } from '../clock/events.ts'
import { recordAccess } from '../documents/access.ts'
import { cidField, metadata, numberField, textField } from '../documents/fields.ts'
import { Looks } from '../documents/looks.ts'
import { newestIn } from '../documents/queries.ts'
import { entryBytes, keptOf } from '../documents/reading.ts'
import { ranges as documentRanges, indexIn } from '../documents/rows.ts'
import type { Principal } from '../http/env.ts'
import { actorView } from '../people/actor.ts'
import type { ApiDeps } from '../services.ts'
import { issuedCertificate } from './certified.ts'
import { FILER_NAME, FILER_PRINCIPAL } from './filer.ts'
import type { Filings, LocatedFiling, RecordedStep } from './filings.ts'
import { type PinGate, pinOf, samePin, typedPin } from './pin.ts'
import type { FiledDocument } from './records.ts'
import { keys } from './rows.ts'
import { type StoredFile, storedFile } from './store.ts'
import { standing } from './voiding.ts'

/** Reads of one filing that are told of, newest first. */
const MAX_READS = 200
const MAX_SEEN = 2000

/** Who reads a filing by number and PIN: its documents, whoever recorded them. */
export const READER: Principal = { ...FILER_PRINCIPAL, scopes: new Set(['documents:read'] as const) }

export interface StatusDocument {
	readonly document: string
	readonly role: FiledDocument['role'] | 'decision' | 'proof' | 'certificate' | 'other'
	readonly file: StoredFile & { readonly title: string }
	/** of the accesses, for whoever looks in the log whether one is kept from them */
	readonly accessKey: Uint8Array
}

export interface StatusRead {
	readonly entry: string
	/** ms since 1970; null where it cannot be read */
	readonly time: number | null
	readonly action: string | null
	/** document that was read; null for the case as a whole */
	readonly document: string | null
	readonly purpose: string | null
	readonly department: string | null
	readonly role: string | null
	/** by number and PIN */
	readonly own: boolean
	readonly machine: boolean
}

export interface Status {
	readonly number: string
	readonly local: boolean
	/** of the records system, for a filing with a local number */
	readonly reference: string | null
	readonly caseKey: Uint8Array | null
	readonly steps: readonly RecordedStep[]
	readonly clock: ClockState | null
	readonly documents: readonly StatusDocument[]
	readonly reads: readonly StatusRead[]
	readonly moreReads: boolean
}

export class Statuses {
	readonly #deps: ApiDeps
	readonly #filings: Filings
	readonly #gate: PinGate
	readonly #looks: Looks
	/** What was made of a filing last, as long as nothing new came. */
	readonly #made = new Map<number, { stamp: string; status: Promise<Status> }>()

	constructor(deps: ApiDeps, filings: Filings, gate: PinGate) {
		this.#deps = deps
		this.#filings = filings
		this.#gate = gate
		this.#looks = new Looks(() => deps.clock.now())
	}

	pin({ id, row }: LocatedFiling): string {
		return pinOf(this.#deps.secret, id, row.generation)
	}

	/**
	 * The filing that number and PIN lead to.
	 * @param address of who asks
	 * @throws Problem 'filing-unknown', 'rate-limited'
	 */
	async open(address: string, number: string, pin: string): Promise<LocatedFiling> {
		const plain = plainNumber(number.slice(0, 100))
		const typed = typedPin(pin)
		let found: LocatedFiling | null = null
		await this.#gate.ask(address, plain, async () => {
			if (typed === null) return false
			const candidates = await this.#numbered(number.trim())
			found = candidates.find((one) => samePin(this.pin(one), typed)) ?? null
			return found !== null
		})
		if (found === null) throw new Error('a right PIN without a filing')
		return found
	}

	/** Numbers of ours and of a records system may be alike. */
	async #numbered(number: string): Promise<LocatedFiling[]> {
		const { projection } = this.#deps
		await projection.current()
		const found: LocatedFiling[] = []
		for (const local of [true, false]) {
			const case_ = await caseNumbered(projection.store, numberTag(projection.owners, number, local))
			const bytes = case_ === undefined ? undefined : await projection.store.get(keys.ofCase(case_))
			if (bytes !== undefined) found.push(await this.#filings.at(indexIn(bytes)))
		}
		return found
	}

	/** Records the look, once for each ten minutes from one place, and tells all that there was before it. */
	async look(found: LocatedFiling, address: string): Promise<Status> {
		const { projection } = this.#deps
		const { case: first } = found.row
		const document = found.filing.case
		await this.#looks.once(READER, [cidText(found.id), address, found.row.newest], async () => {
			await recordAccess(this.#deps, { first, document, action: 'status', principal: READER, purpose: null })
			return 0
		})
		await projection.current()
		const documents = await this.#positions(found)
		const newest = await Promise.all([first, ...documents.keys()].map((at) => newestIn(projection.store, at)))
		const stamp = [found.row.newest, this.#today(), ...newest].join()
		const known = this.#made.get(found.position)
		if (known?.stamp === stamp) return known.status
		const status = this.#make(found, documents)
		this.#made.delete(found.position)
		this.#made.set(found.position, { stamp, status })
		const oldest = this.#made.keys().next().value
		if (this.#made.size > MAX_SEEN && oldest !== undefined) this.#made.delete(oldest)
		status.catch(() => this.#made.delete(found.position))
		return status
	}

	/** Its number; empty where the case cannot be read any more. */
	async numberOf({
		row,
	}: {
		row: Pick<LocatedFiling['row'], 'case'>
	}): Promise<{ number: string; local: boolean; reference: string | null }> {
		const kept = await keptOf(this.#deps, row.case)
		const opened = typeof kept === 'string' ? null : asCaseOpen(dataOf(kept.opening))
		const reference = await referenceIn(this.#deps, row.case)
		return { number: opened?.number ?? '', local: opened?.local ?? true, reference }
	}

	/** Whether the applicant may have a document. */
	async has(found: LocatedFiling, document: string): Promise<boolean> {
		const all = await this.#documents(found)
		return all.some(({ cid }) => cidText(cid) === document)
	}

	#today(): number {
		return Math.floor(this.#deps.clock.now() / 3_600_000)
	}

	async #make(found: LocatedFiling, positions: ReadonlyMap<number, Documented>): Promise<Status> {
		const { row } = found
		const steps = await this.#filings.steps(found.position)
		const kept = await keptOf(this.#deps, row.case)
		const documents: StatusDocument[] = []
		for (const [position, { cid, role }] of positions) {
			const document = cidText(cid)
			const file = await storedFile(this.#deps, document, position)
			const own = await keptOf(this.#deps, position)
			const secret = typeof own === 'string' ? undefined : own.record.secret
			if (file !== null && secret !== undefined)
				documents.push({ document, role, file, accessKey: accessKey(secret) })
		}
		const secret = typeof kept === 'string' ? undefined : kept.record.secret
		const reads = await this.#reads(row.case, positions)
		return {
			...{ ...(await this.numberOf(found)), steps, documents },
			...{ clock: this.#filings.clock(found, steps), reads: reads.slice(0, MAX_READS) },
			...{ moreReads: reads.length > MAX_READS, caseKey: secret === undefined ? null : accessKey(secret) },
		}
	}

	async #reads(case_: number, documents: ReadonlyMap<number, Documented>): Promise<StatusRead[]> {
		const { store } = this.#deps.projection
		const positions: number[] = []
		for (const first of [case_, ...documents.keys()]) {
			const range = documentRanges.accesses(first, first, Number.MAX_SAFE_INTEGER)
			for await (const [key] of store.range({ ...range, reverse: true, limit: MAX_READS + 1 }))
				positions.push(indexIn(key))
		}
		const newest = [...new Set(positions)].toSorted((a, b) => b - a).slice(0, MAX_READS + 1)
		return (await Promise.all(newest.map((at) => this.#read(at)))).filter((one) => one !== null)
	}

	/** @returns null for an entry that is about a document but is no read */
	async #read(position: number): Promise<StatusRead | null> {
		const kept = await keptOf(this.#deps, position)
		const entry = cidText(entryCid(await entryBytes(this.#deps, position)))
		if (typeof kept === 'string') {
			const unknown = {
				time: null,
				action: null,
				document: null,
				purpose: null,
				department: null,
				role: null,
			}
			return { entry, ...unknown, own: false, machine: false }
		}
		const { opening } = kept
		if (textField(opening, 'kind') !== 'access') return null
		const { action } = metadata(opening)
		const object = cidField(opening, 'object')
		const actor = actorView(opening, position, this.#deps.projection.people)
		const isCase = action === 'status' || action === 'case' || action === 'filing'
		return {
			entry,
			time: numberField(opening, 'time'),
			action: typeof action === 'string' ? action : null,
			document: object === null || isCase ? null : cidText(object),
			purpose: textField(opening, 'purpose'),
			department: actor?.department ?? null,
			role: actor?.role ?? null,
			own: actor?.name === FILER_NAME,
			machine: actor !== null && actor.account === null && actor.name !== FILER_NAME,
		}
	}

	/** Documents of the filing that the applicant sees, by the position of their first entry. */
	async #positions(found: LocatedFiling): Promise<Map<number, Documented>> {
		const positions = new Map<number, Documented>()
		for (const one of await this.#documents(found)) {
			const position = await this.#deps.projection.chronicle.indexOf(one.cid)
			if (position !== undefined && !positions.has(position)) positions.set(position, one)
		}
		return positions
	}

	async #documents({ filing, position }: LocatedFiling): Promise<Documented[]> {
		const steps = await this.#filings.steps(position)
		const certificate = await issuedCertificate(this.#deps, steps)
		// What was attached to a step by mistake is not the applicant's to read.
		const told = standing(steps).flatMap(({ step, document, documents }): Documented[] => {
			const with_ = step === 'handed-over' ? [] : documents
			const role = step === 'corrected' || step === 'reply' ? ('reply' as const) : ('other' as const)
			const own =
				document === null
					? []
					: [{ cid: document, role: step === 'decided' ? ('decision' as const) : ('proof' as const) }]
			return [...own, ...with_.map((cid) => ({ cid, role }))]
		})
		const issued = certificate === null ? [] : [{ cid: certificate, role: 'certificate' as const }]
		return [...issued, ...filing.documents.map(({ document, role }) => ({ cid: document, role })), ...told]
	}
}

interface Documented {
	readonly cid: Cid
	readonly role: StatusDocument['role']
}
