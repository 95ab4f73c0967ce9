/**
 * Time-stamp authorities over HTTP and HTTPS (RFC 3161 §3.4), with Basic or client-certificate login. The
 * server at the other end is not believed: its answer is bounded in size and time, redirects are refused, and
 * the token is checked completely before it is returned. Secrets never appear in messages.
 * @module
 */
import { randomBytes } from 'node:crypto'
import { type IncomingMessage, request as plainRequest, type RequestOptions } from 'node:http'
import { request as secureRequest } from 'node:https'
import { type Authority, checkAuthorityName } from './authority.ts'
import { parseCertificate } from './certificate.ts'
import { DER_MAX_BYTES } from './der.ts'
import { checkTimestamp } from './timestamp-check.ts'
import { TimestampError } from './timestamp-error.ts'
import { buildTimestampRequest, readTimestampResponse } from './timestamp-request.ts'

const QUERY_TYPE = 'application/timestamp-query'
/** The second is what some servers of the field send. */
const REPLY_TYPES = new Set(['application/timestamp-reply', 'application/timestamp-response'])
const DEFAULT_TIMEOUT_MS = 20_000

export interface HttpAuthoritySettings {
	/** 1..64 of [a-z0-9-]. */
	readonly name: string
	/** `http:` or `https:`, without user name and password. */
	readonly url: string
	/** DER certificates that its stamps must lead to, at least one; kept in the trust file. */
	readonly roots: readonly Uint8Array[]
	/** Demanded policy, dotted. */
	readonly policy?: string
	readonly basic?: { readonly user: string; readonly password: string }
	readonly tls?: {
		/** PEM certificates that the server's must lead to, instead of the system's. */
		readonly ca?: string
		/** PEM certificate chain and key of the client. */
		readonly certificate?: string
		readonly key?: string
		readonly passphrase?: string
	}
	/** Declared to give qualified stamps. */
	readonly qualified?: boolean
	/** For one stamp from connection to last byte; 20 s unless given. */
	readonly timeoutMs?: number
}

/**
 * An authority that stamps time for everybody.
 * @throws RangeError for settings that cannot work or would send a password in the clear
 */
export function openHttpAuthority(settings: HttpAuthoritySettings): Authority {
	const { name, roots, policy, qualified = false } = settings
	checkAuthorityName(name)
	if (roots.length === 0) throw new RangeError(`expected at least one root for the authority "${name}"`)
	for (const root of roots) checkRoot(root, name)
	const url = checkUrl(settings)
	const stamp = async (imprint: Uint8Array): Promise<Uint8Array> => {
		const { der, nonce } = buildTimestampRequest(imprint, randomBytes, policy)
		const token = readTimestampResponse(await post(url, der, settings))
		await checkTimestamp(token, { imprint, roots, nonce, ...(policy === undefined ? {} : { policy }) })
		return token
	}
	return { name, trusted: true, qualified, roots, stamp }
}

function checkRoot(root: Uint8Array, name: string): void {
	try {
		parseCertificate(root)
	} catch (cause) {
		throw new RangeError(`expected certificates as roots of the authority "${name}"`, { cause })
	}
}

function checkUrl({ url, basic, tls }: HttpAuthoritySettings): URL {
	const parsed = URL.parse(url)
	if (parsed === null || !/^https?:$/.test(parsed.protocol))
		throw new RangeError('expected an http or https URL')
	if (parsed.username !== '' || parsed.password !== '') {
		throw new RangeError(
			'expected an authority URL without user name and password; they have settings of their own',
		)
	}
	const loopback = /^(localhost|127(\.\d+){3}|\[::1\])$/.test(parsed.hostname)
	if (parsed.protocol === 'http:' && basic !== undefined && !loopback) {
		throw new RangeError('expected https for an authority with a password')
	}
	if (parsed.protocol === 'http:' && tls !== undefined)
		throw new RangeError('expected https with TLS settings')
	if ((tls?.certificate === undefined) !== (tls?.key === undefined)) {
		throw new RangeError('expected a client certificate and its key together')
	}
	return parsed
}

/**
 * The body of the authority's answer.
 * @throws TimestampError `transport` or `too-large`
 */
function post(url: URL, body: Uint8Array, settings: HttpAuthoritySettings): Promise<Uint8Array> {
	const { basic, tls, timeoutMs = DEFAULT_TIMEOUT_MS } = settings
	const options: RequestOptions & Record<string, unknown> = {
		method: 'POST',
		// One connection per stamp: stamps are rare, and a kept connection would outlive its welcome.
		agent: false,
		signal: AbortSignal.timeout(timeoutMs),
		headers: {
			'content-type': QUERY_TYPE,
			'content-length': body.length,
			accept: 'application/timestamp-reply',
			connection: 'close',
		},
		...(basic === undefined ? {} : { auth: `${basic.user}:${basic.password}` }),
		...(tls === undefined
			? {}
			: { ca: tls.ca, cert: tls.certificate, key: tls.key, passphrase: tls.passphrase }),
		...(url.protocol === 'https:' ? { rejectUnauthorized: true, minVersion: 'TLSv1.2' } : {}),
	}
	return new Promise((resolve, reject) => {
		const send = url.protocol === 'https:' ? secureRequest : plainRequest
		const request = send(url, options, (response) => {
			readAnswer(response).then(resolve, (error: unknown) => {
				request.destroy()
				reject(transport(error, timeoutMs))
			})
		})
		request.on('error', (error) => reject(transport(error, timeoutMs)))
		request.end(body)
	})
}

async function readAnswer(response: IncomingMessage): Promise<Uint8Array> {
	const { statusCode = 0, headers } = response
	if (statusCode !== 200)
		throw new TimestampError('transport', `the authority answers with HTTP ${statusCode}`)
	const [type = ''] = (headers['content-type'] ?? '').split(';')
	if (!REPLY_TYPES.has(type.trim().toLowerCase())) {
		throw new TimestampError('transport', `the answer has the type ${JSON.stringify(type.slice(0, 100))}`)
	}
	if (!/^(identity)?$/i.test(headers['content-encoding'] ?? '')) {
		throw new TimestampError('transport', 'the answer is compressed')
	}
	const chunks: Buffer[] = []
	let size = 0
	for await (const chunk of response as AsyncIterable<Buffer>) {
		size += chunk.length
		if (size > DER_MAX_BYTES)
			throw new TimestampError('too-large', `the answer exceeds ${DER_MAX_BYTES} bytes`)
		chunks.push(chunk)
	}
	return new Uint8Array(Buffer.concat(chunks))
}

function transport(error: unknown, timeoutMs: number): TimestampError {
	if (error instanceof TimestampError) return error
	if (error instanceof Error && error.name === 'AbortError') {
		return new TimestampError('transport', `no complete answer within ${timeoutMs} ms`)
	}
	const { code, message } = error as NodeJS.ErrnoException
	return new TimestampError('transport', `the authority cannot be reached: ${code ?? message}`, {
		cause: error,
	})
}
