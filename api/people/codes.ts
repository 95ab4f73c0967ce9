/**
 * One-time codes on paper or by telephone: 20 characters of Crockford's base32 (100 bits), in groups of five. What
 * is easily confused is read alike; only the hash is kept in the log.
 * @module
 */
import { createHash } from 'node:crypto'

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const LENGTH = 20

/** @param random returns that many unpredictable bytes */
export function makeCode(random: (length: number) => Uint8Array): string {
	// 32 divides 256: every character is equally likely.
	const characters = [...random(LENGTH)].map((byte) => ALPHABET[byte % 32])
	return (characters.join('').match(/.{5}/g) ?? []).join('-')
}

/** Hash of a code however it was typed; null for what cannot be one. */
export function codeHash(typed: string): Uint8Array | null {
	const code = typed.toUpperCase().replace(/[\s-]/g, '').replace(/O/g, '0').replace(/[IL]/g, '1')
	if (code.length !== LENGTH || [...code].some((character) => !ALPHABET.includes(character))) return null
	return new Uint8Array(createHash('sha256').update(`letopis/code\0${code}`).digest())
}
