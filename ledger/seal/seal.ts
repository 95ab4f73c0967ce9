/**
 * The town's seal: a certificate that people know from elsewhere, or one of the town's own making. It signs what the
 * service produces, with a time-stamp where an authority gives one.
 * @module
 */
import type { Hash } from '@letopis/format'
import type { RevocationData } from '../anchor/revocation.ts'
import type { Signed } from '../anchor/token-revocation.ts'
import { LedgerError } from '../error.ts'
import { signDetached } from './cades.ts'
import { openOwnSeal } from './own-seal.ts'
import type { SealSigner } from './signer.ts'

export interface Seal {
	readonly signer: SealSigner
	/** Made by the town itself: nobody vouches for it but the trust file. */
	readonly own: boolean
	/** By a certificate for qualified seals, in a town that is no demonstration. */
	readonly qualified: boolean
	/**
	 * What says whether certificates of a signature made now were withdrawn: its own, and those of its time-stamp.
	 * @param token null for a signature without one
	 */
	revocation(token: Uint8Array | null): Promise<readonly RevocationData[]>
	/** A token over an imprint; null where no authority gives one. @param qualified asks only for qualified ones */
	stamp(imprint: Uint8Array, qualified?: boolean): Promise<Uint8Array | null>
	/**
	 * Detached CAdES signature, DER.
	 * @param stamped asks for a time-stamp; without one, or where none is to be had, the level is B-B. With one it is B-LT where
	 *   everybody answers who is asked about certificates, else B-T
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
	/** That certificate is one for qualified seals: whoever opens the seal has checked it. */
	readonly qualified?: boolean
	readonly clock: { now(): number }
	readonly stamp: (imprint: Hash, qualified: boolean) => Promise<Uint8Array | null>
	/** What says whether certificates of tokens and signers were withdrawn. */
	readonly revocation?: (signed: Signed) => Promise<readonly RevocationData[]>
}

export async function openSeal(options: SealOptions): Promise<Seal> {
	const { dir, town, signer: given, clock, stamp, revocation: ask = async () => [] } = options
	const own = given === undefined ? await openOwnSeal(dir, town, clock.now()) : null
	const signer = given ?? own?.signer
	if (signer === undefined) throw new TypeError('a seal without a signer')
	const revocation = async (token: Uint8Array | null): Promise<readonly RevocationData[]> => {
		const tokens = token === null ? [] : [token]
		// Of the own certificates the town itself says it, and nobody else.
		if (own === null) return ask({ tokens, chains: [signer.chain] })
		const about = signer.chain.slice(0, 1)
		return [{ kind: 'list', der: own.list(clock.now()), about }, ...(await ask({ tokens }))]
	}
	const take = (imprint: Uint8Array, qualified = false) => stamp(imprint as Hash, qualified)
	return {
		signer,
		own: own !== null,
		qualified: own === null && options.qualified === true,
		revocation,
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
			return signDetached({ content, signer, now, revocation, stamp: stamped ? take : never })
		},
	}
}
