/**
 * `audit-hash`, `audit-full`: what an audit takes beyond that which nobody could leave out. Log and audit are in one
 * process and the log is in memory, so that neither disk nor network is measured. Both sides take turns.
 * @module
 */
import { hash } from 'node:crypto'
import { decodeEntry, equalBytes } from '@letopis/format'
import { auditLog } from '@letopis/verifier'
import { Bundles } from '../../verifier/audit/bundles.ts'
import { AuditRun } from '../../verifier/audit/run.ts'
import { nativeHasher, useNativeHashing } from '../../verifier/cli/native.ts'
import { type MemoryLog, makeMemoryLog, ORIGIN } from './log-in-memory.ts'
import { median, seconds } from './measure.ts'
import { atMost, type BenchCase, type BenchContext, type Row, told } from './row.ts'

/** Bytes of the hash of an inner node: prefix and two hashes, RFC 6962 §2.1. */
const NODE_BYTES = 65

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
	const middle = (name: keyof Round) => median(took.map((round) => round[name]))
	return [
		atMost('audit-hash', middle('rehash') / middle('hashLoop'), '× hashing', 2),
		atMost('audit-full', middle('full') / middle('decodeLoop'), '× hash+decode', 1.5),
		told('audit-hash.rate', entries / middle('rehash'), 'entries/s'),
		told('audit-hash.native-rate', entries / middle('hashLoop'), 'entries/s'),
		told('audit-full.rate', entries / middle('full'), 'entries/s'),
		told('audit-full.loop-rate', entries / middle('decodeLoop'), 'entries/s'),
	]
}

interface Round {
	readonly hashLoop: number
	readonly rehash: number
	readonly decodeLoop: number
	readonly full: number
}

async function measureRound(log: MemoryLog): Promise<Round> {
	return {
		hashLoop: await seconds(() => hashLoop(log)),
		rehash: await seconds(() => rehash(log)),
		decodeLoop: await seconds(() => decodeLoop(log)),
		full: await seconds(() => fullAudit(log)),
	}
}

/** Native hashes over the bytes of all leaves and inner nodes, kept nowhere. */
function hashLoop(log: MemoryLog): void {
	for (const { bytes } of log.bundles) {
		for (const { start, end } of places(bytes)) hash('sha256', bytes.subarray(start - 1, end), 'binary')
	}
	const node = Buffer.alloc(NODE_BYTES, 0x01)
	for (let i = 1; i < log.size; i++) hash('sha256', node, 'binary')
}

/** Leaves, tiles and root as the audit derives them, without looking into the entries. */
async function rehash(log: MemoryLog): Promise<void> {
	const head = { size: log.size, root: log.root }
	const { context } = await AuditRun.begin({ source: log, hasher: nativeHasher }, ORIGIN, head)
	const bundles = new Bundles(context)
	for await (const bundle of bundles.readAll(0)) if (bundle.width === 256) context.tree.push(bundle.leaves)
	const root = await bundles.rootAt(log.size)
	if (context.findings.total > 0 || !equalBytes(root, log.root))
		throw new Error('the audit derived another root')
}

/** What every audit does with every entry: hash it natively, decode it strictly. */
function decodeLoop(log: MemoryLog): void {
	for (const { bytes } of log.bundles) {
		for (const { start, end } of places(bytes)) {
			hash('sha256', bytes.subarray(start - 1, end), 'binary')
			decodeEntry(bytes.subarray(start, end))
		}
	}
}

async function fullAudit(log: MemoryLog): Promise<void> {
	const report = await auditLog({ source: log, hasher: nativeHasher })
	if (report.done !== log.size || report.findingsTotal > 0)
		throw new Error(`the audit found: ${report.sentence}`)
}

/** Where the entries of a bundle stand. */
function* places(bundle: Buffer): Iterable<{ start: number; end: number }> {
	for (let at = 0; at < bundle.length; ) {
		const start = at + 2
		at = start + bundle.readUInt16BE(at)
		yield { start, end: at }
	}
}
