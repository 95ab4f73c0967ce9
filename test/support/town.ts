/**
 * A whole town in one process, on a temporary folder: the real log, vault, anchorer and service, with a clock that only a
 * test moves. Nothing of the ledger is replaced; only the stores of log and projection are in memory unless asked.
 * @module
 */
import { createHash, randomBytes } from 'node:crypto'
import { mkdir, mkdtemp, readdir, rm, statfs } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
	type ApiDeps,
	type ApiSettings,
	createApp,
	hashToken,
	type JournalLine,
	type Ledger,
	makeCode,
	openProjection,
	type PastLog,
	type Projection,
	type Scope,
	type SignatureChecker,
	type TownStatus,
} from '@letopis/api'
import { decodeOpening } from '@letopis/format'
import {
	type Anchorer,
	type Authority,
	createAnchorer,
	createLog,
	createSigner,
	type Log,
	type LogLimits,
	openDevelopmentAuthority,
	openEpochs,
	openHeadFile,
	openLevelStore,
	openLog,
	openMemoryStore,
	openSeal,
	openSigner,
	openVault,
	type RenewalSettings,
	type Seal,
	type SealSigner,
	type Signer,
	type Store,
	type Vault,
} from '@letopis/ledger'
import { RevocationSource } from '../../ledger/anchor/revocation.ts'
import { makeTrustFile } from '../../ledger/town/trust-file.ts'

export const ORIGIN = 'ukazkov.example/log/1'

export interface TownOptions {
	readonly settings?: Partial<ApiSettings>
	/** LevelDB instead of memory, so that the town can be opened again. */
	readonly durable?: boolean
	/** A town that exists; made by an earlier, durable one. */
	readonly folder?: string
	readonly demo?: boolean
	/** The development authority; a town has it unless this is false. */
	readonly authority?: boolean
	/** Authorities that others trust, in its place; the trust file names their roots and asks for one of them. */
	readonly authorities?: readonly Authority[]
	/** When time-stamps are renewed. */
	readonly renewal?: RenewalSettings
	/** A seal from elsewhere, taken for a qualified one. */
	readonly qualifiedSeal?: SealSigner
	/** The log's own store instead, for faults; then `folder` may be opened again with what it holds. */
	readonly store?: Store
	readonly limits?: LogLimits
	readonly closedLogs?: ReadonlyMap<number, PastLog>
	/** What examines signatures; without it they wait. */
	readonly signatures?: SignatureChecker
	/** What sends mail; without it none is sent. */
	readonly mail?: ApiDeps['mail']
	/** Overrides of what the town says of itself. */
	readonly status?: Partial<TownStatus>
}

type Described = Record<string, Record<string, { responses: Record<string, unknown> }>>

/** All towns have the same interface, and to describe it takes longer than most tests. */
let described: Promise<Described> | undefined

interface RecordedAccess {
	readonly action: string
	readonly actor: unknown
	readonly purpose: unknown
	/** the document */
	readonly object: string
}

type TownParts = Pick<
	Town,
	| 'folder'
	| 'log'
	| 'vault'
	| 'anchorer'
	| 'projection'
	| 'deps'
	| 'app'
	| 'admin'
	| 'journal'
	| 'status'
	| 'time'
	| 'stopping'
	| 'firstAccount'
> & { readonly stores: readonly Store[] }

export class Town {
	readonly folder: string
	readonly log: Log
	readonly vault: Vault
	readonly anchorer: Anchorer
	readonly projection: Projection
	readonly deps: ApiDeps
	readonly app: ReturnType<typeof createApp>
	/** The administrator token. */
	readonly admin: string
	readonly journal: JournalLine[]
	readonly status: { -readonly [K in keyof TownStatus]: TownStatus[K] }
	readonly time: { offset: number }
	readonly stopping: AbortController
	/** The code among the keys. */
	readonly firstAccount: { text: string | null }
	readonly #stores: readonly Store[]
	/** A server ends bodies that nobody reads; here the town does, when it is closed. */
	readonly #answers: Response[] = []

	private constructor(parts: TownParts) {
		this.folder = parts.folder
		this.log = parts.log
		this.vault = parts.vault
		this.anchorer = parts.anchorer
		this.projection = parts.projection
		this.deps = parts.deps
		this.app = parts.app
		this.admin = parts.admin
		this.journal = parts.journal
		this.status = parts.status
		this.time = parts.time
		this.stopping = parts.stopping
		this.firstAccount = parts.firstAccount
		this.#stores = parts.stores
	}

	static async open(options: TownOptions = {}): Promise<Town> {
		const folder = options.folder ?? (await mkdtemp(join(tmpdir(), 'letopis-town-')))
		const keys = join(folder, 'keys')
		const data = join(folder, 'data')
		await mkdir(keys, { recursive: true })
		const openStore = (name: string) =>
			options.durable === true ? openLevelStore(join(data, name)) : Promise.resolve(openMemoryStore())
		const store = options.store ?? (await openStore('log'))
		const [index, rows] = [await openStore('index'), await openStore('projections')]
		// Time stands still but for what a test adds: limits by time must not depend on how fast the machine is.
		const [begun, time] = [Date.now(), { offset: 0 }]
		const clock = { now: () => begun + time.offset }
		const vault = await openVault({ dir: join(data, 'vault'), epochs: await openEpochs(keys) })
		const existing = options.folder !== undefined
		const signer = await (existing ? openSigner : createSigner)(keys, ORIGIN)
		const logOptions = {
			...{ store, index, vault, signer, clock, random: randomBytes },
			head: await openHeadFile(join(keys, 'head')),
			...(options.limits === undefined ? {} : { limits: options.limits }),
		}
		const log = existing
			? await openLog(logOptions)
			: await createLog(logOptions, { town: 'Ukázkov', demo: options.demo ?? true })
		const isAlone = options.authority !== false && options.authorities === undefined
		const development = isAlone ? [await openDevelopmentAuthority(join(keys, 'authority'), clock)] : []
		const authorities = options.authorities ?? development
		const anchorer = await createAnchorer({
			...{ log, vault, clock, dir: join(data, 'anchors') },
			authorities: authorities.map((authority) => ({ authority, periodMs: 600_000, heartbeatMs: 3_600_000 })),
			...(options.renewal === undefined ? {} : { renewal: options.renewal }),
			// Authorities that hand out their lists themselves are heard; nobody is asked over the network.
			revocation: new RevocationSource(clock, { fetch: false }),
		})
		const seal = await openSeal({
			...{ dir: join(keys, 'seal'), town: 'Ukázkov', clock },
			...{ signer: options.qualifiedSeal, qualified: options.qualifiedSeal !== undefined },
			stamp: (imprint, qualified) => anchorer.spareStamp(imprint, qualified),
			revocation: (signed) => anchorer.revocationOf(signed),
		})
		const secret = createHash('sha256').update('secret of the test town').digest()
		const status: Town['status'] = {
			...{
				demo: options.demo ?? true,
				clockFault: null,
				diskFree: null,
				keysDrilled: null,
				damage: 0,
				unopened: [],
			},
			...options.status,
		}
		const projection = await openProjection({
			...{ store: rows, log, vault, secret },
			now: () => clock.now(),
			closedLogs: options.closedLogs,
		})
		const admin = `letopis_${randomBytes(32).toString('base64url')}`
		const journal: JournalLine[] = []
		const stopping = new AbortController()
		const firstAccount: Town['firstAccount'] = { text: makeCode(randomBytes) }
		const deps: ApiDeps = {
			...{ projection, clock, secret, random: randomBytes, version: '0.0.0-test', stopping: stopping.signal },
			ledger: {
				...ledgerOf({ log, vault, anchorer, signer, seal, status, data, roots: trustedRoots(options) }),
				...(options.closedLogs === undefined ? {} : { closedLogs: options.closedLogs }),
			},
			settings: {
				publicUrl: 'http://town.test',
				maxUpload: 8_000_000,
				uploadIdle: 10_000,
				behindProxy: false,
				anchorLagLimit: 3600,
				diskReserve: 1_000_000,
				...options.settings,
			},
			...(options.signatures === undefined ? {} : { signatures: options.signatures }),
			...(options.mail === undefined ? {} : { mail: options.mail }),
			adminTokenHash: hashToken(admin),
			journal: (line) => journal.push(line),
			drafts: join(data, 'drafts'),
			firstAccount: {
				code: async () => firstAccount.text,
				discard: async () => {
					firstAccount.text = null
				},
			},
		}
		const stores = [store, index, rows]
		const app = createApp(deps)
		return new Town({
			folder,
			log,
			vault,
			anchorer,
			projection,
			deps,
			app,
			admin,
			journal,
			status,
			time,
			stopping,
			firstAccount,
			stores,
		})
	}

	/** A request to the application, without a server. @param token default: the administrator's; null: none */
	async fetch(path: string, init: RequestInit & { token?: string | null } = {}): Promise<Response> {
		const { token = this.admin, ...rest } = init
		const headers = new Headers(rest.headers)
		if (token !== null) headers.set('Authorization', `Bearer ${token}`)
		const response = await this.app.request(path, { ...rest, headers })
		this.#answers.push(response)
		return response
	}

	/** JSON of an answer that must have the status. */
	async json<T>(
		path: string,
		init: RequestInit & { token?: string | null } = {},
		expected = 200,
	): Promise<T> {
		const response = await this.fetch(path, init)
		if (response.status !== expected) {
			throw new Error(`${path}: expected ${expected}, got ${response.status} ${await response.text()}`)
		}
		return (await response.json()) as T
	}

	/** Records a document. */
	async upload(
		content: string | Uint8Array,
		parts: Record<string, string> = {},
		init: { token?: string | null; headers?: Record<string, string>; path?: string; name?: string } = {},
	): Promise<{ id: string; entry: string; response: Response; receipt: string }> {
		const form = new FormData()
		for (const [name, value] of Object.entries(parts)) form.set(name, value)
		const bytes = typeof content === 'string' ? content : new Uint8Array(content)
		form.set('file', new Blob([bytes], { type: 'application/pdf' }), init.name ?? 'podání.pdf')
		const { path = '/api/v1/documents', ...rest } = init
		const response = await this.fetch(path, { method: 'POST', body: form, ...rest })
		const id = response.headers.get('Location')?.split('/').at(-1) ?? ''
		const entry = response.headers.get('Content-Location')?.split('entry=').at(-1) ?? ''
		return { id, entry, response, receipt: await response.clone().text() }
	}

	/** Grants a token. */
	async token(
		scopes: Scope[],
		principal = 'podatelna',
		expires = this.deps.clock.now() + 86_400_000,
	): Promise<string> {
		const body = JSON.stringify({ principal, scopes, expires: new Date(expires).toISOString() })
		const init = { method: 'POST', body, headers: { 'Content-Type': 'application/json' } }
		return (await this.json<{ token: string }>('/api/v1/tokens', init, 201)).token
	}

	/** A private field of an entry. */
	async field(index: number, name: string): Promise<unknown> {
		const record = await this.vault.record(index)
		if (record === undefined || record === 'erased') throw new Error(`no record of entry ${index}`)
		return decodeOpening(record.opening).fields.find((one) => one.name === name)?.value
	}

	/** The accesses recorded from entry `from` on, oldest first. */
	async accesses(from: number): Promise<RecordedAccess[]> {
		const found: RecordedAccess[] = []
		for (let index = from; index < this.log.size; index++) {
			if ((await this.field(index, 'kind')) !== 'access') continue
			const { action } = (await this.field(index, 'metadata')) as { action: string }
			const [actor, purpose] = [await this.field(index, 'actor'), await this.field(index, 'purpose')]
			found.push({ action, actor, purpose, object: String(await this.field(index, 'object')) })
		}
		return found
	}

	/** What the vault keeps of contents that are in no record: files, finished or not, and small ones that wait for theirs. */
	async payloads(): Promise<number> {
		const names = await readdir(join(this.folder, 'data', 'vault'), { recursive: true, withFileTypes: true })
		const files = names.filter((one) => one.isFile() && /payload|incoming/.test(one.parentPath))
		return files.length + this.vault.waiting
	}

	/** Answers that were given but are not described, as `method route status`. */
	async undescribed(): Promise<string[]> {
		described ??= this.json<{ paths: Described }>('/openapi.json').then(({ paths }) => paths)
		const paths = await described
		const found = new Set<string>()
		for (const { method, route, status } of this.journal) {
			const path = route.replace(/:(\w+)(\{[^}]*\})?/g, '{$1}')
			const operation = paths[path]?.[method === 'HEAD' ? 'get' : method.toLowerCase()]
			if (operation !== undefined && !(status in operation.responses))
				found.add(`${method} ${path} ${status}`)
		}
		return [...found]
	}

	/** @param keep leaves the folder, for the town to be opened again */
	async close(keep = false): Promise<void> {
		const undescribed = await this.undescribed()
		this.stopping.abort()
		for (const { body, bodyUsed } of this.#answers) if (!bodyUsed) await body?.cancel().catch(() => {})
		await this.anchorer.stop()
		await this.projection.close()
		await this.log.close()
		await this.vault.close()
		await Promise.all(this.#stores.map((store) => store.close()))
		if (!keep) await rm(this.folder, { recursive: true, force: true })
		// Every test of a town is one of its description too.
		if (undescribed.length > 0) throw new Error(`not described: ${undescribed.join(', ')}`)
	}
}

const trustedRoots = ({ authorities = [] }: TownOptions) => authorities.flatMap(({ roots }) => roots)

function ledgerOf(parts: {
	log: Log
	vault: Vault
	anchorer: Anchorer
	signer: Signer
	seal: Seal
	status: TownStatus
	data: string
	roots: readonly Uint8Array[]
}): Ledger {
	const { log, vault, anchorer, signer, seal, status, data, roots } = parts
	const trust = makeTrustFile({
		town: 'Ukázkov',
		demo: status.demo,
		log: { origin: ORIGIN, ed25519: signer.vkeys.ed25519, mldsa44: signer.vkeys.mldsa44 },
		statusKey: signer.vkeys.status,
		requiredWitnesses: [],
		timestampRoots: roots,
		timestampsRequired: Math.min(1, roots.length),
		sealRoots: seal.signer.chain.slice(-1),
		predecessors: [],
	})
	return {
		...{ log, vault, anchorer, seal },
		witnesses: { status: () => [] },
		trustFile: () => trust,
		signStatus: (text) => signer.signStatus(text),
		disposing: () => () => {},
		async status() {
			const { bavail, bsize } = await statfs(data)
			return { ...status, diskFree: status.diskFree ?? bavail * bsize }
		},
	}
}
