/**
 * The logs that the audited one continues, as far as they were given: only to know where links into them lead, and which of
 * their stamps its renewals have to cover. Each must
 * lead to the root that its successor's genesis names, and is read so far; whatever else holds of it is for its own audit.
 * @module
 */
import {
	bodyOf,
	bundlePath,
	bundlesOf,
	decodeBundle,
	decodeEntry,
	equalBytes,
	fromUtf8,
	HASH_SIZE,
	type Hash,
	type Predecessor,
	parseCheckpoint,
	parseNote,
	RefusalError,
	TILE_WIDTH,
} from '@letopis/format'
import type { AuditFindings } from './audit-finding.ts'
import { DigestTable } from './digest-table.ts'
import { EarlierStamps } from './earlier-stamps.ts'
import type { Hasher } from './hasher.ts'
import { type LogSource, SourceError } from './source.ts'
import { TreeHashes } from './tree-hashes.ts'

/** As many predecessors as a trust file may name. */
const MAX_LOGS = 32

/** A log that led to the root that its successor names. */
interface ReadLog {
	readonly table: DigestTable
	readonly stamps: EarlierStamps
	readonly predecessor: Predecessor | null
}

export class EarlierLogs {
	/** Links that were found to lead to an entry of an earlier log. */
	checked = 0
	/** Links of which that could not be said. */
	unchecked = 0
	/** Renewals of stamps of an earlier log that were held against it. */
	renewalsChecked = 0
	/** Those whose log was not given. */
	renewalsUnchecked = 0
	/** Whether all logs were read, back to the one that continues none. */
	readonly complete: boolean
	/** newest first */
	private readonly logs: readonly ReadLog[]
	/** whether all that a link may lead to was read */
	private readonly whole: boolean

	private constructor(logs: readonly ReadLog[], complete: boolean, whole: boolean) {
		this.logs = logs
		this.complete = complete
		this.whole = whole
	}

	static readonly none = (): EarlierLogs => new EarlierLogs([], false, false)

	/** Origins of the logs that were read. */
	get origins(): readonly string[] {
		return this.logs.map(({ stamps }) => stamps.origin)
	}

	/** A log that was read and all its successors before the audited one, oldest first; null where it was not. */
	logsFrom(origin: string): [EarlierStamps, ...EarlierStamps[]] | null {
		const at = this.logs.findIndex(({ stamps }) => stamps.origin === origin)
		const [first, ...later] = this.logs
			.slice(0, at + 1)
			.map(({ stamps }) => stamps)
			.reverse()
		return first === undefined ? null : [first, ...later]
	}

	/**
	 * @param last what the audited log's genesis names
	 * @throws SourceError where one of them cannot be read
	 */
	static async read(
		last: Predecessor | null,
		sources: readonly LogSource[],
		hasher: Hasher,
		findings: AuditFindings,
	): Promise<EarlierLogs> {
		const given = new Map<string, LogSource>()
		for (const source of sources) given.set(await originOf(source), source)
		const logs: ReadLog[] = []
		let named = last
		let whole = true
		for (; named !== null && logs.length < MAX_LOGS; ) {
			const source = given.get(named.origin)
			// What was lost there may be what a link leads to.
			if (named.lost !== undefined) whole = false
			const read = source === undefined ? null : await readTo(source, named, hasher)
			if (read === null || read === 'differs') {
				if (read === 'differs')
					findings.add('earlier-differs', null, { origin: named.origin, size: named.size })
				whole = false
				break
			}
			logs.push(read)
			named = read.predecessor
		}
		return new EarlierLogs(logs, named === null, whole)
	}

	/** @returns false if it is certain that nothing earlier has this digest */
	mayHold(digest: Hash): boolean {
		if (this.logs.some(({ table }) => table.find(digest) !== undefined)) this.checked++
		else if (this.whole) return false
		else this.unchecked++
		return true
	}
}

async function originOf(source: LogSource): Promise<string> {
	const bytes = await source.checkpoint()
	if (bytes === undefined) throw new SourceError('source-no-checkpoint')
	try {
		return parseCheckpoint(parseNote(fromUtf8(bytes)).text).origin
	} catch (error) {
		if (!(error instanceof RefusalError)) throw error
		throw new SourceError('source-no-checkpoint', { cause: error })
	}
}

/** Reads the entries under the named head. */
async function readTo(
	source: LogSource,
	{ origin, size, root }: Predecessor,
	hasher: Hasher,
): Promise<ReadLog | 'differs'> {
	const [table, tree] = [new DigestTable(), new TreeHashes(hasher)]
	const again = (index: number, width: number) => entriesOf(source, { index, width })
	const stamps = new EarlierStamps(origin, size, source, tree, again)
	let predecessor: Predecessor | null = null
	let partial: Uint8Array | undefined
	for (const bundle of bundlesOf(size)) {
		const entries = await entriesOf(source, bundle)
		if (entries === null) return 'differs'
		const digests = new Uint8Array(HASH_SIZE * entries.length)
		hasher.hashAll(entries, digests)
		for (const [i, entry] of entries.entries()) {
			table.add(digests, HASH_SIZE * i)
			stamps.note(bundle.index * TILE_WIDTH + i, entry, digests.subarray(HASH_SIZE * i, HASH_SIZE * (i + 1)))
		}
		if (bundle.index === 0) predecessor = predecessorIn(entries[0])
		const leaves = tree.hashLeaves(entries)
		if (bundle.width === TILE_WIDTH) tree.push(leaves)
		else partial = leaves
	}
	stamps.end(partial)
	return equalBytes(tree.rootAt(size, partial), root) ? { table, stamps, predecessor } : 'differs'
}

/** The full bundle may stand in for a partial one (tlog-tiles). @returns null if it is missing or none */
async function entriesOf(
	source: LogSource,
	{ index, width }: { index: number; width: number },
): Promise<Uint8Array[] | null> {
	for (const from of new Set([width, TILE_WIDTH])) {
		const bytes = await source.bundle(bundlePath({ index, width: from }))
		if (bytes === undefined) continue
		try {
			return decodeBundle(new Uint8Array(bytes), from).slice(0, width)
		} catch (error) {
			if (!(error instanceof RefusalError)) throw error
			return null
		}
	}
	return null
}

function predecessorIn(genesis: Uint8Array | undefined): Predecessor | null {
	try {
		return (genesis && bodyOf(decodeEntry(genesis), 'genesis')?.predecessor) ?? null
	} catch (error) {
		if (error instanceof RefusalError) return null
		throw error
	}
}
