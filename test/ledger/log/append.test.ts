import {
	accessTag,
	blobCid,
	checkInclusion,
	decodeEntry,
	entryCid,
	leafHash,
	parseNote,
	verifyNote,
} from '@letopis/format'
import type { Appended, LogEvent } from '@letopis/ledger'
import { describe, expect, test } from 'vitest'
import { Disk } from '../../support/faulty-store.ts'
import {
	accessDraft,
	auditAnswer,
	auditLog,
	documentDraft,
	fileName,
	makeSigner,
	START,
	start,
	TestClock,
} from '../../support/log-fixture.ts'

const signer = await makeSigner()
const key = (n: number) => new Uint8Array(32).fill(n)
const field = (appended: Appended, name: string) =>
	appended.opening.fields.find((candidate) => candidate.name === name)?.value

describe('append', () => {
	test('a lone append is answered with an entry that proves itself', async () => {
		const { log } = await start(new Disk(), { signer })
		const answer = await log.append(documentDraft('žádost.pdf'))
		auditAnswer(answer, signer)
		expect(answer).toMatchObject({ index: 1, size: 2, time: START })
		expect(fileName(answer)).toBe('žádost.pdf')
		expect(field(answer, 'time')).toBe(START)
		const entry = decodeEntry(answer.entry)
		expect(entry.time).toBe(START / 60_000)
		expect(entry.tag).toHaveLength(32)
		// No anchor yet: the entry links to the genesis.
		const genesis = (await log.entry(0)) as Uint8Array
		expect(entry.anchors.map(String)).toEqual([String(entryCid(genesis))])
		expect(log).toMatchObject({
			size: 2,
			origin: signer.origin,
			lastTime: START,
			frozen: null,
			failure: null,
		})
		await auditLog(log)
		await log.close()
	})

	test('1,000 parallel appends get distinct contiguous indexes and proofs that verify', async () => {
		const { log } = await start(new Disk(), { signer, limits: { batchEntries: 300 } })
		const answers = await Promise.all(
			Array.from({ length: 1000 }, (_, i) => log.append(documentDraft(`${i}.pdf`))),
		)
		expect(answers.map(({ index }) => index)).toEqual(Array.from({ length: 1000 }, (_, i) => i + 1))
		expect(answers.map(fileName)).toEqual(answers.map((_, i) => `${i}.pdf`))
		for (const answer of answers.filter((_, i) => i % 37 === 0 || i === 999)) auditAnswer(answer, signer)
		expect(log.size).toBe(1001)
		await auditLog(log)
		await log.close()
	})

	test('a batch is closed by its number of entries and by its bytes', async () => {
		const { log } = await start(new Disk(), { signer, limits: { batchEntries: 4, batchBytes: 5000 } })
		const sizes: number[] = []
		log.subscribe((event) => event.type === 'appended' && sizes.push(event.entries.length))
		await Promise.all(Array.from({ length: 6 }, () => log.append(documentDraft())))
		expect(sizes).toEqual([4, 2])
		const large = documentDraft('x'.repeat(3000))
		await Promise.all([large, documentDraft(), large].map((draft) => log.append(draft)))
		expect(sizes.slice(2)).toEqual([2, 1])
		await log.close()
	})

	test('an entry larger than a batch goes alone', async () => {
		const { log } = await start(new Disk(), { signer, limits: { batchBytes: 100 } })
		const answers = await Promise.all([log.append(documentDraft()), log.append(documentDraft())])
		expect(answers.map(({ size }) => size)).toEqual([2, 3])
		await log.close()
	})

	test('a full queue refuses with a remedy, and what is in it is answered', async () => {
		const { log } = await start(new Disk(), { signer, limits: { queueEntries: 5 } })
		const results = await Promise.allSettled(Array.from({ length: 8 }, () => log.append(documentDraft())))
		expect(results.map(({ status }) => status)).toEqual([
			...Array.from({ length: 5 }, () => 'fulfilled'),
			...Array.from({ length: 3 }, () => 'rejected'),
		])
		expect((results[7] as PromiseRejectedResult).reason).toMatchObject({
			code: 'queue-full',
			remedy: expect.any(String),
		})
		expect((await log.append(documentDraft())).index).toBe(6)
		await log.close()
	})

	test('a full queue by bytes', async () => {
		const { log } = await start(new Disk(), { signer, limits: { queueBytes: 1 } })
		const results = await Promise.allSettled([log.append(documentDraft()), log.append(documentDraft())])
		expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected'])
		await log.close()
	})

	const wrong = [
		{ name: 'an unknown body', draft: { ...documentDraft(), body: { x: 1 } }, error: 'RefusalError' },
		{
			name: 'a float',
			draft: { ...documentDraft(), fields: { metadata: { x: 0.5 } } },
			error: 'RefusalError',
		},
		{ name: 'a kind in capitals', draft: { ...documentDraft(), kind: 'Sealed' }, error: 'RefusalError' },
		{
			name: 'time set by the caller',
			draft: { ...documentDraft(), fields: { time: 1 } },
			error: 'TypeError',
		},
		{
			name: 'a header too long',
			draft: { ...documentDraft(), header: new Uint8Array(16_385) },
			error: 'RangeError',
		},
		{
			name: 'a secret too short',
			draft: { ...documentDraft(), secret: new Uint8Array(31) },
			error: 'RangeError',
		},
		{
			name: 'an access without its key',
			draft: { ...documentDraft(), fields: { kind: 'access' } },
			error: 'TypeError',
		},
		{
			name: 'an access to another document',
			draft: { ...accessDraft(blobCid(key(1)), key(1)), fields: { kind: 'access', object: blobCid(key(2)) } },
			error: 'TypeError',
		},
		{
			name: 'an entry longer than a bundle takes',
			draft: { ...documentDraft(), body: { public: { text: 'x'.repeat(65_000) } } },
			error: 'RefusalError',
		},
	]
	test.each(wrong)('refused before queueing, and nothing is written: $name', async ({ draft, error }) => {
		const disk = new Disk()
		const { log } = await start(disk, { signer })
		const effects = disk.journal.length
		await expect(log.append(draft)).rejects.toMatchObject({ name: error })
		expect(disk.journal.length).toBe(effects)
		expect((await log.append(documentDraft())).index).toBe(1)
		await log.close()
	})

	test('what the vault gets is header, secret and the opening of the entry', async () => {
		const disk = new Disk()
		const { log } = await start(disk, { signer })
		const header = Uint8Array.of(1, 2, 3)
		const answer = await log.append(documentDraft('a', { header, secret: key(9) }))
		const record = await disk.vault.record(answer.index)
		expect(record).toMatchObject({ index: 1, header, secret: key(9) })
		await log.close()
	})

	test('close commits and answers what is queued, then refuses', async () => {
		const { log } = await start(new Disk(), { signer, limits: { batchEntries: 2 } })
		const queued = Array.from({ length: 5 }, () => log.append(documentDraft()))
		await log.close()
		expect((await Promise.all(queued)).at(-1)?.size).toBe(6)
		await expect(log.append(documentDraft())).rejects.toMatchObject({ code: 'closed' })
		await expect(log.publish()).rejects.toMatchObject({ code: 'closed' })
		await log.close()
	})

	test('anchors set by the anchorer are linked from then on', async () => {
		const { log } = await start(new Disk(), { signer })
		const [a, b] = [await log.append(documentDraft()), await log.append(documentDraft())]
		log.setAnchors([b.cid, a.cid, b.cid])
		const { anchors } = decodeEntry((await log.append(documentDraft())).entry)
		expect(anchors.map(String).sort()).toEqual([String(a.cid), String(b.cid)].sort())
		expect(() => log.setAnchors([])).toThrow(RangeError)
		await log.close()
	})
})

describe('access numbers', () => {
	test('1, 2, … without gap, per document, also in parallel and after a restart', async () => {
		const disk = new Disk()
		let running = await start(disk, { signer })
		const documents = [await running.log.append(documentDraft()), await running.log.append(documentDraft())]
		const tags = new Map<number, string[]>([
			[0, []],
			[1, []],
		])
		for (let round = 0; round < 4; round++) {
			const order = [0, 1, 0, 0, 1]
			const answers = await Promise.all(
				order.map((which) =>
					running.log.append(accessDraft(documents[which]?.cid as Appended['cid'], key(which))),
				),
			)
			for (const [i, { entry }] of answers.entries()) {
				tags.get(order[i] as number)?.push(Buffer.from(decodeEntry(entry).tag ?? []).toString('hex'))
			}
			if (round % 2 === 1) {
				await running.log.close()
				running = await start(disk, { signer })
			}
		}
		for (const [which, list] of tags) {
			const expected = list.map((_, i) => Buffer.from(accessTag(key(which), i + 1)).toString('hex'))
			expect(list.sort()).toEqual(expected.sort())
			expect(await running.log.accessCount(documents[which]?.cid as Appended['cid'])).toBe(list.length)
		}
		await running.log.close()
	})

	test('an access that comes while another is queued gets the next number', async () => {
		const { log } = await start(new Disk(), { signer })
		const document = await log.append(documentDraft())
		const first = log.append(accessDraft(document.cid, key(1)))
		// Long enough to be queued, not long enough for anything to be written.
		for (let i = 0; i < 50; i++) await Promise.resolve()
		const second = await log.append(accessDraft(document.cid, key(1)))
		expect(decodeEntry((await first).entry).tag).toEqual(accessTag(key(1), 1))
		expect(decodeEntry(second.entry).tag).toEqual(accessTag(key(1), 2))
		await log.close()
	})

	test('an access that is refused takes no number', async () => {
		const { log } = await start(new Disk(), { signer })
		const document = await log.append(documentDraft())
		const bad = { ...accessDraft(document.cid, key(1)), body: { x: 1 } }
		const results = await Promise.allSettled([
			log.append(accessDraft(document.cid, key(1))),
			log.append(bad),
			log.append(accessDraft(document.cid, key(1))),
		])
		expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
		const second = results[2] as PromiseFulfilledResult<Appended>
		expect(decodeEntry(second.value.entry).tag).toEqual(accessTag(key(1), 2))
		await log.close()
	})

	test('rebuilding the index counts them again', async () => {
		const { log } = await start(new Disk(), { signer })
		const document = await log.append(documentDraft())
		for (let i = 0; i < 3; i++) await log.append(accessDraft(document.cid, key(1)))
		await log.reindex()
		expect(await log.accessCount(document.cid)).toBe(3)
		const { entry } = await log.append(accessDraft(document.cid, key(1)))
		expect(decodeEntry(entry).tag).toEqual(accessTag(key(1), 4))
		await log.close()
	})
})

describe('idempotency', () => {
	const once = (request: number, name = 'a') =>
		documentDraft(name, { idempotency: { key: key(1), request: key(request) } })

	test('a repeated request gets the first entry, with a proof to the newest head', async () => {
		const { log } = await start(new Disk(), { signer })
		const first = await log.append(once(1, 'first'))
		await log.append(documentDraft())
		const again = await log.append(once(1, 'second'))
		expect(again).toMatchObject({ index: first.index, repeated: true, time: first.time, size: 3 })
		expect(fileName(again)).toBe('first')
		auditAnswer(again, signer)
		expect(log.size).toBe(3)
		expect(first).not.toHaveProperty('repeated')
		expect(await log.idempotent(key(1))).toEqual({ index: 1, request: key(1) })
		expect(await log.idempotent(key(2))).toBeUndefined()
		await log.close()
	})

	test('the key with another request is a conflict, whether the first is under way, new or old', async () => {
		const disk = new Disk()
		const { log } = await start(disk, { signer })
		const first = log.append(once(1))
		await expect(log.append(once(2))).rejects.toMatchObject({ code: 'conflict' })
		await first
		await expect(log.append(once(2))).rejects.toMatchObject({ code: 'conflict' })
		await log.close()
		const { log: later } = await start(disk, { signer })
		await expect(later.append(once(2))).rejects.toMatchObject({ code: 'conflict' })
		expect((await later.append(once(1))).repeated).toBe(true)
		await later.close()
	})

	test('what is compared is what was asked, also if the caller reuses his Buffer meanwhile', async () => {
		const { log } = await start(new Disk(), { signer })
		const request = Buffer.from(key(1))
		const first = log.append(documentDraft('a', { idempotency: { key: key(1), request } }))
		const second = log.append(once(1))
		request.fill(9)
		const third = log.append(once(1))
		expect((await Promise.all([first, second, third])).map(({ index }) => index)).toEqual([1, 1, 1])
		expect(await log.idempotent(key(1))).toEqual({ index: 1, request: key(1) })
		await log.close()
	})

	test('parallel requests with one key make one entry', async () => {
		const { log } = await start(new Disk(), { signer })
		const answers = await Promise.all(Array.from({ length: 20 }, () => log.append(once(1))))
		expect(new Set(answers.map(({ index }) => index))).toEqual(new Set([1]))
		expect(answers.filter(({ repeated }) => repeated)).toHaveLength(19)
		expect(log.size).toBe(2)
		await log.close()
	})

	test('survives the loss of the index', async () => {
		const disk = new Disk()
		const { log } = await start(disk, { signer })
		await log.append(once(1))
		await log.reindex()
		expect((await log.append(once(1))).repeated).toBe(true)
		await log.close()
	})

	test('once the private half is erased, the repeated request is told so', async () => {
		const disk = new Disk()
		const { log } = await start(disk, { signer })
		const { index } = await log.append(once(1))
		disk.vault.erase(index)
		await expect(log.append(once(1))).rejects.toMatchObject({ code: 'erased' })
		await log.close()
	})
})

describe('time', () => {
	test('within the tolerance time stands still, beyond it appends are refused until the clock is right', async () => {
		const { log, clock } = await start(new Disk(), { signer, limits: { clockTolerance: 5000 } })
		const times = async (now: number) => {
			clock.time = now
			return (await log.append(documentDraft())).time
		}
		expect(await times(START + 60_000)).toBe(START + 60_000)
		expect(await times(START + 55_000)).toBe(START + 60_000)
		await expect(times(START + 54_999)).rejects.toMatchObject({ code: 'clock', remedy: expect.any(String) })
		await expect(times(Number.NaN)).rejects.toMatchObject({ code: 'clock' })
		expect(await times(START + 60_001)).toBe(START + 60_001)
		await log.close()
	})

	test('public times never decrease, also over a restart with a clock gone back', async () => {
		const disk = new Disk()
		const first = await start(disk, { signer })
		first.clock.time = START + 59_500
		await first.log.append(documentDraft())
		await first.log.close()
		const clock = new TestClock()
		clock.time = START + 58_000
		const second = await start(disk, { signer, clock })
		expect(second.log.lastTime).toBe(START + 59_500)
		expect((await second.log.append(documentDraft())).time).toBe(START + 59_500)
		clock.time = START
		await expect(second.log.append(documentDraft())).rejects.toMatchObject({ code: 'clock' })
		await second.log.close()
	})

	test('a clock fault told from outside stops appends with its reason', async () => {
		const { log } = await start(new Disk(), { signer })
		log.setClockFault('the stamps say 12:00, the clock says 13:00')
		await expect(log.append(documentDraft())).rejects.toMatchObject({
			code: 'clock',
			message: expect.stringContaining('12:00'),
		})
		log.setClockFault(null)
		expect((await log.append(documentDraft())).index).toBe(1)
		await log.close()
	})
})

describe('events', () => {
	test('come in order, after durability and before the callers', async () => {
		const disk = new Disk()
		const { log } = await start(disk, { signer, limits: { batchEntries: 2 } })
		const events: LogEvent[] = []
		const seen: string[] = []
		const end = log.subscribe((event) => {
			events.push(event)
			seen.push(event.type)
			expect(disk.head?.size).toBe(log.size)
		})
		await Promise.all(
			Array.from({ length: 5 }, () =>
				log.append(documentDraft()).then(({ index }) => seen.push(`answer ${index}`)),
			),
		)
		await log.publish()
		expect(seen.filter((name) => !name.startsWith('answer'))).toEqual([
			'appended',
			'appended',
			'appended',
			'published',
		])
		expect(seen.indexOf('answer 1')).toBeGreaterThan(seen.indexOf('appended'))
		const appended = events.flatMap((event) => (event.type === 'appended' ? event.entries : []))
		expect(appended.map(({ index }) => index)).toEqual([1, 2, 3, 4, 5])
		end()
		await log.append(documentDraft())
		expect(events).toHaveLength(4)
		await log.close()
	})
})

test('the checkpoint of an answer is signed with the key of the genesis entry and no other', async () => {
	const { log } = await start(new Disk(), { signer })
	const { checkpoint, index, size, entry, proof } = await log.append(documentDraft())
	const other = await makeSigner()
	expect(verifyNote(parseNote(checkpoint), [other.vkeys.ed25519])).toEqual([])
	const root = log.root.slice()
	root[0] = (root[0] as number) ^ 1
	expect(() => checkInclusion({ index, size, leaf: leafHash(entry), proof, root })).toThrow()
	await log.close()
})
