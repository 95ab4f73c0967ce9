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

/** A `renewal` entry. */
export interface RenewalRecord extends RenewalBody {
	/** Its own index and CID. */
	readonly index: number
	readonly cid: Cid
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

type RenewedLog = Pick<AnchorLog, 'origin' | 'entry' | 'renewals'>

export class RenewalHistory {
	readonly #log: RenewedLog
	#records: readonly RenewalRecord[] = []

	constructor(log: RenewedLog) {
		this.#log = log
	}

	/** Reads what was recorded since, also by an append that was thought to have failed. */
	async refresh(): Promise<void> {
		const indexes = await this.#log.renewals()
		if (indexes.length === this.#records.length) return
		const known = new Map(this.#records.map((record) => [record.index, record]))
		const records: RenewalRecord[] = []
		for (const index of indexes) {
			const record = known.get(index) ?? (await this.#read(index))
			if (record !== null) records.push(record)
		}
		this.#records = records
	}

	async #read(index: number): Promise<RenewalRecord | null> {
		const bytes = await this.#log.entry(index)
		const body = bytes === undefined ? undefined : bodyOf(decodeEntry(bytes), 'renewal')
		if (bytes === undefined || body?.log !== this.#log.origin) return null
		return { ...body, index, cid: entryCid(bytes) }
	}

	/** All of this log's renewals, oldest first. */
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
				if (covers) chain = [...chain.filter((earlier) => earlier.index < record.to), record]
				continue
			}
			if (record.digest !== (rehash?.digest ?? 'sha2-256')) continue
			const last = chain.at(-1)
			const leadsOn =
				last === rehash
					? covered(record, rehash?.index ?? index)
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
