/**
 * What the writers accept, the strict decoders read back as the same claim, whatever stands in it; and nothing that was
 * handed out changes afterwards, though small results share their memory.
 */
import {
	blobCid,
	commitFields,
	type DagValue,
	decodeEntry,
	decodeOpening,
	type Entry,
	encodeEntry,
	encodeOpening,
	entryCid,
	type Fields,
	hex,
	openingRoot,
	RefusalError,
	sha256,
} from '@letopis/format'
import { useNativeHashing } from '@letopis/ledger'
import { beforeAll, expect, test } from 'vitest'
import { equalDag } from '../../ledger/format/dag.ts'
import { fc } from '../support/properties.ts'

beforeAll(() => useNativeHashing())

/** Also what the profile refuses: lone surrogates, decomposed text, a byte order mark, fractions, large numbers. */
const text = fc.oneof(
	fc.string({ unit: 'binary', maxLength: 40 }),
	fc.constantFrom('', 'e\u0301', '\ufeffa', '\ud800', '__proto__', 'constructor', 'é', 'ﬁ', 'x'.repeat(300)),
)
const cid = fc.uint8Array({ maxLength: 3 }).chain((bytes) => fc.constantFrom(blobCid(bytes), entryCid(bytes)))
const bytes = fc
	.uint8Array({ maxLength: 300 })
	.chain((made) => fc.constantFrom<Uint8Array>(made, Buffer.from(made), made.subarray(made.length >> 1)))
const values = fc.letrec<{ value: unknown }>((tie) => ({
	value: fc.oneof(
		{ maxDepth: 9, depthIdentifier: 'strict' },
		fc.constantFrom<unknown>(null, true, -0, 1.5, 2 ** 53, -(2 ** 53) + 1, Number.NaN, undefined, 1n),
		fc.integer(),
		text,
		bytes,
		cid,
		fc.array(tie('value'), { maxLength: 4, depthIdentifier: 'strict' }),
		fc.dictionary(text, tie('value'), { maxKeys: 4, depthIdentifier: 'strict' }),
	),
})).value as fc.Arbitrary<DagValue>
const maps = fc.dictionary(text, values, { maxKeys: 3 })
const hash = fc.uint8Array({ minLength: 32, maxLength: 32 })

/** The result, or null if the writer refuses: a refusal of the format, or a value that is none of it. */
function accepted<T>(write: () => T): T | null {
	try {
		return write()
	} catch (error) {
		if (error instanceof RefusalError || error instanceof TypeError) return null
		throw error
	}
}

/** Results as they were when they were handed out. */
class Kept {
	readonly #all: { bytes: Uint8Array; was: string }[] = []

	add(bytes: Uint8Array): void {
		this.#all.push({ bytes, was: hex(bytes) })
	}

	expectUnchanged(atLeast: number): void {
		expect(this.#all.length).toBeGreaterThan(atLeast)
		for (const { bytes, was } of this.#all) expect(hex(bytes)).toBe(was)
	}
}

test('openings', () => {
	const kept = new Kept()
	const actor = fc.oneof(text, maps)
	const grant = fc.oneof(text, cid, maps)
	const idempotency = fc.record({ key: hash, request: hash })
	const fields = fc.record(
		{ time: fc.nat(), actor, idempotency, content: hash, metadata: maps, object: cid, purpose: text, grant },
		{ requiredKeys: [] },
	) as fc.Arbitrary<Fields>
	let round = 0
	const random = (size: number) => {
		const made = new Uint8Array(size)
		round++
		for (let at = 0; at < size; at += 32)
			made.set(sha256(new TextEncoder().encode(`${round} ${at}`)).subarray(0, size - at), at)
		return made
	}
	fc.assert(
		fc.property(fields, (wanted) => {
			const made = accepted(() => commitFields(wanted, random))
			if (made === null) return
			const stored = encodeOpening(made.opening)
			for (const one of [stored, made.commitment, made.clientRoot]) kept.add(one)
			const read = decodeOpening(stored)
			expect(hex(openingRoot(read))).toBe(hex(made.commitment))
			expect(read.fields.map(({ name }) => name).toSorted()).toEqual(Object.keys(wanted).toSorted())
			for (const { name, value } of read.fields) expect(equalDag(value, wanted[name] as DagValue)).toBe(true)
		}),
		{ numRuns: 1500, seed: 20261122 },
	)
	kept.expectUnchanged(1000)
})

test('entries', () => {
	const kept = new Kept()
	const body = fc.oneof(
		fc.record({ content: cid, public: maps }, { requiredKeys: [] }),
		fc.record({ pad: fc.uint8Array({ maxLength: 1100 }) }),
	)
	const entries = fc.record({
		v: fc.constant(1),
		kind: fc.constantFrom('sealed', 'other'),
		time: fc.nat(),
		anchors: cid.map((one) => [one]),
		links: fc.oneof(fc.constant({}), fc.record({ supersedes: cid.map((one) => [one]) })),
		body,
		commitment: hash,
		tag: hash,
	})
	fc.assert(
		fc.property(entries, ({ tag, ...rest }) => {
			const entry = (rest.kind === 'sealed' ? { ...rest, tag } : rest) as unknown as Entry
			const made = accepted(() => encodeEntry(entry))
			if (made === null) return
			kept.add(made)
			kept.add(entryCid(made).bytes)
			expect(equalDag(decodeEntry(made) as never, entry as never)).toBe(true)
		}),
		{ numRuns: 1500, seed: 20261122 },
	)
	kept.expectUnchanged(500)
})
