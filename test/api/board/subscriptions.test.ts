/** Following the board by mail, over a real SMTP server: asked twice, told once, erased at the end. */
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { smtpTransport } from '@letopis/api'
import { SMTPServer } from 'smtp-server'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { firstAdministrator, type Person } from '../../support/staff.ts'
import { Town } from '../../support/town.ts'
import { codeOf, rowsTwice } from '../cases/case-office.ts'
import { post, record } from './board-office.ts'

const READER = 'jana.novakova@obcan.example'
const HOUR = 3_600_000

let town: Town
let clerk: Person
let server: SMTPServer
let folder: string
let port = 0
/** What the server has taken, and how it behaves. */
const taken: { to: string; text: string }[] = []
const behaviour = { refuses: false }

beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), 'letopis-mail-'))
	await listen()
	const settings = { sessions: { absolute: 400 * 24 * HOUR, idle: 400 * 24 * HOUR } }
	const transport = smtpTransport({
		host: '127.0.0.1',
		port,
		tls: false,
		loopback: true,
		from: 'deska@ukazkov.example',
	})
	town = await Town.open({ authority: false, settings, mail: { transport, folder } })
	const administrator = await firstAdministrator(town)
	await administrator.post('/api/v1/departments', { code: 'stavebni', name: 'stavebni' }, 201)
	clerk = await administrator.invite('Úřednice', 'clerk', 'stavebni')
})
afterAll(async () => {
	await town?.close()
	await stop()
	await rm(folder, { recursive: true, force: true })
})
beforeEach(() => {
	taken.length = 0
})

async function listen(): Promise<void> {
	server = new SMTPServer({
		disabledCommands: ['AUTH', 'STARTTLS'],
		onRcptTo: (_address, _session, done) =>
			done(behaviour.refuses ? Object.assign(new Error('no such box'), { responseCode: 550 }) : null),
		onData(stream, session, done) {
			let text = ''
			stream.on('data', (piece: Buffer) => {
				text += piece.toString('utf8')
			})
			stream.on('end', () => {
				taken.push({ to: session.envelope.rcptTo[0]?.address ?? '', text })
				done()
			})
		},
	})
	await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
	port = (server.server.address() as AddressInfo).port
}
const stop = () => new Promise<void>((resolve) => server.close(() => resolve()))

const send = (path: string, body: unknown) =>
	town.fetch(path, {
		method: 'POST',
		token: null,
		body: JSON.stringify(body),
		headers: { 'Content-Type': 'application/json' },
	})
const ask = (email = READER, language = 'cs') => send('/api/v1/board/subscriptions', { email, language })
const confirm = (token: string) => send('/api/v1/board/subscriptions/confirm', { token })
const waiting = async () => (await readdir(folder)).length

/** Quoted-printable, as far as these messages use it. */
const decoded = (text: string) => text.replace(/=\r?\n/g, '').replace(/=3D/g, '=')
const linkIn = (text: string) => /\/deska\/odber\/([\w-]+)/.exec(decoded(text))?.[1] ?? ''
const endIn = (text: string) => /\/deska\/odber\/konec\/([\w.-]+)/.exec(decoded(text))?.[1] ?? ''
const ahead = (ms: number) => {
	town.time.offset += ms
}

/** Everything that is on the disk of the town's mail, as one text. */
async function onDisk(): Promise<string> {
	const files = await Promise.all(
		(await readdir(folder)).map((file) => readFile(join(folder, file), 'latin1')),
	)
	return files.join('')
}

let end = ''

describe('subscribing', () => {
	test('asks by mail first, and records nothing until then', async () => {
		const { size } = town.log
		expect((await ask()).status).toBe(202)
		await expect.poll(() => taken.length).toBe(1)
		expect(taken[0]?.to).toBe(READER)
		expect(town.log.size).toBe(size)
		const token = linkIn(taken[0]?.text ?? '')
		expect(Buffer.from(token, 'base64url').toString('latin1')).not.toContain('novakova')
		const confirmed = await confirm(token)
		expect(confirmed.status).toBe(200)
		expect(town.log.size).toBe(size + 1)
		end = ((await confirmed.json()) as { end: string }).end
		// Again changes nothing.
		expect(await (await confirm(token)).json()).toEqual({ end })
		expect(town.log.size).toBe(size + 1)
		const entry = Buffer.from((await town.log.entry(size)) as Uint8Array).toString('latin1')
		expect(entry).not.toContain('novakova')
	})

	const wrong: [comment: string, body: unknown][] = [
		['no address', { email: 'ahoj', language: 'cs' }],
		['two addresses', { email: 'a@b.cz, c@d.cz', language: 'cs' }],
		['a second line', { email: 'a@b.cz\nBcc: c@d.cz', language: 'cs' }],
		['an unknown language', { email: 'a@b.cz', language: 'de' }],
	]
	for (const [comment, body] of wrong) {
		test(`refused: ${comment}`, async () => {
			ahead(HOUR)
			expect((await send('/api/v1/board/subscriptions', body)).status).toBe(400)
		})
	}

	test('a link that is not ours, changed, or too old is refused', async () => {
		ahead(HOUR)
		expect(await codeOf(await confirm('a'.repeat(80)))).toEqual([404, 'subscription-unknown'])
		expect((await ask('pozde@obcan.example')).status).toBe(202)
		await expect.poll(() => taken.length).toBe(1)
		const token = linkIn(taken[0]?.text ?? '')
		const changed = `${token.slice(0, 30)}${token[30] === 'A' ? 'B' : 'A'}${token.slice(31)}`
		expect(await codeOf(await confirm(changed))).toEqual([404, 'subscription-unknown'])
		ahead(49 * HOUR)
		expect(await codeOf(await confirm(token))).toEqual([404, 'subscription-unknown'])
	})

	test('fills nobody’s box, and does not say so', async () => {
		ahead(HOUR)
		for (let i = 0; i < 5; i++) {
			expect((await ask('obet@obcan.example')).status).toBe(202)
			await expect.poll(waiting).toBe(0)
		}
		expect(taken).toHaveLength(3)
	})
})

/** What tells of notices, as a service has it that was just started. */
async function begun() {
	const { Newsletter } = await import('../../../api/board/newsletter.ts')
	const { Board } = await import('../../../api/board/board.ts')
	const { Subscriptions } = await import('../../../api/board/subscriptions.ts')
	const { MailQueue } = await import('../../../api/mail/queue.ts')
	const { MailSender } = await import('../../../api/mail/sender.ts')
	const { mail, secret } = town.deps
	if (mail === undefined) throw new Error('the town of the test sends mail')
	const queue = await MailQueue.open(mail.folder, secret)
	const sender = new MailSender(town.deps, queue, mail.transport)
	const subscriptions = new Subscriptions(town.deps, queue, sender)
	const newsletter = new Newsletter(town.deps, new Board(town.deps), subscriptions, queue, sender)
	return { newsletter, queue, sender }
}

/** What a minute of the service does. */
async function minute(): Promise<void> {
	const { newsletter, sender } = await begun()
	await newsletter.look()
	await sender.send()
}

describe('news', () => {
	test('are told once, with a way to end it, and the reading of addresses is in the log', async () => {
		const { size } = town.log
		const id = await post(clerk, await record(clerk, 'a'), { title: 'Uzavírka mostu', number: 'UKAZ 9/2026' })
		await minute()
		expect(taken.map(({ to }) => to)).toEqual([READER])
		const text = decoded(taken[0]?.text ?? '')
		expect(text).toContain(`/deska/${id}`)
		expect(text).toContain('List-Unsubscribe-Post: List-Unsubscribe=One-Click')
		expect(endIn(text)).toBe(end)
		const kinds = await Promise.all(
			Array.from({ length: town.log.size - size }, (_, i) => town.field(size + i, 'kind')),
		)
		expect(kinds).toContain('board-mailing')
		await minute()
		expect(taken).toHaveLength(1)
	})

	test('wait, encrypted, for a server that is down, and outlast a restart', async () => {
		await stop()
		await post(clerk, await record(clerk, 'b'), { title: 'Odstávka vody' })
		await minute()
		expect(await waiting()).toBe(1)
		expect(await onDisk()).not.toMatch(/novakova|Odst/)
		expect(town.journal.some(({ notice }) => notice === 'mail-postponed')).toBe(true)
		// The town is as well as ever.
		expect((await town.fetch('/readyz', { token: null })).status).toBeLessThan(600)
		await listen()
		await minute()
		expect(taken).toHaveLength(1)
		expect(await waiting()).toBe(0)
	})

	test('of what was withdrawn before they could be sent are not sent', async () => {
		await stop()
		const id = await post(clerk, await record(clerk, 'omylem'), { title: 'Jméno omylem na desce' })
		const stays = await post(clerk, await record(clerk, 'rozpočet'), { title: 'Rozpočet', withdraw: false })
		await minute()
		expect(await waiting()).toBe(2)
		for (const one of [id, stays])
			await clerk.call(`/api/v1/board/${one}/take-down`, { method: 'POST', body: {} })
		await expect.poll(waiting).toBe(1)
		const later = await post(clerk, await record(clerk, 'jména'), { title: 'Seznam', withdraw: false })
		await minute()
		expect(await waiting()).toBe(2)
		await clerk.call(`/api/v1/board/${later}/take-down`, { method: 'POST', body: {} })
		await clerk.call(`/api/v1/board/${later}/withdraw`, { method: 'POST' })
		await expect.poll(waiting).toBe(1)
		// One that a service left when it ended before it could forget it.
		const { newsletter, queue } = await begun()
		const mail = { to: READER, subject: 'Seznam', text: 'Seznam' }
		await queue.add('0'.repeat(32), `nobody ${later}`, mail, town.deps.clock.now())
		expect(await waiting()).toBe(2)
		newsletter.start()
		await expect.poll(waiting).toBe(1)
		await listen()
		await minute()
		expect(taken.map(({ text }) => decoded(text).includes(`/deska/${stays}`))).toEqual([true])
	})

	test('that nobody will take are dropped, and told', async () => {
		behaviour.refuses = true
		await post(clerk, await record(clerk, 'c'), { title: 'Nedoručitelné' })
		await minute()
		behaviour.refuses = false
		expect(await waiting()).toBe(0)
		expect(town.journal.some(({ notice }) => notice === 'mail-refused')).toBe(true)
	})
})

describe('ending', () => {
	test('needs the link, whole', async () => {
		ahead(HOUR)
		expect(await codeOf(await send(`/api/v1/board/unsubscribe/${end.slice(0, -2)}AA`, {}))).toEqual([
			404,
			'subscription-unknown',
		])
	})

	test('erases the address, and leaves no right in doubt', async () => {
		await stop()
		await post(clerk, await record(clerk, 'd'), { title: 'Ještě čeká' })
		await minute()
		expect(await waiting()).toBe(1)
		await listen()
		const index = await indexOfSubscription()
		expect((await send(`/api/v1/board/unsubscribe/${end}`, {})).status).toBe(204)
		expect(await town.vault.record(index)).toBe('erased')
		// Nor does what waits for the server have it.
		expect(await waiting()).toBe(0)
		const { size } = town.log
		expect((await send(`/api/v1/board/unsubscribe/${end}`, {})).status).toBe(204)
		expect(town.log.size).toBe(size)
		await post(clerk, await record(clerk, 'e'), { title: 'Nikomu' })
		await minute()
		expect(taken).toHaveLength(0)
		expect(town.projection.doubts).toEqual([])
	})

	test('leaves rows as if nobody had been there', async () => {
		const [grown, rebuilt] = await rowsTwice(town)
		expect(rebuilt).toEqual(grown)
	})
})

const indexOfSubscription = async () => {
	const { parseCid } = await import('@letopis/format')
	return (await town.log.indexOf(parseCid(end.split('.')[0] ?? ''))) ?? -1
}

test('a town without mail says so', async () => {
	await using silent = {
		town: await Town.open({ authority: false }),
		[Symbol.asyncDispose]: () => silent.town.close(),
	}
	const answer = await silent.town.fetch('/api/v1/board/subscriptions', {
		method: 'POST',
		token: null,
		body: JSON.stringify({ email: READER, language: 'cs' }),
		headers: { 'Content-Type': 'application/json' },
	})
	expect(await codeOf(answer)).toEqual([404, 'mail-absent'])
})
