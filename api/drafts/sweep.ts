/**
 * The drafts of a town, and the sweep that ends those nobody touched for 30 days.
 * @module
 */
import { every, HOUR } from '../every-minute.ts'
import { journalNotice } from '../http/journal.ts'
import type { ApiDeps } from '../services.ts'
import { Drafts } from './drafts.ts'

/** All drafts together may take so many times the largest file. */
const FILES = 8

export function startSweeping(deps: ApiDeps): Drafts {
	const { clock, random, settings, ledger } = deps
	const drafts = new Drafts({
		folder: deps.drafts,
		vault: ledger.vault,
		now: () => clock.now(),
		random,
		maxFile: settings.maxUpload,
		maxTotal: settings.maxUpload * FILES,
		notice: (what) => journalNotice(deps, what),
	})
	// What fails is seen by whoever uses drafts meanwhile.
	every(HOUR, deps, () => drafts.sweep(), 'draft-sweep-failed')
	return drafts
}
