/**
 * Why a time-stamp token does not count, kept apart by what the reader may conclude from it.
 * @module
 */

/**
 * - `broken`: wrong for everybody, whomever they trust (altered, other imprint, no time-stamping certificate);
 * - `unsupported`: made with something that this verifier cannot judge;
 * - `revoked`: the certificate was withdrawn, as far as lists inside the token say.
 */
export type StampFault = 'broken' | 'unsupported' | 'revoked'

export class StampRefusal extends Error {
	override readonly name = 'StampRefusal'
	readonly fault: StampFault

	constructor(fault: StampFault, message: string, options?: ErrorOptions) {
		super(message, options)
		this.fault = fault
	}
}
