/**
 * A small C2SP tlog-witness v1.0.0 over HTTP: checks signature, sizes and proofs, persists before it answers
 * (in memory: it lives as long as a test), in one synchronous step so that two requests cannot race. It can
 * also misbehave.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import {
	checkConsistency,
	EMPTY_ROOT,
	equalBytes,
	formatVkey,
	fromBase64,
	fromUtf8,
	type Hash,
	parseCheckpoint,
	parseNote,
	RefusalError,
	type Vkey,
	verifyNote,
} from '@letopis/format'
import { noteSigner } from './note-signer.ts'

/**
 * - `silent`: never answers
 * - `late`: answers when `release` is called
 * - `bad-signature`: its cosignature has a flipped bit
 * - `stale`: cosigns the head before the submitted one
 * - `timeless`: cosigns without a time
 * - `stranger`: cosigns with another key
 * - `endless`: answers more than anybody should read
 * - `failing`: HTTP 503
 * - `contrary`: always reports a conflict
 * - `redirecting`: sends elsewhere
 */
export type WitnessMood =
	| 'honest'
	| 'silent'
	| 'late'
	| 'bad-signature'
	| 'stale'
	| 'timeless'
	| 'stranger'
	| 'endless'
	| 'failing'
	| 'contrary'
	| 'redirecting'

export interface TestWitness {
	readonly name: string
	readonly url: string
	readonly vkey: string
	/** Status of every answer so far. */
	readonly answers: readonly number[]
	/** Size of the newest head that it cosigned for the origin. */
	cosigned(origin: string): number
	/** Forgets a log, as a witness that lost its memory would. */
	forget(origin: string): void
	behave(mood: WitnessMood): void
	/** Lets late answers go. */
	release(): void
	close(): Promise<void>
}

export interface WitnessOptions {
	/** Log keys (0x01) that it accepts, by origin. */
	readonly logs: readonly Vkey[]
	/** Signature type of its cosignatures. */
	readonly type?: 0x04 | 0x06
	/** Seconds since 1970. */
	readonly now?: () => number
}

interface Answer {
	readonly status: number
	readonly body?: string
	readonly type?: string
}

export async function startWitness(name: string, options: WitnessOptions): Promise<TestWitness> {
	const { logs, type = 0x04, now = () => Math.floor(Date.now() / 1000) } = options
	const signer = noteSigner(name, type)
	const stranger = noteSigner(name, type, 'another key')
	const latest = new Map<string, { size: number; root: Hash; text: string }>()
	const answers: number[] = []
	let mood: WitnessMood = 'honest'
	let waiting: (() => void)[] = []
	/** Also those that are still on their way when the late ones are let go. */
	let released = false

	/** The rules of add-checkpoint, in the order of the specification. */
	function judge(request: string): Answer {
		const { oldSize, proof, note } = parseRequest(request)
		const parsed = parseNote(note)
		const { origin, size, root } = parseCheckpoint(parsed.text)
		const keys = logs.filter((vkey) => vkey.name === origin)
		if (keys.length === 0) return { status: 404 }
		try {
			if (verifyNote(parsed, keys).length === 0) return { status: 403 }
		} catch {
			return { status: 403 }
		}
		if (oldSize > size) return { status: 400 }
		const known = latest.get(origin) ?? { size: 0, root: EMPTY_ROOT, text: '' }
		if (oldSize !== known.size || mood === 'contrary') {
			return { status: 409, body: `${known.size}\n`, type: 'text/x.tlog.size' }
		}
		if (!isConsistent(known, { size, root }, proof)) return { status: 422 }
		latest.set(origin, { size, root, text: parsed.text })
		return { status: 200, body: cosign(parsed.text, known.text) }
	}

	function cosign(text: string, before: string): string {
		if (mood === 'stranger') return `${stranger.line(text, now())}\n`
		if (mood === 'timeless') return `${signer.line(text, 0)}\n`
		if (mood === 'stale' && before !== '') return `${signer.line(before, now())}\n`
		const line = signer.line(text, now())
		if (mood !== 'bad-signature') return `${line}\n`
		const [dash, key, payload = ''] = line.split(' ')
		const bytes = fromBase64(payload)
		bytes[40] = (bytes[40] ?? 0) ^ 1
		return `${dash} ${key} ${Buffer.from(bytes).toString('base64')}\n`
	}

	async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
		const chunks: Buffer[] = []
		for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk)
		if (mood === 'silent') return
		if (mood === 'late' && !released) await new Promise<void>((resolve) => waiting.push(resolve))
		const { status, body = '', type: contentType = 'text/plain' } = answer(request, Buffer.concat(chunks))
		answers.push(status)
		const location = mood === 'redirecting' ? { location: '/add-checkpoint' } : {}
		response.writeHead(status, { 'content-type': contentType, ...location }).end(body)
	}

	function answer({ method, url }: IncomingMessage, body: Buffer): Answer {
		if (mood === 'failing') return { status: 503 }
		if (mood === 'redirecting') return { status: 307 }
		if (mood === 'endless') return { status: 200, body: 'x'.repeat(1_000_000) }
		if (method !== 'POST' || url !== '/add-checkpoint') return { status: 404 }
		try {
			return judge(fromUtf8(body))
		} catch (error) {
			if (error instanceof RefusalError) return { status: 400 }
			throw error
		}
	}

	const server = createServer((request, response) => void handle(request, response))
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
	const { port } = server.address() as AddressInfo
	return {
		name,
		url: `http://127.0.0.1:${port}`,
		vkey: formatVkey(signer.vkey),
		answers,
		cosigned: (origin) => latest.get(origin)?.size ?? 0,
		forget: (origin) => latest.delete(origin),
		behave: (next) => {
			mood = next
			released = false
		},
		release: () => {
			released = true
			for (const go of waiting) go()
			waiting = []
		},
		close: () =>
			new Promise((resolve) => {
				server.close(() => resolve())
				server.closeAllConnections()
			}),
	}
}

function parseRequest(body: string): { oldSize: number; proof: Hash[]; note: string } {
	const end = body.indexOf('\n\n')
	const [first = '', ...hashes] = body.slice(0, end).split('\n')
	const size = /^old (0|[1-9][0-9]{0,15})$/.exec(first)?.[1]
	if (end < 0 || size === undefined || hashes.length > 63)
		throw new RefusalError('malformed', 'not a submission')
	return { oldSize: Number(size), proof: hashes.map(fromBase64), note: body.slice(end + 2) }
}

function isConsistent(
	known: { size: number; root: Hash },
	head: { size: number; root: Hash },
	proof: readonly Hash[],
): boolean {
	if (head.size === 0 && !equalBytes(head.root, EMPTY_ROOT)) return false
	if (known.size === 0) return proof.length === 0
	try {
		checkConsistency({ size1: known.size, size2: head.size, root1: known.root, root2: head.root, proof })
		return true
	} catch {
		return false
	}
}
