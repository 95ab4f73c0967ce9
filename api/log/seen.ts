/**
 * `POST /log/seen`: anyone may show us a head that carries our signature. If we never signed such a history, then
 * our key signs somewhere else too, and signing freezes: that is worth more than going on.
 * The only write that needs no token, so it is small and rare.
 * @module
 */
import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import { fromUtf8, NOTE_MAX_BYTES, parseNote, RefusalError } from '@letopis/format'
import { createMiddleware } from 'hono/factory'
import { headers, problems, text } from '../http/describe.ts'
import type { AppEnv } from '../http/env.ts'
import { clientAddress, RateLimiter, smallBody } from '../http/limits.ts'
import { Problem } from '../http/problems.ts'
import type { ApiDeps } from '../services.ts'

const BURST = 10
const PER_SECOND = 0.2

export function seenRoutes({ ledger, settings, clock }: ApiDeps) {
	const limiter = new RateLimiter(BURST, PER_SECOND, () => clock.now())
	// Counted before the body is read.
	const limited = createMiddleware<AppEnv>(async (c, next) => {
		limiter.take(clientAddress(c.env, c.req.header('X-Forwarded-For'), settings.behindProxy))
		await next()
	})
	const seen = createRoute({
		method: 'post',
		path: '/log/seen',
		tags: ['log'],
		summary: 'Show a head that was signed by this log',
		description: 'One C2SP signed note. If it contradicts the log, signing freezes.',
		middleware: [limited, smallBody(NOTE_MAX_BYTES)] as const,
		request: {
			body: { required: true, content: { 'text/plain': text('C2SP signed note, at most 64 KiB') } },
		},
		responses: {
			200: {
				description: 'The log holds this head',
				content: { 'application/json': { schema: z.object({ verdict: z.literal('consistent') }) } },
			},
			...problems(409, 413, 415, 422, 503),
			429: {
				...problems(429)[429],
				headers: headers({ 'Retry-After': 'seconds' }),
			},
		},
	})
	return new OpenAPIHono<AppEnv>().openapi(seen, async (c) => {
		const note = readNote(new Uint8Array(await c.req.arrayBuffer()))
		switch (await ledger.log.seen(note)) {
			case 'consistent':
				return c.json({ verdict: 'consistent' as const }, 200)
			case 'frozen':
				throw new Problem('head-conflict', 'We hold no such head. Signing is frozen until this is resolved.')
			case 'not-ours':
				throw new Problem('head-not-ours', 'It carries no signature of this log.')
		}
	})
}

function readNote(bytes: Uint8Array): string {
	try {
		const note = fromUtf8(bytes)
		parseNote(note)
		return note
	} catch (error) {
		if (!(error instanceof RefusalError)) throw error
		throw new Problem('head-not-ours', 'The body is not a C2SP signed note.', {
			cause: error,
			extra: { refusal: error.code },
		})
	}
}
