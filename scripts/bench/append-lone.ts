/**
 * `append-lone`: what one append costs when nobody else is there, beside the least that any durable append costs on
 * this disk. Both take turns, so that what else happens on the disk meets both.
 * @module
 */
import { randomBytes } from 'node:crypto'
import { closeSync, fdatasyncSync, openSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { mustBeProven } from './append-inproc.ts'
import { median, quantile } from './measure.ts'
import { makeLog, sealedDraft } from './real-log.ts'
import { atMost, type BenchCase, type BenchContext, type Row, told } from './row.ts'

export const appendLone: BenchCase = {
	name: 'append-lone',
	describe: 'one append after the other, in turns with a raw 4 KiB append and fdatasync',
	run: (context) => measureLone(context, { warmUp: 300, rounds: 2000, seconds: 30 }),
}

export interface LoneRounds {
	readonly warmUp: number
	readonly rounds: number
	/** end of it on a slow disk */
	readonly seconds: number
}

export async function measureLone(
	{ folder, say }: BenchContext,
	{ warmUp, rounds, seconds }: LoneRounds,
): Promise<Row[]> {
	const { log, close } = await makeLog(join(folder, 'town'))
	const block = randomBytes(4096)
	const raw: number[] = []
	const lone: number[] = []
	const file = openSync(join(folder, 'raw'), 'wx')
	try {
		const end = performance.now() + seconds * 1000
		for (let round = 0; round < warmUp + rounds && (lone.length < 10 || performance.now() < end); round++) {
			const start = performance.now()
			writeSync(file, block)
			fdatasyncSync(file)
			const middle = performance.now()
			const answer = await log.append(sealedDraft())
			const done = performance.now()
			if (round < warmUp) continue
			raw.push(middle - start)
			lone.push(done - middle)
			if (round % 100 === 0) mustBeProven(answer)
		}
	} finally {
		closeSync(file)
		await close()
	}
	say(`${lone.length} rounds`)
	return [
		atMost('append-lone', median(lone) / median(raw), '× raw', 5),
		told('append-lone.p50', median(lone), 'ms'),
		told('append-lone.p99', quantile(lone, 0.99), 'ms'),
		told('append-lone.raw-p50', median(raw), 'ms'),
	]
}
