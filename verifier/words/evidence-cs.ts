/**
 * What is said of evidence records, in Czech.
 * @module
 */
import type { evidenceEn } from './evidence-en.ts'

export const evidenceCs: Readonly<Record<keyof typeof evidenceEn, string>> = {
	'evidence-place': 'Razítko {stamp} řetězce {chain} v záznamu {record}',
	'evidence-readable':
		'Záznam {record} je správně utvořený důkazní záznam; řetězců: {chains}, časových razítek: {stamps}.',
	'evidence-unreadable': 'Záznam {record} není důkazní záznam: {detail}.',
	'evidence-encrypted': 'Záznam {record} se týká zašifrované podoby dokumentu, která se zde neposuzuje.',
	'evidence-no-file': 'Chybí soubor, který by se s tím, co je orazítkováno, porovnal.',
	'evidence-covers': '{place} kryje přesně tento soubor.',
	'evidence-differs':
		'{place} tento soubor nekryje. Stačí jediný změněný bit; kde se změnil, otisk neprozradí.',
	'evidence-linked': '{place} kryje razítko před sebou.',
	'evidence-unlinked': '{place} nekryje razítko před sebou, které mělo obnovit.',
	'evidence-rehashed': '{place} kryje soubor a všechny dřívější řetězce novým otiskem.',
	'evidence-not-rehashed': '{place} nekryje soubor spolu se všemi dřívějšími řetězci, které mělo obnovit.',
	'evidence-not-compared': '{place} nebylo se souborem porovnáno, chybí jeho otisk tímto algoritmem.',
	'evidence-two-digests': '{place} je pořízeno jiným algoritmem otisku než jeho řetězec.',
	'evidence-undeclared-digest': '{place} je pořízeno algoritmem otisku, který záznam neuvádí.',
	'evidence-hash-length': '{place} obsahuje otisk, který jeho algoritmus nedává.',
	'evidence-stamp-broken': '{place} neplatí: {detail}.',
	'evidence-stamp-revoked': '{place} se nepočítá: {detail}.',
	'evidence-stamp-unsupported': '{place} zde nelze posoudit: {detail}.',
	'evidence-stamp-trusted': '{place} vydala {time} „{signer}“, již váš soubor důvěry uznává.',
	'evidence-stamp-untrusted': '{place} vydala {time} „{signer}“; váš soubor důvěry tuto autoritu neuznává.',
	'evidence-stamp-no-trust': '{place} vydala {time} „{signer}“; zda jí věřit, řekne jen soubor důvěry.',
	'evidence-out-of-order': '{place} je starší než to před ním, které mělo obnovit.',
	'evidence-not-yet': '{place} je pozdější než {needed}, ke kdy se posuzuje.',
	'evidence-certificates-ended': '{place} bylo třeba do {needed}, a jeho certifikáty skončily {until}.',
	'evidence-algorithm-ended': '{place} bylo třeba do {needed}, a {algorithm} už se tehdy nepočítal.',
	'evidence-not-withdrawn':
		'{place}: žádný z jeho certifikátů nebyl do {time} odvolán, jak říkají jejich vydavatelé.',
	'evidence-withdrawn-unknown':
		'{place}: nic zde neříká, zda jeho certifikáty nebyly odvolány; není to tedy známo.',
	'evidence-withdrawn-later':
		'{place}: jeho certifikát „{name}“ byl odvolán {time}, což dřívější razítka ponechává v platnosti.',
	'evidence-withdrawn':
		'{place} se nepočítá: jeho certifikát „{name}“ byl odvolán {time}, dříve než převzalo další razítko.',
	'evidence-in-force': '{place} je k {needed} v platnosti.',
	'evidence-was-in-force': '{place} platilo, dokud je {needed} nenahradilo další.',
	'headline-evidence-agrees': 'Shoduje se s tím, co bylo orazítkováno',
	'headline-evidence-invalid': 'Důkazní záznam není platný',
	'sentence-evidence-agrees':
		'Soubor se nejpozději od {time} nezměnil ani v jediném bitu; dosvědčuje to {authorities}.',
	'sentence-evidence-malformed':
		'Toto není důkazní záznam. Vezměte soubor .ers, který úřad vydal k dokumentu.',
	'sentence-evidence-invalid': 'Důkazní záznam si odporuje, je tedy poškozený nebo podvržený.',
	'sentence-evidence-differs':
		'Soubor není ten, jehož se důkazní záznam týká: jeho otisk se liší od orazítkovaného.',
	'sentence-evidence-no-file': 'Důkazní záznam platí; bez dokumentu s ním není co porovnat.',
	'sentence-evidence-untrusted':
		'Důkazní záznam drží pohromadě, ale spočívá na autoritě, kterou váš soubor důvěry neuznává.',
	'sentence-evidence-lapsed': 'Některé razítko důkazního záznamu neplatilo, když ho bylo třeba.',
	'sentence-evidence-unsupported': 'Důkazní záznam užívá něco, co tento ověřovač posoudit neumí.',
	'sentence-evidence-too-few':
		'Váš soubor důvěry žádá tolik nezávislých autorit: {required}. Tyto záznamy jsou od menšího počtu; vezměte i záznamy ostatních autorit.',
	'note-evidence-not-recorded':
		'Důkazní záznam říká, odkdy soubor existuje, ne že jej úřad zaznamenal, ani že je pravda, co v něm stojí. To první dokazuje potvrzení.',
	'note-evidence-idle':
		'Záznamy, které se pro vás nepočítají, vedle těch, které ano: {records}. Důvod říkají kontroly.',
	'note-evidence-as-of': 'Posouzeno k {time}.',
	'event-evidence-first': 'Orazítkovala {signer} (záznam {record})',
	'event-evidence-renewed': 'Obnovila {signer} (záznam {record}, řetězec {chain}, razítko {stamp})',
}
