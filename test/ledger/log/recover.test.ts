import { decodeEntry, encodeDag } from '@letopis/format'
import { type Appended, createLog, LedgerError, openLog, type Published } from '@letopis/ledger'
import { describe, expect, test } from 'vitest'
import { metaKey, RECORD, recordKey, tileKey } from '../../../ledger/log/keys.ts'
import { decodeState, encodeState } from '../../../ledger/log/state.ts'
import { Disk } from '../../support/faulty-store.ts'
import {
	accessDraft,
	auditLog,
	documentDraft,
	makeSigner,
	ORIGIN,
	start,
	TestClock,
} from '../../support/log-fixture.ts'

const signer = await makeSigner()

/** A disk with a closed log: genesis, then batches of the sizes given. */
async function diskWith(...batches: number[]): Promise<{ disk: Disk; answers: Appended[] }> {
	const disk = new Disk()
	const { log } = await start(disk, { signer })
	const answers: Appended[] = []
	for (const size of batches) {
		answers.push(...(await Promise.all(Array.from({ length: size }, () => log.append(documentDraft())))))
	}
	await log.close()
	return { disk, answers }
}

const withRemedy = (code: string, message: string | RegExp) => ({
	name: 'LedgerError',
	code,
	message: typeof message === 'string' ? expect.stringContaining(message) : expect.stringMatching(message),
	remedy: expect.any(String),
})

/** Takes the newest batches away again, from the store alone. */
async function rollBackStore(disk: Disk, size: number): Promise<void> {
	const gone: Uint8Array[] = []
	for await (const [key] of disk.store.range({
		gte: recordKey(size, RECORD.slice),
		lt: Uint8Array.of(0x4d),
	})) {
		gone.push(key)
	}
	for (const key of gone) await disk.damage(key, undefined)
}

interface Case {
	name: string
	batches: number[]
	harm(disk: Disk, answers: Appended[]): Promise<void> | void
	refused: ReturnType<typeof withRemedy>
}

const flip = (bytes: Uint8Array, at: number) => {
	const copy = bytes.slice()
	copy[at] = (copy[at] as number) ^ 1
	return copy
}

const cases: Case[] = [
	{
		name: 'the store is behind the head file by one batch',
		batches: [2, 3],
		harm: (disk) => rollBackStore(disk, 3),
		refused: withRemedy('behind', 'size 3, but the keys remember size 6'),
	},
	{
		name: 'the data folder is empty while the keys remember a head',
		batches: [2],
		harm: async (disk) => {
			for await (const [key] of disk.store.range({ gte: Uint8Array.of(0), lt: Uint8Array.of(255) })) {
				await disk.damage(key, undefined)
			}
		},
		refused: withRemedy('behind', 'empty'),
	},
	{
		name: 'no log and no head file',
		batches: [],
		harm: async (disk) => {
			disk.head = null
			for await (const [key] of disk.store.range({ gte: Uint8Array.of(0), lt: Uint8Array.of(255) })) {
				await disk.damage(key, undefined)
			}
		},
		refused: withRemedy('not-found', 'no log'),
	},
	{
		name: 'the head file is missing',
		batches: [2],
		harm: (disk) => {
			disk.head = null
		},
		refused: withRemedy('behind', 'no head file'),
	},
	{
		name: 'the head file is two batches behind',
		batches: [2, 1, 1],
		harm: (disk, answers) => {
			disk.head = { size: 3, root: answers[1] === undefined ? new Uint8Array(32) : rootOf(answers[1]) }
		},
		refused: withRemedy('behind', 'more than one batch ahead'),
	},
	{
		name: 'the head file has another root at the same size',
		batches: [2],
		harm: (disk) => {
			disk.head = { size: 3, root: new Uint8Array(32) }
		},
		refused: withRemedy('corrupt', 'another root'),
	},
	{
		name: 'the head file has another root one batch ago',
		batches: [2, 1],
		harm: (disk) => {
			disk.head = { size: 3, root: new Uint8Array(32) }
		},
		refused: withRemedy('corrupt', 'another history'),
	},
	{
		name: 'the newest checkpoint is not signed with our key',
		batches: [2],
		harm: async (disk) => {
			const key = recordKey(3, RECORD.state)
			const state = decodeState((await disk.store.get(key)) as Uint8Array)
			const other = await makeSigner()
			const text = state.note.slice(0, state.note.indexOf('\n\n') + 1)
			await disk.damage(key, encodeState({ ...state, note: await other.signNote(text) }))
		},
		refused: withRemedy('corrupt', 'checkpoint does not verify'),
	},
	{
		name: 'the newest checkpoint has a flipped bit in its signature',
		batches: [2],
		harm: async (disk) => {
			const key = recordKey(3, RECORD.state)
			const state = decodeState((await disk.store.get(key)) as Uint8Array)
			const note = state.note.replace(/(.)==\n$/, (_, c) => `${c === 'A' ? 'Q' : 'A'}==\n`)
			await disk.damage(key, encodeState({ ...state, note: note === state.note ? `${note}x` : note }))
		},
		refused: withRemedy('corrupt', /checkpoint does not verify/),
	},
	{
		name: 'the state is damaged',
		batches: [2],
		harm: (disk) => disk.damage(recordKey(3, RECORD.state), Uint8Array.of(1, 2, 3)),
		refused: withRemedy('corrupt', 'state'),
	},
	{
		name: 'the newest state is gone',
		batches: [2],
		harm: (disk) => disk.damage(recordKey(3, RECORD.state), undefined),
		refused: withRemedy('corrupt', 'does not end with a state'),
	},
	{
		name: 'an entry at the right edge has a flipped bit',
		batches: [3],
		harm: async (disk) => {
			const key = recordKey(1, RECORD.slice)
			await disk.damage(key, flip((await disk.store.get(key)) as Uint8Array, 700))
		},
		refused: withRemedy('corrupt', 'signed root'),
	},
	{
		name: 'an entry at the right edge is missing',
		batches: [1, 1, 1],
		harm: (disk) => disk.damage(recordKey(2, RECORD.slice), undefined),
		refused: withRemedy('corrupt', 'entry 2 is missing'),
	},
	{
		name: 'a full tile below the right edge has a flipped bit',
		batches: [300],
		harm: async (disk) => {
			await disk.damage(tileKey(0, 0), flip((await disk.store.get(tileKey(0, 0))) as Uint8Array, 5000))
		},
		refused: withRemedy('corrupt', 'signed root'),
	},
	{
		name: 'a full tile below the right edge is missing',
		batches: [300],
		harm: (disk) => disk.damage(tileKey(0, 0), undefined),
		refused: withRemedy('corrupt', 'tile 0/0 is missing'),
	},
	{
		name: 'the vault is behind',
		batches: [2],
		harm: (disk) => disk.vault.truncate(2),
		refused: withRemedy('behind', 'vault has 2 records'),
	},
	{
		name: 'the vault is further ahead than a batch can be',
		batches: [2],
		harm: (disk) =>
			disk.vault.appendRecords(
				Array.from({ length: 1025 }, (_, i) => ({ index: 3 + i, opening: Uint8Array.of(1) })),
			),
		refused: withRemedy('behind', 'only 3 entries'),
	},
	{
		name: "the vault's newest record belongs to another entry",
		batches: [2],
		harm: async (disk) => {
			const record = disk.vault.records[1]
			await disk.vault.truncate(2)
			if (record !== undefined && record !== 'erased')
				await disk.vault.appendRecords([{ ...record, index: 2 }])
		},
		refused: withRemedy('corrupt', 'another entry'),
	},
	{
		name: 'the store was written by a newer program',
		batches: [1],
		harm: (disk) => disk.damage(metaKey('format'), Uint8Array.of(2)),
		refused: withRemedy('newer-format', 'format 2'),
	},
]

function rootOf({ checkpoint }: Appended): Uint8Array {
	return new Uint8Array(Buffer.from(checkpoint.split('\n')[2] as string, 'base64'))
}

describe('refuses to serve, with a reason and a remedy', () => {
	test.each(cases)('$name', async ({ batches, harm, refused }) => {
		const { disk, answers } = await diskWith(...batches)
		await harm(disk, answers)
		const before = { head: disk.head, records: disk.vault.size }
		await expect(start(disk, { signer })).rejects.toMatchObject(refused)
		// Refusing changes nothing: what is there may be all that is left.
		expect({ head: disk.head, records: disk.vault.size }).toEqual(before)
	})
})

describe('mends what a crash leaves', () => {
	test('the head file is one batch behind: it is advanced', async () => {
		const { disk, answers } = await diskWith(2, 3)
		disk.head = { size: 3, root: rootOf(answers[1] as Appended) }
		const { log } = await start(disk, { signer })
		expect(log.size).toBe(6)
		expect(disk.head).toEqual({ size: 6, root: log.root })
		await auditLog(log)
		await log.close()
	})

	test('vault records beyond the log are dropped', async () => {
		const { disk } = await diskWith(2)
		await disk.vault.appendRecords([
			{ index: 3, opening: Uint8Array.of(1) },
			{ index: 4, opening: Uint8Array.of(2) },
		])
		const { log } = await start(disk, { signer })
		expect(disk.vault.size).toBe(3)
		await log.append(documentDraft())
		await auditLog(log)
		await log.close()
	})

	test('an index that is empty, old, of another log or ahead is caught up or rebuilt', async () => {
		const { disk, answers } = await diskWith(3, 2)
		const document = (answers[0] as Appended).cid
		const { log: accessed } = await start(disk, { signer })
		for (let i = 0; i < 3; i++) await accessed.append(accessDraft(document, new Uint8Array(32)))
		await accessed.close()
		const harms: (() => Promise<void>)[] = [
			async () => {},
			() => disk.index.write([{ key: Buffer.from('m'), delete: true }], { sync: true }),
			() => disk.index.write([{ key: Buffer.from('m'), value: Uint8Array.of(9) }], { sync: true }),
			async () => {
				const value = encodeDag({ v: 1, origin: ORIGIN, indexed: 99 })
				await disk.index.write([{ key: Buffer.from('m'), value }], { sync: true })
			},
		]
		for (const harm of harms) {
			await harm()
			const { log } = await start(disk, { signer })
			for (const { cid, index } of answers) expect(await log.indexOf(cid)).toBe(index)
			expect(await log.accessCount(document)).toBe(3)
			expect(await log.fsck()).toEqual([])
			await log.close()
		}
	})

	test('a creation that was interrupted at any write is taken up again', async () => {
		const whole = new Disk()
		await (await start(whole, { signer })).log.close()
		for (let effects = 0; effects <= whole.journal.length; effects++) {
			const disk = await whole.crashedAfter(effects)
			// Once the keys remember the genesis entry, the log is made, whoever was told.
			const made = disk.head?.size === 1
			if (made) await expect(createAgain(disk)).rejects.toMatchObject({ code: 'conflict' })
			const { log } = made ? await start(disk, { signer }) : await createAgain(disk)
			expect(log.size).toBe(1)
			await log.append(documentDraft())
			await auditLog(log)
			await log.close()
		}
	})

	test('a whole log is not made again', async () => {
		const { disk } = await diskWith(1)
		await expect(createAgain(disk)).rejects.toMatchObject({ code: 'conflict' })
		disk.head = null
		await expect(createAgain(disk)).rejects.toMatchObject({ code: 'conflict' })
	})
})

async function createAgain(disk: Disk) {
	const { store, index, vault, head } = disk.open()
	const random = (size: number) => crypto.getRandomValues(new Uint8Array(size))
	const options = { store, index, vault, head, signer, clock: new TestClock(), random }
	return { log: await createLog(options, { town: 'Ukázkov', demo: true }) }
}

describe('resume', () => {
	test('a head from outside stands in for a missing, damaged or old head file', async () => {
		const { disk, answers } = await diskWith(2, 1, 1)
		const outside = (answers[2] as Appended).checkpoint
		const harms: (() => void)[] = [
			() => {
				disk.head = null
			},
			() => {
				disk.head = { size: 3, root: rootOf(answers[1] as Appended) }
			},
		]
		for (const harm of harms) {
			harm()
			const { log } = await start(disk, { signer, resume: [outside] })
			expect(disk.head).toEqual({ size: 5, root: log.root })
			await log.close()
		}
		const parts = disk.open()
		const damaged = { ...parts.head, read: () => Promise.reject(corruptHead()), write: parts.head.write }
		const random = (size: number) => crypto.getRandomValues(new Uint8Array(size))
		const options = { ...parts, head: damaged, signer, clock: new TestClock(), random }
		await expect(openLog(options)).rejects.toMatchObject({ code: 'corrupt' })
		await (await openLog({ ...options, resume: [outside] })).close()
	})

	test.each([
		['a larger head', 'beyond size 5'],
		['another history', 'another history'],
		['a note that is not ours', 'no head of our log'],
		['a head file with another history', 'another history'],
		['a head file beyond the data', 'remember size 6'],
		['nothing', 'at least one'],
	])('does not accept %s', async (name, reason) => {
		const { disk, answers } = await diskWith(2, 1, 1)
		const { disk: other, answers: foreign } = await diskWith(2, 1, 1, 1)
		let resume: string[] = [(answers[2] as Appended).checkpoint]
		if (name === 'a larger head') resume.push((foreign[4] as Appended).checkpoint)
		if (name === 'another history') resume.push((foreign[2] as Appended).checkpoint)
		if (name === 'a note that is not ours')
			resume.push(await (await makeSigner()).signNote(`${ORIGIN}\n0\nAA==\n`))
		if (name === 'a head file with another history')
			disk.head = { size: 3, root: rootOf(foreign[1] as Appended) }
		else if (name === 'a head file beyond the data') disk.head = other.head
		else disk.head = null
		if (name === 'nothing') resume = []
		const before = disk.head
		await expect(start(disk, { signer, resume })).rejects.toThrow(reason)
		expect(disk.head).toBe(before)
	})
})

function corruptHead() {
	return new LedgerError('corrupt', 'damaged in both places')
}

test('the newest anchor entry of each authority is linked again after a restart, with and without the index', async () => {
	const disk = new Disk()
	const { log } = await start(disk, { signer })
	const blob = await log.putBlob(Uint8Array.of(1))
	const anchor = async (authority: string) => {
		const body = { authority, token: blob, note: blob, time: 1, size: 1, documents: null }
		return (await log.append({ kind: 'anchor', body, fields: { kind: 'anchor' } })).cid
	}
	await anchor('a')
	const newest = [await anchor('b'), await anchor('a')].map(String).sort()
	await log.close()
	for (const round of ['kept', 'lost']) {
		if (round === 'lost') await disk.index.write([{ key: Buffer.from('m'), delete: true }], { sync: true })
		const { log: later } = await start(disk, { signer })
		const { anchors } = decodeEntry((await later.append(documentDraft())).entry)
		expect(anchors.map(String).sort()).toEqual(newest)
		await later.close()
	}
})

test('the newest published note is found again, with and without the hint of the index', async () => {
	const disk = new Disk()
	const { log } = await start(disk, { signer })
	await log.append(documentDraft())
	const published: Published = await log.publish()
	await log.append(documentDraft())
	await log.close()
	const { log: second } = await start(disk, { signer })
	expect(second.published).toEqual(published)
	await second.close()
	await disk.index.write([{ key: Buffer.from('p'), delete: true }], { sync: true })
	const { log: third } = await start(disk, { signer })
	expect(third.published).toEqual(published)
	await third.close()
})
