/**
 * The tree over the slots of an entry's private fields: which places it has for a set of used slots, and the hashing of
 * one tree at a time, in one flat array. Where four hashes can be had at a time, its nodes are hashed in an order that
 * seldom leaves a lane empty: that halves the time.
 * @module
 */
import { equalBytes } from './bytes.ts'
import type { DagWriter } from './dag-writer.ts'
import { HASH_SIZE, type Hash, type HashLanes, sha256, sha256Into } from './hash.ts'

export const SLOTS = 16
/** Salt of a field or of an empty place. */
export const SALT_SIZE = 32
const SLOT_NUMBERS = Array.from({ length: SLOTS }, (_, slot) => slot)

/** What a set of used slots asks for. */
interface Plan {
	/** the used slots, ascending */
	readonly slots: readonly number[]
	/** positions of the nulls, ascending */
	readonly nulls: number[]
	/** inner nodes with a field below, children before parents */
	readonly inner: number[]
	/** all of them with their leaves, four at a time (see {@link LanedTree}) */
	readonly rounds: Round[]
}
type Round = readonly [number, number, number, number]

/** At most 2^10 sets exist; a server sees a handful of them, ten thousand times a second. */
const plans = new Map<number, Plan>()

/** @param used bit s says whether slot s is used */
export function planFor(used: number): Plan {
	let plan = plans.get(used)
	if (!plan) {
		plan = {
			slots: SLOT_NUMBERS.filter((slot) => (used & (1 << slot)) !== 0),
			nulls: [],
			inner: [],
			rounds: [],
		}
		place(plan, used, 2)
		place(plan, used, 3)
		plan.nulls.sort((a, b) => a - b)
		plan.inner.push(1)
		plan.inner.sort((a, b) => b - a)
		plan.rounds.push(...roundsOf(plan))
		plans.set(used, plan)
	}
	return plan
}

function place(plan: Plan, used: number, position: number): void {
	// Slots below a heap position: shift it down to the row of leaves.
	const shift = Math.clz32(position) - Math.clz32(SLOTS)
	const first = (position << shift) - SLOTS
	const mask = ((1 << (1 << shift)) - 1) << first
	if ((used & mask) === 0) {
		plan.nulls.push(position)
	} else if (position < SLOTS) {
		plan.inner.push(position)
		place(plan, used, 2 * position)
		place(plan, used, 2 * position + 1)
	}
}

/** What hashes one tree at a time, which is done without a pause. Leaves and nulls come first, in any order. */
export interface FieldTree {
	/** @param input the leaf behind the prefix 0x00 */
	leaf(slot: number, input: DagWriter): void
	/** @param at where the salt begins */
	empty(position: number, salts: Uint8Array, at: number): void
	/** The rest of the tree. */
	finish(plan: Plan): void
	/** A copy of a node of the tree that was hashed last; what stands below a null is left from before. */
	node(position: number): Hash
}

/** Leaf of ["", null, salt], with the prefix of leaf hashes in front. */
const NULL_HEAD = [0x00, 0x83, 0x60, 0xf6, 0x58, SALT_SIZE]
/** Siblings lie side by side behind the prefix of inner nodes: a node is hashed where its children stand. */
const PAIR = 1 + 2 * HASH_SIZE

/** Hashes one node after the other. */
class SerialTree implements FieldTree {
	readonly #nodes = new Uint8Array(SLOTS * PAIR)
	readonly #pairs = Array.from({ length: SLOTS }, (_, position) => {
		const pair = this.#nodes.subarray(position * PAIR, (position + 1) * PAIR)
		pair[0] = 0x01
		return pair
	})
	readonly #null = Uint8Array.of(...NULL_HEAD, ...new Uint8Array(SALT_SIZE))

	leaf(slot: number, input: DagWriter): void {
		sha256Into(input.view(), this.#nodes, this.#place(SLOTS + slot))
	}

	empty(position: number, salts: Uint8Array, at: number): void {
		for (let i = 0; i < SALT_SIZE; i++) this.#null[NULL_HEAD.length + i] = salts[at + i] as number
		sha256Into(this.#null, this.#nodes, this.#place(position))
	}

	finish({ inner }: Plan): void {
		for (const position of inner) {
			sha256Into(this.#pairs[position] as Uint8Array, this.#nodes, this.#place(position))
		}
	}

	node(position: number): Hash {
		return this.#nodes.slice(this.#place(position), this.#place(position) + HASH_SIZE)
	}

	#place(position: number): number {
		return (position >> 1) * PAIR + 1 + (position & 1) * HASH_SIZE
	}
}

/** A message takes whole blocks of 64 bytes: it, a byte 0x80, zeros, and its bits in 64 (here: the last 16) bits. */
const BLOCK = 64
const MESSAGE = 2 * BLOCK
const LONGEST = MESSAGE - 9

/**
 * Hashes four nodes at a time. Messages are known by numbers: 1 to 15 are inner nodes, 16 + s is the leaf of slot s,
 * NULLS + p the null at position p; 0 fills a lane without one.
 */
const NULLS = 2 * SLOTS
const MESSAGES = NULLS + 2 * SLOTS

class LanedTree implements FieldTree {
	readonly #lanes: HashLanes
	/** by the number of a message: where it begins, how many blocks it has, where its hash goes */
	readonly #from: number[] = []
	readonly #blocks: number[] = []
	readonly #to: number[] = []
	/** where nobody looks */
	readonly #nowhere: number

	constructor(lanes: HashLanes) {
		this.#lanes = lanes
		const start = lanes.reserve(MESSAGES * MESSAGE)
		for (let message = 0; message < MESSAGES; message++) this.#from.push(start + message * MESSAGE)
		// Behind the root, which lies where its parent would be a message.
		this.#nowhere = start + BLOCK + HASH_SIZE
		for (let message = 0; message < MESSAGES; message++) {
			const head = message < SLOTS ? [0x01] : message < NULLS ? [] : NULL_HEAD
			const length = message < SLOTS ? PAIR : message < NULLS ? 0 : NULL_HEAD.length + SALT_SIZE
			const from = this.#from[message] as number
			lanes.memory.set(head, from)
			this.#blocks.push(pad(lanes.memory, from, length))
			this.#to.push(this.#place(message < NULLS ? message : message - NULLS))
		}
		this.#blocks[0] = 0
		this.#to[0] = this.#nowhere
	}

	leaf(slot: number, input: DagWriter): void {
		const message = SLOTS + slot
		const { memory } = this.#lanes
		if (input.length > LONGEST) {
			sha256Into(input.view(), memory, this.#place(message))
			this.#blocks[message] = 0
			this.#to[message] = this.#nowhere
			return
		}
		const from = this.#from[message] as number
		input.copyTo(memory, from)
		this.#blocks[message] = pad(memory, from, input.length)
		this.#to[message] = this.#place(message)
	}

	empty(position: number, salts: Uint8Array, at: number): void {
		const { memory } = this.#lanes
		const to = (this.#from[NULLS + position] as number) + NULL_HEAD.length
		for (let i = 0; i < SALT_SIZE; i++) memory[to + i] = salts[at + i] as number
	}

	finish({ rounds }: Plan): void {
		const { run } = this.#lanes
		const [from, blocks, to] = [this.#from, this.#blocks, this.#to] as const
		for (const [a, b, c, d] of rounds) {
			run(
				...([from[a], from[b], from[c], from[d]] as [number, number, number, number]),
				...([blocks[a], blocks[b], blocks[c], blocks[d]] as [number, number, number, number]),
				...([to[a], to[b], to[c], to[d]] as [number, number, number, number]),
			)
		}
	}

	node(position: number): Hash {
		return this.#lanes.memory.slice(this.#place(position), this.#place(position) + HASH_SIZE)
	}

	#place(position: number): number {
		return (this.#from[position >> 1] as number) + 1 + (position & 1) * HASH_SIZE
	}
}

/** Pads a message (FIPS 180-4 §5.1.1). @param length ≤ LONGEST @returns its blocks */
function pad(memory: Uint8Array, from: number, length: number): number {
	const end = from + (length + 9 > BLOCK ? MESSAGE : BLOCK)
	memory[from + length] = 0x80
	for (let at = from + length + 1; at < end - 2; at++) memory[at] = 0
	memory[end - 2] = length >> 5
	memory[end - 1] = (length << 3) & 0xff
	return (end - from) / BLOCK
}

/** Messages in rounds of four, none before those that it is made of, those farthest from the root first. */
function roundsOf({ slots, nulls, inner }: Plan): Round[] {
	const done = new Set<number>()
	const waiting = [
		...slots.map((slot) => ({ message: SLOTS + slot, position: SLOTS + slot, needs: [] as number[] })),
		...nulls.map((position) => ({ message: NULLS + position, position, needs: [] as number[] })),
		...inner.map((position) => ({ message: position, position, needs: [2 * position, 2 * position + 1] })),
	].sort((a, b) => Math.clz32(a.position) - Math.clz32(b.position))
	const rounds: Round[] = []
	while (waiting.length > 0) {
		const ready = waiting.filter(({ needs }) => needs.every((position) => done.has(position))).slice(0, 4)
		const [a = 0, b = 0, c = 0, d = 0] = ready.map(({ message }) => message)
		rounds.push([a, b, c, d])
		for (const job of ready) {
			done.add(job.position)
			waiting.splice(waiting.indexOf(job), 1)
		}
	}
	return rounds
}

let tree: FieldTree = new SerialTree()

/** The tree that all commitments are hashed in, one after the other. */
export function fieldTree(): FieldTree {
	return tree
}

/**
 * Hands in what hashes four messages at a time, for the whole process.
 * @throws RangeError unless it agrees with {@link sha256}
 */
export function useHashLanes(lanes: HashLanes): void {
	const { memory, run } = lanes
	const start = lanes.reserve(4 * MESSAGE + 4 * HASH_SIZE)
	const lengths = [3, BLOCK - 9, PAIR, LONGEST]
	const from = lengths.map((_, lane) => start + lane * MESSAGE)
	const to = lengths.map((_, lane) => start + 4 * MESSAGE + lane * HASH_SIZE)
	const messages = lengths.map((length) => Uint8Array.from({ length }, (_, i) => 7 * i + length))
	const blocks = messages.map((message, lane) => {
		memory.set(message, from[lane])
		return pad(memory, from[lane] as number, message.length)
	})
	run(...([...from, ...blocks, ...to] as Parameters<HashLanes['run']>))
	for (const [lane, message] of messages.entries()) {
		const at = to[lane] as number
		if (!equalBytes(memory.subarray(at, at + HASH_SIZE), sha256(message))) {
			throw new RangeError('the function handed in does not compute SHA-256')
		}
	}
	tree = new LanedTree(lanes)
}
