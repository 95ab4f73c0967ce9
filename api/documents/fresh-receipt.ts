/**
 * The JSON of a receipt that was just issued, written fast: every upload is answered with one. Character for
 * character what `formatReceipt` of the format writes (a test compares them), without its pure base64 and without
 * reading its own result back, for all of it was made here a moment ago.
 * @module
 */
import { disclose, type FieldName, type LinkedAnchor } from '@letopis/format'
import type { Appended } from '../deps.ts'

/** What a receipt discloses: whoever holds it can show which content, and when. */
export const DISCLOSED: readonly FieldName[] = ['content', 'time']

/** Linked anchors as they stand in a receipt's JSON; the same for thousands of entries. */
export interface LinkedJson {
	readonly entry: string
	readonly note: string | null
	readonly token: string | null
}

const base64 = (bytes: Uint8Array) =>
	Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('base64')

export function linkedJson(linked: readonly LinkedAnchor[]): LinkedJson[] {
	return linked.map(({ entry, note, token }) => ({
		entry: base64(entry),
		note,
		token: token === null ? null : base64(token),
	}))
}

/** Receipt of an acknowledged entry: signed by the log, not yet published, without anchors and status. */
export function freshReceiptJson(appended: Appended, linked: readonly LinkedJson[]): string {
	const { entry, opening, index, proof, checkpoint } = appended
	const hashes = proof.map((hash) => `${base64(hash)}\n`).join('')
	const receipt = {
		type: 'letopis-receipt/v1',
		entry: base64(entry),
		fields: disclose(opening, DISCLOSED).map(({ leaf, path }) => ({
			leaf: base64(leaf),
			path: path.map(base64),
		})),
		proof: `c2sp.org/tlog-proof@v1\nindex ${index}\n${hashes}\n${checkpoint}`,
		anchors: [],
		linked,
		status: null,
	}
	return `${JSON.stringify(receipt, null, 2)}\n`
}
