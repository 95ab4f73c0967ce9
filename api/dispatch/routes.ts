/**
 * `/api/v1/filings/{filing}/data-box-messages/{document}`: a document of the filing's case read as a message of the data
 * box system, and the steps it proves. It takes none: a clerk confirms them as steps of the filing, with the document as
 * their proof.
 * @module
 */
import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import { type Cid, cidText, hex } from '@letopis/format'
import { purposeHeader } from '../cases/register-routes.ts'
import { isInCase } from '../cases/rows.ts'
import { parsePurpose } from '../documents/access.ts'
import { recordRead, sendable } from '../documents/content.ts'
import { Turns } from '../documents/idempotency.ts'
import { Looks } from '../documents/looks.ts'
import { type LocatedVersion, locateDocument, locateVersion, payloadOf } from '../documents/reading.ts'
import type { Filings, LocatedFiling } from '../filings/filings.ts'
import { storedFile } from '../filings/store.ts'
import { standing } from '../filings/voiding.ts'
import { need, principalIn } from '../http/auth.ts'
import { cidSchema, problems, withScope } from '../http/describe.ts'
import type { AppEnv } from '../http/env.ts'
import { refusedAs } from '../http/problem.ts'
import { Problem } from '../http/problems.ts'
import type { ApiDeps } from '../services.ts'
import { checkSchema } from '../signatures/describe.ts'
import { checkView } from '../signatures/read.ts'
import { messageSchema, messageView } from './describe.ts'
import { proposeService } from './proposal.ts'
import { readZfo, ZFO_MAX_BYTES } from './zfo.ts'

const messageRoute = createRoute({
	method: 'get',
	path: '/api/v1/filings/{filing}/data-box-messages/{document}',
	tags: ['filings'],
	summary: 'What a message of the data box system proves about the service of a decision',
	description:
		'Reads the content of the document, which is recorded, once for each ten minutes of one reader. `signatures` are ' +
		'the findings of the examination at reception: only they tell whether the data box system signed it.',
	security: withScope('cases:read'),
	middleware: [need('cases:read')] as const,
	request: { params: z.object({ filing: cidSchema, document: cidSchema }) },
	parameters: [purposeHeader],
	responses: {
		200: {
			description: 'The message',
			content: { 'application/json': { schema: messageSchema.extend({ signatures: checkSchema }) } },
		},
		...problems(400, 403, 404, 410, 422, 503),
	},
})

export function dispatchRoutes(deps: ApiDeps, filings: Filings) {
	// A message of the greatest size takes seconds and hundreds of megabytes: one is read at a time.
	const turns = new Turns()
	const looks = new Looks(() => deps.clock.now())

	return new OpenAPIHono<AppEnv>().openapi(messageRoute, async (c) => {
		const { filing, document } = c.req.valid('param')
		const principal = principalIn(c)
		const found = await filings.locate(filing)
		const purpose = parsePurpose(c.req.header('Letopis-Purpose'))
		await filings.demandReason(found, { principal, purpose, key: null })
		const located = await locateDocument(deps, document)
		if (!(await isInCase(deps.projection.store, found.row.case, located.first))) {
			throw new Problem('document-not-found', 'It is not in the case of the filing.')
		}
		const version = await locateVersion(deps, located, 'latest')
		const content = await sendable(deps, version, principal)
		if (content.file.size > ZFO_MAX_BYTES) {
			throw new Problem('message-unreadable', `At most ${ZFO_MAX_BYTES} bytes are read.`)
		}
		const { reader } = content
		if (reader !== null) {
			// The page that shows it, and the form on it that records the steps, are one look.
			await looks.once(reader, [filing, cidText(version.version.cid), purpose], async () => {
				await recordRead(deps, c, version, version.version, reader, 'content')
				return 0
			})
		}
		const facts = await turns.take('zfo', async () => {
			const bytes = await wholeOf(version, content.content, content.file.size)
			return readZfo(bytes).catch((error: unknown) =>
				refusedAs<never>('message-unreadable', () => {
					throw error
				}),
			)
		})
		const proposal = proposeService(facts, await decisionsOf(found))
		const signatures = await checkView(deps, version.first, version.version.index)
		c.header('Cache-Control', 'no-store')
		return c.json({ ...messageView(facts, proposal), signatures }, 200)
	})

	async function wholeOf(
		{ version, entry }: LocatedVersion,
		content: Awaited<ReturnType<typeof sendable>>['content'],
		size: number,
	): Promise<Uint8Array> {
		const { vault } = await deps.projection.chronicle.part(version.index)
		const whole = new Uint8Array(size)
		let at = 0
		for await (const piece of vault.read(content, payloadOf(entry))) {
			whole.set(piece, at)
			at += piece.length
		}
		return whole
	}

	/** SHA-256 of the filing's decisions, hexadecimal. */
	async function decisionsOf({ position }: LocatedFiling): Promise<string[]> {
		const steps = await filings.steps(position)
		const decided = standing(steps).flatMap(({ step, document }) =>
			step === 'decided' && document !== null ? [document] : [],
		)
		const files = await Promise.all(decided.map(fileOf))
		return files.flatMap((file) => (file === null ? [] : [hex(file.sha256)]))
	}

	async function fileOf(document: Cid) {
		const { first } = await locateDocument(deps, cidText(document))
		return storedFile(deps, cidText(document), first)
	}
}
