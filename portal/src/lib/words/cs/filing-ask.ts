/** Words of the page that asks for number and PIN of a filing. */
export const cs = {
	title: 'Stav podání',
	lead: 'Číslo a PIN najdete na potvrzení o přijetí. Účet nepotřebujete.',
	number: 'Číslo podání',
	numberHint: 'Například 12/2026',
	pin: 'PIN',
	pinHint: 'Osm znaků, například 7H3K-9QZM. Na velikosti písmen nezáleží.',
	show: 'Zobrazit stav',
	lostTitle: 'Nemáte PIN?',
	lostText: 'Vydá vám nový úřad, když mu prokážete totožnost. Nic jiného k podání nevede, ani nám.',
	unknown: 'Takové číslo s takovým PIN nemáme. Zkontrolujte obojí na potvrzení.',
	limited: 'Příliš mnoho pokusů z vašeho připojení. Za deset vteřin to zkuste znovu.',
	numberMissing: 'Vyplňte číslo podání',
	pinMissing: 'Vyplňte PIN',
	another: 'Jiné podání',

	ofNumber: (number: string) => `Podání č. ${number}`,
}
