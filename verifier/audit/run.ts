/**
 * One run of an audit against its remembered state: what an earlier run derived is taken over, and what this one has
 * done so far can be saved after every full bundle.
 * @module
 */
import { TILE_WIDTH, type Trust } from '@letopis/format'
import { parseRoots } from '../timestamp/check.ts'
import { AccessChains } from './access-chains.ts'
import type { NamedKey } from './access-keys.ts'
import { AnchorTable } from './anchor-table.ts'
import { AuditFindings } from './audit-finding.ts'
import { type AuditContext, countsOf, talliesOf } from './context.ts'
import { DIGEST_BYTES, DigestTable } from './digest-table.ts'
import { EarlierLogs } from './earlier-logs.ts'
import { type Hasher, portableHasher } from './hasher.ts'
import { type AuditStore, type Head, type Interrupted, RECORD_BYTES } from './progress.ts'
import type { LogSource } from './source.ts'
import { TreeHashes } from './tree-hashes.ts'

/** The state file is of another log: the auditor's own mistake, or the log is not the one it was. */
export class OtherLogError extends Error {
	override readonly name = 'OtherLogError'
	readonly remembered: string
	readonly origin: string

	constructor(remembered: string, origin: string) {
		super(`the state is of the log ${remembered}, this is ${origin}`)
		this.remembered = remembered
		this.origin = origin
	}
}

export interface RunOptions {
	source: LogSource
	/** bytes of the reader's trust file */
	trust?: Uint8Array | undefined
	/** remembers the head and an interrupted run */
	store?: AuditStore | undefined
	hasher?: Hasher
	/** of documents whose accesses are followed; not with `store`, for a run that is resumed reads only what is new */
	accessKeys?: readonly NamedKey[] | undefined
}

export class AuditRun {
	readonly context: AuditContext
	/** last head under which everything was in order, or the one that an interrupted first run was begun against */
	readonly remembered: Head | null
	/** every head that the log must still lead to: the remembered one and that of an interrupted run */
	readonly seen: readonly Head[]
	private readonly store: AuditStore | undefined
	private readonly vouched: Head | null
	/** records of the bundles done since the last save */
	private records: Uint8Array[] = []
	/** how things stood after the last full bundle; null before the first */
	private snapshot: Interrupted | null

	private constructor(
		context: AuditContext,
		store: AuditStore | undefined,
		vouched: Head | null,
		interrupted: Interrupted | null,
		resumed: Interrupted | null,
	) {
		this.context = context
		this.store = store
		this.vouched = vouched
		this.snapshot = resumed
		this.remembered = vouched ?? interrupted?.head ?? null
		this.seen = [vouched, interrupted?.head ?? null].filter((head) => head !== null)
	}

	/**
	 * @param isTrusted whether a log key of `trust` signed the head
	 * @throws OtherLogError
	 */
	static async begin(
		options: RunOptions,
		origin: string,
		head: Head,
		trust: Trust | null = null,
		isTrusted = false,
	): Promise<AuditRun> {
		const saved = (await options.store?.load()) ?? null
		if (saved !== null && saved.state.origin !== origin) {
			throw new OtherLogError(saved.state.origin, origin)
		}
		const interrupted = saved?.state.interrupted ?? null
		// A run that came further than the log now reaches cannot be resumed; it is begun anew, its head not forgotten.
		const fits = interrupted !== null && interrupted.bundles * TILE_WIDTH <= head.size
		const resumed = fits ? interrupted : null
		const { source, hasher = portableHasher, accessKeys, store } = options
		if (accessKeys !== undefined && store !== undefined)
			throw new TypeError('accesses are followed from the first entry on, not from a remembered one')
		const context: AuditContext = {
			source,
			hasher,
			origin,
			head,
			trust,
			isTrusted,
			roots: trust === null ? [] : parseRoots(trust.timestamps.roots),
			findings: new AuditFindings(resumed?.findings, resumed?.findingsTotal),
			tree: new TreeHashes(hasher),
			table: new DigestTable(),
			anchors: new AnchorTable(),
			renewals: [],
			unsearched: resumed?.bundles ?? 0,
			authorities: new Map(Object.entries(resumed?.authorities ?? {})),
			tallies: talliesOf(resumed),
			lastTime: resumed?.lastTime ?? 0,
			chains: accessKeys === undefined ? null : new AccessChains(accessKeys, origin),
			earlier: EarlierLogs.none(),
		}
		if (resumed !== null) takeOver(context, resumed, saved?.records ?? new Uint8Array())
		return new AuditRun(context, options.store, saved?.state.head ?? null, interrupted, resumed)
	}

	/** To be called when everything about the newest full bundle is done. */
	finishBundle(bundle: number): void {
		if (this.store === undefined) return
		const { context } = this
		this.records.push(recordOf(context, bundle))
		this.snapshot = {
			bundles: bundle + 1,
			head: this.snapshot?.head ?? context.head,
			lastTime: context.lastTime,
			authorities: Object.fromEntries(context.authorities),
			counts: countsOf(context.tallies),
			findings: [...context.findings.kept],
			findingsTotal: context.findings.total,
		}
	}

	/** Number of bundles that an interruption now would lose. */
	get unsaved(): number {
		return this.records.length
	}

	/** Keeps what the full bundles done so far have shown. */
	async save(): Promise<void> {
		const { origin } = this.context
		await this.store?.save({ origin, head: this.vouched, interrupted: this.snapshot }, this.records)
		this.records = []
	}

	/** The whole log was read: remembers its head if nothing speaks against it, else the one from before. */
	async conclude(inOrder: boolean): Promise<void> {
		const { origin, head } = this.context
		await this.store?.save({ origin, head: inOrder ? head : this.vouched, interrupted: null }, [])
	}
}

function recordOf({ tree, table, anchors }: AuditContext, bundle: number): Uint8Array {
	const record = new Uint8Array(RECORD_BYTES)
	const first = bundle * TILE_WIDTH
	record.set(tree.bundleHash(bundle))
	for (let i = 0; i < TILE_WIDTH; i++) {
		if (anchors.has(first + i)) record[32 + (i >> 3)] = (record[32 + (i >> 3)] as number) | (1 << (i & 7))
	}
	record.set(table.slice(first, first + TILE_WIDTH), 64)
	return record
}

/** Hashes, digests and anchors of an interrupted run are in the records: none of its bundles is read again but genesis. */
function takeOver(
	{ tree, table, anchors }: AuditContext,
	{ bundles }: Interrupted,
	records: Uint8Array,
): void {
	for (let bundle = 0; bundle < bundles; bundle++) {
		const record = records.subarray(bundle * RECORD_BYTES, (bundle + 1) * RECORD_BYTES)
		tree.pushHash(record.subarray(0, 32))
		for (let i = 0; i < TILE_WIDTH; i++) {
			const at = 64 + DIGEST_BYTES * i
			table.add(record, at)
			const isAnchor = ((record[32 + (i >> 3)] as number) & (1 << (i & 7))) !== 0
			if (isAnchor) anchors.add(bundle * TILE_WIDTH + i, record, at)
		}
	}
}
