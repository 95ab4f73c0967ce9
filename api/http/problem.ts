/**
 * Problem documents, RFC 9457. The only place where the codes of ledger and format become HTTP answers.
 * Handlers turn refusals of *input* into problems where they parse it (`refusedAs`); a refusal that arrives here
 * unturned came from our own stored bytes, and that is a failure of the service.
 * @module
 */
import { RefusalError } from '@letopis/format'
import { LedgerError, type LedgerErrorCode } from '@letopis/ledger'
import type { Context } from 'hono'
import { HTTPException } from 'hono/http-exception'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import { PROBLEMS, Problem, type ProblemCode } from './problems.ts'

/** Seconds after which a refused writer may try again. */
const RETRY_AFTER = '1'
/** What passes by itself; the other refusals with 503 stay until somebody does something. */
const PASSING: ReadonlySet<ProblemCode> = new Set(['queue-full', 'clock', 'shutting-down'])

const LEDGER_PROBLEMS = {
	'queue-full': 'queue-full',
	frozen: 'frozen',
	clock: 'clock',
	'disk-full': 'disk-full',
	closed: 'shutting-down',
	'in-use': 'not-ready',
	behind: 'not-ready',
	corrupt: 'corrupt',
	'newer-format': 'not-ready',
	'not-found': 'not-found',
	erased: 'erased',
	'too-large': 'upload-too-large',
	io: 'internal',
	conflict: 'idempotency-conflict',
	authority: 'authority',
	witness: 'internal',
	demo: 'demo',
} as const satisfies Record<LedgerErrorCode, ProblemCode>

const HTTP_PROBLEMS: Record<number, ProblemCode> = {
	400: 'malformed-json',
	413: 'body-too-large',
	415: 'unsupported-media-type',
}

/**
 * Runs a parser over input.
 * @throws Problem with the given code if the parser refuses; too-large and too-deep may have codes of their own
 */
export function refusedAs<T>(
	code: ProblemCode,
	parse: () => T,
	special: { tooLarge?: ProblemCode; tooDeep?: ProblemCode } = {},
): T {
	try {
		return parse()
	} catch (error) {
		if (!(error instanceof RefusalError)) throw error
		const mapped =
			error.code === 'too-large' ? special.tooLarge : error.code === 'too-deep' ? special.tooDeep : undefined
		throw new Problem(mapped ?? code, error.message, { cause: error, extra: { refusal: error.code } })
	}
}

/** The problem that an error stands for. Unknown errors tell the client nothing but that we failed. */
export function problemOf(error: unknown): Problem {
	if (error instanceof Problem) return error
	if (error instanceof LedgerError) {
		const code = LEDGER_PROBLEMS[error.code]
		const status = PROBLEMS[code][0]
		// Words about our own damage are for the journal, not for the client.
		const detail = status === 500 ? 'The failure is in the journal.' : error.message
		return new Problem(code, detail, {
			cause: error,
			headers: PASSING.has(code) ? { 'Retry-After': RETRY_AFTER } : {},
			extra: error.remedy === undefined || status === 500 ? {} : { remedy: error.remedy },
		})
	}
	if (error instanceof HTTPException) {
		const code = HTTP_PROBLEMS[error.status] ?? 'bad-request'
		return new Problem(code, error.message || PROBLEMS[code][1], { cause: error })
	}
	return new Problem('internal', 'The failure is in the journal.', { cause: error })
}

/** The answer for a problem. @param base public URL, the root of the type URIs */
export function problemResponse(c: Context, problem: Problem, base: string): Response {
	const [status, title] = PROBLEMS[problem.code]
	const body = {
		type: problemType(base, problem.code),
		title,
		status,
		code: problem.code,
		detail: problem.message,
		...problem.extra,
	}
	for (const [name, value] of Object.entries(problem.headers)) c.header(name, value)
	if (status === 401) c.header('WWW-Authenticate', wwwAuthenticate(problem.code))
	c.header('Cache-Control', 'no-store')
	c.header('Content-Type', 'application/problem+json')
	return c.body(JSON.stringify(body), status as ContentfulStatusCode)
}

/** Type URI of a code: a place in the page that explains all of them. */
export function problemType(base: string, code: ProblemCode): string {
	return `${base}/docs/problems#${code}`
}

/** RFC 6750 §3. */
function wwwAuthenticate(code: ProblemCode): string {
	return code === 'token-missing' ? 'Bearer realm="letopis"' : 'Bearer realm="letopis", error="invalid_token"'
}
