/**
 * The overview in the reader's words: one row for each thing that can go wrong, what needs something done first.
 * @module
 */
import type { components } from '../api/schema.d.ts'
import type { Formats } from '../locale/format.ts'
import type { Locale } from '../locale/locale.ts'
import type { cs } from '../words/cs/health.ts'
import { commandsFor, type Step } from './commands.ts'
import { fromNow } from './from-now.ts'

export type Overview = components['schemas']['Overview']
type Item = components['schemas']['OverviewItem']
type Words = typeof cs

export interface HealthRow {
	readonly id: string
	/** `unset` is not judged: it could be there and is not */
	readonly state: Item['state'] | 'unset'
	readonly title: string
	readonly fact: string
	/** what belongs to it, for whoever wants to know */
	readonly list: readonly string[]
	/** what to do; null when nothing is */
	readonly text: string | null
	readonly steps: readonly Step[]
}

export interface Reader {
	readonly say: Words
	readonly locale: Locale
	readonly formats: Formats
}

/** The authority that comes with the software; whoever trusts it trusts the town. */
const DEVELOPMENT = 'untrusted-development'
const ORDER = ['now', 'soon', 'unset', 'ok'] as const

export function healthRows({ items, demo, time }: Overview, reader: Reader): HealthRow[] {
	const { say } = reader
	const now = Date.parse(time)
	const keys = items.filter(({ kind }) => kind === 'key')
	const rows = items
		.filter(({ kind }) => kind !== 'key')
		.map((item): HealthRow => {
			const { kind, name, state, remedy } = item
			return {
				...{ id: `${kind} ${name ?? ''}`, state, list: [] },
				title: titleOf(item, say),
				fact: factOf(item, now, reader),
				text: remedy === null ? null : say.remedies[remedy],
				steps: remedy === null ? [] : commandsFor(remedy, demo, say.places),
			}
		})
	const plain = { text: null, steps: [] }
	if (keys.length > 0) {
		const list = keys.map(({ name }) => keyName(name ?? '', say))
		const fact = reader.formats.count(keys.length, say.key.fact)
		rows.push({ ...plain, id: 'key', state: 'ok', title: say.names.key, fact, list })
	}
	if (!items.some(({ kind }) => kind === 'witness')) {
		const { none, noneText } = say.witness
		rows.push({
			...plain,
			id: 'witness',
			state: 'unset',
			title: say.names.witness,
			fact: none,
			list: [],
			text: noneText,
		})
	}
	return rows.toSorted((a, b) => ORDER.indexOf(a.state) - ORDER.indexOf(b.state))
}

/** How many things wait, in one sentence. */
export function healthSentence({ items }: Pick<Overview, 'items'>, { say, formats }: Reader): string {
	const waiting = items.filter(({ state }) => state !== 'ok').length
	const atOnce = items.filter(({ state }) => state === 'now').length
	if (waiting === 0) return say.allWell
	const { one, two, three, four, many } = say.waiting
	const start = [one, two, three, four][waiting - 1] ?? many(formats.number(waiting))
	if (atOnce === 0) return start + say.atOnce.none
	return start + (atOnce === waiting ? say.atOnce.all : formats.count(atOnce, say.atOnce))
}

function titleOf({ kind, name }: Item, say: Words): string {
	const title = say.names[kind]
	if (name === null) return title
	if (name === DEVELOPMENT) return `${title}: ${say.authority.development}`
	if (kind !== 'certificate') return `${title}: ${name}`
	const [who = '', what] = name.split(': ')
	const words = say.certificate.names
	return what === undefined ? `${title} ${words[who] ?? who}` : `${title} ${words[what] ?? what} ${who}`
}

function keyName(name: string, say: Words): string {
	const [purpose = '', ...rest] = name.split(': ')
	return `${say.key.purposes[purpose] ?? purpose}: ${rest.join(': ')}`
}

function factOf(item: Item, now: number, { say, locale, formats }: Reader): string {
	const { kind, state, remedy, count, of } = item
	const [at, until] = [time(item.at), time(item.until)]
	const moment = at === null ? '' : formats.dateTime(at)
	const number = formats.number(count ?? 0)
	switch (kind) {
		case 'signing':
			if (state === 'ok') return say.signing.ok
			return remedy === 'mend-disk-and-restart' ? say.signing.stopped : say.signing.frozen
		case 'head':
			if (count === null || count === 0) return say.head.none
			return (of ?? 0) > count
				? say.head.some(number, formats.number((of ?? 0) - count))
				: say.head.all(number)
		case 'witness':
			return item.seconds ? say.witness.late(lag(item.seconds, say, formats)) : say.witness.inTime
		case 'authority':
			return authorityFact(item, moment, say, formats)
		case 'renewal':
			return state === 'ok' ? say.renewal.ok : say.renewal.failed(moment)
		case 'clock':
			return say.clock[state === 'ok' ? 'ok' : 'wrong'](moment)
		case 'disk':
			return count === null ? say.disk.unknown : say.disk.free(formats.size(count), formats.size(of ?? 0))
		case 'vault':
			return state === 'ok' ? say.vault.ok : formats.count(count ?? 0, say.vault.damaged)
		case 'projection':
			return state === 'ok' ? say.projection.ok(number) : say.projection.broken
		case 'certificate':
			if (until === null || until === 0) return say.certificate.unreadable
			return say.certificate[until > now ? 'valid' : 'over'](formats.date(until), fromNow(until, now, locale))
		case 'jobs':
			return state === 'ok' ? say.jobs.ok : formats.count(count ?? 0, say.jobs.failed)
		case 'mail':
			return mailFact(item, moment, say, formats)
		case 'webhook':
			return webhookFact(item, moment, say, formats)
		case 'backup':
		case 'drill':
			return at === null ? say[kind].never : say[kind].last(moment, fromNow(at, now, locale))
		case 'key':
			return ''
	}
}

function authorityFact(
	{ name, remedy, seconds, count }: Item,
	moment: string,
	say: Words,
	formats: Formats,
): string {
	if (name === null) return say.authority.none
	return [
		remedy === 'configure-authority' || name === DEVELOPMENT ? say.authority.untrusted : null,
		moment === '' ? say.authority.never : say.authority.last(moment),
		seconds ? say.authority.late(lag(seconds, say, formats)) : say.authority.inTime,
		count === null ? say.authority.noQuota : formats.count(count, say.authority.left),
	]
		.filter((one) => one !== null)
		.join(' ')
}

function mailFact({ remedy, count, at }: Item, moment: string, { mail }: Words, formats: Formats): string {
	if (remedy === 'mend-mail-folder') return mail.broken
	const waiting = count === null || count === 0 ? [] : [formats.count(count, mail.waiting)]
	return [at === null ? mail.ok : mail.failing(moment), ...waiting].join(' ')
}

function webhookFact({ remedy, count }: Item, moment: string, { webhook }: Words, formats: Formats): string {
	switch (remedy) {
		case null:
			return formats.count(count ?? 0, webhook.ok)
		case 'renew-webhook-token':
			return webhook.resting
		case 'make-webhook-anew':
			return webhook.gone(moment)
		default:
			return `${webhook.failing(moment)} ${formats.count(count ?? 0, webhook.attempts)}`
	}
}

const time = (iso: string | null) => (iso === null ? null : Date.parse(iso))

/** A delay in the largest unit that says it in whole numbers above one. */
function lag(seconds: number, { lags }: Words, formats: Formats): string {
	if (seconds < 120) return formats.count(Math.round(seconds), lags.seconds)
	if (seconds < 7200) return formats.count(Math.round(seconds / 60), lags.minutes)
	if (seconds < 172_800) return formats.count(Math.round(seconds / 3600), lags.hours)
	return formats.count(Math.round(seconds / 86_400), lags.days)
}
