import type { Plural } from '#lib/locale/format.ts'

/** Words of the page about one document, and of the search that leads to it. */
export const cs = {
	crumb: 'Najít záznam',
	untitled: (index: string) => `Dokument, zápis č. ${index}`,
	private: 'Neveřejný dokument',
	privateText:
		'Obsah ani popis tohoto dokumentu nejsou veřejné. Veřejné je, že záznam existuje, kdy vznikl a co se s ním stalo potom. Kdo dokument má, ověří jej s potvrzením.',
	state: 'Stav',
	states: {
		'in-force': 'Beze změny',
		corrected: 'Opraven',
		superseded: 'Nahrazen',
		annulled: 'Zrušen',
		disposed: 'Skartován',
	},
	stateAsOf: (size: string, when: string) => `k hlavě č. ${size}, podle prohlášení úřadu z ${when}`,
	recorded: 'Zapsáno',
	index: 'Zápis',
	id: 'Označení',
	number: 'Číslo jednací',
	hash: 'Otisk (SHA-256)',
	versions: { one: '# verze', few: '# verze', other: '# verzí' } as Plural,
	version: 'Verze',
	latest: (n: string) => `verze ${n}, nejnovější`,
	versionOf: (n: string) => `verze ${n}`,
	download: 'Stáhnout dokument',
	receipt: 'Stáhnout potvrzení',
	verify: 'Ověřit dokument',
	actsTitle: 'Co se stalo potom',
	noActs: 'O tomto zápisu žádný pozdější nic neříká.',
	acts: {
		supersedes: 'Nahrazen zápisem',
		corrects: 'Opraven zápisem',
		annuls: 'Zrušen zápisem',
		disposes: 'Skartován zápisem',
	},
	act: (index: string) => `č. ${index}`,
	versionsTitle: 'Verze',
	statement: 'Podepsané prohlášení úřadu',
	statementText: 'Kdokoli je může podle veřejné knihy vyvrátit.',
	search: {
		title: 'Hledání veřejného dokumentu',
		several: 'Tomuto číslu odpovídá víc dokumentů',
		again: 'Ověřit soubor nebo hledat znovu',
		number: 'Žádný veřejný dokument nemá přesně toto číslo. Neveřejné dokumenty podle čísla najít nelze.',
	},
}
