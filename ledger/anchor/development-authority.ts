/**
 * A complete time-stamp authority in the process itself, so that a demonstration anchors like a real town
 * without any service. It runs on the town's own clock and key and is therefore named untrusted: its stamps
 * prove nothing to anybody else.
 *
 * Tokens are what RFC 3161 and RFC 5816 describe (ESSCertIDv2, milliseconds, accuracy of a second) and pass
 * `openssl ts -verify`.
 * @module
 */
import { randomBytes, type webcrypto } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { compareBytes, sha256 } from '@letopis/format'
import { BitString, Integer, Null, ObjectIdentifier, OctetString, Sequence, Utf8String } from 'asn1js'
import {
	Accuracy,
	AlgorithmIdentifier,
	Attribute,
	Certificate,
	ContentInfo,
	EncapsulatedContentInfo,
	IssuerAndSerialNumber,
	MessageImprint,
	PKIStatusInfo,
	SignedAndUnsignedAttributes,
	SignedData,
	SignerInfo,
	TimeStampResp,
	TSTInfo,
} from 'pkijs'
import type { Authority, TimeSource } from './authority.ts'
import { type Der, parseDer, TAG } from './der.ts'
import { members, oidText, smallInteger } from './der-values.ts'
import {
	type DevelopmentCertificates,
	formatPem,
	importUnitKey,
	makeDevelopmentCertificates,
	parsePem,
} from './development-certificates.ts'
import { makeFolder, writeDurably } from './durable-file.ts'
import { type DigestName, digestAlgorithm } from './signature.ts'
import { buildTimestampRequest, readTimestampResponse } from './timestamp-request.ts'

/** Says what it is wherever a stamp of it shows. */
export const DEVELOPMENT_AUTHORITY = 'untrusted-development'
/** A policy of the arc that RFC 5612 reserves for documentation: it promises nothing. */
const POLICY = '1.3.6.1.4.1.32473.1'
const SHA256 = '2.16.840.1.101.3.4.2.1'
const SHA512 = '2.16.840.1.101.3.4.2.3'
/** Of imprints, by their length. */
const DIGESTS: Readonly<Record<number, DigestName>> = { 32: 'sha256', 64: 'sha512' }
const SIGNED_DATA = '1.2.840.113549.1.7.2'
const TST_INFO = '1.2.840.113549.1.9.16.1.4'

export interface DevelopmentAuthority extends Authority {
	/** Answers a DER TimeStampReq with a DER TimeStampResp, as an HTTP authority would. */
	answer(request: Uint8Array): Promise<Uint8Array>
}

/**
 * Opens the authority of a folder, making its key (mode 0600) and certificates the first time.
 * @param dir among the keys; made if missing
 */
export async function openDevelopmentAuthority(
	dir: string,
	clock: TimeSource = { now: () => Date.now() },
): Promise<DevelopmentAuthority> {
	const { root, unit, list, unitKey } = await loadCertificates(dir, clock)
	const key = await importUnitKey(unitKey)
	const signer = { unit, certificate: Certificate.fromBER(unit.slice().buffer), key }
	const answer = async (request: Uint8Array): Promise<Uint8Array> => {
		const asked = readRequest(request)
		const response =
			'failure' in asked
				? refusal(asked.failure, asked.why)
				: new TimeStampResp({
						status: new PKIStatusInfo({ status: 0 }),
						timeStampToken: await makeToken(asked, signer, clock.now()),
					}).toSchema()
		return new Uint8Array(response.toBER())
	}
	const stamp = async (imprint: Uint8Array): Promise<Uint8Array> =>
		readTimestampResponse(await answer(buildTimestampRequest(imprint, randomBytes).der))
	const lists = list === null ? [] : [list]
	return { name: DEVELOPMENT_AUTHORITY, trusted: false, roots: [root], lists, answer, stamp }
}

/** Those of earlier versions have no list, and nobody who could sign one. */
type Loaded = Omit<DevelopmentCertificates, 'list'> & { readonly list: Uint8Array | null }

async function loadCertificates(dir: string, clock: TimeSource): Promise<Loaded> {
	const keyFile = join(dir, 'development.key')
	const certificateFile = join(dir, 'development.pem')
	const [key, pem] = await Promise.all([readOrNull(keyFile), readOrNull(certificateFile)])
	const [unit, root, list] = parsePem(pem ?? '')
	const [unitKey] = parsePem(key ?? '')
	if (unit !== undefined && root !== undefined && unitKey !== undefined) {
		return { root: root.der, unit: unit.der, list: list?.der ?? null, unitKey: unitKey.der }
	}
	const made = await makeDevelopmentCertificates(clock.now())
	await makeFolder(dir)
	// A crash between the two leaves a key without certificates: the next start makes a new pair of both.
	await writeDurably(keyFile, formatPem([{ label: 'PRIVATE KEY', der: made.unitKey }]), 0o600)
	const chain = [made.unit, made.root].map((der) => ({ label: 'CERTIFICATE', der }))
	chain.push({ label: 'X509 CRL', der: made.list })
	await writeDurably(certificateFile, formatPem(chain), 0o600)
	return made
}

async function readOrNull(file: string): Promise<string | null> {
	try {
		return await readFile(file, 'latin1')
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
		throw error
	}
}

interface Asked {
	readonly imprint: Uint8Array
	/** Contents octets, or null. */
	readonly nonce: Uint8Array | null
	readonly withCertificate: boolean
}

/** The request, or PKIFailureInfo's bit and a sentence for the authority's refusal. */
function readRequest(bytes: Uint8Array): Asked | { failure: number; why: string } {
	let fields: ReturnType<typeof members>
	let algorithm: Der
	let asked: Asked & { policy: string }
	try {
		fields = members(parseDer(bytes), TAG.sequence, 'the request')
		if (smallInteger(fields.next(TAG.integer), 'the version') !== 1)
			return { failure: 2, why: 'version 1 only' }
		const imprint = members(fields.next(TAG.sequence), TAG.sequence, 'the imprint')
		algorithm = imprint.next(TAG.sequence)
		const value = imprint.next(TAG.octetString).value
		imprint.end()
		const policy = fields.optional(TAG.oid)
		const nonce = fields.optional(TAG.integer)?.value ?? null
		const withCertificate = fields.optional(TAG.boolean) !== undefined
		asked = {
			imprint: value,
			nonce,
			withCertificate,
			policy: policy === undefined ? POLICY : oidText(policy),
		}
	} catch {
		return { failure: 5, why: 'not a time-stamp request' }
	}
	if (DIGESTS[asked.imprint.length] !== digestNamed(algorithm)) {
		return { failure: 0, why: 'SHA-256 and SHA-512 only' }
	}
	if (asked.policy !== POLICY) return { failure: 15, why: `policy ${POLICY} only` }
	return asked
}

function digestNamed(algorithm: Der): DigestName | null {
	try {
		return digestAlgorithm(algorithm)
	} catch {
		return null
	}
}

function refusal(failure: number, why: string): Sequence {
	const bits = new Uint8Array((failure >> 3) + 1)
	bits[failure >> 3] = 0x80 >> (failure & 7)
	const failInfo = new BitString({ valueHex: bits.buffer, unusedBits: 7 - (failure & 7) })
	const status = [
		new Integer({ value: 2 }),
		new Sequence({ value: [new Utf8String({ value: why })] }),
		failInfo,
	]
	return new Sequence({ value: [new Sequence({ value: status })] })
}

interface TokenSigner {
	readonly unit: Uint8Array
	readonly certificate: Certificate
	readonly key: webcrypto.CryptoKey
}

async function makeToken(asked: Asked, signer: TokenSigner, now: number): Promise<ContentInfo> {
	const content = makeInfo(asked, now)
	const { certificate } = signer
	const sid = new IssuerAndSerialNumber({
		issuer: certificate.issuer,
		serialNumber: certificate.serialNumber,
	})
	const signedAttrs = new SignedAndUnsignedAttributes({
		type: 0,
		attributes: sortedAttributes([
			new Attribute({ type: '1.2.840.113549.1.9.3', values: [new ObjectIdentifier({ value: TST_INFO })] }),
			new Attribute({ type: '1.2.840.113549.1.9.4', values: [octets(sha256(content))] }),
			new Attribute({ type: '1.2.840.113549.1.9.16.2.47', values: [signingCertificate(signer.unit)] }),
		]),
	})
	const signed = new SignedData({
		version: 3,
		encapContentInfo: new EncapsulatedContentInfo({ eContentType: TST_INFO }),
		signerInfos: [new SignerInfo({ version: 1, sid, signedAttrs })],
	})
	// Set by hand: the constructor of pkijs would cut the octets into a constructed string, which DER does not
	// allow.
	signed.encapContentInfo.eContent = octets(content)
	if (asked.withCertificate) signed.certificates = [certificate]
	await signed.sign(signer.key, 0, 'SHA-256')
	return new ContentInfo({ contentType: SIGNED_DATA, content: signed.toSchema(true) })
}

function makeInfo(asked: Asked, now: number): Uint8Array {
	const info = new TSTInfo({
		version: 1,
		policy: POLICY,
		messageImprint: new MessageImprint({
			hashAlgorithm: new AlgorithmIdentifier({
				algorithmId: asked.imprint.length === 64 ? SHA512 : SHA256,
				algorithmParams: new Null(),
			}),
			hashedMessage: octets(asked.imprint),
		}),
		serialNumber: new Integer({ valueHex: positive(randomBytes(16)).buffer }),
		genTime: new Date(now),
		accuracy: new Accuracy({ seconds: 1 }),
		...(asked.nonce === null ? {} : { nonce: new Integer({ valueHex: asked.nonce.slice().buffer }) }),
	})
	return new Uint8Array(info.toSchema().toBER())
}

/** SigningCertificateV2 with the default SHA-256: one identifier, the unit's. */
function signingCertificate(unit: Uint8Array): Sequence {
	const id = new Sequence({ value: [octets(sha256(unit))] })
	return new Sequence({ value: [new Sequence({ value: [id] })] })
}

/** DER wants the members of a SET OF in ascending order of their encodings (X.690 §11.6). */
function sortedAttributes(attributes: Attribute[]): Attribute[] {
	const encoded = (attribute: Attribute) => new Uint8Array(attribute.toSchema().toBER())
	return attributes.sort((a, b) => compareBytes(encoded(a), encoded(b)))
}

function octets(bytes: Uint8Array): OctetString {
	return new OctetString({ valueHex: bytes.slice().buffer })
}

function positive(random: Uint8Array): Uint8Array<ArrayBuffer> {
	const bytes = random.slice()
	bytes[0] = ((bytes[0] ?? 0) & 0x3f) | 0x40
	return new Uint8Array(bytes)
}
