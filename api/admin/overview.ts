/**
 * How the town's machine is, for the one who keeps it: one item for each thing that can go wrong, judged as all right,
 * to be done soon, or to be done now, with a code for what to do. Words are for whoever shows it.
 * @module
 */
import type { Post } from '../mail/post.ts'
import type { ApiDeps, Certificate, Operation } from '../services.ts'
import type { Deliveries } from '../webhooks/deliveries.ts'
import type { Failures } from './failures.ts'

export const KINDS = [
	'signing',
	'head',
	'witness',
	'authority',
	'renewal',
	'clock',
	'disk',
	'vault',
	'projection',
	'key',
	'certificate',
	'jobs',
	'mail',
	'webhook',
	'backup',
	'drill',
] as const
export const ITEM_STATES = ['ok', 'soon', 'now'] as const
export const REMEDIES = [
	'resume-or-succeed',
	'mend-disk-and-restart',
	'wait-or-see-journal',
	'check-witness',
	'check-authority',
	'buy-stamps',
	'configure-authority',
	'renew-stamps',
	'set-clock',
	'free-disk',
	'run-fsck',
	'run-reindex',
	'renew-certificate',
	'see-journal',
	'check-mail',
	'mend-mail-folder',
	'check-webhook',
	'renew-webhook-token',
	'make-webhook-anew',
	'make-backup',
	'drill-keys',
] as const
type State = (typeof ITEM_STATES)[number]
type Remedy = (typeof REMEDIES)[number]

export interface Item {
	readonly kind: (typeof KINDS)[number]
	/** of witness, authority, renewal, key or certificate; of a webhook the host */
	readonly name: string | null
	readonly state: State
	/** what to do; null when nothing is */
	readonly remedy: Remedy | null
	/** when it last happened, ms since 1970 */
	readonly at: number | null
	/** when it ends, ms since 1970 */
	readonly until: number | null
	/** of delay */
	readonly seconds: number | null
	/** of entries, free bytes, stamps left, failures, damaged places, waiting messages or attempts */
	readonly count: number | null
	/** of how many */
	readonly of: number | null
}

const MINUTE = 60_000
const DAY = 86_400_000
/** Entries that may wait for the next published head. */
const WAITING = 50_000
const BACKUP_SOON = 2 * DAY
const BACKUP_NOW = 8 * DAY
const DRILL_SOON = 335 * DAY
const DRILL_NOW = 366 * DAY
const CERTIFICATE_SOON = 30 * DAY

/** What carries news out of the town. */
export interface Outside {
	/** null where the town sends no mail */
	readonly post: Pick<Post, 'state'> | null
	readonly deliveries: Pick<Deliveries, 'troubles' | 'size'>
}

/** @param operation what only the one who started the service knows; null without it */
export async function overview(
	deps: ApiDeps,
	failures: Failures,
	operation: Operation | null,
	{ post, deliveries }: Outside,
): Promise<Item[]> {
	const { ledger, projection, settings, clock } = deps
	const now = clock.now()
	const { demo, clockFault, diskFree, damage, keysDrilled } = await ledger.status()
	const { log } = ledger
	const recent = failures.recent(now).length
	const stopped = log.failure !== null
	const reserve = settings.diskReserve
	const room = diskFree === null || diskFree >= 4 * reserve ? 'ok' : diskFree >= reserve ? 'soon' : 'now'
	return [
		item(
			'signing',
			log.frozen !== null || stopped ? 'now' : 'ok',
			stopped ? 'mend-disk-and-restart' : 'resume-or-succeed',
		),
		head(log),
		...ledger.witnesses
			.status()
			.map(({ name, lag }) =>
				item('witness', late(lag, settings.anchorLagLimit), 'check-witness', { name, seconds: lag }),
			),
		...authorities(deps, demo),
		...renewals(deps),
		item('clock', clockFault === null ? 'ok' : 'now', 'set-clock', { at: now }),
		item('disk', room, 'free-disk', { count: diskFree, of: reserve }),
		item('vault', damage === 0 ? 'ok' : 'now', 'run-fsck', { count: damage }),
		item('projection', projection.failure === null ? 'ok' : 'now', 'run-reindex', {
			count: projection.position,
		}),
		...(operation?.keys ?? []).map((name) => item('key', 'ok', 'drill-keys', { name })),
		...(operation?.certificates ?? []).map((one) => certificate(one, now)),
		certificate(ledger.seal.signer, now),
		item('jobs', recent === 0 ? 'ok' : 'soon', 'see-journal', { count: recent }),
		...(post === null ? [] : [mail(post.state, now)]),
		...webhooks(deliveries, now),
		...(operation === null ? [] : [aged('backup', operation.lastBackup, now, BACKUP_SOON, BACKUP_NOW, demo)]),
		aged('drill', keysDrilled, now, DRILL_SOON, DRILL_NOW, demo),
	]
}

function item(
	kind: Item['kind'],
	state: State,
	remedy: Remedy,
	facts: Partial<Omit<Item, 'kind' | 'state' | 'remedy'>> = {},
): Item {
	const nothing = { name: null, at: null, until: null, seconds: null, count: null, of: null }
	return { kind, ...nothing, ...facts, state, remedy: state === 'ok' ? null : remedy }
}

function head({ published, size }: ApiDeps['ledger']['log']): Item {
	const waiting = size - (published?.size ?? 0)
	const state = published === null || waiting > WAITING ? 'soon' : 'ok'
	return item('head', state, 'wait-or-see-journal', { count: published?.size ?? 0, of: size })
}

function late(lag: number, limit: number): State {
	if (lag > limit) return 'now'
	return lag * 1000 > 5 * MINUTE ? 'soon' : 'ok'
}

function authorities({ ledger, settings }: ApiDeps, demo: boolean): Item[] {
	const all = ledger.anchorer.status().map((authority) => {
		const { name, lag, lastStamp, remaining, quotaWarning, trusted } = authority
		const facts = { name, at: lastStamp, seconds: lag, count: remaining }
		if (remaining === 0) return item('authority', 'now', 'buy-stamps', facts)
		const delay = late(lag, settings.anchorLagLimit)
		if (delay === 'now') return item('authority', 'now', 'check-authority', facts)
		if (quotaWarning !== null) return item('authority', 'soon', 'buy-stamps', facts)
		if (!trusted && !demo) return item('authority', 'soon', 'configure-authority', facts)
		return item('authority', delay, 'check-authority', facts)
	})
	// Without any, times are only the town's own word.
	return all.length > 0 ? all : [item('authority', demo ? 'ok' : 'soon', 'configure-authority')]
}

/** There are months between the first failure and the end of the stamps. */
function renewals({ ledger }: ApiDeps): Item[] {
	const failed = [...ledger.anchorer.renewer.failures]
	if (failed.length === 0) return [item('renewal', 'ok', 'renew-stamps')]
	return failed.map(([name, { at }]) => item('renewal', 'soon', 'renew-stamps', { name, at }))
}

function certificate({ name, until }: Certificate, now: number): Item {
	const state = until <= now ? 'now' : until <= now + CERTIFICATE_SOON ? 'soon' : 'ok'
	return item('certificate', state, 'renew-certificate', { name, until })
}

/** Mail is tried for three days: within the first one nothing is lost, and servers come back. */
function mail({ waiting, failing, broken }: Post['state'], now: number): Item {
	if (broken) return item('mail', 'now', 'mend-mail-folder')
	const state = failing === null ? 'ok' : now - failing > DAY ? 'now' : 'soon'
	return item('mail', state, 'check-mail', { count: waiting, at: failing })
}

const TROUBLE = {
	failing: 'check-webhook',
	resting: 'renew-webhook-token',
	gone: 'make-webhook-anew',
} as const

/** One for each receiver in trouble, or one for all. */
function webhooks({ size, troubles }: Outside['deliveries'], now: number): Item[] {
	const ofHost = new Map(troubles.toReversed().map((one) => [one.host, one]))
	const found = [...ofHost.values()].map(({ host, why, at, attempts }) => {
		const state = why === 'failing' && at !== null && now - at > DAY ? 'now' : 'soon'
		return item('webhook', state, TROUBLE[why], { name: host, at, count: attempts })
	})
	return found.length > 0 || size === 0 ? found : [item('webhook', 'ok', 'check-webhook', { count: size })]
}

/** What has to be done again and again; a demonstration is only reminded. */
function aged(
	kind: 'backup' | 'drill',
	at: number | null,
	now: number,
	soon: number,
	late_: number,
	demo: boolean,
): Item {
	const age = at === null ? Number.POSITIVE_INFINITY : now - at
	const state = age > late_ ? (demo ? 'soon' : 'now') : age > soon ? 'soon' : 'ok'
	return item(kind, state, kind === 'backup' ? 'make-backup' : 'drill-keys', { at })
}
