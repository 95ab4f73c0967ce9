/**
 * Where the stamps of one log are found, by place (ledger/format/README.md §22): its anchors, and their renewals in it and in
 * its successors up to the audited log. Either the audited log's own, or those of one that it continues.
 * @module
 */
import {
	blobCid,
	bodyOf,
	type Cid,
	cidDigest,
	cidText,
	decodeEntry,
	equalBytes,
	RefusalError,
	type RenewalBody,
	TILE_WIDTH,
} from '@letopis/format'
import type { Bundles } from './bundles.ts'
import type { AuditContext } from './context.ts'
import type { Covered, EarlierStamps } from './earlier-stamps.ts'

/** A renewal of the log's stamps. */
export interface PlacedRenewal {
	readonly place: number
	readonly body: RenewalBody
}

export interface StampLine {
	/** Place of the audited log's first entry. */
	readonly first: number
	/** Most entries of the log that both heads of a renewal at this index may be over. */
	most(index: number): number
	/** Of an authority at from ≤ place < to, in their order. */
	anchors(of: string, from: number, to: number): Promise<Covered[]>
	/** The renewal with this CID, at a place below `before`. */
	renewal(cid: Cid, before: number): Promise<RenewalBody | undefined>
	/** Hash-tree renewals of an authority's documents at from ≤ place < to. */
	rehashes(of: string, from: number, to: number): Promise<PlacedRenewal[]>
	rootAt(size: number): Promise<Uint8Array>
	entriesOf(bundle: number, width: number): Promise<readonly Uint8Array[]>
	/** A token out of the earlier logs; undefined where none of them has it. */
	token(cid: Cid): Promise<Uint8Array | undefined>
}

/** The audited log's own stamps. */
export function ownLine(context: AuditContext, bundles: Bundles): StampLine {
	const { anchors, origin } = context
	return {
		first: 0,
		most: (index) => index,
		async anchors(of, from, to) {
			const found: Covered[] = []
			for (const at of anchors.between(from, to)) {
				const anchor = await bundles.entryAt(at)
				const body = anchor === undefined ? undefined : bodyOf(anchor, 'anchor')
				if (body?.authority === of) found.push(body)
			}
			return found
		},
		renewal: (cid, before) => ownRenewal(context, bundles, cid, before),
		rehashes: async (of, from, to) => hashTreesOf(of, await renewalsHere(context, bundles, origin, from, to)),
		rootAt: (size) => bundles.rootAt(size),
		entriesOf: (bundle, width) => bundles.entriesOf(bundle, width),
		token: async () => undefined,
	}
}

/** The stamps of a log that the audited one continues, over all logs between. @param logs it and its successors, oldest first */
export function closedLine(
	context: AuditContext,
	bundles: Bundles,
	logs: readonly [EarlierStamps, ...EarlierStamps[]],
): StampLine {
	const [closed] = logs
	let first = 0
	const placed = logs.map((log) => {
		const from = first
		first += log.size
		return { from, log }
	})
	const end = first
	return {
		first: end,
		most: () => closed.size,
		anchors: async (of, from, to) => closed.anchors(of, from, to),
		async renewal(cid, before) {
			const digest = cidDigest(cid)
			for (const { from, log } of placed) {
				const found = log.renewals.find((one) => equalBytes(one.digest, digest))
				if (found !== undefined && from + found.index < before) return log.renewalAt(found.index)
			}
			return ownRenewal(context, bundles, cid, before - end)
		},
		async rehashes(of, from, to) {
			const found: PlacedRenewal[] = []
			for (const { from: start, log } of placed) {
				for (const { index } of log.renewals) {
					const place = start + index
					const body = place >= from && place < to ? await log.renewalAt(index) : undefined
					if (body?.log === closed.origin) found.push({ place, body })
				}
			}
			for (const { place, body } of await renewalsHere(
				context,
				bundles,
				closed.origin,
				from - end,
				to - end,
			)) {
				found.push({ place: end + place, body })
			}
			return hashTreesOf(of, found)
		},
		rootAt: (size) => closed.rootAt(size),
		entriesOf: (bundle, width) => closed.entriesOf(bundle, width),
		async token(cid) {
			const text = cidText(cid)
			for (const { source } of logs) {
				const bytes = await source.blob(text)
				if (bytes !== undefined && cidText(blobCid(bytes)) === text) return bytes
			}
			return undefined
		},
	}
}

function hashTreesOf(of: string, all: readonly PlacedRenewal[]): PlacedRenewal[] {
	return all.filter(({ body }) => body.of === of && body.heads !== undefined)
}

/** A renewal in the audited log, at an index below `before`. */
async function ownRenewal(
	{ table }: AuditContext,
	bundles: Bundles,
	cid: Cid,
	before: number,
): Promise<RenewalBody | undefined> {
	const at = table.find(cidDigest(cid))
	const entry = at === undefined || at >= before ? undefined : await bundles.entryAt(at)
	return entry === undefined ? undefined : bodyOf(entry, 'renewal')
}

/** Those in the audited log, at from ≤ index < to, that renew stamps of `log`; their places are their indexes. */
async function renewalsHere(
	context: AuditContext,
	bundles: Bundles,
	log: string,
	from: number,
	to: number,
): Promise<PlacedRenewal[]> {
	await searchEarlier(context, bundles)
	const found: PlacedRenewal[] = []
	for (const at of context.renewals) {
		if (at < from || at >= to) continue
		const entry = await bundles.entryAt(at)
		const body = entry === undefined ? undefined : bodyOf(entry, 'renewal')
		if (body?.log === log) found.push({ place: at, body })
	}
	return found
}

/** Finds the renewals in what an earlier run has read, which it did not note down: they are rarer than interrupted runs. */
async function searchEarlier(context: AuditContext, bundles: Bundles): Promise<void> {
	const found: number[] = []
	for (let bundle = 0; bundle < context.unsearched; bundle++) {
		for (const [i, bytes] of (await bundles.entriesOf(bundle, TILE_WIDTH)).entries()) {
			if (kindOf(bytes) === 'renewal') found.push(bundle * TILE_WIDTH + i)
		}
	}
	context.unsearched = 0
	context.renewals.unshift(...found)
}

/** Null for what is no entry, which was told when it was read. */
function kindOf(bytes: Uint8Array): string | null {
	try {
		return decodeEntry(bytes).kind
	} catch (error) {
		if (error instanceof RefusalError) return null
		throw error
	}
}
