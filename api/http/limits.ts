/**
 * Bounds on what one client can make the service do: rate of requests, size and duration of small bodies.
 * @module
 */
import type { IncomingMessage } from 'node:http'
import { fromUtf8, parseJson } from '@letopis/format'
import type { MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { placeOf, plainAddress } from './connections.ts'
import type { AppEnv } from './env.ts'
import { refusedAs } from './problem.ts'
import { Problem } from './problems.ts'

/** Addresses remembered at once; the longest silent one makes room. */
const ADDRESSES = 4096
const STRICT = { maxBytes: 65_536, maxDepth: 8 }

/**
 * Token bucket per address (of IPv6 per /64, all of which is one client's), and one for all: many addresses together
 * must not do what one may not.
 */
export class RateLimiter {
	readonly #perAddress: Map<string, Bucket> = new Map()
	readonly #all: Bucket
	readonly #burst: number
	readonly #rate: number
	readonly #now: () => number

	/**
	 * @param burst requests at once from one address; ten times as many from all together
	 * @param rate requests per second after that
	 * @param now ms
	 */
	constructor(burst: number, rate: number, now: () => number) {
		this.#burst = burst
		this.#rate = rate
		this.#now = now
		this.#all = { level: burst * 10, at: now() }
	}

	/** @throws Problem 'rate-limited' with Retry-After */
	take(address: string): void {
		const place = placeOf(plainAddress(address))
		const bucket = this.#perAddress.get(place) ?? { level: this.#burst, at: this.#now() }
		this.#perAddress.delete(place)
		this.#perAddress.set(place, bucket)
		if (this.#perAddress.size > ADDRESSES) {
			const oldest = this.#perAddress.keys().next().value
			if (oldest !== undefined) this.#perAddress.delete(oldest)
		}
		this.#draw(bucket, this.#burst, this.#rate)
		this.#draw(this.#all, this.#burst * 10, this.#rate * 10)
	}

	#draw(bucket: Bucket, burst: number, rate: number): void {
		const now = this.#now()
		// A clock set back must not empty a bucket.
		bucket.level = Math.min(burst, bucket.level + (Math.max(0, now - bucket.at) / 1000) * rate)
		bucket.at = now
		if (bucket.level < 1) {
			const seconds = Math.max(1, Math.ceil((1 - bucket.level) / rate))
			throw new Problem('rate-limited', `Try again in ${seconds} s.`, {
				headers: { 'Retry-After': String(seconds) },
			})
		}
		bucket.level -= 1
	}
}

/** Whether it was taken; for what is left out rather than refused. */
export function mayTake(limiter: RateLimiter, address: string): boolean {
	try {
		limiter.take(address)
		return true
	} catch (error) {
		if (error instanceof Problem && error.code === 'rate-limited') return false
		throw error
	}
}

interface Bucket {
	level: number
	at: number
}

/** Refuses a body that is encoded (RFC 9110 §8.4): nothing here decodes one, and it must not be taken for what it is not. */
export const plainBody: MiddlewareHandler<AppEnv> = async (c, next) => {
	const coding = ['POST', 'PUT', 'PATCH'].includes(c.req.method)
		? c.req.header('Content-Encoding')
		: undefined
	if (coding !== undefined && coding.trim().toLowerCase() !== 'identity') {
		throw new Problem('unsupported-media-type', 'Send the body without a content coding.', {
			headers: { 'Accept-Encoding': 'identity' },
		})
	}
	await next()
}

/** Refuses a body over `maxBytes` with 413, whether its length is declared or not. */
export function smallBody(maxBytes: number): MiddlewareHandler<AppEnv> {
	return bodyLimit({
		maxSize: maxBytes,
		onError: () => {
			throw new Problem('body-too-large', `At most ${maxBytes} bytes are taken here.`)
		},
	})
}

/**
 * Refuses a body of JSON that the strict profile of the format refuses (§5): a name twice is one value to us and
 * another to whoever looked at the request before us. What the values must be is asked later.
 */
export const strictJson: MiddlewareHandler<AppEnv> = async (c, next) => {
	if (/json/i.test(c.req.header('Content-Type') ?? '')) {
		const bytes = new Uint8Array(await c.req.arrayBuffer())
		// Where a body may be absent, an empty one is.
		if (bytes.length > 0) refusedAs('malformed-json', () => parseJson(fromUtf8(bytes), STRICT))
	}
	await next()
}

/**
 * Gives a small body `ms` milliseconds to arrive; a client that trickles it is cut off, also where nobody asked for
 * a body. Uploads have a watch of their own, which looks at their pace.
 */
export function promptBody(ms: number): MiddlewareHandler<AppEnv> {
	return async (c, next) => {
		const incoming = c.env?.incoming
		if (incoming === undefined || incoming.complete || !announcesBody(incoming)) return next()
		// A long answer may still be on its way to a client that has sent everything.
		const timer = setTimeout(() => {
			if (!incoming.complete) incoming.destroy()
		}, ms)
		timer.unref()
		incoming.once('end', () => clearTimeout(timer))
		incoming.once('close', () => clearTimeout(timer))
		await next()
	}
}

function announcesBody({ headers }: IncomingMessage): boolean {
	return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0
}

/** Address of the client: behind a declared proxy the one that the proxy saw, which it wrote last. */
export function clientAddress(
	env: Partial<AppEnv['Bindings']> | undefined,
	forwardedFor: string | undefined,
	behindProxy: boolean,
): string {
	if (behindProxy && forwardedFor !== undefined) {
		const last = forwardedFor.split(',').at(-1)?.trim()
		if (last !== undefined && last !== '') return last.slice(0, 64)
	}
	return env?.incoming?.socket.remoteAddress ?? 'unknown'
}
