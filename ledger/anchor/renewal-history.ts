/**
 * The renewals of a log's time-stamps, read from its own `renewal` entries: which of them lead on from an anchor, and which
 * stamps of an authority wait to be renewed. There are few: one for each authority and each certificate that ended.
 * @module
 */
import {
	bodyOf,
	type Cid,
	decodeEntry,
	entryCid,
	equalBytes,
	type RenewalBody,
	type RenewalDigest,
	type RenewedHeads,
} from '@letopis/format'
import type { AnchorLog } from './anchor-log.ts'

/** A log in which renewals are found. */
export interface RenewalLog {
	/** Place of its first entry. */
	readonly first: number
	readonly log: Pick<AnchorLog, 'size' | 'entry' | 'renewals' | 'blob'>
}

/** A `renewal` entry. */
export interface RenewalRecord extends RenewalBody {
	/** Its own index in the log that has it, and CID. */
	readonly index: number
	readonly cid: Cid
	/** Its place, counted through from the first entry of the log whose stamps it renews. */
	readonly place: number
}

/** One that renewed hash trees. */
export interface RehashRecord extends RenewalRecord {
	readonly heads: RenewedHeads
}

/** Where the next renewal of stamps begins. */
export interface LineStart {
	/** Renewal whose own stamp is the first to be renewed. */
	readonly previous: RenewalRecord | null
	readonly from: number
}

export class RenewalHistory {
	readonly #origin: string
	readonly #logs: () => Promise<readonly RenewalLog[]>
	#records: readonly RenewalRecord[] = []

	/** @param logs the log of this origin and its successors, as far as there are data of them, oldest first */
	constructor(origin: string, logs: () => Promise<readonly RenewalLog[]>) {
		this.#origin = origin
		this.#logs = logs
	}

	/** Reads what was recorded since, also by an append that was thought to have failed. */
	async refresh(): Promise<void> {
		const known = new Map(this.#records.map((record) => [record.place, record]))
		const records: RenewalRecord[] = []
		for (const one of await this.#logs()) {
			for (const index of await one.log.renewals()) {
				const record = known.get(one.first + index) ?? (await this.#read(one, index))
				if (record !== null) records.push(record)
			}
		}
		this.#records = records
	}

	/** Null for one that renews the stamps of another log. */
	async #read({ first, log }: RenewalLog, index: number): Promise<RenewalRecord | null> {
		const bytes = await log.entry(index)
		const body = bytes === undefined ? undefined : bodyOf(decodeEntry(bytes), 'renewal')
		if (bytes === undefined || body?.log !== this.#origin) return null
		return { ...body, index, cid: entryCid(bytes), place: first + index }
	}

	/** All renewals of this log's stamps, oldest first. */
	get all(): readonly RenewalRecord[] {
		return this.#records
	}

	/** Those that renewed the hash trees of an authority's documents, oldest first. */
	rehashed(of: string): readonly RehashRecord[] {
		return this.#records.filter(isRehash).filter((record) => record.of === of)
	}

	/** What came after the newest renewal waits for the next; what hash trees were renewed of, waits no more. */
	lineStart(of: string, digest: RenewalDigest): LineStart {
		const last = this.#records.findLast(
			(record) => record.of === of && (isRehash(record) ? digest === 'sha2-256' : record.digest === digest),
		)
		if (last === undefined) return { previous: null, from: 0 }
		return { previous: isRehash(last) ? null : last, from: last.to }
	}

	/**
	 * The renewals of the anchor of `of` at `index`, each of which covers the one before it. A hash-tree renewal covers the
	 * stamps that were there when it began.
	 */
	chainOf(of: string, index: number): RenewalRecord[] {
		let chain: RenewalRecord[] = []
		for (const record of this.#records) {
			if (record.of !== of) continue
			const rehash = chain.findLast(isRehash)
			if (isRehash(record)) {
				const covers = rehash === undefined && covered(record, index)
				if (covers) chain = [...chain.filter((earlier) => earlier.place < record.to), record]
				continue
			}
			if (record.digest !== (rehash?.digest ?? 'sha2-256')) continue
			const last = chain.at(-1)
			const leadsOn =
				last === rehash
					? covered(record, rehash?.place ?? index)
					: record.previous !== null &&
						last !== undefined &&
						equalBytes(record.previous.bytes, last.cid.bytes)
			if (leadsOn) chain.push(record)
		}
		return chain
	}
}

function covered({ from, to }: RenewalRecord, index: number): boolean {
	return from <= index && index < to
}

export function isRehash(record: RenewalRecord): record is RehashRecord {
	return record.heads !== undefined
}
