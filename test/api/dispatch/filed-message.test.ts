/** A message of the data box system in the case of a filing: read, and confirmed as the service of the decision. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { dayOf } from '../../../api/calendar/day.ts'
import type { Person } from '../../support/staff.ts'
import { type ZfoMaker, type ZfoOptions, zfoMaker } from '../../support/zfo-maker.ts'
import { codeOf, putIn } from '../cases/case-office.ts'
import {
	answer,
	type FilingOffice,
	file,
	openFilingOffice,
	status,
	step,
	take,
} from '../filings/filing-office.ts'

interface Message {
	readonly messageId: string
	readonly checks: { consistent: boolean }
	readonly proposal: { steps: { step: string; day: string; channel: string }[]; doubts: string[] }
	readonly signatures: { state: string }
}

const DECISION = 'Rozhodnutí o povolení kácení'
let office: FilingOffice
let clerk: Person
let other: Person
let maker: ZfoMaker
let filing: string
let case_: string

beforeAll(async () => {
	maker = zfoMaker()
	office = await openFilingOffice()
	;({ clerk, other } = office)
	const filed = await file(office.town)
	;({ filing } = filed)
	;({ case: case_ } = await status(office.town, filed))
	await take(clerk, filing, { step: 'confirmed', how: 'paper' })
	const decision = await inCase(Buffer.from(DECISION), 'rozhodnutí.txt')
	await take(clerk, filing, { step: 'decided', document: decision })
	await take(clerk, filing, { step: 'dispatched', party: 'applicant', channel: 'data-box' })
})
afterAll(() => office?.[Symbol.asyncDispose]())

async function recorded(bytes: Uint8Array, name: string): Promise<string> {
	const form = new FormData()
	form.set('metadata', '{}')
	form.set('visibility', 'private')
	form.set('file', new Blob([new Uint8Array(bytes)]), name)
	const response = await clerk.call('/api/v1/documents', { method: 'POST', body: form })
	expect(response.status).toBe(201)
	return response.headers.get('Location')?.split('/').at(-1) ?? ''
}

async function inCase(bytes: Uint8Array, name: string): Promise<string> {
	const document = await recorded(bytes, name)
	await putIn(clerk, case_, document)
	return document
}

const zfo = (options: ZfoOptions = {}) =>
	maker.make({
		files: [{ name: 'rozhodnutí.txt', bytes: Buffer.from(DECISION) }],
		...options,
		around: { dmDeliveryTime: new Date(office.town.deps.clock.now()).toISOString(), ...options.around },
	})
const path = (document: string) => `/api/v1/filings/${filing}/data-box-messages/${document}`

test('proposes the steps that the message proves, which a clerk takes with it as their proof', async () => {
	const document = await inCase(zfo(), 'zprava.zfo')
	const message = await clerk.json<Message>(path(document))
	const day = dayOf(office.town.deps.clock.now())
	expect(message).toMatchObject({
		messageId: '1234567',
		checks: { consistent: true },
		proposal: { steps: [{ step: 'deposited', day, channel: 'data-box' }], doubts: [] },
	})
	const { events } = await clerk.json<{ events: { type: string; action: string | null }[] }>(
		`/api/v1/documents/${document}/history`,
	)
	expect(events.some(({ type, action }) => type === 'access' && action === 'content')).toBe(true)
	const [proven] = message.proposal.steps
	expect(await take(clerk, filing, { ...proven, step: 'deposited', party: 'applicant', document })).toBe(
		'decided',
	)
})

test('looking again within minutes is the same look; for another reason, of another reader, or later, another', async () => {
	const document = await inCase(zfo({ envelope: { dmID: '77' } }), 'zprava.zfo')
	const { town } = office
	const from = town.log.size
	const looks = async () => (await town.accesses(from)).filter(({ action }) => action === 'content').length
	const look = (by: Person, purpose?: string) =>
		by.call(path(document), purpose === undefined ? {} : { headers: { 'Letopis-Purpose': purpose } })
	const told: number[] = []
	for (const [by, purpose] of [
		[clerk],
		[clerk],
		[clerk, 'kontrola'],
		[other, 'kontrola'],
		[other, 'kontrola'],
	] as [Person, string?][]) {
		expect((await look(by, purpose)).status).toBe(200)
		told.push(await looks())
	}
	expect(told).toEqual([1, 1, 2, 3, 3])
	town.time.offset += 11 * 60_000
	await look(clerk)
	expect(await looks()).toBe(4)
})

test('a message about another document, and one that was changed, are told', async () => {
	const files = [{ name: 'jiné.txt', bytes: Buffer.from('jiné') }]
	const strange = await inCase(zfo({ files }), 'jina.zfo')
	expect((await clerk.json<Message>(path(strange))).proposal).toMatchObject({ doubts: ['no-document'] })
	const swapped = await inCase(zfo({ rewrite: (dmDm) => dmDm.replace('1234567', '7654321') }), 'x.zfo')
	const { checks, proposal } = await clerk.json<Message>(path(swapped))
	expect(checks.consistent).toBe(false)
	expect(proposal).toMatchObject({ steps: [], doubts: ['inconsistent'] })
})

test('what is no message, is not in the case, or is another department’s', async () => {
	const text = await inCase(Buffer.from('<q:MessageDownloadResponse/>'), 'zprava.zfo')
	expect(await codeOf(await clerk.call(path(text)))).toEqual([422, 'message-unreadable'])
	const elsewhere = await recorded(zfo(), 'zprava.zfo')
	expect(await codeOf(await clerk.call(path(elsewhere)))).toEqual([404, 'document-not-found'])
	const inside = await inCase(zfo({ envelope: { dmID: '42' } }), 'zprava.zfo')
	expect(await codeOf(await other.call(path(inside)))).toEqual([403, 'reason-needed'])
	const headers = { 'Letopis-Purpose': 'kontrola' }
	expect(await answer<Message>(await other.call(path(inside), { headers }), 200)).toMatchObject({
		messageId: '42',
	})
	expect(
		await codeOf(
			await step(clerk, filing, {
				step: 'served',
				party: 'applicant',
				channel: 'data-box',
				document: elsewhere,
			}),
		),
	).toEqual([422, 'filing-step-malformed'])
})

test('a decision that was recorded by mistake is none that a message could serve', async () => {
	const document = await inCase(zfo({ envelope: { dmID: '90' } }), 'zprava.zfo')
	const doubts = async () => (await clerk.json<Message>(path(document))).proposal.doubts
	expect(await doubts()).toEqual([])
	interface Told {
		steps: { entry: string; step: string; voidable: boolean; resting: string[] }[]
	}
	const { steps } = await clerk.json<Told>(`/api/v1/filings/${filing}`)
	const decided = steps.find((one) => one.step === 'decided')
	for (const voids of [...(decided?.resting ?? []), decided?.entry])
		await take(clerk, filing, { step: 'voided', voids, text: 'Patří k jinému podání.' })
	expect(await doubts()).toEqual(['no-document'])
})
