/**
 * The town for this process alone, as the user whose town it is.
 * @module
 */
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { LedgerError } from '../error.ts'
import { type KeysLock, lockKeys } from '../log/keys-lock.ts'
import { logNumbers, logPaths, type TownSettings } from './settings.ts'

/**
 * @throws LedgerError 'in-use'; 'conflict' for root in another user's town: the server, started again as that
 *   user, could not open the files that root would leave
 */
export async function lockTown(settings: Pick<TownSettings, 'data' | 'keys'>): Promise<KeysLock> {
	if (process.geteuid?.() === 0) await refuseOthers(settings)
	return lockKeys(settings.keys)
}

async function refuseOthers(settings: Pick<TownSettings, 'data' | 'keys'>): Promise<void> {
	for (const number of await logNumbers(settings)) {
		const { uid = 0 } =
			(await stat(join(logPaths(settings, number).keys, 'town.json')).catch(() => null)) ?? {}
		if (uid === 0) continue
		throw new LedgerError('conflict', `the town in ${settings.keys} belongs to user ${uid}, this is root`, {
			remedy: `run the command as that user: sudo -u '#${uid}' ...`,
		})
	}
}
