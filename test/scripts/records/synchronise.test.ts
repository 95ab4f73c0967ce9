/**
 * The exchange with a records system by files: what is taken in, handed over, refused and compared, and that nothing is
 * doubled or lost wherever a run is interrupted.
 */
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseReceipt } from '@letopis/format'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { AnswerError, type Client } from '../../../scripts/client.ts'
import { FileDrop } from '../../../scripts/records/file-drop.ts'
import type { RecordsSystem } from '../../../scripts/records/records-system.ts'
import { synchronise } from '../../../scripts/records/synchronise.ts'
import { Town } from '../../support/town.ts'

let town: Town
let folder: string
let client: Client
beforeEach(async () => {
	town = await Town.open({ authority: false })
	folder = await mkdtemp(join(tmpdir(), 'letopis-records-'))
	const token = await town.token(
		['documents:read', 'documents:write', 'cases:read', 'cases:write'],
		'spisovka',
	)
	client = clientOf(token)
})
afterEach(async () => {
	await town.close()
	await rm(folder, { recursive: true, force: true })
})

/** What `connect` gives, without a server. */
function clientOf(token: string): Client {
	const judged = async (answer: Promise<Response>) => {
		const response = await answer
		if (response.ok) return response
		const { code, detail } = (await response.json()) as { code: string; detail: string }
		throw new AnswerError(detail, response.status, code)
	}
	return {
		url: 'http://town.test',
		fetch: (path, init = {}) => judged(town.fetch(path, { ...init, token })),
		async upload(path, { fields, path: file, name, idempotencyKey }) {
			const form = new FormData()
			for (const [field, value] of Object.entries(fields)) form.set(field, value)
			form.set('file', new Blob([new Uint8Array(await readFile(file))]), name)
			const headers = { 'Idempotency-Key': idempotencyKey ?? '' }
			return judged(town.fetch(path, { method: 'POST', body: form, headers, token }))
		},
		[Symbol.asyncDispose]: async () => {},
	}
}

async function put(name: string, request: unknown, files: Record<string, string> = {}): Promise<void> {
	await mkdir(join(folder, 'in'), { recursive: true })
	for (const [file, text] of Object.entries(files)) await writeFile(join(folder, 'in', file), text)
	await writeFile(join(folder, 'in', name), typeof request === 'string' ? request : JSON.stringify(request))
}
const run = async () => synchronise(client, await FileDrop.open(folder))
const json = async <T>(...steps: string[]) => JSON.parse(await readFile(join(folder, ...steps), 'utf8')) as T
const names = async (of: string) => (await readdir(join(folder, of))).toSorted()

const CASE = { type: 'case', number: 'MUUK/77/2026', title: 'Kácení lípy' }
const PAPER = {
	...{ type: 'document', file: 'rozhodnuti.pdf', title: 'Povolení', number: 'MUUK/77/2026-2' },
	...{ kind: 'decision', case: CASE.number },
}

test('takes in a case and a document under their numbers, and gives the receipt', async () => {
	await put('1.json', CASE)
	await put('2.json', PAPER, { 'rozhodnuti.pdf': '%PDF-1.7 lípa' })
	expect(await run()).toEqual({ accepted: 2, refused: 0, delivered: 0 })
	const { case: id } = await json<{ case: string }>('done', '1.json')
	const done = await json<{ document: string; receipt: unknown }>('done', '2.json')
	expect(parseReceipt(JSON.stringify(done.receipt)).proof.index).toBeGreaterThan(0)
	const seen = await town.json<{
		number: string
		local: boolean
		documents: { id: string; title: string }[]
	}>(`/api/v1/cases/${id}`)
	expect(seen).toMatchObject({ number: CASE.number, local: false })
	expect(seen.documents).toMatchObject([{ id: done.document, title: 'Povolení', number: PAPER.number }])
	expect(await names('in')).toEqual([])
	expect(await names('done')).toEqual(['1.json', '2.json', 'rozhodnuti.pdf'])
	expect(await run()).toEqual({ accepted: 0, refused: 0, delivered: 0 })
})

test('hands over what the town recorded itself, and each later state of it', async () => {
	const { id } = await town.upload('%PDF-1.7 first', { metadata: '{"title":"Zápis"}' }, { name: 'zápis.pdf' })
	expect(await run()).toMatchObject({ delivered: 1 })
	expect(await names(join('out', `${id}.v1`))).toEqual(['about.json', 'content', 'receipt.json'])
	expect(await readFile(join(folder, 'out', `${id}.v1`, 'content', 'zápis.pdf'), 'utf8')).toBe(
		'%PDF-1.7 first',
	)
	const receipt = await readFile(join(folder, 'out', `${id}.v1`, 'receipt.json'), 'utf8')
	expect(parseReceipt(receipt).fields.length).toBe(2)
	// Taken away by the records system: not handed over again.
	await rm(join(folder, 'out', `${id}.v1`), { recursive: true })
	expect(await run()).toMatchObject({ delivered: 0 })
	await town.upload('%PDF-1.7 second', {}, { path: `/api/v1/documents/${id}/versions` })
	expect(await run()).toMatchObject({ delivered: 1 })
	expect(await names('out')).toEqual([`${id}.v2`])
	const body = JSON.stringify({ reason: 'lhůta', confirm: id })
	const headers = { 'Content-Type': 'application/json' }
	await town.json(`/api/v1/documents/${id}/disposal`, { method: 'POST', body, headers }, 201).catch(() => {})
	expect(await run()).toMatchObject({ delivered: 1 })
	expect(await names(join('out', `${id}.v2.disposed`, 'content'))).toEqual([])
})

test('gives a case that began here the number of the records system', async () => {
	const { id, number } = await openLocal('Podání')
	const { id: paper } = await town.upload('%PDF-1.7 podání')
	await client.fetch(`/api/v1/cases/${id}/documents/${paper}`, { method: 'PUT' })
	await run()
	// By this the records system knows which one it is about.
	const about = await json<{ cases: unknown[] }>('out', `${paper}.v1`, 'about.json')
	expect(about.cases).toEqual([{ id, number, local: true, reference: null }])
	await put('0.json', { type: 'inventory', cases: [], documents: [paper] })
	await run()
	expect(await json('done', '0.json')).toMatchObject({ casesWithoutNumber: [number], casesMissingThere: [] })
	await put('1.json', { type: 'number', local: number, number: 'MUUK/5/2026' })
	expect(await run()).toMatchObject({ accepted: 1, refused: 0 })
	expect(await json('done', '1.json')).toMatchObject({ type: 'number', case: id })
	expect(await town.json(`/api/v1/cases/${id}`)).toMatchObject({
		number,
		local: true,
		reference: 'MUUK/5/2026',
	})
	// A document for it comes under either number, and an inventory knows it.
	await put('2.json', { ...PAPER, case: 'MUUK/5/2026' }, { 'rozhodnuti.pdf': '%PDF-1.7 lípa' })
	await put('3.json', { type: 'inventory', cases: ['MUUK/5/2026'], documents: [paper] })
	expect(await run()).toMatchObject({ accepted: 2, refused: 0 })
	expect(await json('done', '3.json')).toMatchObject({
		...{ casesWithoutNumber: [], casesMissingHere: [], casesMissingThere: [] },
	})
	await put('4.json', { type: 'number', local: number, number: 'MUUK/6/2026' })
	await put('5.json', { type: 'number', local: '9999/2026', number: 'MUUK/7/2026' })
	expect(await run()).toMatchObject({ refused: 2 })
	expect(await json('refused', '4.json')).toMatchObject({ code: 'case-numbered' })
	expect(await json('refused', '5.json')).toMatchObject({ code: 'case-not-found' })
})

const openLocal = async (title: string) => {
	const body = JSON.stringify({ title })
	const headers = { 'Content-Type': 'application/json' }
	const answer = await client.fetch('/api/v1/cases', { method: 'POST', body, headers })
	return (await answer.json()) as { id: string; number: string }
}

test('an inventory tells what either lacks, and what it lacks is handed over again', async () => {
	await put('1.json', CASE)
	await put('2.json', PAPER, { 'rozhodnuti.pdf': '%PDF-1.7 lípa' })
	const { id } = await town.upload('%PDF-1.7 ours')
	await run()
	const { document } = await json<{ document: string }>('done', '2.json')
	await put('3.json', { type: 'inventory', cases: ['X/1'], documents: ['bafyreinothing'] })
	await rm(join(folder, 'out', `${id}.v1`), { recursive: true })
	expect(await run()).toEqual({ accepted: 1, refused: 0, delivered: 2 })
	expect(await json('done', '3.json')).toMatchObject({
		casesMissingHere: ['X/1'],
		documentsMissingHere: ['bafyreinothing'],
		casesMissingThere: [CASE.number],
		documentsMissingThere: expect.arrayContaining([id, document]),
	})
	expect(await names('out')).toEqual([`${document}.v1`, `${id}.v1`].toSorted())
})

describe('refuses for good, and says why', () => {
	test.each([
		['what is not JSON', '{', 'unreadable'],
		['an unknown type', { type: 'person' }, 'unreadable'],
		['a member too many', { ...CASE, note: 1 }, 'unreadable'],
		['a file that is not there', { type: 'document', file: 'x.pdf', title: 'A' }, 'unreadable'],
		['a file elsewhere', { type: 'document', file: '../x.pdf', title: 'A' }, 'unreadable'],
		['a department that is not one', { ...CASE, department: 'nic' }, 'department-unknown'],
		['a case that is not here', { ...PAPER, case: 'X/9' }, 'case-not-found'],
		['a number of the wrong type', { ...CASE, number: 7 }, 'unreadable'],
	])('%s', async (_name, request, code) => {
		await put('1.json', request, { 'rozhodnuti.pdf': '%PDF-1.7' })
		await put('2.json', CASE)
		expect(await run()).toEqual({ accepted: 1, refused: 1, delivered: 0 })
		expect(await json('refused', '1.json')).toMatchObject({ code })
		expect(await names('refused')).toEqual(['1.json', '1.request.json'])
	})

	test('another request under the name of one that was done is a request of its own', async () => {
		await put('2.json', { ...PAPER, case: undefined }, { 'rozhodnuti.pdf': '%PDF-1.7 one' })
		await run()
		const { document } = await json<{ document: string }>('done', '2.json')
		// Its file was forgotten: that of the earlier one must not be taken for it.
		await put('2.json', { ...PAPER, title: 'Jiné', case: undefined })
		expect(await run()).toMatchObject({ refused: 1 })
		await put('2.json', { ...PAPER, title: 'Jiné', case: undefined }, { 'rozhodnuti.pdf': '%PDF-1.7 two' })
		await run()
		expect((await json<{ document: string }>('done', '2.json')).document).not.toBe(document)
	})
})

test('a token that is over refuses nothing: all waits', async () => {
	await put('1.json', CASE)
	client = clientOf(await town.token(['documents:read'], 'jiná'))
	await expect(run()).rejects.toMatchObject({ code: 'scope-missing' })
	expect(await names('in')).toEqual(['1.json'])
})

/** Lets `left` calls through, then fails one: before it is done, or after. */
function cutting<T extends object>(target: T, budget: { left: number; after: boolean }): T {
	return new Proxy(target, {
		get(of, name) {
			const member = Reflect.get(of, name) as unknown
			if (typeof member !== 'function' || name === 'incoming' || name === 'has') return bound(member, of)
			return async (...given: unknown[]) => {
				const cut = budget.left-- === 0
				if (cut && !budget.after) throw new Error('cut')
				const result = await (member.apply(of, given) as Promise<unknown>)
				if (cut) throw new Error('cut')
				return result
			}
		},
	})
}
const bound = (member: unknown, of: object) => (typeof member === 'function' ? member.bind(of) : member)

test.each([
	['before it is done', false],
	['when it is done, and nobody knows', true],
])('interrupted at any call, %s: nothing is doubled or lost', async (_name, after) => {
	let rounds = 0
	for (let at = 0; ; at++) {
		await rm(folder, { recursive: true, force: true })
		await mkdir(folder)
		const number = `MUUK/${at}${after ? 'b' : 'a'}/2026`
		await put('1.json', { ...CASE, number })
		await put(
			'2.json',
			{ ...PAPER, case: number, number: `${number}-1` },
			{ 'rozhodnuti.pdf': `%PDF-1.7 ${number}` },
		)
		// What earlier rounds have left is not what this one is about.
		const before = await documentIds()
		const first = await FileDrop.open(folder)
		for (const id of before) await writeFile(join(folder, '.letopis', 'had', `${id}.v1`), '')
		const begun = await openLocal('Podání')
		await put('3.json', { type: 'number', local: begun.number, number: `${number}-podání` })
		const { size } = town.log
		const { id: own } = await town.upload(`%PDF-1.7 own ${number}`)
		const budget = { left: at, after }
		const cut = await synchronise(cutting(client, budget), cutting<RecordsSystem>(first, budget)).then(
			() => false,
			() => true,
		)
		await run()
		const added = (await documentIds()).filter((id) => !before.includes(id))
		const { document } = await json<{ document: string }>('done', '2.json')
		expect(added.toSorted(), `cut at ${at}`).toEqual([own, document].toSorted())
		const { case: id } = await json<{ case: string }>('done', '1.json')
		const seen = await town.json<{ documents: { id: string }[] }>(`/api/v1/cases/${id}`)
		expect(seen.documents.map((one) => one.id)).toEqual([document])
		expect(await json('done', '3.json')).toMatchObject({ case: begun.id })
		const numbered = await town.json(`/api/v1/cases/${begun.id}`)
		expect(numbered).toMatchObject({ number: begun.number, reference: `${number}-podání` })
		const kinds = await Promise.all(
			Array.from({ length: town.log.size - size }, (_, i) => town.field(size + i, 'kind')),
		)
		expect(kinds.filter((kind) => kind === 'case-number')).toHaveLength(1)
		expect(await names('out')).toEqual([`${own}.v1`])
		expect(await names('in')).toEqual([])
		rounds++
		if (!cut) break
	}
	expect(rounds).toBeGreaterThan(10)
})

test('interrupted within the last step, when the file was moved and the request was not: the same document', async () => {
	const request = { ...PAPER, case: undefined }
	await put('2.json', request, { 'rozhodnuti.pdf': '%PDF-1.7 lípa' })
	await run()
	const { document } = await json<{ document: string }>('done', '2.json')
	await put('2.json', request)
	expect(await run()).toMatchObject({ accepted: 1, refused: 0 })
	expect((await json<{ document: string }>('done', '2.json')).document).toBe(document)
	expect(await documentIds()).toEqual([document])
	expect(await names('in')).toEqual([])
})

async function documentIds(): Promise<string[]> {
	const { documents } = await town.json<{ documents: { id: string }[] }>('/api/v1/documents?limit=100')
	return documents.map(({ id }) => id)
}
