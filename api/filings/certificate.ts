/**
 * The certificate of a digital act (osvědčení o digitálním úkonu, § 5 of act 12/2020): what was filed, by whom, towards whom, how and
 * when. PDF/A-3a by Typst, in Czech, with the same in the XML of the open formal standard and the receipt of the filing's entry inside.
 * It is one only under a qualified seal with a qualified time-stamp, which the caller puts on it.
 * @module
 */
import { printable, typeset } from '../clause/typeset.ts'
import { printedFile } from './answers-copy.ts'
import { type CertificateFacts, certificateXml, WAYS } from './certificate-xml.ts'

const TEMPLATE = `
#let given = json(bytes(sys.inputs.given))
#let mono(size, body) = text(font: "DejaVu Sans Mono", size: size, body)
#set document(title: "Osvědčení o digitálním úkonu")
#set text(lang: "cs", font: "Libertinus Serif", size: 11pt)
#set page(paper: "a4", margin: (x: 25mm, y: 22mm))
#set par(leading: 0.7em)
#show heading: set block(below: 0.8em, above: 1.3em)
#let facts(rows) = table(
  columns: (42mm, 1fr),
  stroke: none,
  inset: (x: 0pt, y: 3.5pt),
  ..rows.map(row => ([#row.at(0)], [*#row.at(1)*])).flatten()
)
#pdf.attach("osvedceni-digitalniho-ukonu.xml", bytes(given.xml), relationship: "data", mime-type: "application/xml", description: "Osvědčení podle otevřené formální normy, strojově čitelné")
#pdf.attach("letopis-potvrzeni.json", bytes(given.receipt), relationship: "supplement", mime-type: "application/json", description: "Potvrzení záznamu podání, strojově čitelné")
= Osvědčení o digitálním úkonu
#given.town osvědčuje podle § 5 zákona č. 12/2020 Sb., o právu na digitální služby, že tento úkon byl učiněn:
#facts(given.act)

== Kdo jej učinil
#facts(given.person)

== Vůči komu
#facts(given.office)

== Co bylo podáno
SHA-256 opisu podání #mono(8pt, given.hash)

#for file in given.files [
  - #file.title: *#file.name* (#file.size) \\
    SHA-256 #mono(8pt, file.hash)
]

#v(1fr)
#text(size: 9pt)[Osvědčení #mono(7.5pt, given.id), kód autorizace #mono(7.5pt, given.authorization). Osvědčuje, že úkon byl učiněn, ne že
má všechny náležitosti. Záznam #given.origin, č. #given.index: #mono(7.5pt, given.entry). Platí s kvalifikovanou elektronickou
pečetí a kvalifikovaným časovým razítkem v tomto souboru, ne vytištěné.]
`

/** @returns PDF/A-3a, not sealed yet */
export function certificate(facts: CertificateFacts): Uint8Array {
	const { person, office, register, title, confirmed } = facts
	const rows = (all: readonly (readonly [string, string])[]) =>
		all.filter(([, value]) => value !== '').map((row) => row.map(printable))
	const given = {
		town: printable(office.name),
		act: rows([
			['Úkon', `${register.act.title} (${register.act.code})`],
			['Služba', `${register.service.title} (${register.service.code})`],
			['Agenda', `${register.agenda.title} (${register.agenda.code})`],
			['Věc', title],
			['Číslo podání', facts.number],
			['Učiněno', MOMENT.format(facts.made)],
			['Způsob', WAYS[confirmed.how].title],
			['Potvrzeno', `${DAY.format(Date.parse(`${confirmed.day}T12:00:00Z`))} (§ 37 odst. 4 správního řádu)`],
			['Osvědčení vystaveno', MOMENT.format(facts.issued)],
		]),
		person: rows([
			['Jméno a příjmení', `${person.givenNames} ${person.familyName}`],
			['Narozen(a)', DAY.format(Date.parse(`${person.born}T12:00:00Z`))],
			['Trvalý pobyt', `adresní místo RÚIAN ${person.addressCode}`],
			['Datová schránka', person.dataBox ?? ''],
		]),
		office: rows([
			['Název', office.name],
			['IČO', office.companyId],
			['Datová schránka', office.dataBox],
			['Sídlo', `adresní místo RÚIAN ${office.addressCode}`],
		]),
		...{ hash: spaced(facts.hash), files: facts.files.map(printedFile) },
		...{ id: facts.id, authorization: facts.authorization },
		...{ origin: facts.origin, index: String(facts.index), entry: facts.filing },
		...{ xml: certificateXml(facts), receipt: facts.receipt },
	}
	return typeset(TEMPLATE, { given: JSON.stringify(given) }, facts.issued)
}

function spaced(hash: string): string {
	return hash.match(/.{1,8}/g)?.join(' ') ?? ''
}

const DAY = new Intl.DateTimeFormat('cs-CZ', { timeZone: 'Europe/Prague', dateStyle: 'long' })
const MOMENT = new Intl.DateTimeFormat('cs-CZ', {
	timeZone: 'Europe/Prague',
	dateStyle: 'long',
	timeStyle: 'medium',
})
