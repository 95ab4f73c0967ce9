/**
 * What is derived from a document's 32-byte secret. Destroying the secret's record destroys all of it.
 * @module
 */
import { type Cid, cidText, type Hash, utf8 } from '@letopis/format'
import { hmacSha256 } from './hmac.ts'

export const SECRET_SIZE = 32

const ACCESS = utf8('letopis/access')

/**
 * K, under which the accesses to a document are tagged: the person concerned gets it and seeks the tags.
 * @param secret 32 B
 * @returns HMAC-SHA256(secret, "letopis/access"), 32 B
 */
export function accessKey(secret: Uint8Array): Uint8Array {
	return derive(secret, ACCESS)
}

/**
 * r, which blinds a document's digest in the tree that one authority stamps together with one published note.
 * @param secret 32 B
 * @param authority name of the authority, without NUL
 * @returns HMAC-SHA256(secret, "letopis/anchor" NUL authority NUL CID text), 32 B
 */
export function anchorBlinder(secret: Uint8Array, authority: string, noteCid: Cid): Hash {
	return derive(secret, anchorPurpose(authority, noteCid))
}

/** The message whose HMAC under a document's secret is r. */
export function anchorPurpose(authority: string, noteCid: Cid): Uint8Array {
	if (authority.includes('\0')) throw new TypeError('an authority name must not hold NUL')
	return utf8(`letopis/anchor\0${authority}\0${cidText(noteCid)}`)
}

function derive(secret: Uint8Array, purpose: Uint8Array): Uint8Array {
	if (secret.length !== SECRET_SIZE) {
		throw new RangeError(`expected a secret of ${SECRET_SIZE} bytes, got ${secret.length}`)
	}
	return hmacSha256(secret, purpose)
}
