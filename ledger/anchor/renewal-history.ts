/**
 * The renewals of a log's time-stamps, read from its own `renewal` entries: which of them lead on from an anchor, and which
 * stamps of an authority wait to be renewed. There are few: one for each authority and each certificate that ended.
 * @module
 */
import { bodyOf, type Cid, decodeEntry, entryCid, equalBytes, type RenewalBody } from '@letopis/format'
import type { AnchorLog } from './anchor-log.ts'

/** A `renewal` entry. */
export interface RenewalRecord extends RenewalBody {
	/** Its own index and CID. */
	readonly index: number
	readonly cid: Cid
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

	/** The newest renewal of an authority's stamps; what came after it waits for the next. */
	newest(of: string): RenewalRecord | null {
		return this.#records.findLast((record) => record.of === of) ?? null
	}

	/** The renewals of the anchor of `of` at `index`, each of which covers the one before it. */
	chainOf(of: string, index: number): RenewalRecord[] {
		const chain: RenewalRecord[] = []
		for (const record of this.#records) {
			if (record.of !== of) continue
			const last = chain.at(-1)
			const leadsOn =
				last === undefined
					? record.from <= index && index < record.to
					: record.previous !== null && equalBytes(record.previous.bytes, last.cid.bytes)
			if (leadsOn) chain.push(record)
		}
		return chain
	}
}
