/**
 * Certificate revocation list (RFC 5280 §5), read strictly. Lists with critical extensions (partitioned,
 * indirect, delta) are refused: half a list must not pass for a whole one.
 * @module
 */
import type { KeyObject } from 'node:crypto'
import { type Extension, readExtensions } from './certificate.ts'
import { contextTag, type Der, parseDer, TAG } from './der.ts'
import { certificateTime, members, sameDer, serialText, smallInteger, wholeBits } from './der-values.ts'
import { verifySignature } from './signature.ts'
import { TimestampError } from './timestamp-error.ts'

const REASON_CODE = '2.5.29.21'
/**
 * RFC 3161 §4 (1): after one of these reasons (unspecified, affiliationChanged, superseded,
 * cessationOfOperation) stamps made before the revocation stay valid; after any other, or none given, no
 * stamp of the key is worth anything.
 */
const BENIGN_REASONS = new Set([0, 3, 4, 5])

export interface RevocationList {
	/** DER of the issuer's name. */
	readonly issuer: Uint8Array
	/** By serial number, hexadecimal. */
	readonly revoked: ReadonlyMap<string, Revocation>
	verify(key: KeyObject): boolean
}
interface Revocation {
	/** Milliseconds since 1970. */
	readonly time: number
	/** Whether stamps from before that time stay valid. */
	readonly benign: boolean
}

/** @throws TimestampError `malformed`, `unsupported` or `too-large` */
export function parseRevocationList(bytes: Uint8Array): RevocationList {
	const outer = members(parseDer(bytes), TAG.sequence, 'a revocation list')
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
	certificateTime(fields.next(TAG.utcTime, TAG.generalizedTime), 'the date of a list')
	const next = fields.optional(TAG.utcTime) ?? fields.optional(TAG.generalizedTime)
	if (next !== undefined) certificateTime(next, 'the next date of a list')
	const entries = fields.optional(TAG.sequence)
	const extensions = fields.optional(contextTag(0))
	fields.end()
	if (extensions !== undefined) refuseCritical(readExtensions(extensions), [])
	const revoked = new Map((entries?.children ?? []).map(readEntry))
	const verify = (key: KeyObject) => verifySignature(algorithm, key, body.bytes, signature)
	return { issuer, revoked, verify }
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
	return [serial, { time, benign: reason !== undefined && BENIGN_REASONS.has(reasonCode(reason.value)) }]
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
