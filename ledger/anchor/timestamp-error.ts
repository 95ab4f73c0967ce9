/**
 * Why a time-stamp answer was refused. To the rest of the ledger it is one LedgerError of code `authority`;
 * `reason` says which rule the authority (or whoever forged its answer) broke.
 * @module
 */
import { LedgerError } from '../error.ts'

/**
 * - `malformed`, `too-large`: not one strict DER value of the announced structure, or beyond the bounds
 * - `status`: the authority refused the request, or answered without a token
 * - `content-type`: not a signed TSTInfo, or its two content types disagree
 * - `signer`: not exactly one signer, or its certificate is not the one that the signed attributes name
 * - `attributes`: a signed attribute is missing, repeated or inconsistent; unsigned ones are present
 * - `usage`: the signer's certificate is not solely and critically for time-stamping, or may not sign
 * - `digest`, `signature`: the content's digest or the signature does not hold
 * - `imprint`, `nonce`, `policy`: the stamp is about something else than what was asked
 * - `chain`: no path of valid certificates to the given roots at the stamped time
 * - `revoked`: a revocation list in the token revokes the signer or one of its issuers
 * - `unsupported`: an algorithm, key or critical extension that is not evaluated here
 * - `order`: the stamped time lies before an earlier stamp
 * - `quota`: the year's stamps are used up; nothing was asked
 * - `transport`: no usable answer came (network, TLS, HTTP status, time limit)
 */
export type TimestampReason =
	| 'malformed'
	| 'too-large'
	| 'status'
	| 'content-type'
	| 'signer'
	| 'attributes'
	| 'usage'
	| 'digest'
	| 'signature'
	| 'imprint'
	| 'nonce'
	| 'policy'
	| 'chain'
	| 'revoked'
	| 'unsupported'
	| 'order'
	| 'quota'
	| 'transport'

export class TimestampError extends LedgerError {
	readonly reason: TimestampReason

	constructor(reason: TimestampReason, message: string, options?: ErrorOptions) {
		super('authority', message, options)
		this.reason = reason
	}
}
