/** Disposal: declared in the log first, then destroyed in both copies; what was given out goes on to verify. */
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import {
	accessTag,
	bodyOf,
	cidText,
	decodeEntry,
	entryCid,
	parseCid,
	parseNote,
	parseReceipt,
	parseStatus,
} from '@letopis/format'
import { accessKey, LedgerError } from '@letopis/ledger'
import { verifyReceipt } from '@letopis/verifier'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { finishDisposals } from '../../ledger/town/disposals.ts'
import { firstAdministrator } from '../support/staff.ts'
import { Town } from '../support/town.ts'

let town: Town
beforeEach(async () => {
	town = await Town.open({ authority: false })
})
afterEach(() => town.close())

const order = (id: string, body: object = { reason: 'skartační návrh 12', confirm: id }, token?: string) =>
	town.fetch(`/api/v1/documents/${id}/disposal`, {
		method: 'POST',
		body: JSON.stringify(body),
		headers: { 'Content-Type': 'application/json' },
		...(token === undefined ? {} : { token }),
	})

const statusOf = async (path: string) => (await town.fetch(path)).status

test('a document with its versions is declared as disposed of, and destroyed', async () => {
	const { id } = await town.upload('první'.repeat(5000), { metadata: '{"title":"Smlouva"}' })
	const first = town.log.size - 1
	const path = `/api/v1/documents/${id}`
	await town.upload('druhá', {}, { path: `${path}/versions` })
	const second = town.log.size - 1
	const other = await town.upload('jiný')
	const before = await town.payloads()
	const record = await town.vault.record(first)
	if (record === 'erased' || record?.secret === undefined) throw new Error('no secret')
	expect(await statusOf(`${path}/content`)).toBe(200)
	const tag = decodeEntry((await town.log.entry(town.log.size - 1)) as Uint8Array).tag

	const answer = await order(id)
	expect(answer.status).toBe(200)
	const { entry, ...said } = (await answer.json()) as { entry: string }
	expect(said).toEqual({ document: id, versions: 2, repeated: false })
	const index = (await town.log.indexOf(parseCid(entry))) as number
	const declared = decodeEntry((await town.log.entry(index)) as Uint8Array)
	expect([declared.kind, declared.links.disposes?.length]).toEqual(['disposal', 2])
	expect(await town.field(index, 'actor')).toBe('administrator')
	expect(await town.field(index, 'metadata')).toEqual({ reason: 'skartační návrh 12' })

	expect(await Promise.all([first, second].map((at) => town.vault.record(at)))).toEqual(['erased', 'erased'])
	expect(await town.payloads()).toBe(before - 1)
	for (const part of ['/content', '/content?entry=latest', '/export']) {
		const gone = await town.fetch(path + part)
		expect([gone.status, ((await gone.json()) as { code: string }).code], part).toEqual([410, 'erased'])
	}
	expect(await town.json(path)).toMatchObject({ erased: true, private: null, version: { state: 'disposed' } })
	expect(await statusOf(`/api/v1/documents/${other.id}/content`)).toBe(200)
	const refused = await town.upload('třetí', {}, { path: `${path}/versions` })
	expect(refused.response.status).toBe(409)
	// The chain of accesses stays in the log, for whoever was given the key before.
	expect(accessTag(accessKey(record.secret), 1)).toEqual(tag)

	// Nothing voids rights, also when everything is built anew.
	await town.projection.rebuild()
	expect(town.projection.doubts).toEqual([])
	const again = await order(id)
	expect(await again.json()).toEqual({ document: id, entry, versions: 2, repeated: true })
	expect(town.log.size).toBe(index + 2)
})

test('a receipt goes on to verify, and its status says disposed', async () => {
	const { id } = await town.upload('vyhláška', { visibility: 'public' })
	await order(id)
	await town.log.publish()
	const text = await (await town.fetch(`/api/v1/documents/${id}/receipt`)).text()
	const receipt = parseReceipt(text)
	expect(parseStatus(parseNote(receipt.status ?? '').text).state).toBe('disposed')
	const trust = new Uint8Array(await (await town.fetch('/log/trust.json')).arrayBuffer())
	const file = new TextEncoder().encode('vyhláška')
	const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', file))
	expect(bodyOf(decodeEntry(receipt.entry), 'document')?.sha256).toEqual(digest)
	const report = await verifyReceipt({
		receipt: text,
		trust,
		file: { sha256: digest, name: 'a', size: file.length },
	})
	expect([report.exitCode, report.verdict.state.is]).toEqual([3, 'disposed'])
})

test('only the token of the keys, a reason and the id said twice do it', async () => {
	const { id } = await town.upload('zůstane')
	const { size } = town.log
	const admin = await firstAdministrator(town)
	const clerk = await admin.invite('Úřednice', 'clerk', null)
	const machine = await town.token(['documents:read', 'documents:write'])
	const sizeThen = town.log.size
	const body = { reason: 'x', confirm: id }
	const path = `/api/v1/documents/${id}/disposal`
	for (const ask of [
		() => admin.call(path, { method: 'POST', body }),
		() => clerk.call(path, { method: 'POST', body }),
		() => order(id, body, machine),
	]) {
		const answer = await ask()
		expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([403, 'scope-missing'])
	}
	for (const other of [{}, { reason: 'x' }, { reason: ' ', confirm: id }, { reason: 'x', confirm: 'yes' }])
		expect((await order(id, other)).status).toBe(400)
	const nobody = cidText(entryCid(new Uint8Array(1)))
	expect((await order(nobody)).status).toBe(404)
	expect([town.log.size, await statusOf(`/api/v1/documents/${id}/content`)]).toEqual([sizeThen, 200])
	expect(sizeThen).toBeGreaterThan(size)
})

test('a reason is kept as NFC, and refused if it is no text', async () => {
	const { id } = await town.upload('důvod')
	const { size } = town.log
	for (const reason of ['\ud800', 'a\u0007', 'a'.repeat(1001)])
		expect((await order(id, { reason, confirm: id })).status, JSON.stringify(reason)).toBe(400)
	expect(town.log.size).toBe(size)
	expect((await order(id, { reason: 'ne\u00e1vrh'.normalize('NFD'), confirm: id })).status).toBe(200)
	expect(await town.field(size, 'metadata')).toEqual({ reason: 'ne\u00e1vrh'.normalize('NFC') })
})

test('decisions and acts on it go with it, and void nobody’s rights', async () => {
	const token = await town.token(['documents:read', 'cases:read'])
	const { id } = await town.upload('rozhodnutí')
	const other = await town.upload('jiné rozhodnutí')
	const path = `/api/v1/documents/${id}`
	const post = (to: string, body: object) =>
		town.json<{ entry: string }>(
			to,
			{ method: 'POST', body: JSON.stringify(body), headers: { 'Content-Type': 'application/json' } },
			201,
		)
	const decision = { ruling: 'Zamítá se.', reasoning: 'Rodinné poměry.', instruction: '' }
	const made = [
		await post(`${path}/decisions`, decision),
		await post(`${path}/acts`, { relation: 'corrects', reason: 'Jméno otce.' }),
	]
	const kept = await post(`/api/v1/documents/${other.id}/decisions`, decision)
	const at = async ({ entry }: { entry: string }) => (await town.log.indexOf(parseCid(entry))) as number
	const records = async (all: { entry: string }[]) =>
		Promise.all(all.map(async (one) => (await town.vault.record(await at(one))) === 'erased'))
	expect(await records([...made, kept])).toEqual([false, false, false])

	const { entry } = (await (await order(id)).json()) as { entry: string }
	const { links } = decodeEntry((await town.log.entry(await at({ entry }))) as Uint8Array)
	const named = [id, ...made.map((one) => one.entry)].toSorted()
	expect(links.disposes?.map(cidText).toSorted()).toEqual(named)
	expect(await records([...made, kept])).toEqual([true, true, false])
	expect(await statusOf(`${path}/decisions`)).toBe(410)
	const late = await town.fetch(`${path}/decisions`, {
		method: 'POST',
		body: JSON.stringify({ ...decision, ruling: 'Povoluje se.' }),
		headers: { 'Content-Type': 'application/json' },
	})
	expect([late.status, await late.json()]).toMatchObject([409, { code: 'document-disposed' }])

	await town.projection.rebuild()
	expect(town.projection.doubts).toEqual([])
	expect((await town.fetch(`/api/v1/documents/${other.id}/decisions`, { token })).status).toBe(200)
	expect(await (await order(id)).json()).toMatchObject({ entry, versions: 1, repeated: true })
	// What nobody declared stays in doubt.
	await town.vault.erase([await at(kept)])
	await town.projection.rebuild()
	expect(town.projection.doubts).toMatchObject([{ why: 'erased' }])
})

test('one that fails half-way stays begun, so that the next start ends it', async () => {
	const { id } = await town.upload('disk je plný')
	const { ledger } = town.deps
	let open = 0
	const begin = vi.spyOn(ledger, 'disposing').mockImplementation(() => {
		open++
		return () => void open--
	})
	const erase = vi
		.spyOn(town.vault, 'erase')
		.mockRejectedValueOnce(new LedgerError('disk-full', 'no space left'))
	const { size } = town.log
	expect((await order(id)).status).toBe(507)
	expect([town.log.size, open]).toEqual([size + 1, 1])
	expect((await order(id)).status).toBe(200)
	expect([begin.mock.calls.length, erase.mock.calls.length, open]).toEqual([2, 2, 1])
})

test('one that was cut off after its entry gives nothing out, and is ended by the next start', async () => {
	const { id } = await town.upload('napůl'.repeat(5000), { visibility: 'public' })
	const index = town.log.size - 1
	const cid = parseCid(id)
	await town.log.append({
		kind: 'disposal',
		body: {},
		links: { disposes: [cid] },
		fields: { kind: 'disposal' },
	})
	expect(await statusOf(`/api/v1/documents/${id}/content`)).toBe(410)
	expect(await town.json(`/api/v1/documents/${id}`)).toMatchObject({ erased: true, private: null })
	expect(await statusOf(`/api/v1/documents/${id}/decisions`)).toBe(410)
	const receipt = await (await town.fetch(`/api/v1/documents/${id}/receipt`)).text()
	expect(parseReceipt(receipt).fields).toEqual([])
	expect(await town.vault.record(index)).not.toBe('erased')

	const { log, vault } = town
	expect(await finishDisposals({ log, vault }, new Map(), () => false)).toMatchObject({
		destroyed: 1,
		failures: [],
	})
	expect(await town.vault.record(index)).toBe('erased')
	expect(await readdir(join(town.folder, 'data', 'vault', 'payload'))).toEqual([])
	expect(await finishDisposals({ log, vault }, new Map(), () => false)).toMatchObject({
		destroyed: 0,
		failures: [],
	})
	expect(await (await order(id)).json()).toMatchObject({ versions: 1, repeated: true })
})
