/**
 * How long a time-stamp can be relied on: to the first end among the certificates of its path and the algorithms that it is
 * signed with. Nearly all stamps of an authority share path and algorithms, so these are looked at once.
 * @module
 */
import { createHash } from 'node:crypto'
import { type AlgorithmPolicy, type End, firstOf, signatureEnd } from './algorithm-policy.ts'
import { type Certificate, certificateName, parseCertificate } from './certificate.ts'
import { type SignatureUse, signatureUse } from './signature.ts'
import { checkTimestamp } from './timestamp-check.ts'
import { TimestampError } from './timestamp-error.ts'
import { decodeToken, type Token } from './timestamp-token.ts'

interface Path {
	/** From the signer to the root; empty where the root is not known. */
	readonly certificates: readonly Certificate[]
	readonly validUntil: number
	readonly name: string
	readonly signatures: readonly SignatureUse[]
}

export class StampEnds {
	readonly #policy: AlgorithmPolicy
	readonly #paths = new Map<string, Path>()

	constructor(policy: AlgorithmPolicy) {
		this.#policy = policy
	}

	/**
	 * @param bytes DER token, which was found good when it was recorded
	 * @param roots of its authority; where it leads to none (another one is configured by now, or none) only what the token carries
	 *   is known
	 * @throws TimestampError
	 */
	async endOf(bytes: Uint8Array, roots: readonly Uint8Array[]): Promise<End> {
		return (await this.look(bytes, roots)).end
	}

	/**
	 * As `endOf`, and the certificates from the signer to the root: the same array for all tokens that share them, empty
	 * without roots.
	 * @throws TimestampError
	 */
	async look(
		bytes: Uint8Array,
		roots: readonly Uint8Array[],
	): Promise<{ readonly end: End; readonly path: readonly Certificate[] }> {
		const { validUntil, name, signatures, certificates } = await this.#pathOf(bytes, roots)
		const certificate = { until: validUntil, what: `certificate ${name}` }
		return { end: firstOf([certificate, signatureEnd(this.#policy, signatures)]), path: certificates }
	}

	async #pathOf(bytes: Uint8Array, roots: readonly Uint8Array[]): Promise<Path> {
		const token = decodeToken(bytes)
		const { signer, certificates } = token
		const hash = createHash('sha256').update(JSON.stringify(signer.id, asHex)).update(signer.digest)
		for (const der of [signer.algorithm.bytes, ...certificates, ...roots]) {
			hash.update(`${der.length} `).update(der)
		}
		const key = hash.digest('hex')
		const path = this.#paths.get(key) ?? (await pathOf(bytes, token, roots))
		this.#paths.set(key, path)
		return path
	}
}

function asHex(_: string, value: unknown): unknown {
	return value instanceof Uint8Array ? Buffer.from(value).toString('hex') : value
}

async function pathOf(bytes: Uint8Array, token: Token, roots: readonly Uint8Array[]): Promise<Path> {
	const certificates = token.certificates.map(parseCertificate)
	const first = certificates.reduce<(typeof certificates)[number] | undefined>(
		(soonest, one) => (soonest !== undefined && soonest.notAfter <= one.notAfter ? soonest : one),
		undefined,
	)
	try {
		const { imprint } = token.info
		const stamp = roots.length === 0 ? null : await checkTimestamp(bytes, { imprint, roots })
		if (stamp !== null) return { ...stamp, certificates: stamp.path, name: stamp.signerName }
	} catch (error) {
		// An authority that has other roots by now: what the token carries is known all the same.
		if (!(error instanceof TimestampError) || error.reason !== 'chain') throw error
	}
	if (first === undefined)
		return { certificates: [], validUntil: Number.NEGATIVE_INFINITY, signatures: [], name: '' }
	// Without roots nobody can say which certificate is the signer's issuer: all that are there have to be valid.
	const { id, algorithm, digest } = token.signer
	const signer = certificates.find((one) =>
		'serial' in id ? one.serial === id.serial : one.subjectKeyId !== null,
	)
	const signatures = signer === undefined ? [] : [signatureUse(algorithm, signer.publicKey, digest)]
	return { certificates: [], validUntil: first.notAfter, signatures, name: certificateName(signer ?? first) }
}
