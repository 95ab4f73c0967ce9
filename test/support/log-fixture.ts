/**
 * Logs to test with: drafts like those of the service, a clock that stands still until it is moved, and an audit
 * that re-derives everything an honest log promises.
 * @module
 */
import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
	checkInclusion,
	type DagMap,
	decodeEntry,
	entryCid,
	equalBytes,
	leafHash,
	openingRoot,
	parseCheckpoint,
	parseNote,
	type Vkey,
	verifyNote,
} from '@letopis/format'
import {
	type Appended,
	createLog,
	createSigner,
	type Draft,
	type Log,
	type LogLimits,
	type OpenOptions,
	openLog,
	type Signer,
} from '@letopis/ledger'
import { expect } from 'vitest'
import type { Disk } from './faulty-store.ts'
import { oracleLeaf, oracleRoot } from './tree-oracle.ts'

export const ORIGIN = 'ukazkov.example/log/1'
export const START = Date.UTC(2026, 10, 22, 8, 0, 0)

/** A new signer with keys of its own. */
export async function makeSigner(origin = ORIGIN): Promise<Signer> {
	const dir = await mkdtemp(join(tmpdir(), 'letopis-keys-'))
	try {
		return await createSigner(dir, origin)
	} finally {
		await rm(dir, { recursive: true })
	}
}

export class TestClock {
	time = START
	now(): number {
		return this.time
	}
}

export function documentDraft(name = 'žádost.pdf', more: Partial<Draft> = {}): Draft {
	return {
		kind: 'sealed',
		body: {},
		fields: {
			kind: 'document',
			content: randomBytes(32),
			metadata: { file: { name, type: 'application/pdf', size: 1000 } },
		},
		...more,
	}
}

export function accessDraft(document: Appended['cid'], key: Uint8Array): Draft {
	const fields = { kind: 'access', actor: 'úřednice', object: document, purpose: 'nahlížení' }
	return { kind: 'sealed', body: {}, fields, access: { document, key } }
}

export interface Running {
	log: Log
	clock: TestClock
}

export interface RunOptions {
	signer: Signer
	limits?: LogLimits
	clock?: TestClock
	resume?: readonly string[]
	quorum?: readonly Vkey[]
}

const genesis = { town: 'Ukázkov', demo: true }

/** Makes the log of an empty disk, or opens the one on it, as a started process does. */
export async function start(
	disk: Disk,
	{ signer, limits, clock = new TestClock(), resume, quorum }: RunOptions,
): Promise<Running> {
	const parts = disk.open()
	const { store, index, vault, head } = parts
	const options: OpenOptions = {
		store,
		index,
		vault,
		head,
		signer,
		clock,
		random: (size) => new Uint8Array(randomBytes(size)),
		...(limits ? { limits } : {}),
		...(resume ? { resume } : {}),
		...(quorum ? { quorum } : {}),
	}
	const fresh = disk.head === null && disk.journal.length === 0
	return { log: fresh ? await createLog(options, genesis) : await openLog(options), clock }
}

/** The answer proves itself: entry, CID, commitment, proof, signature. */
export function auditAnswer(answer: Appended, signer: Signer): void {
	const { index, size, cid, entry, opening, proof, checkpoint } = answer
	expect(equalBytes(entryCid(entry).bytes, cid.bytes)).toBe(true)
	expect(equalBytes(openingRoot(opening), decodeEntry(entry).commitment)).toBe(true)
	const note = parseNote(checkpoint)
	expect(verifyNote(note, [signer.vkeys.ed25519])).toHaveLength(1)
	const head = parseCheckpoint(note.text)
	expect(head).toMatchObject({ origin: signer.origin, size })
	checkInclusion({ index, size, leaf: leafHash(entry), proof, root: head.root })
}

/** All entries of a log, whose root must be that of merkletreejs, and whose fsck must find nothing. */
export async function auditLog(log: Log): Promise<Uint8Array[]> {
	const entries: Uint8Array[] = []
	for await (const { index, entry } of log.entries(0, log.size)) {
		expect(index).toBe(entries.length)
		entries.push(entry)
	}
	expect(entries).toHaveLength(log.size)
	const root = Buffer.from(oracleRoot(entries.map(oracleLeaf)))
	expect(Buffer.from(log.root).equals(root)).toBe(true)
	expect(parseCheckpoint(parseNote(log.checkpoint).text)).toMatchObject({ size: log.size })
	expect(await log.fsck()).toEqual([])
	return entries
}

/** Metadata of a document's private fields. */
export function fileName({ opening }: Pick<Appended, 'opening'>): unknown {
	const metadata = opening.fields.find(({ name }) => name === 'metadata')?.value as DagMap
	return (metadata.file as DagMap).name
}
