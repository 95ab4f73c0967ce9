/**
 * The connections of a server: how many one address may hold, and which carry a request now. Without a bound for each
 * address, one that opens all connections there are, and says nothing on them, would keep everybody else out.
 * @module
 */
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import { isIPv6, type Socket } from 'node:net'

export interface ConnectionBound {
	/** connections at once from one address */
	readonly perAddress: number
	/** who is not counted: this machine itself, and whoever is declared to stand for many */
	readonly isExempt: (address: string) => boolean
}

/** Cuts what an address opens beyond its bound, before a byte of it is read. */
export function boundConnections(server: Server, { perAddress, isExempt }: ConnectionBound): void {
	const held = new Map<string, number>()
	// Before a TLS handshake, too: it is the dearest part of a connection.
	server.on('connection', (socket: Socket) => {
		const address = plainAddress(socket.remoteAddress ?? '')
		if (isExempt(address)) return
		const place = placeOf(address)
		const count = (held.get(place) ?? 0) + 1
		if (count > perAddress) {
			socket.destroy()
			return
		}
		held.set(place, count)
		socket.once('close', () => {
			const rest = (held.get(place) ?? 1) - 1
			if (rest === 0) held.delete(place)
			else held.set(place, rest)
		})
	})
}

/** An IPv4 address also where it came in over a socket for both families. */
export function plainAddress(address: string): string {
	return address.replace(/^::ffff:(?=\d+\.)/i, '')
}

/** What is counted together: one IPv4 address, or the /64 of which a single IPv6 host may use every address. */
export function placeOf(address: string): string {
	if (!isIPv6(address)) return address
	const [head = '', tail] = (address.split('%')[0] ?? '').split('::')
	const groups = (text: string) => (text === '' ? [] : text.split(':'))
	const [before, after] = [groups(head), groups(tail ?? '')]
	const zeros = tail === undefined ? 0 : 8 - before.length - after.length
	const all = [...before, ...new Array<string>(Math.max(0, zeros)).fill('0'), ...after]
	return `${all
		.slice(0, 4)
		.map((group) => Number.parseInt(group, 16).toString(16))
		.join(':')}::/64`
}

export class Connections {
	readonly #open = new Set<Socket>()
	readonly #busy = new Set<Socket>()

	constructor(server: Server, secure: boolean) {
		server.on(secure ? 'secureConnection' : 'connection', (socket: Socket) => {
			this.#open.add(socket)
			socket.once('close', () => this.#open.delete(socket))
		})
		server.on('request', ({ socket }: IncomingMessage, response: ServerResponse) => {
			this.#busy.add(socket)
			response.once('close', () => this.#busy.delete(socket))
		})
	}

	/** Closes those without a request, also those that never had one, which Node does not count as idle. */
	closeIdle(): void {
		for (const socket of this.#open) if (!this.#busy.has(socket)) socket.destroySoon()
	}
}
