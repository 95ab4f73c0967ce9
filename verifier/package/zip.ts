/**
 * Directory of a ZIP archive (PKWARE APPNOTE 6.3), so strict that every reader sees the same files: entries stand one after
 * another from the first octet to the directory, what stands before each is what the directory says, nothing comes before,
 * between or behind. Larger sizes (ZIP64) only where there are such. Nothing is repaired and nothing is unpacked here.
 * @module
 */
import { equalBytes } from '@letopis/format'
import { NAME_MAX, nameKey, readName } from './names.ts'
import { Octets } from './octets.ts'
import { PackageRefusal } from './refusal.ts'
import type { ByteSource } from './source.ts'

export interface ZipEntry {
	/** UTF-8, with `/` between folders; ends with one where it is a folder */
	name: string
	isFolder: boolean
	method: 'stored' | 'deflated'
	crc32: number
	/** octets, unpacked and as they stand in the archive */
	size: number
	packedSize: number
	/** where they begin */
	from: number
}

export const ENTRIES_MAX = 4096
const DIRECTORY_MAX = 4 * 1024 * 1024
const EXTRA_MAX = 1024
const COMMENT_MAX = 100
/** Unpacked octets for each packed one, of one entry beyond its first mebibyte, and of all: documents stay far below. */
const RATIO_MAX = 200
const RATIO_FROM = 1024 * 1024
const ALL_FROM = 64 * 1024 * 1024

const LOCAL = 0x04034b50
const CENTRAL = 0x02014b50
const DESCRIPTOR = 0x08074b50
const END = 0x06054b50
const END64 = 0x06064b50
const LOCATOR64 = 0x07064b50
const END_LENGTH = 22
const END64_LENGTH = 56
const LOCATOR64_LENGTH = 20
const LOCAL_LENGTH = 30

const U16 = 0xffff
const U32 = 0xffffffff

/** Bits of the flags: sizes behind the data, level of compression, UTF-8. */
const FLAG = { encrypted: 0x0001, level: 0x0006, descriptor: 0x0008, strong: 0x0040, utf8: 0x0800 } as const
const ALLOWED = FLAG.level | FLAG.descriptor | FLAG.utf8
const ZIP64 = 0x0001
/** Times and owners of files, and what Java marks archives with: they change neither names nor content. */
const HARMLESS: ReadonlySet<number> = new Set([0x5455, 0x7875, 0x000a, 0xcafe])

interface Directory {
	from: number
	to: number
	count: number
}

/** What header and directory say alike of an entry. */
interface Told {
	flags: number
	method: number
	stamp: number
	crc32: number
	packedSize: number
	size: number
	name: Uint8Array
	extra: Uint8Array
}

interface Listed extends Told {
	/** where its header stands */
	offset: number
}

function gap(): PackageRefusal {
	return new PackageRefusal('gap')
}

/** The end of the archive: with no comment, or with the one that containers may carry (EN 319 162-1 A.1). */
async function findEnd(source: ByteSource): Promise<{ at: number; end: Octets }> {
	const from = Math.max(0, source.size - END_LENGTH - COMMENT_MAX)
	const tail = await source.read(from, source.size)
	for (let at = tail.length - END_LENGTH; at >= 0; at--) {
		const end = new Octets(tail.subarray(at))
		if (end.u32() !== END) continue
		const comment = tail.subarray(at + END_LENGTH)
		const length = new Octets(tail.subarray(at + END_LENGTH - 2)).u16()
		const isAllowed = comment.length === 0 || /^mimetype=[\w/.+-]+$/.test(latin1(comment))
		if (length === comment.length && isAllowed) return { at: from + at, end }
	}
	throw new PackageRefusal('not-zip')
}

function latin1(bytes: Uint8Array): string {
	return String.fromCharCode(...bytes)
}

/** The larger end record, where a number of the plain one has no room. */
async function readEnd64(source: ByteSource, plainAt: number): Promise<Directory> {
	const at = plainAt - LOCATOR64_LENGTH - END64_LENGTH
	if (at < 0) throw new PackageRefusal('not-zip')
	const both = new Octets(await source.read(at, plainAt))
	const record = new Octets(both.take(END64_LENGTH))
	const isRecord = record.u32() === END64 && record.u64() === END64_LENGTH - 12
	record.take(4)
	const disks = [record.u32(), record.u32()]
	const counts = [record.u64(), record.u64()]
	const [size, from] = [record.u64(), record.u64()]
	const isLocator = both.u32() === LOCATOR64 && both.u32() === 0 && both.u64() === at && both.u32() === 1
	if (!isRecord || !isLocator) throw new PackageRefusal('not-zip')
	if (disks.some((disk) => disk !== 0) || counts[0] !== counts[1]) throw new PackageRefusal('parts')
	if (from + size !== at) throw gap()
	return { from, to: at, count: counts[0] ?? 0 }
}

async function findDirectory(source: ByteSource): Promise<Directory> {
	const { at, end } = await findEnd(source)
	const disks = [end.u16(), end.u16()]
	const counts = [end.u16(), end.u16()]
	const [size, from] = [end.u32(), end.u32()]
	const plain: Directory = { from, to: from + size, count: counts[0] ?? 0 }
	if (disks.some((disk) => disk !== 0) || counts[0] !== counts[1]) throw new PackageRefusal('parts')
	if (plain.count !== U16 && size !== U32 && from !== U32) {
		if (plain.to !== at) throw gap()
		return plain
	}
	const large = await readEnd64(source, at)
	// A number that has room stands in both.
	const agrees =
		(plain.count === U16 || plain.count === large.count) &&
		(size === U32 || size === large.to - large.from) &&
		(from === U32 || from === large.from)
	if (!agrees) throw new PackageRefusal('disagree')
	return large
}

/** Fields beside the fixed ones, each checked to be harmless; what ZIP64 has, if anything. */
function readExtra(extra: Uint8Array): Octets | null {
	const reader = new Octets(extra)
	let large: Octets | null = null
	while (reader.left > 0) {
		const id = reader.u16()
		const value = reader.take(reader.u16())
		if (id === ZIP64 && large === null) large = new Octets(value)
		// A second name, encryption, and whatever nobody here knows.
		else if (!HARMLESS.has(id)) throw new PackageRefusal('unsupported')
	}
	return large
}

function readTold(octets: Octets): Told & { extraLength: number; nameLength: number } {
	octets.u16()
	const [flags, method] = [octets.u16(), octets.u16()]
	const [stamp, crc32, packedSize, size] = [octets.u32(), octets.u32(), octets.u32(), octets.u32()]
	const [nameLength, extraLength] = [octets.u16(), octets.u16()]
	const nothing = new Uint8Array(0)
	return {
		...{ flags, method, stamp, crc32, packedSize, size },
		...{ name: nothing, extra: nothing, nameLength, extraLength },
	}
}

function readListed(directory: Octets): Listed {
	if (directory.u32() !== CENTRAL) throw new PackageRefusal('not-zip')
	directory.u16()
	const told = readTold(directory)
	const [commentLength, disk] = [directory.u16(), directory.u16()]
	// Attributes of the file in systems that nobody unpacks it on.
	directory.take(6)
	const shortOffset = directory.u32()
	const name = directory.take(told.nameLength)
	const extra = directory.take(told.extraLength)
	if (commentLength !== 0) throw new PackageRefusal('unsupported')
	if (disk !== 0) throw new PackageRefusal('parts')
	const large = readExtra(extra)
	const whole = (short: number) => {
		if (short !== U32) return short
		if (large === null) throw new PackageRefusal('disagree')
		return large.u64()
	}
	const size = whole(told.size)
	const packedSize = whole(told.packedSize)
	const offset = whole(shortOffset)
	if (large !== null && large.left > 0) throw new PackageRefusal('disagree')
	return { ...told, name, extra, size, packedSize, offset }
}

function checkFeatures({ flags, method }: Listed): void {
	if ((flags & (FLAG.encrypted | FLAG.strong)) !== 0) throw new PackageRefusal('encrypted')
	if ((flags & ~ALLOWED) !== 0 || (method !== 0 && method !== 8)) throw new PackageRefusal('unsupported')
}

function checkSizes({ method, size, packedSize }: Listed, name: string): void {
	if (method === 0 && size !== packedSize) throw new PackageRefusal('disagree')
	if (size > RATIO_FROM && size > RATIO_MAX * packedSize) throw new PackageRefusal('bomb', { name })
}

/** Sizes as the header has them: 0 where they stand behind the data, else what the directory says. */
function agreesInSizes(local: Told, listed: Listed): boolean {
	const large = readExtra(local.extra)
	if ((listed.flags & FLAG.descriptor) !== 0) {
		const isZero = (short: number) => short === 0 || (short === U32 && large?.u64() === 0)
		return local.crc32 === 0 && isZero(local.size) && isZero(local.packedSize)
	}
	if (local.crc32 !== listed.crc32) return false
	// APPNOTE 4.5.3: in a header both stand there, whichever has no room.
	if (large !== null && local.size === U32 && local.packedSize === U32) {
		return large.u64() === listed.size && large.u64() === listed.packedSize && large.left === 0
	}
	return large === null && local.size === listed.size && local.packedSize === listed.packedSize
}

/** Where the data of an entry begins; the header before it says what the directory says. */
async function checkLocal(source: ByteSource, listed: Listed, end: number): Promise<number> {
	const fixed = listed.offset + LOCAL_LENGTH
	if (fixed + listed.name.length > end) throw gap()
	const octets = new Octets(await source.read(listed.offset, fixed + listed.name.length))
	if (octets.u32() !== LOCAL) throw new PackageRefusal('disagree')
	const told = readTold(octets)
	const name = octets.take(listed.name.length)
	if (told.extraLength > EXTRA_MAX) throw new PackageRefusal('too-large', { limit: EXTRA_MAX })
	const from = fixed + listed.name.length + told.extraLength
	if (told.nameLength !== listed.name.length || from > end) throw new PackageRefusal('disagree')
	const extra = await source.read(from - told.extraLength, from)
	const agrees =
		told.flags === listed.flags &&
		told.method === listed.method &&
		told.stamp === listed.stamp &&
		equalBytes(name, listed.name) &&
		agreesInSizes({ ...told, extra }, listed)
	if (!agrees) throw new PackageRefusal('disagree')
	return from
}

/** Whether what stands behind the data is the descriptor of the entry (APPNOTE 4.3.9), in one of its four forms. */
function isDescriptor(bytes: Uint8Array, { crc32, size, packedSize }: Listed): boolean {
	if (![12, 16, 20, 24].includes(bytes.length)) return false
	const octets = new Octets(bytes)
	if ((bytes.length === 16 || bytes.length === 24) && octets.u32() !== DESCRIPTOR) return false
	const isLarge = bytes.length >= 20
	const number = () => (isLarge ? octets.u64() : octets.u32())
	return octets.u32() === crc32 && number() === packedSize && number() === size
}

async function readDirectory(source: ByteSource, { from, to, count }: Directory): Promise<Listed[]> {
	if (count > ENTRIES_MAX) throw new PackageRefusal('too-many', { limit: ENTRIES_MAX })
	if (to - from > DIRECTORY_MAX) throw new PackageRefusal('too-large', { limit: DIRECTORY_MAX })
	const octets = new Octets(await source.read(from, to))
	const listed = Array.from({ length: count }, () => readListed(octets))
	if (octets.left > 0) throw gap()
	const sum = (of: (one: Listed) => number) => listed.reduce((all, one) => all + of(one), 0)
	if (sum(({ size }) => size) > ALL_FROM + RATIO_MAX * sum(({ packedSize }) => packedSize)) {
		throw new PackageRefusal('bomb', { name: '*' })
	}
	return listed
}

function demandUnique(names: readonly string[]): void {
	const keys = new Set(names.map(nameKey))
	if (keys.size !== names.length) throw new PackageRefusal('twice')
	for (const key of keys) {
		// A file cannot be a folder as well.
		const above = key.split('/').slice(0, -1)
		for (let i = 1; i <= above.length; i++) {
			const folder = above.slice(0, i).join('/')
			if (keys.has(folder) && !names.some((name) => name.endsWith('/') && nameKey(name) === folder)) {
				throw new PackageRefusal('twice')
			}
		}
	}
}

/**
 * All entries, in their order.
 * @throws PackageRefusal, or whatever the source throws
 */
export async function readZip(source: ByteSource): Promise<ZipEntry[]> {
	const directory = await findDirectory(source)
	const entries: ZipEntry[] = []
	let at = 0
	const listed = await readDirectory(source, directory)
	for (const [i, one] of listed.entries()) {
		checkFeatures(one)
		if (one.name.length > NAME_MAX) throw new PackageRefusal('name')
		const name = readName(one.name, (one.flags & FLAG.utf8) !== 0)
		const isFolder = name.endsWith('/')
		checkSizes(one, name)
		if (isFolder && one.size > 0) throw new PackageRefusal('name')
		if (one.offset !== at) throw gap()
		const end = listed[i + 1]?.offset ?? directory.from
		const from = await checkLocal(source, one, end)
		const behind = end - from - one.packedSize
		if (behind < 0) throw gap()
		const isDescribed = (one.flags & FLAG.descriptor) !== 0
		if (!isDescribed && behind > 0) throw gap()
		if (isDescribed && (behind > 24 || !isDescriptor(await source.read(end - behind, end), one))) throw gap()
		const { crc32, size, packedSize } = one
		entries.push({
			name,
			isFolder,
			method: one.method === 0 ? 'stored' : 'deflated',
			crc32,
			size,
			packedSize,
			from,
		})
		at = end
	}
	if (at !== directory.from) throw gap()
	demandUnique(entries.map(({ name }) => name))
	return entries
}
