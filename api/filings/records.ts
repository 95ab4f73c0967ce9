/**
 * What the entries about filings hold in their private metadata, member `data`. All are sealed.
 *
 * | Private kind | Members |
 * | --- | --- |
 * | `filing` | case (CID of its opening), agenda (CID of the text it was made under), code, department, documents (document, role, name), answers, contact, draft (hash of the filer's key), state, deadline |
 * | `filing-step` | filing (CID), step, after (CID of the step before, or of the filing), state, deadline, and what the step says: see {@link StepFacts} |
 *
 * `state` and `deadline` are those that hold from this entry on, as the rules of that moment computed them: so rows are
 * folded without the rules, and a later reading of the rules changes nothing that was told.
 * @module
 */
import { type Cid, type DagMap, isCid, isDagMap } from '@letopis/format'
import { FILING_STATES, type FilingState, STEPS, type Step } from './rules.ts'

export const FILING_KIND = 'filing'
export const STEP_KIND = 'filing-step'

export const ROLES_OF_FILES = ['answers', 'attachment', 'reply', 'confirmation'] as const

export interface FiledDocument {
	readonly document: Cid
	readonly role: (typeof ROLES_OF_FILES)[number]
	/** of an attachment its id in the agenda; otherwise empty */
	readonly name: string
}

/** How the office reaches the applicant; each member as typed, empty if not given. */
export interface Contact {
	readonly name: string
	readonly born: string
	readonly address: string
	readonly email: string
	readonly phone: string
}

export interface Filing {
	readonly case: Cid
	readonly agenda: Cid
	readonly code: string
	/** code */
	readonly department: string
	readonly documents: readonly FiledDocument[]
	/** as `settledAnswers` gives them */
	readonly answers: DagMap
	readonly contact: Contact
	readonly state: FilingState
	/** YYYY-MM-DD; null if none runs */
	readonly deadline: string | null
}

/** What a step says beside its name. Absent members are null. */
export interface StepFacts {
	/** calendar day in Europe/Prague on which it happened, where the law counts it; the day of the entry if null */
	readonly day: string | null
	/** words for the applicant, or of them */
	readonly text: string | null
	/** handed over: codes of the department it leaves, and of the one it goes to */
	readonly from: string | null
	readonly department: string | null
	/** assigned: account; null takes it back into the department's queue */
	readonly assignee: string | null
	/** confirmed: how identity was shown; settled, suspended: why */
	readonly how: string | null
	/** extended: code of the addition; correction-requested: days given */
	readonly code: string | null
	readonly days: number | null
	/** decided: the decision; dispatched, served: its proof */
	readonly document: Cid | null
	readonly party: string | null
	readonly channel: string | null
	/** posted, taken-down: the entry that posted it on the notice board */
	readonly posting: Cid | null
	/** voided: the step that was recorded by mistake; `posting` is then the notice that none names any more */
	readonly voids: Cid | null
	/** documents that came with it, or that change hands with it */
	readonly documents: readonly Cid[]
}

export interface FilingStep extends StepFacts {
	readonly filing: Cid
	readonly step: Step
	readonly after: Cid
	readonly state: FilingState
	readonly deadline: string | null
}

export const NO_FACTS: StepFacts = {
	...{
		day: null,
		text: null,
		from: null,
		department: null,
		assignee: null,
		how: null,
		code: null,
		days: null,
	},
	...{ document: null, party: null, channel: null, posting: null, voids: null, documents: [] },
}

/** As an entry keeps it: without what is not said. */
export function stepData(step: FilingStep): DagMap {
	const { filing, after, state, deadline, documents, ...rest } = step
	const said = Object.entries(rest).filter(([, value]) => value !== null)
	return {
		...{ filing, after, state, deadline },
		...Object.fromEntries(said),
		...(documents.length === 0 ? {} : { documents: [...documents] }),
	} as DagMap
}

export function filingData(filing: Filing): DagMap {
	const documents = filing.documents.map((one) => ({ ...one }))
	return { ...filing, documents, contact: { ...filing.contact } } as unknown as DagMap
}

export function asFiling(data: DagMap): Filing | null {
	const { case: of, agenda, code, department, documents, answers, contact, state, deadline } = data
	if (!isCid(of) || !isCid(agenda) || typeof code !== 'string' || typeof department !== 'string') return null
	if (!Array.isArray(documents) || !isDagMap(answers) || !isDagMap(contact)) return null
	if (!isState(state) || !isDeadline(deadline)) return null
	const filed = documents.filter(isDagMap).flatMap(({ document, role, name }) => {
		const known = ROLES_OF_FILES.find((one) => one === role)
		return isCid(document) && known !== undefined && typeof name === 'string'
			? [{ document, role: known, name }]
			: []
	})
	const text = (name: string) => (typeof contact[name] === 'string' ? contact[name] : '')
	return {
		...{ case: of, agenda, code, department, documents: filed, answers, state, deadline },
		contact: {
			...{ name: text('name'), born: text('born'), address: text('address') },
			...{ email: text('email'), phone: text('phone') },
		},
	}
}

export function asStep(data: DagMap): FilingStep | null {
	const { filing, after, state, deadline, step } = data
	const known = STEPS.find((one) => one === step)
	if (!isCid(filing) || !isCid(after) || known === undefined) return null
	if (!isState(state) || !isDeadline(deadline)) return null
	const text = (name: string) => (typeof data[name] === 'string' ? data[name] : null)
	const { days, document, posting, voids, documents } = data
	return {
		...{ filing, after, state, deadline, step: known },
		...{ day: text('day'), text: text('text'), from: text('from'), department: text('department') },
		...{
			how: text('how'),
			assignee: text('assignee'),
			code: text('code'),
			party: text('party'),
			channel: text('channel'),
		},
		days: typeof days === 'number' ? days : null,
		document: isCid(document) ? document : null,
		posting: isCid(posting) ? posting : null,
		voids: isCid(voids) ? voids : null,
		documents: Array.isArray(documents) ? documents.filter(isCid) : [],
	}
}

function isState(value: unknown): value is FilingState {
	return FILING_STATES.some((state) => state === value)
}

function isDeadline(value: unknown): value is string | null {
	return value === null || (typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value))
}
