/**
 * What must hold for `renewal` entries (ledger/format/README.md §22): the new stamp covers exactly the stamps that the entry
 * names, leads on from the renewal before it without a gap, is itself sound, and is not older than what it renews. The
 * anchors are read again for it: renewals are rare. Those of a closed log are held against that log, where it was given.
 * @module
 */
import {
	bodyOf,
	type Cid,
	cidDigest,
	cidOfDigest,
	DIGESTS_IN_LIST,
	type Entry,
	equalBytes,
	FIELD_ROOTS_IN_BLOB,
	HASH_SIZE,
	RENEWED_SIZE,
	type RenewalBody,
	type RenewedHeads,
	renewalHash,
	renewalImprint,
	renewalRoot,
	renewalStatement,
	renewedLeaf,
	renewedNode,
	TILE_WIDTH,
} from '@letopis/format'
import { CLOCK_TOLERANCE } from '../receipt/time.ts'
import { fetchBlob, judgeToken } from './anchor-rules.ts'
import type { Bundles } from './bundles.ts'
import type { AuditContext } from './context.ts'
import type { Covered } from './earlier-stamps.ts'
import { closedLine, ownLine, type StampLine } from './stamp-lines.ts'

/** Everything about one renewal entry; of one that renews a closed log's stamps, as far as that log was given. */
export async function checkRenewal(
	context: AuditContext,
	bundles: Bundles,
	index: number,
	entry: Entry,
): Promise<void> {
	const body = bodyOf(entry, 'renewal')
	if (body === undefined) return
	const { findings } = context
	for (const list of body.revocation) await fetchBlob(context, index, list)
	const token = await fetchBlob(context, index, body.token)
	if (token === null) return
	const imprint = renewalImprint(body.digest, renewalStatement(body), body.root)
	const stamp = await judgeToken(context, index, 'renewal-stamp', token, imprint)
	if (stamp !== null && stamp.genTime !== body.time) {
		findings.add('renewal-stamp', index, { detail: { key: 'why-renewal-time' } })
	}
	const line = lineOf(context, bundles, index, body)
	if (line === null) return
	if (body.heads !== undefined) {
		await checkHeads(context, line, index, body, body.heads)
		return
	}
	const covered = await coveredStamps(context, line, index, body)
	if (covered === null) return
	const leaves: Uint8Array[] = []
	for (const { token: renewed } of covered) {
		const leaf = await leafOf(context, line, index, body, renewed)
		if (leaf === null) return
		leaves.push(leaf)
	}
	const { root } = body
	if (leaves.length === 0 || root === null || !equalBytes(renewalRoot(body.digest, leaves), root)) {
		findings.add('renewal-root', index, { authority: body.of, count: leaves.length })
	}
	const newest = covered.reduce((time, other) => Math.max(time, other.time), 0)
	if (stamp !== null && stamp.genTimeUp + (stamp.accuracy ?? 0) + CLOCK_TOLERANCE < newest) {
		findings.add('renewal-order', index, { authority: body.authority })
	}
}

/** What the renewal is held against; null where the log that it names was not given, or is none of this town's. */
function lineOf(
	context: AuditContext,
	bundles: Bundles,
	index: number,
	{ log }: RenewalBody,
): StampLine | null {
	const { origin, earlier, findings, predecessor } = context
	if (log === origin) return ownLine(context, bundles)
	const logs = earlier.logsFrom(log)
	if (logs !== null) {
		earlier.renewalsChecked++
		return closedLine(context, bundles, logs)
	}
	if (predecessor === null || earlier.complete) findings.add('renewal-log', index, { origin: log })
	else earlier.renewalsUnchecked++
	return null
}

/** In the order of the leaves; null where the entry does not lead on as it must. */
async function coveredStamps(
	{ findings }: AuditContext,
	line: StampLine,
	index: number,
	{ log, of, digest, from, to, previous }: RenewalBody,
): Promise<Covered[] | null> {
	const place = line.first + index
	const broken = () => {
		findings.add('renewal-range', index, { authority: of, from, to })
		return null
	}
	if (to > place) return broken()
	const covered: Covered[] = []
	if (previous === null) {
		if (!(await isStart(line, place, of, digest, from))) return broken()
	} else {
		const before = await line.renewal(previous, place)
		const isBefore = before?.log === log && before.of === of && before.digest === digest && before.to === from
		if (before === undefined || !isBefore || before.heads !== undefined) return broken()
		covered.push(before)
	}
	if (digest === 'sha2-512') {
		for (const { body } of await line.rehashes(of, from, to)) covered.push(body)
		return covered
	}
	covered.push(...(await line.anchors(of, from, to)))
	return covered
}

/** A line of renewals begins at the first entry, or under SHA-256 where the hash trees were renewed of what came before. */
async function isStart(
	line: StampLine,
	place: number,
	of: string,
	digest: RenewalBody['digest'],
	from: number,
): Promise<boolean> {
	if (from === 0) return true
	if (digest !== 'sha2-256') return false
	return (await line.rehashes(of, 0, place)).some(({ body }) => body.to === from)
}

/**
 * Both heads at the size that the entry names, made again: the log's own from the entries, the second one from entries and
 * the renewed field roots that the log publishes.
 */
async function checkHeads(
	context: AuditContext,
	line: StampLine,
	index: number,
	{ of, from, to }: RenewalBody,
	{ size, root, renewed, fields }: RenewedHeads,
): Promise<void> {
	const { findings } = context
	const place = line.first + index
	const earlier = await line.rehashes(of, 0, place)
	if (size > line.most(index) || to > place || from !== (earlier.at(-1)?.body.to ?? 0)) {
		findings.add('renewal-range', index, { authority: of, from, to })
		return
	}
	if (!equalBytes(await line.rootAt(size), root)) findings.add('renewal-head', index, { size })
	const tree = new RenewedTree()
	const roots = await openFieldRoots(context, index, fields, size)
	if (roots === null) return
	for (let bundle = 0; bundle * TILE_WIDTH < size; bundle++) {
		for (const entry of await line.entriesOf(bundle, Math.min(TILE_WIDTH, size - bundle * TILE_WIDTH))) {
			const own = await roots(tree.size)
			if (own === null) return
			tree.add(renewedLeaf(entry, own))
		}
	}
	if (tree.size !== size || !equalBytes(tree.root(), renewed))
		findings.add('renewal-second-head', index, { size })
}

/** Reads field roots one by one out of their blobs, in order. @returns null where the first blob is not there */
async function openFieldRoots(
	context: AuditContext,
	index: number,
	top: Cid,
	size: number,
): Promise<((at: number) => Promise<Uint8Array | null>) | null> {
	let blobs: Cid[] = [top]
	const count = Math.ceil(size / FIELD_ROOTS_IN_BLOB)
	let depth = 0
	for (let n = count; n > 1; n = Math.ceil(n / DIGESTS_IN_LIST)) depth++
	for (; depth > 0; depth--) {
		const below: Cid[] = []
		for (const list of blobs) {
			const bytes = await fetchBlob(context, index, list)
			if (bytes === null) return null
			for (let at = 0; at + HASH_SIZE <= bytes.length; at += HASH_SIZE) {
				below.push(cidOfDigest('blob', bytes.slice(at, at + HASH_SIZE)))
			}
		}
		blobs = below
	}
	let read = { blob: -1, bytes: new Uint8Array() }
	return async (at) => {
		const blob = Math.floor(at / FIELD_ROOTS_IN_BLOB)
		if (blob !== read.blob) {
			const cid = blobs[blob]
			const bytes = cid === undefined ? null : await fetchBlob(context, index, cid)
			read = { blob, bytes: new Uint8Array(bytes ?? []) }
			if (bytes === null) return null
		}
		const from = (at % FIELD_ROOTS_IN_BLOB) * RENEWED_SIZE
		// A root that is not there makes another head.
		return read.bytes.slice(from, from + RENEWED_SIZE)
	}
}

/** The growing edge of the second tree: the largest complete subtrees, widest first. */
class RenewedTree {
	readonly #edge: { hash: Uint8Array; leaves: number }[] = []
	#size = 0

	get size(): number {
		return this.#size
	}

	add(leaf: Uint8Array): void {
		this.#size++
		let node = { hash: leaf, leaves: 1 }
		for (let last = this.#edge.at(-1); last?.leaves === node.leaves; last = this.#edge.at(-1)) {
			this.#edge.pop()
			node = { hash: renewedNode(last.hash, node.hash), leaves: 2 * node.leaves }
		}
		this.#edge.push(node)
	}

	root(): Uint8Array {
		const [last, ...wider] = this.#edge.map(({ hash }) => hash).reverse()
		return wider.reduce((right, left) => renewedNode(left, right), last ?? new Uint8Array())
	}
}

/** D(token); its CID has the SHA-256 already. */
async function leafOf(
	context: AuditContext,
	line: StampLine,
	index: number,
	{ digest }: RenewalBody,
	token: Covered['token'],
): Promise<Uint8Array | null> {
	if (digest === 'sha2-256') return cidDigest(token)
	const bytes = (await line.token(token)) ?? (await fetchBlob(context, index, token))
	return bytes === null ? null : renewalHash(digest, bytes)
}
