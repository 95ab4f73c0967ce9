/**
 * Child process of `upload-http`: connections that post one small document after the other and wait for each answer.
 * A process of its own, on bare sockets, so that what is measured is the server. Bounded in time and connections.
 *
 * `http-load.ts <json of HttpLoad>`; prints one line, the JSON of HttpAnswers.
 * @module
 */
import { randomBytes } from 'node:crypto'
import { connect, type Socket } from 'node:net'

export interface HttpLoad {
	readonly port: number
	readonly path: string
	/** value of Authorization; none if empty */
	readonly authorization: string
	readonly connections: number
	/** bytes of a document */
	readonly size: number
	readonly warmUpSeconds: number
	readonly seconds: number
}

export interface HttpAnswers {
	/** answers a second in the counted time, all of them 201 */
	readonly rate: number
	/** ms */
	readonly p50: number
	readonly p99: number
}

const BOUNDARY = 'letopis-bench-boundary'
const PATIENCE_MS = 20_000

/** One request, in which the document's bytes may be exchanged. */
interface Request {
	readonly bytes: Buffer
	readonly document: Buffer
}

export function makeRequest({ path, authorization, size }: HttpLoad): Request {
	const front = [
		`--${BOUNDARY}`,
		'Content-Disposition: form-data; name="file"; filename="document.bin"',
		'Content-Type: application/octet-stream',
		'',
		'',
	].join('\r\n')
	const back = `\r\n--${BOUNDARY}--\r\n`
	const head = [
		`POST ${path} HTTP/1.1`,
		'Host: 127.0.0.1',
		`Content-Type: multipart/form-data; boundary=${BOUNDARY}`,
		`Content-Length: ${front.length + size + back.length}`,
		...(authorization === '' ? [] : [`Authorization: ${authorization}`]),
		'',
		'',
	].join('\r\n')
	const start = head.length + front.length
	const bytes = Buffer.concat([Buffer.from(head + front), randomBytes(size), Buffer.from(back)])
	return { bytes, document: bytes.subarray(start, start + size) }
}

/**
 * Where the first answer in these bytes ends.
 * @returns undefined while it is incomplete
 * @throws Error for an answer that is not 201, or of unknown length
 */
export function answerEnd(bytes: Buffer): number | undefined {
	const head = bytes.indexOf('\r\n\r\n')
	if (head < 0) return undefined
	const text = bytes.toString('latin1', 0, head)
	if (!text.startsWith('HTTP/1.1 201 '))
		throw new Error(`the server answered ${bytes.toString('utf8', 0, 2000)}`)
	const length = /\r\ncontent-length: (\d+)/i.exec(text)?.[1]
	if (length !== undefined) {
		const end = head + 4 + Number(length)
		return bytes.length >= end ? end : undefined
	}
	if (!/\r\ntransfer-encoding: chunked/i.test(text)) throw new Error('the answer has no length')
	const last = bytes.indexOf('\r\n0\r\n\r\n', head + 2)
	return last < 0 ? undefined : last + 7
}

/** Posts until the time is over. @returns the waits of the counted answers, ms */
function runConnection(load: HttpLoad, from: number, to: number): Promise<number[]> {
	const { bytes, document } = makeRequest(load)
	const waits: number[] = []
	let received: Buffer = Buffer.alloc(0)
	let sent = 0
	let posts = 0
	const { promise, resolve, reject } = Promise.withResolvers<number[]>()
	const socket: Socket = connect(load.port, '127.0.0.1')
	const post = () => {
		sent = performance.now()
		if (sent >= to) {
			socket.end()
			resolve(waits)
			return
		}
		document.writeUInt32BE(posts++, 0)
		socket.write(bytes)
	}
	socket.setNoDelay(true)
	socket.setTimeout(PATIENCE_MS, () => socket.destroy(new Error('the server does not answer')))
	socket.on('connect', post)
	socket.on('error', reject)
	socket.on('close', () => reject(new Error('the server closed the connection')))
	socket.on('data', (piece: Buffer) => {
		received = received.length === 0 ? piece : Buffer.concat([received, piece])
		try {
			const end = answerEnd(received)
			if (end === undefined) return
			received = received.subarray(end)
		} catch (error) {
			reject(error)
			socket.destroy()
			return
		}
		const now = performance.now()
		if (now >= from && now < to) waits.push(now - sent)
		post()
	})
	return promise
}

async function run(load: HttpLoad): Promise<HttpAnswers> {
	const from = performance.now() + load.warmUpSeconds * 1000
	const to = from + load.seconds * 1000
	const all = await Promise.all(Array.from({ length: load.connections }, () => runConnection(load, from, to)))
	const waits = all.flat().sort((a, b) => a - b)
	const at = (share: number) => waits[Math.floor(share * (waits.length - 1))] ?? Number.NaN
	return { rate: waits.length / load.seconds, p50: at(0.5), p99: at(0.99) }
}

if (import.meta.main) console.log(JSON.stringify(await run(JSON.parse(process.argv[2] ?? '') as HttpLoad)))
