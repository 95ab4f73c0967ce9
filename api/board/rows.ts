/**
 * Rows about the notice board. All that they hold is public.
 *
 * | Key | Value |
 * | --- | --- |
 * | `Kp` posting | what was posted, until when, and how it was taken down |
 * | `Ko` posting | (empty) it hangs, or is about to |
 * | `Kx` take-down | position of the posting that it took down |
 * | `Kr` posting from probe | a run of looks at it (`runs.ts`) |
 * | `Kn` posting probe | `from` of the newest run of the probe |
 * | `Kk` name | the key of a probe |
 * | `Kl` name | time of the probe's newest statement, seconds since 1970 |
 *
 * Positions are u64 big-endian; `from` is the time of the first look in ms.
 * @module
 */
import {
	type Cid,
	concat,
	decodeDag,
	encodeDag,
	isDagMap,
	parseCid,
	parseVkey,
	RefusalError,
	uint64be,
	utf8,
} from '@letopis/format'
import type { Range, Store } from '@letopis/ledger'
import type { Day } from '../calendar/day.ts'
import type { FoldedEntry } from '../documents/folded.ts'
import { keys as documentKeys, indexIn } from '../documents/rows.ts'
import { type VersionRows, withdrawDocument } from '../documents/withdrawal.ts'
import {
	type Category,
	POSTING_KIND,
	PROBE_KEY_KIND,
	PROBE_KIND,
	type ProbeKey,
	postingIn,
	probeKeyIn,
	probesIn,
	TAKE_DOWN_KIND,
	takeDownIn,
	WITHDRAWAL_KIND,
	withdrawalIn,
} from './records.ts'
import { begun, extended, type Look, type Run } from './runs.ts'
import { readStatement } from './statement.ts'

const P = utf8('Kp')
const O = utf8('Ko')
const X = utf8('Kx')
const R = utf8('Kr')
const NEWEST = utf8('Kn')
const PROBE = utf8('Kk')
const LAST = utf8('Kl')

export interface PostingRow {
	/** positions of the document's first entry and of the version that was posted */
	readonly document: number
	readonly version: number
	readonly category: Category
	readonly from: Day
	readonly until: Day | null
	readonly paper: Day | null
	readonly withdraw: boolean
	readonly taken: {
		/** position of the entry */
		readonly entry: number
		readonly day: Day
		readonly paper: Day | null
	} | null
	/** position of the entry that took from view what it says: that of the taking down, or a later one */
	readonly withdrawn: number | null
}

export interface FoundPosting {
	/** position of its entry */
	readonly position: number
	readonly row: PostingRow
}

export interface FoundProbe extends ProbeKey {
	/** position of the newest entry about its key */
	readonly entry: number
}

const keys = {
	posting: (position: number) => concat(P, uint64be(position)),
	open: (position: number) => concat(O, uint64be(position)),
	taken: (position: number) => concat(X, uint64be(position)),
	run: (posting: number, from: number, probe: string) =>
		concat(R, uint64be(posting), uint64be(from), utf8(probe)),
	newest: (posting: number, probe: string) => concat(NEWEST, uint64be(posting), utf8(probe)),
	probe: (name: string) => concat(PROBE, utf8(name)),
	last: (name: string) => concat(LAST, utf8(name)),
}

export interface BoardFold {
	readonly draft: VersionRows
	indexOf(cid: Cid): Promise<number | undefined>
}

/** Folds an entry about the board. @returns whether it was one */
export async function foldBoard(fold: BoardFold, folded: FoldedEntry): Promise<boolean> {
	switch (folded.entry.kind) {
		case POSTING_KIND:
			await foldPosting(fold, folded)
			return true
		case TAKE_DOWN_KIND:
			await foldTakeDown(fold, folded)
			return true
		case WITHDRAWAL_KIND:
			await foldWithdrawal(fold, folded)
			return true
		case PROBE_KEY_KIND: {
			const key = probeKeyIn(folded.entry)
			if (key !== null) fold.draft.put(keys.probe(key.name), encodeDag({ ...key, entry: folded.index }))
			return true
		}
		case PROBE_KIND:
			await foldProbes(fold, folded)
			return true
		default:
			return false
	}
}

async function foldPosting({ draft, indexOf }: BoardFold, { entry, index }: FoldedEntry): Promise<void> {
	const posting = postingIn(entry)
	const document = posting === null ? undefined : await indexOf(posting.document)
	const version = posting === null ? undefined : await indexOf(posting.version)
	if (posting === null || document === undefined || version === undefined) return
	const { category, from, until, paper, withdraw } = posting
	const own = { document, version, category, from, until, paper, withdraw }
	const row: PostingRow = { ...own, taken: null, withdrawn: null }
	draft.put(keys.posting(index), encodeDag({ ...row }))
	draft.put(keys.open(index))
	draft.put(documentKeys.history(document, index))
}

async function foldTakeDown({ draft, indexOf }: BoardFold, { entry, index }: FoldedEntry): Promise<void> {
	const down = takeDownIn(entry)
	const at = down === null ? undefined : await indexOf(down.posting)
	const bytes = at === undefined ? undefined : await draft.get(keys.posting(at))
	if (down === null || at === undefined || bytes === undefined) return
	const row = decodePosting(bytes)
	if (row.taken !== null) return
	const { day, paper, withdraw } = down
	const withdrawn = withdraw ? index : null
	draft.put(keys.posting(at), encodeDag({ ...row, taken: { entry: index, day, paper }, withdrawn }))
	draft.delete(keys.open(at))
	draft.put(keys.taken(index), uint64be(at))
	draft.put(documentKeys.history(row.document, index))
	if (withdraw) await withdrawDocument(draft, row.document)
}

async function foldWithdrawal({ draft, indexOf }: BoardFold, { entry, index }: FoldedEntry): Promise<void> {
	const withdrawal = withdrawalIn(entry)
	const at = withdrawal === null ? undefined : await indexOf(withdrawal.posting)
	const bytes = at === undefined ? undefined : await draft.get(keys.posting(at))
	if (at === undefined || bytes === undefined) return
	const row = decodePosting(bytes)
	if (row.taken === null || row.withdrawn !== null) return
	draft.put(keys.posting(at), encodeDag({ ...row, withdrawn: index }))
	draft.put(documentKeys.history(row.document, index))
	await withdrawDocument(draft, row.document)
}

async function foldProbes({ draft, indexOf }: BoardFold, { entry, index }: FoldedEntry): Promise<void> {
	const probes = probesIn(entry)
	const bytes = probes === null ? undefined : await draft.get(keys.probe(probes.probe))
	if (probes === null || bytes === undefined) return
	const { probe } = probes
	const key = parseVkey(decodeProbe(bytes).vkey)
	for (const note of probes.notes) {
		try {
			const { time, every, seen } = readStatement(note, key)
			draft.put(keys.last(probe), uint64be(time))
			for (const { posting, status } of seen) {
				const position = await indexOf(parseCid(posting))
				const look: Look = { time: time * 1000, status, every, entry: index }
				if (position !== undefined) await foldLook(draft, position, probe, look)
			}
		} catch (error) {
			// Checked before it was recorded: what does not hold now was never a statement.
			if (!(error instanceof RefusalError)) throw error
		}
	}
}

async function foldLook(draft: VersionRows, posting: number, probe: string, look: Look): Promise<void> {
	if ((await draft.get(keys.posting(posting))) === undefined) return
	const newest = await draft.get(keys.newest(posting, probe))
	const key = newest === undefined ? undefined : keys.run(posting, indexIn(newest), probe)
	const bytes = key === undefined ? undefined : await draft.get(key)
	const longer = bytes === undefined ? null : extended(decodeRun(bytes), look)
	if (longer !== null && key !== undefined) {
		draft.put(key, encodeRun(longer))
		return
	}
	draft.put(keys.run(posting, look.time, probe), encodeRun(begun(look)))
	draft.put(keys.newest(posting, probe), uint64be(look.time))
}

export async function findPosting(store: Store, position: number): Promise<PostingRow | undefined> {
	const bytes = await store.get(keys.posting(position))
	return bytes === undefined ? undefined : decodePosting(bytes)
}

/** Notices that hang or are about to, newest first. */
export async function openPostings(store: Store, limit: number): Promise<FoundPosting[]> {
	const positions: number[] = []
	for await (const [key] of store.range({ ...under(O), reverse: true, limit })) positions.push(indexIn(key))
	return found(store, positions)
}

/** What was taken down before a position, newest first, with the position of its taking down. */
export async function takenPostings(store: Store, before: number, limit: number): Promise<FoundPosting[]> {
	const positions: number[] = []
	const range: Range = { gte: X, lt: keys.taken(before), reverse: true, limit }
	for await (const [, value] of store.range(range)) positions.push(indexIn(value))
	return found(store, positions)
}

async function found(store: Store, positions: readonly number[]): Promise<FoundPosting[]> {
	const rows = await store.getMany(positions.map(keys.posting))
	return positions.map((position, i) => {
		const bytes = rows[i]
		if (bytes === undefined) throw new Error('the projection lacks a posting')
		return { position, row: decodePosting(bytes) }
	})
}

/** Runs of looks at a notice, oldest first, by all probes. */
export async function runsOf(
	store: Store,
	posting: number,
	limit: number,
): Promise<{ readonly probe: string; readonly run: Run }[]> {
	const prefix = concat(R, uint64be(posting))
	const runs: { probe: string; run: Run }[] = []
	for await (const [key, value] of store.range({ ...under(prefix), limit })) {
		const probe = new TextDecoder().decode(key.subarray(prefix.length + 8))
		runs.push({ probe, run: decodeRun(value) })
	}
	return runs
}

export async function findProbe(store: Store, name: string): Promise<FoundProbe | undefined> {
	const bytes = await store.get(keys.probe(name))
	return bytes === undefined ? undefined : decodeProbe(bytes)
}

/** Time of the newest statement of a probe, seconds since 1970; 0 if there is none. */
export async function lastStatement(store: Store, name: string): Promise<number> {
	const bytes = await store.get(keys.last(name))
	return bytes === undefined ? 0 : indexIn(bytes)
}

/** All keys of probes, also those that were given up. */
export async function allProbes(store: Store, limit: number): Promise<FoundProbe[]> {
	const probes: FoundProbe[] = []
	for await (const [, value] of store.range({ ...under(PROBE), limit })) probes.push(decodeProbe(value))
	return probes
}

function under(prefix: Uint8Array): Range {
	// What follows a prefix never begins with so many of these: a position ends far below them.
	return { gte: prefix, lt: concat(prefix, new Uint8Array(9).fill(255)) }
}

const encodeRun = (run: Run) => encodeDag({ ...run, entries: [...run.entries] })

function map(bytes: Uint8Array) {
	const value = decodeDag(bytes)
	if (!isDagMap(value)) throw new Error('projection row is not a map')
	return value as unknown
}

const decodePosting = (bytes: Uint8Array) => map(bytes) as PostingRow
const decodeProbe = (bytes: Uint8Array) => map(bytes) as FoundProbe
const decodeRun = (bytes: Uint8Array) => map(bytes) as Run
