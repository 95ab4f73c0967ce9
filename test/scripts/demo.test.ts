/**
 * The demo fills a town: whoever tries it finds no list empty, gets in by the links that it prints, and a second run
 * doubles nothing.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Folders, type RunningServer, runDemo, startServer } from '../support/server.ts'

let base: string
let folders: Folders
let server: RunningServer

beforeAll(async () => {
	base = await mkdtemp(join(tmpdir(), 'letopis-demo-'))
	folders = { data: join(base, 'data'), keys: join(base, 'keys') }
	server = await startServer(folders)
})
afterAll(async () => {
	await server?.stop()
	await rm(base, { recursive: true, force: true })
})

interface Counted {
	documents: { id: string; state: string; visibility: string; title: string; department: string | null }[]
	cases: { state: string; department: string | null }[]
	accounts: { id: string; role: string; active: boolean; passkeys: number }[]
	departments: { active: boolean }[]
	tokens: { state: string }[]
	agendas: { code: string }[]
}

async function count(): Promise<Counted> {
	const get = async (path: string) => {
		const headers = { Authorization: `Bearer ${server.token}` }
		const answer = await fetch(`${server.url}/api/v1/${path}`, { headers })
		expect(answer.status, path).toBe(200)
		return answer.json()
	}
	const paths = ['register?limit=100', 'cases?limit=100', 'accounts', 'departments', 'tokens', 'agendas']
	return Object.assign({}, ...(await Promise.all(paths.map(get))))
}

async function leave(account: string): Promise<void> {
	const headers = { Authorization: `Bearer ${server.token}`, 'Content-Type': 'application/json' }
	const body = JSON.stringify({ active: false })
	const answer = await fetch(`${server.url}/api/v1/accounts/${account}`, { method: 'PATCH', headers, body })
	expect(answer.status).toBe(200)
}

test('it fills the town once, plays the story each time, and says how to get in', async () => {
	const first = await runDemo([], folders)
	expect(first.code, first.output).toBe(0)
	expect(first.output).toMatch(/exit code 0.*exit code 1.*exit code 2/s)
	const { documents, cases, accounts, departments, tokens, agendas } = await count()
	expect(agendas.map(({ code }) => code)).toEqual(['akce', 'kaceni', 'parkovani'])
	expect(documents.length).toBeGreaterThan(20)
	expect(new Set(documents.map(({ title }) => title)).size).toBe(documents.length)
	expect(new Set(documents.map(({ state }) => state))).toEqual(
		new Set(['in-force', 'superseded', 'annulled']),
	)
	expect(new Set(documents.map(({ visibility }) => visibility))).toEqual(new Set(['private', 'public']))
	expect(new Set(cases.map(({ state }) => state))).toEqual(new Set(['open', 'closed']))
	for (const department of ['stavebni', 'zivotni-prostredi', 'doprava', 'kancelar']) {
		expect(documents.some((one) => one.department === department)).toBe(true)
		expect(cases.some((one) => one.department === department)).toBe(true)
	}
	expect(new Set(accounts.map(({ active }) => active))).toEqual(new Set([true, false]))
	expect(new Set(departments.map(({ active }) => active))).toEqual(new Set([true, false]))
	expect(new Set(tokens.map(({ state }) => state))).toEqual(new Set(['valid', 'revoked']))

	// What a visitor may do in between: nobody gets in by this account any more.
	await leave(accounts.find(({ role }) => role === 'manager')?.id ?? '')
	const again = await runDemo([], folders)
	expect(again.code, again.output).toBe(0)
	expect(again.output).toMatch(/it has them already.*recorded by an earlier run.*exit code 2/s)
	const after = await count()
	expect(after.documents.map(({ id }) => id)).toEqual(documents.map(({ id }) => id))
	for (const list of ['cases', 'accounts', 'departments', 'tokens'] as const) {
		expect(after[list]).toHaveLength({ cases, accounts, departments, tokens }[list].length)
	}

	// Each link opens the account that stands above it; those of the first run do not any more, as it is said.
	expect(again.output).toMatch(/, manager: .*\n +no link/)
	expect(again.output).toContain('makes new ones and voids these')
	const linksIn = (output: string) => [
		...output.matchAll(/, (\w+).*\n\s+http:\S+\/pozvanka#kod=([0-9A-Z-]+)\n/g),
	]
	const rolesIn = (output: string) => linksIn(output).map(([, role]) => role)
	expect(rolesIn(first.output)).toEqual(['clerk', 'administrator', 'head', 'auditor', 'manager'])
	expect(rolesIn(again.output)).toEqual(['clerk', 'administrator', 'head', 'auditor'])
	const links = linksIn(again.output)
	const tried = async (code: string) => {
		const answer = await fetch(`${server.url}/api/v1/registrations/options`, {
			method: 'POST',
			headers: { 'Content-Type': 'application/json' },
			body: JSON.stringify({ code }),
		})
		return answer.ok ? ((await answer.json()) as { account: { role: string } }).account.role : answer.status
	}
	expect(await tried(links[0]?.[2] ?? '')).toBe('clerk')
	expect(await tried(links[1]?.[2] ?? '')).toBe('administrator')
	expect(await tried(linksIn(first.output)[0]?.[2] ?? '')).toBe(403)
})
