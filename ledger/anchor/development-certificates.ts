/**
 * Certificates of the development authority: a P-256 root and, under it, a time-stamping unit with the
 * critical and sole extended key usage that RFC 3161 §2.3 wants. The root's private key signs this, and a list which says
 * for all their time that nothing was withdrawn, and is forgotten: a key that was stolen is answered with a new authority.
 * @module
 */
import { createHash, webcrypto } from 'node:crypto'
import { utf8 } from '@letopis/format'
import { BitString, Integer, OctetString, Utf8String } from 'asn1js'
import {
	AttributeTypeAndValue,
	AuthorityKeyIdentifier,
	BasicConstraints,
	Certificate,
	CertificateRevocationList,
	Extension,
	ExtKeyUsage,
	RelativeDistinguishedNames,
	Time,
} from 'pkijs'

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256' } as const
const TIME_STAMPING = '1.3.6.1.5.5.7.3.8'
const DAY_MS = 86_400_000
const LIFETIME_DAYS = 3_653

export interface DevelopmentCertificates {
	/** DER. */
	readonly root: Uint8Array
	readonly unit: Uint8Array
	/** Of the root's withdrawn certificates: none. */
	readonly list: Uint8Array
	/** PKCS #8 DER of the unit's key. */
	readonly unitKey: Uint8Array
}

/** Makes both certificates, valid from the day before `now` (milliseconds since 1970) for ten years. */
export async function makeDevelopmentCertificates(now: number): Promise<DevelopmentCertificates> {
	const rootKeys = await generateKeys()
	const unitKeys = await generateKeys()
	const rootName = directoryName('Letopis development authority (untrusted)')
	const rootKeyId = await keyIdentifier(rootKeys.publicKey)
	const unitKeyId = await keyIdentifier(unitKeys.publicKey)
	const root = await sign(rootKeys.privateKey, rootKeys.publicKey, now, rootName, rootName, [
		extension('2.5.29.19', true, new BasicConstraints({ cA: true, pathLenConstraint: 0 }).toSchema().toBER()),
		extension('2.5.29.15', true, keyUsage(0b0000_0110, 1)),
		extension('2.5.29.14', false, new OctetString({ valueHex: rootKeyId }).toBER()),
	])
	const unitName = directoryName('Letopis development time-stamps (untrusted)')
	const rootId = new AuthorityKeyIdentifier({ keyIdentifier: new OctetString({ valueHex: rootKeyId }) })
	const unit = await sign(rootKeys.privateKey, unitKeys.publicKey, now, rootName, unitName, [
		extension('2.5.29.15', true, keyUsage(0b1000_0000, 7)),
		extension('2.5.29.37', true, new ExtKeyUsage({ keyPurposes: [TIME_STAMPING] }).toSchema().toBER()),
		extension('2.5.29.14', false, new OctetString({ valueHex: unitKeyId }).toBER()),
		extension('2.5.29.35', false, rootId.toSchema().toBER()),
	])
	const withdrawn = new CertificateRevocationList({
		...{ version: 1, issuer: rootName },
		thisUpdate: new Time({ value: day(now, -1) }),
		nextUpdate: new Time({ value: day(now, LIFETIME_DAYS) }),
	})
	await withdrawn.sign(rootKeys.privateKey, 'SHA-256')
	const list = new Uint8Array(withdrawn.toSchema(true).toBER())
	const unitKey = new Uint8Array(await webcrypto.subtle.exportKey('pkcs8', unitKeys.privateKey))
	return { root, unit, list, unitKey }
}

/** The unit's key for signing. */
export function importUnitKey(pkcs8: Uint8Array): Promise<webcrypto.CryptoKey> {
	return webcrypto.subtle.importKey('pkcs8', pkcs8.slice(), ALGORITHM, false, ['sign'])
}

async function generateKeys(): Promise<webcrypto.CryptoKeyPair> {
	return webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify'])
}

async function sign(
	issuerKey: webcrypto.CryptoKey,
	publicKey: webcrypto.CryptoKey,
	now: number,
	issuer: RelativeDistinguishedNames,
	subject: RelativeDistinguishedNames,
	extensions: Extension[],
): Promise<Uint8Array> {
	const certificate = new Certificate({ version: 2, issuer, subject, extensions })
	certificate.serialNumber = new Integer({ valueHex: serialNumber() })
	certificate.notBefore = new Time({ value: day(now, -1) })
	certificate.notAfter = new Time({ value: day(now, LIFETIME_DAYS) })
	await certificate.subjectPublicKeyInfo.importKey(publicKey)
	await certificate.sign(issuerKey, 'SHA-256')
	return new Uint8Array(certificate.toSchema(true).toBER())
}

/** Whole seconds, as certificates have no others. */
function day(now: number, offset: number): Date {
	return new Date(Math.floor(now / 1000) * 1000 + offset * DAY_MS)
}

/** 16 random bytes, positive and without a leading zero octet. */
function serialNumber(): ArrayBuffer {
	const bytes = webcrypto.getRandomValues(new Uint8Array(16))
	bytes[0] = ((bytes[0] ?? 0) & 0x3f) | 0x40
	return bytes.buffer
}

function directoryName(commonName: string): RelativeDistinguishedNames {
	const value = new Utf8String({ value: commonName })
	return new RelativeDistinguishedNames({
		typesAndValues: [new AttributeTypeAndValue({ type: '2.5.4.3', value })],
	})
}

/** RFC 5280 §4.2.1.2 method (1): SHA-1 of the public key's bits. It names, it does not protect. */
async function keyIdentifier(publicKey: webcrypto.CryptoKey): Promise<ArrayBuffer> {
	const point = await webcrypto.subtle.exportKey('raw', publicKey)
	return new Uint8Array(createHash('sha1').update(new Uint8Array(point)).digest()).buffer
}

function keyUsage(bits: number, unusedBits: number): ArrayBuffer {
	return new BitString({ valueHex: Uint8Array.of(bits).buffer, unusedBits }).toBER()
}

function extension(extnID: string, critical: boolean, extnValue: ArrayBuffer): Extension {
	return new Extension({ extnID, critical, extnValue })
}

const PEM = /-----BEGIN ([A-Z ]+)-----\n([A-Za-z0-9+/=\n]+)-----END \1-----\n/g

/** PEM text of labelled DER values. */
export function formatPem(blocks: readonly { label: string; der: Uint8Array }[]): Uint8Array {
	const lines = (der: Uint8Array) =>
		(
			Buffer.from(der)
				.toString('base64')
				.match(/.{1,64}/g) ?? []
		).join('\n')
	const text = blocks.map(
		({ label, der }) => `-----BEGIN ${label}-----\n${lines(der)}\n-----END ${label}-----\n`,
	)
	return utf8(text.join(''))
}

/** The labelled DER values of a PEM text, in order. Text between blocks is passed over. */
export function parsePem(text: string): { label: string; der: Uint8Array }[] {
	return Array.from(text.replaceAll('\r\n', '\n').matchAll(PEM), ([, label = '', body = '']) => ({
		label,
		der: new Uint8Array(Buffer.from(body, 'base64')),
	}))
}
