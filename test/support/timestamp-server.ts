/** An HTTP or HTTPS endpoint on the loopback for time-stamp requests, whose behaviour a test decides. */
import {
	createServer,
	type IncomingMessage,
	type RequestListener,
	type Server,
	type ServerResponse,
} from 'node:http'
import { createServer as createTlsServer, type ServerOptions } from 'node:https'
import type { AddressInfo } from 'node:net'

export interface TimestampServer {
	readonly url: string
	/** Requests that came so far. */
	readonly requests: readonly { readonly authorization: string | undefined; readonly body: Uint8Array }[]
	close(): Promise<void>
}

/** Answers a request completely, or leaves the response as it wants it to be. */
export type Behaviour = (body: Uint8Array, response: ServerResponse, request: IncomingMessage) => unknown

export async function startTimestampServer(
	behaviour: Behaviour,
	tls?: ServerOptions,
): Promise<TimestampServer> {
	const requests: { authorization: string | undefined; body: Uint8Array }[] = []
	const listener: RequestListener = async (request, response) => {
		const chunks: Buffer[] = []
		for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk)
		const body = new Uint8Array(Buffer.concat(chunks))
		requests.push({ authorization: request.headers.authorization, body })
		await behaviour(body, response, request)
	}
	const server: Server = tls === undefined ? createServer(listener) : createTlsServer(tls, listener)
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
	const { port } = server.address() as AddressInfo
	return {
		url: `${tls === undefined ? 'http' : 'https'}://127.0.0.1:${port}/tsa`,
		requests,
		close: () =>
			new Promise((resolve) => {
				server.close(() => resolve())
				server.closeAllConnections()
			}),
	}
}

/** A well-formed HTTP answer around a TimeStampResp. */
export function reply(response: ServerResponse, body: Uint8Array): void {
	response.writeHead(200, { 'content-type': 'application/timestamp-reply' }).end(body)
}
