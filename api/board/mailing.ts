/**
 * The board's mail, put together: the queue is opened, what waits is sent, what hangs newly is told.
 * @module
 */
import { MailQueue } from '../mail/queue.ts'
import { MailSender } from '../mail/sender.ts'
import type { ApiDeps } from '../services.ts'
import type { Board } from './board.ts'
import { Newsletter } from './newsletter.ts'
import { Subscriptions } from './subscriptions.ts'

/** @returns null where the town sends no mail */
export function startMailing(deps: ApiDeps, board: Board): Promise<Subscriptions> | null {
	const { mail } = deps
	if (mail === undefined) return null
	const opened = MailQueue.open(mail.folder, deps.secret).then((queue) => {
		const sender = new MailSender(deps, queue, mail.transport)
		const subscriptions = new Subscriptions(deps, queue, sender)
		new Newsletter(deps, board, subscriptions, queue, sender).start()
		return subscriptions
	})
	// A folder that cannot be used fails whoever asks, and nothing else.
	opened.catch(() => {})
	return opened
}
