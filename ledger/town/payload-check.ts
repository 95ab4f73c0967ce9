/**
 * Whether every content that an entry names is still stored, unless it was erased on purpose.
 * @module
 */
import { type Cid, cidText } from '@letopis/format'
import type { LogReader } from '../log/log-reader.ts'
import type { Vault } from '../vault/vault.ts'
import { contentsOf } from './sweep.ts'

/** Findings told one by one; more would only hide the reason. */
const TOLD = 1000

/**
 * @param damaged files that are not what their name says
 * @returns besides what is missing, those of the damaged that entries name: the others were left by uploads that a crash
 *   cut off, and go with the next start
 */
export async function checkPayloads(
	log: LogReader,
	vault: Vault,
	damaged: readonly Cid[],
	onProgress: (done: number, total: number) => void,
): Promise<{ count: number; missing: string[]; damaged: ReadonlySet<Cid> }> {
	const missing: string[] = []
	const suspects = new Map(damaged.map((cid) => [cidText(cid), cid]))
	const named = new Set<Cid>()
	let count = 0
	for await (const { index, cid } of contentsOf(log, onProgress)) {
		count++
		const suspect = suspects.get(cidText(cid))
		if (suspect !== undefined) named.add(suspect)
		if (missing.length >= TOLD) continue
		const record = await vault.record(index).catch(() => undefined)
		if (record === 'erased' || (await vault.holds(cid, record))) continue
		missing.push(`entry ${index}: its content ${cid} is not in the vault; bring the file back from a backup`)
	}
	return { count, missing, damaged: named }
}
