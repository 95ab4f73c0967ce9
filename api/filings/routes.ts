/**
 * The routes of filings together, and what they share.
 * @module
 */
import { OpenAPIHono } from '@hono/zod-openapi'
import type { Agendas } from '../agendas/agendas.ts'
import type { Cases } from '../cases/cases.ts'
import { Printer } from '../clause/printer.ts'
import { dispatchRoutes } from '../dispatch/routes.ts'
import { Looks } from '../documents/looks.ts'
import type { Receipts } from '../documents/receipts.ts'
import type { Recorder } from '../documents/recording.ts'
import type { Drafts } from '../drafts/drafts.ts'
import { demandAppends } from '../health/readiness.ts'
import type { AppEnv } from '../http/env.ts'
import type { ApiDeps } from '../services.ts'
import { certificateRoutes } from './certificate-routes.ts'
import { Certificates } from './certificates.ts'
import { filingDraftRoutes } from './draft-routes.ts'
import { FilerDrafts } from './filer.ts'
import type { Filings } from './filings.ts'
import { filingInboxRoutes } from './inbox-routes.ts'
import { Papers } from './papers.ts'
import { PinGate } from './pin.ts'
import { Statuses } from './status.ts'
import { filingStatusRoutes } from './status-routes.ts'
import { Submission } from './submit.ts'

/** Pages that may wait to be printed: hundreds may file within a moment, and each page takes milliseconds. */
const PLACES = 1000

export interface FilingServices {
	readonly agendas: Agendas
	readonly filings: Filings
	readonly cases: Cases
	readonly recorder: Recorder
	readonly receipts: Receipts
	readonly drafts: Drafts
	/** @throws Problem 'disk-full' */
	readonly demandRoom: () => Promise<void>
}

export function filingRoutes(deps: ApiDeps, services: FilingServices) {
	const { agendas, filings, cases, recorder, receipts, drafts, demandRoom } = services
	const { clock } = deps
	const begun = new FilerDrafts(drafts, () => clock.now(), deps.random)
	const gate = new PinGate(
		() => clock.now(),
		(ms) => new Promise((resolve) => setTimeout(resolve, ms)),
	)
	const statuses = new Statuses(deps, filings, gate)
	const printer = new Printer({ places: PLACES })
	const papers = new Papers(deps, filings, statuses, receipts, printer)
	const demandReady = async () => {
		demandAppends(deps.ledger.log)
		await demandRoom()
	}
	const submission = new Submission(deps, {
		...{ agendas, begun, drafts, recorder, cases, filings, printer, demandReady },
	})
	const looks = new Looks(() => clock.now())
	const certificates = new Certificates(deps, {
		...{ filings, statuses, receipts, recorder, cases, printer, demandReady },
	})
	return new OpenAPIHono<AppEnv>()
		.route(
			'/',
			filingDraftRoutes(deps, { agendas, begun, drafts, filings, statuses, submission, demandRoom }),
		)
		.route('/', filingStatusRoutes(deps, filings, statuses, papers))
		.route('/', filingInboxRoutes(deps, filings, statuses, looks))
		.route('/', certificateRoutes(deps, filings, certificates, looks))
		.route('/', dispatchRoutes(deps, filings))
}
