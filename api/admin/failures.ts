/**
 * The newest failures of the service, as the journal has them: no more than kinds, routes and times. In memory: the
 * journal is where they are kept.
 * @module
 */
import type { JournalLine } from '../http/journal.ts'

const KEPT = 50
const DAY = 86_400_000
/** Notices that tell of work that failed. */
const FAILED_NOTICES = [
	...['draft-unreadable', 'draft-sweep-failed', 'session-end-not-recorded', 'session-sweep-failed'],
	...['notice-board-failed', 'signature-watch-failed'],
	...['mail-given-up', 'mail-refused', 'board-mail-failed', 'digest-failed'],
	...['webhooks-unread', 'webhook-failing', 'webhook-gone'],
]

export class Failures {
	readonly #lines: JournalLine[] = []

	observe(line: JournalLine): void {
		const failed = line.event === 'failure' || FAILED_NOTICES.includes(line.notice ?? '')
		if (!failed) return
		this.#lines.push(line)
		if (this.#lines.length > KEPT) this.#lines.shift()
	}

	/** Of the last day, newest first. @param now ms */
	recent(now: number): JournalLine[] {
		return this.#lines.filter(({ time }) => Date.parse(time) > now - DAY).toReversed()
	}
}
