/**
 * `peer-tessera`, `peer-immudb`: our rate beside that of others, with the same number of clients, the same 512 bytes
 * in the log, and the same promise before the next append. Ours is taken before and after them, in the same run. What
 * they do not do, we do all the same: private fields in an encrypted vault of two copies.
 * @module
 */

import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { closedLoop } from './closed-loop.ts'
import { median } from './measure.ts'
import { type PeerResult, runPeers } from './peers/run.ts'
import { ENTRY_BYTES, makeLog, sealedDraft } from './real-log.ts'
import { atLeast, type BenchCase, type BenchContext, type Row, told } from './row.ts'

const CLIENTS = 1024
const SECONDS = 8
/** What we aim at; of immudb the rate is only told. */
const TESSERA_TARGET = 3

export const peers: BenchCase = {
	name: 'peer-tessera',
	also: ['peer-immudb', 'peer-immudb-no-index'],
	describe:
		'our appends beside those of Tessera (awaiting publication) and immudb (synced): clients and bytes alike',
	run: measurePeers,
}

async function measurePeers({ folder, say }: BenchContext): Promise<Row[]> {
	const before = await ourRate(join(folder, 'before'))
	const results = await runPeers({
		seconds: SECONDS,
		clients: CLIENTS,
		payload: ENTRY_BYTES,
		folder,
		onProgress: say,
	})
	const ours = median([before, await ourRate(join(folder, 'after'))])
	return results.flatMap((result) => peerRows(result, ours))
}

/** What one peer's result says beside ours. */
export function peerRows(result: PeerResult, ours: number): Row[] {
	const { name } = result
	if ('skipped' in result) return [{ ...told(name, 0, '× peer'), skipped: result.skipped }]
	const ratio = ours / result.rate
	return [
		name === 'peer-tessera' ? atLeast(name, ratio, '× peer', TESSERA_TARGET) : told(name, ratio, '× peer'),
		told(`${name}.rate`, result.rate, 'appends/s'),
		told(`${name}.our-rate`, ours, 'appends/s'),
		told(`${name}.p50`, result.p50Ms, 'ms'),
	]
}

async function ourRate(folder: string): Promise<number> {
	const { log, close } = await makeLog(folder)
	try {
		const { rate } = await closedLoop({
			callers: CLIENTS,
			warmUpSeconds: 3,
			seconds: SECONDS,
			draft: sealedDraft,
			append: (draft) => log.append(draft),
		})
		return rate
	} finally {
		await close()
		await rm(folder, { recursive: true })
	}
}
