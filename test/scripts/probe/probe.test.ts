/** The probe as it runs: against a board that hangs, changes a document, hides a page, goes silent and comes back. */

import { mkdtemp, rm, stat } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { readStatement } from '../../../api/board/statement.ts'
import { makeProbeKey, type ProbeSigner, readProbeKey } from '../../../scripts/probe/key.ts'
import { deliver, lookOnce, type ProbeOptions, runProbe } from '../../../scripts/probe/run.ts'
import { Waiting } from '../../../scripts/probe/waiting.ts'

const POSTING = `bafyrei${'a'.repeat(52)}`
const SALT = Buffer.alloc(16, 7).toString('base64')
const CONTENT = 'vyhláška'
const SHA256 = Buffer.from(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(CONTENT))).toString(
	'hex',
)

/** What the town of the test answers with, changed by each test. */
const board = {
	listed: true,
	state: 'posted',
	page: true,
	content: CONTENT,
	silent: false,
	refuses: false,
	sha256: SHA256,
}
let server: Server
let folder: string
let url: string
let signer: ProbeSigner
const delivered: string[] = []
const lines: string[] = []

beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), 'letopis-probe-'))
	signer = await makeProbeKey(join(folder, 'probe.key'), 'sonda-1')
	server = createServer((request, response) => {
		const { pathname } = new URL(request.url ?? '/', 'http://board')
		const send = (status: number, body: unknown) => {
			response.writeHead(status, { 'Content-Type': 'application/json' })
			response.end(typeof body === 'string' ? body : JSON.stringify(body))
		}
		if (board.silent) return send(503, {})
		if (pathname === '/api/v1/board/probes') {
			let text = ''
			request.on('data', (piece: Buffer) => {
				text += piece
			})
			request.on('end', () => {
				if (board.refuses) return send(503, { code: 'queue-full', detail: 'busy' })
				delivered.push(...(JSON.parse(text) as { notes: string[] }).notes)
				send(200, { recorded: 1 })
			})
			return
		}
		if (pathname === '/api/v1/board')
			return send(200, { postings: board.listed ? [{ id: POSTING }] : [], next: null })
		if (pathname === `/api/v1/board/${POSTING}`) {
			return send(200, { state: board.state, content: { sha256: board.sha256, salt: SALT } })
		}
		if (pathname === `/deska/${POSTING}`)
			return send(200, board.page ? `<a href="/deska/${POSTING}/obsah">` : 'údržba')
		if (pathname === `/deska/${POSTING}/obsah`) return send(200, board.content)
		send(404, {})
	})
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
	const address = server.address()
	url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`
})
afterAll(async () => {
	server?.closeAllConnections()
	await new Promise((resolve) => server?.close(resolve))
	await rm(folder, { recursive: true, force: true })
})
beforeEach(() => {
	Object.assign(board, {
		listed: true,
		state: 'posted',
		page: true,
		content: CONTENT,
		silent: false,
		refuses: false,
		sha256: SHA256,
	})
	delivered.length = 0
	lines.length = 0
})

let clock = Date.parse('2026-11-23T10:00:00Z')
const options = (more: Partial<ProbeOptions> = {}): ProbeOptions => ({
	...{ url, every: 300, deliver: 3600, signal: new AbortController().signal },
	now: () => {
		clock += 1000
		return clock
	},
	tell: (line) => lines.push(line),
	...more,
})
const fresh = () => Waiting.open(join(folder, `waiting-${clock}`))
const last = () => readStatement(delivered.at(-1) ?? '', signer.vkey).seen.map(({ status }) => status)

test('the key is a file of its own, and is the same when it is read again', async () => {
	const file = join(folder, 'probe.key')
	expect((await stat(file)).mode & 0o777).toBe(0o600)
	expect((await readProbeKey(file)).vkey).toEqual(signer.vkey)
	await expect(makeProbeKey(file, 'sonda-1')).rejects.toThrow('there is a key already')
	await expect(readProbeKey(join(folder, 'nothing'))).rejects.toThrow('letopis probe key')
})

const table: [comment: string, change: Partial<typeof board>, seen: string[]][] = [
	['as it should be', {}, ['ok']],
	['another document', { content: 'jiná' }, ['differs']],
	['another document with the hash that the board gives it', { content: 'jiná', sha256: '' }, ['differs']],
	['a page that does not name it', { page: false }, ['page']],
	['a list that has lost it', { listed: false }, ['absent']],
	['a silent board', { silent: true }, ['silent']],
]
for (const [comment, change, seen] of table) {
	test(`sees ${comment}`, async () => {
		const waiting = await fresh()
		expect(await lookOnce(signer, waiting, options())).toBe(true)
		Object.assign(board, change)
		if (change.sha256 === '') {
			const hash = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(board.content))
			board.sha256 = Buffer.from(hash).toString('hex')
		}
		expect(await lookOnce(signer, waiting, options())).toBe(seen[0] === 'ok')
		board.silent = false
		expect(await deliver(signer, waiting, options())).toBe(true)
		expect(last()).toEqual(seen)
	})
}

test('says nothing of what was taken down', async () => {
	const waiting = await fresh()
	await lookOnce(signer, waiting, options())
	Object.assign(board, { listed: false, state: 'taken-down' })
	expect(await lookOnce(signer, waiting, options())).toBe(true)
	expect(waiting.size).toBe(1)
})

test('keeps what cannot be delivered over a restart, and delivers it then in order', async () => {
	const file = join(folder, 'restart')
	board.refuses = true
	const before = await Waiting.open(file)
	for (let i = 0; i < 3; i++) await lookOnce(signer, before, options())
	expect(await deliver(signer, before, options())).toBe(false)
	board.refuses = false
	const after = await Waiting.open(file)
	expect(after.size).toBe(3)
	expect(await deliver(signer, after, options())).toBe(true)
	const times = delivered.map((note) => readStatement(note, signer.vkey).time)
	expect(times).toEqual(times.toSorted((a, b) => a - b))
	expect((await Waiting.open(file)).size).toBe(0)
})

test('delivers what is wrong at once, and all when it is told to stop', async () => {
	const stop = new AbortController()
	const waiting = await fresh()
	await lookOnce(signer, waiting, options())
	board.page = false
	const running = runProbe(signer, waiting, options({ signal: stop.signal, every: 86_400 }))
	await expect.poll(() => delivered.length).toBe(2)
	expect(last()).toEqual(['page'])
	stop.abort()
	await running
})
