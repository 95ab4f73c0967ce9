import { randomBytes } from 'node:crypto'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { bundlePath, decodeBundle, encodeBundle, tilePath } from '@letopis/format'
import { portableHasher } from '@letopis/verifier'
import { afterAll, describe, expect, test } from 'vitest'
import { AuditedLog, codesOf, SIZE } from '../support/audited-log.ts'
import { createKeys, TestLog } from '../support/test-log.ts'

const town = new AuditedLog()
const { log, root, trust, whole } = town
const audit = town.audit.bind(town)
afterAll(() => town.remove())

describe('a whole log', () => {
	test('is whole: every entry, tile and stamp', async () => {
		const report = await audit(whole)
		expect(codesOf(report)).toEqual([])
		expect(report).toMatchObject({ exitCode: 0, done: SIZE, head: { size: SIZE }, remembered: null })
		const { counts } = report
		expect(counts?.byKind).toMatchObject({ genesis: 1, anchor: 4, disposal: 7 })
		expect(counts).toMatchObject({ stampsTrusted: 5, stampsUntrusted: 0, stampsUnsupported: 0 })
	})

	test('hashed by the portable code gives the same report', async () => {
		const report = await audit(whole, { hasher: portableHasher })
		expect(report).toEqual(await audit(whole))
	})

	test('without trust cannot be decided', async () => {
		expect(await audit(whole, { trust: undefined })).toMatchObject({ exitCode: 2, findings: [] })
	})

	test('of another than the trusted log is not trusted', async () => {
		const impostor = new TestLog({ keys: createKeys(log.origin) })
		expect(await audit(whole, { trust: impostor.trust() })).toMatchObject({ exitCode: 4, findings: [] })
		const stranger = new TestLog({ origin: 'jinde.example/log/1' })
		const bare = join(root, 'bare')
		new TestLog({ keys: createKeys(log.origin) }).writeFolder(bare)
		expect(await audit(bare)).toMatchObject({ exitCode: 4, findings: [] })
		expect(await audit(bare, { trust: stranger.trust() })).toMatchObject({ exitCode: 4, findings: [] })
	})

	test('whose head lacks the quorum cannot be decided', async () => {
		const folder = town.copyOf(whole)
		writeFileSync(join(folder, 'checkpoint'), log.note(SIZE, [log.keys.ed25519]))
		expect(await audit(folder)).toMatchObject({ exitCode: 2, findings: [] })
	})

	test('may have dropped partial tiles and bundles whose full ones exist', async () => {
		const folder = join(root, 'grown')
		log.writeFolder(folder, log.note(600))
		log.writeFolder(folder, log.note(300))
		rmSync(join(folder, tilePath({ level: 0, index: 1, width: 44 })))
		rmSync(join(folder, bundlePath({ index: 1, width: 44 })))
		expect(await audit(folder)).toMatchObject({ exitCode: 0, done: 300 })
	})

	for (const size of [1, 2, 255, 256, 257, 512]) {
		test(`of size ${size} is whole`, async () => {
			const folder = join(root, `size-${size}`)
			log.writeFolder(folder, log.note(size))
			expect(await audit(folder)).toMatchObject({ exitCode: 0, done: size, findings: [] })
		})
	}

	test('of size 0 is whole', async () => {
		const empty = new TestLog()
		const folder = join(root, 'empty')
		empty.writeFolder(folder, empty.note(0))
		expect(await audit(folder, { trust: empty.trust() })).toMatchObject({ exitCode: 0, done: 0 })
	})
})

describe('tampering', () => {
	/** Changes one file of a copy. */
	const change = (path: string, work: (bytes: Buffer) => Uint8Array) => (folder: string) => {
		const file = join(folder, path)
		writeFileSync(file, work(readFileSync(file)))
	}
	const flip = (at: number) => (bytes: Buffer) => {
		const place = at < 0 ? bytes.length + at : at
		bytes[place] = (bytes[place] ?? 0) ^ 1
		return bytes
	}
	const bundle = (index: number, width = 256) => bundlePath({ index, width })
	const tile = (level: number, index: number, width = 256) => tilePath({ level, index, width })
	const anchorBlobs = () => {
		const first = log.anchors[0]
		if (first === undefined) throw new Error('the log has no anchor')
		return first
	}
	const blobPath = (bytes: Uint8Array) => {
		const [cid] = [...log.blobs].find(([, blob]) => Buffer.compare(blob, bytes) === 0) ?? []
		return join('blob', cid ?? '')
	}
	const cases: [string, (folder: string) => void, string[]][] = [
		['a bit of an entry’s commitment', change(bundle(1), flip(200)), ['leaf-differs 256', 'root-differs -']],
		[
			'a bit of an entry in the partial bundle',
			change(bundle(2, 188), flip(-100)),
			['leaf-differs 699', 'root-differs -'],
		],
		['a bit of a leaf tile', change(tile(0, 1), flip(32 * 5)), ['leaf-differs 261']],
		['a bit of a partial leaf tile', change(tile(0, 2, 188), flip(32 * 187)), ['leaf-differs 699']],
		['a bit of a higher tile', change(tile(1, 0, 2), flip(40)), ['tile-differs -']],
		['a tile cut short', change(tile(0, 1), (bytes) => bytes.subarray(32)), ['tile-missing 256']],
		['a tile taken away', (folder) => rmSync(join(folder, tile(0, 1))), ['tile-missing 256']],
		['a higher tile taken away', (folder) => rmSync(join(folder, tile(1, 0, 2))), ['tile-missing -']],
		[
			'two entries in each other’s place',
			change(bundle(1), (bytes) => {
				const entries = decodeBundle(bytes, 256)
				const [a, b] = [entries[10] as Uint8Array, entries[11] as Uint8Array]
				return encodeBundle(entries.toSpliced(10, 2, b, a))
			}),
			['leaf-differs 266', 'root-differs -'],
		],
		[
			'an entry dropped',
			change(bundle(1), (bytes) => encodeBundle(decodeBundle(bytes, 256).toSpliced(10, 1))),
			['bundle-malformed 256'],
		],
		['a bundle taken away', (folder) => rmSync(join(folder, bundle(1))), ['bundle-missing 256']],
		['a token replaced', change(blobPath(anchorBlobs().token), flip(-1)), ['anchor-blob-differs 40']],
		[
			'a token taken away',
			(folder) => rmSync(join(folder, blobPath(anchorBlobs().token))),
			['anchor-blob-missing 40'],
		],
		[
			'a note replaced',
			change(blobPath(Buffer.from(anchorBlobs().note)), () => Buffer.from(log.note(41))),
			['anchor-blob-differs 40'],
		],
		[
			'a checkpoint that is none',
			change('checkpoint', () => Buffer.from('hello\n')),
			['checkpoint-malformed -'],
		],
	]
	for (const [name, tamper, expected] of cases) {
		test(`${name} is found`, async () => {
			const folder = town.copyOf(whole)
			tamper(folder)
			for (const whom of [trust, undefined]) {
				const report = await audit(folder, { trust: whom })
				expect(report.exitCode).toBe(1)
				expect(codesOf(report)).toEqual(expect.arrayContaining(expected))
				expect(codesOf(report)[0]).toBe(expected[0])
			}
		})
	}

	test('the root in a checkpoint: its signature no longer holds, and the entries lead elsewhere', async () => {
		const folder = town.copyOf(whole)
		const other = Buffer.from(randomBytes(32)).toString('base64')
		const lines = log.note().split('\n')
		writeFileSync(join(folder, 'checkpoint'), lines.toSpliced(2, 1, other).join('\n'))
		expect(codesOf(await audit(folder))).toEqual(['root-differs -'])
	})

	test('both bundle and tile taken away: what can be had is examined, the rest said', async () => {
		const folder = town.copyOf(whole)
		rmSync(join(folder, bundle(1)))
		rmSync(join(folder, tile(0, 1)))
		const report = await audit(folder)
		expect(report.exitCode).toBe(1)
		expect(codesOf(report)).toEqual(expect.arrayContaining(['bundle-missing 256', 'tile-missing 256']))
	})

	test('findings are bounded, their number is not', async () => {
		const folder = town.copyOf(whole)
		const old = readFileSync(join(folder, bundle(0)))
		const broken = decodeBundle(old, 256).map((entry, i) => (i === 0 ? entry : Uint8Array.of(...entry, 0)))
		writeFileSync(join(folder, bundle(0)), encodeBundle(broken))
		const report = await audit(folder)
		expect(report.findings.filter(({ index }) => index !== null)).toHaveLength(100)
		expect(codesOf(report)).toContain('root-differs -')
		expect(report.findingsTotal).toBeGreaterThan(255)
	})
})
