/**
 * Sends what waits, one message after the other. A server that is down delays all of it, longer each time; nothing else waits
 * for it, and nothing is refused because of it. What could not be sent for three days is given up, and that is told.
 * @module
 */
import { journalNotice } from '../http/journal.ts'
import type { ApiDeps } from '../services.ts'
import type { MailQueue } from './queue.ts'
import type { MailTransport } from './transport.ts'

/** ms until a server that did not take mail is tried again: at first, and at most. */
const SOON = 30_000
const LATE = 3_600_000
const GIVE_UP = 3 * 86_400_000

export class MailSender {
	readonly #deps: Pick<ApiDeps, 'clock' | 'journal' | 'stopping'>
	readonly #queue: MailQueue
	readonly #transport: MailTransport
	#running: Promise<void> | null = null
	#again = false
	#delay = SOON
	#failing: number | null = null
	#timer: NodeJS.Timeout | undefined

	constructor(
		deps: Pick<ApiDeps, 'clock' | 'journal' | 'stopping'>,
		queue: MailQueue,
		transport: MailTransport,
	) {
		this.#deps = deps
		this.#queue = queue
		this.#transport = transport
		deps.stopping?.addEventListener('abort', () => clearTimeout(this.#timer), { once: true })
	}

	/** Since when the server takes nothing, ms since 1970; null while it does, or as long as nobody knows. */
	get failing(): number | null {
		return this.#failing
	}

	/** Sends what waits now; whoever asks while that is under way waits for the same, and for what came meanwhile. */
	send(): Promise<void> {
		this.#again = true
		this.#running ??= this.#sendAll().finally(() => {
			this.#running = null
		})
		return this.#running
	}

	async #sendAll(): Promise<void> {
		clearTimeout(this.#timer)
		while (this.#again) {
			this.#again = false
			if (!(await this.#sendWaiting())) return this.#postpone()
		}
	}

	/** @returns whether the server can be gone on with */
	async #sendWaiting(): Promise<boolean> {
		const { clock, stopping } = this.#deps
		for await (const { id, queued, mail } of this.#queue.all()) {
			if (stopping?.aborted === true) return true
			if (clock.now() - queued > GIVE_UP) {
				await this.#queue.remove(id)
				journalNotice(this.#deps, 'mail-given-up')
				continue
			}
			const done = await this.#transport.send(mail, id)
			if (done === 'later') return false
			this.#delay = SOON
			this.#failing = null
			await this.#queue.remove(id)
			if (done === 'refused') journalNotice(this.#deps, 'mail-refused')
		}
		return true
	}

	#postpone(): void {
		if (this.#deps.stopping?.aborted === true) return
		this.#failing ??= this.#deps.clock.now()
		journalNotice(this.#deps, 'mail-postponed')
		this.#timer = setTimeout(() => void this.send(), this.#delay)
		this.#timer.unref()
		this.#delay = Math.min(LATE, this.#delay * 2)
	}
}
