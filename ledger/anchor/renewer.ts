/**
 * Renews time-stamps before they end (RFC 4998 §5.2): by stamps, where all of an authority that nothing renews yet go into one
 * tree under one new stamp, so that the cost grows with the certificates that end; and by hash trees (rehash-pass.ts), where
 * SHA-256 itself is about to end. The records of single documents are assembled when somebody asks.
 * @module
 */
import { LedgerError } from '../error.ts'
import {
	type AlgorithmPolicy,
	type AlgorithmUse,
	algorithmUses,
	DEFAULT_ALGORITHMS,
	digestEnd,
	type End,
} from './algorithm-policy.ts'
import type { AnchorHistory } from './anchor-history.ts'
import type { AnchorLane } from './anchor-lane.ts'
import type { TimeSource } from './authority.ts'
import { treeRoot } from './document-tree.ts'
import { RehashPass, type RehashStatement } from './rehash-pass.ts'
import { type RehashResult, readRehashResult } from './rehash-state.ts'
import type { Renewable } from './renewable-log.ts'
import type { RenewalRecord } from './renewal-history.ts'
import { type Line, RenewalLines } from './renewal-lines.ts'
import { RenewalMaker, type Statement, type Wanted } from './renewal-maker.ts'
import { keepRevocation } from './renewal-revocation.ts'
import { coveredTree, renewalFolder } from './renewal-tree.ts'
import type { RevocationSource } from './revocation.ts'
import { StampEnds } from './stamp-ends.ts'
import { writeTree } from './tree-file.ts'

const DAY_MS = 86_400_000
const DEFAULT_MARGIN_MS = 180 * DAY_MS
/** Under what name a pass over all documents fails; names of authorities have no blanks. */
const HASH_TREES = 'hash trees'
/** Passes in the margin before SHA-256 ends: what is stamped meanwhile is hashed by the next. */
const PASSES = 6
/** Stands for no known end. */
const FAR = Number.MAX_SAFE_INTEGER
/** After a failure: stamps that were asked for in vain may be billed. */
const RETRY_MS = DAY_MS

export interface RenewalSettings {
	/** How long before its end a stamp is renewed; 180 days unless given. */
	readonly marginMs?: number
	/** Until when algorithms are relied on; ETSI's table unless given. */
	readonly algorithms?: AlgorithmPolicy
	/** How fast contents are read to be hashed anew; 50 MB/s unless given. */
	readonly bytesPerSecond?: number
}

/** What renewing any log of the town takes. */
export interface RenewerParts {
	readonly lanes: readonly AnchorLane[]
	readonly clock: TimeSource
	/** Anchors of the present log. */
	readonly newest: AnchorHistory
	/** Where withdrawn certificates are learnt of; without it renewals cover no lists. */
	readonly revocation?: RevocationSource | undefined
	/** Becomes true when anchoring stops: nothing more is written. */
	readonly stopped: () => boolean
	readonly settings: RenewalSettings
}

export interface RenewOptions {
	/** Renews the stamps of this authority alone, also before they are due. */
	readonly of?: string
	/** Has this authority make the new stamp, whether or not it ends later. */
	readonly by?: string
	/** Renews the hash trees of all documents instead, under SHA-512. */
	readonly trees?: boolean
}

/** What a turn was asked for; `now` by somebody who does not wait. */
interface Asked {
	readonly by?: string | undefined
	readonly now?: boolean
}

type Renewed = Required<Pick<RenewalOutcome, 'renewal' | 'notes'>>

/** What came of one authority's turn. */
export interface RenewalOutcome {
	/** Whose stamps they are; `hash trees` for a failure of the pass over all documents. */
	readonly of: string
	/** Origin of the closed log whose stamps they are; absent for the present one. */
	readonly log?: string
	readonly renewal?: RenewalRecord
	readonly error?: LedgerError
	/** What somebody should know of a renewal that was made. */
	readonly notes?: readonly LedgerError[]
	/** Of a renewal of hash trees: what came of the pass over all documents. */
	readonly pass?: RehashResult
}

export interface Forecast {
	readonly lines: readonly Line[]
	/** When hash trees made with SHA-256 end. */
	readonly trees: End
	/** When other algorithms end that the town relies on, by the same table. */
	readonly uses: readonly AlgorithmUse[]
	readonly marginMs: number
	/** What came of the last pass over all documents; null before the first. */
	readonly lastPass: RehashResult | null
	readonly algorithms: Pick<AlgorithmPolicy, 'issued' | 'source'>
}

export class Renewer {
	readonly #parts: RenewerParts & Renewable
	readonly #policy: AlgorithmPolicy
	readonly #marginMs: number
	readonly #maker: RenewalMaker
	readonly #lines: RenewalLines
	readonly #pass: RehashPass
	readonly #failed = new Map<string, { readonly at: number; readonly error: LedgerError }>()
	#running: Promise<unknown> = Promise.resolve()

	constructor(parts: RenewerParts & Renewable) {
		const { marginMs = DEFAULT_MARGIN_MS, algorithms = DEFAULT_ALGORITHMS } = parts.settings
		this.#parts = parts
		this.#policy = algorithms
		this.#marginMs = marginMs
		const ends = new StampEnds(algorithms)
		const { log, history, renewals } = parts
		const roots = (name: string) => this.#maker.lane(name)?.settings.authority.roots ?? []
		this.#maker = new RenewalMaker({ ...parts, ends, marginMs })
		this.#lines = new RenewalLines({ log, history, renewals, ends, roots })
		this.#pass = new RehashPass({ ...parts, ...parts.settings })
	}

	/** Resolves when the turn under way, if there is one, has ended. */
	async settled(): Promise<void> {
		await this.#running
	}

	/**
	 * What somebody has to see to, by authority: its last failure until a renewal succeeds, or that certificates of what was
	 * renewed had been withdrawn.
	 */
	get failures(): ReadonlyMap<string, { readonly at: number; readonly error: LedgerError }> {
		return this.#failed
	}

	/** What ends when, of all that nothing renews yet. */
	async forecast(): Promise<Forecast> {
		const { issued, source } = this.#policy
		const lines = await this.#inTurn(() => this.#lines.all())
		const trees = digestEnd(this.#policy, 'sha2-256')
		const lastPass = await readRehashResult(this.#parts.dir)
		const uses = algorithmUses(this.#policy)
		return { lines, trees, uses, marginMs: this.#marginMs, lastPass, algorithms: { issued, source } }
	}

	/** Renews what is due. What failed is tried again after a day. */
	renewDue(): Promise<RenewalOutcome[]> {
		return this.#inTurn(async () => {
			const { clock, renewals } = this.#parts
			const now = clock.now()
			const rests = (name: string) => {
				const failed = this.#failed.get(name)
				return failed !== undefined && failed.at <= now && now - failed.at < RETRY_MS
			}
			await renewals.refresh()
			const outcomes: RenewalOutcome[] = []
			const unfinished = await this.#pass.isUnfinished()
			if (!rests(HASH_TREES) && (unfinished || (await this.#treesAreDue(now)))) {
				outcomes.push(...(await this.#renewTrees({})))
			}
			const due = (await this.#lines.all()).filter(
				(line) => !rests(line.of) && this.#endOf(line, now) - this.#marginMs <= now,
			)
			outcomes.push(...(await this.#renewAll(due, {})))
			return outcomes
		})
	}

	/**
	 * Renews what is due, or all of one authority.
	 * @throws LedgerError `not-found` for names that are not known
	 */
	renewNow(options: RenewOptions = {}): Promise<RenewalOutcome[]> {
		return this.#inTurn(async () => {
			const { of, by, trees } = options
			const asked = { by, now: true }
			const now = this.#parts.clock.now()
			const lines = await this.#lines.all()
			if (by !== undefined && this.#maker.lane(by) === undefined) throw unknownAuthority(by)
			if (trees === true) return this.#renewTrees(asked)
			if (of !== undefined && !lines.some((line) => line.of === of)) throw unknownAuthority(of)
			const wanted = lines.filter((line) =>
				of === undefined ? this.#endOf(line, now) - this.#marginMs <= now : line.of === of,
			)
			return this.#renewAll(wanted, asked)
		})
	}

	async #renewAll(lines: readonly Line[], options: Asked): Promise<RenewalOutcome[]> {
		const outcomes: RenewalOutcome[] = []
		for (const line of lines) {
			try {
				outcomes.push({ of: line.of, ...(await this.#renew(line, options)) })
			} catch (cause) {
				outcomes.push({ of: line.of, error: this.#fail(line.of, cause) })
			}
		}
		return outcomes
	}

	/** When the first of the stamps ends that has not ended; those that have cannot be helped. */
	#endOf({ groups }: Line, now: number): number {
		return groups.find(({ until }) => until > now)?.until ?? Number.POSITIVE_INFINITY
	}

	async #renew(line: Line, { by, now: isNow }: Asked): Promise<Renewed> {
		const { log, history, renewals, dir, clock } = this.#parts
		const { of, digest, from, previous, groups } = line
		const covered = { of, digest, from, to: log.reach }
		const tree = await coveredTree(log, history, renewals, covered, previous)
		const root = tree === null ? null : treeRoot(tree)
		if (tree === null || root === null) {
			throw new LedgerError('corrupt', `the stamps of "${of}" are not found`)
		}
		const until = this.#endOf(line, clock.now())
		const wanted = { until, newest: Math.max(...groups.map(({ last }) => last)), by }
		const known = { log: log.origin, ...covered, previous: previous?.cid ?? null, root }
		return this.#make(line, known, wanted, isNow, () => writeTree(renewalFolder(dir, of), covered.to, tree))
	}

	/**
	 * Collects what says whether the certificates were withdrawn, and has the new stamp cover it. What cannot be had is waited
	 * for until half of the margin is left.
	 */
	async #make(
		line: Pick<Line, 'of' | 'paths'>,
		known: Omit<Statement, 'revocation'>,
		wanted: Wanted,
		isNow: boolean | undefined,
		keep: () => Promise<void>,
	): Promise<Renewed> {
		const { log, revocation: source, lanes, clock } = this.#parts
		const { cids, withdrawn, missing } = await keepRevocation(log, source, lanes, line)
		const mayWait = isNow !== true && wanted.until - clock.now() > this.#marginMs / 2
		if (missing !== null && mayWait) throw missing
		const renewal = await this.#maker.make({ ...known, revocation: [...cids] }, wanted, keep)
		this.#failed.delete(line.of)
		if (withdrawn !== null) this.#failed.set(line.of, { at: clock.now(), error: withdrawn })
		return { renewal, notes: [withdrawn, missing].filter((note) => note !== null) }
	}

	/** Keeps why something failed. */
	#fail(of: string, cause: unknown): LedgerError {
		const error = cause instanceof LedgerError ? cause : new LedgerError('io', String(cause), { cause })
		this.#failed.set(of, { at: this.#parts.clock.now(), error })
		return error
	}

	/** Goes on with a pass, or begins one. What it failed with is one outcome, and `failures` has it. */
	async #renewTrees(asked: Asked): Promise<RenewalOutcome[]> {
		const outcomes: RenewalOutcome[] = []
		try {
			const pass = await this.#pass.run(async (said) => {
				outcomes.push({ of: said.of, ...(await this.#renewTree(said, asked)) })
			})
			this.#failed.delete(HASH_TREES)
			return outcomes.map((outcome) => ({ ...outcome, pass }))
		} catch (cause) {
			return [...outcomes, { of: HASH_TREES, error: this.#fail(HASH_TREES, cause) }]
		}
	}

	async #renewTree(said: RehashStatement, { by, now: isNow }: Asked): Promise<Renewed> {
		const { of } = said
		const newest = this.#parts.history.newest(of)?.time ?? 0
		const isTrusted = this.#maker.lane(of)?.settings.authority.trusted ?? true
		// The untrusted one proves nothing to anybody, with whatever algorithm.
		const until = isTrusted ? Math.min(digestEnd(this.#policy, 'sha2-256').until, FAR) : 0
		const wanted = { until: until === FAR ? 0 : until, newest, by }
		const line = (await this.#lines.all()).find((one) => one.of === of && one.digest === 'sha2-256')
		return this.#make({ of, paths: line?.paths ?? [] }, said, wanted, isNow, async () => {})
	}

	/** Whether SHA-256 ends within the margin, and documents were stamped since the last pass. */
	async #treesAreDue(now: number): Promise<boolean> {
		const { history, renewals } = this.#parts
		const { until } = digestEnd(this.#policy, 'sha2-256')
		if (until <= now || until - this.#marginMs > now) return false
		for (const of of history.authorities) {
			const last = renewals.rehashed(of).at(-1)
			if (last !== undefined && now - last.time < this.#marginMs / PASSES) continue
			const anchors = await history.between(of, last?.to ?? 0, Number.MAX_SAFE_INTEGER)
			if (anchors.some(({ documents }) => documents !== null)) return true
		}
		return false
	}

	#inTurn<T>(task: () => Promise<T>): Promise<T> {
		const turn = this.#running.then(task)
		this.#running = turn.catch(() => {})
		return turn
	}
}

export function unknownAuthority(name: string): LedgerError {
	return new LedgerError('not-found', `no authority is called "${name}"`)
}
