/**
 * What the data folder says of a log, whether or not the keys agree: for closing a log, and for judging what would
 * open it again.
 * @module
 */
import { stat } from 'node:fs/promises'
import type { Hash } from '@letopis/format'
import { storageError } from '../error.ts'
import { readFrozen } from '../log/freeze.ts'
import { type Frozen, openHeadFile } from '../log/head-file.ts'
import { LogStore } from '../log/log-store.ts'
import { type RecoveredTree, recoverTree } from '../log/recover.ts'
import { openSigner } from '../log/signer.ts'
import { openLevelStore } from '../store/level.ts'
import type { Store } from '../store/store.ts'
import type { NumberedIdentity } from './identity.ts'
import { logPaths, type TownSettings } from './settings.ts'

export interface DataHead {
	readonly size: number
	readonly root: Hash
	/** The newest signed head. */
	readonly note: string
	/** Size of the newest published head; where none was published, of the log. */
	readonly published: number
	readonly frozen: Frozen | null
	/** Size that the keys remember to have signed; null if they do not remember any. */
	readonly remembered: number | null
}

/** Whether the data folder has a store of this log; makes nothing. @throws LedgerError 'io' */
export async function hasData(
	settings: Pick<TownSettings, 'data' | 'keys'>,
	number: number,
): Promise<boolean> {
	try {
		await stat(logPaths(settings, number).entries)
		return true
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false
		throw storageError(error, 'looking for the data')
	}
}

/**
 * @returns null where there is no data of this log
 * @throws LedgerError 'corrupt' if it does not lead to a signed head, 'in-use'
 */
export async function readDataHead(
	settings: Pick<TownSettings, 'data' | 'keys'>,
	{ number, origin }: Pick<NumberedIdentity, 'number' | 'origin'>,
): Promise<DataHead | null> {
	if (!(await hasData(settings, number))) return null
	return withTree(settings, { number, origin }, async (store, recovered) => {
		if (recovered === undefined) return null
		const { size, root, state } = recovered
		const published = (await new LogStore(store).lastPublished())?.size ?? size
		const head = await openHeadFile(logPaths(settings, number).head)
		try {
			const remembered = (await head.read().catch(() => null))?.size ?? null
			return { size, root, note: state.note, published, frozen: await readFrozen(store, head), remembered }
		} finally {
			await head.close()
		}
	})
}

/** Consistency proof of the data's newest head with an older one. @throws LedgerError as {@link readDataHead} */
export function consistencyFrom(
	settings: Pick<TownSettings, 'data' | 'keys'>,
	log: Pick<NumberedIdentity, 'number' | 'origin'>,
	older: number,
): Promise<Hash[]> {
	return withTree(settings, log, async (_, recovered) =>
		recovered === undefined ? [] : recovered.prover.consistency(older, recovered.size),
	)
}

async function withTree<T>(
	settings: Pick<TownSettings, 'data' | 'keys'>,
	{ number, origin }: Pick<NumberedIdentity, 'number' | 'origin'>,
	use: (store: Store, recovered: RecoveredTree | undefined) => Promise<T>,
): Promise<T> {
	const { vkeys } = await openSigner(settings.keys, origin)
	const store = await openLevelStore(logPaths(settings, number).entries)
	try {
		const recovered = await recoverTree(new LogStore(store), origin, [vkeys.ed25519, vkeys.mldsa44])
		return await use(store, recovered)
	} finally {
		await store.close()
	}
}
