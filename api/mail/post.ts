/**
 * The town's post, put together: one queue and one sender for all who write, and how they are.
 * @module
 */
import type { ApiDeps } from '../services.ts'
import { MailQueue } from './queue.ts'
import { MailSender } from './sender.ts'

export interface PostState {
	/** messages that wait */
	readonly waiting: number
	/** since when the server takes none, ms since 1970; null while it does */
	readonly failing: number | null
	/** the folder of the queue cannot be used: nothing can even wait */
	readonly broken: boolean
}

export interface Opened {
	readonly queue: MailQueue
	readonly sender: MailSender
}

export class Post {
	readonly opened: Promise<Opened>
	#found: Opened | null = null
	#broken = false

	private constructor(opened: Promise<Opened>) {
		this.opened = opened
		opened.then(
			(found) => {
				this.#found = found
			},
			// A folder that cannot be used fails whoever asks, and nothing else.
			() => {
				this.#broken = true
			},
		)
	}

	/** @returns null where the town sends no mail */
	static open(deps: ApiDeps): Post | null {
		const { mail } = deps
		if (mail === undefined) return null
		const opened = MailQueue.open(mail.folder, deps.secret).then((queue) => {
			const sender = new MailSender(deps, queue, mail.transport)
			// What an earlier run left waits for nobody's next message.
			void sender.send()
			return { queue, sender }
		})
		return new Post(opened)
	}

	get state(): PostState {
		const { queue, sender } = this.#found ?? {}
		return { waiting: queue?.size ?? 0, failing: sender?.failing ?? null, broken: this.#broken }
	}
}
