/**
 * A filing as clerks see it: in a list, and by itself with its steps, its clock and what can be done.
 * @module
 */
import type { z } from '@hono/zod-openapi'
import { cidText, hex } from '@letopis/format'
import type { Answers } from '../agendas/answers.ts'
import { dayOf } from '../calendar/day.ts'
import { cidAt } from '../cases/cases.ts'
import { documentsIn } from '../cases/rows.ts'
import { rulesFor } from '../clock/rules.ts'
import { isoTime } from '../http/describe.ts'
import type { ApiDeps } from '../services.ts'
import { answeredParts } from './answers-said.ts'
import { confirmedBy, issuedCertificate } from './certified.ts'
import type { Filings, LocatedFiling } from './filings.ts'
import type { detailSchema, itemSchema } from './inbox-describe.ts'
import { dayText, NO_DAY } from './rows.ts'
import { isUnresolved } from './rules.ts'
import { agendaRef, clerkStepViews, clockView } from './shapes.ts'
import type { Statuses } from './status.ts'
import { storedFile } from './store.ts'
import { standing } from './voiding.ts'

/** Documents of one case that are shown with the filing. */
export const MAX_DOCUMENTS = 200
type Item = z.infer<typeof itemSchema>
type Detail = z.infer<typeof detailSchema>

export class InboxViews {
	readonly #deps: ApiDeps
	readonly #filings: Filings
	readonly #statuses: Statuses

	constructor(deps: ApiDeps, filings: Filings, statuses: Statuses) {
		this.#deps = deps
		this.#filings = filings
		this.#statuses = statuses
	}

	/** Both numbers of the case at a position. */
	async numbersOf(case_: number): Promise<string[]> {
		const { number, reference } = await this.#statuses.numberOf({ row: { case: case_ } })
		return reference === null ? [number] : [number, reference]
	}

	async item(found: LocatedFiling): Promise<Item> {
		const { filing, row, id, received } = found
		const deadline = row.deadline === NO_DAY ? null : dayText(row.deadline)
		const { number, reference } = await this.#statuses.numberOf(found)
		const account = row.assignee === null ? null : this.#assigneeOf(row.assignee)
		return {
			...{ id: cidText(id), case: cidText(filing.case), number, reference },
			applicant: filing.contact.name,
			agenda: agendaRef(cidText(filing.agenda), filing.code, found.agenda),
			...{ received: isoTime(received), state: row.state, deadline },
			overdue: isUnresolved(row.state) && deadline !== null && deadline < dayOf(this.#deps.clock.now()),
			assignee: account,
		}
	}

	/** Who it is that a tag stands for: there are hundreds of people, not millions. */
	#assigneeOf(tag: Uint8Array): { account: string; name: string } | null {
		const { people, owners } = this.#deps.projection
		const account = people.accounts().find(({ id }) => Buffer.compare(owners.of(`account:${id}`), tag) === 0)
		return account === undefined ? null : { account: account.id, name: account.name }
	}

	async detail(found: LocatedFiling): Promise<Detail> {
		const { filing, row, agenda } = found
		const steps = await this.#filings.steps(found.position)
		const inside = await documentsIn(this.#deps.projection.store, row.case, 0, MAX_DOCUMENTS)
		const roles = new Map(filing.documents.map(({ document, role }) => [cidText(document), role as string]))
		for (const { step, document, documents } of standing(steps)) {
			if (document !== null) roles.set(cidText(document), step === 'decided' ? 'decision' : 'proof')
			if (step !== 'handed-over') for (const one of documents) roles.set(cidText(one), 'reply')
		}
		const certificate = await issuedCertificate(this.#deps, steps)
		if (certificate !== null) roles.set(cidText(certificate), 'certificate')
		const documents = await Promise.all(
			inside.map(async ({ document }) => {
				const id = await cidAt(this.#deps, document)
				const file = await storedFile(this.#deps, id, document)
				const { title = '', name = '', size = 0 } = file ?? {}
				const sha256 = file === null ? '' : hex(file.sha256)
				return { id, role: roles.get(id) ?? 'other', title, name, size, sha256 }
			}),
		)
		const said = agenda === null ? [] : answeredParts(agenda, filing.answers as Answers, (text) => text.cs)
		const rules = agenda === null ? null : rulesFor(agenda.clock, dayOf(found.received))
		return {
			...(await this.item(found)),
			newest: await cidAt(this.#deps, row.newest),
			department: await this.#filings.departmentOf(found),
			...{ contact: { ...filing.contact }, answers: said, documents },
			steps: clerkStepViews(steps, filing.state),
			...{ clock: clockView(this.#filings.clock(found, steps)) },
			postings:
				row.state === 'decided' || row.state === 'appealed'
					? await this.#filings.postings.ofCase(row.case)
					: await this.#filings.postings.ofSteps(standing(steps)),
			possible: this.#filings.open(found, 'clerk'),
			certificate: confirmedBy(steps) !== null,
			additions: (rules?.additions ?? []).map(({ code, days, law }) => ({ code, days: days ?? null, law })),
			templates: {
				correction: agenda?.templates.correction ?? null,
				message: agenda?.templates.message?.cs ?? null,
			},
		}
	}
}
