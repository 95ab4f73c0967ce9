/** The server itself, over real sockets: where plain HTTP may be spoken, slow clients, TLS, the end of service. */
import { spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { request } from 'node:https'
import { connect, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type RunningServer, type ServeOptions, serveApp } from '@letopis/api'
import { afterEach, describe, expect, test } from 'vitest'
import { placeOf } from '../../api/http/connections.ts'

/** A request that is answered only when the test says so, and that says when it has come. */
let slow = { come: Promise.withResolvers<void>(), answer: Promise.withResolvers<void>() }

const app = {
	async fetch(incoming: Request): Promise<Response> {
		const { pathname } = new URL(incoming.url)
		if (pathname === '/slow') {
			slow.come.resolve()
			await slow.answer.promise
			return new Response('done')
		}
		if (pathname === '/endless') {
			return new Response(
				new ReadableStream({ start: (controller) => controller.enqueue(new Uint8Array(1)) }),
			)
		}
		return new Response(pathname === '/echo' ? await incoming.text() : 'hello')
	},
}

const plain = { app, host: '127.0.0.1', port: 0, tls: null, behindProxy: false } as const
const running: RunningServer[] = []

async function start(options: Partial<ServeOptions> = {}): Promise<RunningServer> {
	const server = await serveApp({ ...plain, ...options })
	running.push(server)
	return server
}

afterEach(async () => {
	await Promise.all(running.splice(0).map((server) => server.close(0)))
})

/** What comes over a raw connection until it is closed. */
async function exchange(port: number, send: (socket: Socket) => void): Promise<string> {
	const socket = connect(port, '127.0.0.1')
	let text = ''
	socket.on('data', (chunk) => {
		text += chunk
	})
	socket.on('error', () => {})
	send(socket)
	await new Promise((resolve) => socket.once('close', resolve))
	return text
}

describe('plain HTTP', () => {
	for (const host of ['0.0.0.0', '::', '192.0.2.1', 'example.com']) {
		test(`is refused on ${host}`, async () => {
			await expect(serveApp({ ...plain, host })).rejects.toThrow(/plain HTTP/)
		})
	}

	test('is served on loopback, and behind a declared proxy', async () => {
		expect(await (await fetch((await start()).url)).text()).toBe('hello')
		const behind = await start({ host: '0.0.0.0', behindProxy: true })
		expect(await (await fetch(`http://127.0.0.1:${behind.port}`)).text()).toBe('hello')
	})

	test('a port that is taken is an error, not silence', async () => {
		const { port } = await start()
		await expect(serveApp({ ...plain, port })).rejects.toMatchObject({ code: 'EADDRINUSE' })
	})
})

test('HTTPS by certificate files', async () => {
	const folder = await mkdtemp(join(tmpdir(), 'letopis-tls-'))
	const certificate = join(folder, 'cert.pem')
	const key = join(folder, 'key.pem')
	try {
		const made = spawnSync('openssl', [
			...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '1'],
			...[
				'-subj',
				'/CN=localhost',
				'-addext',
				'subjectAltName=IP:127.0.0.1',
				'-keyout',
				key,
				'-out',
				certificate,
			],
		])
		expect(made.status, String(made.stderr)).toBe(0)
		const server = await start({ tls: { certificate, key } })
		expect(server.url).toBe(`https://127.0.0.1:${server.port}`)
		const status = await new Promise((resolve, reject) => {
			const call = request(server.url, { rejectUnauthorized: false }, (response) => {
				response.resume()
				resolve(response.statusCode)
			})
			call.once('error', reject)
			call.end()
		})
		expect(status).toBe(200)
		await expect(serveApp({ ...plain, tls: { certificate: key, key } })).rejects.toThrow()
		await expect(serveApp({ ...plain, tls: { certificate: '/absent', key } })).rejects.toThrow(/ENOENT/)
	} finally {
		await rm(folder, { recursive: true })
	}
})

describe('slow clients', () => {
	test('headers that never end', async () => {
		const { port } = await start({ headersTimeout: 200 })
		const answer = await exchange(port, (socket) => socket.write('GET / HTTP/1.1\r\nHost: x\r\n'))
		expect(answer).toContain('408')
	})

	test('a body that never ends', async () => {
		const { port } = await start({ headersTimeout: 200, requestTimeout: 300 })
		const answer = await exchange(port, (socket) => {
			socket.write('POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n1')
		})
		expect(answer).toMatch(/^HTTP\/1\.1 408/)
	})

	test('a connection on which nothing happens', async () => {
		const { port } = await start({ idle: 200 })
		expect(await exchange(port, () => {})).toBe('')
	})

	test('headers that are too large', async () => {
		const { port } = await start()
		const answer = await exchange(port, (socket) => {
			socket.write(`GET / HTTP/1.1\r\nHost: x\r\nX: ${'y'.repeat(20_000)}\r\n\r\n`)
		})
		expect(answer).toContain('431')
	})
})

describe('one address', () => {
	/** A connection from an address of loopback, and whether it was cut without an answer. */
	const open = (port: number, from: string) => {
		const socket = connect({ port, host: '127.0.0.1', localAddress: from })
		socket.on('error', () => {})
		const cut = new Promise<void>((resolve) => socket.once('close', () => resolve()))
		const opened = new Promise<void>((resolve) => socket.once('connect', () => resolve()))
		return { socket, cut, opened }
	}
	const ask = async ({ socket }: { socket: Socket }) => {
		socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n')
		return (await once(socket, 'data'))[0].toString()
	}

	test('holds so many connections and no more; others are served meanwhile, and so is it when it lets one go', async () => {
		const { port } = await start({ maxPerAddress: 3, isExempt: () => false })
		const slow = [1, 2, 3].map(() => open(port, '127.0.0.2'))
		await Promise.all(slow.map(({ opened }) => opened))
		for (const { socket } of slow) socket.write('GET / HTTP/1.1\r\nHost: x\r\n')
		for (let i = 0; i < 3; i++) await open(port, '127.0.0.2').cut
		const other = open(port, '127.0.0.3')
		expect(await ask(other)).toMatch(/^HTTP\/1\.1 200/)
		other.socket.destroy()
		const [first] = slow
		first?.socket.destroy()
		await first?.cut
		const again = async (): Promise<string> => {
			const next = open(port, '127.0.0.2')
			const answer = await Promise.race([ask(next).catch(() => ''), next.cut.then(() => '')])
			next.socket.destroy()
			// The server may not have noticed yet that the first one is gone.
			return answer === '' ? again() : answer
		}
		expect(await again()).toMatch(/^HTTP\/1\.1 200/)
		for (const { socket } of slow) socket.destroy()
	})

	test('that is this machine, or behind a declared proxy, is not counted', async () => {
		for (const options of [{}, { host: '0.0.0.0', behindProxy: true }]) {
			const { port } = await start({ ...options, maxPerAddress: 1 })
			const all = [1, 2, 3, 4].map(() => open(port, '127.0.0.1'))
			for (const one of all) expect(await ask(one)).toMatch(/^HTTP\/1\.1 200/)
			for (const { socket } of all) socket.destroy()
		}
	})

	test('all addresses together have a bound, too', async () => {
		const { port } = await start({ maxConnections: 2, isExempt: () => false })
		const held = ['127.0.0.2', '127.0.0.3'].map((from) => open(port, from))
		for (const one of held) await ask(one)
		await open(port, '127.0.0.4').cut
		for (const { socket } of held) socket.destroy()
	})

	test.each([
		['192.0.2.1', '192.0.2.1'],
		['2001:db8::1', '2001:db8:0:0::/64'],
		['2001:db8:0:0:1:2:3:4', '2001:db8:0:0::/64'],
		['2001:0db8:0000:0001::', '2001:db8:0:1::/64'],
		['fe80::1%eth0', 'fe80:0:0:0::/64'],
		['::1', '0:0:0:0::/64'],
	])('%s is counted as %s', (address, place) => expect(placeOf(address)).toBe(place))
})

describe('the end of service', () => {
	test('lets a request under way finish, and takes no new one', async () => {
		const server = await start()
		slow = { come: Promise.withResolvers(), answer: Promise.withResolvers() }
		const under = fetch(`${server.url}/slow`)
		await slow.come.promise
		const closing = server.close(600_000)
		await expect(fetch(server.url)).rejects.toThrow()
		slow.answer.resolve()
		expect(await (await under).text()).toBe('done')
		await closing
		await expect(fetch(server.url)).rejects.toThrow()
	})

	test('does not wait for connections that never asked for anything', async () => {
		const server = await start()
		const silent = exchange(server.port, () => {})
		await (await fetch(server.url)).text()
		// Longer than any test may take: it is not the grace that ends it.
		await server.close(600_000)
		await silent
	})

	test('cuts what does not end, after the grace', async () => {
		let told = 0
		const server = await start({ onClosing: () => told++ })
		const response = await fetch(`${server.url}/endless`)
		const reading = response.arrayBuffer()
		const cut = expect(reading).rejects.toThrow()
		await server.close(100)
		await cut
		expect(told).toBe(1)
	})
})
