/**
 * Callers that append, wait for the answer, and append again: the load of `append-inproc` and of the peers.
 * @module
 */
import type { Appended, Draft } from '@letopis/ledger'

export interface Load {
	readonly callers: number
	/** Time that is not counted: files are made, code is compiled, batches fill. */
	readonly warmUpSeconds: number
	readonly seconds: number
	append(draft: Draft): Promise<Appended>
	draft(): Draft
}

export interface Answered {
	/** appends answered in the counted time */
	readonly appends: number
	/** appends a second */
	readonly rate: number
	/** ms from call to answer of each of them */
	readonly waits: Float64Array
	/** the last answer of each caller */
	readonly last: readonly Appended[]
}

/** @throws whatever an append throws; the other callers end first */
export async function closedLoop({
	callers,
	warmUpSeconds,
	seconds,
	append,
	draft,
}: Load): Promise<Answered> {
	const from = performance.now() + warmUpSeconds * 1000
	const to = from + seconds * 1000
	const waits: number[] = []
	const last: Appended[] = []
	let failed = false
	const caller = async (own: number) => {
		while (!failed) {
			const start = performance.now()
			if (start >= to) return
			last[own] = await append(draft())
			const end = performance.now()
			if (end >= from && end < to) waits.push(end - start)
		}
	}
	const callersRunning = Array.from({ length: callers }, (_, own) =>
		caller(own).catch((error) => {
			failed = true
			throw error
		}),
	)
	const results = await Promise.allSettled(callersRunning)
	for (const result of results) if (result.status === 'rejected') throw result.reason
	return { appends: waits.length, rate: waits.length / seconds, waits: Float64Array.from(waits), last }
}

/** Appends as many entries, so many at a time. @returns appends a second */
export async function appendMany(
	append: (draft: Draft) => Promise<Appended>,
	draft: () => Draft,
	count: number,
	callers: number,
): Promise<number> {
	let left = count
	const start = performance.now()
	const caller = async () => {
		while (left-- > 0) await append(draft())
	}
	await Promise.all(Array.from({ length: callers }, caller))
	return (count / (performance.now() - start)) * 1000
}
