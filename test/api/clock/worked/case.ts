/**
 * Worked cases of the statutory clock: name, rules, day asked about, what happened, what the law says. Each was counted by
 * hand on a calendar; none was taken from what the program answers.
 * @module
 */
export interface Expected {
	phase?: string
	turn?: string
	deadline?: string | null
	overdue?: boolean
	decideBy?: string | null
	issued?: string | null
	served?: string | null
	appealUntil?: string | null
	earliest?: string | null
	joint?: string | null
	steps?: string
	applicant?: string
	finality?: string
}

export type Case = readonly [name: string, today: string, events: string, expected: Expected, rules?: string]

export const RECEIVED = '2026-03-02 received'
export const DECIDED = `${RECEIVED}; 2026-03-06 decided`
