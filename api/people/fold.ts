/**
 * Rows by which the entries about people are found again when the service starts. They name entries, not people:
 * who somebody is stays in the vault.
 * @module
 */
import {
	type Cid,
	concat,
	decodeEntry,
	decodeOpening,
	entryCid,
	type Opening,
	uint64be,
	utf8,
} from '@letopis/format'
import { LedgerError, type Range, type Store } from '@letopis/ledger'
import type { Log, Vault } from '../deps.ts'
import type { Doubt } from '../documents/doubts.ts'
import { cidField, textField } from '../documents/fields.ts'
import type { Directory, PeopleEntry } from './directory.ts'
import { PEOPLE_KINDS, readRecord, SESSION_KINDS } from './records.ts'

/** A session ends after at most so many ms, whatever the settings: older starts need not be looked at. */
export const LONGEST_SESSION = 7 * 86_400_000
/** Sessions are shown for so many ms after their end: whoever was robbed of one should see it. */
export const SESSIONS_SHOWN = 7 * 86_400_000

const K = utf8('k')
const S = utf8('s')
const X = utf8('x')
const Y = utf8('y')

const keys = {
	people: (index: number) => concat(K, uint64be(index)),
	session: (start: number) => concat(S, uint64be(start)),
	/** later entries about a session */
	about: (start: number, index: number) => concat(Y, uint64be(start), uint64be(index)),
	used: (tag: Uint8Array) => concat(X, tag),
}

const after = (key: Uint8Array) => concat(key, new Uint8Array(9).fill(255))
const everyOf = (prefix: Uint8Array): Range => ({ gte: prefix, lt: after(prefix) })

/** Keyed hashes, 16 B: rows find a value by them without holding it. */
export interface Tags {
	tag(space: string, value: string | Uint8Array): Uint8Array
}

export interface PeopleFold {
	put(key: Uint8Array, value?: Uint8Array): void
	readonly tags: Tags
	indexOf(cid: Cid): Promise<number | undefined>
}

/** @returns whether the entry is about people, and so one for the directory */
export async function foldPeople(fold: PeopleFold, index: number, opening: Opening): Promise<boolean> {
	const kind = textField(opening, 'kind')
	if (PEOPLE_KINDS.some((one) => one === kind)) {
		fold.put(keys.people(index))
		return true
	}
	if (!SESSION_KINDS.some((one) => one === kind)) return false
	const record = readRecord(opening)
	if (record?.kind === 'session-start' || record?.kind === 'session-confirm') {
		fold.put(keys.used(fold.tags.tag('passkey', record.passkey)), uint64be(index))
	}
	if (kind === 'session-start') {
		fold.put(keys.session(index))
		return true
	}
	const object = cidField(opening, 'object')
	const start = object === null ? undefined : await fold.indexOf(object)
	if (start === undefined) return false
	fold.put(keys.about(start, index))
	return true
}

interface Sources {
	readonly store: Store
	readonly log: Pick<Log, 'entry'>
	readonly vault: Pick<Vault, 'record'>
	readonly tags: Tags
}

/**
 * Fills the directory from the rows.
 * @param now ms: sessions that were over long before are left out
 * @param doubts acts of before, in the order of the log, that may have been about people
 * @returns doubts that entries about people leave which cannot be read any more
 */
export async function loadPeople(
	sources: Sources,
	directory: Directory,
	now: number,
	doubts: readonly Doubt[],
): Promise<Doubt[]> {
	const { store, tags } = sources
	directory.clear()
	const found: Doubt[] = []
	let told = 0
	const tell = (to: number) => {
		for (; (doubts[told]?.index ?? to) < to; told++) {
			const { index, time } = doubts[told] as Doubt
			directory.doubt(index, time)
		}
	}
	for await (const [key] of store.range(everyOf(K))) {
		const index = lastIndex(key)
		tell(index)
		const entry = await entryAt(sources, index)
		if (!isUnread(entry)) directory.apply(entry)
		else {
			directory.doubt(index, entry.time)
			found.push({ index, ...entry })
		}
	}
	tell(Number.POSITIVE_INFINITY)
	for (const account of directory.accounts()) {
		for (const { credential } of directory.passkeysOf(account.id)) {
			const row = await store.get(keys.used(tags.tag('passkey', credential)))
			if (row === undefined) continue
			const entry = await entryAt(sources, lastIndex(row))
			if (isUnread(entry)) directory.doubtUse(credential)
			else directory.use(entry.opening)
		}
	}
	const starts: number[] = []
	for await (const [key] of store.range({ ...everyOf(S), reverse: true })) {
		const index = lastIndex(key)
		const entry = await entryAt(sources, index)
		const record = isUnread(entry) ? null : readRecord(entry.opening)
		if (record?.kind !== 'session-start') continue
		// Later starts may end earlier, but by no more than the longest session.
		if (record.until + LONGEST_SESSION + SESSIONS_SHOWN < now) break
		if (record.until + SESSIONS_SHOWN >= now) starts.push(index)
	}
	for (const start of starts.toReversed()) {
		const begun = await entryAt(sources, start)
		if (isUnread(begun)) continue
		directory.apply(begun)
		const about = concat(Y, uint64be(start))
		for await (const [key] of store.range(everyOf(about))) {
			const entry = await entryAt(sources, lastIndex(key))
			if (isUnread(entry)) directory.doubtSession(start, entry.time)
			else directory.apply(entry)
		}
	}
	// Once more, for the sessions, which were not there yet.
	for (const { index, time } of [...doubts, ...found]) directory.doubt(index, time)
	return found
}

type Unread = Omit<Doubt, 'index'>

function isUnread(entry: PeopleEntry | Unread): entry is Unread {
	return 'why' in entry
}

async function entryAt({ log, vault }: Sources, index: number): Promise<PeopleEntry | Unread> {
	const bytes = await log.entry(index)
	if (bytes === undefined) return { time: 0, why: 'missing' }
	const time = decodeEntry(bytes).time * 60_000
	try {
		const record = await vault.record(index)
		if (record === undefined || record === 'erased') return { time, why: 'erased' }
		return { index, cid: entryCid(bytes), opening: decodeOpening(record.opening) }
	} catch (error) {
		if (error instanceof LedgerError && error.code === 'corrupt') return { time, why: 'lost' }
		throw error
	}
}

function lastIndex(key: Uint8Array): number {
	return Number(new DataView(key.buffer, key.byteOffset + key.length - 8, 8).getBigUint64(0))
}
