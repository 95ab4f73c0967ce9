/**
 * Where a certificate says that its withdrawal is published: lists at distribution points (RFC 5280 §4.2.1.13), answers of a
 * responder by authority information access (§4.2.2.1).
 * @module
 */
import type { Certificate } from './certificate.ts'
import { contextTag, type Der, parseDer, TAG } from './der.ts'
import { members, oidText, onlyMember } from './der-values.ts'

const DISTRIBUTION_POINTS = '2.5.29.31'
const INFORMATION_ACCESS = '1.3.6.1.5.5.7.1.1'
const OCSP = '1.3.6.1.5.5.7.48.1'
const URI = contextTag(6, 'primitive')
/** Addresses of one certificate that are tried; further ones are passed over. */
const MAX_ADDRESSES = 4

export interface RevocationPoints {
	/** Addresses of lists, and of OCSP responders; any scheme. */
	readonly lists: readonly string[]
	readonly responders: readonly string[]
	/** DER of all names of its distribution points. */
	readonly names: readonly Uint8Array[]
}

/** @throws TimestampError `malformed` */
export function revocationPoints({ extensions }: Certificate): RevocationPoints {
	const points = extensions.get(DISTRIBUTION_POINTS)
	const names = points === undefined ? [] : parseDer(points.value).children.flatMap(pointNames)
	const access = extensions.get(INFORMATION_ACCESS)
	const responders = access === undefined ? [] : parseDer(access.value).children.flatMap(responderOf)
	return {
		lists: names.flatMap(uriOf).slice(0, MAX_ADDRESSES),
		responders: responders.slice(0, MAX_ADDRESSES),
		names: names.map(({ bytes }) => bytes),
	}
}

/** Names of a point for all reasons, by the issuer itself. */
function pointNames(point: Der): readonly Der[] {
	const fields = members(point, TAG.sequence, 'a distribution point')
	const name = fields.optional(contextTag(0))
	const reasons = fields.optional(contextTag(1, 'primitive'))
	const issuer = fields.optional(contextTag(2))
	fields.end()
	if (name === undefined || reasons !== undefined || issuer !== undefined) return []
	const full = onlyMember(name, 'the name of a distribution point')
	return full.tag === contextTag(0) ? full.children : []
}

function responderOf(description: Der): string[] {
	const fields = members(description, TAG.sequence, 'an access description')
	const method = oidText(fields.next(TAG.oid))
	const [location] = description.children.slice(1)
	return method === OCSP && location !== undefined ? uriOf(location) : []
}

function uriOf({ tag, value }: Der): string[] {
	return tag === URI ? [Buffer.from(value).toString('latin1')] : []
}
