import { randomBytes } from 'node:crypto'
import { formatReceipt, useVerifiers } from '@letopis/format'
import type { PackageReport } from '@letopis/verifier'
import { memorySource, verifyPackage, verifySignatures } from '@letopis/verifier'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { useNativeHashing, useNativeVerifiers } from '../../../verifier/cli/native.ts'
import {
	judge,
	makePackage,
	manifest,
	NAME,
	NOW,
	oldTrust,
	packageFiles,
	record,
	type Story,
	seal,
	town,
	trust,
} from '../../support/package-story.ts'
import { appendRevision, PAGE, signPdf } from '../../support/pdf-writer.ts'
import { alpha, beta, content, index, log, receipt } from '../../support/receipt-story.ts'
import { DAY, makeList, openOffice, signCms } from '../../support/signing.ts'
import { TestLog } from '../../support/test-log.ts'
import { createAuthority, ISSUED } from '../../support/timestamp-authority.ts'
import { type ZipFile, zip } from '../../support/zip-writer.ts'

beforeAll(() => {
	useNativeHashing()
	useNativeVerifiers()
})
afterAll(() => useVerifiers(null))

const stranger = openOffice('Cizí')
const forger = stranger.person({ subject: 'Ukázkov, elektronická pečeť' })
const annex = Buffer.from('%PDF-1.7 příloha, kterou nikdo neviděl')
const other = log.receipt(index + 1)
const flipped = Buffer.from(content.map((octet, i) => (i === 9 ? octet ^ 1 : octet)))
const otherTown = new TestLog({ origin: 'jinde.example/log/1' })

const checksOf = ({ packageChecks }: PackageReport, ok: 'yes' | 'no' | 'unknown') =>
	packageChecks.filter((check) => check.ok === ok).map(({ id }) => id)

interface Case {
	name: string
	story: Story
	changes?: Parameters<typeof judge>[1]
	expected: {
		exitCode: number
		content: [string, string | null]
		uncovered?: string[]
		unmet?: string[]
		no?: string[]
		unknown?: string[]
	}
}

const AGREES: [string, null] = ['agrees', null]
const INVALID: [string, string] = ['cannot-be-decided', 'package-invalid']
const cases: Case[] = [
	{
		name: 'a sound package',
		story: {},
		expected: { exitCode: 0, content: AGREES, uncovered: [], unmet: [] },
	},
	{
		name: 'everything deflated',
		story: { file: { deflated: true } },
		expected: { exitCode: 0, content: AGREES, uncovered: [] },
	},
	{
		name: 'a manifest by SHA-512',
		story: { algorithm: 'sha512' },
		expected: { exitCode: 0, content: AGREES, uncovered: [] },
	},
	{
		name: 'every requirement met',
		story: {},
		changes: { require: ['time', 'seal'] },
		expected: { exitCode: 0, content: AGREES },
	},
	{
		name: 'no witness, where one is asked for',
		story: {},
		changes: { require: ['witness'] },
		expected: { exitCode: 2, content: AGREES, unmet: ['witness'] },
	},
	{
		name: 'no trust file: the one inside is not used',
		story: {},
		changes: { trust: undefined },
		expected: {
			exitCode: 2,
			content: ['cannot-be-decided', 'no-trust'],
			unknown: ['package-seal-open', 'package-trust-ignored'],
		},
	},
	{
		name: 'the trust file of another town, while the right one lies inside',
		story: {},
		changes: { trust: otherTown.trust() },
		expected: { exitCode: 4, content: ['cannot-be-decided', 'untrusted-log'] },
	},
	{
		name: 'a trust file that knows no seals',
		story: {},
		changes: { trust: oldTrust },
		expected: {
			exitCode: 0,
			content: AGREES,
			uncovered: [],
			unknown: ['package-seal-open', 'package-trust-ignored'],
		},
	},
	{
		name: 'a trust file that knows no seals, where one is asked for',
		story: {},
		changes: { trust: oldTrust, require: ['seal'] },
		expected: { exitCode: 2, content: AGREES, unmet: ['seal'] },
	},
	{
		name: 'another document under the same name',
		story: { files: { [NAME]: flipped } },
		expected: { exitCode: 1, content: ['differs', 'other-content'] },
	},
	{
		name: 'the document changed after sealing',
		story: { after: { [NAME]: flipped } },
		expected: { exitCode: 1, content: ['differs', 'other-content'], no: ['package-file-changed'] },
	},
	{
		name: 'a protocol changed after sealing',
		story: { after: { 'protocol-cs.pdf': annex } },
		expected: { exitCode: 1, content: INVALID, no: ['package-file-changed'] },
	},
	{
		name: 'a file taken out after sealing',
		story: { after: { 'premis.xml': null } },
		expected: { exitCode: 1, content: INVALID, no: ['package-file-missing'] },
	},
	{
		name: 'the seal taken out',
		story: { after: { 'META-INF/signature.p7s': null } },
		expected: { exitCode: 1, content: INVALID, no: ['package-no-signature'] },
	},
	{
		name: 'no seal at all',
		story: { seal: null },
		expected: {
			exitCode: 2,
			content: AGREES,
			uncovered: ['premis.xml', 'protocol-cs.pdf', 'README.txt', 'trust-of-the-town.json'],
			unmet: ['uncovered'],
		},
	},
	{
		name: 'a file added after sealing',
		story: { after: { 'příloha.pdf': annex } },
		expected: { exitCode: 2, content: AGREES, uncovered: ['příloha.pdf'], unmet: ['uncovered'] },
	},
	{
		name: 'a file added beside the seal itself',
		story: { after: { 'META-INF/signature2.p7s': annex, 'META-INF/x.xml': annex } },
		expected: { exitCode: 2, content: AGREES, uncovered: ['META-INF/signature2.p7s', 'META-INF/x.xml'] },
	},
	{
		name: 'a file that the seal does not name',
		story: { unsealed: ['protocol-cs.pdf'] },
		expected: { exitCode: 2, content: AGREES, uncovered: ['protocol-cs.pdf'] },
	},
	{
		name: 'a file added with an evidence record of its own',
		story: {
			after: {
				'příloha.pdf': annex,
				'META-INF/evidencerecord009.ers': record(annex),
				'META-INF/ASiCEvidenceRecordManifest009.xml': manifest('META-INF/evidencerecord009.ers', [
					['příloha.pdf', annex],
				]),
			},
		},
		expected: {
			exitCode: 2,
			content: AGREES,
			uncovered: [
				'příloha.pdf',
				'META-INF/evidencerecord009.ers',
				'META-INF/ASiCEvidenceRecordManifest009.xml',
			],
		},
	},
	{
		name: 'another file put before the document',
		story: { after: { 'AAA.pdf': annex } },
		expected: { exitCode: 2, content: AGREES, uncovered: ['AAA.pdf'] },
	},
	{
		name: 'the seal of a stranger by the town’s name',
		story: { seal: { person: forger, office: stranger } },
		expected: {
			exitCode: 2,
			content: AGREES,
			uncovered: [
				...['premis.xml', 'protocol-cs.pdf', 'README.txt', 'trust-of-the-town.json'],
				...['META-INF/ASiCManifest.xml', 'META-INF/signature.p7s'],
			],
			unknown: ['package-seal-open', 'package-trust-ignored'],
		},
	},
	{
		name: 'a time-stamp authority’s signer as the seal',
		story: { seal: { person: { ...beta.issuer, serial: 1, scheme: 'ecdsa' } as never, office: town } },
		expected: { exitCode: 2, content: AGREES },
	},
	{
		name: 'a seal over another manifest',
		story: {
			seal: {
				person: seal,
				office: town,
				options: { value: (value) => Buffer.from(value.map((octet, i) => (i === 20 ? octet ^ 1 : octet))) },
			},
		},
		expected: { exitCode: 1, content: INVALID, no: ['package-seal-broken'] },
	},
	{
		name: 'a manifest changed after it was sealed',
		story: {
			after: {
				'META-INF/ASiCManifest.xml': Buffer.concat([
					packageFiles().get('META-INF/ASiCManifest.xml') ?? annex,
					Buffer.from('<!-- -->'),
				]),
			},
		},
		expected: { exitCode: 1, content: INVALID, no: ['package-seal-broken'] },
	},
	{
		name: 'a seal that brings along what it is over',
		story: { seal: { person: seal, office: town, options: { isDetached: false } } },
		expected: { exitCode: 1, content: INVALID, no: ['package-seal-broken'] },
	},
	{
		name: 'a seal that cannot be read',
		story: { after: { 'META-INF/signature.p7s': annex } },
		expected: { exitCode: 1, content: INVALID, no: ['package-seal-broken'] },
	},
	{
		name: 'a manifest that cannot be read',
		story: { after: { 'META-INF/ASiCManifest.xml': annex } },
		expected: { exitCode: 1, content: INVALID, no: ['package-manifest-unreadable', 'package-uncovered'] },
	},
	{
		name: 'no receipt',
		story: { files: { 'receipt.json': null } },
		expected: { exitCode: 2, content: ['cannot-be-decided', 'no-receipt'] },
	},
	{
		name: 'no document',
		story: {
			files: {
				[NAME]: null,
				'META-INF/ASiCEvidenceRecordManifest001.xml': null,
				'META-INF/ASiCEvidenceRecordManifest002.xml': null,
			},
		},
		expected: { exitCode: 2, content: ['cannot-be-decided', 'no-document'] },
	},
	{
		name: 'a receipt that is none',
		story: { files: { 'receipt.json': annex } },
		expected: { exitCode: 1, content: ['cannot-be-decided', 'malformed'] },
	},
	{
		name: 'the receipt of another document',
		story: { files: { 'receipt.json': Buffer.from(formatReceipt(other)) } },
		expected: { exitCode: 1, content: ['differs', 'other-content'] },
	},
	{
		name: 'the receipt of another entry’s fields',
		story: { files: { 'receipt.json': Buffer.from(formatReceipt({ ...receipt(), fields: other.fields })) } },
		expected: { exitCode: 1, content: ['cannot-be-decided', 'invalid'] },
	},
	{
		name: 'an evidence record of another document',
		story: { files: { 'META-INF/evidencerecord001.ers': record(annex) } },
		expected: { exitCode: 1, content: INVALID },
	},
	{
		name: 'an evidence record that cannot be read',
		story: { files: { 'META-INF/evidencerecord001.ers': annex } },
		expected: { exitCode: 1, content: INVALID },
	},
	{
		name: 'no evidence records',
		story: {
			files: {
				'META-INF/ASiCEvidenceRecordManifest001.xml': null,
				'META-INF/evidencerecord001.ers': null,
				'META-INF/ASiCEvidenceRecordManifest002.xml': null,
				'META-INF/evidencerecord002.ers': null,
			},
		},
		expected: { exitCode: 0, content: AGREES },
	},
	{
		name: 'an evidence record by nobody who is trusted',
		story: { files: { 'META-INF/evidencerecord001.ers': record(content, createAuthority('Kdosi')) } },
		expected: { exitCode: 0, content: AGREES },
	},
	{
		name: 'a superseded document',
		story: {
			files: {
				'receipt.json': Buffer.from(
					formatReceipt({ ...receipt(), status: log.status(index, [['supersedes', index + 1]]) }),
				),
			},
		},
		expected: { exitCode: 3, content: AGREES },
	},
	{
		name: 'a superseded document, and a file added',
		story: {
			files: {
				'receipt.json': Buffer.from(
					formatReceipt({ ...receipt(), status: log.status(index, [['supersedes', index + 1]]) }),
				),
			},
			after: { 'příloha.pdf': annex },
		},
		expected: { exitCode: 2, content: AGREES, unmet: ['uncovered'] },
	},
]

describe('verdicts', () => {
	for (const { name, story, changes, expected } of cases) {
		test(name, async () => {
			const report = await judge(story, changes)
			const { exitCode, content: is, uncovered, unmet, no, unknown } = expected
			const { verdict, packageChecks } = report
			expect({ exitCode: report.exitCode, content: [verdict.content.is, verdict.content.reason] }).toEqual({
				exitCode,
				content: is,
			})
			if (uncovered !== undefined) expect(report.uncovered).toEqual(uncovered)
			if (unmet !== undefined) expect(report.unmet).toEqual(unmet)
			if (no !== undefined) expect(checksOf(report, 'no')).toEqual(expect.arrayContaining(no))
			if (unknown !== undefined) expect(checksOf(report, 'unknown')).toEqual(unknown)
			expect(packageChecks.length).toBeGreaterThan(0)
			expect(JSON.stringify([report.headline, report.sentence, report.notes])).not.toMatch(/\{[a-z]+\}/i)
		})
	}
})

test('says where it stands, in both languages', async () => {
	const english = await judge({ after: { 'příloha.pdf': annex } })
	expect(english.headline).toBe('The content agrees, but not all can be relied on')
	expect(english.notes).toContain(
		'Nothing vouches for these files of the package, and nothing follows from them: příloha.pdf.',
	)
	const czech = await judge({ after: { 'README.txt': annex } }, { language: 'cs' })
	expect(czech.headline).toBe('Balíček není platný')
	expect(czech.sentence).toContain('Soubor README.txt byl změněn poté')
	expect(czech.notes[0]).toBe(
		'Co samy o sobě říkají potvrzení a dokument v balíčku: Shoduje se se záznamem úřadu.',
	)
})

test('the document is the file that the receipt is about, whatever lies before it', async () => {
	const [kind, ...others] = [...packageFiles()].map(([name, data]): ZipFile => ({ name, data }))
	const report = await judge(zip([kind as ZipFile, { name: 'AAA.pdf', data: annex }, ...others]))
	expect(report.files.find(({ role }) => role === 'document')?.name).toBe(NAME)
	expect(report.file?.name).toBe(NAME)
	expect(report).toMatchObject({
		exitCode: 2,
		uncovered: ['AAA.pdf'],
		verdict: { content: { is: 'agrees' } },
	})
})

test('a signature that brings content along is held against the content that is given', async () => {
	const file = new Uint8Array(signCms(seal, content, { issuer: town.authority }))
	const about = (given?: Uint8Array) =>
		verifySignatures({ file, content: given, roots: [new Uint8Array(seal.der)], now: NOW })
	expect(await about()).toMatchObject({ indication: 'TOTAL-PASSED' })
	expect(await about(content)).toMatchObject({ indication: 'TOTAL-PASSED' })
	expect(await about(annex)).toMatchObject({ indication: 'TOTAL-FAILED' })
})

test('tells one story in order of time', async () => {
	const { timeline } = await judge()
	expect(timeline.map(({ kind }) => kind)).toEqual([
		...[
			'not-after',
			'not-after',
			'signed',
			'not-before',
			'declared',
			'not-after',
			'cosigned',
			'status',
			'not-after',
		],
	])
	expect(timeline.map(({ at }) => at)).toEqual(timeline.map(({ at }) => at).toSorted((a, b) => a - b))
})

test('a seal whose authority gave lists along passes by its root alone', async () => {
	const lists = [
		makeList(town.authority, { thisUpdate: NOW - DAY }),
		makeList(town.root, { thisUpdate: NOW - DAY }),
	]
	const withLists = { seal: { person: seal, office: town, options: { lists } } }
	const byRoot = log.trust({ seals: [new Uint8Array(town.root.der)] })
	expect(checksOf(await judge(withLists, { trust: byRoot }), 'yes')).toContain('package-seal-trusted')
	// Without them nobody knows whether it was withdrawn; what it covers is as it was sealed all the same.
	const open = await judge({}, { trust: byRoot })
	expect(checksOf(open, 'unknown')).toContain('package-seal-open')
	expect(open.uncovered).toEqual([])
	expect(open.exitCode).toBe(0)
	const revoked = [
		makeList(town.authority, { thisUpdate: NOW - DAY, revoked: [{ serial: seal.serial, at: ISSUED + DAY }] }),
		lists[1] as Buffer,
	]
	const gone = await judge(
		{ seal: { person: seal, office: town, options: { lists: revoked } } },
		{ trust: byRoot },
	)
	expect(gone.uncovered).toContain('premis.xml')
})

test('signatures of the document are examined as of when it existed', async () => {
	const person = town.person({ notAfter: NOW - 10 * DAY })
	const { 2: pages, ...rest } = PAGE
	const base = appendRevision(Buffer.alloc(0), { ...rest, 2: pages } as Record<number, string | Buffer>, {})
	const signed = signPdf(base, (covered) =>
		signCms(person, covered, {
			issuer: town.authority,
			isDetached: true,
			lists: [
				makeList(town.authority, { thisUpdate: ISSUED + 50 * DAY }),
				makeList(town.root, { thisUpdate: ISSUED + 50 * DAY }),
			],
		}),
	)
	const story = new TestLog()
	const at = story.appendDocument(signed)
	const files = {
		[NAME]: signed,
		'receipt.json': Buffer.from(formatReceipt(story.receipt(at))),
		'META-INF/evidencerecord001.ers': record(signed),
		'META-INF/ASiCEvidenceRecordManifest001.xml': manifest('META-INF/evidencerecord001.ers', [
			[NAME, signed],
		]),
		'META-INF/evidencerecord002.ers': record(signed, beta),
		'META-INF/ASiCEvidenceRecordManifest002.xml': manifest('META-INF/evidencerecord002.ers', [
			[NAME, signed],
		]),
	}
	const own = story.trust({ roots: [createAuthority('Nikdo').root], seals: [new Uint8Array(seal.der)] })
	const known = story.trust({
		roots: [alpha.root],
		seals: [new Uint8Array(seal.der)],
	})
	const roots = [town.root.der]
	const proven = await judge({ files }, { trust: known, roots })
	expect(proven.signatures?.signatures[0]?.provenAt).toBe(ISSUED + 100 * DAY + 1000)
	expect(proven.timeline.filter(({ kind }) => kind === 'signed')).toHaveLength(2)
	const unproven = await judge({ files }, { trust: own, roots })
	expect(unproven.signatures).toMatchObject({ indication: 'INDETERMINATE' })
	expect(unproven.signatures?.signatures[0]?.subIndication).toBe('OUT_OF_BOUNDS_NO_POE')
})

describe('what is no package', () => {
	const first = { name: 'mimetype', data: Buffer.from('application/vnd.etsi.asic-e+zip') }
	const named: readonly [string, Buffer, string][] = [
		['nothing', Buffer.alloc(0), 'package-why-not-zip'],
		['a PDF', content, 'package-why-not-zip'],
		['a package that is cut off', makePackage().subarray(0, -100), 'package-why-not-zip'],
		['a ZIP archive of anything', zip([{ name: 'a', data: annex }]), 'package-why-no-container'],
		[
			'a container of another kind',
			zip([{ name: 'mimetype', data: Buffer.from('application/epub+zip') }]),
			'package-why-no-container',
		],
		['a kind that is compressed', zip([{ ...first, deflated: true }]), 'package-why-no-container'],
		['a kind that is not the first', zip([{ name: 'a', data: annex }, first]), 'package-why-no-container'],
		['a way out', zip([first, { name: '../../etc/passwd', data: annex }]), 'package-why-name'],
		[
			'a bomb',
			zip([first, { name: 'a.pdf', data: Buffer.alloc(20_000_000), deflated: true }]),
			'package-why-bomb',
		],
		['a damaged file', makePackage({ file: { deflated: true, both: { crc: 5 } } }), 'package-why-data'],
	]
	for (const [name, bytes] of named) {
		test(name, async () => {
			const report = await judge(bytes)
			expect(report).toMatchObject({
				exitCode: 1,
				verdict: { content: { is: 'cannot-be-decided', reason: 'package-malformed' } },
				headline: 'The package is not valid',
				files: [],
			})
			expect(checksOf(report, 'no')).toEqual(['package-unreadable'])
		})
	}

	test('a container of somebody else is examined as far as it goes', async () => {
		const foreign = zip([
			first,
			{ name: 'doc.txt', data: annex },
			{ name: 'META-INF/signatures.xml', data: Buffer.from('<x/>') },
			{ name: 'META-INF/manifest.xml', data: Buffer.from('<x/>') },
		])
		expect(await judge(foreign)).toMatchObject({
			exitCode: 2,
			verdict: { content: { reason: 'no-receipt' } },
			uncovered: ['doc.txt', 'META-INF/signatures.xml', 'META-INF/manifest.xml'],
		})
	})
})

test('progress reaches the end, and a document is never held whole', async () => {
	const large = randomBytes(5_000_000)
	const story = new TestLog()
	const at = story.appendDocument(large)
	const bytes = makePackage({
		files: { [NAME]: large, 'receipt.json': Buffer.from(formatReceipt(story.receipt(at))) },
	})
	const seen: number[] = []
	let most = 0
	const inner = memorySource(bytes)
	const report = await verifyPackage({
		source: {
			size: inner.size,
			read: (from, to) => {
				most = Math.max(most, to - from)
				return inner.read(from, to)
			},
		},
		trust: story.trust(),
		now: NOW,
		onProgress: (done, total) => seen.push(done / total),
	})
	expect(report.receipt?.verdict.content.is).toBe('agrees')
	expect(seen.at(-1)).toBe(1)
	expect(most).toBeLessThanOrEqual(1024 * 1024)
	expect(trust.length).toBeGreaterThan(0)
})
