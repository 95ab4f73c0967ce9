/**
 * Makes one renewal: who stamps it, the stamp and its checks, and the `renewal` entry.
 *
 * Order, and what a crash after each step leaves behind: the stamp is counted; the token arrives (a crash loses it: the next
 * turn asks again); the token is a durable blob (nothing refers to it); the `renewal` entry is durable (found again at the
 * next start).
 * @module
 */
import { type DagMap, type RenewalBody, renewalImprint, renewalStatement } from '@letopis/format'
import { LedgerError } from '../error.ts'
import type { AnchorHistory } from './anchor-history.ts'
import type { AnchorLane } from './anchor-lane.ts'
import type { TimeSource } from './authority.ts'
import type { RenewableLog } from './renewable-log.ts'
import type { RenewalRecord } from './renewal-history.ts'
import { tokenOf } from './renewal-tree.ts'
import type { StampEnds } from './stamp-ends.ts'
import { checkTimestamp } from './timestamp-check.ts'
import { TimestampError } from './timestamp-error.ts'

const STAMP_TIMEOUT_MS = 60_000

export interface MakerParts {
	readonly log: RenewableLog
	/** Anchors of the present log: what authorities stamp with now. */
	readonly newest: AnchorHistory
	readonly lanes: readonly AnchorLane[]
	readonly clock: TimeSource
	readonly ends: StampEnds
	/** How long before an end renewals begin. */
	readonly marginMs: number
	readonly stopped: () => boolean
}

/** What is to be stamped: all of the entry but who stamps it, and the stamp. */
export type Statement = Omit<RenewalBody, 'authority' | 'token' | 'time'>

export interface Wanted {
	/** When what is renewed ends, ms since 1970: the new stamp has to last longer. */
	readonly until: number
	/** Stamped time of the newest stamp that is renewed. */
	readonly newest: number
	/** Who is to stamp it, whether or not it lasts longer. */
	readonly by?: string | undefined
}

export class RenewalMaker {
	readonly #parts: MakerParts

	constructor(parts: MakerParts) {
		this.#parts = parts
	}

	lane(name: string): AnchorLane | undefined {
		return this.#parts.lanes.find((lane) => lane.name === name)
	}

	/**
	 * @param keep makes the tree durable, before anything refers to it
	 * @throws LedgerError `authority` and whatever the log refused with
	 */
	async make(said: Statement, wanted: Wanted, keep: () => Promise<void>): Promise<RenewalRecord> {
		const { until, by } = wanted
		const named = by === undefined ? undefined : this.lane(by)
		const lanes = named === undefined ? await this.#candidates(said.of, until) : [named]
		let failure: unknown
		for (const lane of lanes) {
			try {
				return await this.#stamp(said, lane, { ...wanted, until: named === undefined ? until : 0 }, keep)
			} catch (error) {
				failure = error
			}
		}
		if (failure !== undefined) throw failure
		const day = new Date(until).toISOString().slice(0, 10)
		throw new LedgerError(
			'authority',
			`no authority makes stamps that last longer than those of "${said.of}"`,
			{
				remedy: `they end on ${day}: ask the authority for its next certificate, or configure another authority`,
			},
		)
	}

	/**
	 * The authority itself, so that the records still rest on one alone; others where it is gone, or time is running out
	 * and its stamps still end when the old ones do.
	 */
	async #candidates(of: string, until: number): Promise<AnchorLane[]> {
		const { lanes, clock, marginMs } = this.#parts
		const own = this.lane(of)
		if (own !== undefined && (await this.#lastsLonger(own, until))) return [own]
		if (own !== undefined && !own.settings.authority.trusted) return []
		if (own !== undefined && until - clock.now() > marginMs / 2) return []
		const others: AnchorLane[] = []
		for (const lane of lanes) {
			const isOther = lane !== own && lane.settings.authority.trusted
			if (isOther && (await this.#lastsLonger(lane, until))) others.push(lane)
		}
		return others
	}

	/** As far as its newest anchor shows. */
	async #lastsLonger(lane: AnchorLane, until: number): Promise<boolean> {
		const { log, newest: history, ends } = this.#parts
		const newest = history.newest(lane.name)
		if (newest === undefined) return true
		const end = await ends.endOf(await tokenOf(log, newest.token), lane.settings.authority.roots)
		return end.until > until
	}

	async #stamp(
		statement: Statement,
		lane: AnchorLane,
		{ until, newest }: Wanted,
		keep: () => Promise<void>,
	): Promise<RenewalRecord> {
		const { log, ends } = this.#parts
		const { roots } = lane.settings.authority
		const said = { ...statement, authority: lane.name }
		const imprint = renewalImprint(said.digest, renewalStatement(said), said.root)
		this.#refuseWhenStopped()
		const token = await lane.stampBeside(imprint, STAMP_TIMEOUT_MS)
		const { genTime, accuracyMs } = await checkTimestamp(token, { imprint, roots })
		// A stamp from before those that it renews says nothing of them.
		if (genTime + 2 * (accuracyMs ?? 0) + 1000 < newest) {
			throw new TimestampError('order', `the stamp lies ${newest - genTime} ms before one that it renews`)
		}
		const { until: lasts } = await ends.endOf(token, roots)
		if (lasts <= until) {
			throw new LedgerError('authority', `the new stamp of "${lane.name}" lasts no longer than the old ones`)
		}
		this.#refuseWhenStopped()
		await keep()
		const body = { ...said, token: await log.putBlob(token), time: genTime }
		const draft = { kind: 'renewal', body: body as unknown as DagMap, fields: { kind: 'renewal' } } as const
		const { index, cid } = await log.append(draft)
		return { ...body, index, cid, place: log.first + index }
	}

	#refuseWhenStopped(): void {
		if (this.#parts.stopped()) throw new LedgerError('closed', 'anchoring has stopped')
	}
}
