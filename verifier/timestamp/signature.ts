/**
 * Signatures of certificates, CRLs and CMS by the platform's WebCrypto (Node ≥ 20 and every browser): RSA PKCS #1 v1.5
 * and PSS, ECDSA on the NIST curves, Ed25519. SHA-1 signatures and RSA below 2048 bits are refused as too weak.
 * @module
 */

import { RefusalError, sha256 } from '@letopis/format'
import { sha1 } from '@noble/hashes/legacy.js'
import { sha384, sha512 } from '@noble/hashes/sha2.js'
import type { MessageKey, Phrase } from '../words/message.ts'
import {
	bitStringOctets,
	contextTag,
	DerReader,
	onlyElement,
	readOid,
	smallInteger,
	TAG,
	unsignedInteger,
} from './der.ts'
import { CURVES, DIGESTS, type DigestName, OID, SIGNATURES } from './oids.ts'
import { StampRefusal } from './refusal.ts'
import type { Work } from './work.ts'

type Parameters = Record<string, string | number>

function unsupported(why: Phrase | MessageKey): StampRefusal {
	return new StampRefusal('unsupported', why)
}

interface Subtle {
	importKey(
		format: 'spki',
		key: Uint8Array,
		algorithm: Parameters,
		extractable: boolean,
		usages: readonly string[],
	): Promise<object>
	verify(algorithm: Parameters, key: object, signature: Uint8Array, data: Uint8Array): Promise<boolean>
}

function subtle(): Subtle {
	const { crypto } = globalThis as unknown as { crypto?: { subtle?: Subtle } }
	if (crypto?.subtle === undefined) throw unsupported('why-no-crypto')
	return crypto.subtle
}

/** SHA-1 serves only to compare certificate identifiers of old tokens (ESSCertID), where no collision helps a forger. */
export function digest(name: DigestName, data: Uint8Array): Uint8Array {
	if (name === 'SHA-256') return sha256(data)
	return name === 'SHA-384' ? sha384(data) : name === 'SHA-512' ? sha512(data) : sha1(data)
}

/** Digest named by an AlgorithmIdentifier; parameters must be absent or NULL. */
export function digestAlgorithm(algorithm: Uint8Array): DigestName {
	const reader = new DerReader(onlyElement(algorithm, TAG.sequence, 'digest algorithm').content)
	const id = readOid(reader, 'digest algorithm')
	reader.optional(TAG.null)
	reader.end('digest algorithm')
	const name = DIGESTS[id]
	if (name === undefined) throw unsupported({ key: 'why-digest-algorithm', values: { id } })
	return name
}

interface Scheme {
	scheme: 'rsa' | 'rsa-pss' | 'ecdsa' | 'ed25519'
	digest: DigestName
	saltLength: number
}

/** RSASSA-PSS parameters, RFC 8017 A.2.3; the mask must use the same digest, as WebCrypto knows no other. */
function pssScheme(reader: DerReader): Scheme {
	const parameters = reader.enter(TAG.sequence, 'PSS parameters')
	const hash = digestAlgorithm(parameters.enter(contextTag(0, true), 'PSS hash').any().bytes)
	const mask = parameters.enter(contextTag(1, true), 'PSS mask').enter(TAG.sequence, 'PSS mask')
	const maskHash = readOid(mask, 'PSS mask') === OID.mgf1 ? digestAlgorithm(mask.any().bytes) : undefined
	const salt = parameters.enter(contextTag(2, true), 'PSS salt length').take(TAG.integer, 'PSS salt length')
	if (maskHash !== hash || !parameters.done) throw unsupported('why-pss')
	return { scheme: 'rsa-pss', digest: hash, saltLength: smallInteger(salt) }
}

/** @param cmsDigest digest that CMS names beside an algorithm which does not (plain rsaEncryption) */
function readScheme(algorithm: Uint8Array, cmsDigest: DigestName | undefined): Scheme {
	const reader = new DerReader(onlyElement(algorithm, TAG.sequence, 'signature algorithm').content)
	const id = readOid(reader, 'signature algorithm')
	if (id === OID.rsaPss) return pssScheme(reader)
	reader.optional(TAG.null)
	reader.end('signature algorithm')
	if (id === OID.ed25519) return { scheme: 'ed25519', digest: 'SHA-512', saltLength: 0 }
	if (id === OID.rsaEncryption && cmsDigest !== undefined) {
		return { scheme: 'rsa', digest: cmsDigest, saltLength: 0 }
	}
	const known = SIGNATURES[id]
	if (known === undefined) throw unsupported({ key: 'why-signature-algorithm', values: { id } })
	return { ...known, saltLength: 0 }
}

/** Curve of an EC key, or modulus length in bits of an RSA key. */
function keyFacts(publicKey: Uint8Array): { id: string; curve?: string; modulusBits?: number } {
	const info = new DerReader(onlyElement(publicKey, TAG.sequence, 'public key').content)
	const algorithm = info.enter(TAG.sequence, 'public key')
	const id = readOid(algorithm, 'public key')
	if (id === OID.ecPublicKey) return { id, curve: readOid(algorithm, 'curve') }
	if (id !== OID.rsaEncryption) return { id }
	const key = bitStringOctets(info.take(TAG.bitString, 'public key'))
	const modulus = new DerReader(onlyElement(key, TAG.sequence, 'RSA key').content).take(
		TAG.integer,
		'modulus',
	)
	return { id, modulusBits: unsignedInteger(modulus).length * 8 }
}

/** With what a signature was made: what a policy on algorithms judges. */
export interface SignatureUse {
	scheme: Scheme['scheme']
	digest: DigestName
	/** Length of the key: modulus or curve, in bits; 0 for a curve that is not known here. */
	bits: number
}

/**
 * @param claim as for {@link verifySignature}, which has found it good
 * @throws RefusalError, StampRefusal as it does
 */
export function signatureUse({
	algorithm,
	cmsDigest,
	publicKey,
}: Pick<SignatureClaim, 'algorithm' | 'cmsDigest' | 'publicKey'>): SignatureUse {
	const { scheme, digest } = readScheme(algorithm, cmsDigest)
	const { curve = '', modulusBits } = keyFacts(publicKey)
	const bits = scheme === 'ed25519' ? 255 : (modulusBits ?? CURVES[curve]?.bits ?? 0)
	return { scheme, digest, bits }
}

/** ECDSA-Sig-Value to the fixed-width r ‖ s of WebCrypto. */
function fixedWidth(signature: Uint8Array, octets: number): Uint8Array {
	const reader = new DerReader(onlyElement(signature, TAG.sequence, 'ECDSA signature').content)
	const joined = new Uint8Array(2 * octets)
	for (const end of [octets, 2 * octets]) {
		const value = unsignedInteger(reader.take(TAG.integer, 'ECDSA signature'))
		if (value.length > octets) throw new RefusalError('malformed', 'ECDSA signature is too wide')
		joined.set(value, end - value.length)
	}
	reader.end('ECDSA signature')
	return joined
}

export interface SignatureClaim {
	/** DER AlgorithmIdentifier */
	algorithm: Uint8Array
	/** digest that CMS names beside the algorithm */
	cmsDigest?: DigestName
	/** DER SubjectPublicKeyInfo */
	publicKey: Uint8Array
	signature: Uint8Array
	data: Uint8Array
	/** what this counts towards */
	work?: Work | undefined
}

/** As {@link verifySignature}; one that cannot be judged does not hold, which is all that a search for a path needs. */
export async function holds(claim: SignatureClaim): Promise<boolean> {
	try {
		return await verifySignature(claim)
	} catch (error) {
		if (error instanceof StampRefusal || error instanceof RefusalError) return false
		throw error
	}
}

/**
 * Whether `signature` over `data` was made with `publicKey`.
 * @throws StampRefusal `unsupported` where this platform or this verifier cannot tell; TooMuchWork
 */
export async function verifySignature(input: SignatureClaim): Promise<boolean> {
	const scheme = readScheme(input.algorithm, input.cmsDigest)
	// RFC 5754 §3, RFC 4056 §3, RFC 8419 §3: in CMS the signature is by the very digest that is named beside it.
	if (input.cmsDigest !== undefined && input.cmsDigest !== scheme.digest) return false
	const facts = keyFacts(input.publicKey)
	input.work?.check(facts.modulusBits ?? 0, input.data.length)
	if (scheme.digest === 'SHA-1') throw unsupported('why-sha1')
	if (facts.modulusBits !== undefined && facts.modulusBits < 2048) {
		throw unsupported({ key: 'why-short-key', values: { bits: facts.modulusBits } })
	}
	let parameters: Parameters
	let { signature } = input
	if (scheme.scheme === 'ecdsa') {
		const curve = CURVES[facts.curve ?? '']
		if (curve === undefined) throw unsupported({ key: 'why-curve', values: { id: facts.curve ?? facts.id } })
		parameters = { name: 'ECDSA', namedCurve: curve.name, hash: scheme.digest }
		signature = fixedWidth(signature, curve.octets)
	} else if (scheme.scheme === 'ed25519') {
		parameters = { name: 'Ed25519' }
	} else {
		const name = scheme.scheme === 'rsa' ? 'RSASSA-PKCS1-v1_5' : 'RSA-PSS'
		parameters = { name, hash: scheme.digest, saltLength: scheme.saltLength }
	}
	try {
		const key = await subtle().importKey('spki', input.publicKey, parameters, false, ['verify'])
		return await subtle().verify(parameters, key, signature, input.data)
	} catch (cause) {
		// WebCrypto throws for keys and parameters that it does not take; a wrong signature is a plain false.
		const values = { id: `${parameters.name}` }
		throw new StampRefusal('unsupported', { key: 'why-platform', values }, { cause })
	}
}
