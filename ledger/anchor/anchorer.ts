/**
 * Anchors a log in time: lets each configured authority stamp published heads in its own rhythm, and records
 * the stamps as entries. Everything about the past is re-derived from the log's `anchor` entries at start;
 * files only spare work.
 *
 * An authority that is slow, dead or lying delays its own anchors and nothing else: stamps are awaited beside
 * the appends, a stamp that fails a check is dropped, and failures are retried ever more slowly. One thing
 * stops appends, through `setClockFault`: a trusted authority whose stamp and the town's clock cannot both be
 * right, unless another trusted authority agrees with the clock.
 * @module
 */
import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { decodeEntry, type Hash, type LinkedAnchor, utf8 } from '@letopis/format'
import { LedgerError } from '../error.ts'
import { DEFAULT_ALGORITHMS } from './algorithm-policy.ts'
import { AnchorHistory, type AnchorRecord } from './anchor-history.ts'
import { AnchorLane, type AuthoritySettings, type LaneContext, linksOf } from './anchor-lane.ts'
import type { AnchorLog, AnchorVault } from './anchor-log.ts'
import { linkedAnchors, receiptAnchors, type SizedAnchor } from './anchor-proofs.ts'
import { type AuthorityStatus, laneStatus } from './anchor-status.ts'
import type { TimeSource } from './authority.ts'
import { writeDurably } from './durable-file.ts'
import { type EvidenceFound, evidenceOf } from './evidence.ts'
import { checkRenewalTrees, checkTrees, type TreeReport } from './kept-trees.ts'
import { presentRenewable } from './renewable-log.ts'
import { RenewalHistory } from './renewal-history.ts'
import type { RenewalSettings } from './renewer.ts'
import type { RevocationData, RevocationSource } from './revocation.ts'
import { dueAt } from './schedule.ts'
import { SpareStamps } from './spare-stamps.ts'
import { StampEnds } from './stamp-ends.ts'
import { revocationOf, type Signed } from './token-revocation.ts'
import { type ClosedLogToRenew, TownRenewer } from './town-renewer.ts'

const DEFAULT_TOLERANCE_MS = 60_000
/** How long an agreement of stamp and clock speaks for the clock. */
const AGREEMENT_MS = 600_000
/** Why the clock is not believed, beside the folders of the authorities. */
const FAULT_FILE = 'clock-fault'
const FAULT_MAX = 1000
/** Longest sleep, so that a clock set forward or a log that grew meanwhile is noticed. */
const MAX_SLEEP_MS = 30_000

export interface AnchorerOptions {
	readonly log: AnchorLog
	readonly vault: AnchorVault
	readonly authorities: readonly AuthoritySettings[]
	/** Folder for trees and counts, one sub-folder per authority; made if missing. */
	readonly dir: string
	readonly clock: TimeSource
	/** Allowed difference between own clock and stamps; a minute unless given. */
	readonly toleranceMs?: number
	/**
	 * Awaited before a head is stamped, so that cosignatures under way become part of the stamped note. Must
	 * resolve in bounded time.
	 */
	readonly settled?: () => Promise<void>
	readonly renewal?: RenewalSettings
	/** Where withdrawn certificates are learnt of. */
	readonly revocation?: RevocationSource
	/** Earlier logs of the town, oldest first, whose stamps are renewed too. */
	readonly closed?: readonly ClosedLogToRenew[]
}

/** What came of one authority's turn; neither member: there was no published head to stamp. */
export interface AnchorOutcome {
	readonly authority: string
	readonly anchor?: AnchorRecord
	readonly error?: LedgerError
}

export class Anchorer {
	readonly #log: AnchorLog
	readonly #vault: AnchorVault
	readonly #clock: TimeSource
	readonly #history: AnchorHistory
	readonly #lanes: readonly AnchorLane[]
	readonly #spare: SpareStamps
	readonly #renewals: RenewalHistory
	readonly #revocation: RevocationSource | undefined
	readonly #ends: StampEnds
	/** Renews stamps of all logs before they end; started and stopped with the anchorer. */
	readonly renewer: TownRenewer
	readonly #settled: () => Promise<void>
	/** Lanes in the middle of a stamp. */
	readonly #busy = new Map<AnchorLane, Promise<AnchorOutcome>>()
	/** Lanes whose stamp differs from the clock and is being judged. */
	readonly #differing = new Set<AnchorLane>()
	/** Anchors are appended one after the other, so that each links to all before it. */
	#appending: Promise<unknown> = Promise.resolve()
	#clockFault: boolean
	readonly #dir: string
	readonly #stop: { stopped: boolean }
	#timer: NodeJS.Timeout | undefined
	#unsubscribe: (() => void) | undefined

	private constructor(
		options: AnchorerOptions,
		history: AnchorHistory,
		lanes: AnchorLane[],
		stop: { stopped: boolean },
		clockFault: boolean,
	) {
		this.#log = options.log
		this.#vault = options.vault
		this.#clock = options.clock
		this.#settled = options.settled ?? (() => Promise.resolve())
		this.#history = history
		this.#lanes = lanes
		this.#spare = new SpareStamps(lanes, options.clock)
		this.#stop = stop
		this.#dir = options.dir
		this.#clockFault = clockFault
		this.#renewals = new RenewalHistory(options.log.origin, async () => [{ first: 0, log: options.log }])
		const { log, vault, dir, clock, revocation, renewal: settings = {} } = options
		this.#revocation = revocation
		this.#ends = new StampEnds(settings.algorithms ?? DEFAULT_ALGORITHMS)
		const parts = { lanes, clock, newest: history, settings, revocation, stopped: () => stop.stopped }
		const present = { log: presentRenewable(log), vault, history, renewals: this.#renewals, dir }
		this.renewer = new TownRenewer(parts, present, options.closed ?? [])
	}

	/** Reads the state from the log; nothing is stamped before `start`. */
	static async open(options: AnchorerOptions): Promise<Anchorer> {
		const { log, vault, authorities, dir, clock, toleranceMs = DEFAULT_TOLERANCE_MS } = options
		const names = authorities.map(({ authority }) => authority.name)
		if (new Set(names).size !== names.length)
			throw new RangeError('expected authorities with different names')
		const history = await AnchorHistory.open(log)
		const stop = { stopped: false }
		const context: LaneContext = { log, vault, history, clock, toleranceMs, stopped: () => stop.stopped }
		const lanes: AnchorLane[] = []
		for (const settings of authorities) lanes.push(await AnchorLane.open(settings, dir, context))
		const links = linksOf(history)
		if (links.length > 0) log.setAnchors(links)
		// A restart does not make the clock right: a stamp does, and is asked for at once.
		const fault = lanes.some(isTrusted) ? await readFault(dir) : null
		if (fault !== null) log.setClockFault(fault)
		return new Anchorer(options, history, lanes, stop, fault !== null)
	}

	/** Stamps in the authorities' rhythms from now on. */
	start(): void {
		if (this.#unsubscribe !== undefined || this.#stop.stopped) return
		this.#unsubscribe = this.#log.subscribe(({ type }) => {
			if (type === 'published') this.#wake(0)
		})
		this.#wake(0)
		this.renewer.start()
	}

	/** No entry is written after it resolves; a stamp still awaited is dropped. */
	async stop(): Promise<void> {
		this.#stop.stopped = true
		clearTimeout(this.#timer)
		this.#unsubscribe?.()
		await this.#appending
		await this.renewer.stop()
	}

	/**
	 * Publishes the newest head and has it stamped at once, by one authority or all.
	 * @throws LedgerError `not-found` for a name that is not configured, or the failure if no authority stamped
	 *   it
	 */
	async anchorNow(name?: string): Promise<void> {
		const lanes = this.#lanes.filter((lane) => name === undefined || lane.name === name)
		if (name !== undefined && lanes.length === 0) {
			throw new LedgerError('not-found', `no authority is called "${name}"`)
		}
		await this.#log.publish()
		const outcomes = await Promise.all(
			lanes.map(async (lane) => {
				// A stamp under way may be of an older head.
				await this.#busy.get(lane)
				return this.#anchor(lane)
			}),
		)
		const [first] = outcomes.flatMap(({ error }) => error ?? [])
		if (first !== undefined && outcomes.every(({ anchor }) => anchor === undefined)) throw first
	}

	/**
	 * A token over something that is not of the log, such as a signature of the seal; null where no authority has
	 * one to spare. See `spare-stamps.ts`.
	 * @param qualified asks only authorities whose stamps are declared to be qualified
	 */
	spareStamp(imprint: Hash, qualified = false): Promise<Uint8Array | null> {
		return this.#spare.take(imprint, qualified)
	}

	/**
	 * Lets every authority that is due have its turn. What `start` does again and again; for tests with a clock
	 * of their own.
	 */
	async anchorDue(): Promise<AnchorOutcome[]> {
		const due: AnchorLane[] = []
		for (const lane of this.#lanes) {
			if (!this.#busy.has(lane) && (await this.#dueAt(lane)) <= this.#clock.now()) due.push(lane)
		}
		return Promise.all(due.map((lane) => this.#anchor(lane)))
	}

	/** DER certificates that stamps of the configured authorities lead to, the untrusted one's too. */
	roots(): readonly Uint8Array[] {
		return this.#lanes.flatMap(({ settings }) => settings.authority.roots)
	}

	/** What says now whether certificates of tokens and signatures were withdrawn; see `token-revocation.ts`. */
	revocationOf(signed: Signed): Promise<readonly RevocationData[]> {
		const own = this.#lanes.flatMap(({ settings }) => settings.authority.lists ?? [])
		return revocationOf(this.#revocation, this.#ends, signed, this.roots(), own)
	}

	/** As of the last look at the log, seconds ago at most while started. */
	status(): AuthorityStatus[] {
		return this.#lanes.map((lane) => laneStatus(lane, this.#history.newest(lane.name), this.#clock.now()))
	}

	/**
	 * Upper bounds of an entry's time for its receipt: per authority the first anchor whose stamped head covers
	 * it, with the proof that it does. Authorities that are no longer configured are among them.
	 */
	async anchorsFor(index: number): Promise<SizedAnchor[]> {
		return receiptAnchors(this.#log, await this.#history.firstCovering(index), index)
	}

	/** Lower bounds of an entry's time: the anchors, or the genesis entry, that it links to. */
	linkedAnchors(entry: Uint8Array): Promise<LinkedAnchor[]> {
		return linkedAnchors(this.#log, this.#history, decodeEntry(entry).anchors)
	}

	/** Evidence records of the document at `index`, by all authorities that have stamped it; see `evidence.ts`. */
	evidenceFor(index: number): Promise<EvidenceFound> {
		const parts = { log: this.#log, vault: this.#vault, history: this.#history, dir: this.#dir }
		return evidenceOf({ ...parts, renewals: this.#renewals }, index)
	}

	/**
	 * Verifies every kept document tree; see `kept-trees.ts`. Documents of a lost tree are stamped again with
	 * the next anchor.
	 */
	async checkTrees(): Promise<TreeReport[]> {
		const reports: TreeReport[] = []
		for (const lane of this.#lanes) {
			const anchors = await this.#history.since(lane.name, 0)
			const report = await checkTrees(this.#log, this.#vault, lane.name, lane.dir, anchors)
			lane.restamp(report.documents)
			const renewalsLost = await checkRenewalTrees(
				this.#log,
				this.#history,
				this.#renewals,
				this.#dir,
				lane.name,
			)
			reports.push({ ...report, renewalsLost })
		}
		return reports
	}

	#wake(delay: number): void {
		if (this.#stop.stopped) return
		clearTimeout(this.#timer)
		this.#timer = setTimeout(() => void this.#turn(), delay).unref()
	}

	/** One look at all authorities; stamps go on beside it, so that a slow one does not hold up the others. */
	async #turn(): Promise<void> {
		let next = MAX_SLEEP_MS
		try {
			for (const lane of this.#lanes) {
				if (this.#stop.stopped) return
				if (this.#busy.has(lane)) continue
				const wait = (await this.#dueAt(lane)) - this.#clock.now()
				if (wait > 0) next = Math.min(next, wait)
				else void this.#anchor(lane).then((outcome) => this.#after(outcome))
			}
		} catch {
			// Reading the log failed: appends fail for the same reason and say so; look again later.
		}
		this.#wake(next)
	}

	/** A turn without a head to stamp changes nothing: only the next published head, or time, can. */
	#after({ anchor, error }: AnchorOutcome): void {
		if (anchor !== undefined || error !== undefined) this.#wake(0)
	}

	async #dueAt(lane: AnchorLane): Promise<number> {
		const now = this.#clock.now()
		// Everybody waits for the answer; if it is a refusal, the next one comes as after any failure.
		if (this.#log.clockFault !== null && isTrusted(lane) && lane.failures === 0) return now
		return dueAt(lane.settings, {
			now,
			pending: (await lane.refreshWaiting()) !== null,
			lastTried: lane.lastTried,
			failures: lane.failures,
			remaining: lane.quota.remaining(now),
		})
	}

	/** One authority's turn; failures become part of its status. */
	#anchor(lane: AnchorLane): Promise<AnchorOutcome> {
		const running = this.#busy.get(lane)
		if (running !== undefined) return running
		const turn = this.#tryAnchor(lane).finally(() => this.#busy.delete(lane))
		this.#busy.set(lane, turn)
		return turn
	}

	async #tryAnchor(lane: AnchorLane): Promise<AnchorOutcome> {
		const authority = lane.name
		try {
			await this.#settled()
			const result = await lane.stamp()
			if (result === null) return { authority }
			if (result.difference !== 0) {
				await this.#judgeClock(lane, result.difference)
				throw new LedgerError('clock', clockReason(authority, result.difference))
			}
			if (isTrusted(lane)) await this.#clockAgrees(lane)
			const anchor = await this.#inTurn(() => lane.record(result.stamped))
			lane.failures = 0
			lane.lastError = null
			return { authority, anchor }
		} catch (cause) {
			const error = cause instanceof LedgerError ? cause : failure(cause)
			lane.failures++
			lane.lastError = { error, at: this.#clock.now() }
			return { authority, error }
		}
	}

	async #clockAgrees(lane: AnchorLane): Promise<void> {
		lane.agreedAt = this.#clock.now()
		if (this.#clockFault || this.#log.clockFault !== null) await this.#setClockFault(null)
	}

	/**
	 * One stamp differs from the clock. Another trusted authority decides who is wrong; if none can be asked,
	 * the clock is, since a wrong time in entries could never be taken back.
	 */
	async #judgeClock(lane: AnchorLane, difference: number): Promise<void> {
		this.#differing.add(lane)
		try {
			for (const other of this.#lanes) {
				// One that differs too, and perhaps waits for our judgement, has nothing to say for the clock.
				if (this.#differing.has(other) || !isTrusted(other)) continue
				if (agreedRecently(other, this.#clock.now())) return
				const { anchor } = await this.#anchor(other)
				if (anchor !== undefined) return
			}
			await this.#setClockFault(clockReason(lane.name, difference))
		} finally {
			this.#differing.delete(lane)
		}
	}

	/** In memory first: a disk that fails changes nothing about the clock. */
	async #setClockFault(reason: string | null): Promise<void> {
		const known = this.#clockFault
		this.#clockFault = reason !== null
		this.#log.setClockFault(reason)
		const file = join(this.#dir, FAULT_FILE)
		if (reason !== null) await writeDurably(file, utf8(reason)).catch(() => {})
		else if (known) await rm(file, { force: true }).catch(() => {})
	}

	#inTurn<T>(task: () => Promise<T>): Promise<T> {
		const turn = this.#appending.then(task)
		this.#appending = turn.catch(() => {})
		return turn
	}
}

/** See `Anchorer.open`. */
export function createAnchorer(options: AnchorerOptions): Promise<Anchorer> {
	return Anchorer.open(options)
}

/** Why the clock was not believed when the town was last closed; null if it was. */
async function readFault(dir: string): Promise<string | null> {
	const text = await readFile(join(dir, FAULT_FILE), 'utf8').catch(() => null)
	return text === null ? null : text.slice(0, FAULT_MAX)
}

function isTrusted({ settings }: AnchorLane): boolean {
	return settings.authority.trusted
}

/** A clock that was set meanwhile does not find the agreement in its recent past. */
function agreedRecently({ agreedAt }: AnchorLane, now: number): boolean {
	return agreedAt !== null && agreedAt <= now && now - agreedAt < AGREEMENT_MS
}

function clockReason(authority: string, difference: number): string {
	const seconds = Math.round(Math.abs(difference) / 1000)
	return `the clock is ${seconds} s ${difference > 0 ? 'ahead of' : 'behind'} the stamp of "${authority}"`
}

function failure(cause: unknown): LedgerError {
	const message = cause instanceof Error ? cause.message : String(cause)
	return new LedgerError('authority', `anchoring failed: ${message}`, { cause })
}
