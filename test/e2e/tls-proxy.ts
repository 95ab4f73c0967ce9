/**
 * A TLS proxy as towns have one: another host name, a certificate of its own, plain HTTP to the server behind it.
 * @module
 */
import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { request } from 'node:http'
import { createServer } from 'node:https'
import { join } from 'node:path'

/** @param folder for key and certificate @param target port of the server on 127.0.0.1 */
export async function startTlsProxy(
	folder: string,
	name: string,
	port: number,
	target: number,
): Promise<AsyncDisposable> {
	const [key, cert] = [join(folder, 'proxy.key'), join(folder, 'proxy.crt')]
	const subject = ['-subj', `/CN=${name}`, '-addext', `subjectAltName=DNS:${name}`]
	execFileSync(
		'openssl',
		[
			'req',
			'-x509',
			'-newkey',
			'ec',
			'-pkeyopt',
			'ec_paramgen_curve:P-256',
			'-nodes',
			'-days',
			'2',
			...subject,
			'-keyout',
			key,
			'-out',
			cert,
		],
		{ stdio: 'ignore' },
	)
	const server = createServer({ key: readFileSync(key), cert: readFileSync(cert) }, (incoming, outgoing) => {
		const { method, url: path, headers, socket } = incoming
		const passed = { ...headers, host: `127.0.0.1:${target}`, 'x-forwarded-for': socket.remoteAddress ?? '' }
		const onwards = request({ host: '127.0.0.1', port: target, method, path, headers: passed }, (answer) => {
			outgoing.writeHead(answer.statusCode ?? 502, answer.headers)
			answer.pipe(outgoing)
		})
		onwards.on('error', () => outgoing.destroy())
		incoming.pipe(onwards)
	})
	server.listen(port, '127.0.0.1')
	await once(server, 'listening')
	return {
		async [Symbol.asyncDispose]() {
			server.closeAllConnections()
			server.close()
			await once(server, 'close')
		},
	}
}
