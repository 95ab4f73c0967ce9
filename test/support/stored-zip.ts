/**
 * Reads ZIP files of which everything is stored, written apart from those who make and judge them: by the directory at
 * the end alone.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { crc32 } from 'node:zlib'

export interface StoredFile {
	readonly name: string
	readonly bytes: Buffer
}

/** @throws Error for anything but a plain file of stored entries with right checksums */
export function storedFiles(zip: Uint8Array): StoredFile[] {
	const bytes = Buffer.from(zip)
	const end = bytes.length - 22
	if (bytes.readUInt32LE(end) !== 0x06054b50) throw new Error('no directory at the end')
	const files: StoredFile[] = []
	let at = bytes.readUInt32LE(end + 16)
	for (let count = bytes.readUInt16LE(end + 10); count > 0; count--) {
		if (bytes.readUInt32LE(at) !== 0x02014b50 || bytes.readUInt16LE(at + 10) !== 0)
			throw new Error('no stored entry')
		const [crc, size, length] = [
			bytes.readUInt32LE(at + 16),
			bytes.readUInt32LE(at + 24),
			bytes.readUInt16LE(at + 28),
		]
		const name = bytes.toString('utf8', at + 46, at + 46 + length)
		const from = bytes.readUInt32LE(at + 42) + 30 + length
		const content = bytes.subarray(from, from + size)
		if (crc32(content) !== crc) throw new Error(`${name}: another checksum`)
		files.push({ name, bytes: content })
		at += 46 + length
	}
	if (at !== end) throw new Error('something between directory and end')
	return files
}

/** @returns the names, in their order */
export function unpackInto(folder: string, zip: Uint8Array): string[] {
	return storedFiles(zip).map(({ name, bytes }) => {
		mkdirSync(dirname(join(folder, name)), { recursive: true })
		writeFileSync(join(folder, name), bytes)
		return name
	})
}
