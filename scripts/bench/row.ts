/**
 * What a measurement says: a value beside what it was measured against in the same run, and whether that is enough.
 * @module
 */
export interface Row {
	/** `case` or `case.detail` */
	readonly name: string
	readonly value: number
	readonly unit: string
	/** Smallest (`≥`) or largest (`≤`) value that is good; null where a figure is only told. */
	readonly target: { readonly at: 'least' | 'most'; readonly value: number } | null
	/** Why there is no value: the peer is not installed. */
	readonly skipped?: string
}

export interface BenchCase {
	readonly name: string
	/** Other figures that the same run gives, by which it can be asked for. */
	readonly also?: readonly string[]
	readonly describe: string
	/** Slow cases run only when named or with `--all`. */
	readonly slow?: boolean
	run(context: BenchContext): Promise<Row[]>
}

export interface BenchContext {
	/** An empty folder on the disk to be measured, removed afterwards. */
	readonly folder: string
	say(line: string): void
}

export function isGood(row: Row): boolean {
	if (row.target === null || row.skipped !== undefined) return true
	return row.target.at === 'least' ? row.value >= row.target.value : row.value <= row.target.value
}

export function atLeast(name: string, value: number, unit: string, target: number): Row {
	return { name, value, unit, target: { at: 'least', value: target } }
}

export function atMost(name: string, value: number, unit: string, target: number): Row {
	return { name, value, unit, target: { at: 'most', value: target } }
}

export function told(name: string, value: number, unit: string): Row {
	return { name, value, unit, target: null }
}
