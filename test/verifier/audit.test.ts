import { randomBytes } from 'node:crypto'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { bundlePath, cidText, decodeBundle, encodeBundle, tilePath } from '@letopis/format'
import { type AuditOptions, type AuditReport, auditLog, portableHasher, SourceError } from '@letopis/verifier'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { DigestTable } from '../../verifier/audit/digest-table.ts'
import { TreeHashes } from '../../verifier/audit/tree-hashes.ts'
import { folderSource } from '../../verifier/cli/folder-source.ts'
import { httpSource } from '../../verifier/cli/http-source.ts'
import { nativeHasher, useNativeHashing, useNativeVerifiers } from '../../verifier/cli/native.ts'
import { StateFile } from '../../verifier/cli/state-file.ts'
import { UsageError } from '../../verifier/cli/usage-error.ts'
import { createKeys, MINUTE, TestLog, treeHash } from '../support/test-log.ts'
import { createAuthority } from '../support/timestamp-authority.ts'

const alpha = createAuthority('Alpha')
const SIZE = 700

/** Two full bundles and a partial one; anchors of one authority, links, accesses. */
function growLog(log: TestLog, size: number): TestLog {
	const key = randomBytes(32)
	for (let accesses = 0; log.size < size; ) {
		log.now += 1000
		const i = log.size
		if (i % 180 === 40) log.anchor('alpha', alpha)
		else if (i % 100 === 50) log.appendDocument(randomBytes(8), { links: { previous: [log.cid(i - 7)] } })
		else if (i % 100 === 60)
			log.append({ kind: 'disposal', body: {}, links: { disposes: [log.cid(i - 20)] } })
		else if (i % 3 === 0) log.appendAccess(1, key, ++accesses)
		else log.appendDocument(randomBytes(8))
	}
	return log
}

let root = ''
let whole = ''
const log = growLog(new TestLog({ genesisAuthority: alpha }), SIZE)
const trust = log.trust({ roots: [alpha.root], required: 1 })

beforeAll(() => {
	useNativeHashing()
	useNativeVerifiers()
	root = mkdtempSync(join(tmpdir(), 'letopis-audit-'))
	whole = join(root, 'whole')
	log.writeFolder(whole)
})
afterAll(() => rmSync(root, { recursive: true }))

let copies = 0
const copyOf = (folder: string) => {
	const copy = join(root, `copy-${++copies}`)
	cpSync(folder, copy, { recursive: true })
	return copy
}
const audit = (folder: string, options: Partial<AuditOptions> = {}): Promise<AuditReport> =>
	auditLog({ source: folderSource(folder), trust, hasher: nativeHasher, ...options })
const codes = (report: AuditReport) => report.findings.map(({ code, index }) => `${code} ${index ?? '-'}`)

describe('a whole log', () => {
	test('is whole: every entry, tile and stamp', async () => {
		const report = await audit(whole)
		expect(codes(report)).toEqual([])
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
		const folder = copyOf(whole)
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
			const folder = copyOf(whole)
			tamper(folder)
			for (const whom of [trust, undefined]) {
				const report = await audit(folder, { trust: whom })
				expect(report.exitCode).toBe(1)
				expect(codes(report)).toEqual(expect.arrayContaining(expected))
				expect(codes(report)[0]).toBe(expected[0])
			}
		})
	}

	test('the root in a checkpoint: its signature no longer holds, and the entries lead elsewhere', async () => {
		const folder = copyOf(whole)
		const other = Buffer.from(randomBytes(32)).toString('base64')
		const lines = log.note().split('\n')
		writeFileSync(join(folder, 'checkpoint'), lines.toSpliced(2, 1, other).join('\n'))
		expect(codes(await audit(folder))).toEqual(['root-differs -'])
	})

	test('both bundle and tile taken away: what can be had is examined, the rest said', async () => {
		const folder = copyOf(whole)
		rmSync(join(folder, bundle(1)))
		rmSync(join(folder, tile(0, 1)))
		const report = await audit(folder)
		expect(report.exitCode).toBe(1)
		expect(codes(report)).toEqual(expect.arrayContaining(['bundle-missing 256', 'tile-missing 256']))
	})

	test('findings are bounded, their number is not', async () => {
		const folder = copyOf(whole)
		const old = readFileSync(join(folder, bundle(0)))
		const broken = decodeBundle(old, 256).map((entry, i) => (i === 0 ? entry : Uint8Array.of(...entry, 0)))
		writeFileSync(join(folder, bundle(0)), encodeBundle(broken))
		const report = await audit(folder)
		expect(report.findings.filter(({ index }) => index !== null)).toHaveLength(100)
		expect(codes(report)).toContain('root-differs -')
		expect(report.findingsTotal).toBeGreaterThan(255)
	})
})

describe('an operator with the keys, whose log hashes well,', () => {
	const auditOf = async (wrong: TestLog) => {
		const folder = join(root, `operator-${++copies}`)
		wrong.writeFolder(folder)
		return audit(folder, { trust: wrong.trust({ roots: [alpha.root] }) })
	}
	const cases: [string, (own: TestLog) => void, string[]][] = [
		[
			'back-dates an entry',
			(own) => {
				own.now += 5 * MINUTE
				own.appendDocument(randomBytes(4))
				own.now -= 3 * MINUTE
				own.appendDocument(randomBytes(4))
			},
			['time-backwards 2'],
		],
		[
			'back-dates everything before an anchor',
			(own) => {
				own.now += 60 * MINUTE
				own.appendDocument(randomBytes(4))
				own.anchor('alpha', alpha, { genTime: own.now - 30 * MINUTE })
			},
			['anchor-clock 1'],
		],
		[
			'dates an anchor long before its stamp',
			(own) => {
				own.anchor('alpha', alpha, { genTime: own.now + 30 * MINUTE })
			},
			['anchor-clock 1'],
		],
		[
			'links to what is no anchor',
			(own) => {
				const at = own.appendDocument(randomBytes(4))
				own.appendDocument(randomBytes(4), { anchors: [own.cid(at)] })
			},
			['anchor-link 2'],
		],
		[
			'links to an entry of another log',
			(own) => {
				own.appendDocument(randomBytes(4), { links: { supersedes: [log.cid(3)] } })
			},
			['link 1'],
		],
		[
			'anchors more than there is',
			(own) => {
				own.appendDocument(randomBytes(4))
				const { token, note, documents } = own.anchor('alpha', alpha, { size: 2 })
				const body = {
					authority: 'alpha',
					token: own.putBlob(token),
					note: own.putBlob(Buffer.from(note)),
					time: own.now,
					size: 900,
					documents,
				}
				own.append({ kind: 'anchor', body })
			},
			['anchor-size 3'],
		],
		[
			'goes back behind an anchor',
			(own) => {
				own.appendDocument(randomBytes(4))
				own.anchor('alpha', alpha, { size: 2 })
				own.anchor('alpha', alpha, { size: 1 })
			},
			['anchor-order 3'],
		],
		[
			'anchors a head of another history',
			(own) => {
				const other = new TestLog({ keys: own.keys })
				const { token, note } = other.anchor('alpha', alpha)
				const body = {
					authority: 'alpha',
					token: own.putBlob(token),
					note: own.putBlob(Buffer.from(note)),
					time: other.now,
					size: 1,
					documents: null,
				}
				own.append({ kind: 'anchor', body })
			},
			['anchor-root 1'],
		],
		[
			'keeps a stamp over something else',
			(own) => {
				own.anchor('alpha', { ...alpha, stamp: (_, options) => alpha.stamp(randomBytes(32), options) })
			},
			['anchor-stamp 1'],
		],
		[
			'begins anew in the middle',
			(own) => {
				own.entries.push(new TestLog({ origin: own.origin }).entries[0] as Uint8Array)
				own.leaves.push(new TestLog({ origin: own.origin }).leaves[0] as Uint8Array)
			},
			['genesis-misplaced 1'],
		],
	]
	for (const [name, act, expected] of cases) {
		test(`${name}: found`, async () => {
			const own = new TestLog()
			act(own)
			const report = await auditOf(own)
			expect(report.exitCode).toBe(1)
			expect(codes(report)).toEqual(expect.arrayContaining(expected))
		})
	}

	test('serves an entry that is none: found', async () => {
		const own = new TestLog()
		own.entries.push(Buffer.from('not an entry'))
		own.leaves.push(new TestLog().leaves[0] as Uint8Array)
		expect(codes(await auditOf(own))).toEqual(expect.arrayContaining(['entry-malformed 1']))
	})

	test('promotes a demonstration log: found', async () => {
		const own = new TestLog({ demo: true })
		const folder = join(root, 'promoted')
		own.writeFolder(folder)
		const report = await audit(folder, { trust: own.trust({ demo: false }) })
		expect(codes(report)).toEqual(['genesis-demo 0'])
	})
})

describe('the remembered head', () => {
	const stateFor = (name: string) => new StateFile(join(root, `${name}.state`))

	test('is extended by a log that grew, and moves on', async () => {
		const folder = join(root, 'growing')
		const own = growLog(new TestLog(), 300)
		const whom = own.trust({ roots: [alpha.root] })
		own.writeFolder(folder)
		expect(await audit(folder, { trust: whom, store: stateFor('grow') })).toMatchObject({
			exitCode: 0,
			remembered: null,
		})
		growLog(own, 600).writeFolder(folder)
		expect(await audit(folder, { trust: whom, store: stateFor('grow') })).toMatchObject({
			exitCode: 0,
			remembered: { size: 300 },
		})
		expect(await audit(folder, { trust: whom, store: stateFor('grow') })).toMatchObject({
			remembered: { size: 600 },
		})
	})

	test('betrays a dropped tail and a rewritten history, and stays', async () => {
		const keys = createKeys('ukazkov.example/log/1')
		const own = growLog(new TestLog({ keys }), 300)
		const whom = own.trust({ roots: [alpha.root] })
		const before = join(root, 'before')
		own.writeFolder(before)
		await audit(before, { trust: whom, store: stateFor('fork') })
		const shorter = join(root, 'shorter')
		own.writeFolder(shorter, own.note(299))
		expect(codes(await audit(shorter, { trust: whom, store: stateFor('fork') }))).toEqual(['rollback -'])
		for (const size of [300, 400]) {
			const other = join(root, `fork-${size}`)
			growLog(new TestLog({ keys }), size).writeFolder(other)
			expect(codes(await audit(other, { trust: whom, store: stateFor('fork') }))).toEqual(['fork -'])
		}
		expect(await audit(before, { trust: whom, store: stateFor('fork') })).toMatchObject({ exitCode: 0 })
	})

	test('of another log is refused', async () => {
		const folder = join(root, 'elsewhere')
		const other = new TestLog({ origin: 'jinde.example/log/1' })
		other.writeFolder(folder)
		await audit(whole, { store: stateFor('mixed') })
		await expect(audit(folder, { store: stateFor('mixed') })).rejects.toMatchObject({ name: 'OtherLogError' })
	})

	test('in a damaged file is refused, not overwritten', async () => {
		await audit(whole, { store: stateFor('damaged') })
		const path = join(root, 'damaged.state')
		const text = readFileSync(path, 'utf8').replace('"size"', '"sise"')
		writeFileSync(path, text)
		await expect(audit(whole, { store: stateFor('damaged') })).rejects.toThrow(UsageError)
		expect(readFileSync(path, 'utf8')).toBe(text)
	})
})

describe('an interrupted audit', () => {
	/** Serves a folder and counts what is read. */
	const counting = (folder: string, failAt?: string) => {
		const source = folderSource(folder)
		const read: string[] = []
		return {
			read,
			source: {
				...source,
				bundle: (path: string) => {
					if (path === failAt) throw new SourceError('the network is down')
					read.push(path)
					return source.bundle(path)
				},
			},
		}
	}

	test('goes on where it stopped and comes to the same report', async () => {
		const store = () => new StateFile(join(root, 'resumed.state'))
		const first = await audit(whole, { store: store(), onProgress: (done) => done < 512 })
		expect(first).toMatchObject({ exitCode: 2, done: 512 })
		expect(readFileSync(join(root, 'resumed.state.records')).length).toBe(2 * (64 + 256 * 16))
		const { source, read } = counting(whole)
		const second = await audit(whole, { source, store: store() })
		expect(read).toEqual([bundlePath({ index: 2, width: 188 })])
		const { remembered, notes, ...rest } = second
		const { remembered: none, notes: plain, ...direct } = await audit(whole)
		expect(rest).toEqual(direct)
		expect(remembered).toEqual(direct.head)
		expect(none).toBeNull()
		expect(notes.length).toBe(plain.length)
		expect(readdirSync(root)).not.toContain('resumed.state.records')
	})

	test('by a failing network keeps what was done', async () => {
		const store = () => new StateFile(join(root, 'network.state'))
		const { source } = counting(whole, bundlePath({ index: 2, width: 188 }))
		await expect(audit(whole, { source, store: store() })).rejects.toThrow(SourceError)
		const again = counting(whole)
		expect(await audit(whole, { source: again.source, store: store() })).toMatchObject({ exitCode: 0 })
		expect(again.read).toHaveLength(1)
	})

	test('whose records were lost begins anew', async () => {
		const store = () => new StateFile(join(root, 'lost.state'))
		await audit(whole, { store: store(), onProgress: (done) => done < 512 })
		rmSync(join(root, 'lost.state.records'))
		const { source, read } = counting(whole)
		expect(await audit(whole, { source, store: store() })).toMatchObject({ exitCode: 0 })
		expect(read.length).toBeGreaterThan(1)
	})

	test('keeps its findings, also about the log’s beginning', async () => {
		const folder = copyOf(whole)
		const path = join(folder, bundlePath({ index: 0, width: 256 }))
		const bytes = readFileSync(path)
		bytes[100] = (bytes[100] ?? 0) ^ 1
		writeFileSync(path, bytes)
		const store = () => new StateFile(join(root, 'findings.state'))
		await audit(folder, { store: store(), onProgress: (done) => done < 512 })
		expect(codes(await audit(folder, { store: store() }))).toEqual(codes(await audit(folder)))
	})

	test('against another history than the one begun with is a fork', async () => {
		const keys = createKeys('ukazkov.example/log/1')
		const [one, two] = [0, 1].map(() => growLog(new TestLog({ keys }), 600)) as [TestLog, TestLog]
		const [first, second] = [join(root, 'one'), join(root, 'two')]
		one.writeFolder(first)
		two.writeFolder(second)
		const whom = one.trust({ roots: [alpha.root] })
		const store = () => new StateFile(join(root, 'switched.state'))
		await audit(first, { trust: whom, store: store(), onProgress: (done) => done < 256 })
		const report = await audit(second, { trust: whom, store: store() })
		expect(report.exitCode).toBe(1)
		expect(codes(report)).toEqual(expect.arrayContaining(['root-differs -']))
	})
})

describe('a log on the web', () => {
	let server: Server
	let address = ''
	let answer: RequestListener
	beforeAll(async () => {
		server = createServer((request, response) => answer(request, response))
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
		address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/log`
	})
	afterAll(() => new Promise((resolve) => server.close(resolve)))

	const serve =
		(folder: string): RequestListener =>
		(request, response) => {
			try {
				response.end(readFileSync(join(folder, (request.url ?? '').replace(/^\/log\//, ''))))
			} catch {
				response.writeHead(404).end()
			}
		}

	test('is audited as from a folder', async () => {
		answer = serve(whole)
		const overWeb = await audit('', { source: httpSource(address) })
		expect(overWeb).toEqual(await audit(whole))
	})

	const refused: [string, RequestListener, RegExp][] = [
		[
			'a redirect',
			(_, response) => response.writeHead(302, { location: 'http://example.invalid/' }).end(),
			/302/,
		],
		['an endless answer', (_, response) => void response.end(Buffer.alloc(70_000)), /more than 65536/],
		['an error', (_, response) => response.writeHead(500).end(), /500/],
	]
	for (const [name, listener, message] of refused) {
		test(`${name} is refused`, async () => {
			answer = listener
			await expect(audit('', { source: httpSource(address) })).rejects.toThrow(message)
		})
	}

	test('that is busy is asked again', async () => {
		let asked = 0
		const served = serve(whole)
		answer = (request, response) =>
			asked++ === 0 ? response.writeHead(503).end() : served(request, response)
		expect(await audit('', { source: httpSource(address) })).toMatchObject({ exitCode: 0 })
	})

	test('that is not there cannot be decided', async () => {
		answer = (_, response) => response.writeHead(404).end()
		await expect(audit('', { source: httpSource(address) })).rejects.toThrow(SourceError)
	})

	test('with a password in its address is refused', () => {
		expect(() => httpSource('http://user:secret@127.0.0.1/log')).toThrow(UsageError)
	})
})

describe('the rehashed tree', () => {
	test('has the roots of RFC 6962 at every size, by both hashers', () => {
		const leaves = log.leaves
		for (const hasher of [portableHasher, nativeHasher]) {
			const tree = new TreeHashes(hasher)
			for (let first = 0; first < SIZE; first += 256) {
				const row = tree.newLeaves()
				const width = Math.min(256, SIZE - first)
				for (let i = 0; i < width; i++) {
					const entry = log.entries[first + i] as Uint8Array
					const bytes = Uint8Array.of(0, entry.length & 0xff, ...entry)
					tree.hashLeaf(bytes, 2, bytes.length, row, i)
				}
				if (width === 256) tree.push(row)
				for (const size of [first + 1, first + 100, first + 255, first + width].filter(
					(n) => n <= first + width,
				)) {
					expect(Buffer.compare(tree.rootAt(size, row), treeHash(leaves.slice(0, size)))).toBe(0)
				}
			}
		}
	})

	test('has full tiles of the second level at 65,536 entries', () => {
		const tree = new TreeHashes(nativeHasher)
		const hashes = Array.from({ length: 256 }, (_, i) => new Uint8Array(32).fill(i))
		const completed = hashes.map((hash) => tree.pushHash(hash)).findLast(() => true)
		expect(completed?.map(({ level, index }) => [level, index])).toEqual([[1, 0]])
		expect(Buffer.compare(tree.rootAt(65_536, undefined), treeHash(hashes))).toBe(0)
	})
})

describe('the table of entries', () => {
	test('finds every digest, the first of equal ones, and no other', () => {
		const table = new DigestTable()
		const digests = Array.from({ length: 5000 }, () => new Uint8Array(randomBytes(32)))
		for (const digest of digests) table.add(digest, 0)
		table.add(digests[7] as Uint8Array, 0)
		expect(digests.every((digest, i) => table.find(digest) === i)).toBe(true)
		expect(table.find(new Uint8Array(randomBytes(32)))).toBeUndefined()
	})
})

test('a state file that was interrupted while being written leaves the old one', async () => {
	const path = join(root, 'nested', 'torn.state')
	mkdirSync(dirname(path))
	await audit(whole, { store: new StateFile(path) })
	writeFileSync(`${path}.new`, '{"type":')
	expect(await audit(whole, { store: new StateFile(path) })).toMatchObject({ remembered: { size: SIZE } })
	expect(cidText(log.cid(0))).toMatch(/^bafyrei/)
})
