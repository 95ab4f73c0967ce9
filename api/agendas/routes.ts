/**
 * `/api/v1/agendas`: what the town settles on request. Guides are for everyone; publishing is for those in charge.
 * @module
 */
import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import { cidText } from '@letopis/format'
import type { Context } from 'hono'
import { cidAt } from '../cases/cases.ts'
import { idempotencyKey } from '../documents/idempotency.ts'
import { need, principalIn } from '../http/auth.ts'
import {
	ENTRY_HEADER,
	entryHeaders,
	header,
	headers,
	isoTime,
	problems,
	withScope,
} from '../http/describe.ts'
import type { AppEnv } from '../http/env.ts'
import { smallBody } from '../http/limits.ts'
import { Problem } from '../http/problems.ts'
import { noneMatch } from '../http/range.ts'
import { actorView } from '../people/actor.ts'
import type { ApiDeps } from '../services.ts'
import { AGENDA_MAX_BYTES } from './agenda.ts'
import type { Agendas, Published, Publishing } from './agendas.ts'
import { AGENDA_CODE } from './parse.ts'
import { fileProblem } from './reader.ts'
import {
	agendaSchema,
	agendaView,
	detailSchema,
	fileProblemSchema,
	summarySchema,
	summaryView,
	versionSchema,
} from './shapes.ts'
import { templates } from './templates.ts'

const FILE_TYPE = 'application/toml'
const code = z.string().regex(AGENDA_CODE, '1 to 40 of a-z, 0-9 and -').openapi({ example: 'parkovani' })
const params = z.object({ code })
const json = <S>(description: string, schema: S) => ({
	description,
	content: { 'application/json': { schema } },
})
const file = {
	body: {
		required: true,
		content: { [FILE_TYPE]: { schema: z.string().openapi({ description: 'see api/agendas/README.md' }) } },
	},
}
const writing = withScope('agendas:write')
/** Larger files are told so with their problems, not much larger ones cut off. */
const changing = [need('agendas:write'), smallBody(2 * AGENDA_MAX_BYTES)] as const
const conditions = [
	header('If-Match', 'the version that was edited, as its ETag; needed where there is one'),
	header('Idempotency-Key', 'the same request is recorded once'),
]
const publishedSchema = z.object({ code, entry: z.string() }).openapi('AgendaPublished')

const listRoute = createRoute({
	method: 'get',
	path: '/api/v1/agendas',
	tags: ['agendas'],
	summary: 'List what the town settles on request',
	request: {
		query: z.object({
			withdrawn: z
				.enum(['true', 'false'])
				.optional()
				.openapi({ description: 'whether those that are offered no more are told, too' }),
		}),
	},
	responses: {
		200: json('By code', z.object({ agendas: z.array(summarySchema) })),
		...problems(400, 503),
	},
})
const readRoute = createRoute({
	method: 'get',
	path: '/api/v1/agendas/{code}',
	tags: ['agendas'],
	summary: 'The agenda in force: guide, form, attachments, clock',
	request: { params },
	responses: {
		200: {
			...json('The agenda', detailSchema),
			headers: headers({ ETag: 'changes with each version; for If-Match when publishing another one' }),
		},
		304: { description: 'Not changed' },
		...problems(400, 404, 503),
	},
})
const versionsRoute = createRoute({
	method: 'get',
	path: '/api/v1/agendas/{code}/versions',
	tags: ['agendas'],
	summary: 'What was published, newest first; of a withdrawn agenda too',
	request: { params },
	responses: {
		200: json('The versions', z.object({ versions: z.array(versionSchema) })),
		...problems(400, 404, 503),
	},
})
const publishRoute = createRoute({
	method: 'put',
	path: '/api/v1/agendas/{code}',
	tags: ['agendas'],
	summary: 'Publish a version of an agenda',
	description: 'A file with anything wrong in it changes nothing: the version before stays in force.',
	security: writing,
	middleware: [...changing] as const,
	parameters: conditions,
	request: { params, ...file },
	responses: {
		200: { ...json('In force', publishedSchema), headers: entryHeaders },
		...problems(400, 403, 409, 412, 413, 415, 422, 503),
	},
})
const withdrawRoute = createRoute({
	method: 'delete',
	path: '/api/v1/agendas/{code}',
	tags: ['agendas'],
	summary: 'Withdraw an agenda: it is offered no more, filings under it go on',
	security: writing,
	middleware: [need('agendas:write')] as const,
	parameters: conditions,
	request: { params },
	responses: {
		200: { ...json('Withdrawn', publishedSchema), headers: entryHeaders },
		...problems(400, 403, 404, 409, 412, 503),
	},
})
const checkRoute = createRoute({
	method: 'post',
	path: '/api/v1/agendas/check',
	tags: ['agendas'],
	summary: 'Try a file without publishing it',
	security: writing,
	middleware: [...changing] as const,
	request: {
		query: z.object({ code: code.optional().openapi({ description: 'under which it is to be published' }) }),
		...file,
	},
	responses: {
		200: json(
			'What it says, or all that is wrong with it',
			z.object({ agenda: z.union([agendaSchema, z.null()]), problems: z.array(fileProblemSchema) }),
		),
		...problems(400, 403, 413, 415, 503),
	},
})
const templatesRoute = createRoute({
	method: 'get',
	path: '/api/v1/agenda-templates',
	tags: ['agendas'],
	summary: 'Files to begin with',
	security: writing,
	middleware: [need('agendas:write')] as const,
	responses: {
		200: json('By name', z.object({ templates: z.array(z.object({ name: z.string(), text: z.string() })) })),
		...problems(403),
	},
})

export function agendaRoutes(deps: ApiDeps, agendas: Agendas) {
	const { people } = deps.projection
	const nameOf = (department: string) => people.department(department)?.name

	return new OpenAPIHono<AppEnv>()
		.openapi(listRoute, async (c) => {
			const found = await agendas.list(c.req.valid('query').withdrawn === 'true')
			return c.json({ agendas: found.map((one) => summaryView(one, nameOf)) }, 200)
		})
		.openapi(templatesRoute, (c) => c.json({ templates: [...templates()] }, 200))
		.openapi(checkRoute, async (c) => {
			const text = await fileIn(c)
			const parsed =
				text === null
					? { problems: [fileProblem(1, '', 'not-text')] }
					: agendas.check(text, c.req.valid('query').code ?? null)
			if ('problems' in parsed) return c.json({ agenda: null, problems: [...parsed.problems] }, 200)
			return c.json({ agenda: agendaView(parsed.agenda), problems: [] }, 200)
		})
		.openapi(readRoute, async (c) => {
			const found = await agendas.inForce(c.req.valid('param').code)
			const etag = `"${cidText(found.cid)}"`
			c.header('ETag', etag)
			c.header('Cache-Control', 'no-cache')
			if (noneMatch(c.req.header('If-None-Match'), etag)) return c.body(null, 304)
			return c.json({ ...summaryView(found, nameOf), agenda: agendaView(found.agenda) }, 200)
		})
		.openapi(versionsRoute, async (c) => {
			const found = await agendas.versions(c.req.valid('param').code)
			const inside = c.get('principal')?.scopes.has('agendas:write') === true
			const versions = found.map(({ cid, at, active, text, position, opening }) => {
				const by = actorView(opening, position, people)?.name
				return {
					...{ entry: cidText(cid), published: isoTime(at), active },
					...(inside ? { text, ...(by === undefined ? {} : { by }) } : {}),
				}
			})
			c.header('Cache-Control', inside ? 'no-store' : 'no-cache')
			return c.json({ versions }, 200)
		})
		.openapi(publishRoute, async (c) => {
			const { code } = c.req.valid('param')
			const text = await fileIn(c)
			if (text === null) {
				const extra = { problems: [fileProblem(1, '', 'not-text')] }
				throw new Problem('agenda-invalid', 'See problems; nothing was changed.', { extra })
			}
			return told(c, code, await agendas.publish(code, text, publishing(c)))
		})
		.openapi(withdrawRoute, async (c) => {
			const { code } = c.req.valid('param')
			return told(c, code, await agendas.withdraw(code, publishing(c)))
		})

	async function told(c: Context<AppEnv>, code: string, { position, made, replayed }: Published) {
		const entry = await cidAt(deps, position)
		c.header('ETag', `"${entry}"`)
		if (replayed) c.header('Idempotency-Replayed', 'true')
		if (made) c.header(ENTRY_HEADER, String(deps.projection.chronicle.place(position).index))
		return c.json({ code, entry }, 200)
	}

	function publishing(c: Context<AppEnv>): Publishing {
		const principal = principalIn(c)
		const key = idempotencyKey(c.req.header('Idempotency-Key'), principal.name)
		return { principal, key, ifMatch: c.req.header('If-Match') }
	}
}

/** The file that was sent; null if it is no text. @throws Problem 'unsupported-media-type' */
async function fileIn(c: Context<AppEnv>): Promise<string | null> {
	const type = c.req.header('Content-Type')?.split(';')[0]?.trim().toLowerCase()
	if (type !== FILE_TYPE && type !== 'text/plain') {
		throw new Problem('unsupported-media-type', `Send the file as ${FILE_TYPE}.`)
	}
	try {
		return new TextDecoder('utf-8', { fatal: true }).decode(await c.req.arrayBuffer())
	} catch {
		return null
	}
}
