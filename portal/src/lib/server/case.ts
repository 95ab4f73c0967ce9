/**
 * One case as the clerk's pages show it; the look leaves its entry in the log.
 * @module
 */
import type { Client } from 'openapi-fetch'
import type { paths } from '../api/schema.d.ts'
import { codeOf, giveUp } from './failure.ts'
import { purposeHeader } from './purpose.ts'

/** @param cursor of further documents in it. @returns null where a reason is needed first */
export async function lookAtCase(
	api: Client<paths>,
	id: string,
	purpose: string | null,
	cursor: string | null = null,
) {
	const { data, error, response } = await api.GET('/api/v1/cases/{case}', {
		params: {
			path: { case: id },
			query: cursor === null ? {} : { cursor },
			header: purposeHeader(purpose),
		},
	})
	if (data !== undefined) return data
	if (codeOf(error) === 'reason-needed') return null
	return giveUp(response, error)
}
