/**
 * QR code of a short text, ISO/IEC 18004: byte mode, error correction M, versions 1 to 10. Enough for an address with a
 * secret or a hash behind it, and small enough to be read whole.
 * @module
 */

/** By version, from 1: error correction codewords of a block, and the data codewords of each block. */
const BLOCKS: readonly (readonly [ecc: number, data: readonly number[]])[] = [
	[10, [16]],
	[16, [28]],
	[26, [44]],
	[18, [32, 32]],
	[24, [43, 43]],
	[16, [27, 27, 27, 27]],
	[18, [31, 31, 31, 31]],
	[22, [38, 38, 39, 39]],
	[22, [36, 36, 36, 37, 37]],
	[26, [43, 43, 43, 43, 44]],
]
/** By version, from 1: rows and columns of the centres of alignment patterns. */
const ALIGNMENT: readonly (readonly number[])[] = [
	[],
	[6, 18],
	[6, 22],
	[6, 26],
	[6, 30],
	[6, 34],
	[6, 22, 38],
	[6, 24, 42],
	[6, 26, 46],
	[6, 28, 50],
]
const BYTE_MODE = 4

/**
 * Modules of the code, row by row, true for dark; without the quiet zone of four modules.
 * @throws RangeError for more than 213 bytes of UTF-8
 */
export function qrModules(text: string): boolean[][] {
	const bytes = new TextEncoder().encode(text)
	const version = BLOCKS.findIndex(([, data], i) => bytes.length + (i < 9 ? 2 : 3) <= sum(data)) + 1
	if (version === 0) throw new RangeError(`expected at most 213 bytes, got ${bytes.length}`)
	const grid = new Grid(version)
	grid.place(codewords(bytes, version))
	return grid.masked()
}

/**
 * The code as SVG, with its quiet zone; each run of dark modules in a row is one rectangle.
 * @throws RangeError for more than 213 bytes of UTF-8
 */
export function qrSvg(text: string): string {
	const modules = qrModules(text)
	const size = modules.length + 8
	const runs = modules.flatMap((row, y) =>
		[...row.map(Number).join('').matchAll(/1+/g)].map(
			({ 0: run, index }) => `M${index} ${y}h${run.length}v1h-${run.length}z`,
		),
	)
	return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="-4 -4 ${size} ${size}"><path d="${runs.join('')}"/></svg>`
}

/** Data and error correction, interleaved as they are placed. */
function codewords(bytes: Uint8Array, version: number): number[] {
	const [ecc, sizes] = BLOCKS[version - 1] as (typeof BLOCKS)[number]
	const capacity = sum(sizes)
	const bits: number[] = []
	const push = (value: number, length: number) => {
		for (let i = length - 1; i >= 0; i--) bits.push((value >> i) & 1)
	}
	push(BYTE_MODE, 4)
	push(bytes.length, version < 10 ? 8 : 16)
	for (const byte of bytes) push(byte, 8)
	push(0, Math.min(4, capacity * 8 - bits.length))
	while (bits.length % 8 !== 0) bits.push(0)
	const data: number[] = []
	for (let i = 0; i < bits.length; i += 8) data.push(Number.parseInt(bits.slice(i, i + 8).join(''), 2))
	for (let pad = 0xec; data.length < capacity; pad ^= 0xec ^ 0x11) data.push(pad)
	const divisor = generator(ecc)
	let at = 0
	const blocks = sizes.map((size) => {
		const own = data.slice(at, at + size)
		at += size
		return { own, check: remainder(own, divisor) }
	})
	const result: number[] = []
	for (let i = 0; i < Math.max(...sizes); i++)
		for (const { own } of blocks) if (i < own.length) result.push(own[i] ?? 0)
	for (let i = 0; i < ecc; i++) for (const { check } of blocks) result.push(check[i] ?? 0)
	return result
}

/** Product in GF(2^8) modulo x^8 + x^4 + x^3 + x^2 + 1. */
function times(a: number, b: number): number {
	let product = 0
	for (let i = 7; i >= 0; i--) {
		product = (product << 1) ^ ((product >> 7) * 0x11d)
		product ^= ((b >> i) & 1) * a
	}
	return product
}

/** Coefficients of the product of (x − 2^i), i < degree, without the leading one. */
function generator(degree: number): number[] {
	const result: number[] = [...new Array<number>(degree - 1).fill(0), 1]
	let root = 1
	for (let i = 0; i < degree; i++) {
		for (let j = 0; j < degree; j++) result[j] = times(result[j] ?? 0, root) ^ (result[j + 1] ?? 0)
		root = times(root, 2)
	}
	return result
}

function remainder(data: readonly number[], divisor: readonly number[]): number[] {
	const result = new Array<number>(divisor.length).fill(0)
	for (const byte of data) {
		const factor = byte ^ (result.shift() ?? 0)
		result.push(0)
		for (const [i, coefficient] of divisor.entries())
			result[i] = (result[i] ?? 0) ^ times(coefficient, factor)
	}
	return result
}

const MASKS: readonly ((x: number, y: number) => boolean)[] = [
	(x, y) => (x + y) % 2 === 0,
	(_, y) => y % 2 === 0,
	(x) => x % 3 === 0,
	(x, y) => (x + y) % 3 === 0,
	(x, y) => (Math.floor(x / 3) + Math.floor(y / 2)) % 2 === 0,
	(x, y) => ((x * y) % 2) + ((x * y) % 3) === 0,
	(x, y) => (((x * y) % 2) + ((x * y) % 3)) % 2 === 0,
	(x, y) => (((x + y) % 2) + ((x * y) % 3)) % 2 === 0,
]

class Grid {
	readonly #version: number
	readonly #size: number
	readonly #dark: boolean[][]
	/** patterns that no data are in and no mask changes */
	readonly #fixed: boolean[][]

	constructor(version: number) {
		this.#version = version
		this.#size = 17 + 4 * version
		const empty = () => Array.from({ length: this.#size }, () => new Array<boolean>(this.#size).fill(false))
		this.#dark = empty()
		this.#fixed = empty()
		this.#drawPatterns()
	}

	place(words: readonly number[]): void {
		let bit = 0
		for (let right = this.#size - 1; right >= 1; right -= 2) {
			// The column of the timing pattern is left out.
			if (right === 6) right = 5
			const upward = ((right + 1) & 2) === 0
			for (let step = 0; step < this.#size; step++) {
				const y = upward ? this.#size - 1 - step : step
				for (const x of [right, right - 1]) {
					if (this.#fixed[y]?.[x] === true || bit >= words.length * 8) continue
					this.#put(x, y, (((words[bit >> 3] ?? 0) >> (7 - (bit & 7))) & 1) === 1)
					bit++
				}
			}
		}
	}

	/** The code under the mask that the standard prefers. */
	masked(): boolean[][] {
		const candidates = MASKS.map((mask, number) => {
			this.#drawFormat(number)
			return this.#dark.map((row, y) =>
				row.map((dark, x) => dark !== (this.#fixed[y]?.[x] !== true && mask(x, y))),
			)
		})
		const costs = candidates.map(penalty)
		return candidates[costs.indexOf(Math.min(...costs))] as boolean[][]
	}

	#put(x: number, y: number, dark: boolean, fixed = false): void {
		const [row, marks] = [this.#dark[y], this.#fixed[y]]
		if (row === undefined || marks === undefined || x < 0 || x >= this.#size) return
		row[x] = dark
		if (fixed) marks[x] = true
	}

	#drawPatterns(): void {
		const last = this.#size - 1
		for (let i = 0; i < this.#size; i++) {
			this.#put(6, i, i % 2 === 0, true)
			this.#put(i, 6, i % 2 === 0, true)
		}
		for (const [cx, cy] of [
			[3, 3],
			[last - 3, 3],
			[3, last - 3],
		] as const) {
			for (let dy = -4; dy <= 4; dy++) {
				for (let dx = -4; dx <= 4; dx++) {
					const ring = Math.max(Math.abs(dx), Math.abs(dy))
					this.#put(cx + dx, cy + dy, ring !== 2 && ring !== 4, true)
				}
			}
		}
		const centres = ALIGNMENT[this.#version - 1] ?? []
		const [near = 0, far = 0] = [centres[0], centres.at(-1)]
		for (const cx of centres) {
			for (const cy of centres) {
				// Where the three finders are.
				if ((cx === near && cy === near) || (cx === near && cy === far) || (cx === far && cy === near))
					continue
				for (let dy = -2; dy <= 2; dy++) {
					for (let dx = -2; dx <= 2; dx++) {
						this.#put(cx + dx, cy + dy, Math.max(Math.abs(dx), Math.abs(dy)) !== 1, true)
					}
				}
			}
		}
		this.#drawFormat(0)
		this.#drawVersion()
	}

	/** Level M is 00; BCH(15, 5), §7.9. */
	#drawFormat(mask: number): void {
		const bits = ((mask << 10) | bch(mask, 0x537, 10)) ^ 0x5412
		const bit = (i: number) => ((bits >> i) & 1) === 1
		const last = this.#size - 1
		for (let i = 0; i < 6; i++) this.#put(8, i, bit(i), true)
		this.#put(8, 7, bit(6), true)
		this.#put(8, 8, bit(7), true)
		this.#put(7, 8, bit(8), true)
		for (let i = 9; i < 15; i++) this.#put(14 - i, 8, bit(i), true)
		for (let i = 0; i < 8; i++) this.#put(last - i, 8, bit(i), true)
		for (let i = 8; i < 15; i++) this.#put(8, last - 14 + i, bit(i), true)
		this.#put(8, last - 7, true, true)
	}

	/** From version 7 on; BCH(18, 6), §7.10. */
	#drawVersion(): void {
		if (this.#version < 7) return
		const bits = (this.#version << 12) | bch(this.#version, 0x1f25, 12)
		for (let i = 0; i < 18; i++) {
			const dark = ((bits >> i) & 1) === 1
			const [a, b] = [this.#size - 11 + (i % 3), Math.floor(i / 3)]
			this.#put(a, b, dark, true)
			this.#put(b, a, dark, true)
		}
	}
}

function bch(value: number, polynomial: number, degree: number): number {
	let rest = value
	for (let i = 0; i < degree; i++) rest = (rest << 1) ^ ((rest >> (degree - 1)) * polynomial)
	return rest
}

/** How hard a code is to read, §7.8.3. */
function penalty(grid: readonly (readonly boolean[])[]): number {
	const size = grid.length
	const at = (x: number, y: number) => grid[y]?.[x] === true
	let cost = 0
	for (const flip of [false, true]) {
		for (let a = 0; a < size; a++) {
			const line = Array.from({ length: size }, (_, b) => (flip ? at(a, b) : at(b, a)))
			const text = line.map(Number).join('')
			for (const [run] of text.matchAll(/0{5,}|1{5,}/g)) cost += run.length - 2
			for (let b = 0; b + 11 <= size; b++) {
				const part = text.slice(b, b + 11)
				if (part === '10111010000' || part === '00001011101') cost += 40
			}
		}
	}
	let dark = 0
	for (let y = 0; y < size; y++) {
		for (let x = 0; x < size; x++) {
			if (at(x, y)) dark++
			if (x + 1 === size || y + 1 === size) continue
			const same = at(x, y)
			if (at(x + 1, y) === same && at(x, y + 1) === same && at(x + 1, y + 1) === same) cost += 3
		}
	}
	return cost + 10 * Math.floor(Math.abs((dark * 100) / (size * size) - 50) / 5)
}

function sum(numbers: readonly number[]): number {
	return numbers.reduce((total, number) => total + number, 0)
}
