/** The service over real sockets: clients that vanish, lie about lengths, trickle, or ask for odd addresses. */
import { createHash } from 'node:crypto'
import { readdir } from 'node:fs/promises'
import { connect, type Socket } from 'node:net'
import { join } from 'node:path'
import { createApp, type RunningServer, serveApp } from '@letopis/api'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Town } from '../support/town.ts'

let town: Town
/** Waits for slow clients as long as a slow machine may need. */
let server: RunningServer
/** The same town, for clients that are to be given up soon. */
let hasty: RunningServer

beforeAll(async () => {
	town = await Town.open({ authority: false, settings: { uploadIdle: 300_000, maxUpload: 250_000_000 } })
	const serve = (app: Town['app'], onClosing?: () => void) =>
		serveApp({
			...{ app, host: '127.0.0.1', port: 0, tls: null, behindProxy: false },
			...(onClosing === undefined ? {} : { onClosing }),
		})
	server = await serve(town.app, () => town.stopping.abort())
	hasty = await serve(createApp({ ...town.deps, settings: { ...town.deps.settings, uploadIdle: 300 } }))
})
afterAll(async () => {
	await hasty.close(500)
	await server.close(500)
	await town.close()
})

const BOUNDARY = 'cut-here'
const part = (name: string, body: string, more = '') =>
	`--${BOUNDARY}\r\nContent-Disposition: form-data; name="${name}"${more}\r\n\r\n${body}\r\n`
const END = `--${BOUNDARY}--\r\n`
const file = (body: string) => part('file', body, '; filename="a.txt"')

function head(length: number | 'chunked', more = ''): string {
	const size = length === 'chunked' ? 'Transfer-Encoding: chunked' : `Content-Length: ${length}`
	return (
		'POST /api/v1/documents HTTP/1.1\r\nHost: x\r\n' +
		`Authorization: Bearer ${town.admin}\r\nContent-Type: multipart/form-data; boundary=${BOUNDARY}\r\n${size}\r\n${more}\r\n`
	)
}

async function raw(send: (socket: Socket) => void | Promise<void>, { port } = server): Promise<string> {
	const socket = connect(port, '127.0.0.1')
	let text = ''
	socket.on('data', (chunk) => {
		text += chunk.toString('latin1')
	})
	socket.on('error', () => {})
	const closed = new Promise((resolve) => socket.once('close', resolve))
	await send(socket)
	await closed
	return text
}

async function stored(): Promise<string[]> {
	const names = await readdir(join(town.folder, 'data', 'vault'), { recursive: true, withFileTypes: true })
	return names.filter((one) => one.isFile() && /payload|incoming/.test(one.parentPath)).map((one) => one.name)
}

async function eventually(check: () => Promise<boolean>): Promise<void> {
	await expect.poll(check, { interval: 20 }).toBe(true)
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

describe('nothing stays, and nothing is recorded', () => {
	const unchanged = async (act: () => Promise<void>) => {
		const { size } = town.log
		await act()
		// These come first, so that the vault was empty before each.
		await eventually(async () => (await stored()).length === 0)
		expect(town.log.size).toBe(size)
	}

	test('of a client that vanishes in the middle of a file', () =>
		unchanged(async () => {
			await raw(async (socket) => {
				socket.write(head(5_000_000) + file('x'.repeat(1_000_000)).slice(0, -2))
				await pause(100)
				socket.destroy()
			})
		}))

	test('of a client that vanishes after the file, before the rest', () =>
		unchanged(async () => {
			await raw(async (socket) => {
				socket.write(head(5000) + file('whole'))
				await pause(50)
				socket.destroy()
			})
		}))

	test('of a body that is shorter than announced', () =>
		unchanged(async () => {
			const answer = await raw((socket) => {
				socket.end(head(file('whole').length + END.length + 1) + file('whole') + END)
			})
			expect(answer).not.toMatch(/^HTTP\/1\.1 201/)
		}))

	test('of a body that is longer than announced', () =>
		unchanged(async () => {
			const body = file('whole') + END
			const answer = await raw((socket) => {
				socket.write(head(body.length - 20) + body)
			})
			expect(answer).toMatch(/^HTTP\/1\.1 400/)
		}))

	test('of a body that stops coming', () =>
		unchanged(async () => {
			const started = performance.now()
			const answer = await raw((socket) => {
				socket.write(head(5000) + file('whole').slice(0, -4))
			}, hasty)
			expect(answer).toMatch(/^HTTP\/1\.1 408/)
			expect(answer).toContain('upload-stalled')
			expect(performance.now() - started).toBeGreaterThan(250)
		}))

	test('of chunks that break off', () =>
		unchanged(async () => {
			await raw(async (socket) => {
				socket.write(`${head('chunked')}ffff\r\n${file('x'.repeat(1000)).slice(0, -2)}`)
				await pause(50)
				socket.destroy()
			})
		}))

	test('of chunks with a broken length', () =>
		unchanged(async () => {
			const answer = await raw((socket) => {
				socket.write(`${head('chunked')}zz\r\n${file('x')}`)
			})
			expect(answer).not.toMatch(/ 201 /)
		}))

	test('of an upload that is announced too large, and its body is not waited for', () =>
		unchanged(async () => {
			const answer = await raw((socket) => {
				socket.write(head(300_000_000))
			})
			expect(answer).toMatch(/^HTTP\/1\.1 413/)
			expect(answer).toContain('upload-too-large')
		}))

	test('of an upload without a token, of which the body is not waited for', () =>
		unchanged(async () => {
			const answer = await raw((socket) => {
				socket.write(head(5_000_000).replace(/Authorization: .*\r\n/, ''))
			})
			expect(answer).toMatch(/^HTTP\/1\.1 401/)
		}))
})

test('in chunks, without an announced length', async () => {
	const body = file('chunked') + END
	const answer = await raw((socket) => {
		socket.write(
			`${head('chunked', 'Connection: close\r\n')}${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`,
		)
	})
	expect(answer).toMatch(/^HTTP\/1\.1 201/)
})

test('one byte at a time', async () => {
	const body = file('slowly') + END
	const answer = await raw(async (socket) => {
		socket.setNoDelay(true)
		socket.write(head(body.length, 'Connection: close\r\n'))
		for (const character of body) {
			socket.write(character)
			await new Promise((resolve) => setImmediate(resolve))
		}
	})
	expect(answer).toMatch(/^HTTP\/1\.1 201/)
})

test('a large file comes and goes in constant memory', async () => {
	const size = 192 * 1024 * 1024
	const block = Buffer.alloc(1024 * 1024, 'letopis')
	const hash = createHash('sha256')
	for (let i = 0; i < 192; i++) hash.update(block)
	const digest = hash.digest('base64')
	let peak = 0
	const watch = setInterval(() => {
		peak = Math.max(peak, process.memoryUsage().arrayBuffers)
	}, 5)
	const before = process.memoryUsage().arrayBuffers
	async function* body() {
		yield Buffer.from(part('file', '', '; filename="velký.bin"').slice(0, -2))
		for (let i = 0; i < 192; i++) yield block
		yield Buffer.from(`\r\n${END}`)
	}
	const response = await fetch(`${server.url}/api/v1/documents`, {
		method: 'POST',
		headers: {
			Authorization: `Bearer ${town.admin}`,
			'Content-Type': `multipart/form-data; boundary=${BOUNDARY}`,
		},
		body: ReadableStream.from(body()),
		duplex: 'half',
	} as RequestInit)
	expect(response.status).toBe(201)
	const content = await fetch(`${server.url}${response.headers.get('Location')}/content`, {
		headers: { Authorization: `Bearer ${town.admin}` },
	})
	expect(content.headers.get('Content-Length')).toBe(String(size))
	expect(content.headers.get('Content-Digest')).toBe(`sha-256=:${digest}:`)
	const read = createHash('sha256')
	for await (const chunk of content.body as ReadableStream<Uint8Array>) read.update(chunk)
	clearInterval(watch)
	expect(read.digest('base64')).toBe(digest)
	// It went through twice; client and server together held a few chunks, and what the collector had not yet freed.
	expect(peak - before).toBeLessThan(160 * 1024 * 1024)
})

test('a reader that goes away ends the reading', async () => {
	const { id } = await town.upload(new Uint8Array(5_000_000), { visibility: 'public' })
	const abort = new AbortController()
	const response = await fetch(`${server.url}/api/v1/documents/${id}/content`, { signal: abort.signal })
	const reader = (response.body as ReadableStream<Uint8Array>).getReader()
	await reader.read()
	abort.abort()
	await expect(reader.read()).rejects.toThrow()
	// Files that stay open would keep the vault from being removed on other systems; here they show in /proc.
	const open = async () =>
		(await readdir('/proc/self/fd', { withFileTypes: true })).filter((one) => one.isSymbolicLink()).length
	const first = await open()
	for (let i = 0; i < 5; i++) {
		const again = new AbortController()
		const one = await fetch(`${server.url}/api/v1/documents/${id}/content`, { signal: again.signal })
		await (one.body as ReadableStream<Uint8Array>).getReader().read()
		again.abort()
	}
	await eventually(async () => (await open()) <= first + 3)
})

describe('addresses', () => {
	const get = (target: string) =>
		raw((socket) => {
			socket.end(`GET ${target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`)
		})
	for (const target of [
		'/log/tile/../checkpoint',
		'/log/tile/%2e%2e/checkpoint',
		'/log/tile/0/.%2E/../../checkpoint',
		'/log/./checkpoint',
		'/log/tile/0/..%2f..%2f..%2fkeys%2fadmin-token',
		'/docs/assets/../../../package.json',
		'/docs/assets/..%2f..%2fpackage.json',
		'/log/tile/0/..\\..\\checkpoint',
		'/log//checkpoint',
		'//log/checkpoint',
	]) {
		test(`${target} leads nowhere`, async () => {
			expect(await get(target)).toMatch(/^HTTP\/1\.1 40[04]/)
		})
	}

	test('a request without Host, or with a strange one', async () => {
		const answer = await raw((socket) => {
			socket.end('GET /healthz HTTP/1.1\r\nConnection: close\r\n\r\n')
		})
		expect(answer).toMatch(/^HTTP\/1\.1 400/)
		const strange = await raw((socket) => {
			socket.end('GET /healthz HTTP/1.1\r\nHost: a@b/c\r\nConnection: close\r\n\r\n')
		})
		expect(strange).toMatch(/^HTTP\/1\.1 400/)
	})
})

test('JSON that trickles is cut off, and one that is too large refused', async () => {
	const post = (length: number) =>
		`POST /api/v1/tokens HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${town.admin}\r\n` +
		`Content-Type: application/json\r\nContent-Length: ${length}\r\n\r\n`
	const large = await raw((socket) => {
		socket.write(post(5000))
	})
	expect(large).toMatch(/^HTTP\/1\.1 413/)
	const started = performance.now()
	let sent = 1
	await raw((socket) => {
		socket.write(`${post(4000)}{`)
		const trickle = setInterval(() => socket.write(' ', () => sent++), 20)
		socket.once('close', () => clearInterval(trickle))
	}, hasty)
	expect(performance.now() - started).toBeGreaterThan(250)
	expect(sent).toBeLessThan(4000)
})

test('a body that nobody asked for is cut off when it trickles; a long answer is not', async () => {
	const asked = (path: string) =>
		raw((socket) => {
			socket.write(`GET ${path} HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\n`)
			const trickle = setInterval(() => socket.write('x'), 20)
			socket.once('close', () => clearInterval(trickle))
		}, hasty)
	// It would trickle for half an hour.
	expect(await asked('/healthz')).toMatch(/^HTTP\/1\.1 200/)
	const stream = await fetch(`${hasty.url}/api/v1/stream`)
	const reader = (stream.body as ReadableStream<Uint8Array>).getReader()
	await reader.read()
	await new Promise((resolve) => setTimeout(resolve, 400))
	await town.log.publish()
	expect((await reader.read()).done).toBe(false)
	await reader.cancel()
})

test('events come over the wire, and the end of service ends them', async () => {
	const response = await fetch(`${server.url}/api/v1/stream`)
	const reader = (response.body as ReadableStream<Uint8Array>).getReader()
	expect(Buffer.from((await reader.read()).value ?? []).toString()).toContain('retry:')
	await town.upload('x')
	await town.log.publish()
	let text = ''
	while (!text.includes('event: head')) text += Buffer.from((await reader.read()).value ?? []).toString()
	// Longer than any test may take: it is not the grace that ends them.
	const closing = server.close(600_000)
	for (;;) if ((await reader.read()).done) break
	await closing
})
