/**
 * Pieces from which the routes describe themselves for OpenAPI: problems, headers, security, media types.
 * @module
 */
import { z } from '@hono/zod-openapi'
import type { TypedResponse } from 'hono'
import type { Scope } from './env.ts'

const PROBLEM_TYPE = 'application/problem+json'
export const TLOG_PROOF_TYPE = 'text/x.tlog-proof'

export const problemSchema = z
	.looseObject({
		type: z.string().openapi({ description: 'URI of the problem, a place in /docs/problems', format: 'uri' }),
		title: z.string(),
		status: z.int(),
		code: z.string().openapi({ description: 'stable; branch on this', example: 'token-expired' }),
		detail: z.string(),
		instance: z
			.string()
			.optional()
			.openapi({ description: 'names this failure in the journal of the service' }),
	})
	.openapi('Problem', { description: 'RFC 9457' })

type ProblemResponse = {
	description: string
	content: { [PROBLEM_TYPE]: { schema: typeof problemSchema } }
}

const MEANING: Record<number, string> = {
	400: 'The request is not valid',
	401: 'No token, or one that is unknown, expired or revoked',
	403: 'The token may not do this',
	404: 'Not found',
	408: 'The body did not arrive in time',
	409: 'Conflict with what is recorded',
	410: 'The content has been destroyed',
	412: 'What was to be changed has changed meanwhile',
	413: 'Too large',
	415: 'The body is of another type',
	416: 'The range cannot be served, or several were asked for',
	422: 'Well-formed, but not possible here',
	429: 'Too many requests; see Retry-After',
	502: 'A time-stamp authority failed',
	503: 'Not now: busy, frozen, clock not believed, or shutting down',
	507: 'The disk is full',
}

/** The failures of a route. 401 and 500 belong to each: a wrong token is refused even where none is needed. */
export function problems<const S extends number>(
	...statuses: S[]
): { [K in S | 401 | 500]: ProblemResponse } {
	const all: Record<number, ProblemResponse> = {}
	for (const status of [401, ...statuses, 500]) {
		all[status] = {
			description: MEANING[status] ?? 'The service failed; the journal says why',
			content: { [PROBLEM_TYPE]: { schema: problemSchema } },
		}
	}
	return all as { [K in S | 401 | 500]: ProblemResponse }
}

/** A token with the scope is needed. */
export const withScope = (scope: Scope) => [{ token: [scope] }]
/** A token with the scope shows more than none does. */
export const optionallyWith = (scope: Scope) => [{}, { token: [scope] }]

export function header(name: string, description: string, example?: string) {
	const schema = { type: 'string' as const }
	const parameter = { name, in: 'header' as const, required: false, description, schema }
	return example === undefined ? parameter : { ...parameter, example }
}

export const text = (description: string) => ({ schema: z.string().openapi({ description }) })
export const binary = (description: string) => ({
	schema: { type: 'string' as const, format: 'binary', description },
})
/** Headers of an answer, as OpenAPI wants them. */
export function headers(described: Record<string, string>) {
	return Object.fromEntries(
		Object.entries(described).map(([name, description]) => [
			name,
			{ description, schema: { type: 'string' as const } },
		]),
	)
}

/** Numbers of the entries that an act made in the log, for whoever wants to see them in public. */
export const ENTRY_HEADER = 'Letopis-Entry'
export const entryHeaders = headers({
	[ENTRY_HEADER]:
		'numbers of the entries made in the newest log, separated by commas; absent if nothing changed',
})

export const cidSchema = z.string().openapi({
	description: 'CIDv1, base32',
	example: 'bafyreigh2akiscaildcqabsyg3dfr6chu3fgpregiymsck7e7aqa4s52zy',
})
export const base64Schema = z.string().openapi({ description: 'standard base64, padded' })
export const timeSchema = z.string().openapi({ description: 'ISO 8601, UTC', format: 'date-time' })
export const indexSchema = z.int().min(0).openapi({ description: 'index in the log' })

/** ISO text of ms since 1970. */
export function isoTime(ms: number): string {
	return new Date(ms).toISOString()
}

/** A query parameter of digits. @param name for the message of the refusal */
export function countParameter(name: string, min: number, max: number) {
	return z
		.string()
		.regex(/^(0|[1-9]\d{0,15})$/, `${name} is a number`)
		.transform(Number)
		.refine((value) => value >= min && value <= max, `${name} is ${min} to ${max}`)
		.openapi({ type: 'integer', minimum: min, maximum: max })
}

/** Marks an answer whose JSON leaves byte for byte as it is kept; the type of its content is lost on the way. */
export function verbatimJson(response: Response): Response & TypedResponse<never, 200, 'json'> {
	return response as Response & TypedResponse<never, 200, 'json'>
}
