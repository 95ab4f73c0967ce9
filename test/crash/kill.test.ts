import { randomInt } from 'node:crypto'
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import {
	type Checkpoint,
	parseCheckpoint,
	parseNote,
	parseReceipt,
	parseVkey,
	useVerifiers,
} from '@letopis/format'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { nativeVerifiers } from '../support/native-verifiers.ts'
import { type Acknowledged, contentOf, newDocument, type Posted, post } from '../support/outside-client.ts'
import { openHead, PublicLog } from '../support/public-log.ts'
import { type RunningServer, runLetopis, startAndKill, startServer } from '../support/server.ts'

/**
 * The server is killed at a random moment under load, again and again; an outside client keeps what was acknowledged.
 * LETOPIS_KILL_ROUNDS sets how often (200). A failure leaves its folder behind and names it: `data` and `keys` as they
 * are, `before` as they were before the last start (without the payloads), `client.json` and `servers.log`.
 */
const ROUNDS = Number(process.env.LETOPIS_KILL_ROUNDS ?? 200)
/** A round has a start of the server in it, which takes long on a busy machine. */
const ROUND_MS = 60_000
const CONNECTIONS = 8
const CONTENTS_READ_BACK = 200
/** Servers whose words are kept, and how many characters of the last one's are shown. */
const SERVERS_TOLD = 3
const TOLD = 4000

let folder: string
const folders = () => ({ data: join(folder, 'data'), keys: join(folder, 'keys') })

/** What the client knows, and the servers that it met. */
const seen = {
	round: 0,
	kept: [] as Acknowledged[],
	heads: [] as Checkpoint[],
	refused: [] as string[],
	unanswered: [] as Posted[],
	/** size of the largest head that was promised */
	known: 0,
	servers: [] as RunningServer[],
}
let passed = false

beforeAll(async () => {
	useVerifiers(nativeVerifiers)
	folder = await mkdtemp(join(tmpdir(), 'letopis-kill-'))
})
afterAll(async () => {
	if (passed) await rm(folder, { recursive: true, force: true })
})

test(`nothing acknowledged is lost in ${ROUNDS} rounds of kill -9`, {
	timeout: ROUNDS * ROUND_MS,
}, async () => {
	try {
		while (seen.round < ROUNDS) await round()
		expect(seen.refused).toEqual([])
		// More than one document a round, or the rounds tested nothing; a busy machine gets through few.
		expect(seen.kept.length).toBeGreaterThan(ROUNDS)
		const sizes = seen.heads.map(({ size }) => size)
		expect(sizes).toEqual(sizes.toSorted((a, b) => a - b))
		await checkAll()
		expect(await runLetopis(['fsck'], folders())).toMatchObject({ code: 0 })
		passed = true
	} catch (error) {
		await keepEvidence(error)
		throw error
	}
})

/** Starts the server, sends to it, kills it. */
async function round(): Promise<void> {
	const { kept, refused } = seen
	const number = seen.round
	const server = await start()
	seen.heads.push(...(await publishedHead(server)))
	const before = kept.length
	const load = startLoad(server, seen.unanswered, kept, refused)
	// Every other round in full swing, the others whatever the server is just doing.
	if (number % 2 === 0) await firstAcknowledged(kept, before)
	await new Promise((next) => setTimeout(next, randomInt(20, 401)))
	await server.kill9()
	if (number % 10 === 9) await startAndKill(folders(), randomInt(100, 1500))
	seen.unanswered = await load
	expect(refused).toEqual([])
	// Every head signed in this round covers all that was promised in the rounds before. What is answered a second time
	// comes under the published head, which may be from a round before.
	const fresh = kept.slice(before).filter(({ replayed }) => !replayed)
	for (const { key, receipt } of fresh)
		expect(sizeOf(receipt), `round ${number}, ${key}`).toBeGreaterThanOrEqual(seen.known)
	seen.known = Math.max(seen.known, ...fresh.map(({ receipt }) => sizeOf(receipt)))
	seen.round++
	if (number % 20 === 19) console.log(`round ${number + 1}: ${kept.length} acknowledged, size ${seen.known}`)
}

async function start(): Promise<RunningServer> {
	const before = join(folder, 'before')
	await rm(before, { recursive: true, force: true })
	for (const part of ['data', 'keys'])
		await cp(join(folder, part), join(before, part), {
			recursive: true,
			filter: (path) => basename(path) !== 'payload',
		}).catch((error: NodeJS.ErrnoException) => {
			if (error.code !== 'ENOENT') throw error
		})
	const server = await startServer(folders())
	seen.servers = [...seen.servers.slice(-SERVERS_TOLD + 1), server]
	return server
}

/** Everything that was ever promised against the server as it is in the end. */
async function checkAll(): Promise<void> {
	const { kept, heads } = seen
	const server = await start()
	try {
		// What was cut off is asked again under its key: it must be found or done, but not done twice.
		for (const document of seen.unanswered) {
			const answer = await post(server, document)
			if (answer.kind !== 'acknowledged') throw new Error(`after the last round: ${JSON.stringify(answer)}`)
			kept.push(answer.document)
		}
		await checkKept(server, kept, heads)
		await checkOnce(server, kept)
	} finally {
		await server.stop()
	}
}

/** Leaves what a failure can be explained with, and says where. */
async function keepEvidence(error: unknown): Promise<void> {
	for (const server of seen.servers) await server.kill9()
	const { servers, ...client } = seen
	const text = servers.map((server) => `--- process ${server.pid}\n${server.output()}`).join('\n')
	await writeFile(join(folder, 'client.json'), JSON.stringify(client, null, '\t'))
	await writeFile(join(folder, 'servers.log'), text)
	console.error(`round ${seen.round}: ${error instanceof Error ? error.message : error}`)
	console.error(`kept: ${folder}; the last server's words:\n${servers.at(-1)?.output().slice(-TOLD)}`)
}

/** Waits for the first acknowledgement of a round. */
async function firstAcknowledged(kept: readonly Acknowledged[], before: number): Promise<void> {
	for (const deadline = Date.now() + 10_000; kept.length === before && Date.now() < deadline; )
		await new Promise((next) => setTimeout(next, 5))
}

/** Posts over several connections until the server is gone. @returns what was sent and not answered */
async function startLoad(
	server: RunningServer,
	first: Posted[],
	kept: Acknowledged[],
	refused: string[],
): Promise<Posted[]> {
	const waiting = [...first]
	const unanswered: Posted[] = []
	const connection = async () => {
		while (refused.length === 0) {
			const document = waiting.shift() ?? newDocument()
			const answer = await post(server, document)
			if (answer.kind === 'acknowledged') {
				kept.push(answer.document)
				continue
			}
			unanswered.push(document)
			if (answer.kind === 'cut-off') return
			refused.push(`${answer.status} ${answer.text}`)
		}
	}
	await Promise.all(Array.from({ length: CONNECTIONS }, connection))
	return [...unanswered, ...waiting]
}

/** The published head, or none in the first moments of a log. */
async function publishedHead(server: RunningServer): Promise<Checkpoint[]> {
	const keys = (await (await fetch(`${server.url}/log/vkey`)).text()).trim().split('\n').map(parseVkey)
	const response = await fetch(`${server.url}/log/checkpoint`)
	return response.ok ? [openHead(await response.text(), keys)] : []
}

function sizeOf(receipt: string): number {
	return parseCheckpoint(parseNote(parseReceipt(receipt).proof.checkpoint).text).size
}

/** Every receipt and every head seen against the whole log, each index promised once; contents of a sample. */
async function checkKept(server: RunningServer, kept: readonly Acknowledged[], heads: readonly Checkpoint[]) {
	const log = await PublicLog.read(
		`${server.url}/log`,
		Math.max(...kept.map(({ receipt }) => sizeOf(receipt))),
	)
	// Held against the roots of one log, two roots of one size cannot both pass.
	for (const head of heads) log.demandHead(head)
	const indexes = new Map<number, string>()
	for (const { key, receipt } of kept) {
		const { index } = log.demandReceipt(receipt)
		expect(indexes.get(index) ?? key, `entry ${index} was promised twice`).toBe(key)
		indexes.set(index, key)
	}
	for (let i = 0; i < Math.min(CONTENTS_READ_BACK, kept.length); i++) {
		const { id, content } = kept[randomInt(kept.length)] as Acknowledged
		expect((await contentOf(server, id)).equals(content), `content of ${id}`).toBe(true)
	}
}

/** The documents that the server lists are those that were posted, each once. */
async function checkOnce(server: RunningServer, kept: readonly Acknowledged[]): Promise<void> {
	const listed: string[] = []
	let cursor: string | null = null
	do {
		const query = new URLSearchParams({ limit: '100', ...(cursor === null ? {} : { cursor }) })
		const response = await fetch(`${server.url}/api/v1/documents?${query}`, {
			headers: { authorization: `Bearer ${server.token}` },
		})
		const page = (await response.json()) as { documents: { id: string }[]; next: string | null }
		listed.push(...page.documents.map(({ id }) => id))
		cursor = page.next
	} while (cursor !== null)
	expect(new Set(listed).size).toBe(listed.length)
	expect([...listed].sort()).toEqual([...new Set(kept.map(({ id }) => id))].sort())
	expect(new Set(kept.map(({ key }) => key)).size).toBe(kept.length)
}
