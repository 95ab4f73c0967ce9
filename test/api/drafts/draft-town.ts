/**
 * Clerks of two departments and their drafts, in a town of their own: what a test of drafts begins with.
 * @module
 */
import { createHash } from 'node:crypto'
import { afterAll, beforeAll, expect } from 'vitest'
import { firstAdministrator, type Person } from '../../support/staff.ts'
import { Town } from '../../support/town.ts'

export let town: Town
export let clerk: Person
export let neighbour: Person
export let other: Person
export let auditor: Person

/** Opens the town before all tests of a file, and closes it after them. */
export function draftTown(): void {
	beforeAll(async () => {
		town = await Town.open({ authority: false })
		const administrator = await firstAdministrator(town)
		for (const code of ['stavebni', 'doprava']) {
			await administrator.post('/api/v1/departments', { code, name: code }, 201)
		}
		clerk = await administrator.invite('Úřednice', 'clerk', 'stavebni')
		neighbour = await administrator.invite('Sousední', 'clerk', 'stavebni')
		other = await administrator.invite('Jiný', 'clerk', 'doprava')
		auditor = await administrator.invite('Kontrolor', 'auditor', null)
	})
	afterAll(() => town.close())
}

export interface DraftView {
	id: string
	answers: Record<string, unknown>
	file: { name: string; size: number; parts: number; missing: number[] } | null
	recognised: Record<string, unknown> | null
	looking: boolean
}

export const folder = () => town.deps.drafts
export const codeOf = async (response: Response) => [
	response.status,
	((await response.json()) as { code: string }).code,
]
export const digest = (bytes: Uint8Array) => ({
	'Content-Digest': `sha-256=:${createHash('sha256').update(bytes).digest('base64')}:`,
	'Content-Type': 'application/octet-stream',
})
export const begin = (
	content: Uint8Array,
	partSize: number,
	answers: object = {},
	name = 'rozhodnutí.pdf',
	by = clerk,
) =>
	by.post<DraftView>(
		'/api/v1/drafts',
		{ answers, file: { name, type: 'application/pdf', size: content.length, partSize } },
		201,
	)
export const part = (
	id: string,
	number: number | string,
	bytes: Uint8Array,
	headers = digest(bytes),
	by = clerk,
) => by.call(`/api/v1/drafts/${id}/parts/${number}`, { method: 'PUT', body: bytes, headers })
export const read = (id: string, by = clerk) => by.json<DraftView>(`/api/v1/drafts/${id}`)
export const confirm = (id: string, by = clerk) => by.call(`/api/v1/drafts/${id}/confirm`, { method: 'POST' })
export async function send(content: Uint8Array, answers: object = {}, name?: string): Promise<string> {
	const size = Math.max(1, Math.ceil(content.length / 3))
	const { id, file } = await begin(content, size, answers, name)
	for (let i = 0; i < (file?.parts ?? 0); i++) {
		expect((await part(id, i, content.subarray(i * size, (i + 1) * size))).status).toBe(200)
	}
	return id
}
export const pdf = (more = '') => Buffer.from(`%PDF-1.7\n% ${Math.random()}\n${more}\n%%EOF\n`)
