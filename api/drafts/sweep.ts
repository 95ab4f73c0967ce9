/**
 * The drafts of a town, and the sweep that ends those nobody touched for 30 days.
 * @module
 */
import { journalNotice } from '../http/journal.ts'
import type { ApiDeps } from '../services.ts'
import { Drafts } from './drafts.ts'

const HOUR = 3_600_000
/** All drafts together may take so many times the largest file. */
const FILES = 8

export function startSweeping(deps: ApiDeps): Drafts {
	const { clock, random, settings, ledger, stopping } = deps
	const drafts = new Drafts({
		folder: deps.drafts,
		vault: ledger.vault,
		now: () => clock.now(),
		random,
		maxFile: settings.maxUpload,
		maxTotal: settings.maxUpload * FILES,
		notice: (what) => journalNotice(deps, what),
	})
	const timer = setInterval(() => {
		// It is tried again in an hour; what fails is seen by whoever uses drafts meanwhile.
		drafts.sweep().catch(() => journalNotice(deps, 'draft-sweep-failed'))
	}, HOUR)
	timer.unref()
	stopping?.addEventListener('abort', () => clearInterval(timer), { once: true })
	return drafts
}
