import { createHash, randomBytes } from 'node:crypto'
import {
	commitFields,
	type DagValue,
	decodeOpening,
	encodeOpening,
	entryCid,
	FIELD_SLOTS,
	type FieldName,
	type Fields,
	fromHex,
	type HashLanes,
	hex,
	nodeHash,
	openingRoot,
	sha256,
	useHashLanes,
} from '@letopis/format'
import { useNativeHashing } from '@letopis/ledger'
import { describe, expect, test } from 'vitest'
import { writeNodeHashes } from '../../../ledger/tree/native-hash.ts'
import { openHashLanes } from '../../../ledger/tree/sha256-lanes.ts'
import { fromPlainMap, ownVectors, type PlainMap } from '../../support/vectors.ts'

const system = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

/** Hashes four messages of any length. */
function hashFour(lanes: HashLanes, at: number, messages: readonly Uint8Array[]): string[] {
	const { memory, run } = lanes
	const from = messages.map((_, lane) => at + 1024 * lane)
	const blocks = messages.map((message, lane) => {
		const start = from[lane] as number
		const size = 64 * Math.ceil((message.length + 9) / 64)
		memory.fill(0, start, start + size)
		memory.set(message, start)
		memory[start + message.length] = 0x80
		new DataView(memory.buffer).setUint32(start + size - 4, 8 * message.length)
		return size / 64
	})
	const to = messages.map((_, lane) => at + 4096 + 32 * lane)
	run(...([...from, ...blocks, ...to] as Parameters<HashLanes['run']>))
	return to.map((start) => hex(memory.subarray(start, start + 32)))
}

describe('four hashes at once', () => {
	const lanes = openHashLanes() as HashLanes
	const at = lanes.reserve(5000)

	test('every length to 300 in every lane, beside messages of other lengths', () => {
		for (let length = 0; length < 300; length++) {
			for (let lane = 0; lane < 4; lane++) {
				const messages = [0, 1, 2, 3].map((other) =>
					randomBytes((length + 71 * ((other - lane + 4) % 4)) % 300),
				)
				expect(messages[lane]).toHaveLength(length)
				expect(hashFour(lanes, at, messages)).toEqual(messages.map(system))
			}
		}
	})

	test('long messages beside short ones', () => {
		for (const lengths of [
			[1000, 0, 55, 56],
			[63, 64, 999, 1],
			[119, 120, 3, 1000],
		]) {
			const messages = lengths.map((length) => randomBytes(length))
			expect(hashFour(lanes, at, messages)).toEqual(messages.map(system))
		}
	})

	test('the memory is given out once', () => {
		const first = lanes.reserve(64)
		expect(lanes.reserve(64)).toBe(first + 64)
		expect(() => lanes.reserve(65_536)).toThrow(RangeError)
	})

	test('what does not hash is refused', () => {
		const broken = openHashLanes() as HashLanes
		const run = ((...args: Parameters<HashLanes['run']>) => {
			broken.run(...args)
			const last = args[11]
			broken.memory[last] = (broken.memory[last] as number) ^ 1
		}) as HashLanes['run']
		expect(() => useHashLanes({ ...broken, run })).toThrow(RangeError)
	})
})

test('nodes side by side are those one by one, any number of them', () => {
	const pairs = new Uint8Array(randomBytes(64 * 20))
	for (let count = 0; count <= 13; count++) {
		const target = new Uint8Array(32 * 20).fill(0xee)
		writeNodeHashes(target, 64, pairs, 128, count)
		for (let i = 0; i < 20; i++) {
			const start = 128 + 64 * (i - 2)
			const inside = i >= 2 && i < 2 + count
			const wanted = inside
				? hex(nodeHash(pairs.slice(start, start + 32), pairs.slice(start + 32, start + 64)))
				: 'ee'.repeat(32)
			expect(hex(target.subarray(32 * i, 32 * (i + 1)))).toBe(wanted)
		}
	}
})

describe('commitments hashed four nodes at a time', () => {
	const values: Record<FieldName, DagValue> = {
		time: 1_786_800_012_345,
		actor: 'clerk',
		idempotency: { key: sha256(fromHex('01')), request: sha256(fromHex('02')) },
		origin: new Uint8Array(700).fill(7),
		kind: 'document',
		content: sha256(fromHex('03')),
		// With its name and salt 119 bytes, the most that fits into two blocks.
		metadata: { a: 'x'.repeat(67) },
		object: entryCid(fromHex('04')),
		purpose: 'x'.repeat(200),
		grant: 'g',
	}
	const names = Object.keys(FIELD_SLOTS) as FieldName[]
	const sets = Array.from({ length: 2 ** names.length }, (_, set) => {
		const chosen = names.filter((_, i) => (set & (1 << i)) !== 0)
		return Object.fromEntries(chosen.map((name) => [name, values[name]])) as Fields
	})
	const lengths = Array.from({ length: 150 }, (_, length): Fields => {
		return { purpose: 'x'.repeat(length), actor: 'y'.repeat(150 - length) }
	})
	const cases = [...sets, ...lengths, ...lengths.reverse()]
	const salts = new Uint8Array(randomBytes(32 * 32))
	const commit = (fields: Fields) => {
		const { commitment, clientRoot, opening } = commitFields(fields, (size) => salts.slice(0, size))
		const bytes = encodeOpening(opening)
		return [hex(commitment), hex(clientRoot), hex(bytes), hex(openingRoot(decodeOpening(bytes)))]
	}

	test('are those hashed one by one, for every set of fields and leaves of one block to three', () => {
		const serial = cases.map(commit)
		useNativeHashing()
		for (const [i, fields] of cases.entries()) expect(commit(fields)).toEqual(serial[i])
	})

	test('are those of the vectors', () => {
		const { good } = ownVectors<{
			good: { fields: PlainMap; salts: string[]; commitment: string; clientRoot: string }[]
		}>('commitments')
		for (const vector of good) {
			const fields = fromPlainMap(vector.fields) as Fields
			const { commitment, clientRoot } = commitFields(fields, () => fromHex(vector.salts.join('')))
			expect([hex(commitment), hex(clientRoot)]).toEqual([vector.commitment, vector.clientRoot])
		}
	})
})
