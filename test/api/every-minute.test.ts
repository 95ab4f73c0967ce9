/** Work that is looked for again and again: at the start or after a period, what fails is noted, and stopping ends it. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { every, everyMinute, MINUTE, oneAtATime } from '../../api/every-minute.ts'
import type { JournalLine } from '../../api/http/journal.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

test('is done each period until the service stops, and what fails is in the journal', async () => {
	const stopping = new AbortController()
	const lines: JournalLine[] = []
	const deps = {
		...{ stopping: stopping.signal, clock: { now: () => 0 } },
		journal: (line: JournalLine) => void lines.push(line),
	}
	let done = 0
	const look = async () => {
		done++
		if (done === 2) throw new Error('no disk')
	}
	const now = every(MINUTE, deps, look, 'session-sweep-failed')
	expect(done).toBe(0)
	await vi.advanceTimersByTimeAsync(3 * MINUTE)
	expect(done).toBe(3)
	expect(lines.map(({ notice }) => notice)).toEqual(['session-sweep-failed'])
	now()
	expect(done).toBe(4)
	stopping.abort()
	await vi.advanceTimersByTimeAsync(3 * MINUTE)
	expect(done).toBe(4)
})

test('of every minute begins at the start', () => {
	const look = vi.fn(async () => {})
	everyMinute({ clock: { now: () => 0 } }, look, 'digest-failed')
	expect(look).toHaveBeenCalledTimes(1)
})

test('at most one at a time, also after one that failed', async () => {
	let begun = 0
	const work = oneAtATime(async () => {
		begun++
		await Promise.resolve()
		if (begun === 1) throw new Error('no disk')
		return begun
	})
	const both = [work(), work()]
	await expect(Promise.allSettled(both)).resolves.toMatchObject([
		{ status: 'rejected' },
		{ status: 'rejected' },
	])
	expect(begun).toBe(1)
	await expect(work()).resolves.toBe(2)
})
