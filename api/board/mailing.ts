/**
 * The board's mail, put together: who follows it, and what hangs newly is told.
 * @module
 */
import type { Post } from '../mail/post.ts'
import type { ApiDeps } from '../services.ts'
import type { Board } from './board.ts'
import { Newsletter } from './newsletter.ts'
import { Subscriptions } from './subscriptions.ts'

/** @param post null where the town sends no mail */
export function startMailing(deps: ApiDeps, board: Board, post: Post | null): Promise<Subscriptions> | null {
	if (post === null) return null
	const started = post.opened.then(({ queue, sender }) => {
		const subscriptions = new Subscriptions(deps, queue, sender)
		new Newsletter(deps, board, subscriptions, queue, sender).start()
		return subscriptions
	})
	// A folder that cannot be used fails whoever asks, and nothing else.
	started.catch(() => {})
	return started
}
