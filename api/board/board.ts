/**
 * The notice board as commands: each checks its rules against all that was acknowledged before and becomes one public entry of
 * the log. What hangs beyond its last day is taken down by the board itself (`keeper.ts`).
 * @module
 */
import {
	type Cid,
	type DagMap,
	type DagValue,
	type Fields,
	type Links,
	parseCid,
	RefusalError,
} from '@letopis/format'
import { addDays, type Day, dayOf, startOf } from '../calendar/day.ts'
import { type Acting, cidAt, type Done, earlierDone } from '../cases/cases.ts'
import { grantField } from '../documents/access.ts'
import { fingerprint, type Idempotency, Turns } from '../documents/idempotency.ts'
import { findDocument, findVersion } from '../documents/queries.ts'
import { demandReason, intact, keptOf, locateDocument, needRead } from '../documents/reading.ts'
import type { Principal } from '../http/env.ts'
import { Problem } from '../http/problems.ts'
import { actorOf } from '../people/actor.ts'
import type { ApiDeps } from '../services.ts'
import {
	type Category,
	type Notice,
	noticeIn,
	POSTING_KIND,
	TAKE_DOWN_KIND,
	WITHDRAWAL_KIND,
} from './records.ts'
import { findPosting, openPostings, type PostingRow } from './rows.ts'

/** Notices that hang at once: the list of all is read for every search. */
const MOST_OPEN = 1000
/** A notice is planned, and hangs, at most so many days ahead. */
const AHEAD_DAYS = 366
const LONGEST_DAYS = 10 * 366

export interface NewPosting {
	/** CID of its first entry; its newest version is posted */
	readonly document: string
	readonly title: string
	readonly number: string | null
	readonly category: Category
	/** null: today */
	readonly from: Day | null
	readonly until: Day | null
	readonly paper: Day | null
	readonly withdraw: boolean
}

export interface LocatedPosting {
	readonly position: number
	readonly id: Cid
	readonly row: PostingRow
}

/** planned: its first day has not come */
export type PostingState = 'planned' | 'posted' | 'taken-down'

/** @param now ms since 1970 */
export function postingState({ from, taken }: PostingRow, now: number): PostingState {
	if (taken !== null) return 'taken-down'
	return now < startOf(from) ? 'planned' : 'posted'
}

export class Board {
	readonly #deps: ApiDeps
	readonly #turns = new Turns()

	constructor(deps: ApiDeps) {
		this.#deps = deps
	}

	/** @throws Problem 'posting-not-found' */
	async locate(name: string): Promise<LocatedPosting> {
		const { projection } = this.#deps
		const id = postingId(name)
		await projection.current()
		const position = await projection.chronicle.indexOf(id)
		const row = position === undefined ? undefined : await findPosting(projection.store, position)
		if (position === undefined || row === undefined) throw noPosting()
		return { position, id, row }
	}

	stateOf(row: PostingRow): PostingState {
		return postingState(row, this.#deps.clock.now())
	}

	/** Whether everyone may see what it says: it hangs, or stays in view after it was taken down. */
	shows(row: PostingRow): boolean {
		const state = this.stateOf(row)
		return state === 'posted' || (state === 'taken-down' && row.withdrawn === null)
	}

	/** What it says; null when that was destroyed or is lost. */
	async notice(position: number): Promise<Notice | null> {
		const kept = await keptOf(this.#deps, position)
		return typeof kept === 'string' ? null : noticeIn(kept.opening)
	}

	/** @returns the entry that posts it */
	async post(wanted: NewPosting, acting: Acting): Promise<Done> {
		const { projection, clock, random } = this.#deps
		const { title, number, category, until, paper, withdraw } = wanted
		const request: DagValue[] = [
			'posting',
			wanted.document,
			title,
			number,
			category,
			wanted.from,
			until,
			paper,
			withdraw,
		]
		// One after the other, so that their number is bounded.
		return this.#turns.take('post', async () => {
			const document = await locateDocument(this.#deps, wanted.document)
			needRead(this.#deps, acting.principal, document.row)
			if (acting.purpose === null) demandReason(this.#deps, acting.principal, document.row)
			const earlier = await earlierDone(this.#deps, acting, request)
			if (earlier !== null) return earlier
			if (document.row.current === 'disposed')
				throw new Problem('document-disposed', 'Nothing is left to post.')
			const version = await findVersion(projection.store, document.first, document.row.latest)
			if (version === undefined) throw new Error('the projection lacks the newest version')
			intact(await keptOf(this.#deps, version.index))
			const today = dayOf(clock.now())
			const from = wanted.from ?? today
			checkDays({ from, until, paper, today })
			if ((await openPostings(projection.store, MOST_OPEN)).length >= MOST_OPEN) {
				throw new Problem('board-full', `At most ${MOST_OPEN} notices hang at once: take some down.`)
			}
			const body: DagMap = {
				document: document.id,
				version: version.cid,
				category,
				from,
				until,
				paper,
				withdraw,
			}
			const data: DagMap = { title, number, salt: random(16) }
			const fields: Fields = { object: document.id, metadata: { data } }
			return { position: await this.#append(POSTING_KIND, body, fields, acting, request), replayed: false }
		})
	}

	/**
	 * Takes a notice down; what was taken down stays as it was.
	 * @param paper when it was taken from the board in the building; null if it was not, or nobody knows
	 * @param withdraw whether what it says goes from view; as planned if null
	 * @returns the entry that did it
	 */
	async takeDown(name: string, paper: Day | null, withdraw: boolean | null, acting: Acting): Promise<Done> {
		return this.#turns.take(name, async () => {
			const { row, id } = await this.locate(name)
			await this.#mayTakeDown(row, acting)
			if (row.taken !== null) return { position: row.taken.entry, replayed: true }
			const day = dayOf(this.#deps.clock.now())
			if (this.stateOf(row) === 'planned') {
				// It never hung: what was planned is called off.
				if (paper !== null) throw days('What has not been posted was not taken down in the building either.')
			} else if (paper !== null && (paper > day || paper < (row.paper ?? row.from))) {
				throw days('It was taken down in the building between its posting and today.')
			}
			const body: DagMap = { posting: id, day, paper, withdraw: withdraw ?? row.withdraw }
			return { position: await this.#appendAbout(row, TAKE_DOWN_KIND, body, acting), replayed: false }
		})
	}

	/**
	 * Takes from view what a notice left there when it was taken down; again changes nothing.
	 * @returns the entry that did it, which may be the one that took it down
	 */
	async withdraw(name: string, acting: Acting): Promise<Done> {
		return this.#turns.take(name, async () => {
			const { row, id } = await this.locate(name)
			await this.#mayTakeDown(row, acting)
			if (row.withdrawn !== null) return { position: row.withdrawn, replayed: true }
			if (row.taken === null)
				throw new Problem('posting-hangs', 'Take it down first: that withdraws it, too.')
			const body: DagMap = { posting: id, day: dayOf(this.#deps.clock.now()) }
			return { position: await this.#appendAbout(row, WITHDRAWAL_KIND, body, acting), replayed: false }
		})
	}

	/** Notices whose last day is over. */
	async overdue(): Promise<string[]> {
		const { projection, clock } = this.#deps
		await projection.current()
		const today = dayOf(clock.now())
		const names: string[] = []
		for (const { position, row } of await openPostings(projection.store, MOST_OPEN)) {
			if (row.until === null || row.until >= today) continue
			names.push(await cidAt(this.#deps, position))
		}
		return names
	}

	async #mayTakeDown(row: PostingRow, { principal, purpose }: Acting): Promise<void> {
		if (principal.job !== undefined) return
		const document = await findDocument(this.#deps.projection.store, row.document)
		// Whatever became of the document: a notice must not hang because nobody may take it down.
		if (document === undefined || document.current === 'disposed') return
		needRead(this.#deps, principal, document)
		if (purpose === null) demandReason(this.#deps, principal, document)
	}

	async #documentId({ document }: PostingRow): Promise<Cid | null> {
		return (await findVersion(this.#deps.projection.store, document, document))?.cid ?? null
	}

	async #appendAbout(row: PostingRow, kind: string, body: DagMap, acting: Acting): Promise<number> {
		const document = await this.#documentId(row)
		return this.#append(kind, body, document === null ? {} : { object: document }, acting, null)
	}

	async #append(
		kind: string,
		body: DagMap,
		own: Fields,
		{ principal, purpose, key }: Acting,
		request: DagValue[] | null,
	): Promise<number> {
		const { secret, projection } = this.#deps
		const idempotency: Idempotency | null =
			key === null || request === null ? null : { key, request: fingerprint(secret, request) }
		const fields = { ...own, ...(purpose === null ? {} : { purpose }) }
		const appended = await appendOpen(this.#deps, kind, body, principal, fields, idempotency)
		return projection.chronicle.base + appended
	}
}

/** Appends a public entry of somebody; the projection has it when this resolves. @returns its index in the present log */
export async function appendOpen(
	{ ledger, projection }: ApiDeps,
	kind: string,
	body: DagMap,
	principal: Principal,
	own: Fields = {},
	idempotency: Idempotency | null = null,
	links: Links = {},
): Promise<number> {
	const fields: Fields = { kind, actor: actorOf(principal), ...grantField(principal), ...own }
	const more = idempotency === null ? {} : { idempotency }
	const appended = await ledger.log.append({ kind, body, links, fields, ...more })
	await projection.reached(appended.index + 1)
	return appended.index
}

function checkDays({
	from,
	until,
	paper,
	today,
}: {
	from: Day
	until: Day | null
	paper: Day | null
	today: Day
}): void {
	if (from < today) throw days('A notice is posted today or later: what hung before is not known here.')
	if (from > addDays(today, AHEAD_DAYS)) throw days(`A notice is planned at most ${AHEAD_DAYS} days ahead.`)
	if (until !== null && until < from) throw days('The last day is not before the first one.')
	if (until !== null && until > addDays(from, LONGEST_DAYS))
		throw days(`A notice hangs at most ${LONGEST_DAYS} days.`)
	if (paper !== null && (paper > addDays(from, AHEAD_DAYS) || paper < addDays(from, -AHEAD_DAYS))) {
		throw days('The day of posting in the building is not near the first day.')
	}
}

function days(detail: string): Problem {
	return new Problem('posting-days', detail)
}

function postingId(name: string): Cid {
	try {
		return parseCid(name)
	} catch (error) {
		if (error instanceof RefusalError) throw noPosting()
		throw error
	}
}

function noPosting(): Problem {
	return new Problem('posting-not-found', 'A notice is named by the CID of the entry that posted it.')
}
