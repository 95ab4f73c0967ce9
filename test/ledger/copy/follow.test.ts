/**
 * Following a log whose source lies, breaks off or sends too much. Whatever it does, the copy stays whole up to the
 * checkpoint that it shows, and what proves a second history is kept.
 */
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Cid, parseCheckpoint, parseNote } from '@letopis/format'
import { createSigner, type Log, type Signer } from '@letopis/ledger'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { followSource } from '../../../ledger/copy/follow.ts'
import { logSource } from '../../../ledger/copy/log-source.ts'
import { folderSource, httpSource, type LogSource } from '../../../ledger/copy/source.ts'
import { lockCopy } from '../../../ledger/copy/staged-folder.ts'
import { makeTrustFile } from '../../../ledger/town/trust-file.ts'
import { Disk } from '../../support/faulty-store.ts'
import { documentDraft, makeSigner, ORIGIN, start } from '../../support/log-fixture.ts'

/** Sizes at which a head is published: within a tile, at its end, and beyond. */
const HEADS = [100, 256, 300, 600] as const
type HeadSize = (typeof HEADS)[number]

interface Published {
	log: Log
	notes: ReadonlyMap<number, string>
	/** Named by the anchor entry at index 280. */
	token: Cid
}

let base: string
let signer: Signer
let trust: Uint8Array
let honest: Published
/** The same keys, another history. */
let forked: Published

async function makeLog(by: Signer): Promise<Published> {
	const { log } = await start(new Disk(), { signer: by })
	const notes = new Map<number, string>()
	const token = await log.putBlob(new Uint8Array(randomBytes(100)))
	for (const size of HEADS) {
		if (size === 300) {
			await fill(log, 280)
			const note = await log.putBlob(Buffer.from(notes.get(256) ?? ''))
			const body = { authority: 'tsa', token, note, time: 1, size: 256, documents: null }
			await log.append({ kind: 'anchor', body, fields: { kind: 'anchor' } })
		}
		await fill(log, size)
		notes.set(size, (await log.publish()).note)
	}
	return { log, notes, token }
}

async function fill(log: Log, size: number): Promise<void> {
	await Promise.all(Array.from({ length: size - log.size }, () => log.append(documentDraft())))
}

function trustIn({ vkeys: { ed25519, mldsa44, status } }: Signer): Uint8Array {
	return makeTrustFile({
		town: 'Ukázkov',
		demo: true,
		log: { origin: ORIGIN, ed25519, mldsa44 },
		statusKey: status,
		requiredWitnesses: [],
		timestampRoots: [],
		timestampsRequired: 0,
		predecessors: [],
	})
}

beforeAll(async () => {
	base = await mkdtemp(join(tmpdir(), 'letopis-follow-'))
	signer = await createSigner(base, ORIGIN)
	trust = trustIn(signer)
	honest = await makeLog(signer)
	forked = await makeLog(signer)
})
afterAll(() => rm(base, { recursive: true, force: true }))

/** The log as it was when it had that size, with some answers exchanged. */
function sourceOf({ log, notes }: Published, size: HeadSize, lies: Partial<LogSource> = {}): LogSource {
	return { ...logSource(log), checkpoint: async () => notes.get(size) ?? '', ...lies }
}

let folders = 0
const newFolder = () => join(base, `copy-${folders++}`)
const follow = (folder: string, source: LogSource) => followSource(source, { folder, trust })

async function sizeOf(folder: string): Promise<number | null> {
	const note = await readFile(join(folder, 'checkpoint'), 'utf8').catch(() => null)
	return note === null ? null : parseCheckpoint(parseNote(note).text).size
}

/** Any client of the public form can read it: another follower does. */
async function expectWhole(folder: string, size: number): Promise<void> {
	expect(await follow(newFolder(), folderSource(folder))).toMatchObject({ size, added: size })
}

const evidence = (folder: string) => readdir(join(folder, 'evidence')).catch(() => [])

describe('an honest log', () => {
	test('is copied in steps, and each step is whole', async () => {
		const folder = newFolder()
		let before = 0
		for (const size of HEADS) {
			expect(await follow(folder, sourceOf(honest, size))).toMatchObject({ size, added: size - before })
			await expectWhole(folder, size)
			before = size
		}
		expect(await follow(folder, sourceOf(honest, 600))).toMatchObject({ size: 600, added: 0 })
		expect((await readdir(folder)).sort()).toEqual(['blob', 'checkpoint', 'followed.json', 'tile'])
	})
})

describe('a source that lies is refused, and the copy stays as it was', () => {
	type Case = [
		name: string,
		/** Head that the copy has before; null for none. */
		before: HeadSize | null,
		source: () => LogSource | Promise<LogSource>,
		code: string,
		message: RegExp,
		/** Notes kept. */
		evidence: number,
	]
	const cut = (note: string, lines: number) => `${note.split('\n').slice(0, lines).join('\n')}\n`
	const table: Case[] = [
		['two roots at one size', 100, () => sourceOf(forked, 100), 'conflict', /two different roots/, 2],
		['a longer second history', 100, () => sourceOf(forked, 600), 'conflict', /differ from those copied/, 2],
		[
			'a second history behind a full tile',
			256,
			() => sourceOf(forked, 600),
			'conflict',
			/do not lead to/,
			2,
		],
		[
			'a log that went back',
			300,
			() => sourceOf(honest, 100),
			'conflict',
			/went back from size 300 to 100/,
			2,
		],
		[
			'entries of another history under an honest head',
			null,
			() => sourceOf(honest, 300, { bundle: logSource(forked.log).bundle }),
			'conflict',
			/do not lead to/,
			1,
		],
		[
			'a blob with other bytes',
			256,
			() => sourceOf(honest, 300, { blob: async () => new Uint8Array(randomBytes(100)) }),
			'corrupt',
			/does not have that hash/,
			0,
		],
		[
			'a bundle cut short',
			100,
			() =>
				sourceOf(honest, 300, {
					bundle: async (index, width) => (await logSource(honest.log).bundle(index, width)).subarray(0, -1),
				}),
			'corrupt',
			/malformed/,
			0,
		],
		[
			'a bundle of noise',
			null,
			() => sourceOf(honest, 300, { bundle: async () => new Uint8Array(randomBytes(50_000)) }),
			'corrupt',
			/malformed/,
			0,
		],
		[
			'a log of another origin',
			100,
			async () => {
				const { log } = await start(new Disk(), { signer: await makeSigner('jinde.example/log/1') })
				return sourceOf({ ...honest, notes: new Map([[300, (await log.publish()).note]]) }, 300)
			},
			'conflict',
			/not to be trusted/,
			0,
		],
		[
			'our origin under other keys',
			100,
			async () => {
				const { log } = await start(new Disk(), { signer: await makeSigner() })
				return sourceOf({ ...honest, notes: new Map([[300, (await log.publish()).note]]) }, 300)
			},
			'conflict',
			/not to be trusted/,
			0,
		],
		[
			'a head without signatures',
			100,
			() => sourceOf(honest, 300, { checkpoint: async () => cut(honest.notes.get(300) ?? '', 4) }),
			'conflict',
			/not to be trusted/,
			0,
		],
		[
			'a head without its ML-DSA signature',
			100,
			() => sourceOf(honest, 300, { checkpoint: async () => cut(honest.notes.get(300) ?? '', 5) }),
			'witness',
			/cosignatures lack: log-mldsa/,
			0,
		],
		[
			'a head that says more than was signed',
			100,
			() =>
				sourceOf(honest, 300, {
					checkpoint: async () => (honest.notes.get(300) ?? '').replace('\n300\n', '\n999\n'),
				}),
			'conflict',
			/not to be trusted/,
			0,
		],
	]
	test.each(table)('%s', async (_name, before, source, code, message, kept) => {
		const folder = newFolder()
		if (before !== null) await follow(folder, sourceOf(honest, before))
		await expect(follow(folder, await source())).rejects.toMatchObject({
			code,
			message: expect.stringMatching(message),
		})
		expect(await sizeOf(folder)).toBe(before)
		if (before !== null) await expectWhole(folder, before)
		expect(await evidence(folder)).toHaveLength(kept)
		// And it goes on with the honest one.
		expect(await follow(folder, sourceOf(honest, 600))).toMatchObject({ size: 600 })
		await expectWhole(folder, 600)
	})
})

describe('a server that sends what nobody asked for', () => {
	async function served(listener: RequestListener, run: (url: string) => Promise<void>): Promise<void> {
		const server = createServer(listener).listen(0, '127.0.0.1')
		await once(server, 'listening')
		try {
			await run(`http://127.0.0.1:${(server.address() as AddressInfo).port}/log`)
		} finally {
			server.closeAllConnections()
			server.close()
		}
	}
	const table: [name: string, listener: RequestListener, code: string][] = [
		['a checkpoint without end', (_, response) => flood(response), 'too-large'],
		[
			'a bundle without end',
			(request, response) =>
				request.url === '/log/checkpoint' ? response.end(honest.notes.get(300)) : flood(response),
			'too-large',
		],
		['a redirection', (_, response) => response.writeHead(302, { location: '/log/other' }).end(), 'io'],
		['an error', (_, response) => response.writeHead(500).end('no'), 'not-found'],
		['half an answer', (_, response) => cutOff(response), 'io'],
	]
	function flood(response: Parameters<RequestListener>[1]): void {
		const part = Buffer.alloc(1 << 20)
		const more = () => response.write(part, (error) => (error ? undefined : setImmediate(more)))
		more()
	}
	function cutOff(response: Parameters<RequestListener>[1]): void {
		response.writeHead(200, { 'content-length': 1000 })
		response.write('begun', () => response.destroy())
	}
	test.each(table)('%s', async (_name, listener, code) => {
		await served(listener, async (url) => {
			const folder = newFolder()
			await expect(follow(folder, httpSource(url))).rejects.toMatchObject({ code })
			expect(await sizeOf(folder)).toBeNull()
		})
	})
})

describe('a run that is cut off', () => {
	/** Gives so many bundles, then breaks. */
	function breaking(source: LogSource, bundles: number): LogSource {
		let left = bundles
		return {
			...source,
			bundle: (index, width) => {
				if (left-- === 0) throw new Error('the line is cut')
				return source.bundle(index, width)
			},
		}
	}
	async function interrupted(source: LogSource, bundles: number): Promise<string> {
		const folder = newFolder()
		await expect(follow(folder, breaking(source, bundles))).rejects.toThrow(/line is cut/)
		return folder
	}

	test('is taken up where it ended', async () => {
		const folder = await interrupted(sourceOf(honest, 600), 2)
		const asked: number[] = []
		const source = sourceOf(honest, 600)
		const counting: LogSource = {
			...source,
			bundle: (index, width) => {
				asked.push(index)
				return source.bundle(index, width)
			},
		}
		expect(await follow(folder, counting)).toMatchObject({ size: 600, added: 600 })
		expect(asked).toEqual([2])
		await expectWhole(folder, 600)
	})

	test.each([
		['empty', 0],
		['torn', 1000],
	])('a file that it left %s is loaded anew', async (_name, length) => {
		const folder = await interrupted(sourceOf(honest, 600), 2)
		await truncate(join(folder, 'incoming/tile/entries/001'), length)
		await follow(folder, sourceOf(honest, 600))
		await expectWhole(folder, 600)
	})

	test('what a lying source left is thrown away, not held against the honest one', async () => {
		const liar = sourceOf(honest, 600, { bundle: logSource(forked.log).bundle })
		const folder = await interrupted(liar, 2)
		expect(await follow(folder, sourceOf(honest, 600))).toMatchObject({ size: 600 })
		expect(await evidence(folder)).toEqual([])
		await expectWhole(folder, 600)
	})
})

describe('a copy', () => {
	test.each([
		['checkpoint', 'checkpoint', /checkpoint of this copy is damaged/],
		['tile', 'tile/0/000.p/100', /do not lead to its own checkpoint/],
	])('whose own %s is damaged is not built upon', async (_name, path, message) => {
		const folder = newFolder()
		await follow(folder, sourceOf(honest, 100))
		await writeFile(join(folder, path), 'damaged')
		await expect(follow(folder, sourceOf(honest, 300))).rejects.toMatchObject({
			code: 'corrupt',
			message: expect.stringMatching(message),
			remedy: expect.stringContaining('follow the log anew'),
		})
	})

	test('is written by one run at a time', async () => {
		const folder = newFolder()
		const lock = await lockCopy(folder)
		await expect(follow(folder, sourceOf(honest, 100))).rejects.toMatchObject({ code: 'in-use' })
		await lock.release()
		expect(await follow(folder, sourceOf(honest, 100))).toMatchObject({ size: 100 })
	})

	test('of one log takes no other', async () => {
		const folder = newFolder()
		await follow(folder, sourceOf(honest, 100))
		const other = await makeSigner('jinde.example/log/1')
		const { log } = await start(new Disk(), { signer: other })
		await log.publish()
		const { ed25519, mldsa44, status } = other.vkeys
		const theirs = makeTrustFile({
			town: 'Jinde',
			demo: true,
			log: { origin: other.origin, ed25519, mldsa44 },
			statusKey: status,
			requiredWitnesses: [],
			timestampRoots: [],
			timestampsRequired: 0,
			predecessors: [],
		})
		await expect(followSource(logSource(log), { folder, trust: theirs })).rejects.toMatchObject({
			code: 'conflict',
			message: expect.stringContaining('holds another log'),
		})
	})
})
