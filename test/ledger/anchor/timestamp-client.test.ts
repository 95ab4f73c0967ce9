/**
 * The client against endpoints that do everything wrong that a server can do, and against an authority made
 * of openssl.
 */
import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
	type DevelopmentAuthority,
	openDevelopmentAuthority,
} from '../../../ledger/anchor/development-authority.ts'
import { checkTimestamp } from '../../../ledger/anchor/timestamp-check.ts'
import { type HttpAuthoritySettings, openHttpAuthority } from '../../../ledger/anchor/timestamp-client.ts'
import { hasOpenssl, openssl } from '../../support/openssl.ts'
import { type OpensslAuthority, startOpensslAuthority } from '../../support/openssl-authority.ts'
import { type Behaviour, reply, startTimestampServer } from '../../support/timestamp-server.ts'

const imprint = new Uint8Array(createHash('sha256').update('head').digest())
let dir = ''
let honest: DevelopmentAuthority
let stranger: DevelopmentAuthority
beforeAll(async () => {
	dir = mkdtempSync(join(tmpdir(), 'letopis-client-'))
	honest = await openDevelopmentAuthority(join(dir, 'honest'))
	stranger = await openDevelopmentAuthority(join(dir, 'stranger'))
})
afterAll(() => rmSync(dir, { recursive: true }))

/** What comes of one stamp from a server with that behaviour. */
async function stampFrom(behaviour: Behaviour, settings: Partial<HttpAuthoritySettings> = {}) {
	const server = await startTimestampServer(behaviour)
	try {
		const authority = openHttpAuthority({
			name: 'a',
			url: server.url,
			roots: honest.roots,
			timeoutMs: 10_000,
			...settings,
		})
		return await authority.stamp(imprint).then(
			(token) => ({ token, requests: server.requests }),
			(error: unknown) => ({ error, requests: server.requests }),
		)
	} finally {
		await server.close()
	}
}

test('a sound answer is checked and its token returned', async () => {
	const outcome = await stampFrom(async (body, response) => reply(response, await honest.answer(body)))
	expect(outcome).toHaveProperty('token')
	const { token } = outcome as { token: Uint8Array }
	await expect(checkTimestamp(token, { imprint, roots: honest.roots })).resolves.toMatchObject({
		accuracyMs: 1000,
	})
})

test('the type of the answer may carry parameters and be that of older servers', async () => {
	const outcome = await stampFrom(async (body, response) =>
		response
			.writeHead(200, { 'content-type': 'Application/Timestamp-Response; x=y' })
			.end(await honest.answer(body)),
	)
	expect(outcome).toHaveProperty('token')
})

let replayed: Uint8Array | undefined
const lies: {
	name: string
	reason: string
	behaviour: Behaviour
	settings?: Partial<HttpAuthoritySettings>
}[] = [
	{
		name: 'the right imprint under a wrong signer',
		reason: 'chain',
		behaviour: async (body, response) => reply(response, await stranger.answer(body)),
	},
	{
		name: 'a wrong imprint',
		reason: 'imprint',
		behaviour: async (body, response) => {
			const other = body.slice()
			const at = Buffer.from(other).indexOf(Buffer.from(imprint))
			other[at] = (other[at] ?? 0) ^ 1
			reply(response, await honest.answer(other))
		},
	},
	{
		name: 'an older answer to the same question',
		reason: 'nonce',
		behaviour: async (body, response) => {
			replayed ??= await honest.answer(
				Buffer.from(body).fill(0x41, body.length - 19, body.length - 3) as unknown as Uint8Array,
			)
			reply(response, replayed)
		},
	},
	{
		name: 'another policy than demanded',
		reason: 'status',
		behaviour: async (body, response) => reply(response, await honest.answer(body)),
		settings: { policy: '1.3.6.1.4.1.32473.9' },
	},
	{
		name: 'garbage',
		reason: 'malformed',
		behaviour: (_, response) => reply(response, Buffer.from('garbage')),
	},
	{ name: 'nothing', reason: 'malformed', behaviour: (_, response) => reply(response, new Uint8Array(0)) },
	{
		name: 'an answer without end',
		reason: 'too-large',
		behaviour: (_, response) => {
			response.writeHead(200, { 'content-type': 'application/timestamp-reply' })
			const more = () => {
				while (!response.destroyed && response.write(Buffer.alloc(16_384)));
				if (!response.destroyed) response.once('drain', more)
			}
			more()
		},
	},
	{
		name: 'a page of HTML',
		reason: 'transport',
		behaviour: (_, response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<p>hello'),
	},
	{
		name: 'a compressed answer',
		reason: 'transport',
		behaviour: (_, response) =>
			response
				.writeHead(200, { 'content-type': 'application/timestamp-reply', 'content-encoding': 'gzip' })
				.end('x'),
	},
	{
		name: 'a redirect',
		reason: 'transport',
		behaviour: (_, response) => response.writeHead(307, { location: '/tsa' }).end(),
	},
	{
		name: 'a failure of its own',
		reason: 'transport',
		behaviour: (_, response) => response.writeHead(503).end(),
	},
	{ name: 'a closed connection', reason: 'transport', behaviour: (_, response) => response.destroy() },
	{
		name: 'half an answer',
		reason: 'transport',
		behaviour: async (body, response) => {
			const answer = await honest.answer(body)
			response.writeHead(200, {
				'content-type': 'application/timestamp-reply',
				'content-length': answer.length,
			})
			response.write(answer.subarray(0, 100), () => response.destroy())
		},
	},
	{ name: 'silence', reason: 'transport', behaviour: () => {}, settings: { timeoutMs: 100 } },
	{
		name: 'headers, then silence',
		reason: 'transport',
		behaviour: (_, response) => {
			response.writeHead(200, { 'content-type': 'application/timestamp-reply' })
			response.write('0')
		},
		settings: { timeoutMs: 100 },
	},
]
describe('refuses', () => {
	for (const { name, reason, behaviour, settings } of lies) {
		test(`${name}: ${reason}`, async () => {
			const outcome = await stampFrom(behaviour, settings)
			expect(outcome).toMatchObject({ error: { code: 'authority', reason } })
			// Neither redirects nor retries: one request, whatever the answer.
			expect(outcome.requests).toHaveLength(1)
		})
	}

	test('a closed port: transport', async () => {
		const server = await startTimestampServer(() => {})
		await server.close()
		const authority = openHttpAuthority({ name: 'a', url: server.url, roots: honest.roots })
		await expect(authority.stamp(imprint)).rejects.toMatchObject({ reason: 'transport' })
	})
})

describe('login', () => {
	const guarded: Behaviour = async (body, response, request) => {
		const expected = `Basic ${Buffer.from('obec:tajné heslo').toString('base64')}`
		if (request.headers.authorization === expected) reply(response, await honest.answer(body))
		else response.writeHead(401).end()
	}

	test('Basic', async () => {
		const outcome = await stampFrom(guarded, { basic: { user: 'obec', password: 'tajné heslo' } })
		expect(outcome).toHaveProperty('token')
	})

	test('a refused password does not show in the error', async () => {
		const { error } = (await stampFrom(guarded, { basic: { user: 'obec', password: 'hunter2' } })) as {
			error: Error
		}
		expect(error.message).toContain('401')
		expect(`${error.stack} ${String(error.cause)}`).not.toContain('hunter2')
	})

	test.skipIf(!hasOpenssl)(
		'client certificate over TLS with an own CA file (skipped without openssl)',
		async () => {
			const make = (name: string, ...more: string[]) =>
				openssl(
					dir,
					'req',
					'-x509',
					'-nodes',
					'-newkey',
					'ec',
					'-pkeyopt',
					'ec_paramgen_curve:P-256',
					'-days',
					'2',
					'-keyout',
					`${name}.key`,
					'-out',
					`${name}.pem`,
					'-subj',
					`/CN=${name}`,
					...more,
				)
			make('server', '-addext', 'subjectAltName=IP:127.0.0.1')
			make('client')
			const read = (name: string) => readFileSync(join(dir, name), 'latin1')
			const server = await startTimestampServer(
				async (body, response) => reply(response, await honest.answer(body)),
				{
					key: read('server.key'),
					cert: read('server.pem'),
					ca: read('client.pem'),
					requestCert: true,
					rejectUnauthorized: true,
				},
			)
			const stamp = (tls?: HttpAuthoritySettings['tls']) =>
				openHttpAuthority({
					name: 'a',
					url: server.url,
					roots: honest.roots,
					...(tls === undefined ? {} : { tls }),
				}).stamp(imprint)
			const ca = read('server.pem')
			try {
				await expect(
					stamp({ ca, certificate: read('client.pem'), key: read('client.key') }),
				).resolves.toBeInstanceOf(Uint8Array)
				await expect(stamp({ ca }), 'no client certificate').rejects.toMatchObject({ reason: 'transport' })
				await expect(stamp(), 'unknown CA').rejects.toMatchObject({ reason: 'transport' })
			} finally {
				await server.close()
			}
		},
	)
})

describe('settings that cannot work are the caller’s mistake', () => {
	const cases: Record<string, Partial<HttpAuthoritySettings>> = {
		'no root': { roots: [] },
		'a root that is no certificate': { roots: [new Uint8Array(100)] },
		'a name that entries cannot carry': { name: 'Autorita 1' },
		'no URL': { url: 'authority' },
		'another scheme': { url: 'ftp://authority.example/' },
		'a password in the URL': { url: 'https://user:secret@authority.example/' },
		'a password in the clear': { url: 'http://authority.example/', basic: { user: 'u', password: 'secret' } },
		'TLS settings without TLS': { url: 'http://authority.example/', tls: { ca: 'x' } },
		'a client certificate without its key': { tls: { certificate: 'x' } },
	}
	for (const [name, settings] of Object.entries(cases)) {
		test(name, () => {
			const all = { name: 'a', url: 'https://authority.example/', roots: honest.roots, ...settings }
			let thrown: unknown
			try {
				openHttpAuthority(all)
			} catch (error) {
				thrown = error
			}
			expect(thrown).toBeInstanceOf(RangeError)
			expect(String(thrown)).not.toContain('secret')
		})
	}
})

describe.skipIf(!hasOpenssl)('an authority made of openssl (skipped without openssl)', () => {
	for (const kind of ['p256', 'rsa'] as const) {
		describe(kind, () => {
			let authority: OpensslAuthority
			beforeAll(async () => {
				authority = await startOpensslAuthority(kind)
			})
			afterAll(() => authority.close())
			const stamp = () =>
				openHttpAuthority({ name: kind, url: authority.url, roots: authority.roots }).stamp(imprint)

			test('its stamps are accepted', async () => {
				authority.behave('sound')
				const stamped = await checkTimestamp(await stamp(), { imprint, roots: authority.roots })
				expect(stamped).toMatchObject({ accuracyMs: 1501, policy: '1.3.6.1.4.1.32473.3' })
				expect(Math.abs(stamped.genTime - Date.now())).toBeLessThan(60_000)
			})

			test('a certificate without the time-stamping usage is refused', async () => {
				authority.behave('no-usage')
				await expect(stamp()).rejects.toMatchObject({ reason: 'usage' })
			})

			test('a token that does not name its certificate is refused', async () => {
				authority.behave('no-certificate-id')
				await expect(stamp()).rejects.toMatchObject({ reason: 'attributes' })
			})
		})
	}
})
