/**
 * One town, opened: its present log with vault, anchors and witnesses, its closed logs for when they are asked for,
 * and the files that tell who it is. Everything that runs in the background is started here and ended by `close`.
 * @module
 */
import { randomBytes } from 'node:crypto'
import { readFile, statfs } from 'node:fs/promises'
import { join } from 'node:path'
import { bodyOf, decodeEntry } from '@letopis/format'
import { type Anchorer, createAnchorer } from '../anchor/anchorer.ts'
import { makeFolder } from '../anchor/durable-file.ts'
import { RevocationSource } from '../anchor/revocation.ts'
import type { ClosedLogToRenew } from '../anchor/town-renewer.ts'
import { LedgerError } from '../error.ts'
import { prepareDataFolder } from '../folder/format.ts'
import { type HeadFile, openHeadFile } from '../log/head-file.ts'
import type { Log } from '../log/log.ts'
import { openLog } from '../log/open.ts'
import { startPublishing } from '../log/publisher.ts'
import { openSigner } from '../log/signer.ts'
import { openSeal, type Seal } from '../seal/seal.ts'
import { openLevelStore } from '../store/level.ts'
import type { Store } from '../store/store.ts'
import { openEpochs } from '../vault/epochs.ts'
import { openVault, type Vault } from '../vault/vault.ts'
import { createWitnesses, type Witnesses } from '../witness/witnesses.ts'
import { openAuthorities } from './authorities.ts'
import { hasData } from './data-head.ts'
import { finishDisposals } from './disposals.ts'
import { takeOverDraftKeys } from './draft-keys.ts'
import { foundedLogs, type NumberedIdentity, presentLog, sealName } from './identity.ts'
import { lockTown } from './lock.ts'
import { type PastLog, PastLogs } from './past-logs.ts'
import { logPaths, projectionsPath, sealPath, type TownSettings } from './settings.ts'
import { markRunning, sweepContents, sweepPastLogs, unmarkRunning } from './sweep.ts'
import { readTrustFile, requiredWitnesses } from './trust.ts'

export interface TownStatus {
	readonly demo: boolean
	/** Why the clock is not believed; appends are refused meanwhile. */
	readonly clockFault: string | null
	/** Free bytes where the data lie; null when it cannot be told. */
	readonly diskFree: number | null
	/** When the keys were last drilled, ms since 1970. */
	readonly keysDrilled: number | null
	/** Places where one of the two vault copies was found damaged. */
	readonly damage: number
	/** Closed logs that could not be opened when they were last asked for, and the code of the failure. */
	readonly unopened: readonly { readonly origin: string; readonly code: string }[]
}

export interface Ledger extends AsyncDisposable {
	readonly town: string
	readonly demo: boolean
	/** Number of the present log. */
	readonly number: number
	readonly log: Log
	readonly vault: Vault
	readonly anchorer: Anchorer
	readonly witnesses: Witnesses
	readonly seal: Seal
	/** Earlier logs by number, oldest first, closed by a successor. */
	readonly closedLogs: ReadonlyMap<number, PastLog>
	/** For what can be rebuilt from log and vault. */
	readonly projections: Store
	trustFile(): Uint8Array
	/**
	 * Before a disposal is declared: until what it returns is called, the next start ends whatever of it is left, also
	 * after a clean stop.
	 */
	disposing(): () => void
	/** Note of the text under the status key. */
	signStatus(text: string): Promise<string>
	status(): Promise<TownStatus>
	close(): Promise<void>
}

export interface OpenTownOptions {
	/** Heads from outside, to lift a freeze or a restoration. */
	readonly resume?: readonly string[]
	/** Names of witnesses that have just cosigned the present head. */
	readonly cosignedNow?: readonly string[]
	/** Nothing is published, stamped or sent: for commands that only look. */
	readonly still?: boolean
	/** Makes the verified backup before an upgrade of the data folder. */
	readonly backup?: (data: string) => Promise<void>
}

/**
 * @throws LedgerError with a remedy whenever the town must not be served as it is
 */
export async function openTown(settings: TownSettings, options: OpenTownOptions = {}): Promise<Ledger> {
	await presentLog(settings)
	// What is opened is closed in the opposite order, also when a later step fails.
	await using opened = new AsyncDisposableStack()
	opened.adopt(await lockTown(settings), (held) => held.release())
	// Only now: until the lock was had, a succession may have been under way.
	const present = await presentLog(settings)
	if (present.closed !== undefined)
		throw new LedgerError('closed', `${present.origin} is closed, but its successor was not founded`, {
			remedy: 'the succession was cut off: run "letopis succeed --yes" again',
		})
	const paths = logPaths(settings, present.number)
	// Before anything is made: an empty folder must stay empty, for a restoration to go into.
	if (!(await hasData(settings, present.number)))
		throw new LedgerError(
			'behind',
			`${settings.data} has no data of ${present.origin}, which these keys have signed`,
			{
				remedy:
					'check LETOPIS_DATA; if the data is lost, "letopis restore <backup>", or without any backup "letopis succeed"',
			},
		)
	await prepareDataFolder(settings.data, {
		program: settings.program,
		backup: options.backup ?? refuseUpgrade,
		...(settings.onProgress === undefined ? {} : { onProgress: settings.onProgress }),
	})
	const signer = await openSigner(settings.keys, present.origin)
	const keep = async <T>(making: Promise<T>, end: (made: T) => Promise<void>): Promise<T> =>
		opened.adopt(await making, end)
	const closing = <T extends { close(): Promise<void> }>(making: Promise<T>) =>
		keep(making, (made) => made.close())

	// What they hold is not encrypted, and the data folder itself may be readable for others.
	for (const folder of [projectionsPath(settings), paths.anchors]) await makeFolder(folder)
	const projections = await closing<Store>(openLevelStore(projectionsPath(settings)))
	const earlier = (await foundedLogs(settings)).slice(0, -1)
	const past = opened.use(await PastLogs.find(settings, earlier))
	const store = await closing<Store>(openLevelStore(paths.entries))
	const index = await closing<Store>(openLevelStore(paths.index, { compress: false }))
	const epochs = await openEpochs(paths.keys)
	const vault = await closing<Vault>(openVault({ dir: paths.vault, epochs }))
	await takeOverDraftKeys(
		settings,
		earlier.map(({ number }) => number),
		epochs,
	)
	const head = await closing<HeadFile>(openHeadFile(paths.head))
	const log = await closing<Log>(
		openLog({
			store,
			index,
			vault,
			signer,
			head,
			clock: settings.clock,
			random: randomBytes,
			quorum: requiredWitnesses(settings).map(({ vkey }) => vkey),
			...(options.resume === undefined ? {} : { resume: options.resume }),
			...(options.cosignedNow === undefined ? {} : { cosignedNow: options.cosignedNow }),
		}),
	)
	await demandGenesis(log, present)
	past.precede(log)
	const parts = { log, vault, past: past.all, closed: past.toRenew() }
	const background = await startBackground(settings, present, parts, options.still === true, keep)
	const seal = await openSeal({
		dir: sealPath(settings),
		town: sealName(present),
		signer: settings.seal,
		qualified: settings.sealQualified === true && !present.demo,
		clock: settings.clock,
		stamp: (imprint, qualified) => background.anchorer.spareStamp(imprint, qualified),
		revocation: (signed) => background.anchorer.revocationOf(signed),
	})
	// After the seal: it names what the seal leads to.
	const trust = await readTrustFile(settings)
	const ending = opened.move()
	return {
		town: present.town,
		demo: present.demo,
		number: present.number,
		log,
		vault,
		anchorer: background.anchorer,
		witnesses: background.witnesses,
		seal,
		closedLogs: past.all,
		projections,
		trustFile: () => trust,
		disposing: () => background.unfinished.begin(),
		signStatus: (text) => signer.signStatus(text),
		status: async () => ({
			demo: present.demo,
			clockFault: log.clockFault,
			diskFree: await freeBytes(settings.data),
			keysDrilled: await lastDrill(settings.data),
			damage: vault.damage.length + past.damage,
			unopened: past.unopened.map(({ origin, error }) => ({
				origin,
				code: error instanceof LedgerError ? error.code : 'io',
			})),
		}),
		close: () => ending.disposeAsync(),
		[Symbol.asyncDispose]: () => ending.disposeAsync(),
	}
}

/**
 * The file among the keys may say only what the log's first entry says: a demonstration that calls itself real would
 * otherwise serve as one.
 */
async function demandGenesis(log: Log, { town, demo, origin }: NumberedIdentity): Promise<void> {
	const first = await log.entry(0)
	const genesis = first === undefined ? undefined : bodyOf(decodeEntry(first), 'genesis')
	if (genesis?.town === town && genesis.demo === demo && genesis.origin === origin) return
	throw new LedgerError(
		'corrupt',
		'town.json among the keys does not say what the first entry of the log says',
		{
			remedy: 'bring town.json back from the copy of the keys folder',
		},
	)
}

type Keep = <T>(making: Promise<T>, end: (made: T) => Promise<void>) => Promise<T>

/** What the background works on. */
interface Parts {
	readonly log: Log
	readonly vault: Vault
	readonly past: ReadonlyMap<number, PastLog>
}

async function startBackground(
	settings: TownSettings,
	present: NumberedIdentity,
	{ log, vault, past, closed }: Parts & { closed: readonly ClosedLogToRenew[] },
	still: boolean,
	keep: Keep,
): Promise<{ anchorer: Anchorer; witnesses: Witnesses; unfinished: Unfinished }> {
	const paths = logPaths(settings, present.number)
	const unfinished = new Unfinished()
	const authorities = await openAuthorities(settings, present.demo, paths.authority)
	const witnesses = await keep(
		Promise.resolve(
			createWitnesses({ log, witnesses: still ? [] : settings.witnesses, clock: settings.clock }),
		),
		(made) => made.stop(),
	)
	const anchorer = await keep(
		createAnchorer({
			log,
			vault,
			authorities,
			dir: paths.anchors,
			clock: settings.clock,
			toleranceMs: settings.clockToleranceMs,
			settled: () => witnesses.settled(),
			...(settings.renewal === undefined ? {} : { renewal: settings.renewal }),
			revocation: new RevocationSource(settings.clock, settings.revocation),
			closed,
		}),
		(made) => made.stop(),
	)
	if (!still) {
		const stop = startPublishing(log, { interval: settings.publishMs })
		await keep(Promise.resolve(stop), async (end) => {
			await end()
			// So that a backup or a follower of the stopped town has everything that was acknowledged.
			if (log.frozen === null && log.failure === null) await log.publish().catch(() => {})
		})
		anchorer.start()
		await sweepIfCrashed(settings, { log, vault, past }, unfinished, keep)
	}
	return { anchorer, witnesses, unfinished }
}

/** Disposals under way. One that failed stays, so that the next start finds it. */
class Unfinished {
	#left = 0

	begin(): () => void {
		this.#left++
		let ended = false
		return () => {
			if (!ended) this.#left--
			ended = true
		}
	}

	get any(): boolean {
		return this.#left > 0
	}
}

/** Runs beside the service; ended before vault and log are closed. */
async function sweepIfCrashed(
	{ data, onProgress }: Pick<TownSettings, 'data' | 'onProgress'>,
	{ log, vault, past }: Parts,
	unfinished: Unfinished,
	keep: Keep,
): Promise<void> {
	let stopped = false
	const isStopped = () => stopped
	const crashed = await markRunning(data)
	let swept = !crashed
	const sweepAll = async () => {
		const { failures } = await finishDisposals({ log, vault }, past, isStopped)
		const contents = [() => sweepContents(log, vault, isStopped), () => sweepPastLogs(log, past, isStopped)]
		const failed = [...failures]
		for (const sweep of contents) await sweep().catch((error: unknown) => failed.push(error))
		swept = failed.length === 0 && !stopped
		if (failures.length > 0) onProgress?.(NOT_DESTROYED)
	}
	// Nothing is swept while the log is frozen: what it does not name may belong to entries that are missing in it.
	const sweep = crashed && log.frozen === null ? sweepAll() : Promise.resolve()
	await keep(Promise.resolve(), async () => {
		stopped = true
		await sweep
		// What was not swept to the end is swept by the next start, however cleanly this one was stopped.
		if (swept && !unfinished.any) await unmarkRunning(data)
	})
}

const NOT_DESTROYED =
	'some of what the log declares as disposed of could not be destroyed yet; the next start tries again, "letopis fsck" tells what is damaged'

async function freeBytes(folder: string): Promise<number | null> {
	try {
		const { bavail, bsize } = await statfs(folder)
		return bavail * bsize
	} catch {
		return null
	}
}

/** Where a passed drill is noted: among the data, for it says nothing secret and must not outlive the town. */
export function drillPath(data: string): string {
	return join(data, 'keys-drilled')
}

async function lastDrill(data: string): Promise<number | null> {
	const text = await readFile(drillPath(data), 'utf8').catch(() => '')
	const time = Date.parse(text.trim())
	return Number.isNaN(time) ? null : time
}

export async function refuseUpgrade(): Promise<void> {
	throw new LedgerError('conflict', 'the data folder has an older format', {
		remedy: 'start the server once: it makes a verified backup and upgrades the folder',
	})
}
