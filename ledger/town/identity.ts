/**
 * Who a log is, kept among its keys as `<keys>/log-<n>/town.json`: the origin was chosen once and must survive the
 * loss of all data. Written before the log is made, and again, as founded, once its genesis entry is durable;
 * `closed` once a successor has taken over.
 * @module
 */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { makeFolder, writeDurably } from '../anchor/durable-file.ts'
import { LedgerError, storageError } from '../error.ts'
import { logNumbers, logPaths, type TownSettings } from './settings.ts'

export interface LogIdentity {
	readonly origin: string
	readonly town: string
	readonly demo: boolean
	readonly founded: boolean
	/** The head that it was closed at: size and root in hex. */
	readonly closed?: { readonly size: number; readonly root: string }
}

/** As the certificate of its own seal names the town: nothing of a demonstration passes for real. */
export function sealName({ town, demo }: Pick<LogIdentity, 'town' | 'demo'>): string {
	return demo ? `DEMO ${town}` : town
}

/** @returns null where this log was never begun */
export async function readIdentity(
	settings: Pick<TownSettings, 'data' | 'keys'>,
	number: number,
): Promise<LogIdentity | null> {
	const path = join(logPaths(settings, number).keys, 'town.json')
	let text: string
	try {
		text = await readFile(path, 'utf8')
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
		throw storageError(error, 'reading which log the keys belong to')
	}
	try {
		const identity = JSON.parse(text) as LogIdentity
		if (typeof identity.origin === 'string' && typeof identity.town === 'string') return identity
	} catch {
		// Told below, with what to do.
	}
	throw new LedgerError('corrupt', `${path} cannot be read`, {
		remedy: 'bring the file back from the copy of the keys folder',
	})
}

export async function writeIdentity(
	settings: Pick<TownSettings, 'data' | 'keys'>,
	number: number,
	identity: LogIdentity,
): Promise<void> {
	const { keys } = logPaths(settings, number)
	try {
		await makeFolder(keys)
		await writeDurably(join(keys, 'town.json'), Buffer.from(`${JSON.stringify(identity, null, '\t')}\n`))
	} catch (error) {
		throw storageError(error, 'writing which log the keys belong to')
	}
}

export interface NumberedIdentity extends LogIdentity {
	readonly number: number
}

/** All founded logs of the town, oldest first; the last one is the present one. */
export async function foundedLogs(
	settings: Pick<TownSettings, 'data' | 'keys'>,
): Promise<NumberedIdentity[]> {
	const logs: NumberedIdentity[] = []
	for (const number of await logNumbers(settings)) {
		const identity = await readIdentity(settings, number)
		if (identity?.founded) logs.push({ ...identity, number })
	}
	return logs
}

/** The log that is written to. @throws LedgerError 'not-found' */
export async function presentLog(settings: Pick<TownSettings, 'data' | 'keys'>): Promise<NumberedIdentity> {
	const present = (await foundedLogs(settings)).at(-1)
	if (present !== undefined) return present
	throw new LedgerError('not-found', `no town was made with the keys folder ${settings.keys}`, {
		remedy: 'run "letopis init", or bring back the keys folder',
	})
}
