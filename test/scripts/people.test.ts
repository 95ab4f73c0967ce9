/** The code of the first account: where it is written, who can read it, and that a used one is gone. */

import { mkdtemp, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ensureFirstAccount, firstAccount, writeFirstAccount } from '../../scripts/first-account.ts'
import { type Ceremony, SoftKey } from '../support/passkey.ts'
import { runLetopis, startServer } from '../support/server.ts'

let folder: string
let folders: { data: string; keys: string }

beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), 'letopis-people-'))
	folders = { data: join(folder, 'data'), keys: join(folder, 'keys') }
})
afterAll(() => rm(folder, { recursive: true, force: true }))

test('a town begins with a code; once used it is gone, and the command makes another', async () => {
	const server = await startServer(folders)
	try {
		const path = join(folders.keys, 'first-account-code')
		expect((await stat(path)).mode & 0o777).toBe(0o600)
		const first = (await readFile(path, 'utf8')).trim()
		// Not a terminal: whoever reads logs must not read the code.
		await expect.poll(() => server.output()).toContain(path)
		expect(server.output()).not.toContain(first)
		const renewed = await runLetopis(['people', 'invite'], folders)
		expect(renewed.code).toBe(0)
		const code = (await readFile(path, 'utf8')).trim()
		expect(code).not.toBe(first)
		expect(renewed.output).not.toContain(code)

		const send = (address: string, body: unknown) =>
			fetch(`${server.url}/api/v1/registrations${address}`, {
				method: 'POST',
				headers: { 'Content-Type': 'application/json' },
				body: JSON.stringify(body),
			})
		expect((await send('/options', { code: first, name: 'Správce' })).status).toBe(403)
		const begun = (await (await send('/options', { code, name: 'Správce' })).json()) as Ceremony
		const key = new SoftKey(server.url.replace('127.0.0.1', 'localhost'))
		const made = await send('', key.register(begun))
		expect(made.status).toBe(201)
		expect(await stat(path).catch(() => null)).toBeNull()
		expect((await send('/options', { code, name: 'Druhý' })).status).toBe(403)
		// What was said at the start ends with what to do now; after it come only lines of the journal.
		const said = server
			.output()
			.split('\n')
			.filter((line) => line !== '' && !line.startsWith('{'))
		expect(said.at(-1)).toBe(
			`Listening on ${server.url}: open it, or type "npm run demo" in another terminal to fill the town.`,
		)
	} finally {
		await server.stop()
	}
	const again = await startServer(folders)
	try {
		expect(await stat(join(folders.keys, 'first-account-code')).catch(() => null)).toBeNull()
		expect(again.output()).not.toContain('first administrator')
	} finally {
		await again.stop()
	}
})

test('a mangled file opens nothing, and is replaced while nobody can administer', async () => {
	const { writeFile } = await import('node:fs/promises')
	const keys = join(folder, 'other')
	const good = await writeFirstAccount(keys)
	expect(await firstAccount(keys).code()).toBe(good)
	await writeFile(join(keys, 'first-account-code'), '\n')
	expect(await firstAccount(keys).code()).toBeNull()
	const people = { accounts: () => [], passkeysOf: () => [] } as unknown as Parameters<
		typeof ensureFirstAccount
	>[1]
	expect(await ensureFirstAccount(keys, people)).toMatch(/^[0-9A-Z]{5}(-[0-9A-Z]{5}){3}$/)
})
