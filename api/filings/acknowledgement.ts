/**
 * The acknowledgement (potvrzení o přijetí): number, PIN, when the filing came, what came with it, how to go on. PDF/A-3a by
 * Typst, in Czech, with the receipt of the filing's entry embedded; the same facts give the same bytes. It is not the
 * certificate of a digital act (§ 5 of act 12/2020), for that bears a qualified seal and time-stamp, and does not call
 * itself so.
 * @module
 */
import { qrSvg } from '../clause/qr.ts'
import { printable, typeset } from '../clause/typeset.ts'
import { type FileLine, printedFile } from './answers-copy.ts'

export interface AcknowledgementFacts {
	readonly kind: 'acknowledgement'
	readonly town: string
	readonly demo: boolean
	readonly number: string
	/** we gave the number, no records system did */
	readonly local: boolean
	readonly pin: string
	/** of the agenda */
	readonly title: string
	readonly department: string
	/** ms since 1970 */
	readonly received: number
	readonly applicant: string
	/** last day for confirming it, YYYY-MM-DD; null where it needs no confirmation */
	readonly confirmBy: string | null
	/** last day for the decision or answer; null where none runs */
	readonly decideBy: string | null
	readonly files: readonly FileLine[]
	readonly origin: string
	readonly index: number
	readonly entry: string
	/** where the status is shown */
	readonly address: string
	/** JSON of the receipt */
	readonly receipt: string
}

const TEMPLATE = `
#let given = json(bytes(sys.inputs.given))
#let mono(size, body) = text(font: "DejaVu Sans Mono", size: size, body)
#set document(title: "Potvrzení o přijetí: " + given.number)
#set text(lang: "cs", font: "Libertinus Serif", size: 11pt)
#set page(paper: "a4", margin: (x: 25mm, y: 22mm))
#set par(leading: 0.7em)
#show heading: set block(below: 0.8em, above: 1.2em)
#pdf.attach("letopis-potvrzeni.json", bytes(given.receipt), relationship: "supplement", mime-type: "application/json", description: "Potvrzení záznamu podání, strojově čitelné")
#if given.demo [
  #block(stroke: 1.5pt, inset: 8pt, width: 100%)[*DEMO: zkušební záznam, který nic nedokazuje.*]
]
= Potvrzení o přijetí podání
#given.town

#grid(
  columns: (1fr, 40mm),
  gutter: 8mm,
  [
    #table(
      columns: (32mm, 1fr),
      stroke: none,
      inset: (x: 0pt, y: 3.5pt),
      ..given.facts.map(row => ([#row.at(0)], [*#row.at(1)*])).flatten()
    )
    #block(above: 1.2em, stroke: 1pt, inset: 10pt, width: 100%)[
      Číslo podání: #text(size: 15pt, weight: "bold", given.number) \\
      PIN: #mono(15pt, strong(given.pin))
    ]
  ],
  [
    #image(bytes(given.qr), format: "svg", width: 40mm, alt: "QR kód s adresou stavu podání")
  ],
)
Co se s podáním děje, uvidíte na #text(hyphenate: false, given.address), zadáte-li číslo a PIN. PIN nikomu neříkejte: kdo ho
zná, uvidí podání celé. QR kód obsahuje číslo i PIN.

#if given.confirm != "" [
  == Podání ještě potvrďte
  #for line in given.confirm.split("\\n\\n") [#line #parbreak() #v(0.6em)]
]

== Co jste podali
#for file in given.files [
  - #file.title: *#file.name* (#file.size) \\
    SHA-256 #mono(8pt, file.hash)
]

#v(1fr)
#text(size: 9pt)[Záznam #given.origin, č. #given.index: #mono(7.5pt, given.entry). Strojově čitelné potvrzení záznamu je přiloženo
v tomto souboru; dokazuje, že podání je v záznamu města a od kdy. O tom, jak se o podání rozhodne, nevypovídá.]
`

/** @returns PDF/A-3a */
export function acknowledgement(facts: AcknowledgementFacts): Uint8Array {
	const { town, demo, number, local, pin, title, department, received, applicant, address } = facts
	const rows: [string, string][] = [
		['Věc', title],
		['Podatel', applicant],
		['Přijato', MOMENT.format(received)],
		['Vyřizuje', department],
		['Číslo přidělil', local ? 'tento portál' : 'spisová služba'],
		['Lhůta', facts.decideBy === null ? '' : `do ${dayWords(facts.decideBy)}`],
	]
	const given = {
		...{ town: printable(town), demo, number: printable(number), pin, address },
		facts: rows.filter(([, value]) => value !== '').map((row) => row.map(printable)),
		files: facts.files.map(printedFile),
		...{ origin: facts.origin, index: String(facts.index), entry: facts.entry, receipt: facts.receipt },
		qr: qrSvg(statusLink(address, number, pin)),
		confirm: facts.confirmBy === null ? '' : confirmation(facts.confirmBy),
	}
	return typeset(TEMPLATE, { given: JSON.stringify(given) }, received)
}

/** Address of the status with number and PIN behind #, where no server sees them. */
export function statusLink(address: string, number: string, pin: string): string {
	return `${address}#${encodeURIComponent(number)}.${pin}`
}

function confirmation(day: string): string {
	return (
		`Podali jste bez ověření totožnosti. Nejpozději ${dayWords(day)} podání potvrďte (§ 37 odst. 4 správního řádu): ` +
		'tento list podepište a přineste nebo pošlete úřadu, nebo podání potvrďte ústně na úřadě, datovou schránkou, nebo dokumentem ' +
		's uznávaným elektronickým podpisem. Potvrdíte-li včas, platí, že jste podali už v den přijetí. Jinak se k podání nepřihlíží.\n\n' +
		'Podpis: ........................................................ Datum: .............................'
	)
}

/** @param day YYYY-MM-DD */
function dayWords(day: string): string {
	return DAY.format(Date.parse(`${day}T12:00:00Z`))
}

const DAY = new Intl.DateTimeFormat('cs-CZ', { timeZone: 'Europe/Prague', dateStyle: 'long' })
const MOMENT = new Intl.DateTimeFormat('cs-CZ', {
	timeZone: 'Europe/Prague',
	dateStyle: 'long',
	timeStyle: 'medium',
})
