/**
 * Where each revision of a PDF file ends (ISO 32000-2 §7.5.6). A revision ends with `startxref`, the offset of a section
 * of the file's chain, and `%%EOF`; the first part of a linearized file, which says 0 there, is none.
 * @module
 */
import { RefusalError } from '@letopis/format'
import type { PdfDocument } from './document.ts'
import { type Budget, Parser } from './parser.ts'

const MARK = '%%EOF'
/** Octets searched for the end of a section: a trailer is short. */
const WINDOW = 64 * 1024

function indexOfText(data: Uint8Array, text: string, from: number, to: number): number {
	const first = text.charCodeAt(0)
	for (let at = data.indexOf(first, from); at >= 0 && at < to; at = data.indexOf(first, at + 1)) {
		let i = 1
		while (i < text.length && data[at + i] === text.charCodeAt(i)) i++
		if (i === text.length) return at
	}
	return -1
}

/** Offset after the line that the mark stands on: its CR, LF or both belong to the revision. */
function afterLine(data: Uint8Array, at: number): number {
	let end = at
	if (data[end] === 13) end++
	if (data[end] === 10) end++
	return end
}

export interface RevisionEnd {
	/** after the mark itself */
	mark: number
	/** after the end of its line */
	line: number
}

/** Ends of all revisions in order. */
export function revisionEnds(pdf: PdfDocument, budget: Budget): RevisionEnd[] {
	const { data, sections } = pdf
	const starts = new Set(sections.map(({ offset }) => offset))
	const ends = new Map<number, RevisionEnd>()
	for (const { offset } of sections) {
		const limit = Math.min(data.length, offset + WINDOW + 32 * 1024 * 1024)
		const word = indexOfText(data, 'startxref', offset, limit)
		if (word < 0) continue
		budget.spend(word - offset)
		try {
			const start = new Parser(data, word + 'startxref'.length, budget).whole()
			const mark = indexOfText(data, MARK, word, word + 128)
			if (mark < 0 || !starts.has(start)) continue
			const after = mark + MARK.length
			ends.set(after, { mark: after, line: afterLine(data, after) })
		} catch (error) {
			// A word in a stream's data that only looks like an end.
			if (!(error instanceof RefusalError) || error.code === 'too-large') throw error
		}
	}
	return [...ends.values()].sort((a, b) => a.mark - b.mark)
}
