/** Tokens: granted, used, expired, revoked; each kept as a sealed entry, never as itself. */
import { openProjection } from '@letopis/api'
import { openMemoryStore } from '@letopis/ledger'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Town } from '../support/town.ts'

let town: Town

beforeAll(async () => {
	town = await Town.open({ authority: false })
})
afterAll(() => town.close())

const DAY = 86_400_000
const body = (members: object) => ({
	method: 'POST',
	headers: { 'Content-Type': 'application/json' },
	body: JSON.stringify(members),
})
const inDays = (days: number) => new Date(town.deps.clock.now() + days * DAY).toISOString()
const good = () => ({ principal: 'podatelna', scopes: ['documents:write'], expires: inDays(1) })

describe('granting', () => {
	test('shows the token once and keeps only its hash', async () => {
		const { size } = town.log
		const issued = await town.json<{ id: string; token: string; state: string }>(
			'/api/v1/tokens',
			body(good()),
			201,
		)
		expect(issued.token).toMatch(/^letopis_[A-Za-z0-9_-]{43}$/)
		expect(issued.state).toBe('valid')
		expect(town.log.size).toBe(size + 1)
		const list = await (await town.fetch('/api/v1/tokens')).text()
		expect(list).toContain(issued.id)
		expect(list).not.toContain(issued.token)
		const record = await town.vault.record(size)
		if (record === undefined || record === 'erased') throw new Error('no record')
		expect(Buffer.from(record.opening).includes(issued.token)).toBe(false)
		expect(Buffer.from(record.opening).includes(Buffer.from(issued.token.slice(8), 'base64url'))).toBe(false)
		const entry = (await town.log.entry(size)) ?? new Uint8Array()
		expect(Buffer.from(entry).includes('podatelna')).toBe(false)
	})

	const refused: [comment: string, members: () => object, status: number, code: string][] = [
		['no scopes', () => ({ ...good(), scopes: [] }), 400, 'bad-request'],
		['an unknown scope', () => ({ ...good(), scopes: ['everything'] }), 400, 'bad-request'],
		['an empty name', () => ({ ...good(), principal: '' }), 400, 'bad-request'],
		['a name with a control character', () => ({ ...good(), principal: 'a\u0000b' }), 400, 'bad-request'],
		['a name of blanks', () => ({ ...good(), principal: ' \u00a0 ' }), 400, 'bad-request'],
		['a name over 128 characters', () => ({ ...good(), principal: 'a'.repeat(129) }), 400, 'bad-request'],
		...[
			'administrator',
			'Administrator ',
			' ADMINISTRATOR',
			'administrátor',
			'ad-min istrator',
			'Adm1n1strat0r',
			'ａｄｍｉｎｉｓｔｒａｔｏｒ',
			'adrninistrator',
			// with a Cyrillic а
			'\u0430dministrator',
			// with a dotless i
			'adm\u0131nistrator',
		].map((principal): [string, () => object, number, string] => [
			`${JSON.stringify(principal)}, which looks like the administrator`,
			() => ({ ...good(), principal }),
			400,
			'bad-request',
		]),
		['an unknown member', () => ({ ...good(), admin: true }), 400, 'bad-request'],
		['an expiry that is no time', () => ({ ...good(), expires: 'tomorrow' }), 400, 'bad-request'],
		['an expiry in the past', () => ({ ...good(), expires: inDays(-1) }), 422, 'expiry-out-of-range'],
		['an expiry in two years', () => ({ ...good(), expires: inDays(730) }), 422, 'expiry-out-of-range'],
	]
	for (const [comment, members, status, code] of refused) {
		test(`refused: ${comment}`, async () => {
			const { size } = town.log
			const response = await town.fetch('/api/v1/tokens', body(members()))
			expect(response.status).toBe(status)
			expect(await response.json()).toMatchObject({ code })
			expect(town.log.size).toBe(size)
		})
	}

	const kept: [given: string, name: string][] = [
		['podatelna ', 'podatelna'],
		['  Odbor \u00a0 dopravy', 'Odbor dopravy'],
		['sprá\u030cva', 'sprá\u030cva'.normalize('NFKC')],
		['Spra\u0301vce', 'Správce'],
		['ﬁlm', 'film'],
		['vedoucí administrátor', 'vedoucí administrátor'],
	]
	for (const [given, name] of kept) {
		test(`a name has one form: ${JSON.stringify(given)}`, async () => {
			const issued = await town.json('/api/v1/tokens', body({ ...good(), principal: given }), 201)
			expect(issued).toMatchObject({ principal: name })
		})
	}

	test('names who granted', async () => {
		expect(await town.json('/api/v1/tokens', body(good()), 201)).toMatchObject({ grantedBy: 'administrator' })
		const token = await town.token(['tokens:admin', 'documents:write'], 'Tajemnice')
		const response = await town.fetch('/api/v1/tokens', {
			...body({ ...good(), principal: 'spisovna' }),
			token,
		})
		expect(await response.json()).toMatchObject({ principal: 'spisovna', grantedBy: 'Tajemnice' })
		const { tokens } = await town.json<{ tokens: object[] }>('/api/v1/tokens?limit=1')
		expect(tokens).toMatchObject([{ principal: 'spisovna', grantedBy: 'Tajemnice' }])
	})

	test('refused: a body that is not JSON, of another type, or too large', async () => {
		const send = (text: string, type: string) =>
			town.fetch('/api/v1/tokens', { method: 'POST', headers: { 'Content-Type': type }, body: text })
		expect(await (await send('{', 'application/json')).json()).toMatchObject({ code: 'malformed-json' })
		const twice = JSON.stringify(good()).replace('{', '{"principal":"jiný",')
		for (const type of ['application/json', 'application/problem+json']) {
			expect(await (await send(twice, type)).json()).toMatchObject({
				code: 'malformed-json',
				refusal: 'duplicate',
			})
		}
		expect((await send('a=1', 'text/plain')).status).toBe(415)
		expect((await send(`{"a":"${'x'.repeat(5000)}"}`, 'application/json')).status).toBe(413)
	})

	test('nobody grants what they do not hold', async () => {
		const token = await town.token(['tokens:admin'], 'správce')
		const response = await town.fetch('/api/v1/tokens', { ...body(good()), token })
		expect(response.status).toBe(422)
		expect(await response.json()).toMatchObject({ code: 'scope-not-held' })
	})
})

describe('the list', () => {
	interface Page {
		tokens: { id: string }[]
		next: string | null
	}

	test('comes in pages, newest first, each token once', async () => {
		for (let i = 0; i < 5; i++) await town.token(['documents:read'])
		const whole = await town.json<Page>('/api/v1/tokens?limit=200')
		expect(whole.next).toBeNull()
		const found: string[] = []
		let cursor: string | null = ''
		for (let pages = 0; cursor !== null && pages < 200; pages++) {
			const query: string = cursor === '' ? '' : `&cursor=${cursor}`
			const page: Page = await town.json<Page>(`/api/v1/tokens?limit=2${query}`)
			expect(page.tokens.length).toBeLessThanOrEqual(2)
			found.push(...page.tokens.map(({ id }) => id))
			cursor = page.next
		}
		expect(found).toEqual(whole.tokens.map(({ id }) => id))
		expect(new Set(found).size).toBe(found.length)
	})

	for (const query of ['limit=0', 'limit=201', 'cursor=x', 'cursor=ZDE']) {
		test(`refuses ${query}`, async () => {
			expect((await town.fetch(`/api/v1/tokens?${query}`)).status).toBe(400)
		})
	}
})

describe('using', () => {
	const read = (token: string | null, header?: string) =>
		town.fetch(
			'/api/v1/tokens',
			header === undefined ? { token } : { token: null, headers: { Authorization: header } },
		)

	test('without the scope', async () => {
		const token = await town.token(['documents:read'])
		for (const [path, init] of [
			['/api/v1/tokens', {}],
			['/api/v1/tokens', body(good())],
			['/api/v1/documents', { method: 'POST', body: new FormData() }],
			['/api/v1/anchors', { method: 'POST' }],
			['/metrics', {}],
		] as const) {
			const response = await town.fetch(path, { ...init, token })
			expect(response.status, path).toBe(403)
			expect(await response.json()).toMatchObject({ code: 'scope-missing' })
		}
	})

	test('no unauthenticated write exists but those that are meant for whoever has no account', async () => {
		const draft = '/api/v1/filing-drafts/:draft'
		const open = [
			// Heads that others saw, signed by us.
			'POST /log/seen',
			// The ceremonies of signing in.
			...['sessions', 'registrations'].flatMap((name) => [
				`POST /api/v1/${name}`,
				`POST /api/v1/${name}/options`,
			]),
			// Citizens: what they have begun, by its key; what they have filed, by number and PIN.
			...[
				'POST /api/v1/filing-drafts',
				`PUT ${draft}/answers`,
				`POST ${draft}/files`,
				`POST ${draft}/upload`,
			],
			...[`PUT ${draft}/files/:file/parts/:part`, `DELETE ${draft}/files/:file`, `DELETE ${draft}`],
			...[`POST ${draft}/filing`, 'POST /api/v1/filing-status'],
			...['POST /api/v1/filing-status/acknowledgement.pdf', 'POST /api/v1/filing-status/document'],
			// Readers of the notice board, by links that came in their mail; probes, which sign.
			...['POST /api/v1/board/subscriptions', 'POST /api/v1/board/subscriptions/confirm'],
			...['POST /api/v1/board/unsubscribe/:token', 'POST /api/v1/board/probes'],
		]
		const writes = town.app.routes.filter(({ method }) => !['GET', 'ALL', 'HEAD', 'OPTIONS'].includes(method))
		const paths = [...new Set(writes.map(({ method, path }) => `${method} ${path}`))]
		expect(open.filter((one) => !paths.includes(one))).toEqual([])
		for (const one of paths) {
			if (open.includes(one)) continue
			const [method = '', path = ''] = one.split(' ')
			const response = await town.fetch(path.replace(':id', 'x'), { method, token: null })
			expect(response.status, one).toBe(401)
		}
	})

	const wrong: [comment: string, header: string][] = [
		['unknown', `Bearer letopis_${'A'.repeat(43)}`],
		['too short', 'Bearer letopis_x'],
		['another scheme', 'Basic dXNlcjpwYXNz'],
		['empty', 'Bearer '],
		['two tokens', `Bearer letopis_${'A'.repeat(43)} letopis_${'B'.repeat(43)}`],
	]
	for (const [comment, header] of wrong) {
		test(`a token that is ${comment}`, async () => {
			const response = await read(null, header)
			expect(response.status).toBe(401)
			expect(response.headers.get('WWW-Authenticate')).toBe('Bearer realm="letopis", error="invalid_token"')
			expect(await response.json()).toMatchObject({ code: 'token-unknown' })
		})
	}

	test('a wrong token is refused even where none is needed', async () => {
		const response = await town.fetch('/log/vkey', { token: `letopis_${'A'.repeat(43)}` })
		expect(response.status).toBe(401)
	})

	test('after it expired', async () => {
		const token = await town.token(['tokens:admin'], 'krátce', town.deps.clock.now() + 60_000)
		expect((await read(token)).status).toBe(200)
		town.time.offset += 60_000
		const response = await read(token)
		expect(response.status).toBe(401)
		expect(await response.json()).toMatchObject({ code: 'token-expired' })
	})

	test('after it was revoked, from the answer on', async () => {
		const issued = await town.json<{ id: string; token: string }>(
			'/api/v1/tokens',
			body({ ...good(), scopes: ['tokens:admin'] }),
			201,
		)
		expect((await read(issued.token)).status).toBe(200)
		const revoked = await town.fetch(`/api/v1/tokens/${issued.id}`, { method: 'DELETE' })
		expect(revoked.status).toBe(204)
		expect(revoked.headers.get('Letopis-Entry')).toBe(String(town.log.size - 1))
		const response = await read(issued.token)
		expect(response.status).toBe(401)
		expect(await response.json()).toMatchObject({ code: 'token-revoked' })
		const { size } = town.log
		const again = await town.fetch(`/api/v1/tokens/${issued.id}`, { method: 'DELETE' })
		expect([again.status, again.headers.get('Letopis-Entry')]).toEqual([204, null])
		expect(town.log.size).toBe(size)
	})

	test('revoking what is no token', async () => {
		for (const id of ['x', `b${'a'.repeat(58)}`]) {
			const response = await town.fetch(`/api/v1/tokens/${id}`, { method: 'DELETE' })
			expect(response.status).toBe(404)
			expect(await response.json()).toMatchObject({ code: 'token-not-found' })
		}
	})

	test('tokens and revocations are found again after a start', async () => {
		const { log, vault, deps, projection } = town
		const store = openMemoryStore()
		await (await openProjection({ store, log, vault, secret: deps.secret })).close()
		const opened = await openProjection({ store, log, vault, secret: deps.secret })
		await projection.current()
		expect(opened.tokens.list()).toEqual(projection.tokens.list())
		expect(opened.tokens.list().some(({ revoked }) => revoked)).toBe(true)
		await opened.close()
	})
})

test('the journal names routes, not what was asked for, and holds no token', async () => {
	const { id } = await town.upload('x')
	await town.fetch(`/api/v1/documents/${id}/content?entry=latest`)
	const text = JSON.stringify(town.journal)
	expect(text).toContain('/api/v1/documents/:id/content')
	for (const secret of [id, town.admin, 'letopis_', 'podatelna', 'latest', 'podání'])
		expect(text).not.toContain(secret)
})
