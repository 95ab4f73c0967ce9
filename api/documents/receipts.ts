/**
 * Receipts and status statements: what the town gives out about one entry, as of now. A receipt grows each time it
 * is asked for: signed by the log, then published and witnessed, then anchored.
 * @module
 */
import {
	type Cid,
	cidText,
	decodeEntry,
	disclose,
	formatStatus,
	type LinkedAnchor,
	type Opening,
	parseCheckpoint,
	parseNote,
	type Receipt,
} from '@letopis/format'
import type { AnchorReader, Appended } from '../deps.ts'
import type { ApiDeps } from '../services.ts'
import { DISCLOSED, freshReceiptJson, type LinkedJson, linkedJson } from './fresh-receipt.ts'
import { listRelations } from './queries.ts'
import { RELATIONS } from './rows.ts'

/** Acts that one status statement names at most (format). */
const MAX_ACTS = 64
/** Relations looked at for a statement; one entry has a handful. */
const MAX_RELATIONS = 1024
const MAX_CACHED = 64

/** Builds receipts; remembers the anchors that new entries link to, which are the same for thousands of them. */
export class Receipts {
	readonly #deps: ApiDeps
	readonly #linked = new Map<string, { anchors: readonly LinkedAnchor[]; json: readonly LinkedJson[] }>()

	constructor(deps: ApiDeps) {
		this.#deps = deps
	}

	/** Receipt of an entry that was just acknowledged: signed by the log, not yet published. */
	async fresh(appended: Appended): Promise<Receipt> {
		const { entry, opening, index, proof, checkpoint } = appended
		return {
			entry,
			fields: disclose(opening, DISCLOSED),
			proof: { index, proof, checkpoint },
			anchors: [],
			linked: (await this.#linkedAnchors(entry)).anchors,
			status: null,
		}
	}

	/** The same as JSON. */
	async freshJson(appended: Appended): Promise<string> {
		return freshReceiptJson(appended, (await this.#linkedAnchors(appended.entry)).json)
	}

	/**
	 * Receipt with all that is known now: of an entry of a closed log, under that log's last head, with its anchors.
	 * @param position of the entry
	 * @param opening null when the private fields were erased
	 */
	async grown(position: number, bytes: Uint8Array, opening: Opening | null, cid: Cid): Promise<Receipt> {
		const { log, first, anchors } = await this.#deps.projection.chronicle.part(position)
		const { published, witnessed, checkpoint } = log
		const index = position - first
		// While witnesses are still asked about the newest head, an older one that covers the entry says more. A head that
		// is not published yet still proves the entry, by the log's own signature.
		const head = [witnessed, published].find((one) => one !== null && one.size > index) ?? {
			note: checkpoint,
			size: parseCheckpoint(parseNote(checkpoint).text).size,
		}
		return {
			entry: bytes,
			fields: opening === null ? [] : disclose(opening, DISCLOSED),
			proof: { index, proof: await log.inclusionProof(index, head.size), checkpoint: head.note },
			anchors: await (anchors ?? this.#deps.ledger.anchorer).anchorsFor(index),
			linked: (await this.#linkedAnchors(bytes, anchors)).anchors,
			status: await statusNote(this.#deps, position, cid),
		}
	}

	/** @param reader of the log that holds the entry; null for the present one */
	async #linkedAnchors(
		bytes: Uint8Array,
		reader: AnchorReader | null = null,
	): Promise<{ anchors: readonly LinkedAnchor[]; json: readonly LinkedJson[] }> {
		const key = decodeEntry(bytes).anchors.map(cidText).join()
		const known = this.#linked.get(key)
		if (known !== undefined) return known
		const anchors = await (reader ?? this.#deps.ledger.anchorer).linkedAnchors(bytes)
		const linked = { anchors, json: linkedJson(anchors) }
		if (this.#linked.size >= MAX_CACHED) this.#linked.clear()
		this.#linked.set(key, linked)
		return linked
	}
}

/**
 * What the present log, at its newest head, says about later acts on an entry of its own or of a closed log, signed
 * by the status key. Made from public links alone, so that anyone with the logs can show it false.
 * @param position of the entry
 */
export async function statusNote(deps: ApiDeps, position: number, cid: Cid): Promise<string> {
	const { ledger, projection, clock } = deps
	const { log } = ledger
	const { chronicle } = projection
	// The size is fixed first: the root and the relations are those below it, whatever is appended meanwhile.
	const { size } = log
	await projection.reached(size)
	const relations = await listRelations(projection.store, position, chronicle.base + size, MAX_RELATIONS)
	const acts = relations
		.toSorted((a, b) => RELATIONS.indexOf(b.relation) - RELATIONS.indexOf(a.relation) || a.index - b.index)
		.slice(0, MAX_ACTS)
		// By position, so that the logs come from older to newer.
		.toSorted((a, b) => a.index - b.index)
		.map(({ relation, index, cid: by }) => {
			const { origin, index: at } = chronicle.place(index)
			return { relation, log: origin, index: at, cid: cidText(by) }
		})
	const place = chronicle.place(position)
	const text = formatStatus({
		origin: log.origin,
		size,
		root: await log.rootAt(size),
		log: place.origin,
		index: place.index,
		cid: cidText(cid),
		time: Math.floor(clock.now() / 1000),
		acts,
	})
	return ledger.signStatus(text)
}
