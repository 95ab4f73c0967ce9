import { spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { deflateRawSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { PackageRefusal } from '../../../verifier/package/refusal.ts'
import { type ByteSource, memorySource } from '../../../verifier/package/source.ts'
import { contentOf, readEntry } from '../../../verifier/package/unpack.ts'
import { ENTRIES_MAX, readZip } from '../../../verifier/package/zip.ts'
import { extraField, u64, type ZipFile, type ZipOptions, zip } from '../../support/zip.ts'

const text = Buffer.from('Rozhodnutí č. j. 1/2026. '.repeat(200))
const small = Buffer.from('a')
const files: ZipFile[] = [
	{ name: 'mimetype', data: Buffer.from('application/vnd.etsi.asic-e+zip') },
	{ name: 'rozhodnutí.pdf', data: text, deflated: true },
	{ name: 'META-INF/', data: Buffer.alloc(0) },
	{ name: 'META-INF/a.xml', data: small },
	{ name: 'empty', data: Buffer.alloc(0), deflated: true },
]

async function unpack(archive: Uint8Array): Promise<[string, Buffer][]> {
	const source = memorySource(archive)
	const found: [string, Buffer][] = []
	for (const entry of await readZip(source)) {
		found.push([entry.name, Buffer.from(await readEntry(source, entry, 10_000_000))])
	}
	return found
}

/** The code of the refusal; null where there is none. */
async function codeOf(archive: Uint8Array): Promise<string | null> {
	try {
		await unpack(archive)
		return null
	} catch (error) {
		if (!(error instanceof PackageRefusal)) throw error
		return error.code
	}
}

const contents = files.map(({ name, data }) => [name, Buffer.from(data)])

describe('takes', () => {
	const sound: readonly [string, ZipFile[], ZipOptions?][] = [
		['stored and deflated files', files],
		['descriptors', files.map((file) => ({ ...file, descriptor: 'signed' as const }))],
		['descriptors without signature', files.map((file) => ({ ...file, descriptor: 'plain' as const }))],
		['large descriptors', files.map((file) => ({ ...file, descriptor: 'signed-64' as const }))],
		[
			'large descriptors without signature',
			files.map((file) => ({ ...file, descriptor: 'plain-64' as const })),
		],
		[
			'times of files',
			files.map((file) => ({ ...file, both: { extra: extraField(0x5455, Buffer.alloc(5)) } })),
		],
		[
			'the comment of containers',
			files,
			{ comment: Buffer.from('mimetype=application/vnd.etsi.asic-e+zip') },
		],
		['a large end record', files, { zip64: { sentinels: true } }],
		[
			'large sizes where they stand in both places',
			files.map((file) => {
				const packed = { ...file, deflated: false }
				const large = extraField(1, u64(file.data.length), u64(file.data.length))
				return { ...packed, both: { size: 0xffffffff, packedSize: 0xffffffff, extra: large } }
			}),
		],
	]
	for (const [name, all, options] of sound) {
		test(name, async () => {
			expect(await unpack(zip(all, options))).toEqual(contents)
		})
	}

	test('what other readers take as well', () => {
		const folder = mkdtempSync(join(tmpdir(), 'letopis-zip-'))
		try {
			const path = join(folder, 'a.zip')
			writeFileSync(path, zip(files))
			const said = spawnSync('unzip', ['-t', path], { encoding: 'utf8' })
			// Where there is no unzip, others judge.
			if (said.error === undefined) expect(said).toMatchObject({ status: 0 })
		} finally {
			rmSync(folder, { recursive: true })
		}
	})
})

const one = (file: Partial<ZipFile>): ZipFile[] => [{ name: 'a', data: text, ...file }]
const named = (...names: string[]): ZipFile[] => names.map((name) => ({ name, data: small }))
const nothing = Buffer.alloc(0)

const refused: readonly [string, string, ZipFile[], ZipOptions?][] = [
	['not-zip', 'something behind the end', files, { after: Buffer.from('x') }],
	['not-zip', 'another comment', files, { comment: Buffer.from('a comment') }],
	['gap', 'a second archive behind it', files, { after: zip(named('b')) }],
	['gap', 'something before the first file', files, { before: Buffer.from('#!/bin/sh\n') }],
	['gap', 'something before the directory', files, { beforeDirectory: Buffer.from('x') }],
	['gap', 'something before the end', files, { beforeEnd: Buffer.from('x') }],
	['gap', 'something between files', [{ ...one({})[0], gap: Buffer.from('x') } as ZipFile, ...named('b')]],
	['gap', 'a file that the directory leaves out', files, { order: [0, 1, 2, 3], count: 4 }],
	['gap', 'files in another order', files, { order: [1, 0, 2, 3, 4] }],
	['gap', 'a file that stands there twice', files, { order: [0, 0, 1, 2, 3, 4], count: 6 }],
	['gap', 'files that overlap', [...one({}), { name: 'b', data: text, central: { offset: 20 } }]],
	['gap', 'a descriptor that says otherwise', one({ descriptor: 'signed', central: { crc: 1 } })],
	['disagree', 'a descriptor that nobody announced', one({ descriptor: 'signed', both: { flags: 0 } })],
	[
		'gap',
		'a descriptor that is missing',
		one({ both: { flags: 8 }, local: { crc: 0, size: 0, packedSize: 0 } }),
	],
	['gap', 'a directory that is larger than it is', files, { directorySize: 400 }],
	['not-zip', 'a directory of other records', files, { count: 6 }],
	['gap', 'records in the directory that nobody counts', files, { count: 4 }],
	['parts', 'two counts', files, { countHere: 4 }],
	['parts', 'a part of several', files, { disk: 1 }],
	['parts', 'a file on another part', one({ central: { disk: 1 } })],
	['disagree', 'another name before the data', one({ local: { name: Buffer.from('b') } })],
	['disagree', 'a longer name before the data', one({ local: { name: Buffer.from('ab') } })],
	['disagree', 'another size before the data', one({ local: { size: 1 } })],
	['disagree', 'another packed size before the data', one({ deflated: true, local: { packedSize: 1 } })],
	['disagree', 'another checksum before the data', one({ local: { crc: 1 } })],
	['disagree', 'another method before the data', one({ local: { method: 8 } })],
	['disagree', 'other flags before the data', one({ local: { flags: 2 } })],
	['disagree', 'another time before the data', one({ local: { time: 2 } })],
	[
		'disagree',
		'sizes before the data as well as behind it',
		one({ descriptor: 'signed', local: { size: 5 } }),
	],
	['disagree', 'a stored file of another size', one({ both: { size: 1 } })],
	['disagree', 'a large size that stands nowhere', one({ both: { size: 0xffffffff } })],
	[
		'disagree',
		'a large size where none is needed',
		one({ both: { extra: extraField(1, u64(text.length)) } }),
	],
	['not-zip', 'a large end record elsewhere', files, { zip64: { sentinels: true, locatorAt: 3 } }],
	['gap', 'a large end record that nothing points to', files, { zip64: { sentinels: false } }],
	['too-many', 'too many files', files, { zip64: { sentinels: true, count: ENTRIES_MAX + 1 } }],
	[
		'too-large',
		'more files than there are numbers',
		files,
		{ zip64: { sentinels: true, count: Number.MAX_SAFE_INTEGER * 2 } },
	],
	['encrypted', 'encryption', one({ both: { flags: 1 } })],
	['encrypted', 'strong encryption', one({ both: { flags: 0x41 } })],
	['unsupported', 'patches', one({ both: { flags: 0x20 } })],
	['unsupported', 'another method', one({ both: { method: 12 } })],
	['unsupported', 'a second name', one({ both: { extra: extraField(0x7075, Buffer.from('b')) } })],
	['unsupported', 'AES', one({ both: { extra: extraField(0x9901, Buffer.alloc(7)) } })],
	[
		'unsupported',
		'a second large size',
		one({ both: { extra: Buffer.concat([extraField(1), extraField(1)]) } }),
	],
	['not-zip', 'an extra field that is cut off', one({ both: { extra: Buffer.from([1, 0, 9, 0, 1]) } })],
	['unsupported', 'a comment on a file', one({ central: { comment: Buffer.from('x') } })],
	['name', 'a way up', named('../a')],
	['name', 'a way up inside', named('a/../../b')],
	['name', 'the folder itself', named('./a')],
	['name', 'an absolute name', named('/etc/passwd')],
	['name', 'a drive', named('C:a')],
	['name', 'a backslash', named('a\\b')],
	['name', 'an empty part', named('a//b')],
	['name', 'no name', named('')],
	['name', 'dots that some systems drop', named('...')],
	['name', 'a line break', named('a\nb')],
	['name', 'a zero', named('a\0.pdf')],
	['name', 'a mark of direction', named('a\u202efdp.exe')],
	['name', 'letters of an unknown code page', one({ both: { name: Buffer.from([0x61, 0xe9]), flags: 0 } })],
	['name', 'what is no UTF-8', one({ both: { name: Buffer.from([0x61, 0xff]), flags: 0x0800 } })],
	['name', 'a folder with content', [{ name: 'a/', data: small }]],
	['name', 'a name without end', named('a'.repeat(1025))],
	['twice', 'a name twice', named('a', 'b', 'a')],
	['twice', 'a name in two cases', named('a.pdf', 'A.PDF')],
	['twice', 'a name in two compositions', named('é', 'e\u0301')],
	['twice', 'a name with dots at its end', named('a', 'a. .')],
	['twice', 'a file that is a folder too', named('a', 'a/b')],
	['data', 'another checksum', one({ both: { crc: 1 } })],
	[
		'data',
		'compressed data that is none',
		one({ deflated: true, packed: Buffer.from([7]), both: { packedSize: 1 } }),
	],
	['data', 'compressed data that gives more', one({ deflated: true, both: { size: 10 } })],
	['data', 'compressed data that gives less', one({ deflated: true, both: { size: text.length + 1 } })],
	[
		'bomb',
		'a file that grows beyond measure',
		[{ name: 'a', data: Buffer.alloc(30_000_000), deflated: true }],
	],
]

describe('refuses', () => {
	for (const [code, name, all, options] of refused) {
		test(`${name} (${code})`, async () => {
			expect(await codeOf(zip(all, options))).toBe(code)
		})
	}

	test('compressed data that ends before its place does', async () => {
		const packed = Buffer.concat([deflateRawSync(text), Buffer.from('hidden')])
		expect(await codeOf(zip(one({ deflated: true, packed, both: { packedSize: packed.length } })))).toBe(
			'data',
		)
	})

	test('many files that together grow beyond measure', async () => {
		const data = Buffer.alloc(1_000_000)
		const all = Array.from({ length: 100 }, (_, i): ZipFile => ({ name: `${i}`, data, deflated: true }))
		expect(await codeOf(zip(all))).toBe('bomb')
	})

	test('nothing, and every beginning of an archive', async () => {
		const whole = zip(files)
		for (let length = 0; length < whole.length; length++) {
			expect(await codeOf(whole.subarray(0, length))).not.toBeNull()
		}
	})

	test('an entry that is larger than what is kept', async () => {
		const source = memorySource(zip(files))
		const [, entry] = await readZip(source)
		await expect(readEntry(source, entry as never, 100)).rejects.toMatchObject({ code: 'too-large' })
	})
})

test('a file of eight gigabytes is read in parts of a mebibyte', async () => {
	const size = 8 * 1024 ** 3
	const name = Buffer.from('large')
	// Everything but the data is real; the data is zeros that nobody holds.
	const sentinel = 0xffffffff
	const both = { size: sentinel, packedSize: sentinel, crc: 0, name }
	const large = extraField(1, u64(size), u64(size))
	const archive = zip(
		[{ name: 'large', data: nothing, both, local: { extra: large }, central: { extra: large } }],
		{
			directoryFrom: size + 30 + name.length + large.length,
			zip64: { sentinels: true },
		},
	)
	const split = 30 + name.length + large.length
	const asked: number[] = []
	const source: ByteSource = {
		size: size + archive.length,
		read: async (from, to) => {
			asked.push(to - from)
			const out = Buffer.alloc(to - from)
			for (let at = from; at < to && (at < split || to > split + size); at++) {
				const place = at < split ? at : at - size
				out[at - from] = (at < split || at >= split + size ? archive[place] : 0) ?? 0
			}
			return out
		},
	}
	const [entry] = await readZip(source)
	expect(entry).toMatchObject({ size, from: split })
	let seen = 0
	for await (const piece of contentOf(source, entry as never)) {
		seen += piece.length
		if (seen > 8 * 1024 ** 2) break
	}
	expect(Math.max(...asked)).toBeLessThanOrEqual(1024 * 1024)
})

test('noise is refused', async () => {
	for (let i = 0; i < 50; i++) expect(await codeOf(randomBytes(2000))).not.toBeNull()
})
