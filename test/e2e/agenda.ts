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

/**
 * Adds the department in charge, and publishes the agenda.
 * @param before the version that is in force; the file then gets another note at its end
 * @returns the entry that states it
 */
export async function publishAgenda(
	{ url, token }: { url: string; token: string },
	name = 'kaceni',
	department = 'zivotni-prostredi',
	before?: string,
): Promise<string> {
	const authorized = { Authorization: `Bearer ${token}` }
	const added = await fetch(`${url}/api/v1/departments`, {
		method: 'POST',
		headers: { ...authorized, 'Content-Type': 'application/json' },
		body: JSON.stringify({ code: department, name: 'Odbor životního prostředí' }),
	})
	expect([201, 409]).toContain(added.status)
	const published = await fetch(`${url}/api/v1/agendas/${name}`, {
		method: 'PUT',
		headers: {
			...{ ...authorized, 'Content-Type': 'application/toml' },
			...(before === undefined ? {} : { 'If-Match': `"${before}"` }),
		},
		body: agendaTemplate(name, department) + (before === undefined ? '' : '\n# Druhé znění.\n'),
	})
	expect(published.status).toBe(200)
	return ((await published.json()) as { entry: string }).entry
}
