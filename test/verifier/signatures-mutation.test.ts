/**
 * No mutation of a signed file passes, except those that leave every covered octet as it was. `LETOPIS_MUTATIONS=100000
 * npx vitest run test/verifier/signatures-mutation.test.ts` is the long form of the same.
 */
import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { verifySignatures } from '../../verifier/verify-signatures.ts'
import { appendRevision, PAGE, signPdf, streamObject } from '../support/pdf-writer.ts'
import {
	ATTRIBUTES,
	attribute,
	DAY,
	makeList,
	makeResponse,
	openOffice,
	revocationValues,
	signCms,
} from '../support/signing.ts'
import { createAuthority, ISSUED } from '../support/timestamp-authority.ts'

const RUNS = Number(process.env.LETOPIS_MUTATIONS ?? 200)
/** The same cases each time in the short form, others in each long one; a failure names its seed. */
const SETTINGS = { numRuns: RUNS, seed: process.env.LETOPIS_MUTATIONS === undefined ? 1 : Date.now() }
const TIME = 30_000 + RUNS * 50
const office = openOffice()
const issuer = office.authority
const person = office.person()
const tsa = createAuthority('Razítko')
const roots = [office.root.der, tsa.root]
const NOW = ISSUED + 100 * DAY
const fresh = { thisUpdate: NOW - DAY, nextUpdate: NOW + 10 * DAY }
const lists = [makeList(issuer, fresh), makeList(office.root, fresh)]
const content = Buffer.from('Rozhodnutí č. j. 1/2026')
const stampOver = (value: Buffer) =>
	tsa.stamp(createHash('sha256').update(value).digest(), {
		genTime: NOW - DAY,
		accuracy: 1000,
		lists: [makeList(tsa.issuer, fresh)],
	})

const cades = signCms(person, content, {
	issuer,
	lists,
	unsigned: (value) => [
		attribute(ATTRIBUTES.signatureStamp, stampOver(value)),
		revocationValues([], [makeResponse(issuer, person.serial, fresh)]),
	],
})
const { 2: pages, ...rest } = PAGE
const base = appendRevision(Buffer.alloc(0), rest as Record<number, string | Buffer>, {
	section: 'stream',
	packed: { number: 30, objects: { 2: String(pages) } },
})
const signed = signPdf(base, (covered) => signCms(person, covered, { issuer, isDetached: true }), {
	section: 'stream',
})
const pades = appendRevision(signed, {
	1: '<< /Type /Catalog /Pages 2 0 R /AcroForm 5 0 R /DSS 39 0 R >>',
	39: '<< /CRLs [40 0 R 41 0 R] >>',
	40: streamObject('', lists[0] ?? Buffer.of(), true),
	41: streamObject('', lists[1] ?? Buffer.of()),
})

const judge = (file: Uint8Array) => verifySignatures({ file, roots, now: NOW })

/** What a file was changed by: octets flipped, a part cut out, doubled, moved or overwritten. */
type Mutation =
	| { kind: 'flip'; at: number; bit: number }
	| { kind: 'cut' | 'double'; from: number; length: number; at: number }
	| { kind: 'write'; at: number; bytes: Uint8Array }

const mutation: fc.Arbitrary<Mutation> = fc.oneof(
	fc.record({ kind: fc.constant('flip' as const), at: fc.nat(), bit: fc.nat(7) }),
	fc.record({
		kind: fc.constantFrom('cut' as const, 'double' as const),
		from: fc.nat(),
		length: fc.integer({ min: 1, max: 600 }),
		at: fc.nat(),
	}),
	fc.record({
		kind: fc.constant('write' as const),
		at: fc.nat(),
		bytes: fc.oneof(
			fc.uint8Array({ minLength: 1, maxLength: 12 }),
			fc.constantFrom(
				...['0 0 R', '/Kids', '<<<<', '[[[[', '99999999999', '/Length 1', 'endobj', '%%EOF'].map(
					(word) => new Uint8Array(Buffer.from(word)),
				),
				Uint8Array.of(0x30, 0x80),
				Uint8Array.of(0x30, 0x84, 0xff, 0xff, 0xff, 0xff),
				Uint8Array.of(0x24, 0x80, 0x24, 0x80),
			),
		),
	}),
)

function mutate(file: Buffer, one: Mutation): Buffer {
	const changed = Buffer.from(file)
	if (one.kind === 'flip') {
		const at = one.at % file.length
		changed[at] = (changed[at] ?? 0) ^ (1 << one.bit)
		return changed
	}
	if (one.kind === 'write') {
		changed.set(one.bytes.subarray(0, file.length - (one.at % file.length)), one.at % file.length)
		return changed
	}
	const from = one.from % file.length
	const part = file.subarray(from, from + one.length)
	if (one.kind === 'cut') return Buffer.concat([file.subarray(0, from), file.subarray(from + one.length)])
	const at = one.at % file.length
	return Buffer.concat([file.subarray(0, at), part, file.subarray(at)])
}

/** Whatever passes says the same of the same person over the same octets. */
async function expectHonest(file: Buffer, isSame: (changed: Buffer) => boolean): Promise<void> {
	const report = await judge(file)
	if (report.indication !== 'TOTAL-PASSED') return
	expect(report.signatures[0]?.signer?.name).toBe(`CN=Osoba ${person.serial}`)
	expect(isSame(file)).toBe(true)
}

describe(`mutations (${RUNS} of each)`, () => {
	test('the files themselves pass', async () => {
		expect(await judge(cades)).toMatchObject({ indication: 'TOTAL-PASSED' })
		expect(await judge(pades)).toMatchObject({ indication: 'TOTAL-PASSED' })
	})

	test('of a CAdES signature', { timeout: TIME }, async () => {
		const isSame = (file: Buffer) => file.includes(content)
		await fc.assert(
			fc.asyncProperty(fc.array(mutation, { minLength: 1, maxLength: 4 }), async (all) => {
				await expectHonest(all.reduce(mutate, cades), isSame)
			}),
			SETTINGS,
		)
	})

	test('of a PAdES signature and its evidence', { timeout: TIME }, async () => {
		const from = signed.indexOf('/Contents <') + '/Contents '.length
		const to = signed.indexOf('>', from) + 1
		const covered = [signed.subarray(0, from), signed.subarray(to)] as const
		const isSame = (file: Buffer) =>
			file.subarray(0, from).equals(covered[0]) && file.subarray(to, signed.length).equals(covered[1])
		await fc.assert(
			fc.asyncProperty(fc.array(mutation, { minLength: 1, maxLength: 4 }), async (all) => {
				await expectHonest(all.reduce(mutate, pades), isSame)
			}),
			SETTINGS,
		)
	})

	test('arbitrary octets never throw', { timeout: TIME }, async () => {
		const start = fc.constantFrom('', '%PDF-1.7\n', '0\x80', '0\x82')
		await fc.assert(
			fc.asyncProperty(start, fc.uint8Array({ maxLength: 300 }), async (head, tail) => {
				const report = await judge(Buffer.concat([Buffer.from(head, 'latin1'), tail]))
				expect(report.exitCode).not.toBe(0)
			}),
			SETTINGS,
		)
	})
})
