/**
 * Decoding of cross-reference and object streams: FlateDecode with its predictors (ISO 32000-2 §7.4.4), nothing else.
 * @module
 */
import { RefusalError } from '@letopis/format'
import { inflate } from './inflate.ts'
import { Dict, isArray, nameOf, type PdfValue, wholeNumber } from './values.ts'

function malformed(what: string): RefusalError {
	return new RefusalError('malformed', `PDF: ${what}`)
}

function paeth(left: number, above: number, corner: number): number {
	const estimate = left + above - corner
	const [a, b, c] = [Math.abs(estimate - left), Math.abs(estimate - above), Math.abs(estimate - corner)]
	return a <= b && a <= c ? left : b <= c ? above : corner
}

/** PNG filters (§7.4.4.4) over rows of `width` octets, samples of `step` octets. */
function undoPng(data: Uint8Array, width: number, step: number): Uint8Array {
	const rows = Math.floor(data.length / (width + 1))
	const out = new Uint8Array(rows * width)
	for (let row = 0; row < rows; row++) {
		const from = row * (width + 1)
		const filter = data[from] ?? 0
		if (filter > 4) throw malformed('a predictor')
		const to = row * width
		for (let i = 0; i < width; i++) {
			const raw = data[from + 1 + i] ?? 0
			const left = i < step ? 0 : (out[to + i - step] ?? 0)
			const above = row === 0 ? 0 : (out[to + i - width] ?? 0)
			const corner = row === 0 || i < step ? 0 : (out[to + i - width - step] ?? 0)
			const guess =
				filter === 1
					? left
					: filter === 2
						? above
						: filter === 3
							? (left + above) >> 1
							: filter === 4
								? paeth(left, above, corner)
								: 0
			out[to + i] = raw + guess
		}
	}
	return out
}

function undoPredictor(data: Uint8Array, parameters: PdfValue): Uint8Array {
	if (!(parameters instanceof Dict)) return data
	const number = (key: string, otherwise: number) => {
		const value = parameters.get(key)
		return value === null ? otherwise : (wholeNumber(value) ?? -1)
	}
	const predictor = number('Predictor', 1)
	if (predictor === 1) return data
	const [colors, bits, columns] = [number('Colors', 1), number('BitsPerComponent', 8), number('Columns', 1)]
	const isSane = colors >= 1 && colors <= 32 && bits === 8 && columns >= 1 && columns <= 65_536
	if (predictor < 10 || predictor > 15 || !isSane) throw malformed('a predictor that is not known here')
	return undoPng(data, colors * columns, colors)
}

/** One value or an array of one. */
function only(value: PdfValue): PdfValue {
	if (!isArray(value)) return value
	if (value.length > 1) throw malformed('several filters')
	return value[0] ?? null
}

/**
 * @param raw data of a stream @param limit most octets of the result
 * @throws RefusalError `malformed` on other filters, `too-large`
 */
export function decode(raw: Uint8Array, dict: Dict, limit: number): Uint8Array {
	const filter = only(dict.get('Filter'))
	if (filter === null) return raw
	if (nameOf(filter) !== 'FlateDecode') throw malformed('a filter that is not known here')
	return undoPredictor(inflate(raw, limit), only(dict.get('DecodeParms')))
}
