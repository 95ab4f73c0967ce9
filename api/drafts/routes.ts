/**
 * `/api/v1/drafts`: what somebody has begun. A file comes in parts, each at any time and as often as needed, or as one
 * form; answers come as they are given. Nothing is recorded before the confirmation.
 * @module
 */
import { OpenAPIHono, type z } from '@hono/zod-openapi'
import type { Cases } from '../cases/cases.ts'
import { parsePurpose } from '../documents/access.ts'
import { cleanMediaType, sanitizeFileName } from '../documents/metadata.ts'
import type { receiptSchema } from '../documents/receipt-routes.ts'
import { receiveUpload } from '../documents/upload.ts'
import { principalIn } from '../http/auth.ts'
import { isoTime } from '../http/describe.ts'
import type { AppEnv, Principal } from '../http/env.ts'
import type { ApiDeps } from '../services.ts'
import { findingsView } from '../signatures/describe.ts'
import { type Preview, SignaturePreviews } from '../signatures/preview.ts'
import { type Answers, keptAnswers } from './answers.ts'
import type { Confirmation } from './confirm.ts'
import {
	answersRoute,
	beginRoute,
	confirmRoute,
	deleteRoute,
	type draftSchema,
	type fileSchema,
	listRoute,
	PART_SIZE,
	partRoute,
	planRoute,
	type previewSchema,
	readRoute,
	type recognisedSchema,
	uploadRoute,
} from './describe.ts'
import { type Draft, isComplete } from './draft.ts'
import { type Drafts, LIFE } from './drafts.ts'
import { bodyOf, partIn, Spool } from './receive.ts'
import type { Recognised } from './recognise.ts'
import { sameContent, similarTo } from './similar.ts'

/** ms that an answer waits for a large file to be looked through. */
const PATIENCE = 2000

export function draftRoutes(
	deps: ApiDeps,
	drafts: Drafts,
	confirmation: Confirmation,
	cases: Cases,
	demandRoom: () => Promise<void>,
) {
	const { settings } = deps
	const previews = new SignaturePreviews(deps.signatures, () => deps.clock.now())

	return new OpenAPIHono<AppEnv>()
		.openapi(listRoute, async (c) => {
			const own = await drafts.list(principalIn(c).name)
			c.header('Cache-Control', 'no-store')
			return c.json({ drafts: own.map(view) }, 200)
		})
		.openapi(beginRoute, async (c) => {
			const { answers = {}, file } = c.req.valid('json')
			await demandRoom()
			const planned = file === undefined ? null : plan(file)
			const draft = await drafts.create(principalIn(c).name, keptAnswers(answers), planned)
			c.header('Location', `/api/v1/drafts/${draft.id}`)
			return c.json(view(draft), 201)
		})
		.openapi(readRoute, async (c) => {
			const principal = principalIn(c)
			const draft = await drafts.get(principal.name, c.req.valid('param').draft)
			const waiting = new Promise<'looking'>((resolve) => setTimeout(resolve, PATIENCE, 'looking').unref())
			const found = await Promise.race([drafts.recognised(principal.name, draft.id), waiting])
			const recognised = found === null || found === 'looking' ? null : await recognisedView(found, principal)
			c.header('Cache-Control', 'no-store')
			const check =
				found === null || found === 'looking' || draft.file === null
					? null
					: await previews.of(draft.file, found, () => drafts.content(principal.name, draft.id))
			const looking = found === 'looking'
			const similar = await similarTo(deps, cases, draft.answers as Answers, principal)
			return c.json({ ...view(draft), similar, recognised, looking, check: previewView(check) }, 200)
		})
		.openapi(answersRoute, async (c) => {
			const answers = keptAnswers(c.req.valid('json'))
			return c.json(view(await drafts.answer(principalIn(c).name, c.req.valid('param').draft, answers)), 200)
		})
		.openapi(planRoute, async (c) => {
			await demandRoom()
			const file = plan(c.req.valid('json'))
			return c.json(view(await drafts.plan(principalIn(c).name, c.req.valid('param').draft, file)), 200)
		})
		.openapi(partRoute, async (c) => {
			const { draft, part } = c.req.valid('param')
			const { name } = principalIn(c)
			// Before the body: a stranger's draft takes no memory of ours.
			await drafts.get(name, draft)
			await demandRoom()
			const bytes = await partIn(c)
			return c.json(view(await drafts.part(name, draft, Number(part), bytes)), 200)
		})
		.openapi(uploadRoute, async (c) => {
			const { draft: id } = c.req.valid('param')
			const { name } = principalIn(c)
			await drafts.get(name, id)
			await demandRoom()
			const spool = new Spool(drafts, name, id)
			const limits = { maxUpload: settings.maxUpload, idle: settings.uploadIdle, parts: {} }
			const type = c.req.header('Content-Type')
			const upload = await receiveUpload(bodyOf(c), type, c.req.header('Content-Length'), spool, limits)
			const file = { name: sanitizeFileName(upload.name), type: cleanMediaType(upload.type) }
			return c.json(view(await drafts.name(name, id, file)), 200)
		})
		.openapi(confirmRoute, async (c) => {
			const { draft } = c.req.valid('param')
			const purpose = parsePurpose(c.req.header('Letopis-Purpose'))
			const { receipt, ...confirmed } = await confirmation.confirm(draft, principalIn(c), purpose)
			c.header('Location', `/api/v1/documents/${confirmed.document}`)
			c.header('Cache-Control', 'no-store')
			return c.json({ ...confirmed, receipt: JSON.parse(receipt) as z.infer<typeof receiptSchema> }, 201)
		})
		.openapi(deleteRoute, async (c) => {
			await drafts.remove(principalIn(c).name, c.req.valid('param').draft)
			return c.body(null, 204)
		})

	async function recognisedView(
		found: Recognised,
		principal: Principal,
	): Promise<z.infer<typeof recognisedSchema>> {
		const { sha256: hash, ...rest } = found
		return {
			...rest,
			sha256: Buffer.from(hash).toString('hex'),
			same: await sameContent(deps, hash, principal),
		}
	}
}

function previewView(check: Preview | null): z.infer<typeof previewSchema> | null {
	if (check === null) return null
	const { state, findings } = check
	return { state, ...(findings === null ? {} : { findings: findingsView(findings) }) }
}

function plan({ name, type, size, partSize = PART_SIZE }: z.infer<typeof fileSchema>) {
	return { name: sanitizeFileName(name), type: cleanMediaType(type), size, partSize }
}

function view(draft: Draft): z.infer<typeof draftSchema> {
	const { id, created, updated, answers, file } = draft
	return {
		id,
		created: isoTime(created),
		updated: isoTime(updated),
		expires: isoTime(updated + LIFE),
		answers,
		file:
			file === null
				? null
				: {
						...{ name: file.name, type: file.type, size: file.size, partSize: file.partSize },
						parts: file.parts.length,
						missing: isComplete(file) ? [] : file.parts.flatMap((part, i) => (part === null ? [i] : [])),
					},
	}
}
