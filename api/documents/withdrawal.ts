/**
 * A public document that is public no more: it was taken from the notice board, and what it says of people must not stay in
 * view. Its rows then say what those of a private document say, so every route asks who reads and leaves a trace; its
 * entries stay as they are, and whoever has the file or a receipt proves with them what they proved before.
 *
 * A version that is recorded as public later is public again.
 * @module
 */
import type { Rows } from '../cases/postings.ts'
import { decodeDocument, decodeVersion, encodeDocument, encodeVersion, keys } from './rows.ts'

/** Rows being changed. */
export interface VersionRows extends Rows {
	/** versions of a document up to its latest, by position */
	versions(first: number, latest: number): Promise<number[]>
}

/** @param first position of the document's first entry */
export async function withdrawDocument(draft: VersionRows, first: number): Promise<void> {
	const bytes = await draft.get(keys.document(first))
	if (bytes === undefined) return
	const row = decodeDocument(bytes)
	for (const index of await draft.versions(first, row.latest)) {
		const key = keys.version(first, index)
		const version = await draft.get(key)
		if (version !== undefined) draft.put(key, encodeVersion({ ...decodeVersion(version), public: false }))
	}
	draft.put(keys.document(first), encodeDocument({ ...row, public: false }))
	draft.delete(keys.public(first))
}
