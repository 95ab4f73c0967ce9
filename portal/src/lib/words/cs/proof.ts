import type { Plural } from '#lib/locale/format.ts'

/** Words of the drawing of a proof. */
export const cs = {
	caption: 'Cesta důkazu od záznamu ke kořeni knihy',
	level: 'Patro',
	side: 'Strana',
	hash: 'Otisk',
	left: 'vlevo',
	right: 'vpravo',
	entry: 'záznam',
	root: 'kořen',
	step: 'soused',
	table: 'Totéž jako tabulka',
	alt: (steps: string) =>
		`Strom: záznam dole, kořen nahoře, mezi nimi ${steps}. Přesné hodnoty jsou v tabulce.`,
	steps: { one: '# krok', few: '# kroky', other: '# kroků' } as Plural,
}
