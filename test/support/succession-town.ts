/**
 * A town for stories of succession: the real server over real HTTP, founded for the tests of one file, and what is asked
 * of it and of the verifier.
 * @module
 */
import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseNote, parseReceipt } from '@letopis/format'
import type { TownSettings } from '@letopis/ledger'
import { afterAll, beforeAll, expect } from 'vitest'
import { loadConfig } from '../../scripts/config/load.ts'
import { ledgerSettings } from '../../scripts/config/settings.ts'
import { freePort, type RunningServer, runLetopis, startServer } from './server.ts'

const verifier = join(import.meta.dirname, '..', '..', 'verifier', 'cli', 'main.ts')

let base: string
export let folders: { data: string; keys: string }
let port: number
export let server: RunningServer
export const at = (...parts: string[]) => join(base, ...parts)
export const letopis = (...args: string[]) =>
	runLetopis(args, { ...folders, env: { HOST: '127.0.0.1', PORT: String(port) } })

interface Recorded {
	id: string
	entry: string
	receipt: string
}
export interface Listed {
	documents: { id: string; log: number; index: number; state: string; versions: number; latestLog: number }[]
	next: string | null
}
export interface Versions {
	versions: { entry: string; log: number; index: number; number: number; state: string }[]
}
export interface History {
	events: { type: string; log: number; action: string | null; by: string | null }[]
}
export interface Status {
	origin: string
	size: number
	log: number
	index: number
	state: string
	acts: { relation: string; log: number; entry: string }[]
}

export async function start(): Promise<void> {
	server = await startServer({ ...folders, port })
}
export async function stop(): Promise<void> {
	expect(await server.stop()).toBe(0)
}

export function get(path: string, init: RequestInit & { token?: string | null } = {}): Promise<Response> {
	const { token = server.token, ...rest } = init
	const headers = new Headers(rest.headers)
	if (token !== null) headers.set('Authorization', `Bearer ${token}`)
	return fetch(`${server.url}${path}`, { ...rest, headers })
}
export const document = (id: string, rest = '') => `/api/v1/documents/${id}${rest}`

export async function json<T>(path: string, init: Parameters<typeof get>[1] = {}, status = 200): Promise<T> {
	const response = await get(path, init)
	expect([response.status, path]).toEqual([status, path])
	return (await response.json()) as T
}

export async function post(
	path: string,
	content: string,
	parts: Record<string, string> = {},
	init: { token?: string; headers?: Record<string, string> } = {},
): Promise<Recorded & { response: Response }> {
	const form = new FormData()
	for (const [name, value] of Object.entries(parts)) form.set(name, value)
	form.set('file', new Blob([content], { type: 'text/plain' }), 'podání.txt')
	const response = await get(path, { method: 'POST', body: form, ...init })
	expect([response.status, path]).toEqual([201, path])
	return {
		response,
		id: response.headers.get('Location')?.split('/').at(-1) ?? '',
		entry: response.headers.get('Content-Location')?.split('entry=').at(-1) ?? '',
		receipt: await response.clone().text(),
	}
}

export async function token(principal: string, scopes: string[]): Promise<string> {
	const expires = new Date(Date.now() + 86_400_000).toISOString()
	const init = { method: 'POST', headers: { 'Content-Type': 'application/json' } }
	const body = JSON.stringify({ principal, scopes, expires })
	return (await json<{ token: string }>('/api/v1/tokens', { ...init, body }, 201)).token
}

export const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')
export const contentOf = async (id: string, rest = '') => (await get(document(id, `/content${rest}`))).text()
/** Entries of the present log. Reading the status of a document tells it, and appends nothing. */
export const size = async (id: string) => (await json<Status>(document(id, '/status'))).size

type ParsedReceipt = ReturnType<typeof parseReceipt>

export interface Snapshot {
	readonly [what: string]: unknown
	readonly receipt: ParsedReceipt
	readonly tlogProof: ParsedReceipt
}

/** What anyone with the right may see of a document of the first log, without what grows by being looked at. */
export async function seen(ids: Readonly<Record<string, string>>): Promise<Record<string, Snapshot>> {
	const found: Record<string, Snapshot> = {}
	for (const [name, id] of Object.entries(ids)) {
		const content = await get(document(id, '/content'))
		const range = await get(document(id, '/content'), { headers: { Range: 'bytes=3-9' } })
		const { versions } = await json<Versions>(document(id, '/versions'))
		const first = versions[0]
		const proof = await get(document(id, '/receipt'), { headers: { Accept: 'text/x.tlog-proof' } })
		const receipt = parseReceipt(await (await get(document(id, '/receipt'))).text())
		found[name] = {
			view: await json(document(id)),
			versions,
			byIndex: await json(document(id, `?entry=${first?.index}`)),
			content: sha256(await content.text()),
			headers: ['ETag', 'Content-Type', 'Content-Disposition', 'Repr-Digest'].map((name) =>
				content.headers.get(name),
			),
			range: [range.status, range.headers.get('Content-Range'), await range.text()],
			receipt: { ...receipt, status: null },
			tlogProof: { ...parseReceipt(await proof.text()), status: null },
		}
	}
	return found
}

/** Runs the verifier's command line, beside this process: connections that end meanwhile must be seen to. */
function run(...args: string[]): Promise<{ code: number | null; report: Report }> {
	return new Promise((resolve) => {
		const child = execFile(process.execPath, [verifier, ...args, '--json'], (_, stdout) => {
			resolve({ code: child.exitCode, report: JSON.parse(stdout) })
		})
	})
}

interface Report {
	verdict: { state: { is: string; log: string | null } }
	findings: unknown[]
}

export const verify = (receipt: string, file: string, trust: string) =>
	run(at(receipt), at(file), '--trust', at(trust))
export const audit = (number: number, trust: string) =>
	run('audit', `${server.url}/log/${number}`, '--trust', at(trust))

/** Waits until the newest head is published, and saves the receipt of an entry. */
export async function saveReceipt(id: string, name: string, rest = ''): Promise<void> {
	await expect
		.poll(
			async () => {
				const text = await (await get(document(id, `/receipt${rest}`))).text()
				await writeFile(at(name), text)
				return parseNote(parseReceipt(text).proof.checkpoint).signatures.length
			},
			{ timeout: 120_000, interval: 300 },
		)
		.toBeGreaterThan(1)
}

export async function settings(): Promise<TownSettings> {
	const env = { LETOPIS_DATA: folders.data, LETOPIS_KEYS: folders.keys }
	return ledgerSettings(loadConfig({ env, cwd: base }))
}

/** Founds and starts the town before all tests of a file, and removes it after them. */
export function successionTown(): void {
	beforeAll(async () => {
		base = await mkdtemp(join(tmpdir(), 'letopis-succession-'))
		folders = { data: at('data'), keys: at('keys') }
		port = await freePort()
		const init = await letopis('init', '--town', 'Ukázkov', '--host', 'ukazkov.example')
		expect(init.code, init.output).toBe(0)
		await start()
	})
	afterAll(async () => {
		await server?.stop()
		await rm(base, { recursive: true, force: true })
	})
}
