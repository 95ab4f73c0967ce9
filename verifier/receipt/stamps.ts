/**
 * Question 4, the stamps: each anchor of the receipt bounds the entry's time from above, each anchor entry that the
 * entry links to from below. A stamp counts only if everything it rests on holds: imprint, inclusion, the log's
 * signature under the stamped head, the token itself and a path to a root of the reader's trust file.
 * @module
 */
import {
	anchorImprint,
	blobCid,
	bodyOf,
	type Cid,
	cidText,
	decodeEntry,
	type Entry,
	entryCid,
	equalBytes,
	genesisImprint,
	type Hash,
	hex,
	judgeCheckpoint,
	type LinkedAnchor,
	leafHash,
	type Receipt,
	type ReceiptAnchor,
	RefusalError,
	rootFromInclusion,
	type Trust,
	utf8,
} from '@letopis/format'
import type { BoundStamp } from '../report.ts'
import type { Certificate } from '../timestamp/certificate.ts'
import { checkTimestamp, type Stamp } from '../timestamp/check.ts'
import { StampRefusal } from '../timestamp/refusal.ts'
import { printable } from '../words/message.ts'
import { authorityPhrase, GENESIS_AUTHORITY, kindPhrase, refusalPhrase } from '../words/phrases.ts'
import type { Finding, Findings } from './finding.ts'
import { checkpointOf } from './head.ts'
import { instantText, type RecordFacts } from './record.ts'
import { distrustPhrase, exactly } from './why.ts'

/** One sound stamp and the side on which it bounds the entry. */
export interface FoundStamp {
	side: 'lower' | 'upper'
	stamp: BoundStamp
	/** SHA-256 of the trusted root's public key; null: the reader does not trust the authority */
	root: string | null
	/** the stamped note, for an upper bound */
	note: string | null
}

/** When a certificate that a stamp rests on was withdrawn, ms since 1970, in a way that leaves the stamp no weight. */
export interface StampWithdrawn {
	name: string
	at: number
}

/** Whose stamps count. */
export interface Authorities {
	/** null without a trust file */
	roots: readonly Certificate[] | null
	/** what is known from elsewhere of a trusted stamp's certificates; null where nothing takes its weight */
	withdrawn?: ((stamp: Stamp, token: Uint8Array) => Promise<StampWithdrawn | null>) | undefined
}

type Place = readonly [4, string]

/** Judges one token and records the outcome. @returns null where it does not count at all */
async function judgeToken(
	place: Place,
	authority: string,
	token: Uint8Array,
	imprint: Hash,
	{ roots, withdrawn }: Authorities,
	findings: Findings,
): Promise<Stamp | null> {
	const inputs: Finding['inputs'] = [['imprint', hex(imprint)]]
	let stamp: Stamp
	try {
		stamp = await checkTimestamp(token, imprint, roots ?? [])
	} catch (error) {
		if (!(error instanceof StampRefusal)) throw error
		const values = { authority: authorityPhrase(authority), detail: error.why }
		if (error.fault === 'broken')
			findings.contradiction(place, 'stamp-broken', values, withCause(inputs, error))
		else if (error.fault === 'revoked') findings.no(place, 'stamp-revoked', values, inputs)
		else findings.unknown(place, 'stamp-unsupported', values, inputs)
		return null
	}
	const facts: Finding['inputs'] = [
		...inputs,
		['stamp-time', instantText(stamp.genTime)],
		['accuracy', stamp.accuracy === null ? '–' : String(stamp.accuracy)],
		['serial', stamp.serial],
		['signer', `${stamp.signer} (${stamp.signerFingerprint})`],
		['revocation', { key: `revocation-${stamp.revocation}` }],
	]
	const values = { authority: authorityPhrase(authority), signer: stamp.signer, time: { ms: stamp.genTime } }
	const ended = stamp.root === null ? null : ((await withdrawn?.(stamp, token)) ?? null)
	if (ended !== null) {
		const said = {
			authority: authorityPhrase(authority),
			name: printable(ended.name),
			time: { ms: ended.at },
		}
		findings.no(place, 'stamp-withdrawn', said, facts)
		return null
	}
	if (stamp.root !== null) {
		const root: Finding['inputs'][number] = ['trusted-root', `${stamp.root.name} (${stamp.root.fingerprint})`]
		findings.yes(place, 'stamp-trusted', values, [...facts, root])
	} else if (roots === null) findings.unknown(place, 'stamp-no-trust', values, facts)
	else findings.unknown(place, 'stamp-untrusted', values, facts)
	return stamp
}

function withCause(inputs: Finding['inputs'], { cause }: StampRefusal): Finding['inputs'] {
	return cause instanceof RefusalError ? [...inputs, exactly(cause)] : inputs
}

function found(side: FoundStamp['side'], authority: string, stamp: Stamp, note: string | null): FoundStamp {
	const { genTime, genTimeUp, accuracy, signer, root } = stamp
	return {
		side,
		stamp: { authority, signer, root: root?.name ?? '', genTime, genTimeUp, accuracy },
		root: root?.key ?? null,
		note,
	}
}

/** Whether the entry is in the stamped tree; a proof that leads elsewhere is plain to everybody. */
function isCovered(receipt: Receipt, anchor: ReceiptAnchor, findings: Findings): boolean {
	const place: Place = [4, 'anchor-inclusion']
	const head = checkpointOf(anchor.note)
	const { index } = receipt.proof
	const values = { authority: anchor.authority, size: head.size, index }
	const inputs: Finding['inputs'] = [
		['size', String(head.size)],
		['root', hex(head.root)],
	]
	const checkpoint = checkpointOf(receipt.proof.checkpoint)
	if (checkpoint.size === head.size && !equalBytes(checkpoint.root, head.root)) {
		findings.contradiction(place, 'two-roots', values, [...inputs, ['other-root', hex(checkpoint.root)]])
		return false
	}
	try {
		const root = rootFromInclusion(index, head.size, leafHash(receipt.entry), anchor.proof)
		const computed: Finding['inputs'] = [...inputs, ['computed-root', hex(root)]]
		if (equalBytes(root, head.root)) {
			findings.yes(place, 'anchor-covers', values, computed)
			return true
		}
		findings.contradiction(place, 'anchor-misses', values, computed)
	} catch (error) {
		if (!(error instanceof RefusalError)) throw error
		findings.contradiction(place, 'anchor-misses', values, inputs)
	}
	return false
}

/** A stamp over a head that the trusted log never signed says nothing about the log. */
function isSigned(trust: Trust, anchor: ReceiptAnchor, genTime: number, findings: Findings): boolean {
	const judgement = judgeCheckpoint(trust, anchor.note, genTime)
	if (judgement.log !== null) return true
	const values = { authority: anchor.authority, detail: distrustPhrase(trust, judgement) }
	findings.no([4, 'anchor-signature'], 'anchor-unsigned', values, [
		['origin', checkpointOf(anchor.note).origin],
	])
	return false
}

async function upperStamp(
	receipt: Receipt,
	anchor: ReceiptAnchor,
	trust: Trust | null,
	authorities: Authorities,
	findings: Findings,
): Promise<FoundStamp | null> {
	const imprint = anchorImprint(utf8(anchor.note), anchor.documents)
	const covered = isCovered(receipt, anchor, findings)
	const stamp = await judgeToken([4, 'stamp'], anchor.authority, anchor.token, imprint, authorities, findings)
	if (stamp === null || !covered) return null
	if (trust !== null && !isSigned(trust, anchor, stamp.genTime, findings)) return null
	return found('upper', anchor.authority, stamp, anchor.note)
}

/** The anchor entry or genesis that the entry names, decoded; anything else does not belong into the receipt. */
function linkedEntry(link: LinkedAnchor, named: readonly Cid[], findings: Findings): Entry | null {
	const place: Place = [4, 'linked']
	const cid = cidText(entryCid(link.entry))
	const inputs: Finding['inputs'] = [['cid', cid]]
	try {
		if (!named.some((anchor) => cidText(anchor) === cid)) {
			findings.contradiction(place, 'linked-unnamed', {}, inputs)
			return null
		}
		const entry = decodeEntry(link.entry)
		if (entry.kind === 'anchor' || entry.kind === 'genesis') return entry
		findings.contradiction(place, 'linked-no-anchor', { kind: kindPhrase(entry.kind) }, inputs)
	} catch (error) {
		if (!(error instanceof RefusalError)) throw error
		const values = { detail: refusalPhrase(error) }
		findings.contradiction(place, 'entry-unreadable', values, [...inputs, exactly(error)])
	}
	return null
}

async function genesisStamps(
	entry: Entry,
	origin: string,
	authorities: Authorities,
	findings: Findings,
): Promise<FoundStamp[]> {
	const body = bodyOf(entry, 'genesis')
	if (body === undefined) return []
	const inputs: Finding['inputs'] = [['origin', body.origin]]
	if (body.origin !== origin) {
		findings.contradiction([4, 'linked'], 'linked-other-log', {}, inputs)
		return []
	}
	const stamps: FoundStamp[] = []
	if (body.stamps === undefined) findings.unknown([4, 'linked'], 'genesis-unstamped', {}, inputs)
	for (const token of body.stamps ?? []) {
		const imprint = genesisImprint(entry)
		const stamp = await judgeToken(
			[4, 'genesis-stamp'],
			GENESIS_AUTHORITY,
			token,
			imprint,
			authorities,
			findings,
		)
		if (stamp !== null) stamps.push(found('lower', GENESIS_AUTHORITY, stamp, null))
	}
	return stamps
}

async function linkedStamp(
	entry: Entry,
	link: LinkedAnchor,
	origin: string,
	authorities: Authorities,
	findings: Findings,
): Promise<FoundStamp | null> {
	const body = bodyOf(entry, 'anchor')
	if (body === undefined) return null
	const place: Place = [4, 'linked']
	const { authority } = body
	if (link.note === null || link.token === null) {
		findings.unknown(place, 'linked-without-token', { authority }, [['cid', cidText(body.token)]])
		return null
	}
	const head = checkpointOf(link.note)
	const fits =
		cidText(blobCid(link.token)) === cidText(body.token) &&
		cidText(blobCid(utf8(link.note))) === cidText(body.note) &&
		head.size === body.size &&
		head.origin === origin
	const inputs: Finding['inputs'] = [
		['token', cidText(body.token)],
		['note', cidText(body.note)],
		['size', String(body.size)],
	]
	if (!fits) {
		findings.contradiction(place, 'linked-other-token', { authority }, inputs)
		return null
	}
	const imprint = anchorImprint(utf8(link.note), body.documents)
	const stamp = await judgeToken([4, 'linked-stamp'], authority, link.token, imprint, authorities, findings)
	if (stamp === null) return null
	if (stamp.genTime !== body.time) {
		findings.contradiction(place, 'linked-other-time', { authority }, [
			['stamp-time', instantText(stamp.genTime)],
			['recorded-time', instantText(body.time)],
		])
		return null
	}
	return found('lower', authority, stamp, null)
}

/** All stamps of a receipt that are sound; those by authorities that the reader does not trust have no root. */
export async function findStamps(
	receipt: Receipt,
	record: RecordFacts,
	trust: Trust | null,
	authorities: Authorities,
	findings: Findings,
): Promise<FoundStamp[]> {
	const stamps: FoundStamp[] = []
	const { origin } = checkpointOf(receipt.proof.checkpoint)
	for (const link of receipt.linked) {
		const entry = linkedEntry(link, record.entry.anchors, findings)
		if (entry === null) continue
		stamps.push(...(await genesisStamps(entry, origin, authorities, findings)))
		const stamp = await linkedStamp(entry, link, origin, authorities, findings)
		if (stamp !== null) stamps.push(stamp)
	}
	for (const anchor of receipt.anchors) {
		const stamp = await upperStamp(receipt, anchor, trust, authorities, findings)
		if (stamp !== null) stamps.push(stamp)
	}
	if (receipt.anchors.length === 0) findings.unknown([4, 'stamp'], 'no-anchor', {}, [])
	return stamps
}
