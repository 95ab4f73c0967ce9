/**
 * A computation as a chain of steps, each beginning where the one before ended: so that the days of all together are the
 * days from the first to the result, and a reader can follow them one by one.
 * @module
 */
import { addDays, type Day, daysBetween, weekday } from '../calendar/day.ts'
import { holidayOf, workingDayFrom } from '../calendar/holidays.ts'
import type { ClockStep } from './events.ts'
import { LAW } from './law.ts'

type Values = ClockStep['values']

export class Trail {
	readonly steps: ClockStep[] = []
	#at: Day

	constructor(at: Day) {
		this.#at = at
	}

	/** Where the computation has come to. */
	get at(): Day {
		return this.#at
	}

	/** A step to a day, which may be the present one. */
	to(day: Day, code: string, law: string, values: Values = {}): this {
		this.steps.push({ code, law, from: this.#at, to: day, days: daysBetween(this.#at, day), values })
		this.#at = day
		return this
	}

	add(days: number, code: string, law: string, values: Values = {}): this {
		return this.to(addDays(this.#at, days), code, law, values)
	}

	/** § 40(1)(c): a step only where the day is one of rest. */
	toWorkingDay(): this {
		const end = workingDayFrom(this.#at)
		if (end === this.#at) return this
		return this.to(end, 'next-working-day', LAW.nextWorkingDay, { reason: restReason(this.#at) })
	}

	/** The chain so far as a new one, to go on from it without changing this. */
	copy(): Trail {
		const copy = new Trail(this.#at)
		copy.steps.push(...this.steps)
		return copy
	}
}

/** Why a day is one of rest: the holiday's code, or `saturday`, `sunday`. */
function restReason(day: Day): string {
	return holidayOf(day) ?? (weekday(day) === 6 ? 'saturday' : 'sunday')
}
