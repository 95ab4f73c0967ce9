/** The clause sheet: its bytes, its code, and that only the paper leads to the receipt. */

import { execFile } from 'node:child_process'
import { createDecipheriv, createHash, createHmac } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { cidText, entryCid, parseCid, parseReceipt } from '@letopis/format'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { qrModules } from '../../../api/clause/qr.ts'
import { clauseName, clauseSecret, sealReceipt } from '../../../api/clause/secret.ts'
import { clauseSheet, type SheetFacts } from '../../../api/clause/sheet.ts'
import { firstAdministrator, type Person } from '../../support/staff.ts'
import { Town } from '../../support/town.ts'

const run = promisify(execFile)
let town: Town
let clerk: Person
let other: Person

beforeAll(async () => {
	town = await Town.open({ authority: false })
	const administrator = await firstAdministrator(town)
	for (const code of ['stavebni', 'doprava']) {
		await administrator.post('/api/v1/departments', { code, name: code }, 201)
	}
	clerk = await administrator.invite('Úřednice', 'clerk', 'stavebni')
	other = await administrator.invite('Jiný', 'clerk', 'doprava')
})
afterAll(() => town.close())

async function record(
	visibility: string,
	metadata: object = { title: 'Stavební povolení', number: 'SÚ 1/2026' },
) {
	const form = new FormData()
	form.set('visibility', visibility)
	form.set('metadata', JSON.stringify(metadata))
	form.set('file', new Blob(['obsah rozhodnutí']), 'povolení.pdf')
	const response = await clerk.call('/api/v1/documents', { method: 'POST', body: form })
	return response.headers.get('Location')?.split('/').at(-1) ?? ''
}
const sheet = async (id: string, by = clerk, headers = {}) =>
	by.call(`/api/v1/documents/${id}/clause.pdf`, { headers })
const codeOf = async (response: Response) => [
	response.status,
	((await response.json()) as { code: string }).code,
]
const FACTS: SheetFacts = {
	...{ town: 'Ukázkov', demo: false, title: 'Název', number: '1', file: 'a.pdf', sha256: 'ab'.repeat(32) },
	...{
		origin: 'ukazkov.example/log/1',
		index: 7,
		entry: 'bafy',
		time: 1_790_000_000_000,
		fingerprint: '1234',
	},
	...{ address: 'https://letopis.ukazkov.example/overit', behind: 's=AAAAAAAAAAAAAAAAAAAAAA', open: false },
	seal: null,
}

async function textOf(pdf: Uint8Array): Promise<string | null> {
	const folder = await mkdtemp(join(tmpdir(), 'letopis-clause-'))
	try {
		await writeFile(join(folder, 'a.pdf'), pdf)
		return (await run('pdftotext', ['-layout', join(folder, 'a.pdf'), '-'])).stdout.replace(/\s+/g, ' ')
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
		throw error
	} finally {
		await rm(folder, { recursive: true, force: true })
	}
}

describe('the page', () => {
	test('is PDF/A-3a, and the same bytes each time', () => {
		const [one, two] = [clauseSheet(FACTS), clauseSheet(FACTS)]
		expect(Buffer.compare(one, two)).toBe(0)
		const text = Buffer.from(one).toString('latin1')
		expect(text.startsWith('%PDF-1.')).toBe(true)
		expect(text).toMatch(/pdfaid:part>3</)
		expect(text).toMatch(/pdfaid:conformance>A</)
		expect(Buffer.compare(clauseSheet({ ...FACTS, number: '2' }), one)).not.toBe(0)
	})

	const hostile = [
		'#panic("x")',
		'*tučné*',
		'"; #let x = 1',
		'\\',
		'$x^2$',
		'<a>',
		'#read("/etc/passwd")',
		'\u202eobrat',
		'\u0000',
	]
	for (const title of hostile) {
		test(`takes ${JSON.stringify(title)} as text`, async () => {
			const pdf = clauseSheet({ ...FACTS, title, number: title, file: title })
			const text = await textOf(pdf)
			if (text !== null && /^[\x20-\x7e]+$/.test(title)) expect(text).toContain(title.slice(0, 8))
		})
	}

	test('has every letter that it keeps, and a question mark for any other', async () => {
		const letters = Array.from({ length: 0x2100 }, (_, i) => String.fromCodePoint(i + 32))
		for (let i = 0; i < letters.length; i += 250) {
			expect(() => clauseSheet({ ...FACTS, title: letters.slice(i, i + 250).join('') })).not.toThrow()
		}
		const text = await textOf(
			clauseSheet({ ...FACTS, title: 'Žluťoučký \u{1f600} 漢字 Ł ß Ж Ω, Nguyễn Thị Hương, Ștefan' }),
		)
		if (text !== null) expect(text).toContain('Žluťoučký ? ?? Ł ß Ж Ω, Nguyễn Thị Hương, Ștefan')
	})

	test('fits one page, however long the title', async () => {
		const pdf = Buffer.from(
			clauseSheet({ ...FACTS, title: 'Dlouhý název '.repeat(1000), file: 'a'.repeat(255) }),
		)
		expect(pdf.toString('latin1').match(/\/Type\s*\/Page\b/g)).toHaveLength(1)
	})

	test('says DEMO where it is one', async () => {
		const [demo, real] = [
			await textOf(clauseSheet({ ...FACTS, demo: true })),
			await textOf(clauseSheet(FACTS)),
		]
		if (demo === null || real === null) return
		expect(demo).toContain('DEMO')
		expect(real).not.toContain('DEMO')
	})
})

describe('the code', () => {
	// First half of the SHA-256 of the rows, made by an independent encoder (the npm package uqr 0.1.3).
	const vectors: [length: number, hash: string][] = [
		[1, '848f621f7ecfca7e8abac5667957ac0b'],
		[14, '4edb262f22de6e204f48a582ca7e3ff0'],
		[26, '18e97c0ff7d4435a6ffd4800fc08414d'],
		[42, 'c8e08d870aacca2f24159074812c4851'],
		[62, '5f6a54463c2f23cc7466bd986d60e45a'],
		[84, '181d8a0f809e8cdee9b706c1d0cd4538'],
		[107, '3f85b4930d26412289adf1cca1c975c0'],
		[152, '8d4192f5dc7f02575ab334fc750eefb4'],
		[180, '5f2ff1e7d0a47bb55a12575c9e522291'],
		[213, 'e3790eaa4ba82691c48f757a53f50ec0'],
	]
	for (const [length, hash] of vectors) {
		test(`of ${length} bytes`, () => {
			const text = 'https://letopis.ukazkov.example/overit#s='.repeat(6).slice(0, length)
			const rows = qrModules(text).map((row) => row.map(Number).join(''))
			expect(createHash('sha256').update(rows.join('\n')).digest('hex').slice(0, 32)).toBe(hash)
		})
	}

	test('refuses what does not fit', () => {
		expect(() => qrModules('a'.repeat(214))).toThrow(RangeError)
	})
})

describe('a document that is not public', () => {
	test('gives a sheet with a trace; the paper alone opens the receipt', async () => {
		const id = await record('private')
		const { size } = town.log
		const response = await sheet(id)
		expect(response.status).toBe(200)
		expect(response.headers.get('Content-Type')).toBe('application/pdf')
		expect(await town.accesses(size)).toMatchObject([{ action: 'clause', object: id }])
		const text = await textOf(new Uint8Array(await response.arrayBuffer()))
		for (const fact of ['Stavební povolení', 'SÚ 1/2026', id.slice(0, 20)]) {
			if (text !== null) expect(text).toContain(fact)
		}
		const again = await sheet(id)
		expect(again.status).toBe(200)

		const index = await town.log.indexOf(parseCid(id))
		const kept = await town.vault.record(index ?? -1)
		if (kept === undefined || kept === 'erased' || kept.secret === undefined) throw new Error('no record')
		const secret = clauseSecret(kept.secret)
		const name = createHmac('sha256', secret).update('letopis/clause/name').digest().subarray(0, 16)
		const before = town.log.size
		const path = `/api/v1/clauses/${name.toString('base64url')}`
		const { sealed } = await town.json<{ sealed: string }>(path, { token: null })
		expect(town.log.size).toBe(before)
		const bytes = Buffer.from(sealed, 'base64')
		const key = createHmac('sha256', secret).update('letopis/clause/key').digest()
		const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12))
		decipher.setAAD(name)
		decipher.setAuthTag(bytes.subarray(-16))
		const json = Buffer.concat([decipher.update(bytes.subarray(12, -16)), decipher.final()]).toString()
		expect(cidText(entryCid(parseReceipt(json).entry))).toBe(id)
		// Neither name nor key follow from one another, and the receipt is nowhere in the answer.
		expect(bytes.includes('letopis-receipt')).toBe(false)
	})

	test('leads nowhere before a sheet was made, or from another name', async () => {
		const id = await record('private')
		const index = await town.log.indexOf(parseCid(id))
		const kept = await town.vault.record(index ?? -1)
		if (kept === undefined || kept === 'erased' || kept.secret === undefined) throw new Error('no record')
		const name = Buffer.from(clauseName(clauseSecret(kept.secret))).toString('base64url')
		for (const one of [name, 'A'.repeat(22)]) {
			expect(await codeOf(await town.fetch(`/api/v1/clauses/${one}`, { token: null }))).toEqual([
				404,
				'clause-not-found',
			])
		}
		for (const one of ['A'.repeat(21), `${'A'.repeat(21)}!`]) {
			expect((await town.fetch(`/api/v1/clauses/${encodeURIComponent(one)}`, { token: null })).status).toBe(
				400,
			)
		}
		await sheet(id)
		expect((await town.fetch(`/api/v1/clauses/${name}`, { token: null })).status).toBe(200)
	})

	test('is printed by those who may read it, with a reason elsewhere', async () => {
		const id = await record('private')
		expect((await town.fetch(`/api/v1/documents/${id}/clause.pdf`, { token: null })).status).toBe(401)
		expect(await codeOf(await sheet(id, other))).toEqual([403, 'reason-needed'])
		expect((await sheet(id, other, { 'Letopis-Purpose': 'kontrola' })).status).toBe(200)
	})

	test('leads nowhere once it is erased', async () => {
		const id = await record('private')
		await sheet(id)
		const index = (await town.log.indexOf(parseCid(id))) ?? -1
		const kept = await town.vault.record(index)
		if (kept === undefined || kept === 'erased' || kept.secret === undefined) throw new Error('no record')
		const name = Buffer.from(clauseName(clauseSecret(kept.secret))).toString('base64url')
		await town.vault.erase([index])
		expect(await codeOf(await town.fetch(`/api/v1/clauses/${name}`, { token: null }))).toEqual([
			410,
			'erased',
		])
		expect(await codeOf(await sheet(id))).toEqual([410, 'erased'])
	})
})

test('a public document gives its sheet to everyone, without what is private', async () => {
	const id = await record('public', { title: 'Tajný název', public: { title: 'Vyhláška' } })
	const { size } = town.log
	const response = await town.fetch(`/api/v1/documents/${id}/clause.pdf`, { token: null })
	expect(response.status).toBe(200)
	expect(town.log.size).toBe(size)
	const text = await textOf(new Uint8Array(await response.arrayBuffer()))
	if (text === null) return
	expect(text).toContain('Vyhláška')
	expect(text).not.toContain('Tajný')
	expect(text).not.toContain('povolení.pdf')
})

test('secrets, names and keys of two documents have nothing in common', () => {
	const [a, b] = [clauseSecret(new Uint8Array(32).fill(1)), clauseSecret(new Uint8Array(32).fill(2))]
	expect([a.length, clauseName(a).length]).toEqual([16, 16])
	expect(Buffer.compare(a, b)).not.toBe(0)
	expect(Buffer.compare(clauseName(a), a)).not.toBe(0)
	const random = (length: number) => new Uint8Array(length).fill(7)
	expect(Buffer.compare(sealReceipt(a, 'x', random), sealReceipt(b, 'x', random))).not.toBe(0)
})

test('sheets of one session, or of one address, are bounded; others go on', async () => {
	const closed = await record('private')
	const id = await record('public')
	const statuses: number[] = []
	for (let i = 0; i < 100 && !statuses.includes(429); i++) {
		const response = await town.fetch(`/api/v1/documents/${id}/clause.pdf`, { token: null })
		statuses.push(response.status)
		await response.arrayBuffer()
		if (response.status === 429) expect(Number(response.headers.get('Retry-After'))).toBeGreaterThan(0)
	}
	expect(statuses.slice(0, 20)).toEqual(Array(20).fill(200))
	expect(statuses.at(-1)).toBe(429)
	for (const one of [id, closed]) expect((await sheet(one)).status).toBe(200)
})
