import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openHeader, parseHeader } from '../../ledger/vault/age-header.ts'
import {
	chunkOffset,
	openChunk,
	PAYLOAD_NONCE_SIZE,
	payloadKey,
	payloadLayout,
	SEALED_CHUNK_SIZE,
} from '../../ledger/vault/age-stream.ts'
import {
	formatIdentity,
	formatRecipient,
	type Identity,
	makeIdentity,
	parseIdentity,
} from '../../ledger/vault/identity.ts'
import { post } from '../support/outside-client.ts'
import { type RunningServer, runLetopis, startServer } from '../support/server.ts'
import { ask, demandJudge, must, temporaryFolder } from './judges.ts'

const CHUNK = 65_536
const SIZES = [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK, 200_000]

let folder: Awaited<ReturnType<typeof temporaryFolder>>
const file = (name: string) => join(folder.path, name)

beforeAll(async () => {
	demandJudge('age')
	demandJudge('age-keygen')
	folder = await temporaryFolder()
})
afterAll(async () => folder?.[Symbol.asyncDispose]())

/** What age makes of an age file; to its standard output, for age makes no file for nothing. */
async function opened(identity: string, sealed: string): Promise<Buffer> {
	return (await promisify(execFile)('age', ['-d', '-i', identity, sealed], { encoding: 'buffer' })).stdout
}

/** The plaintext of a whole age file, read as the vault reads its own. */
function openAge(bytes: Uint8Array, identity: Identity): Buffer | undefined {
	const { length } = parseHeader(bytes)
	const fileKey = openHeader(bytes.subarray(0, length), [identity])
	if (fileKey === undefined) return undefined
	const payload = bytes.subarray(length)
	const layout = payloadLayout(payload.length)
	if (layout === undefined) throw new Error('no payload has this length')
	const key = payloadKey(fileKey, payload.subarray(0, PAYLOAD_NONCE_SIZE))
	const chunks: Uint8Array[] = []
	for (let i = 0; i < layout.chunks; i++) {
		const sealed = payload.subarray(chunkOffset(i), chunkOffset(i) + SEALED_CHUNK_SIZE)
		const chunk = openChunk(key, i, i === layout.chunks - 1, sealed)
		if (chunk === undefined) throw new Error(`chunk ${i} is not authentic`)
		chunks.push(chunk)
	}
	return Buffer.concat(chunks)
}

describe('our reader opens what age wrote', () => {
	const identity = makeIdentity(randomBytes(32))
	const recipient = formatRecipient(identity.recipient)

	for (const size of SIZES)
		test(`${size} bytes`, async () => {
			const content = randomBytes(size)
			await writeFile(file('plain'), content)
			await must('age', ['-r', recipient, '-o', file('sealed.age'), file('plain')])
			expect(openAge(await readFile(file('sealed.age')), identity)?.equals(content)).toBe(true)
		})

	test('for several recipients, ours among them', async () => {
		const others = [1, 2, 3].map(() => formatRecipient(makeIdentity(randomBytes(32)).recipient))
		const args = [...others, recipient, ...others].flatMap((one) => ['-r', one])
		await writeFile(file('plain'), 'for many')
		await must('age', [...args, '-o', file('sealed.age'), file('plain')])
		expect(openAge(await readFile(file('sealed.age')), identity)?.toString()).toBe('for many')
	})

	test('but not what is for others', async () => {
		const other = formatRecipient(makeIdentity(randomBytes(32)).recipient)
		await writeFile(file('plain'), 'for one')
		await must('age', ['-r', other, '-o', file('sealed.age'), file('plain')])
		expect(openAge(await readFile(file('sealed.age')), identity)).toBeUndefined()
	})

	test('and age-keygen agrees on identity and recipient', async () => {
		await writeFile(file('ours.key'), `${formatIdentity(identity)}\n`)
		expect((await must('age-keygen', ['-y', file('ours.key')])).trim()).toBe(recipient)
		const theirs = (await must('age-keygen', []))
			.split('\n')
			.find((line) => line.startsWith('AGE-SECRET-KEY-'))
		await writeFile(file('theirs.key'), `${theirs}\n`)
		expect(formatRecipient(parseIdentity(theirs ?? '').recipient)).toBe(
			(await must('age-keygen', ['-y', file('theirs.key')])).trim(),
		)
	})
})

describe('age opens what the town exports', () => {
	let server: RunningServer
	const folders = () => ({ data: file('data'), keys: file('keys') })
	const epochKey = () => join(file('keys'), 'log-1', 'epochs', '1.key')
	beforeAll(async () => {
		server = await startServer(folders())
	})
	afterAll(async () => server?.stop())

	async function exported(content: Buffer, ...args: string[]): Promise<string> {
		const answer = await post(server, {
			key: `age-${randomBytes(8).toString('hex')}`,
			content,
			visibility: 'private',
		})
		if (answer.kind !== 'acknowledged') throw new Error(JSON.stringify(answer))
		const output = file(`${answer.document.id}.age`)
		const run = await runLetopis(
			['export', answer.document.id, '--url', server.url, '-o', output, ...args],
			folders(),
		)
		expect(run).toMatchObject({ code: 0 })
		return output
	}

	for (const size of SIZES)
		test(`${size} bytes, with the key of the epoch`, async () => {
			const content = randomBytes(size)
			const sealed = await exported(content)
			expect((await opened(epochKey(), sealed)).equals(content)).toBe(true)
		})

	test('for another recipient, with that one’s key only', async () => {
		await must('age-keygen', ['-o', file('court.key')])
		const recipient = (await must('age-keygen', ['-y', file('court.key')])).trim()
		const content = randomBytes(1000)
		const sealed = await exported(content, '--recipient', recipient)
		expect((await opened(file('court.key'), sealed)).equals(content)).toBe(true)
		const town = await ask('age', ['-d', '-i', epochKey(), sealed])
		expect(town.code).not.toBe(0)
	})

	test('but not with one flipped bit', async () => {
		const sealed = await exported(randomBytes(1000))
		const bytes = await readFile(sealed)
		bytes.writeUInt8(bytes.readUInt8(bytes.length - 100) ^ 1, bytes.length - 100)
		await writeFile(file('flipped.age'), bytes)
		const { code } = await ask('age', ['-d', '-i', epochKey(), file('flipped.age')])
		expect(code).not.toBe(0)
	})
})
