/**
 * What the fictional town has written: cases with their documents, and documents outside cases. None of it happened.
 * @module
 */
import type { Actor } from './cast.ts'

export interface Decision {
	readonly ruling: string
	readonly reasoning: string
	readonly instruction: string
}

export interface Change {
	readonly relation: 'version' | 'supersedes' | 'corrects' | 'annuls'
	readonly reason: string
	/** of the new file; absent: the act needs none */
	readonly text?: readonly string[]
}

export interface Paper {
	/** reference number, unique in the town */
	readonly number: string
	readonly title: string
	readonly kind: 'decision' | 'resolution' | 'measure' | 'contract' | 'record' | 'other'
	readonly public?: true
	readonly text: readonly string[]
	readonly decision?: Decision
	readonly changes?: readonly Change[]
}

export interface CaseStory {
	readonly number: string
	readonly title: string
	readonly by: Actor
	readonly papers: readonly Paper[]
	/** how it was settled; absent: it is open */
	readonly settled?: string
}

const APPEAL =
	'Proti tomuto rozhodnutí lze podat do 15 dnů ode dne doručení odvolání ke krajskému úřadu, a to podáním u městského úřadu Ukázkov.'
const NO_APPEAL = 'Proti tomuto opatření se nelze odvolat.'

export const CASES: readonly CaseStory[] = [
	{
		...{ number: 'S-MUUK/0012/2026', title: 'Garáž u domu čp. 1, Ukázkov', by: 'building' },
		papers: [
			{
				...{
					number: 'MUUK/00101/2026',
					title: 'Oznámení o zahájení řízení o povolení garáže',
					kind: 'other',
				},
				public: true,
				text: [
					'Stavební úřad oznamuje účastníkům zahájení řízení o povolení stavby garáže u domu čp. 1.',
					'Do podkladů lze nahlédnout v úředních hodinách, námitky lze uplatnit do 30 dnů.',
				],
			},
			{
				...{ number: 'MUUK/00118/2026', title: 'Protokol o ohledání na místě', kind: 'record' },
				text: [
					'Ohledání proběhlo za přítomnosti stavebníka a vlastníka sousedního pozemku.',
					'Odstup garáže od hranice pozemku byl změřen na 2,1 m.',
				],
			},
			{
				...{ number: 'MUUK/00164/2026', title: 'Rozhodnutí o povolení garáže', kind: 'decision' },
				text: [],
				decision: {
					ruling: 'Povoluje se stavba garáže o půdorysu 6 × 3 m na pozemku parc. č. 12/3.',
					reasoning: 'Záměr je v souladu s územním plánem a námitky nebyly uplatněny.',
					instruction: APPEAL,
				},
				changes: [
					{
						relation: 'corrects',
						reason: 'Chyba v psaní: číslo pozemku',
						text: ['Ve výroku se číslo pozemku opravuje na parc. č. 12/5. Ostatní se nemění.'],
					},
				],
			},
		],
	},
	{
		...{ number: 'S-MUUK/0015/2026', title: 'Oplocení zahrady mateřské školy', by: 'building' },
		settled: 'Povoleno, rozhodnutí je v právní moci',
		papers: [
			{
				...{ number: 'MUUK/00122/2026', title: 'Výzva k doplnění podkladů', kind: 'other' },
				text: ['Doplňte situační výkres v měřítku 1 : 500 do 14 dnů od doručení této výzvy.'],
			},
			{
				...{ number: 'MUUK/00171/2026', title: 'Rozhodnutí o povolení oplocení', kind: 'decision' },
				text: [],
				decision: {
					ruling: 'Povoluje se oplocení zahrady mateřské školy výšky 1,8 m.',
					reasoning: 'Oplocení nezhorší rozhled na křižovatce; dopravní úřad souhlasil.',
					instruction: APPEAL,
				},
			},
		],
	},
	{
		...{ number: 'S-MUUK/0021/2026', title: 'Přístavba dílny v ulici Na Ukázce', by: 'building' },
		papers: [
			{
				...{ number: 'MUUK/00180/2026', title: 'Usnesení o přerušení řízení', kind: 'resolution' },
				text: ['Řízení se přerušuje do doložení požárně bezpečnostního řešení.'],
			},
			{
				...{ number: 'MUUK/00192/2026', title: 'Rozhodnutí o povolení přístavby', kind: 'decision' },
				text: [],
				decision: {
					ruling: 'Povoluje se přístavba dílny na pozemku parc. č. 48.',
					reasoning: 'Podklady byly doplněny a dotčené orgány souhlasily.',
					instruction: APPEAL,
				},
				changes: [
					{
						relation: 'supersedes',
						reason: 'Odvolací orgán rozhodnutí změnil',
						text: ['Přístavba dílny se povoluje pod podmínkou hlukové studie před zahájením provozu.'],
					},
				],
			},
		],
	},
	{
		...{ number: 'S-MUUK/0008/2026', title: 'Kácení lípy u Ukázkového mostu', by: 'nature' },
		papers: [
			{
				...{ number: 'MUUK/00087/2026', title: 'Odborný posudek stavu stromu', kind: 'record' },
				text: ['Strom je proschlý z 60 %, hrozí pád kosterních větví na cestu.'],
			},
			{
				...{
					number: 'MUUK/00131/2026',
					title: 'Rozhodnutí o povolení kácení',
					kind: 'decision',
					public: true,
				},
				text: [],
				decision: {
					ruling: 'Povoluje se kácení jedné lípy srdčité u Ukázkového mostu.',
					reasoning: 'Strom ohrožuje bezpečnost provozu; náhradní výsadba je uložena.',
					instruction: APPEAL,
				},
				changes: [{ relation: 'annuls', reason: 'Žadatel vzal žádost zpět před nabytím právní moci' }],
			},
		],
	},
	{
		...{ number: 'S-MUUK/0010/2026', title: 'Zapomenutá skládka za sokolovnou', by: 'nature' },
		settled: 'Odpad odstraněn, věc odložena',
		papers: [
			{
				...{ number: 'MUUK/00090/2026', title: 'Záznam z místního šetření', kind: 'record' },
				text: ['Na pozemku bylo nalezeno asi 3 m³ stavební suti. Pachatel není znám.'],
			},
			{
				...{ number: 'MUUK/00139/2026', title: 'Výzva k odstranění odpadu', kind: 'other' },
				text: ['Vlastník pozemku odstraní odpad do 30 dnů a předloží doklad o předání.'],
			},
		],
	},
	{
		...{ number: 'S-MUUK/0031/2026', title: 'Uzavírka Mostecké ulice', by: 'traffic' },
		papers: [
			{
				...{ number: 'MUUK/00201/2026', title: 'Rozhodnutí o uzavírce Mostecké ulice', kind: 'decision' },
				public: true,
				text: [],
				decision: {
					ruling:
						'Povoluje se úplná uzavírka Mostecké ulice od 1. do 14. března 2027 a objížďka ulicí Na Ukázce.',
					reasoning: 'Uzavírka je nezbytná pro opravu vodovodu.',
					instruction: APPEAL,
				},
				changes: [
					{
						relation: 'supersedes',
						reason: 'Zhotovitel požádal o jiný termín',
						text: ['Termín uzavírky se mění na 8. až 21. března 2027. Objížďka zůstává.'],
					},
				],
			},
			{
				...{ number: 'MUUK/00204/2026', title: 'Stanovisko správce vodovodu', kind: 'other' },
				text: ['Správce vodovodu s uzavírkou souhlasí a žádá přístup pro vozidla údržby.'],
			},
		],
	},
	{
		...{ number: 'S-MUUK/0033/2026', title: 'Úprava provozu na náměstí', by: 'traffic' },
		settled: 'Opatření nabylo účinnosti',
		papers: [
			{
				...{
					number: 'MUUK/00210/2026',
					title: 'Stanovení místní úpravy provozu na náměstí',
					kind: 'measure',
				},
				public: true,
				text: ['Na severní straně náměstí se stanoví zóna s omezenou rychlostí 30 km/h.', NO_APPEAL],
			},
		],
	},
	{
		...{ number: 'S-MUUK/0040/2026', title: 'Veřejná zakázka: střecha radnice', by: 'office' },
		papers: [
			{
				...{ number: 'MUUK/00222/2026', title: 'Výzva k podání nabídek na opravu střechy', kind: 'other' },
				public: true,
				text: ['Město vyzývá k podání nabídek na opravu střechy radnice do 31. ledna 2027.'],
				changes: [
					{
						relation: 'version',
						reason: 'Doplněna příloha s rozměry',
						text: ['Město vyzývá k podání nabídek na opravu střechy radnice. Příloha: rozměry krovu.'],
					},
				],
			},
			{
				...{ number: 'MUUK/00241/2026', title: 'Smlouva o dílo: oprava střechy radnice', kind: 'contract' },
				text: [
					'Zhotovitel provede opravu střechy radnice do 30. června 2027 za 1 250 000 Kč bez DPH.',
					'Záruka činí 60 měsíců od předání díla.',
				],
			},
			{
				...{ number: 'MUUK/00243/2026', title: 'Protokol o otevírání nabídek', kind: 'record' },
				text: ['Byly otevřeny tři nabídky, žádná nebyla vyřazena.'],
			},
		],
	},
	{
		...{ number: 'S-MUUK/0041/2026', title: 'Zasedání zastupitelstva č. 3/2026', by: 'office' },
		settled: 'Zápis ověřen a zveřejněn',
		papers: [
			{
				...{ number: 'MUUK/00250/2026', title: 'Pozvánka na zasedání zastupitelstva', kind: 'other' },
				public: true,
				text: ['Zasedání se koná v úterý 15. prosince 2026 v 17 hodin ve velkém sále radnice.'],
			},
			{
				...{ number: 'MUUK/00266/2026', title: 'Usnesení zastupitelstva č. 3/2026', kind: 'resolution' },
				public: true,
				text: [
					'Zastupitelstvo schvaluje rozpočet města na rok 2027.',
					'Zastupitelstvo bere na vědomí zprávu o opravě střechy radnice.',
				],
			},
		],
	},
]

/** Documents that are in no case, by whoever recorded them. */
export const LOOSE: readonly { readonly by: Actor; readonly papers: readonly Paper[] }[] = [
	{
		by: 'office',
		papers: [
			{
				...{
					number: 'MUUK/00003/2026',
					title: 'Obecně závazná vyhláška č. 1/2026 o nočním klidu',
					kind: 'other',
				},
				public: true,
				text: ['Noční klid trvá od 22 do 6 hodin. O slavnosti města začíná ve 2 hodiny.'],
			},
			{
				...{
					number: 'MUUK/00004/2026',
					title: 'Obecně závazná vyhláška č. 2/2026 o odpadech',
					kind: 'other',
				},
				public: true,
				text: ['Každý odkládá složky komunálního odpadu do nádob podle jejich barvy.'],
				changes: [{ relation: 'supersedes', reason: 'Nahrazena vyhláškou č. 5/2026' }],
			},
			{
				...{ number: 'MUUK/00302/2026', title: 'Nájemní smlouva: sál kulturního domu', kind: 'contract' },
				text: ['Pronajímatel přenechává sál na 24 hodin za 4 000 Kč.'],
			},
			{
				...{ number: 'MUUK/00305/2026', title: 'Odpověď na žádost o informace', kind: 'other' },
				text: ['Požadované informace jsou v příloze. Žádost je tím vyřízena.'],
			},
		],
	},
	{
		by: 'nature',
		papers: [
			{
				...{ number: 'MUUK/00145/2026', title: 'Závazné stanovisko k odběru vody z potoka', kind: 'measure' },
				text: ['S odběrem nejvýš 2 l/s se souhlasí mimo dobu sucha.'],
			},
		],
	},
	{
		by: 'traffic',
		papers: [
			{
				...{ number: 'MUUK/00215/2026', title: 'Povolení zvláštního užívání chodníku', kind: 'decision' },
				text: [],
				decision: {
					ruling: 'Povoluje se předzahrádka 4 × 2 m před kavárnou Ukázka od 1. května do 30. září 2027.',
					reasoning: 'Pro chodce zůstává volná šířka 1,5 m.',
					instruction: APPEAL,
				},
			},
		],
	},
]

/** What hangs on the notice board, or did. */
export const NOTICES: readonly {
	readonly by: Actor
	readonly number: string
	readonly title: string
	readonly category: string
	/** whether what it says goes from view when it is taken down */
	readonly withdraw: boolean
	/** its last day, so many days after today; absent: until it is taken down */
	readonly days?: number
	readonly takenDown?: true
}[] = [
	{
		...{ by: 'nature', number: 'MUUK/00139/2026', title: 'Výzva k odstranění odpadu' },
		...{ category: 'public-notice', withdraw: true, takenDown: true },
	},
	{
		...{ by: 'office', number: 'MUUK/00003/2026', title: 'Obecně závazná vyhláška č. 1/2026 o nočním klidu' },
		...{ category: 'bylaw', withdraw: false },
	},
	{
		...{
			by: 'building',
			number: 'MUUK/00192/2026',
			title: 'Rozhodnutí o povolení přístavby v ulici Na Ukázce',
		},
		...{ category: 'public-notice', withdraw: true, days: 15 },
	},
]

/** Who looks at what of others, and why. */
export const LOOKS: readonly { readonly by: Actor; readonly number: string; readonly purpose: string }[] = [
	{ by: 'traffic', number: 'MUUK/00164/2026', purpose: 'Stanovisko k výjezdu z garáže' },
	{ by: 'nature', number: 'MUUK/00192/2026', purpose: 'Posouzení hluku podle žádosti stavebního úřadu' },
	{ by: 'building', number: 'MUUK/00131/2026', purpose: 'Souběh s řízením o garáži' },
	{ by: 'auditor', number: 'MUUK/00164/2026', purpose: 'Kontrola spisu, plán kontrol 2026' },
	{ by: 'auditor', number: 'MUUK/00241/2026', purpose: 'Kontrola veřejných zakázek' },
	{ by: 'head', number: 'MUUK/00302/2026', purpose: 'Příprava porady vedení' },
]

/** What the clerk of the building office has begun and not finished. */
export const DRAFTS: readonly { readonly title: string; readonly number: string; readonly file: boolean }[] =
	[
		{ title: 'Rozhodnutí o povolení pergoly', number: 'MUUK/00311/2026', file: true },
		{ title: 'Výzva k doplnění podkladů: dílna', number: '', file: false },
	]
