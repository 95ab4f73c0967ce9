/**
 * Filings as commands: each step checks its rules against all that was acknowledged before and becomes one sealed entry.
 * Whoever takes a step says which one they saw last, so of two who act at once the second learns what the first did.
 * @module
 */
import {
	type Cid,
	cidText,
	type DagValue,
	entryCid,
	isDagMap,
	type Opening,
	parseCid,
	RefusalError,
} from '@letopis/format'
import type { Agenda } from '../agendas/agenda.ts'
import type { Agendas } from '../agendas/agendas.ts'
import { dayOf } from '../calendar/day.ts'
import { type Acting, appendSealed, cidAt, type Done } from '../cases/cases.ts'
import { documentsIn, findCase, isInCase } from '../cases/rows.ts'
import { compute } from '../clock/compute.ts'
import type { ClockState } from '../clock/events.ts'
import { rulesFor } from '../clock/rules.ts'
import { metadata, numberField } from '../documents/fields.ts'
import { earlierEntry, fingerprint, Turns } from '../documents/idempotency.ts'
import { demandReason, entryBytes, keptOf, locateDocument } from '../documents/reading.ts'
import { indexIn } from '../documents/rows.ts'
import { Problem } from '../http/problems.ts'
import { type Actor, actorView } from '../people/actor.ts'
import type { ApiDeps } from '../services.ts'
import { Postings } from './postings.ts'
import {
	asFiling,
	asStep,
	type Filing,
	type FilingStep,
	NO_FACTS,
	STEP_KIND,
	type StepFacts,
	stepData,
} from './records.ts'
import { decodeFiling, type FilingRow, keys, ranges } from './rows.ts'
import {
	type FilingState,
	refusalOf,
	type Step,
	stateAfterStep,
	stepsOpen,
	type Actor as Who,
} from './rules.ts'
import { checkFacts, malformed } from './step-facts.ts'
import { eventsOf, type TimedStep } from './timeline.ts'
import { freedPosting, resting, standing, stateAfterAll, unvoidable, voidings } from './voiding.ts'

/** Steps of one filing that are told of. */
export const MAX_STEPS = 500
/** Steps after which an applicant writes no more messages. */
export const MAX_BEFORE_REPLY = 400
const MAX_DOCUMENTS = 200

export interface LocatedFiling {
	readonly position: number
	readonly id: Cid
	readonly row: FilingRow
	/** ms since 1970: when it came */
	readonly received: number
	readonly filing: Filing
	/** null if its text cannot be read any more */
	readonly agenda: Agenda | null
}

export interface RecordedStep extends FilingStep {
	readonly position: number
	readonly cid: Cid
	/** ms since 1970 */
	readonly time: number
	readonly by: Actor | null
	/** the step by which it was voided */
	readonly voidedBy: Cid | null
}

/** What an entry of a step says besides who took it. */
interface Outcome {
	readonly whole: StepFacts
	readonly after: ClockState | null
	readonly state: FilingState
}

export class Filings {
	readonly #deps: ApiDeps
	readonly #agendas: Agendas
	readonly #turns = new Turns()
	readonly postings: Postings

	constructor(deps: ApiDeps, agendas: Agendas) {
		this.#deps = deps
		this.#agendas = agendas
		this.postings = new Postings(deps)
	}

	/** @param id CID of the filing's entry @throws Problem 'filing-not-found' */
	async locate(id: string): Promise<LocatedFiling> {
		const { projection } = this.#deps
		await projection.current()
		const position = await projection.chronicle.indexOf(filingId(id))
		return this.at(position)
	}

	/** @param position of the filing's entry @throws Problem 'filing-not-found' */
	async at(position: number | undefined): Promise<LocatedFiling> {
		const { store } = this.#deps.projection
		const bytes = position === undefined ? undefined : await store.get(keys.filing(position))
		if (position === undefined || bytes === undefined) throw noFiling()
		const kept = await keptOf(this.#deps, position)
		const opening = typeof kept === 'string' ? null : kept.opening
		const filing = opening === null ? null : asFiling(dataOf(opening))
		const received = opening === null ? null : numberField(opening, 'time')
		if (filing === null || received === null) throw noFiling()
		return {
			...{ position, filing, received, row: decodeFiling(bytes) },
			id: entryCid(await entryBytes(this.#deps, position)),
			agenda: await this.#agendas.version(filing.agenda).then(({ agenda }) => agenda, lostAgenda),
		}
	}

	/** The filing that the entry at a position is, or is a step of. @throws Problem 'filing-not-found' */
	async of(position: number): Promise<LocatedFiling> {
		const kept = await keptOf(this.#deps, position)
		const step = typeof kept === 'string' ? null : asStep(dataOf(kept.opening))
		return step === null ? this.at(position) : this.locate(cidText(step.filing))
	}

	/** Steps that were taken, oldest first; what cannot be read any more is left out. */
	async steps(position: number): Promise<RecordedStep[]> {
		const { store, people } = this.#deps.projection
		const found: RecordedStep[] = []
		for await (const [key] of store.range({ ...ranges.steps(position), limit: MAX_STEPS })) {
			const at = indexIn(key)
			const kept = await keptOf(this.#deps, at)
			if (typeof kept === 'string') continue
			const step = asStep(dataOf(kept.opening))
			const time = numberField(kept.opening, 'time')
			if (step === null || time === null) continue
			const cid = entryCid(await entryBytes(this.#deps, at))
			const by = actorView(kept.opening, at, people)
			found.push({ ...step, position: at, cid, time, by, voidedBy: null })
		}
		const voided = voidings(found)
		return found.map((step) => ({ ...step, voidedBy: voided.get(cidText(step.cid)) ?? null }))
	}

	/** What the law's clock says of a filing today; what was voided counts for nothing. Null where its agenda cannot be read. */
	clock({ agenda, received, filing }: LocatedFiling, steps: readonly TimedStep[]): ClockState | null {
		if (agenda === null) return null
		return compute(agenda.clock, eventsOf(received, filing.state, steps), dayOf(this.#deps.clock.now()))
	}

	/** Steps that somebody may take now. */
	open({ row }: LocatedFiling, who: Who): Step[] {
		const open = stepsOpen(who, row.state)
		// Of what is read of a filing the office needs its share, however much an applicant writes.
		return who === 'filer' && row.steps >= MAX_BEFORE_REPLY ? open.filter((step) => step !== 'reply') : open
	}

	/** @throws Problem 'reason-needed' from whoever is of another department and does not say why */
	async demandReason(found: LocatedFiling, { principal, purpose }: Acting): Promise<void> {
		if (purpose !== null) return
		const case_ = await findCase(this.#deps.projection.store, found.row.case)
		demandReason(this.#deps, principal, { owner: case_?.owner ?? null, department: found.row.department })
	}

	/** Does what no step may be taken beside of. */
	alone<T>({ id }: LocatedFiling, task: () => Promise<T>): Promise<T> {
		return this.#turns.take(cidText(id), task)
	}

	/**
	 * Takes a step.
	 * @param seen CID of the newest step that whoever acts knew of, or of the filing; null where it does not matter
	 * @throws Problem 'filing-moved', 'filing-step-refused', 'filing-step-malformed', 'reason-needed'
	 */
	async take(
		id: string,
		who: Who,
		step: Step,
		facts: StepFacts,
		seen: string | null,
		acting: Acting,
	): Promise<Done> {
		const { projection, secret, clock } = this.#deps
		return this.#turns.take(id, async () => {
			const found = await this.locate(id)
			if (who === 'clerk') await this.demandReason(found, acting)
			const request: DagValue[] = ['filing-step', found.id, step, ...Object.values(facts)]
			const { key } = acting
			const idempotency = key === null ? null : { key, request: fingerprint(secret, request) }
			if (idempotency !== null) {
				const earlier = await earlierEntry(projection.chronicle, idempotency)
				if (earlier !== undefined) return { position: earlier, replayed: true }
			}
			const steps = await this.steps(found.position)
			const newest = await cidAt(this.#deps, found.row.newest)
			if (seen !== null && seen !== newest) throw this.#moved(steps, newest)
			const said = new Set(Object.entries(facts).flatMap(([name, value]) => (value === null ? [] : [name])))
			const possible = this.open(found, who)
			const refusal = refusalOf(who, found.row.state, step, said)
			if (refusal !== null || !possible.includes(step)) {
				if (refusal?.why !== 'missing') {
					const extra = { state: found.row.state, possible }
					throw new Problem('filing-step-refused', `Not in the state ${found.row.state}.`, { extra })
				}
				const errors = refusal.fields.map((at) => ({ at, message: 'is needed' }))
				throw new Problem('filing-step-malformed', `Still needed: ${refusal.fields.join(', ')}.`, {
					extra: { errors },
				})
			}
			const now = clock.now()
			const { whole, after, state } =
				step === 'voided'
					? this.#voiding(found, steps, facts)
					: await this.#outcome(found, standing(steps), step, facts, now)
			const data = stepData({
				...whole,
				...{ filing: found.id, step, after: parseCid(newest), state, deadline: after?.deadline ?? null },
			})
			const own = { kind: STEP_KIND, object: found.filing.case, metadata: { data } }
			const purpose = acting.purpose === null ? {} : { purpose: acting.purpose }
			const more = idempotency === null ? {} : { idempotency }
			const appended = await appendSealed(this.#deps, acting.principal, { ...own, ...purpose }, more)
			return { position: projection.chronicle.base + appended.index, replayed: false }
		})
	}

	/** @param now ms since 1970 */
	async #outcome(
		found: LocatedFiling,
		steps: readonly RecordedStep[],
		step: Step,
		facts: StepFacts,
		now: number,
	): Promise<Outcome> {
		if (facts.voids !== null) throw malformed('voids', 'is of another step')
		const posted = await this.postings.complete(found.row.case, steps, step, facts)
		const whole = await this.#complete(found, step, posted)
		checkFacts({ step, facts: whole, found, steps, before: this.clock(found, steps), today: dayOf(now) })
		const after = this.clock(found, [...steps, { ...whole, step, time: now }])
		return { whole, after, state: stateAfterStep(found.row.state, step, after?.phase === 'final') }
	}

	/** Without the step that is voided everything is as if it had not been taken. */
	#voiding(found: LocatedFiling, steps: readonly RecordedStep[], facts: StepFacts): Outcome {
		const { voids, text } = facts
		const one = steps.find(({ cid }) => voids?.equals(cid) === true)
		if (one === undefined) throw malformed('voids', 'is no step of the filing')
		const against = unvoidable(one)
		if (against !== null) throw malformed('voids', against)
		const first = found.filing.state
		const later = resting(first, steps).get(one) ?? []
		if (later.length > 0) {
			const named = later.map(({ step }) => step).join(', ')
			const extra = { first: later.map(({ cid }) => cidText(cid)) }
			throw new Problem('filing-step-needed', `Void these before it, in this order: ${named}.`, { extra })
		}
		const left = steps.filter((step) => step !== one)
		const after = this.clock(found, left)
		return {
			whole: { ...NO_FACTS, voids, text, posting: freedPosting(steps, one) },
			...{ after, state: stateAfterAll(first, left, after?.phase === 'final') },
		}
	}

	/** What a step brings with it that nobody has to say: which department it leaves, which documents change hands. */
	async #complete(found: LocatedFiling, step: Step, facts: StepFacts): Promise<StepFacts> {
		const { projection } = this.#deps
		if (facts.document !== null) {
			const { first } = await locateDocument(this.#deps, cidText(facts.document))
			if (!(await isInCase(projection.store, found.row.case, first))) {
				throw malformed('document', 'is not in the case of the filing')
			}
		}
		if (step === 'assigned' && facts.assignee !== null) {
			const account = projection.people.account(facts.assignee)
			const code = await this.departmentOf(found)
			if (account?.active !== true || account.department !== code) {
				throw malformed('assignee', 'is no active account of the department')
			}
		}
		if (step === 'extended' && facts.days === null) {
			const additions =
				found.agenda === null ? [] : rulesFor(found.agenda.clock, dayOf(found.received)).additions
			return { ...facts, days: additions.find(({ code }) => code === facts.code)?.days ?? null }
		}
		if (step === 'suspended') {
			// While a call is open it is the call that the proceeding waits for, § 64(1)(a).
			const code = found.row.state === 'correction' ? 'correction' : null
			if (facts.code !== null && facts.code !== code) throw malformed('code', 'is of another suspension')
			return { ...facts, code }
		}
		if (step !== 'handed-over') return facts
		const from = await this.departmentOf(found)
		const to = facts.department
		if (to === null || to === from || projection.people.department(to)?.active !== true) {
			throw malformed('department', 'is no other active department')
		}
		const inside = await documentsIn(projection.store, found.row.case, 0, MAX_DOCUMENTS)
		const documents = await Promise.all(
			inside.map(async ({ document }) => parseCid(await cidAt(this.#deps, document))),
		)
		return { ...facts, from, documents }
	}

	/** Code of the department in whose hands it is. */
	async departmentOf({ position, filing }: LocatedFiling): Promise<string> {
		const steps = await this.steps(position)
		return steps.findLast(({ step }) => step === 'handed-over')?.department ?? filing.department
	}

	#moved(steps: readonly RecordedStep[], newest: string): Problem {
		const last = steps.at(-1)
		return new Problem('filing-moved', 'Look at it again: what you saw is not the newest step any more.', {
			extra: {
				newest,
				step: last?.step ?? null,
				department: last?.by?.department ?? null,
				time: last === undefined ? null : new Date(last.time).toISOString(),
			},
		})
	}
}

/** An agenda that cannot be read any more takes its filings' clock with it, and nothing else. */
function lostAgenda(error: unknown): null {
	if (error instanceof Problem && error.code === 'agenda-not-found') return null
	throw error
}

function dataOf(opening: Opening) {
	const { data } = metadata(opening)
	return isDagMap(data) ? data : {}
}

function filingId(id: string): Cid {
	try {
		return parseCid(id)
	} catch (error) {
		if (error instanceof RefusalError) throw noFiling()
		throw error
	}
}

export function noFiling(): Problem {
	return new Problem('filing-not-found', 'A filing is named by the CID of its entry.')
}
