/**
 * `append-inproc`: what the engine takes in when many ask at once. Every caller waits until its entry is durable with
 * its private fields, covered by a signed checkpoint, and the inclusion proof is in its hand.
 * @module
 */
import { randomBytes } from 'node:crypto'
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import { checkInclusion, leafHash, parseCheckpoint, parseNote } from '@letopis/format'
import type { Appended } from '@letopis/ledger'
import { type Answered, closedLoop } from './closed-loop.ts'
import { median, processorTime, quantile, seconds } from './measure.ts'
import { ENTRY_BYTES, makeLog, sealedDraft } from './real-log.ts'
import { atLeast, type BenchCase, type BenchContext, type Row, told } from './row.ts'

export interface AppendLoad {
	readonly callers: number
	readonly warmUpSeconds: number
	readonly seconds: number
}

const TARGET = 25_000
const FULL: AppendLoad = { callers: 1024, warmUpSeconds: 4, seconds: 12 }

export const appendInproc: BenchCase = {
	name: 'append-inproc',
	describe: '1,024 callers waiting for durable, checkpointed, proven appends with 3 private fields each',
	run: (context) => measureAppends(context, FULL),
}

export async function measureAppends({ folder, say }: BenchContext, load: AppendLoad): Promise<Row[]> {
	const rawBefore = await rawRate(join(folder, 'raw-before'), load)
	const { log, close } = await makeLog(join(folder, 'town'))
	let answered: Answered
	let main: number
	let all: number
	try {
		const before = processorTime()
		answered = await closedLoop({ ...load, draft: sealedDraft, append: (draft) => log.append(draft) })
		const after = processorTime()
		main = (after.main - before.main) / log.size
		all = (after.all - before.all) / log.size
		for (const answer of answered.last) mustBeProven(answer)
		say(`${answered.appends} appends, ${answered.last.length} last proofs checked, log size ${log.size}`)
	} finally {
		await close()
	}
	const raw = median([rawBefore, await rawRate(join(folder, 'raw-after'), load)])
	return [
		atLeast('append-inproc', answered.rate, 'appends/s', TARGET),
		told('append-inproc.p50', quantile(answered.waits, 0.5), 'ms'),
		told('append-inproc.p99', quantile(answered.waits, 0.99), 'ms'),
		// What the rate could be on this machine if nobody else were on it: 10^6 through the first of these.
		told('append-inproc.main-thread', main, 'µs/append'),
		told('append-inproc.all-threads', all, 'µs/append'),
		told('append-inproc.of-raw-writes', answered.rate / raw, '× raw'),
		told('append-inproc.raw-writes', raw, 'entries/s'),
	]
}

/** An append counts only if its proof leads to its checkpoint. @throws RefusalError */
export function mustBeProven({ index, size, entry, proof, checkpoint }: Appended): void {
	const head = parseCheckpoint(parseNote(checkpoint).text)
	if (head.size !== size || index >= size) throw new Error(`entry ${index} is not below its checkpoint`)
	checkInclusion({ index, size, leaf: leafHash(entry), proof: [...proof], root: head.root })
}

/** Entries a second when batches of them are only written and synced, one after the other. */
async function rawRate(path: string, { callers, seconds: duration }: AppendLoad): Promise<number> {
	const batch = randomBytes(callers * ENTRY_BYTES)
	const file = await open(path, 'wx')
	try {
		let batches = 0
		const limit = Math.min(duration / 4, 2)
		const took = await seconds(async () => {
			for (const end = performance.now() + limit * 1000; performance.now() < end; batches++) {
				await file.write(batch)
				await file.datasync()
			}
		})
		return (batches * callers) / took
	} finally {
		await file.close()
	}
}
