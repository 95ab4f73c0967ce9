/**
 * The protocol of an evidence package: what it holds and how to check it, for people. PDF/A-3a by Typst, in Czech and
 * English; the same facts give the same bytes. What people wrote reaches the page as data and never as markup.
 * @module
 */
import { printable, typeset } from '../clause/typeset.ts'
import type { PackageEvent, PackageStamp } from './premis.ts'
import { type ProtocolWords, WORDS } from './protocol-words.ts'

export interface ProtocolFacts {
	readonly kind: 'protocol'
	readonly language: 'cs' | 'en'
	readonly town: string
	readonly demo: boolean
	/** public title and reference number; empty where there are none */
	readonly title: string
	readonly number: string
	readonly file: string
	readonly size: number
	/** hexadecimal */
	readonly sha256: string
	readonly origin: string
	readonly index: number
	readonly entry: string
	/** when it was recorded, ms since 1970 */
	readonly time: number
	/** size of the log at the head that the state is told for */
	readonly head: number
	/** `in-force`, or the relation that ended it */
	readonly state: string
	readonly events: readonly PackageEvent[]
	readonly stamps: readonly PackageStamp[]
	/** how many evidence records there are, and authorities of which there should be one */
	readonly records: number
	readonly damaged: readonly string[]
	/** whom the seal is of, as its certificate says */
	readonly seal: string
	/** of the trust file, in groups */
	readonly fingerprint: string
	/** where to verify on line */
	readonly address: string
}

const TEXT_MAX = 300
/** More than that nobody reads on paper; all of them are in premis.xml. */
const EVENTS_MAX = 200

const TEMPLATE = `
#let given = json(bytes(sys.inputs.given))
#let mono(size, body) = text(font: "DejaVu Sans Mono", size: size, body)
#set document(title: given.heading)
#set text(lang: given.language, font: "Libertinus Serif", size: 10.5pt)
#set page(paper: "a4", margin: (x: 22mm, y: 20mm), numbering: "1 / 1")
#set par(leading: 0.65em)
#show heading: set block(below: 0.8em, above: 1.2em)
#if given.notice != "" [
  #block(stroke: 1.5pt, inset: 8pt, width: 100%)[*#given.notice*]
]
= #given.heading
#given.introduction

#for part in given.parts [
  == #part.heading
  #if part.text != "" [#part.text]
  #if part.rows.len() > 0 [
    #table(
      columns: if part.rows.at(0).len() == 2 { (38mm, 1fr) } else { (38mm, 1fr, 1fr) },
      stroke: none,
      inset: (x: 0pt, y: 3pt),
      ..part.rows.map(row => row.enumerate().map(((i, cell)) => if i == 0 [#cell] else if cell.mono [#mono(8.5pt, cell.text)] else [#cell.text])).flatten()
    )
  ]
  #for item in part.items [
    + #item
  ]
]
`

interface Cell {
	readonly text: string
	readonly mono: boolean
}

interface Section {
	readonly heading: string
	readonly text: string
	readonly rows: readonly (readonly [string, ...Cell[]])[]
	readonly items: readonly string[]
}

/** @returns PDF/A-3a */
export function protocol(facts: ProtocolFacts): Uint8Array {
	const words = WORDS[facts.language]
	const given = {
		language: facts.language,
		heading: words.heading,
		notice: facts.demo ? words.demo : '',
		introduction: words.introduction(short(facts.town)),
		parts: sections(facts, words),
	}
	return typeset(TEMPLATE, { given: JSON.stringify(given) }, facts.time)
}

function sections(facts: ProtocolFacts, words: ProtocolWords): Section[] {
	const moment = momentIn(facts.language)
	const { events, stamps } = facts
	const named = [
		[words.title, facts.title],
		[words.number, facts.number],
		[words.file, facts.file],
	].filter(([, text]) => text !== '')
	return [
		{
			...{ heading: words.document, text: '', items: [] },
			rows: [
				...named.map(([label = '', text = '']): [string, Cell] => [label, plain(short(text))]),
				[words.size, plain(new Intl.NumberFormat(facts.language).format(facts.size))],
				['SHA-256', mono(grouped(facts.sha256))],
			],
		},
		{
			...{ heading: words.record, text: '', items: [] },
			rows: [
				[words.recorded, plain(moment(facts.time))],
				[words.log, plain(words.place(facts.origin, facts.index))],
				[words.entry, mono(facts.entry)],
				[words.state, plain(words.stateAt(words.states[facts.state] ?? facts.state, facts.head))],
			],
		},
		{
			heading: words.happened,
			text: events.length > EVENTS_MAX ? words.more(events.length - EVENTS_MAX) : '',
			rows: events
				.slice(0, EVENTS_MAX)
				.map(({ type, time, entry }): [string, Cell, Cell] => [
					moment(time),
					plain(words.events[type] ?? type),
					mono(`${entry.slice(0, 20)}…`),
				]),
			items: [],
		},
		{
			heading: words.stamped,
			text: [
				stamps.length === 0 ? words.notStamped : words.records(facts.records),
				...(facts.damaged.length === 0 ? [] : [words.damaged(facts.damaged.join(', '))]),
			].join(' '),
			rows: stamps.map(({ authority, time, file }): [string, Cell, Cell] => [
				moment(time),
				plain(short(authority)),
				mono(file),
			]),
			items: [],
		},
		{
			...{ heading: words.sealed, text: words.seal(short(facts.seal)), items: [] },
			rows: [[words.fingerprint, mono(facts.fingerprint)]],
		},
		{ heading: words.check, text: '', rows: [], items: words.steps(facts.address) },
		{ heading: words.limits, text: words.proves, rows: [], items: [] },
	]
}

const plain = (text: string): Cell => ({ text, mono: false })
const mono = (text: string): Cell => ({ text, mono: true })

function momentIn(language: 'cs' | 'en'): (ms: number) => string {
	const format = new Intl.DateTimeFormat(language === 'cs' ? 'cs-CZ' : 'en-GB', {
		...{ timeZone: 'Europe/Prague', dateStyle: 'medium', timeStyle: 'medium' },
	})
	return (ms) => printable(format.format(ms))
}

/** One line; the whole is in the record. */
function short(text: string): string {
	const line = printable(text).replace(/\s+/g, ' ').trim()
	const characters = [...line]
	return characters.length <= TEXT_MAX ? line : `${characters.slice(0, TEXT_MAX - 1).join('')}…`
}

function grouped(hex: string): string {
	return hex.match(/.{1,8}/g)?.join(' ') ?? ''
}
