import type { Plural } from '#lib/locale/format.ts'

/** Words that the administrator's pages share. */
export const cs = {
	nav: 'Správa',
	health: 'Stav',
	people: 'Lidé',
	departments: 'Odbory',
	agendas: 'Agendy',
	access: 'Přístupy programů',
	entries: {
		one: 'Zapsáno do knihy pod číslem',
		few: 'Zapsáno do knihy pod čísly',
		other: 'Zapsáno do knihy pod čísly',
	} as Plural,
	unchanged: 'Nic se nezměnilo, proto se nic nezapsalo.',
	hindered: {
		ended: {
			title: 'Přihlášení mezitím skončilo',
			text: 'Nic se neprovedlo a co jste vyplnili, zůstalo. Přihlaste se v novém okně, vraťte se sem a odešlete formulář znovu.',
			link: 'Přihlásit se v novém okně',
		},
		unproven: {
			title: 'Prokažte se znovu klíčem',
			text: 'Od posledního prokázání uběhlo pět minut. Nic se neprovedlo a co jste vyplnili, zůstalo. Prokažte se v novém okně, vraťte se sem a odešlete formulář znovu.',
			link: 'Prokázat se v novém okně',
		},
		stale: {
			title: 'Formulář byl otevřený příliš dlouho',
			text: 'Nic se neprovedlo. Zkontrolujte, co je vyplněné, a odešlete jej znovu.',
			link: null,
		},
		changed: {
			title: 'Mezitím to někdo změnil',
			text: 'Nic se neprovedlo. Níže je stav, jaký je teď. Zkontrolujte jej a rozhodněte znovu.',
			link: null,
		},
	} as Record<
		'ended' | 'unproven' | 'stale' | 'changed',
		{ title: string; text: string; link: string | null }
	>,
	back: 'Zpět beze změny',
}
