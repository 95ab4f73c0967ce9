/**
 * The way of a command to the town: over HTTP to the running server, or, when none runs, to one started for the
 * command alone on a free loopback port. Either way the same code serves, so a command cannot go round a rule.
 * @module
 */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { LedgerError } from '@letopis/ledger'
import { readAddress } from './address.ts'
import { type Config, hostOf, isLoopback } from './config/load.ts'
import { CommandError } from './failure.ts'
import { type FileForm, postForm } from './upload.ts'

/** The town answered, and refused. */
export class AnswerError extends CommandError {
	readonly status: number
	/** of the problem; empty if it has none */
	readonly code: string
	constructor(message: string, status: number, code: string) {
		super(message)
		this.status = status
		this.code = code
	}
}

/** A process that lives and is busy is waited for: taken for gone, its town would be asked for a second server. */
const ANSWER_MS = 30_000

export interface Client extends AsyncDisposable {
	/** The address in use, without a trailing slash. */
	readonly url: string
	/**
	 * @param path starting with `/`
	 * @throws AnswerError with the problem's words if the answer is not 2xx, CommandError if there is none
	 */
	fetch(path: string, init?: RequestInit): Promise<Response>
	/** Posts a file of any length. @throws CommandError as `fetch` */
	upload(path: string, form: FileForm): Promise<Response>
}

export interface ConnectOptions {
	/** Only talk to this address; never start a server. */
	url?: string | undefined
	/** File with the token; default: the administrator's, among the keys. */
	tokenFile?: string | undefined
}

export async function connect(config: Config, options: ConnectOptions = {}): Promise<Client> {
	const url = options.url?.replace(/\/+$/, '') ?? (await runningServer(config))
	if (url !== null) {
		refuseInTheClear(url)
		if (await answers(url)) return client(url, await readToken(config, options), async () => {})
		throw new CommandError(`nothing answers at ${url}`)
	}
	// Loaded only here: most commands find a running server and need not load a second one.
	const { startTown } = await import('./town.ts')
	const alone = { ...config, host: '127.0.0.1', port: 0, tls: null, behindProxy: false }
	const town = await startTown(alone, { quiet: true }).catch((error: unknown) => {
		if (!(error instanceof LedgerError && error.code === 'in-use')) throw error
		throw new CommandError(`${error.message}, which cannot be asked (yet); give its address with --url`)
	})
	return client(town.url, await readToken(config, options), () => town.close())
}

/** The address on this machine of the server that runs with these keys; null if none does. */
export async function runningServer({ keys }: Pick<Config, 'keys'>): Promise<string | null> {
	const url = await readAddress(keys)
	return url !== null && (await answers(url)) ? url : null
}

function refuseInTheClear(url: string): void {
	const host = hostOf(url)
	if (host === '') throw new CommandError(`--url: not an address: ${url}`, 64)
	if (!/^https:/i.test(url) && !isLoopback(host))
		throw new CommandError(`${url}: the token would travel in the clear; use https`, 64)
}

/** Whether a server of ours is there. */
async function answers(url: string): Promise<boolean> {
	try {
		const response = await fetch(`${url}/healthz`, { signal: AbortSignal.timeout(ANSWER_MS) })
		await response.body?.cancel()
		return response.ok
	} catch {
		return false
	}
}

async function readToken(config: Config, options: ConnectOptions): Promise<string> {
	const path = options.tokenFile ?? join(config.keys, 'admin-token')
	try {
		return (await readFile(path, 'utf8')).trim()
	} catch (error) {
		throw new CommandError(
			`no token: ${error instanceof Error ? error.message : error}; give --token-file, or start the server once with these keys`,
		)
	}
}

function client(url: string, token: string, close: () => Promise<void>): Client {
	const judged = async (path: string, answer: Promise<Response>) => {
		const response = await answer.catch((error: Error) => {
			throw new CommandError(`${url}${path}: no answer (${causeOf(error)}); whether it was done is unknown`)
		})
		if (response.ok) return response
		const { text, code } = await problemIn(response)
		throw new AnswerError(`${url}${path}: ${text}`, response.status, code)
	}
	return {
		url,
		fetch(path, init = {}) {
			const headers = new Headers(init.headers)
			headers.set('authorization', `Bearer ${token}`)
			return judged(path, fetch(url + path, { ...init, headers }))
		},
		upload: (path, form) => judged(path, postForm(url + path, token, form)),
		[Symbol.asyncDispose]: close,
	}
}

function causeOf({ cause, message }: Error): string {
	return cause instanceof Error ? cause.message : message
}

async function problemIn(response: Response): Promise<{ text: string; code: string }> {
	const text = (await response.text()).slice(0, 4096)
	try {
		const problem = JSON.parse(text) as {
			title?: string
			detail?: string
			code?: string
			errors?: { at: string; message: string }[]
		}
		const errors = problem.errors?.map(({ at, message }) => ` ${at}: ${message};`).join('') ?? ''
		const { code = '' } = problem
		const said = `${response.status} ${problem.detail ?? problem.title ?? ''}${errors}`
		return { text: `${said} [${code || 'no code'}]`, code }
	} catch {
		return { text: `${response.status} ${text.split('\n')[0] ?? ''}`, code: '' }
	}
}
