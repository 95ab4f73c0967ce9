/**
 * The time-stamp that the data box system puts on the hash of a message: RFC 3161, as far as old stamps allow. They carry
 * an attribute certificate of version 1 and nine bytes of zero at the end, which stricter readers refuse.
 * @module
 */
import { hex } from '@letopis/format'
import { membersOf, octets, readBer, TAG } from './ber.ts'
import { checkSignature, readSignedData, type SignatureCheck, timeOf } from './cms.ts'

const TST_INFO = '1.2.840.113549.1.9.16.1.4'
const PADDING = 16

export interface StampCheck {
	/** `other-hash`: it stamps something else. */
	readonly state: SignatureCheck['state'] | 'other-hash'
	/** ms since 1970. */
	readonly time: number | null
	readonly signature: SignatureCheck
}

/**
 * @param token DER, possibly padded
 * @param hash what it should stamp, hexadecimal
 * @throws RefusalError `malformed`, `too-large`, `too-deep`
 */
export function readStamp(token: Uint8Array, hash: string): StampCheck {
	const data = readSignedData(token, PADDING)
	const signature = checkSignature(data)
	if (data.contentType !== TST_INFO) {
		return { state: 'broken', time: null, signature }
	}
	const [, , imprint, ...rest] = membersOf(readBer(data.content), TAG.sequence, 'the stamp')
	const [, value] = membersOf(imprint, TAG.sequence, 'what is stamped')
	const time = timeOf(rest.find(({ tag }) => tag === TAG.generalizedTime))
	if (time === null) return { state: 'broken', time, signature }
	const state = hex(octets(value, 'what is stamped')) === hash ? signature.state : 'other-hash'
	return { state, time, signature }
}
