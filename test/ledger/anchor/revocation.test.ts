/** What says whether certificates were withdrawn: fetched within bounds, and believed only from whom it must come. */
import { generateKeyPairSync } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { fetchBounded } from '../../../ledger/anchor/bounded-fetch.ts'
import { parseCertificate } from '../../../ledger/anchor/certificate.ts'
import { RevocationSource } from '../../../ledger/anchor/revocation.ts'
import { testClock } from '../../support/anchored-log.ts'
import {
	makeAnswer,
	makeList,
	makeResponder,
	pointing,
	type RevocationServer,
	startRevocationServer,
} from '../../support/revocation-authority.ts'
import { type Identity, issueCertificate } from '../../support/timestamp-authority.ts'

const DAY = 86_400_000
const NOW = Date.UTC(2026, 10, 22, 9)
const SERIAL = 7
const KEY = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey
const root = issueCertificate({
	subject: 'Withdrawing Root',
	extensions: [['2.5.29.19', true, Buffer.from([0x30, 0x03, 0x01, 0x01, 0xff])]],
})
const stranger = issueCertificate({ subject: 'Withdrawing Root', extensions: [] })

let server: RevocationServer
beforeAll(async () => {
	server = await startRevocationServer()
})
afterAll(() => server.close())
beforeEach(() => {
	server.asked.length = 0
})

/** A certificate under the root that points at paths of the server, and its path. */
function certified(
	at: { list?: string; responder?: string },
	issuer: Identity = root,
	notAfter = NOW + 900 * DAY,
) {
	const addresses = Object.fromEntries(Object.entries(at).map(([kind, path]) => [kind, server.url + path]))
	const options = { subject: 'Unit', serial: SERIAL, key: KEY, notAfter, extensions: pointing(addresses) }
	return [issueCertificate(options, issuer), issuer].map(({ der }) => parseCertificate(new Uint8Array(der)))
}

const source = (clock = testClock(NOW), more = {}) =>
	new RevocationSource(clock, { allowPrivate: true, timeoutMs: 2000, ...more })
const whyOf = async (path: ReturnType<typeof certified>) => {
	const { missing, data } = await source().collect([path])
	expect(data).toEqual([])
	return missing.map(({ why }) => why).join()
}

describe('a list', () => {
	test('is fetched once for all certificates of its issuer, and kept', async () => {
		const list = makeList(root, { at: NOW - DAY })
		server.give('/good.crl', list)
		const [first, second] = [certified({ list: '/good.crl' }), certified({ list: '/good.crl' })]
		const asked = source()
		for (let i = 0; i < 2; i++) {
			const { data, revoked, missing } = await asked.collect([first, second])
			const about = [first, second].map(([certificate]) => certificate?.der)
			expect([data, revoked, missing]).toEqual([[{ kind: 'list', der: new Uint8Array(list), about }], [], []])
		}
		expect(server.asked).toEqual(['/good.crl'])
	})

	test('is fetched anew after half a day', async () => {
		const clock = testClock(NOW)
		server.give('/again.crl', makeList(root, { at: NOW - DAY }))
		const asked = source(clock)
		await asked.collect([certified({ list: '/again.crl' })])
		clock.advance(DAY / 2 + 1)
		await asked.collect([certified({ list: '/again.crl' })])
		expect(server.asked).toEqual(['/again.crl', '/again.crl'])
	})

	test('tells who was withdrawn, when, and whether stamps of before stand', async () => {
		for (const [reason, benign] of [
			[undefined, false],
			[1, false],
			[4, true],
		] as const) {
			const withdrawn = { serial: SERIAL, at: NOW - 3 * DAY, ...(reason === undefined ? {} : { reason }) }
			const path = `/revoked-${reason}.crl`
			server.give(path, makeList(root, { at: NOW - DAY, revoked: [{ serial: 8, at: NOW }, withdrawn] }))
			const { data, revoked } = await source().collect([certified({ list: path })])
			expect(data).toHaveLength(1)
			expect(revoked).toEqual([{ name: 'CN=Unit', time: NOW - 3 * DAY, benign }])
		}
	})

	test('of a part counts for those whom it is about', async () => {
		const address = `${server.url}/part.crl`
		server.give('/part.crl', makeList(root, { at: NOW - DAY, point: address }))
		expect((await source().collect([certified({ list: '/part.crl' })])).data).toHaveLength(1)
		server.give('/other.crl', makeList(root, { at: NOW - DAY, point: address }))
		expect(await whyOf(certified({ list: '/other.crl' }))).toBe(
			'the revocation list is about other certificates',
		)
	})

	test.each([
		['of the future', () => makeList(root, { at: NOW + DAY }), 'dated in the future'],
		['out of date', () => makeList(root, { at: NOW - 9 * DAY, next: NOW - DAY }), 'is out of date'],
		['without an end, old', () => makeList(root, { at: NOW - 2 * DAY, next: null }), 'is out of date'],
		['by somebody of the same name', () => makeList(stranger, { at: NOW - DAY }), 'does not hold'],
		[
			'of another issuer',
			() => makeList({ ...root, name: 'Another' }, { at: NOW - DAY }),
			'of another issuer',
		],
		['that is none', () => Buffer.from('<html>'), ''],
	])('%s does not count', async (name, made, why) => {
		const path = `/${name.replaceAll(/[ ,]/g, '-')}.crl`
		server.give(path, made())
		const said = await whyOf(certified({ list: path }))
		expect(said).not.toBe('')
		expect(said).toContain(why)
	})

	test('of a certificate that has ended is not asked for', async () => {
		const ended = certified({ list: '/never.crl' }, root, NOW - DAY)
		expect(await source().collect([ended])).toEqual({ data: [], revoked: [], missing: [] })
		expect(server.asked).toEqual([])
	})
})

describe('a responder', () => {
	test('is asked where there is no list, and its answer kept', async () => {
		const answer = makeAnswer(root, { at: NOW - 1000, serial: SERIAL })
		server.give('/ocsp-good', answer)
		const asked = source()
		const path = certified({ list: '/absent.crl', responder: '/ocsp-good' })
		for (let i = 0; i < 2; i++) {
			const { data, missing } = await asked.collect([path])
			const about = [path[0]?.der]
			expect([data, missing]).toEqual([[{ kind: 'response', der: new Uint8Array(answer), about }], []])
		}
		expect(server.asked).toEqual(['/absent.crl', '/ocsp-good'])
	})

	test('may have a certificate of its own for it', async () => {
		server.give('/ocsp-by', makeAnswer(root, { at: NOW - 1000, serial: SERIAL, by: makeResponder(root) }))
		expect((await source().collect([certified({ responder: '/ocsp-by' })])).data).toHaveLength(1)
	})

	test('tells who was withdrawn', async () => {
		const revoked = { at: NOW - DAY, reason: 1 }
		server.give('/ocsp-revoked', makeAnswer(root, { at: NOW - 1000, serial: SERIAL, revoked }))
		expect((await source().collect([certified({ responder: '/ocsp-revoked' })])).revoked).toEqual([
			{ name: 'CN=Unit', time: NOW - DAY, benign: false },
		])
	})

	const answer = (options = {}, issuer = root) =>
		makeAnswer(issuer, { at: NOW - 1000, serial: SERIAL, ...options })
	test.each([
		['about another certificate', () => answer({ serial: 8 }), 'about another certificate'],
		['of the same number of another issuer', () => answer({}, stranger), 'about another certificate'],
		['of the future', () => answer({ at: NOW + DAY }), 'dated in the future'],
		['out of date', () => answer({ at: NOW - 3 * DAY, next: NOW - DAY }), 'is out of date'],
		['that knows nothing', () => answer({ unknown: true }), 'does not know'],
		['that tries later', () => answer({ status: 3 }), 'status 3'],
		['by a stranger', () => answer({ by: makeResponder(stranger) }), 'nobody signed it'],
		[
			'by one for other things',
			() => answer({ by: makeResponder(root, '1.3.6.1.5.5.7.3.8') }),
			'nobody signed',
		],
		[
			'changed',
			() => {
				const bytes = answer()
				bytes[bytes.length - 5] = (bytes.at(-5) ?? 0) ^ 1
				return bytes
			},
			'nobody signed it',
		],
	])('%s does not count', async (name, made, why) => {
		const path = `/ocsp-${name.replaceAll(' ', '-')}`
		server.give(path, made())
		expect(await whyOf(certified({ responder: path }))).toContain(why)
	})
})

describe('fetching', () => {
	const bounds = { maxBytes: 1_048_576, timeoutMs: 2000, allowPrivate: true }

	test('follows a few redirects, and no loop', async () => {
		server.give('/moved', (_, response) => response.writeHead(302, { location: '/there' }).end())
		server.give('/there', Buffer.from('here'))
		expect(Buffer.from(await fetchBounded(`${server.url}/moved`, bounds)).toString()).toBe('here')
		server.give('/loop', (_, response) => response.writeHead(301, { location: '/loop' }).end())
		server.asked.length = 0
		await expect(fetchBounded(`${server.url}/loop`, bounds)).rejects.toThrow('redirects more than 3 times')
		expect(server.asked.length).toBe(4)
	})

	test('ends at ten megabytes long before their end', async () => {
		const sent = { bytes: 0 }
		server.give('/huge', (_, response) => {
			const more = () => {
				while (sent.bytes < 10_000_000 && !response.destroyed) {
					sent.bytes += 65_536
					if (!response.write(Buffer.alloc(65_536, 1))) return void response.once('drain', more)
				}
				response.end()
			}
			more()
		})
		await expect(fetchBounded(`${server.url}/huge`, bounds)).rejects.toThrow('exceeds 1048576 bytes')
		expect(sent.bytes).toBeLessThan(10_000_000)
	})

	test('ends where a server is slow', async () => {
		server.give('/slow', (_, response) => {
			response.write('x')
		})
		await expect(fetchBounded(`${server.url}/slow`, { ...bounds, timeoutMs: 150 })).rejects.toThrow(
			'within 150 ms',
		)
	})

	test.each([
		'http://127.0.0.1/x',
		'http://localhost/x',
		'http://[::1]/x',
		'http://10.1.2.3/x',
		'http://169.254.169.254/latest',
		'http://[::ffff:127.0.0.1]/x',
		'http://[fd00::1]/x',
		'http://0x7f000001/x',
		'http://2130706433/x',
	])('asks nobody at %s', async (address) => {
		await expect(fetchBounded(address, { ...bounds, allowPrivate: false })).rejects.toThrow(
			'not an address of the public internet',
		)
	})

	test.each([
		'ftp://example.com/x',
		'file:///etc/passwd',
		'http://a:b@example.com/',
		'ldap://example.com/',
		'',
	])('knows no address %j', async (address) => {
		await expect(fetchBounded(address, bounds)).rejects.toMatchObject({ reason: 'transport' })
	})

	test('a failure is the answer for ten minutes', async () => {
		const clock = testClock(NOW)
		const asked = source(clock)
		const path = certified({ list: '/later.crl' })
		expect((await asked.collect([path])).missing).toHaveLength(1)
		server.give('/later.crl', makeList(root, { at: NOW - DAY }))
		expect((await asked.collect([path])).missing).toHaveLength(1)
		clock.advance(600_001)
		expect((await asked.collect([path])).missing).toEqual([])
		expect(server.asked).toEqual(['/later.crl', '/later.crl'])
	})

	test('is not done where it is switched off', async () => {
		const path = certified({ list: '/good.crl' })
		expect(await source(testClock(NOW), { fetch: false }).collect([path])).toMatchObject({
			data: [],
			missing: [],
		})
		expect(server.asked).toEqual([])
	})
})
