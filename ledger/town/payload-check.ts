/**
 * Whether every content that an entry names is still stored, unless it was erased on purpose.
 * @module
 */
import type { LogReader } from '../log/log-reader.ts'
import type { Vault } from '../vault/vault.ts'
import { contentsOf } from './sweep.ts'

/** Findings told one by one; more would only hide the reason. */
const TOLD = 1000

export async function checkPayloads(
	log: LogReader,
	vault: Vault,
	onProgress: (done: number, total: number) => void,
): Promise<{ count: number; missing: string[] }> {
	const missing: string[] = []
	let count = 0
	for await (const { index, cid } of contentsOf(log, onProgress)) {
		count++
		if (missing.length >= TOLD) continue
		const record = await vault.record(index).catch(() => undefined)
		if (record === 'erased' || (await vault.holds(cid, record))) continue
		missing.push(`entry ${index}: its content ${cid} is not in the vault; bring the file back from a backup`)
	}
	return { count, missing }
}
