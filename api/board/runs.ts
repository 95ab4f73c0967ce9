/**
 * Probes of one notice as runs: looks of one probe that found the same, none of them later than the probe had promised to look
 * again. A notice that hangs for a month is a few rows instead of thousands. Pure.
 *
 * Between two looks of a run nobody looked either; what they prove is that it was there at both ends of so short a time.
 * @module
 */
import type { SeenStatus } from './statement.ts'

export interface Run {
	/** first and last look, ms since 1970 */
	readonly from: number
	readonly to: number
	readonly count: number
	readonly status: SeenStatus
	/** seconds between looks, the longest that was promised */
	readonly every: number
	/** positions of the first and last entry that holds a look of it */
	readonly entries: readonly [first: number, last: number]
}

export interface Look {
	/** ms since 1970 */
	readonly time: number
	readonly status: Run['status']
	/** seconds */
	readonly every: number
	/** position of the entry that holds it */
	readonly entry: number
}

/** A look that is late by half the time promised is still in time: clocks and networks are what they are. */
const LENIENCE = 1.5

/** @returns the run with the look in it; null if the look begins another */
export function extended(run: Run, { time, status, every, entry }: Look): Run | null {
	if (status !== run.status || time <= run.to) return null
	if (time - run.to > run.every * LENIENCE * 1000) return null
	return {
		...run,
		to: time,
		count: run.count + 1,
		every: Math.max(run.every, every),
		entries: [run.entries[0], entry],
	}
}

export function begun({ time, status, every, entry }: Look): Run {
	return { from: time, to: time, count: 1, status, every, entries: [entry, entry] }
}

/** A time in which no probe found the notice as it should be. */
export interface Gap {
	/** ms since 1970 */
	readonly from: number
	readonly to: number
	/** unseen: nobody looked; otherwise the worst that was found */
	readonly found: 'unseen' | Exclude<Run['status'], 'ok'>
}

const WORST: readonly Gap['found'][] = ['differs', 'absent', 'page', 'content', 'silent', 'unseen']

/**
 * What of a time no probe covers with good looks, and what was found there. A first look that came as soon after posting as the
 * next one would have, and a last one that is not yet due to be followed, leave no gap where nothing else was found.
 * @param runs of all probes, in any order
 */
export function gapsIn(runs: readonly Run[], from: number, to: number): Gap[] {
	const good = runs.filter(({ status }) => status === 'ok').toSorted((a, b) => a.from - b.from)
	const gaps: Gap[] = []
	let covered = from
	let last: Run | null = null
	const add = (until: number, lenient: Run | null) => {
		if (until <= covered) return
		const found = worst(runs, covered, until)
		const soon = lenient !== null && until - covered <= lenient.every * LENIENCE * 1000
		if (found !== 'unseen' || !soon) gaps.push({ from: covered, to: until, found })
	}
	for (const run of good) {
		if (run.from >= to) break
		// Two runs of one probe are parted by what was found in between, or by a look that came too late.
		add(run.from, last === null ? run : null)
		if (last === null || run.to > last.to) last = run
		covered = Math.max(covered, run.to)
	}
	add(to, last)
	return gaps
}

function worst(runs: readonly Run[], from: number, to: number): Gap['found'] {
	const found = runs.filter((run) => run.status !== 'ok' && run.to >= from && run.from <= to)
	return WORST.find((one) => found.some(({ status }) => status === one)) ?? 'unseen'
}
