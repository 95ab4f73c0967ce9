/**
 * Certificate revocation list (RFC 5280 §5), read strictly. Indirect and delta lists, and those for some reasons only, are
 * refused; one of a part says which: half a list must not pass for a whole one.
 * @module
 */
import type { KeyObject } from 'node:crypto'
import { type Extension, readExtensions } from './certificate.ts'
import { contextTag, type Der, type DerBounds, parseDer, TAG } from './der.ts'
import {
	certificateTime,
	members,
	onlyMember,
	sameDer,
	serialText,
	smallInteger,
	wholeBits,
} from './der-values.ts'
import { verifySignature } from './signature.ts'
import { TimestampError } from './timestamp-error.ts'

const REASON_CODE = '2.5.29.21'
const ISSUING_POINT = '2.5.29.28'
/**
 * RFC 3161 §4 (1): after one of these reasons (unspecified, affiliationChanged, superseded,
 * cessationOfOperation) stamps made before the revocation stay valid; after any other, or none given, no
 * stamp of the key is worth anything.
 */
const BENIGN_REASONS = new Set([0, 3, 4, 5])

export interface RevocationList {
	/** DER of the issuer's name. */
	readonly issuer: Uint8Array
	/** When it was made, and when the next one is at the latest, milliseconds since 1970. */
	readonly thisUpdate: number
	readonly nextUpdate: number | null
	/** Which certificates it is about; null for all of its issuer. */
	readonly part: ListPart | null
	/** By serial number, hexadecimal. */
	readonly revoked: ReadonlyMap<string, Revocation>
	verify(key: KeyObject): boolean
}
/** issuingDistributionPoint (RFC 5280 §5.2.5). */
export interface ListPart {
	/** DER of the names of the point that it is published at, at least one; null where it is not said. */
	readonly points: readonly Uint8Array[] | null
	readonly only: 'users' | 'authorities' | null
}
export interface Revocation {
	/** Milliseconds since 1970. */
	readonly time: number
	/** Whether stamps from before that time stay valid. */
	readonly benign: boolean
}

/** @throws TimestampError `malformed`, `unsupported` or `too-large` */
export function parseRevocationList(bytes: Uint8Array, bounds?: DerBounds): RevocationList {
	const outer = members(parseDer(bytes, bounds), TAG.sequence, 'a revocation list')
	const body = outer.next(TAG.sequence)
	const algorithm = outer.next(TAG.sequence)
	const signature = wholeBits(outer.next(TAG.bitString), 'a signature')
	outer.end()
	const fields = members(body, TAG.sequence, 'a revocation list')
	const version = fields.optional(TAG.integer)
	if (version !== undefined && smallInteger(version, 'the version of a list') !== 1) {
		throw new TimestampError('malformed', 'a revocation list is not of version 2')
	}
	if (!sameDer(fields.next(TAG.sequence), algorithm)) {
		throw new TimestampError('malformed', 'a revocation list names two signature algorithms')
	}
	const issuer = fields.next(TAG.sequence).bytes
	const thisUpdate = certificateTime(fields.next(TAG.utcTime, TAG.generalizedTime), 'the date of a list')
	const next = fields.optional(TAG.utcTime) ?? fields.optional(TAG.generalizedTime)
	const nextUpdate = next === undefined ? null : certificateTime(next, 'the next date of a list')
	const entries = fields.optional(TAG.sequence)
	const extensions = fields.optional(contextTag(0))
	fields.end()
	const listed = extensions === undefined ? new Map<string, Extension>() : readExtensions(extensions)
	refuseCritical(listed, [ISSUING_POINT])
	const point = listed.get(ISSUING_POINT)
	const part = point === undefined ? null : readPart(point.value)
	const revoked = new Map((entries?.children ?? []).map(readEntry))
	const verify = (key: KeyObject) => verifySignature(algorithm, key, body.bytes, signature)
	return { issuer, thisUpdate, nextUpdate, part, revoked, verify }
}

/** @throws TimestampError also for lists that are indirect, or for some reasons or attributes only */
function readPart(value: Uint8Array): ListPart {
	const fields = members(parseDer(value), TAG.sequence, 'the point of a list')
	const name = fields.optional(contextTag(0))
	const users = fields.optional(contextTag(1, 'primitive'))
	const authorities = fields.optional(contextTag(2, 'primitive'))
	fields.end()
	const [isUsers, isAuthorities] = [users, authorities].map((flag) => flag?.value[0] === 0xff)
	if (isUsers && isAuthorities) throw new TimestampError('malformed', 'a revocation list is for nobody')
	const full = name === undefined ? null : onlyMember(name, 'the point of a list')
	if (full !== null && full.tag !== contextTag(0)) {
		throw new TimestampError('unsupported', 'the point of a revocation list is named relative to its issuer')
	}
	const only = isUsers ? 'users' : isAuthorities ? 'authorities' : null
	return { points: full === null ? null : full.children.map(({ bytes }) => bytes), only }
}

function readEntry(der: Der): [string, Revocation] {
	const fields = members(der, TAG.sequence, 'a revocation')
	const serial = serialText(fields.next(TAG.integer), 'a revoked serial number')
	const time = certificateTime(fields.next(TAG.utcTime, TAG.generalizedTime), 'a revocation date')
	const wrapped = fields.optional(TAG.sequence)
	fields.end()
	const extensions = wrapped === undefined ? new Map<string, Extension>() : entryExtensions(wrapped)
	refuseCritical(extensions, [REASON_CODE])
	const reason = extensions.get(REASON_CODE)
	return [serial, { time, benign: isBenign(reason === undefined ? undefined : reasonCode(reason.value)) }]
}

/** Whether stamps of before its moment stay valid, by the reason; none is given where the code is undefined. */
export function isBenign(reason: number | undefined): boolean {
	return reason !== undefined && BENIGN_REASONS.has(reason)
}

/** Entry extensions are a bare SEQUENCE; the reader of tagged ones wants a wrapper. */
function entryExtensions(list: Der): Map<string, Extension> {
	return readExtensions({ tag: contextTag(0), bytes: list.bytes, value: list.bytes, children: [list] })
}

function reasonCode(value: Uint8Array): number {
	const ENUMERATED = 0x0a
	const der = parseDer(value)
	if (der.tag !== ENUMERATED || der.value.length !== 1) {
		throw new TimestampError('malformed', 'a revocation reason is not a small enumerated value')
	}
	return der.value[0] ?? 0
}

function refuseCritical(extensions: ReadonlyMap<string, Extension>, except: readonly string[]): void {
	for (const [oid, { critical }] of extensions) {
		if (critical && !except.includes(oid)) {
			throw new TimestampError('unsupported', `a revocation list has the critical extension ${oid}`)
		}
	}
}
