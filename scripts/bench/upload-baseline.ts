/**
 * Child process of `upload-http`: the same HTTP server, which parses the same form with the same code, stores the file
 * with fsync, and answers 201. No ledger, no encryption, no routes. `upload-baseline.ts <folder>`; tells its port.
 * @module
 */
import { type FileHandle, mkdir, open, rm } from 'node:fs/promises'
import type { IncomingMessage } from 'node:http'
import { join } from 'node:path'
import { type StoredContent, serveApp, type Vault } from '@letopis/api'
import { blobCid } from '@letopis/format'
import { receiveUpload } from '../../api/documents/upload.ts'

const folder = process.argv[2]
if (folder === undefined) throw new Error('usage: upload-baseline.ts <folder>')
await mkdir(folder, { recursive: true })

let files = 0
const nothing = new Uint8Array()
const cid = blobCid(nothing)

/** Keeps the plain file; what a document is in the ledger is not asked for. */
const store: Pick<Vault, 'receive' | 'discard'> = {
	receive() {
		const path = join(folder, `${files++}`)
		let file: FileHandle | undefined
		let size = 0
		return {
			async write(chunk: Uint8Array) {
				file ??= await open(path, 'wx')
				await file.write(chunk)
				size += chunk.length
			},
			async finish(): Promise<StoredContent> {
				file ??= await open(path, 'wx')
				await file.sync()
				await file.close()
				return { sha256: nothing, cid, size, header: nothing }
			},
			async abort() {
				await file?.close()
				await rm(path, { force: true })
			},
		}
	},
	discard: () => Promise.resolve(),
}

const limits = { maxUpload: 1 << 20, idle: 60_000, parts: { metadata: 65_536, visibility: 16 } }
const app = {
	async fetch(request: Request, env: object) {
		const { incoming } = env as { incoming: IncomingMessage }
		const { headers } = incoming
		const upload = await receiveUpload(
			incoming,
			headers['content-type'],
			headers['content-length'],
			store,
			limits,
		)
		return Response.json({ path: new URL(request.url).pathname, size: upload.content.size }, { status: 201 })
	},
}
const server = await serveApp({ app, host: '127.0.0.1', port: 0, tls: null, behindProxy: false })
process.send?.(server.port)
process.on('disconnect', () => process.exit())
