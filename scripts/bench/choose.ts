/**
 * Which cases a call of the bench means.
 * @module
 */
import type { BenchCase } from './row.ts'

export interface Choice {
	/** comma-separated names of cases or of figures that they give */
	readonly only?: string
	/** slow ones too */
	readonly all: boolean
	/** those that measure others' programs too */
	readonly peers: boolean
}

export function namesOf(one: BenchCase): string[] {
	return [one.name, ...(one.also ?? [])]
}

/** @throws Error for a name that no case has: a typing mistake must not pass for a bench without failures */
export function chooseCases(cases: readonly BenchCase[], { only, all, peers }: Choice): BenchCase[] {
	if (only === undefined) {
		return cases.filter((one) => (all || one.slow !== true) && (peers || !one.name.startsWith('peer-')))
	}
	const named = only.split(',')
	const unknown = named.filter((name) => !cases.some((one) => namesOf(one).includes(name)))
	if (unknown.length > 0) throw new Error(`no such case: ${unknown.join(', ')}`)
	return cases.filter((one) => namesOf(one).some((name) => named.includes(name)))
}
