import { entryCid, utf8 } from '@letopis/format'
import { openMemoryStore, type Store } from '@letopis/ledger'
import { describe, expect, test } from 'vitest'
import { accessRow, LogIndex } from '../../../ledger/log/log-index.ts'

const cid = (n: number) => entryCid(Uint8Array.of(n))
const NONE = new Map<string, number>()

/** A store whose reads, once begun, end only when they are let go. */
function slowReads(): { store: Store; letGo(): void } {
	const memory = openMemoryStore()
	let waiting: (() => void)[] = []
	const store: Store = {
		get: async (key) => {
			const value = await memory.get(key)
			await new Promise<void>((resolve) => waiting.push(resolve))
			return value
		},
		getMany: async (keys) => {
			const values = await memory.getMany(keys)
			await new Promise<void>((resolve) => waiting.push(resolve))
			return values
		},
		write: (ops, options) => memory.write(ops, options),
		range: (range) => memory.range(range),
		clear: (range) => memory.clear(range),
		close: () => memory.close(),
	}
	const letGo = () => {
		for (const resolve of waiting) resolve()
		waiting = []
	}
	return { store, letGo }
}

describe('index', () => {
	test('what was added is found at once, before and after it is written', async () => {
		const store = openMemoryStore()
		const index = new LogIndex(store, 'a/log/1')
		await index.open(0)
		const document = cid(9)
		index.add([{ index: 0, cid: cid(0) }], new Map([[accessRow(document), 3]]))
		expect([await index.candidate(cid(0)), await index.accessCount(document)]).toEqual([0, 3])
		await index.flush()
		expect([await index.candidate(cid(0)), await index.accessCount(document)]).toEqual([0, 3])
		expect(await index.candidate(cid(1))).toBeUndefined()
		const again = new LogIndex(store, 'a/log/1')
		await again.open(1)
		expect(again.indexed).toBe(1)
		expect(await again.candidate(cid(0))).toBe(0)
	})

	test('rows of every epoch are found, those of the newest before they are written', async () => {
		const index = new LogIndex(openMemoryStore(), 'a/log/1')
		await index.open(0)
		const places = [0, 2 ** 20 - 1, 2 ** 20, 5 * 2 ** 20 + 7, 300 * 2 ** 20]
		for (const [n, at] of places.entries()) {
			const idempotency = { key: new Uint8Array(32).fill(n), request: new Uint8Array(32).fill(9) }
			index.add([{ index: at, cid: cid(n), idempotency }], NONE)
			if (n < 4) await index.flush()
			for (let old = 0; old <= n; old++) {
				expect(await index.candidate(cid(old))).toBe(places[old])
				expect((await index.idempotent(new Uint8Array(32).fill(old)))?.index).toBe(places[old])
			}
		}
		expect(await index.candidate(cid(99))).toBeUndefined()
	})

	test('a read that began before a write and ends after it sees what was written', async () => {
		const { store, letGo } = slowReads()
		const index = new LogIndex(store, 'a/log/1')
		const opening = index.open(0)
		await Promise.resolve()
		letGo()
		await opening
		let done = false
		const reading = index.accessCount(cid(9)).finally(() => {
			done = true
		})
		await Promise.resolve()
		index.add([{ index: 0, cid: cid(0) }], new Map([[accessRow(cid(9)), 1]]))
		await index.flush()
		while (!done) {
			letGo()
			await new Promise((resolve) => setImmediate(resolve))
		}
		expect(await reading).toBe(1)
	})

	test('an index of another log, of a longer one or without its mark starts over, empty', async () => {
		for (const harm of ['origin', 'longer', 'no mark'] as const) {
			const store = openMemoryStore()
			const index = new LogIndex(store, 'a/log/1')
			await index.open(0)
			index.add([{ index: 0, cid: cid(0) }], new Map([[accessRow(cid(9)), 5]]))
			await index.close()
			if (harm === 'no mark') await store.write([{ key: utf8('m'), delete: true }], { sync: true })
			const other = new LogIndex(store, harm === 'origin' ? 'b/log/1' : 'a/log/1')
			await other.open(harm === 'longer' ? 0 : 1)
			expect(other.indexed).toBe(0)
			expect(await other.candidate(cid(0))).toBeUndefined()
			expect(await other.accessCount(cid(9))).toBe(0)
			expect(store.size).toBe(0)
		}
	})

	test('a failed write is told from then on', async () => {
		const memory = openMemoryStore()
		const store: Store = {
			...slowReads().store,
			get: memory.get.bind(memory),
			write: memory.write.bind(memory),
		}
		const index = new LogIndex(store, 'a/log/1')
		await index.open(0)
		store.write = () => Promise.reject(new Error('broken'))
		index.add([{ index: 0, cid: cid(0) }], NONE)
		await expect(index.flush()).rejects.toThrow('broken')
		expect(index.failed).toMatchObject({ message: 'broken' })
		// Still answered, from memory.
		expect(await index.candidate(cid(0))).toBe(0)
		await index.ready()
	})
})
