/**
 * Webhooks: who is told of what, in what order, signed how; and that nothing is lost or told to somebody who may not know
 * it, whatever fails on the way.
 */
import { createHmac } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Scope } from '@letopis/api'
import { parseReceipt } from '@letopis/format'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { Town } from '../../support/town.ts'
import { openBoardOffice, post as putUp, record } from '../board/board-office.ts'

interface Told {
	readonly headers: Record<string, string | string[] | undefined>
	readonly body: string
}

interface Event {
	type: string
	timestamp: string
	data: { entry: string; index: number; document?: string; case?: string; receipt: unknown }
}

const SCOPES: Scope[] = ['documents:write', 'documents:read', 'cases:read', 'cases:write', 'webhooks:write']
const ALL = ['document.recorded', 'document.version', 'document.act', 'case.opened', 'case.document']

let town: Town
let receiver: Server
let told: Told[]
let answers: number[]
beforeEach(async () => {
	town = await Town.open({ authority: false, settings: { webhookRetry: 20 } })
	told = []
	answers = []
	receiver = createServer(async (request, response) => {
		let body = ''
		for await (const piece of request) body += piece
		told.push({ headers: request.headers, body })
		response.writeHead(answers.shift() ?? 204, { Location: '/elsewhere' }).end()
	}).listen(0, '127.0.0.1')
	await new Promise((resolve) => receiver.once('listening', resolve))
})
afterEach(async () => {
	await town.close()
	receiver.closeAllConnections()
	await new Promise((resolve) => receiver.close(resolve))
})

const address = () => `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`
const events = () => told.map(({ body }) => JSON.parse(body) as Event)
const post = (path: string, body: unknown, token: string | null, of = town) =>
	of.fetch(path, {
		...{ method: 'POST', body: JSON.stringify(body), token },
		headers: { 'Content-Type': 'application/json' },
	})
const until = (look: () => void | Promise<void>) => vi.waitFor(look, { timeout: 30_000, interval: 20 })

async function make(of: readonly string[], token: string, url = address(), status = 201) {
	const response = await post('/api/v1/webhooks', { url, events: of }, token)
	expect(response.status).toBe(status)
	return (await response.json()) as { id: string; secret: string; code?: string }
}

interface Listed {
	webhooks: {
		id: string
		url: string
		state: string
		delivered: string | null
		failure: { attempts: number; outcome: number | string } | null
	}[]
}
const list = (token: string) => town.json<Listed>('/api/v1/webhooks', { token })

test('tells in the order of the log, signed, with the receipt of the entry', async () => {
	const token = await town.token(SCOPES)
	const { secret } = await make(ALL, token)
	const { id, entry } = await town.upload('%PDF-1.7 one', {}, { token })
	await town.upload('%PDF-1.7 two', {}, { token, path: `/api/v1/documents/${id}/versions` })
	const opened = await post('/api/v1/cases', { title: 'Strom', number: 'A/1' }, token)
	const { id: case_ } = (await opened.json()) as { id: string }
	await town.fetch(`/api/v1/cases/${case_}/documents/${id}`, { method: 'PUT', token })
	await until(() => expect(told).toHaveLength(4))
	expect(events().map(({ type, data }) => [type, data.document, data.case])).toEqual([
		['document.recorded', id, undefined],
		['document.version', id, undefined],
		['case.opened', undefined, case_],
		['case.document', id, case_],
	])
	const [{ headers, body } = { headers: {}, body: '' }] = told
	const [first] = events()
	expect(first?.data.entry).toBe(entry)
	expect(headers['webhook-id']).toBe(entry)
	const stamp = headers['webhook-timestamp']
	expect(Number(stamp)).toBe(Math.floor(town.deps.clock.now() / 1000))
	const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64')
	const mac = createHmac('sha256', key).update(`${entry}.${stamp}.${body}`).digest('base64')
	expect(headers['webhook-signature']).toBe(`v1,${mac}`)
	const receipt = parseReceipt(JSON.stringify(first?.data.receipt))
	expect(receipt.proof.index).toBe(first?.data.index)
	expect(receipt.fields).toHaveLength(2)
	// The read stands in the log before what it told.
	const accesses = await town.accesses(1)
	expect(accesses.filter(({ action }) => action === 'webhook')).toHaveLength(4)
	await until(async () => expect((await list(token)).webhooks[0]?.delivered).toBe(events()[3]?.data.entry))
})

test('what is on the board is told to everyone who asks', async () => {
	const office = await openBoardOffice()
	const token = await office.town.token(['webhooks:write'], 'rozhlas')
	const url = address()
	expect(
		(
			await post(
				'/api/v1/webhooks',
				{ url, events: ['board.posted', 'board.taken-down', 'board.withdrawn'] },
				token,
				office.town,
			)
		).status,
	).toBe(201)
	const document = await record(office.clerk, 'vyhláška')
	const posting = await putUp(office.clerk, document, { withdraw: false })
	await office.clerk.call(`/api/v1/board/${posting}/take-down`, { method: 'POST', body: {} })
	await office.clerk.call(`/api/v1/board/${posting}/withdraw`, { method: 'POST' })
	await until(() => expect(told).toHaveLength(3))
	expect(events().map(({ type, data }) => ({ type, ...data }))).toMatchObject([
		{ type: 'board.posted', posting, document },
		{ type: 'board.taken-down', posting },
		{ type: 'board.withdrawn', posting },
	])
	expect(told.map(({ body }) => body).join()).not.toContain('Oznámení')
	await office[Symbol.asyncDispose]()
})

describe('tells nobody what they may not know', () => {
	test('a token that reads its own is told of its own, and of what is public', async () => {
		const own = await town.token(['documents:write', 'webhooks:write'], 'skener')
		await make(ALL, own)
		await town.upload('%PDF-1.7 another’s', {}, { token: await town.token(['documents:write'], 'podatelna') })
		await post('/api/v1/cases', { title: 'Strom', number: 'A/1' }, await town.token(SCOPES, 'spisovna'))
		const open = await town.upload('%PDF-1.7 public', { visibility: 'public' })
		const mine = await town.upload('%PDF-1.7 mine', {}, { token: own })
		await until(() => expect(told).toHaveLength(2))
		expect(events().map(({ data }) => data.document)).toEqual([open.id, mine.id])
	})

	test('a token that was revoked is told nothing from that moment on', async () => {
		const token = await town.token(SCOPES)
		const { id } = await make(ALL, token)
		await town.upload('%PDF-1.7 before')
		await until(() => expect(told).toHaveLength(1))
		const { tokens } = await town.json<{ tokens: { id: string }[] }>('/api/v1/tokens')
		await town.fetch(`/api/v1/tokens/${tokens[0]?.id}`, { method: 'DELETE' })
		await town.upload('%PDF-1.7 after')
		const [hook] = (await list(town.admin)).webhooks
		expect(hook).toMatchObject({ id, state: 'resting' })
		expect(told).toHaveLength(1)
	})

	test('what was destroyed before it was taken is told as destroyed only', async () => {
		const token = await town.token(SCOPES)
		answers = Array(500).fill(500)
		await make(['document.recorded', 'document.disposed'], token)
		const { id, entry } = await town.upload('%PDF-1.7 first')
		await until(() => expect(told.length).toBeGreaterThan(1))
		const disposal = await post(
			`/api/v1/documents/${id}/disposal`,
			{ reason: 'lhůta', confirm: id },
			town.admin,
		)
		expect(disposal.status).toBeLessThan(300)
		answers = []
		await until(() => expect(events().at(-1)?.type).toBe('document.disposed'))
		expect(events().at(-1)?.data.document).toBe(id)
		const delivered = async () => (await list(token)).webhooks[0]?.delivered ?? null
		await until(async () => expect(await delivered()).not.toBeNull())
		expect(await delivered()).not.toBe(entry)
	})

	test('a token that was revoked is told nothing that waited either', async () => {
		const token = await town.token(SCOPES)
		answers = Array(500).fill(500)
		await make(ALL, token)
		await town.upload('%PDF-1.7 one')
		await until(() => expect(told.length).toBeGreaterThan(1))
		const { tokens } = await town.json<{ tokens: { id: string }[] }>('/api/v1/tokens')
		await town.fetch(`/api/v1/tokens/${tokens[0]?.id}`, { method: 'DELETE' })
		answers = []
		// One attempt may have been under way.
		const sent = told.length + 1
		await new Promise((resolve) => setTimeout(resolve, 700))
		expect(told.length).toBeLessThanOrEqual(sent)
	})

	test('another’s webhook is neither shown nor ended', async () => {
		const { id } = await make(ALL, await town.token(SCOPES, 'jedna'))
		const other = await town.token(SCOPES, 'druhá')
		expect((await list(other)).webhooks).toEqual([])
		expect((await town.fetch(`/api/v1/webhooks/${id}`, { method: 'DELETE', token: other })).status).toBe(404)
		expect((await list(town.admin)).webhooks).toHaveLength(1)
	})
})

describe('what is not taken is sent again', () => {
	test.each([500, 404, 301, 429])(
		'after %i, under the same id, and nothing behind it before',
		async (status) => {
			const token = await town.token(SCOPES)
			answers = [status, status]
			await make(ALL, token)
			const first = await town.upload('%PDF-1.7 one')
			const second = await town.upload('%PDF-1.7 two')
			await until(() => expect(told).toHaveLength(4))
			const ids = told.map(({ headers }) => headers['webhook-id'])
			expect(ids).toEqual([first.entry, first.entry, first.entry, second.entry])
			expect(told[1]?.body).toBe(told[0]?.body)
			await until(async () => expect((await list(token)).webhooks[0]?.failure).toBeNull())
			const reads = (await town.accesses(1)).filter(({ action }) => action === 'webhook')
			expect(reads).toHaveLength(2)
		},
	)

	test('a receiver that is not there: the failure is told, and what waits comes when it is', async () => {
		const token = await town.token(SCOPES)
		const dead = createServer().listen(0, '127.0.0.1')
		await new Promise((resolve) => dead.once('listening', resolve))
		const { port } = dead.address() as AddressInfo
		await new Promise((resolve) => dead.close(resolve))
		await make(ALL, token, `http://127.0.0.1:${port}/`)
		const { entry } = await town.upload('%PDF-1.7 one')
		await until(async () => {
			expect((await list(token)).webhooks[0]).toMatchObject({
				state: 'failing',
				failure: { outcome: 'unreachable' },
			})
		})
		const late: string[] = []
		const revived = createServer((request, response) => {
			late.push(String(request.headers['webhook-id']))
			response.end()
		}).listen(port, '127.0.0.1')
		await until(() => expect(late).toEqual([entry]))
		revived.closeAllConnections()
		await new Promise((resolve) => revived.close(resolve))
	})

	test('410 ends it', async () => {
		const token = await town.token(SCOPES)
		answers = [410]
		await make(ALL, token)
		await town.upload('%PDF-1.7 one')
		await until(async () => expect((await list(token)).webhooks).toEqual([]))
		await town.upload('%PDF-1.7 two')
		expect(told).toHaveLength(1)
	})

	test('a start goes on where the one before stopped, also over rows made anew', async () => {
		const durable = await Town.open({ authority: false, durable: true, settings: { webhookRetry: 20 } })
		const token = await durable.token(SCOPES)
		const made = await post('/api/v1/webhooks', { url: address(), events: ALL }, token, durable)
		expect(made.status).toBe(201)
		const one = await durable.upload('%PDF-1.7 one')
		await until(() => expect(told).toHaveLength(1))
		const delivered = async (of: Town) =>
			(await of.json<Listed>('/api/v1/webhooks', { token: of.admin })).webhooks[0]?.delivered
		await until(async () => expect(await delivered(durable)).toBe(one.entry))
		answers = Array(500).fill(503)
		const two = await durable.upload('%PDF-1.7 two')
		await until(() => expect(told.length).toBeGreaterThan(1))
		await durable.close(true)
		const folder = { authority: false, folder: durable.folder, durable: true }
		const between = await Town.open(folder)
		await between.projection.rebuild()
		await between.close(true)
		answers = []
		told.length = 0
		const again = await Town.open(folder)
		await until(async () => expect(await delivered(again)).toBe(two.entry))
		expect(told.map(({ headers }) => headers['webhook-id'])).toEqual([two.entry])
		await again.close()
	})
})

describe('refuses', () => {
	test.each([
		'ftp://ukazkov.example/',
		'http://ukazkov.example/',
		'http://127.0.0.1.ukazkov.example/',
		'https://jan:heslo@ukazkov.example/',
		'http://localhost.ukazkov.example/',
		'http://0.0.0.0/',
		'http://[::ffff:127.0.0.1]/',
		'http://10.0.0.1/',
		'http://169.254.169.254/latest/meta-data',
		'https://169.254.169.254/',
		'https://2852039166/',
		'https://0xa9.0xfe.0xa9.0xfe/',
		'https://[fe80::1]/',
		'https://[febf:ffff::1]/',
		'https://[::ffff:169.254.169.254]/',
		'file:///etc/hostname',
		'nikam',
	])('the address %s', async (url) => {
		expect((await make(ALL, town.admin, url, 422)).code).toBe('address-refused')
	})

	test.each([
		['no event', { url: 'https://a.example/', events: [] }],
		['an unknown event', { url: 'https://a.example/', events: ['session.started'] }],
		['a member too many', { url: 'https://a.example/', events: ['case.opened'], secret: 'mine' }],
	])('%s', async (_name, body) => {
		expect((await post('/api/v1/webhooks', body, town.admin)).status).toBe(400)
	})

	test('a token without the scope, and one webhook too many', async () => {
		expect((await make(ALL, await town.token(['documents:read']), address(), 403)).code).toBe('scope-missing')
		for (let n = 0; n < 32; n++) await make(['case.opened'], town.admin)
		expect((await make(['case.opened'], town.admin, address(), 409)).code).toBe('webhook-limit')
	})
})

test('a ping says how it ended, and tells nothing', async () => {
	const token = await town.token(SCOPES)
	const { id } = await make(['case.opened'], token)
	answers = [204, 500]
	const ping = () => post(`/api/v1/webhooks/${id}/attempts`, {}, token)
	expect(await (await ping()).json()).toEqual({ outcome: 204 })
	expect(await (await ping()).json()).toEqual({ outcome: 500 })
	expect(events()).toMatchObject([{ type: 'ping', data: {} }, { type: 'ping' }])
	expect(await town.undescribed()).toEqual([])
})
