/**
 * The copy of what was filed: every answer under its question, and the files with their hashes. PDF/A-3a by Typst, in
 * Czech; the same facts give the same bytes. It is what the applicant filed, so it is recorded as a document of the case.
 * @module
 */
import { printable, typeset } from '../clause/typeset.ts'

export interface CopyFacts {
	readonly kind: 'answers'
	readonly town: string
	readonly demo: boolean
	readonly title: string
	/** CID of the agenda's text */
	readonly agenda: string
	/** when it was last changed, ms since 1970 */
	readonly time: number
	readonly parts: readonly {
		readonly heading: string
		readonly rows: readonly (readonly [label: string, answer: string])[]
	}[]
	readonly files: readonly FileLine[]
}

export interface FileLine {
	/** what the file is, as the agenda calls it */
	readonly title: string
	readonly name: string
	/** bytes */
	readonly size: number
	/** hexadecimal */
	readonly sha256: string
}

const TEMPLATE = `
#let given = json(bytes(sys.inputs.given))
#let mono(size, body) = text(font: "DejaVu Sans Mono", size: size, body)
#set document(title: "Podání: " + given.title)
#set text(lang: "cs", font: "Libertinus Serif", size: 11pt)
#set page(paper: "a4", margin: (x: 25mm, y: 22mm), numbering: "1 / 1")
#set par(leading: 0.7em)
#show heading: set block(below: 0.8em, above: 1.3em)
#if given.demo [
  #block(stroke: 1.5pt, inset: 8pt, width: 100%)[*DEMO: zkušební záznam, který nic nedokazuje.*]
]
= #given.title
#given.town

#for part in given.parts [
  == #part.heading
  #table(
    columns: (58mm, 1fr),
    stroke: none,
    inset: (x: 0pt, y: 3.5pt),
    ..part.rows.map(row => ([#row.at(0)], [*#row.at(1)*])).flatten()
  )
]
#if given.files.len() > 0 [
  == Přílohy
  #for file in given.files [
    - #file.title: *#file.name* (#file.size) \\
      SHA-256 #mono(8pt, file.hash)
  ]
]
#v(1fr)
#text(size: 9pt)[Opis podání sestavil portál města z toho, co podatel vyplnil. Formulář: #mono(7.5pt, given.agenda)]
`

/** @returns PDF/A-3a */
export function answersCopy(facts: CopyFacts): Uint8Array {
	const { town, demo, title, agenda, parts, files, time } = facts
	const given = {
		...{ town: printable(town), demo, title: printable(title), agenda },
		parts: parts.map(({ heading, rows }) => ({
			heading: printable(heading),
			rows: rows.map((row) => row.map(printable)),
		})),
		files: files.map(printedFile),
	}
	return typeset(TEMPLATE, { given: JSON.stringify(given) }, time)
}

/** A file as a printed page names it. */
export function printedFile({ title, name, size, sha256 }: FileLine) {
	const hash = sha256.match(/.{1,8}/g)?.join(' ') ?? ''
	return { title: printable(title), name: printable(name), size: printedSize(size), hash }
}

function printedSize(bytes: number): string {
	if (bytes < 1000) return `${bytes} B`
	const [value, unit] = bytes < 1_000_000 ? [bytes / 1000, 'kB'] : [bytes / 1_000_000, 'MB']
	return `${new Intl.NumberFormat('cs-CZ', { maximumFractionDigits: 1 }).format(value)} ${unit}`
}
