/**
 * Why a time-stamp token does not count, kept apart by what the reader may conclude from it.
 * @module
 */
import type { MessageKey, Phrase } from '../words/message.ts'
import { sayPhrase } from '../words/say.ts'

/**
 * - `broken`: wrong for everybody, whomever they trust (altered, other imprint, no time-stamping certificate);
 * - `unsupported`: made with something that this verifier cannot judge;
 * - `revoked`: the certificate was withdrawn, as far as lists inside the token say.
 */
export type StampFault = 'broken' | 'unsupported' | 'revoked'

export class StampRefusal extends Error {
	override readonly name = 'StampRefusal'
	readonly fault: StampFault
	/** why, to be said in the reader's language */
	readonly why: Phrase

	/** @param why a phrase, or its key where it has no values */
	constructor(fault: StampFault, why: Phrase | MessageKey, options?: ErrorOptions) {
		const phrase = typeof why === 'string' ? { key: why } : why
		super(sayPhrase('en', phrase), options)
		this.fault = fault
		this.why = phrase
	}
}
