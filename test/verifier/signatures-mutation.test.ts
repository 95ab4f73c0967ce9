/**
 * No mutation of a signed file passes, except those that leave every covered octet as it was.
 */
import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { verifySignatures } from '../../verifier/verify-signatures.ts'
import { cases, DER_WORDS, mutated, mutations, timeFor, words } from '../support/mutations.ts'
import { manifest } from '../support/package-story.ts'
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
import { zip } from '../support/zip.ts'

const SETTINGS = cases(200, 1 / 10)
const TIME = timeFor(SETTINGS)
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

const list = manifest('META-INF/signature.p7s', [['a.txt', content]])
const container = zip(
	Object.entries({
		mimetype: Buffer.from('application/vnd.etsi.asic-e+zip'),
		'a.txt': content,
		'META-INF/ASiCManifest.xml': list,
		'META-INF/signature.p7s': signCms(person, list, { issuer, lists, isDetached: true }),
	}).map(([name, data]) => ({ name, data })),
)

const judge = (file: Uint8Array) => verifySignatures({ file, roots, now: NOW })

const known = [
	...words(
		'PK\x01\x02',
		'PK\x05\x06',
		'../',
		'0 0 R',
		'/Kids',
		'<<<<',
		'[[[[',
		'99999999999',
		'/Length 1',
		'endobj',
		'%%EOF',
	),
	...DER_WORDS,
]
const changes = mutations(known, 4)

/** Whatever passes says the same of the same person over the same octets. */
async function expectHonest(file: Buffer, isSame: (changed: Buffer) => boolean): Promise<void> {
	const report = await judge(file)
	if (report.indication !== 'TOTAL-PASSED') return
	expect(report.signatures[0]?.signer?.name).toBe(`CN=Osoba ${person.serial}`)
	expect(isSame(file)).toBe(true)
}

describe('mutations', () => {
	test('the files themselves pass', async () => {
		expect(await judge(cades)).toMatchObject({ indication: 'TOTAL-PASSED' })
		expect(await judge(pades)).toMatchObject({ indication: 'TOTAL-PASSED' })
		expect(await judge(container)).toMatchObject({ indication: 'TOTAL-PASSED' })
	})

	test('of a CAdES signature', { timeout: TIME }, async () => {
		const isSame = (file: Buffer) => file.includes(content)
		await fc.assert(
			fc.asyncProperty(changes, async (all) => {
				await expectHonest(mutated(cades, all), isSame)
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
			fc.asyncProperty(changes, async (all) => {
				await expectHonest(mutated(pades, all), isSame)
			}),
			SETTINGS,
		)
	})

	test('of a container', { timeout: TIME }, async () => {
		const isSame = (file: Buffer) => file.includes(content)
		await fc.assert(
			fc.asyncProperty(changes, async (all) => expectHonest(mutated(container, all), isSame)),
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
