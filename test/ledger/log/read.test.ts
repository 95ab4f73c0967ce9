import {
	blobCid,
	bundlesOf,
	checkConsistency,
	checkInclusion,
	decodeBundle,
	encodeBundle,
	entryCid,
	leafHash,
	subtreeRoot,
	tilesOf,
} from '@letopis/format'
import type { Log } from '@letopis/ledger'
import { describe, expect, test } from 'vitest'
import { tileKey } from '../../../ledger/log/keys.ts'
import { LogStore } from '../../../ledger/log/log-store.ts'
import { Disk } from '../../support/faulty-store.ts'
import { documentDraft, makeSigner, start } from '../../support/log-fixture.ts'
import { oracleConsistency, oracleInclusion, oracleLeaf, oracleRoot } from '../../support/tree-oracle.ts'

const signer = await makeSigner()
const hexes = (list: readonly Uint8Array[]) => list.map((bytes) => Buffer.from(bytes).toString('hex'))

/** A log in batches of many sizes, some of them one. */
async function grown(size: number): Promise<{ disk: Disk; log: Log; entries: Uint8Array[] }> {
	const disk = new Disk()
	const { log } = await start(disk, { signer })
	const entries = [(await log.entry(0)) as Uint8Array]
	for (let batch = 1; entries.length < size; batch = (batch * 7) % 101) {
		const count = Math.min(batch, size - entries.length)
		const answers = await Promise.all(Array.from({ length: count }, () => log.append(documentDraft())))
		entries.push(...answers.map(({ entry }) => entry))
	}
	return { disk, log, entries }
}

describe('reading', () => {
	test('a log of size 1: the genesis entry, its tile, its bundle, an empty proof', async () => {
		const { log } = await start(new Disk(), { signer })
		const genesis = (await log.entry(0)) as Uint8Array
		expect(log.size).toBe(1)
		expect(log.root).toEqual(leafHash(genesis))
		expect(await log.rootAt(1)).toEqual(log.root)
		expect(hexes([await log.rootAt(0)])).toEqual(hexes([oracleRoot([])]))
		expect(await log.inclusionProof(0, 1)).toEqual([])
		expect(await log.consistencyProof(1, 1)).toEqual([])
		expect(await log.tile({ level: 0, index: 0, width: 1 })).toEqual(leafHash(genesis))
		expect(await log.bundle({ index: 0, width: 1 })).toEqual(encodeBundle([genesis]))
		await log.close()
	})

	test("an entry is the caller's own, also where the store hands out Buffers", async () => {
		const { disk, log, entries } = await grown(3)
		const store = new LogStore({
			...disk.store,
			async get(key) {
				const value = await disk.store.get(key)
				return value && Buffer.from(value)
			},
			async *range(range) {
				for await (const [key, value] of disk.store.range(range)) yield [key, Buffer.from(value)]
			},
		})
		for (let i = 0; i < 3; i++) {
			const entry = (await store.entry(1, 3)) as Uint8Array
			expect(hexes([entry])).toEqual(hexes(entries.slice(1, 2)))
			entry.fill(0)
		}
		await log.close()
	})

	test('beyond the log there is nothing', async () => {
		const { log } = await start(new Disk(), { signer })
		await log.append(documentDraft())
		expect(await log.entry(2)).toBeUndefined()
		expect(await log.entry(-1)).toBeUndefined()
		expect(await log.entry(0.5)).toBeUndefined()
		for (const tile of [
			{ level: 0, index: 0, width: 3 },
			{ level: 0, index: 0, width: 256 },
			{ level: 0, index: 0, width: 0 },
			{ level: 0, index: 0, width: 257 },
			{ level: 0, index: 1, width: 1 },
			{ level: 1, index: 0, width: 1 },
			{ level: -1, index: 0, width: 1 },
			{ level: 63, index: 0, width: 1 },
			{ level: 0, index: 2 ** 53, width: 1 },
		]) {
			expect(await log.tile(tile)).toBeUndefined()
			if (tile.level === 0) expect(await log.bundle(tile)).toBeUndefined()
		}
		await expect(log.rootAt(3)).rejects.toThrow(RangeError)
		await expect(log.inclusionProof(2, 2)).rejects.toThrow(RangeError)
		await expect(log.inclusionProof(0, 3)).rejects.toThrow(RangeError)
		await expect(log.consistencyProof(0, 2)).rejects.toThrow(RangeError)
		await expect(log.consistencyProof(1, 3)).rejects.toThrow(RangeError)
		const nothing: unknown[] = []
		for await (const entry of log.entries(5, 9)) nothing.push(entry)
		expect(nothing).toEqual([])
		await log.close()
	})

	test('every size to 200: roots and proofs served from the log are those of merkletreejs', async () => {
		const { log, entries } = await grown(200)
		const leaves = entries.map(oracleLeaf)
		for (let size = 1; size <= 200; size++) {
			const part = leaves.slice(0, size)
			expect(hexes([await log.rootAt(size)])).toEqual(hexes([oracleRoot(part)]))
			for (let index = size % 11; index < size; index += 11) {
				expect(hexes(await log.inclusionProof(index, size))).toEqual(hexes(oracleInclusion(part, index)))
			}
			for (let older = 1 + (size % 13); older <= size; older += 13) {
				expect(hexes(await log.consistencyProof(older, size))).toEqual(hexes(oracleConsistency(part, older)))
			}
		}
		await log.close()
	})

	test('tiles and bundles of all widths, while they are partial and after', async () => {
		const { log, entries } = await grown(700)
		for (const tile of tilesOf(700)) {
			const full = (await log.tile(tile)) as Uint8Array
			for (const width of [1, 5, tile.width]) {
				if (width > tile.width) continue
				expect(await log.tile({ ...tile, width })).toEqual(full.slice(0, width * 32))
			}
			const first = tile.index * 256
			const expected =
				tile.level === 0
					? entries.slice(first, first + tile.width).map((entry) => leafHash(entry))
					: await Promise.all(
							Array.from({ length: tile.width }, async (_, i) =>
								subtreeRoot((await log.tile({ level: 0, index: i, width: 256 })) as Uint8Array, 0, 256),
							),
						)
			expect(hexes([full])).toEqual([hexes(expected).join('')])
		}
		for (const bundle of bundlesOf(700)) {
			for (const width of [1, 63, 64, 65, bundle.width]) {
				if (width > bundle.width) continue
				const bytes = (await log.bundle({ ...bundle, width })) as Uint8Array
				expect(hexes(decodeBundle(bytes, width))).toEqual(
					hexes(entries.slice(bundle.index * 256, bundle.index * 256 + width)),
				)
			}
		}
		await log.close()
	})

	test('entries by index, in ranges and by CID', async () => {
		const { log, entries } = await grown(300)
		for (const index of [0, 1, 63, 64, 65, 127, 128, 255, 256, 299]) {
			const entry = (await log.entry(index)) as Uint8Array
			expect(hexes([entry])).toEqual(hexes([entries[index] as Uint8Array]))
			// What a reader does with it is its own business.
			entry.fill(0)
			expect(hexes([(await log.entry(index)) as Uint8Array])).toEqual(hexes([entries[index] as Uint8Array]))
			expect(await log.indexOf(entryCid(entries[index] as Uint8Array))).toBe(index)
		}
		for (const [from, to] of [
			[0, 300],
			[1, 2],
			[63, 65],
			[100, 100],
			[250, 1000],
		] as const) {
			const read: Uint8Array[] = []
			for await (const { index, entry } of log.entries(from, to)) {
				expect(index).toBe(from + read.length)
				read.push(entry)
			}
			expect(hexes(read)).toEqual(hexes(entries.slice(from, to)))
		}
		await log.close()
	})

	test('a CID that merely begins like that of an entry is not found', async () => {
		const { log } = await start(new Disk(), { signer })
		const { cid } = await log.append(documentDraft())
		const near = entryCid(new Uint8Array())
		cid.multihash.digest.subarray(0, 16).forEach((byte, i) => {
			near.multihash.digest[i] = byte
		})
		expect(await log.indexOf(near)).toBeUndefined()
		expect(await log.indexOf(cid)).toBe(1)
		await log.close()
	})

	test('proofs stay right while appends are under way', async () => {
		const { log } = await grown(250)
		let done = false
		const appending = (async () => {
			for (let i = 0; i < 12; i++)
				await Promise.all(Array.from({ length: 90 }, () => log.append(documentDraft())))
			done = true
		})()
		let proofs = 0
		while (!done) {
			const { size } = log
			const index = (proofs * 37) % size
			const [root, proof, entry] = await Promise.all([
				log.rootAt(size),
				log.inclusionProof(index, size),
				log.entry(index),
			])
			checkInclusion({ index, size, leaf: leafHash(entry as Uint8Array), proof, root })
			const older = 1 + index
			const between = await log.consistencyProof(older, size)
			checkConsistency({
				size1: older,
				size2: size,
				root1: await log.rootAt(older),
				root2: root,
				proof: between,
			})
			proofs++
			// The memory store never leaves the microtask queue; the log's turn comes only here.
			await new Promise((resolve) => setImmediate(resolve))
		}
		await appending
		expect(proofs).toBeGreaterThan(3)
		await log.close()
	})

	test('a damaged tile gives an error with a remedy, never a wrong proof', async () => {
		const { disk, log } = await grown(600)
		const key = tileKey(0, 0)
		const tile = (await disk.store.get(key)) as Uint8Array
		tile[40] = (tile[40] as number) ^ 4
		// Past the store's own assertion that tiles never change.
		await disk.damage(key, tile)
		await expect(log.inclusionProof(0, 600)).rejects.toMatchObject({
			code: 'corrupt',
			remedy: expect.stringContaining('fsck'),
		})
		await disk.damage(key, undefined)
		await expect(log.tile({ level: 0, index: 0, width: 256 })).rejects.toMatchObject({ code: 'corrupt' })
		await log.close()
	})
})

describe('blobs', () => {
	test('are kept under their own hash, and damage shows', async () => {
		const disk = new Disk()
		const { log } = await start(disk, { signer })
		const bytes = Uint8Array.of(1, 2, 3)
		const cid = await log.putBlob(bytes)
		expect(String(cid)).toBe(String(blobCid(bytes)))
		await log.putBlob(bytes)
		expect(await log.blob(cid)).toEqual(bytes)
		expect(await log.blob(blobCid(Uint8Array.of(9)))).toBeUndefined()
		expect(disk.journal.at(-1)).toMatchObject({ point: 'store', sync: true })
		await log.close()
		const { log: later } = await start(disk, { signer })
		expect(await later.blob(cid)).toEqual(bytes)
		const key = Uint8Array.of(0x42, ...cid.multihash.digest)
		await disk.damage(key, Uint8Array.of(1, 2, 4))
		await expect(later.blob(cid)).rejects.toMatchObject({ code: 'corrupt' })
		await later.close()
	})
})
