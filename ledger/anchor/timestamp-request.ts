/**
 * The two messages of the Time-Stamp Protocol (RFC 3161 §2.4): the request as pkijs encodes it, and the
 * answer split into status and token. The token's bytes are taken verbatim, since they are what gets
 * recorded.
 * @module
 */
import { Integer, Null, OctetString } from 'asn1js'
import { AlgorithmIdentifier, MessageImprint, TimeStampReq } from 'pkijs'
import { parseDer, TAG } from './der.ts'
import { members, smallInteger, utf8Text } from './der-values.ts'
import { TimestampError } from './timestamp-error.ts'

/** Digests of imprints by their length. */
const DIGESTS: Readonly<Record<number, string>> = {
	32: '2.16.840.1.101.3.4.2.1',
	64: '2.16.840.1.101.3.4.2.3',
}
const NONCE_BYTES = 16

/** Names of PKIFailureInfo's bits that RFC 3161 §2.4.2 defines. */
const FAILURES: Readonly<Record<number, string>> = {
	0: 'unknown algorithm',
	2: 'bad request',
	5: 'bad data format',
	14: 'time not available',
	15: 'policy not accepted',
	16: 'extension not accepted',
	17: 'additional information not available',
	25: 'system failure',
}

export interface TimestampRequest {
	readonly der: Uint8Array
	/** Unsigned big-endian number, 16 bytes; what `checkTimestamp` compares. */
	readonly nonce: Uint8Array
}

/**
 * A request for a stamp of an imprint (SHA-256 or SHA-512) that brings the signer's certificate along.
 * @param random source of the nonce: n fresh bytes
 * @param policy dotted, if the authority is to use this one only
 */
export function buildTimestampRequest(
	imprint: Uint8Array,
	random: (n: number) => Uint8Array,
	policy?: string,
): TimestampRequest {
	const algorithmId = DIGESTS[imprint.length]
	if (algorithmId === undefined)
		throw new RangeError(`expected an imprint of 32 or 64 B, got ${imprint.length}`)
	// Copies by constructor: slice() of a Buffer is a view, whose .buffer is the pool that it lies in.
	const nonce = new Uint8Array(random(NONCE_BYTES))
	// Neither negative nor with a leading zero octet: then contents octets and number are the same bytes.
	nonce[0] = ((nonce[0] ?? 0) & 0x3f) | 0x40
	const request = new TimeStampReq({
		version: 1,
		messageImprint: new MessageImprint({
			hashAlgorithm: new AlgorithmIdentifier({ algorithmId, algorithmParams: new Null() }),
			hashedMessage: new OctetString({ valueHex: new Uint8Array(imprint).buffer }),
		}),
		nonce: new Integer({ valueHex: new Uint8Array(nonce).buffer }),
		certReq: true,
		...(policy === undefined ? {} : { reqPolicy: policy }),
	})
	return { der: new Uint8Array(request.toSchema().toBER()), nonce }
}

/**
 * The token of an answer that grants the request, with or without modifications; which ones, the caller's own
 * checks tell.
 * @throws TimestampError `malformed`, `too-large`, or `status` with what the authority gave as its reason
 */
export function readTimestampResponse(bytes: Uint8Array): Uint8Array {
	const fields = members(parseDer(bytes), TAG.sequence, 'the answer')
	const status = members(fields.next(TAG.sequence), TAG.sequence, 'the status')
	const code = smallInteger(status.next(TAG.integer), 'the status')
	const texts = status.optional(TAG.sequence)?.children.map((text) => utf8Text(text, 'a status text')) ?? []
	const failure = status.optional(TAG.bitString)
	status.end()
	const token = fields.optional(TAG.sequence)
	fields.end()
	const why = [
		...failureNames(failure?.value ?? new Uint8Array(0)),
		...texts.map((text) => JSON.stringify(text)),
	]
	if (code !== 0 && code !== 1) {
		throw new TimestampError(
			'status',
			`refused with status ${code}: ${why.join(', ').slice(0, 500) || 'no reason'}`,
		)
	}
	if (token === undefined) throw new TimestampError('status', 'granted, but without a token')
	// A granted request has no failure; texts may accompany it.
	if (failure !== undefined) throw new TimestampError('malformed', 'granted and failed at once')
	return token.bytes
}

function failureNames(bits: Uint8Array): string[] {
	const names: string[] = []
	for (let bit = 0; bit < (bits.length - 1) * 8; bit++) {
		if (((bits[1 + (bit >> 3)] ?? 0) & (0x80 >> (bit & 7))) !== 0)
			names.push(FAILURES[bit] ?? `failure ${bit}`)
	}
	return names
}
