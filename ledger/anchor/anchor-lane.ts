/**
 * One authority's way through one anchor: what to stamp, the stamp, its checks, and what is kept before the
 * log may speak of it.
 *
 * Order, and what a crash after each step leaves behind: the stamp is counted; the token arrives (a crash
 * loses it: the head is stamped again); the document tree is a durable file (nothing refers to it, the next
 * anchor replaces it); note and token are durable blobs (unreferenced, harmless); the `anchor` entry is
 * durable (found again at the next start).
 * @module
 */
import { join } from 'node:path'
import { anchorImprint, blobCid, type Cid, decodeEntry, type Hash, utf8 } from '@letopis/format'
import { LedgerError } from '../error.ts'
import type { AnchorHistory, AnchorRecord } from './anchor-history.ts'
import type { AnchorLog, AnchorVault } from './anchor-log.ts'
import type { Authority, TimeSource } from './authority.ts'
import { clockDifference } from './clock-check.ts'
import { collectDocuments, type DocumentTree, treeRoot } from './document-tree.ts'
import { makeFolder } from './durable-file.ts'
import { calendarYear, openQuota, type Quota, yearStart } from './quota.ts'
import type { Rhythm } from './schedule.ts'
import { checkTimestamp, type Stamp } from './timestamp-check.ts'
import { TimestampError } from './timestamp-error.ts'
import { writeTree } from './tree-file.ts'

/** Longest time for one stamp, whatever the authority's own limits are. */
const STAMP_TIMEOUT_MS = 60_000

export interface AuthoritySettings extends Rhythm {
	readonly authority: Authority
	/** Stamps per calendar year; no limit unless given. */
	readonly quotaPerYear?: number | null
	/**
	 * Numbers of remaining stamps at which a warning shows; a fifth and a twentieth of the quota unless given.
	 */
	readonly warnRemaining?: readonly number[]
}

/** What lanes share. */
export interface LaneContext {
	readonly log: AnchorLog
	readonly vault: AnchorVault
	readonly history: AnchorHistory
	readonly clock: TimeSource
	/** Differences between a stamp and the own clock above this stop appends, milliseconds. */
	readonly toleranceMs: number
	/** Becomes true when the anchorer stops: nothing more is written. */
	readonly stopped: () => boolean
}

/** A stamp that holds, with what it is over. */
interface Stamped {
	readonly noteBytes: Uint8Array
	readonly size: number
	readonly tree: DocumentTree
	readonly documents: Hash | null
	readonly token: Uint8Array
	readonly stamp: Stamp
}

export class AnchorLane {
	readonly settings: AuthoritySettings
	readonly dir: string
	readonly quota: Quota
	readonly #context: LaneContext
	/** Failures since the last good stamp. */
	failures = 0
	lastError: { readonly error: LedgerError; readonly at: number } | null = null
	/** When a stamp last agreed with the own clock, milliseconds since 1970. */
	agreedAt: number | null = null
	/** Entries below this are known to be anchors or stamped; where the search for a waiting entry goes on. */
	#searchedTo = 0
	#waitingSince: number | null = null
	/** Documents whose tree was lost and which the next anchor therefore stamps again. */
	#restamp: readonly number[] = []
	/** Size of the log before an append whose outcome is not known. */
	#doubtFrom: number | null = null

	private constructor(settings: AuthoritySettings, dir: string, quota: Quota, context: LaneContext) {
		this.settings = settings
		this.dir = dir
		this.quota = quota
		this.#context = context
	}

	/** @param dir folder of all authorities' trees */
	static async open(settings: AuthoritySettings, dir: string, context: LaneContext): Promise<AnchorLane> {
		const { name } = settings.authority
		const own = join(dir, name)
		await makeFolder(own)
		const quota = await openQuota(own, settings.quotaPerYear ?? null)
		if (quota.perYear !== null) {
			const now = context.clock.now()
			const thisYear = await context.history.since(name, yearStart(calendarYear(now)))
			quota.atLeast(thisYear.length, now)
		}
		return new AnchorLane(settings, own, quota, context)
	}

	get name(): string {
		return this.settings.authority.name
	}

	/** Size of the newest head that this authority stamped, 0 if none. */
	get stampedSize(): number {
		return this.#context.history.newest(this.name)?.size ?? 0
	}

	/** When the authority was last asked or its turn failed, milliseconds since 1970; null if never. */
	get lastTried(): number | null {
		const moments = [this.quota.lastAsked, this.lastError?.at].filter((at) => typeof at === 'number')
		return moments.length === 0 ? null : Math.max(...moments)
	}

	/** Numbers of remaining stamps at which a warning shows. */
	get warnings(): readonly number[] {
		const { warnRemaining, quotaPerYear } = this.settings
		return warnRemaining ?? [0.2, 0.05].map((share) => Math.floor(share * (quotaPerYear ?? 0)))
	}

	/**
	 * When the oldest entry that is no anchor began to wait for this authority's stamp, milliseconds since
	 * 1970; null if none waits. As of the last `refreshWaiting`.
	 */
	get waitingSince(): number | null {
		return this.#waitingSince
	}

	/** Looks at entries that came since. Cost: each is looked at once, and only until the first that waits. */
	async refreshWaiting(): Promise<number | null> {
		const { log, clock } = this.#context
		for (;;) {
			if (this.#searchedTo < this.stampedSize) {
				this.#searchedTo = this.stampedSize
				this.#waitingSince = null
			}
			const at = this.#searchedTo
			if (this.#waitingSince !== null || at >= log.size) return this.#waitingSince
			const bytes = await log.entry(at)
			if (bytes === undefined) throw new Error(`entry ${at} of ${log.size} is missing`)
			// Somebody else looked meanwhile, or a stamp came.
			if (at !== this.#searchedTo || at < this.stampedSize) continue
			const { kind, time } = decodeEntry(bytes)
			// The end of the entry's minute: after a restart it has waited since then at least.
			if (kind !== 'anchor') this.#waitingSince = Math.min(clock.now(), (time + 1) * 60_000)
			else this.#searchedTo++
		}
	}

	/** Documents to stamp again with the next anchor. */
	restamp(indexes: readonly number[]): void {
		this.#restamp = indexes
	}

	/**
	 * Stamps the newest published head. Returns null if there is none to stamp yet.
	 * @throws LedgerError `authority`, `clock` (the caller decides what it means for appends), `closed`, or
	 *   what the log refused with
	 */
	async stamp(): Promise<{ stamped: Stamped; difference: number } | null> {
		const { log, vault, history, clock, stopped } = this.#context
		if (this.#doubtFrom !== null) {
			await history.catchUp(this.#doubtFrom)
			this.#doubtFrom = null
		}
		const { published } = log
		const { authority } = this.settings
		const from = this.stampedSize
		// A restart may publish anew only after a while; a head older than the stamped one says nothing new.
		if (published === null || published.size < 1 || published.size < from) return null
		const noteBytes = utf8(published.note)
		const note = blobCid(noteBytes)
		const selection = { from, to: published.size, also: this.#restamp }
		const tree = await collectDocuments(log, vault, selection, { authority: authority.name, note }, stopped)
		this.#refuseWhenStopped()
		const documents = treeRoot(tree)
		const imprint = anchorImprint(noteBytes, documents)
		await this.quota.take(clock.now())
		const sent = clock.now()
		const token = await withTimeout(authority.stamp(imprint), STAMP_TIMEOUT_MS)
		const received = clock.now()
		const stamp = await checkTimestamp(token, { imprint, roots: authority.roots })
		this.#checkOrder(stamp)
		const difference = clockDifference({ sent, received, ...stamp })
		const apart = authority.trusted && Math.abs(difference) > this.#context.toleranceMs ? difference : 0
		return { stamped: { noteBytes, size: published.size, tree, documents, token, stamp }, difference: apart }
	}

	/**
	 * A token over something that is not of the log, counted in the same quota.
	 * @throws TimestampError
	 */
	async stampBeside(imprint: Hash, timeoutMs: number): Promise<Uint8Array> {
		const { authority } = this.settings
		await this.quota.take(this.#context.clock.now(), true)
		const token = await withTimeout(authority.stamp(imprint), timeoutMs)
		await checkTimestamp(token, { imprint, roots: authority.roots })
		return token
	}

	/** Keeps what a stamp is over and appends the `anchor` entry. */
	async record({ noteBytes, size, tree, documents, token, stamp }: Stamped): Promise<AnchorRecord> {
		const { log, history } = this.#context
		this.#refuseWhenStopped()
		if (documents !== null) await writeTree(this.dir, size, tree)
		const note = await log.putBlob(noteBytes)
		const tokenCid = await log.putBlob(token)
		const body = { authority: this.name, token: tokenCid, note, time: stamp.genTime, size, documents }
		const links = linksOf(history)
		// An append that fails may have reached the disk all the same: the next stamp looks first.
		this.#doubtFrom = log.size
		const { index, cid } = await log.append({ kind: 'anchor', body: { ...body }, fields: { kind: 'anchor' } })
		this.#doubtFrom = null
		const record: AnchorRecord = { ...body, index, cid, links }
		history.add(record)
		log.setAnchors(linksOf(history))
		this.#restamp = []
		await this.refreshWaiting()
		return record
	}

	/**
	 * The authority contradicts its own earlier stamp: it lies or its clock went back, ours has no part in it.
	 */
	#checkOrder(stamp: Stamp): void {
		const before = this.#context.history.newest(this.name)
		if (before === undefined) return
		const slack = 2 * (stamp.accuracyMs ?? 0) + 1000
		if (stamp.genTime + slack < before.time) {
			throw new TimestampError(
				'order',
				`the stamp lies ${before.time - stamp.genTime} ms before the last one`,
			)
		}
	}

	#refuseWhenStopped(): void {
		if (this.#context.stopped()) throw new LedgerError('closed', 'anchoring has stopped')
	}
}

/** Bounds an authority that keeps no time limit of its own; its late answer is ignored. */
function withTimeout(answer: Promise<Uint8Array>, ms: number): Promise<Uint8Array> {
	return new Promise((resolve, reject) => {
		const late = () => reject(new TimestampError('transport', `no stamp within ${ms} ms`))
		const timer = setTimeout(late, ms).unref()
		answer.finally(() => clearTimeout(timer)).then(resolve, reject)
	})
}

/** What entries link to once these anchors exist; as many authorities as an entry may name. */
export function linksOf(history: AnchorHistory): Cid[] {
	return history
		.allNewest()
		.slice(0, 32)
		.map(({ cid }) => cid)
}
