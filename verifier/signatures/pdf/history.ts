/**
 * The revisions of a signed PDF in order: which signature covers which, and what each later one changed.
 * @module
 */
import { RefusalError } from '@letopis/format'
import { type Change, Comparison } from './changes.ts'
import { PdfDocument } from './document.ts'
import type { Budget } from './parser.ts'
import { type RevisionEnd, revisionEnds } from './revisions.ts'

export interface Revision {
	/** offset of its end */
	end: number
	/** what it changed; null where nothing before it is signed, or where that could not be told */
	changes: readonly Change[] | null
}

const MAX_COMPARED = 64

export class History {
	readonly revisions: readonly Revision[]
	/** octets after the end of the last revision, unless all of them are white space or zeros */
	readonly trailing: number
	private readonly ends: readonly RevisionEnd[]

	/** @param signedEnds where signed ranges end @throws RefusalError `too-large` */
	constructor(pdf: PdfDocument, signedEnds: readonly number[], budget: Budget) {
		this.ends = revisionEnds(pdf, budget)
		const last = this.ends.at(-1)
		const rest = last === undefined ? [] : pdf.data.subarray(last.line)
		this.trailing = rest.every((octet) => octet <= 0x20) ? 0 : rest.length
		const first = Math.min(...signedEnds)
		this.revisions = this.compare(pdf, first, budget)
	}

	/** Whether a revision ends there; the end of its last line may belong to it or not. */
	isEnd(offset: number): boolean {
		return this.ends.some(({ mark, line }) => mark <= offset && offset <= line)
	}

	private compare(pdf: PdfDocument, firstSigned: number, budget: Budget): Revision[] {
		let before: PdfDocument | null = null
		let compared = 0
		return this.ends.map(({ mark, line }, i): Revision => {
			if (line < firstSigned || compared === MAX_COMPARED) return { end: line, changes: null }
			compared++
			const isLast = i === this.ends.length - 1
			const isSigned = mark <= firstSigned && firstSigned <= line
			try {
				const after: PdfDocument = isLast ? pdf : new PdfDocument(pdf.data.subarray(0, line), budget)
				const changes = before === null ? null : [...new Comparison(before, after).run()].sort()
				before = after
				return { end: line, changes: isSigned ? null : changes }
			} catch (error) {
				if (!(error instanceof RefusalError)) throw error
				before = null
				return { end: line, changes: null }
			}
		})
	}

	/** Revisions that came after an offset. */
	after(offset: number): readonly Revision[] {
		return this.revisions.filter(({ end }, i) => (this.ends[i]?.mark ?? end) > offset)
	}
}
