/**
 * `append-10m`, `memory-10m`, `proofs-10m`: one log grown to ten million entries. The rate at that size is taken in
 * turns with that of small logs on the same disk in the same minutes, so that neither the machine's other work nor
 * its temperature passes for the size of the log.
 * @module
 */
import { randomInt } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { checkInclusion, type Hash, leafHash, parseCheckpoint, parseNote } from '@letopis/format'
import type { Log } from '@letopis/ledger'
import { appendMany } from './closed-loop.ts'
import { type Memory, median, memory, quantile, seconds } from './measure.ts'
import { makeLog, sealedDraft } from './real-log.ts'
import { atLeast, atMost, type BenchCase, type BenchContext, type Row, told } from './row.ts'

export interface Growth {
	/** size at which all is measured */
	readonly entries: number
	/** size that it is compared with */
	readonly small: number
	readonly callers: number
	/** rounds of appends at either size, and of proofs */
	readonly rounds: number
	/** entries that each of them appends */
	readonly perRound: number
	readonly proofs: number
}

const FULL: Growth = {
	entries: 10_000_000,
	small: 10_000,
	callers: 1024,
	rounds: 15,
	perRound: 20_000,
	proofs: 1000,
}

export const append10m: BenchCase = {
	name: 'append-10m',
	also: ['memory-10m', 'proofs-10m'],
	describe: 'a log of 10 million entries beside one of 10,000: rate, memory, 1,000 inclusion proofs',
	slow: true,
	run: (context) => measureGrowth(context, { ...FULL, entries: entriesWanted() }),
}

/** LETOPIS_BENCH_ENTRIES lets a try-out end earlier; the rows then say how large the log was. */
function entriesWanted(): number {
	const text = process.env.LETOPIS_BENCH_ENTRIES
	if (text === undefined) return FULL.entries
	if (!/^[1-9]\d{4,8}$/.test(text))
		throw new RangeError(`LETOPIS_BENCH_ENTRIES: expected 10000 or more, got ${text}`)
	return Number(text)
}

export async function measureGrowth(context: BenchContext, growth: Growth): Promise<Row[]> {
	const { folder, say } = context
	const { entries, small, callers } = growth
	// Compiles the code and grows the heap, so that the memory at the small size is not that of a new process.
	await smallRate(join(folder, 'warm-up'), growth)
	const { log, close } = await makeLog(join(folder, 'town'))
	try {
		await grow(log, small, callers)
		const memorySmall = await memory()
		await growTold(log, growth, say)
		const memoryLarge = await memory()
		const proofs: ProofTimes[] = []
		for (let round = 0; round < growth.rounds; round++) proofs.push(await proofTimes(log, growth.proofs))
		const large: number[] = []
		const little: number[] = []
		for (let round = 0; round < growth.rounds; round++) {
			large.push(await appendMany((draft) => log.append(draft), sealedDraft, growth.perRound, callers))
			little.push(await smallRate(join(folder, `small-${round}`), growth))
		}
		return rows({ entries, memorySmall, memoryLarge, proofs, large: median(large), little: median(little) })
	} finally {
		await close()
	}
}

interface Measured {
	readonly entries: number
	readonly memorySmall: Memory
	readonly memoryLarge: Memory
	readonly proofs: readonly ProofTimes[]
	readonly large: number
	readonly little: number
}

function rows({ entries, memorySmall, memoryLarge, proofs, large, little }: Measured): Row[] {
	const all = ({ own, mapped }: Memory) => own + mapped
	return [
		atLeast('append-10m', large / little, '× at 10 k', 0.9),
		told('append-10m.entries', entries, 'entries'),
		told('append-10m.rate', large, 'appends/s'),
		told('append-10m.rate-at-10k', little, 'appends/s'),
		atMost('memory-10m', memoryLarge.own / memorySmall.own, '× at 10 k', 1.5),
		told('memory-10m.own', memoryLarge.own / 1e6, 'MB'),
		told('memory-10m.with-mapped', all(memoryLarge) / 1e6, 'MB'),
		told('memory-10m.own-at-10k', memorySmall.own / 1e6, 'MB'),
		atMost('proofs-10m', median(proofs.map(({ total }) => total)), 's', 0.5),
		told('proofs-10m.first', proofs[0]?.total ?? Number.NaN, 's'),
		told('proofs-10m.p50', median(proofs.map(({ p50 }) => p50)), 'ms'),
		told('proofs-10m.p99', median(proofs.map(({ p99 }) => p99)), 'ms'),
	]
}

async function grow(log: Log, size: number, callers: number): Promise<void> {
	const more = size - log.size
	if (more > 0) await appendMany((draft) => log.append(draft), sealedDraft, more, callers)
}

async function growTold(log: Log, { entries, callers }: Growth, say: (line: string) => void): Promise<void> {
	const step = 1_000_000
	while (log.size < entries) {
		const from = log.size
		const took = await seconds(() => grow(log, Math.min(entries, from + step), callers))
		say(`${log.size.toLocaleString('en')} entries, ${Math.round((log.size - from) / took)} appends/s`)
	}
}

/** Appends a second of a new log that has reached the small size. */
async function smallRate(folder: string, { small, callers, perRound }: Growth): Promise<number> {
	const { log, close } = await makeLog(folder)
	try {
		await grow(log, small, callers)
		return await appendMany((draft) => log.append(draft), sealedDraft, perRound, callers)
	} finally {
		await close()
		await rm(folder, { recursive: true })
	}
}

interface ProofTimes {
	/** seconds for all of them, one after the other */
	readonly total: number
	/** ms */
	readonly p50: number
	readonly p99: number
}

/** Proofs of entries from all over the log, which nobody asked for before. */
async function proofTimes(log: Log, count: number): Promise<ProofTimes> {
	const { size, checkpoint } = log
	const { root } = parseCheckpoint(parseNote(checkpoint).text)
	const indexes = Array.from({ length: count }, () => randomInt(size))
	const proofs: Hash[][] = []
	const waits: number[] = []
	for (const index of indexes) {
		const start = performance.now()
		proofs.push([...(await log.inclusionProof(index, size))])
		waits.push(performance.now() - start)
	}
	for (const [i, proof] of proofs.entries()) {
		const index = indexes[i] as number
		const entry = await log.entry(index)
		if (entry === undefined) throw new Error(`entry ${index} is missing`)
		checkInclusion({ index, size, leaf: leafHash(entry), proof, root })
	}
	const total = waits.reduce((sum, wait) => sum + wait, 0) / 1000
	return { total, p50: quantile(waits, 0.5), p99: quantile(waits, 0.99) }
}
