/**
 * What of each authority's stamps is not renewed yet, and when it ends: for the plan of renewals. Each stamp is read once,
 * then only what came since.
 * @module
 */
import type { RenewalDigest } from '@letopis/format'
import type { End } from './algorithm-policy.ts'
import type { AnchorHistory } from './anchor-history.ts'
import type { Certificate } from './certificate.ts'
import type { RenewableLog } from './renewable-log.ts'
import type { LineStart, RenewalHistory, RenewalRecord } from './renewal-history.ts'
import { tokenOf } from './renewal-tree.ts'
import type { StampEnds } from './stamp-ends.ts'

/** Stamps that end together and for the same reason. */
export interface EndGroup extends End {
	readonly stamps: number
	/** First and last of their stamped times, milliseconds since 1970. */
	readonly first: number
	readonly last: number
}

/** The stamps of one authority that nothing renews yet. */
export interface Line {
	readonly of: string
	/** Origin of the closed log whose stamps they are; absent for the present one. */
	readonly log?: string
	/** Of the trees that its stamps are over. */
	readonly digest: RenewalDigest
	/** Renewal whose own stamp is among them. */
	readonly previous: RenewalRecord | null
	/** Its anchors, or hash-tree renewals, from this index on. */
	readonly from: number
	/** Soonest first. */
	readonly groups: readonly EndGroup[]
	/** Of their certificates, each from a signer to its root; none for authorities that are not configured. */
	readonly paths: readonly (readonly Certificate[])[]
}

const DIGESTS = ['sha2-256', 'sha2-512'] as const

interface Seen extends LineStart {
	/** Anchors below this index are counted. */
	to: number
	readonly groups: Map<string, EndGroup>
	readonly paths: Set<readonly Certificate[]>
}

export interface LineSource {
	readonly log: Pick<RenewableLog, 'reach' | 'blob'>
	readonly history: AnchorHistory
	readonly renewals: RenewalHistory
	readonly ends: StampEnds
	/** Roots of an authority that is configured; none for others. */
	roots(authority: string): readonly Uint8Array[]
}

export class RenewalLines {
	readonly #source: LineSource
	readonly #seen = new Map<string, Seen>()

	constructor(source: LineSource) {
		this.#source = source
	}

	/** All authorities with stamps that are not renewed. */
	async all(): Promise<Line[]> {
		const { history, renewals } = this.#source
		await renewals.refresh()
		const lines: Line[] = []
		for (const of of history.authorities) {
			for (const digest of DIGESTS) {
				const start = renewals.lineStart(of, digest)
				const seen = await this.#look(of, digest, start)
				const groups = [...seen.groups.values()].sort((a, b) => a.until - b.until)
				if (groups.length > 0) lines.push({ of, digest, ...start, groups, paths: [...seen.paths] })
			}
		}
		return lines
	}

	async #look(of: string, digest: RenewalDigest, { previous, from }: LineStart): Promise<Seen> {
		const { log, history, renewals } = this.#source
		const key = `${of} ${digest}`
		let seen = this.#seen.get(key)
		if (seen === undefined || seen.previous?.place !== previous?.place || seen.from !== from) {
			seen = { previous, from, to: from, groups: new Map(), paths: new Set() }
			if (previous !== null) await this.#count(seen, previous.authority, previous)
			this.#seen.set(key, seen)
		}
		const to = log.reach
		const added = { from: seen.to, to }
		if (digest === 'sha2-256') {
			for (const anchor of await history.between(of, added.from, to)) await this.#count(seen, of, anchor)
		} else {
			for (const rehash of renewals.rehashed(of)) {
				const isNew = rehash.place >= added.from && rehash.place < to
				if (isNew) await this.#count(seen, rehash.authority, rehash)
			}
		}
		seen.to = to
		return seen
	}

	async #count(
		{ groups, paths }: Seen,
		authority: string,
		{ token, time }: Pick<RenewalRecord, 'token' | 'time'>,
	): Promise<void> {
		const { log, ends, roots } = this.#source
		const { end, path } = await ends.look(await tokenOf(log, token), roots(authority))
		if (path.length > 0) paths.add(path)
		const key = `${end.until} ${end.what}`
		const { stamps, first, last } = groups.get(key) ?? { stamps: 0, first: time, last: time }
		groups.set(key, { ...end, stamps: stamps + 1, first: Math.min(first, time), last: Math.max(last, time) })
	}
}
