/**
 * `audit-hash`, `audit-full`: what an audit takes beyond that which nobody could leave out. Log and audit are in one
 * process and the log is in memory, so that neither disk nor network is measured. Both sides take turns, and processor
 * time of all threads is taken: nothing here waits, so that it is what passes on a machine that does nothing else.
 * @module
 */
import { hash } from 'node:crypto'
import { decodeEntry, equalBytes, TILE_WIDTH } from '@letopis/format'
import { auditLog } from '@letopis/verifier'
import { Bundles } from '../../verifier/audit/bundles.ts'
import { AuditRun } from '../../verifier/audit/run.ts'
import { nativeHasher, useNativeHashing } from '../../verifier/cli/native.ts'
import { type MemoryLog, makeMemoryLog, ORIGIN } from './log-in-memory.ts'
import { median, processorTime } from './measure.ts'
import { atMost, type BenchCase, type BenchContext, type Row, told } from './row.ts'

/** Bytes of the hash of an inner node: prefix and two hashes, RFC 6962 §2.1. */
const NODE_BYTES = 65
/** 64 MiB of entries: more than any cache keeps between the two. */
const BUNDLES_A_TURN = 512

export const audit: BenchCase = {
	name: 'audit-hash',
	also: ['audit-full'],
	describe: 'a million entries rehashed and fully audited, beside native hashing and strict decoding alone',
	run: (context) => measureAudit(context, { entries: 1_000_000, rounds: 3, seconds: 45 }),
}

export interface AuditRounds {
	readonly entries: number
	readonly rounds: number
	/** no round is begun that would end later */
	readonly seconds: number
}

export async function measureAudit(
	{ say }: BenchContext,
	{ entries, rounds, seconds: limit }: AuditRounds,
): Promise<Row[]> {
	useNativeHashing()
	const small = makeMemoryLog(Math.min(entries, 20_000))
	await measureRound(small)
	const making = performance.now()
	const log = makeMemoryLog(entries)
	say(`made a log of ${entries} entries in ${((performance.now() - making) / 1000).toFixed(1)} s`)
	const took: Round[] = []
	const start = performance.now()
	const used = () => (performance.now() - start) / 1000
	while (took.length < rounds && used() * (1 + 1 / Math.max(1, took.length)) < limit) {
		took.push(await measureRound(log))
	}
	say(`${took.length} rounds in ${used().toFixed(1)} s`)
	const ratio = (name: keyof Round) => median(took.map((round) => round[name].audit / round[name].loop))
	const rate = (name: keyof Round, side: keyof Beside) =>
		entries / median(took.map((round) => round[name][side]))
	return [
		atMost('audit-hash', ratio('hash'), '× hashing', 2),
		atMost('audit-full', ratio('full'), '× hash+decode', 1.5),
		told('audit-hash.rate', rate('hash', 'audit'), 'entries/s'),
		told('audit-hash.native-rate', rate('hash', 'loop'), 'entries/s'),
		told('audit-full.rate', rate('full', 'audit'), 'entries/s'),
		told('audit-full.loop-rate', rate('full', 'loop'), 'entries/s'),
	]
}

/** Seconds of processor time that the audit's code took, and those of the loop over the same bytes. */
interface Beside {
	readonly audit: number
	readonly loop: number
}

interface Round {
	readonly hash: Beside
	readonly full: Beside
}

async function measureRound(log: MemoryLog): Promise<Round> {
	return { hash: await rehash(log), full: await fullAudit(log) }
}

/**
 * Runs audit and loop in turns of some bundles, so that what else happens on the machine meets both, and each finds
 * the bytes as far away in memory as the other.
 */
class Turns {
	readonly #log: MemoryLog
	readonly #work: (bundle: Buffer) => void
	#done = 0
	#audit = 0
	#loop = 0
	#start = processorTime().all

	constructor(log: MemoryLog, work: (bundle: Buffer) => void) {
		this.#log = log
		this.#work = work
	}

	/** To be called by the audit after each bundle. */
	next(bundles: number): void {
		if (bundles - this.#done < BUNDLES_A_TURN && bundles < this.#log.bundles.length) return
		const middle = processorTime().all
		this.#audit += middle - this.#start
		for (; this.#done < bundles; this.#done++) this.#work(this.#log.bundles[this.#done]?.bytes as Buffer)
		this.#start = processorTime().all
		this.#loop += this.#start - middle
	}

	/** To be called when the audit has ended. */
	end(): Beside {
		if (this.#done !== this.#log.bundles.length) throw new Error('the audit did not read all')
		return { audit: (this.#audit + processorTime().all - this.#start) / 1e6, loop: this.#loop / 1e6 }
	}
}

const node = Buffer.alloc(NODE_BYTES, 0x01)

/** Native hashes over the bytes of all leaves and of as many inner nodes, kept nowhere. */
function hashLoop(bundle: Buffer): void {
	eachEntry(bundle, (start, end) => {
		hash('sha256', bundle.subarray(start - 1, end), 'binary')
		hash('sha256', node, 'binary')
	})
}

/** What every audit does with every entry: hash it natively, decode it strictly. */
function decodeLoop(bundle: Buffer): void {
	eachEntry(bundle, (start, end) => {
		hash('sha256', bundle.subarray(start - 1, end), 'binary')
		decodeEntry(bundle.subarray(start, end))
	})
}

/** Tells where the entries of a bundle stand, each behind two octets of length. */
function eachEntry(bundle: Buffer, visit: (start: number, end: number) => void): void {
	for (let at = 0; at < bundle.length; ) {
		const start = at + 2
		at = start + bundle.readUInt16BE(at)
		visit(start, at)
	}
}

/** Leaves, tiles and root as the audit derives them, without looking into the entries. */
async function rehash(log: MemoryLog): Promise<Beside> {
	const turns = new Turns(log, hashLoop)
	const head = { size: log.size, root: log.root }
	const { context } = await AuditRun.begin({ source: log, hasher: nativeHasher }, ORIGIN, head)
	const bundles = new Bundles(context)
	for await (const bundle of bundles.readAll(0)) {
		if (bundle.width === TILE_WIDTH) context.tree.push(bundle.leaves)
		turns.next(bundle.index + 1)
	}
	const root = await bundles.rootAt(log.size)
	if (context.findings.total > 0 || !equalBytes(root, log.root))
		throw new Error('the audit derived another root')
	return turns.end()
}

async function fullAudit(log: MemoryLog): Promise<Beside> {
	const turns = new Turns(log, decodeLoop)
	const report = await auditLog({
		source: log,
		hasher: nativeHasher,
		onProgress: (done) => {
			turns.next(Math.ceil(done / TILE_WIDTH))
			return true
		},
	})
	if (report.done !== log.size || report.findingsTotal > 0)
		throw new Error(`the audit found: ${report.sentence}`)
	return turns.end()
}
