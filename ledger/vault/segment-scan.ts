/**
 * Reads a segment out of its two copies: every frame is taken from whichever copy authenticates, every place
 * where one or both do not is named, and a damaged place does not hide the frames behind it.
 * Pure: bytes in, findings out.
 * @module
 */
import type { KeyObject } from 'node:crypto'
import type { StoredRecord } from './record-format.ts'
import {
	decodeSegmentHeader,
	FRAME_MAGIC,
	OLDEST_SEGMENT_VERSION,
	openFrame,
	readFrameHeader,
	SEGMENT_HEADER_SIZE,
	SEGMENT_VERSION,
	type SegmentHeader,
	unwrapSegmentKey,
} from './segment-format.ts'

export type Copy = 'a' | 'b'
export const COPIES: readonly Copy[] = ['a', 'b']

/** Bytes of the copies; undefined where a file is missing or cannot be read. */
export type CopyBytes = Readonly<Record<Copy, Uint8Array | undefined>>

/** Where a whole frame lies in the segment. */
export interface Frame {
	/** of the frame's header in the file */
	offset: number
	/** header included */
	length: number
	first: number
	count: number
}

/** Records [from, to) that one copy, or both, do not give. */
export interface Fault {
	copy: Copy | 'both'
	from: number
	to: number
	reason: string
}

export interface OpenedHeader extends SegmentHeader {
	/** the segment's key */
	key: KeyObject
	bytes: Uint8Array
}

export interface Examined {
	header: OpenedHeader
	/** highest generation of the two copies; that of `header` unless a rewriting was interrupted */
	generation: number
	/** ascending; there are holes between them where both copies are damaged */
	frames: Frame[]
	/** offset after the last frame */
	end: number
	/** index after the last record */
	next: number
	faults: Fault[]
	/** the bytes as they should be in both copies, up to `end`; holes as a copy has them */
	bytes: Uint8Array
}

export interface ScanOptions {
	/** from the file's name */
	first: number
	/** index after the last record, if a later segment tells */
	next?: number | undefined
	/** the epoch's secret, if its key is there */
	secretOf(epoch: number): Uint8Array | undefined
	/** is shown the records of every frame, ascending */
	visit?(frame: Frame, records: StoredRecord[]): void
}

/**
 * Examines a segment.
 * Where the copies are of two generations (a rewriting was interrupted), the newer one counts if it is whole;
 * otherwise the older, if that is: then the rewriting has not happened.
 * @returns undefined if no copy has a header that can be opened
 */
export function examine(copies: CopyBytes, options: ScanOptions): Examined | undefined {
	const headers = openHeaders(copies, options)
	const candidates = headers.filter(
		(header, i) => !headers.slice(0, i).some((other) => sameBytes(header, other)),
	)
	candidates.sort((x, y) => y.generation - x.generation)
	const [newest] = candidates
	if (newest === undefined) return undefined
	const whole = candidates.length > 1 && candidates.find((header) => isWhole(copies, header, options))
	return { ...scan(copies, whole || newest, options), generation: newest.generation }
}

function sameBytes(x: OpenedHeader, y: OpenedHeader): boolean {
	return Buffer.compare(x.bytes, y.bytes) === 0
}

function openHeaders(copies: CopyBytes, options: ScanOptions): OpenedHeader[] {
	return COPIES.flatMap((copy) => {
		const bytes = copies[copy]?.subarray(0, SEGMENT_HEADER_SIZE)
		const header = bytes && decodeSegmentHeader(bytes)
		if (bytes === undefined || header === undefined || !isKnown(header) || header.first !== options.first)
			return []
		const secret = options.secretOf(header.epoch)
		const key = secret && unwrapSegmentKey(bytes, secret)
		return key ? [{ ...header, key, bytes }] : []
	})
}

function isKnown({ version }: SegmentHeader): boolean {
	return version >= OLDEST_SEGMENT_VERSION && version <= SEGMENT_VERSION
}

function isWhole(copies: CopyBytes, header: OpenedHeader, options: ScanOptions): boolean {
	return COPIES.some((copy) => {
		const bytes = copies[copy]
		if (bytes === undefined || Buffer.compare(bytes.subarray(0, SEGMENT_HEADER_SIZE), header.bytes) !== 0)
			return false
		const { visit: _, ...quiet } = options
		const alone = scan({ a: bytes, b: bytes }, header, quiet)
		return alone.faults.length === 0 && alone.end === bytes.length && alone.frames.length > 0
	})
}

function scan(copies: CopyBytes, header: OpenedHeader, options: ScanOptions): Omit<Examined, 'generation'> {
	const { first, visit } = options
	const frames: Frame[] = []
	const faults = new Faults()
	const pieces: Uint8Array[] = [header.bytes]
	let end = SEGMENT_HEADER_SIZE
	let next = first
	for (;;) {
		const found = openAt(copies, end, next, header.key) ?? search(copies, end, next, header.key)
		if (found === undefined) break
		const { frame, bytes, records } = found
		if (frame.offset > end || frame.first > next) {
			faults.add('both', next, frame.first, 'damaged')
			pieces.push(between(copies, end, frame.offset))
		}
		for (const copy of COPIES) {
			const own = copies[copy]
			const there = own !== undefined && own.length >= frame.offset + frame.length
			const equal =
				there && Buffer.compare(own.subarray(frame.offset, frame.offset + frame.length), bytes) === 0
			if (!equal) faults.add(copy, frame.first, frame.first + frame.count, there ? 'damaged' : 'missing')
		}
		frames.push(frame)
		pieces.push(bytes)
		visit?.(frame, records)
		end = frame.offset + frame.length
		next = frame.first + frame.count
	}
	for (const copy of COPIES) {
		const own = copies[copy]
		const equal =
			own !== undefined && Buffer.compare(own.subarray(0, SEGMENT_HEADER_SIZE), header.bytes) === 0
		if (!equal) faults.add(copy, first, next, own === undefined ? 'missing' : 'damaged header')
	}
	if (options.next !== undefined && next < options.next) faults.add('both', next, options.next, 'missing')
	return { header, frames, end, next, faults: faults.list, bytes: Buffer.concat(pieces) }
}

interface Found {
	frame: Frame
	bytes: Uint8Array
	records: StoredRecord[]
}

/** The frame at this offset, from the first copy in which it is authentic. */
function openAt(copies: CopyBytes, offset: number, first: number, key: KeyObject): Found | undefined {
	for (const copy of COPIES) {
		const own = copies[copy]
		const header = own && readFrameHeader(own, offset)
		if (own === undefined || header === undefined || header.first < first) continue
		const bytes = own.subarray(offset, offset + header.length)
		const records = openFrame(bytes, key)
		if (records === undefined) continue
		const { length, count } = header
		return { frame: { offset, length, first: header.first, count }, bytes, records }
	}
	return undefined
}

/** The next authentic frame behind a damaged place: the copies have the same frames at the same offsets. */
function search(copies: CopyBytes, from: number, first: number, key: KeyObject): Found | undefined {
	const cursors = COPIES.map((copy) => copies[copy])
		.filter((bytes) => bytes !== undefined)
		.map((bytes) => ({ bytes: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length), at: from }))
	for (;;) {
		const hits = cursors
			.map((cursor) => cursor.bytes.indexOf(FRAME_MAGIC, cursor.at))
			.filter((hit) => hit >= 0)
		if (hits.length === 0) return undefined
		const offset = Math.min(...hits)
		const found = openAt(copies, offset, first, key)
		if (found !== undefined) return found
		for (const cursor of cursors) cursor.at = offset + 1
	}
}

/** Bytes of a place that no copy authenticates, as the copy has them that has most. */
function between(copies: CopyBytes, from: number, to: number): Uint8Array {
	const bytes = new Uint8Array(to - from)
	const parts = COPIES.map((copy) => copies[copy]?.subarray(from, to) ?? new Uint8Array(0))
	bytes.set(parts.sort((x, y) => y.length - x.length)[0] as Uint8Array)
	return bytes
}

/** Faults, with neighbouring ranges of the same kind joined. */
class Faults {
	readonly list: Fault[] = []

	add(copy: Fault['copy'], from: number, to: number, reason: string): void {
		const last = this.list.findLast((fault) => fault.copy === copy && fault.reason === reason)
		if (last?.to === from) last.to = to
		else this.list.push({ copy, from, to, reason })
	}
}
