/**
 * All logs of the town as one: the closed ones, oldest first, then the present one. A *position* counts their entries
 * through: the first log begins at 0, each other where the one before was closed. In a town that never had to succeed,
 * positions are indexes. They never change: a log is closed at a size that its successor names.
 *
 * Documents, versions, tokens and repeated requests are found by position, so that a succession changes nothing for
 * who uses them. To the outside, an entry is named by its CID, or by its log and its index there.
 *
 * Closed logs are opened when they are first asked for. What is lost of one is a hole: positions without entries.
 * @module
 */
import type { Cid, Hash } from '@letopis/format'
import type {
	AnchorReader,
	Appended,
	Log,
	LogEvent,
	PastLog,
	ReadableLog,
	ReadableVault,
	VaultRecord,
} from './deps.ts'

/** Where an entry is, for the outside. */
export interface Place {
	/** `<n>` of the log that is served under `/log/<n>/` */
	readonly log: number
	readonly origin: string
	readonly index: number
}

/** One log of the town, open. */
export interface Part {
	readonly number: number
	readonly origin: string
	/** position of its first entry */
	readonly first: number
	readonly log: ReadableLog
	readonly vault: ReadableVault
	/** null for the present log, whose anchors grow */
	readonly anchors: AnchorReader | null
}

export interface ChronicleOptions {
	readonly log: Pick<Log, 'subscribe'> & ReadableLog
	readonly vault: ReadableVault
	/** by number, oldest first */
	readonly closedLogs?: ReadonlyMap<number, PastLog> | undefined
}

interface Past {
	readonly past: PastLog
	readonly first: number
}

export class Chronicle {
	readonly #past: readonly Past[]
	readonly #log: ChronicleOptions['log']
	readonly #present: Part

	constructor({ log, vault, closedLogs }: ChronicleOptions) {
		let first = 0
		this.#past = [...(closedLogs?.values() ?? [])].map((past) => {
			const part = { past, first }
			first += past.size
			return part
		})
		this.#log = log
		const { origin } = log
		this.#present = { number: logNumber(origin), origin, first, log, vault, anchors: null }
	}

	/** Origin of the present log. */
	get origin(): string {
		return this.#log.origin
	}

	/** One more than the newest position. */
	get size(): number {
		return this.base + this.#log.size
	}

	/** Position of the present log's first entry; 0 in a town that never had to succeed. */
	get base(): number {
		return this.#present.first
	}

	isPresent(position: number): boolean {
		return position >= this.base
	}

	place(position: number): Place {
		const found = this.#pastAt(position)
		const { number, origin, first } =
			found === undefined ? this.#present : { ...found, number: found.past.number, origin: found.past.origin }
		return { log: number, origin, index: position - first }
	}

	/** Position of an index in the log that holds position `of`; undefined beyond its end. */
	inLogOf(of: number, index: number): number | undefined {
		const found = this.#pastAt(of)
		const [first, size] = found === undefined ? [this.base, this.#log.size] : [found.first, found.past.size]
		return index < size ? first + index : undefined
	}

	/** The log that holds a position, opened. @throws LedgerError if it is closed and cannot be opened */
	async part(position: number): Promise<Part> {
		const found = this.#pastAt(position)
		return found === undefined ? this.#present : openPart(found)
	}

	/** The log of a number, opened. @returns undefined if there is none, or none of its data */
	async numbered(number: number): Promise<Part | undefined> {
		if (number === this.#present.number) return this.#present
		const found = this.#past.find(({ past }) => past.number === number)
		return found?.past.held ? openPart(found) : undefined
	}

	/** Bytes of an entry; undefined beyond the end and in a hole. */
	async entry(position: number): Promise<Uint8Array | undefined> {
		const found = this.#pastAt(position)
		if (found === undefined) return this.#log.entry(position - this.base)
		if (!found.past.held) return undefined
		const { first, log } = await openPart(found)
		return log.entry(position - first)
	}

	/** Entries of [from, to), in order and with their positions; holes are left out. */
	async *entries(from: number, to: number): AsyncIterable<{ index: number; entry: Uint8Array }> {
		for (const { past, first } of this.#past) {
			const [start, end] = [Math.max(from, first), Math.min(to, first + past.size)]
			if (start >= end || !past.held) continue
			const { log } = await openPart({ past, first })
			for await (const { index, entry } of log.entries(start - first, end - first))
				yield { index: first + index, entry }
		}
		const start = Math.max(from, this.base)
		if (start >= to) return
		for await (const { index, entry } of this.#log.entries(start - this.base, to - this.base))
			yield { index: this.base + index, entry }
	}

	/** Position of an entry, whichever log it is in. */
	async indexOf(cid: Cid): Promise<number | undefined> {
		const index = await this.#log.indexOf(cid)
		if (index !== undefined) return this.base + index
		for (const { past, first } of this.#past.toReversed()) {
			if (!past.held) continue
			const at = await (await openPart({ past, first })).log.indexOf(cid)
			if (at !== undefined) return first + at
		}
		return undefined
	}

	/** Private half of an entry, from the vault of its log; undefined where there is none. */
	async record(position: number): Promise<VaultRecord | 'erased' | undefined> {
		const found = this.#pastAt(position)
		if (found !== undefined && !found.past.held) return undefined
		const { first, vault } = await this.part(position)
		return vault.record(position - first)
	}

	/** The entry that an idempotency key led to, in whichever log. */
	async idempotent(key: Uint8Array): Promise<{ index: number; request: Uint8Array } | undefined> {
		const known = await this.#log.idempotent(key)
		if (known !== undefined) return { ...known, index: this.base + known.index }
		for (const { past, first } of this.#past.toReversed()) {
			if (!past.held) continue
			const old = await (await openPart({ past, first })).log.idempotent(key)
			if (old !== undefined) return { ...old, index: first + old.index }
		}
		return undefined
	}

	/** Events of the present log, with positions. */
	subscribe(listener: (event: LogEvent) => void): () => void {
		const { base } = this
		if (base === 0) return this.#log.subscribe(listener)
		return this.#log.subscribe((event) => {
			if (event.type !== 'appended') return listener(event)
			const moved = (entry: Pick<Appended, 'index' | 'entry' | 'opening'>) => ({
				...entry,
				index: base + entry.index,
			})
			listener({ ...event, entries: event.entries.map(moved) })
		})
	}

	/**
	 * What positions below `size` rest on, as a text: which logs, where they begin, and whether there are data of them.
	 * The same before and after a succession.
	 */
	layout(size: number): string {
		const { origin, first } = this.#present
		const past = this.#past.map((part) => ({ ...part, origin: part.past.origin, held: part.past.held }))
		return [...past, { origin, first, held: true }]
			.filter((part) => part.first <= Math.max(0, size - 1))
			.map((part) => `${part.first} ${part.held ? 'held' : 'lost'} ${part.origin}\n`)
			.join('')
	}

	#pastAt(position: number): Past | undefined {
		// A town has few logs, and most that is asked for is in the newest.
		if (position >= this.base) return undefined
		return this.#past.findLast(({ first }) => first <= position)
	}
}

async function openPart({ past, first }: Past): Promise<Part> {
	const { number, origin, size } = past
	const { log, vault, anchors } = await past.open()
	return { number, origin, first, log: log.size > size ? cut(log, size) : log, vault, anchors }
}

/** A closed log whose data go on behind the head that it was closed at: what is there is not its own any more. */
function cut(log: ReadableLog, size: number): ReadableLog {
	return {
		origin: log.origin,
		size,
		published: log.published,
		witnessed: log.witnessed,
		checkpoint: log.checkpoint,
		tile: (tile) => log.tile(tile),
		bundle: (bundle) => log.bundle(bundle),
		blob: (cid) => log.blob(cid),
		entry: async (index) => (index < size ? log.entry(index) : undefined),
		entries: (from, to) => log.entries(from, Math.min(to, size)),
		async indexOf(cid) {
			const index = await log.indexOf(cid)
			return index !== undefined && index < size ? index : undefined
		},
		async idempotent(key) {
			const known = await log.idempotent(key)
			return known !== undefined && known.index < size ? known : undefined
		},
		accessCount: (document) => log.accessCount(document),
		inclusionProof: (index, at): Promise<Hash[]> => log.inclusionProof(index, at),
		consistencyProof: (older, newer): Promise<Hash[]> => log.consistencyProof(older, newer),
		rootAt: (at) => log.rootAt(at),
	}
}

/** `<n>` of an origin `<host>/log/<n>`. */
export function logNumber(origin: string): number {
	return Number(/\/log\/([1-9]\d{0,8})$/.exec(origin)?.[1] ?? 0)
}
