/**
 * Child process of `upload-http`: what the ledger's server is held against. Two servers, of which one is used at a time:
 *
 * - `server`: the very same service (routes, token, form, receipt, journal), which stores the plain file with fsync. Of
 *   the ledger nothing is left: no encryption, no vault, no append; every receipt tells of the same old entry.
 * - `bare`: the same HTTP library and form parser, and nothing else, storing the plain file with fsync.
 *
 * `upload-baseline.ts <folder>`; sends {@link Baseline} to its parent and ends with it.
 * @module
 */
import '../thread-pool.ts'
import { createHash, randomBytes } from 'node:crypto'
import { type FileHandle, mkdir, open, rm } from 'node:fs/promises'
import type { IncomingMessage } from 'node:http'
import { join } from 'node:path'
import { type ContentWriter, createApp, hashToken, type Ledger, openProjection, serveApp } from '@letopis/api'
import { blobCid } from '@letopis/format'
import { type Log, openMemoryStore, openSeal } from '@letopis/ledger'
import { receiveUpload } from '../../api/documents/upload.ts'
import { makeLog } from './real-log.ts'

export interface Baseline {
	/** ports on loopback */
	readonly server: number
	readonly bare: number
	/** for `server`, which asks for it */
	readonly token: string
}

const MAX_UPLOAD = 1 << 20
const IDLE = 60_000
const address = { host: '127.0.0.1', port: 0, tls: null, behindProxy: false }

/** Keeps plain files. */
class Files {
	readonly #folder: string
	#files = 0

	constructor(folder: string) {
		this.#folder = folder
	}

	receive(): ContentWriter {
		const path = join(this.#folder, `${this.#files++}`)
		const hash = createHash('sha256')
		let file: FileHandle | undefined
		let size = 0
		return {
			async write(chunk) {
				file ??= await open(path, 'wx')
				await file.write(chunk)
				hash.update(chunk)
				size += chunk.length
			},
			async finish() {
				file ??= await open(path, 'wx')
				await file.sync()
				await file.close()
				return { sha256: hash.digest(), cid: NO_CID, size, header: new Uint8Array() }
			},
			async abort() {
				await file?.close()
				await rm(path, { force: true })
			},
		}
	}

	async discard(): Promise<void> {}
}

const NO_CID = blobCid(new Uint8Array())

/** The log with all its reading, whose appends are answered at once with an entry that it has. */
async function withoutAppends(log: Log): Promise<Log> {
	const appended = await log.append({
		kind: 'sealed',
		body: { content: NO_CID },
		fields: {
			actor: 'administrator',
			kind: 'document',
			content: randomBytes(32),
			metadata: { file: { name: 'document.bin', type: 'application/octet-stream', size: 1024 } },
		},
	})
	return new Proxy(log, {
		get(target, name) {
			if (name === 'append') return () => Promise.resolve(appended)
			const value = Reflect.get(target, name, target) as unknown
			return typeof value === 'function' ? value.bind(target) : value
		},
	})
}

async function serveWithoutLedger(folder: string, token: string): Promise<number> {
	const { log: real, vault, trustFile, close } = await makeLog(join(folder, 'log'))
	process.on('exit', () => void close())
	const log = await withoutAppends(real)
	const genesis = (await real.entry(0)) as Uint8Array
	const secret = randomBytes(32)
	const files = new Files(folder)
	const ledger: Ledger = {
		log,
		vault: {
			receive: () => files.receive(),
			discard: () => files.discard(),
			record: (index) => vault.record(index),
			read: (kept, cid, range) => vault.read(kept, cid, range),
			exportAge: (kept, cid, recipient) => vault.exportAge(kept, cid, recipient),
			newKey: () => vault.newKey(),
			openKey: (header) => vault.openKey(header),
			erase: (indexes) => vault.erase(indexes),
			deletePayload: (cid) => vault.deletePayload(cid),
		},
		anchorer: {
			anchorNow: () => Promise.resolve(),
			roots: () => [],
			status: () => [],
			anchorsFor: () => Promise.resolve([]),
			linkedAnchors: () => Promise.resolve([{ entry: genesis, note: null, token: null }]),
			evidenceFor: () => Promise.resolve({ records: [], damaged: [] }),
			revocationOf: () => Promise.resolve([]),
			renewer: {
				forecast: () => Promise.reject(new Error('nothing is stamped here')),
				renewNow: () => Promise.resolve([]),
				failures: new Map(),
			},
		},
		witnesses: { status: () => [] },
		seal: await openSeal({ dir: join(folder, 'seal'), town: '', clock: Date, stamp: async () => null }),
		trustFile: () => trustFile,
		signStatus: () => Promise.reject(new Error('nothing is signed here')),
		disposing: () => () => {},
		status: () =>
			Promise.resolve({
				demo: true,
				clockFault: null,
				diskFree: null,
				keysDrilled: null,
				damage: 0,
				unopened: [],
			}),
	}
	const projection = await openProjection({ store: openMemoryStore(), log: real, vault, secret })
	const app = createApp({
		ledger,
		projection,
		clock: { now: () => Date.now() },
		drafts: join(folder, 'drafts'),
		settings: {
			publicUrl: 'http://127.0.0.1',
			maxUpload: MAX_UPLOAD,
			uploadIdle: IDLE,
			behindProxy: false,
			anchorLagLimit: 3600,
			diskReserve: 0,
		},
		adminTokenHash: hashToken(token),
		secret,
		random: (length) => randomBytes(length),
		version: '0',
		journal: (line) => {
			process.stdout.write(`${JSON.stringify(line)}\n`)
		},
	})
	return (await serveApp({ app, ...address })).port
}

async function serveBare(folder: string): Promise<number> {
	const files = new Files(folder)
	const limits = { maxUpload: MAX_UPLOAD, idle: IDLE, parts: { metadata: 65_536, visibility: 16 } }
	const app = {
		async fetch(_request: Request, env: object) {
			const { incoming } = env as { incoming: IncomingMessage }
			const { headers } = incoming
			const form = await receiveUpload(
				incoming,
				headers['content-type'],
				headers['content-length'],
				files,
				limits,
			)
			return Response.json({ size: form.content.size }, { status: 201 })
		},
	}
	return (await serveApp({ app, ...address })).port
}

const folder = process.argv[2]
if (folder === undefined) throw new Error('usage: upload-baseline.ts <folder>')
const folders = { server: join(folder, 'server'), bare: join(folder, 'bare') }
for (const path of Object.values(folders)) await mkdir(path, { recursive: true })
const token = `letopis_${randomBytes(32).toString('base64url')}`
const baseline: Baseline = {
	server: await serveWithoutLedger(folders.server, token),
	bare: await serveBare(folders.bare),
	token,
}
process.send?.(baseline)
process.on('disconnect', () => process.exit())
