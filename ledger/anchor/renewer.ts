/**
 * Renews time-stamps before they end (RFC 4998 §5.2, time-stamp renewal): all stamps of an authority that nothing renews yet
 * go into one tree, and one new stamp is over it. So the cost grows with the certificates that end, and the records of
 * single documents are assembled when somebody asks.
 *
 * Order, and what a crash after each step leaves behind: the stamp is counted; the token arrives (a crash loses it: the next
 * turn asks again); the tree is a durable file, the token a durable blob (nothing refers to them); the `renewal` entry is
 * durable (found again at the next start).
 * @module
 */
import { setTimeout as wait } from 'node:timers/promises'
import { RENEWAL_SIZES, renewalImprint, renewalStatement } from '@letopis/format'
import { LedgerError } from '../error.ts'
import { type AlgorithmPolicy, DEFAULT_ALGORITHMS, digestEnd, type End } from './algorithm-policy.ts'
import type { AnchorHistory } from './anchor-history.ts'
import type { AnchorLane } from './anchor-lane.ts'
import type { AnchorLog } from './anchor-log.ts'
import type { TimeSource } from './authority.ts'
import { treeRoot } from './document-tree.ts'
import type { RenewalHistory, RenewalRecord } from './renewal-history.ts'
import { type Line, RenewalLines } from './renewal-lines.ts'
import { coveredTree, renewalFolder, tokenOf } from './renewal-tree.ts'
import { StampEnds } from './stamp-ends.ts'
import { checkTimestamp } from './timestamp-check.ts'
import { TimestampError } from './timestamp-error.ts'
import { writeTree } from './tree-file.ts'

const DAY_MS = 86_400_000
const DEFAULT_MARGIN_MS = 180 * DAY_MS
const STAMP_TIMEOUT_MS = 60_000
/** From the start to the first look, so that a service that is only tried out asks for nothing; then between two. */
const FIRST_LOOK_MS = 60_000
const LOOK_MS = 3_600_000
/** After a failure: stamps that were asked for in vain may be billed. */
const RETRY_MS = DAY_MS

export interface RenewalSettings {
	/** How long before its end a stamp is renewed; 180 days unless given. */
	readonly marginMs?: number
	/** Until when algorithms are relied on; ETSI's table unless given. */
	readonly algorithms?: AlgorithmPolicy
}

export interface RenewerParts {
	readonly log: AnchorLog
	readonly history: AnchorHistory
	readonly renewals: RenewalHistory
	readonly lanes: readonly AnchorLane[]
	readonly clock: TimeSource
	/** Folder of trees, one sub-folder for each authority. */
	readonly dir: string
	/** Becomes true when anchoring stops: nothing more is written. */
	readonly stopped: () => boolean
	readonly settings: RenewalSettings
}

export interface RenewOptions {
	/** Renews the stamps of this authority alone, also before they are due. */
	readonly of?: string
	/** Has this authority make the new stamp, whether or not it ends later. */
	readonly by?: string
}

/** What came of one authority's turn. */
export interface RenewalOutcome {
	/** Whose stamps they are. */
	readonly of: string
	readonly renewal?: RenewalRecord
	readonly error?: LedgerError
}

export interface Forecast {
	readonly lines: readonly Line[]
	/** When hash trees made with SHA-256 end. */
	readonly trees: End
	readonly marginMs: number
	readonly algorithms: Pick<AlgorithmPolicy, 'issued' | 'source'>
}

export class Renewer {
	readonly #parts: RenewerParts
	readonly #policy: AlgorithmPolicy
	readonly #marginMs: number
	readonly #ends: StampEnds
	readonly #lines: RenewalLines
	readonly #failed = new Map<string, { readonly at: number; readonly error: LedgerError }>()
	#running: Promise<unknown> = Promise.resolve()
	#ending: AbortController | null = null

	constructor(parts: RenewerParts) {
		const { marginMs = DEFAULT_MARGIN_MS, algorithms = DEFAULT_ALGORITHMS } = parts.settings
		this.#parts = parts
		this.#policy = algorithms
		this.#marginMs = marginMs
		this.#ends = new StampEnds(algorithms)
		const { log, history, renewals } = parts
		const roots = (name: string) => this.#lane(name)?.settings.authority.roots ?? []
		this.#lines = new RenewalLines({ log, history, renewals, ends: this.#ends, roots })
	}

	/** Looks every hour from now on whether something is due. */
	start(): void {
		if (this.#ending !== null) return
		this.#ending = new AbortController()
		void this.#watch(this.#ending.signal)
	}

	async #watch(signal: AbortSignal): Promise<void> {
		const sleep = (ms: number) => wait(ms, true, { signal, ref: false }).catch(() => false)
		for (let ms = FIRST_LOOK_MS; await sleep(ms); ms = LOOK_MS) {
			// What goes wrong is kept by authority; a log that cannot be read says so elsewhere.
			await this.renewDue().catch(() => {})
		}
	}

	/** Ends the looking; a turn under way writes nothing more. */
	async stop(): Promise<void> {
		this.#ending?.abort()
		await this.#running
	}

	/** Last failures by authority, until a renewal succeeds. */
	get failures(): ReadonlyMap<string, { readonly at: number; readonly error: LedgerError }> {
		return this.#failed
	}

	/** What ends when, of all that nothing renews yet. */
	async forecast(): Promise<Forecast> {
		const { issued, source } = this.#policy
		const lines = await this.#inTurn(() => this.#lines.all())
		const trees = digestEnd(this.#policy, 'sha2-256')
		return { lines, trees, marginMs: this.#marginMs, algorithms: { issued, source } }
	}

	/** Renews what is due. What failed is tried again after a day. */
	renewDue(): Promise<RenewalOutcome[]> {
		return this.#inTurn(async () => {
			const now = this.#parts.clock.now()
			const due = (await this.#lines.all()).filter((line) => {
				const failed = this.#failed.get(line.of)
				const rests = failed !== undefined && failed.at <= now && now - failed.at < RETRY_MS
				return !rests && this.#endOf(line, now) - this.#marginMs <= now
			})
			return this.#renewAll(due, {})
		})
	}

	/**
	 * Renews what is due, or all of one authority.
	 * @throws LedgerError `not-found` for names that are not known
	 */
	renewNow(options: RenewOptions = {}): Promise<RenewalOutcome[]> {
		return this.#inTurn(async () => {
			const { of, by } = options
			const now = this.#parts.clock.now()
			const lines = await this.#lines.all()
			if (by !== undefined && this.#lane(by) === undefined) throw unknownAuthority(by)
			if (of !== undefined && !lines.some((line) => line.of === of)) throw unknownAuthority(of)
			const wanted = lines.filter((line) =>
				of === undefined ? this.#endOf(line, now) - this.#marginMs <= now : line.of === of,
			)
			return this.#renewAll(wanted, options)
		})
	}

	async #renewAll(lines: readonly Line[], { by }: RenewOptions): Promise<RenewalOutcome[]> {
		const outcomes: RenewalOutcome[] = []
		for (const line of lines) {
			try {
				outcomes.push({ of: line.of, renewal: await this.#renew(line, by) })
				this.#failed.delete(line.of)
			} catch (cause) {
				const error = cause instanceof LedgerError ? cause : new LedgerError('io', String(cause), { cause })
				this.#failed.set(line.of, { at: this.#parts.clock.now(), error })
				outcomes.push({ of: line.of, error })
			}
		}
		return outcomes
	}

	/** When the first of the stamps ends that has not ended; those that have cannot be helped. */
	#endOf({ groups }: Line, now: number): number {
		return groups.find(({ until }) => until > now)?.until ?? Number.POSITIVE_INFINITY
	}

	async #renew(line: Line, by: string | undefined): Promise<RenewalRecord> {
		const { clock } = this.#parts
		const until = this.#endOf(line, clock.now())
		const lanes = by === undefined ? await this.#candidates(line, until) : [this.#lane(by) as AnchorLane]
		let failure: unknown
		for (const lane of lanes) {
			try {
				return await this.#stamp(line, lane, by === undefined ? until : 0)
			} catch (error) {
				failure = error
			}
		}
		if (failure !== undefined) throw failure
		const day = new Date(until).toISOString().slice(0, 10)
		throw new LedgerError(
			'authority',
			`no authority makes stamps that last longer than those of "${line.of}"`,
			{
				remedy: `they end on ${day}: ask the authority for its next certificate, or configure another authority`,
			},
		)
	}

	/**
	 * The authority itself, so that the records still rest on one alone; others where it is gone, or time is running out
	 * and its stamps still end when the old ones do.
	 */
	async #candidates({ of }: Line, until: number): Promise<AnchorLane[]> {
		const { lanes, clock } = this.#parts
		const own = this.#lane(of)
		if (own !== undefined && (await this.#lastsLonger(own, until))) return [own]
		if (own !== undefined && !own.settings.authority.trusted) return []
		if (own !== undefined && until - clock.now() > this.#marginMs / 2) return []
		const others: AnchorLane[] = []
		for (const lane of lanes) {
			const isOther = lane !== own && lane.settings.authority.trusted
			if (isOther && (await this.#lastsLonger(lane, until))) others.push(lane)
		}
		return others
	}

	/** As far as its newest anchor shows. */
	async #lastsLonger(lane: AnchorLane, until: number): Promise<boolean> {
		const { log, history } = this.#parts
		const newest = history.newest(lane.name)
		if (newest === undefined) return true
		const end = await this.#ends.endOf(await tokenOf(log, newest.token), lane.settings.authority.roots)
		return end.until > until
	}

	async #stamp(line: Line, lane: AnchorLane, until: number): Promise<RenewalRecord> {
		const { log, history, dir } = this.#parts
		const { of, from, previous } = line
		const covered = { of, digest: 'sha2-256', from, to: log.size } as const
		const tree = await coveredTree(log, history, covered, previous)
		const root = tree === null ? null : treeRoot(tree)
		if (tree === null || root?.length !== RENEWAL_SIZES[covered.digest]) {
			throw new LedgerError('corrupt', `the stamps of "${of}" are not found`)
		}
		const said = {
			...{ log: log.origin, ...covered, authority: lane.name, root },
			...{ previous: previous?.cid ?? null, revocation: [] },
		}
		const imprint = renewalImprint(covered.digest, renewalStatement(said), root)
		this.#refuseWhenStopped()
		const token = await lane.stampBeside(imprint, STAMP_TIMEOUT_MS)
		const stamp = await checkTimestamp(token, { imprint, roots: lane.settings.authority.roots })
		this.#checkStamp(line, stamp.genTime, stamp.accuracyMs ?? 0)
		const { until: lasts } = await this.#ends.endOf(token, lane.settings.authority.roots)
		if (lasts <= until) {
			throw new LedgerError('authority', `the new stamp of "${lane.name}" lasts no longer than the old ones`)
		}
		this.#refuseWhenStopped()
		await writeTree(renewalFolder(dir, of), covered.to, tree)
		const body = { ...said, token: await log.putBlob(token), time: stamp.genTime }
		const { index, cid } = await log.append({ kind: 'renewal', body, fields: { kind: 'renewal' } })
		return { ...body, index, cid }
	}

	/** A stamp from before those that it renews says nothing of them. */
	#checkStamp({ groups }: Line, genTime: number, accuracy: number): void {
		const newest = Math.max(...groups.map(({ last }) => last))
		if (genTime + 2 * accuracy + 1000 < newest) {
			throw new TimestampError('order', `the stamp lies ${newest - genTime} ms before one that it renews`)
		}
	}

	#lane(name: string): AnchorLane | undefined {
		return this.#parts.lanes.find((lane) => lane.name === name)
	}

	#refuseWhenStopped(): void {
		if (this.#parts.stopped()) throw new LedgerError('closed', 'anchoring has stopped')
	}

	#inTurn<T>(task: () => Promise<T>): Promise<T> {
		const turn = this.#running.then(task)
		this.#running = turn.catch(() => {})
		return turn
	}
}

function unknownAuthority(name: string): LedgerError {
	return new LedgerError('not-found', `no authority is called "${name}"`)
}
