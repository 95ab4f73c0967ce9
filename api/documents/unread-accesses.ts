/**
 * Accesses whose private half nobody can read any more, told from other acts by what is public of them: the tag of an
 * access is the HMAC of its number under a key of its document, that of anything else is random. So the numbers of each
 * document whose secret is there are tried one by one; there is no gap among them, hence the search ends.
 *
 * An access to a document whose own record is gone as well is not recognised, and stays in doubt.
 * @module
 */
import { accessKeyIn, accessTag, decodeEntry, type Entry, entryCid } from '@letopis/format'
import { accessKey, LedgerError } from '@letopis/ledger'
import type { Chronicle, Part } from '../chronicle.ts'
import type { VaultRecord } from '../deps.ts'

/** Private half of a position, or why there is none. */
type Found = VaultRecord | 'erased' | 'lost'

export class UnreadAccesses {
	readonly #chronicle: Chronicle
	/** Tags of unread accesses below a position; null before anybody asked. */
	#known: { readonly below: number; readonly tags: ReadonlySet<string> } | null = null

	constructor(chronicle: Chronicle) {
		this.#chronicle = chronicle
	}

	/**
	 * Whether an act is an access to a document. The first question reads all records from there on, and the secrets of
	 * all documents; further ones are answered from memory.
	 */
	async has(position: number, { tag }: Entry): Promise<boolean> {
		if (tag === undefined) return false
		if (this.#known === null || position >= this.#known.below) this.#known = await this.#find(position)
		return this.#known.tags.has(nameOf(tag))
	}

	/** What is found later may be another: records are restored, and lost. */
	forget(): void {
		this.#known = null
	}

	async #find(from: number): Promise<{ below: number; tags: Set<string> }> {
		const below = this.#chronicle.size
		const tags = new Set<string>()
		for (const part of await this.#parts(from, below)) {
			const unread = await this.#unread(from, below, part)
			if (unread.size > 0) await this.#recognise(part, unread, tags)
		}
		return { below, tags }
	}

	async #parts(from: number, below: number): Promise<Part[]> {
		const parts: Part[] = []
		for await (const { index } of this.#chronicle.entries(from, below)) {
			const last = parts.at(-1)
			if (last !== undefined && index < last.first + last.log.size) continue
			parts.push(await this.#chronicle.part(index))
		}
		return parts
	}

	/** Tags of acts of one log that cannot be read. */
	async #unread(from: number, below: number, { first, log }: Part): Promise<Set<string>> {
		const unread = new Set<string>()
		const [start, end] = [Math.max(from, first), Math.min(below, first + log.size)]
		for await (const { index, entry } of this.#chronicle.entries(start, end)) {
			const { kind, tag, body, links } = decodeEntry(entry)
			if (kind !== 'sealed' || tag === undefined) continue
			if (body.content !== undefined || Object.keys(links).length > 0) continue
			if (typeof (await this.#record(index)) === 'string') unread.add(nameOf(tag))
		}
		return unread
	}

	/** Moves those that are accesses, in that log, to any document of the town. */
	async #recognise({ first, log }: Part, unread: Set<string>, accesses: Set<string>): Promise<void> {
		for await (const { index, entry } of this.#chronicle.entries(0, first + log.size)) {
			const { kind } = decodeEntry(entry)
			if (kind !== 'sealed' && kind !== 'document') continue
			const record = await this.#record(index)
			if (typeof record === 'string' || record.secret === undefined) continue
			const own = accessKey(record.secret)
			const key = index >= first ? own : accessKeyIn(own, log.origin)
			let last = await log.accessCount(entryCid(entry))
			for (let number = 1; number <= last + 1; number++) {
				const tag = nameOf(accessTag(key, number))
				if (!unread.delete(tag)) continue
				accesses.add(tag)
				last = Math.max(last, number)
			}
			if (unread.size === 0) return
		}
	}

	async #record(position: number): Promise<Found> {
		try {
			return (await this.#chronicle.record(position)) ?? 'lost'
		} catch (error) {
			if (error instanceof LedgerError && error.code === 'corrupt') return 'lost'
			throw error
		}
	}
}

function nameOf(tag: Uint8Array): string {
	return Buffer.from(tag.buffer, tag.byteOffset, tag.byteLength).toString('latin1')
}
