/**
 * Signatures of containers (ASiC-E and ASiC-S with CAdES): what passes, what fails and with which words, and what is refused
 * or left open because two programs could see it differently, or nobody has looked.
 */
import { type SignaturesReport, verifySignatures } from '@letopis/verifier'
import { describe, expect, test } from 'vitest'
import { manifest } from '../support/package-story.ts'
import { DAY, makeList, openOffice, signCms } from '../support/signing.ts'
import { ISSUED } from '../support/timestamp-authority.ts'
import { type ZipFile, zip } from '../support/zip.ts'

const NOW = ISSUED + 100 * DAY
const office = openOffice()
const person = office.person()
const fresh = { thisUpdate: NOW - DAY, nextUpdate: NOW + 10 * DAY }
const lists = [makeList(office.authority, fresh), makeList(office.root, fresh)]
const sign = (covered: Buffer, isDetached = true) =>
	signCms(person, covered, { issuer: office.authority, lists, isDetached })

const FILING = Buffer.from('Žádost o stavební povolení')
const ANNEX = Buffer.from('%PDF-1.7 situace')
const P7S = 'META-INF/signature.p7s'
const LIST = 'META-INF/ASiCManifest.xml'
type Files = Record<string, Uint8Array | null>

function extended(changes: Files = {}, before: Files = {}): Buffer {
	const data: Files = { 'žádost.txt': FILING, 'příloha.pdf': ANNEX, ...before }
	const listed = Object.entries(data).flatMap(([name, bytes]) =>
		bytes === null ? [] : [[name, bytes] as const],
	)
	const list = manifest(P7S, listed)
	return packed('e', { ...data, [LIST]: list, [P7S]: sign(list), ...changes })
}

const simple = (changes: Files = {}) => packed('s', { 'žádost.txt': FILING, [P7S]: sign(FILING), ...changes })

function packed(kind: string, files: Files, more: readonly ZipFile[] = []): Buffer {
	const all = Object.entries(files).flatMap(([name, data]): ZipFile[] =>
		data === null ? [] : [{ name, data, deflated: true }],
	)
	const mimetype = Buffer.from(`application/vnd.etsi.asic-${kind}+zip`)
	return zip([{ name: 'mimetype', data: mimetype }, ...all, ...more])
}

const judge = (file: Buffer): Promise<SignaturesReport> =>
	verifySignatures({ file: new Uint8Array(file), roots: [office.root.der], now: NOW })
const said = ({ signatures }: SignaturesReport) =>
	signatures.map(({ indication, subIndication }) => `${indication} ${subIndication ?? ''}`.trim())

test.each([
	['ASiC-E', extended(), ['žádost.txt, příloha.pdf']],
	['ASiC-S', simple(), [null]],
	['ASiC-E with two signatures over different files', twice(), ['a.txt', 'b.pdf']],
])('%s passes, with the files that it covers', async (_, file, files) => {
	const report = await judge(file)
	expect(report).toMatchObject({ format: 'asic', indication: 'TOTAL-PASSED', exitCode: 0 })
	for (const one of report.signatures) {
		expect(one.name).toMatch(/^signature in META-INF\/signature\d?\.p7s, signer 1 \(CN=Osoba \d+\)$/)
		expect(one.signer?.name).toBe(`CN=Osoba ${person.serial}`)
	}
	const covered = report.signatures.map(
		({ checks }) => checks.find(({ id }) => id === 'sig-asic-covers')?.sentence,
	)
	expect(covered).toEqual(
		files.map((names) => (names === null ? undefined : `It covers these files: ${names}.`)),
	)
})

function twice(): Buffer {
	const [one, two] = ['META-INF/signature1.p7s', 'META-INF/signature2.p7s']
	const [first, second] = [manifest(one, [['a.txt', FILING]]), manifest(two, [['b.pdf', ANNEX]])]
	return packed('e', {
		...{ 'a.txt': FILING, 'b.pdf': ANNEX, [one]: sign(first), [two]: sign(second) },
		...{ 'META-INF/ASiCManifest1.xml': first, 'META-INF/ASiCManifest2.xml': second },
	})
}

const other = Buffer.from('Žádost o něco jiného')
test.each<[string, Buffer, string[], string]>([
	['a file changed', extended({ 'žádost.txt': other }), ['TOTAL-FAILED HASH_FAILURE'], 'sig-asic-changed'],
	[
		'a file taken out',
		extended({ 'příloha.pdf': null }),
		['INDETERMINATE SIGNED_DATA_NOT_FOUND'],
		'sig-asic-missing',
	],
	[
		'a file added',
		extended({ 'navíc.pdf': ANNEX }),
		['INDETERMINATE SIG_CONSTRAINTS_FAILURE'],
		'sig-asic-uncovered',
	],
	[
		'the list of files changed',
		extended({ [LIST]: manifest(P7S, [['žádost.txt', FILING]]) }),
		['TOTAL-FAILED HASH_FAILURE'],
		'sig-other-digest',
	],
	[
		'the list of files taken out',
		extended({ [LIST]: null }),
		['INDETERMINATE SIG_CONSTRAINTS_FAILURE'],
		'sig-asic-manifest',
	],
	[
		'two lists that name the signature',
		extended({ 'META-INF/ASiCManifest2.xml': manifest(P7S, [['žádost.txt', FILING]]) }),
		['INDETERMINATE SIG_CONSTRAINTS_FAILURE'],
		'sig-asic-manifest',
	],
	[
		'a list that cannot be read beside it',
		extended({ 'META-INF/ASiCManifest2.xml': ANNEX }),
		['INDETERMINATE GENERIC'],
		'sig-asic-unread',
	],
	[
		'a signature that cannot be read',
		extended({ [P7S]: ANNEX }),
		['TOTAL-FAILED FORMAT_FAILURE'],
		'sig-unreadable',
	],
	[
		'a signature that brings its content along',
		extended({ [P7S]: sign(manifest(P7S, []), false) }),
		['TOTAL-FAILED FORMAT_FAILURE'],
		'sig-asic-attached',
	],
	[
		'a time-stamp that is not examined',
		extended({ 'META-INF/timestamp.tst': ANNEX }),
		['INDETERMINATE GENERIC'],
		'sig-asic-left',
	],
	[
		'XAdES beside CAdES',
		extended({ 'META-INF/signatures001.xml': Buffer.from('<x/>') }),
		['TOTAL-PASSED', 'INDETERMINATE GENERIC'],
		'sig-asic-xades',
	],
	[
		'XAdES alone',
		packed('e', { 'a.txt': FILING, 'META-INF/signatures001.xml': Buffer.from('<x/>') }),
		['INDETERMINATE GENERIC'],
		'sig-asic-xades',
	],
	[
		'ASiC-S: the file changed',
		simple({ 'žádost.txt': other }),
		['TOTAL-FAILED HASH_FAILURE'],
		'sig-other-digest',
	],
	['ASiC-S: two files', simple({ 'navíc.pdf': ANNEX }), ['TOTAL-FAILED FORMAT_FAILURE'], 'sig-asic-not-one'],
	['ASiC-S: no file', simple({ 'žádost.txt': null }), ['TOTAL-FAILED FORMAT_FAILURE'], 'sig-asic-not-one'],
])('%s', async (_, file, expected, check) => {
	const report = await judge(file)
	expect(said(report)).toEqual(expected)
	expect(report.signatures.flatMap(({ checks }) => checks.map(({ id }) => id))).toContain(check)
	expect(report.exitCode).not.toBe(0)
})

test('a digest that does not count leaves the file open', async () => {
	const weak = Buffer.from(
		String(manifest(P7S, [['žádost.txt', FILING]])).replace(/xmlenc#sha256/, 'xmldsig#sha1'),
	)
	const file = packed('e', { 'žádost.txt': FILING, [LIST]: weak, [P7S]: sign(weak) })
	expect(said(await judge(file))).toEqual(['INDETERMINATE GENERIC'])
})

describe('refused as a whole, with the reason', () => {
	const name = (bytes: string): ZipFile => ({ name: 'x', data: FILING, both: { name: Buffer.from(bytes) } })
	const hole = Buffer.alloc(3_000_000)
	test.each<[string, Buffer, RegExp]>([
		['a name that leads out', packed('e', {}, [name('../a.txt')]), /name/],
		['an absolute name', packed('e', {}, [name('/etc/passwd')]), /name/],
		[
			'one name twice',
			packed('e', { 'a.txt': FILING }, [{ name: 'a.txt', data: ANNEX }]),
			/twice|same name|two/i,
		],
		['names that differ in case', packed('e', { 'a.txt': FILING, 'A.TXT': ANNEX }), /twice|same name|two/i],
		['a bomb', packed('e', { 'a.txt': hole }), /unpacked|grow/i],
		['something in front', Buffer.concat([extended().subarray(0, 4), Buffer.from('x'), extended()]), /.+/],
		['cut off', extended().subarray(0, 900), /ZIP/],
		['another kind', packed('x', { 'a.txt': FILING }), /container|begin/i],
		['no kind', zip([{ name: 'a.txt', data: FILING }]), /container|begin/i],
	])('%s', async (_, file, why) => {
		const report = await judge(file)
		expect(report).toMatchObject({ format: 'asic', indication: 'INDETERMINATE', exitCode: 2, signatures: [] })
		expect(report.sentence).toMatch(/^The container was not taken/)
		expect(report.sentence).toMatch(why)
	})
})

test('a container without signatures has none', async () => {
	const report = await judge(packed('e', { 'a.txt': FILING }))
	expect(report).toMatchObject({ indication: null, exitCode: 2, signatures: [] })
})
