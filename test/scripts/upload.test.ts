/**
 * The commands' own upload: against the real form parser of the service, in constant memory, and refused in the
 * middle.
 */

import { once } from 'node:events'
import { mkdtemp, open, rm, writeFile } from 'node:fs/promises'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { postForm } from '../../scripts/upload.ts'

let base: string
beforeAll(async () => {
	base = await mkdtemp(join(tmpdir(), 'letopis-upload-'))
})
afterAll(() => rm(base, { recursive: true, force: true }))

async function served<T>(listener: RequestListener, use: (url: string) => Promise<T>): Promise<T> {
	const server = createServer(listener).listen(0, '127.0.0.1')
	await once(server, 'listening')
	try {
		return await use(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`)
	} finally {
		server.closeAllConnections()
		server.close()
	}
}

/** What Node's own parser makes of the form. */
const parsing: RequestListener = async (request, response) => {
	const parts: Buffer[] = []
	for await (const part of request) parts.push(part)
	const type = request.headers['content-type'] ?? ''
	const form = await new Response(Buffer.concat(parts), { headers: { 'content-type': type } }).formData()
	const file = form.get('file') as File
	response.setHeader('x-token', request.headers.authorization ?? '')
	response.end(JSON.stringify([form.get('metadata'), file.name, file.type, await file.text()]))
}

describe('a form', () => {
	test.each([
		['plain', 'a.txt', 'obsah'],
		['empty', 'prázdný.txt', ''],
		['with a hostile name', 'a"; x="\r\nEvil: 1.txt', 'obsah\r\n--letopis-'],
	])('%s is parsed as it was meant', async (_name, name, content) => {
		const path = join(base, 'file')
		await writeFile(path, content)
		const fields = { metadata: '{"název":"žádost"}' }
		const answer = await served(parsing, async (url) => {
			const response = await postForm(url, 'token', { fields, path, name, type: 'text/plain' })
			expect(response.headers.get('x-token')).toBe('Bearer token')
			return (await response.json()) as unknown[]
		})
		const shown = name.replace(/[\r\n"]/g, (char) => encodeURIComponent(char))
		expect([shown, name]).toContain(answer[1])
		expect([answer[0], answer[2], answer[3]]).toEqual([fields.metadata, 'text/plain', content])
	})

	test('of any length takes no more memory than a short one', async () => {
		const path = join(base, 'long')
		const file = await open(path, 'w')
		await file.truncate(400_000_000)
		await file.close()
		let [most, seen] = [0, 0]
		const discarding: RequestListener = async (request, response) => {
			for await (const part of request) {
				seen += part.length
				most = Math.max(most, process.memoryUsage().arrayBuffers)
			}
			response.end('done')
		}
		const before = process.memoryUsage().arrayBuffers
		await served(discarding, (url) => postForm(url, 't', { fields: {}, path, name: 'long' }))
		expect(seen).toBeGreaterThan(400_000_000)
		expect(most - before).toBeLessThan(200_000_000)
	})

	test('that is refused in the middle gives the refusal', async () => {
		const path = join(base, 'long')
		const refusing: RequestListener = (request, response) => {
			// As the service does: it answers, and takes a little more so that the answer can be read.
			request.once('data', () => response.writeHead(507).end('no room'))
			request.resume()
		}
		const { status, text } = await served(refusing, async (url) => {
			const response = await postForm(url, 't', { fields: {}, path, name: 'long' })
			return { status: response.status, text: await response.text() }
		})
		expect([status, text]).toEqual([507, 'no room'])
	})

	test('that nobody takes fails', async () => {
		const path = join(base, 'file')
		const cutting: RequestListener = (request) => request.socket.destroy()
		await expect(
			served(cutting, (url) => postForm(url, 't', { fields: {}, path, name: 'a' })),
		).rejects.toThrow()
	})
})
