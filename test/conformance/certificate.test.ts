/** Certificates of digital acts before the JDK's XML Schema judge, EU DSS (PAdES) and veraPDF. */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
	type CertificateOffices,
	certificateOffices,
	confirmedFiling,
	issue,
	readPdf,
	XML,
} from '../api/filings/certificate-office.ts'
import { askJava, javaLibraries } from './java-judges.ts'
import { temporaryFolder } from './judges.ts'
import { xmlSchemaOfOfn } from './ofn-schemas.ts'

const JUDGING = 600_000
const SCHEMA = 'osvědčení-digitálního-úkonu/2024-10-17/schémata/osvědčení-digitálního-úkonu.xsd'

let folder: Awaited<ReturnType<typeof temporaryFolder>>
let offices: CertificateOffices
let now: number
const at = (...parts: string[]) => join(folder.path, ...parts)

beforeAll(async () => {
	await javaLibraries()
	folder = await temporaryFolder()
	offices = await certificateOffices()
	await using office = await offices.open()
	const filed = await confirmedFiling(office)
	const { document } = (await (await issue(office.clerk, filed)).json()) as { document: string }
	const content = await office.clerk.call(`/api/v1/documents/${document}/content`)
	const pdf = new Uint8Array(await content.arrayBuffer())
	now = office.town.deps.clock.now()
	const { attached } = await readPdf(folder.path, pdf)
	writeFileSync(at('certificate.pdf'), pdf)
	writeFileSync(at('certificate.xml'), attached.get(XML) ?? '')
	writeFileSync(at('root.cer'), offices.roots()[0] ?? new Uint8Array())
}, JUDGING)
afterAll(async () => {
	await offices?.close()
	await folder?.[Symbol.asyncDispose]()
})

test(
	'the XML is as the open formal standard has it, and without any one member it is not',
	async () => {
		const whole = readFileSync(at('certificate.xml'), 'utf8')
		// Whatever stands on a line of its own is needed, but what the standard calls optional.
		const lines = whole.split('\n')
		const needed = lines.flatMap((line, i) =>
			/^\t+<[^/>]+>[^<]+<\/[^>]+>$/.test(line) && !/<(věc|osoby:další_jména)[ >]/.test(line) ? [i] : [],
		)
		expect(needed.length).toBeGreaterThan(25)
		const files = needed.map((i) => {
			writeFileSync(at(`without-${i}.xml`), lines.toSpliced(i, 1).join('\n'))
			return at(`without-${i}.xml`)
		})
		writeFileSync(at('zoneless.xml'), whole.replace(/Z<\/provedení_úkonu>/, '</provedení_úkonu>'))
		const schema = await xmlSchemaOfOfn(SCHEMA, folder.path)
		const judged = await askJava('SchemaJudge', [schema, at('certificate.xml'), at('zoneless.xml'), ...files])
		expect(judged[0]).toBe('VALID')
		expect(judged.slice(1).filter((one) => one === 'VALID')).toEqual([])
		expect(judged).toHaveLength(files.length + 2)
	},
	JUDGING,
)

test(
	'EU DSS: the seal is valid under its root',
	async () => {
		const args = [at('certificate.pdf'), at('root.cer'), String(now + 60_000)]
		expect(await askJava('DssSignatures', args)).toEqual(['TOTAL_PASSED'])
	},
	JUDGING,
)

test(
	'veraPDF: it is PDF/A-3a, sealed and with its attachments',
	async () => {
		expect(await askJava('VeraPdf', [at('certificate.pdf')])).toEqual(['3a complies'])
	},
	JUDGING,
)
