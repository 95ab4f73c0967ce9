/**
 * Accesses whose private half is erased or lost, when the index is built: their entries no longer say to which document
 * they belong, yet their numbers were given out. Were they not counted, the next access would get a number a second
 * time, and whoever looks for the one after his last would not find it.
 *
 * Their tags are public, and each is the HMAC of a number under the key of its document: so for every document whose
 * key is there, its numbers are tried one by one. There is no gap among them, hence the search ends.
 * @module
 */
import { accessTag, type Cid, decodeEntry, entryCid } from '@letopis/format'
import { accessKey } from '../vault/secrets.ts'
import { accessRow, type LogIndex } from './log-index.ts'
import type { LogStore } from './log-store.ts'
import { privateHalf } from './private-half.ts'
import type { RecordSink } from './types.ts'

export class UnseenAccesses {
	readonly #tags = new Set<string>()

	/** @param entry whose private half cannot be read */
	note(entry: Uint8Array): void {
		const { tag, body } = decodeEntry(entry)
		// An entry with a content is a document.
		if (tag !== undefined && body.content === undefined) this.#tags.add(nameOf(tag))
	}

	/** Adds those of known documents to the counters of the index, which has all others. */
	async count(index: LogIndex, log: LogStore, vault: RecordSink, size: number): Promise<void> {
		if (this.#tags.size === 0) return
		for await (const { index: at, entry } of log.entries(0, size)) {
			const { kind } = decodeEntry(entry)
			if (kind !== 'sealed' && kind !== 'document') continue
			const half = await privateHalf(vault, at)
			if (typeof half === 'string' || half.secret === undefined) continue
			await this.#countFor(index, entryCid(entry), accessKey(half.secret))
			if (this.#tags.size === 0) break
		}
	}

	async #countFor(index: LogIndex, document: Cid, key: Uint8Array): Promise<void> {
		const known = await index.accessCount(document)
		let total = known
		for (let number = 1; number <= total + 1; number++)
			if (this.#tags.delete(nameOf(accessTag(key, number)))) total++
		if (total > known) index.add([], new Map([[accessRow(document), total]]))
	}
}

function nameOf(tag: Uint8Array): string {
	return Buffer.from(tag.buffer, tag.byteOffset, tag.byteLength).toString('latin1')
}
