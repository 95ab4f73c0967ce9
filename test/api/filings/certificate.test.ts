/** Certificates of digital acts: when one is issued, what it says in both of its forms, and why none is. */

import { createHash } from 'node:crypto'
import { parseReceipt } from '@letopis/format'
import { verifySignatures } from '@letopis/verifier'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { Cases } from '../../../api/cases/cases.ts'
import { derivedUuid } from '../../../api/filings/certificate-xml.ts'
import type { Person } from '../../support/staff.ts'
import { codeOf, why } from '../cases/case-office.ts'
import {
	type CertificateOffices,
	certificateOffices,
	certificatePath,
	confirmedFiling,
	issue,
	PERSON,
	REGISTERED,
	readPdf,
	TOWN,
	XML,
} from './certificate-office.ts'
import { ask, detail, type Filed, file, publish, status, step, take } from './filing-office.ts'

let at: CertificateOffices
beforeAll(async () => {
	at = await certificateOffices()
})
afterAll(() => at.close())

const lacks = async (by: Person, filed: Filed) =>
	(await by.json<{ lacks: string[] }>(certificatePath(filed))).lacks

/** Texts of the elements of an XML of ours, by their path below the root, without prefixes. */
function textsIn(xml: string): Record<string, string> {
	const found: Record<string, string> = {}
	const open: string[] = []
	for (const [, close, name = '', empty, text = ''] of xml.matchAll(
		/<(\/?)([^\s?>/]+)[^>]*?(\/?)>([^<]*)/g,
	)) {
		if (close === '/') open.pop()
		else open.push(name.replace(/^.*:/, ''))
		if (text.trim() !== '') found[open.slice(1).join('/')] = text
		if (empty === '/') open.pop()
	}
	return found
}

describe('is issued', () => {
	test('once, for a filing confirmed by a data box, under seal and stamp, with all that the standard asks for', async () => {
		await using office = await at.open()
		const { town, clerk } = office
		const filed = await confirmedFiling(office)
		const from = town.log.size
		expect(await clerk.json(certificatePath(filed))).toEqual({ document: null, lacks: [] })
		expect(await town.accesses(from)).toHaveLength(1)
		await detail(clerk, filed.filing)
		// One look, whichever page it was.
		expect(await town.accesses(from)).toMatchObject([{ action: 'filing' }])
		const response = await issue(clerk, filed)
		expect(response.status).toBe(201)
		const { document } = (await response.json()) as { document: string }

		// The applicant finds it first among the documents, and gets the same bytes as the clerk, whoever asks how often.
		const { documents, case: case_ } = await status(town, filed)
		expect(documents.map(({ role }) => role)).toEqual(['certificate', 'answers', 'attachment'])
		expect(documents[0]).toMatchObject({ id: document, title: 'Osvědčení o digitálním úkonu' })
		const body = { number: filed.number, pin: filed.pin, document }
		const own = await ask(town, '/api/v1/filing-status/document', 'POST', body)
		const pdf = new Uint8Array(await own.arrayBuffer())
		const read = await clerk.call(`/api/v1/documents/${document}/content`)
		expect(new Uint8Array(await read.arrayBuffer())).toEqual(pdf)
		const size = town.log.size
		const again = await issue(clerk, filed, { ...PERSON, familyName: 'Jiná' })
		expect([again.status, await again.json()]).toEqual([200, { document }])
		expect(town.log.size).toBe(size)
		expect(await clerk.json<{ documents: { id: string }[] }>(`/api/v1/cases/${case_}`)).toMatchObject({
			documents: expect.arrayContaining([expect.objectContaining({ id: document })]),
		})

		const report = await verifySignatures({
			file: pdf,
			roots: at.roots(),
			now: town.deps.clock.now() + 60_000,
		})
		expect(report.signatures).toHaveLength(1)
		expect(report.signatures[0]?.checks.filter(({ ok }) => ok === 'no')).toEqual([])
		expect(report.signatures[0]?.stamps).toHaveLength(1)

		const { attached, text } = await readPdf(at.dir, pdf)
		expect([...attached.keys()].toSorted()).toEqual(['letopis-potvrzeni.json', XML])
		expect(parseReceipt(attached.get('letopis-potvrzeni.json') ?? '').proof.index).toBeGreaterThan(0)
		const said = textsIn(attached.get(XML) ?? '')
		const copy = await clerk.call(`/api/v1/documents/${documents[1]?.id}/content`)
		const steps = await clerk.json<{ received: string; steps: { step: string; entry: string }[] }>(
			`/api/v1/filings/${filed.filing}`,
		)
		const [confirmed] = steps.steps
		const whom = (who: string) => `osvědčuje_digitální_úkon_provedený_podáním/${who}/fyzická_osoba`
		const person = (who: string) => ({
			[`${whom(who)}/jméno`]: 'Jana',
			[`${whom(who)}/další_jména`]: 'Marie',
			[`${whom(who)}/příjmení`]: 'Nováková',
			[`${whom(who)}/datum_narození`]: '1985-02-09',
			[`${whom(who)}/trvalé_bydliště/adresní_místo/kód_adresního_místa`]: '21703205',
		})
		const filing = 'osvědčuje_digitální_úkon_provedený_podáním'
		const recipient = `${filing}/příjemce/právnická_osoba`
		expect(said).toEqual({
			jid: derivedUuid('certificate', confirmed?.entry ?? ''),
			věc: 'Povolení ke kácení',
			provedení_úkonu: steps.received,
			vystavení_osvědčení: new Date(town.deps.clock.now()).toISOString(),
			autorizace: derivedUuid('authorisation', confirmed?.entry ?? ''),
			hash_podání: sha256(new Uint8Array(await copy.arrayBuffer())),
			[`${filing}/jid`]: filed.filing,
			...{ ...person('odesílatel'), ...person('uživatel_služby') },
			[`${recipient}/obchodní_firma`]: 'Ukázkov',
			[`${recipient}/ičo`]: '00000001',
			[`${recipient}/datová_schránka`]: 'abc2345',
			[`${recipient}/sídlo/adresní_místo/kód_adresního_místa`]: '28075820',
			[`${filing}/počet_příloh`]: '1',
			[`${filing}/přílohy/příloha/název`]: 'Plánek',
			[`${filing}/přílohy/příloha/název_souboru`]: 'plánek.txt',
			[`${filing}/přílohy/příloha/hash_souboru`]: sha256(
				new TextEncoder().encode('plánek pro: Jana Nováková'),
			),
			[`${filing}/věc`]: 'Povolení ke kácení',
			'úkon/kód': 'U24834',
			'úkon/název': 'žádost o povolení ke kácení',
			'služba/kód': 'S10883',
			'služba/název': 'Povolení ke kácení dřevin',
			'agenda/kód': 'A1094',
			'agenda/název': 'Ochrana přírody a krajiny',
			'způsob_provedení_úkonu/kód': '1',
			'způsob_provedení_úkonu/název': 'Datová schránka',
		})
		// Both forms say the same.
		const page = text.replace(/\s+/g, ' ')
		for (const value of [
			'Jana Marie Nováková',
			'9. února 1985',
			'21703205',
			'28075820',
			'00000001',
			'abc2345',
		])
			expect(page).toContain(value)
		for (const place of ['jid', 'autorizace', 'věc', 'úkon/název', 'úkon/kód', 'služba/kód', 'agenda/kód'])
			expect(page).toContain(said[place])
		expect(page).toContain('§ 5 zákona č. 12/2020 Sb.')
	})

	test('for one confirmed by a signed document, by two at once, and not by another department', async () => {
		await using office = await at.open()
		const { town, clerk, other } = office
		const filed = await confirmedFiling(office, 'signed-document')
		expect(await codeOf(await issue(other, filed))).toEqual([403, 'reason-needed'])
		expect(await codeOf(await issue(other, filed, PERSON, why))).toEqual([409, 'certificate-refused'])
		const size = town.log.size
		const both = await Promise.all([issue(clerk, filed), issue(clerk, filed)])
		expect(both.map((one) => one.status).toSorted()).toEqual([200, 201])
		const [one, two] = await Promise.all(both.map((response) => response.json()))
		expect(one).toEqual(two)
		const kinds = await Promise.all(
			Array.from({ length: town.log.size - size }, (_, i) => town.field(size + i, 'kind')),
		)
		expect(kinds.filter((kind) => kind === 'document' || kind === 'case-document')).toHaveLength(2)
	})
})

test('is issued by nobody but a person', async () => {
	await using office = await at.open()
	const filed = await confirmedFiling(office)
	const headers = { Authorization: `Bearer ${office.town.admin}` }
	const answer = await ask(office.town, certificatePath(filed), 'POST', PERSON, headers)
	expect(await codeOf(answer)).toEqual([403, 'session-needed'])
})

test('goes with the step that made the act, and comes anew with another', async () => {
	await using office = await at.open()
	const { town, clerk } = office
	const filed = await confirmedFiling(office)
	const { document: first } = (await (await issue(clerk, filed)).json()) as { document: string }
	const seen = await detail(clerk, filed.filing)
	expect(seen.documents.find(({ id }) => id === first)).toMatchObject({ role: 'certificate' })
	const { steps } = seen as unknown as { steps: { entry: string }[] }
	const voids = steps.at(-1)?.entry
	const voided = await step(clerk, filed.filing, { step: 'voided', voids, text: 'Schránka někoho jiného.' })
	expect(voided.status).toBe(201)
	expect(await clerk.json(certificatePath(filed))).toEqual({ document: null, lacks: ['channel'] })
	expect((await status(town, filed)).documents.map(({ id }) => id)).not.toContain(first)
	await take(clerk, filed.filing, { step: 'confirmed', how: 'signed-document' })
	const again = await issue(clerk, filed)
	expect(again.status).toBe(201)
	const { document } = (await again.json()) as { document: string }
	expect(document).not.toBe(first)
	expect((await status(town, filed)).documents[0]).toMatchObject({ id: document, role: 'certificate' })
})

test('begun and not put into the case, it gets there when it is asked for again', async () => {
	await using office = await at.open()
	const { town, clerk } = office
	const filed = await confirmedFiling(office)
	const { case: case_ } = await status(town, filed)
	const killed = vi.spyOn(Cases.prototype, 'addDocument').mockRejectedValueOnce(new Error('killed'))
	expect((await issue(clerk, filed)).status).toBe(500)
	killed.mockRestore()
	const again = await issue(clerk, filed)
	const { document: id } = (await again.json()) as { document: string }
	expect(again.status).toBe(200)
	expect(await clerk.json<object>(`/api/v1/cases/${case_}`)).toMatchObject({
		documents: expect.arrayContaining([expect.objectContaining({ id })]),
	})
})

test('the step that it certifies is not voided while it is made', async () => {
	await using office = await at.open()
	const { clerk } = office
	const filed = await confirmedFiling(office)
	const { steps } = (await detail(clerk, filed.filing)) as unknown as { steps: { entry: string }[] }
	const voids = steps.at(-1)?.entry
	const done: string[] = []
	const [issued, voided] = await Promise.all([
		issue(clerk, filed).finally(() => done.push('issued')),
		step(clerk, filed.filing, { step: 'voided', voids, text: 'Schránka někoho jiného.' }).finally(() =>
			done.push('voided'),
		),
	])
	expect(voided.status).toBe(201)
	if (issued.status === 201) expect(done).toEqual(['issued', 'voided'])
	else expect(await issued.json()).toMatchObject({ lacks: ['channel'] })
	expect(await lacks(clerk, filed)).toEqual(['channel'])
})

describe('is not issued', () => {
	test.each([
		['in a DEMO town', { demo: true }, ['seal']],
		['without a qualified seal', { qualifiedSeal: undefined }, ['seal']],
		['without the data box of the town', { settings: { ...TOWN, dataBox: undefined } }, ['town']],
		['without its seat', { settings: { ...TOWN, addressCode: undefined } }, ['town']],
	])('%s', async (_where, options, expected) => {
		await using office = await at.open(options as object)
		const filed = await confirmedFiling(office)
		expect(await lacks(office.clerk, filed)).toEqual(expected)
		const size = office.town.log.size
		expect(await codeOf(await issue(office.clerk, filed))).toEqual([409, 'certificate-refused'])
		expect(office.town.log.size).toBe(size)
		expect((await status(office.town, filed)).documents.map(({ role }) => role)).not.toContain('certificate')
	})

	test('without a channel that makes a digital act, without codes of the register, for an organisation, in a closed case', async () => {
		await using office = await at.open()
		const { town, administrator, clerk, agenda } = office
		const bare = await file(town)
		expect(await lacks(clerk, bare)).toEqual(['register', 'channel'])
		const filed = await confirmedFiling(office, 'paper')
		expect(await lacks(clerk, filed)).toEqual(['channel'])
		for (const how of ['in-person', 'identity']) {
			const one = await file(town)
			await take(clerk, one.filing, { step: 'confirmed', how })
			expect(await lacks(clerk, one)).toEqual(['channel'])
		}
		const { entry } = await administrator.json<{ entry: string }>('/api/v1/agendas/kaceni')
		expect(entry).not.toBe(agenda)
		await publish(administrator, REGISTERED.replace('autofill = "name"', 'autofill = "organization"'), entry)
		const firm = await file(town, 'Spolek Lípa, z. s.')
		await take(clerk, firm.filing, { step: 'confirmed', how: 'data-box' })
		expect(await lacks(clerk, firm)).toEqual(['organization'])
		const { case: case_ } = await status(town, firm)
		const closed = { method: 'POST', body: { settled: 'vyřízeno' } }
		expect((await clerk.call(`/api/v1/cases/${case_}/closure`, closed)).status).toBe(204)
		expect(await lacks(clerk, firm)).toEqual(['organization', 'case-closed'])
	})

	test('without a qualified stamp, and then nothing is recorded', async () => {
		const plain = { ...at.authority, name: 'plain', qualified: false }
		await using office = await at.open({ authorities: [plain] })
		const filed = await confirmedFiling(office)
		const before = [office.town.log.size, await office.town.payloads()]
		expect(await codeOf(await issue(office.clerk, filed))).toEqual([502, 'authority'])
		expect([office.town.log.size, await office.town.payloads()]).toEqual(before)
	})

	test('with a seal that has ended', async () => {
		await using office = await at.open()
		const { town, clerk } = office
		const filed = await confirmedFiling(office)
		town.time.offset += town.deps.ledger.seal.signer.until - town.deps.clock.now() + 1000
		await clerk.signIn()
		const { size } = town.log
		expect(await codeOf(await issue(clerk, filed))).toEqual([503, 'seal-ended'])
		expect(town.log.size).toBe(size)
	})

	test('for a person who is not told whole', async () => {
		await using office = await at.open()
		const filed = await confirmedFiling(office)
		for (const wrong of [
			{ givenNames: ' ' },
			{ familyName: '' },
			{ born: '1985-02-30' },
			{ born: '2985-02-03' },
			{ born: '9. 2. 1985' },
			{ addressCode: 0 },
			{ addressCode: 1_000_000_000 },
			{ dataBox: 'ABCDEFG' },
			{ addressCode: undefined },
		]) {
			expect([wrong, (await issue(office.clerk, filed, { ...PERSON, ...wrong })).status]).toEqual([
				wrong,
				400,
			])
		}
	})
})

test('identifiers follow from the entry, each use its own, as UUIDs of version 8', () => {
	const one = derivedUuid('authorisation', 'bafyexample')
	expect(one).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
	expect(one).toBe(derivedUuid('authorisation', 'bafyexample'))
	expect(derivedUuid('certificate', 'bafyexample')).not.toBe(one)
	expect(derivedUuid('authorisation', 'bafyother')).not.toBe(one)
})

function sha256(bytes: Uint8Array): string {
	return createHash('sha256').update(bytes).digest('hex')
}
