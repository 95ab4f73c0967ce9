/**
 * The clause sheet (doložka): one printed page that leads from the paper to the proof. PDF/A-3a by Typst, in Czech;
 * the same facts give the same bytes. What people wrote reaches the page as data and never as markup.
 * @module
 */
import { qrSvg } from './qr.ts'
import { printable, typeset } from './typeset.ts'

export interface SheetFacts {
	readonly town: string
	readonly demo: boolean
	readonly title: string
	/** reference number; empty if there is none */
	readonly number: string
	readonly file: string
	/** hexadecimal */
	readonly sha256: string
	readonly origin: string
	readonly index: number
	readonly entry: string
	/** minute of the entry, ms since 1970 */
	readonly time: number
	/** of the trust file, in groups */
	readonly fingerprint: string
	/** where to verify, and behind # what the QR code alone says */
	readonly address: string
	readonly behind: string
	/** whether what is behind # is the hash, for everyone, or a secret */
	readonly open: boolean
	/** whose seal the sheet bears, and whether with a time-stamp; null if none */
	readonly seal: { readonly name: string; readonly stamped: boolean } | null
}

const TEXT_MAX = 300

const TEMPLATE = `
#let given = sys.inputs
#set document(title: "Doložka: " + given.title)
#set text(lang: "cs", font: "Libertinus Serif", size: 11pt)
#set page(paper: "a4", margin: (x: 25mm, y: 22mm))
#set par(leading: 0.7em)
#show heading: set block(below: 0.9em, above: 1.3em)
#if given.demo == "true" [
  #block(stroke: 1.5pt, inset: 8pt, width: 100%)[*DEMO: zkušební záznam, který nic nedokazuje.*]
]
= Doložka k dokumentu
#given.town

#let facts = (
  ("Název", given.title),
  ("Číslo jednací", given.number),
  ("Soubor", given.file),
  ("Zapsáno", given.time),
  ("Záznam", given.origin + ", č. " + given.index),
)
#table(
  columns: (32mm, 1fr),
  stroke: none,
  inset: (x: 0pt, y: 3.5pt),
  ..facts.filter(fact => fact.at(1) != "").map(fact => ([#fact.at(0)], [*#fact.at(1)*])).flatten()
)

== Otisky
Otisk souboru (SHA-256): \\
#text(font: "DejaVu Sans Mono", size: 9pt, given.hash)

Označení záznamu: \\
#text(font: "DejaVu Sans Mono", size: 9pt, given.entry)

== Jak dokument ověřit
#grid(
  columns: (46mm, 1fr),
  gutter: 8mm,
  image(bytes(given.qr), format: "svg", width: 46mm, alt: "QR kód s adresou pro ověření"),
  [
    + Načtěte QR kód, nebo otevřete #text(hyphenate: false, given.address).
    + Vložte soubor dokumentu. Zůstane ve vašem zařízení.
    + Porovnejte otisk souboru důvěry s tím na úřední desce: \\
      #text(font: "DejaVu Sans Mono", size: 8pt, given.fingerprint)

    #given.secrecy
  ],
)

#v(1fr)
#text(size: 9pt)[#given.seal Doložka sama nic nedokazuje a na dokumentu nic nemění. Rozhoduje důkaz, ke kterému vede: že soubor s tímto
otiskem je v záznamu města a od kdy. O správnosti obsahu nevypovídá.]
`

/** @returns PDF/A-3a. The first call loads the compiler (a quarter of a second), others take milliseconds. */
export function clauseSheet(facts: SheetFacts): Uint8Array {
	return typeset(
		TEMPLATE,
		{
			town: short(facts.town),
			demo: String(facts.demo),
			title: short(facts.title),
			number: short(facts.number),
			file: short(facts.file),
			time: MOMENT.format(facts.time),
			origin: facts.origin,
			index: String(facts.index),
			entry: facts.entry,
			hash: grouped(facts.sha256),
			fingerprint: facts.fingerprint,
			address: facts.address,
			qr: qrSvg(`${facts.address}#${facts.behind}`),
			seal: sealText(facts.seal),
			secrecy: facts.open
				? 'Dokument je veřejný: k ověření stačí i jeho otisk.'
				: 'Dokument není veřejný. QR kód otevírá jeho potvrzení: nedávejte ho tomu, kdo ho mít nemá.',
		},
		facts.time,
	)
}

function sealText(seal: SheetFacts['seal']): string {
	if (seal === null) return 'Soubor doložky není zapečetěn.'
	const stamp = seal.stamped ? 's časovým razítkem' : 'bez časového razítka, neboť žádné nebylo k dispozici'
	return `Soubor doložky je zapečetěn certifikátem „${short(seal.name)}“, ${stamp}.`
}

const MOMENT = new Intl.DateTimeFormat('cs-CZ', {
	timeZone: 'Europe/Prague',
	dateStyle: 'long',
	timeStyle: 'short',
})

/** One line that fits the page; the whole is in the record. */
function short(text: string): string {
	const line = printable(text).replace(/\s+/g, ' ').trim()
	const characters = [...line]
	return characters.length <= TEXT_MAX ? line : `${characters.slice(0, TEXT_MAX - 1).join('')}…`
}

function grouped(hex: string): string {
	return hex.match(/.{1,8}/g)?.join(' ') ?? ''
}
