/**
 * The town hall as one HTTP application, without a server: requests in, responses out.
 * @module
 */
import { OpenAPIHono } from '@hono/zod-openapi'
import { methodNotAllowed } from 'hono/method-not-allowed'
import { Failures } from './admin/failures.ts'
import { adminRoutes } from './admin/routes.ts'
import { Agendas } from './agendas/agendas.ts'
import { agendaRoutes } from './agendas/routes.ts'
import { renewalRoutes } from './anchors/renewal-routes.ts'
import { anchorRoutes } from './anchors/routes.ts'
import { Board } from './board/board.ts'
import { BoardKeeper } from './board/keeper.ts'
import { startMailing } from './board/mailing.ts'
import { boardRoutes } from './board/routes.ts'
import { subscriptionRoutes } from './board/subscription-routes.ts'
import { Cases } from './cases/cases.ts'
import { lookRoutes } from './cases/look-routes.ts'
import { registerRoutes } from './cases/register-routes.ts'
import { caseRoutes } from './cases/routes.ts'
import { Printer } from './clause/printer.ts'
import { clauseRoutes } from './clause/routes.ts'
import { contentRoutes } from './documents/content-routes.ts'
import { disposalRoutes } from './documents/disposal-routes.ts'
import { tellDoubts } from './documents/doubts.ts'
import { evidenceRoutes } from './documents/evidence-routes.ts'
import { publicRoutes } from './documents/public-routes.ts'
import { readRoutes } from './documents/read-routes.ts'
import { receiptRoutes } from './documents/receipt-routes.ts'
import { Receipts } from './documents/receipts.ts'
import { Recorder } from './documents/recording.ts'
import { writeRoutes } from './documents/write-routes.ts'
import { Confirmation } from './drafts/confirm.ts'
import { draftRoutes } from './drafts/routes.ts'
import { startSweeping } from './drafts/sweep.ts'
import { Digest } from './filings/digest.ts'
import { Filings } from './filings/filings.ts'
import { filingRoutes } from './filings/routes.ts'
import { createMetrics } from './health/metrics.ts'
import { watchRoom } from './health/readiness.ts'
import { healthRoutes } from './health/routes.ts'
import { identify } from './http/auth.ts'
import type { AppEnv } from './http/env.ts'
import { type JournalLine, journalRequests, reportFailure } from './http/journal.ts'
import { plainBody, promptBody } from './http/limits.ts'
import { pageRoutes } from './http/pages.ts'
import { problemOf, problemResponse } from './http/problem.ts'
import { Problem } from './http/problems.ts'
import { handToSite } from './http/site.ts'
import { logRoutes } from './log/routes.ts'
import { seenRoutes } from './log/seen.ts'
import { Post } from './mail/post.ts'
import { describeApi } from './openapi.ts'
import { packageRoutes } from './packages/routes.ts'
import { accountRoutes } from './people/account-routes.ts'
import { mailRoutes } from './people/mail-routes.ts'
import { passkeyRoutes } from './people/passkey-routes.ts'
import { People } from './people/people.ts'
import { registrationRoutes } from './people/registration-routes.ts'
import { proofRoutes } from './proofs/routes.ts'
import type { ApiDeps } from './services.ts'
import { sessionRoutes } from './sessions/routes.ts'
import { SignatureBacklog } from './signatures/backlog.ts'
import { SignatureReception } from './signatures/reception.ts'
import { signatureRoutes } from './signatures/routes.ts'
import { SignatureWatch } from './signatures/watch.ts'
import { watchRoutes } from './signatures/watch-routes.ts'
import { startStream, streamRoutes } from './stream/routes.ts'
import { tokenRoutes } from './tokens/routes.ts'
import { Deliveries } from './webhooks/deliveries.ts'
import { webhookRoutes } from './webhooks/routes.ts'
import { send } from './webhooks/send.ts'

/** `.` or `..` as a step of a path, however escaped; a query may hold what it likes. */
const DOT_SEGMENT = /^[^?]*\/(?:\.|%2e){1,2}(?:[/?]|%2f|$)/i

/** Where a POST carries a small body; uploads have a watch of their own. */
const SMALL_BODIES = [
	...['tokens', 'anchors', 'sessions', 'registrations', 'passkeys', 'accounts', 'departments', 'cases'].map(
		(name) => `/api/v1/${name}/*`,
	),
	'/api/v1/webhooks/*',
	...['/api/v1/agendas/check', '/api/v1/drafts', '/api/v1/drafts/:draft/confirm'],
	...['/api/v1/filing-drafts', '/api/v1/filing-drafts/:draft/files', '/api/v1/filing-drafts/:draft/filing'],
	...['/api/v1/filing-status/*', '/api/v1/filings/*'],
	...['/api/v1/documents/:id/acts', '/api/v1/documents/:id/decisions', '/log/seen'],
	'/api/v1/board/*',
	'/api/v1/documents/:id/disposal',
]

export function createApp(given: ApiDeps) {
	const failures = new Failures()
	const journal = (line: JournalLine) => {
		failures.observe(line)
		given.journal?.(line)
	}
	const deps: ApiDeps = { ...given, journal }
	const { settings, clock, projection, adminTokenHash, site } = deps
	tellDoubts(deps)
	const secure = settings.publicUrl.startsWith('https://')
	const hub = startStream(deps)
	const metrics = createMetrics(deps, hub)
	const receipts = new Receipts(deps)
	const printer = new Printer()
	const people = new People(deps)
	const cases = new Cases(deps)
	const agendas = new Agendas(deps)
	const filings = new Filings(deps, agendas)
	const recorder = new Recorder(deps)
	const drafts = startSweeping(deps)
	const hasRoom = watchRoom(deps)
	const post = Post.open(deps)
	const board = new Board(deps)
	new BoardKeeper(deps, board).start()
	const demandRoom = async () => {
		if (!(await hasRoom())) throw new Problem('disk-full', 'The operator must free space.')
	}
	const confirmation = new Confirmation(deps, drafts, recorder, receipts, cases, demandRoom)
	if (deps.signatures !== undefined) {
		const reception = new SignatureReception(deps, recorder, deps.signatures)
		reception.start()
		new SignatureBacklog(deps, reception).start()
	}
	const watch = new SignatureWatch(deps)
	watch.start()
	const deliveries = new Deliveries(deps, receipts, send)
	deliveries.start()
	if (post !== null) new Digest(deps, post, filings).start()
	const observe = (line: JournalLine) => {
		metrics.observe(line)
		journal(line)
	}

	const root = new OpenAPIHono<AppEnv>({
		defaultHook: (result) => {
			if (result.success) return
			const errors = result.error.issues.map(({ path, message }) => ({ at: path.join('.'), message }))
			throw new Problem('bad-request', `Not valid: ${result.target}.`, { extra: { errors } })
		},
	})
	root.onError((error, c) => {
		const problem = problemOf(error)
		if (problem.status < 500 || problem.status === 503) return problemResponse(c, problem, settings.publicUrl)
		const instance = reportFailure(deps, c, problem.status, problem.cause ?? error)
		const named = new Problem(problem.code, problem.message, {
			headers: problem.headers,
			extra: { ...problem.extra, instance },
		})
		return problemResponse(c, named, settings.publicUrl)
	})
	root.notFound((c) =>
		problemResponse(c, new Problem('not-found', 'See /docs for what there is.'), settings.publicUrl),
	)
	root.use(
		'*',
		journalRequests(observe, () => clock.now()),
	)
	root.use(
		methodNotAllowed({
			app: root,
			onMethodNotAllowed: (c, methods) => {
				const allow = { headers: { Allow: methods.toSorted().join(', ') } }
				return problemResponse(c, new Problem('method-not-allowed', 'See Allow.', allow), settings.publicUrl)
			},
		}),
	)
	root.use('*', async (c, next) => {
		// Parsing the address has folded dot segments away: what is not there must not answer by another name.
		const target = c.env?.incoming?.url
		if (target !== undefined && DOT_SEGMENT.test(target))
			throw new Problem('not-found', 'A path has no dots.')
		c.header('X-Content-Type-Options', 'nosniff')
		c.header('Referrer-Policy', 'no-referrer')
		if (secure) c.header('Strict-Transport-Security', 'max-age=31536000')
		await next()
	})
	root.use('/log/*', async (c, next) => {
		// The log is public: a verifier in any page may read it.
		c.header('Access-Control-Allow-Origin', '*')
		await next()
	})
	root.use('*', plainBody)
	const prompt = promptBody(settings.uploadIdle)
	root.use('*', (c, next) => (c.req.method === 'POST' ? next() : prompt(c, next)))
	for (const path of SMALL_BODIES) root.use(path, prompt)
	if (site !== undefined) {
		root.use('*', handToSite(site, { settings, prompt, service: (request, env) => root.fetch(request, env) }))
	}
	root.use('*', identify({ tokens: projection.tokens, adminTokenHash, clock, sessions: people.sessions }))

	return root
		.route('/', writeRoutes(deps, receipts, recorder, hasRoom))
		.route('/', readRoutes(deps))
		.route('/', publicRoutes(deps))
		.route('/', receiptRoutes(deps, receipts))
		.route('/', evidenceRoutes(deps))
		.route('/', signatureRoutes(deps))
		.route('/', watchRoutes(watch))
		.route('/', contentRoutes(deps))
		.route('/', disposalRoutes(deps, recorder))
		.route('/', clauseRoutes(deps, receipts, printer))
		.route('/', packageRoutes(deps, receipts, printer))
		.route('/', anchorRoutes(deps))
		.route('/', renewalRoutes(deps))
		.route('/', tokenRoutes(deps))
		.route('/', webhookRoutes(deps, deliveries, send))
		.route('/', caseRoutes(deps, cases))
		.route('/', lookRoutes(deps, cases))
		.route('/', draftRoutes(deps, drafts, confirmation, cases, demandRoom))
		.route('/', filingRoutes(deps, { agendas, filings, cases, recorder, receipts, drafts, demandRoom }))
		.route('/', registerRoutes(deps))
		.route('/', agendaRoutes(deps, agendas))
		.route('/', accountRoutes(people))
		.route('/', mailRoutes(people, post))
		.route('/', registrationRoutes(people))
		.route('/', passkeyRoutes(people))
		.route('/', subscriptionRoutes(deps, startMailing(deps, board, post)))
		.route('/', boardRoutes(deps, board, filings))
		.route('/', sessionRoutes(people))
		.route('/', proofRoutes(deps))
		.route('/', streamRoutes(deps, hub))
		.route('/', logRoutes(deps))
		.route('/', seenRoutes(deps))
		.route('/', healthRoutes(deps, metrics, post))
		.route('/', adminRoutes(deps, failures, { post, deliveries }))
		.route(
			'/',
			pageRoutes(deps, () => describeApi(root, deps.version)),
		)
}

/** Type of the application, for `hc<App>` of hono/client. */
export type App = ReturnType<typeof createApp>
