import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { parseCheckpoint, parseNote, parseReceipt, parseTrust } from '@letopis/format'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Acknowledged, newDocument, post } from '../support/outside-client.ts'
import { PublicLog } from '../support/public-log.ts'
import { type RunningServer, startServer } from '../support/server.ts'
import { ask, goJudge, temporaryFolder } from './judges.ts'

/** Over one full tile of 256, with a partial one beside it. */
const DOCUMENTS = 270

let folder: Awaited<ReturnType<typeof temporaryFolder>>
let judge: string
let server: RunningServer
let vkey: string
let mldsa: string
const older: string[] = []
const documents: Acknowledged[] = []
const file = (name: string) => join(folder.path, name)
const text = async (path: string) => await (await fetch(`${server.url}${path}`)).text()

beforeAll(async () => {
	judge = await goJudge()
	folder = await temporaryFolder()
	server = await startServer({ data: file('data'), keys: file('keys') })
	const keys = (await text('/log/vkey')).trim().split('\n')
	vkey = keys.find((key) => key.split('+')[2]?.startsWith('A')) ?? ''
	mldsa = keys.find((key) => key.split('+')[2]?.startsWith('B')) ?? ''
	for (let done = 0; done < DOCUMENTS; done += 10) {
		const answers = await Promise.all(Array.from({ length: 10 }, () => post(server, newDocument())))
		for (const answer of answers) {
			if (answer.kind !== 'acknowledged') throw new Error(JSON.stringify(answer))
			documents.push(answer.document)
		}
		const note = await text('/log/checkpoint')
		const name = file(`checkpoint-${parseCheckpoint(parseNote(note).text).size}`)
		if (!older.includes(name)) older.push(name)
		await writeFile(name, note)
	}
	const sizes = documents.map(({ receipt }) => parseReceipt(receipt).proof.index + 1)
	await PublicLog.read(`${server.url}/log`, Math.max(...sizes))
})
afterAll(async () => {
	await server?.stop()
	await folder?.[Symbol.asyncDispose]()
})

const judgeLog = (url: string, ...args: string[]) =>
	ask(judge, ['log', '-url', url, '-vkey', vkey, ...args, ...older.flatMap((name) => ['-older', name])])

describe('Tessera reads the live log', () => {
	test('fsck rebuilds it, every inclusion and consistency proof verifies, the ML-DSA line does no harm', async () => {
		const judged = await judgeLog(`${server.url}/log/`)
		expect(judged, judged.stderr).toMatchObject({ code: 0 })
		const verdict = JSON.parse(judged.stdout)
		const head = parseCheckpoint(parseNote(await text('/log/checkpoint')).text)
		expect(verdict).toMatchObject({
			origin: head.origin,
			signed: [head.origin],
			unknown: 1,
			consistency: older.length,
		})
		expect(verdict.size).toBeGreaterThan(DOCUMENTS)
		expect(verdict.inclusion).toBe(verdict.size)
		expect(older.length).toBeGreaterThan(1)
	})

	test('the ML-DSA-44 signature verifies with the published Go implementation', async () => {
		const judged = await judgeLog(`${server.url}/log/`, '-cosigner', mldsa)
		expect(judged, judged.stderr).toMatchObject({ code: 0 })
		const { origin, signed } = JSON.parse(judged.stdout)
		expect(signed).toEqual([origin, origin])
	})

	test('the numbered log is the same', async () => {
		expect(await judgeLog(`${server.url}/log/1/`)).toMatchObject({ code: 0 })
	})

	test('a published policy parser finds the trust file’s quorum met by the newest head', async () => {
		const trust = parseTrust(new Uint8Array(Buffer.from(await text('/log/trust.json'))))
		await writeFile(file('policy'), policyText(await text('/log/trust.json')))
		await writeFile(file('head'), await text('/log/checkpoint'))
		const judged = await ask(judge, ['policy', '-policy', file('policy'), '-checkpoint', file('head')])
		expect(judged, judged.stderr).toMatchObject({ code: 0 })
		expect(JSON.parse(judged.stdout)).toEqual({ satisfied: true, witnesses: trust.policy.witnesses.length })
	})

	test('and unmet by a head without the ML-DSA line', async () => {
		await writeFile(file('policy'), policyText(await text('/log/trust.json')))
		const [body = '', lines = ''] = (await text('/log/checkpoint')).split('\n\n')
		await writeFile(file('stripped'), `${body}\n\n${lines.split('\n')[0]}\n`)
		const judged = await ask(judge, ['policy', '-policy', file('policy'), '-checkpoint', file('stripped')])
		expect(judged, judged.stderr).toMatchObject({ code: 0 })
		expect(JSON.parse(judged.stdout)).toMatchObject({ satisfied: false })
	})
})

/** The judge must be able to say no: the same log through a door that changes one thing. */
describe('Tessera refuses a log in which something was changed', () => {
	let door: Server
	let url: string
	let change: (path: string, body: Buffer) => Buffer
	beforeAll(async () => {
		door = createServer((request, response) => {
			void (async () => {
				const answer = await fetch(`${server.url}${request.url}`)
				const body = Buffer.from(await answer.arrayBuffer())
				response.writeHead(answer.status)
				response.end(answer.ok ? change(request.url ?? '', body) : body)
			})()
		})
		door.listen(0, '127.0.0.1')
		await once(door, 'listening')
		url = `http://127.0.0.1:${(door.address() as AddressInfo).port}/log/`
	})
	afterAll(() => door?.close())

	const flip = (body: Buffer, at: number) => {
		body.writeUInt8(body.readUInt8(at) ^ 1, at)
		return body
	}
	const changes = [
		{ comment: 'nothing', change: (_path: string, body: Buffer) => body, code: 0 },
		{
			comment: 'one bit of one entry',
			change: (path: string, body: Buffer) => (path === '/log/tile/entries/000' ? flip(body, 700) : body),
			code: 1,
		},
		{
			comment: 'one bit of one hash',
			change: (path: string, body: Buffer) => (path === '/log/tile/0/000' ? flip(body, 100) : body),
			code: 1,
		},
		{
			comment: 'one bit of the hash over the first tile',
			change: (path: string, body: Buffer) => (path.startsWith('/log/tile/1/000') ? flip(body, 5) : body),
			code: 1,
		},
		{
			comment: 'the size in the checkpoint',
			change: (path: string, body: Buffer) =>
				path === '/log/checkpoint'
					? Buffer.from(body.toString().replace(/\n(\d+)\n/, (_, n) => `\n${n - 1}\n`))
					: body,
			code: 1,
		},
	]
	for (const one of changes)
		test(one.comment, async () => {
			change = one.change
			const judged = await judgeLog(url)
			expect(judged.code, judged.stderr).toBe(one.code)
		})
})

describe('published tlog-proof parsers', () => {
	const receiptOf = async (id: string) => {
		const response = await fetch(`${server.url}/api/v1/documents/${id}/receipt`, {
			headers: { authorization: `Bearer ${server.token}`, accept: 'text/x.tlog-proof' },
		})
		return await response.text()
	}
	const judgeProof = async (proof: string, entry: Uint8Array) => {
		await writeFile(file('receipt.tlog-proof'), proof)
		await writeFile(file('entry'), entry)
		return await ask(judge, [
			'proof',
			'-proof',
			file('receipt.tlog-proof'),
			'-entry',
			file('entry'),
			'-vkey',
			vkey,
		])
	}

	for (const [comment, at] of [
		['first', 0],
		['hundredth', 100],
		['last', DOCUMENTS - 1],
	] as const)
		test(`find the ${comment} document proven by its receipt, and another one not`, async () => {
			const { id } = documents[at] as Acknowledged
			const proof = await receiptOf(id)
			const { entry, proof: own } = parseReceipt(proof)
			const judged = await judgeProof(proof, entry)
			expect(judged, judged.stderr).toMatchObject({ code: 0 })
			expect(JSON.parse(judged.stdout)).toMatchObject({ index: own.index })
			const other = Buffer.from(entry)
			other.writeUInt8(other.readUInt8(50) ^ 1, 50)
			expect((await judgeProof(proof, other)).code).toBe(1)
		})

	test('also when it has grown by a time-stamp', async () => {
		const { id } = documents[7] as Acknowledged
		await fetch(`${server.url}/api/v1/anchors`, {
			method: 'POST',
			headers: { authorization: `Bearer ${server.token}` },
		})
		let proof = await receiptOf(id)
		for (const deadline = Date.now() + 30_000; parseReceipt(proof).anchors.length === 0; ) {
			if (Date.now() > deadline) throw new Error('no time-stamp came')
			await new Promise((next) => setTimeout(next, 200))
			proof = await receiptOf(id)
		}
		const judged = await judgeProof(proof, parseReceipt(proof).entry)
		expect(judged, judged.stderr).toMatchObject({ code: 0 })
		console.log(`the extra line of a stamped receipt holds ${JSON.parse(judged.stdout).extra} bytes`)
	})
})

function policyText(trustFile: string): string {
	return (JSON.parse(trustFile) as { policy: string }).policy
}
