/** Words of the pages that are shown when something is not as asked for. */
export const cs = {
	help: 'Potřebujete pomoc? Napište nebo zavolejte úřadu:',
	contact: 'Kontakt',
	home: 'Zpět na úvod',
	404: {
		title: 'Stránka nenalezena',
		text: 'Zkontrolujte, zda je adresa celá a bez překlepu. Stránka mohla být také přesunuta.',
	},
	403: {
		title: 'Sem nemáte přístup',
		text: 'Přihlaste se účtem, který na to má oprávnění, nebo se obraťte na správce.',
	},
	405: { title: 'Takto to nejde', text: 'Vraťte se a zkuste to z formuláře na stránce.' },
	413: {
		title: 'Soubor je příliš velký',
		text: 'Vyberte menší soubor. Nic z toho, co jste poslali, se nezapsalo.',
	},
	429: {
		title: 'Příliš mnoho pokusů',
		text: 'Počkejte minutu a zkuste to znovu.',
	},
	503: {
		title: 'Služba je teď nedostupná',
		text: 'Zkuste to za chvíli znovu. Co bylo dříve potvrzeno, je zapsáno a neztratilo se.',
	},
	500: {
		title: 'Omlouváme se, něco se pokazilo',
		text: 'Chyba je na naší straně. Zkuste to za chvíli znovu; co bylo dříve potvrzeno, je zapsáno.',
	},
	400: { title: 'Požadavku nerozumíme', text: 'Vraťte se a zkuste to znovu.' },
	reference: 'Při hlášení chyby uveďte:',
}
