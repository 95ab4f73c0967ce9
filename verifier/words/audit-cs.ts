/**
 * What an audit says, in Czech.
 * @module
 */
import type { auditEn } from './audit-en.ts'

export const auditCs: Readonly<Record<keyof typeof auditEn, string>> = {
	'audit-checkpoint-malformed': 'Hlava knihy není správně utvořena: {detail}.',
	'audit-rollback': 'Kniha se zkrátila z velikosti {before} na {size}: konec byl odstraněn.',
	'audit-fork':
		'Začátek knihy (velikost {size}) není ten, který patřil k zapamatované hlavě: historie byla přepsána.',
	'audit-bundle-missing': 'Chybí svazek zápisů {path}.',
	'audit-bundle-malformed': 'Svazek zápisů není správně utvořen: {detail}.',
	'audit-tile-missing': 'Dlaždice {path} chybí nebo má špatnou délku.',
	'audit-tile-differs': 'Dlaždice {path} není to, co ze zápisů vychází.',
	'audit-leaf-differs': 'Zápis má jiný otisk, než uvádí dlaždice.',
	'audit-root-differs': 'Zápisy nevedou ke kořeni hlavy o velikosti {size}.',
	'audit-entry-malformed': 'Zápis není správně utvořen: {detail}.',
	'audit-genesis-misplaced': 'Úvodní zápis stojí jinde než na začátku.',
	'audit-genesis-missing': 'První zápis není úvodní zápis.',
	'audit-genesis-origin': 'Úvodní zápis je z jiné knihy: {origin}.',
	'audit-genesis-demo': 'Úvodní zápis a soubor důvěry se neshodují v tom, zda jde o ukázkovou knihu.',
	'audit-genesis-stamp': 'Časové razítko úvodního zápisu neplatí: {detail}.',
	'audit-genesis-predecessor':
		'Podle vašeho souboru důvěry tato kniha navazuje na „{origin}“, uzavřenou při velikosti {size}; úvodní zápis uvádí jiný konec, nebo žádný.',
	'audit-closed-short':
		'Podle vašeho souboru důvěry byla tato kniha uzavřena při velikosti {end}, tady však má jen {size}: konec chybí.',
	'audit-time-backwards': 'Čas jde zpět, z minuty {before} na {time}.',
	'audit-anchor-link': 'Zápis jmenuje jako kotvu něco, co dřívější kotvou není: {cid}.',
	'audit-earlier-differs':
		'Uvedená předchozí kniha „{origin}“ nevede ke kořeni, který jí při velikosti {size} přisuzuje její nástupce.',
	'audit-link': 'Odkaz „{name}“ nevede k dřívějšímu zápisu: {cid}.',
	'audit-anchor-size': 'Kotva tvrdí, že orazítkovala hlavu o velikosti {size}, víc, než zápisů bylo.',
	'audit-anchor-order': 'Kotva „{authority}“ se vrací před svou kotvu č. {other}.',
	'audit-anchor-blob-missing': 'Kniha nemá objekt {cid}, který zápis jmenuje.',
	'audit-anchor-blob-differs': 'Objekt {cid} není ten, který zápis jmenuje.',
	'audit-anchor-note': 'Orazítkovaná hlava není z této knihy nebo nemá tu velikost ({origin}, {size}).',
	'audit-anchor-root': 'Orazítkovaná hlava o velikosti {size} má jiný kořen než zápisy: dvojí historie.',
	'audit-anchor-unsigned': 'Hlavu orazítkovanou „{authority}“ nepodepsala důvěryhodná kniha.',
	'audit-anchor-stamp': 'Časové razítko neplatí: {detail}.',
	'audit-anchor-clock': 'Udávaný čas odporuje časovému razítku „{authority}“ ({time}).',
	'audit-renewal-log': 'Obnova se týká razítek knihy „{origin}“, na kterou tato nenavazuje.',
	'audit-renewal-range':
		'Obnova razítek autority „{authority}“ (zápisy {from} až {to}) nenavazuje na konec té předchozí.',
	'audit-renewal-root': 'Obnova nekryje těch {count} razítek autority „{authority}“, která jmenuje.',
	'audit-renewal-stamp': 'Časové razítko, které obnovuje jiná, neplatí: {detail}.',
	'audit-renewal-head': 'Obnova uvádí pro {size} zápisů jiný kořen knihy, než mají.',
	'audit-renewal-second-head':
		'Obnova uvádí pro {size} zápisů jiný kořen druhého stromu, než k jakému vedou zápisy a zveřejněné kořeny polí.',
	'audit-renewal-order': 'Časové razítko autority „{authority}“ je starší než razítko, které má obnovit.',
	'audit-headline-whole': 'Kniha je celistvá',
	'audit-headline-findings': 'Kniha není v pořádku',
	'audit-headline-undecided': 'Nelze rozhodnout',
	'audit-headline-untrusted': 'Není to důvěryhodná kniha',
	'audit-sentence-whole':
		'Celá kniha „{origin}“ byla přečtena, ověřena a znovu spočtena; její zápisy ({size}) vedou k podepsané hlavě.',
	'audit-sentence-findings': 'Nalezené závady: {count}. První: {first}',
	'audit-sentence-no-trust':
		'Zápisy knihy „{origin}“ ({size}) drží pohromadě, ale bez souboru důvěry nikdo neřekne, čí kniha to je.',
	'audit-sentence-untrusted': 'Kniha „{origin}“ není ta, jíž věříte: {detail}.',
	'audit-sentence-quorum':
		'Zápisy drží pohromadě, ale hlavě chybějí spolupodpisy, které váš soubor důvěry žádá: {missing}.',
	'audit-sentence-incomplete':
		'Kontrola byla přerušena po {done} z {size} zápisů. Spusťte ji znovu, bude pokračovat.',
	'audit-place-entry': 'zápis {index}',
	'audit-place-log': 'kniha',
	'audit-first':
		'Nebylo s jakou dřívější hlavou porovnat; s volbou --state si kontrola tuto zapamatuje pro příště.',
	'audit-extends': 'Kniha navazuje na zapamatovanou hlavu o velikosti {before}.',
	'audit-successor':
		'Kniha navazuje na knihu úřadu „{origin}“, uzavřenou při velikosti {size} (kořen {root}). Tu je třeba zkontrolovat zvlášť.',
	'audit-links-checked': 'Odkazy, které vedou k zápisům předchozích knih ({origins}): {count}.',
	'audit-links-unchecked':
		'Odkazy do předchozích knih, které kontrolovány nebyly: {count}. Knihy, kam vedou, uveďte volbou --earlier.',
	'audit-renewals-checked': 'Obnovy razítek dřívějších knih, které byly s nimi porovnány: {count}.',
	'audit-renewals-unchecked':
		'Obnovy razítek dřívějších knih, které s nimi porovnány nebyly: {count}. Předejte tyto knihy volbou --earlier.',
	'audit-lost':
		'Úvodní zápis prohlašuje zápisy {from} až {to} předchozí knihy za ztracené: úřad je potvrdil ({count}) a nepodařilo se je obnovit.',
	'audit-closed':
		'Podle vašeho souboru důvěry byla tato kniha při velikosti {end} uzavřena; nynější knihou úřadu je „{origin}“.',
	'audit-counts': 'Zápisy podle druhu: {kinds}.',
	'audit-stamps':
		'Časová razítka: od uznaných autorit {trusted}, od jiných {untrusted}, neposouditelná {unsupported}.',
	'audit-tags':
		'Značky přístupu zapečetěných zápisů ({sealed}) kontrolovány nebyly: k tomu je třeba klíč dokumentu, o který může požádat osoba, jíž se týká.',
	'audit-access-gap':
		'je tu přístup č. {n} k dokumentu „{label}“, ale č. {missing} před ním ne: některé přístupy chybějí nebo jsou skryté',
	'audit-accesses':
		'Přístupů k „{label}“ je v knize {count}, poslední v zápisu {last}. Další za ním v ní není. Řekli-li vám o méně, neřekli vám o všech.',
	'audit-accesses-none': 'V knize není žádný přístup k „{label}“, nebo klíč patří k jiné knize.',
	'audit-unreadable': 'knihu nelze přečíst, nic tedy není rozhodnuto: {detail}',
	'audit-more': 'a dalších {count}',
}
