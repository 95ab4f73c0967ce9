/**
 * The trust file that the reader asked this browser to remember: as the bytes they compared, never fetched anew.
 * Storage may be missing or forbidden; then nothing is remembered, and nothing else changes.
 * @module
 */
const KEY = 'letopis-trust'

export function remember(trust: Uint8Array): boolean {
	try {
		localStorage.setItem(KEY, toText(trust))
		return true
	} catch {
		// Full or forbidden: the reader is asked again next time.
		return false
	}
}

export function forget(): void {
	try {
		localStorage.removeItem(KEY)
	} catch {
		// Where nothing can be kept, nothing was.
	}
}

export function recall(): Uint8Array | null {
	try {
		const text = localStorage.getItem(KEY)
		return text === null ? null : Uint8Array.from(atob(text), (c) => c.charCodeAt(0))
	} catch {
		return null
	}
}

function toText(bytes: Uint8Array): string {
	let text = ''
	for (const byte of bytes) text += String.fromCharCode(byte)
	return btoa(text)
}
