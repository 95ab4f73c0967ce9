/**
 * ZIP archives of tests, written octet by octet: sound ones, and whatever a test wants to be wrong; and read by the directory
 * at the end alone, where everything is stored. Shares no code with the product's reader or maker.
 * @module
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { crc32, deflateRawSync } from 'node:zlib'

/** Fields of a header; as the directory has them and as they stand before the data. */
export interface HeaderFields {
	version?: number
	flags?: number
	method?: number
	time?: number
	date?: number
	crc?: number
	packedSize?: number
	size?: number
	name?: Buffer
	extra?: Buffer
}

export interface ZipFile {
	name: string
	data: Uint8Array
	deflated?: boolean
	/** in both headers */
	both?: HeaderFields
	local?: HeaderFields
	central?: HeaderFields & { offset?: number; comment?: Buffer; disk?: number }
	/** sizes and checksum behind the data: with signature or without, in 32 or 64 bits */
	descriptor?: 'signed' | 'plain' | 'signed-64' | 'plain-64'
	/** octets behind it that belong to nothing */
	gap?: Buffer
	/** what stands in its place instead of what the data packs to */
	packed?: Buffer
}

export interface ZipOptions {
	before?: Buffer
	/** between entries and directory, between directory and end */
	beforeDirectory?: Buffer
	beforeEnd?: Buffer
	after?: Buffer
	comment?: Buffer
	/** in the end record */
	count?: number
	countHere?: number
	disk?: number
	directorySize?: number
	directoryFrom?: number
	/** writes the larger end record, and these in the plain one */
	zip64?: { sentinels: boolean; version?: number; count?: number; locatorAt?: number }
	/** order of the directory, by place */
	order?: readonly number[]
}

const u16 = (value: number) => {
	const bytes = Buffer.alloc(2)
	bytes.writeUInt16LE(value)
	return bytes
}
const u32 = (value: number) => {
	const bytes = Buffer.alloc(4)
	bytes.writeUInt32LE(value)
	return bytes
}
export const u64 = (value: number | bigint) => {
	const bytes = Buffer.alloc(8)
	bytes.writeBigUInt64LE(BigInt(value))
	return bytes
}

/** An extra field. */
export const extraField = (id: number, ...value: readonly Buffer[]) => {
	const content = Buffer.concat(value)
	return Buffer.concat([u16(id), u16(content.length), content])
}

function common(fields: Required<HeaderFields>): Buffer {
	return Buffer.concat([
		...[u16(fields.version), u16(fields.flags), u16(fields.method), u16(fields.time), u16(fields.date)],
		...[u32(fields.crc), u32(fields.packedSize), u32(fields.size)],
		...[u16(fields.name.length), u16(fields.extra.length)],
	])
}

interface Written {
	body: Buffer
	record: (offset: number) => Buffer
}

function writeFile(file: ZipFile): Written {
	const data = Buffer.from(file.data)
	const packed = file.packed ?? (file.deflated ? deflateRawSync(data) : data)
	const name = Buffer.from(file.name)
	const isAscii = /^[ -~]*$/.test(file.name)
	const own: Required<HeaderFields> = {
		version: 20,
		flags: (isAscii ? 0 : 0x0800) | (file.descriptor === undefined ? 0 : 0x0008),
		method: file.deflated ? 8 : 0,
		time: 0,
		date: 0x21,
		crc: crc32(data),
		packedSize: packed.length,
		size: data.length,
		name,
		extra: Buffer.alloc(0),
		...file.both,
	}
	const sizes = file.descriptor === undefined ? {} : { crc: 0, packedSize: 0, size: 0 }
	const local = { ...own, ...sizes, ...file.local }
	const number = file.descriptor?.endsWith('64') ? u64 : u32
	const descriptor =
		file.descriptor === undefined
			? []
			: [
					...(file.descriptor.startsWith('signed') ? [u32(0x08074b50)] : []),
					...[u32(own.crc), number(own.packedSize), number(own.size)],
				]
	const body = Buffer.concat([
		...[u32(0x04034b50), common(local), local.name, local.extra, packed],
		...[...descriptor, file.gap ?? Buffer.alloc(0)],
	])
	const central = { ...own, ...file.central }
	const { comment = Buffer.alloc(0), disk = 0 } = file.central ?? {}
	const record = (offset: number) =>
		Buffer.concat([
			...[u32(0x02014b50), u16(20), common(central), u16(comment.length), u16(disk), u16(0), u32(0)],
			...[u32(file.central?.offset ?? offset), central.name, central.extra, comment],
		])
	return { body, record }
}

export function zip(files: readonly ZipFile[], options: ZipOptions = {}): Buffer {
	const nothing = Buffer.alloc(0)
	const before = options.before ?? nothing
	const written = files.map(writeFile)
	let at = before.length
	const records = written.map(({ body, record }) => {
		const made = record(at)
		at += body.length
		return made
	})
	const order = options.order ?? records.map((_, i) => i)
	const directory = Buffer.concat(order.map((i) => records[i] ?? nothing))
	const from = options.directoryFrom ?? at + (options.beforeDirectory?.length ?? 0)
	const size = options.directorySize ?? directory.length
	const count = options.count ?? files.length
	const { zip64 } = options
	const large64 = () => {
		const place = from + size
		return Buffer.concat([
			...[u32(0x06064b50), u64(44), u16(45), u16(zip64?.version ?? 45), u32(0), u32(0)],
			...[u64(zip64?.count ?? count), u64(zip64?.count ?? count), u64(size), u64(from)],
			...[u32(0x07064b50), u32(0), u64(zip64?.locatorAt ?? place), u32(1)],
		])
	}
	const hidden = zip64?.sentinels === true
	const comment = options.comment ?? nothing
	return Buffer.concat([
		...[before, ...written.map(({ body }) => body), options.beforeDirectory ?? nothing, directory],
		...[options.beforeEnd ?? nothing, zip64 === undefined ? nothing : large64()],
		...[u32(0x06054b50), u16(options.disk ?? 0), u16(options.disk ?? 0)],
		...[u16(hidden ? 0xffff : (options.countHere ?? count)), u16(hidden ? 0xffff : count)],
		...[u32(hidden ? 0xffffffff : size), u32(hidden ? 0xffffffff : from)],
		...[u16(comment.length), comment, options.after ?? nothing],
	])
}

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
