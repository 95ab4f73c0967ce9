/**
 * Little-endian numbers of a ZIP archive, and its checksum.
 * @module
 */
import { PackageRefusal } from './refusal.ts'

/** Reads numbers one after another; past the end is a refusal. */
export class Octets {
	private readonly bytes: Uint8Array
	private at = 0

	constructor(bytes: Uint8Array) {
		this.bytes = bytes
	}

	get left(): number {
		return this.bytes.length - this.at
	}

	take(length: number): Uint8Array {
		if (length > this.left) throw new PackageRefusal('not-zip')
		this.at += length
		return this.bytes.subarray(this.at - length, this.at)
	}

	private number(length: number): number {
		return this.take(length).reduceRight((value, octet) => value * 256 + octet, 0)
	}

	u16(): number {
		return this.number(2)
	}

	u32(): number {
		return this.number(4)
	}

	/** What no number holds exactly is larger than anything here. */
	u64(): number {
		const value = this.number(8)
		if (!Number.isSafeInteger(value))
			throw new PackageRefusal('too-large', { limit: Number.MAX_SAFE_INTEGER })
		return value
	}
}

let table: Uint32Array | undefined

function makeTable(): Uint32Array {
	return Uint32Array.from({ length: 256 }, (_, octet) => {
		let value = octet
		for (let i = 0; i < 8; i++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1
		return value
	})
}

/** CRC-32 of ISO 3309 as ZIP has it (APPNOTE 4.4.7), piece by piece. */
export class Crc32 {
	private value = 0xffffffff

	update(bytes: Uint8Array): void {
		table ??= makeTable()
		let value = this.value
		for (const octet of bytes) value = (table[(value ^ octet) & 0xff] ?? 0) ^ (value >>> 8)
		this.value = value
	}

	digest(): number {
		return (this.value ^ 0xffffffff) >>> 0
	}
}
