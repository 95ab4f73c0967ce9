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

/** Four tables in one, so that four octets are taken at a time; made when a checksum is first wanted. */
let tables: Uint32Array | undefined

function makeTables(): Uint32Array {
	const made = new Uint32Array(4 * 256)
	for (let octet = 0; octet < 256; octet++) {
		let value = octet
		for (let i = 0; i < 8; i++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1
		made[octet] = value
	}
	for (let i = 256; i < made.length; i++) {
		const before = made[i - 256] as number
		made[i] = (before >>> 8) ^ (made[before & 0xff] as number)
	}
	return made
}

/** CRC-32 of ISO 3309 as ZIP has it (APPNOTE 4.4.7), piece by piece. */
export class Crc32 {
	private value = 0xffffffff

	update(bytes: Uint8Array): void {
		tables ??= makeTables()
		const table = tables
		const at = (row: number, octet: number) => table[row * 256 + (octet & 0xff)] as number
		let value = this.value
		let i = 0
		for (const end = bytes.length - 3; i < end; i += 4) {
			const low = (bytes[i] as number) | ((bytes[i + 1] as number) << 8)
			value ^= low | ((bytes[i + 2] as number) << 16) | ((bytes[i + 3] as number) << 24)
			value = at(3, value) ^ at(2, value >>> 8) ^ at(1, value >>> 16) ^ at(0, value >>> 24)
		}
		for (; i < bytes.length; i++) value = at(0, value ^ (bytes[i] as number)) ^ (value >>> 8)
		this.value = value
	}

	digest(): number {
		return (this.value ^ 0xffffffff) >>> 0
	}
}
