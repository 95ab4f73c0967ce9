/** Our evidence records before Bouncy Castle's ERS classes and EU DSS, beside our own verifier. */
import { createHash } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { verifyEvidence } from '@letopis/verifier'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Anchorer, createAnchorer } from '../../ledger/anchor/anchorer.ts'
import type { Authority } from '../../ledger/anchor/authority.ts'
import { openDevelopmentAuthority } from '../../ledger/anchor/development-authority.ts'
import { openHttpAuthority } from '../../ledger/anchor/timestamp-client.ts'
import { parseEvidenceRecord } from '../../verifier/evidence/record.ts'
import { parseToken } from '../../verifier/timestamp/token.ts'
import { type AnchoredLog, createAnchoredLog } from '../support/anchored-log.ts'
import { type OpensslAuthority, startOpensslAuthority } from '../support/openssl-authority.ts'
import { TestLog } from '../support/test-log.ts'
import { askJava, javaLibraries } from './java-judges.ts'
import { demandJudge, temporaryFolder } from './judges.ts'

/** A document alone, two, and so many that paths are long and uneven. */
const DOCUMENTS = Array.from({ length: 8 }, (_, i) => `Rozhodnutí č. j. ${i + 1}/2026`)

/** Each judge starts a virtual machine, and DSS takes a second for a record. */
const JUDGING = 600_000

interface Made {
	authority: string
	document: string
	record: Uint8Array
	roots: readonly Uint8Array[]
}

let folder: Awaited<ReturnType<typeof temporaryFolder>>
let at: AnchoredLog
let openssl: OpensslAuthority
let anchorer: Anchorer
const made: Made[] = []

beforeAll(async () => {
	demandJudge('openssl')
	await javaLibraries()
	folder = await temporaryFolder()
	const clock = { now: () => Date.now(), set: () => {}, advance: () => {} }
	at = await createAnchoredLog(clock)
	openssl = await startOpensslAuthority('p256')
	const development = await openDevelopmentAuthority(join(folder.path, 'development'), clock)
	const outside = openHttpAuthority({ name: 'openssl', url: openssl.url, roots: openssl.roots })
	const authorities: Authority[] = [{ ...development, name: 'development' }, outside]
	anchorer = await createAnchorer({
		log: at.log,
		vault: at.vault,
		authorities: authorities.map((authority) => ({ authority, periodMs: 600_000, heartbeatMs: 600_000 })),
		dir: join(at.dir, 'anchors'),
		clock,
	})
	let stamped = 0
	for (const upTo of [1, 3, DOCUMENTS.length]) {
		const batch = DOCUMENTS.slice(stamped, upTo)
		const placed: { index: number; document: string }[] = []
		for (const document of batch) placed.push({ document, index: (await at.document(document)).index })
		await anchorer.anchorNow()
		for (const { index, document } of placed) {
			const { records } = await anchorer.evidenceFor(index)
			for (const { authority, record } of records) {
				const { roots } = authorities.find(({ name }) => name === authority) as Authority
				made.push({ authority, document, record, roots })
			}
		}
		stamped = upTo
	}
}, 600_000)
afterAll(async () => {
	await anchorer?.stop()
	await openssl?.close()
	await at?.remove()
	await folder?.[Symbol.asyncDispose]()
})

const signerOf = (record: Uint8Array) => {
	const token = parseEvidenceRecord(record).chains[0]?.stamps[0]?.token ?? new Uint8Array()
	const { certificates, signer } = parseToken(token)
	const issued = 'serial' in signer.id ? signer.id : expect.fail('the signer is named by its key')
	return certificates.find(({ serial }) => Buffer.compare(serial, issued.serial) === 0)?.der ?? expect.fail()
}

/** What each judge says, in the order of the cases. */
async function verdicts(cases: readonly Made[]) {
	const [forCastle, forDss]: [string[], string[]] = [[], []]
	for (const [i, { record, document, roots }] of cases.entries()) {
		const file = (name: string) => join(folder.path, `${i}.${name}`)
		await writeFile(file('ers'), record)
		await writeFile(file('txt'), document)
		await writeFile(file('root.der'), roots[0] ?? '')
		await writeFile(file('signer.der'), signerOf(record))
		forCastle.push(file('ers'), file('txt'), file('root.der'))
		forDss.push(file('ers'), file('txt'), file('signer.der'))
	}
	const own = cases.map(async ({ record, document, roots }) => {
		const digest = new Uint8Array(createHash('sha256').update(document).digest())
		const trust = new TestLog().trust({ roots, required: 1 })
		const file = { digests: { 'SHA-256': digest } }
		return (await verifyEvidence({ records: [record], file, trust, at: Date.now() })).exitCode
	})
	const now = String(Date.now())
	return {
		own: await Promise.all(own),
		castle: (await askJava('BouncyCastleJudge', [now, ...forCastle])).map((line) => line.split(' ')[0]),
		dss: (await askJava('DssJudge', [now, ...forDss])).map((line) => line.split(' ')[0]),
	}
}

describe('fresh records of two authorities', () => {
	test('pass with their documents before all judges', { timeout: JUDGING }, async () => {
		expect(made).toHaveLength(2 * DOCUMENTS.length)
		const { own, castle, dss } = await verdicts(made)
		expect(own).toEqual(made.map(() => 0))
		expect(castle).toEqual(made.map(() => 'PASSED'))
		expect(dss).toEqual(made.map(() => 'PASSED'))
	})

	test('fail with another document, or with one bit of a sibling flipped', { timeout: JUDGING }, async () => {
		const last = made.at(-1) ?? expect.fail('no record')
		const flipped = Buffer.from(last.record)
		const { lists } = parseEvidenceRecord(last.record).chains[0]?.stamps[0] ?? expect.fail('no stamp')
		const place = flipped.indexOf(lists[2]?.[0] ?? expect.fail('no sibling'))
		flipped.writeUInt8(flipped.readUInt8(place) ^ 1, place)
		const cases = [
			{ ...last, document: 'Rozhodnutí č. j. 99/2026' },
			{ ...last, record: new Uint8Array(flipped) },
		]
		const { own, castle, dss } = await verdicts(cases)
		expect(own).toEqual([1, 1])
		expect(castle).toEqual(['FAILED', 'FAILED'])
		for (const verdict of dss) expect(['FAILED', 'INDETERMINATE']).toContain(verdict)
	})
})
