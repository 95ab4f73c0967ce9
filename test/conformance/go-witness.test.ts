import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { parseCheckpoint, parseNote, parseVkey, verifyNote } from '@letopis/format'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newDocument, post } from '../support/outside-client.ts'
import { type RunningServer, startServer } from '../support/server.ts'
import { ask, goJudge, temporaryFolder } from './judges.ts'

const WITNESSES = [
	{ type: 'ed25519', signatureType: 0x04 },
	{ type: 'mldsa44', signatureType: 0x06 },
] as const

interface Witness {
	url: string
	vkey: string
	child: ChildProcess
	/** Requests and their answers, one line each. */
	seen: string[]
	end(): Promise<void>
}

async function startWitness(judge: string, args: string[]): Promise<Witness> {
	const child = spawn(judge, ['witness', ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
	const seen: string[] = []
	createInterface({ input: child.stderr }).on('line', (line) => seen.push(line))
	const end = async () => {
		if (child.exitCode !== null || child.signalCode !== null) return
		child.kill('SIGCONT')
		child.kill('SIGTERM')
		await once(child, 'close')
	}
	const line = await Promise.race([
		once(createInterface({ input: child.stdout }), 'line'),
		once(child, 'close').then(() => {
			throw new Error(`the witness ended:\n${seen.join('\n')}`)
		}),
	])
	return { ...(JSON.parse(String(line[0])) as { url: string; vkey: string }), child, seen, end }
}

describe.for(WITNESSES)('transparency-dev’s witness with an $type key', ({ type, signatureType }) => {
	let folder: Awaited<ReturnType<typeof temporaryFolder>>
	let judge: string
	let server: RunningServer
	let witness: Witness
	let witnessArgs: string[]
	const file = (name: string) => join(folder.path, name)
	const head = async () => {
		const response = await fetch(`${server.url}/log/checkpoint`)
		const note = parseNote(await response.text())
		return { note, checkpoint: parseCheckpoint(note.text) }
	}
	const append = async () => {
		const answer = await post(server, newDocument())
		if (answer.kind !== 'acknowledged') throw new Error(JSON.stringify(answer))
	}
	/** Waits for a published head beyond a size under which the witness's signature stands, and verifies it. */
	const cosignedBeyond = async (size: number) => {
		const vkey = parseVkey(witness.vkey)
		for (const deadline = Date.now() + 30_000; Date.now() < deadline; ) {
			const { note, checkpoint } = await head()
			const signed = verifyNote(note, [vkey])[0]
			if (checkpoint.size > size && signed !== undefined) return { checkpoint, signed }
			await new Promise((next) => setTimeout(next, 100))
		}
		throw new Error(`no cosigned head beyond ${size}; the witness saw:\n${witness.seen.join('\n')}`)
	}

	beforeAll(async () => {
		judge = await goJudge()
		folder = await temporaryFolder()
		const folders = { data: file('data'), keys: file('keys') }
		server = await startServer(folders)
		const keys = (await (await fetch(`${server.url}/log/vkey`)).text()).trim().split('\n')
		await server.stop()
		const vkey = keys.find((key) => parseVkey(key).type === 0x01) ?? ''
		witnessArgs = ['-vkey', vkey, '-type', type, '-key', file('witness.key')]
		witness = await startWitness(judge, witnessArgs)
		const settings = `[[witness]]\nname = "foreign"\nurl = "${witness.url}"\nvkey = "${witness.vkey}"\nrequired = true\n`
		await writeFile(file('letopis.toml'), settings)
		server = await startServer({ ...folders, config: file('letopis.toml') })
	})
	afterAll(async () => {
		await server?.stop()
		await witness?.end()
		await folder?.[Symbol.asyncDispose]()
	})

	test('cosigns our heads one after the other, and its signatures are merged', async () => {
		await append()
		const first = await cosignedBeyond(0)
		expect(first.signed.vkey.type).toBe(signatureType)
		expect(Math.abs(Date.now() / 1000 - (first.signed.timestamp ?? 0))).toBeLessThan(60)
		for (let size = first.checkpoint.size, i = 0; i < 3; i++) {
			await append()
			size = (await cosignedBeyond(size)).checkpoint.size
		}
		expect(witness.seen.filter((line) => line.endsWith(' 200')).length).toBeGreaterThanOrEqual(4)
		expect(witness.seen.filter((line) => / (400|403|404|422|500)$/.test(line))).toEqual([])
	})

	test('satisfies the policy of our trust file in the eyes of a published parser', async () => {
		await append()
		await cosignedBeyond((await head()).checkpoint.size - 1)
		const trust = (await (await fetch(`${server.url}/log/trust.json`)).json()) as { policy: string }
		expect(trust.policy).toContain(witness.vkey)
		await writeFile(file('policy'), trust.policy)
		await writeFile(file('head'), await (await fetch(`${server.url}/log/checkpoint`)).text())
		const judged = await ask(judge, ['policy', '-policy', file('policy'), '-checkpoint', file('head')])
		expect(judged, judged.stderr).toMatchObject({ code: 0 })
		expect(JSON.parse(judged.stdout)).toEqual({ satisfied: true, witnesses: 2 })
	})

	test('delays nothing while it is silent, and is caught up with afterwards', async () => {
		const before = (await head()).checkpoint.size
		witness.child.kill('SIGSTOP')
		try {
			await append()
			await append()
			// Published without it: the head grows though nobody answers.
			for (const deadline = Date.now() + 15_000; (await head()).checkpoint.size <= before; ) {
				if (Date.now() > deadline) throw new Error('a silent witness held up the publication')
				await new Promise((next) => setTimeout(next, 100))
			}
		} finally {
			witness.child.kill('SIGCONT')
		}
		await append()
		await cosignedBeyond(before)
	})

	test('having forgotten everything, is told everything again', async () => {
		const { checkpoint } = await head()
		await witness.end()
		const address = new URL(witness.url).host
		witness = await startWitness(judge, [...witnessArgs, '-listen', address])
		await append()
		await cosignedBeyond(checkpoint.size)
	})
})
