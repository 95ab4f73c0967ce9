/**
 * OCSP (RFC 6960): the question about one certificate, and the strict reading of an answer. Who answers is the issuer of the
 * certificate, or somebody to whom it gave a certificate for this (§4.2.2.2). No nonce is sent, for many responders keep
 * their answers ready (RFC 5019): how old an answer may be, the caller says.
 * @module
 */
import { createHash } from 'node:crypto'
import { equalBytes, fromHex } from '@letopis/format'
import { type Certificate, isResponder, parseCertificate } from './certificate.ts'
import { contextTag, type Der, parseDer, TAG } from './der.ts'
import { generalizedTime, members, oidText, onlyMember, serialText, wholeBits } from './der-values.ts'
import { element, objectIdentifier } from './der-write.ts'
import { isBenign, type Revocation } from './revocation-list.ts'
import { checkSignatureAlgorithm, verifySignature } from './signature.ts'
import { TimestampError } from './timestamp-error.ts'

const BASIC = '1.3.6.1.5.5.7.48.1.1'
const SHA1 = '1.3.14.3.2.26'
const ENUMERATED = 0x0a
const MAX_ANSWERS = 64
const MAX_CERTIFICATES = 10

/** What a response says of one certificate. */
export interface OcspAnswer {
	/** Milliseconds since 1970. */
	readonly thisUpdate: number
	readonly nextUpdate: number | null
	/** Null: it is not withdrawn. */
	readonly revoked: Revocation | null
}

/** DER OCSPRequest. Certificates are named by SHA-1, as responders expect (RFC 5019 §2.1.1): it names, it does not protect. */
export function buildOcspRequest(certificate: Certificate, issuer: Certificate): Uint8Array {
	const algorithm = element(TAG.sequence, objectIdentifier(SHA1), element(TAG.null))
	const id = element(
		TAG.sequence,
		algorithm,
		element(TAG.octetString, sha1(issuer.subject)),
		element(TAG.octetString, sha1(keyOf(issuer))),
		serialElement(certificate),
	)
	const list = element(TAG.sequence, element(TAG.sequence, id))
	return element(TAG.sequence, element(TAG.sequence, list))
}

/**
 * Reads a DER OCSPResponse about a certificate and believes it, but for its age.
 * @throws TimestampError `status` where the responder does not know, `chain` where it is about another certificate or made by
 *   somebody else, `signature`, `malformed`, `unsupported`, `too-large`
 */
export function readOcspResponse(
	bytes: Uint8Array,
	certificate: Certificate,
	issuer: Certificate,
): OcspAnswer {
	const outer = members(parseDer(bytes), TAG.sequence, 'an OCSP response')
	const status = outer.next(ENUMERATED)
	const wrapped = outer.optional(contextTag(0))
	outer.end()
	if (status.value.length !== 1 || status.value[0] !== 0 || wrapped === undefined) {
		throw new TimestampError('status', `the OCSP responder answers with status ${status.value[0]}`)
	}
	const typed = members(onlyMember(wrapped, 'an OCSP response'), TAG.sequence, 'an OCSP response')
	if (oidText(typed.next(TAG.oid)) !== BASIC) throw refused('unsupported', 'it is of another type')
	const basic = parseDer(typed.next(TAG.octetString).value)
	typed.end()
	return readBasic(basic, certificate, issuer)
}

function readBasic(basic: Der, certificate: Certificate, issuer: Certificate): OcspAnswer {
	const fields = members(basic, TAG.sequence, 'an OCSP response')
	const body = fields.next(TAG.sequence)
	const algorithm = fields.next(TAG.sequence)
	const signature = wholeBits(fields.next(TAG.bitString), 'a signature')
	const certificates = fields.optional(contextTag(0))
	fields.end()
	const data = members(body, TAG.sequence, 'the data of an OCSP response')
	data.optional(contextTag(0))
	// Who answers is told by the signature; the name is only a hint.
	data.next(contextTag(1), contextTag(2))
	const producedAt = moment(data.next(TAG.generalizedTime))
	const answers = data.next(TAG.sequence).children
	data.optional(contextTag(1))
	data.end()
	if (answers.length > MAX_ANSWERS) throw refused('too-large', `it has ${answers.length} answers`)
	const found = answers.find((answer) => isAbout(answer, certificate, issuer))
	if (found === undefined) throw refused('chain', 'it is about another certificate')
	const embedded = certificates === undefined ? [] : onlyMember(certificates, 'certificates').children
	const candidates = embedded.slice(0, MAX_CERTIFICATES).map(({ bytes }) => parseCertificate(bytes))
	const signers = [issuer, ...candidates.filter((one) => mayAnswer(one, issuer, producedAt))]
	if (!signers.some(({ publicKey }) => holds(algorithm, publicKey, body.bytes, signature))) {
		throw refused('signature', 'nobody signed it who may answer for the issuer')
	}
	return readAnswer(found)
}

function readAnswer(answer: Der): OcspAnswer {
	const fields = members(answer, TAG.sequence, 'an OCSP answer')
	fields.next(TAG.sequence)
	const status = fields.next(contextTag(0, 'primitive'), contextTag(1), contextTag(2, 'primitive'))
	const thisUpdate = moment(fields.next(TAG.generalizedTime))
	const next = fields.optional(contextTag(0))
	fields.optional(contextTag(1))
	fields.end()
	const nextUpdate = next === undefined ? null : moment(onlyMember(next, 'the next date of an answer'))
	if (status.tag === contextTag(2, 'primitive')) {
		throw new TimestampError('status', 'the OCSP responder does not know the certificate')
	}
	return { thisUpdate, nextUpdate, revoked: status.tag === contextTag(1) ? readRevoked(status) : null }
}

function readRevoked(status: Der): Revocation {
	const [time, reason, ...more] = status.children
	if (time === undefined || more.length > 0) throw refused('malformed', 'a revocation in it cannot be read')
	const code = reason === undefined ? undefined : onlyMember(reason, 'a revocation reason')
	if (code !== undefined && (code.tag !== ENUMERATED || code.value.length !== 1)) {
		throw refused('malformed', 'a revocation reason in it is not a small enumerated value')
	}
	return { time: moment(time), benign: isBenign(code?.value[0]) }
}

function isAbout(answer: Der, certificate: Certificate, issuer: Certificate): boolean {
	const id = members(onlyFirst(answer), TAG.sequence, 'a certificate identifier')
	const algorithm = oidText(onlyFirst(id.next(TAG.sequence)))
	const name = id.next(TAG.octetString).value
	const key = id.next(TAG.octetString).value
	const serial = serialText(id.next(TAG.integer), 'a serial number')
	id.end()
	const hash = HASHES[algorithm]
	if (hash === undefined || serial !== certificate.serial) return false
	const of = (bytes: Uint8Array) => new Uint8Array(createHash(hash).update(bytes).digest())
	return equalBytes(name, of(issuer.subject)) && equalBytes(key, of(keyOf(issuer)))
}

const HASHES: Readonly<Record<string, string>> = {
	[SHA1]: 'sha1',
	'2.16.840.1.101.3.4.2.1': 'sha256',
	'2.16.840.1.101.3.4.2.2': 'sha384',
	'2.16.840.1.101.3.4.2.3': 'sha512',
}

/** §4.2.2.2: a certificate by the same issuer, for signing answers, in force when this one was made. */
function mayAnswer(one: Certificate, issuer: Certificate, at: number): boolean {
	if (!isResponder(one) || !equalBytes(one.issuer, issuer.subject)) return false
	if (at < one.notBefore || at > one.notAfter) return false
	checkSignatureAlgorithm(one.signatureAlgorithm)
	return one.native.verify(issuer.publicKey)
}

/** A key of another kind than the algorithm names is somebody else's. */
function holds(
	algorithm: Der,
	key: Certificate['publicKey'],
	data: Uint8Array,
	signature: Uint8Array,
): boolean {
	try {
		return verifySignature(algorithm, key, data, signature)
	} catch (error) {
		if (error instanceof TimestampError && error.reason === 'unsupported') return false
		throw error
	}
}

function onlyFirst(of: Der): Der {
	const [first] = of.children
	if (first === undefined) throw refused('malformed', 'a part of it is empty')
	return first
}

function moment(der: Der): number {
	return generalizedTime(der, 'a date of an OCSP response').ms
}

/** Octets of the public key, without its algorithm. */
function keyOf({ publicKey }: Certificate): Uint8Array {
	const info = parseDer(new Uint8Array(publicKey.export({ format: 'der', type: 'spki' })))
	const [, key] = info.children
	if (key === undefined) throw refused('malformed', 'a key cannot be read')
	return wholeBits(key, 'a key')
}

/** As it stands in the certificate, with the sign octet that its text leaves out. */
function serialElement({ serial }: Certificate): Uint8Array {
	if (serial.startsWith('-')) return element(TAG.integer, fromHex(serial.slice(1)))
	const octets = fromHex(serial)
	const isHigh = (octets[0] ?? 0) >= 0x80
	return element(TAG.integer, isHigh ? Uint8Array.of(0, ...octets) : octets)
}

function sha1(bytes: Uint8Array): Uint8Array {
	return new Uint8Array(createHash('sha1').update(bytes).digest())
}

function refused(reason: ConstructorParameters<typeof TimestampError>[0], what: string): TimestampError {
	return new TimestampError(reason, `the OCSP response does not count: ${what}`)
}
