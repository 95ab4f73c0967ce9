/**
 * Bytes of segments: what is written is read, whatever is changed is noticed and named, and damage in one place
 * hides nothing in another.
 */
import { createSecretKey } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import type { StoredRecord } from '../../../ledger/vault/record-format.ts'
import { encodeSegmentHeader, SEGMENT_HEADER_SIZE, sealFrames } from '../../../ledger/vault/segment-format.ts'
import { type CopyBytes, type Examined, examine } from '../../../ledger/vault/segment-scan.ts'
import { fc } from '../../support/properties.ts'
import { chance, noise, plain, someRecords } from './fixture.ts'

const secret = noise('epoch', 32)
const random = (() => {
	let n = 0
	return (size: number) => noise(`random ${n++}`, size)
})()

interface Built {
	bytes: Buffer
	records: StoredRecord[]
	/** offsets of frames, and the end */
	offsets: number[]
}

/** A segment with a batch per item. */
function build(batches: StoredRecord[][], first = 7, generation = 0, epoch = 1): Built {
	const key = createSecretKey(random(32))
	const parts: Uint8Array[] = [encodeSegmentHeader({ epoch, first, generation }, secret, key, random(32))]
	const offsets: number[] = []
	let at = first
	let offset = SEGMENT_HEADER_SIZE
	for (const batch of batches) {
		const sealed = sealFrames(batch, at, key, random)
		parts.push(...sealed.parts)
		for (const frame of sealed.frames) {
			offsets.push(offset)
			offset += frame.length
		}
		at += batch.length
	}
	return { bytes: Buffer.concat(parts), records: batches.flat(), offsets: [...offsets, offset] }
}

interface Result {
	found: Examined | undefined
	records: Map<number, unknown>
}

function read(copies: CopyBytes, first = 7, next?: number): Result {
	const records = new Map<number, unknown>()
	const found = examine(copies, {
		first,
		next,
		secretOf: (epoch) => (epoch === 1 ? secret : undefined),
		visit: (frame, more) => {
			for (const [i, record] of more.entries()) records.set(frame.first + i, plain(record))
		},
	})
	return { found, records }
}

const BATCHES = [someRecords(7, 3), [...someRecords(10, 1), 'erased' as const], someRecords(12, 2)]
const small = build(BATCHES)
const wanted = new Map(small.records.map((record, i) => [7 + i, plain(record)]))

/** No record may ever be read as something else than what was written. */
function expectNoLies(result: Result, what: string): void {
	for (const [index, record] of result.records)
		expect(record, `${what}, record ${index}`).toEqual(wanted.get(index))
}

describe('reading', () => {
	test('gives what was written', () => {
		const result = read({ a: small.bytes, b: small.bytes })
		expect(result.records).toEqual(wanted)
		expect(result.found).toMatchObject({ next: 14, end: small.bytes.length, faults: [], generation: 0 })
		expect(result.found?.bytes.length).toBe(small.bytes.length)
	})

	test('any batches come back', () => {
		const record = fc.oneof(
			fc.constant('erased' as const),
			fc.record(
				{
					index: fc.constant(0),
					opening: fc.uint8Array({ minLength: 1, maxLength: 40_000 }),
					header: fc.uint8Array({ minLength: 1, maxLength: 300 }),
					secret: fc.uint8Array({ minLength: 32, maxLength: 32 }),
				},
				{ requiredKeys: ['index', 'opening'] },
			),
		)
		const batches = fc.array(fc.array(record, { minLength: 1, maxLength: 6 }), { minLength: 1, maxLength: 5 })
		fc.assert(
			fc.property(batches, (given) => {
				let next = 0
				const numbered = given.map((batch) =>
					batch.map((item) => {
						const index = next++
						return item === 'erased' ? item : { ...item, index }
					}),
				)
				const built = build(numbered, 0)
				const { found, records } = read({ a: built.bytes, b: built.bytes }, 0)
				expect([...records.values()]).toEqual(numbered.flat().map(plain))
				expect(found?.faults).toEqual([])
				expect(found?.frames.map((frame) => frame.offset)).toEqual(built.offsets.slice(0, -1))
			}),
			{ numRuns: 60 },
		)
	})

	test('needs the key of the epoch, and the place it was written for', () => {
		expect(
			examine({ a: small.bytes, b: small.bytes }, { first: 7, secretOf: () => undefined }),
		).toBeUndefined()
		expect(
			examine({ a: small.bytes, b: small.bytes }, { first: 7, secretOf: () => noise('x', 32) }),
		).toBeUndefined()
		expect(read({ a: small.bytes, b: small.bytes }, 8).found).toBeUndefined()
		expect(read({ a: undefined, b: undefined }).found).toBeUndefined()
	})
})

describe('damage', () => {
	test('of any byte in one copy: all is read, and the place is named', () => {
		for (let i = 0; i < small.bytes.length; i++) {
			const wrong = Buffer.from(small.bytes)
			wrong[i] = (wrong[i] as number) ^ 0x10
			for (const copies of [
				{ a: wrong, b: small.bytes },
				{ a: small.bytes, b: wrong },
			]) {
				const result = read(copies)
				expect(result.records, `byte ${i}`).toEqual(wanted)
				expect(result.found?.bytes.length).toBe(small.bytes.length)
				expect(Buffer.from(result.found?.bytes ?? []).equals(small.bytes), `byte ${i}`).toBe(true)
				expect(result.found?.faults, `byte ${i}`).toMatchObject([{ copy: copies.a === wrong ? 'a' : 'b' }])
			}
		}
	})

	test('of any byte in both copies: never a wrong record, never silence, all other frames are read', () => {
		for (let i = 0; i < small.bytes.length; i++) {
			const wrong = Buffer.from(small.bytes)
			wrong[i] = (wrong[i] as number) ^ 0x01
			const result = read({ a: wrong, b: wrong }, 7, 14)
			expectNoLies(result, `byte ${i}`)
			if (i < SEGMENT_HEADER_SIZE) {
				expect(result.found, `byte ${i}`).toBeUndefined()
				continue
			}
			const frame = small.offsets.findLastIndex((offset) => offset <= i)
			const [from, to] = [
				[7, 10],
				[10, 12],
				[12, 14],
			][frame] as [number, number]
			const others = [...wanted.keys()].filter((index) => index < from || index >= to)
			expect([...result.records.keys()], `byte ${i}`).toEqual(others)
			expect(result.found?.faults, `byte ${i}`).toMatchObject([{ copy: 'both', from, to }])
		}
	})

	test('in different places of the copies: all is read', () => {
		for (let i = SEGMENT_HEADER_SIZE; i < small.bytes.length; i += 5) {
			const frame = small.offsets.findLastIndex((offset) => offset <= i)
			const elsewhere = ((small.offsets[(frame + 1) % 3] as number) + 1) % small.bytes.length
			const [a, b] = [Buffer.from(small.bytes), Buffer.from(small.bytes)]
			a[i] = (a[i] as number) ^ 0xff
			b[elsewhere] = (b[elsewhere] as number) ^ 0xff
			const result = read({ a, b })
			expect(result.records, `bytes ${i} and ${elsewhere}`).toEqual(wanted)
			expect(Buffer.from(result.found?.bytes ?? []).equals(small.bytes)).toBe(true)
		}
	})

	test('of the header in one copy and a frame in the other: all is read', () => {
		const [a, b] = [Buffer.from(small.bytes), Buffer.from(small.bytes)]
		a[70] = (a[70] as number) ^ 1
		b[SEGMENT_HEADER_SIZE + 50] = (b[SEGMENT_HEADER_SIZE + 50] as number) ^ 1
		expect(read({ a, b }).records).toEqual(wanted)
	})

	test('of random bytes: never a wrong record', () => {
		const next = chance(1)
		for (let round = 0; round < 300; round++) {
			const [a, b] = [Buffer.from(small.bytes), Buffer.from(small.bytes)]
			for (const copy of [a, b]) {
				for (let n = Math.floor(next() * 4); n > 0; n--) {
					const from = Math.floor(next() * copy.length)
					copy.fill(Math.floor(next() * 256), from, Math.min(copy.length, from + Math.floor(next() * 60)))
				}
			}
			expectNoLies(read({ a, b }), `round ${round}`)
		}
	})

	test('frames cannot be moved, repeated or taken from another segment', () => {
		const [one, two, three, end] = small.offsets as [number, number, number, number]
		const head = small.bytes.subarray(0, one)
		const frames = [
			small.bytes.subarray(one, two),
			small.bytes.subarray(two, three),
			small.bytes.subarray(three, end),
		]
		const foreign = build(BATCHES).bytes.subarray(one, two)
		for (const order of [
			[frames[1], frames[0], frames[2]],
			[frames[0], frames[0], frames[1]],
			[foreign, frames[1], frames[2]],
		]) {
			const wrong = Buffer.concat([head, ...order] as Buffer[])
			const result = read({ a: wrong, b: wrong }, 7, 14)
			expectNoLies(result, 'moved')
			expect(result.found?.faults.some((fault) => fault.copy === 'both')).toBe(true)
		}
	})
})

describe('a torn tail', () => {
	test('at every length of both copies: the whole frames before it, and not more', () => {
		for (let size = 0; size <= small.bytes.length; size++) {
			const cut = small.bytes.subarray(0, size)
			const result = read({ a: cut, b: cut })
			expectNoLies(result, `${size} bytes`)
			const whole = small.offsets.filter((offset) => offset <= size).length - 1
			if (size < SEGMENT_HEADER_SIZE) expect(result.found).toBeUndefined()
			else expect(result.found, `${size} bytes`).toMatchObject({ next: [7, 10, 12, 14][whole], faults: [] })
		}
	})

	test('at every length of one copy: everything, from the other', () => {
		for (let size = 0; size < small.bytes.length; size += 3) {
			const cut = small.bytes.subarray(0, size)
			for (const copies of [
				{ a: cut, b: small.bytes },
				{ a: small.bytes, b: cut },
			]) {
				const result = read(copies)
				expect(result.records).toEqual(wanted)
				expect(Buffer.from(result.found?.bytes ?? []).equals(small.bytes)).toBe(true)
			}
		}
	})

	test('of zeros, or of a later write without the earlier one', () => {
		const zeros = Buffer.concat([small.bytes, Buffer.alloc(500)])
		expect(read({ a: zeros, b: zeros }).found).toMatchObject({
			next: 14,
			end: small.bytes.length,
			faults: [],
		})
		const hole = Buffer.from(small.bytes)
		hole.fill(0, small.offsets[1], small.offsets[2])
		expect(read({ a: hole, b: hole }).found).toMatchObject({
			next: 14,
			faults: [{ copy: 'both', from: 10, to: 12 }],
		})
	})
})

describe('two generations', () => {
	const erased = build([['erased', ...small.records.slice(1)]], 7, 1)

	test('the newer one counts if it is whole', () => {
		for (const copies of [
			{ a: erased.bytes, b: small.bytes },
			{ a: small.bytes, b: erased.bytes },
		]) {
			const { found, records } = read(copies, 7, 14)
			expect(records.get(7)).toBe('erased')
			expect(found?.header.generation).toBe(1)
			expect(Buffer.from(found?.bytes ?? []).equals(erased.bytes)).toBe(true)
			expect(found?.faults.length).toBeGreaterThan(0)
			expect(found?.faults.every((fault) => fault.copy !== 'both')).toBe(true)
		}
	})

	test('the older one counts if the newer is damaged or cut anywhere', () => {
		for (let i = 0; i < erased.bytes.length; i += 7) {
			const wrong = Buffer.from(erased.bytes)
			wrong[i] = (wrong[i] as number) ^ 1
			for (const a of [wrong, erased.bytes.subarray(0, i)]) {
				const { found, records } = read({ a, b: small.bytes }, 7, 14)
				expect(records, `byte ${i}`).toEqual(wanted)
				expect(found?.header.generation).toBe(0)
			}
		}
	})
})
