/** A revocation that both copies of the vault have lost, `letopis reindex`, and the town after it. */
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { damageRecord } from '../support/damage.ts'
import { type Ceremony, SoftKey } from '../support/passkey.ts'
import { type RunningServer, runLetopis, startServer } from '../support/server.ts'

let folder: string
let folders: { data: string; keys: string }

beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), 'letopis-revocation-'))
	folders = { data: join(folder, 'data'), keys: join(folder, 'keys') }
})
afterAll(() => rm(folder, { recursive: true, force: true }))

async function send(
	server: RunningServer,
	path: string,
	body?: unknown,
	method = 'POST',
	token = server.token,
) {
	return fetch(`${server.url}${path}`, {
		method,
		headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
		...(body === undefined ? {} : { body: JSON.stringify(body) }),
	})
}

test('the token stays out, people come in again by the code, and all are told', async () => {
	const server = await startServer(folders)
	let token: string
	let revocation: number
	const codePath = join(folders.keys, 'first-account-code')
	try {
		const key = new SoftKey(server.url.replace('127.0.0.1', 'localhost'))
		const code = (await readFile(codePath, 'utf8')).trim()
		const options = await send(server, '/api/v1/registrations/options', { code, name: 'Správce' })
		const answer = key.register((await options.json()) as Ceremony)
		expect((await send(server, '/api/v1/registrations', answer)).status).toBe(201)
		const expires = new Date(Date.now() + 86_400_000).toISOString()
		const wanted = { principal: 'podatelna', scopes: ['documents:read'], expires }
		const issued = (await (await send(server, '/api/v1/tokens', wanted)).json()) as {
			id: string
			token: string
		}
		token = issued.token
		const revoked = await send(server, `/api/v1/tokens/${issued.id}`, undefined, 'DELETE')
		revocation = Number(revoked.headers.get('Letopis-Entry'))
	} finally {
		await server.stop()
	}
	await damageRecord(join(folders.data, 'vault', '1'), revocation)
	const { code, output } = await runLetopis(['reindex'], folders)
	expect([code, output]).toEqual([0, expect.stringMatching(new RegExp(`/log/1 ${revocation} lost`))])
	expect(output).toContain('first-account code')

	const again = await startServer(folders)
	try {
		const list = await send(again, '/api/v1/documents', undefined, 'GET', token)
		expect([list.status, await list.json()]).toMatchObject([401, { code: 'token-revoked' }])
		const ready = (await (await send(again, '/readyz', undefined, 'GET')).json()) as {
			reasons: { code: string }[]
		}
		expect(ready.reasons.map((reason) => reason.code)).toContain('rights-in-doubt')
		const line = again
			.output()
			.split('\n')
			.find((one) => one.includes('rights-in-doubt'))
		expect(JSON.parse(line ?? '{}')).toMatchObject({
			notice: 'rights-in-doubt',
			entry: expect.stringContaining(`/log/1 ${revocation} lost`),
		})
		// Nobody can administer the town any more: there is a code again.
		const renewed = (await readFile(codePath, 'utf8')).trim()
		const body = { code: renewed, name: 'Nová správkyně' }
		expect((await send(again, '/api/v1/registrations/options', body)).status).toBe(200)
	} finally {
		await again.stop()
	}
})
