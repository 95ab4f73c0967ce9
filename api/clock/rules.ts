/**
 * Rules of the clock of one agenda: dated sets of periods, as an agenda's file declares them.
 *
 * A period is governed by the set in force on the day from which it counts, to its end: a change of the rules does not
 * move a period that runs already (see README.md for why).
 * @module
 */
import { addDays, type Day, isDay } from '../calendar/day.ts'

export interface ClockRuleSet {
	/** First day on which the set is in force. */
	readonly from: Day
	/** Last day, or null for the set in force until further notice: only the last one. */
	readonly to: Day | null
	/** Time for the decision from the start of the proceeding, § 71(3) or a special act, which `law` then names. */
	readonly basic: { readonly count: number; readonly unit: 'days' | 'months'; readonly law?: string }
	/** What may be added to it, § 71(3)(a), (b). */
	readonly additions: readonly ClockAddition[]
	/** Time given for removing defects of an application, § 45(2). */
	readonly correction: { readonly days: number }
	/** Time for confirming what was filed without a signature, § 37(4). */
	readonly confirmation: { readonly days: number }
	/** Time for an appeal, § 83(1), and without or with wrong instruction, § 83(2). */
	readonly appeal: { readonly days: number; readonly withoutInstruction: number }
	/** Time after which a deposited writing is deemed served, § 24(1) and § 17(4) of act 300/2008. */
	readonly deemed: { readonly days: number }
}

export interface ClockAddition {
	/** [a-z0-9-], 1..40 characters; an `extended` event names it. */
	readonly code: string
	/** Most days that may be added with it in all; left out where the law says "as long as it takes" (§ 71(3)(b)). */
	readonly days?: number
	readonly law: string
}

/** In order of time, without gap or overlap, at least one; the last is open or ends. */
export type ClockRules = readonly ClockRuleSet[]

/** The periods of the Administrative Procedure Code, 500/2004 Sb.: what an agenda without special rules has. */
export const CODE_RULES: ClockRules = [
	{
		from: '2006-01-01',
		to: null,
		basic: { count: 30, unit: 'days' },
		additions: [
			{ code: 'hearing-or-complex', days: 30, law: '§ 71 odst. 3 písm. a)' },
			{ code: 'expert-or-abroad', law: '§ 71 odst. 3 písm. b)' },
		],
		correction: { days: 15 },
		confirmation: { days: 5 },
		appeal: { days: 15, withoutInstruction: 90 },
		deemed: { days: 10 },
	},
]

export type RuleProblemCode =
	| 'not-rules'
	| 'wrong-member'
	| 'unknown-member'
	| 'gap'
	| 'overlap'
	| 'order'
	| 'repeated'

export interface RuleProblem {
	/** Where: index of the set, then names of members. */
	readonly at: readonly (string | number)[]
	readonly code: RuleProblemCode
	/** What is wrong, in English, for people who write agendas. */
	readonly message: string
}

const MAX_SETS = 50
const MAX_ADDITIONS = 20
const MAX_DAYS = 3_650
const MAX_MONTHS = 120
const MAX_LAW = 200
/** Beyond it a day is a slip of the pen. */
const LAST_RULE_DAY = '2199-12-31'
const CODE = /^[a-z0-9-]{1,40}$/
const MEMBERS = ['from', 'to', 'basic', 'additions', 'correction', 'confirmation', 'appeal', 'deemed']

/**
 * What is wrong with rules as read from an agenda's file, in their order; none when the value is `ClockRules`.
 * `to` may be left out or null; unknown members are problems, for a misspelt one would silently change the law.
 */
export function checkRules(rules: unknown): RuleProblem[] {
	if (!Array.isArray(rules) || rules.length === 0 || rules.length > MAX_SETS) {
		return [{ at: [], code: 'not-rules', message: `expected 1 to ${MAX_SETS} rule sets` }]
	}
	const problems = rules.flatMap((set, i) => new SetCheck(i).check(set))
	// Dates are compared only where each set has sound ones.
	if (problems.some(({ at }) => at.length < 2 || at[1] === 'from' || at[1] === 'to')) return problems
	return [...problems, ...checkOrder(rules)]
}

/** Rules whose shape is known to be sound, with `to` where the file left it out. */
export function normalRules(rules: unknown): ClockRules {
	const problems = checkRules(rules)
	if (problems[0] !== undefined) throw new RangeError(`clock rules: ${problems[0].message}`)
	return (rules as ClockRuleSet[]).map((set) => ({ ...set, to: set.to ?? null }))
}

/**
 * The set that governs a period which counts from a day: the one in force on it. Before the first set the first, after
 * the end of the last the last: a proceeding does not stop because nobody has edited the agenda.
 */
export function rulesFor(rules: ClockRules, day: Day): ClockRuleSet {
	const set = rules.findLast(({ from }) => day >= from) ?? rules[0]
	if (set === undefined) throw new RangeError('clock rules: expected at least one set')
	return set
}

function checkOrder(sets: readonly { from: Day; to?: Day | null }[]): RuleProblem[] {
	const problems: RuleProblem[] = []
	for (const [i, { from, to = null }] of sets.entries()) {
		const next = sets[i + 1]
		const report = (code: RuleProblemCode, at: (string | number)[], message: string) =>
			problems.push({ at, code, message })
		if (to !== null && to < from)
			report('order', [i, 'to'], `the set ends on ${to}, before it begins on ${from}`)
		else if (next === undefined) continue
		else if (next.from <= from)
			report('order', [i + 1, 'from'], `${next.from} is not after ${from}, where the set before begins`)
		else if (to === null)
			report('overlap', [i, 'to'], `only the last set may be without an end; the next begins on ${next.from}`)
		else if (next.from <= to)
			report('overlap', [i + 1, 'from'], `${next.from} is inside the set before, which ends on ${to}`)
		else if (next.from !== addDays(to, 1))
			report('gap', [i + 1, 'from'], `no rules from ${addDays(to, 1)} to ${addDays(next.from, -1)}`)
	}
	return problems
}

const isRuleDay = (value: unknown): value is Day => isDay(value) && value <= LAST_RULE_DAY

class SetCheck {
	readonly #problems: RuleProblem[] = []
	readonly #index: number

	constructor(index: number) {
		this.#index = index
	}

	check(set: unknown): RuleProblem[] {
		const object = this.#object(set, [], MEMBERS)
		if (object === null) return this.#problems
		if (!isRuleDay(object.from)) this.#wrong(['from'], 'expected a day YYYY-MM-DD')
		if (object.to !== undefined && object.to !== null && !isRuleDay(object.to)) {
			this.#wrong(['to'], 'expected a day YYYY-MM-DD, or nothing for an open end')
		}
		this.#checkBasic(object.basic)
		this.#checkAdditions(object.additions)
		for (const name of ['correction', 'confirmation', 'deemed']) {
			const days = this.#object(object[name], [name], ['days'])
			if (days !== null) this.#whole(days.days, [name, 'days'], MAX_DAYS)
		}
		const appeal = this.#object(object.appeal, ['appeal'], ['days', 'withoutInstruction'])
		if (appeal !== null) {
			this.#whole(appeal.days, ['appeal', 'days'], MAX_DAYS)
			this.#whole(appeal.withoutInstruction, ['appeal', 'withoutInstruction'], MAX_DAYS)
		}
		return this.#problems
	}

	#checkBasic(value: unknown) {
		const basic = this.#object(value, ['basic'], ['count', 'unit', 'law'])
		if (basic === null) return
		const { unit, law } = basic
		if (unit !== 'days' && unit !== 'months') this.#wrong(['basic', 'unit'], 'expected "days" or "months"')
		this.#whole(basic.count, ['basic', 'count'], unit === 'months' ? MAX_MONTHS : MAX_DAYS)
		if (law !== undefined) this.#law(law, ['basic', 'law'])
	}

	#checkAdditions(value: unknown) {
		if (!Array.isArray(value) || value.length > MAX_ADDITIONS) {
			this.#wrong(['additions'], `expected a list of at most ${MAX_ADDITIONS} additions`)
			return
		}
		const seen = new Set<unknown>()
		for (const [i, item] of value.entries()) {
			const at = ['additions', i]
			const addition = this.#object(item, at, ['code', 'days', 'law'])
			if (addition === null) continue
			const { code, days } = addition
			if (typeof code !== 'string' || !CODE.test(code))
				this.#wrong([...at, 'code'], 'expected 1 to 40 of a-z, 0-9 and -')
			else if (seen.has(code)) this.#report('repeated', [...at, 'code'], `the code ${code} is there twice`)
			seen.add(code)
			if (days !== undefined) this.#whole(days, [...at, 'days'], MAX_DAYS)
			this.#law(addition.law, [...at, 'law'])
		}
	}

	#object(value: unknown, at: (string | number)[], known: string[]): Record<string, unknown> | null {
		if (typeof value !== 'object' || value === null || Array.isArray(value)) {
			this.#wrong(at, `expected the members ${known.join(', ')}`)
			return null
		}
		for (const name of Object.keys(value)) {
			if (!known.includes(name))
				this.#report('unknown-member', [...at, name], `no such member; known are ${known.join(', ')}`)
		}
		return value as Record<string, unknown>
	}

	#whole(value: unknown, at: (string | number)[], most: number) {
		if (Number.isInteger(value) && (value as number) >= 1 && (value as number) <= most) return
		this.#wrong(at, `expected a whole number from 1 to ${most}`)
	}

	#law(value: unknown, at: (string | number)[]) {
		if (typeof value === 'string' && value.trim() !== '' && value.length <= MAX_LAW) return
		this.#wrong(at, `expected the legal basis, 1 to ${MAX_LAW} characters`)
	}

	#wrong(at: (string | number)[], message: string) {
		this.#report('wrong-member', at, message)
	}

	#report(code: RuleProblemCode, at: (string | number)[], message: string) {
		this.#problems.push({ at: [this.#index, ...at], code, message })
	}
}
