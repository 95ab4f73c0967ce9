/**
 * Erasing and rotating: interrupted at every operation and taken up again; nothing acknowledged is lost, nothing
 * erased can be read any more by whoever holds the disk and the surviving keys.
 */
import { setImmediate } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { openHeader } from '../../../ledger/vault/age-header.ts'
import { openEpochs } from '../../../ledger/vault/epochs.ts'
import { parseIdentity } from '../../../ledger/vault/identity.ts'
import type { VaultRecord } from '../../../ledger/vault/record-format.ts'
import { decodeSegmentHeader, openFrame, unwrapSegmentKey } from '../../../ledger/vault/segment-format.ts'
import type { Vault } from '../../../ledger/vault/vault.ts'
import { CrashDisk, type Failure } from './crash-disk.ts'
import {
	chance,
	codeOf,
	collect,
	KEYS,
	noise,
	openOn,
	plain,
	readAll,
	someRecords,
	store,
	VAULT,
} from './fixture.ts'

const LIMIT = 600
const DOCUMENT = noise('document', 1_000)

/** A closed vault with 12 records in several segments, every fourth with a document. */
async function town(): Promise<{
	disk: CrashDisk
	records: VaultRecord[]
	cids: Map<number, Awaited<ReturnType<typeof store>>>
}> {
	const disk = new CrashDisk()
	const { vault } = await openOn(disk, LIMIT)
	const records = someRecords(0, 12)
	const cids = new Map()
	for (const record of records) {
		if (record.index % 4 !== 0) continue
		const stored = await store(vault, Buffer.concat([DOCUMENT, Buffer.from([record.index])]))
		record.header = stored.header
		cids.set(record.index, stored)
	}
	for (let i = 0; i < 12; i += 2) await vault.appendRecords(records.slice(i, i + 2))
	await vault.close()
	return { disk, records, cids }
}

const withoutHeader = (record: unknown) =>
	record !== null && typeof record === 'object' ? { ...record, header: undefined } : record

/** All records agree but for the wrapping of their headers; the documents open. */
async function expectTown(
	vault: Vault,
	given: Awaited<ReturnType<typeof town>>,
	erased: readonly number[],
	what = '',
) {
	const wanted = given.records.map((record) =>
		erased.includes(record.index) ? 'erased' : withoutHeader(plain(record)),
	)
	expect((await readAll(vault)).map(withoutHeader), what).toEqual(wanted)
	for (const [index, { cid }] of given.cids) {
		if (erased.includes(index)) continue
		const { header } = (await vault.record(index)) as VaultRecord
		const bytes = await collect(vault.read({ header: header as Uint8Array }, cid))
		expect(bytes.subarray(0, -1).equals(DOCUMENT), what).toBe(true)
	}
}

/** What the keys on this disk open in the files on it: plaintext of every frame at every offset, and the rest. */
async function everythingReadable(disk: CrashDisk): Promise<Buffer> {
	const epochs = await openEpochs(KEYS, { fs: disk.clone() })
	const pieces: Buffer[] = []
	for (const bytes of disk.files(VAULT).values()) {
		pieces.push(bytes)
		const header = decodeSegmentHeader(bytes)
		for (const epoch of epochs.all) {
			const key = header && unwrapSegmentKey(bytes, epoch.identity.secret)
			if (key === undefined) continue
			for (let from = 0; from < bytes.length; from++) {
				if (bytes.toString('latin1', from, from + 4) !== 'lfrm') continue
				const length = 36 + bytes.readUInt32BE(from + 4)
				for (const record of openFrame(bytes.subarray(from, from + length), key) ?? []) {
					if (record === 'erased') continue
					pieces.push(Buffer.from(record.opening))
					if (record.secret) pieces.push(Buffer.from(record.secret))
					const fileKey = record.header && openHeader(record.header, [epoch.identity])
					if (record.header && fileKey) pieces.push(Buffer.from(record.header), Buffer.from(fileKey))
				}
			}
		}
	}
	return Buffer.concat(pieces)
}

async function countOperations(disk: CrashDisk, run: (vault: Vault) => Promise<unknown>): Promise<number> {
	const own = disk.clone()
	const { vault } = await openOn(own, LIMIT)
	own.arm()
	await run(vault)
	const count = own.operations.length
	await vault.close()
	return count
}

describe('erasing', () => {
	test('leaves markers, in both copies, and everything else', async () => {
		const given = await town()
		const { vault } = await openOn(given.disk, LIMIT)
		await vault.erase([1])
		const segments = [...given.disk.files(`${VAULT}/segments-`)].sort(([x], [y]) => (x < y ? -1 : 1))
		const generations = segments.map(([, bytes]) => decodeSegmentHeader(bytes)?.generation)
		expect(new Set(generations), 'rewritten segments are told from the old ones').toEqual(new Set([0, 1]))
		await vault.erase([4, 11])
		await expectTown(vault, given, [1, 4, 11])
		// Again, and more: it may be repeated.
		await vault.erase([1, 5])
		await vault.appendRecords(someRecords(12, 1))
		expect(await readAll(vault, 12)).toEqual(someRecords(12, 1).map(plain))
		await vault.truncate(12)
		await vault.close()
		const again = (await openOn(given.disk, LIMIT)).vault
		await expectTown(again, given, [1, 4, 5, 11])
		expect(await again.scrub()).toEqual([])
		await again.close()
	})

	test('what is already erased changes nothing', async () => {
		const given = await town()
		const { vault } = await openOn(given.disk, LIMIT)
		await vault.erase([4])
		given.disk.arm()
		await vault.erase([4])
		await vault.erase([])
		expect(given.disk.operations).toEqual([])
		await expect(vault.erase([12])).rejects.toThrow(RangeError)
		await expect(vault.erase([-1])).rejects.toThrow(RangeError)
		await vault.close()
	})

	test('after it and a rotation, the disk with the surviving keys gives nothing of the erased', async () => {
		const given = await town()
		const before = await everythingReadable(given.disk)
		const gone = given.records[4] as VaultRecord
		const stays = given.records[8] as VaultRecord
		expect(before.includes(Buffer.from(gone.opening)), 'the search finds what is there').toBe(true)
		expect(before.includes(Buffer.from(gone.header as Uint8Array))).toBe(true)
		const oldKey = given.disk.files(KEYS).get(`${KEYS}/epochs/1.key`)?.toString() as string
		const oldIdentity = parseIdentity(/AGE-SECRET-KEY-1\w+/.exec(oldKey)?.[0] as string)
		const fileKey = openHeader(gone.header as Uint8Array, [oldIdentity]) as Uint8Array

		const { vault } = await openOn(given.disk, LIMIT)
		await vault.deletePayload(given.cids.get(4)?.cid as never)
		await vault.erase([4])
		expect((await everythingReadable(given.disk)).includes(Buffer.from(gone.opening)), 'erased').toBe(false)
		expect(await vault.rotateEpoch()).toEqual({ from: 1, to: 2 })
		await vault.close()

		const after = await everythingReadable(given.disk)
		for (const bytes of [gone.opening, gone.header as Uint8Array, fileKey]) {
			expect(after.includes(Buffer.from(bytes))).toBe(false)
		}
		expect(after.includes(Buffer.from(stays.opening)), 'the search still finds what is there').toBe(true)
		const keyFiles = Buffer.concat([...given.disk.files(KEYS).values()])
		expect([...given.disk.files(KEYS).keys()]).toEqual([`${KEYS}/epochs/2.key`])
		expect(keyFiles.includes(/AGE-SECRET-KEY-1\w+/.exec(oldKey)?.[0] as string)).toBe(false)
		// A copy of the old segments from before, without the old key, opens with nothing that is left.
		const stolen = (await town()).disk
		for (const path of stolen.files(KEYS).keys()) stolen.delete(path)
		for (const [path, bytes] of given.disk.files(KEYS)) stolen.put(path, bytes)
		expect((await everythingReadable(stolen)).includes(Buffer.from(gone.opening))).toBe(false)
	})

	test.each<Failure>(['refused', 'applied', 'torn'])(
		'fails at any operation (%s): repeated, it succeeds',
		async (failure) => {
			const given = await town()
			const count = await countOperations(given.disk, (vault) => vault.erase([0, 5]))
			expect(count).toBeGreaterThan(10)
			for (let at = 0; at < count; at++) {
				const own = given.disk.clone()
				const { vault } = await openOn(own, LIMIT)
				own.arm({ at, failure, code: 'ENOSPC' })
				expect(await codeOf(vault.erase([0, 5])), `operation ${at}`).toBe('disk-full')
				own.arm()
				// Old or new, but whole, and not torn between.
				const [r0, r5] = [await vault.record(0), await vault.record(5)]
				expect([plain(given.records[0]), 'erased']).toContainEqual(plain(r0))
				expect([plain(given.records[5]), 'erased']).toContainEqual(plain(r5))
				await vault.appendRecords(someRecords(12, 1))
				await vault.truncate(12)
				await vault.erase([0, 5])
				await expectTown(vault, given, [0, 5], `operation ${at}`)
				await vault.close()
				expect([...own.files(VAULT).keys()].filter((path) => path.endsWith('.new'))).toEqual([])
				const again = (await openOn(own, LIMIT)).vault
				await expectTown(again, given, [0, 5], `operation ${at}, reopened`)
				expect(await again.scrub()).toEqual([])
				await again.close()
			}
		},
	)

	test('by a power cut at any operation: old or new, and both copies alike after opening', async () => {
		const given = await town()
		const count = await countOperations(given.disk, (vault) => vault.erase([0, 5]))
		for (let at = 0; at < count; at++) {
			for (let round = 0; round < 5; round++) {
				const own = given.disk.clone()
				const { vault } = await openOn(own, LIMIT)
				own.arm({ at, failure: 'crash' })
				await expect(vault.erase([0, 5])).rejects.toThrow()
				const survived = own.afterPowerCut([() => 0, () => 1][round] ?? chance(at * 7 + round))
				const again = (await openOn(survived, LIMIT)).vault
				expect(again.size).toBe(12)
				const [r0, r5] = [await again.record(0), await again.record(5)]
				const erased = [0, 5].filter((_, i) => [r0, r5][i] === 'erased')
				await expectTown(again, given, erased, `operation ${at}, round ${round}`)
				expect(await again.scrub()).toEqual([])
				await again.erase([0, 5])
				await expectTown(again, given, [0, 5])
				await again.close()
			}
		}
	})
})

describe('rotating the epoch', () => {
	test('moves everything, and only then destroys the old key', async () => {
		const given = await town()
		const { vault, epochs } = await openOn(given.disk, LIMIT)
		const steps: string[] = []
		given.disk.arm()
		const rotation = vault.rotateEpoch(({ step, done, total }) => steps.push(`${step} ${done}/${total}`))
		expect(vault.rotateEpoch(), 'a second call shares it').toBe(rotation)
		expect(await rotation).toEqual({ from: 1, to: 2 })
		expect(steps.at(-1)).toMatch(/^verify (\d+)\/\1$/)
		const { operations } = given.disk
		const firstOfDestruction = operations.indexOf('rename 1.destroyed')
		expect(firstOfDestruction).toBeGreaterThan(0)
		expect(operations.slice(firstOfDestruction)).toEqual([
			'rename 1.destroyed',
			'sync folder epochs',
			'write 1.destroyed',
			'sync 1.destroyed',
			'unlink 1.destroyed',
			'sync folder epochs',
		])
		expect(epochs.all.map((epoch) => epoch.number)).toEqual([2])
		expect(vault.rotation).toBeNull()
		await expectTown(vault, given, [])
		expect(await vault.rotateEpoch()).toEqual({ from: 2, to: 3 })
		await vault.close()
		const again = (await openOn(given.disk, LIMIT)).vault
		await expectTown(again, given, [])
		await again.close()
	})

	test('of an empty vault', async () => {
		const disk = new CrashDisk()
		const { vault } = await openOn(disk)
		expect(await vault.rotateEpoch()).toEqual({ from: 1, to: 2 })
		await vault.appendRecords(someRecords(0, 1))
		await vault.close()
		const again = (await openOn(disk)).vault
		expect(again.size).toBe(1)
		await again.close()
	})

	test.each<Failure>(['refused', 'applied', 'torn'])(
		'fails at any operation (%s): called again, it ends',
		async (failure) => {
			const given = await town()
			const count = await countOperations(given.disk, (vault) => vault.rotateEpoch())
			for (let at = 0; at < count; at++) {
				const own = given.disk.clone()
				const { vault, epochs } = await openOn(own, LIMIT)
				own.arm({ at, failure })
				const outcome = await codeOf(vault.rotateEpoch())
				own.arm()
				expect(outcome, `operation ${at}`).toBe('io')
				await expectTown(vault, given, [], `operation ${at}`)
				await vault.appendRecords(someRecords(12, 1))
				await vault.truncate(12)
				const { to } = await vault.rotateEpoch()
				expect(epochs.all.map((epoch) => epoch.number)).toEqual([to])
				await expectTown(vault, given, [], `operation ${at}, again`)
				await vault.close()
				const again = (await openOn(own, LIMIT)).vault
				await expectTown(again, given, [], `operation ${at}, reopened`)
				expect(again.rotation).toBeNull()
				await again.close()
			}
		},
	)

	test('by a power cut at any operation: all is there, and the next call ends it', async () => {
		const given = await town()
		const count = await countOperations(given.disk, (vault) => vault.rotateEpoch())
		for (let at = 0; at < count; at++) {
			for (let round = 0; round < 3; round++) {
				const own = given.disk.clone()
				const opened = await openOn(own, LIMIT)
				own.arm({ at, failure: 'crash' })
				await expect(opened.vault.rotateEpoch()).rejects.toThrow()
				const survived = own.afterPowerCut([() => 0, () => 1][round] ?? chance(at))
				const { vault, epochs } = await openOn(survived, LIMIT)
				const what = `operation ${at}, round ${round}`
				await expectTown(vault, given, [], what)
				// Erasing goes on in between.
				await vault.erase([3])
				const { to } = await vault.rotateEpoch()
				expect(epochs.all.map((epoch) => epoch.number)).toEqual([to])
				await expectTown(vault, given, [3], what)
				expect([...survived.files(KEYS).keys()]).toEqual([`${KEYS}/epochs/${to}.key`])
				await vault.close()
			}
		}
	})

	test('reaches documents that are stored but not yet logged', async () => {
		const disk = new CrashDisk()
		const { vault, epochs } = await openOn(disk)
		await vault.appendRecords(someRecords(0, 1))
		const stored = await store(vault, DOCUMENT)
		const underWay = vault.receive()
		await underWay.write(DOCUMENT)
		await vault.rotateEpoch()
		// The header that was given out is for a key that is gone; the record gets one that opens.
		const late = await underWay.finish()
		await vault.appendRecords([
			{ index: 1, opening: new Uint8Array([1]), header: stored.header },
			{ index: 2, opening: new Uint8Array([2]), header: new Uint8Array(late.header) },
		])
		for (const [index, { cid }] of [
			[1, stored],
			[2, late],
		] as const) {
			const { header } = (await vault.record(index)) as VaultRecord
			expect(openHeader(header as Uint8Array, [epochs.current?.identity as never])).toHaveLength(16)
			expect((await collect(vault.read({ header: header as Uint8Array }, cid))).equals(DOCUMENT)).toBe(true)
		}
		await vault.close()
	})

	test('while an upload ends: what is given out is for the new epoch', async () => {
		const disk = new CrashDisk()
		const { vault, epochs } = await openOn(disk)
		const uploads = [10, 600_000].map(async (size) => {
			const writer = vault.receive()
			await writer.write(noise('late', size))
			return writer.finish()
		})
		// The epoch changes while another thread wraps the file keys for the old one.
		const rotations = (async () => {
			for (let n = 0; n < 20; n++) {
				await vault.rotateEpoch()
				await setImmediate()
			}
		})()
		for (const { header } of await Promise.all(uploads)) {
			await vault.appendRecords([{ index: vault.size, opening: new Uint8Array([1]), header }])
		}
		await rotations
		expect(epochs.all.map((epoch) => epoch.number)).toEqual([21])
		for (const [index, { cid, size }] of (await Promise.all(uploads)).entries()) {
			const { header } = (await vault.record(index)) as VaultRecord
			expect((await collect(vault.read({ header: header as Uint8Array }, cid))).length).toBe(size)
		}
		await vault.close()
	})

	test('while records are appended, read and erased', async () => {
		const given = await town()
		const { vault } = await openOn(given.disk, LIMIT)
		const rotation = vault.rotateEpoch()
		for (let i = 12; i < 40; i++) {
			await vault.appendRecords(someRecords(i, 1))
			expect(plain(await vault.record(i % 4 === 0 ? i - 1 : i))).toBeDefined()
			if (i === 20) await vault.erase([2, 15])
		}
		await rotation
		const wanted = [...given.records, ...someRecords(12, 28)].map((record) =>
			[2, 15].includes(record.index) ? 'erased' : withoutHeader(plain(record)),
		)
		expect((await readAll(vault)).map(withoutHeader)).toEqual(wanted)
		await vault.close()
		const again = (await openOn(given.disk, LIMIT)).vault
		expect((await readAll(again)).map(withoutHeader)).toEqual(wanted)
		await again.close()
	})

	test('keeps the old key if a header in a record opens with neither', async () => {
		const given = await town()
		const { vault } = await openOn(given.disk, LIMIT)
		// Damage in both copies of one segment, met only while rotating.
		for (const copy of ['a', 'b']) {
			const path = `${VAULT}/segments-${copy}/0000000000000000.seg`
			const bytes = Buffer.from(given.disk.files().get(path) as Buffer)
			bytes[200] = (bytes[200] as number) ^ 1
			given.disk.put(path, bytes)
		}
		expect(await codeOf(vault.rotateEpoch())).toBe('corrupt')
		expect([...given.disk.files(KEYS).keys()].sort()).toEqual([
			`${KEYS}/epochs/1.key`,
			`${KEYS}/epochs/2.key`,
		])
		expect(vault.rotation).toEqual({ from: 1, to: 2 })
		expect(plain(await vault.record(11))).toEqual(plain(given.records[11]))
		await vault.close()
	})

	test('is not ended by a disk that forgot what was written', async () => {
		const given = await town()
		const { vault } = await openOn(given.disk, LIMIT)
		// One copy turns bad between the rewriting and the reading again.
		const rotation = codeOf(
			vault.rotateEpoch(({ step, done, total }) => {
				if (step !== 'rewrap' || done !== total) return
				const path = `${VAULT}/segments-b/0000000000000000.seg`
				const bytes = Buffer.from(given.disk.files().get(path) as Buffer)
				bytes[150] = (bytes[150] as number) ^ 1
				given.disk.put(path, bytes)
			}),
		)
		expect(await rotation).toBe('corrupt')
		expect(given.disk.files(KEYS).has(`${KEYS}/epochs/1.key`)).toBe(true)
		expect((await vault.scrub()).length).toBe(1)
		await vault.repair()
		expect(await vault.rotateEpoch()).toEqual({ from: 1, to: 2 })
		await expectTown(vault, given, [])
		await vault.close()
	})
})
