/**
 * One signature from its bytes to its verdict: cryptography, time-stamps, then trust at the time that is proven.
 * @module
 */

import { RefusalError } from '@letopis/format'
import type { Certificate } from '../timestamp/certificate.ts'
import { StampRefusal } from '../timestamp/refusal.ts'
import type { Work } from '../timestamp/work.ts'
import { archiveContent } from './archive-stamp.ts'
import type { Cms, CmsSigner } from './cms.ts'
import { SignedContent } from './content.ts'
import { type Ends, endsOfSignature } from './ends.ts'
import { Examination } from './examination.ts'
import { HARMLESS_UNSIGNED, SIGNATURE_OID } from './oids.ts'
import { type Evidence, readEvidence } from './revocation.ts'
import { claimedTime, examineSigner } from './signer.ts'
import { examineStamp, readToken, type StampFinding } from './stamps.ts'
import { examineTrust, type Trust } from './trust.ts'
import { type Material, materialOf, together } from './values.ts'

export interface Surroundings {
	roots: readonly Certificate[]
	/** where authorities of time-stamps are other people than signers */
	stampRoots?: readonly Certificate[] | undefined
	/** certificates and revocation data from elsewhere in the file */
	material: Material
	/** the present, ms since 1970 */
	now: number
	/** what this file may cause */
	work?: Work | undefined
	/** ms since 1970 by which the signature is proven to have existed; the present where nothing proves it */
	existed: number
}

export interface ExaminedSignature {
	examination: Examination
	certificate: Certificate | null
	/** ms since 1970, by the signer's own word */
	claimed: number | null
	/** ms since 1970 by which it is proven to have existed, if by anything */
	provenAt: number | null
	stamps: readonly StampFinding[]
	/** null where no certificate is known, or its algorithms are not */
	ends: Ends | null
}

const EXAMINED_UNSIGNED: ReadonlySet<string> = new Set([
	SIGNATURE_OID.signatureStamp,
	SIGNATURE_OID.certificateValues,
	SIGNATURE_OID.revocationValues,
	SIGNATURE_OID.archiveStampV3,
])
const MAX_STAMPS = 32

function checkUnsigned({ unsigned }: CmsSigner, examination: Examination): void {
	for (const { id } of unsigned) {
		if (EXAMINED_UNSIGNED.has(id) || HARMLESS_UNSIGNED.has(id)) continue
		if (id === SIGNATURE_OID.counterSignature) examination.leaves('sig-counter-signature')
		else examination.leaves('sig-unsigned-attribute', { id })
	}
}

function tokensOf({ unsigned }: CmsSigner, id: string, examination: Examination): Uint8Array[] {
	const tokens = unsigned
		.filter((attribute) => attribute.id === id)
		.flatMap(({ values }) => values.map(({ bytes }) => bytes))
	if (tokens.length > MAX_STAMPS) examination.leaves('sig-too-many-stamps', { limit: MAX_STAMPS })
	return tokens.slice(0, MAX_STAMPS)
}

function note(stamp: StampFinding, examination: Examination): void {
	const name = stamp.signer ?? '?'
	if (stamp.provenAt !== null) {
		examination.holds('sig-stamp-holds', { name, at: { ms: stamp.provenAt } })
		return
	}
	const detail = stamp.why ?? undefined
	const values = { ...(detail && { detail }) }
	if (stamp.verdict === 'broken') examination.fails('SIG_CONSTRAINTS_FAILURE', 'sig-stamp-broken', values)
	else examination.notes('sig-stamp-open', { name, ...values })
}

/** The latest archive time-stamp first: what it proves lets the ones before it, and then the signature's, count. */
async function examineArchiveStamps(
	cms: Cms,
	signer: CmsSigner,
	content: SignedContent | null,
	trust: Trust,
	existed: number,
	examination: Examination,
): Promise<StampFinding[]> {
	const tokens = tokensOf(signer, SIGNATURE_OID.archiveStampV3, examination)
	const stated = tokens.map((bytes) => ({ bytes, time: statedTime(bytes) })).sort((a, b) => b.time - a.time)
	const stamps: StampFinding[] = []
	let by = existed
	for (const { bytes } of stated) {
		const over = archiveContent(cms, signer, content, bytes)
		const stamp = await examineStamp('archive', () => readToken(bytes), over, trust, by)
		note(stamp, examination)
		stamps.push(stamp)
		by = Math.min(by, stamp.provenAt ?? by)
	}
	return stamps
}

function statedTime(bytes: Uint8Array): number {
	try {
		return readToken(bytes).info.genTime
	} catch (error) {
		// Said again, as a fault, where the stamp is examined.
		if (error instanceof RefusalError || error instanceof StampRefusal) return 0
		throw error
	}
}

function earliest(stamps: readonly StampFinding[], otherwise: number): number {
	return Math.min(otherwise, ...stamps.map(({ provenAt }) => provenAt ?? otherwise))
}

function evidenceOf({ lists, responses }: Material, work: Work | undefined): Evidence {
	return readEvidence(lists, responses, work)
}

/** @param content what is signed; null where it is not at hand */
export async function examineSignature(
	cms: Cms,
	signer: CmsSigner,
	content: SignedContent | null,
	{ roots, stampRoots = roots, material, now, existed, work }: Surroundings,
	examination = new Examination(),
): Promise<ExaminedSignature> {
	const all = (by: number) => together(materialOf(cms, signer, by), material)
	const bag = all(existed).certificates
	const found = await examineSigner(cms, signer, content, [...bag, ...roots], examination, work)
	checkUnsigned(signer, examination)
	const trust: Trust = { roots: stampRoots, bag, evidence: evidenceOf(all(existed), work), now, work }
	const archived = await examineArchiveStamps(cms, signer, content, trust, existed, examination)
	const archivedAt = earliest(archived, existed)
	// An archive time-stamp covers all that the signature brings along, or it does not hold.
	const later = archivedAt < existed ? { ...trust, evidence: evidenceOf(all(archivedAt), work) } : trust
	const stamps: StampFinding[] = []
	for (const bytes of tokensOf(signer, SIGNATURE_OID.signatureStamp, examination)) {
		const over = new SignedContent(signer.signature)
		const stamp = await examineStamp('signature', () => readToken(bytes), over, later, archivedAt)
		note(stamp, examination)
		stamps.push(stamp)
	}
	const at = earliest(stamps, archivedAt)
	let path: readonly Certificate[] | null = null
	if (found !== null) {
		try {
			path = await examineTrust(found, { ...later, roots }, at, examination)
		} catch (error) {
			if (!(error instanceof StampRefusal)) throw error
			examination.fails('CRYPTO_CONSTRAINTS_FAILURE', 'sig-not-judged', { detail: error.why })
		}
	}
	return {
		examination,
		certificate: found?.certificate ?? null,
		claimed: claimedTime(signer),
		provenAt: at < now ? at : null,
		stamps: [...stamps, ...archived],
		ends: found === null ? null : endsOfSignature(signer, path ?? [found.certificate]),
	}
}
