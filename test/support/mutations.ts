/**
 * Changes to octets, as accidents and attackers make them, for properties over hostile files: bits flipped, parts cut out,
 * doubled or moved, octets written over and put in. `npm run test:fuzz` tries 100,000 of them, others each time; a failure names
 * its seed.
 * @module
 */
import fc from 'fast-check'

const LONG = process.env.LETOPIS_MUTATIONS

/** Whether `npm run test:fuzz` runs, which tries all of what `npm test` tries a part of. */
export const thorough = LONG !== undefined

/** Cases of a property. @param short in the daily run, the same each time @param share of all those of the long one */
export function cases(short: number, share: number): { numRuns: number; seed: number } {
	if (LONG === undefined) return { numRuns: short, seed: 1 }
	return { numRuns: Math.ceil(Number(LONG) * share), seed: Date.now() }
}

/** ms until a property that hangs is ended. */
export const timeFor = ({ numRuns }: { numRuns: number }) => 60_000 + numRuns * 500

export type Mutation =
	| { kind: 'flip'; at: number; bit: number }
	| { kind: 'cut'; from: number; length: number }
	| { kind: 'double'; from: number; length: number; at: number }
	| { kind: 'write'; at: number; bytes: Uint8Array }
	| { kind: 'insert'; at: number; bytes: Uint8Array }

/** What DER readers stumble over: indefinite and huge lengths, empty values, nesting. */
export const DER_WORDS: readonly Uint8Array[] = [
	[0x30, 0x80],
	[0x30, 0x84, 0xff, 0xff, 0xff, 0xff],
	[0x24, 0x80, 0x24, 0x80],
	[0x05, 0x00],
	[0x30, 0x00],
	[0x00, 0x00],
	[0xa0, 0x80],
	[0xff, 0xff],
].map((octets) => Uint8Array.from(octets))

/** Octets of a text in Latin-1. */
export const words = (...texts: readonly string[]) =>
	texts.map((text) => new Uint8Array(Buffer.from(text, 'latin1')))

/** @param known octets that mean something to the reader @param most changes of one file */
export function mutations(known: readonly Uint8Array[], most = 3): fc.Arbitrary<Mutation[]> {
	const part = { from: fc.nat(), length: fc.integer({ min: 1, max: 600 }) }
	const bytes = fc.oneof(fc.uint8Array({ minLength: 1, maxLength: 12 }), fc.constantFrom(...known))
	const one = fc.oneof<fc.Arbitrary<Mutation>[]>(
		fc.record({ kind: fc.constant('flip' as const), at: fc.nat(), bit: fc.nat(7) }),
		fc.record({ kind: fc.constant('cut' as const), ...part }),
		fc.record({ kind: fc.constant('double' as const), ...part, at: fc.nat() }),
		fc.record({ kind: fc.constant('write' as const), at: fc.nat(), bytes }),
		fc.record({ kind: fc.constant('insert' as const), at: fc.nat(), bytes }),
	)
	return fc.array(one, { minLength: 1, maxLength: most })
}

/** The file with all changes, one after the other. */
export function mutated(file: Uint8Array, all: readonly Mutation[]): Buffer {
	return all.reduce<Buffer>(mutate, Buffer.from(file))
}

function mutate(file: Buffer, one: Mutation): Buffer {
	if (file.length === 0) return file
	const join = (...parts: readonly Uint8Array[]) => Buffer.concat(parts)
	if (one.kind === 'cut') {
		const from = one.from % file.length
		return join(file.subarray(0, from), file.subarray(from + one.length))
	}
	const at = one.at % file.length
	if (one.kind === 'flip')
		return join(file.subarray(0, at), flipped(file, at, one.bit), file.subarray(at + 1))
	if (one.kind === 'insert') return join(file.subarray(0, at), one.bytes, file.subarray(at))
	if (one.kind === 'write') {
		const fitting = one.bytes.subarray(0, file.length - at)
		return join(file.subarray(0, at), fitting, file.subarray(at + fitting.length))
	}
	const from = one.from % file.length
	return join(file.subarray(0, at), file.subarray(from, from + one.length), file.subarray(at))
}

const flipped = (file: Buffer, at: number, bit: number) => Buffer.of((file[at] ?? 0) ^ (1 << bit))
