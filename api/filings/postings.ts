/**
 * What of a filing is posted on the notice board: a step says which notice, and takes its day from there, so that the days
 * of service are counted from what the board proves.
 * @module
 */
import { type Cid, cidText, entryCid, parseCid } from '@letopis/format'
import { type PostingState, postingState } from '../board/board.ts'
import { countDays } from '../board/days.ts'
import { findPosting, type PostingRow } from '../board/rows.ts'
import { type Day, dayOf } from '../calendar/day.ts'
import { cidAt } from '../cases/cases.ts'
import { documentsIn, isInCase } from '../cases/rows.ts'
import { entryBytes } from '../documents/reading.ts'
import { ranges as documentRanges, indexIn } from '../documents/rows.ts'
import type { ApiDeps } from '../services.ts'
import type { StepFacts } from './records.ts'
import { keys } from './rows.ts'
import type { Step } from './rules.ts'
import { malformed } from './step-facts.ts'

const MAX_DOCUMENTS = 200
/** Entries of a document's history that are looked at, newest first. */
const MAX_HISTORY = 50

export interface FiledPosting {
	/** CID of the entry that posted it */
	readonly id: string
	/** CID of the document's first entry */
	readonly document: string
	readonly state: PostingState
	/** from which service counts: the later day of the two boards */
	readonly counted: Day
	/** the earlier day of the two boards; null while it hangs */
	readonly takenDown: Day | null
}

export class Postings {
	readonly #deps: ApiDeps

	constructor(deps: ApiDeps) {
		this.#deps = deps
	}

	/** Notices of the documents of a case, newest first. @param case_ position of its opening */
	async ofCase(case_: number): Promise<FiledPosting[]> {
		const { store } = this.#deps.projection
		const found: { position: number; row: PostingRow }[] = []
		for (const { document } of await documentsIn(store, case_, 0, MAX_DOCUMENTS)) {
			const range = documentRanges.history(document, document, Number.MAX_SAFE_INTEGER)
			for await (const [key] of store.range({ ...range, reverse: true, limit: MAX_HISTORY })) {
				const position = indexIn(key)
				const row = await findPosting(store, position)
				if (row !== undefined) found.push({ position, row })
			}
		}
		found.sort((a, b) => b.position - a.position)
		return Promise.all(found.map(({ position, row }) => this.#view(position, row)))
	}

	/** Notices that steps name. */
	async ofSteps(steps: readonly Pick<StepFacts, 'posting'>[]): Promise<FiledPosting[]> {
		const named = new Set(steps.flatMap(({ posting }) => (posting === null ? [] : [cidText(posting)])))
		const found = await Promise.all([...named].map((id) => this.#find(parseCid(id))))
		return Promise.all(found.flatMap((one) => (one === null ? [] : [this.#view(one.position, one.row)])))
	}

	/** The filing that a notice is a step of. @param position of the notice @returns CID, or null */
	async filingOf(position: number): Promise<string | null> {
		const bytes = await this.#deps.projection.store.get(keys.posted(position))
		return bytes === undefined ? null : cidAt(this.#deps, indexIn(bytes))
	}

	/**
	 * The facts of a step with what the board knows of it.
	 * @param case_ position of the opening of the filing's case
	 * @throws Problem 'filing-step-malformed'
	 */
	async complete(
		case_: number,
		steps: readonly (StepFacts & { readonly step: Step })[],
		step: Step,
		facts: StepFacts,
	): Promise<StepFacts> {
		if (step === 'posted') return this.#posted(case_, facts)
		if (step === 'taken-down') return this.#takenDown(steps, facts)
		if (facts.posting !== null) throw malformed('posting', 'is of another step')
		return facts
	}

	async #posted(case_: number, facts: StepFacts): Promise<StepFacts> {
		if (facts.posting === null) return facts
		const found = await this.#find(facts.posting)
		if (found === null || !(await isInCase(this.#deps.projection.store, case_, found.row.document)))
			throw malformed('posting', 'is no notice of a document in the case of the filing')
		const { counted, state } = await this.#view(found.position, found.row)
		if (state === 'planned') throw malformed('posting', 'does not hang yet')
		if (facts.day !== null && facts.day < counted)
			throw malformed('day', `is before it was posted: ${counted}`)
		return { ...facts, day: facts.day ?? counted }
	}

	async #takenDown(
		steps: readonly (StepFacts & { readonly step: Step })[],
		facts: StepFacts,
	): Promise<StepFacts> {
		const last = steps.findLast(({ step }) => step === 'posted')?.posting ?? null
		if (facts.posting !== null && (last === null || cidText(facts.posting) !== cidText(last)))
			throw malformed('posting', 'is not the one that was posted')
		const found = last === null ? null : await this.#find(last)
		if (found === null) return facts
		const { takenDown } = await this.#view(found.position, found.row)
		if (takenDown === null) throw malformed('posting', 'still hangs')
		if (facts.day !== null && facts.day > takenDown)
			throw malformed('day', `is after it was taken down: ${takenDown}`)
		return { ...facts, posting: last, day: facts.day ?? takenDown }
	}

	async #find(posting: Cid): Promise<{ position: number; row: PostingRow } | null> {
		const { chronicle, store } = this.#deps.projection
		const position = await chronicle.indexOf(posting)
		const row = position === undefined ? undefined : await findPosting(store, position)
		return position === undefined || row === undefined ? null : { position, row }
	}

	async #view(position: number, row: PostingRow): Promise<FiledPosting> {
		const now = this.#deps.clock.now()
		const { from, paper, taken } = row
		const days = countDays({
			...{ from, paper, takenDown: taken?.day ?? null, paperTakenDown: taken?.paper ?? null },
			today: dayOf(now),
		})
		const ends = taken === null ? [] : [taken.day, taken.paper ?? taken.day].toSorted()
		return {
			id: cidText(entryCid(await entryBytes(this.#deps, position))),
			document: await cidAt(this.#deps, row.document),
			state: postingState(row, now),
			counted: days.service.counted,
			takenDown: ends[0] ?? null,
		}
	}
}
