/**
 * A log on the web. Requests go to the given origin alone: no redirects, no cookies, bounded in time and size.
 * @module
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { LIMITS, type LogSource, SourceError } from '../audit/source.ts'
import { UsageError } from './usage-error.ts'

const TIMEOUT = 30_000
/** A busy or restarting server gets this many chances, each wait twice as long. */
const TRIES = 4
const FIRST_WAIT = 500
const BUSY: ReadonlySet<number> = new Set([429, 502, 503, 504])

async function readBody(response: Response, url: string, limit: number): Promise<Uint8Array> {
	const chunks: Uint8Array[] = []
	let length = 0
	for await (const chunk of response.body ?? []) {
		length += chunk.length
		// Leaving the loop cancels the stream, so an endless answer ends here.
		if (length > limit) throw new SourceError({ key: 'source-too-long', values: { path: url, limit } })
		chunks.push(chunk)
	}
	return new Uint8Array(Buffer.concat(chunks))
}

async function request(url: string, limit: number): Promise<Uint8Array | undefined | 'busy'> {
	const signal = AbortSignal.timeout(TIMEOUT)
	const headers = { 'accept-encoding': 'identity' }
	const response = await fetch(url, { redirect: 'manual', credentials: 'omit', headers, signal })
	if (response.status === 200) return readBody(response, url, limit)
	await response.body?.cancel()
	if (response.status === 404 || response.status === 410) return undefined
	if (BUSY.has(response.status)) return 'busy'
	throw new SourceError({ key: 'source-answer', values: { path: url, status: response.status } })
}

/** `ECONNREFUSED` and the like; fetch hides it in the cause, and a time-out is an error of that name. */
function codeOf({ name, cause }: Error): string {
	const { code = 'EIO' } = (cause ?? {}) as NodeJS.ErrnoException
	return name === 'TimeoutError' ? 'ETIMEDOUT' : code
}

async function get(url: string, limit: number): Promise<Uint8Array | undefined> {
	let wait = FIRST_WAIT
	for (let attempt = 1; ; attempt++, wait *= 2) {
		let failure: SourceError
		try {
			const answer = await request(url, limit)
			if (answer !== 'busy') return answer
			failure = new SourceError({ key: 'source-busy', values: { path: url } })
		} catch (cause) {
			if (cause instanceof SourceError) throw cause
			const values = { path: url, code: codeOf(cause as Error) }
			failure = new SourceError({ key: 'source-silent', values }, { cause })
		}
		if (attempt === TRIES) throw failure
		await sleep(wait)
	}
}

/**
 * @param address http or https, with or without a final slash
 * @throws UsageError for anything else, or an address with a password, query or fragment
 */
export function httpSource(address: string): LogSource {
	if (!URL.canParse(address)) throw UsageError.syntax('cli-bad-address', { address })
	const url = new URL(address)
	if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') {
		throw UsageError.syntax('cli-log-address')
	}
	const base = url.href.endsWith('/') ? url.href : `${url.href}/`
	return {
		checkpoint: () => get(`${base}checkpoint`, LIMITS.checkpoint),
		tile: (path) => get(base + path, LIMITS.tile),
		bundle: (path) => get(base + path, LIMITS.bundle),
		blob: (cid) => get(`${base}blob/${cid}`, LIMITS.blob),
	}
}
