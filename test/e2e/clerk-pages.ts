/**
 * The clerk's pages that the browser tests look at, in both languages, light and dark, on a telephone and on a desk.
 * Each is shown as it is in the middle of work: a new page is one line here.
 * @module
 */
import { makePdf } from '../../scripts/demo-pdf.ts'
import type { Clerk, ClerkTown } from './clerk-town.ts'

export interface ClerkPage {
	readonly name: string
	/** without language */
	readonly path: string
	/** its heading in Czech */
	readonly heading: string
	/** shown to whoever is not signed in */
	readonly outside?: boolean
	/** shown to somebody of another department */
	readonly stranger?: boolean
}

async function made<T>(answer: Response): Promise<T> {
	if (!answer.ok) throw new Error(`${answer.url}: ${answer.status} ${await answer.text()}`)
	return (await answer.json()) as T
}

/** Fills an office with one of everything. @returns its pages */
export async function preparePages(office: ClerkTown, clerk: Clerk): Promise<ClerkPage[]> {
	const send = async <T>(path: string, body: unknown, method = 'POST') =>
		made<T>(await office.ask(clerk, path, { method, body }))
	const upload = async (draft: string, name: string) => {
		const bytes = makePdf(['Rozhodnutí', name])
		const digest = Buffer.from(await crypto.subtle.digest('SHA-256', new Uint8Array(bytes))).toString(
			'base64',
		)
		await send(
			`/api/v1/drafts/${draft}/file`,
			{ name: `${name}.pdf`, type: 'application/pdf', size: bytes.length },
			'PUT',
		)
		const answer = await office.ask(clerk, `/api/v1/drafts/${draft}/parts/0`, {
			method: 'PUT',
			body: new Uint8Array(bytes),
			headers: { 'Content-Type': 'application/octet-stream', 'Content-Digest': `sha-256=:${digest}:` },
		})
		await made(answer)
	}
	const draft = async (answers: object) => (await send<{ id: string }>('/api/v1/drafts', { answers })).id
	const record = async (title: string, more: object = {}) => {
		const id = await draft({
			metadata: { title, number: 'MUUK/01234/2026', kind: 'decision' },
			visibility: 'private',
			...more,
		})
		await upload(id, 'rozhodnuti')
		const answer = await office.ask(clerk, `/api/v1/drafts/${id}/confirm`, { method: 'POST', body: null })
		return made<{ document: string; entry: string }>(answer)
	}
	const { id: garages } = await send<{ id: string }>('/api/v1/cases', {
		title: 'Stavba garáže v ulici Nad Tratí',
	})
	const { id: fence } = await send<{ id: string }>('/api/v1/cases', {
		title: 'Oplocení',
		number: 'S-MUUK/77/2026',
	})
	const decision = {
		ruling: 'Stavba garáže se povoluje.',
		reasoning: 'Žádost splnila podmínky stavebního zákona.',
		instruction: 'Odvolat se lze do 15 dnů ke krajskému úřadu.',
	}
	const first = await record('Stavební povolení: garáž', { case: garages, decision })
	await record('Souhlas s kácením dřevin')
	await record('Vyjádření k oplocení', { case: fence })
	const open = await record('Vyhláška o ohništích', {
		...{ visibility: 'public', decision },
		metadata: {
			title: 'Vyhláška o ohništích',
			public: { title: 'Vyhláška o ohništích', number: 'V 1/2026' },
		},
	})
	const corrected = await record('Usnesení o přerušení řízení')
	const act = { relation: 'corrects', reason: 'Překlep v parcelním čísle' }
	await send(`/api/v1/documents/${corrected.document}/acts`, act)
	await office.ask(clerk, `/api/v1/cases/${fence}/closure`, {
		method: 'POST',
		body: { settled: 'Vyjádřením úřadu' },
	})
	const full = {
		// The number of another: the summary says so.
		metadata: { title: 'Rozhodnutí o umístění stavby', number: 'MUUK/01234/2026', kind: 'decision' },
		visibility: 'public',
		decision,
		form: { case: 'žádný' },
	}
	const begun = await draft(full)
	await upload(begun, 'umisteni')
	const empty = await draft({ metadata: { title: 'Rozepsaná smlouva', kind: 'contract' } })
	const keys = await made<{ passkeys: { id: string }[] }>(await office.ask(clerk, '/api/v1/passkeys'))
	const key = keys.passkeys[0]?.id ?? ''
	const step = `/urad/zapsat/${begun}`
	const document = `/urad/dokument/${first.document}`
	return [
		{ name: 'prihlaseni', path: '/prihlaseni', heading: 'Přihlášení pro úředníky', outside: true },
		{ name: 'pozvanka', path: '/pozvanka', heading: 'Vytvořte si přístupový klíč', outside: true },
		{ name: 'potvrzeni', path: '/prihlaseni/potvrzeni', heading: 'Prokažte se znovu klíčem' },
		{ name: 'odhlaseni', path: '/odhlaseni', heading: 'Odhlášení' },
		{ name: 'ucet', path: '/ucet', heading: 'Můj účet' },
		{ name: 'klic', path: `/ucet/klic/${key}`, heading: 'Přístupový klíč' },
		{ name: 'novy-klic', path: '/ucet/klic', heading: 'Přidat přístupový klíč' },
		{ name: 'dokumenty', path: '/urad', heading: 'Dokumenty' },
		{ name: 'filtr', path: '/urad?stav=corrected&kdo=moje', heading: 'Dokumenty' },
		{ name: 'nic', path: '/urad?text=nicneniteto', heading: 'Dokumenty' },
		{ name: 'duvod', path: document, heading: 'Proč to potřebujete vidět?', stranger: true },
		{
			...{ name: 'zadrzeno', path: `/urad/dokument/${open.document}`, stranger: true },
			heading: 'Vyhláška o ohništích',
		},
		{ name: 'prazdno', path: '/urad', heading: 'Dokumenty', stranger: true },
		{ name: 'dokument', path: document, heading: 'Stavební povolení: garáž' },
		{
			name: 'opraveny',
			path: `/urad/dokument/${corrected.document}`,
			heading: 'Usnesení o přerušení řízení',
		},
		{ name: 'zmena', path: `${document}/zmena?jak=annuls`, heading: 'Zrušení dokumentu' },
		{ name: 'rozhodnuti', path: `${document}/rozhodnuti`, heading: 'Jak jste rozhodli?' },
		{ name: 'zapsano', path: `${document}/zapsano?zapis=${first.entry}`, heading: 'Dokument je zapsán' },
		{
			...{
				name: 'zapsano-bez-spisu',
				path: `${document}/zapsano?zapis=${first.entry}&bez=spis&bez=rozhodnuti`,
			},
			heading: 'Dokument je zapsán',
		},
		{
			...{ name: 'nelze', path: `${document}/nelze?co=dolozka&proc=printing-busy` },
			heading: 'Doložku se nepodařilo připravit',
		},
		{ name: 'zapsat', path: '/urad/zapsat', heading: 'Zapsat dokument' },
		{ name: 'soubor', path: `/urad/zapsat/${empty}/soubor`, heading: 'Vyberte soubor' },
		{ name: 'soubor-chyba', path: `/urad/zapsat/${empty}/soubor?chyba=velky`, heading: 'Vyberte soubor' },
		{ name: 'soubor-nahrany', path: `${step}/soubor`, heading: 'Vyberte soubor' },
		{ name: 'rozpoznano', path: `${step}/rozpoznano`, heading: 'Co jsme v souboru poznali' },
		{ name: 'udaje', path: `${step}/udaje`, heading: 'O jaký dokument jde?' },
		{ name: 'spis', path: `${step}/spis`, heading: 'Do kterého spisu patří?' },
		{ name: 'vyrok', path: `${step}/rozhodnuti`, heading: 'Jak jste rozhodli?' },
		{ name: 'verejnost', path: `${step}/verejnost`, heading: 'Kdo dokument uvidí?' },
		{ name: 'souhrn', path: `${step}/souhrn`, heading: 'Zkontrolujte, co se zapíše' },
		{ name: 'spisy', path: '/urad/spisy', heading: 'Spisy' },
		{ name: 'novy-spis', path: '/urad/spisy/novy', heading: 'Založit spis' },
		{ name: 'spis-otevreny', path: `/urad/spisy/${garages}`, heading: 'Stavba garáže v ulici Nad Tratí' },
		{ name: 'spis-uzavreny', path: `/urad/spisy/${fence}`, heading: 'Oplocení' },
		{ name: 'vlozit', path: `/urad/spisy/${garages}/vlozit`, heading: 'Který dokument do spisu patří?' },
		{ name: 'uzavrit', path: `/urad/spisy/${garages}/uzavrit`, heading: 'Uzavřít spis' },
	]
}
