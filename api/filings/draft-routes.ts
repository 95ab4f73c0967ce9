/**
 * `/api/v1/filing-drafts`: what a citizen has begun, for whoever holds its key; and filing it. No account, no cookie.
 * @module
 */
import { OpenAPIHono } from '@hono/zod-openapi'
import { cidText, type DagMap, type DagValue } from '@letopis/format'
import type { Context } from 'hono'
import { createMiddleware } from 'hono/factory'
import type { Agendas } from '../agendas/agendas.ts'
import { type Answers, attachmentsShown, checkAnswers, fieldsShown } from '../agendas/answers.ts'
import { dayOf } from '../calendar/day.ts'
import { cidAt } from '../cases/cases.ts'
import { cleanMediaType, sanitizeFileName } from '../documents/metadata.ts'
import { receiveUpload } from '../documents/upload.ts'
import { PART_SIZE } from '../drafts/describe.ts'
import { isComplete } from '../drafts/draft.ts'
import { type Drafts, LIFE } from '../drafts/drafts.ts'
import { bodyOf, partIn, Spool } from '../drafts/receive.ts'
import { isoTime } from '../http/describe.ts'
import type { AppEnv } from '../http/env.ts'
import { clientAddress, RateLimiter } from '../http/limits.ts'
import { Problem } from '../http/problems.ts'
import type { ApiDeps } from '../services.ts'
import {
	addRoute,
	answersRoute,
	beginRoute,
	deleteRoute,
	partRoute,
	readRoute,
	removeRoute,
	small,
	submitRoute,
	uploadRoute,
	type FilingDraftView as View,
} from './draft-describe.ts'
import { type Begun, type FilerDrafts, noDraft } from './filer.ts'
import type { Filings } from './filings.ts'
import { printedPin } from './pin.ts'
import type { Statuses } from './status.ts'
import type { Submission } from './submit.ts'

/** Drafts that one address begins, or files, at once, and per second after that; all together ten times as many. */
const BURST = 240
const PER_SECOND = 1

export interface FilerServices {
	readonly agendas: Agendas
	readonly begun: FilerDrafts
	readonly drafts: Drafts
	readonly filings: Filings
	readonly statuses: Statuses
	readonly submission: Submission
	readonly demandRoom: () => Promise<void>
}

export function filingDraftRoutes(deps: ApiDeps, services: FilerServices) {
	const { agendas, begun, drafts, filings, statuses, submission, demandRoom } = services
	const { settings, clock } = deps
	const limits = () => new RateLimiter(BURST, PER_SECOND, () => clock.now())
	const [beginning, filing] = [limits(), limits()]
	const addressOf = (c: Context<AppEnv>) =>
		clientAddress(c.env, c.req.header('X-Forwarded-For'), settings.behindProxy)
	const limited = (limiter: RateLimiter) =>
		createMiddleware<AppEnv>(async (c, next) => {
			limiter.take(addressOf(c))
			await next()
		})

	return new OpenAPIHono<AppEnv>()
		.openapi({ ...beginRoute, middleware: [limited(beginning), ...small] as const }, async (c) => {
			const wanted = c.req.valid('json')
			await demandRoom()
			if ('agenda' in wanted) {
				const { cid } = await agendas.inForce(wanted.agenda)
				return c.json({ key: await begun.begin({ kind: 'filing', agenda: cidText(cid) }) }, 201)
			}
			const { number, pin, step } = wanted
			const found = await statuses.open(addressOf(c), number, pin)
			const possible = filings.open(found, 'filer')
			if (!possible.includes(step)) {
				throw new Problem('filing-step-refused', `Not in the state ${found.row.state}.`, {
					extra: { state: found.row.state, possible },
				})
			}
			return c.json({ key: await begun.begin({ kind: 'reply', filing: cidText(found.id), step }) }, 201)
		})
		.openapi(readRoute, async (c) => {
			c.header('Cache-Control', 'no-store')
			return c.json(await view(c.req.valid('param').draft), 200)
		})
		.openapi(answersRoute, async (c) => {
			const { draft } = c.req.valid('param')
			const { page, answers, text, agenda } = c.req.valid('json')
			await begun.open(draft)
			if (agenda !== undefined) {
				const { cid, agenda: adopted } = await agendas.version(agenda)
				const current = await agendas.inForce(adopted.code)
				if (!current.cid.equals(cid)) {
					throw new Problem('filing-form-changed', 'It is not the text in force.', {
						extra: { agenda: cidText(current.cid) },
					})
				}
				await begun.adopt(draft, agenda)
			}
			if (answers !== undefined) await begun.answer(draft, normal(answers) as DagMap)
			if (text !== undefined) await begun.say(draft, text)
			const now = await begun.open(draft)
			if (now.purpose.kind === 'reply') return c.json({ problems: [] }, 200)
			const { agenda: form } = await agendas.version(now.purpose.agenda)
			const wrong =
				page === undefined ? [] : checkAnswers(form, page, now.answers as Answers, dayOf(clock.now()))
			return c.json({ problems: wrong }, 200)
		})
		.openapi(addRoute, async (c) => {
			const { draft } = c.req.valid('param')
			const { attachment, name, type, size, partSize = PART_SIZE } = c.req.valid('json')
			await demandAttachment(draft, attachment)
			await demandRoom()
			const file = { name: sanitizeFileName(name), type: cleanMediaType(type), size, partSize }
			const id = await begun.addFile(draft, attachment, file)
			const made = (await begun.open(draft)).files.find((one) => one.id === id)
			return c.json(
				{ id, partSize: made?.file.partSize ?? partSize, missing: missingOf(made?.file.parts ?? []) },
				201,
			)
		})
		.openapi(uploadRoute, async (c) => {
			const { draft } = c.req.valid('param')
			const { attachment } = c.req.valid('query')
			const { owner } = await begun.open(draft)
			await demandAttachment(draft, attachment)
			await demandRoom()
			const maxUpload = Math.min(settings.maxUpload, await begun.roomLeft(draft))
			const id = await begun.addFile(draft, attachment, null)
			try {
				const limits = { maxUpload, idle: settings.uploadIdle, parts: {} }
				const type = c.req.header('Content-Type')
				const length = c.req.header('Content-Length')
				const upload = await receiveUpload(bodyOf(c), type, length, new Spool(drafts, owner, id), limits)
				// What a form sends where nobody has chosen a file.
				if (upload.content.size === 0) throw new Problem('part-missing', 'The form has no file.')
				const file = { name: sanitizeFileName(upload.name), type: cleanMediaType(upload.type) }
				await drafts.name(owner, id, file)
			} catch (error) {
				await drafts.remove(owner, id).catch(() => {})
				throw error
			}
			return c.json({ id }, 201)
		})
		.openapi(partRoute, async (c) => {
			const { draft, file, part } = c.req.valid('param')
			const { owner, files } = await begun.open(draft)
			// Before the body: a stranger's draft takes no memory of ours.
			if (!files.some(({ id }) => id === file))
				throw new Problem('draft-not-found', 'The draft has no such file.')
			await demandRoom()
			const bytes = await partIn(c)
			const after = await drafts.part(owner, file, Number(part), bytes)
			return c.json({ missing: missingOf(after.file?.parts ?? []) }, 200)
		})
		.openapi(removeRoute, async (c) => {
			const { draft, file } = c.req.valid('param')
			await begun.removeFile(draft, file)
			return c.body(null, 204)
		})
		.openapi(deleteRoute, async (c) => {
			const { draft } = c.req.valid('param')
			await begun.open(draft)
			await begun.remove(draft)
			return c.body(null, 204)
		})
		.openapi({ ...submitRoute, middleware: [limited(filing), ...small] as const }, async (c) => {
			const { draft } = c.req.valid('param')
			const { agenda = null } = c.req.valid('json')
			const { position, replayed } = await submission.submit(draft, agenda)
			c.header('Cache-Control', 'no-store')
			return c.json({ entry: await cidAt(deps, position), replayed }, 201)
		})

	async function view(key: string): Promise<View> {
		const done = await submission.done(key)
		if (done !== undefined) return filedView(done)
		const found = await begun.open(key)
		return found.purpose.kind === 'filing'
			? filingView(found, found.purpose.agenda)
			: replyView(found, found.purpose)
	}

	async function filedView(position: number): Promise<View> {
		await deps.projection.current()
		const filing = await filings.of(position)
		const steps = await filings.steps(filing.position)
		// What was filed with the key: the filing, or later a reply.
		const reply = steps.find((one) => one.position === position)
		const received = reply?.time ?? filing.received
		// The key was for filing it: for what comes after there is the PIN.
		if (clock.now() > received + LIFE) throw noDraft()
		// A new PIN was given out for the old one may be known, and so may this address: it must not tell the new one.
		if (steps.some((one) => one.step === 'pin-renewed' && one.position > position)) throw noDraft()
		const { number } = await statuses.numberOf(filing)
		return {
			kind: reply === undefined ? 'filing' : 'reply',
			...{ agenda: null, step: null, number: null, answers: {}, text: '', files: [] },
			...{ problems: { answers: [], attachments: [] }, shown: { fields: [], attachments: [] } },
			expires: isoTime(received),
			filed: {
				...{ filing: cidText(filing.id), number, pin: printedPin(statuses.pin(filing)) },
				received: isoTime(received),
			},
		}
	}

	async function filingView(found: Begun, entry: string): Promise<View> {
		const { agenda } = await agendas.version(entry)
		const newest = await agendas.newest(agenda.code)
		const answers = found.answers as Answers
		const { answers: wrong, attachments } = submission.problems(agenda, found)
		return {
			kind: 'filing',
			agenda: { entry, code: agenda.code, inForce: newest.active ? cidText(newest.cid) : null },
			...{ step: null, number: null, answers: { ...answers }, text: '', files: filesOf(found) },
			problems: { answers: [...wrong], attachments: [...attachments] },
			shown: {
				fields: [...fieldsShown(agenda, answers)],
				attachments: attachmentsShown(agenda, answers).map(({ id }) => id),
			},
			...{ expires: isoTime(found.expires), filed: null },
		}
	}

	async function replyView(
		found: Begun,
		{ filing, step }: { filing: string; step: 'corrected' | 'reply' },
	): Promise<View> {
		const { number } = await statuses.numberOf(await filings.locate(filing))
		return {
			...{ kind: 'reply', agenda: null, step, number, answers: {}, text: found.text, files: filesOf(found) },
			...{ problems: { answers: [], attachments: [] }, shown: { fields: [], attachments: [''] } },
			...{ expires: isoTime(found.expires), filed: null },
		}
	}

	async function demandAttachment(key: string, attachment: string): Promise<void> {
		const { purpose } = await begun.open(key)
		if (purpose.kind === 'reply' && attachment === '') return
		const known =
			purpose.kind === 'filing' &&
			(await agendas.version(purpose.agenda)).agenda.attachments.some(({ id }) => id === attachment)
		if (!known) throw new Problem('bad-request', 'The agenda has no such attachment.')
	}
}

function filesOf({ files }: Begun): View['files'] {
	return files.map(({ id, attachment, file }) => ({
		...{ id, attachment, name: file.name, size: file.size, partSize: file.partSize },
		missing: isComplete(file) ? [] : missingOf(file.parts),
	}))
}

function missingOf(parts: readonly (Uint8Array | null)[]): number[] {
	return parts.flatMap((part, i) => (part === null ? [i] : []))
}

/** As they are kept: texts in NFC. */
function normal(value: unknown): DagValue {
	if (typeof value === 'string') return value.toWellFormed().normalize('NFC')
	if (Array.isArray(value)) return value.map(normal)
	if (typeof value !== 'object' || value === null) return value as DagValue
	return Object.fromEntries(
		Object.entries(value).map(([name, member]) => [name.normalize('NFC'), normal(member)]),
	)
}
