/**
 * Agendas for a town that the browser looks at.
 * @module
 */
import { readFileSync } from 'node:fs'
import { expect } from 'vitest'

const TEMPLATES = new URL('../../api/agendas/templates/', import.meta.url)

/** The file of an agenda that comes with the program, of another department if told so. */
export function agendaTemplate(name: string, department?: string): string {
	const text = readFileSync(new URL(`${name}.toml`, TEMPLATES), 'utf8')
	return department === undefined
		? text
		: text.replace(/^department = ".*"$/m, `department = "${department}"`)
}

/** Adds the department in charge, and publishes the agenda. */
export async function publishAgenda(
	{ url, token }: { url: string; token: string },
	name = 'kaceni',
	department = 'zivotni-prostredi',
): Promise<void> {
	const send = (path: string, method: string, type: string, body: string) =>
		fetch(`${url}/api/v1/${path}`, {
			...{ method, body },
			headers: { Authorization: `Bearer ${token}`, 'Content-Type': type },
		})
	const made = JSON.stringify({ code: department, name: 'Odbor životního prostředí' })
	const added = await send('departments', 'POST', 'application/json', made)
	expect([201, 409]).toContain(added.status)
	const published = await send(`agendas/${name}`, 'PUT', 'application/toml', agendaTemplate(name, department))
	expect(published.status).toBe(200)
}
