/**
 * A log that is open in this process, in its public form.
 * @module
 */
import { type Cid, parseCid } from '@letopis/format'
import { LedgerError } from '../error.ts'
import type { LogSource } from './source.ts'

interface OpenLog {
	readonly published: { readonly note: string } | null
	bundle(bundle: { index: number; width: number }): Promise<Uint8Array | undefined>
	blob(cid: Cid): Promise<Uint8Array | undefined>
}

export function logSource(log: OpenLog | undefined): LogSource {
	const missing = (what: string) => new LedgerError('not-found', `the log has no ${what}`)
	return {
		async checkpoint() {
			const note = log?.published?.note
			if (note === undefined) throw missing('published head')
			return note
		},
		async bundle(index, width) {
			const bytes = await log?.bundle({ index, width })
			if (bytes === undefined) throw missing(`bundle ${index}`)
			return bytes
		},
		async blob(cid) {
			const bytes = await log?.blob(parseCid(cid))
			if (bytes === undefined) throw missing(`blob ${cid}`)
			return bytes
		},
	}
}
