import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseReceipt, useVerifiers } from '@letopis/format'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Fault, inject, noStrace } from '../support/faults.ts'
import { nativeVerifiers } from '../support/native-verifiers.ts'
import { type Acknowledged, type Answer, contentOf, newDocument, post } from '../support/outside-client.ts'
import { PublicLog } from '../support/public-log.ts'
import { runLetopis, startServer } from '../support/server.ts'

/** Calls that an append is made of, by which anything reaches the disk or is read from it. */
const CALLS = [
	'openat',
	'statx',
	'pread64',
	'write',
	'pwrite64',
	'pwritev',
	'fdatasync',
	'fsync',
	'rename',
	'close',
] as const
/** `when` of strace, counted by thread. */
const WHEN = ['1', '2', '3', '5', '1+'] as const
const LARGE = 700_000

const reason = noStrace()
let folder: string
const folders = () => ({ data: join(folder, 'data'), keys: join(folder, 'keys') })
const kept: Acknowledged[] = []
const injected = new Map<string, number>()

beforeAll(async () => {
	useVerifiers(nativeVerifiers)
	folder = await mkdtemp(join(tmpdir(), 'letopis-eio-'))
})
afterAll(async () => rm(folder, { recursive: true, force: true }))

/** One start of the server, during which a call fails. @returns what was answered */
async function underFault(fault: Fault): Promise<Answer[]> {
	const server = await startServer(folders())
	try {
		const injection = await inject(server.pid, fault)
		const send = (size?: number) => post(server, newDocument(size), 5000)
		// Small documents are written in place, large ones are renamed into it.
		const answers = [await send(), await send(LARGE)]
		answers.push(...(await Promise.all([send(), send(LARGE), send(), send()])), await send())
		const failures = await injection.end()
		injected.set(fault.call, (injected.get(fault.call) ?? 0) + failures)
		// The disk is well again; whatever the server now says must hold too.
		return [...answers, ...(await Promise.all([send(), send()]))]
	} finally {
		await server.kill9()
	}
}

describe.skipIf(reason !== null)(
	`a failing system call never makes a lie${reason === null ? '' : ` (${reason})`}`,
	() => {
		for (const call of CALLS)
			for (const when of WHEN)
				test(`${call}, ${when === '1+' ? 'always' : `number ${when}`}`, async () => {
					const answers = await underFault({ call, when })
					const fresh = answers.flatMap((answer) => (answer.kind === 'acknowledged' ? [answer.document] : []))
					kept.push(...fresh)
					for (const answer of answers)
						if (answer.kind === 'refused') expect(answer.status).toBeGreaterThanOrEqual(500)

					const server = await startServer(folders())
					try {
						const least = Math.max(1, ...kept.map(({ receipt }) => parseReceipt(receipt).proof.index + 1))
						const log = await PublicLog.read(`${server.url}/log`, least)
						for (const { receipt } of kept) log.demandReceipt(receipt)
						for (const { id, content } of fresh)
							expect((await contentOf(server, id)).equals(content), `content of ${id}`).toBe(true)
					} finally {
						await server.stop()
					}
				})

		test('each of the calls did fail, and some appends got through', () => {
			for (const call of ['openat', 'write', 'fdatasync', 'fsync', 'rename', 'close'])
				expect(injected.get(call) ?? 0, call).toBeGreaterThan(0)
			expect(kept.length).toBeGreaterThan(CALLS.length)
		})

		test('fsck finds nothing afterwards', async () => {
			expect(await runLetopis(['fsck'], folders())).toMatchObject({ code: 0 })
		})
	},
)
