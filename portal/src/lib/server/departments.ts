/**
 * Departments as people name them; the service knows them by codes.
 * @module
 */
import type { Client } from 'openapi-fetch'
import type { components, paths } from '../api/schema.d.ts'

export type Department = components['schemas']['Department']

/** @returns none where the service does not say */
export async function departments(api: Client<paths>): Promise<readonly Department[]> {
	const { data } = await api.GET('/api/v1/departments')
	return data?.departments ?? []
}

/** The name for a code, the code itself where there is none, null for null. */
export async function departmentName(api: Client<paths>, code: string | null): Promise<string | null> {
	if (code === null) return null
	return nameOf(await departments(api), code)
}

export function nameOf(known: readonly Department[], code: string): string {
	return known.find((one) => one.code === code)?.name ?? code
}
