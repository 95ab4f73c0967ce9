/**
 * The package at the end of the long story (`test/verifier/long-story.test.ts`) and the records in it, before EU DSS and
 * Bouncy Castle's ERS classes: stamped by openssl and by another authority, renewed by stamp and by hash tree.
 */
import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { parseEvidenceRecord } from '../../verifier/evidence/record.ts'
import { parseToken } from '../../verifier/timestamp/token.ts'
import { type LongStory, tellLongStory } from '../support/long-story.ts'
import { storedFiles, unpackInto } from '../support/zip.ts'
import { askJava, javaLibraries } from './java-judges.ts'
import { temporaryFolder } from './judges.ts'
import { demandSchema } from './schemas.ts'

const JUDGING = 600_000
let story: LongStory
let folder: Awaited<ReturnType<typeof temporaryFolder>>
const at = (...parts: string[]) => join(folder.path, ...parts)
beforeAll(async () => {
	await javaLibraries()
	folder = await temporaryFolder()
	story = await tellLongStory()
	writeFileSync(at('package.asice'), story.evidence)
	writeFileSync(at('document.pdf'), story.document)
	writeFileSync(at('other.der'), story.other.roots[0] as Uint8Array)
	unpackInto(at('unpacked'), story.evidence)
}, JUDGING)
afterAll(async () => {
	await story?.[Symbol.asyncDispose]()
	await folder?.[Symbol.asyncDispose]()
})

const now = () => String(story.times.digestEnded + 60_000)
const records = () => storedFiles(story.evidence).filter(({ name }) => name.endsWith('.ers'))

/** Files with the certificates of all that stamped a record: an authority of a test publishes no lists. */
function signersOf(record: Uint8Array, name: string): string[] {
	const stamps = parseEvidenceRecord(record).chains.flatMap((chain) => chain.stamps)
	return stamps.map(({ token }, n) => {
		const file = at(`${name}-signer-${n}.der`)
		writeFileSync(file, parseToken(token).certificates[0]?.der ?? expect.fail('no certificate'))
		return file
	})
}

test('Bouncy Castle and EU DSS find every record in order', { timeout: JUDGING }, async () => {
	const [forCastle, forDss]: [string[], string[]] = [[], []]
	for (const { name, bytes } of records()) {
		const file = at('unpacked', name)
		forCastle.push(file, at('document.pdf'), at('other.der'))
		forDss.push(file, at('document.pdf'), signersOf(bytes, name.replaceAll('/', '-')).join(delimiter))
	}
	expect(await askJava('BouncyCastleJudge', [now(), ...forCastle])).toEqual(['PASSED', 'PASSED'])
	const dss = await askJava('DssJudge', [now(), ...forDss])
	expect(dss.map((line) => line.split(' ')[0])).toEqual(['PASSED', 'PASSED'])
})

test('EU DSS finds the package in order when SHA-256 has ended', { timeout: JUDGING }, async () => {
	const certificates = readdirSync(at('unpacked', 'certificates')).map((name) =>
		at('unpacked', 'certificates', name),
	)
	const own = execFileSync('openssl', [
		...['x509', '-in', join(story.town.folder, 'keys', 'seal', 'seal.pem'), '-outform', 'DER'],
	])
	const trusted = certificates.filter((file) => !readFileSync(file).equals(own))
	const lines = await askJava('DssContainer', [
		...[at('package.asice'), now()],
		...[...trusted, ...records().flatMap(({ name, bytes }) => signersOf(bytes, name.replaceAll('/', '-')))],
	])
	expect(lines).toEqual([
		'container ASiC-E',
		'signature META-INF/signature.p7s TOTAL_PASSED',
		'evidence-record META-INF/evidencerecord001.ers PASSED',
		'evidence-record META-INF/evidencerecord002.ers PASSED',
	])
})

test('its history is as the schema of PREMIS has it', { timeout: JUDGING }, async () => {
	expect(await askJava('SchemaJudge', [await demandSchema('premis'), at('unpacked', 'premis.xml')])).toEqual([
		'VALID',
	])
})

test('with another document they find none', { timeout: JUDGING }, async () => {
	writeFileSync(at('another.pdf'), Buffer.concat([story.document, Buffer.from('\n')]))
	const [one] = records()
	const { name, bytes } = one ?? expect.fail('no record')
	const about = [at('unpacked', name), at('another.pdf')]
	expect((await askJava('BouncyCastleJudge', [now(), ...about, at('other.der')]))[0]).toMatch(/^FAILED/)
	const dss = await askJava('DssJudge', [now(), ...about, signersOf(bytes, 'another').join(delimiter)])
	expect(dss[0]).toMatch(/^(FAILED|INDETERMINATE)/)
})
