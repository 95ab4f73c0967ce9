/**
 * Records that both copies have lost: everything else is read, erased and kept, the lost ones can be erased as well,
 * and no key that could still open a backup of them goes without being told so.
 */
import { describe, expect, test } from 'vitest'
import type { VaultRecord } from '../../../ledger/vault/record-format.ts'
import { CrashDisk, type Failure } from './crash-disk.ts'
import { chance, codeOf, KEYS, openOn, plain, readAll, someRecords, VAULT } from './fixture.ts'

const COPIES = ['a', 'b'] as const
const pathOf = (copy: string, first: number) =>
	`${VAULT}/segments-${copy}/${String(first).padStart(16, '0')}.seg`

/** Four batches of three records each, of 40 B openings; 700 B make a segment of three of them, 300 B four. */
async function vaultOf(limit: number, batches = 4): Promise<{ disk: CrashDisk; records: VaultRecord[] }> {
	const disk = new CrashDisk()
	const { vault } = await openOn(disk, limit)
	const records = someRecords(0, 3 * batches)
	for (let i = 0; i < records.length; i += 3) await vault.appendRecords(records.slice(i, i + 3))
	await vault.close()
	return { disk, records }
}

function damage(disk: CrashDisk, first: number, at: number): void {
	for (const copy of COPIES) {
		const bytes = Buffer.from(disk.files().get(pathOf(copy, first)) as Buffer)
		const place = at < 0 ? bytes.length + at : at
		bytes[place] = (bytes[place] as number) ^ 0x40
		disk.put(pathOf(copy, first), bytes)
	}
}

const frame = async () => {
	const { disk } = await vaultOf(10_000, 1)
	return disk.files().get(pathOf('a', 0))?.length as number
}

describe('erasing beside damage in both copies', () => {
	const table: [name: string, limit: number, harm: (disk: CrashDisk) => Promise<void>, lost: number[]][] = [
		['of a frame in the middle', 10_000, async (disk) => damage(disk, 0, (await frame()) + 50), [3, 4, 5]],
		['of the first frame', 10_000, async (disk) => damage(disk, 0, (await frame()) - 5), [0, 1, 2]],
		['of the last frame of a segment', 700, async (disk) => damage(disk, 0, -1), [6, 7, 8]],
		['of a whole segment', 300, async (disk) => damage(disk, 3, 150), [3, 4, 5]],
		['of the header of a segment', 300, async (disk) => damage(disk, 3, 70), [3, 4, 5]],
		[
			'of the files of a segment',
			300,
			async (disk) => {
				for (const copy of COPIES) disk.delete(pathOf(copy, 3))
			},
			[3, 4, 5],
		],
	]
	for (const [name, limit, harm, lost] of table) {
		test(name, async () => {
			const { disk, records } = await vaultOf(limit)
			await harm(disk)
			const { vault } = await openOn(disk, limit)
			const wanted: unknown[] = records.map((record, i) => (lost.includes(i) ? 'corrupt' : plain(record)))
			expect(await readAll(vault)).toEqual(wanted)
			// A whole one of each segment, then a lost one, then the rest of them.
			for (const indexes of [[10], [1], [lost[1] as number], [lost[0] as number, 11], lost]) {
				await vault.erase(indexes)
				for (const index of indexes) wanted[index] = 'erased'
				expect(await readAll(vault), `after ${indexes}`).toEqual(wanted)
				const { vault: again } = await openOn(disk.clone(), limit)
				expect(await readAll(again), `after ${indexes}, opened again`).toEqual(wanted)
				await again.close()
			}
			expect(await vault.scrub(), 'nothing is lost any more').toEqual([])
			await vault.appendRecords(someRecords(12, 2))
			expect(await readAll(vault)).toEqual([...wanted, ...someRecords(12, 2).map(plain)])
			expect(await vault.rotateEpoch()).toEqual({ from: 1, to: 2 })
			await vault.close()
		})
	}

	test('erasing others neither mends nor hides what is lost', async () => {
		const { disk, records } = await vaultOf(10_000)
		damage(disk, 0, (await frame()) + 50)
		const { vault } = await openOn(disk, 10_000)
		await vault.erase([0])
		expect(vault.damage).toMatchObject([{ copy: 'both', from: 3, to: 6 }])
		expect(await vault.scrub()).toMatchObject([{ kind: 'segment', copy: 'both', from: 3, to: 6 }])
		expect((await vault.repair()).lost).toMatchObject([{ from: 3, to: 6 }])
		expect(plain(await vault.record(9))).toEqual(plain(records[9]))
		await vault.close()
	})

	test('what is erased already is no reason to give up what is left of the lost', async () => {
		const disk = new CrashDisk()
		const { vault } = await openOn(disk)
		// So large that each frame has three of them.
		await vault.appendRecords(someRecords(0, 12, 30_000))
		await vault.erase([0])
		const size = disk.files().get(pathOf('a', 0))?.length as number
		damage(disk, 0, Math.floor(size / 2))
		await vault.close()
		const { vault: again } = await openOn(disk)
		const before = await readAll(again)
		expect(before.slice(0, 2)).toEqual(['erased', plain(someRecords(1, 1, 30_000)[0])])
		expect(before).toContain('corrupt')
		disk.arm()
		await again.erase([0])
		expect(disk.operations).toEqual([])
		await again.close()
	})

	test.each<Failure>(['refused', 'torn', 'crash'])(
		'fails at any operation (%s): called again, it ends',
		async (failure) => {
			const { disk, records } = await vaultOf(10_000)
			damage(disk, 0, (await frame()) + 50)
			for (let at = 0; ; at++) {
				const own = disk.clone()
				const { vault } = await openOn(own, 10_000)
				own.arm({ at, failure })
				const done = (await codeOf(vault.erase([0, 4]))) instanceof Object
				const left = failure === 'crash' ? own.afterPowerCut(chance(at)) : own
				left.arm()
				const { vault: again } = await openOn(left, 10_000)
				// Old or new: nothing else is lost.
				const read = await readAll(again)
				expect([plain(records[0]), 'erased']).toContainEqual(read[0])
				expect(['corrupt', 'erased']).toContain(read[4])
				for (const i of [1, 2, 6, 7, 8, 9, 10, 11]) expect(read[i]).toEqual(plain(records[i]))
				await again.erase([0, 4])
				expect(await readAll(again)).toEqual(
					records.map((record, i) =>
						[0, 4].includes(i) ? 'erased' : [3, 5].includes(i) ? 'corrupt' : plain(record),
					),
				)
				await again.close()
				if (done) break
			}
		},
	)
})

describe('rotating beside damage in both copies', () => {
	test('keeps the old key, which a backup of the lost would need, until told to give them up', async () => {
		for (const [limit, first, at] of [
			[10_000, 0, (await frame()) + 50],
			[300, 3, 70],
			[300, 3, 150],
		] as const) {
			const { disk, records } = await vaultOf(limit)
			damage(disk, first, at)
			const { vault } = await openOn(disk, limit)
			const refused = await vault.rotateEpoch().catch((error: unknown) => error)
			expect(refused).toMatchObject({ code: 'corrupt', remedy: expect.stringContaining('--abandon-damaged') })
			expect(disk.files(KEYS).has(`${KEYS}/epochs/1.key`)).toBe(true)
			expect(await vault.rotateEpoch(undefined, { abandonDamaged: true })).toEqual({ from: 1, to: 2 })
			expect([...disk.files(KEYS).keys()]).toEqual([`${KEYS}/epochs/2.key`])
			await vault.close()
			const { vault: again } = await openOn(disk, limit)
			expect(await readAll(again)).toEqual(
				records.map((record, i) => (i >= 3 && i < 6 ? 'corrupt' : plain(record))),
			)
			await again.close()
		}
	})

	test('damage that one copy makes good is no reason to give up anything', async () => {
		const { disk, records } = await vaultOf(10_000)
		const bytes = Buffer.from(disk.files().get(pathOf('a', 0)) as Buffer)
		bytes[300] = (bytes[300] as number) ^ 1
		disk.put(pathOf('a', 0), bytes)
		const { vault } = await openOn(disk, 10_000)
		await vault.rotateEpoch(undefined, { abandonDamaged: true })
		expect(await readAll(vault)).toEqual(records.map(plain))
		await vault.close()
	})
})

describe('a tail that both copies have lost', () => {
	const expected = (records: readonly VaultRecord[], lost: number) =>
		records.map((record, i) => (i >= lost ? 'corrupt' : plain(record)))

	test.each([
		['in the last segment', 10_000, 0, -1, 9],
		['a whole last segment', 300, 9, 150, 9],
		['a last segment with its header', 300, 9, 70, 9],
		['the end of the last segment but one, too', 300, 9, 70, 6],
	])(
		'%s: is lost once the log says so, for good, and appending goes on behind it',
		async (_, limit, first, at, lost) => {
			const { disk, records } = await vaultOf(limit)
			damage(disk, first, at)
			if (lost === 6) damage(disk, 6, 150)
			const { vault } = await openOn(disk, limit)
			expect(vault.size).toBe(lost)
			expect(await vault.lose(12)).toBe(true)
			expect(await readAll(vault)).toEqual(expected(records, lost))
			expect(vault.damage).toContainEqual(expect.objectContaining({ copy: 'both', from: lost, to: 12 }))
			await expect(vault.lose(12)).rejects.toThrow(RangeError)
			await vault.close()

			let { vault: again } = await openOn(disk, limit)
			expect(again.size, 'known from now on').toBe(12)
			expect(again.damage.length).toBeGreaterThan(0)
			await again.truncate(12)
			await again.erase([10])
			await again.close()
			again = (await openOn(disk, limit)).vault
			await again.appendRecords(someRecords(12, 2))
			await again.rotateEpoch(undefined, { abandonDamaged: true })
			await again.appendRecords(someRecords(14, 2))
			await again.close()

			again = (await openOn(disk, limit)).vault
			const all: unknown[] = [...expected(records, lost), ...someRecords(12, 4).map(plain)]
			all[10] = 'erased'
			expect(await readAll(again)).toEqual(all)
			await again.truncate(12)
			expect(await readAll(again)).toEqual(all.slice(0, 12))
			await again.close()
		},
	)

	test('a rotation before anything was appended keeps the place', async () => {
		const { disk, records } = await vaultOf(10_000)
		damage(disk, 0, -1)
		const { vault } = await openOn(disk, 10_000)
		await vault.lose(12)
		await vault.rotateEpoch(undefined, { abandonDamaged: true })
		await vault.close()
		const { vault: again } = await openOn(disk, 10_000)
		await again.appendRecords(someRecords(12, 1))
		expect(await readAll(again)).toEqual([...expected(records, 9), ...someRecords(12, 1).map(plain)])
		await again.close()
	})

	test('is not believed of a vault that ends cleanly, or with less than so many records take', async () => {
		const { disk } = await vaultOf(10_000, 3)
		const { vault } = await openOn(disk, 10_000)
		expect(await vault.lose(12)).toBe(false)
		expect(vault.size).toBe(9)
		await vault.appendRecords(someRecords(9, 1))
		await vault.close()
		const torn = disk.files().get(pathOf('a', 0)) as Buffer
		for (const copy of COPIES) disk.put(pathOf(copy, 0), torn.subarray(0, torn.length - 5))
		const { vault: again } = await openOn(disk, 10_000)
		expect(await again.lose(100)).toBe(false)
		await again.close()
	})

	test('by a power cut at any operation: behind as before, or lost', async () => {
		const { disk, records } = await vaultOf(10_000)
		damage(disk, 0, -1)
		for (let at = 0; ; at++) {
			let done = false
			for (let round = 0; round < 4; round++) {
				const own = disk.clone()
				const { vault } = await openOn(own, 10_000)
				own.arm({ at, failure: 'crash' })
				done = (await codeOf(vault.lose(12))) instanceof Object
				const { vault: again } = await openOn(own.afterPowerCut(chance(at * 4 + round)), 10_000)
				if (again.size < 12) expect(await again.lose(12)).toBe(true)
				await again.appendRecords(someRecords(12, 1))
				expect(await readAll(again)).toEqual([...expected(records, 9), ...someRecords(12, 1).map(plain)])
				await again.close()
			}
			if (done) break
		}
	})
})
