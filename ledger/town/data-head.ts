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
import { recoverTree } from '../log/recover.ts'
import { openSigner } from '../log/signer.ts'
import { openLevelStore } from '../store/level.ts'
import type { NumberedIdentity } from './identity.ts'
import { logPaths, type TownSettings } from './settings.ts'

export interface DataHead {
	readonly size: number
	readonly root: Hash
	/** Size of the newest published head; where none is found near the end, of the log. */
	readonly published: number
	readonly frozen: Frozen | null
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
	const paths = logPaths(settings, number)
	const { vkeys } = await openSigner(settings.keys, origin)
	const store = await openLevelStore(paths.entries)
	const head = await openHeadFile(paths.head)
	try {
		const log = new LogStore(store)
		const recovered = await recoverTree(log, origin, [vkeys.ed25519, vkeys.mldsa44])
		if (recovered === undefined) return null
		const { size, root } = recovered
		const published = (await log.lastPublished())?.size ?? size
		return { size, root, published, frozen: await readFrozen(store, head) }
	} finally {
		await head.close()
		await store.close()
	}
}
