/**
 * QR codes as paths for SVG, ISO/IEC 18004 with error correction M.
 * @module
 */
import { encode } from 'uqr'

/**
 * @param text up to some 1000 characters
 * @returns modules in a row, the quiet zone of 4 included, and one stroke for each dark run
 */
export function drawQr(text: string): { size: number; path: string } {
	const { size, data } = encode(text, { ecc: 'M', border: 4 })
	const strokes = data.flatMap((row, y) => runs(row).map(([x, length]) => `M${x} ${y}.5h${length}`))
	return { size, path: strokes.join('') }
}

function runs(row: readonly boolean[]): [start: number, length: number][] {
	const found: [number, number][] = []
	for (let x = 0; x < row.length; x++) {
		if (!row[x]) continue
		const start = x
		while (row[x]) x++
		found.push([start, x - start])
	}
	return found
}
