/**
 * A log as the server runs it, for measuring: LevelDB, the vault with its two copies, the head file, real keys.
 * @module
 */
import { randomBytes } from 'node:crypto'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Draft, Log, Vault } from '@letopis/ledger'
import { createLog, createSigner, openEpochs, openHeadFile, openLevelStore, openVault } from '@letopis/ledger'
import { makeTrustFile } from '../../ledger/town/trust-file.ts'

export interface RealLog {
	readonly log: Log
	readonly vault: Vault
	/** asks for no stamp and no witness */
	readonly trustFile: Uint8Array
	close(): Promise<void>
}

/** Makes a log in an empty or missing folder. */
export async function makeLog(folder: string): Promise<RealLog> {
	const keys = join(folder, 'keys')
	await mkdir(keys, { recursive: true })
	const store = await openLevelStore(join(folder, 'entries'))
	const index = await openLevelStore(join(folder, 'index'), { compress: false })
	const vault = await openVault({ dir: join(folder, 'vault'), epochs: await openEpochs(keys) })
	const head = await openHeadFile(join(keys, 'head'))
	const signer = await createSigner(keys, 'bench.invalid/log/1')
	const clock = { now: () => Date.now() }
	const town = { town: 'Ukázkov', demo: true }
	const log = await createLog({ store, index, vault, signer, head, clock, random: randomBytes }, town)
	const { origin, vkeys } = signer
	return {
		log,
		vault,
		trustFile: makeTrustFile({
			...{ ...town, log: { origin, ...vkeys }, statusKey: vkeys.status },
			...{ requiredWitnesses: [], timestampRoots: [], timestampsRequired: 0, predecessors: [] },
		}),
		close: async () => {
			await log.close()
			await Promise.all([store.close(), index.close(), vault.close(), head.close()])
		},
	}
}

/** Bytes that differ from any given out before, without asking the system for each. */
let pool = randomBytes(65_536)
let used = 0
function unique(size: number): Uint8Array {
	if (used + size > pool.length) {
		pool = randomBytes(65_536)
		used = 0
	}
	used += size
	return new Uint8Array(pool.buffer, pool.byteOffset + used - size, size)
}

/** An entry of 512 B with three private fields; the log adds a fourth, the exact time. */
export function sealedDraft(): Draft {
	return { kind: 'sealed', body: {}, fields: { actor: 'bench', kind: 'document', content: unique(32) } }
}

/** Bytes of the entry that a {@link sealedDraft} becomes. */
export const ENTRY_BYTES = 512
