/**
 * The town's seal: a certificate that people know from elsewhere, or one of the town's own making. It signs what the
 * service produces, with a time-stamp where an authority gives one.
 * @module
 */
import type { Hash } from '@letopis/format'
import { LedgerError } from '../error.ts'
import { signDetached } from './cades.ts'
import { openOwnSeal } from './own-seal.ts'
import type { SealSigner } from './signer.ts'

export interface Seal {
	readonly signer: SealSigner
	/** Made by the town itself: nobody vouches for it but the trust file. */
	readonly own: boolean
	/** DER lists of withdrawn certificates that belong to a signature made now. */
	lists(): readonly Uint8Array[]
	/** A token over an imprint; null where no authority gives one. */
	stamp(imprint: Uint8Array): Promise<Uint8Array | null>
	/**
	 * Detached CAdES signature, DER.
	 * @param stamped asks for a time-stamp; without one, or where none is to be had, the level is B-B
	 * @throws LedgerError 'closed' once the certificate has ended
	 */
	sign(content: Uint8Array, stamped: boolean): Promise<{ cms: Uint8Array; stamped: boolean }>
}

export interface SealOptions {
	/** Folder of the town's own seal, among the keys. */
	readonly dir: string
	readonly town: string
	/** A certificate from elsewhere; without one the town makes its own. */
	readonly signer?: SealSigner | undefined
	readonly clock: { now(): number }
	readonly stamp: (imprint: Hash) => Promise<Uint8Array | null>
}

export async function openSeal({ dir, town, signer: given, clock, stamp }: SealOptions): Promise<Seal> {
	const own = given === undefined ? await openOwnSeal(dir, town, clock.now()) : null
	const signer = given ?? own?.signer
	if (signer === undefined) throw new TypeError('a seal without a signer')
	const lists = () => (own === null ? [] : [own.list(clock.now())])
	const take = (imprint: Uint8Array) => stamp(imprint as Hash)
	return {
		signer,
		own: own !== null,
		lists,
		stamp: take,
		async sign(content, stamped) {
			const now = clock.now()
			if (now > signer.until) {
				throw new LedgerError('closed', `the certificate of the seal, ${signer.name}, has ended`, {
					remedy:
						'give another certificate in letopis.toml, [seal], or start the server again if it is the own one',
				})
			}
			const never = async () => null
			return signDetached({ content, signer, now, lists: lists(), stamp: stamped ? take : never })
		},
	}
}
