/** SHA-256 ends: all documents and the log are hashed anew, stamped, and the records lead on; judged by the verifier. */
import { createHash } from 'node:crypto'
import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import {
	blobCid,
	bodyOf,
	type Cid,
	cidOfDigest,
	commitFields,
	decodeEntry,
	decodeOpening,
	hex,
	RENEWED_SIZE,
	type RenewalBody,
	renewedFieldRoot,
} from '@letopis/format'
import { type AlgorithmPolicy, verifyEvidence } from '@letopis/verifier'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { DEFAULT_ALGORITHMS } from '../../../ledger/anchor/algorithm-policy.ts'
import type { AnchorLog, AnchorVault } from '../../../ledger/anchor/anchor-log.ts'
import { type Anchorer, createAnchorer } from '../../../ledger/anchor/anchorer.ts'
import { renewedHeads } from '../../../ledger/anchor/renewed-heads.ts'
import { LedgerError } from '../../../ledger/error.ts'
import { listedBlobs } from '../../../ledger/log/named-blobs.ts'
import type { VaultRecord } from '../../../ledger/vault/record-format.ts'
import { ALGORITHMS } from '../../../verifier/evidence/algorithms.ts'
import { parseEvidenceRecord } from '../../../verifier/evidence/record.ts'
import { type AnchoredLog, createAnchoredLog, START } from '../../support/anchored-log.ts'
import { type RenewingAuthority, renewingAuthority, YEAR } from '../../support/renewing-authority.ts'
import { TestLog } from '../../support/test-log.ts'

const DAY = 86_400_000
const rhythm = { periodMs: 600_000, heartbeatMs: 3_600_000 }
/** SHA-256 ends here, for the town as for its readers. */
const END = Date.UTC(2032, 0, 1)
const ended = <Row extends { algorithm: string; until: string | null }>(rows: readonly Row[]) =>
	rows.map((row) => (row.algorithm === 'SHA-256' ? { ...row, until: '2032-01-01' } : row))
const algorithms = { ...DEFAULT_ALGORITHMS, algorithms: ended(DEFAULT_ALGORITHMS.algorithms) }
const readers: AlgorithmPolicy = { ...ALGORITHMS, algorithms: ended(ALGORITHMS.algorithms) }

let at: AnchoredLog
let alpha: RenewingAuthority
let anchorer: Anchorer
const contents = new Map<string, string>()
let reads: string[] = []

async function open(log: AnchorLog = at.log, stops?: () => void): Promise<Anchorer> {
	const vault: AnchorVault = {
		record: (index) => at.vault.record(index),
		async *read(_, cid) {
			const content = contents.get(cid.toString()) ?? expect.fail('no such content')
			reads.push(content)
			stops?.()
			yield Buffer.from(content)
		},
	}
	const { clock, dir } = at
	return createAnchorer({
		...{ log, vault, dir: join(dir, 'anchors'), clock, renewal: { algorithms, bytesPerSecond: 1e12 } },
		authorities: [{ authority: alpha, ...rhythm }],
	})
}

beforeEach(async () => {
	at = await createAnchoredLog()
	alpha = renewingAuthority('alpha', at.clock, START + 2 * YEAR)
	contents.clear()
	reads = []
	anchorer = await open()
})
afterEach(async () => {
	await anchorer.stop()
	await at.remove()
})

interface Document {
	index: number
	content: string
}

async function document(content: string): Promise<Document> {
	const digest = new Uint8Array(createHash('sha256').update(content).digest())
	const cid = cidOfDigest('blob', createHash('sha256').update(`sealed ${content}`).digest())
	contents.set(cid.toString(), content)
	const { index } = await at.log.append({
		kind: 'sealed',
		body: { content: cid },
		fields: { kind: 'document', content: digest },
		header: new Uint8Array(100),
		secret: new Uint8Array(createHash('sha256').update(`secret of ${content}`).digest()),
	})
	return { index, content }
}

async function recordOf({ index }: Document): Promise<Uint8Array> {
	const { records, damaged } = await anchorer.evidenceFor(index)
	expect(damaged).toEqual([])
	return records[0]?.record ?? expect.fail('no record')
}

async function judge(record: Uint8Array, { content }: Document) {
	const trust = new TestLog().trust({ roots: [...alpha.roots], required: 1 })
	const by = (name: string) => new Uint8Array(createHash(name).update(content).digest())
	const file = { digests: { 'SHA-256': by('sha256'), 'SHA-512': by('sha512') } }
	const input = { records: [record], file, trust, at: at.clock.now(), algorithms: readers }
	return (await verifyEvidence(input)).verdict.content
}
const AGREES = { is: 'agrees', reason: null }
const shape = (record: Uint8Array) => parseEvidenceRecord(record).chains.map(({ stamps }) => stamps.length)

async function certify(until: number, digest: 'sha256' | 'sha512' = 'sha512'): Promise<void> {
	alpha.certify(until, digest)
	await at.entry()
	await anchorer.anchorNow()
}

async function bodies(): Promise<(RenewalBody & { index: number })[]> {
	const found: (RenewalBody & { index: number })[] = []
	for (const index of await at.log.renewals()) {
		const body = bodyOf(decodeEntry((await at.log.entry(index)) ?? expect.fail()), 'renewal')
		found.push({ ...(body ?? expect.fail()), index })
	}
	return found
}

/** The story up to the hash trees: stamped, renewed twice by stamp. */
async function twice(): Promise<Document[]> {
	const documents = [await document('one'), await document('two'), await document('three')]
	await anchorer.anchorNow()
	at.clock.set(START + 2 * YEAR - 100 * DAY)
	await certify(START + 4 * YEAR, 'sha256')
	expect(await anchorer.renewer.renewDue()).toHaveLength(1)
	at.clock.set(START + 4 * YEAR - 100 * DAY)
	await certify(START + 12 * YEAR)
	expect(await anchorer.renewer.renewDue()).toHaveLength(1)
	return documents
}

test('renewed twice by stamp, then by hash tree, then by stamp again', async () => {
	const documents = await twice()
	at.clock.set(END - 100 * DAY)
	const late = await document('late')
	await anchorer.anchorNow()
	const [outcome, ...more] = await anchorer.renewer.renewDue()
	expect([outcome?.of, outcome?.renewal?.digest, more]).toEqual(['alpha', 'sha2-512', []])
	expect(reads.toSorted()).toEqual(['late', 'one', 'three', 'two'])
	expect(await anchorer.renewer.renewDue()).toEqual([])
	for (const one of documents) expect(shape(await recordOf(one))).toEqual([3, 1])
	expect(shape(await recordOf(late))).toEqual([1, 1])

	// SHA-256 has ended; what was stamped by it alone proves nothing, what was renewed does.
	at.clock.set(END + YEAR)
	for (const one of [...documents, late]) expect(await judge(await recordOf(one), one)).toEqual(AGREES)

	at.clock.set(START + 12 * YEAR - 100 * DAY)
	await certify(START + 20 * YEAR)
	const renewed = await anchorer.renewer.renewDue()
	expect(renewed.map(({ renewal }) => renewal?.digest)).toContain('sha2-512')
	at.clock.set(START + 15 * YEAR)
	for (const one of documents) {
		const record = await recordOf(one)
		expect(shape(record)).toEqual([3, 2])
		expect(await judge(record, one)).toEqual(AGREES)
		expect(await judge(record, { ...one, content: 'another' })).toEqual({
			is: 'differs',
			reason: 'other-content',
		})
		const others = documents.filter((other) => other !== one)
		for (const { content } of others) {
			for (const name of ['sha256', 'sha512']) {
				expect(hex(record)).not.toContain(createHash(name).update(content).digest('hex'))
			}
		}
	}
})

test('both heads of the log are bound, and the second can be made from what is public', async () => {
	const [one] = await twice()
	at.vault.erase(one?.index ?? 0)
	await anchorer.renewer.renewNow({ trees: true })
	const body = (await bodies()).at(-1) ?? expect.fail()
	const { heads } = body
	const size = heads?.size ?? 0
	expect(heads?.root).toEqual(await at.log.rootAt(size))
	const roots = (await at.log.blob(heads?.fields as Cid)) ?? expect.fail('no field roots')
	expect(roots).toHaveLength(size * RENEWED_SIZE)
	const hash = (...parts: Uint8Array[]) => createHash('sha512').update(Buffer.concat(parts)).digest()
	const leaves: Buffer[] = []
	for (let index = 0; index < size; index++) {
		const entry = (await at.log.entry(index)) ?? expect.fail()
		const fields = roots.slice(index * RENEWED_SIZE, (index + 1) * RENEWED_SIZE)
		const record = (await at.vault.record(index)) as VaultRecord | 'erased'
		expect(fields).toEqual(
			record === 'erased' ? new Uint8Array(RENEWED_SIZE) : renewedFieldRoot(decodeOpening(record.opening)),
		)
		leaves.push(hash(Buffer.of(0), entry, fields))
	}
	const root = (part: Buffer[]): Buffer => {
		if (part.length === 1) return part[0] as Buffer
		const half = 2 ** Math.ceil(Math.log2(part.length) - 1)
		return hash(Buffer.of(1), root(part.slice(0, half)), root(part.slice(half)))
	}
	expect(Buffer.from(heads?.renewed ?? [])).toEqual(root(leaves))
})

test('the renewed field root is that of the same tree, whichever fields there are', () => {
	const salts = (n: number) => new Uint8Array(n).fill(7)
	const seen = new Set<string>()
	for (const fields of [{}, { time: 5 }, { time: 5, kind: 'x' }, { kind: 'x', purpose: 'y', metadata: {} }]) {
		const { opening } = commitFields(fields, salts)
		seen.add(hex(renewedFieldRoot(opening)))
		// The same tree under SHA-256, made from the same parts, is the commitment.
		expect(renewedFieldRoot(opening)).toHaveLength(64)
	}
	expect(seen.size).toBe(4)
})

test('what was erased or cannot be read is left out, and fails nothing', async () => {
	const [one, two, three] = await twice()
	at.vault.erase(one?.index ?? 0)
	await anchorer.stop()
	anchorer = await open(at.log, () => {
		if (reads.at(-1) === 'two') throw new LedgerError('corrupt', 'the payload is rotten')
	})
	const [outcome] = await anchorer.renewer.renewNow({ trees: true })
	expect(outcome?.renewal).toBeDefined()
	const told = { hashed: 1, erased: 1, unreadable: 1, unreadableAt: [two?.index] }
	expect(outcome?.pass).toMatchObject(told)
	expect((await anchorer.renewer.forecast()).lastPass).toEqual(outcome?.pass)
	expect(await anchorer.evidenceFor(one?.index ?? 0)).toEqual({ records: [], damaged: [] })
	expect(shape(await recordOf(two as Document))).toEqual([3])
	expect(shape(await recordOf(three as Document))).toEqual([3, 1])
})

describe('stopped on the way', () => {
	test('while it reads: it goes on where it was, and reads nothing twice but the last', async () => {
		const documents = await twice()
		await anchorer.stop()
		let left = 2
		anchorer = await open(at.log, () => {
			if (--left < 0) throw new Error('the power is gone')
		})
		expect((await anchorer.renewer.renewNow({ trees: true }))[0]?.error?.message).toContain('power')
		await anchorer.stop()
		anchorer = await open()
		expect((await anchorer.renewer.renewNow({ trees: true }))[0]?.renewal).toBeDefined()
		expect(reads.filter((content) => content === 'one')).toHaveLength(1)
		for (const one of documents) expect(shape(await recordOf(one))).toEqual([3, 1])
		expect(readdirSync(join(at.dir, 'anchors'))).not.toContain('rehash')
	})

	test('while the authority is down: only the stamp is asked for again', async () => {
		const documents = await twice()
		alpha.fail(true)
		expect((await anchorer.renewer.renewNow({ trees: true }))[0]?.error).toBeDefined()
		alpha.fail(false)
		// A stamp that is renewed meanwhile is not among what was hashed.
		await anchorer.renewer.renewNow({ of: 'alpha', by: 'alpha' })
		const read = reads.length
		expect((await anchorer.renewer.renewNow({ trees: true }))[0]?.renewal).toBeDefined()
		expect(reads).toHaveLength(read)
		at.clock.set(END + YEAR)
		for (const one of documents) expect(await judge(await recordOf(one), one)).toEqual(AGREES)
	})
})

test('what is stamped later is hashed by the next pass, alone', async () => {
	const [one] = await twice()
	await anchorer.renewer.renewNow({ trees: true })
	const later = await document('later')
	await anchorer.anchorNow()
	reads = []
	await anchorer.renewer.renewNow({ trees: true })
	expect(reads).toEqual(['later'])
	expect(shape(await recordOf(later))).toEqual([1, 1])
	expect(shape(await recordOf(one as Document))).toEqual([3, 1])
	const [first, second] = (await bodies()).filter(({ heads }) => heads !== undefined)
	expect(second?.from).toBe(first?.to)
})

test('an authority that goes on signing with SHA-256 does not help', async () => {
	await document('one')
	await anchorer.anchorNow()
	at.clock.set(END - 100 * DAY)
	await certify(START + 9 * YEAR, 'sha256')
	const [outcome] = await anchorer.renewer.renewDue()
	expect(outcome).toMatchObject({ of: 'hash trees', error: { code: 'authority' } })
})

test('field roots of more than one blob are found through their list', async () => {
	const blobs = new Map<string, Uint8Array>()
	const entries = Array.from({ length: 2500 }, (_, i) => Buffer.from(`entry ${i}`))
	const log = {
		async *entries() {
			for (const [index, entry] of entries.entries()) yield { index, entry }
		},
		putBlob: async (bytes: Uint8Array) => {
			const cid = blobCid(bytes)
			blobs.set(cid.toString(), bytes)
			return cid
		},
		rootAt: async () => new Uint8Array(32),
	}
	const vault = { record: async () => 'erased' as const }
	const kept = join(at.dir, 'second-tree')
	const heads = await renewedHeads(log, vault, { size: entries.length, stopped: () => false, kept })
	const named: string[] = [heads.fields.toString()]
	for await (const cid of listedBlobs(heads, async (list) => blobs.get(list.toString()))) {
		named.push(cid.toString())
	}
	// All roots are zeros here, so that the two full blobs are one and the same.
	expect(named).toHaveLength(1 + 3)
	expect(new Set(named)).toEqual(new Set(blobs.keys()))
	expect(blobs.get(named[3] ?? '')).toHaveLength((2500 - 2048) * RENEWED_SIZE)
})

test('the second tree goes on where a crash has left it', async () => {
	const blobs = new Set<string>()
	const size = 40_000
	let [from, readTo] = [-1, Number.POSITIVE_INFINITY]
	const log = {
		async *entries(begin: number) {
			from = begin
			for (let index = begin; index < size; index++) {
				if (index === readTo) throw new Error('crash')
				yield { index, entry: Buffer.from(`entry ${index}`) }
			}
		},
		putBlob: async (bytes: Uint8Array) => {
			const cid = blobCid(bytes)
			blobs.add(cid.toString())
			return cid
		},
		rootAt: async () => new Uint8Array(32),
	}
	const vault = { record: async () => 'erased' as const }
	const make = (name: string, length = size) =>
		renewedHeads(log, vault, { size: length, stopped: () => false, kept: join(at.dir, name) })
	const whole = await make('whole')
	readTo = 39_000
	await expect(make('cut')).rejects.toThrow('crash')
	readTo = Number.POSITIVE_INFINITY
	expect(await make('cut')).toEqual(whole)
	expect(from).toBe(32_768)
	// What is kept of another size, or damaged, begins anew.
	await make('cut', 2000)
	expect(from).toBe(0)
	writeFileSync(join(at.dir, 'cut'), '{"size": 40000, "next": 16384}')
	expect(await make('cut')).toEqual(whole)
	expect(from).toBe(0)
})
