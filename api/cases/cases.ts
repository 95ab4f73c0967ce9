/**
 * Cases and decisions as commands: each checks its rules against all that was acknowledged before and becomes one
 * sealed entry of the log.
 * @module
 */
import {
	type Cid,
	cidText,
	type DagMap,
	type DagValue,
	entryCid,
	type Fields,
	type Opening,
	parseCid,
	RefusalError,
} from '@letopis/format'
import type { Appended } from '../deps.ts'
import { grantField, recordAccess } from '../documents/access.ts'
import { earlierEntry, fingerprint, type Idempotency, Turns } from '../documents/idempotency.ts'
import { Looks } from '../documents/looks.ts'
import { demandReason, entryBytes, keptOf, locateDocument, needRead } from '../documents/reading.ts'
import type { Principal } from '../http/env.ts'
import { Problem } from '../http/problems.ts'
import { actorOf } from '../people/actor.ts'
import type { ApiDeps } from '../services.ts'
import { asCaseNumber, asCaseOpen, dataOf } from './records.ts'
import {
	type CaseRow,
	caseNumbered,
	findCase,
	isInCase,
	localNumbers,
	numberTag,
	referenceOf,
} from './rows.ts'

export interface LocatedCase {
	readonly position: number
	readonly id: Cid
	readonly row: CaseRow
	/** null when its private fields were erased */
	readonly opening: Opening | null
}

/** Who acts, and what they say of it. */
export interface Acting {
	readonly principal: Principal
	/** why, from who acts outside their department */
	readonly purpose: string | null
	/** `Idempotency-Key`, hashed; null without one */
	readonly key: Uint8Array | null
}

export interface NewCase {
	/** null: we give a local number */
	readonly number: string | null
	readonly title: string
	/** null: that of who opens it */
	readonly department: string | null
}

/** An entry that stands for a request, made by it or by the same one before. */
export interface Done {
	readonly position: number
	readonly replayed: boolean
}

export class Cases {
	readonly #deps: ApiDeps
	readonly #turns = new Turns()
	readonly #looks: Looks

	constructor(deps: ApiDeps) {
		this.#deps = deps
		this.#looks = new Looks(() => deps.clock.now())
	}

	/** @throws Problem 'case-not-found' */
	async locate(id: string): Promise<LocatedCase> {
		const { projection } = this.#deps
		const cid = caseId(id)
		await projection.current()
		const position = await projection.chronicle.indexOf(cid)
		const row = position === undefined ? undefined : await findCase(projection.store, position)
		if (position === undefined || row === undefined) throw noCase()
		return { position, id: cid, row, opening: await this.opening(position) }
	}

	/** Private fields of the entry at a position; null when they were erased or are lost. */
	async opening(position: number): Promise<Opening | null> {
		const kept = await keptOf(this.#deps, position)
		return typeof kept === 'string' ? null : kept.opening
	}

	/**
	 * Records that a case is looked at, with the titles of documents in it.
	 * @param newest positions of the newest entries about what is shown
	 * @throws Problem 'reason-needed'
	 */
	async read(
		found: LocatedCase,
		shown: readonly Cid[],
		newest: readonly number[],
		{ principal, purpose }: Acting,
	): Promise<void> {
		if (purpose === null) demandReason(this.#deps, principal, found.row)
		const { position: first, id: document, row } = found
		const seen = [cidText(document), row.state, purpose, ...shown.map(cidText), ...newest]
		await this.#looks.once(principal, seen, async () => {
			// Without the case's own key its look is recorded as a list is.
			if (found.opening === null) await recordListing(this.#deps, principal, [document, ...shown], purpose)
			else await recordAccess(this.#deps, { first, document, action: 'case', principal, purpose, shown })
			return 0
		})
	}

	/** @returns the entry that opened it */
	async open(wanted: NewCase, acting: Acting): Promise<Done> {
		const { projection, clock, random } = this.#deps
		const department = wanted.department ?? acting.principal.standing?.department ?? null
		if (department !== null && projection.people.department(department)?.active !== true) {
			throw new Problem('department-unknown', 'GET /api/v1/departments lists them.')
		}
		// One after the other, so that no number is given twice.
		return this.#turns.take('numbers', async () => {
			await projection.current()
			const request = ['case', wanted.number, wanted.title, wanted.department]
			const earlier = await earlierDone(this.#deps, acting, request)
			if (earlier !== null) return earlier
			const { store, owners } = projection
			const year = pragueYear(clock.now())
			const local = wanted.number === null
			const number = wanted.number ?? `${(await localNumbers(store, year)) + 1}/${year}`
			if ((await caseNumbered(store, numberTag(owners, number, local))) !== undefined) {
				throw new Problem('case-exists', 'A case has this number already.')
			}
			const data: DagMap = { number, local, year, title: wanted.title, department }
			const fields = { kind: 'case-open', metadata: { data } }
			return { position: await this.#append(acting, fields, request, random(32)), replayed: false }
		})
	}

	/**
	 * Puts a document into a case; what is in it already stays, also in a closed one.
	 * @throws Problem 'case-closed'
	 */
	async addDocument(found: LocatedCase, document: string, acting: Acting): Promise<void> {
		await this.#turns.take(cidText(found.id), async () => {
			const { row: now } = await this.locate(cidText(found.id))
			if (acting.purpose === null) demandReason(this.#deps, acting.principal, now)
			const { first, id, row } = await locateDocument(this.#deps, document)
			if (!row.public) needRead(this.#deps, acting.principal, row)
			if (acting.purpose === null) demandReason(this.#deps, acting.principal, row)
			if (await isInCase(this.#deps.projection.store, found.position, first)) return
			if (now.state === 'closed') throw caseClosed()
			const metadata = { data: { case: found.id } }
			await this.#append(acting, { kind: 'case-document', object: id, metadata }, null)
		})
	}

	/**
	 * Gives a case with a local number the one of the records system; the same one again changes nothing.
	 * @throws Problem 'case-numbered' for one that has another number of it, 'case-exists' for a number that another case has
	 */
	async number(found: LocatedCase, number: string, acting: Acting): Promise<void> {
		// In turn with the opening of cases, so that no number is given twice.
		await this.#turns.take('numbers', async () => {
			const { position, id, row, opening } = await this.locate(cidText(found.id))
			if (acting.purpose === null) demandReason(this.#deps, acting.principal, row)
			const opened = opening === null ? null : asCaseOpen(dataOf(opening))
			const known = opened?.local === false ? opened.number : await this.reference(position)
			if (known === number) return
			if (known !== null || opened === null) {
				throw new Problem('case-numbered', 'The records system gave it another number before.')
			}
			const { store, owners } = this.#deps.projection
			if ((await caseNumbered(store, numberTag(owners, number, false))) !== undefined) {
				throw new Problem('case-exists', 'A case has this number already.')
			}
			const metadata = { data: { case: id, number } }
			await this.#append(acting, { kind: 'case-number', object: id, metadata }, null)
		})
	}

	/** The number that the records system gave to a case with a local one; null without one. */
	async reference(position: number): Promise<string | null> {
		return referenceIn(this.#deps, position)
	}

	/** Closes a case; closing it again changes nothing. */
	async close(found: LocatedCase, settled: string, acting: Acting): Promise<void> {
		await this.#turns.take(cidText(found.id), async () => {
			const { row } = await this.locate(cidText(found.id))
			if (acting.purpose === null) demandReason(this.#deps, acting.principal, row)
			if (row.state === 'closed') return
			await this.#append(
				acting,
				{ kind: 'case-close', metadata: { data: { case: found.id, settled } } },
				null,
			)
		})
	}

	/** @returns the decision's entry */
	async decide(
		document: string,
		decision: { ruling: string; reasoning: string; instruction: string },
		case_: string | null,
		acting: Acting,
	): Promise<Done> {
		const { id, row } = await locateDocument(this.#deps, document)
		if (!row.public) needRead(this.#deps, acting.principal, row)
		if (acting.purpose === null) demandReason(this.#deps, acting.principal, row)
		const found = case_ === null ? null : await this.locate(case_)
		if (found !== null && acting.purpose === null) demandReason(this.#deps, acting.principal, found.row)
		const data: DagMap = { ...decision, case: found?.id ?? null }
		const request = [
			'decision',
			cidText(id),
			case_,
			decision.ruling,
			decision.reasoning,
			decision.instruction,
		]
		return this.#turns.take(`decision ${cidText(id)}`, async () => {
			// First of all: what was recorded stays so, whatever became of case and document since.
			const earlier = await earlierDone(this.#deps, acting, request)
			if (earlier !== null) return earlier
			const take = async () => {
				const { row: now } = await locateDocument(this.#deps, document)
				if (now.state === 'disposed') throw new Problem('document-disposed', 'It takes no decision.')
				const fields = { kind: 'decision', object: id, metadata: { data } }
				return { position: await this.#append(acting, fields, request), replayed: false }
			}
			if (found === null) return take()
			// In turn with what closes the case.
			return this.#turns.take(cidText(found.id), async () => {
				if ((await this.locate(cidText(found.id))).row.state === 'closed') throw caseClosed()
				return take()
			})
		})
	}

	async #append(
		acting: Acting,
		own: Fields,
		request: DagValue[] | null,
		secret?: Uint8Array,
	): Promise<number> {
		const { principal, purpose, key } = acting
		const idempotency: Idempotency | null =
			key === null || request === null ? null : { key, request: fingerprint(this.#deps.secret, request) }
		const appended = await appendSealed(
			this.#deps,
			principal,
			{
				...own,
				...(purpose === null ? {} : { purpose }),
			},
			{ ...(secret === undefined ? {} : { secret }), ...(idempotency === null ? {} : { idempotency }) },
		)
		return this.#deps.projection.chronicle.base + appended.index
	}
}

/** The number that the records system gave to the case at a position, which has a local one; null without one. */
export async function referenceIn(deps: ApiDeps, position: number): Promise<string | null> {
	const at = await referenceOf(deps.projection.store, position)
	const kept = at === undefined ? 'lost' : await keptOf(deps, at)
	return typeof kept === 'string' ? null : (asCaseNumber(dataOf(kept.opening))?.number ?? null)
}

/** Appends a sealed entry of somebody; the projection has it when this resolves. */
export async function appendSealed(
	{ ledger, projection }: ApiDeps,
	principal: Principal,
	own: Fields,
	more: { secret?: Uint8Array; idempotency?: Idempotency } = {},
): Promise<Appended> {
	const fields: Fields = { actor: actorOf(principal), ...grantField(principal), ...own }
	const appended = await ledger.log.append({ kind: 'sealed', body: {}, fields, ...more })
	await projection.reached(appended.index + 1)
	return appended
}

/** The entry that the same request made before; null if it is new, or came without a key. */
export async function earlierDone(
	{ secret, projection }: ApiDeps,
	{ key }: Acting,
	request: DagValue[],
): Promise<Done | null> {
	if (key === null) return null
	const position = await earlierEntry(projection.chronicle, { key, request: fingerprint(secret, request) })
	return position === undefined ? null : { position, replayed: true }
}

/** Records that somebody was shown private values of all these. */
export async function recordListing(
	deps: ApiDeps,
	principal: Principal,
	shown: readonly Cid[],
	purpose: string | null,
): Promise<void> {
	await appendSealed(deps, principal, {
		kind: 'listing',
		metadata: { action: 'list', shown: [...shown] },
		...(purpose === null ? {} : { purpose }),
	})
}

/** CID of the entry at a position. */
export async function cidAt(deps: ApiDeps, position: number): Promise<string> {
	return cidText(entryCid(await entryBytes(deps, position)))
}

function caseId(id: string): Cid {
	try {
		return parseCid(id)
	} catch (error) {
		if (error instanceof RefusalError) throw noCase()
		throw error
	}
}

function noCase(): Problem {
	return new Problem('case-not-found', 'A case is named by the CID of the entry that opened it.')
}

function caseClosed(): Problem {
	return new Problem('case-closed', 'It takes nothing more.')
}

const PRAGUE_YEAR = new Intl.DateTimeFormat('en', { timeZone: 'Europe/Prague', year: 'numeric' })

/** Year of a moment as the town hall's calendar has it. */
export function pragueYear(ms: number): number {
	return Number(PRAGUE_YEAR.format(ms))
}
