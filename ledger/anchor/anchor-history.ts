/**
 * The anchors of a log, read from its own `anchor` entries. Each of them links to its authority's previous
 * one, so the newest lead back to all others; older ones are read when somebody asks. Nothing beside the log
 * is consulted.
 * @module
 */
import { type AnchorBody, bodyOf, type Cid, cidText, decodeEntry, entryCid, type Hash } from '@letopis/format'
import type { AnchorLog } from './anchor-log.ts'

/** An `anchor` entry. */
export interface AnchorRecord {
	/** Its own index and CID. */
	readonly index: number
	readonly cid: Cid
	readonly authority: string
	readonly token: Cid
	readonly note: Cid
	/** Stamped time, milliseconds since 1970. */
	readonly time: number
	/** Size of the stamped head. */
	readonly size: number
	readonly documents: Hash | null
	/** What the entry links to: each authority's newest anchor before it, or the genesis entry. */
	readonly links: readonly Cid[]
}

/** Anchors of one authority from some point on, oldest first. */
interface Chain {
	records: AnchorRecord[]
	/** Whether the first of them is the authority's first of all. */
	complete: boolean
}

/**
 * Entries before the newest one that are searched for anchors to which it does not link yet: those appended
 * in the moment between an anchor's entry and the log learning of it. More than any queue holds; an anchor
 * missed here is only stamped again.
 */
const TAIL = 16_384

type HistoryLog = Pick<AnchorLog, 'size' | 'entry' | 'indexOf'>

export class AnchorHistory {
	readonly #log: HistoryLog
	readonly #chains = new Map<string, Chain>()
	/** Entries looked at, by CID; null for one that is no anchor. */
	readonly #seen = new Map<string, AnchorRecord | null>()
	/** Loading moves the front of a chain: one at a time. */
	#loading: Promise<unknown> = Promise.resolve()

	private constructor(log: HistoryLog) {
		this.#log = log
	}

	/** Finds the newest anchor of each authority. */
	static async open(log: HistoryLog): Promise<AnchorHistory> {
		const history = new AnchorHistory(log)
		const newest = new Map<string, AnchorRecord>()
		const consider = (record: AnchorRecord | null) => {
			if (record !== null && record.index >= (newest.get(record.authority)?.index ?? 0)) {
				newest.set(record.authority, record)
			}
		}
		let floor = Math.max(-1, log.size - TAIL)
		for (let index = log.size - 1; index > floor; index--) {
			const bytes = await log.entry(index)
			if (bytes === undefined) throw new Error(`entry ${index} of ${log.size} is missing`)
			if (index === log.size - 1) {
				for (const cid of decodeEntry(bytes).anchors) {
					const record = await history.#read(cid)
					consider(record)
					floor = Math.max(floor, record?.index ?? 0)
				}
			}
			consider(toRecord(index, bytes))
		}
		for (const record of newest.values()) history.add(record)
		return history
	}

	/** Takes a new anchor in: newer than all of its authority. */
	add(record: AnchorRecord): void {
		this.#seen.set(cidText(record.cid), record)
		const chain = this.#chains.get(record.authority)
		if (chain === undefined) this.#chains.set(record.authority, { records: [record], complete: false })
		else chain.records.push(record)
	}

	/** Takes in the anchors among entries from `index` on that are not known yet. */
	async catchUp(index: number): Promise<void> {
		for (let at = index; at < this.#log.size; at++) {
			const bytes = await this.#log.entry(at)
			const record = bytes === undefined ? null : toRecord(at, bytes)
			if (record !== null && record.index > (this.newest(record.authority)?.index ?? 0)) this.add(record)
		}
	}

	newest(authority: string): AnchorRecord | undefined {
		return this.#chains.get(authority)?.records.at(-1)
	}

	/** The newest anchor of every authority that the log knows, most recent first. */
	allNewest(): AnchorRecord[] {
		const all = [...this.#chains.values()].flatMap(({ records }) => records.at(-1) ?? [])
		return all.sort((a, b) => b.index - a.index)
	}

	/**
	 * For each authority the first anchor whose head covers the entry at `index`, in the order of their stamps.
	 */
	async firstCovering(index: number): Promise<AnchorRecord[]> {
		const found: AnchorRecord[] = []
		for (const authority of this.#chains.keys()) {
			const records = await this.#load(authority, (oldest) => oldest.size <= index)
			const first = records.find(({ size }) => size > index)
			if (first !== undefined) found.push(first)
		}
		return found.sort((a, b) => a.index - b.index)
	}

	/** Anchors of an authority stamped at `time` or later (milliseconds since 1970), oldest first. */
	async since(authority: string, time: number): Promise<AnchorRecord[]> {
		const records = await this.#load(authority, (oldest) => oldest.time < time)
		return records.filter((record) => record.time >= time)
	}

	/** Anchors of an authority at indexes [from, to), oldest first. */
	async between(authority: string, from: number, to: number): Promise<AnchorRecord[]> {
		const records = await this.#load(authority, (oldest) => oldest.index < from)
		return records.filter(({ index }) => index >= from && index < to)
	}

	/** Names of all authorities that have anchored the log. */
	get authorities(): string[] {
		return [...this.#chains.keys()]
	}

	/** An anchor by the CID of its entry; null for another entry. */
	byCid(cid: Cid): Promise<AnchorRecord | null> {
		return this.#read(cid)
	}

	/** Reads backwards until the oldest loaded anchor satisfies `enough` or is the first. */
	async #load(
		authority: string,
		enough: (oldest: AnchorRecord) => boolean,
	): Promise<readonly AnchorRecord[]> {
		const chain = this.#chains.get(authority)
		if (chain === undefined) return []
		const load = async () => {
			const older: AnchorRecord[] = []
			for (let oldest = chain.records[0]; oldest !== undefined && !chain.complete && !enough(oldest); ) {
				const previous = await this.#previous(oldest)
				if (previous === null) chain.complete = true
				else older.push(previous)
				oldest = previous ?? oldest
			}
			// In one step: a new anchor may have been added at the other end meanwhile.
			chain.records = older.reverse().concat(chain.records)
		}
		const turn = this.#loading.then(load)
		this.#loading = turn.catch(() => {})
		await turn
		return chain.records
	}

	async #previous(record: AnchorRecord): Promise<AnchorRecord | null> {
		for (const cid of record.links) {
			const linked = await this.#read(cid)
			if (linked !== null && linked.authority === record.authority && linked.index < record.index)
				return linked
		}
		return null
	}

	async #read(cid: Cid): Promise<AnchorRecord | null> {
		const key = cidText(cid)
		const seen = this.#seen.get(key)
		if (seen !== undefined) return seen
		const index = await this.#log.indexOf(cid)
		const bytes = index === undefined ? undefined : await this.#log.entry(index)
		const record = index === undefined || bytes === undefined ? null : toRecord(index, bytes)
		this.#seen.set(key, record)
		return record
	}
}

function toRecord(index: number, bytes: Uint8Array): AnchorRecord | null {
	const entry = decodeEntry(bytes)
	const body: AnchorBody | undefined = bodyOf(entry, 'anchor')
	return body === undefined ? null : { index, cid: entryCid(bytes), ...body, links: entry.anchors }
}
