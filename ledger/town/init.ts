/**
 * Making a town: the origin is chosen once, the keys are made, the genesis entry is written.
 * A making that was interrupted is taken up again by calling it again.
 * @module
 */
import { randomBytes } from 'node:crypto'
import { formatVkey, type Hash } from '@letopis/format'
import { makeFolder } from '../anchor/durable-file.ts'
import { stampGenesis } from '../anchor/genesis-stamps.ts'
import { LedgerError } from '../error.ts'
import { prepareDataFolder } from '../folder/format.ts'
import { type HeadFile, openHeadFile } from '../log/head-file.ts'
import type { Log } from '../log/log.ts'
import { createLog, openLog } from '../log/open.ts'
import { createSigner } from '../log/signer.ts'
import type { Genesis } from '../log/types.ts'
import { openOwnSeal } from '../seal/own-seal.ts'
import { openLevelStore } from '../store/level.ts'
import type { Store } from '../store/store.ts'
import { openEpochs } from '../vault/epochs.ts'
import { openVault } from '../vault/vault.ts'
import { openAuthorities } from './authorities.ts'
import { foundedLogs, type LogIdentity, readIdentity, sealName, writeIdentity } from './identity.ts'
import { lockTown } from './lock.ts'
import { ensureAdminToken } from './secrets.ts'
import { logPaths, sealPath, type TownSettings } from './settings.ts'

export interface NewTown {
	/** As it stands in the trust file, 1..200 characters. */
	readonly town: string
	/** What the origin begins with; made up for a DEMO log. */
	readonly host?: string
	readonly demo: boolean
}

/** Whether a town was made with these folders; says nothing of its health. */
export async function townExists(settings: Pick<TownSettings, 'data' | 'keys'>): Promise<boolean> {
	return (await foundedLogs(settings)).length > 0
}

/**
 * @throws LedgerError 'conflict' if there is a town already, 'in-use', 'disk-full', 'io'
 */
export async function initTown(
	settings: TownSettings,
	wanted: NewTown,
): Promise<{ origin: string; vkeys: string[] }> {
	const host = wanted.demo ? `demo-${randomBytes(4).toString('hex')}.invalid` : wanted.host
	if (host === undefined) throw new TypeError('a town that is no demonstration needs a host')
	await makeFolder(settings.keys)
	const lock = await lockTown(settings)
	try {
		if (await townExists(settings))
			throw new LedgerError('conflict', `${settings.keys} already holds the keys of a town`, {
				remedy: 'start the server with these folders, or choose another keys folder',
			})
		const identity = await chooseIdentity(settings, { origin: `${host}/log/1`, ...wanted })
		await prepareDataFolder(settings.data, { program: settings.program, backup: refuseUpgrade })
		await ensureAdminToken(settings)
		// Before anybody is told the fingerprint of the trust file, which names its root.
		if (settings.seal === undefined)
			await openOwnSeal(sealPath(settings), sealName(identity), settings.clock.now())
		const { origin, town, demo } = identity
		const { signer } = await foundLog(settings, origin, { town, demo })
		return { origin: signer.origin, vkeys: Object.values(signer.vkeys).map(formatVkey) }
	} finally {
		await lock.release()
	}
}

type Chosen = Pick<LogIdentity, 'origin' | 'town' | 'demo'>

/** A making that was cut off has chosen its origin already, and may have signed with it. */
async function chooseIdentity(settings: TownSettings, wanted: Chosen): Promise<Chosen> {
	const begun = await readIdentity(settings, 1)
	if (begun === null) return wanted
	const same = wanted.demo || (begun.origin === wanted.origin && begun.town === wanted.town)
	if (begun.demo === wanted.demo && same) return begun
	throw new LedgerError('conflict', `the making of ${begun.origin} for ${begun.town} was begun here`, {
		remedy: `end it with the same names, or remove ${settings.keys} and ${settings.data}, where nothing is recorded yet`,
	})
}

/**
 * Makes keys, folders and genesis entry of one log, publishes its first head and closes it again. What an earlier
 * call that was cut off has made is taken up.
 * The keys folder is locked by the caller.
 */
export async function foundLog(settings: TownSettings, origin: string, genesis: Omit<Genesis, 'stamp'>) {
	const number = Number(origin.slice(origin.lastIndexOf('/') + 1))
	const paths = logPaths(settings, number)
	for (const path of [paths.entries, paths.index, paths.vault]) await makeFolder(path)
	const identity = { origin, town: genesis.town, demo: genesis.demo }
	await writeIdentity(settings, number, { ...identity, founded: false })
	const signer = await createSigner(settings.keys, origin)
	const epochs = await openEpochs(paths.keys)
	if (epochs.current === undefined) await epochs.add()
	const authorities = await openAuthorities(settings, genesis.demo, paths.authority)
	{
		// What is opened is closed in the opposite order, also when a later step fails.
		await using opened = new AsyncDisposableStack()
		const closing = async <T extends { close(): Promise<void> }>(making: Promise<T>) =>
			opened.adopt(await making, (made) => made.close())
		const store = await closing<Store>(openLevelStore(paths.entries))
		const index = await closing<Store>(openLevelStore(paths.index, { compress: false }))
		const vault = await closing(openVault({ dir: paths.vault, epochs }))
		const head = await closing<HeadFile>(openHeadFile(paths.head))
		const parts = { store, index, vault, signer, head, clock: settings.clock, random: randomBytes }
		const stamp = (imprint: Hash) =>
			stampGenesis(
				imprint,
				authorities.map(({ authority }) => authority),
			)
		// A signed genesis entry is there already: only the note that the log is founded is missing.
		const made = ((await head.read())?.size ?? 0) > 0
		const log = await closing<Log>(made ? openLog(parts) : createLog(parts, { ...genesis, stamp }))
		await log.publish()
	}
	await writeIdentity(settings, number, { ...identity, founded: true })
	return { signer }
}

async function refuseUpgrade(): Promise<void> {
	throw new LedgerError(
		'conflict',
		'the data folder holds data of an older format, but no keys belong to it',
		{
			remedy: 'bring back the keys folder of this town, then start the server',
		},
	)
}
