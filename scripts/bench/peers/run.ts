/**
 * Measures what others offer: Tessera awaiting publication and immudb's synced store, built from their published Go
 * modules, under the load that our own `append-inproc` has. See README.md in this folder for the settings and why.
 * @module
 */
import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { buildGo, goVersion } from './go.ts'

export interface PeerSettings {
	/** Counted time of each peer, 0 < seconds ≤ 13; one second of warm-up comes on top. */
	seconds: number
	/** Clients that append and wait; default 1,024. */
	clients?: number
	/** Bytes of one entry, at least 16; default 512. */
	payload?: number
	/** Where the ledgers are written and then removed; default `.cache/`, the disk that the repository is on. */
	folder?: string
	/** Told what is going on; building takes a minute or two the first time. */
	onProgress?: (text: string) => void
}

export interface PeerFigures {
	name: string
	/** Appends that ended in the counted time. */
	appends: number
	seconds: number
	/** Appends a second. */
	rate: number
	p50Ms: number
	p99Ms: number
}

export interface PeerSkipped {
	name: string
	/** Why there is no figure, in words. */
	skipped: string
}

export type PeerResult = PeerFigures | PeerSkipped

const WARM_UP_SECONDS = 1
const peers = [
	{ name: 'peer-tessera', module: 'tessera', args: [] },
	{ name: 'peer-immudb', module: 'immudb', args: [] },
	{ name: 'peer-immudb-no-index', module: 'immudb', args: ['-index=false'] },
]

/**
 * Runs every peer, one after the other.
 * @throws RangeError if a setting is out of range
 * @throws Error if Go is there but a peer cannot be built or run: a missing figure must not pass for a figure
 */
export async function runPeers(settings: PeerSettings): Promise<PeerResult[]> {
	const { seconds, clients = 1024, payload = 512, onProgress = () => {} } = settings
	if (!(seconds > 0 && seconds <= 13)) throw new RangeError(`seconds must be in (0, 13], got ${seconds}`)
	if (!Number.isSafeInteger(clients) || clients < 1)
		throw new RangeError(`clients must be ≥ 1, got ${clients}`)
	if (!Number.isSafeInteger(payload) || payload < 16)
		throw new RangeError(`payload must be ≥ 16, got ${payload}`)

	if ((await goVersion()) === null) return peers.map(({ name }) => ({ name, skipped: 'go is not installed' }))
	const here = dirname(fileURLToPath(import.meta.url))
	const folder = settings.folder ?? join(here, '..', '..', '..', '.cache')
	const results: PeerResult[] = []
	for (const { name, module, args } of peers) {
		onProgress(`${name}: building`)
		const program = await buildGo(join('scripts', 'bench', 'peers', module), `peer-${module}`)
		onProgress(`${name}: ${clients} clients, ${payload} B, ${seconds} s`)
		const load = [
			`-clients=${clients}`,
			`-payload=${payload}`,
			`-seconds=${seconds}`,
			`-warmup=${WARM_UP_SECONDS}`,
		]
		results.push(await runPeer(name, program, [...load, ...args], folder, seconds))
	}
	return results
}

async function runPeer(name: string, program: string, args: string[], folder: string, seconds: number) {
	await mkdir(folder, { recursive: true })
	const dir = await mkdtemp(join(folder, `${name}-`))
	try {
		// Beyond the load itself a peer checks its samples and closes; one that hangs is ended.
		const limit = (WARM_UP_SECONDS + seconds + 15) * 1000
		const { stdout } = await promisify(execFile)(program, [...args, `-dir=${dir}`], { timeout: limit })
		return figures(name, stdout)
	} catch (error) {
		const { stderr, message } = error as Error & { stderr?: string }
		throw new Error(`${name} failed: ${(stderr || message).trim().slice(-1000)}`, { cause: error })
	} finally {
		await rm(dir, { recursive: true, force: true })
	}
}

function figures(name: string, line: string): PeerFigures {
	const row = JSON.parse(line) as Record<string, unknown>
	const number = (key: string) => {
		const value = row[key]
		if (typeof value !== 'number' || !(value > 0)) throw new Error(`no ${key} in ${line}`)
		return value
	}
	if (row.name !== name) throw new Error(`asked ${name}, answered ${row.name}`)
	return {
		name,
		appends: number('appends'),
		seconds: number('seconds'),
		rate: number('rate'),
		p50Ms: number('p50_ms'),
		p99Ms: number('p99_ms'),
	}
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
	const results = await runPeers({
		seconds: Number(process.argv[2] ?? 8),
		onProgress: (text) => console.error(text),
	})
	for (const result of results) {
		if ('skipped' in result) console.log(`${result.name}: skipped: ${result.skipped}`)
		else console.log(JSON.stringify(result))
	}
}
