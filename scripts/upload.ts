/**
 * A form with one file, sent in constant memory: `fetch` reads a body of any length whole before it is gone.
 * @module
 */
import { randomBytes } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { type IncomingMessage, request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'

export interface FileForm {
	/** Parts before the file; names and values without line breaks in the names. */
	readonly fields: Readonly<Record<string, string>>
	readonly path: string
	/** As the server is told. */
	readonly name: string
	readonly type?: string
	/** The same request under the same one is recorded once. */
	readonly idempotencyKey?: string
}

/** Posts multipart/form-data (RFC 7578). @throws Error where no answer comes, or the file changes meanwhile */
export async function postForm(url: string, token: string, form: FileForm): Promise<Response> {
	const boundary = `letopis-${randomBytes(16).toString('hex')}`
	const { size } = await stat(form.path)
	const head = Buffer.from(partsBefore(form, boundary))
	const tail = Buffer.from(`\r\n--${boundary}--\r\n`)
	const request = (url.startsWith('https:') ? requestHttps : requestHttp)(url, {
		method: 'POST',
		headers: {
			authorization: `Bearer ${token}`,
			'content-type': `multipart/form-data; boundary=${boundary}`,
			'content-length': head.length + size + tail.length,
			...(form.idempotencyKey === undefined ? {} : { 'idempotency-key': form.idempotencyKey }),
		},
	})
	const answered = new Promise<IncomingMessage>((resolve, reject) => {
		request.once('response', resolve).once('error', reject)
	})
	// A refusal may come before all is sent; then the rest cannot be, and the answer is what counts.
	const sent = pipeline(body(head, form.path, size, tail), request)
	sent.catch(() => {})
	const response = await Promise.race([answered, sent.then(() => answered)])
	const headers = new Headers()
	for (const [name, value] of Object.entries(response.headers)) headers.set(name, String(value))
	const { statusCode = 500 } = response
	return new Response(Readable.toWeb(response) as ReadableStream, { status: statusCode, headers })
}

async function* body(head: Buffer, path: string, size: number, tail: Buffer): AsyncIterable<Buffer> {
	yield head
	let left = size
	if (size > 0)
		for await (const part of createReadStream(path, { end: size - 1, highWaterMark: 262_144 })) {
			left -= part.length
			yield part
		}
	if (left > 0) throw new Error(`${path} became shorter while it was sent`)
	yield tail
}

function partsBefore({ fields, name, type }: FileForm, boundary: string): string {
	const part = (disposition: string, rest: string) =>
		`--${boundary}\r\nContent-Disposition: form-data; ${disposition}\r\n${rest}`
	const texts = Object.entries(fields).map(([field, value]) => part(`name="${field}"`, `\r\n${value}\r\n`))
	// As browsers escape it (HTML, multipart/form-data encoding algorithm).
	const escaped = name.replace(/[\r\n"]/g, (char) => encodeURIComponent(char))
	const contentType = type === undefined ? '' : `Content-Type: ${type}\r\n`
	return [...texts, part(`name="file"; filename="${escaped}"`, `${contentType}\r\n`)].join('')
}
