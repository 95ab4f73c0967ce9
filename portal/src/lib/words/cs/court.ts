/** Words of the page that makes reports for a court. */
export const cs = {
	title: 'Zpráva pro soud',
	lead: 'Vložte dokument s potvrzením úřadu, nebo důkazní balíček, a soubor důvěry. Vznikne zpráva na dva listy: co bylo zkontrolováno, čím, co to znamená a co ne. Nic z toho neopustí toto zařízení.',
	need: 'Zpráva vznikne, jakmile vložíte dokument i potvrzení, nebo důkazní balíček.',
	caseLabel: 'Spisová značka',
	caseHint: 'Jen pro vás: vytiskne se na zprávu, nikam se neodešle ani neuloží.',
	print: 'Vytisknout zprávu',
	appendixToo: 'Vytisknout i přílohu s důkazy',
}
