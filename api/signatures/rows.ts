/**
 * Rows about the examination of signatures, beside those of documents; all are positions.
 *
 * | Key | Value |
 * | --- | --- |
 * | `W` version | first entry of the document: signatures were found in it at reception, and it waits for its examination |
 * | `V` version | the same of one in which nobody looked for signatures at reception, and which may hold some |
 * | `C` first version | the entry that holds its examination |
 * @module
 */
import { concat, isCid, type Opening, uint64be, utf8 } from '@letopis/format'
import type { Range, Store } from '@letopis/ledger'
import type { Rows } from '../cases/register.ts'
import { type cidField, fileFacts, metadata } from '../documents/fields.ts'
import { keys as documentKeys, indexIn } from '../documents/rows.ts'

export const CHECK_KIND = 'signature-check'

const C = utf8('C')
const V = utf8('V')
const W = utf8('W')
const NO_BOUND = uint64be(Number.MAX_SAFE_INTEGER)

const keys = {
	waiting: (version: number) => concat(W, uint64be(version)),
	earlier: (version: number) => concat(V, uint64be(version)),
	check: (first: number, version: number) => concat(C, uint64be(first), uint64be(version)),
}

/** Whether signatures were found in a version when it was received. */
export function isSigned(opening: Opening | null): boolean {
	return opening !== null && metadata(opening).signed === true
}

/** Names and types of files that signatures are examined in. */
const SIGNABLE = /\.(?:pdf|p7m|p7s|zfo|asice|sce|asics|scs)$/i
const SIGNABLE_TYPE = /pdf|pkcs7|asic/i

/** Whether a version was recorded before signatures were looked for, and is of a kind that bears them. */
function isUnseen(opening: Opening | null): boolean {
	if (opening === null || metadata(opening).signed !== undefined) return false
	const file = fileFacts(opening)
	return file !== null && file.size > 0 && (SIGNABLE.test(file.name) || SIGNABLE_TYPE.test(file.type))
}

/** A version was recorded. */
export function foldSigned(rows: Rows, first: number, version: number, opening: Opening | null): void {
	if (isSigned(opening)) rows.put(keys.waiting(version), uint64be(first))
	else if (isUnseen(opening)) rows.put(keys.earlier(version), uint64be(first))
}

/** What was disposed of waits for nothing. */
export function forgetSigned(rows: Rows, version: number): void {
	rows.delete(keys.waiting(version))
	rows.delete(keys.earlier(version))
}

/** An examination was recorded. */
export async function foldCheck(
	rows: Rows,
	index: number,
	opening: Opening,
	position: (cid: NonNullable<ReturnType<typeof cidField>>) => Promise<number | undefined>,
): Promise<void> {
	const { version: named } = metadata(opening)
	const version = isCid(named) ? await position(named) : undefined
	const of = version === undefined ? undefined : await rows.get(documentKeys.entry(version))
	if (version === undefined || of === undefined) return
	const first = indexIn(of)
	forgetSigned(rows, version)
	if ((await rows.get(keys.check(first, version))) !== undefined) return
	rows.put(keys.check(first, version), uint64be(index))
	// Among the reads, which it is too: whoever may see those sees what came of it.
	rows.put(documentKeys.access(first, index))
}

export interface Waiting {
	readonly first: number
	readonly version: number
}

/** The first version from a position on that waits for its examination. */
export function nextWaiting(store: Store, from: number): Promise<Waiting | undefined> {
	return firstOf(store, { gte: keys.waiting(from), lt: concat(W, NO_BOUND), limit: 1 })
}

/** The first from a position on of those from before signatures were looked for. */
export function nextEarlier(store: Store, from: number): Promise<Waiting | undefined> {
	return firstOf(store, { gte: keys.earlier(from), lt: concat(V, NO_BOUND), limit: 1 })
}

/** How many of those are left, counted up to `limit`. */
export async function earlierLeft(store: Store, limit: number): Promise<number> {
	let count = 0
	for await (const _ of store.range({ gte: keys.earlier(0), lt: concat(V, NO_BOUND), limit })) count++
	return count
}

async function firstOf(store: Store, range: Range): Promise<Waiting | undefined> {
	for await (const [key, value] of store.range(range)) return { version: indexIn(key), first: indexIn(value) }
	return undefined
}

export async function isWaiting(store: Store, version: number): Promise<boolean> {
	const [signed, earlier] = await Promise.all([
		store.get(keys.waiting(version)),
		store.get(keys.earlier(version)),
	])
	return signed !== undefined || earlier !== undefined
}

/** Position of the entry with the examination of a version. */
export async function checkOf(store: Store, first: number, version: number): Promise<number | undefined> {
	const bytes = await store.get(keys.check(first, version))
	return bytes === undefined ? undefined : indexIn(bytes)
}

export interface Checked extends Waiting {
	/** position of the entry with the examination */
	readonly check: number
}

/** Examined versions of one document. */
export async function checksOn(store: Store, first: number): Promise<Checked[]> {
	const prefix = concat(C, uint64be(first))
	return list(store, { gte: concat(prefix, uint64be(0)), lt: concat(prefix, NO_BOUND) })
}

/** Examined versions of all documents behind one of them, in the order of documents and versions. */
export function checksBehind(store: Store, behind: Waiting | null, limit: number): Promise<Checked[]> {
	const gte = behind === null ? concat(C, uint64be(0)) : keys.check(behind.first, behind.version + 1)
	return list(store, { gte, lt: concat(C, NO_BOUND), limit })
}

async function list(store: Store, range: Range): Promise<Checked[]> {
	const found: Checked[] = []
	for await (const [key, value] of store.range(range))
		found.push({ first: indexIn(key, 9), version: indexIn(key), check: indexIn(value) })
	return found
}
