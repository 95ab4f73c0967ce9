/**
 * What the ledger needs of a time-stamp authority, however it is reached.
 * @module
 */
/** Source of the current time, milliseconds since 1970. */
export interface TimeSource {
	now(): number
}

export interface Authority {
	/** 1..64 of [a-z0-9-]; names the authority in `anchor` entries, so it must never be given to another. */
	readonly name: string
	/**
	 * Whether its stamps may bound time for anybody. An untrusted one (the development authority) runs on the
	 * town's own clock: its stamps say nothing that the town does not say itself, and its roots never enter a
	 * trust file.
	 */
	readonly trusted: boolean
	/** Declared by the administrator: its stamps are qualified ones (eIDAS, article 42). */
	readonly qualified?: boolean
	/** DER certificates that its stamps must lead to. */
	readonly roots: readonly Uint8Array[]
	/** DER lists of withdrawn certificates that it hands out itself. */
	readonly lists?: readonly Uint8Array[]
	/**
	 * A DER TimeStampToken over the imprint, which the caller still has to check against the roots.
	 * @param imprint SHA-256 or SHA-512, told apart by its length
	 * @throws LedgerError `authority` for every failure, in bounded time
	 */
	stamp(imprint: Uint8Array): Promise<Uint8Array>
}

/** @throws RangeError for a name that `anchor` entries could not carry */
export function checkAuthorityName(name: string): void {
	if (!/^[a-z0-9-]{1,64}$/.test(name))
		throw new RangeError(`expected an authority name of [a-z0-9-], got "${name}"`)
}
