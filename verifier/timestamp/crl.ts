/**
 * Certificate revocation lists, RFC 5280 §5. Reading only; whether one is signed by whom it should be is the caller's
 * question. A list may have hundreds of thousands of entries: they are read when one is asked for, and never kept.
 * @module
 */
import { equalBytes, RefusalError } from '@letopis/format'
import { readExtensions } from './certificate.ts'
import { bitStringOctets, contextTag, DerReader, onlyElement, readBoolean, smallInteger, TAG } from './der.ts'
import { OID } from './oids.ts'
import { derTime } from './time.ts'

export interface Revocation {
	/** ms since 1970 */
	at: number
	/** CRLReason, RFC 5280 §5.3.1; undefined when the list gives none. */
	reason: number | undefined
}

/** issuingDistributionPoint, §5.2.5 */
export interface ListPart {
	/** DER GeneralNames, without the outermost tag, of the point that the list is published at; null where it is not said */
	point: Uint8Array | null
	only: 'users' | 'authorities' | null
}

export interface RevocationList {
	issuer: Uint8Array
	/** ms since 1970 */
	thisUpdate: number
	nextUpdate: number | null
	/** which certificates the list is about, if not all of its issuer */
	part: ListPart | null
	signedPart: Uint8Array
	signatureAlgorithm: Uint8Array
	signature: Uint8Array
	/**
	 * What the list says of a serial number.
	 * @throws RefusalError if an entry cannot be read
	 */
	find(serial: Uint8Array): Revocation | undefined
}

/** Entries read for one question. */
const MAX_ENTRIES = 1_000_000

/** RFC 5280 §5.2.5; a list that is indirect or for some reasons only must not pass for a whole one. */
function readPoint(value: Uint8Array): ListPart {
	const reader = new DerReader(onlyElement(value, TAG.sequence, 'issuingDistributionPoint').content)
	const name = reader.optional(contextTag(0, true))
	const users = reader.optional(contextTag(1, false))
	const authorities = reader.optional(contextTag(2, false))
	reader.end('issuingDistributionPoint')
	if (users !== undefined && authorities !== undefined) throw new RefusalError('malformed', 'CRL: for nobody')
	const [isUsers, isAuthorities] = [users, authorities].map((flag) => flag !== undefined && readBoolean(flag))
	return {
		point: name === undefined ? null : onlyElement(name.content, contextTag(0, true), 'fullName').content,
		only: isUsers ? 'users' : isAuthorities ? 'authorities' : null,
	}
}

/** RFC 5280 §5.2: a list that is only a difference, for one, must not pass for a whole one. */
function readPart(extensions: Uint8Array): ListPart | null {
	let part: ListPart | null = null
	for (const [id, { critical, value }] of readExtensions(extensions)) {
		if (id === OID.issuingDistributionPoint) part = readPoint(value)
		else if (critical) throw new RefusalError('malformed', `CRL: critical extension ${id}`)
	}
	return part
}

function readRevocation(entry: Uint8Array): Revocation & { serial: Uint8Array } {
	const reader = new DerReader(entry)
	const serial = reader.take(TAG.integer, 'revoked serial').content
	const at = derTime(reader.any())
	const extensions = reader.optional(TAG.sequence)
	reader.end('revoked certificate')
	if (extensions === undefined) return { serial, at, reason: undefined }
	const found = readExtensions(extensions.content)
	for (const [id, { critical }] of found) {
		// §5.3: an entry of another issuer's certificate, for one, makes the whole list unusable.
		if (critical) throw new RefusalError('malformed', `CRL: critical extension ${id}`)
	}
	const reason = found.get(OID.reasonCode)
	return {
		serial,
		at,
		reason: reason && smallInteger(onlyElement(reason.value, TAG.enumerated, 'reasonCode')),
	}
}

function findIn(entries: Uint8Array, wanted: Uint8Array): Revocation | undefined {
	const reader = new DerReader(entries)
	let found: Revocation | undefined
	for (let count = 0; !reader.done; count++) {
		if (count === MAX_ENTRIES) throw new RefusalError('too-large', `CRL: more than ${MAX_ENTRIES} entries`)
		const { serial, ...revocation } = readRevocation(reader.take(TAG.sequence, 'revoked certificate').content)
		if (found === undefined && equalBytes(serial, wanted)) found = revocation
	}
	return found
}

/** @throws RefusalError on anything that is not one whole CRL in DER, or on critical extensions unknown here */
export function parseList(der: Uint8Array): RevocationList {
	const outer = new DerReader(onlyElement(der, TAG.sequence, 'CRL').content)
	const signedPart = outer.take(TAG.sequence, 'tbsCertList')
	const signatureAlgorithm = outer.take(TAG.sequence, 'CRL algorithm').bytes
	const signature = bitStringOctets(outer.take(TAG.bitString, 'CRL signature'))
	outer.end('CRL')
	const inner = new DerReader(signedPart.content)
	inner.optional(TAG.integer)
	const innerAlgorithm = inner.take(TAG.sequence, 'CRL algorithm').bytes
	if (!equalBytes(innerAlgorithm, signatureAlgorithm)) {
		throw new RefusalError('malformed', 'CRL names two signature algorithms')
	}
	const issuer = inner.take(TAG.sequence, 'CRL issuer').bytes
	const thisUpdate = derTime(inner.any())
	const hasNext = inner.nextTag === TAG.utcTime || inner.nextTag === TAG.generalizedTime
	const nextUpdate = hasNext ? derTime(inner.any()) : null
	const revoked = inner.optional(TAG.sequence)
	const extensions = inner.optional(contextTag(0, true))
	inner.end('tbsCertList')
	const listed = extensions && onlyElement(extensions.content, TAG.sequence, 'CRL extensions')
	return {
		issuer,
		thisUpdate,
		nextUpdate,
		part: listed === undefined ? null : readPart(listed.content),
		signedPart: signedPart.bytes,
		signatureAlgorithm,
		signature,
		find: (serial) => (revoked === undefined ? undefined : findIn(revoked.content, serial)),
	}
}
