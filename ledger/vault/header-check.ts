/**
 * Whether this program and these keys are the ones for the segments that are there. Asked before anything is
 * made of them: with the wrong keys every segment looks like a torn one.
 * @module
 */
import { LedgerError } from '../error.ts'
import type { Epochs } from './epochs.ts'
import { decodeSegmentHeader, SEGMENT_VERSION, unwrapSegmentKey } from './segment-format.ts'

export class HeaderCheck {
	readonly #epochs: Epochs
	#seen = false
	#opened = false

	constructor(epochs: Epochs) {
		this.#epochs = epochs
	}

	/**
	 * Looks at the headers of a segment's copies.
	 * @throws LedgerError `newer-format`; `not-found` if the key of an epoch is missing
	 */
	look(parts: readonly (Uint8Array | undefined)[]): void {
		const headers = parts.flatMap((bytes) => {
			const claims = bytes && decodeSegmentHeader(bytes)
			return bytes && claims ? { bytes, claims, epoch: this.#epochs.get(claims.epoch) } : []
		})
		const [one] = headers
		// Nothing that looks like a header: a segment that was only begun, or damage, which is met later.
		if (one === undefined) return
		this.#seen = true
		if (headers.every(({ claims }) => claims.version > SEGMENT_VERSION)) {
			throw new LedgerError('newer-format', 'the vault was written by a newer program', {
				remedy: 'Start the program that wrote it, or a newer one.',
			})
		}
		if (headers.every(({ epoch }) => epoch === undefined)) {
			throw new LedgerError('not-found', `the key of epoch ${one.claims.epoch} is not in the keys folder`, {
				remedy: 'Restore the folder `epochs` of the keys folder: without it nothing private can be read.',
			})
		}
		this.#opened ||= headers.some(
			({ bytes, epoch }) => epoch && unwrapSegmentKey(bytes, epoch.identity.secret),
		)
	}

	/** @throws LedgerError `not-found` if there are segments, but the keys opened none */
	conclude(): void {
		if (!this.#seen || this.#opened) return
		throw new LedgerError('not-found', 'no segment of the vault opens with the keys in the keys folder', {
			remedy: 'Restore the keys folder that belongs to this data folder.',
		})
	}
}
