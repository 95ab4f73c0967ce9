/**
 * Contents small enough for their record: no file is made of them, and whatever happens to the record happens to them.
 */
import { cp, mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { sealHeader } from '../../../ledger/vault/age-header.ts'
import { type Epoch, openEpochs } from '../../../ledger/vault/epochs.ts'
import type { VaultRecord } from '../../../ledger/vault/record-format.ts'
import { decodeSegmentHeader } from '../../../ledger/vault/segment-format.ts'
import { openVault, type Vault } from '../../../ledger/vault/vault.ts'
import { CrashDisk } from './crash-disk.ts'
import {
	chance,
	codeOf,
	collect,
	noise,
	openOn,
	plain,
	readAll,
	someRecords,
	store,
	VAULT,
} from './fixture.ts'

const LIMIT = 16_384
const open = (disk: CrashDisk, segmentLimit?: number) => openOn(disk, segmentLimit, LIMIT)
const payloadFiles = (disk: CrashDisk) => [...disk.files(`${VAULT}/payload`).keys()]
const opening = (index: number) => ({ index, opening: new Uint8Array(noise(`opening ${index}`, 40)) })

/** Stores a content and the record that it belongs to. */
async function keep(vault: Vault, bytes: Uint8Array) {
	const stored = await store(vault, bytes)
	const index = vault.size
	await vault.appendRecords([{ ...opening(index), header: stored.header }])
	return { ...stored, index }
}

async function contentOf(
	vault: Vault,
	index: number,
	cid: Awaited<ReturnType<typeof keep>>['cid'],
	range = {},
) {
	const { header, payload } = (await vault.record(index)) as VaultRecord
	const kept = { header: header as Uint8Array, ...(payload && { payload }) }
	return collect(vault.read(kept, cid, range))
}

describe('a small content', () => {
	test.each([
		[0, true],
		[1, true],
		[1024, true],
		[LIMIT, true],
		[LIMIT + 1, false],
	])('of %d bytes comes back; in its record: %s', async (size, inline) => {
		const disk = new CrashDisk()
		const { vault } = await open(disk)
		const bytes = noise('small', size)
		const { cid, index, header } = await keep(vault, bytes)
		expect(payloadFiles(disk)).toHaveLength(inline ? 0 : 1)
		expect(vault.waiting).toBe(0)
		const record = (await vault.record(index)) as VaultRecord
		expect(record.payload !== undefined).toBe(inline)
		// In memory of its own: what a reader does with it changes nothing here, and keeps no frame.
		expect(record.payload?.buffer.byteLength).toBe(record.payload?.length)
		record.payload?.fill(0)
		expect((await contentOf(vault, index, cid)).equals(bytes)).toBe(true)
		for (const [start, end] of [
			[0, 1],
			[size >> 1, size + 10],
			[size, size + 1],
		] as const)
			expect((await contentOf(vault, index, cid, { start, end })).equals(bytes.subarray(start, end))).toBe(
				true,
			)
		const untouched = (await vault.record(index)) as VaultRecord
		expect(await vault.holds(cid, untouched)).toBe(true)
		expect(
			(await collect(vault.exportAge({ ...untouched, header }, cid))).subarray(0, header.length),
		).toEqual(Buffer.from(header))
		expect(await vault.scrub()).toEqual([])
		await vault.close()
		const again = await open(disk)
		expect((await contentOf(again.vault, index, cid)).equals(bytes)).toBe(true)
		await again.vault.close()
	})

	test('is read before it has a record, and gone when it is given up', async () => {
		const disk = new CrashDisk()
		const { vault } = await open(disk)
		const { header, cid } = await store(vault, noise('early', 500))
		expect((await collect(vault.read({ header }, cid))).equals(noise('early', 500))).toBe(true)
		expect(vault.waiting).toBe(1)
		await vault.discard(cid)
		expect(vault.waiting).toBe(0)
		expect(await codeOf(collect(vault.read({ header }, cid)))).toBe('not-found')
		await vault.appendRecords([{ ...opening(0), header }])
		expect(((await vault.record(0)) as VaultRecord).payload).toBeUndefined()
		await vault.close()
	})

	test('does not pile up in memory while nothing is appended', async () => {
		const disk = new CrashDisk()
		const { vault } = await open(disk)
		for (let i = 0; i < 4100; i++) await store(vault, noise('piled', 1))
		expect(vault.waiting).toBe(4096)
		expect(payloadFiles(disk)).toHaveLength(4)
		await vault.close()
	})

	test('that is not the one of its entry is not held', async () => {
		const disk = new CrashDisk()
		const { vault } = await open(disk)
		const one = await keep(vault, noise('one', 100))
		const other = await keep(vault, noise('other', 100))
		const record = (await vault.record(other.index)) as VaultRecord
		expect(await vault.holds(one.cid, record)).toBe(false)
		await vault.close()
	})

	test('is opened by nobody when any bit of it changed', async () => {
		const { vault } = await open(new CrashDisk())
		const { cid, index } = await keep(vault, noise('bits', 300))
		const { header, payload } = (await vault.record(index)) as VaultRecord
		for (const at of [0, 15, 16, 100, 331]) {
			const changed = new Uint8Array(payload as Uint8Array)
			changed[at] = (changed[at] as number) ^ 1
			const kept = { header: header as Uint8Array, payload: changed }
			expect(await codeOf(collect(vault.read(kept, cid)))).toBe('corrupt')
		}
		const cut = { header: header as Uint8Array, payload: (payload as Uint8Array).subarray(0, 300) }
		expect(await codeOf(collect(vault.read(cut, cid)))).toBe('corrupt')
		await vault.close()
	})

	test('is damaged in one copy and read from the other', async () => {
		const disk = new CrashDisk()
		const first = await open(disk)
		const { cid, index } = await keep(first.vault, noise('copies', 5000))
		await first.vault.close()
		const [path = ''] = [...disk.files(`${VAULT}/segments-a`).keys()]
		const bytes = Buffer.from(disk.files().get(path) as Buffer)
		bytes.writeUInt8(bytes.readUInt8(2000) ^ 1, 2000)
		disk.put(path, bytes)
		const { vault } = await open(disk)
		expect((await contentOf(vault, index, cid)).equals(noise('copies', 5000))).toBe(true)
		expect(vault.damage).toHaveLength(1)
		await vault.repair()
		expect(await vault.scrub()).toEqual([])
		await vault.close()
	})

	test('is erased with its record, from both copies', async () => {
		const disk = new CrashDisk()
		const { vault } = await open(disk)
		const { header, cid, index } = await keep(vault, noise('erased', 10_000))
		const sizes = () =>
			[...disk.files(`${VAULT}/segments-a`), ...disk.files(`${VAULT}/segments-b`)].map(
				([, bytes]) => bytes.length,
			)
		for (const size of sizes()) expect(size).toBeGreaterThan(10_000)
		await vault.erase([index])
		for (const size of sizes()) expect(size).toBeLessThan(1000)
		expect(await vault.record(index)).toBe('erased')
		expect(await codeOf(collect(vault.read({ header }, cid)))).toBe('not-found')
		await vault.close()
	})

	test('goes along with a rotation, before and after it has a record', async () => {
		const disk = new CrashDisk()
		const { vault, epochs } = await open(disk)
		const kept = await keep(vault, noise('kept', 3000))
		const late = await store(vault, noise('late', 2000))
		await vault.rotateEpoch()
		await vault.appendRecords([{ ...opening(1), header: late.header }])
		expect(epochs.all.map(({ number }) => number)).toEqual([2])
		expect((await contentOf(vault, kept.index, kept.cid)).equals(noise('kept', 3000))).toBe(true)
		expect((await contentOf(vault, 1, late.cid)).equals(noise('late', 2000))).toBe(true)
		await vault.close()
	})

	test('is no leftover to be swept', async () => {
		const disk = new CrashDisk()
		const { vault } = await open(disk)
		const { cid, index } = await keep(vault, noise('swept', 100))
		expect(await vault.sweep(() => false)).toEqual([])
		expect((await contentOf(vault, index, cid)).equals(noise('swept', 100))).toBe(true)
		await vault.close()
	})
})

describe('records with contents', () => {
	/** Records of which some hold contents, over several segments. */
	async function fill(vault: Vault, from: number, count: number): Promise<unknown[]> {
		const records: VaultRecord[] = someRecords(from, count)
		for (const [i, record] of records.entries()) {
			if (i % 2 === 0) record.header = (await store(vault, noise(`content ${record.index}`, 700 * i))).header
		}
		await vault.appendRecords(records)
		return readAll(vault, from)
	}

	test('a power cut at any operation leaves them whole or not at all', async () => {
		const disk = new CrashDisk()
		const made = await open(disk, 8000)
		const before = await fill(made.vault, 0, 6)
		await made.vault.close()
		const probe = disk.clone()
		const counted = await open(probe, 8000)
		probe.arm()
		await fill(counted.vault, 6, 6)
		const count = probe.operations.length
		await counted.vault.close()
		expect(count).toBeGreaterThan(2)
		for (let at = 0; at <= count; at++) {
			for (let round = 0; round < 3; round++) {
				const own = disk.clone()
				const opened = await open(own, 8000)
				own.arm({ at, failure: 'crash' })
				const after = await fill(opened.vault, 6, 6).catch(() => undefined)
				const { vault } = await open(own.afterPowerCut([() => 0, () => 1][round] ?? chance(at)), 8000)
				const what = `operation ${at}, round ${round}`
				expect((await readAll(vault)).slice(0, 6), what).toEqual(before)
				if (after !== undefined) expect((await readAll(vault)).slice(6), what).toEqual(after)
				for (let i = 6; i < vault.size; i++) {
					const record = (await vault.record(i)) as VaultRecord
					expect(record.payload !== undefined, `${what}, record ${i}`).toBe(i % 2 === 0)
				}
				await vault.close()
			}
		}
	})

	test('an error at any operation: nothing is appended, and the same records go in afterwards', async () => {
		const disk = new CrashDisk()
		await (await open(disk)).vault.close()
		const probe = disk.clone()
		const counted = await open(probe)
		probe.arm()
		await keep(counted.vault, noise('again', 900))
		const count = probe.operations.length
		await counted.vault.close()
		expect(count).toBeGreaterThan(2)
		for (let at = 0; at < count; at++) {
			for (const failure of ['refused', 'applied', 'torn'] as const) {
				const own = disk.clone()
				const { vault } = await open(own)
				const { header, cid } = await store(vault, noise('again', 900))
				own.arm({ at, failure, code: 'EIO' })
				const record = { ...opening(0), header }
				expect(await codeOf(vault.appendRecords([record])), `operation ${at}, ${failure}`).toBe('io')
				own.arm()
				expect(vault.size).toBe(0)
				await vault.appendRecords([record])
				expect((await contentOf(vault, 0, cid)).equals(noise('again', 900))).toBe(true)
				await vault.close()
			}
		}
	})

	test('headers that the vault did not give out need no payload here', async () => {
		const { vault, epochs } = await open(new CrashDisk())
		const { recipient } = (epochs.current as Epoch).identity
		const header = sealHeader(noise('file key', 16), recipient)
		await vault.appendRecords([{ ...opening(0), header }])
		expect(plain(await vault.record(0))).toMatchObject({ payload: undefined })
		await vault.close()
	})
})

/** A release before contents lay in records left this vault behind. */
const RELEASE = join(import.meta.dirname, '..', '..', 'fixtures', 'release-0.1.0')

test('segments of an older program are read and never appended to, so that it refuses what comes after them', async () => {
	const folder = await mkdtemp(join(tmpdir(), 'letopis-older-'))
	try {
		await cp(RELEASE, folder, { recursive: true })
		const dir = join(folder, 'data', 'vault', '1')
		const epochs = await openEpochs(join(folder, 'keys', 'log-1'))
		const segment = (copy: string, name: string) => readFile(join(dir, `segments-${copy}`, name))
		const names = async () => (await readdir(join(dir, 'segments-a'))).toSorted()
		const [older = ''] = await names()
		const before = await segment('a', older)
		expect(decodeSegmentHeader(before)?.version).toBe(1)

		const vault = await openVault({ dir, epochs })
		const records = await readAll(vault)
		const bytes = noise('after the upgrade', 300)
		const { cid, index } = await keep(vault, bytes)
		expect(await names()).toHaveLength(2)
		for (const copy of ['a', 'b']) {
			expect((await segment(copy, older)).equals(before)).toBe(true)
			expect(decodeSegmentHeader(await segment(copy, (await names())[1] ?? ''))?.version).toBe(2)
		}
		expect((await readAll(vault)).slice(0, -1)).toEqual(records)
		expect((await contentOf(vault, index, cid)).equals(bytes)).toBe(true)
		await vault.rotateEpoch()
		expect(await vault.scrub()).toEqual([])
		expect((await contentOf(vault, index, cid)).equals(bytes)).toBe(true)
		await vault.close()
	} finally {
		await rm(folder, { recursive: true })
	}
})
