/** A mail server on loopback that keeps what it takes, and can be down. */
import type { AddressInfo } from 'node:net'
import { smtpTransport } from '@letopis/api'
import { SMTPServer } from 'smtp-server'

export interface Taken {
	readonly to: string
	/** the whole message, its body decoded */
	readonly text: string
}

export class MailServer {
	readonly taken: Taken[] = []
	#server: SMTPServer | null = null
	#port = 0

	static async start(): Promise<MailServer> {
		const server = new MailServer()
		await server.start()
		return server
	}

	async start(): Promise<void> {
		const server = new SMTPServer({
			disabledCommands: ['AUTH', 'STARTTLS'],
			onData: (stream, session, done) => {
				const pieces: Buffer[] = []
				stream.on('data', (piece: Buffer) => pieces.push(piece))
				stream.on('end', () => {
					const to = session.envelope.rcptTo[0]?.address ?? ''
					this.taken.push({ to, text: decoded(Buffer.concat(pieces).toString('latin1')) })
					done()
				})
			},
		})
		await new Promise<void>((resolve) => server.listen(this.#port, '127.0.0.1', resolve))
		this.#port = (server.server.address() as AddressInfo).port
		this.#server = server
	}

	stop(): Promise<void> {
		return new Promise((resolve) => (this.#server === null ? resolve() : this.#server.close(() => resolve())))
	}

	transport() {
		const from = 'podatelna@ukazkov.example'
		return smtpTransport({ host: '127.0.0.1', port: this.#port, tls: false, loopback: true, from })
	}
}

/** Head as it came, body from quoted-printable or base64. */
function decoded(message: string): string {
	const at = message.indexOf('\r\n\r\n')
	const [head, body] = [message.slice(0, at), message.slice(at + 4)]
	if (/^content-transfer-encoding: base64/im.test(head))
		return `${head}\n\n${Buffer.from(body, 'base64').toString('utf8')}`
	const plain = body
		.replace(/=\r\n/g, '')
		.replaceAll('\r\n', '\n')
		.replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
	return `${head}\n\n${Buffer.from(plain, 'latin1').toString('utf8')}`
}
