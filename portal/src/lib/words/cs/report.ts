/** Words of the report for a court; loaded with it. */
export const cs = {
	reportTitle: 'Zpráva o ověření dokumentu',
	case: 'Spisová značka',
	file: 'Soubor',
	hash: 'Otisk souboru (SHA-256)',
	made: 'Vyhotoveno',
	madeBy: (when: string) => `${when} (podle hodin tohoto zařízení; výsledek na nich nezávisí)`,
	town: 'Úřad',
	record: 'Záznam',
	recordText: (index: string, log: string) => `zápis č. ${index} v knize ${log}`,
	checked: 'Co bylo zkontrolováno',
	question: 'Otázka',
	answer: 'Odpověď',
	proof: 'Důkaz',
	proofLink: (n: string) => `příloha ${n}`,
	ok: { yes: 'Ano', no: 'Ne', unknown: 'Nelze říci' },
	/** of questions that ask for more than yes or no */
	known: { yes: 'Zjištěno', no: 'Rozpor', unknown: 'Nelze říci' },
	questions: {
		content: 'Je to přesně ten soubor, který úřad zapsal?',
		inclusion: 'Je záznam v knize úřadu?',
		signature: 'Podepsal knihu ten, komu soud věří?',
		time: 'Od kdy a do kdy záznam vznikl?',
		state: 'Co se s dokumentem stalo potom?',
	},
	by: 'Čím',
	byText: (program: string) =>
		`Ověřovačem Letopis ${program} v prohlížeči, bez připojení k úřadu. Tuto stránku však vydává úřad sám. Nezávisle na něm totéž ověří samostatný program, získaný jinou cestou:`,
	byAfter: 'Otisky a podpisy lze přepočítat i bez něj, běžnými nástroji; postup i formáty jsou veřejné.',
	means: 'Co to znamená',
	meansNot: 'Co to neznamená',
	meaning: {
		agrees: [
			'Soubor je bit po bitu týž, k jehož otisku se úřad v záznamu zavázal. Jediná změna v něm by se projevila.',
			'Záznam je součástí knihy, kterou podepsal úřad; nelze jej změnit, vynechat ani vložit zpětně, aniž by podpisy a otisky přestaly souhlasit.',
		],
		bounded:
			'Doba vzniku záznamu nestojí jen na slově úřadu: vymezují ji časová razítka nezávislých autorit, kterým soubor důvěry věří.',
		withdrawn: 'Úřad sám později tento dokument nahradil, zrušil nebo skartoval. Rozhodný je pozdější zápis.',
		differs: [
			'Tento soubor není ten, jehož se potvrzení týká. Stačí jediný změněný bit: otisk neprozradí, kde ani proč se liší.',
			'Není tím řečeno, že je padělaný: mohl být znovu uložen, vytištěn a naskenován, nebo jde o jinou verzi. Vyžádejte si soubor tak, jak jej úřad vydal.',
		],
		invalid: [
			'Potvrzení si samo odporuje, je tedy poškozené nebo podvržené. O souboru z něj nelze usoudit nic.',
		],
		undecided: ['Z toho, co bylo předloženo, nelze rozhodnout ani o shodě, ani o neshodě. Důvod stojí výše.'],
	},
	meaningNot: [
		'Že je pravda, co v dokumentu stojí, ani že bylo rozhodnuto správně.',
		'Že je dokument v právní moci nebo byl doručen. To kniha takto nedosvědčuje.',
		'Že jsou platné elektronické podpisy a pečeti uvnitř souboru: to říká jen zvláštní zkoumání podpisů.',
		'Že úřad nevydal i něco jiného, co nezapsal.',
	],
	stateAsOf: (size: string) => `Co se stalo po stavu knihy o ${size} zápisech: o tom zpráva neříká nic.`,
	timeOwn: 'Kdy záznam vznikl, nezávisle na úřadu: čas udávají jen jeho hodiny.',
	trust: 'Komu soud věří',
	trustText:
		'Výsledek platí jen pro toho, kdo věří tomuto souboru důvěry. Jeho otisk je třeba porovnat jinou cestou, než kterou přišel důkaz:',
	trustNone:
		'Soubor důvěry nebyl předložen nebo jeho otisk nebyl porovnán. Bez něj nikdo neřekne, čí kniha to je.',
	channels: [
		'na papírové doložce, kterou účastník dostal od úřadu,',
		'na úřední desce v budově úřadu,',
		'telefonem nebo osobně u úřadu, na čísle získaném odjinud než z této stránky.',
	],
	compared: 'Otisk porovnal(a), kde a kdy:',
	appendix: 'Příloha: důkazy',
	appendixText: 'Každá kontrola s tím, z čeho vychází. Hodnoty jsou úplné, aby je šlo přepočítat.',
	path: 'Cesta důkazu',
	stamped: 'Vytištěno z',
}
