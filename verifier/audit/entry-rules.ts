/**
 * What must hold for every entry of a log beyond its hash: strict form, times that never decrease, links that lead to
 * earlier entries (of this log, unless it continues another), anchors that are anchors, one genesis and at the beginning.
 * @module
 */
import { bodyOf, type Cid, cidDigest, decodeEntry, type Entry, RefusalError } from '@letopis/format'
import { linkPhrase, refusalPhrase } from '../words/phrases.ts'
import type { AuditContext } from './context.ts'

/**
 * Checks entry `index` and enters it into the table of entries.
 * @param digests at `digestAt` in these stands the SHA-256 of its bytes
 * @returns the entry, or null if it is not one
 */
export function checkEntry(
	context: AuditContext,
	index: number,
	bytes: Uint8Array,
	digests: Uint8Array,
	digestAt: number,
): Entry | null {
	const { findings, table, tallies, anchors } = context
	let entry: Entry
	try {
		entry = decodeEntry(bytes)
	} catch (error) {
		if (!(error instanceof RefusalError)) throw error
		findings.add('entry-malformed', index, { detail: refusalPhrase(error) })
		table.add(digests, digestAt)
		return null
	}
	tallies.bytes += bytes.length
	countKind(tallies.byKind, entry.kind)
	checkGenesis(context, index, entry)
	if (entry.time < context.lastTime)
		findings.add('time-backwards', index, { before: context.lastTime, time: entry.time })
	else context.lastTime = entry.time
	for (const anchor of entry.anchors) {
		if (!anchors.includes(cidDigest(anchor))) findings.add('anchor-link', index, { cid: anchor.toString() })
	}
	for (const [name, cids] of Object.entries(entry.links)) checkLinks(context, index, name, cids)
	// Entered last: an entry must not link to itself, nor to anything after it.
	table.add(digests, digestAt)
	if (entry.kind === 'anchor' || entry.kind === 'genesis') anchors.add(index, digests, digestAt)
	return entry
}

/** Kinds that are told apart; a log with a kind of its own for every entry must not fill memory and state file. */
const MAX_KINDS = 256

function countKind(byKind: Map<string, number>, kind: string): void {
	const name = byKind.has(kind) || byKind.size < MAX_KINDS ? kind : '…'
	byKind.set(name, (byKind.get(name) ?? 0) + 1)
}

/** In a log that continues another, what is not an earlier entry here may be one there. */
function checkLinks(
	{ table, findings, predecessor, earlier }: AuditContext,
	index: number,
	name: string,
	cids: readonly Cid[],
): void {
	for (const cid of cids) {
		const digest = cidDigest(cid)
		if (table.find(digest) === undefined && (predecessor === null || !earlier.mayHold(digest)))
			findings.add('link', index, { name: linkPhrase(name), cid: cid.toString() })
	}
}

function checkGenesis(context: AuditContext, index: number, entry: Entry): void {
	const { findings, origin, trust } = context
	const body = bodyOf(entry, 'genesis')
	if (index === 0) context.predecessor = body?.predecessor ?? null
	if (body === undefined) {
		if (index === 0) findings.add('genesis-missing', 0)
		return
	}
	if (index !== 0) findings.add('genesis-misplaced', index)
	if (body.origin !== origin) findings.add('genesis-origin', index, { origin: body.origin })
	// A trust file may name newer keys than genesis does; that a demonstration log can never be promoted stands here.
	if (trust?.origin === origin && body.demo !== trust.demo) findings.add('genesis-demo', index)
}
