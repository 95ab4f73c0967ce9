/**
 * Clause sheets under the town's seal. A sheet says of itself whether it bears a time-stamp: where none is to be had it
 * is printed again, for it must be had whatever authorities do. The seal makes each printing other bytes, so the newest
 * are kept for a day: who asks again gets the same, and no authority is asked twice.
 * @module
 */
import { createHash } from 'node:crypto'
import type { Seal } from '../deps.ts'
import { NoStamp, sealPdf } from '../seal/pdf.ts'
import type { PrintingPlace } from './printer.ts'
import type { SheetFacts } from './sheet.ts'

const KEPT = 32
const KEPT_MS = 86_400_000

interface Kept {
	readonly at: number
	readonly pdf: Uint8Array<ArrayBuffer>
}

export class SealedPages {
	readonly #seal: Seal
	readonly #now: () => number
	readonly #kept = new Map<string, Kept>()

	/** @param now ms since 1970 */
	constructor(seal: Seal, now: () => number) {
		this.#seal = seal
		this.#now = now
	}

	/**
	 * @param places the second one is for the sheet without a time-stamp
	 * @param stamped whether a time-stamp may be asked for
	 */
	async print(
		facts: Omit<SheetFacts, 'seal'>,
		places: readonly [PrintingPlace, PrintingPlace],
		stamped: boolean,
	): Promise<Uint8Array<ArrayBuffer>> {
		const { name, until } = this.#seal.signer
		if (this.#now() > until) return places[0].print({ ...facts, seal: null })
		if (stamped) {
			try {
				return await this.#sealed({ ...facts, seal: { name, stamped: true } }, places[0])
			} catch (error) {
				if (!(error instanceof NoStamp)) throw error
			}
		}
		return this.#sealed({ ...facts, seal: { name, stamped: false } }, places[1])
	}

	async #sealed(facts: SheetFacts, place: PrintingPlace): Promise<Uint8Array<ArrayBuffer>> {
		const now = this.#now()
		const key = createHash('sha256').update(JSON.stringify(facts)).digest('base64')
		const known = this.#kept.get(key)
		if (known !== undefined && now >= known.at && now - known.at < KEPT_MS) return known.pdf
		const page = await place.print(facts)
		const pdf = await sealPdf(this.#seal, page, { stamped: facts.seal?.stamped === true, now })
		this.#kept.delete(key)
		this.#kept.set(key, { at: now, pdf })
		const oldest = this.#kept.keys().next().value
		if (this.#kept.size > KEPT && oldest !== undefined) this.#kept.delete(oldest)
		return pdf
	}
}
