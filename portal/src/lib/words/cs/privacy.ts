/** Words of the privacy notice. */
export const cs = {
	title: 'Soukromí',
	lead: 'Co se o vás dozvíme, když tento web použijete: skoro nic.',
	visitTitle: 'Když si prohlížíte stránky',
	visit: [
		'Neukládáme žádné cookies a nesledujeme vás. Nic se nenačítá z jiných serverů.',
		'Provozní deník obsahuje čas, druh stránky a výsledek. Neobsahuje vaši adresu ani to, co jste hledali.',
	],
	verifyTitle: 'Když ověřujete dokument',
	verify: 'Dokument se nikam neposílá. Ověření běží ve vašem zařízení.',
	signInTitle: 'Když se přihlásíte',
	signIn:
		'Úředníkům uložíme jednu cookie, která drží přihlášení do zavření prohlížeče. Kdo přihlášení nepotřebuje, nedostane ji.',
	upload:
		'Při nahrávání souboru si prohlížeč pamatuje jeho název, velikost a čas změny, aby šlo pokračovat; po nahrání je zapomene.',
	logTitle: 'Co je v knize',
	log: [
		'Kniha sama neobsahuje osobní údaje. Každý zápis nese jen otisk zatížený náhodným číslem, ze kterého nic nevyčtete.',
		'Obsah dokumentů a osobní údaje leží zašifrované mimo knihu. Po uplynutí lhůty se zničí a ostatní důkazy platí dál.',
		'Každé nahlédnutí do neveřejného dokumentu se zapíše dřív, než se dokument ukáže.',
	],
	rightsTitle: 'Vaše práva',
	rights:
		'Správcem údajů je úřad. Můžete žádat o přístup ke svým údajům, o jejich opravu, omezení nebo výmaz a vznést námitku.',
	officer: 'Pověřenec pro ochranu osobních údajů:',
	officerNone: 'S žádostí se obraťte na úřad:',
	complaint: 'Stížnost můžete podat u Úřadu pro ochranu osobních údajů (www.uoou.gov.cz).',
}
