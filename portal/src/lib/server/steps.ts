/**
 * What each step of the task takes: fields in, answers or problems out. Nothing of a form is trusted.
 * @module
 */
import { type Answers, KINDS, type Known } from './draft.ts'
import { choiceIn, isLines, isOneLine, textIn } from './form.ts'
import type { OpenCase } from './open-cases.ts'

const TITLE_MAX = 300
const NUMBER_MAX = 64
const RULING_MAX = 16_000
const INSTRUCTION_MAX = 4000
const REASON_MAX = 2000

/** Keys of `words/upload` say what is wrong. */
export type StepProblem = { field: string; word: ProblemWord }
export type ProblemWord =
	| 'titleNeeded'
	| 'titleLong'
	| 'numberLong'
	| 'kindNeeded'
	| 'caseWrong'
	| 'rulingNeeded'
	| 'textLong'
	| 'textWrong'
	| 'publicNeeded'
	| 'reasonNeeded'
	| 'reasonLong'

export interface Taken {
	readonly problems: readonly StepProblem[]
	readonly change: Partial<Answers>
	/** as typed, to be shown again */
	readonly typed: Partial<Known>
}

export function takeDetails(form: FormData, known: Known): Taken {
	const [title, number] = [textIn(form, 'nazev'), textIn(form, 'cislo')]
	const kind = choiceIn(form, 'druh', KINDS)
	const problems: StepProblem[] = []
	if (title === '') problems.push({ field: 'nazev', word: 'titleNeeded' })
	else if (title.length > TITLE_MAX || !isOneLine(title)) problems.push({ field: 'nazev', word: 'titleLong' })
	if (number.length > NUMBER_MAX || !isOneLine(number)) problems.push({ field: 'cislo', word: 'numberLong' })
	if (kind === null) problems.push({ field: 'druh', word: 'kindNeeded' })
	const typed = { title, number, kind }
	const metadata = metadataOf({ ...known, ...typed })
	return {
		problems,
		typed,
		change: { metadata, ...(kind === 'decision' ? {} : { decision: undefined }) } as never,
	}
}

/** @param open cases that may be chosen */
export function takeCase(form: FormData, known: Known, open: readonly OpenCase[]): Taken {
	const id = textIn(form, 'spis')
	const typed = { case: id === '' ? null : id }
	const found = open.find((one) => one.id === id)
	if (id !== '' && found === undefined && id !== known.case)
		return { problems: [{ field: 'spis', word: 'caseWrong' }], change: {}, typed }
	const { case: before, ...memory } = known.memory
	const name = found?.name ?? (id === '' ? undefined : before)
	const change = {
		case: id === '' ? undefined : id,
		form: { ...memory, ...(name === undefined ? {} : { case: name }) },
	}
	return { problems: [], typed, change: change as never }
}

export function takeDecision(form: FormData, known: Known): Taken {
	if (form.get('krok') === 'preskocit') {
		const change = { decision: undefined, form: { ...known.memory, skipped: true } }
		return { problems: [], typed: {}, change: change as never }
	}
	const decision = {
		ruling: textIn(form, 'vyrok'),
		reasoning: textIn(form, 'oduvodneni'),
		instruction: textIn(form, 'pouceni'),
	}
	const problems: StepProblem[] = []
	const check = (field: string, text: string, max: number) => {
		if (text.length > max) problems.push({ field, word: 'textLong' })
		else if (!isLines(text)) problems.push({ field, word: 'textWrong' })
	}
	if (decision.ruling === '') problems.push({ field: 'vyrok', word: 'rulingNeeded' })
	check('vyrok', decision.ruling, RULING_MAX)
	check('oduvodneni', decision.reasoning, RULING_MAX)
	check('pouceni', decision.instruction, INSTRUCTION_MAX)
	return { problems, typed: { decision }, change: { decision, form: { ...known.memory, skipped: false } } }
}

export function takeVisibility(form: FormData, known: Known): Taken {
	const visibility = choiceIn(form, 'kdo', ['private', 'public'] as const)
	if (visibility === null)
		return { problems: [{ field: 'kdo', word: 'publicNeeded' }], change: {}, typed: {} }
	return { problems: [], typed: {}, change: { visibility, metadata: metadataOf({ ...known, visibility }) } }
}

export function takeReason(form: FormData): Taken {
	const reason = textIn(form, 'duvod')
	const problems: StepProblem[] = []
	if (reason === '') problems.push({ field: 'duvod', word: 'reasonNeeded' })
	else if (reason.length > REASON_MAX || !isLines(reason))
		problems.push({ field: 'duvod', word: 'reasonLong' })
	return { problems, typed: { reason }, change: { reason } }
}

/** Title, number and kind; for everyone to read only where the document is public. */
function metadataOf({ title, number, kind, visibility }: Known): Record<string, unknown> {
	const own = { title, ...(number === '' ? {} : { number }), ...(kind === null ? {} : { kind }) }
	return visibility === 'public' ? { ...own, public: own } : own
}
