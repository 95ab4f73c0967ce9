/**
 * Signatures that could lose their force: their certificates or algorithms end, they bring no time-stamp of their own that
 * outlives them, and no trusted authority has stamped the log behind them in time. Once one has, the log's stamp is the
 * proof that they existed, and renewing that stamp, which the ledger does by itself, is all that is needed.
 *
 * Found out of the recorded examinations when somebody asks, and once an hour; what is about to end unstamped is stamped
 * at once. Nothing of it is stored.
 * @module
 */
import { cidText } from '@letopis/format'
import { findVersion } from '../documents/queries.ts'
import { every, HOUR, oneAtATime } from '../every-minute.ts'
import type { ApiDeps } from '../services.ts'
import type { Findings, FoundSignature } from './checker.ts'
import { findingsAt } from './read.ts'
import { type Checked, checksBehind, earlierLeft } from './rows.ts'

const DAY = 86_400_000
/** What ends within this time and is not stamped is stamped at once. */
const URGENT = 7 * DAY
/** Examinations read between two turns of the event loop. */
const AT_ONCE = 64
/** Ends kept in memory; of more examinations than that those behind are read again each hour. */
const KEPT = 65_536
/** Versions from before signatures were looked for that are counted. */
const COUNTED = 10_000
/** How many are told one by one. */
const TOLD = 100

export const RISKS = ['unstamped', 'no-authority', 'too-late'] as const

export interface Risk {
	/** CID of the document's first entry, and of the version that is signed */
	readonly document: string
	readonly version: string
	/** when the first of what its signatures rest on ends, ms since 1970 */
	readonly until: number
	readonly why: 'certificate' | 'algorithm'
	/**
	 * unstamped: the next stamp will do; no-authority: nobody whom others trust stamps here; too-late: it ended before a stamp,
	 * so that the signature can no longer be decided
	 */
	readonly risk: (typeof RISKS)[number]
}

export interface Watched {
	/** versions whose signatures were examined */
	readonly examined: number
	/** versions from before signatures were looked for, still to be examined; counted up to ten thousand */
	readonly unexamined: number
	readonly atRisk: number
	/** the first to end first */
	readonly risks: readonly Risk[]
}

interface Ending {
	readonly until: number
	readonly why: Risk['why']
}

/** When the signatures of a file first lose what they rest on; null if something of their own outlives it, or nothing is known. */
export function endOf({ signatures, at }: Pick<Findings, 'signatures' | 'at'>): Ending | null {
	const ends = signatures
		// One that is broken has nothing to lose.
		.filter(({ is, indication }) => is === 'signature' && indication !== 'TOTAL-FAILED')
		.map(endOfOne)
		// What had ended when it came was never ours to keep.
		.filter((end): end is Ending => end !== null && end.until > at)
	return ends.toSorted((a, b) => a.until - b.until)[0] ?? null
}

function endOfOne({ certificatesUntil, algorithm, stamps }: FoundSignature): Ending | null {
	if (certificatesUntil === null) return null
	const own: Ending =
		algorithm !== null && algorithm.until < certificatesUntil
			? { until: algorithm.until, why: 'algorithm' }
			: { until: certificatesUntil, why: 'certificate' }
	// The stamp takes over, for as long as it lasts itself.
	const stamped = stamps.flatMap(({ verdict, until }) =>
		verdict === 'holds' && until !== null ? [until] : [],
	)
	const last = Math.max(own.until, ...stamped)
	return last === own.until ? own : { until: last, why: 'certificate' }
}

export class SignatureWatch {
	readonly #deps: ApiDeps
	/** by position of the examination: it never changes; at most {@link KEPT} */
	readonly #ends = new Map<number, Ending | null>()

	constructor(deps: ApiDeps) {
		this.#deps = deps
	}

	/** Looks once an hour until the service stops. */
	start(): void {
		every(HOUR, this.#deps, this.look, 'signature-watch-failed')
	}

	/** As of now. Whoever asks while it is being found out gets the same. */
	readonly look = oneAtATime(() => this.#look())

	async #look(): Promise<Watched> {
		const { projection, clock, ledger } = this.#deps
		await projection.current()
		const now = clock.now()
		const risks: Risk[] = []
		let examined = 0
		for (let behind: Checked | null = null; ; ) {
			const page = await checksBehind(projection.store, behind, AT_ONCE)
			for (const checked of page) {
				examined++
				const end = await this.#endAt(checked.check)
				const risk = end === null ? null : await this.#riskOf(checked, end, now)
				if (risk !== null) risks.push(risk)
			}
			behind = page.at(-1) ?? null
			if (page.length < AT_ONCE) break
			await new Promise<void>((resolve) => setImmediate(resolve))
		}
		const urgent = risks.some(({ risk, until }) => risk === 'unstamped' && until - now < URGENT)
		// An authority that cannot be reached is told by the overview, and asked again in an hour.
		if (urgent) await ledger.anchorer.anchorNow().catch(() => {})
		const first = risks.toSorted((a, b) => a.until - b.until || (a.version < b.version ? -1 : 1))
		const unexamined = await earlierLeft(projection.store, COUNTED)
		return { examined, unexamined, atRisk: risks.length, risks: first.slice(0, TOLD) }
	}

	async #endAt(position: number): Promise<Ending | null> {
		const known = this.#ends.get(position)
		if (known !== undefined) return known
		const findings = await findingsAt(this.#deps, position)
		const end = findings === null ? null : endOf(findings)
		if (this.#ends.size < KEPT) this.#ends.set(position, end)
		return end
	}

	async #riskOf({ first, version }: Checked, end: Ending, now: number): Promise<Risk | null> {
		const { projection } = this.#deps
		const [of, own] = await Promise.all([
			findVersion(projection.store, first, first),
			findVersion(projection.store, first, version),
		])
		// Destroyed: there is nothing left to prove anything about.
		if (of === undefined || own === undefined || own.state === 'disposed') return null
		const risk = await this.#unproven(version, end, now)
		return risk === null ? null : { document: cidText(of.cid), version: cidText(own.cid), ...end, risk }
	}

	/** Why nothing of ours proves that a version existed before its signatures lost what they rest on; null if something does. */
	async #unproven(version: number, { until }: Ending, now: number): Promise<Risk['risk'] | null> {
		const { anchorer } = this.#deps.ledger
		const trusted = anchorer.status().filter((authority) => authority.trusted)
		const { first, anchors } = await this.#deps.projection.chronicle.part(version)
		const index = version - first
		if (now < until) {
			const stamped =
				anchors === null
					? trusted.some(({ stampedSize }) => stampedSize > index)
					: (await anchors.anchorsFor(index)).length > 0
			if (stamped) return null
			return trusted.length === 0 ? 'no-authority' : 'unstamped'
		}
		const names = new Set(trusted.map(({ name }) => name))
		const { records } = await (anchors ?? anchorer).evidenceFor(index)
		const inTime = records.some(
			({ authority, time }) => time < until && (anchors !== null || names.has(authority)),
		)
		return inTime ? null : 'too-late'
	}
}
