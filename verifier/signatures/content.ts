/**
 * What a signature is over: octets in one or more pieces, never copied together to be hashed. A digest is computed once
 * however many signers share it.
 * @module
 */
import { newSha256 } from '@letopis/format'
import { sha1 } from '@noble/hashes/legacy.js'
import { sha384, sha512 } from '@noble/hashes/sha2.js'
import type { DigestName } from '../timestamp/oids.ts'

export interface Hashing {
	update(bytes: Uint8Array): unknown
	digest(): Uint8Array
}

/** A digest in progress, by the portable code. */
export function startDigest(name: DigestName): Hashing {
	if (name === 'SHA-256') return newSha256()
	return name === 'SHA-384' ? sha384.create() : name === 'SHA-512' ? sha512.create() : sha1.create()
}

export class SignedContent {
	private readonly pieces: readonly Uint8Array[]
	private readonly digests = new Map<DigestName, Uint8Array>()

	constructor(...pieces: readonly Uint8Array[]) {
		this.pieces = pieces
	}

	digest(name: DigestName): Uint8Array {
		const known = this.digests.get(name)
		if (known !== undefined) return known
		const state = startDigest(name)
		for (const piece of this.pieces) state.update(piece)
		const made = new Uint8Array(state.digest())
		this.digests.set(name, made)
		return made
	}

	/** All of it in one piece, for signatures that are made over the content itself. */
	whole(): Uint8Array {
		const [only] = this.pieces
		if (only !== undefined && this.pieces.length === 1) return only
		const joined = new Uint8Array(this.pieces.reduce((sum, { length }) => sum + length, 0))
		let at = 0
		for (const piece of this.pieces) {
			joined.set(piece, at)
			at += piece.length
		}
		return joined
	}
}
