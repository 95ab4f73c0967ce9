/**
 * Tells subscribers of what hangs newly, once. Addresses are read for it, so an entry says that first; what it names is told
 * already, and if it crashes before all messages wait, those are missing: nobody gets one twice. A message that still waits
 * when its notice is withdrawn is not sent: it would tell what is in view no more.
 * @module
 */
import { cidText, parseCid } from '@letopis/format'
import { appendSealed } from '../cases/cases.ts'
import { everyMinute } from '../every-minute.ts'
import type { Principal, Scope } from '../http/env.ts'
import { journalNotice } from '../http/journal.ts'
import type { MailQueue } from '../mail/queue.ts'
import type { MailSender } from '../mail/sender.ts'
import type { ApiDeps } from '../services.ts'
import type { Board } from './board.ts'
import { noticeWords } from './mail-words.ts'
import { withdrawnIn } from './records.ts'
import { openPostings } from './rows.ts'
import { isTold, MAILING_KIND, subscriptions } from './subscriber-rows.ts'
import type { Subscriptions } from './subscriptions.ts'
import { BoardViews } from './views.ts'

/** What has hung for longer is no news, also where mail was set up only now. */
const NEWS = 3 * 86_400_000
const MOST_OPEN = 1000

const JOB: Principal = { name: 'letopis', scopes: new Set<Scope>(), grant: null, job: MAILING_KIND }

export class Newsletter {
	readonly #deps: ApiDeps
	readonly #board: Board
	readonly #subscriptions: Subscriptions
	readonly #queue: MailQueue
	readonly #sender: MailSender
	readonly #views: BoardViews
	#running: Promise<void> | null = null

	constructor(
		deps: ApiDeps,
		board: Board,
		subscriptions: Subscriptions,
		queue: MailQueue,
		sender: MailSender,
	) {
		this.#deps = deps
		this.#board = board
		this.#subscriptions = subscriptions
		this.#queue = queue
		this.#sender = sender
		this.#views = new BoardViews(deps, board)
	}

	start(): void {
		const unsubscribe = this.#deps.projection.subscribe(({ entry }) => {
			const posting = withdrawnIn(entry)
			if (posting !== null) void this.#forget(cidText(posting))
		})
		this.#deps.stopping?.addEventListener('abort', unsubscribe, { once: true })
		void this.#forgetWithdrawn()
		everyMinute(this.#deps, () => this.look(), 'board-mail-failed')
	}

	/** Whoever asks while it is being done waits for the same. */
	look(): Promise<void> {
		this.#running ??= this.#look().finally(() => {
			this.#running = null
		})
		return this.#running
	}

	/** What is being told now is forgotten after it. */
	async #forget(posting: string): Promise<void> {
		try {
			await this.#running
		} catch {
			// Told by whoever started it.
		}
		await this.#queue.forget(posting).catch(() => journalNotice(this.#deps, 'board-mail-failed'))
	}

	/** Of notices that were withdrawn when nobody was there to forget it. */
	async #forgetWithdrawn(): Promise<void> {
		try {
			for await (const { id, about } of this.#queue.all()) {
				const [, posting] = about.split(' ')
				if (posting === undefined) continue
				const { row } = await this.#board.locate(posting)
				if (row.withdrawn !== null) await this.#queue.remove(id)
			}
		} catch {
			journalNotice(this.#deps, 'board-mail-failed')
		}
	}

	async #look(): Promise<void> {
		const { projection, clock, stopping } = this.#deps
		await projection.current()
		const someone = (await subscriptions(projection.store, 1)).length > 0
		for (const found of (await openPostings(projection.store, MOST_OPEN)).toReversed()) {
			if (!someone || stopping?.aborted === true) break
			if (this.#board.stateOf(found.row) !== 'posted' || (await isTold(projection.store, found.position)))
				continue
			const posting = await this.#views.posting(found)
			const since = Math.max(Date.parse(posting.posted), Date.parse(`${posting.from}T00:00:00Z`))
			if (clock.now() - since < NEWS) await this.#tell(posting)
		}
		void this.#sender.send()
	}

	async #tell({ id, title, number, from, until }: Awaited<ReturnType<BoardViews['posting']>>): Promise<void> {
		const { publicUrl } = this.#deps.settings
		const now = this.#deps.clock.now()
		if (title === null) return
		const metadata = { action: 'board-mailing' }
		await appendSealed(this.#deps, JOB, { kind: MAILING_KIND, object: parseCid(id), metadata })
		for await (const subscriber of this.#subscriptions.all()) {
			const { language, email } = subscriber
			const token = this.#subscriptions.endToken(subscriber.id)
			const prefix = `${publicUrl}${language === 'en' ? '/en' : ''}/deska`
			const link = `${prefix}/${id}`
			const words = noticeWords(language, {
				title,
				number,
				from,
				until,
				link,
				end: `${prefix}/odber/konec/${token}`,
			})
			const mail = { to: email, ...words, unsubscribe: `${publicUrl}/api/v1/board/unsubscribe/${token}` }
			await this.#queue.add(`notice ${id} ${subscriber.id}`, `${subscriber.id} ${id}`, mail, now)
		}
	}
}
