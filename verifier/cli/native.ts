/**
 * Node's native cryptography for the portable code: SHA-256, and the signatures of notes where this Node has them.
 * @module
 */
import { createHash, createPublicKey, type KeyObject, hash as oneShot, verify } from 'node:crypto'
import { createReadStream } from 'node:fs'
import {
	type IncrementalSha256,
	nobleVerifiers,
	useIncrementalSha256,
	useSha256,
	useVerifiers,
} from '@letopis/format'
import { type Hasher, portableHasher } from '../audit/hasher.ts'
import { openLanes, type RowRoot } from './sha256-lanes.ts'

/** Missing in Node before 20.12. */
const hash: typeof oneShot | undefined = oneShot

/** A string result is three times as fast as a Buffer for small inputs: allocating the Buffer is most of the cost. */
function digestText(data: Uint8Array): string {
	return hash === undefined
		? createHash('sha256').update(data).digest('binary')
		: hash('sha256', data, 'binary')
}

/** Writes the 32 characters of a Latin-1 string as bytes. */
function writeDigest(text: string, out: Uint8Array, at: number): void {
	for (let i = 0; i < 32; i++) out[at + i] = text.charCodeAt(i)
}

/** Assembling and compiling takes a moment, which only an audit has to spend. */
let lanes: RowRoot | undefined

export const nativeHasher: Hasher = {
	hashAll(parts, out) {
		// Written in one go: a call for each digest would take a third of its time.
		const texts = parts.map(digestText)
		Buffer.from(out.buffer, out.byteOffset, out.byteLength).write(texts.join(''), 'latin1')
	},
	rootOf(row, first, count) {
		lanes ??= openLanes() ?? portableHasher.rootOf
		return lanes(row, first, count)
	},
}

function nativeSha256(bytes: Uint8Array): Uint8Array {
	const out = new Uint8Array(32)
	writeDigest(digestText(bytes), out, 0)
	return out
}

function nativeIncremental(): IncrementalSha256 {
	const state = createHash('sha256')
	return {
		update: (bytes) => {
			state.update(bytes)
		},
		digest: () => new Uint8Array(state.digest()),
	}
}

const ed25519Key = (key: Uint8Array) => ({
	kty: 'OKP',
	crv: 'Ed25519',
	x: Buffer.from(key).toString('base64url'),
})
const mldsaKey = (key: Uint8Array) => ({
	kty: 'AKP',
	alg: 'ML-DSA-44',
	pub: Buffer.from(key).toString('base64url'),
})

function importKey(jwk: object): KeyObject | null {
	try {
		return createPublicKey({ key: jwk as never, format: 'jwk' })
	} catch {
		// ML-DSA came with Node 24; before it the portable code verifies.
		return null
	}
}

/** Hands native hashing to format, which proves it on a known message first. */
export function useNativeHashing(): void {
	useSha256(nativeSha256)
	useIncrementalSha256(nativeIncremental)
}

/** Native signature checks of notes: ten times as fast, which an audit with a stamp for every hour feels. */
export function useNativeVerifiers(): void {
	useVerifiers({
		ed25519(signature, message, key) {
			const native = importKey(ed25519Key(key))
			return native === null
				? nobleVerifiers.ed25519(signature, message, key)
				: verify(null, message, native, signature)
		},
		mldsa44(signature, message, key) {
			const native = importKey(mldsaKey(key))
			return native === null
				? nobleVerifiers.mldsa44(signature, message, key)
				: verify(null, message, native, signature)
		},
	})
}

/**
 * SHA-256 of a file in constant memory.
 * @param onProgress bytes read so far
 */
export async function hashFile(path: string, onProgress: (done: number) => void): Promise<Uint8Array> {
	const state = createHash('sha256')
	let done = 0
	for await (const chunk of createReadStream(path, { highWaterMark: 1024 * 1024 })) {
		state.update(chunk)
		done += chunk.length
		onProgress(done)
	}
	return new Uint8Array(state.digest())
}
