/**
 * Tells staff once a day, by mail, how many filings their department has to settle. Addresses are read for it, so an entry says
 * that first; it carries the day, so no restart tells twice. If it crashes between that entry and the queue, a
 * day is left out: the inbox shows the same at any time.
 * @module
 */
import { type Day, dayOf, numberOf } from '../calendar/day.ts'
import { appendSealed } from '../cases/cases.ts'
import { earlierEntry, fingerprint } from '../documents/idempotency.ts'
import { everyMinute, oneAtATime } from '../every-minute.ts'
import type { Principal, Role, Scope } from '../http/env.ts'
import type { Post } from '../mail/post.ts'
import { mailAbout } from '../people/mail-routes.ts'
import type { MailLanguage } from '../people/records.ts'
import { scopesOf } from '../people/roles.ts'
import type { ApiDeps } from '../services.ts'
import { digestWords } from './digest-words.ts'
import type { Filings } from './filings.ts'
import { type Counts, counts } from './inbox.ts'
import { unrecorded } from './unrecorded.ts'

export const DIGEST_KIND = 'filing-digest'

const JOB: Principal = { name: 'letopis', scopes: new Set<Scope>(), grant: null, job: DIGEST_KIND }
const PRAGUE = new Intl.DateTimeFormat('en-GB', {
	timeZone: 'Europe/Prague',
	hour: '2-digit',
	minute: '2-digit',
	hourCycle: 'h23',
})

interface Reader {
	readonly account: string
	readonly role: Role
	readonly department: string
	readonly email: string
	readonly language: MailLanguage
}

export class Digest {
	readonly #deps: ApiDeps
	readonly #post: Post
	readonly #filings: Filings

	constructor(deps: ApiDeps, post: Post, filings: Filings) {
		this.#deps = deps
		this.#post = post
		this.#filings = filings
	}

	start(): void {
		everyMinute(this.#deps, this.look, 'digest-failed')
	}

	/** Tells if it is time and nobody was told today. Whoever asks while it is being done waits for the same. */
	readonly look = oneAtATime(() => this.#look())

	async #look(): Promise<void> {
		const { projection, clock, mail, secret, stopping } = this.#deps
		const now = clock.now()
		// Times of the day sort as their texts do, also on days when clocks change.
		if (mail?.digestAt === undefined || PRAGUE.format(now) < mail.digestAt || stopping?.aborted === true)
			return
		const day = dayOf(now)
		const request = fingerprint(secret, [DIGEST_KIND, day])
		await projection.current()
		const readers = this.#readers()
		if (readers.length === 0) return
		if ((await earlierEntry(projection.chronicle, { key: request, request })) !== undefined) return
		const { queue, sender } = await this.#post.opened
		const mails = await this.#mails(readers, day)
		const metadata = { action: 'digest', data: { day } }
		const idempotency = { key: request, request }
		const told = await appendSealed(this.#deps, JOB, { kind: DIGEST_KIND, metadata }, { idempotency })
		if (told.repeated || told.perhapsRepeated) return
		for (const { account, ...message } of mails)
			await queue.add(`digest ${day} ${account}`, mailAbout(account), message, now)
		void sender.send()
	}

	/** Who works on filings of a department, has an address and wants it. */
	#readers(): Reader[] {
		const { people } = this.#deps.projection
		return people.accounts().flatMap(({ id, role, department, active }) => {
			const { email, digest, language } = people.mailOf(id)
			if (!active || department === null || email === null || !digest) return []
			return scopesOf(role).has('cases:read') ? [{ account: id, role, department, email, language }] : []
		})
	}

	/** A department with nothing to settle is not told of it. */
	async #mails(readers: readonly Reader[], day: Day) {
		const { projection, settings } = this.#deps
		const known = new Map<string, Counts & { readonly unrecorded: number }>()
		for (const { department } of readers) {
			if (known.has(department)) continue
			const { length } = await unrecorded(this.#deps, this.#filings, department)
			const found = await counts(projection.store, projection.owners, department, numberOf(day))
			known.set(department, { ...found, unrecorded: length })
		}
		return readers.flatMap(({ account, role, department, email, language }) => {
			const found = known.get(department)
			if (found === undefined || found.unresolved === 0) return []
			const name = projection.people.department(department)?.name ?? department
			const portal = `${settings.publicUrl}${language === 'en' ? '/en' : ''}`
			const facts = { department: name, counts: found, trend: role === 'head', portal }
			return [{ account, to: email, ...digestWords(language, facts) }]
		})
	}
}
