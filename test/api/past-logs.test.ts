/**
 * Closed logs behind the service: opened only when needed, never read without a trace in the present log, and still
 * there when parts of them are lost. The whole story is in `crash/succession-story.test.ts`.
 */
import { randomBytes } from 'node:crypto'
import { rename, rm } from 'node:fs/promises'
import { type Ledger as ApiLedger, createApp, hashToken, openProjection } from '@letopis/api'
import type { Cid } from '@letopis/format'
import { type Ledger, LedgerError, openTown, succeedTown } from '@letopis/ledger'
import { describe, expect, test } from 'vitest'
import { Chronicle, type ChronicleOptions } from '../../api/chronicle.ts'
import { type MadeTown, makeTown } from '../support/made-town.ts'

const admin = `letopis_${randomBytes(32).toString('base64url')}`
const secret = new Uint8Array(32).fill(5)

class Service implements AsyncDisposable {
	readonly ledger: Ledger
	/** Numbers of the closed logs that were asked for. */
	readonly opened: Set<number>
	/** What appending to the present log throws; null lets it be. */
	refusal: LedgerError | null = null
	readonly fetch: (path: string, init?: RequestInit) => Promise<Response>
	readonly #close: () => Promise<void>

	private constructor(
		ledger: Ledger,
		opened: Set<number>,
		app: ReturnType<typeof createApp>,
		close: () => Promise<void>,
	) {
		this.ledger = ledger
		this.opened = opened
		this.#close = close
		this.fetch = async (path, init = {}) => {
			const headers = new Headers(init.headers)
			if (!headers.has('Authorization')) headers.set('Authorization', `Bearer ${admin}`)
			return app.request(path, { ...init, headers })
		}
	}

	static async open({ settings, at }: MadeTown): Promise<Service> {
		const ledger = await openTown(settings, { still: true })
		const opened = new Set<number>()
		const closedLogs = new Map(
			[...ledger.closedLogs.values()].map((past) => {
				const open = () => {
					opened.add(past.number)
					return past.open()
				}
				return [past.number, { ...past, open }]
			}),
		)
		const { vault, projections: store } = ledger
		const appending: { service: Service | null } = { service: null }
		const append: Ledger['log']['append'] = (draft) => {
			const refusal = appending.service?.refusal ?? null
			return refusal === null ? ledger.log.append(draft) : Promise.reject(refusal)
		}
		// The log itself, whose private parts a proxy must not come between, but for appending.
		const log = new Proxy(ledger.log, {
			get(target, name) {
				if (name === 'append') return append
				const value = Reflect.get(target, name, target)
				return typeof value === 'function' ? value.bind(target) : value
			},
		})
		const projection = await openProjection({ store, log, vault, closedLogs, secret })
		const app = createApp({
			ledger: { ...ledger, log, closedLogs } as ApiLedger,
			...{ projection, clock: settings.clock, secret, version: '0.0.0-test', drafts: at('data/drafts') },
			random: (length) => randomBytes(length),
			adminTokenHash: hashToken(admin),
			settings: {
				...{ publicUrl: 'http://town.test', maxUpload: 1_000_000, uploadIdle: 10_000, behindProxy: false },
				...{ anchorLagLimit: 3600, diskReserve: 1 },
			},
		})
		const service = new Service(ledger, opened, app, async () => {
			await projection.close()
			await ledger.close()
		})
		appending.service = service
		return service
	}

	async upload(content: string, visibility = 'private'): Promise<string> {
		const form = new FormData()
		form.set('visibility', visibility)
		form.set('file', new Blob([content]), 'x.txt')
		const response = await this.fetch('/api/v1/documents', { method: 'POST', body: form })
		expect(response.status).toBe(201)
		return response.headers.get('Location')?.split('/').at(-1) ?? ''
	}

	async grant(): Promise<string> {
		const expires = new Date(Date.now() + 86_400_000).toISOString()
		const body = JSON.stringify({ principal: 'podatelna', scopes: ['documents:read'], expires })
		const headers = { 'Content-Type': 'application/json' }
		const response = await this.fetch('/api/v1/tokens', { method: 'POST', headers, body })
		return ((await response.json()) as { token: string }).token
	}

	async status(token: string): Promise<number> {
		return (await this.fetch('/api/v1/documents', { headers: { Authorization: `Bearer ${token}` } })).status
	}

	async list(): Promise<string[]> {
		const { documents } = (await (await this.fetch('/api/v1/documents')).json()) as {
			documents: { id: string }[]
		}
		return documents.map(({ id }) => id)
	}

	[Symbol.asyncDispose](): Promise<void> {
		return this.#close()
	}
}

/** Records documents in a log of their own, which is then closed. */
async function closedWith(made: MadeTown, ...documents: [string, 'private' | 'public'][]): Promise<string[]> {
	const ids: string[] = []
	{
		await using service = await Service.open(made)
		for (const [content, visibility] of documents) ids.push(await service.upload(content, visibility))
	}
	await succeedTown(made.settings)
	return ids
}

describe('closed logs', () => {
	test('are not opened before somebody wants something of them', async () => {
		await using made = await makeTown()
		const [first] = await closedWith(made, ['první', 'private'])
		const [second] = await closedWith(made, ['druhý', 'private'])
		{
			// The rows are there already; where they end, the last of them is held against its log.
			await using service = await Service.open(made)
			expect([...service.opened]).toEqual([2])
		}
		{
			await using service = await Service.open(made)
			expect([...service.opened]).toEqual([])
			const id = await service.upload('třetí')
			expect(await (await service.fetch(`/api/v1/documents/${id}/content`)).text()).toBe('třetí')
			expect([...service.opened]).toEqual([])
			expect(await (await service.fetch(`/api/v1/documents/${second}/content`)).text()).toBe('druhý')
			expect([...service.opened]).toEqual([2])
			expect(await (await service.fetch(`/api/v1/documents/${first}/content`)).text()).toBe('první')
			expect(service.opened).toEqual(new Set([1, 2]))
		}
		// Built anew, the rows are the same.
		await rm(made.at('data/projections'), { recursive: true })
		await using service = await Service.open(made)
		expect((await service.list()).slice(1)).toEqual([second, first])
	})

	test('give out nothing private while the present log takes no entry', async () => {
		await using made = await makeTown()
		const [hidden, open] = await closedWith(made, ['tajné', 'private'], ['veřejné', 'public'])
		await using service = await Service.open(made)
		const { size } = service.ledger.log
		service.refusal = new LedgerError('queue-full', 'no room')
		for (const path of ['', '/content', '/receipt', '/history', '/export']) {
			const response = await service.fetch(`/api/v1/documents/${hidden}${path}`)
			expect([response.status, path]).toEqual([503, path])
			expect(await response.text()).not.toContain('tajné')
		}
		expect((await service.fetch(`/api/v1/documents/${hidden}/content`, { method: 'HEAD' })).status).toBe(503)
		expect(await (await service.fetch(`/api/v1/documents/${open}/content`)).text()).toBe('veřejné')
		service.refusal = null
		expect(await (await service.fetch(`/api/v1/documents/${hidden}/content`)).text()).toBe('tajné')
		expect(service.ledger.log.size).toBe(size + 1)
	})

	test('whose data are away hide their own documents, and show them again when they are back', async () => {
		await using made = await makeTown()
		const [first] = await closedWith(made, ['první', 'private'])
		const [second] = await closedWith(made, ['druhý', 'private'])
		await rename(made.at('data/log/1'), made.at('elsewhere'))
		{
			await using service = await Service.open(made)
			expect(await service.list()).toEqual([second])
			expect((await service.fetch(`/api/v1/documents/${first}`)).status).toBe(404)
			expect((await service.fetch('/log/1/checkpoint')).status).toBe(404)
			await service.upload('třetí')
		}
		await rename(made.at('elsewhere'), made.at('data/log/1'))
		await using service = await Service.open(made)
		expect((await service.list()).slice(1)).toEqual([second, first])
		expect(await (await service.fetch(`/api/v1/documents/${first}/content`)).text()).toBe('první')
	})

	test('that have lost private records show what is left', async () => {
		await using made = await makeTown()
		let ids: string[]
		{
			await using service = await Service.open(made)
			ids = [await service.upload('první'), await service.upload('druhý', 'public')]
		}
		// All of it, before the succession: that is why the town had to succeed.
		await rm(made.at('data/vault/1'), { recursive: true })
		await succeedTown(made.settings)
		await rm(made.at('data/projections'), { recursive: true })
		await using service = await Service.open(made)
		const [hidden, open] = ids
		expect(await service.list()).toEqual([open, hidden])
		for (const id of ids) expect((await service.fetch(`/api/v1/documents/${id}/content`)).ok).toBe(false)
		const status = await service.fetch(`/api/v1/documents/${hidden}/status`)
		expect(await status.json()).toMatchObject({ state: 'in-force', log: 1 })
		const id = await service.upload('třetí')
		expect(await (await service.fetch(`/api/v1/documents/${id}/content`)).text()).toBe('třetí')
	})
})

describe('tokens of closed logs', () => {
	const table: [comment: string, lost: number, remove: boolean, statuses: number[]][] = [
		['outlive a succession that lost nothing', 0, false, [200, 200]],
		['do not outlive one that lost entries: a revocation may be among them', 3, false, [401, 401]],
		['do not outlive the loss of a whole log after theirs', 0, true, [401, 200]],
	]
	for (const [comment, lost, remove, statuses] of table) {
		test(comment, async () => {
			await using made = await makeTown()
			const granted: string[] = []
			{
				await using service = await Service.open(made)
				granted.push(await service.grant())
			}
			if (remove) {
				await succeedTown(made.settings)
				await uploadOne(made)
			}
			let size: number
			{
				await using service = await Service.open(made)
				if (!remove) granted.push(await service.grant())
				size = service.ledger.log.size
			}
			await succeedTown(made.settings, lost === 0 ? undefined : size + lost)
			if (remove) {
				await rm(made.at('data/log/2'), { recursive: true })
				await rm(made.at('data/vault/2'), { recursive: true })
			}
			{
				await using service = await Service.open(made)
				if (remove) granted.push(await service.grant())
				expect(await Promise.all(granted.map((token) => service.status(token)))).toEqual(statuses)
			}
			await using again = await Service.open(made)
			expect(await Promise.all(granted.map((token) => again.status(token)))).toEqual(statuses)
		})
	}

	async function uploadOne(made: MadeTown): Promise<void> {
		await using service = await Service.open(made)
		await service.upload('druhý')
	}
})

describe('positions', () => {
	const bytes = (text: string) => new TextEncoder().encode(text)
	/** A log whose entries are texts, and whose CIDs are the texts themselves. */
	const logOf = (origin: string, texts: string[]) =>
		({
			origin,
			size: texts.length,
			published: null,
			checkpoint: '',
			entry: async (index: number) => (texts[index] === undefined ? undefined : bytes(texts[index])),
			async *entries(from: number, to: number) {
				for (let index = from; index < Math.min(to, texts.length); index++)
					yield { index, entry: bytes(texts[index] as string) }
			},
			async indexOf(cid: Cid) {
				const index = texts.indexOf(String(cid))
				return index === -1 ? undefined : index
			},
			idempotent: async () => undefined,
			subscribe: () => () => {},
		}) as unknown as ChronicleOptions['log']
	const vault = {
		record: async (index: number) => ({ index, opening: new Uint8Array() }),
	} as unknown as ChronicleOptions['vault']
	/** Closed at `size`, holding `texts`. */
	const past = (number: number, size: number, texts: string[] | null) => ({
		...{ number, size, held: texts !== null, origin: `x/log/${number}` },
		open: async () => {
			if (texts === null) throw new LedgerError('not-found', 'lost')
			return { log: logOf(`x/log/${number}`, texts), vault, anchors: {} as never }
		},
	})
	const cid = (text: string) => text as unknown as Cid
	const all = async (chronicle: Chronicle, from = 0, to = chronicle.size) => {
		const found: string[] = []
		for await (const { index, entry } of chronicle.entries(from, to))
			found.push(`${index}${new TextDecoder().decode(entry)}`)
		return found.join(' ')
	}

	test.each<[string, ReturnType<typeof past>[], string]>([
		['one log', [], '0x 1y'],
		['two', [past(1, 2, ['a', 'b'])], '0a 1b 2x 3y'],
		['three', [past(1, 2, ['a', 'b']), past(2, 1, ['c'])], '0a 1b 2c 3x 4y'],
		['one lost', [past(1, 2, null), past(2, 1, ['c'])], '2c 3x 4y'],
		['one with a lost tail', [past(1, 3, ['a', 'b']), past(2, 1, ['c'])], '0a 1b 3c 4x 5y'],
		['one longer than it was closed at', [past(1, 1, ['a', 'b']), past(2, 1, ['c'])], '0a 1c 2x 3y'],
	])('of %s', async (_, closed, expected) => {
		const log = logOf('x/log/9', ['x', 'y'])
		const closedLogs = new Map(closed.map((one) => [one.number, one]))
		const chronicle = new Chronicle({ log, vault, closedLogs })
		expect(await all(chronicle)).toBe(expected)
		const known = expected.split(' ').map((item) => [Number(item.slice(0, -1)), item.slice(-1)] as const)
		for (const [position, text] of known) {
			expect(await chronicle.indexOf(cid(text))).toBe(position)
			expect(await chronicle.entry(position)).toEqual(bytes(text))
			expect(await all(chronicle, position, position + 1)).toBe(`${position}${text}`)
			const { log: number, index } = chronicle.place(position)
			const part = await chronicle.numbered(number)
			expect((part?.first ?? 0) + index).toBe(position)
			expect(chronicle.inLogOf(position, index)).toBe(position)
			expect(chronicle.isPresent(position)).toBe(text === 'x' || text === 'y')
		}
		const there = new Set(known.map(([position]) => position))
		for (let position = 0; position < chronicle.size + 2; position++)
			if (!there.has(position)) expect(await chronicle.entry(position)).toBeUndefined()
		expect(await chronicle.indexOf(cid('z'))).toBeUndefined()
		expect(chronicle.inLogOf(chronicle.base, 2)).toBeUndefined()
	})

	test('what rows rest on is the same before and after a succession, and tells what was lost', () => {
		const texts = ['a', 'b']
		const of = (present: number, ...closed: ReturnType<typeof past>[]) =>
			new Chronicle({
				log: logOf(`x/log/${present}`, texts),
				vault,
				closedLogs: new Map(closed.map((one) => [one.number, one])),
			})
		const before = of(1).layout(2)
		expect(of(2, past(1, 2, texts)).layout(2)).toBe(before)
		expect(of(2, past(1, 2, texts)).layout(3)).not.toBe(before)
		expect(of(3, past(1, 2, texts), past(2, 2, texts)).layout(4)).toBe(of(2, past(1, 2, texts)).layout(4))
		expect(of(2, past(1, 2, null)).layout(2)).not.toBe(before)
		expect(of(2, past(1, 1, texts)).layout(2)).not.toBe(of(2, past(1, 2, texts)).layout(3))
	})
})
