/**
 * What the protocol of an evidence package says, in Czech and in English.
 * @module
 */

export interface ProtocolWords {
	readonly heading: string
	readonly demo: string
	readonly introduction: (town: string) => string
	readonly document: string
	readonly title: string
	readonly number: string
	readonly file: string
	readonly size: string
	readonly record: string
	readonly recorded: string
	readonly log: string
	readonly place: (origin: string, index: number) => string
	readonly entry: string
	readonly state: string
	readonly stateAt: (state: string, head: number) => string
	readonly states: Readonly<Record<string, string>>
	readonly happened: string
	readonly events: Readonly<Record<string, string>>
	readonly more: (count: number) => string
	readonly stamped: string
	readonly notStamped: string
	readonly records: (count: number) => string
	readonly damaged: (names: string) => string
	readonly sealed: string
	readonly seal: (name: string) => string
	readonly fingerprint: string
	readonly check: string
	readonly steps: (address: string) => readonly string[]
	readonly limits: string
	readonly proves: string
}

const cs: ProtocolWords = {
	heading: 'Protokol důkazního balíčku',
	demo: 'DEMO: zkušební záznam, který nic nedokazuje.',
	introduction: (town) =>
		`Balíček vydalo ${town}. Je v něm dokument, důkaz o jeho záznamu, časová razítka a pečeť; ověřit jej lze i bez města a bez sítě.`,
	document: 'Dokument',
	title: 'Název',
	number: 'Číslo jednací',
	file: 'Soubor',
	size: 'Velikost v bajtech',
	record: 'Záznam',
	recorded: 'Zapsáno',
	log: 'Kniha',
	place: (origin, index) => `${origin}, č. ${index}`,
	entry: 'Označení záznamu',
	state: 'Stav',
	stateAt: (state, head) => `${state} (podle knihy s ${head} záznamy; o pozdějších úkonech protokol neví)`,
	states: {
		'in-force': 'platí',
		superseded: 'nahrazen',
		corrected: 'opraven',
		annulled: 'zrušen',
		disposed: 'skartován',
	},
	happened: 'Co kniha o dokumentu veřejně říká',
	events: {
		ingestion: 'zapsáno znění',
		supersedes: 'nahrazeno novým zněním',
		corrects: 'opraveno',
		annuls: 'zrušeno',
		disposes: 'skartováno',
		previous: 'navázáno dalším zněním',
	},
	more: (count) => `Dalších ${count} událostí je v souboru premis.xml.`,
	stamped: 'Časová razítka',
	notStamped: 'Dokument zatím žádná autorita neorazítkovala: o čase svědčí jen město samo.',
	records: (count) => `Důkazní záznamy (RFC 4998) v META-INF: ${count}.`,
	damaged: (names) =>
		`Chybí důkazní záznam od: ${names}; jeho podklady jsou poškozené, město je může obnovit.`,
	sealed: 'Pečeť',
	seal: (name) =>
		`Seznam všech souborů balíčku (META-INF/ASiCManifest.xml) je zapečetěn certifikátem „${name}“. Komu věřit, říká soubor důvěry města; ten v balíčku není spolehlivý, opatřete si jej jinou cestou a porovnejte otisk:`,
	fingerprint: 'Otisk souboru důvěry',
	check: 'Jak balíček ověřit',
	steps: (address) => [
		`Otevřete ${address} a vložte celý balíček. Zůstane ve vašem zařízení.`,
		'Nebo bez sítě: letopis-verify balíček.asice --trust soubor-důvěry.json',
		'Nebo nástroji openssl a sha256sum podle souboru README.txt.',
	],
	limits: 'Co z toho plyne a co ne',
	proves:
		'Dokládá se, že soubor s tímto otiskem je v záznamu města a v jakých mezích času tam je. O správnosti obsahu se tím neříká nic.',
}

const en: ProtocolWords = {
	heading: 'Protocol of an evidence package',
	demo: 'DEMO: a trial record that proves nothing.',
	introduction: (town) =>
		`Issued by ${town}. It holds the document, the proof of its record, time-stamps and a seal; it can be verified without the town and without a network.`,
	document: 'Document',
	title: 'Title',
	number: 'Reference number',
	file: 'File',
	size: 'Size in bytes',
	record: 'Record',
	recorded: 'Recorded',
	log: 'Log',
	place: (origin, index) => `${origin}, no. ${index}`,
	entry: 'Name of the entry',
	state: 'State',
	stateAt: (state, head) => `${state} (as of the log with ${head} entries; later acts are not known here)`,
	states: {
		'in-force': 'in force',
		superseded: 'superseded',
		corrected: 'corrected',
		annulled: 'annulled',
		disposed: 'disposed of',
	},
	happened: 'What the log publicly says of the document',
	events: {
		ingestion: 'a version was recorded',
		supersedes: 'superseded by another version',
		corrects: 'corrected',
		annuls: 'annulled',
		disposes: 'disposed of',
		previous: 'continued by another version',
	},
	more: (count) => `${count} more events are in premis.xml.`,
	stamped: 'Time-stamps',
	notStamped: 'No authority has stamped the document yet: of its time only the town itself speaks.',
	records: (count) => `Evidence records (RFC 4998) in META-INF: ${count}.`,
	damaged: (names) =>
		`The evidence record of ${names} is missing: what it is made of is damaged, and the town can mend it.`,
	sealed: 'Seal',
	seal: (name) =>
		`The list of all files in the package (META-INF/ASiCManifest.xml) is sealed with the certificate “${name}”. Whom to trust is said by the town’s trust file; the one in the package is not to be relied on: get it by another way and compare its fingerprint:`,
	fingerprint: 'Fingerprint of the trust file',
	check: 'How to verify the package',
	steps: (address) => [
		`Open ${address} and choose the whole package. It stays on your device.`,
		'Or without a network: letopis-verify package.asice --trust trust-file.json',
		'Or with openssl and sha256sum, as README.txt says.',
	],
	limits: 'What follows from it, and what does not',
	proves:
		'It is proven that the file with this digest is in the town’s record, and within which bounds of time. Nothing is said of whether its content is right.',
}

export const WORDS: Readonly<Record<'cs' | 'en', ProtocolWords>> = { cs, en }
