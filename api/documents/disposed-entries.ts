/**
 * What the log declares as disposed of. An act whose private half was destroyed leaves a doubt (`doubts.ts`) unless the
 * log itself says, in an entry of kind `disposal`, that it was: only what belongs to a document, and subscriptions to the notice
 * board, are ever named there.
 * @module
 */
import { type Cid, cidText, decodeEntry } from '@letopis/format'
import type { Chronicle } from '../chronicle.ts'

export class DisposedEntries {
	readonly #chronicle: Chronicle
	readonly #known = new Set<string>()
	/** Position up to which the log was read. */
	#read = 0

	constructor(chronicle: Chronicle) {
		this.#chronicle = chronicle
	}

	/** The first question reads the whole log, further ones what has come since. */
	async has(cid: Cid): Promise<boolean> {
		const { size } = this.#chronicle
		for await (const { entry } of this.#chronicle.entries(this.#read, size)) {
			const { kind, links } = decodeEntry(entry)
			if (kind === 'disposal') for (const disposed of links.disposes ?? []) this.#known.add(cidText(disposed))
		}
		this.#read = size
		return this.#known.has(cidText(cid))
	}
}
