/**
 * Names in certificates for people; one that cannot be read does not keep the rest from being told.
 * @module
 */
import { RefusalError } from '@letopis/format'
import { nameText } from '../timestamp/certificate.ts'

/** @param name DER Name @returns `?` for one that cannot be read */
export function nameFor(name: Uint8Array): string {
	try {
		return nameText(name)
	} catch (error) {
		if (error instanceof RefusalError) return '?'
		throw error
	}
}
