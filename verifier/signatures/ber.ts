/**
 * Rewrites BER as DER as far as CMS needs it (X.690 §8.1.3.6, §8.7.3): indefinite lengths become definite, octet strings
 * in pieces become whole. What is DER already keeps its bytes, for signatures and digests are over them; lengths that
 * are not minimal stay, and the strict reader refuses them. Depth, elements and size are bounded.
 * @module
 */
import { RefusalError } from '@letopis/format'
import { TAG } from '../timestamp/der.ts'

const MAX_DEPTH = 40
const MAX_ELEMENTS = 500_000
const CONSTRUCTED = 0x20

interface Node {
	tag: number
	/** of the whole element, and of its contents, in the input */
	start: number
	from: number
	to: number
	end: number
	/** null where the bytes of the input stand as they are */
	children: Node[] | null
	/** length of the contents, and of the whole, as DER */
	contents: number
	size: number
}

function malformed(what: string): RefusalError {
	return new RefusalError('malformed', `BER: ${what}`)
}

function lengthOctets(length: number): number {
	if (length < 0x80) return 1
	return length < 0x100 ? 2 : length < 0x10000 ? 3 : length < 0x1000000 ? 4 : 5
}

class Reader {
	private readonly data: Uint8Array
	private count = 0

	constructor(data: Uint8Array) {
		this.data = data
	}

	private octet(at: number, limit: number): number {
		const octet = at < limit ? this.data[at] : undefined
		if (octet === undefined) throw malformed('truncated')
		return octet
	}

	/** Header of the element at `start`: where its contents begin, and how long they are; -1 for indefinite. */
	private header(start: number, limit: number): { tag: number; from: number; length: number } {
		const tag = this.octet(start, limit)
		if ((tag & 0x1f) === 0x1f) throw malformed('multi-octet tags are not used here')
		const first = this.octet(start + 1, limit)
		if (first < 0x80) return { tag, from: start + 2, length: first }
		const octets = first & 0x7f
		if (octets === 0) return { tag, from: start + 2, length: -1 }
		if (octets > 4) throw malformed('absurd length')
		let length = 0
		for (let i = 0; i < octets; i++) length = length * 256 + this.octet(start + 2 + i, limit)
		return { tag, from: start + 2 + octets, length }
	}

	read(start: number, limit: number, depth: number): Node {
		if (depth > MAX_DEPTH) throw new RefusalError('too-deep', 'BER: nested too deep')
		if (++this.count > MAX_ELEMENTS) throw new RefusalError('too-large', 'BER: too many elements')
		const { tag, from, length } = this.header(start, limit)
		if (length > limit - from) throw malformed('an element is longer than what holds it')
		const isConstructed = (tag & CONSTRUCTED) !== 0
		if (!isConstructed) {
			if (length < 0) throw malformed('a primitive element of indefinite length')
			const end = from + length
			return { tag, start, from, to: end, end, children: null, contents: length, size: end - start }
		}
		const children: Node[] = []
		const until = length < 0 ? limit : from + length
		let at = from
		while (length < 0 ? !(this.octet(at, limit) === 0 && this.octet(at + 1, limit) === 0) : at < until) {
			const child = this.read(at, until, depth + 1)
			children.push(child)
			at = child.end
		}
		const end = length < 0 ? at + 2 : at
		return this.constructed({ tag, start, from, to: at, end }, children, length < 0)
	}

	private constructed(
		place: Pick<Node, 'tag' | 'start' | 'from' | 'to' | 'end'>,
		children: Node[],
		isIndefinite: boolean,
	): Node {
		if (place.tag === (TAG.octetString | CONSTRUCTED)) return this.joined(place, children)
		const isKept = !isIndefinite && children.every((child) => child.children === null)
		if (isKept) {
			return { ...place, children: null, contents: place.to - place.from, size: place.end - place.start }
		}
		const contents = children.reduce((sum, child) => sum + child.size, 0)
		return { ...place, children, contents, size: 1 + lengthOctets(contents) + contents }
	}

	/** An octet string in pieces, which may be in pieces themselves. */
	private joined(place: Pick<Node, 'tag' | 'start' | 'from' | 'to' | 'end'>, pieces: Node[]): Node {
		if (pieces.some(({ tag }) => tag !== TAG.octetString)) throw malformed('pieces of an octet string')
		const contents = pieces.reduce((sum, piece) => sum + piece.contents, 0)
		const size = 1 + lengthOctets(contents) + contents
		return { ...place, tag: TAG.octetString, children: pieces, contents, size }
	}
}

class Writer {
	private readonly data: Uint8Array
	private readonly out: Uint8Array
	private at = 0

	constructor(data: Uint8Array, out: Uint8Array) {
		this.data = data
		this.out = out
	}

	private copy(from: number, to: number): void {
		this.out.set(this.data.subarray(from, to), this.at)
		this.at += to - from
	}

	private header(tag: number, length: number): void {
		this.out[this.at++] = tag
		const octets = lengthOctets(length)
		if (octets > 1) this.out[this.at++] = 0x80 | (octets - 1)
		for (let i = Math.max(octets - 2, 0); i >= 0; i--)
			this.out[this.at++] = Math.floor(length / 256 ** i) & 0xff
	}

	write(node: Node): void {
		if (node.children === null) {
			this.copy(node.start, node.end)
			return
		}
		this.header(node.tag, node.contents)
		if (node.tag === TAG.octetString) this.pieces(node.children)
		else for (const child of node.children) this.write(child)
	}

	private pieces(pieces: readonly Node[]): void {
		for (const piece of pieces) {
			if (piece.children === null) this.copy(piece.from, piece.to)
			else this.pieces(piece.children)
		}
	}
}

/**
 * The first element of `bytes` as DER.
 * @returns the element (a view into the input if nothing had to change), and how many octets of the input it took
 * @throws RefusalError `malformed`, `too-deep`, `too-large`
 */
export function firstElementAsDer(bytes: Uint8Array): { der: Uint8Array; taken: number } {
	const node = new Reader(bytes).read(0, bytes.length, 0)
	if (node.children === null) return { der: bytes.subarray(0, node.end), taken: node.end }
	const out = new Uint8Array(node.size)
	new Writer(bytes, out).write(node)
	return { der: out, taken: node.end }
}
