/**
 * What the command line says beside the report, in Czech.
 * @module
 */
import type { cliEn } from './cli-en.ts'

export const cliCs: Readonly<Record<keyof typeof cliEn, string>> = {
	'cli-language': '--lang je cs nebo en, ne „{word}“',
	'cli-requirement': '--require zná time a witness, ne „{word}“',
	'cli-require-seal': '--require seal je jen pro balíčky',
	'cli-not-for-package': '--{option} není pro balíčky',
	'cli-package-alone': 'balíček stojí sám, dokument je v něm: {words}',
	'cli-report-in-audit': '--report k auditu nepatří',
	'cli-report-unwritable': 'zprávu nelze zapsat do {path} ({code})',
	'cli-unknown-option': 'volba {option} neexistuje',
	'cli-option-value': 'volba {option} se takto nepoužívá',
	'cli-arguments': 'argumentům nelze rozumět',
	'cli-no-receipt': 'chybí potvrzení',
	'cli-instant':
		'--{option} žádá den nebo okamžik v UTC, jako 2036-01-01 nebo 2036-01-01T12:00:00Z, ne „{word}“',
	'cli-for-evidence': '--{option} je jen pro důkazní záznamy',
	'cli-not-for-evidence': '--{option} není pro důkazní záznamy',
	'cli-for-signatures': '--{option} patří jen k signatures',
	'cli-not-for-signatures': '--{option} k signatures nepatří',
	'cli-no-signed': 'signatures potřebuje podepsaný soubor',
	'cli-too-large': '{path} má více než {limit} bajtů',
	'cli-no-roots': '{path} neobsahuje čitelný certifikát: {detail}',
	'cli-many-records': 'víc než {limit} důkazních záznamů najednou',
	'cli-no-algorithms': '{path} není tabulka algoritmů: {detail}',
	'cli-too-many': 'příliš mnoho argumentů: {words}',
	'cli-no-log': 'audit potřebuje adresu nebo složku knihy',
	'cli-require-in-audit': '--require k auditu nepatří',
	'cli-state-in-verify': '--state patří jen k auditu',
	'cli-access-keys-in-audit': '--access-keys patří jen k auditu',
	'cli-access-keys-state': '--access-keys a --state k sobě nepatří: přístupy se hledají od prvního zápisu',
	'cli-no-access-keys':
		'{path} není soubor klíčů přístupu (řádek {line}): na řádku je klíč o 32 bajtech v base64 a za ním název',
	'cli-earlier-in-verify': '--earlier patří jen k auditu',
	'cli-log-address': 'adresa knihy je bez hesla, dotazu a fragmentu',
	'cli-bad-address': '{address} není adresa',
	'cli-unreadable': '{path} nelze přečíst ({code})',
	'cli-no-trust-file': '{path} není soubor důvěry: {detail}',
	'cli-no-state-file': '{path} není soubor stavu tohoto ověřovače; odložte jej jinam',
	'cli-state-unwritable': 'stav nelze zapsat do {path} ({code})',
	'cli-other-state': 'soubor stavu patří ke knize „{remembered}“, toto je „{origin}“',
	'cli-internal': 'vnitřní chyba, nic nebylo rozhodnuto',
}
