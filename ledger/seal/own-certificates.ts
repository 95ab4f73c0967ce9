/**
 * A town's own certificates for its seal, for as long as it has no other: a root that readers find in the trust file,
 * the certificate of the seal under it, and the root's list of what was withdrawn (RFC 5280), which is empty: a key that
 * was stolen is answered with a new root. ECDSA on P-256 with SHA-256.
 * @module
 */
import { createHash, type KeyObject, randomBytes, sign } from 'node:crypto'
import { utf8 } from '@letopis/format'
import { contextTag, TAG } from '../anchor/der.ts'
import { element, objectIdentifier, time } from '../anchor/der-write.ts'

const DAY_MS = 86_400_000
const ROOT_DAYS = 7_305
const SEAL_DAYS = 1_827
const LIST_DAYS = 30

const ECDSA_SHA256 = element(TAG.sequence, objectIdentifier('1.2.840.10045.4.3.2'))
const COMMON_NAME = '2.5.4.3'
const ORGANIZATION = '2.5.4.10'
const COUNTRY = '2.5.4.6'
/** What a name may hold (RFC 5280 appendix A.1, ub-common-name). */
const NAME_MAX = 64
const PRINTABLE_STRING = 0x13

/** @returns DER of a root for `town`, valid from the day before `now` (ms since 1970) for twenty years */
export function makeRoot(key: KeyPair, town: string, now: number): Uint8Array {
	const name = distinguishedName(town, 'kořen vlastní pečeti')
	return issue(
		{ subject: name, issuer: name, publicKey: key.publicKey, by: key.privateKey },
		now,
		ROOT_DAYS,
		[
			extension(
				'2.5.29.19',
				true,
				element(TAG.sequence, element(TAG.boolean, Uint8Array.of(0xff)), integer(0)),
			),
			extension('2.5.29.15', true, keyUsage(0b0000_0110, 1)),
			extension('2.5.29.14', false, element(TAG.octetString, keyIdentifier(key.publicKey))),
		],
	)
}

/** @returns DER of the seal's certificate under the root, for five years, but no longer than the root */
export function makeSealCertificate(
	{ name: issuer, key: by, until, keyIdentifier: authority }: RootFacts,
	publicKey: KeyObject,
	town: string,
	now: number,
): Uint8Array {
	const days = Math.min(SEAL_DAYS, Math.floor((until - now) / DAY_MS))
	return issue({ subject: distinguishedName(town, 'pečeť'), issuer, publicKey, by }, now, days, [
		extension('2.5.29.19', true, element(TAG.sequence)),
		// digitalSignature and contentCommitment: EN 319 412-2 type C, for what is meant to be relied on.
		extension('2.5.29.15', true, keyUsage(0b1100_0000, 6)),
		extension('2.5.29.14', false, element(TAG.octetString, keyIdentifier(publicKey))),
		extension('2.5.29.35', false, element(TAG.sequence, element(contextTag(0, 'primitive'), authority))),
	])
}

/** @returns DER of the root's list of withdrawn certificates, which names none, of `now` and for thirty days */
export function makeEmptyList({ name, key, keyIdentifier: authority }: RootFacts, now: number): Uint8Array {
	const body = element(
		TAG.sequence,
		integer(1),
		ECDSA_SHA256,
		name,
		time(now),
		time(now + LIST_DAYS * DAY_MS),
		element(
			contextTag(0),
			element(
				TAG.sequence,
				extension('2.5.29.35', false, element(TAG.sequence, element(contextTag(0, 'primitive'), authority))),
				extension('2.5.29.20', false, integer(Math.floor(now / 1000))),
			),
		),
	)
	return signed(body, key)
}

export interface KeyPair {
	readonly publicKey: KeyObject
	readonly privateKey: KeyObject
}

/** What a root signs with. */
export interface RootFacts {
	/** DER of its name. */
	readonly name: Uint8Array
	readonly key: KeyObject
	readonly keyIdentifier: Uint8Array
	/** ms since 1970 */
	readonly until: number
}

interface Subject {
	/** DER names */
	readonly subject: Uint8Array
	readonly issuer: Uint8Array
	readonly publicKey: KeyObject
	readonly by: KeyObject
}

function issue(
	{ subject, issuer, publicKey, by }: Subject,
	now: number,
	days: number,
	extensions: readonly Uint8Array[],
): Uint8Array {
	const from = Math.floor(now / 1000) * 1000 - DAY_MS
	const body = element(
		TAG.sequence,
		element(contextTag(0), integer(2)),
		element(TAG.integer, serialNumber()),
		ECDSA_SHA256,
		issuer,
		element(TAG.sequence, time(from), time(now + days * DAY_MS)),
		subject,
		new Uint8Array(publicKey.export({ format: 'der', type: 'spki' })),
		element(contextTag(3), element(TAG.sequence, ...extensions)),
	)
	return signed(body, by)
}

function signed(body: Uint8Array, key: KeyObject): Uint8Array {
	const signature = sign('sha256', body, key)
	return element(
		TAG.sequence,
		body,
		ECDSA_SHA256,
		element(TAG.bitString, Uint8Array.of(0), new Uint8Array(signature)),
	)
}

/** RFC 5280 §4.2.1.2 method (1): SHA-1 of the public key's bits. It names, it does not protect. */
export function keyIdentifier(publicKey: KeyObject): Uint8Array {
	const { x = '', y = '' } = publicKey.export({ format: 'jwk' })
	const point = Buffer.concat([
		Buffer.of(4),
		...[x, y].map((coordinate) => Buffer.from(coordinate, 'base64url')),
	])
	return new Uint8Array(createHash('sha1').update(point).digest())
}

function distinguishedName(town: string, role: string): Uint8Array {
	const of = [...town].slice(0, NAME_MAX - role.length - 3).join('')
	const attribute = (type: string, tag: number, text: string) =>
		element(TAG.set, element(TAG.sequence, objectIdentifier(type), element(tag, utf8(text))))
	return element(
		TAG.sequence,
		attribute(COUNTRY, PRINTABLE_STRING, 'CZ'),
		attribute(ORGANIZATION, TAG.utf8String, [...town].slice(0, NAME_MAX).join('')),
		attribute(COMMON_NAME, TAG.utf8String, `${of} – ${role}`),
	)
}

function extension(id: string, critical: boolean, value: Uint8Array): Uint8Array {
	const flag = critical ? element(TAG.boolean, Uint8Array.of(0xff)) : new Uint8Array(0)
	return element(TAG.sequence, objectIdentifier(id), flag, element(TAG.octetString, value))
}

function keyUsage(bits: number, unusedBits: number): Uint8Array {
	return element(TAG.bitString, Uint8Array.of(unusedBits, bits))
}

/** 16 random bytes, positive and without a leading zero octet. */
function serialNumber(): Uint8Array {
	const bytes = new Uint8Array(randomBytes(16))
	bytes[0] = ((bytes[0] ?? 0) & 0x3f) | 0x40
	return bytes
}

/** A number that is not negative, as INTEGER. */
function integer(value: number): Uint8Array {
	const octets = [value % 256]
	for (let rest = Math.floor(value / 256); rest > 0; rest = Math.floor(rest / 256)) octets.unshift(rest % 256)
	if ((octets[0] ?? 0) >= 0x80) octets.unshift(0)
	return element(TAG.integer, Uint8Array.from(octets))
}
