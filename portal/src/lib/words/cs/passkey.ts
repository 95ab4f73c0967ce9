/** Words of the button that asks for a passkey. */
export const cs = {
	busy: 'Čekám na váš klíč…',
	noScriptTitle: 'Přihlášení klíčem potřebuje JavaScript',
	noScriptText:
		'Prohlížeč se vašeho klíče jinak zeptat neumí. Povolte JavaScript pro tento web; po přihlášení už jej potřebovat nebudete.',
	noScriptCommand:
		'Bez prohlížeče lze dokumenty zapisovat z příkazové řádky: letopis ingest. Potřebujete token od správce.',
	noPasskeysTitle: 'Tento prohlížeč přístupové klíče nezná',
	noPasskeysText: 'Použijte novější prohlížeč, nebo jiné zařízení.',
	failed: {
		cancelled: {
			title: 'Klíč se neozval',
			text: 'Dotaz jste zavřeli, vypršel čas, nebo tu žádný váš klíč není. Zkuste to znovu.',
		},
		known: { title: 'Tento klíč už zaregistrovaný máte', text: 'Vyberte jiné zařízení nebo jiný klíč.' },
		limited: { title: 'Příliš mnoho pokusů', text: 'Počkejte minutu a zkuste to znovu.' },
		refused: { title: 'Úřad teď o klíč nežádá', text: 'Načtěte stránku znovu a zkuste to ještě jednou.' },
		offline: { title: 'Úřad neodpovídá', text: 'Zkontrolujte připojení a zkuste to znovu.' },
		broken: { title: 'S klíčem se něco nepovedlo', text: 'Zkuste to znovu, nebo použijte jiný klíč.' },
	},
}
