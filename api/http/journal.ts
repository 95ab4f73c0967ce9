/**
 * The journal of requests: one object per line, for a machine to read. Routes appear as patterns, so neither
 * identifiers nor queries nor tokens nor names can get in; errors appear with name, code and place, never with
 * their message, which may quote input.
 * @module
 */
import { randomUUID } from 'node:crypto'
import type { Context, MiddlewareHandler } from 'hono'
import { routePath } from 'hono/route'
import type { AppEnv } from './env.ts'

export interface JournalLine {
	/** ISO 8601, UTC */
	readonly time: string
	readonly event: 'request' | 'failure' | 'notice'
	readonly method: string
	/** pattern, for example `/api/v1/documents/:id` */
	readonly route: string
	readonly status: number
	/** until the answer's headers were ready */
	readonly milliseconds?: number
	/** found in the answer's `instance`, so that a report leads to the failure */
	readonly instance?: string
	/** what happened, of a notice: a code, never data */
	readonly notice?: string
	/** the entry that a notice is about, as `<origin> <index> <erased, lost or missing>` */
	readonly entry?: string
	/** what to do about it */
	readonly remedy?: string
	readonly error?: { readonly name: string; readonly code?: string; readonly at: readonly string[] }
}

/** Observes every finished request; the metrics listen here too. */
export function journalRequests(
	observe: (line: JournalLine) => void,
	now: () => number,
): MiddlewareHandler<AppEnv> {
	return async (c, next) => {
		const started = performance.now()
		await next()
		observe({
			time: new Date(now()).toISOString(),
			event: 'request',
			method: c.req.method,
			route: routePath(c, -1),
			status: c.res.status,
			milliseconds: Math.round((performance.now() - started) * 10) / 10,
		})
	}
}

/** Writes down something that nobody asked for: a session that was ended, what a sweep removed. */
export function journalNotice(
	{ journal, clock }: { journal?: (line: JournalLine) => void; clock: { now(): number } },
	notice: string,
	more: Pick<JournalLine, 'entry' | 'remedy'> = {},
): void {
	const time = new Date(clock.now()).toISOString()
	journal?.({ time, event: 'notice', method: '', route: '', status: 0, notice, ...more })
}

/**
 * Writes a failure of ours into the journal.
 * @returns its name, for the answer
 */
export function reportFailure(
	{ journal, clock }: { journal?: (line: JournalLine) => void; clock: { now(): number } },
	c: Context<AppEnv>,
	status: number,
	error: unknown,
): string {
	const instance = `urn:uuid:${randomUUID()}`
	journal?.({
		time: new Date(clock.now()).toISOString(),
		event: 'failure',
		method: c.req.method,
		route: routePath(c, -1),
		status,
		instance,
		error: describeError(error),
	})
	return instance
}

/** What may be said of an error: its kind and where it arose, along the chain of causes. */
function describeError(error: unknown): NonNullable<JournalLine['error']> {
	if (!(error instanceof Error)) return { name: typeof error, at: [] }
	const { code } = error as { code?: unknown }
	const at: string[] = []
	for (
		let cause: unknown = error, depth = 0;
		cause instanceof Error && depth < 4;
		cause = cause.cause, depth++
	) {
		const frames = (cause.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line))
		at.push(cause.name, ...frames.slice(0, 8).map((line) => line.trim()))
	}
	return typeof code === 'string' ? { name: error.name, code, at } : { name: error.name, at }
}
