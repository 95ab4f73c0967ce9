/**
 * The checker in its thread: foreign signed files come out as named, a hostile one costs its limit and its thread, and
 * whoever comes behind it is served.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Findings } from '../../../api/signatures/checker.ts'
import { findingsFromDag, findingsToDag } from '../../../api/signatures/record.ts'
import { Checker, type CheckerOptions, LARGEST } from '../../../scripts/signatures/checker.ts'
import { DAY, makeList, openOffice, signCms } from '../../support/signing.ts'
import { ISSUED } from '../../support/timestamp-authority.ts'
import { foreignVectors } from '../../support/vectors.ts'
import { zip } from '../../support/zip.ts'

const NOW = ISSUED + 100 * DAY
const ask = { now: NOW, second: false }
const open = (options: Partial<CheckerOptions> = {}) => new Checker({ roots: [], by: 'test 1', ...options })
const copy = (bytes: Uint8Array) => new Uint8Array(bytes)
/** A thread that does what the file says. */
const THREAD = new URL(
	`data:text/javascript,${encodeURIComponent(`
		import { parentPort } from 'node:worker_threads'
		const kept = []
		parentPort.on('message', ({ file, now, by }) => {
			const what = Buffer.from(file).toString()
			if (what === 'hangs') while (true);
			if (what === 'ends') process.exit(1)
			if (what === 'throws') throw new Error(what)
			if (what === 'fails') return parentPort.postMessage({ findings: null })
			if (what === 'heap') while (true) kept.push(Array.from({ length: 10000 }, () => ({ what })))
			if (what === 'buffers') for (;;) kept.push(new Uint8Array(1 << 20).fill(1))
			parentPort.postMessage({ findings: { by, at: now, roots: 0, indication: null, cut: null, signatures: [], omitted: 0, second: null } })
		})`)}`,
)
const say = (text: string) => copy(Buffer.from(text))

describe('what a file costs is bounded', () => {
	test.each([
		['hangs', 'too-long', { longest: 6000 }],
		['ends', 'failed', {}],
		['throws', 'failed', {}],
		['fails', 'failed', {}],
		['heap', 'out-of-memory', { heap: 24 * 1024 * 1024 }],
		['buffers', 'out-of-memory', { memory: 128 * 1024 * 1024 }],
	] as const)('one that %s is undecided, %s, and the next one is examined', async (what, cut, options) => {
		await using checker = open({ thread: THREAD, ...options })
		const [first, second] = [checker.examine(say(what), ask), checker.examine(say('next'), ask)]
		expect(await first).toMatchObject({ indication: 'INDETERMINATE', cut, by: 'test 1', at: NOW })
		expect(await second).toMatchObject({ cut: null })
	})

	test('a file beyond the limit is not looked at', async () => {
		await using checker = open({ thread: THREAD })
		expect(await checker.examine(new Uint8Array(LARGEST + 1), ask)).toMatchObject({ cut: 'too-large' })
	})

	test('no queue grows without end, and what must be done is not refused', async () => {
		await using checker = open({ thread: THREAD })
		const waits = { ...ask, waitedFor: true }
		// One is examined while eight wait.
		const taken = Array.from({ length: 9 }, () => checker.examine(say('a'), waits))
		const [refused, must] = [checker.examine(say('a'), waits), checker.examine(say('a'), ask)]
		expect(await refused).toBeNull()
		expect(await must).toMatchObject({ cut: null })
		for (const one of await Promise.all(taken)) expect(one).toMatchObject({ cut: null })
	})

	test('closing ends what hangs and leaves nobody waiting', async () => {
		const checker = open({ thread: THREAD })
		const all = ['hangs', 'next'].map((what) => checker.examine(say(what), ask))
		await checker.close()
		expect(await Promise.all(all)).toEqual([null, null])
		expect(await checker.examine(say('next'), ask)).toBeNull()
	})
})

describe('the verifier in the thread', () => {
	const office = openOffice()
	const fresh = { thisUpdate: NOW - DAY, nextUpdate: NOW + 10 * DAY }
	const lists = [makeList(office.authority, fresh), makeList(office.root, fresh)]
	const person = office.person({ subject: 'Jana Nováková' })
	const signed = signCms(person, Buffer.from('Rozhodnutí'), { issuer: office.authority, lists })

	test('passes what leads to a configured root, and says whose it is in both languages', async () => {
		await using checker = open({ roots: [office.root.der] })
		const findings = (await checker.examine(copy(signed), ask)) as Findings
		expect(findings).toMatchObject({ indication: 'TOTAL-PASSED', roots: 1, cut: null, omitted: 0 })
		const [one] = findings.signatures
		expect(one).toMatchObject({ signer: { name: 'CN=Jana Nováková' }, sub: null })
		expect(one?.checks.length).toBeGreaterThan(3)
		for (const { sentence } of one?.checks ?? []) expect(sentence.cs).not.toBe(sentence.en)
		expect(one?.certificatesUntil).toBeGreaterThan(NOW)
	})

	test('a container is examined like any other file, and one that is refused says why', async () => {
		await using checker = open({ roots: [office.root.der] })
		const file = Buffer.from('Žádost')
		const signature = signCms(person, file, { issuer: office.authority, lists, isDetached: true })
		const made = (name: string) =>
			zip([
				{ name: 'mimetype', data: Buffer.from('application/vnd.etsi.asic-s+zip') },
				{ name, data: file, deflated: true },
				{ name: 'META-INF/signature.p7s', data: signature },
			])
		const findings = await checker.examine(copy(made('žádost.txt')), ask)
		expect(findings).toMatchObject({
			indication: 'TOTAL-PASSED',
			signatures: [{ signer: { name: 'CN=Jana Nováková' } }],
		})
		const refused = await checker.examine(copy(made('../žádost.txt')), ask)
		expect(refused).toMatchObject({ indication: 'INDETERMINATE', cut: null, omitted: 0 })
		const [why] = refused?.signatures ?? []
		expect(why?.sentence.en).toMatch(/^The container was not taken.*name/)
		expect(why?.sentence.cs).toMatch(/^Kontejner nebyl přijat/)
	})

	test('without roots nothing passes, with the reason', async () => {
		await using checker = open()
		expect(await checker.examine(copy(signed), ask)).toMatchObject({
			...{ indication: 'INDETERMINATE', roots: 0 },
			signatures: [{ sub: 'NO_CERTIFICATE_CHAIN_FOUND' }],
		})
	})

	test('a second opinion stands beside, and decides nothing', async () => {
		const second = {
			...{ service: 'DSS x', failure: null, at: 1, policy: null, answer: 'ab' },
			signatures: [{ indication: 'TOTAL-PASSED', sub: null, signer: null, format: null }],
		}
		const seen: number[] = []
		await using checker = open({
			second: async (file) => {
				seen.push(file.length)
				return second
			},
		})
		expect(await checker.examine(copy(signed), { ...ask, second: true })).toMatchObject({
			...{ indication: 'INDETERMINATE', second },
		})
		expect(await checker.examine(copy(signed), ask)).toMatchObject({ second: null })
		expect(seen).toEqual([signed.length])
	})

	const { folder, absent } = foreignVectors('signed')
	test.skipIf(absent).each([
		['Signature-C-B-LTA-10.p7m', 'INDETERMINATE'],
		['cades-broken-sig-tst.p7m', 'TOTAL-FAILED'],
		['pdf-signed-corrupted.pdf', null],
		['doc-firmado-LT.pdf', 'INDETERMINATE'],
		['pdf-byterange-overlap.pdf', null],
	])('%s', async (name, indication) => {
		await using checker = open()
		const file = copy(readFileSync(join(folder, name)))
		const findings = (await checker.examine(file, { ...ask, now: Date.UTC(2026, 10, 22) })) as Findings
		if (indication !== null) expect(findings.indication).toBe(indication)
		expect(findings.indication).not.toBe('TOTAL-PASSED')
		// It can be recorded as it is.
		expect(findingsFromDag(findingsToDag(findings))?.signatures).toHaveLength(findings.signatures.length)
	})
})
