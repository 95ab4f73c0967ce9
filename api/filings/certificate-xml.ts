/**
 * The certificate of a digital act as data: the open formal standard "Osvědčení digitálního úkonu" of 2024-10-17 (ofn.gov.cz), with
 * persons and places of "Společné části elektronických dokumentů" of 2024-10-04. Nothing optional is filled in that is not known.
 * @module
 */
import { createHash } from 'node:crypto'
import type { DigitalAct, Registered } from '../agendas/agenda.ts'
import { document, type Element, element } from '../packages/xml.ts'
import type { FileLine } from './answers-copy.ts'

/**
 * How an act was made, by how its filing was confirmed: the letters a) and c) of § 4(1) of act 12/2020, counted as the standards'
 * example of a form's document counts them. What is not here is no digital act.
 */
export const WAYS = {
	'data-box': { code: '1', title: 'Datová schránka' },
	'signed-document': { code: '3', title: 'Dokument podepsaný uznávaným elektronickým podpisem' },
} as const
export type Way = keyof typeof WAYS

export interface ActingPerson {
	/** one or more, with spaces between them */
	readonly givenNames: string
	readonly familyName: string
	/** YYYY-MM-DD */
	readonly born: string
	/** of the permanent address, in the register of addresses (RÚIAN) */
	readonly addressCode: number
	readonly dataBox: string | null
}

/** The town as a legal person. */
export interface ActOffice {
	readonly name: string
	/** IČO, eight digits */
	readonly companyId: string
	readonly dataBox: string
	/** of its seat */
	readonly addressCode: number
}

export interface CertificateFacts {
	readonly kind: 'certificate'
	/** UUID of the certificate */
	readonly id: string
	/** UUID of the authorisation */
	readonly authorization: string
	/** CID of the filing's entry */
	readonly filing: string
	/** that people know it by */
	readonly number: string
	/** of the agenda */
	readonly title: string
	readonly register: DigitalAct
	/** ms since 1970: when the filing came, which is when it was made (§ 37(4) of act 500/2004) */
	readonly made: number
	/** ms since 1970 */
	readonly issued: number
	readonly confirmed: { readonly how: Way /** YYYY-MM-DD */; readonly day: string }
	readonly person: ActingPerson
	readonly office: ActOffice
	/** SHA-256 of the copy of what was filed, hexadecimal */
	readonly hash: string
	/** attachments */
	readonly files: readonly FileLine[]
	readonly origin: string
	readonly index: number
	/** JSON of the receipt */
	readonly receipt: string
}

const NAMESPACES = {
	xmlns: 'http://dia.gov.cz/ns/osvedceni-digitalniho-ukonu',
	'xmlns:osoby': 'http://dia.gov.cz/ns/spolecne-casti-elektronickych-dokumentu/osoby',
	'xmlns:místa': 'http://dia.gov.cz/ns/spolecne-casti-elektronickych-dokumentu/mista',
}
const CZECH = { 'xml:lang': 'cs' }

export function certificateXml(facts: CertificateFacts): string {
	const { person, office, register, files } = facts
	const sender = personElements(person)
	const filing = element('osvědčuje_digitální_úkon_provedený_podáním', [
		element('jid', facts.filing),
		element('odesílatel', sender),
		element('příjemce', officeElements(office)),
		element('uživatel_služby', sender),
		element('počet_příloh', String(files.length)),
		element('přílohy', files.map(fileElement)),
		element('věc', facts.title, CZECH),
	])
	const way = WAYS[facts.confirmed.how]
	const root = element(
		'osvědčení',
		[
			element('jid', facts.id),
			element('věc', facts.title, CZECH),
			element('provedení_úkonu', new Date(facts.made).toISOString()),
			element('vystavení_osvědčení', new Date(facts.issued).toISOString()),
			element('autorizace', facts.authorization),
			element('hash_podání', facts.hash),
			filing,
			registeredElement('úkon', register.act),
			registeredElement('služba', register.service),
			registeredElement('agenda', register.agenda),
			registeredElement('způsob_provedení_úkonu', way),
		],
		NAMESPACES,
	)
	return document(root)
}

/**
 * A UUID of version 8 (RFC 9562 §5.8) that follows from an entry: the first 16 bytes of SHA-256 over the use, a zero byte and the
 * entry's CID as text, with version and variant put in.
 */
export function derivedUuid(use: 'certificate' | 'authorisation', entry: string): string {
	const bytes = createHash('sha256')
		.update(`letopis ${use} v1`)
		.update('\0')
		.update(entry)
		.digest()
		.subarray(0, 16)
	bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x80
	bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
	return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}

function personElements({ givenNames, familyName, born, addressCode, dataBox }: ActingPerson): Element[] {
	const [first = '', ...more] = givenNames.split(' ')
	return [
		element('osoby:fyzická_osoba', [
			element('osoby:jméno', first),
			more.length === 0 ? null : element('osoby:další_jména', more.join(' ')),
			element('osoby:příjmení', familyName),
			element('osoby:datum_narození', born),
			element('osoby:trvalé_bydliště', [place(addressCode)]),
			dataBox === null ? null : element('osoby:datová_schránka', dataBox),
		]),
	]
}

function officeElements({ name, companyId, dataBox, addressCode }: ActOffice): Element[] {
	return [
		element('osoby:právnická_osoba', [
			element('osoby:obchodní_firma', name),
			element('osoby:ičo', companyId),
			element('osoby:datová_schránka', dataBox),
			element('osoby:sídlo', [place(addressCode)]),
		]),
	]
}

function place(code: number): Element {
	return element('místa:adresní_místo', [element('místa:kód_adresního_místa', String(code))])
}

function fileElement({ title, name, sha256 }: FileLine): Element {
	return element('příloha', [
		element('název', title, CZECH),
		element('název_souboru', name),
		element('hash_souboru', sha256),
	])
}

function registeredElement(name: string, { code, title }: Registered): Element {
	return element(name, [element('kód', code), element('název', title, CZECH)])
}
