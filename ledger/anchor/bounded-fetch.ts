/**
 * Fetches what certificates point at. The addresses come out of certificates, and what answers there is believed in nothing:
 * http and https only, no addresses of this machine or its own network unless allowed, few redirects, bounded in size and time.
 * @module
 */
import { type LookupAddress, lookup } from 'node:dns'
import { type IncomingMessage, request as plainRequest, type RequestOptions } from 'node:http'
import { request as secureRequest } from 'node:https'
import { BlockList, isIP } from 'node:net'
import { TimestampError } from './timestamp-error.ts'

const MAX_REDIRECTS = 3
const REDIRECTS = new Set([301, 302, 303, 307, 308])

export interface FetchBounds {
	readonly maxBytes: number
	/** From the first connection to the last byte, redirects included. */
	readonly timeoutMs: number
	/** Whether addresses of this machine and of private networks may be asked. */
	readonly allowPrivate: boolean
}

/** What is sent; a GET without it. */
export interface Posted {
	readonly type: string
	readonly bytes: Uint8Array
}

/**
 * The body of the answer, never empty.
 * @throws TimestampError `transport`, `too-large`
 */
export async function fetchBounded(
	address: string,
	bounds: FetchBounds,
	posted?: Posted,
): Promise<Uint8Array> {
	const signal = AbortSignal.timeout(bounds.timeoutMs)
	let url = checkUrl(address, bounds)
	for (let hop = 0; hop <= MAX_REDIRECTS; hop++) {
		const answer = await ask(url, bounds, signal, posted)
		if (answer instanceof Uint8Array) return answer
		url = checkUrl(answer.location, bounds, url)
	}
	throw transport(`${url.hostname} redirects more than ${MAX_REDIRECTS} times`)
}

function checkUrl(address: string, { allowPrivate }: FetchBounds, base?: URL): URL {
	const url = URL.parse(address, base?.href)
	if (url === null || !/^https?:$/.test(url.protocol)) throw transport('the address is not of http or https')
	if (url.username !== '' || url.password !== '') throw transport('the address has a user name')
	const host = url.hostname.replace(/^\[|\]$/g, '')
	// Names are judged by what they resolve to, when they are asked for.
	if (isIP(host) !== 0 && !allowPrivate && isPrivate(host)) throw notPublic(host)
	return url
}

function ask(
	url: URL,
	bounds: FetchBounds,
	signal: AbortSignal,
	posted: Posted | undefined,
): Promise<Uint8Array | { location: string }> {
	const options: RequestOptions = {
		method: posted === undefined ? 'GET' : 'POST',
		agent: false,
		signal,
		headers: {
			connection: 'close',
			...(posted === undefined ? {} : { 'content-type': posted.type, 'content-length': posted.bytes.length }),
		},
		...(bounds.allowPrivate ? {} : { lookup: publicLookup as NonNullable<RequestOptions['lookup']> }),
	}
	return new Promise((resolve, reject) => {
		const send = url.protocol === 'https:' ? secureRequest : plainRequest
		const fail = (error: unknown) => {
			request.destroy()
			reject(failure(error, url, bounds))
		}
		const request = send(url, options, (response) => {
			const { location } = response.headers
			if (posted === undefined && REDIRECTS.has(response.statusCode ?? 0) && location !== undefined) {
				request.destroy()
				resolve({ location })
			} else readBody(response, bounds).then(resolve, fail)
		})
		request.on('error', fail)
		request.end(posted?.bytes)
	})
}

async function readBody(response: IncomingMessage, { maxBytes }: FetchBounds): Promise<Uint8Array> {
	const { statusCode, headers } = response
	if (statusCode !== 200) throw transport(`the answer is HTTP ${statusCode}`)
	if (!/^(identity)?$/i.test(headers['content-encoding'] ?? '')) throw transport('the answer is compressed')
	const pieces: Buffer[] = []
	let size = 0
	for await (const piece of response as AsyncIterable<Buffer>) {
		size += piece.length
		if (size > maxBytes) throw new TimestampError('too-large', `the answer exceeds ${maxBytes} bytes`)
		pieces.push(piece)
	}
	if (size === 0) throw transport('the answer is empty')
	return new Uint8Array(Buffer.concat(pieces))
}

type Looked = (error: Error | null, found?: string | LookupAddress[], family?: number) => void

/** As dns.lookup, but an error for a name that leads to an address which is not public. */
function publicLookup(host: string, options: { all?: boolean; family?: number }, done: Looked): void {
	lookup(host, { ...options, all: true }, (error, found) => {
		const hidden = found?.find(({ address }) => isPrivate(address))
		const [first] = found ?? []
		if (error !== null) done(error)
		else if (hidden !== undefined || first === undefined) done(notPublic(host))
		else if (options.all === true) done(null, found)
		else done(null, first.address, first.family)
	})
}

/** RFC 6890. */
const NOT_PUBLIC = blockList('ipv4', [
	...['0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12'],
	...['192.0.0.0/24', '192.0.2.0/24', '192.168.0.0/16', '198.18.0.0/15', '198.51.100.0/24'],
	...['203.0.113.0/24', '224.0.0.0/4', '240.0.0.0/4'],
])
const PUBLIC_6 = blockList('ipv6', ['2000::/3'])
/** Documentation, and 6to4 and Teredo, which lead to other addresses. */
const NOT_PUBLIC_6 = blockList('ipv6', ['2001:db8::/32', '2002::/16', '2001::/32'])

function blockList(family: 'ipv4' | 'ipv6', nets: readonly string[]): BlockList {
	const list = new BlockList()
	for (const [address = '', prefix] of nets.map((net) => net.split('/'))) {
		list.addSubnet(address, Number(prefix), family)
	}
	return list
}

/** Anything but an address of the public internet. */
function isPrivate(address: string): boolean {
	if (isIP(address) === 4) return NOT_PUBLIC.check(address, 'ipv4')
	return !PUBLIC_6.check(address, 'ipv6') || NOT_PUBLIC_6.check(address, 'ipv6')
}

function notPublic(host: string): TimestampError {
	return transport(`${host} is not an address of the public internet`)
}

function failure(error: unknown, { hostname }: URL, { timeoutMs }: FetchBounds): TimestampError {
	if (error instanceof TimestampError) return error
	const { name, code, message, cause } = error as NodeJS.ErrnoException & { cause?: unknown }
	if (cause instanceof TimestampError) return cause
	if (name === 'AbortError' || name === 'TimeoutError') {
		return transport(`no complete answer of ${hostname} within ${timeoutMs} ms`)
	}
	return transport(`${hostname} cannot be reached: ${code ?? message}`, error)
}

function transport(message: string, cause?: unknown): TimestampError {
	return new TimestampError('transport', message, cause === undefined ? {} : { cause })
}
