/**
 * Our client of a DSS service (`dss_url`) against the validation service of EU DSS itself: what it says of files of others is
 * what DSS says of them when it is asked directly.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Checker } from '../../scripts/signatures/checker.ts'
import { askDss } from '../../scripts/signatures/dss.ts'
import { DAY, makeList, openOffice, signCms } from '../support/signing.ts'
import { askJava, type JavaService, javaLibraries, startJavaService } from './java-judges.ts'
import { demandCorpus } from './judges.ts'

const JUDGING = 600_000
const corpus = demandCorpus('signed')
const names = readdirSync(corpus).sort()
let service: JavaService
const now = Math.floor(Date.now() / 1000) * 1000
const office = openOffice()
const fresh = { thisUpdate: now - DAY, nextUpdate: now + 30 * DAY }
const lists = [makeList(office.authority, fresh), makeList(office.root, fresh)]
const options = { issuer: office.authority, signedAt: now - 3_600_000, lists }
const person = office.person({ subject: 'Jana Nováková' })
const signed = signCms(person, Buffer.from('Rozhodnutí'), options)

beforeAll(async () => {
	await javaLibraries()
	service = await startJavaService('DssService', [])
}, JUDGING)
afterAll(async () => {
	await service?.close()
})

test('its opinion of every file is that of DSS asked directly', { timeout: JUDGING }, async () => {
	const ask = askDss({ url: service.url })
	const said: string[] = []
	for (const name of names) {
		const opinion = await ask(readFileSync(join(corpus, name)))
		expect([name, opinion.failure]).toEqual([name, null])
		expect(opinion).toMatchObject({ service: `DSS ${new URL(service.url).host}` })
		expect(Math.abs((opinion.at ?? 0) - Date.now())).toBeLessThan(JUDGING)
		expect(opinion.policy).not.toBeNull()
		expect(opinion.answer).toMatch(/^[0-9a-f]{64}$/)
		said.push(opinion.signatures.map(({ indication, sub }) => `${indication} ${sub ?? ''}`.trim()).join('; '))
	}
	const direct = await askJava(
		'DssSignatures',
		names.flatMap((name) => [join(corpus, name), '-', '-']),
	)
	const plain = (text: string) => text.replaceAll('TOTAL_', 'TOTAL-')
	expect(said.map(plain)).toEqual(direct.map(plain))
})

test('its opinion stands beside ours, and decides nothing', { timeout: JUDGING }, async () => {
	await using checker = new Checker({
		...{ roots: [office.root.der], by: 'letopis test', second: askDss({ url: service.url }) },
	})
	const findings = await checker.examine(new Uint8Array(signed), { now: Date.now(), second: true })
	// DSS takes no lists of an authority of a test, and knows no root of it.
	expect(findings).toMatchObject({
		indication: 'TOTAL-PASSED',
		second: {
			failure: null,
			signatures: [{ indication: 'INDETERMINATE', signer: 'Jana Nováková', format: 'CAdES-BASELINE-B' }],
		},
	})
})

test('what it cannot read is told as a refusal', { timeout: JUDGING }, async () => {
	const opinion = await askDss({ url: service.url })(Buffer.from('no signed file'))
	expect(opinion).toMatchObject({ failure: 'refused', signatures: [] })
})
