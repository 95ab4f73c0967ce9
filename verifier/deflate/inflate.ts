/**
 * DEFLATE (RFC 1951), piece by piece in constant memory, synchronous, without any API of a platform. How much may come out
 * is the caller's question, who sees every chunk before the next one is made.
 * @module
 */
import { RefusalError } from '@letopis/format'

function malformed(): RefusalError {
	return new RefusalError('malformed', 'compressed data')
}

/** Canonical Huffman code: how many codes of each length, the symbols in order (RFC 1951 §3.2.2), short codes at once. */
interface Code {
	counts: Uint16Array
	symbols: Uint16Array
	/** by the next 9 bits: symbol × 16 + length; 0 where the code is longer */
	short: Uint16Array
}

const SHORT = 9

/** The first bit of a code is its highest (§3.1.1), of the stream the lowest. */
function reversed(code: number, length: number): number {
	let bits = 0
	for (let i = 0; i < length; i++) bits = (bits << 1) | ((code >> i) & 1)
	return bits
}

function makeCode(lengths: Uint8Array): Code {
	const counts = new Uint16Array(16)
	for (const length of lengths) counts[length] = (counts[length] ?? 0) + 1
	counts[0] = 0
	const offsets = new Uint16Array(16)
	const next = new Uint16Array(16)
	let left = 1
	for (let i = 1; i < 16; i++) {
		left = left * 2 - (counts[i] ?? 0)
		if (left < 0) throw malformed()
		offsets[i] = (offsets[i - 1] ?? 0) + (counts[i - 1] ?? 0)
		next[i] = ((next[i - 1] ?? 0) + (counts[i - 1] ?? 0)) << 1
	}
	const symbols = new Uint16Array(lengths.length)
	const short = new Uint16Array(1 << SHORT)
	for (const [symbol, length] of lengths.entries()) {
		if (length === 0) continue
		const at = offsets[length] ?? 0
		symbols[at] = symbol
		offsets[length] = at + 1
		const code = next[length] ?? 0
		next[length] = code + 1
		if (length > SHORT) continue
		for (let i = reversed(code, length); i < short.length; i += 1 << length) short[i] = symbol * 16 + length
	}
	return { counts, symbols, short }
}

const LENGTH_BASE = [
	3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195,
	227, 258,
]
const LENGTH_BITS = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0]
const DISTANCE_BASE = [
	1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097,
	6145, 8193, 12289, 16385, 24577,
]
const ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]

/** §3.2.6; made when a stream asks for it. */
let fixed: readonly [Code, Code] | undefined

function fixedCodes(): readonly [Code, Code] {
	const lengths = Uint8Array.from({ length: 288 }, (_, i) => (i < 144 ? 8 : i < 256 ? 9 : i < 280 ? 7 : 8))
	fixed ??= [makeCode(lengths), makeCode(new Uint8Array(30).fill(5))]
	return fixed
}

const EMPTY: Code = {
	counts: new Uint16Array(16),
	symbols: new Uint16Array(0),
	short: new Uint16Array(1 << SHORT),
}

/** Furthest that a copy reaches back (§2). */
const WINDOW = 32 * 1024
const CHUNK = 64 * 1024
const LONGEST_COPY = 258
/** Octets that no header of a block and no symbol with its copy exceed: 17 + 19·3 + 320·14 bits. */
const LOOKAHEAD = 1024

type State = 'header' | 'stored' | 'symbols' | 'done'

/** One stream. Pieces go in by {@link push}, which gives what they decode to. */
export class Inflater {
	private data = new Uint8Array(0)
	private at = 0
	private held = 0
	private count = 0
	private readonly out = new Uint8Array(WINDOW + CHUNK + LONGEST_COPY)
	private size = 0
	private given = 0
	private state: State = 'header'
	private isLastBlock = false
	private stored = 0
	private codes: readonly [Code, Code] = [EMPTY, EMPTY]

	/** Whether the stream has ended; then {@link rest} octets of what was pushed came after it. */
	get done(): boolean {
		return this.state === 'done'
	}

	get rest(): number {
		return this.data.length - this.at
	}

	private bits(wanted: number): number {
		while (this.count < wanted) {
			const octet = this.data[this.at++]
			if (octet === undefined) throw malformed()
			this.held |= octet << this.count
			this.count += 8
		}
		const value = this.held & ((1 << wanted) - 1)
		this.held >>>= wanted
		this.count -= wanted
		return value
	}

	/** Gives back whole octets that were only looked at, and drops the bits up to the next octet. */
	private align(): void {
		this.at -= this.count >> 3
		this.held = 0
		this.count = 0
	}

	private symbol({ counts, symbols, short }: Code): number {
		while (this.count < 15 && this.at < this.data.length) {
			this.held |= (this.data[this.at++] ?? 0) << this.count
			this.count += 8
		}
		const found = short[this.held & ((1 << SHORT) - 1)] ?? 0
		const used = found & 15
		if (used !== 0 && used <= this.count) {
			this.held >>>= used
			this.count -= used
			return found >> 4
		}
		let code = 0
		let first = 0
		let index = 0
		for (let length = 1; length < 16; length++) {
			code |= this.bits(1)
			const many = counts[length] ?? 0
			if (code - first < many) return symbols[index + code - first] ?? 0
			index += many
			first = (first + many) << 1
			code <<= 1
		}
		throw malformed()
	}

	private dynamic(): readonly [Code, Code] {
		const [literals, distances, codes] = [this.bits(5) + 257, this.bits(5) + 1, this.bits(4) + 4]
		const own = new Uint8Array(19)
		for (const position of ORDER.slice(0, codes)) own[position] = this.bits(3)
		const code = makeCode(own)
		const lengths = new Uint8Array(literals + distances)
		for (let i = 0; i < lengths.length; ) {
			const symbol = this.symbol(code)
			if (symbol < 16) lengths[i++] = symbol
			else {
				if (symbol === 16 && i === 0) throw malformed()
				const repeated = symbol === 16 ? (lengths[i - 1] ?? 0) : 0
				const times = symbol === 16 ? 3 + this.bits(2) : symbol === 17 ? 3 + this.bits(3) : 11 + this.bits(7)
				if (i + times > lengths.length) throw malformed()
				lengths.fill(repeated, i, i + times)
				i += times
			}
		}
		return [makeCode(lengths.subarray(0, literals)), makeCode(lengths.subarray(literals))]
	}

	private header(): void {
		this.isLastBlock = this.bits(1) === 1
		const kind = this.bits(2)
		if (kind === 0) {
			this.align()
			const [a, b, c, d] = [this.bits(8), this.bits(8), this.bits(8), this.bits(8)]
			this.stored = a | (b << 8)
			if (this.stored !== (~(c | (d << 8)) & 0xffff)) throw malformed()
			this.state = 'stored'
			return
		}
		if (kind === 3) throw malformed()
		this.codes = kind === 1 ? fixedCodes() : this.dynamic()
		this.state = 'symbols'
	}

	private endBlock(): void {
		this.state = this.isLastBlock ? 'done' : 'header'
		if (this.isLastBlock) this.align()
	}

	private copyStored(): void {
		const room = WINDOW + CHUNK - this.size
		const length = Math.min(this.stored, room, this.data.length - this.at)
		this.out.set(this.data.subarray(this.at, this.at + length), this.size)
		this.size += length
		this.at += length
		this.stored -= length
		if (this.stored === 0) this.endBlock()
	}

	private copyBack(symbol: number, distances: Code): void {
		const base = LENGTH_BASE[symbol - 257]
		if (base === undefined) throw malformed()
		const length = base + this.bits(LENGTH_BITS[symbol - 257] ?? 0)
		const far = this.symbol(distances)
		const distance = (DISTANCE_BASE[far] ?? 0) + this.bits(far < 2 ? 0 : (far >> 1) - 1)
		if (far > 29 || distance > this.size) throw malformed()
		const { out } = this
		for (let i = 0; i < length; i++, this.size++) out[this.size] = out[this.size - distance] ?? 0
	}

	/** Symbols until the block ends, the chunk is full, or the piece could run out within one. */
	private symbols(isLast: boolean): void {
		const [literals, distances] = this.codes
		const enough = isLast ? Number.POSITIVE_INFINITY : this.data.length - LOOKAHEAD
		while (this.size < WINDOW + CHUNK && this.at < enough) {
			const symbol = this.symbol(literals)
			if (symbol < 256) this.out[this.size++] = symbol
			else if (symbol > 256) this.copyBack(symbol, distances)
			else {
				this.endBlock()
				return
			}
		}
	}

	/** What has been decoded and not given yet; keeps the window. */
	private take(): Uint8Array {
		const chunk = this.out.slice(this.given, this.size)
		if (this.size > WINDOW) {
			this.out.copyWithin(0, this.size - WINDOW, this.size)
			this.size = WINDOW
		}
		this.given = this.size
		return chunk
	}

	private isStarved(isLast: boolean): boolean {
		if (isLast) return false
		if (this.state === 'stored') return this.at >= this.data.length
		return this.at >= this.data.length - LOOKAHEAD
	}

	/**
	 * Takes the next piece.
	 * @param isLast whether nothing comes after it
	 * @returns what can be decoded so far, in chunks of at most 64 KiB and a few octets
	 * @throws RefusalError `malformed`
	 */
	*push(piece: Uint8Array, isLast: boolean): Generator<Uint8Array> {
		const joined = new Uint8Array(this.rest + piece.length)
		joined.set(this.data.subarray(this.at))
		joined.set(piece, this.rest)
		this.data = joined
		this.at = 0
		while (this.state !== 'done' && !this.isStarved(isLast)) {
			if (this.state === 'header') this.header()
			else if (this.state === 'symbols') this.symbols(isLast)
			else if (this.at === this.data.length && this.stored > 0) throw malformed()
			else this.copyStored()
			if (this.size >= WINDOW + CHUNK) yield this.take()
		}
		if (this.size > this.given) yield this.take()
	}
}
