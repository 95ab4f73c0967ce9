/**
 * The pages of the inbox that the browser tests look at, with filings in several states.
 * @module
 */
import { publishAgenda } from './agenda.ts'
import { fileForTree } from './citizen.ts'
import type { ClerkPage } from './clerk-pages.ts'
import { type Clerk, type ClerkTown, OWN, recordInto } from './clerk-town.ts'

/** Files three times, and takes some steps. @returns the pages */
export async function prepareFilingPages(office: ClerkTown, clerk: Clerk): Promise<ClerkPage[]> {
	await publishAgenda(office.town, 'kaceni', OWN)
	const { filing: waiting } = await fileForTree(office.town.url, 'Petr Dvořák')
	const { filing: open } = await fileForTree(office.town.url, 'Jana Nováková')
	const { filing: corrected } = await fileForTree(office.town.url, 'Spolek Ukázkovské lípy')
	const take = async (filing: string, body: object) => {
		const path = `/api/v1/filings/${filing}`
		const seen = (await (await office.ask(clerk, path)).json()) as { newest: string }
		const headers = { 'If-Match': `"${seen.newest}"` }
		const answer = await office.ask(clerk, `${path}/steps`, { method: 'POST', body, headers })
		if (answer.status !== 201) throw new Error(`${filing}: ${answer.status} ${await answer.text()}`)
	}
	for (const one of [open, corrected]) await take(one, { step: 'confirmed', how: 'paper' })
	const { account } = (await (await office.ask(clerk, '/api/v1/sessions/current')).json()) as {
		account: { id: string }
	}
	await take(open, { step: 'assigned', assignee: account.id })
	await take(open, { step: 'message', text: 'Přijdeme se podívat v úterý.\nNebudete-li doma, nevadí.' })
	await take(open, { step: 'extended', code: 'mistni-setreni', text: 'Místní šetření na pozemku.' })
	await take(corrected, { step: 'correction-requested', text: 'Doplňte číslo parcely.', days: 15 })
	const entryOf = async (step: string) => {
		const answer = await office.ask(clerk, `/api/v1/filings/${corrected}`)
		const { steps } = (await answer.json()) as { steps: { step: string; entry: string }[] }
		return steps.find((one) => one.step === step)?.entry
	}
	await take(corrected, { step: 'suspended', how: 'Čeká se na znalce.' })
	await take(corrected, { step: 'voided', voids: await entryOf('suspended'), text: 'Patří k jinému podání.' })
	const { documents } = (await (await office.ask(clerk, `/api/v1/filings/${open}`)).json()) as {
		documents: { id: string }[]
	}
	/** Decided, and posted on the board. @returns it, and the notice */
	const posted = async (name: string): Promise<[filing: string, notice: string]> => {
		const { filing } = await fileForTree(office.town.url, name)
		await take(filing, { step: 'confirmed', how: 'paper' })
		const { case: case_ } = (await (await office.ask(clerk, `/api/v1/filings/${filing}`)).json()) as {
			case: string
		}
		const bytes = new TextEncoder().encode('Kácení se povoluje.')
		const document = await recordInto(office, clerk, case_, bytes, 'Rozhodnutí o kácení')
		await take(filing, { step: 'decided', document })
		const body = { document, title: 'Rozhodnutí o kácení', category: 'public-notice', withdraw: true }
		const answer = await office.ask(clerk, '/api/v1/board', { method: 'POST', body })
		return [filing, ((await answer.json()) as { id: string }).id]
	}
	const [choosing] = await posted('Marie Svobodová')
	const [reminded, notice] = await posted('Josef Černý')
	await take(reminded, { step: 'posted', posting: notice })
	await office.ask(clerk, `/api/v1/board/${notice}/take-down`, { method: 'POST', body: {} })
	const at = (filing: string, step = '') => `/urad/podani/${filing}${step && `/${step}`}`
	const tree = 'Povolení ke kácení stromu'
	return [
		{ name: 'podani', path: '/urad/podani', heading: 'Podání' },
		{ name: 'podani-nic', path: '/urad/podani?pohled=po&stav=open', heading: 'Podání' },
		{ name: 'podani-prazdno', path: '/urad/podani', heading: 'Podání', stranger: true },
		{ name: 'podani-duvod', path: at(open), heading: 'Proč to potřebujete vidět?', stranger: true },
		{ name: 'podani-otevrene', path: at(open), heading: tree },
		{ name: 'podani-doplneni', path: at(corrected), heading: tree },
		{
			...{ name: 'podani-omyl', path: at(corrected, `omyl/${await entryOf('correction-requested')}`) },
			heading: 'Zapsáno omylem',
		},
		{
			...{ name: 'podani-omyl-nejdriv', path: at(corrected, `omyl/${await entryOf('confirmed')}`) },
			heading: 'Zapsáno omylem',
		},
		{
			...{ name: 'podani-osvedceni', path: at(open, 'osvedceni') },
			heading: 'Osvědčení o digitálním úkonu',
		},
		{ name: 'podani-potvrdit', path: at(waiting, 'potvrdit'), heading: 'Potvrdit podání' },
		{ name: 'podani-pridelit', path: at(open, 'pridelit'), heading: 'Přidělit' },
		{ name: 'podani-vyzva', path: at(open, 'vyzva'), heading: 'Vyzvat k doplnění' },
		{ name: 'podani-prodlouzit', path: at(open, 'prodlouzit'), heading: 'Prodloužit lhůtu' },
		{ name: 'podani-rozhodnout', path: at(open, 'rozhodnout'), heading: 'Rozhodnout' },
		// A plan is no data message: the page says so.
		{
			...{ name: 'podani-datova-zprava', path: at(open, `datova-zprava/${documents[0]?.id}`) },
			heading: 'Datová zpráva jako doklad o doručení',
		},
		{ name: 'podani-vyveseno', path: at(choosing, 'vyveseno'), heading: 'Zapsat vyvěšení na desce' },
		{ name: 'podani-pripominka', path: at(reminded), heading: tree },
		{ name: 'podani-zpetvzeti', path: at(open, 'zpetvzeti'), heading: 'Zapsat zpětvzetí' },
	]
}
