/**
 * Names of entries: only such as stay inside the folder that an archive is unpacked into, on every system, and as what they
 * are read as by people.
 * @module
 */
import { fromUtf8, RefusalError } from '@letopis/format'
import { PackageRefusal } from './refusal.ts'

/** Octets. */
export const NAME_MAX = 1024

function decode(bytes: Uint8Array, isUtf8: boolean): string {
	// What is not said to be UTF-8 is in the code page of whoever wrote it (APPNOTE, appendix D).
	if (!isUtf8 && bytes.some((octet) => octet > 0x7e)) throw new PackageRefusal('name')
	try {
		return fromUtf8(bytes)
	} catch (cause) {
		if (!(cause instanceof RefusalError)) throw cause
		throw new PackageRefusal('name', {}, { cause })
	}
}

/** @throws PackageRefusal `name` */
export function readName(bytes: Uint8Array, isUtf8: boolean): string {
	const name = decode(bytes, isUtf8)
	const parts = (name.endsWith('/') ? name.slice(0, -1) : name).split('/')
	const isStray = parts.some((part) => /^[. ]*$/.test(part))
	// Line and paragraph separators, controls, marks of direction, and what other systems take for folders and drives.
	if (isStray || /[\p{Cc}\p{Cf}\u2028\u2029\\]|^[a-z]:/iu.test(name)) throw new PackageRefusal('name')
	return name
}

/** The same for all names that some system takes for one: by case, by composition, by dots and spaces at the end. */
export function nameKey(name: string): string {
	const parts = name.replace(/\/$/, '').split('/')
	return parts
		.map((part) =>
			part
				.normalize('NFKC')
				.toLowerCase()
				.replace(/[. ]+$/, ''),
		)
		.join('/')
}
