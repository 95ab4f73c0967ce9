/** Lists of withdrawn certificates are fetched before a renewal, kept as blobs, and covered by the new stamp. */
import { join } from 'node:path'
import { bodyOf, decodeEntry, hex, renewalImprint, renewalStatement } from '@letopis/format'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import type { AnchorVault } from '../../../ledger/anchor/anchor-log.ts'
import { type Anchorer, createAnchorer } from '../../../ledger/anchor/anchorer.ts'
import { RevocationSource } from '../../../ledger/anchor/revocation.ts'
import { type AnchoredLog, createAnchoredLog, START } from '../../support/anchored-log.ts'
import { type RenewingAuthority, renewingAuthority, YEAR } from '../../support/renewing-authority.ts'
import {
	makeList,
	pointing,
	type RevocationServer,
	startRevocationServer,
	type Withdrawn,
} from '../../support/revocation-authority.ts'

const DAY = 86_400_000
let server: RevocationServer
let at: AnchoredLog
let alpha: RenewingAuthority
let anchorer: Anchorer
let given: Buffer | null = null

/** The list of the authority, made when it is asked for. */
function publish(revoked: readonly Withdrawn[] = []): void {
	server.give('/alpha.crl', (_, response) => {
		given = makeList(alpha.issuer, { at: at.clock.now() - 1000, revoked })
		response.end(given)
	})
}

function open(vault: AnchorVault = at.vault): Promise<Anchorer> {
	const { log, clock, dir } = at
	return createAnchorer({
		...{ log, vault, clock, dir: join(dir, 'anchors') },
		authorities: [{ authority: alpha, periodMs: 600_000, heartbeatMs: 3_600_000 }],
		revocation: new RevocationSource(clock, { allowPrivate: true, timeoutMs: 5000 }),
	})
}

beforeAll(async () => {
	server = await startRevocationServer()
})
afterAll(() => server.close())
beforeEach(async () => {
	at = await createAnchoredLog()
	const points = pointing({ list: `${server.url}/alpha.crl` })
	alpha = renewingAuthority('alpha', at.clock, START + 2 * YEAR, points)
	anchorer = await open()
	publish()
	await at.document('one')
	await anchorer.anchorNow()
})
afterEach(async () => {
	await anchorer.stop()
	await at.remove()
})

/** Its certificate ends soon, and the next one stamps already. */
async function nearEnd(days: number): Promise<void> {
	at.clock.set(START + 2 * YEAR - days * DAY)
	alpha.certify(START + 9 * YEAR)
	await anchorer.anchorNow()
}

async function lastRenewal() {
	const index = (await at.log.renewals()).at(-1) ?? expect.fail('nothing was renewed')
	return bodyOf(decodeEntry((await at.log.entry(index)) ?? expect.fail()), 'renewal') ?? expect.fail()
}

test('the list is a blob that the entry names and the stamp covers', async () => {
	await nearEnd(100)
	expect(await anchorer.renewer.renewDue()).toMatchObject([{ of: 'alpha', notes: [] }])
	const body = await lastRenewal()
	expect(body.revocation).toHaveLength(1)
	const [cid] = body.revocation
	expect(await at.log.blob(cid ?? expect.fail())).toEqual(new Uint8Array(given ?? expect.fail()))
	const imprint = renewalImprint('sha2-256', renewalStatement(body), body.root)
	expect(alpha.asked.map(hex)).toContain(hex(imprint))
})

test('a list that cannot be had is waited for, until half of the margin is left', async () => {
	server.give('/alpha.crl', (_, response) => response.writeHead(503).end())
	await nearEnd(150)
	const asked = alpha.asked.length
	const [waiting] = await anchorer.renewer.renewDue()
	expect(waiting?.error?.message).toContain('cannot be learnt')
	expect(waiting?.error?.message).toContain('HTTP 503')
	expect([...anchorer.renewer.failures.keys()]).toEqual(['alpha'])
	expect(alpha.asked.length).toBe(asked)
	at.clock.set(START + 2 * YEAR - 80 * DAY)
	const [renewed] = await anchorer.renewer.renewDue()
	expect(renewed?.renewal?.revocation).toEqual([])
	expect(renewed?.notes?.map(({ message }) => message).join()).toContain('cannot be learnt')
	expect([...anchorer.renewer.failures.keys()]).toEqual([])
})

test('somebody who asks for a renewal does not wait', async () => {
	server.give('/alpha.crl', (_, response) => response.writeHead(503).end())
	await nearEnd(150)
	expect((await anchorer.renewer.renewNow({ of: 'alpha' }))[0]?.renewal).toBeDefined()
})

test('a certificate that was withdrawn is told, and what says so is covered', async () => {
	await nearEnd(100)
	publish([{ serial: 2, at: at.clock.now() - 5 * DAY, reason: 1 }])
	const [outcome] = await anchorer.renewer.renewDue()
	expect(outcome?.renewal?.revocation).toHaveLength(1)
	const [note] = outcome?.notes ?? []
	expect(note?.message).toContain('had certificates withdrawn: CN=alpha TSA')
	expect(anchorer.renewer.failures.get('alpha')?.error).toBe(note)
	expect(note?.remedy).toContain('configure another one')
})

test('hash trees are renewed with it too', async () => {
	await anchorer.stop()
	anchorer = await open({
		record: (index) => at.vault.record(index),
		async *read() {
			yield Buffer.from('one')
		},
	})
	expect(await anchorer.renewer.renewNow({ trees: true })).toMatchObject([{ of: 'alpha', notes: [] }])
	expect((await lastRenewal()).revocation).toHaveLength(1)
})
