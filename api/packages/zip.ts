/**
 * Writes ZIP files (APPNOTE 6.3): everything stored as it is, sizes and checksums before the contents, fixed times and
 * no extra fields but ZIP64 where a number needs it. So the same files give the same bytes, the length is known before
 * the first byte, and a reader need not believe what comes after a content.
 * @module
 */
import { crc32 } from 'node:zlib'
import { concat, utf8 } from '@letopis/format'

/** Either the bytes, or what is known of them and where they come from. */
export type ZipFile = { readonly name: string } & (
	| { readonly bytes: Uint8Array }
	| { readonly size: number; readonly crc: number; readonly read: () => AsyncIterable<Uint8Array> }
)

interface Placed {
	readonly file: ZipFile
	readonly name: Uint8Array
	readonly size: number
	readonly crc: number
	readonly offset: number
	readonly header: Uint8Array
}

const SIGNATURE = {
	local: 0x04034b50,
	central: 0x02014b50,
	end: 0x06054b50,
	end64: 0x06064b50,
	locator: 0x07064b50,
}
const U16_MAX = 0xffff
const U32_MAX = 0xffffffff
const ZIP64_ID = 1
/** 1980-01-01: the first date there is. */
const DATE = 0x21
const UTF8_NAME = 0x0800
const [VERSION, VERSION_64] = [20, 45]
/** Of Unix, where names are what they say; a plain file that everyone may read. */
const MADE_BY = 0x0300 | VERSION
const PLAIN_FILE = 0o100644 << 16

export interface Zip {
	/** Of the whole, in bytes. */
	readonly size: number
	/** @throws RangeError if a content is not what was said of it */
	read(): AsyncIterable<Uint8Array>
}

/** @param files their names relative, unique, with `/` between steps; at most 65,534 of them */
export function zip(files: readonly ZipFile[]): Zip {
	if (files.length >= U16_MAX || new Set(files.map(({ name }) => name)).size !== files.length) {
		throw new RangeError('expected fewer files, each with a name of its own')
	}
	const placed: Placed[] = []
	let offset = 0
	for (const file of files) {
		const [size, crc] = 'bytes' in file ? [file.bytes.length, crc32(file.bytes)] : [file.size, file.crc]
		const name = utf8(file.name)
		const header = localHeader(name, size, crc)
		placed.push({ file, name, size, crc, offset, header })
		offset += header.length + size
	}
	const directory = concat(...placed.map(centralHeader))
	const end = endOf(files.length, directory.length, offset)
	return {
		size: offset + directory.length + end.length,
		async *read() {
			for (const one of placed) {
				yield one.header
				if ('bytes' in one.file) yield one.file.bytes
				else yield* checked(one.file.read(), one)
			}
			yield directory
			yield end
		},
	}
}

async function* checked(
	content: AsyncIterable<Uint8Array>,
	{ size, crc }: Placed,
): AsyncGenerator<Uint8Array> {
	let [seen, sum] = [0, 0]
	for await (const piece of content) {
		seen += piece.length
		sum = crc32(piece, sum)
		// What is too long would be taken for what follows.
		if (seen > size) break
		yield piece
	}
	if (seen !== size || sum !== crc) throw new RangeError('a content is not what was said of it')
}

function localHeader(name: Uint8Array, size: number, crc: number): Uint8Array {
	const large = size >= U32_MAX
	const extra = large ? zip64Extra(size, size) : new Uint8Array(0)
	return concat(
		u32(SIGNATURE.local),
		u16(large ? VERSION_64 : VERSION),
		...common(name, size, crc, large, extra),
		name,
		extra,
	)
}

function centralHeader({ name, size, crc, offset }: Placed): Uint8Array {
	const large = size >= U32_MAX
	const far = offset >= U32_MAX
	const numbers = [...(large ? [size, size] : []), ...(far ? [offset] : [])]
	const extra = numbers.length === 0 ? new Uint8Array(0) : zip64Extra(...numbers)
	return concat(
		u32(SIGNATURE.central),
		u16(MADE_BY),
		u16(large || far ? VERSION_64 : VERSION),
		...common(name, size, crc, large, extra),
		// No comment, first disk, nothing internal.
		new Uint8Array(6),
		u32(PLAIN_FILE),
		u32(far ? U32_MAX : offset),
		name,
		extra,
	)
}

/** From the flags to the length of the extra field. */
function common(
	name: Uint8Array,
	size: number,
	crc: number,
	large: boolean,
	extra: Uint8Array,
): Uint8Array[] {
	const [stored, time] = [0, 0]
	const shown = large ? U32_MAX : size
	return [
		u16(name.some((octet) => octet >= 0x80) ? UTF8_NAME : 0),
		...[u16(stored), u16(time), u16(DATE), u32(crc), u32(shown), u32(shown)],
		...[u16(name.length), u16(extra.length)],
	]
}

function zip64Extra(...numbers: readonly number[]): Uint8Array {
	return concat(u16(ZIP64_ID), u16(numbers.length * 8), ...numbers.map(u64))
}

function endOf(count: number, length: number, offset: number): Uint8Array {
	const far = offset >= U32_MAX
	const numbers = [u64(count), u64(count), u64(length), u64(offset)]
	const record = far
		? concat(u32(SIGNATURE.end64), u64(44), u16(MADE_BY), u16(VERSION_64), new Uint8Array(8), ...numbers)
		: new Uint8Array(0)
	const locator = far
		? concat(u32(SIGNATURE.locator), u32(0), u64(offset + length), u32(1))
		: new Uint8Array(0)
	const end = [u16(0), u16(0), u16(count), u16(count), u32(length), u32(far ? U32_MAX : offset), u16(0)]
	return concat(record, locator, u32(SIGNATURE.end), ...end)
}

function u16(value: number): Uint8Array {
	return Uint8Array.of(value & 0xff, value >> 8)
}

function u32(value: number): Uint8Array {
	const bytes = new Uint8Array(4)
	new DataView(bytes.buffer).setUint32(0, value, true)
	return bytes
}

function u64(value: number): Uint8Array {
	const bytes = new Uint8Array(8)
	new DataView(bytes.buffer).setBigUint64(0, BigInt(value), true)
	return bytes
}
