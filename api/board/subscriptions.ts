/**
 * Following the board by mail. An address is recorded only when whoever reads its mail says so: until then it stands in no place
 * of ours but, sealed, in the link that was sent. It is a private field of one entry, and is erased when the subscription ends.
 * @module
 */
import { createCipheriv, createDecipheriv, createHmac, hkdfSync, timingSafeEqual } from 'node:crypto'
import { cidText, entryCid, parseCid, RefusalError } from '@letopis/format'
import { appendSealed, cidAt } from '../cases/cases.ts'
import { Turns } from '../documents/idempotency.ts'
import { entryBytes, keptOf } from '../documents/reading.ts'
import type { Principal, Scope } from '../http/env.ts'
import { Problem } from '../http/problems.ts'
import type { MailQueue } from '../mail/queue.ts'
import type { MailSender } from '../mail/sender.ts'
import type { ApiDeps } from '../services.ts'
import { appendOpen } from './board.ts'
import { askWords } from './mail-words.ts'
import {
	addressTag,
	isSubscribed,
	type Language,
	SUBSCRIPTION_KIND,
	type Subscription,
	subscriptionIn,
	subscriptionOf,
	subscriptions,
} from './subscriber-rows.ts'

export const MOST_SUBSCRIBERS = 5000
const HOUR = 3_600_000
const LINK_LIFE = 48 * HOUR
/** Questions to one address in that time, so that nobody has another's box filled. */
const ASKED_MOST = 3
const ASKED_KNOWN = 4096
const NONCE = 12
const TAG = 16
/** Bytes of the proof in a link that ends a subscription. */
const PROOF = 16

const JOB: Principal = { name: 'letopis', scopes: new Set<Scope>(), grant: null, job: SUBSCRIPTION_KIND }

export interface Subscriber extends Subscription {
	/** position and CID of the entry */
	readonly position: number
	readonly id: string
}

export class Subscriptions {
	readonly #deps: ApiDeps
	readonly #queue: MailQueue
	readonly #sender: MailSender
	readonly #turns = new Turns()
	readonly #linkKey: Uint8Array
	readonly #asked = new Map<string, number[]>()

	constructor(deps: ApiDeps, queue: MailQueue, sender: MailSender) {
		this.#deps = deps
		this.#queue = queue
		this.#sender = sender
		this.#linkKey = new Uint8Array(hkdfSync('sha256', deps.secret, '', 'letopis board subscription v1', 32))
	}

	/** Sends the question whether somebody wants to follow. Whether they do already is told to nobody. */
	async ask(email: string, language: Language): Promise<void> {
		const now = this.#deps.clock.now()
		if (!this.#mayAsk(email, now)) return
		const token = this.#seal({ email, language, until: now + LINK_LIFE })
		const link = `${this.#deps.settings.publicUrl}${language === 'en' ? '/en' : ''}/deska/odber/${token}`
		const { subject, text } = askWords(language, link)
		await this.#queue.add(`ask ${token}`, '', { to: email, subject, text }, now)
		void this.#sender.send()
	}

	/** @returns what ends the subscription @throws Problem 'subscription-unknown' */
	async confirm(token: string): Promise<string> {
		const { email, language } = this.#open(token)
		const { projection } = this.#deps
		const tag = addressTag(projection.owners, email)
		return this.#turns.take('subscribe', async () => {
			await projection.current()
			const known = await subscriptionOf(projection.store, tag)
			if (known !== undefined) return this.endToken(await cidAt(this.#deps, known))
			if ((await subscriptions(projection.store, MOST_SUBSCRIBERS)).length >= MOST_SUBSCRIBERS)
				throw new Problem('mail-full', 'No more subscriptions can be taken.')
			const metadata = { data: { email, language } }
			const { cid } = await appendSealed(this.#deps, JOB, { kind: SUBSCRIPTION_KIND, metadata })
			return this.endToken(cidText(cid))
		})
	}

	/**
	 * Ends a subscription: the log says that it is disposed of, then the address leaves both copies of the vault. If it crashes in
	 * between, the next start of the town ends it. Again does nothing.
	 * @throws Problem 'subscription-unknown'
	 */
	async end(token: string): Promise<void> {
		const [id = '', proof = ''] = token.split('.')
		if (!this.#isProof(id, proof)) throw unknown()
		const { projection, ledger } = this.#deps
		await this.#turns.take('subscribe', async () => {
			await projection.current()
			const cid = parse(id)
			const position = await projection.chronicle.indexOf(cid)
			if (position === undefined) throw unknown()
			if (await isSubscribed(projection.store, position)) {
				const ended = ledger.disposing()
				await appendOpen(
					this.#deps,
					'disposal',
					{},
					JOB,
					{ object: cid, metadata: { reason: 'unsubscribed' } },
					null,
					{
						disposes: [cid],
					},
				)
				const { vault, first } = await projection.chronicle.part(position)
				await vault.erase([position - first])
				ended()
			}
			await this.#queue.forget(id)
		})
	}

	/** Everybody who follows; reading addresses is the caller's to record. */
	async *all(): AsyncIterable<Subscriber> {
		const { projection } = this.#deps
		await projection.current()
		for (const position of await subscriptions(projection.store, MOST_SUBSCRIBERS)) {
			const kept = await keptOf(this.#deps, position)
			const subscription = typeof kept === 'string' ? null : subscriptionIn(kept.opening)
			if (subscription === null) continue
			const id = cidText(entryCid(await entryBytes(this.#deps, position)))
			yield { ...subscription, position, id }
		}
	}

	endToken(id: string): string {
		return `${id}.${Buffer.from(this.#proof(id)).toString('base64url')}`
	}

	#proof(id: string): Uint8Array {
		const mac = createHmac('sha256', this.#linkKey).update('end\0').update(id).digest()
		return new Uint8Array(mac.subarray(0, PROOF))
	}

	#isProof(id: string, proof: string): boolean {
		const given = Buffer.from(proof, 'base64url')
		return given.length === PROOF && timingSafeEqual(given, this.#proof(id))
	}

	#mayAsk(email: string, now: number): boolean {
		const name = Buffer.from(addressTag(this.#deps.projection.owners, email)).toString('latin1')
		const recent = (this.#asked.get(name) ?? []).filter((at) => at > now - LINK_LIFE)
		if (recent.length >= ASKED_MOST) return false
		this.#asked.delete(name)
		this.#asked.set(name, [...recent, now])
		const oldest = this.#asked.size > ASKED_KNOWN ? this.#asked.keys().next().value : undefined
		if (oldest !== undefined) this.#asked.delete(oldest)
		return true
	}

	#seal(asked: Subscription & { readonly until: number }): string {
		const nonce = this.#deps.random(NONCE)
		const cipher = createCipheriv('aes-256-gcm', this.#linkKey, nonce)
		const sealed = [cipher.update(JSON.stringify(asked), 'utf8'), cipher.final(), cipher.getAuthTag()]
		return Buffer.concat([nonce, ...sealed]).toString('base64url')
	}

	#open(token: string): Subscription {
		try {
			const bytes = Buffer.from(token, 'base64url')
			const decipher = createDecipheriv('aes-256-gcm', this.#linkKey, bytes.subarray(0, NONCE))
			decipher.setAuthTag(bytes.subarray(-TAG))
			const text = Buffer.concat([decipher.update(bytes.subarray(NONCE, -TAG)), decipher.final()])
			const { until, ...asked } = JSON.parse(text.toString('utf8')) as Subscription & { until: number }
			if (until > this.#deps.clock.now()) return asked
		} catch {
			// Not ours, or not whole: the same to whoever sent it.
		}
		throw unknown()
	}
}

function parse(id: string) {
	try {
		return parseCid(id)
	} catch (error) {
		if (error instanceof RefusalError) throw unknown()
		throw error
	}
}

function unknown(): Problem {
	return new Problem('subscription-unknown', 'It was used too late, or is not whole. Ask for another one.')
}
