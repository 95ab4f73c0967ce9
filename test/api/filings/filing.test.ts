/** Filing without an account: begun, kept, checked, filed once, acknowledged. */
import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { parseReceipt } from '@letopis/format'
import { LedgerError } from '@letopis/ledger'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Town } from '../../support/town.ts'
import { codeOf, rowsTwice } from '../cases/case-office.ts'
import {
	AGENDA,
	ANSWERS,
	answer,
	ask,
	attach,
	begin,
	draftPath,
	type FilingOffice,
	file,
	openFilingOffice,
	publish,
	status,
	submit,
	take,
	view,
} from './filing-office.ts'

let office: FilingOffice
let town: Town

beforeAll(async () => {
	office = await openFilingOffice()
	;({ town } = office)
})
afterAll(() => office?.[Symbol.asyncDispose]())

describe('what was begun', () => {
	test('is found again by its key alone, with what is missing', async () => {
		const key = await begin(town, { jmeno: 'Jan', druh: 'jiny' })
		expect(await view(town, key)).toMatchObject({
			answers: { jmeno: 'Jan', druh: 'jiny' },
			problems: { answers: [{ field: 'jaky', code: 'required' }], attachments: ['plan'] },
			shown: { fields: ['jmeno', 'email', 'druh', 'jaky'], attachments: ['plan', 'foto'] },
			filed: null,
		})
		for (const other of ['A'.repeat(22), key.slice(1), '..']) {
			expect(await codeOf(await ask(town, draftPath(encodeURIComponent(other)), 'GET'))).toEqual([
				404,
				expect.any(String),
			])
		}
	})

	test('keeps wrong answers, and says what is wrong with those of the page', async () => {
		const key = await begin(town)
		const put = await ask(town, draftPath(key, '/answers'), 'PUT', {
			page: 'kdo',
			answers: { email: 'nic', jmeno: null },
		})
		expect(await answer(put, 200)).toMatchObject({
			problems: [{ field: 'jmeno' }, { field: 'email', code: 'not-an-email' }],
		})
		expect((await view(town, key)).answers).toEqual({ email: 'nic', druh: 'jiny', jaky: 'jasan' })
	})

	test('takes no more answers than fit', async () => {
		const key = await begin(town)
		const much = Object.fromEntries(Array.from({ length: 5 }, (_, i) => [`pole${i}`, 'x'.repeat(9000)]))
		expect(await codeOf(await ask(town, draftPath(key, '/answers'), 'PUT', { answers: much }))).toEqual([
			413,
			'body-too-large',
		])
	})

	test('goes on with a file where it stopped, and takes whole ones as a form', async () => {
		const key = await begin(town)
		const plan = { attachment: 'plan', name: 'a.txt', type: 'text/plain', size: 8, partSize: 4 }
		const begun = await answer<{ id: string }>(await ask(town, draftPath(key, '/files'), 'POST', plan), 201)
		expect(await answer(await ask(town, draftPath(key, '/files'), 'POST', plan), 201)).toMatchObject({
			id: begun.id,
			missing: [0, 1],
		})
		expect((await view(town, key)).problems.attachments).toEqual(['plan'])
		await answer(await ask(town, draftPath(key, `/files/${begun.id}`), 'DELETE'), 204)
		const form = new FormData()
		form.set('file', new Blob(['celý soubor']), 'b.txt')
		const path = draftPath(key, '/upload?attachment=plan')
		await answer(await town.fetch(path, { method: 'POST', body: form, token: null }), 201)
		expect((await view(town, key)).files).toMatchObject([{ attachment: 'plan', name: 'b.txt', missing: [] }])
		expect(
			await codeOf(await ask(town, draftPath(key, '/files'), 'POST', { ...plan, attachment: 'jine' })),
		).toEqual([400, 'bad-request'])
	})
})

describe('filing', () => {
	test('records documents, case and filing, and takes the draft away', async () => {
		const key = await begin(town)
		await attach(town, key, 'plan', 'plánek stromu')
		await attach(town, key, 'foto', 'obrázek', 'foto.jpg')
		const { size } = town.log
		const filed = await submit(town, key, office.agenda)
		const kinds = await Promise.all(
			Array.from({ length: town.log.size - size }, (_, i) => town.field(size + i, 'kind')),
		)
		expect(kinds).toEqual([
			...['document', 'document', 'document', 'case-open'],
			...['case-document', 'case-document', 'case-document', 'filing'],
		])
		const { data } = (await town.field(town.log.size - 1, 'metadata')) as { data: Record<string, unknown> }
		expect(data).toMatchObject({
			...{ code: 'kaceni', department: 'stavebni', state: 'awaiting', answers: ANSWERS },
			contact: { name: 'Jana Nováková', email: 'jana@example.org' },
		})
		expect(await town.field(size, 'actor')).toBe('filer:public')
		expect(filed.number).toMatch(/^\d+\/\d{4}$/)
		expect(filed.pin).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$/)
	})

	test('sent twice, at once and again later, files once', async () => {
		const key = await begin(town)
		await attach(town, key, 'plan', 'dvakrát')
		const send = () => ask(town, draftPath(key, '/filing'), 'POST', {})
		const both = await Promise.all([send(), send()])
		const entries = await Promise.all(both.map((one) => answer<{ entry: string }>(one, 201)))
		const { size } = town.log
		entries.push(await answer(await send(), 201))
		expect(new Set(entries.map(({ entry }) => entry)).size).toBe(1)
		expect(town.log.size).toBe(size)
	})

	test('what is missing is refused before anything is recorded', async () => {
		const key = await begin(town, { jmeno: 'Jan', druh: 'lipa' })
		const { size } = town.log
		expect(await codeOf(await ask(town, draftPath(key, '/filing'), 'POST', {}))).toEqual([
			409,
			'filing-incomplete',
		])
		expect(town.log.size).toBe(size)
	})

	test('after the agenda changed, it is refused, and the answers stay', async () => {
		const key = await begin(town)
		await attach(town, key, 'plan', 'starý formulář')
		const before = office.agenda
		const changed = await publish(
			office.administrator,
			AGENDA.replace('label = "Jaký"', 'label = "Jaký druh"'),
			before,
		)
		const refused = await ask(town, draftPath(key, '/filing'), 'POST', { agenda: before })
		expect(refused.status).toBe(409)
		expect(await refused.json()).toMatchObject({ code: 'filing-form-changed', agenda: changed })
		expect(await view(town, key)).toMatchObject({
			agenda: { entry: before, inForce: changed },
			answers: ANSWERS,
		})
		await answer(await ask(town, draftPath(key, '/answers'), 'PUT', { agenda: changed }), 200)
		// A stale page still names the old form.
		expect(await codeOf(await ask(town, draftPath(key, '/filing'), 'POST', { agenda: before }))).toEqual([
			409,
			'filing-form-changed',
		])
		await submit(town, key, changed)
	})

	test('is told to nobody else: another key, another number, a wrong PIN', async () => {
		const [one, two] = [await file(town, 'První'), await file(town, 'Druhá')]
		for (const [number, pin] of [
			[one.number, two.pin],
			[two.number, one.pin],
			['999/2026', one.pin],
			[one.number, ''],
			[one.number, `${one.pin}0`],
			['', ''],
		] as const) {
			expect(await codeOf(await ask(town, '/api/v1/filing-status', 'POST', { number, pin }))).toEqual([
				404,
				'filing-unknown',
			])
			town.time.offset += 11_000
		}
		const typed = one.pin.toLowerCase().replace('-', ' ')
		expect((await status(town, { number: ` ${one.number} `, pin: typed })).number).toBe(one.number)
	})

	test.each([0, 1, 2, 3, 4, 5])(
		'cut off before its entry no. %i, it goes on where it stopped',
		async (cut) => {
			const key = await begin(town, { ...ANSWERS, jmeno: `Přerušená ${cut}` })
			await attach(town, key, 'plan', `přerušeno před ${cut}`)
			const { size, append } = town.log
			let left = cut
			town.log.append = (draft) => {
				if (left-- > 0) return append.call(town.log, draft)
				throw new LedgerError('queue-full', 'cut off by the test')
			}
			try {
				expect((await ask(town, draftPath(key, '/filing'), 'POST', {})).status).toBe(503)
			} finally {
				town.log.append = append
			}
			expect(town.log.size).toBe(size + cut)
			await submit(town, key)
			// Two documents, the case, both into it, the filing: each once.
			const kinds: unknown[] = []
			for (let i = size; i < town.log.size; i++) kinds.push(await town.field(i, 'kind'))
			expect(kinds).toEqual(['document', 'document', 'case-open', 'case-document', 'case-document', 'filing'])
		},
	)

	test('rows are the same when they are built at once', async () => {
		const filed = await file(town)
		await take(office.clerk, filed.filing, { step: 'confirmed', how: 'paper' })
		await take(office.clerk, filed.filing, { step: 'handed-over', department: 'doprava', text: 'Patří vám.' })
		const [grown, built] = await rowsTwice(town)
		expect(built).toEqual(grown)
	})
})

describe('the acknowledgement', () => {
	test('is the same PDF for the same state, with the receipt of the filing inside', async () => {
		const { number, pin } = await file(town, 'Žofie Ďáblová')
		const print = async () => {
			const response = await ask(town, '/api/v1/filing-status/acknowledgement.pdf', 'POST', { number, pin })
			expect(response.status).toBe(200)
			return new Uint8Array(await response.arrayBuffer())
		}
		const pdf = await print()
		const folder = await mkdtemp(join(tmpdir(), 'letopis-paper-'))
		try {
			await writeFile(join(folder, 'a.pdf'), pdf)
			const run = promisify(execFile)
			const { stdout } = await run('pdftotext', ['-layout', join(folder, 'a.pdf'), '-'])
			for (const text of ['Potvrzení o přijetí podání', number, pin, 'Žofie Ďáblová', '§ 37 odst. 4'])
				expect(stdout).toContain(text)
			// What it is not is not said of it.
			expect(stdout.toLowerCase()).not.toContain('osvědčení')
			await run('pdfdetach', ['-saveall', '-o', folder, join(folder, 'a.pdf')])
			const receipt = parseReceipt(await readFile(join(folder, 'letopis-potvrzeni.json'), 'utf8'))
			expect(receipt.proof.index).toBeGreaterThan(0)
		} finally {
			await rm(folder, { recursive: true })
		}
	})
})

test('what was begun ends after thirty days without a change, and what was filed is found by number and PIN alone', async () => {
	const [key, filed] = [await begin(town), await file(town)]
	town.time.offset += 20 * 86_400_000
	await answer(await ask(town, draftPath(key, '/answers'), 'PUT', { answers: { jaky: 'dub' } }), 200)
	town.time.offset += 20 * 86_400_000
	expect((await view(town, key)).answers).toMatchObject({ jaky: 'dub' })
	expect(await codeOf(await ask(town, draftPath(filed.key), 'GET'))).toEqual([404, 'draft-not-found'])
	town.time.offset += 11 * 86_400_000
	expect(await codeOf(await ask(town, draftPath(key), 'GET'))).toEqual([404, 'draft-not-found'])
	expect((await status(town, filed)).state).toBe('awaiting')
})
