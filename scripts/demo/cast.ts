/**
 * Who works in the fictional town: departments, people plainly made up, machines.
 * @module
 */

export const DEPARTMENTS = [
	{ code: 'stavebni', name: 'Stavební úřad' },
	{ code: 'zivotni-prostredi', name: 'Odbor životního prostředí' },
	{ code: 'doprava', name: 'Odbor dopravy' },
	{ code: 'kancelar', name: 'Kancelář tajemníka' },
	{ code: 'civilni-ochrana', name: 'Oddělení civilní ochrany', closed: true },
] as const

interface Member {
	readonly name: string
	readonly role: 'clerk' | 'head' | 'manager' | 'auditor' | 'administrator'
	readonly department: (typeof DEPARTMENTS)[number]['code'] | null
	/** what a visitor may try under this name */
	readonly visitor?: string
	/** left; cannot sign in any more */
	readonly gone?: true
}

/** Those who record and read in the story of the town. */
export const ACTING = {
	building: {
		...{ name: 'Úřednice Ukázková', role: 'clerk', department: 'stavebni' },
		visitor: 'clerk: record, correct, supersede, print clause sheets',
	},
	head: {
		...{ name: 'Vedoucí Ukázková', role: 'head', department: 'stavebni' },
		visitor: 'head of a department',
	},
	nature: { name: 'Úředník Ukázkový', role: 'clerk', department: 'zivotni-prostredi' },
	traffic: { name: 'Referent Ukázkový', role: 'clerk', department: 'doprava' },
	office: { name: 'Tajemnice Ukázková', role: 'clerk', department: 'kancelar' },
	auditor: {
		...{ name: 'Auditor Ukázkový', role: 'auditor', department: null },
		visitor: 'auditor: read everything, with a reason',
	},
} as const satisfies Record<string, Member>

export type Actor = keyof typeof ACTING

/** Those who are only in the directory. */
export const OTHERS: readonly Member[] = [
	{
		...{ name: 'Správkyně Ukázková', role: 'administrator', department: null },
		visitor: 'administrator: people, access tokens, health',
	},
	{
		...{ name: 'Manažer Ukázkový', role: 'manager', department: 'kancelar' },
		visitor: 'manager: figures and names, no file',
	},
	{ name: 'Bývalá Ukázková', role: 'clerk', department: 'doprava', gone: true },
]

/** In the order in which a newcomer is told of them. */
export const VISITORS: readonly Member[] = [...Object.values(ACTING), ...OTHERS]
	.filter((one) => 'visitor' in one)
	.toSorted((one, other) => rank(one) - rank(other))

function rank({ role }: Member): number {
	return ['clerk', 'administrator', 'head', 'auditor', 'manager'].indexOf(role)
}

interface Machine {
	readonly principal: string
	readonly scopes: readonly string[]
	readonly days: number
	readonly revoked?: true
}

/** Granted last, in this order: where the last one is, everything else is. */
export const MACHINES: readonly Machine[] = [
	{ principal: 'stara brana', scopes: ['documents:write'], days: 30, revoked: true },
	{ principal: 'dohled', scopes: ['metrics:read', 'operation:read'], days: 365 },
	{ principal: 'spisova sluzba', scopes: ['documents:write'], days: 90 },
]
