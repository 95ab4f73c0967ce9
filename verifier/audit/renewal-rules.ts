/**
 * What must hold for `renewal` entries (ledger/format/README.md §22): the new stamp covers exactly the stamps that the entry
 * names, leads on from the renewal before it without a gap, is itself sound, and is not older than what it renews. The
 * anchors are read again for it: renewals are rare.
 * @module
 */
import {
	bodyOf,
	cidDigest,
	type Entry,
	equalBytes,
	type RenewalBody,
	renewalHash,
	renewalImprint,
	renewalRoot,
	renewalStatement,
} from '@letopis/format'
import { CLOCK_TOLERANCE } from '../receipt/time.ts'
import { fetchBlob, judgeToken } from './anchor-rules.ts'
import type { Bundles } from './bundles.ts'
import type { AuditContext } from './context.ts'

/** A stamp that is renewed. */
type Covered = Pick<RenewalBody, 'token' | 'time'>

/** Everything about one renewal entry; of one that renews another log's stamps only what it holds itself. */
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
	if (body.log !== context.origin) return
	const covered = await coveredStamps(context, bundles, index, body)
	if (covered === null) return
	const leaves: Uint8Array[] = []
	for (const { token: renewed } of covered) {
		const leaf = await leafOf(context, index, body, renewed)
		if (leaf === null) return
		leaves.push(leaf)
	}
	if (leaves.length === 0 || !equalBytes(renewalRoot(body.digest, leaves), body.root)) {
		findings.add('renewal-root', index, { authority: body.of, count: leaves.length })
	}
	const newest = covered.reduce((time, other) => Math.max(time, other.time), 0)
	if (stamp !== null && stamp.genTimeUp + (stamp.accuracy ?? 0) + CLOCK_TOLERANCE < newest) {
		findings.add('renewal-order', index, { authority: body.authority })
	}
}

/** In the order of the leaves; null where the entry does not lead on as it must. */
async function coveredStamps(
	context: AuditContext,
	bundles: Bundles,
	index: number,
	{ log, of, from, to, previous }: RenewalBody,
): Promise<Covered[] | null> {
	const { findings, table, anchors } = context
	const broken = () => {
		findings.add('renewal-range', index, { authority: of, from, to })
		return null
	}
	if (to > index) return broken()
	const covered: Covered[] = []
	if (previous === null) {
		if (from !== 0) return broken()
	} else {
		const at = table.find(cidDigest(previous))
		const named = at === undefined || at >= index ? undefined : await bundles.entryAt(at)
		const before = named === undefined ? undefined : bodyOf(named, 'renewal')
		if (before?.log !== log || before.of !== of || before.to !== from) return broken()
		covered.push(before)
	}
	for (const at of anchors.between(from, to)) {
		const anchor = await bundles.entryAt(at)
		const body = anchor === undefined ? undefined : bodyOf(anchor, 'anchor')
		if (body?.authority === of) covered.push(body)
	}
	return covered
}

/** D(token); its CID has the SHA-256 already. */
async function leafOf(
	context: AuditContext,
	index: number,
	{ digest }: RenewalBody,
	token: Covered['token'],
): Promise<Uint8Array | null> {
	if (digest === 'sha2-256') return cidDigest(token)
	const bytes = await fetchBlob(context, index, token)
	return bytes === null ? null : renewalHash(digest, bytes)
}
