/**
 * Fills a DEMO town with people, cases and documents, through the API and as its users: clerks sign in with passkeys,
 * record, correct and annul, others look in with a reason.
 *
 * Each step is found done or is recorded under a key of its own, so a run that was cut off is simply done again, and
 * nothing is there twice. Only looks may repeat then: they are events.
 * @module
 */
import { addDays, dayOf } from '../../api/calendar/day.ts'
import type { Client } from '../client.ts'
import { ACTING, type Actor, DEPARTMENTS, MACHINES, OTHERS, VISITORS } from './cast.ts'
import { CASES, LOOKS, LOOSE, NOTICES } from './papers.ts'
import { type Account, invite, Person } from './person.ts'
import { beginDrafts, recordPaper } from './record.ts'
import type { Place } from './soft-key.ts'

const DAY = 86_400_000
/** Hours for which the code of a newcomer's link is good. */
const LINK_LIFE = 14 * 24

interface Token {
	readonly id: string
	readonly principal: string
}

interface Template {
	/** code of the agenda */
	readonly name: string
	readonly text: string
}

/**
 * @param place where passkeys are registered
 * @param secret from which the made-up people's passkeys derive
 * @returns whether anything was to be done
 */
export async function fillTown(town: Client, place: Place, secret: string): Promise<boolean> {
	const { tokens } = await get<{ tokens: Token[] }>(town, '/api/v1/tokens?limit=200')
	const done = (name: string) => tokens.some(({ principal }) => principal === name)
	if (MACHINES.every(({ principal }) => done(principal))) return addAgendas(town)
	await addDepartments(town)
	await addAgendas(town)
	const accounts = await addAccounts(town)
	const people = new Map<Actor, Person>()
	for (const [actor, { name }] of Object.entries(ACTING) as [Actor, { name: string }][]) {
		people.set(actor, await Person.enter(town, place, secret, known(accounts, name)))
	}
	await work((actor) => people.get(actor) ?? fail(actor))
	for (const one of people.values()) await one.leave()
	for (const machine of MACHINES) if (!done(machine.principal)) await grant(town, machine)
	return true
}

/** What the town's people do. */
async function work(person: (actor: Actor) => Person): Promise<void> {
	const documents = new Map<string, string>()
	for (const story of CASES) {
		const { number, title, by, papers, settled } = story
		const opened = { method: 'POST', body: { number, title }, key: `demo/${number}` }
		const { id } = await person(by).json<{ id: string }>('/api/v1/cases', opened)
		for (const paper of papers) documents.set(paper.number, await recordPaper(person(by), by, paper, id))
		if (settled === undefined) continue
		await person(by).ask(`/api/v1/cases/${id}/closure`, { method: 'POST', body: { settled } })
	}
	for (const { by, papers } of LOOSE) {
		for (const paper of papers) documents.set(paper.number, await recordPaper(person(by), by, paper, null))
	}
	for (const notice of NOTICES)
		await hang(person(notice.by), documents.get(notice.number) ?? fail(notice.number), notice)
	for (const { by, number, purpose } of LOOKS) {
		const at = `/api/v1/documents/${documents.get(number) ?? fail(number)}`
		await person(by).ask(at, { purpose })
		await (await person(by).ask(`${at}/content`, { purpose })).arrayBuffer()
	}
	await beginDrafts(person('building'), 'building')
}

async function hang(by: Person, document: string, notice: (typeof NOTICES)[number]): Promise<void> {
	const { number, title, category, withdraw, days, takenDown } = notice
	const until = days === undefined ? {} : { until: addDays(dayOf(Date.now()), days) }
	const body = { document, title, number, category, withdraw, ...until }
	// Done again on another day, the key would be one of another request: by then it hangs.
	const posted = { method: 'POST', body, key: `demo/deska/${number}`, before: 'idempotency-conflict' }
	const { id } = await by.json<{ id?: string }>('/api/v1/board', posted)
	if (takenDown && id !== undefined) {
		await by.ask(`/api/v1/board/${id}/take-down`, { method: 'POST', body: {} })
	}
}

/**
 * Addresses that let a newcomer in, each good once: everybody that {@link VISITORS} names, with a fresh code. Null for
 * whoever a visitor has renamed or deactivated since.
 */
export async function newcomerLinks(town: Client, { origins }: Place): Promise<[string, string | null][]> {
	const { accounts } = await get<{ accounts: Account[] }>(town, '/api/v1/accounts')
	const links: [string, string | null][] = []
	for (const { name, visitor = '' } of VISITORS) {
		const account = accounts.find((one) => one.name === name && one.active)
		const code = account === undefined ? null : await invite(town, account, LINK_LIFE)
		links.push([`${name}, ${visitor}`, code === null ? null : `${origins[0]}/pozvanka#kod=${code}`])
	}
	return links
}

async function addDepartments(town: Client): Promise<void> {
	const path = '/api/v1/departments'
	const { departments } = await get<{ departments: { code: string; active: boolean }[] }>(town, path)
	for (const department of DEPARTMENTS) {
		const { code, name } = department
		const there = departments.find((one) => one.code === code)
		if (there === undefined) await post(town, path, { code, name })
		if ('closed' in department && there?.active !== false)
			await post(town, `${path}/${code}`, { active: false }, 'PATCH')
	}
}

/** Publishes the agendas that come with the program, but none that a visitor withdrew. @returns whether any was missing */
async function addAgendas(town: Client): Promise<boolean> {
	const path = '/api/v1/agendas'
	const { agendas } = await get<{ agendas: { code: string }[] }>(town, `${path}?withdrawn=true`)
	const { templates } = await get<{ templates: Template[] }>(town, '/api/v1/agenda-templates')
	const missing = templates.filter(({ name }) => agendas.every(({ code }) => code !== name))
	for (const { name, text } of missing) {
		const headers = { 'content-type': 'application/toml', 'idempotency-key': `demo/agenda/${name}` }
		await town.fetch(`${path}/${name}`, { method: 'PUT', headers, body: text })
	}
	return missing.length > 0
}

async function addAccounts(town: Client): Promise<Account[]> {
	const path = '/api/v1/accounts'
	const before = await get<{ accounts: Account[] }>(town, path)
	for (const { name, role, department, ...rest } of [...Object.values(ACTING), ...OTHERS]) {
		const there = before.accounts.find((one) => one.name === name)
		const made = there ?? (await post<Account>(town, path, { name, role, department, hours: 1 }))
		if ('gone' in rest && made.active) await post(town, `${path}/${made.id}`, { active: false }, 'PATCH')
	}
	return (await get<{ accounts: Account[] }>(town, path)).accounts
}

async function grant(
	town: Client,
	{ principal, scopes, days, revoked }: (typeof MACHINES)[number],
): Promise<void> {
	const expires = new Date(Date.now() + days * DAY).toISOString()
	const { id } = await post<Token>(town, '/api/v1/tokens', { principal, scopes, expires })
	// If it ends here, the token stays valid, unknown to anybody: its text is nowhere.
	if (revoked) await town.fetch(`/api/v1/tokens/${id}`, { method: 'DELETE' })
}

async function get<T>(town: Client, path: string): Promise<T> {
	return (await (await town.fetch(path)).json()) as T
}

async function post<T>(town: Client, path: string, body: object, method = 'POST'): Promise<T> {
	const headers = { 'content-type': 'application/json' }
	return (await (await town.fetch(path, { method, headers, body: JSON.stringify(body) })).json()) as T
}

function known(accounts: readonly Account[], name: string): Account {
	return accounts.find((one) => one.name === name) ?? fail(name)
}

function fail(what: string): never {
	throw new Error(`the demo's own data do not hold together: ${what}`)
}
