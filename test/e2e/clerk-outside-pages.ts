/**
 * The pages of the notice board, and of a filing that was begun, which browser tests look at: a clerk has to have posted
 * something, and a citizen to be in the middle of something.
 * @module
 */
import { publishAgenda } from './agenda.ts'
import { fileForTree } from './citizen.ts'
import type { ClerkPage } from './clerk-pages.ts'
import { type Clerk, type ClerkTown, OWN } from './clerk-town.ts'

/** Posts a document, begins filings. The permit to fell a tree is on offer. @returns the pages */
export async function prepareOutsidePages(office: ClerkTown, clerk: Clerk): Promise<ClerkPage[]> {
	return [...(await boardPages(office, clerk)), ...(await formPages(office))]
}

async function boardPages(office: ClerkTown, clerk: Clerk): Promise<ClerkPage[]> {
	const { documents } = (await (await office.ask(clerk, '/api/v1/register')).json()) as {
		documents: { id: string }[]
	}
	const document = documents[0]?.id ?? ''
	const post = async (title: string, withdraw: boolean) => {
		const body = { document, title, category: 'public-notice', withdraw }
		const answer = await office.ask(clerk, '/api/v1/board', { method: 'POST', body })
		if (answer.status !== 201) throw new Error(`/api/v1/board: ${answer.status} ${await answer.text()}`)
		return ((await answer.json()) as { id: string }).id
	}
	const id = await post('Oznámení o zahájení řízení', true)
	const [left, gone] = [await post('Oznámení, které zůstává', false), await post('Oznámení o opravě', true)]
	for (const one of [left, gone])
		await office.ask(clerk, `/api/v1/board/${one}/take-down`, { method: 'POST', body: {} })
	const token = 'x'.repeat(22)
	return [
		{ name: 'deska', path: '/deska', heading: 'Úřední deska', outside: true },
		{ name: 'deska-vyveseno', path: `/deska/${id}`, heading: 'Oznámení o zahájení řízení', outside: true },
		{ name: 'deska-stazeno', path: `/deska/${gone}`, heading: 'Sejmutý dokument', outside: true },
		{ name: 'deska-zustava', path: `/deska/${left}`, heading: 'Oznámení, které zůstává' },
		{ name: 'deska-archiv', path: '/deska/archiv', heading: 'Archiv sejmutých', outside: true },
		{ name: 'deska-odber', path: '/deska/odber', heading: 'Úřední deska e-mailem', outside: true },
		{
			name: 'deska-potvrdit',
			path: `/deska/odber/${token}`,
			heading: 'Potvrďte odběr úřední desky',
			outside: true,
		},
		{
			name: 'deska-konec',
			path: `/deska/odber/konec/${token}`,
			heading: 'Zrušit odběr úřední desky',
			outside: true,
		},
		{ name: 'urad-deska', path: '/urad/deska', heading: 'Deska' },
		{ name: 'urad-deska-sejmout', path: `/urad/deska/${id}`, heading: 'Sejmout z úřední desky' },
		{ name: 'urad-deska-stahnout', path: `/urad/deska/${left}`, heading: 'Odstranit z archivu desky' },
		{ name: 'vyvesit', path: `/urad/dokument/${document}/vyvesit`, heading: 'Vyvěsit na úřední desku' },
	]
}

async function formPages({ town }: ClerkTown): Promise<ClerkPage[]> {
	const ask = async (path: string, method: string, body: unknown) => {
		const headers = { 'Content-Type': 'application/json' }
		const init = { method, headers, body: JSON.stringify(body) }
		const answer = await fetch(`${town.url}/api/v1/filing-drafts${path}`, init)
		if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`)
		return (await answer.json()) as { key: string }
	}
	const begin = async (body: object) => (await ask('', 'POST', body)).key
	const tree = await begin({ agenda: 'kaceni' })
	const before = await publishAgenda(town, 'parkovani', OWN)
	const changed = await begin({ agenda: 'parkovani' })
	await publishAgenda(town, 'parkovani', OWN, before)
	const { number, pin, key } = await fileForTree(town.url, 'Karel Vzorný')
	const reply = await begin({ number, pin, step: 'reply' })
	const page = (name: string, path: string, heading: string): ClerkPage => ({
		...{ name: `podat-${name}`, path: `/podat/${path}`, heading, outside: true },
	})
	return [
		page('krok', `${tree}/1`, 'Kdo žádá'),
		page('prilohy', `${tree}/prilohy`, 'Přílohy'),
		page('priloha', `${tree}/prilohy/planek`, 'Soubor: Plánek se zákresem stromu'),
		page('souhrn', `${tree}/souhrn`, 'Zkontrolujte, co podáváte'),
		page('zahodit', `${tree}/zahodit`, 'Opravdu zahodit?'),
		page('zmena', `${changed}/zmena`, 'Formulář se mezitím změnil'),
		page('hotovo', `${key}/hotovo`, 'Podání je přijato'),
		page('odpoved', `${reply}/odpoved`, 'Zpráva úřadu'),
	]
}
