/**
 * Documents from before the service looked for signatures are examined after everything else, each once, also across
 * restarts; what could hold none is left alone.
 */
import { randomBytes } from 'node:crypto'
import { afterEach, expect, test, vi } from 'vitest'
import { Town } from '../../support/town.ts'
import { found, SIGNED, StubChecker } from './stub-checker.ts'

const WAITING = { timeout: 60_000, interval: 50 }
let town: Town
afterEach(() => town.close())

/** As the service recorded a document before it looked: nothing is said of signatures. */
async function earlier(of: Town, name: string, type = 'application/pdf'): Promise<number> {
	const writer = of.vault.receive()
	await writer.write(Buffer.from(SIGNED(name)))
	const { cid, sha256, size, header } = await writer.finish()
	const { index } = await of.log.append({
		kind: 'sealed',
		body: { content: cid },
		fields: { kind: 'document', content: sha256, metadata: { file: { name, type, size } } },
		header,
		secret: new Uint8Array(randomBytes(32)),
	})
	return index
}
const left = async (of: Town) =>
	(await of.json<{ unexamined: number }>('/api/v1/signatures/at-risk')).unexamined
async function checks(of: Town): Promise<number> {
	let count = 0
	for (let index = 1; index < of.log.size; index++)
		if ((await of.field(index, 'kind').catch(() => null)) === 'signature-check') count++
	return count
}

test('each is examined once, with an entry of access, and what is left is counted', async () => {
	const first = await Town.open({ authority: false, durable: true })
	await earlier(first, 'smlouva.pdf')
	await earlier(first, 'podpis.bin', 'application/pkcs7-mime')
	await earlier(first, 'fotka.png', 'image/png')
	await first.upload('%PDF-1.7 looked through, and nothing found\n%%EOF')
	expect(await left(first)).toBe(2)
	await first.close(true)

	const { folder } = first
	const checker = new StubChecker()
	const stuck = Promise.withResolvers<null>()
	checker.answer = () => (checker.asked.length > 1 ? stuck.promise : Promise.resolve(found()))
	const second = await Town.open({ authority: false, durable: true, folder, signatures: checker })
	await vi.waitFor(async () => expect(checker.asked).toHaveLength(2), WAITING)
	await vi.waitFor(async () => expect(await checks(second)).toBe(1), WAITING)
	await vi.waitFor(async () => expect(await left(second)).toBe(1), WAITING)
	expect(await second.accesses(1)).toMatchObject([
		{ action: 'signature-check', actor: 'letopis' },
		{ action: 'signature-check', actor: 'letopis' },
	])
	await second.close(true)
	stuck.resolve(null)

	checker.answer = async () => found({ indication: null, signatures: [] })
	town = await Town.open({ authority: false, durable: true, folder, signatures: checker })
	await vi.waitFor(async () => expect(await left(town)).toBe(0), WAITING)
	expect(await checks(town)).toBe(2)
	expect(checker.asked.map(({ text }) => text)).toEqual([
		SIGNED('smlouva.pdf'),
		SIGNED('podpis.bin'),
		SIGNED('podpis.bin'),
	])
	// The log alone tells which are done.
	await town.projection.rebuild()
	expect(await left(town)).toBe(0)
})

test('what comes in is examined before them', async () => {
	const checker = new StubChecker()
	const first = await Town.open({ authority: false, durable: true })
	for (const name of ['a.pdf', 'b.pdf', 'c.pdf']) await earlier(first, name)
	await first.close(true)
	const { folder } = first
	const stuck = Promise.withResolvers<ReturnType<typeof found>>()
	checker.answer = () => (checker.asked.length === 1 ? stuck.promise : Promise.resolve(found()))
	town = await Town.open({ authority: false, durable: true, folder, signatures: checker })
	await vi.waitFor(async () => expect(checker.asked).toHaveLength(1), WAITING)
	const { id } = await town.upload(SIGNED('new'), { visibility: 'public' })
	await vi.waitFor(async () => expect(checker.asked).toHaveLength(2), WAITING)
	stuck.resolve(found())
	await vi.waitFor(async () => expect(await left(town)).toBe(0), WAITING)
	const texts = ['a.pdf', 'new', 'b.pdf', 'c.pdf'].map((name) => SIGNED(name))
	expect(checker.asked.map(({ text }) => text)).toEqual(texts)
	expect((await town.json<{ state: string }>(`/api/v1/documents/${id}/signatures`)).state).toBe('checked')
})
