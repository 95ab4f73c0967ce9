/**
 * The trust file that the reader asked this browser to remember. Storage may be missing or forbidden; then nothing is
 * remembered, and nothing else changes. Pages opened from a disk may share it: what comes out is shown again.
 * @module
 */
import { base64, fromBase64 } from '@letopis/format'

const KEY = 'letopis-trust'

function storage(): Storage | null {
	try {
		return globalThis.localStorage
	} catch {
		return null
	}
}

export function remember(trust: Uint8Array): void {
	try {
		storage()?.setItem(KEY, base64(trust))
	} catch {
		// Full or forbidden: the reader is asked again next time.
	}
}

export function forget(): void {
	storage()?.removeItem(KEY)
}

export function recall(): Uint8Array | null {
	try {
		const text = storage()?.getItem(KEY) ?? null
		return text === null ? null : fromBase64(text)
	} catch {
		return null
	}
}
