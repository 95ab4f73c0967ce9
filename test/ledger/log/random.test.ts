import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { pooledRandom } from '../../../ledger/log/random.ts'

/** Numbers its bytes: the n-th four bytes that it gives out say n. */
function counting() {
	let next = 0
	const asked: Uint8Array[] = []
	const random = (size: number) => {
		const bytes = new Uint8Array(size)
		const view = new DataView(bytes.buffer)
		for (let at = 0; at + 4 <= size; at += 4) view.setUint32(at, ++next)
		asked.push(bytes)
		return bytes
	}
	return { random, asked }
}

test('gives every byte of its source at most once, to be written over by the caller', () => {
	const { random, asked } = counting()
	const pooled = pooledRandom(random)
	const numbers: number[] = []
	for (const size of Array.from({ length: 2000 }, (_, i) => 4 * ((i * 37) % 120))) {
		const bytes = pooled(size)
		expect(bytes).toHaveLength(size)
		const view = new DataView(bytes.buffer, bytes.byteOffset, size)
		for (let at = 0; at < size; at += 4) numbers.push(view.getUint32(at))
		bytes.fill(0xff)
	}
	expect(new Set(numbers).size).toBe(numbers.length)
	expect(numbers[0]).toBe(1)
	expect(asked.length).toBeGreaterThan(10)
	expect(asked.length).toBeLessThan(100)
})

test('asks its source for large sizes, and takes pieces of a buffer pool for what they are', () => {
	const { random, asked } = counting()
	const pooled = pooledRandom(random)
	expect(pooled(100_000)).toBe(asked[0])
	const bytes = pooledRandom((size) => randomBytes(size))(32)
	expect(bytes.constructor).toBe(Uint8Array)
})
