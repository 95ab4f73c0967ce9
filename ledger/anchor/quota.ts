/**
 * How many stamps an authority was asked for in a calendar year, kept in a small file. A stamp is counted
 * durably before it is asked for: an answer that never arrives may be billed all the same.
 *
 * Years are those of Prague, which at New Year is always UTC + 1 h.
 * @module
 */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { utf8 } from '@letopis/format'
import { writeDurably } from './durable-file.ts'
import { TimestampError } from './timestamp-error.ts'

const OFFSET_MS = 3_600_000
const KEPT_YEARS = 3

export interface Quota {
	/** Stamps per calendar year, null without a limit. */
	readonly perYear: number | null
	/**
	 * When the last stamp was asked for, milliseconds since 1970; null if never. A restart does not forget it.
	 */
	readonly lastAsked: number | null
	used(now: number): number
	/** Stamps left this year, null without a limit. */
	remaining(now: number): number | null
	/**
	 * Counts one stamp; durable when it resolves.
	 * @param beside the log is not what is stamped: the rhythm of its anchors does not see it
	 * @throws TimestampError `quota` if none is left
	 */
	take(now: number, beside?: boolean): Promise<void>
	/** The log shows at least so many stamps in that year: a lost or older file must not hide them. */
	atLeast(count: number, now: number): void
}

/** @param dir folder of the authority, which exists */
export async function openQuota(dir: string, perYear: number | null): Promise<Quota> {
	if (perYear !== null && !(Number.isSafeInteger(perYear) && perYear >= 1)) {
		throw new RangeError(`expected a yearly quota of at least 1, got ${perYear}`)
	}
	const file = join(dir, 'quota.json')
	const { years, last } = await readCounts(file)
	let lastAsked = last
	/** Two stamps at once write one after the other. */
	let writing: Promise<void> = Promise.resolve()
	const used = (now: number): number => years.get(calendarYear(now)) ?? 0
	return {
		perYear,
		get lastAsked() {
			return lastAsked
		},
		used,
		remaining: (now) => (perYear === null ? null : Math.max(0, perYear - used(now))),
		async take(now, beside = false) {
			if (perYear !== null && used(now) >= perYear) {
				throw new TimestampError('quota', `all ${perYear} stamps of this year are used`)
			}
			years.set(calendarYear(now), used(now) + 1)
			if (!beside) lastAsked = now
			const newest = [...years].sort(([a], [b]) => b - a).slice(0, KEPT_YEARS)
			const text = `${JSON.stringify({ last: lastAsked, years: Object.fromEntries(newest) })}\n`
			const written = writing.then(() => writeDurably(file, utf8(text)))
			writing = written.catch(() => {})
			await written
		},
		atLeast: (count, now) => {
			years.set(calendarYear(now), Math.max(used(now), count))
		},
	}
}

/** Calendar year in Prague of a moment (milliseconds since 1970). */
export function calendarYear(now: number): number {
	return new Date(now + OFFSET_MS).getUTCFullYear()
}

/** First moment of a calendar year in Prague. */
export function yearStart(year: number): number {
	return Date.UTC(year, 0, 1) - OFFSET_MS
}

/** An unreadable file counts as absent, since the log's own anchors are counted again at every start. */
async function readCounts(file: string): Promise<{ years: Map<number, number>; last: number | null }> {
	let parsed: unknown
	try {
		parsed = JSON.parse(await readFile(file, 'utf8'))
	} catch (error) {
		if (!(error instanceof SyntaxError) && (error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
	}
	const { last, years } = (parsed ?? {}) as { last?: unknown; years?: unknown }
	const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0
	const counts = typeof years === 'object' && years !== null ? Object.entries(years) : []
	return {
		years: new Map(
			counts.flatMap(([year, count]) => (isCount(count) ? [[Number(year), count] as const] : [])),
		),
		last: isCount(last) ? last : null,
	}
}
