/** The parts of a package by themselves: ZIP, XML, names, README. */
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, openSync, rmSync, writeFileSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { crc32 } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { fileNameIn } from '../../../api/packages/names.ts'
import { type ProtocolFacts, protocol } from '../../../api/packages/protocol.ts'
import { readme } from '../../../api/packages/readme.ts'
import { document, element } from '../../../api/packages/xml.ts'
import { type ZipFile, zip } from '../../../api/packages/zip.ts'

const utf8 = (text: string) => new TextEncoder().encode(text)

async function whole(files: readonly ZipFile[]): Promise<Buffer> {
	const made = zip(files)
	const pieces: Uint8Array[] = []
	for await (const piece of made.read()) pieces.push(piece)
	const bytes = Buffer.concat(pieces)
	expect(bytes.length).toBe(made.size)
	return bytes
}

function streamed(name: string, size: number, crc: number, ...pieces: string[]): ZipFile {
	return {
		...{ name, size, crc },
		read: async function* () {
			for (const piece of pieces) yield utf8(piece)
		},
	}
}

/** What the daily tests can do without. */
const noUnzip = spawnSync('unzip', ['-v']).status !== 0

describe('a ZIP file', () => {
	test.skipIf(noUnzip)('is read by unzip, with empty files and names that are not ASCII', async () => {
		const bytes = await whole([
			{ name: 'mimetype', bytes: utf8('x') },
			{ name: 'žluťoučký/kůň.txt', bytes: utf8('pěl') },
			{ name: 'empty', bytes: utf8('') },
			streamed('pieces', 6, crc32('abcdef'), 'abc', '', 'def'),
		])
		const dir = mkdtempSync(join(tmpdir(), 'letopis-zip-'))
		try {
			writeFileSync(join(dir, 'a.zip'), bytes)
			const run = (...args: string[]) =>
				execFileSync('unzip', args, {
					cwd: dir,
					encoding: 'utf8',
					env: { ...process.env, LC_ALL: 'C.UTF-8' },
				})
			expect(run('-t', 'a.zip')).toContain('No errors detected')
			expect(run('-p', 'a.zip', 'pieces')).toBe('abcdef')
			expect(run('-p', 'a.zip', 'žluťoučký/kůň.txt')).toBe('pěl')
		} finally {
			rmSync(dir, { recursive: true })
		}
	})

	test('begins as ASiC wants it: the type is stored, its name and it at their places', async () => {
		const bytes = await whole([{ name: 'mimetype', bytes: utf8('application/vnd.etsi.asic-e+zip') }])
		expect(bytes.subarray(30, 38).toString()).toBe('mimetype')
		expect(bytes.subarray(38, 69).toString()).toBe('application/vnd.etsi.asic-e+zip')
		expect(bytes.readUInt16LE(28)).toBe(0)
	})

	test('breaks off rather than pass another content for what was announced', async () => {
		const crc = crc32('abc')
		for (const pieces of [['ab'], ['abcd'], ['abd'], [], ['abc', 'd']])
			await expect(whole([streamed('x', 3, crc, ...pieces)])).rejects.toThrow(RangeError)
		expect((await whole([streamed('x', 3, crc, 'a', 'bc')])).includes('abc')).toBe(true)
	})

	test('has each name once', () => {
		const file = { name: 'a', bytes: utf8('') }
		expect(() => zip([file, file])).toThrow(RangeError)
	})

	test.skipIf(noUnzip)('holds documents beyond 4 GiB', { timeout: 300_000 }, async () => {
		// 4 GiB and 64 MiB of zeros, which a file system need not store.
		const [block, count] = [new Uint8Array(1 << 26), 65]
		const size = block.length * count
		let crc = 0
		for (let i = 0; i < count; i++) crc = crc32(block, crc)
		const made = zip([
			{ name: 'before', bytes: utf8('1') },
			{
				...{ name: 'large', size, crc },
				read: async function* () {
					for (let i = 0; i < count; i++) yield block
				},
			},
			{ name: 'behind', bytes: utf8('2') },
		])
		const dir = mkdtempSync(join(tmpdir(), 'letopis-zip-'))
		try {
			const file = openSync(join(dir, 'a.zip'), 'w')
			let at = 0
			for await (const piece of made.read()) {
				if (piece !== block) writeSync(file, piece, 0, piece.length, at)
				at += piece.length
			}
			expect(at).toBe(made.size)
			const run = (...args: string[]) => execFileSync('unzip', args, { cwd: dir, encoding: 'utf8' })
			expect(run('-l', 'a.zip')).toMatch(new RegExp(`${size} .*large`))
			expect(run('-p', 'a.zip', 'behind')).toBe('2')
		} finally {
			rmSync(dir, { recursive: true })
		}
	})
})

test('XML holds any text, as text', () => {
	const hostile = `<a b="c">&amp;\u0000\ud800\uffff]]>'\n`
	const text = document(element('root', [element('x', hostile), element('y', '', { z: hostile }), null]))
	expect(text).toBe(
		'<?xml version="1.0" encoding="UTF-8"?>\n<root>\n' +
			`\t<x>&lt;a b=&quot;c&quot;&gt;&amp;amp;\ufffd\ufffd\ufffd]]&gt;'&#10;</x>\n` +
			`\t<y z="&lt;a b=&quot;c&quot;&gt;&amp;amp;\ufffd\ufffd\ufffd]]&gt;'&#10;"/>\n</root>\n`,
	)
})

describe('the name of the document', () => {
	const names: [given: string | null, expected: string][] = [
		['rozhodnutí.pdf', 'rozhodnutí.pdf'],
		['Rozhodnutí č. 7 (konečné).pdf', 'Rozhodnutí_č._7_(konečné).pdf'],
		[null, 'document'],
		['', 'document'],
		['...', 'document'],
		['../../etc/passwd', 'etc_passwd'],
		['..\\..\\boot.ini', 'boot.ini'],
		['C:\\x.doc', 'C_x.doc'],
		['mimetype', 'document-mimetype'],
		['RECEIPT.JSON', 'document-RECEIPT.JSON'],
		['META-INF', 'document-META-INF'],
		['META-INF/signature.p7s', 'META-INF_signature.p7s'],
		['con.txt', 'document-con.txt'],
		['-rf', 'rf'],
		["a'b;c`d$(e).pdf", 'a_b_c_d_(e).pdf'],
		['a\u0000b\u202ec\u200d.pdf', 'a_b_c_.pdf'],
		['e\u0301.pdf', 'é.pdf'],
		[`${'ž'.repeat(200)}.pdf`, `${'ž'.repeat(88)}.pdf`],
	]
	test.each(names)('%j becomes %j', (given, expected) => {
		expect(fileNameIn(given)).toBe(expected)
		expect(fileNameIn(expected)).toBe(expected)
	})
})

test('a README has ten lines, whatever the town is called and however many stamps there are', () => {
	const stamp = { authority: 'a', time: 0, token: 't', file: 'tokens/a-1.tst', imprint: '00' }
	for (const stamps of [[], [stamp], [stamp, stamp, stamp]])
		for (const town of ['Ukázkov', 'a\nb\u2028c'])
			expect(
				readme({ ...{ town, demo: true, file: 'x', sha256: '00', stamps, sealRoot: '00' } })
					.split('\n')
					.filter((line) => line !== ''),
			).toHaveLength(10)
})

test('a protocol says in both languages what is missing, and takes what people wrote as text', () => {
	const facts: Omit<ProtocolFacts, 'language'> = {
		...{
			kind: 'protocol',
			town: '#panic("x")',
			demo: true,
			title: '*tučné* $x$',
			number: '\\',
			file: '<a>.pdf',
		},
		...{
			size: 5,
			sha256: 'ab'.repeat(32),
			origin: 'ukazkov.example/log/1',
			index: 7,
			entry: 'bafy',
			time: 1.79e12,
		},
		...{ head: 9, state: 'superseded', events: [], stamps: [], records: 0, damaged: ['tsa-one'] },
		...{ seal: 'Ukázkov – pečeť', fingerprint: '1234', address: 'https://ukazkov.example/overit' },
	}
	for (const language of ['cs', 'en'] as const) {
		const [one, two, whole] = [facts, facts, { ...facts, damaged: [] }].map((given) =>
			protocol({ ...given, language }),
		)
		expect(Buffer.compare(one as Uint8Array, two as Uint8Array)).toBe(0)
		expect(Buffer.compare(one as Uint8Array, whole as Uint8Array)).not.toBe(0)
	}
})
