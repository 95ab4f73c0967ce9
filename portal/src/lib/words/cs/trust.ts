/** Words of the question whom the reader trusts. */
export const cs = {
	title: 'Komu věříte',
	none: 'Soubor důvěry říká, podle jakých klíčů poznáte knihu úřadu. Získejte jej jinou cestou než dokument, třeba z úřední desky, a přidejte jej k ostatním souborům.',
	offer: 'Načíst soubor, který nabízí sám úřad',
	offerHint: 'Platit začne, až jeho otisk porovnáte s otiskem na papíře nebo na úřední desce.',
	offered: 'Nabízí jej sám úřad, nepotvrzeno',
	dropped: 'Přidán vámi, nepotvrzeno',
	ask: 'Souhlasí tento otisk s tím, který máte na papíře nebo na úřední desce?',
	fingerprint: 'Otisk souboru důvěry (SHA-256)',
	where:
		'Kde jej porovnat: na papírové doložce, na úřední desce v budově úřadu, telefonem na úřadě. Nikoli na této stránce: vydává ji úřad sám.',
	yes: 'Ano, otisk souhlasí',
	no: 'Ne, nebo nevím',
	remember: 'Zapamatovat v tomto prohlížeči',
	rememberHint: 'Uloží se jen zde. Kdykoli jej můžete nechat zapomenout.',
	confirmed: 'Otisk jste porovnali.',
	remembered: 'Otisk jste porovnali a tento prohlížeč si soubor pamatuje.',
	show: 'Zobrazit otisk',
	forget: 'Zapomenout',
	demo: 'Ukázková kniha (DEMO): nikomu nic nedokazuje.',
}
