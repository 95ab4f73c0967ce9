/**
 * Delivers events to webhooks, each in the order of the log and one at a time, until the receiver has taken it: an answer
 * of 2xx. Each delivery that was taken is a sealed entry, so nothing is forgotten: if it crashes before the entry, the
 * next start delivers again, under the same id; a receiver that keeps ids sees everything exactly once.
 *
 * A webhook reads with the token that made it: when that is revoked or over, it rests, and goes on with nothing. 410 Gone
 * ends it. Everything else is tried again, later each time, for as long as it exists.
 * @module
 */
import { type Cid, entryCid } from '@letopis/format'
import { appendSealed } from '../cases/cases.ts'
import { fingerprint } from '../documents/idempotency.ts'
import { entryBytes, keptOf } from '../documents/reading.ts'
import type { Receipts } from '../documents/receipts.ts'
import { ADMINISTRATOR } from '../http/auth.ts'
import { type Principal, SCOPES, type Scope } from '../http/env.ts'
import { journalNotice } from '../http/journal.ts'
import type { ApiDeps } from '../services.ts'
import { eventOf } from './events.ts'
import { isLeft, messageOf } from './payload.ts'
import { DELIVERY_KIND, END_KIND, readWebhook, WEBHOOK_KIND, type Webhook } from './records.ts'
import { activeWebhooks, type Event, nextEvent, waitsFrom } from './rows.ts'
import type { Message, Outcome, Send } from './send.ts'

/** Webhooks of one town. */
export const MAX_WEBHOOKS = 32
/** ms until what was not taken is sent again: at first, and at most. */
const SOON = 5_000
const LATE = 3_600_000
const GONE = 410

/** The service itself, which writes down what was taken. */
const JOB: Principal = { name: 'letopis', scopes: new Set<Scope>(), grant: null, job: WEBHOOK_KIND }
/** Whoever holds the keys. */
const EVERYTHING: Principal = { name: ADMINISTRATOR, scopes: new Set(SCOPES), grant: null }

/** How it is with one webhook, as far as this run of the service knows. */
export interface DeliveryState {
	/** position of the newest event that was taken; null if none was */
	readonly delivered: number | null
	/** of the newest failure that no success has followed, ms since 1970 */
	readonly failing: { readonly since: number; readonly outcome: Outcome; readonly attempts: number } | null
	/** the token that made it is no longer valid */
	readonly resting: boolean
}

/** What is wrong with one webhook. */
export interface WebhookTrouble {
	readonly host: string
	/** failing: not taken; resting: its token is no longer valid; gone: the receiver ended it */
	readonly why: 'failing' | 'resting' | 'gone'
	/** since when, ms since 1970; null where nobody knows */
	readonly at: number | null
	/** of the event that was not taken */
	readonly attempts: number | null
}

/** So long the end of a webhook that its receiver did not want any more is told, ms. */
const TOLD = 7 * 86_400_000
/** A single failure passes by itself. */
const TROUBLE_AFTER = 3

export class Deliveries {
	readonly #deps: ApiDeps
	readonly #receipts: Receipts
	readonly #send: Send
	readonly #runners = new Map<number, Runner>()
	/** Ended by their receivers, while this run of the service lasts. */
	readonly #gone: { readonly host: string; readonly at: number }[] = []
	#loading: Promise<void> = Promise.resolve()

	constructor(deps: ApiDeps, receipts: Receipts, send: Send) {
		this.#deps = deps
		this.#receipts = receipts
		this.#send = send
	}

	/** Begins with what an earlier run left; then follows what is recorded. */
	start(): void {
		const unsubscribe = this.#deps.projection.subscribe(({ entry, opening }) => {
			const kind = opening?.fields.find(({ name }) => name === 'kind')?.value
			if (kind === WEBHOOK_KIND || kind === END_KIND) this.#load()
			else if (eventOf(entry, opening) !== null) for (const one of this.#runners.values()) one.wake()
		})
		this.#deps.stopping?.addEventListener(
			'abort',
			() => {
				unsubscribe()
				for (const one of this.#runners.values()) one.stop()
			},
			{ once: true },
		)
		this.#load()
	}

	/** Undefined for a webhook that has ended, or is not read yet. @param webhook position */
	state(webhook: number): DeliveryState | undefined {
		return this.#runners.get(webhook)?.state
	}

	/** How many there are. */
	get size(): number {
		return this.#runners.size
	}

	/** What somebody has to look at: what is still to be delivered first, what has ended last. */
	get troubles(): WebhookTrouble[] {
		const now = this.#deps.clock.now()
		const gone = this.#gone
			.filter(({ at }) => now - at < TOLD)
			.map((one) => ({ ...one, why: 'gone' as const, attempts: null }))
		const others = [...this.#runners.values()].flatMap(({ host, state }): WebhookTrouble[] => {
			const { failing, resting } = state
			if (resting) return [{ host, why: 'resting', at: null, attempts: null }]
			if (failing === null || failing.attempts < TROUBLE_AFTER) return []
			return [{ host, why: 'failing', at: failing.since, attempts: failing.attempts }]
		})
		return [...others.toSorted((a, b) => (a.why < b.why ? -1 : 1)), ...gone]
	}

	#load(): void {
		this.#loading = this.#loading
			.then(() => this.#loadAll())
			.catch(() => journalNotice(this.#deps, 'webhooks-unread'))
	}

	async #loadAll(): Promise<void> {
		const { projection } = this.#deps
		await projection.current()
		const { store } = projection
		const active = await activeWebhooks(store, MAX_WEBHOOKS)
		for (const [position, runner] of this.#runners) {
			if (active.includes(position)) continue
			runner.stop()
			this.#runners.delete(position)
		}
		for (const position of active) {
			if (this.#runners.has(position) || this.#deps.stopping?.aborted === true) continue
			const kept = await keptOf(this.#deps, position)
			const webhook = typeof kept === 'string' ? null : readWebhook(kept.opening)
			if (webhook === null) continue
			const cid = entryCid(await entryBytes(this.#deps, position))
			const from = await waitsFrom(store, position)
			const grant = webhook.grant === null ? null : await projection.chronicle.indexOf(webhook.grant)
			if (grant === undefined) continue
			const hook = { position, cid, webhook, grant, from }
			const ended = (host: string) => {
				this.#gone.push({ host, at: this.#deps.clock.now() })
				if (this.#gone.length > MAX_WEBHOOKS) this.#gone.shift()
			}
			const runner = new Runner(this.#deps, this.#receipts, this.#send, hook, ended)
			this.#runners.set(position, runner)
			runner.wake()
		}
	}
}

interface Hook {
	readonly position: number
	readonly cid: Cid
	readonly webhook: Webhook
	/** position of the entry that granted the token; null for the administrator token */
	readonly grant: number | null
	/** position of the first event that waits */
	readonly from: number
}

/** One webhook at work. */
class Runner {
	readonly #deps: ApiDeps
	readonly #receipts: Receipts
	readonly #send: Send
	readonly #hook: Hook
	readonly #ended: (host: string) => void
	readonly #stopped = new AbortController()
	#from: number
	#delivered: number | null
	/** Made once, however often it is sent: one read, one entry of access. */
	#message: { readonly event: Event; readonly message: Message } | null = null
	#failing: DeliveryState['failing'] = null
	#running = false
	#again = false
	#timer: NodeJS.Timeout | undefined

	/** @param ended told when the receiver does not want it any more */
	constructor(deps: ApiDeps, receipts: Receipts, send: Send, hook: Hook, ended: (host: string) => void) {
		this.#ended = ended
		this.#deps = deps
		this.#receipts = receipts
		this.#send = send
		this.#hook = hook
		this.#from = hook.from
		this.#delivered = hook.from > hook.position + 1 ? hook.from - 1 : null
	}

	/** Without the path, which may be as good as a password. */
	get host(): string {
		return new URL(this.#hook.webhook.url).host
	}

	get state(): DeliveryState {
		return { delivered: this.#delivered, failing: this.#failing, resting: this.#reader() === null }
	}

	stop(): void {
		this.#stopped.abort()
		clearTimeout(this.#timer)
	}

	/** Something may wait. What failed keeps its time. */
	wake(): void {
		if (this.#failing === null) this.#run()
	}

	#run(): void {
		this.#again = true
		if (this.#running || this.#stopped.signal.aborted) return
		this.#running = true
		this.#work()
			.catch(() => this.#fail('internal'))
			.finally(() => {
				this.#running = false
				if (this.#again && this.#failing === null) this.#run()
			})
	}

	async #work(): Promise<void> {
		while (this.#again && !this.#stopped.signal.aborted) {
			this.#again = false
			while (!this.#stopped.signal.aborted) {
				const next = (await this.#unsent()) ?? (await this.#prepare())
				if (next === null) break
				this.#message = next
				if (!(await this.#deliver(next.event, next.message))) return
				this.#message = null
			}
		}
	}

	/** What was not taken yet, if the receiver may still know of it. */
	async #unsent(): Promise<{ event: Event; message: Message } | null> {
		if (this.#message === null || this.#reader() === null) return null
		return (await isLeft(this.#deps, this.#message.event)) ? this.#message : null
	}

	/** The next event that the receiver may know of; null if nothing waits, or it may know nothing any more. */
	async #prepare(): Promise<{ event: Event; message: Message } | null> {
		const { store } = this.#deps.projection
		for (;;) {
			const reader = this.#reader()
			const event = await nextEvent(store, this.#from, this.#hook.webhook.events)
			if (event === undefined || reader === null || this.#stopped.signal.aborted) return null
			const message = await messageOf(this.#deps, this.#receipts, event, reader)
			if (message !== null) return { event, message }
			this.#from = event.position + 1
		}
	}

	/** @returns whether it was taken */
	async #deliver(event: Event, message: Message): Promise<boolean> {
		const { webhook } = this.#hook
		const { clock } = this.#deps
		const outcome = await this.#send(webhook, message, clock.now(), this.#stopped.signal)
		if (this.#stopped.signal.aborted) return false
		if (outcome === GONE) {
			this.stop()
			this.#ended(this.host)
			journalNotice(this.#deps, 'webhook-gone')
			await this.#append({ kind: END_KIND, data: { why: 'gone' } }, ['gone'])
			return false
		}
		if (typeof outcome === 'string' || outcome < 200 || outcome > 299) {
			this.#fail(outcome)
			return false
		}
		const told = entryCid(await entryBytes(this.#deps, event.position))
		const attempts = (this.#failing?.attempts ?? 0) + 1
		await this.#append({ kind: DELIVERY_KIND, data: { event: told, attempts, status: outcome } }, [told])
		this.#from = event.position + 1
		this.#delivered = event.position
		this.#failing = null
		return true
	}

	/** An entry about this webhook, once however often it is asked for. */
	async #append(
		{ kind, data }: { kind: string; data: Record<string, Cid | string | number> },
		what: (Cid | string)[],
	) {
		const request = fingerprint(this.#deps.secret, [kind, this.#hook.cid, ...what])
		const fields = { kind, object: this.#hook.cid, metadata: { data } }
		await appendSealed(this.#deps, JOB, fields, { idempotency: { key: request, request } })
	}

	#fail(outcome: Outcome): void {
		if (this.#stopped.signal.aborted) return
		const attempts = (this.#failing?.attempts ?? 0) + 1
		this.#failing = { since: this.#failing?.since ?? this.#deps.clock.now(), outcome, attempts }
		if (attempts === 3) journalNotice(this.#deps, 'webhook-failing')
		clearTimeout(this.#timer)
		const soon = this.#deps.settings.webhookRetry ?? SOON
		this.#timer = setTimeout(() => this.#run(), Math.min(LATE, soon * 2 ** Math.min(attempts - 1, 12)))
		this.#timer.unref()
	}

	/** Who reads for this webhook: the token that made it, as it stands now; null when it may no longer. */
	#reader(): Principal | null {
		const { webhook, grant } = this.#hook
		if (grant === null) return webhook.principal === ADMINISTRATOR ? EVERYTHING : null
		const token = this.#deps.projection.tokens.byIndex(grant)
		if (token === undefined || token.revoked || token.doubted) return null
		if (this.#deps.clock.now() >= token.expires) return null
		return { name: token.principal, scopes: new Set(token.scopes), grant: token.cid }
	}
}
