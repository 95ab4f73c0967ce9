import { setImmediate as turn } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { readAhead } from '../../../ledger/anchor/read-ahead.ts'

const piece = (i: number) => Uint8Array.of(i & 0xff)
let given = 0
let closed = false

async function* source(count: number, failsAt = Number.POSITIVE_INFINITY) {
	given = 0
	closed = false
	try {
		for (let i = 0; i < count; i++) {
			if (i === failsAt) throw new Error('the disk is gone')
			if (i % 7 === 0) await turn()
			given++
			yield piece(i)
		}
	} finally {
		closed = true
	}
}

async function taken(pieces: AsyncIterable<Uint8Array>): Promise<number[]> {
	const all: number[] = []
	for await (const one of pieces) all.push(one[0] as number)
	return all
}

test('gives the same pieces in the same order, however many', async () => {
	for (const count of [0, 1, 15, 16, 31, 32, 33, 200]) {
		const expected = Array.from({ length: count }, (_, i) => i & 0xff)
		expect(await taken(readAhead(source(count)))).toEqual(expected)
		expect(closed).toBe(true)
	}
})

test('never holds more than 32 pieces that nobody took', async () => {
	let [took, most] = [0, 0]
	for await (const _ of readAhead(source(300))) {
		took++
		await turn()
		most = Math.max(most, given - took)
	}
	expect(took).toBe(300)
	expect(most).toBeGreaterThan(1)
	expect(most).toBeLessThanOrEqual(32)
})

test('what fails comes after what was read before', async () => {
	const all: number[] = []
	const taking = (async () => {
		for await (const one of readAhead(source(100, 40))) all.push(one[0] as number)
	})()
	await expect(taking).rejects.toThrow('the disk is gone')
	expect(all).toHaveLength(40)
})

test('who leaves early lets go of the source', async () => {
	for await (const one of readAhead(source(1000))) if (one[0] === 3) break
	expect(closed).toBe(true)
})
