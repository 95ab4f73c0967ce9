/** The administrator's overview: each thing that can go wrong, how it is judged, and who may see it. */

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Failures } from '../../../api/admin/failures.ts'
import { type Item, type Outside, overview } from '../../../api/admin/overview.ts'
import type { ApiDeps, Operation } from '../../../api/services.ts'
import { LedgerError } from '../../../ledger/error.ts'
import { firstAdministrator, type Person } from '../../support/staff.ts'
import { Town } from '../../support/town.ts'

const DAY = 86_400_000
let town: Town
let administrator: Person

beforeAll(async () => {
	town = await Town.open({ demo: false, status: { keysDrilled: Date.now() } })
	administrator = await firstAdministrator(town)
	town.status.diskFree = 8_000_000
})
afterAll(() => town.close())

const NOBODY: Outside = { post: null, deliveries: { size: 0, troubles: [] } }
const post = (state: object): Partial<Outside> => ({
	post: { state: { waiting: 0, failing: null, broken: false, ...state } },
})
const trouble = (one: object): Partial<Outside> => ({
	deliveries: {
		size: 2,
		troubles: [{ host: 'spisovka.example', why: 'failing', at: null, attempts: null, ...one }],
	},
})
const NONE: Operation = { certificates: [], keys: [], lastBackup: null }

async function judged(
	kind: Item['kind'],
	change: {
		deps?: Partial<ApiDeps>
		operation?: Operation
		failures?: Failures
		outside?: Partial<Outside>
	} = {},
): Promise<Pick<Item, 'state' | 'remedy'>[]> {
	const deps = { ...town.deps, ...change.deps }
	const items = await overview(deps, change.failures ?? new Failures(), change.operation ?? NONE, {
		...NOBODY,
		...change.outside,
	})
	// The seal's certificate is always among the others.
	const seal = change.operation === undefined ? null : town.deps.ledger.seal.signer.name
	return items
		.filter((one) => one.kind === kind && (seal === null || one.name !== seal))
		.map(({ state, remedy }) => ({ state, remedy }))
}
const ledger = (members: object) => ({ ledger: { ...town.deps.ledger, ...members } as ApiDeps['ledger'] })
const anchorer = (status: object) =>
	ledger({
		anchorer: {
			status: () => [
				{ name: 'tsa', lag: 0, lastStamp: 1, remaining: null, quotaWarning: null, trusted: true, ...status },
			],
			renewer: { failures: new Map() },
		},
	})
const operation = (members: Partial<Operation>): Operation => ({ ...NONE, ...members })
const ago = (ms: number) => town.deps.clock.now() - ms

describe('is judged', () => {
	const ok = { state: 'ok', remedy: null }
	const table: [
		comment: string,
		kind: Item['kind'],
		change: () => Parameters<typeof judged>[1],
		expected: object,
	][] = [
		['mail, when all is well', 'mail', () => ({ outside: post({}) }), ok],
		[
			'mail that the server has not taken for an hour',
			'mail',
			() => ({ outside: post({ waiting: 3, failing: ago(DAY / 24) }) }),
			{ state: 'soon', remedy: 'check-mail' },
		],
		[
			'mail that the server has not taken for two days',
			'mail',
			() => ({ outside: post({ waiting: 3, failing: ago(2 * DAY) }) }),
			{ state: 'now', remedy: 'check-mail' },
		],
		[
			'mail without a folder to wait in',
			'mail',
			() => ({ outside: post({ broken: true }) }),
			{ state: 'now', remedy: 'mend-mail-folder' },
		],
		['webhooks that deliver', 'webhook', () => ({ outside: { deliveries: { size: 1, troubles: [] } } }), ok],
		[
			'a webhook that has failed for an hour',
			'webhook',
			() => ({ outside: trouble({ at: ago(DAY / 24), attempts: 3 }) }),
			{ state: 'soon', remedy: 'check-webhook' },
		],
		[
			'a webhook that has failed for two days',
			'webhook',
			() => ({ outside: trouble({ at: ago(2 * DAY), attempts: 40 }) }),
			{ state: 'now', remedy: 'check-webhook' },
		],
		[
			'a webhook whose token is over',
			'webhook',
			() => ({ outside: trouble({ why: 'resting' }) }),
			{ state: 'soon', remedy: 'renew-webhook-token' },
		],
		[
			'a webhook that its receiver has ended',
			'webhook',
			() => ({ outside: trouble({ why: 'gone', at: ago(DAY) }) }),
			{ state: 'soon', remedy: 'make-webhook-anew' },
		],
		['signing, when all is well', 'signing', () => ({}), ok],
		[
			'signing, frozen',
			'signing',
			() => ({
				deps: ledger({
					log: { ...town.log, size: 1, published: null, frozen: { reason: 'seen' }, failure: null },
				}),
			}),
			{ state: 'now', remedy: 'resume-or-succeed' },
		],
		[
			'a head that was never published',
			'head',
			() => ({ deps: ledger({ log: { frozen: null, failure: null, size: 5, published: null } }) }),
			{ state: 'soon', remedy: 'wait-or-see-journal' },
		],
		[
			'a witness in time',
			'witness',
			() => ({ deps: ledger({ witnesses: { status: () => [{ name: 'w', lag: 10, lastError: null }] } }) }),
			ok,
		],
		[
			'a witness that is late',
			'witness',
			() => ({ deps: ledger({ witnesses: { status: () => [{ name: 'w', lag: 400, lastError: null }] } }) }),
			{ state: 'soon', remedy: 'check-witness' },
		],
		[
			'a witness that is gone',
			'witness',
			() => ({ deps: ledger({ witnesses: { status: () => [{ name: 'w', lag: 4000, lastError: null }] } }) }),
			{ state: 'now', remedy: 'check-witness' },
		],
		['an authority in time', 'authority', () => ({ deps: anchorer({}) }), ok],
		[
			'an authority that is gone',
			'authority',
			() => ({ deps: anchorer({ lag: 4000 }) }),
			{ state: 'now', remedy: 'check-authority' },
		],
		[
			'a quota that ends',
			'authority',
			() => ({ deps: anchorer({ remaining: 900, quotaWarning: 1000 }) }),
			{ state: 'soon', remedy: 'buy-stamps' },
		],
		[
			'a quota that has ended',
			'authority',
			() => ({ deps: anchorer({ remaining: 0, quotaWarning: 1000 }) }),
			{ state: 'now', remedy: 'buy-stamps' },
		],
		[
			'the development authority alone',
			'authority',
			() => ({ deps: anchorer({ trusted: false }) }),
			{ state: 'soon', remedy: 'configure-authority' },
		],
		[
			'no authority',
			'authority',
			() => ({ deps: ledger({ anchorer: { status: () => [], renewer: { failures: new Map() } } }) }),
			{ state: 'soon', remedy: 'configure-authority' },
		],
		['renewals, when all is well', 'renewal', () => ({}), ok],
		[
			'a renewal that failed',
			'renewal',
			() => {
				const failures = new Map([['tsa', { at: 1, error: new LedgerError('authority', 'no answer') }]])
				return { deps: ledger({ anchorer: { status: () => [], renewer: { failures } } }) }
			},
			{ state: 'soon', remedy: 'renew-stamps' },
		],
		[
			'a certificate',
			'certificate',
			() => ({ operation: operation({ certificates: [{ name: 'server', until: ago(-90 * DAY) }] }) }),
			ok,
		],
		[
			'a certificate that ends',
			'certificate',
			() => ({ operation: operation({ certificates: [{ name: 'server', until: ago(-20 * DAY) }] }) }),
			{ state: 'soon', remedy: 'renew-certificate' },
		],
		[
			'a certificate that cannot be read',
			'certificate',
			() => ({ operation: operation({ certificates: [{ name: 'server', until: 0 }] }) }),
			{ state: 'now', remedy: 'renew-certificate' },
		],
		['the certificate of the seal', 'certificate', () => ({}), ok],
		[
			'the certificate of the seal, at its end',
			'certificate',
			() => ({ deps: ledger({ seal: { signer: { name: 'pečeť', until: ago(-20 * DAY) } } }) }),
			{ state: 'soon', remedy: 'renew-certificate' },
		],
		['no backup', 'backup', () => ({}), { state: 'now', remedy: 'make-backup' }],
		['a backup of today', 'backup', () => ({ operation: operation({ lastBackup: ago(3_600_000) }) }), ok],
		[
			'a backup of three days ago',
			'backup',
			() => ({ operation: operation({ lastBackup: ago(3 * DAY) }) }),
			{ state: 'soon', remedy: 'make-backup' },
		],
		[
			'a backup of last month',
			'backup',
			() => ({ operation: operation({ lastBackup: ago(30 * DAY) }) }),
			{ state: 'now', remedy: 'make-backup' },
		],
		['a drill of today', 'drill', () => ({}), ok],
	]
	for (const [comment, kind, change, expected] of table) {
		test(comment, async () => {
			expect(await judged(kind, change())).toEqual([expected])
		})
	}

	test('the clock, the disk, the vault, the drill: as the town says', async () => {
		const states: [change: Partial<typeof town.status>, kind: Item['kind'], expected: object][] = [
			[{ clockFault: 'behind' }, 'clock', { state: 'now', remedy: 'set-clock' }],
			[{ diskFree: 3_000_000 }, 'disk', { state: 'soon', remedy: 'free-disk' }],
			[{ diskFree: 900_000 }, 'disk', { state: 'now', remedy: 'free-disk' }],
			[{ damage: 2 }, 'vault', { state: 'now', remedy: 'run-fsck' }],
			[{ keysDrilled: ago(340 * DAY) }, 'drill', { state: 'soon', remedy: 'drill-keys' }],
			[{ keysDrilled: null }, 'drill', { state: 'now', remedy: 'drill-keys' }],
		]
		for (const [change, kind, expected] of states) {
			const before = { ...town.status }
			Object.assign(town.status, change)
			expect(await judged(kind), kind).toEqual([expected])
			Object.assign(town.status, before)
		}
	})
})

test('shows failures of the last day, without what was asked for', async () => {
	const { id } = await town.upload('tajné')
	const { vault } = town.deps.ledger
	const read = vault.read.bind(vault)
	vault.read = () => {
		throw new TypeError('tajné')
	}
	const response = await town.fetch(`/api/v1/documents/${id}/content`)
	vault.read = read
	expect(response.status).toBe(500)
	const text = await (await administrator.call('/api/v1/admin/overview')).text()
	const shown = JSON.parse(text) as { failures: object[]; items: Item[]; demo: boolean }
	expect(shown.failures).toMatchObject([{ route: '/api/v1/documents/:id/content', what: 'TypeError' }])
	expect(shown.items.find(({ kind }) => kind === 'jobs')).toMatchObject({
		state: 'soon',
		count: 1,
		remedy: 'see-journal',
	})
	expect(shown.demo).toBe(false)
	for (const secret of [id, 'tajné']) expect(text).not.toContain(secret)
	const failures = new Failures()
	const line = {
		time: new Date(0).toISOString(),
		event: 'failure',
		method: 'GET',
		route: '/',
		status: 500,
	} as const
	for (let i = 0; i < 100; i++) failures.observe(line)
	expect(failures.recent(1)).toHaveLength(50)
	expect(failures.recent(2 * DAY)).toEqual([])
})

test('is for administrators and auditors', async () => {
	const clerk = await administrator.invite('Úřednice', 'clerk', null)
	expect((await clerk.call('/api/v1/admin/overview')).status).toBe(403)
	expect((await town.fetch('/api/v1/admin/overview', { token: null })).status).toBe(401)
	const auditor = await administrator.invite('Kontrolor', 'auditor', null)
	expect((await auditor.call('/api/v1/admin/overview')).status).toBe(200)
})
