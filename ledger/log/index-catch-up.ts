/**
 * Reads into the index what it does not have: after a crash the last few entries, after its loss all of them.
 * What is private comes from the vault; an erased record has nothing left to find, nor has one that is damaged in both
 * copies. Of the latter the index remembers that it was there: see `LogIndex.lost`.
 * @module
 */
import { type Cid, decodeEntry, entryCid, isCid, isDagMap, type Opening } from '@letopis/format'
import { parseStored } from './damage.ts'
import { accessRow, type IndexRow, type LogIndex } from './log-index.ts'
import type { LogStore } from './log-store.ts'
import { privateHalf } from './private-half.ts'
import type { RecordSink } from './types.ts'
import { UnseenAccesses } from './unseen-accesses.ts'

const ROWS_AT_ONCE = 1024

/** Adds the entries from the end of the index to `size`, and writes them. */
export async function catchUpIndex(
	index: LogIndex,
	log: LogStore,
	vault: RecordSink,
	size: number,
	onProgress?: (done: number, total: number) => void,
): Promise<void> {
	const start = index.indexed
	let rows: IndexRow[] = []
	let accesses = new Map<string, number>()
	const hand = async () => {
		index.add(rows, accesses)
		rows = []
		accesses = new Map()
		await index.ready()
		onProgress?.(index.indexed - start, size - start)
	}
	const unseen = new UnseenAccesses()
	for await (const { index: at, entry } of log.entries(start, size)) {
		const half = await privateHalf(vault, at)
		if (typeof half === 'string') unseen.note(entry)
		const row = indexRow(at, entry, typeof half === 'string' ? undefined : half.opening)
		rows.push(half === 'lost' ? { ...row, lost: true } : row)
		if (row.accessTo !== undefined) {
			const name = accessRow(row.accessTo)
			accesses.set(name, (accesses.get(name) ?? (await index.accessCount(row.accessTo))) + 1)
		}
		if (rows.length >= ROWS_AT_ONCE) await hand()
	}
	if (rows.length > 0) await hand()
	await unseen.count(index, log, vault, size)
	await index.flush()
}

/** What an entry and its private fields say for the index. @throws LedgerError `corrupt` */
export function indexRow(index: number, entry: Uint8Array, opening: Opening | undefined): IndexRow {
	const { kind, body } = parseStored(`entry ${index}`, () => decodeEntry(entry))
	const row: { -readonly [K in keyof IndexRow]: IndexRow[K] } = { index, cid: entryCid(entry) }
	if (kind === 'anchor' && typeof body.authority === 'string') row.authority = body.authority
	if (kind === 'renewal') row.renewal = true
	const field = (name: string) => opening?.fields.find((candidate) => candidate.name === name)?.value
	const object = field('object')
	if (field('kind') === 'access' && isCid(object)) row.accessTo = object as Cid
	const idempotency = field('idempotency')
	if (isDagMap(idempotency)) {
		const { key, request } = idempotency
		if (key instanceof Uint8Array && request instanceof Uint8Array) row.idempotency = { key, request }
	}
	return row
}
