/** Anchored and witnessed receipts of a real log in the hands of the verifier, which shares no code with what made them. */
import { join } from 'node:path'
import { decodeOpening, disclose, formatReceipt, parseVkey, type Receipt, utf8 } from '@letopis/format'
import { verifyReceipt } from '@letopis/verifier'
import { afterAll, afterEach, beforeEach, expect, test } from 'vitest'
import { Anchorer } from '../../../ledger/anchor/anchorer.ts'
import { makeTrustFile } from '../../../ledger/town/trust-file.ts'
import { createWitnesses, type Witnesses } from '../../../ledger/witness/witnesses.ts'
import { type AnchoredLog, createAnchoredLog, ORIGIN, START } from '../../support/anchored-log.ts'
import { removeAuthorities, type ScriptedAuthority, scriptedAuthority } from '../../support/test-authority.ts'
import { startWitness, type TestWitness } from '../../support/witness.ts'

const HOUR = 3_600_000
const rhythm = { periodMs: 600_000, heartbeatMs: HOUR }

let at: AnchoredLog
let first: ScriptedAuthority
let second: ScriptedAuthority
let witness: TestWitness
let witnesses: Witnesses
let anchorer: Anchorer
beforeEach(async () => {
	at = await createAnchoredLog()
	first = await scriptedAuthority('first', at.clock)
	second = await scriptedAuthority('second', at.clock)
	const { log, vault, clock, dir, signer } = at
	const now = () => Math.floor(clock.now() / 1000)
	witness = await startWitness('witness.example', { logs: [signer.vkeys.ed25519], now })
	witnesses = createWitnesses({ log, witnesses: [witness], clock })
	const authorities = [first, second].map((authority) => ({ authority, ...rhythm }))
	const settled = () => witnesses.settled()
	anchorer = await Anchorer.open({ log, vault, clock, authorities, settled, dir: join(dir, 'anchors') })
})
afterEach(async () => {
	await anchorer.stop()
	await witnesses.stop()
	await witness.close()
	await at.remove()
})
afterAll(removeAuthorities)

async function receiptOf(index: number): Promise<Receipt> {
	const { log, vault } = at
	const record = await vault.record(index)
	const entry = (await log.entry(index)) ?? utf8('')
	const { note, size } = log.published ?? expect.fail('nothing is published')
	return {
		entry,
		fields: typeof record === 'object' ? disclose(decodeOpening(record.opening), ['time', 'content']) : [],
		proof: { index, proof: await log.inclusionProof(index, size), checkpoint: note },
		anchors: await anchorer.anchorsFor(index),
		linked: await anchorer.linkedAnchors(entry),
		status: null,
	}
}

function trustFile(roots: readonly Uint8Array[], required: number): Uint8Array {
	const { ed25519, mldsa44, status } = at.signer.vkeys
	return makeTrustFile({
		town: 'Ukázkov',
		demo: false,
		log: { origin: ORIGIN, ed25519, mldsa44 },
		statusKey: status,
		requiredWitnesses: [{ name: 'witness', vkey: parseVkey(witness.vkey) }],
		timestampRoots: roots,
		timestampsRequired: required,
		predecessors: [],
	})
}

/** A document between two rounds of stamps, an hour apart. */
async function boundedDocument() {
	await anchorer.anchorNow()
	at.clock.advance(HOUR)
	const document = await at.document('one')
	at.clock.advance(HOUR)
	await anchorer.anchorNow()
	await witnesses.settled()
	return document
}

test('time is bounded from both sides, by both authorities', async () => {
	const { index, digest } = await boundedDocument()
	const receipt = formatReceipt(await receiptOf(index))
	const file = { sha256: digest, name: 'one.txt' }
	const trust = trustFile([...first.roots, ...second.roots], 2)
	const report = await verifyReceipt({ receipt, file, trust, require: ['time', 'witness'] })
	expect(report).toMatchObject({ exitCode: 0, unmet: [] })
	expect(report.verdict.time).toMatchObject({
		kind: 'bounded',
		// The accuracy of a second counts against the reader.
		lower: { at: START - 1000 },
		upper: { at: START + 2 * HOUR + 1000 },
		required: 2,
		untrusted: [],
	})
})

test('an authority that the reader does not trust bounds nothing', async () => {
	const { index } = await boundedDocument()
	const receipt = formatReceipt(await receiptOf(index))
	const report = await verifyReceipt({ receipt, trust: trustFile(second.roots, 2), require: ['time'] })
	expect(report.verdict.time).toMatchObject({ untrusted: ['first'] })
	expect(report.unmet).toContain('time')
})

test('a token of another anchor is found out', async () => {
	const { index } = await boundedDocument()
	const receipt = await receiptOf(index)
	const [one, two] = receipt.anchors
	const swapped = { ...receipt, anchors: [{ ...(one ?? expect.fail()), token: two?.token ?? utf8('') }] }
	const trust = trustFile([...first.roots, ...second.roots], 1)
	const report = await verifyReceipt({ receipt: formatReceipt(swapped), trust })
	expect(report).toMatchObject({ exitCode: 1 })
})
