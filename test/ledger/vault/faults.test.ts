/**
 * Fault tables: every changing operation of an append, an upload, an erasure and a removal, × every way in which
 * it can fail × what survives a power cut. What was acknowledged is there afterwards, what was refused is not,
 * and the vault goes on.
 */
import { describe, expect, test } from 'vitest'
import type { VaultRecord } from '../../../ledger/vault/record-format.ts'
import type { Vault } from '../../../ledger/vault/vault.ts'
import { CrashDisk, type Failure } from './crash-disk.ts'
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

const FAILURES: Failure[] = ['refused', 'applied', 'torn']
const LIMIT = 600

/** Runs something once without a fault, to know how many operations there are. */
async function countOperations(disk: CrashDisk, run: (vault: Vault) => Promise<unknown>): Promise<number> {
	const own = disk.clone()
	const { vault } = await openOn(own, LIMIT)
	own.arm()
	await run(vault)
	const count = own.operations.length
	await vault.close()
	return count
}

const filesOf = (disk: CrashDisk) => [...disk.files(VAULT).keys()].sort()

describe('an append that fails', () => {
	/** Into a segment that is there, a new one, and one after the other. */
	const cases: [string, number, VaultRecord[]][] = [
		['to the segment that is there', 2, someRecords(2, 2)],
		['that begins a segment', 12, someRecords(12, 2)],
		['that fills several segments', 2, someRecords(2, 40)],
		['to an empty vault', 0, someRecords(0, 2)],
	]
	for (const [name, before, batch] of cases) {
		const prepare = async () => {
			const disk = new CrashDisk()
			const { vault } = await openOn(disk, LIMIT)
			for (let i = 0; i < before; i += 2) await vault.appendRecords(someRecords(i, 2))
			await vault.close()
			return disk
		}

		test.each(['EIO', 'ENOSPC'])(
			`${name}, with %s: nothing of it stays, and the vault goes on`,
			async (code) => {
				const disk = await prepare()
				const there = filesOf(disk)
				const sizes = new Map([...disk.files(VAULT)].map(([path, bytes]) => [path, bytes.length]))
				const count = await countOperations(disk, (vault) => vault.appendRecords(batch))
				expect(count).toBeGreaterThanOrEqual(4)
				for (let at = 0; at < count; at++) {
					for (const failure of FAILURES) {
						const what = `operation ${at}, ${failure}`
						const own = disk.clone()
						const { vault } = await openOn(own, LIMIT)
						own.arm({ at, failure, code })
						expect(await codeOf(vault.appendRecords(batch)), what).toBe(code === 'EIO' ? 'io' : 'disk-full')
						own.arm()
						expect(vault.size, what).toBe(before)
						expect(filesOf(own), what).toEqual(there)
						for (const [path, bytes] of own.files(VAULT)) expect(bytes.length, what).toBe(sizes.get(path))
						await vault.appendRecords(batch)
						const all = [...someRecords(0, before), ...batch].map(plain)
						expect(await readAll(vault), what).toEqual(all)
						await vault.close()
						expect(own.handles).toBe(0)
						const again = (await openOn(own, LIMIT)).vault
						expect(await readAll(again), what).toEqual(all)
						expect(again.damage).toEqual([])
						await again.close()
					}
				}
			},
		)

		test(`${name}, for as long as the disk is full: it is refused, and afterwards all is well`, async () => {
			const disk = await prepare()
			const count = await countOperations(disk, (vault) => vault.appendRecords(batch))
			for (let at = 0; at < count; at++) {
				const own = disk.clone()
				const { vault } = await openOn(own, LIMIT)
				own.arm({ at, failure: 'torn', code: 'ENOSPC', lasting: true })
				for (let attempt = 0; attempt < 3; attempt++) {
					expect(await codeOf(vault.appendRecords(batch))).toBe('disk-full')
					expect(await readAll(vault)).toEqual(someRecords(0, before).map(plain))
				}
				own.arm()
				await vault.appendRecords(batch)
				expect(await readAll(vault)).toEqual([...someRecords(0, before), ...batch].map(plain))
				await vault.close()
			}
		})

		test(`${name}, by a power cut at any operation: the acknowledged records are there`, async () => {
			const disk = await prepare()
			const count = await countOperations(disk, (vault) => vault.appendRecords(batch))
			for (let at = 0; at < count; at++) {
				for (let round = 0; round < 6; round++) {
					const own = disk.clone()
					const { vault } = await openOn(own, LIMIT)
					own.arm({ at, failure: 'crash' })
					await expect(vault.appendRecords(batch)).rejects.toThrow()
					const next = chance(at * 31 + round)
					const keep = [() => 0, () => 1][round] ?? next
					const survived = own.afterPowerCut(keep)
					const again = (await openOn(survived, LIMIT)).vault
					expect(again.size, `operation ${at}, round ${round}`).toBeGreaterThanOrEqual(before)
					// What was not acknowledged may be there: the log says how far it is.
					await again.truncate(before)
					expect(await readAll(again)).toEqual(someRecords(0, before).map(plain))
					await again.appendRecords(batch)
					expect(await readAll(again)).toEqual([...someRecords(0, before), ...batch].map(plain))
					expect(await again.scrub()).toEqual([])
					await again.close()
				}
			}
		})
	}

	test('of many, with power cuts between and during: no acknowledged record is ever lost', async () => {
		for (let seed = 0; seed < 25; seed++) {
			const next = chance(seed)
			let disk = new CrashDisk()
			let acknowledged = 0
			for (let life = 0; life < 6; life++) {
				const { vault } = await openOn(disk, LIMIT)
				expect(vault.size).toBeGreaterThanOrEqual(acknowledged)
				await vault.truncate(acknowledged)
				expect(await readAll(vault)).toEqual(someRecords(0, acknowledged).map(plain))
				disk.arm({ at: Math.floor(next() * 30), failure: 'crash' })
				for (let n = 0; n < 12; n++) {
					const size = 1 + Math.floor(next() * 4)
					const outcome = await codeOf(vault.appendRecords(someRecords(acknowledged, size)))
					if (typeof outcome === 'string') break
					acknowledged += size
				}
				disk = disk.afterPowerCut(next)
			}
		}
	})
})

describe('an upload that fails', () => {
	for (const size of [0, 10, 100_000, 1_200_000]) {
		const bytes = noise('document', size)

		test(`${size} bytes, at any operation: nothing stays, and the next one succeeds`, async () => {
			const disk = new CrashDisk()
			await (await openOn(disk)).vault.close()
			const count = await countOperations(disk, (vault) => store(vault, bytes))
			for (let at = 0; at < count; at++) {
				for (const failure of FAILURES) {
					for (const code of ['EIO', 'ENOSPC']) {
						const what = `operation ${at}, ${failure}, ${code}`
						const own = disk.clone()
						const { vault } = await openOn(own)
						own.arm({ at, failure, code })
						const writer = vault.receive()
						const outcome = await codeOf(writer.write(bytes).then(() => writer.finish()))
						expect(outcome, what).toBe(code === 'EIO' ? 'io' : 'disk-full')
						// The same refusal again, however often one asks.
						expect(await codeOf(writer.write(bytes))).toBe(outcome)
						expect(await codeOf(writer.finish())).toBe(outcome)
						await writer.abort()
						own.arm()
						expect(filesOf(own), what).toEqual([])
						expect(own.handles).toBe(0)
						const { header, cid } = await store(vault, bytes)
						expect((await collect(vault.read({ header }, cid))).equals(bytes)).toBe(true)
						await vault.close()
					}
				}
			}
		})

		test(`${size} bytes, by a power cut: what was finished is there, nothing else after a sweep`, async () => {
			const disk = new CrashDisk()
			await (await openOn(disk)).vault.close()
			const count = await countOperations(disk, (vault) => store(vault, bytes))
			for (let at = 0; at <= count; at++) {
				for (let round = 0; round < 4; round++) {
					const own = disk.clone()
					const opened = await openOn(own)
					const kept = await store(opened.vault, noise('kept', 100))
					own.arm({ at, failure: 'crash' })
					const finished = await store(opened.vault, bytes).catch(() => undefined)
					expect(finished === undefined).toBe(at < count)
					const survived = own.afterPowerCut([() => 0, () => 1][round] ?? chance(at + round))
					const { vault } = await openOn(survived)
					const referenced = [kept, finished].filter((stored) => stored !== undefined)
					await vault.sweep((cid) => referenced.some((stored) => stored.cid.equals(cid)))
					expect(filesOf(survived)).toEqual(referenced.map(({ cid }) => `${VAULT}/payload/${cid}`).sort())
					for (const [i, { header, cid }] of referenced.entries()) {
						const expected = i === 0 ? noise('kept', 100) : bytes
						expect((await collect(vault.read({ header }, cid))).equals(expected)).toBe(true)
					}
					await vault.close()
				}
			}
		})
	}

	test('that is given up leaves nothing, at any point', async () => {
		const disk = new CrashDisk()
		const { vault } = await openOn(disk)
		for (const sizes of [[], [5], [600_000], [600_000, 5, 700_000]]) {
			const writer = vault.receive()
			for (const size of sizes) await writer.write(noise('piece', size))
			await writer.abort()
			await writer.abort()
			expect(filesOf(disk)).toEqual([])
			expect(await codeOf(writer.write(noise('more', 5)))).toBe('closed')
			expect(await codeOf(writer.finish())).toBe('closed')
		}
		expect(disk.handles).toBe(0)
		const writer = vault.receive()
		await writer.write(noise('done', 5))
		const { cid } = await writer.finish()
		await writer.abort()
		expect(filesOf(disk)).toEqual([`${VAULT}/payload/${cid}`])
		await vault.close()
	})

	test('leftovers of uploads that a crash interrupted are removed at opening', async () => {
		const disk = new CrashDisk()
		const { vault } = await openOn(disk)
		const writer = vault.receive()
		await writer.write(noise('large', 2_000_000))
		expect(filesOf(disk).some((path) => path.endsWith('.part'))).toBe(true)
		const survived = disk.afterPowerCut(() => 1)
		const again = (await openOn(survived)).vault
		expect(filesOf(survived)).toEqual([])
		await again.close()
		await writer.abort()
		await vault.close()
	})
})

describe('sweeping', () => {
	test('leaves alone what was stored since the opening, and works once', async () => {
		const disk = new CrashDisk()
		const first = await openOn(disk)
		const old = [await store(first.vault, noise('a', 5)), await store(first.vault, noise('b', 5))]
		await first.vault.close()
		const { vault } = await openOn(disk)
		const fresh = await store(vault, noise('c', 5))
		const foreign = ['not a payload', `bafkrei${'a'.repeat(51)}b`, `bafyrei${'a'.repeat(52)}`]
		for (const name of foreign) disk.put(`${VAULT}/payload/${name}`, noise('x', 3))
		const removed = await vault.sweep((cid) => cid.equals(old[0]?.cid))
		expect(removed.map(String)).toEqual([String(old[1]?.cid)])
		expect(filesOf(disk)).toEqual(
			[
				...[old[0], fresh].map((stored) => `${VAULT}/payload/${stored?.cid}`),
				...foreign.map((name) => `${VAULT}/payload/${name}`),
			].sort(),
		)
		expect(await vault.sweep(() => false)).toEqual([])
		await vault.close()
	})
})
