/**
 * The closed logs of a town: each with its vault, its epochs and its anchors, opened when first asked for and kept
 * open until the town is closed. A town has few of them (a trust file names at most 32), so what they cost is
 * bounded: some megabytes of memory for each that was asked for, nothing for the others.
 *
 * A closed log gets no entries. Its vault is written to all the same: contents are destroyed there when their time
 * has come, epochs are rotated, damage is mended.
 *
 * One that cannot be opened is not tried anew for everybody who asks: reading damaged stores takes seconds, and requests come
 * by the hundred. Its failure is the answer for a second, then for two, for four, for a minute at most.
 * @module
 */
import { fromHex, type Hash } from '@letopis/format'
import type { AnchorLog } from '../anchor/anchor-log.ts'
import { type AnchorReader, createAnchorReader } from '../anchor/anchor-reader.ts'
import type { RenewalLog } from '../anchor/renewal-history.ts'
import type { ClosedLogToRenew } from '../anchor/town-renewer.ts'
import { LedgerError } from '../error.ts'
import type { ClosedLog } from '../log/closed-log.ts'
import { openClosedLog } from '../log/open.ts'
import { openSigner } from '../log/signer.ts'
import { openLevelStore } from '../store/level.ts'
import { openEpochs } from '../vault/epochs.ts'
import { openVault, type Vault } from '../vault/vault.ts'
import { hasData } from './data-head.ts'
import type { NumberedIdentity } from './identity.ts'
import { logPaths, type TownSettings } from './settings.ts'

/** One closed log. */
export interface PastLog {
	readonly number: number
	readonly origin: string
	/** The head that it was closed at, which its successor names. */
	readonly size: number
	readonly root: Hash
	/** Whether there are any data of it; a log can be closed because they were lost. */
	readonly held: boolean
	/** @throws LedgerError 'not-found' without data; 'corrupt', 'io' and the like; asking later tries again */
	open(): Promise<OpenPastLog>
}

export interface OpenPastLog {
	readonly log: ClosedLog
	readonly vault: Vault
	readonly anchors: AnchorReader
}

/** One that could not be opened when it was last tried. */
export interface UnopenedLog {
	readonly origin: string
	readonly error: unknown
}

interface Failure extends UnopenedLog {
	/** ms for which the failure is the answer */
	readonly wait: number
	/** until then, by `now` */
	readonly until: number
}

const FIRST_WAIT = 1000
const LONGEST_WAIT = 60_000

/** They are read now and then, one document at a time. */
const STORE = { writeBuffer: 1 << 20, cache: 2 << 20 }

export class PastLogs implements AsyncDisposable {
	readonly all: ReadonlyMap<number, PastLog>
	readonly #settings: Pick<TownSettings, 'data' | 'keys'>
	/** What is open, or being opened, in the order in which it was asked for. */
	readonly #opened = new Map<number, Promise<OpenPastLog>>()
	readonly #failed = new Map<number, Failure>()
	readonly #now: () => number
	readonly #resources = new AsyncDisposableStack()
	readonly #vaults: Vault[] = []
	#present: AnchorLog | null = null
	#closed = false

	private constructor(
		settings: Pick<TownSettings, 'data' | 'keys'>,
		logs: readonly { identity: NumberedIdentity; held: boolean }[],
		now: () => number,
	) {
		this.#settings = settings
		this.#now = now
		this.all = new Map(
			logs.flatMap(({ identity, held }) => {
				const { number, origin, closed } = identity
				if (closed === undefined) return []
				const open = () => this.#open(identity, held)
				return [[number, { number, origin, held, size: closed.size, root: fromHex(closed.root), open }]]
			}),
		)
	}

	/**
	 * @param logs all but the present one, oldest first
	 * @param now ms, of a clock that nobody sets
	 */
	static async find(
		settings: Pick<TownSettings, 'data' | 'keys'>,
		logs: readonly NumberedIdentity[],
		now: () => number = () => performance.now(),
	): Promise<PastLogs> {
		const found: { identity: NumberedIdentity; held: boolean }[] = []
		for (const identity of logs) found.push({ identity, held: await hasData(settings, identity.number) })
		return new PastLogs(settings, found, now)
	}

	/** Places of vault copies that were found damaged, in those that are open. */
	get damage(): number {
		return this.#vaults.reduce((sum, vault) => sum + vault.damage.length, 0)
	}

	/** Those that could not be opened when they were last tried. */
	get unopened(): readonly UnopenedLog[] {
		return [...this.#failed.values()]
	}

	/** Says which log goes on after them: what renews their stamps is in it. */
	precede(present: AnchorLog): void {
		this.#present = present
	}

	/** Those of which there are data, for renewing their stamps. */
	toRenew(): ClosedLogToRenew[] {
		return [...this.all.values()].flatMap(({ number, origin, held, open }) => {
			const renewable = async () => {
				const { anchors } = await open()
				if (this.#present === null) throw new TypeError('nothing goes on after the closed logs')
				return anchors.renewable(this.#present, this.#placeOf(number, Number.POSITIVE_INFINITY))
			}
			return held ? [{ origin, open: renewable }] : []
		})
	}

	/** The logs after one, as far as there are data of them. @throws LedgerError if one cannot be opened */
	async #later(number: number): Promise<RenewalLog[]> {
		const found: RenewalLog[] = []
		for (const past of this.all.values()) {
			if (past.number <= number || !past.held) continue
			found.push({ first: this.#placeOf(number, past.number), log: (await past.open()).log })
		}
		const present = this.#present
		if (present !== null) {
			found.push({ first: this.#placeOf(number, Number.POSITIVE_INFINITY), log: present })
		}
		return found
	}

	/** Place of a log's first entry, counted through from that of an earlier one. */
	#placeOf(from: number, number: number): number {
		const between = [...this.all.values()].filter((one) => one.number >= from && one.number < number)
		return between.reduce((sum, { size }) => sum + size, 0)
	}

	#open(identity: NumberedIdentity, held: boolean): Promise<OpenPastLog> {
		const { number, origin } = identity
		const known = this.#opened.get(number)
		if (known !== undefined) return known
		if (this.#closed) return Promise.reject(new LedgerError('closed', 'the town is closed'))
		if (!held)
			return Promise.reject(
				new LedgerError('not-found', `there are no data of ${origin}`, {
					remedy: 'restore them from a backup, if there is one',
				}),
			)
		const failed = this.#failed.get(number)
		if (failed !== undefined && this.#now() < failed.until) return Promise.reject(failed.error)
		const opening = this.#make(identity)
		this.#opened.set(number, opening)
		opening.then(
			() => this.#failed.delete(number),
			(error: unknown) => {
				this.#opened.delete(number)
				const wait = failed === undefined ? FIRST_WAIT : Math.min(2 * failed.wait, LONGEST_WAIT)
				this.#failed.set(number, { origin, error, wait, until: this.#now() + wait })
			},
		)
		return opening
	}

	async #make({ number, origin, closed }: NumberedIdentity): Promise<OpenPastLog> {
		await using opened = new AsyncDisposableStack()
		const keep = async <T extends { close(): Promise<void> }>(making: Promise<T>) =>
			opened.adopt(await making, (made) => made.close())
		const paths = logPaths(this.#settings, number)
		const { vkeys } = await openSigner(this.#settings.keys, origin)
		const store = await keep(openLevelStore(paths.entries, STORE))
		const index = await keep(openLevelStore(paths.index, { ...STORE, compress: false }))
		const vault = await keep(openVault({ dir: paths.vault, epochs: await openEpochs(paths.keys) }))
		const log = await openClosedLog({ store, index, vault, vkeys: [vkeys.ed25519, vkeys.mldsa44] })
		// A vault that is elsewhere must not be taken for one whose keys nobody needs any more.
		const records = Math.min(log.size, closed?.size ?? 0)
		if (vault.size < records)
			throw new LedgerError('behind', `the vault of ${origin} has ${vault.size} of ${records} records`, {
				remedy: 'check that its disk is mounted; if records are lost, restore them from a backup',
			})
		const anchors = createAnchorReader(log, vault, paths.anchors, () => this.#later(number))
		this.#vaults.push(vault)
		this.#resources.use(opened.move())
		return { log, vault, anchors }
	}

	async [Symbol.asyncDispose](): Promise<void> {
		this.#closed = true
		await Promise.allSettled(this.#opened.values())
		await this.#resources.disposeAsync()
	}
}
