/** Words of the accessibility statement, § 8 of Act 99/2019; the figures come from the recorded test results. */
export const cs = {
	title: 'Přístupnost',
	lead: 'Tento web má být použitelný pro každého: klávesnicí, se čtečkou, zvětšený, bez skriptů i na papíře.',
	stateTitle: 'Jak jsme na tom',
	conforms:
		'Automatické zkoušky nenašly žádné porušení normy EN 301 549 ani pravidel WCAG 2.2 na úrovni AA, kterých se drží zákon č. 99/2019 Sb.',
	partly:
		'Web je v souladu se zákonem č. 99/2019 Sb. jen částečně. Zkoušky našly nedostatky, na jejichž nápravě pracujeme.',
	howTitle: 'Jak to víme',
	how: 'Prohlášení vzniká z výsledků automatických zkoušek každého vydání programu. Zkoušky poznají jen část překážek; člověk se čtečkou může narazit na další.',
	caption: (tool: string) => `Výsledky zkoušek nástrojem ${tool}`,
	columns: { part: 'Část', date: 'Zkoušena', pages: 'Stránek', runs: 'Zkoušek', violations: 'Porušení' },
	parts: { public: 'Pro všechny', clerk: 'Pro úředníky', administrator: 'Pro správce' },
	runs: 'Každá stránka se zkouší česky i anglicky, na počítači i na telefonu, ve světlém i tmavém vzhledu.',
	beyondTitle: 'Také ověřujeme:',
	beyond: {
		keyboard: 'ovládání jen klávesnicí',
		reflow: 'šířka 320 px a text zvětšený na 200 % bez posouvání do stran',
		noScripts: 'použití bez skriptů',
		forcedColors: 'vlastní barvy systému',
		print: 'tisk',
	},
	knownTitle: 'O čem víme',
	known: [
		'Přihlášení přístupovým klíčem a kontrola dokumentu v prohlížeči potřebují skripty. Bez nich poslouží příkazová řádka.',
		'Nahrané dokumenty pocházejí od úřadu a nemusí být přístupné. Požádejte o jinou podobu.',
	],
	feedbackTitle: 'Narazili jste na překážku?',
	feedback: 'Napište nebo zavolejte úřadu. Odpoví do 30 dnů.',
	feedbackLink: 'Kontakt',
	enforcementTitle: 'Když odpověď nestačí',
	enforcement:
		'Obraťte se na Digitální a informační agenturu, která na přístupnost dohlíží (www.dia.gov.cz).',
}
