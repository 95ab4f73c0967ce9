/** Words of the page of contacts. */
export const cs = {
	title: 'Kontakt',
	lead: 'Jak se spojit s úřadem, který tuto knihu vede.',
	office: 'Úřad',
	address: 'Adresa',
	email: 'E-mail',
	phone: 'Telefon',
	dataBox: 'Datová schránka',
	ico: 'IČO',
	hours: 'Úřední hodiny',
	noneTitle: 'Úřad zde kontakt zatím neuvedl',
	noneText: 'Správce jej zapíše do souboru letopis.toml, do oddílu [contact], a službu znovu spustí.',
	mistakeTitle: 'Našli jste chybu v dokumentu?',
	mistakeText:
		'Obraťte se na odbor, který jej vydal. Zapsaný dokument nejde změnit; úřad zapíše opravu, kterou ověření ukáže.',
	securityTitle: 'Našli jste chybu v této knize?',
	securityText:
		'Nesouhlasí-li otisk nebo důkaz, uschovejte si dokument, potvrzení i soubor důvěry tak, jak jsou, a ozvěte se.',
}
