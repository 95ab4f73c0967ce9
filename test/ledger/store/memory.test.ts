import { openMemoryStore } from '@letopis/ledger'
import { describe, expect, test } from 'vitest'
import { storeSuite } from '../../contract/store-suite.ts'

storeSuite('memory', { open: async () => openMemoryStore() })

describe('the rules that the memory store asserts', () => {
	const key = Uint8Array.of(1)
	const value = Uint8Array.of(1)
	const immutable = (candidate: Uint8Array) => candidate[0] === 1

	test('an immutable key may be written again with the same value only', async () => {
		const store = openMemoryStore({ immutable })
		await store.write([{ key, value }], { sync: true })
		await store.write([{ key, value }], { sync: true })
		await expect(store.write([{ key, value: Uint8Array.of(2) }], { sync: true })).rejects.toThrow('immutable')
		await expect(store.write([{ key, delete: true }], { sync: true })).rejects.toThrow('immutable')
		await store.write([{ key: Uint8Array.of(2), value }], { sync: true })
		await store.write([{ key: Uint8Array.of(2), delete: true }], { sync: true })
		expect(store.size).toBe(1)
	})
})
