/**
 * What all of this is for: a signed document is received, stamped by two authorities, renewed before the certificate of one
 * runs out, hashed anew before SHA-256 ends, and what was exported then convinces a stranger off line, link by link; with any
 * one link broken it does not.
 */
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
	type AlgorithmPolicy,
	type EvidenceInput,
	memorySource,
	verifyEvidence,
	verifyPackage,
	verifySignatures,
} from '@letopis/verifier'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildVerifierTexts } from '../../scripts/build-verifier.ts'
import { parseEvidenceRecord } from '../../verifier/evidence/record.ts'
import { type LongStory, NAME, tellLongStory } from '../support/long-story.ts'
import { TestLog } from '../support/test-log.ts'
import { storedFiles, zip } from '../support/zip.ts'

let story: LongStory
let trust: Uint8Array
let folder: string
beforeAll(async () => {
	folder = mkdtempSync(join(tmpdir(), 'letopis-story-'))
	story = await tellLongStory()
	trust = story.town.deps.ledger.trustFile()
	const { 'letopis-verify.mjs': program = '' } = await buildVerifierTexts()
	const files: Record<string, string | Uint8Array> = {
		'letopis-verify.mjs': program,
		'package.asice': story.evidence,
		'trust.json': trust,
		'person.der': story.personRoot,
		'algorithms.json': JSON.stringify({ type: 'letopis-algorithms/v1', ...story.policy }),
	}
	for (const [name, bytes] of Object.entries(files)) writeFileSync(join(folder, name), bytes)
})
afterAll(async () => {
	rmSync(folder, { recursive: true, force: true })
	await story?.[Symbol.asyncDispose]()
})

/** The built program in a folder where nothing else of the project is, and no network is asked for. */
function tell(...more: readonly string[]): { status: number | null; text: string } {
	const at = new Date(story.times.digestEnded).toISOString()
	const reader = [
		'--trust',
		'trust.json',
		'--algorithms',
		'algorithms.json',
		'--roots',
		'person.der',
		'--at',
		at,
	]
	const demands = ['--require', 'time,seal', ...more]
	const { status, stdout } = spawnSync(
		process.execPath,
		['letopis-verify.mjs', 'package.asice', ...reader, ...demands],
		{ cwd: folder, env: { PATH: '', LANG: 'C' }, encoding: 'utf8' },
	)
	// Lines are broken for the terminal.
	return { status, text: stdout.replace(/\s+/g, ' ') }
}

test('the package tells the whole chain off line, in sentences of both languages', () => {
	expect(story.findings).toMatchObject({ indication: 'TOTAL-PASSED' })
	expect(Object.keys(story.records.fresh).toSorted()).toEqual(['openssl', 'other'])
	const english = tell('--lang', 'en')
	expect(english.status).toBe(0)
	// Authorities that stamp at the same time come in either order.
	const record = /Stamped by O=Ukazkov, CN=Test tsa p256 \(record (\d)\)/.exec(english.text)?.[1]
	const told = [
		'Agrees with the town’s record',
		'Signed, by the word of CN=Jana Nováková',
		'Not after: openssl (O=Ukazkov, CN=Test tsa p256)',
		'Not after: other (CN=other TSA)',
		`Time-stamp 1 of chain 1 in record ${record} covers exactly this file.`,
		`Time-stamp 2 of chain 1 in record ${record} covers the time-stamp before it.`,
		`Time-stamp 1 of chain 2 in record ${record} covers the file and all earlier chains under a new digest.`,
		`Time-stamp 1 of chain 1 in record ${record} was in force until the next one took over`,
		`Time-stamp 2 of chain 1 in record ${record} was in force until the next one took over`,
		`Time-stamp 1 of chain 2 in record ${record} is in force as of`,
		'The seal holds, and your trust file names it',
		'Every file is covered by a manifest.',
	]
	expect(told.filter((sentence) => !english.text.includes(sentence))).toEqual([])
	const czech = tell('--lang', 'cs')
	expect(czech.status).toBe(0)
	expect(czech.text).toContain('Shoduje se se záznamem úřadu')
})

describe('with one link broken a record proves nothing', () => {
	const digest = (name: string, bytes: Uint8Array) => new Uint8Array(createHash(name).update(bytes).digest())
	const judge = async (record: Uint8Array | undefined, changes: Partial<EvidenceInput> = {}) => {
		const { document, policy, times } = story
		const digests = { 'SHA-256': digest('sha256', document), 'SHA-512': digest('sha512', document) }
		const input = { records: [record ?? new Uint8Array(0)], file: { digests }, trust, at: times.digestEnded }
		return (await verifyEvidence({ ...input, algorithms: policy as AlgorithmPolicy, ...changes })).verdict
			.content.is
	}
	const openssl = (stage: keyof LongStory['records']) => story.records[stage].openssl
	const only = (root: Uint8Array) => new TestLog().trust({ roots: [root], required: 1 })
	const otherRoot = () => story.other.roots[0] as Uint8Array

	test('none broken', async () => {
		for (const record of Object.values(story.records.rehashed)) expect(await judge(record)).toBe('agrees')
	})

	test('another file', async () => {
		const other = Buffer.from(story.document.map((octet, i) => (i === 100 ? octet ^ 1 : octet)))
		const digests = { 'SHA-256': digest('sha256', other), 'SHA-512': digest('sha512', other) }
		expect(await judge(openssl('rehashed'), { file: { digests } })).toBe('differs')
	})

	test('a file that SHA-256 alone takes for this one', async () => {
		const digests = { 'SHA-256': digest('sha256', story.document), 'SHA-512': digest('sha512', Buffer.of(0)) }
		expect(await judge(openssl('rehashed'), { file: { digests } })).not.toBe('agrees')
	})

	test('not renewed before the certificate ran out', async () => {
		expect(await judge(openssl('fresh'), { at: story.times.received + 60_000 })).toBe('agrees')
		expect(await judge(openssl('fresh'), { at: story.times.certificateEnded })).toBe('cannot-be-decided')
		expect(await judge(openssl('renewed'), { at: story.times.certificateEnded })).toBe('agrees')
	})

	test('not hashed anew before SHA-256 ended', async () => {
		expect(await judge(openssl('renewed'))).toBe('cannot-be-decided')
	})

	test('hashed anew after SHA-256 had ended', async () => {
		const early = story.policy.algorithms.map((row) =>
			row.algorithm === 'SHA-256' ? { ...row, until: '2028-01-01' } : row,
		)
		const algorithms = { ...story.policy, algorithms: early } as AlgorithmPolicy
		expect(await judge(openssl('rehashed'), { algorithms })).toBe('cannot-be-decided')
	})

	test('an authority on the way that the reader does not trust', async () => {
		expect(await judge(openssl('rehashed'), { trust: only(story.opensslRoot) })).toBe('cannot-be-decided')
		expect(await judge(openssl('rehashed'), { trust: only(otherRoot()) })).toBe('cannot-be-decided')
		expect(await judge(story.records.rehashed.other, { trust: only(otherRoot()) })).toBe('agrees')
	})

	test('one octet of any token, or one token left out', async () => {
		const record = openssl('rehashed') ?? new Uint8Array(0)
		const tokens = parseEvidenceRecord(record).chains.flatMap(({ stamps }) =>
			stamps.map(({ token }) => token),
		)
		expect(tokens).toHaveLength(3)
		for (const token of tokens) {
			const changed = Buffer.from(record)
			const last = changed.indexOf(token) + token.length - 1
			changed.writeUInt8(changed.readUInt8(last) ^ 1, last)
			expect(await judge(changed)).not.toBe('agrees')
		}
	})
})

describe('with one file changed a package proves nothing', () => {
	const judged = (evidence: Uint8Array) => {
		const { policy, personRoot, times } = story
		const reader = {
			trust,
			now: times.digestEnded,
			roots: [personRoot],
			algorithms: policy as AlgorithmPolicy,
		}
		return verifyPackage({ source: memorySource(evidence), require: ['time', 'seal'], ...reader })
	}
	const changed = (change: (name: string) => boolean) =>
		zip(
			storedFiles(story.evidence).map(({ name, bytes }) => {
				const last = bytes.length - 3
				const data = Buffer.from(bytes)
				if (change(name)) data.writeUInt8(data.readUInt8(last) ^ 1, last)
				return { name, data }
			}),
		)

	test('none changed', async () => {
		expect(await judged(changed(() => false))).toMatchObject({
			exitCode: 0,
			signatures: { indication: 'TOTAL-PASSED' },
			evidence: { verdict: { content: { is: 'agrees' } } },
		})
	})

	test('any of them', async () => {
		const names = storedFiles(story.evidence).map(({ name }) => name)
		expect(names.length).toBeGreaterThan(15)
		const passing: string[] = []
		for (const name of names)
			if ((await judged(changed((one) => one === name))).exitCode === 0) passing.push(name)
		expect(passing).toEqual([])
	})

	test('the signature of the person is about these octets', async () => {
		const file = new Uint8Array(story.document)
		const roots = [story.personRoot]
		const now = story.times.received
		expect((await verifySignatures({ file, roots, now })).indication).toBe('TOTAL-PASSED')
		file[40] = (file[40] ?? 0) ^ 1
		expect((await verifySignatures({ file, roots, now })).indication).not.toBe('TOTAL-PASSED')
		expect(storedFiles(story.evidence).some(({ bytes }) => bytes.equals(story.document))).toBe(true)
		expect(NAME).toContain('rozhodnutí')
	})
})
