/** The seal on clause sheets: with a time-stamp, without one, and without a seal; the sheet says which. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseTrust } from '@letopis/format'
import { type Authority, openDevelopmentAuthority, openSeal } from '@letopis/ledger'
import { verifySignatures } from '@letopis/verifier'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { PrintingPlace } from '../../../api/clause/printer.ts'
import { SealedPages } from '../../../api/clause/sealed-pages.ts'
import { clauseSheet, type SheetFacts } from '../../../api/clause/sheet.ts'
import { Town } from '../../support/town.ts'

const NOW = Date.parse('2026-11-22T12:00:00Z')
const DAY = 86_400_000
const FACTS: Omit<SheetFacts, 'seal'> = {
	...{ town: 'Ukázkov', demo: false, title: 'Název', number: '1', file: 'a.pdf', sha256: 'ab'.repeat(32) },
	...{ origin: 'ukazkov.example/log/1', index: 7, entry: 'bafy', time: NOW, fingerprint: '1234' },
	...{ address: 'https://letopis.ukazkov.example/overit', behind: 's=AAAAAAAAAAAAAAAAAAAAAA', open: false },
}

let dir: string
let authority: Authority
beforeAll(async () => {
	dir = mkdtempSync(join(tmpdir(), 'letopis-sealed-'))
	authority = await openDevelopmentAuthority(join(dir, 'authority'), { now: () => NOW })
})
afterAll(() => rmSync(dir, { recursive: true, force: true }))

/** Pages of a seal whose authority can be taken away, and what they were printed with. */
async function pages() {
	const state = { now: NOW, answers: true, asked: 0, printed: [] as SheetFacts['seal'][] }
	const seal = await openSeal({
		...{ dir: join(dir, 'seal'), town: 'Ukázkov', clock: { now: () => state.now } },
		stamp: async (imprint) => {
			state.asked++
			return state.answers ? authority.stamp(imprint) : null
		},
	})
	const place: PrintingPlace = {
		giveBack: () => {},
		print: async (facts) => {
			if ('kind' in facts) throw new Error('not a sheet')
			state.printed.push(facts.seal)
			return new Uint8Array(clauseSheet(facts))
		},
	}
	const sealed = new SealedPages(seal, () => state.now)
	const judge = (file: Uint8Array) =>
		verifySignatures({ file, roots: seal.signer.chain.slice(-1), now: state.now })
	const print = (stamped = true, facts = FACTS) => sealed.print(facts, [place, place], stamped)
	return { state, seal, print, judge }
}

test('bears seal and time-stamp, and is a PDF/A as before', async () => {
	const { state, print, judge, seal } = await pages()
	const pdf = await print()
	const report = await judge(pdf)
	expect(report).toMatchObject({ indication: 'TOTAL-PASSED', signatures: [{ covers: expect.anything() }] })
	expect(report.signatures[0]?.stamps).toHaveLength(1)
	expect(state.printed).toEqual([{ name: seal.signer.name, stamped: true }])
	const page = clauseSheet({ ...FACTS, seal: { name: seal.signer.name, stamped: true } })
	expect(Buffer.from(pdf.subarray(0, page.length)).equals(page)).toBe(true)
})

test('is sealed without a time-stamp where none is to be had, and says so', async () => {
	const { state, print, judge, seal } = await pages()
	state.answers = false
	const report = await judge(await print())
	expect(report.indication).toBe('TOTAL-PASSED')
	expect(report.signatures[0]?.stamps).toEqual([])
	expect(state.printed.at(-1)).toEqual({ name: seal.signer.name, stamped: false })
	state.answers = true
	expect((await judge(await print())).signatures[0]?.stamps).toHaveLength(1)
})

test('is the same for a day, and costs one time-stamp', async () => {
	const { state, print } = await pages()
	const first = await print()
	expect(Buffer.from(await print()).equals(first)).toBe(true)
	expect(state.asked).toBe(1)
	expect(Buffer.from(await print(true, { ...FACTS, number: '2' })).equals(first)).toBe(false)
	state.now += DAY
	expect(Buffer.from(await print()).equals(first)).toBe(false)
	expect(state.asked).toBe(3)
})

test('asks for no time-stamp where it may not', async () => {
	const { state, print } = await pages()
	await print(false)
	expect([state.asked, state.printed.at(-1)?.stamped]).toEqual([0, false])
})

test('is had without a seal once its certificate has ended, and says so', async () => {
	const { state, print, seal } = await pages()
	state.now = seal.signer.until + 1
	const pdf = Buffer.from(await print())
	expect(pdf.includes('/Sig')).toBe(false)
	expect(state.printed).toEqual([null])
})

describe('in a town', () => {
	test('is sealed by what the trust file names', async () => {
		const town = await Town.open()
		try {
			const { id } = await town.upload('vyhláška', { visibility: 'public' })
			const path = `/api/v1/documents/${id}/clause.pdf`
			const file = new Uint8Array(await (await town.fetch(path)).arrayBuffer())
			const { seals = [] } = parseTrust(town.deps.ledger.trustFile())
			const report = await verifySignatures({ file, roots: seals, now: town.deps.clock.now() })
			expect(report.indication).toBe('TOTAL-PASSED')
			const again = new Uint8Array(await (await town.fetch(path)).arrayBuffer())
			expect(Buffer.from(again).equals(file)).toBe(true)
			// Strangers cost few time-stamps, and get their sheets all the same.
			const stamped: number[] = []
			for (let i = 0; i < 5; i++) {
				const { id: other } = await town.upload(`vyhláška ${i}`, { visibility: 'public' })
				const response = await town.fetch(`/api/v1/documents/${other}/clause.pdf`, { token: null })
				const sheet = new Uint8Array(await response.arrayBuffer())
				const { signatures } = await verifySignatures({ file: sheet, now: town.deps.clock.now() })
				stamped.push(signatures[0]?.stamps.length ?? -1)
			}
			expect(stamped).toEqual([1, 1, 1, 0, 0])
		} finally {
			await town.close()
		}
	})
})
