/** Evidence packages and sealed pages before EU DSS (container, seal, evidence record, PAdES), veraPDF and unzip. */
import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { crc32 } from 'node:zlib'
import { parseTrust } from '@letopis/format'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Town } from '../support/town.ts'
import { askJava, javaLibraries } from './java-judges.ts'
import { demandJudge, temporaryFolder } from './judges.ts'
import { demandSchema } from './schemas.ts'

const JUDGING = 600_000
const NAME = 'rozhodnutí.txt'

let town: Town
let folder: Awaited<ReturnType<typeof temporaryFolder>>
const at = (...parts: string[]) => join(folder.path, ...parts)

beforeAll(async () => {
	demandJudge('unzip')
	await javaLibraries()
	folder = await temporaryFolder()
	town = await Town.open()
	const { id } = await town.upload('Rozhodnutí č. j. 7/2026', { visibility: 'public' }, { name: NAME })
	await town.anchorer.anchorNow()
	const fetched = async (name: string, path: string) => {
		const response = await town.fetch(`/api/v1/documents/${id}/${path}`)
		if (response.status !== 200) throw new Error(`${path}: ${response.status}`)
		writeFileSync(at(name), new Uint8Array(await response.arrayBuffer()))
	}
	await fetched('package.asice', 'evidence-package')
	await fetched('sheet.pdf', 'clause.pdf')
	const { seals = [] } = parseTrust(town.deps.ledger.trustFile())
	writeFileSync(at('seal-root.cer'), seals[0] ?? new Uint8Array())
	execFileSync('unzip', ['-q', at('package.asice'), '-d', at('unpacked')], {
		env: { ...process.env, LC_ALL: 'C.UTF-8' },
	})
}, JUDGING)
afterAll(async () => {
	await town?.close()
	await folder?.[Symbol.asyncDispose]()
})

/** The seal is judged under its root alone; of the development authority, which publishes no lists, every certificate is given. */
const certificates = () => {
	const all = readdirSync(at('unpacked', 'certificates')).map((name) => at('unpacked', 'certificates', name))
	const own = execFileSync('openssl', [
		'x509',
		'-in',
		join(town.folder, 'keys', 'seal', 'seal.pem'),
		'-outform',
		'DER',
	])
	return all.filter((file) => !readFileSync(file).equals(own))
}
const judge = (file: string) =>
	askJava('DssContainer', [file, String(town.deps.clock.now() + 60_000), ...certificates()])

describe('EU DSS', { timeout: JUDGING }, () => {
	test('takes the package as ASiC-E, its seal and its evidence record as valid', async () => {
		expect(await judge(at('package.asice'))).toEqual([
			'container ASiC-E',
			'signature META-INF/signature.p7s TOTAL_PASSED',
			'evidence-record META-INF/evidencerecord001.ers PASSED',
		])
	})

	test('refuses it with another document', async () => {
		const bytes = readFileSync(at('package.asice'))
		bytes.write('8', bytes.indexOf('7/2026'))
		writeFileSync(at('other.asice'), repaired(bytes))
		const [, seal, record] = await judge(at('other.asice'))
		expect(seal).toBe('signature META-INF/signature.p7s TOTAL_FAILED HASH_FAILURE')
		expect(record).toMatch(/^evidence-record .* (FAILED|INDETERMINATE)/)
	})

	test('takes the sealed clause sheet as valid under the root of the seal', async () => {
		const args = [at('sheet.pdf'), at('seal-root.cer'), String(town.deps.clock.now() + 60_000)]
		expect(await askJava('DssSignatures', args)).toEqual(['TOTAL_PASSED'])
	})
})

test('veraPDF: protocols and sealed sheet are PDF/A-3a', { timeout: JUDGING }, async () => {
	const files = [at('unpacked', 'protocol-cs.pdf'), at('unpacked', 'protocol-en.pdf'), at('sheet.pdf')]
	expect(await askJava('VeraPdf', files)).toEqual(files.map(() => '3a complies'))
})

test('history and manifests are as their published schemas have them', { timeout: JUDGING }, async () => {
	const manifests = readdirSync(at('unpacked', 'META-INF')).filter((name) => name.endsWith('.xml'))
	const files = manifests.map((name) => at('unpacked', 'META-INF', name))
	expect(manifests).toEqual(['ASiCEvidenceRecordManifest001.xml', 'ASiCManifest.xml'])
	expect(await askJava('SchemaJudge', [await demandSchema('asic-manifest'), ...files])).toEqual([
		'VALID',
		'VALID',
	])
	const history = at('unpacked', 'premis.xml')
	const broken = at('broken.xml')
	const text = readFileSync(history, 'utf8')
	writeFileSync(broken, text.replace(/<eventDateTime>[^<]*<\/eventDateTime>/, ''))
	const [own, other] = await askJava('SchemaJudge', [await demandSchema('premis'), history, broken])
	expect(own).toBe('VALID')
	expect(other).toMatch(/^INVALID .*eventDateTime/)
})

test('unzip finds nothing wrong', () => {
	expect(execFileSync('unzip', ['-t', at('package.asice')], { encoding: 'utf8' })).toContain(
		'No errors detected',
	)
})

/** With the checksum of its document as it is now, so that nobody takes the file for merely damaged. */
function repaired(bytes: Buffer): Buffer {
	const crc = crc32('Rozhodnutí č. j. 8/2026')
	const name = Buffer.from(NAME)
	const local = bytes.indexOf(name) - 30
	const central = bytes.lastIndexOf(name) - 46
	bytes.writeUInt32LE(crc, local + 14)
	bytes.writeUInt32LE(crc, central + 16)
	return bytes
}
