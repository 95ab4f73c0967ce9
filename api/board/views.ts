/**
 * From rows, entries and openings to what everyone is shown of the board. What was withdrawn shows its days and entries, and
 * nothing of what it said.
 * @module
 */
import { base64, cidText, decodeEntry, entryCid, hex } from '@letopis/format'
import { dayOf, startOf } from '../calendar/day.ts'
import { bytesField, fileFacts } from '../documents/fields.ts'
import { findVersion } from '../documents/queries.ts'
import { entryBytes, keptOf } from '../documents/reading.ts'
import { isoTime } from '../http/describe.ts'
import type { ApiDeps } from '../services.ts'
import type { Board, LocatedPosting } from './board.ts'
import { countDays } from './days.ts'
import type { Notice } from './records.ts'
import { type FoundPosting, type PostingRow, runsOf } from './rows.ts'
import { type Gap, gapsIn } from './runs.ts'
import type { DetailView, PostingView } from './schemas.ts'

const MINUTE = 60_000
/** Notices whose words are kept in memory; more are read anew. */
const KEPT = 2000
/** Runs that are told: a probe that fails and comes back so often is told up to there. */
const MOST_RUNS = 1000

/** The entry at a position, for whoever wants to see it in the log. */
export interface PlacedEntry {
	readonly entry: string
	readonly log: number
	readonly index: number
	readonly time: string
}

export class BoardViews {
	readonly #deps: ApiDeps
	readonly #board: Board
	readonly #notices = new Map<number, Notice>()

	constructor(deps: ApiDeps, board: Board) {
		this.#deps = deps
		this.#board = board
		// What was destroyed must not be told from memory.
		deps.projection.subscribe(({ entry }) => {
			if (entry.kind === 'disposal') this.#notices.clear()
		})
	}

	/** @param inside whether what does not hang yet is told too; then the read has been recorded, or will be */
	async posting({ position, row }: FoundPosting, inside = false): Promise<PostingView> {
		const state = this.#board.stateOf(row)
		const shown = this.#board.shows(row) || (inside && state === 'planned')
		const notice = shown ? await this.#notice(position) : null
		const { entry: id, time, ...place } = await this.placed(position)
		const document = await findVersion(this.#deps.projection.store, row.document, row.document)
		const { category, from, until, paper, taken, withdrawn } = row
		return {
			id,
			...place,
			document: document === undefined ? '' : cidText(document.cid),
			...{ category, state, from, until, paper, posted: time },
			title: notice?.title ?? null,
			number: notice?.number ?? null,
			takenDown: taken?.day ?? null,
			paperTakenDown: taken?.paper ?? null,
			withdrawn: withdrawn !== null,
			withdraws: row.withdraw,
			filing: null,
		}
	}

	async detail({ position, row }: LocatedPosting, inside = false): Promise<DetailView> {
		const posting = await this.posting({ position, row }, inside)
		const shown = this.#board.shows(row)
		const now = this.#deps.clock.now()
		const { from, paper, taken, withdrawn } = row
		return {
			...posting,
			content: shown ? await this.#content(position, row) : null,
			days: countDays({
				...{ from, paper, takenDown: taken?.day ?? null, paperTakenDown: taken?.paper ?? null },
				today: dayOf(now),
			}),
			takeDown: taken === null ? null : await this.placed(taken.entry),
			withdrawal: withdrawn === null || withdrawn === taken?.entry ? null : await this.placed(withdrawn),
			availability: await this.#availability(posting, position, row),
		}
	}

	async placed(position: number): Promise<PlacedEntry> {
		const bytes = await entryBytes(this.#deps, position)
		const { time } = decodeEntry(bytes)
		const { log, index } = this.#deps.projection.chronicle.place(position)
		return { entry: cidText(entryCid(bytes)), log, index, time: isoTime(time * MINUTE) }
	}

	async #notice(position: number): Promise<Notice | null> {
		const known = this.#notices.get(position)
		if (known !== undefined) return known
		const notice = await this.#board.notice(position)
		if (notice === null) return null
		if (this.#notices.size >= KEPT) this.#notices.clear()
		this.#notices.set(position, notice)
		return notice
	}

	async #content(position: number, { version }: PostingRow): Promise<DetailView['content']> {
		const kept = await keptOf(this.#deps, version)
		const notice = await this.#notice(position)
		if (typeof kept === 'string' || notice === null) return null
		const sha256 = bytesField(kept.opening, 'content')
		const file = fileFacts(kept.opening)
		if (sha256 === null || file === null) return null
		return { type: file.type, size: file.size, sha256: hex(sha256), salt: base64(notice.salt) }
	}

	async #availability(
		{ posted }: PostingView,
		position: number,
		{ from: first, taken }: PostingRow,
	): Promise<DetailView['availability']> {
		const from = Math.max(startOf(first), Date.parse(posted))
		const down = taken === null ? null : Date.parse((await this.placed(taken.entry)).time)
		const to = down ?? this.#deps.clock.now()
		const found = await runsOf(this.#deps.projection.store, position, MOST_RUNS)
		const runs = found.map(({ run }) => run)
		const told = await Promise.all(
			found.map(async ({ probe, run }) => ({
				probe,
				status: run.status,
				...{ count: run.count, every: run.every },
				from: isoTime(run.from),
				to: isoTime(run.to),
				first: (await this.placed(run.entries[0])).index,
				last: (await this.placed(run.entries[1])).index,
			})),
		)
		const gaps = to > from ? gapsIn(runs, from, to) : []
		const good = runs.filter(({ status }) => status === 'ok')
		return {
			from: isoTime(from),
			to: isoTime(Math.max(from, to)),
			looks: runs.reduce((sum, { count }) => sum + count, 0),
			good: good.reduce((sum, { count }) => sum + count, 0),
			runs: told,
			gaps: gaps.map(gapView),
			whole: found.length < MOST_RUNS,
		}
	}
}

function gapView({ from, to, found }: Gap) {
	return { from: isoTime(from), to: isoTime(to), found }
}
