/**
 * Child process of `render` and others: requests that come when they come, whether or not earlier ones have been answered, as
 * people's do. Each wait counts from the moment at which the request was due, so that a server that stalls is charged
 * for all who came meanwhile, and so is this process when it is late itself. Bounded in time and in requests.
 *
 * Reads the JSON of OpenLoad from its input; prints one line, the JSON of OpenAnswers.
 * @module
 */
import { randomBytes } from 'node:crypto'
import { Agent, type IncomingMessage, request } from 'node:http'
import { text } from 'node:stream/consumers'

export interface Target {
	/** by which its waits are told */
	readonly name: string
	/** one is taken after the other */
	readonly paths: readonly string[]
	readonly headers: Readonly<Record<string, string>>
	readonly status: number
	/** stands in every right answer; nothing is looked for if absent */
	readonly holds?: string
	/** bytes of a document that is posted */
	readonly upload?: number
	/** a form that is posted, as it goes over the wire; asked by GET if both are absent */
	readonly form?: string
}

export interface OpenLoad {
	readonly port: number
	/** each comes as often as the others */
	readonly targets: readonly Target[]
	/** requests a second, of all targets together */
	readonly rate: number
	readonly warmUpSeconds: number
	readonly seconds: number
}

export interface OpenAnswers {
	/** ms, in the order in which the requests were due; of the counted time */
	readonly waits: Readonly<Record<string, readonly number[]>>
	/** ms by which requests were sent later than they were due */
	readonly late: readonly number[]
	/** bytes of the last answer's body, by target */
	readonly bytes: Readonly<Record<string, number>>
	/** share of one processor that this process used in all */
	readonly processor: number
}

/** Requests under way; more than these are no measurement any more but a queue. */
const MOST_OPEN = 1000
const PATIENCE_MS = 30_000
const BOUNDARY = 'letopis-bench-boundary'

/** Moments at which requests are due, ms from the beginning: gaps as of many people who know nothing of each other. */
export function arrivals(rate: number, seconds: number, random: () => number = Math.random): number[] {
	const due: number[] = []
	for (let at = 0; ; ) {
		// 1 − random, for its logarithm must be finite.
		at += (-Math.log(1 - random()) / rate) * 1000
		if (at >= seconds * 1000) return due
		due.push(at)
	}
}

function uploadBody(size: number): Buffer {
	const head = `--${BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="document.bin"\r\n\r\n`
	return Buffer.concat([Buffer.from(head), randomBytes(size), Buffer.from(`\r\n--${BOUNDARY}--\r\n`)])
}

async function run({ port, targets, rate, warmUpSeconds, seconds }: OpenLoad): Promise<OpenAnswers> {
	const agent = new Agent({ keepAlive: true, maxSockets: 256 })
	const waits: Record<string, number[]> = Object.fromEntries(targets.map(({ name }) => [name, []]))
	const bytes: Record<string, number> = {}
	const late: number[] = []
	const due = arrivals(rate, warmUpSeconds + seconds)
	const started = performance.now()
	const used = process.cpuUsage()
	let open = 0
	const { promise, resolve, reject } = Promise.withResolvers<void>()
	const send = (n: number, at: number) => {
		const target = targets[n % targets.length] as Target
		const path = target.paths[Math.floor(n / targets.length) % target.paths.length] as string
		const counted = at >= warmUpSeconds * 1000
		if (counted) late.push(performance.now() - started - at)
		if (++open > MOST_OPEN) throw new Error(`${MOST_OPEN} requests are without an answer`)
		ask(agent, port, path, target, (length) => {
			open--
			bytes[target.name] = length
			if (counted) waits[target.name]?.push(performance.now() - started - at)
			if (next === due.length && open === 0) resolve()
		}).catch(reject)
	}
	let next = 0
	const tick = () => {
		try {
			for (const now = performance.now() - started; next < due.length && (due[next] as number) <= now; next++)
				send(next, due[next] as number)
		} catch (error) {
			reject(error)
			return
		}
		if (next < due.length)
			setTimeout(tick, Math.max(0, (due[next] as number) - (performance.now() - started)))
	}
	tick()
	await promise
	const { user, system } = process.cpuUsage(used)
	const processor = (user + system) / 1000 / (performance.now() - started)
	agent.destroy()
	return { waits, late, bytes, processor }
}

/** @param done told of the answer's length once all of it has come */
async function ask(
	agent: Agent,
	port: number,
	path: string,
	{ headers, status, holds, upload, form }: Target,
	done: (length: number) => void,
): Promise<void> {
	const posted = form === undefined ? undefined : Buffer.from(form)
	const body = upload === undefined ? posted : uploadBody(upload)
	const type =
		upload === undefined ? 'application/x-www-form-urlencoded' : `multipart/form-data; boundary=${BOUNDARY}`
	const described = body && { 'Content-Type': type, 'Content-Length': body.length }
	const sent = request({
		...{ agent, port, path, host: '127.0.0.1', method: body === undefined ? 'GET' : 'POST' },
		headers: { ...headers, ...described },
		timeout: PATIENCE_MS,
	})
	sent.on('timeout', () => sent.destroy(new Error(`${path}: no answer`)))
	const answer = await new Promise<IncomingMessage>((resolve, reject) => {
		sent.on('response', resolve)
		sent.on('error', reject)
		sent.end(body)
	})
	const parts: Buffer[] = []
	for await (const part of answer) parts.push(part as Buffer)
	const whole = Buffer.concat(parts)
	if (answer.statusCode !== status || (holds !== undefined && !whole.includes(holds)))
		throw new Error(`${path}: ${answer.statusCode} ${whole.toString('utf8', 0, 1000)}`)
	done(whole.length)
}

if (import.meta.main)
	console.log(JSON.stringify(await run(JSON.parse(await text(process.stdin)) as OpenLoad)))
