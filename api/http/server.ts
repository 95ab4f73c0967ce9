/**
 * The server around the application: HTTPS by certificate files, or plain HTTP on loopback or behind a declared
 * proxy; bounds on connections and time; a graceful end.
 * @module
 */
import { readFile } from 'node:fs/promises'
import { createServer as createHttpServer, type Server } from 'node:http'
import { createServer as createHttpsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { createAdaptorServer } from '@hono/node-server'
import { boundConnections, Connections } from './connections.ts'

export interface ServeOptions {
	readonly app: { fetch(request: Request, env: object): Response | Promise<Response> }
	readonly host: string
	/** 0 takes a free one */
	readonly port: number
	/** PEM files; null serves plain HTTP, which only loopback and a declared proxy may see */
	readonly tls: { readonly certificate: string; readonly key: string } | null
	/** A proxy in front ends TLS and is the only one that reaches the port. */
	readonly behindProxy: boolean
	/** ms without a byte on a connection until it is cut */
	readonly idle?: number
	/** ms for the headers of a request */
	readonly headersTimeout?: number
	/** ms for a whole request, the longest upload included */
	readonly requestTimeout?: number
	/** connections at once, from everybody together */
	readonly maxConnections?: number
	/** of them from one address (an IPv6 /64); loopback and whatever comes through a declared proxy are not counted */
	readonly maxPerAddress?: number
	/** who else, or instead, is not counted */
	readonly isExempt?: (address: string) => boolean
	/** Called when the server begins to stop: streams without end must end now. */
	readonly onClosing?: () => void
}

export interface RunningServer {
	readonly url: string
	readonly port: number
	/**
	 * Takes no new connections, lets requests under way finish, then cuts what is left.
	 * @param grace ms until the cut
	 */
	close(grace?: number): Promise<void>
}

const IDLE = 60_000
const HEADERS = 15_000
const REQUEST = 6 * 3600_000
const CONNECTIONS = 2048
/** An office behind one address, with some connections for each of its people. */
const PER_ADDRESS = 256
const GRACE = 10_000

/** @throws Error if the address or the certificate cannot be used; RangeError for plain HTTP in the open */
export async function serveApp(options: ServeOptions): Promise<RunningServer> {
	const { app, host, port, tls, behindProxy } = options
	if (tls === null && !behindProxy && !isLoopback(host)) {
		throw new RangeError(
			`plain HTTP on ${host} would show tokens and documents to the network; ` +
				'give certificate files, declare the proxy that ends TLS, or listen on 127.0.0.1',
		)
	}
	const common = {
		headersTimeout: options.headersTimeout ?? HEADERS,
		requestTimeout: options.requestTimeout ?? REQUEST,
		keepAliveTimeout: 10_000,
		connectionsCheckingInterval: 1000,
		maxHeaderSize: 16_384,
	}
	const fetch = (request: Request, env: object) => app.fetch(request, env)
	const server = (
		tls === null
			? createAdaptorServer({ fetch, createServer: createHttpServer, serverOptions: common })
			: createAdaptorServer({
					fetch,
					createServer: createHttpsServer,
					serverOptions: { ...common, ...(await readCertificate(tls)), minVersion: 'TLSv1.2' },
				})
	) as Server
	server.timeout = options.idle ?? IDLE
	server.maxConnections = options.maxConnections ?? CONNECTIONS
	boundConnections(server, {
		perAddress: options.maxPerAddress ?? PER_ADDRESS,
		isExempt: options.isExempt ?? ((address) => behindProxy || isLoopback(address)),
	})
	const connections = new Connections(server, tls !== null)
	await listen(server, host, port)
	const address = server.address() as AddressInfo
	return {
		url: `${tls === null ? 'http' : 'https'}://${urlHost(host)}:${address.port}`,
		port: address.port,
		close: (grace = GRACE) => stop(server, connections, grace, options.onClosing),
	}
}

async function readCertificate(tls: {
	certificate: string
	key: string
}): Promise<{ cert: Buffer; key: Buffer }> {
	const [cert, key] = await Promise.all([readFile(tls.certificate), readFile(tls.key)])
	return { cert, key }
}

function listen(server: Server, host: string, port: number): Promise<void> {
	return new Promise((resolve, reject) => {
		server.once('error', reject)
		server.listen(port, host, () => {
			server.off('error', reject)
			resolve()
		})
	})
}

async function stop(
	server: Server,
	connections: Connections,
	grace: number,
	onClosing: (() => void) | undefined,
): Promise<void> {
	onClosing?.()
	const closed = new Promise<void>((resolve) => server.close(() => resolve()))
	// A connection whose request has just ended would otherwise be kept for the next one.
	const sweep = setInterval(() => connections.closeIdle(), 50)
	const cut = setTimeout(() => server.closeAllConnections(), grace)
	connections.closeIdle()
	try {
		await closed
	} finally {
		clearInterval(sweep)
		clearTimeout(cut)
	}
}

/** Addresses that never leave the machine. A name other than localhost may resolve anywhere. */
export function isLoopback(host: string): boolean {
	return host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host)
}

function urlHost(host: string): string {
	return host.includes(':') ? `[${host}]` : host
}
