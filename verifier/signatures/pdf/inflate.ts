/**
 * DEFLATE in the zlib format (RFC 1950, RFC 1951), synchronous and bounded: for cross-reference and object streams, whose
 * decoded size a hostile file would choose. The checksum is not compared: what matters is covered by signatures.
 * @module
 */
import { RefusalError } from '@letopis/format'

function malformed(): RefusalError {
	return new RefusalError('malformed', 'PDF: compressed data')
}

/** Canonical Huffman code: how many codes of each length, and the symbols in order (RFC 1951 §3.2.2). */
interface Code {
	counts: Uint16Array
	symbols: Uint16Array
}

function makeCode(lengths: Uint8Array): Code {
	const counts = new Uint16Array(16)
	for (const length of lengths) counts[length] = (counts[length] ?? 0) + 1
	counts[0] = 0
	const offsets = new Uint16Array(16)
	let left = 1
	for (let i = 1; i < 16; i++) {
		left = left * 2 - (counts[i] ?? 0)
		if (left < 0) throw malformed()
		offsets[i] = (offsets[i - 1] ?? 0) + (counts[i - 1] ?? 0)
	}
	const symbols = new Uint16Array(lengths.length)
	for (const [symbol, length] of lengths.entries()) {
		if (length === 0) continue
		const at = offsets[length] ?? 0
		symbols[at] = symbol
		offsets[length] = at + 1
	}
	return { counts, symbols }
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

/** §3.2.6. */
function fixedCodes(): [Code, Code] {
	const lengths = Uint8Array.from({ length: 288 }, (_, i) => (i < 144 ? 8 : i < 256 ? 9 : i < 280 ? 7 : 8))
	return [makeCode(lengths), makeCode(new Uint8Array(30).fill(5))]
}

class Inflater {
	private readonly data: Uint8Array
	private readonly limit: number
	private at = 2
	private held = 0
	private count = 0
	private out = new Uint8Array(4096)
	private size = 0

	constructor(data: Uint8Array, limit: number) {
		this.data = data
		this.limit = limit
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

	private symbol({ counts, symbols }: Code): number {
		let code = 0
		let first = 0
		let index = 0
		for (let length = 1; length < 16; length++) {
			code |= this.bits(1)
			const count = counts[length] ?? 0
			if (code - first < count) return symbols[index + code - first] ?? 0
			index += count
			first = (first + count) << 1
			code <<= 1
		}
		throw malformed()
	}

	private room(octets: number): void {
		if (this.size + octets > this.limit) {
			throw new RefusalError('too-large', `PDF: a stream of more than ${this.limit} bytes`)
		}
		if (this.size + octets <= this.out.length) return
		const larger = new Uint8Array(Math.min(this.limit, Math.max(2 * this.out.length, this.size + octets)))
		larger.set(this.out.subarray(0, this.size))
		this.out = larger
	}

	private stored(): void {
		this.held = 0
		this.count = 0
		const [a = 0, b = 0, c = 0, d = 0] = this.data.subarray(this.at, this.at + 4)
		const length = a | (b << 8)
		if (length !== (~(c | (d << 8)) & 0xffff)) throw malformed()
		this.at += 4
		if (this.at + length > this.data.length) throw malformed()
		this.room(length)
		this.out.set(this.data.subarray(this.at, this.at + length), this.size)
		this.size += length
		this.at += length
	}

	private dynamic(): [Code, Code] {
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

	private copy(symbol: number, distances: Code): void {
		const base = LENGTH_BASE[symbol - 257]
		if (base === undefined) throw malformed()
		const length = base + this.bits(LENGTH_BITS[symbol - 257] ?? 0)
		const far = this.symbol(distances)
		const distance = (DISTANCE_BASE[far] ?? 0) + this.bits(far < 2 ? 0 : (far >> 1) - 1)
		if (far > 29 || distance > this.size) throw malformed()
		this.room(length)
		const { out } = this
		for (let i = 0; i < length; i++, this.size++) out[this.size] = out[this.size - distance] ?? 0
	}

	private block([literals, distances]: readonly [Code, Code]): void {
		for (;;) {
			const symbol = this.symbol(literals)
			if (symbol === 256) return
			if (symbol > 256) this.copy(symbol, distances)
			else {
				this.room(1)
				this.out[this.size++] = symbol
			}
		}
	}

	run(): Uint8Array {
		const [method = 0, flags = 0] = this.data
		if ((method & 0x0f) !== 8 || (method * 256 + flags) % 31 !== 0 || (flags & 0x20) !== 0) throw malformed()
		for (let isLast = 0; isLast === 0; ) {
			isLast = this.bits(1)
			const kind = this.bits(2)
			if (kind === 0) this.stored()
			else if (kind === 1) this.block(fixedCodes())
			else if (kind === 2) this.block(this.dynamic())
			else throw malformed()
		}
		return this.out.subarray(0, this.size)
	}
}

/**
 * @param limit most octets of the result
 * @throws RefusalError `malformed`, `too-large`
 */
export function inflate(data: Uint8Array, limit: number): Uint8Array {
	return new Inflater(data, limit).run()
}
