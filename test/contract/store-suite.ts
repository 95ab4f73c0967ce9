/**
 * The contract of `Store`, as tests. A new kind of store is accepted when it passes this suite:
 * `storeSuite('postgres', open)`.
 * @module
 */
import type { Store, WriteOp } from '@letopis/ledger'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { fc } from '../support/properties.ts'

export interface StoreUnderTest {
	/** An empty store. */
	open(): Promise<Store>
	/** Closes and opens the same store again; absent for stores that do not outlive the process. */
	reopen?(store: Store): Promise<Store>
}

const bytes = (...values: number[]) => Uint8Array.from(values)
const put = (key: Uint8Array, value: Uint8Array): WriteOp => ({ key, value })
const all = { gte: bytes(0), lt: bytes(255, 255, 255, 255) }

async function pairs(store: Store, range: Parameters<Store['range']>[0]): Promise<[number[], number[]][]> {
	const found: [number[], number[]][] = []
	for await (const [key, value] of store.range(range)) found.push([[...key], [...value]])
	return found
}

export function storeSuite(name: string, subject: StoreUnderTest): void {
	describe(`store contract: ${name}`, () => {
		let store: Store
		beforeEach(async () => {
			store = await subject.open()
		})
		afterEach(() => store.close())

		test('a missing key is undefined, for get and getMany', async () => {
			expect(await store.get(bytes(1))).toBeUndefined()
			expect(await store.getMany([bytes(1), bytes(2)])).toEqual([undefined, undefined])
		})

		test('values come back as written, the empty one included', async () => {
			await store.write([put(bytes(1), bytes()), put(bytes(2), bytes(7, 0, 255))], { sync: true })
			expect([...((await store.get(bytes(1))) ?? [9])]).toEqual([])
			expect([...((await store.get(bytes(2))) ?? [])]).toEqual([7, 0, 255])
		})

		test('getMany keeps the order of the keys, with gaps and repetitions', async () => {
			await store.write([put(bytes(1), bytes(10)), put(bytes(3), bytes(30))], { sync: false })
			const values = await store.getMany([bytes(3), bytes(2), bytes(1), bytes(3)])
			expect(values.map((value) => value && [...value])).toEqual([[30], undefined, [10], [30]])
			expect(await store.getMany([])).toEqual([])
		})

		test('the later operation of a batch wins', async () => {
			await store.write([put(bytes(1), bytes(1)), put(bytes(1), bytes(2))], { sync: true })
			expect([...((await store.get(bytes(1))) ?? [])]).toEqual([2])
			await store.write([put(bytes(1), bytes(3)), { key: bytes(1), delete: true }], { sync: true })
			expect(await store.get(bytes(1))).toBeUndefined()
			await store.write([{ key: bytes(1), delete: true }, put(bytes(1), bytes(4))], { sync: true })
			expect([...((await store.get(bytes(1))) ?? [])]).toEqual([4])
		})

		test('an empty batch and the deletion of a missing key do nothing', async () => {
			await store.write([], { sync: true })
			await store.write([{ key: bytes(5), delete: true }], { sync: true })
			expect(await pairs(store, all)).toEqual([])
		})

		test('an empty key is a mistake of the caller, and nothing of its batch is applied', async () => {
			const batch = [put(bytes(1), bytes(1)), put(bytes(), bytes(1))]
			await expect(store.write(batch, { sync: true })).rejects.toThrow(TypeError)
			expect(await store.get(bytes(1))).toBeUndefined()
			await store.write([put(bytes(2), bytes(2))], { sync: true })
			expect([...((await store.get(bytes(2))) ?? [])]).toEqual([2])
		})

		test('ranges: bounds, order by unsigned bytes, prefix first, reverse, limit', async () => {
			const keys = [[1], [1, 0], [1, 255], [2], [127], [128], [255]]
			await store.write(
				keys.map((key) => put(Uint8Array.from(key), bytes(0))),
				{ sync: true },
			)
			const found = async (range: Parameters<Store['range']>[0]) =>
				(await pairs(store, range)).map(([key]) => key)
			expect(await found(all)).toEqual(keys)
			expect(await found({ gte: bytes(1, 0), lt: bytes(128) })).toEqual([[1, 0], [1, 255], [2], [127]])
			expect(await found({ ...all, reverse: true, limit: 2 })).toEqual([[255], [128]])
			expect(await found({ ...all, limit: 1 })).toEqual([[1]])
			expect(await found({ ...all, limit: 0 })).toEqual([])
			expect(await found({ gte: bytes(2), lt: bytes(2) })).toEqual([])
			expect(await found({ gte: bytes(3), lt: bytes(2) })).toEqual([])
		})

		test('clearing removes the pairs of a range, and no others', async () => {
			const keys = [[1], [1, 0], [2], [2, 255], [3], [255]]
			await store.write(
				keys.map((key) => put(Uint8Array.from(key), bytes(0))),
				{ sync: true },
			)
			const left = async () => (await pairs(store, all)).map(([key]) => key)
			await store.clear({ gte: bytes(3), lt: bytes(3) })
			await store.clear({ gte: bytes(3), lt: bytes(2) })
			expect(await left()).toEqual(keys)
			await store.clear({ gte: bytes(1, 0), lt: bytes(3) })
			expect(await left()).toEqual([[1], [3], [255]])
			await store.clear(all)
			await store.write([put(bytes(2), bytes(0))], { sync: true })
			expect(await left()).toEqual([[2]])
		})

		test('a range may be left half-way, and the store still closes', async () => {
			await store.write(
				Array.from({ length: 100 }, (_, i) => put(bytes(i + 1), bytes(i))),
				{ sync: false },
			)
			for await (const [key] of store.range(all)) if (key[0] === 3) break
			await store.close()
		})

		test('the store keeps no reference to what it was given, nor to what it gave', async () => {
			const key = bytes(1)
			const value = bytes(10)
			await store.write([{ key, value }], { sync: true })
			key[0] = 2
			value[0] = 20
			const read = await store.get(bytes(1))
			expect([...(read ?? [])]).toEqual([10])
			read?.fill(99)
			expect([...((await store.get(bytes(1))) ?? [])]).toEqual([10])
			expect(await store.get(bytes(2))).toBeUndefined()
		})

		test('large values', async () => {
			const value = Uint8Array.from({ length: 300_000 }, (_, i) => i * 31)
			await store.write([put(bytes(1), value)], { sync: true })
			expect(await store.get(bytes(1))).toEqual(value)
		})

		test('once closed, everything is refused with the code closed', async () => {
			await store.write([put(bytes(1), bytes(1))], { sync: true })
			await store.close()
			await store.close()
			const closed = { name: 'LedgerError', code: 'closed' }
			await expect(store.get(bytes(1))).rejects.toMatchObject(closed)
			await expect(store.getMany([bytes(1)])).rejects.toMatchObject(closed)
			await expect(store.write([put(bytes(2), bytes(2))], { sync: true })).rejects.toMatchObject(closed)
			await expect(pairs(store, all)).rejects.toMatchObject(closed)
			await expect(store.clear(all)).rejects.toMatchObject(closed)
		})

		test('parallel writes are all there', async () => {
			await Promise.all(
				Array.from({ length: 50 }, (_, i) =>
					store.write([put(bytes(1, i), bytes(i))], { sync: i % 7 === 0 }),
				),
			)
			expect((await pairs(store, all)).length).toBe(50)
		})

		const { reopen } = subject
		test.runIf(reopen !== undefined)('what was written is there when the store is opened again', async () => {
			await store.write([put(bytes(1), bytes(1)), put(bytes(2), bytes(2))], { sync: true })
			await store.write([{ key: bytes(1), delete: true }], { sync: false })
			store = (await reopen?.(store)) as Store
			expect(await pairs(store, all)).toEqual([[[2], [2]]])
		})

		test('behaves like a sorted map', async () => {
			const someBytes = fc.uint8Array({ minLength: 1, maxLength: 3 })
			const op = fc.oneof(
				fc.record({ key: someBytes, value: fc.uint8Array({ maxLength: 4 }) }),
				fc.record({ key: someBytes, delete: fc.constant(true as const) }),
			)
			await fc.assert(
				fc.asyncProperty(
					fc.array(fc.array(op, { maxLength: 6 }), { maxLength: 6 }),
					someBytes,
					someBytes,
					async (batches, from, to) => {
						const fresh = await subject.open()
						const model = new Map<string, number[]>()
						for (const batch of batches) {
							await fresh.write(batch, { sync: false })
							for (const one of batch) {
								if ('value' in one) model.set(String.fromCharCode(...one.key), [...one.value])
								else model.delete(String.fromCharCode(...one.key))
							}
						}
						const [low, high] = [String.fromCharCode(...from), String.fromCharCode(...to)]
						const expected = [...model.keys()]
							.filter((key) => key >= low && key < high)
							.sort()
							.map((key) => [[...key].map((c) => c.charCodeAt(0)), model.get(key)])
						expect(await pairs(fresh, { gte: from, lt: to })).toEqual(expected)
						expect(await pairs(fresh, { gte: from, lt: to, reverse: true })).toEqual(expected.reverse())
						await fresh.close()
					},
				),
				{ numRuns: 30 },
			)
		})
	})
}
