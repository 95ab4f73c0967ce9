/**
 * Whether a signer's certificate leads to a root that the reader trusts, at the time by which the signature is proven to
 * have existed: path (RFC 5280), validity, revocation (EN 319 102-1 §5.2.6, §5.5.4).
 * @module
 */
import type { Certificate } from '../timestamp/certificate.ts'
import { findPath } from '../timestamp/path.ts'
import type { Work } from '../timestamp/work.ts'
import type { Examination } from './examination.ts'
import { nameFor } from './names.ts'
import { type Evidence, statusAt } from './revocation.ts'
import type { Signer } from './signer.ts'

export interface Trust {
	roots: readonly Certificate[]
	/** certificates that paths may be made of */
	bag: readonly Certificate[]
	evidence: Evidence
	/** the present, ms since 1970 */
	now: number
	work?: Work | undefined
}

async function pathAt(
	signer: Signer,
	{ roots, bag, work }: Trust,
	at: number,
): Promise<Certificate[] | null> {
	const options = { purpose: 'any', isNamed: signer.isNamed, work } as const
	return findPath(signer.certificate, bag, roots, { from: at, to: at }, options)
}

/** Tells why there is no path at `at`: out of its time, or none at any time of the signer's certificate. */
async function checkNoPath(
	signer: Signer,
	trust: Trust,
	at: number,
	examination: Examination,
): Promise<void> {
	const { notBefore, notAfter } = signer.certificate
	if (at < notBefore) {
		examination.fails('NOT_YET_VALID', 'sig-before-certificate', { at: { ms: at } })
		return
	}
	const inside = Math.min(at, notAfter)
	const wouldDo = (await pathAt(signer, trust, inside)) ?? (await pathAt(signer, trust, notBefore))
	if (wouldDo === null) {
		const isRootless = trust.roots.length === 0
		examination.fails('NO_CERTIFICATE_CHAIN_FOUND', isRootless ? 'sig-no-roots' : 'sig-no-path')
	} else {
		const until = Math.min(...wouldDo.map((certificate) => certificate.notAfter))
		examination.fails('OUT_OF_BOUNDS_NO_POE', 'sig-expired', { until: { ms: until }, at: { ms: at } })
	}
}

async function checkRevocation(
	path: readonly Certificate[],
	{ evidence, now, work }: Trust,
	at: number,
	examination: Examination,
): Promise<void> {
	let isGood = true
	for (const [position, certificate] of path.slice(0, -1).entries()) {
		const issuer = path[position + 1] as Certificate
		const status = await statusAt(evidence, certificate, issuer, { at, now, work })
		if (status.is === 'good') continue
		isGood = false
		const name = nameFor(certificate.subject)
		if (status.is === 'revoked') {
			const sub = position === 0 ? 'REVOKED_NO_POE' : 'REVOKED_CA_NO_POE'
			examination.fails(sub, 'sig-revoked', { name, time: { ms: status.at } })
		} else if (status.why === 'none') examination.fails('TRY_LATER', 'sig-revocation-unknown', { name })
		else examination.fails('REVOCATION_OUT_OF_BOUNDS_NO_POE', 'sig-revocation-unproven', { name })
	}
	if (isGood && path.length > 1) examination.holds('sig-not-revoked')
}

/**
 * @param at ms since 1970 by which the signature is proven to have existed; the present where nothing proves it
 * @returns the path, signer first and root last; null where there is none
 */
export async function examineTrust(
	signer: Signer,
	trust: Trust,
	at: number,
	examination: Examination,
): Promise<readonly Certificate[] | null> {
	const path = await pathAt(signer, trust, at)
	const root = path?.at(-1)
	if (path === null || root === undefined) {
		await checkNoPath(signer, trust, at, examination)
		return null
	}
	examination.holds('sig-path', { root: nameFor(root.subject), at: { ms: at } })
	await checkRevocation(path, trust, at, examination)
	return path
}
