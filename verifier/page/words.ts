/**
 * What the page itself says, beside the words of the report.
 * @module
 */
import type { Language } from '../report.ts'

const cs = {
	skip: 'Přejít k výsledku',
	title: 'Ověření dokumentu',
	lead: 'Zjistěte, zda je dokument přesně ten, který úřad zapsal, kdy jej zapsal a co se o tom neví. Nic neopustí váš počítač: tato stránka se k síti připojit nemůže.',
	'document-title': 'Dokument',
	'document-hint': 'Soubor, který chcete ověřit.',
	'receipt-title': 'Potvrzení nebo balíček',
	'receipt-hint':
		'Potvrzení úřadu k dokumentu (.json, .tlog-proof), důkazní záznam (.ers), nebo celý balíček (.asice), v němž je i dokument.',
	'trust-title': 'Komu věříte',
	'trust-hint': 'Soubor důvěry vašeho úřadu, získaný jinou cestou než důkaz.',
	pick: 'Vybrat soubor',
	'pick-other': 'Vybrat jiný',
	'drop-note': 'Soubory můžete také přetáhnout kamkoli na tuto stránku; roztřídí se samy.',
	'drop-here': 'Pusťte soubory zde',
	footer:
		'Na ověřovač ani soubor důvěry, které přišly spolu s důkazem, se nespoléhejte. Stáhněte si je jinou cestou a otisk porovnejte s tím na papíře nebo na úřední desce.',
	hashing: 'Počítám otisk…',
	unreadable: 'Soubor nelze přečíst.',
	'too-large': 'Tento soubor je na potvrzení nebo soubor důvěry příliš velký.',
	'trust-malformed':
		'Toto není soubor důvěry ({detail}). Bývá to soubor .json s otiskem, který úřad zveřejnil.',
	'trust-ask': 'Je to otisk, který máte z papíru nebo z úřední desky?',
	'trust-accept': 'Ano, otisk souhlasí',
	'trust-refuse': 'Ne',
	'trust-remember': 'Zapamatovat v tomto prohlížeči',
	'trust-trusted': 'Důvěřujete této knize.',
	'trust-remembered':
		'Zapamatováno v tomto prohlížeči. Otisk si přesto porovnejte: jiná stránka z disku jej mohla podstrčit.',
	'trust-forget': 'Zapomenout',
	'trust-demo': 'DEMO – ukázková kniha, nikomu nic nedokazuje',
	fingerprint: 'Otisk (SHA-256)',
	'need-receipt': 'Vyberte ještě potvrzení. Bez něj není dokument s čím porovnat.',
	'to-decide': 'Zbývá říci, komu věříte.',
	'show-inputs': 'z čeho to vychází',
	print: 'Vytisknout',
	'size-bytes': '{n} B',
}

export type PageKey = keyof typeof cs

const en: Readonly<Record<PageKey, string>> = {
	skip: 'Skip to the result',
	title: 'Verify a document',
	lead: 'Find out whether a document is exactly the one that the town recorded, when it was recorded, and what is not known. Nothing leaves your computer: this page cannot connect to any network.',
	'document-title': 'Document',
	'document-hint': 'The file that you want to verify.',
	'receipt-title': 'Receipt or package',
	'receipt-hint':
		'The town’s receipt for the document (.json, .tlog-proof), an evidence record (.ers), or the whole package (.asice) that holds the document too.',
	'trust-title': 'Whom you trust',
	'trust-hint': 'Your town’s trust file, obtained by another way than the evidence.',
	pick: 'Choose a file',
	'pick-other': 'Choose another',
	'drop-note': 'You can also drop files anywhere on this page; they are sorted by themselves.',
	'drop-here': 'Drop the files here',
	footer:
		'Do not rely on a verifier or a trust file that came together with the evidence. Get them by another way and compare the fingerprint with the one on paper or on the town’s board.',
	hashing: 'Hashing…',
	unreadable: 'The file cannot be read.',
	'too-large': 'This file is too large for a receipt or a trust file.',
	'trust-malformed':
		'This is not a trust file ({detail}). It is usually a .json whose fingerprint the town has published.',
	'trust-ask': 'Is this the fingerprint that you have on paper or from the town’s board?',
	'trust-accept': 'Yes, it matches',
	'trust-refuse': 'No',
	'trust-remember': 'Remember in this browser',
	'trust-trusted': 'You trust this log.',
	'trust-remembered':
		'Remembered in this browser. Compare the fingerprint all the same: another page on this disk could have planted it.',
	'trust-forget': 'Forget',
	'trust-demo': 'DEMO – a demonstration log, it proves nothing to anyone',
	fingerprint: 'Fingerprint (SHA-256)',
	'need-receipt': 'Now choose the receipt. Without it there is nothing to compare the document with.',
	'to-decide': 'It remains to say whom you trust.',
	'show-inputs': 'what went into it',
	print: 'Print',
	'size-bytes': '{n} B',
}

const words: Readonly<Record<Language, Readonly<Record<PageKey, string>>>> = { cs, en }

export function pageWord(language: Language, key: PageKey, value = ''): string {
	return words[language][key].replace(/\{[a-z]+\}/, () => value)
}

/** The reader's language: Czech for Czech and Slovak readers, English for all others. */
export function readersLanguage(preferred: readonly string[]): Language {
	return preferred.some((tag) => /^(cs|sk)\b/i.test(tag)) ? 'cs' : 'en'
}

/** Bytes in the reader's way, with the exact number for small files. */
export function sizeText(language: Language, bytes: number): string {
	const units = ['B', 'kB', 'MB', 'GB', 'TB']
	let value = bytes
	let unit = 0
	for (; value >= 1000 && unit < units.length - 1; unit++) value /= 1000
	const number = new Intl.NumberFormat(language === 'cs' ? 'cs-CZ' : 'en-GB', { maximumFractionDigits: 1 })
	return `${number.format(value)} ${units[unit]}`
}
