/** What a report on a package tells beside its verdict, and the packages that are refused. */
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
	packageFiles,
	record,
	seal,
	town,
	trust,
} from '../../support/package-story.ts'
import { appendRevision, PAGE, signPdf } from '../../support/pdf-writer.ts'
import { alpha, beta, content, log } from '../../support/receipt-story.ts'
import { DAY, makeList, signCms } from '../../support/signing.ts'
import { TestLog } from '../../support/test-log.ts'
import { createAuthority, ISSUED } from '../../support/timestamp-authority.ts'
import { type ZipFile, zip } from '../../support/zip.ts'

beforeAll(() => {
	useNativeHashing()
	useNativeVerifiers()
})
afterAll(() => useVerifiers(null))

const annex = Buffer.from('%PDF-1.7 příloha, kterou nikdo neviděl')

const checksOf = ({ packageChecks }: PackageReport, ok: 'yes' | 'no' | 'unknown') =>
	packageChecks.filter((check) => check.ok === ok).map(({ id }) => id)

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
