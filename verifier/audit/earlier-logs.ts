/**
 * The logs that the audited one continues, as far as they were given: only to know where links into them lead. Each must
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
import type { Hasher } from './hasher.ts'
import { type LogSource, SourceError } from './source.ts'
import { TreeHashes } from './tree-hashes.ts'

/** As many predecessors as a trust file may name. */
const MAX_LOGS = 32

export class EarlierLogs {
	/** Links that were found to lead to an entry of an earlier log. */
	checked = 0
	/** Links of which that could not be said. */
	unchecked = 0
	/** Origins of the logs that were read. */
	readonly origins: readonly string[]
	private readonly tables: readonly DigestTable[]
	/** whether all that a link may lead to was read */
	private readonly whole: boolean

	private constructor(origins: readonly string[], tables: readonly DigestTable[], whole: boolean) {
		this.origins = origins
		this.tables = tables
		this.whole = whole
	}

	static readonly none = (): EarlierLogs => new EarlierLogs([], [], false)

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
		const [origins, tables]: [string[], DigestTable[]] = [[], []]
		let named = last
		let whole = true
		for (; named !== null && origins.length < MAX_LOGS; ) {
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
			origins.push(named.origin)
			tables.push(read.table)
			named = read.predecessor
		}
		return new EarlierLogs(origins, tables, whole)
	}

	/** @returns false if it is certain that nothing earlier has this digest */
	mayHold(digest: Hash): boolean {
		if (this.tables.some((table) => table.find(digest) !== undefined)) this.checked++
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
	{ size, root }: Predecessor,
	hasher: Hasher,
): Promise<{ table: DigestTable; predecessor: Predecessor | null } | 'differs'> {
	const [table, tree] = [new DigestTable(), new TreeHashes(hasher)]
	let predecessor: Predecessor | null = null
	let partial: Uint8Array | undefined
	for (const bundle of bundlesOf(size)) {
		const entries = await entriesOf(source, bundle)
		if (entries === null) return 'differs'
		const digests = new Uint8Array(HASH_SIZE * entries.length)
		hasher.hashAll(entries, digests)
		for (let i = 0; i < entries.length; i++) table.add(digests, HASH_SIZE * i)
		if (bundle.index === 0) predecessor = predecessorIn(entries[0])
		const leaves = tree.hashLeaves(entries)
		if (bundle.width === TILE_WIDTH) tree.push(leaves)
		else partial = leaves
	}
	return equalBytes(tree.rootAt(size, partial), root) ? { table, predecessor } : 'differs'
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
