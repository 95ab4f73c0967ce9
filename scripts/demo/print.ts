/**
 * The town's documents on paper: one page each, PDF/A by Typst. The same document gives the same bytes.
 * @module
 */
import { typeset } from '@letopis/api'
import type { Decision } from './papers.ts'

export interface Printed {
	readonly department: string
	readonly number: string
	readonly title: string
	readonly by: string
	readonly text: readonly string[]
	readonly decision?: Decision | undefined
}

/** Day on which the town wrote everything, ms since 1970. */
const WRITTEN = Date.UTC(2026, 10, 2, 9)

const TEMPLATE = `
#let given = json(bytes(sys.inputs.given))
#set document(title: given.title)
#set text(lang: "cs", font: "Libertinus Serif", size: 11pt)
#set page(paper: "a4", margin: (x: 25mm, y: 22mm))
#set par(justify: true, leading: 0.75em)
#show heading.where(level: 2): it => block(above: 1.4em, below: 0.8em, text(size: 11pt, it.body))
#text(size: 13pt, weight: "bold")[Městský úřad Ukázkov] \\
#given.department
#line(length: 100%, stroke: 0.6pt)
#grid(columns: (1fr, auto), [Č. j.: #given.number], [Ukázkov 2. listopadu 2026])
#v(1.5em)
= #given.title
#v(0.6em)
#for line in given.text [#par(line)]
#if "decision" in given [
  == Výrok
  #given.decision.ruling
  == Odůvodnění
  #given.decision.reasoning
  == Poučení
  #given.decision.instruction
]
#v(2.5em)
#align(right)[#given.by, v. r.]
#v(1fr)
#text(size: 9pt)[Ukázka: smyšlený dokument smyšleného města. Nic z něj neplatí.]
`

export function printPaper(printed: Printed): Uint8Array<ArrayBuffer> {
	return new Uint8Array(typeset(TEMPLATE, { given: JSON.stringify(printed) }, WRITTEN))
}

/** A file name as offices make them: from the title, without diacritics. */
export function fileName(title: string): string {
	const plain = title.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
	return `${plain.replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '')}.pdf`
}
