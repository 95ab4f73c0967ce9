/**
 * Records that were renewed twice by stamp, then by hash tree (SHA-256 to SHA-512), then by stamp again, before Bouncy Castle's
 * ERS classes and EU DSS, beside our own verifier.
 */
import { createHash } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { blobCid } from '@letopis/format'
import { verifyEvidence } from '@letopis/verifier'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Anchorer, createAnchorer } from '../../ledger/anchor/anchorer.ts'
import { parseEvidenceRecord } from '../../verifier/evidence/record.ts'
import { parseToken } from '../../verifier/timestamp/token.ts'
import { type AnchoredLog, createAnchoredLog, testClock } from '../support/anchored-log.ts'
import { type RenewingAuthority, renewingAuthority, YEAR } from '../support/renewing-authority.ts'
import { TestLog } from '../support/test-log.ts'
import { ISSUED } from '../support/timestamp-authority.ts'
import { askJava, javaLibraries } from './java-judges.ts'
import { temporaryFolder } from './judges.ts'

const DAY = 86_400_000
const JUDGING = 600_000
const DOCUMENTS = Array.from({ length: 5 }, (_, i) => `Rozhodnutí č. j. ${i + 1}/2026`)
/** How many stamps each chain has, at each stage of the story. */
const STAGES = [[1], [2], [3], [3, 1], [3, 2]]

let folder: Awaited<ReturnType<typeof temporaryFolder>>
let at: AnchoredLog
let authority: RenewingAuthority
let anchorer: Anchorer
const made: { document: string; record: Uint8Array; stage: number }[] = []

beforeAll(async () => {
	await javaLibraries()
	folder = await temporaryFolder()
	// All of it lies in the past, for the judges have clocks of their own.
	at = await createAnchoredLog(testClock(ISSUED + DAY))
	authority = renewingAuthority('alpha', at.clock, ISSUED + 50 * DAY)
	const contents = new Map(DOCUMENTS.map((text) => [String(sealed(text)), text]))
	const vault = {
		record: (index: number) => at.vault.record(index),
		async *read(_: object, cid: unknown) {
			yield Buffer.from(contents.get(String(cid)) ?? '')
		},
	}
	anchorer = await createAnchorer({
		...{ log: at.log, vault, dir: join(at.dir, 'anchors'), clock: at.clock },
		authorities: [{ authority, periodMs: 600_000, heartbeatMs: 600_000 }],
	})
	const placed: { index: number; document: string }[] = []
	for (const document of DOCUMENTS) {
		const { index } = await at.log.append({
			kind: 'sealed',
			body: { content: sealed(document) },
			fields: { kind: 'document', content: digestOf(document, 'sha256') },
			header: new Uint8Array(1),
			secret: digestOf(`secret of ${document}`, 'sha256'),
		})
		placed.push({ index, document })
	}
	await anchorer.anchorNow()
	for (const [stage, shape] of STAGES.entries()) {
		if (stage > 0) {
			at.clock.set(ISSUED + 45 * DAY * stage)
			authority.certify(stage === STAGES.length - 1 ? ISSUED + 30 * YEAR : ISSUED + (45 * stage + 50) * DAY)
			await at.entry()
			await anchorer.anchorNow()
			const outcomes = await anchorer.renewer.renewNow(
				stage === 3 ? { trees: true } : { of: 'alpha', by: 'alpha' },
			)
			for (const { error } of outcomes) expect(error).toBeUndefined()
		}
		for (const { index, document } of placed) {
			const [found] = (await anchorer.evidenceFor(index)).records
			const record = found?.record ?? expect.fail('no record')
			expect(parseEvidenceRecord(record).chains.map(({ stamps }) => stamps.length)).toEqual(shape)
			made.push({ document, record, stage })
		}
	}
}, JUDGING)
afterAll(async () => {
	await anchorer?.stop()
	await at?.remove()
	await folder?.[Symbol.asyncDispose]()
})

const sealed = (text: string) => blobCid(Buffer.from(`sealed ${text}`))
const digestOf = (text: string, name: string) => new Uint8Array(createHash(name).update(text).digest())

/** Signers of all stamps of a record. */
function signersOf(record: Uint8Array): Uint8Array[] {
	const stamps = parseEvidenceRecord(record).chains.flatMap((chain) => chain.stamps)
	return stamps.map(({ token }) => parseToken(token).certificates[0]?.der ?? expect.fail())
}

async function verdicts(cases: readonly { document: string; record: Uint8Array }[]) {
	const [forCastle, forDss]: [string[], string[]] = [[], []]
	for (const [i, { record, document }] of cases.entries()) {
		const file = (name: string) => join(folder.path, `${i}.${name}`)
		await writeFile(file('ers'), record)
		await writeFile(file('txt'), document)
		await writeFile(file('root.der'), authority.roots[0] ?? '')
		const signers = signersOf(record)
		for (const [n, der] of signers.entries()) await writeFile(file(`signer-${n}.der`), der)
		forCastle.push(file('ers'), file('txt'), file('root.der'))
		forDss.push(file('ers'), file('txt'), signers.map((_, n) => file(`signer-${n}.der`)).join(delimiter))
	}
	const trust = new TestLog().trust({ roots: authority.roots, required: 1 })
	const own = cases.map(async ({ record, document }) => {
		const digests = { 'SHA-256': digestOf(document, 'sha256'), 'SHA-512': digestOf(document, 'sha512') }
		return (await verifyEvidence({ records: [record], file: { digests }, trust, at: Date.now() })).exitCode
	})
	const now = String(Date.now())
	const first = (lines: readonly string[]) => lines.map((line) => line.split(' ')[0])
	return {
		own: await Promise.all(own),
		castle: await askJava('BouncyCastleJudge', [now, ...forCastle]),
		dss: first(await askJava('DssJudge', [now, ...forDss])),
	}
}

test('renewed in every way they pass with their documents', { timeout: JUDGING }, async () => {
	const last = made.filter(({ stage }) => stage === STAGES.length - 1)
	const { own, castle, dss } = await verdicts(last)
	expect(own).toEqual(last.map(() => 0))
	expect(castle).toEqual(last.map(() => 'PASSED'))
	expect(dss).toEqual(last.map(() => 'PASSED'))
})

test('with another document, or one bit flipped in a later chain, they fail', {
	timeout: JUDGING,
}, async () => {
	const whole = made.at(-1) ?? expect.fail('no record')
	const [, second] = parseEvidenceRecord(whole.record).chains
	const flipped = Buffer.from(whole.record)
	const place = flipped.indexOf(second?.stamps[0]?.lists[0]?.[0] ?? expect.fail('no value'))
	flipped.writeUInt8(flipped.readUInt8(place) ^ 1, place)
	const cases = [
		{ ...whole, document: 'Rozhodnutí č. j. 99/2026' },
		{ ...whole, record: new Uint8Array(flipped) },
	]
	const { own, castle, dss } = await verdicts(cases)
	expect(own).toEqual([1, 1])
	for (const verdict of castle) expect(verdict).toMatch(/^FAILED/)
	for (const verdict of dss) expect(['FAILED', 'INDETERMINATE']).toContain(verdict)
})
