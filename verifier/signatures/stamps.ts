/**
 * Time-stamps on signatures and documents, as proofs of existence (EN 319 102-1 §5.4): sound, by an authority under the
 * reader's roots, not withdrawn, and themselves proven to have existed while their certificates were valid.
 * @module
 */
import { equalBytes, RefusalError } from '@letopis/format'
import type { Certificate } from '../timestamp/certificate.ts'
import { judgeToken, type Stamp } from '../timestamp/check.ts'
import { StampRefusal } from '../timestamp/refusal.ts'
import { parseToken, type Token } from '../timestamp/token.ts'
import type { Phrase } from '../words/message.ts'
import { refusalPhrase } from '../words/phrases.ts'
import { firstElementAsDer } from './ber.ts'
import type { SignedContent } from './content.ts'
import { type Ends, endsOfStamp } from './ends.ts'
import { nameFor } from './names.ts'
import { readEvidence, statusAt } from './revocation.ts'
import type { Trust } from './trust.ts'

export type StampKind = 'signature' | 'document' | 'archive'

export interface StampFinding {
	kind: StampKind
	/** `broken`: wrong for everybody; `open`: sound as far as it goes, and yet no proof for this reader */
	verdict: 'holds' | 'broken' | 'open'
	/** why it does not hold */
	why: Phrase | null
	/** as stated, ms since 1970; null where it cannot be read */
	genTime: number | null
	/** of one that holds: what it covers existed by then, the accuracy counted against us */
	provenAt: number | null
	signer: string | null
	root: string | null
	/** null where it cannot be read */
	ends: Ends | null
}

function finding(kind: StampKind, verdict: StampFinding['verdict'], why: Phrase | null): StampFinding {
	return { kind, verdict, why, genTime: null, provenAt: null, signer: null, root: null, ends: null }
}

/** Why a sound stamp proves nothing yet; null if it does. */
async function doubt(
	token: Token,
	{ stamp, path }: { stamp: Stamp; path: readonly Certificate[] | null },
	trust: Trust,
	existed: number,
): Promise<Phrase | null> {
	if (path === null) return { key: 'sig-stamp-untrusted' }
	if (stamp.genTimeUp > existed) return { key: 'sig-stamp-order', values: { at: { ms: existed } } }
	if (existed > stamp.validUntil) {
		return { key: 'sig-stamp-late', values: { until: { ms: stamp.validUntil } } }
	}
	const { evidence, now, work } = trust
	const lists = token.revocationLists.map((der) => ({ der, existed }))
	const all = { ...evidence, lists: [...readEvidence(lists, [], work).lists, ...evidence.lists] }
	for (const [position, certificate] of path.slice(0, -1).entries()) {
		const status = await statusAt(all, certificate, path[position + 1] as Certificate, {
			at: existed,
			now,
			work,
		})
		const name = nameFor(certificate.subject)
		if (status.is === 'revoked') return { key: 'sig-stamp-revoked', values: { name } }
		if (status.is === 'not-known') return { key: 'sig-stamp-revocation', values: { name } }
	}
	return null
}

async function examine(
	kind: StampKind,
	token: Token,
	content: SignedContent,
	trust: Trust,
	existed: number,
): Promise<StampFinding> {
	const { info } = token
	if (!equalBytes(info.imprint, content.digest(info.imprintDigest))) {
		return { ...finding(kind, 'broken', { key: 'sig-stamp-other' }), genTime: info.genTime }
	}
	const judged = await judgeToken(token, trust.roots, trust.bag, trust.work)
	const { stamp } = judged
	const facts = {
		...finding(kind, 'open', null),
		genTime: stamp.genTime,
		signer: stamp.signer,
		root: stamp.root?.name ?? null,
		ends: endsOfStamp(stamp, info.imprintDigest),
	}
	if (info.imprintDigest === 'SHA-1') return { ...facts, why: { key: 'why-sha1' } }
	const why = await doubt(token, judged, trust, existed)
	if (why !== null) return { ...facts, why }
	return { ...facts, verdict: 'holds', provenAt: Math.min(existed, stamp.genTimeUp + (stamp.accuracy ?? 0)) }
}

/** The token inside; in PDF zeros may follow it. */
export function readToken(bytes: Uint8Array): Token {
	const { der, taken } = firstElementAsDer(bytes)
	for (let i = taken; i < bytes.length; i++) {
		if (bytes[i] !== 0) throw new RefusalError('malformed', 'time-stamp: trailing bytes')
	}
	return parseToken(der)
}

/**
 * Examines a time-stamp token.
 * @param read gives the token @param content what it should be over
 * @param existed ms since 1970 by which the token itself is proven to have existed; the present where nothing proves it
 */
export async function examineStamp(
	kind: StampKind,
	read: () => Token,
	content: SignedContent | ((token: Token) => SignedContent),
	trust: Trust,
	existed: number,
): Promise<StampFinding> {
	try {
		const token = read()
		const over = typeof content === 'function' ? content(token) : content
		return await examine(kind, token, over, trust, existed)
	} catch (error) {
		if (error instanceof StampRefusal) {
			return finding(kind, error.fault === 'broken' ? 'broken' : 'open', error.why)
		}
		if (error instanceof RefusalError) return finding(kind, 'broken', refusalPhrase(error))
		throw error
	}
}
