/** Evidence packages as openssl and sha256sum see them; who may have one, and what that leaves in the log. */
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseReceipt, parseTrust } from '@letopis/format'
import { memorySource, verifyEvidence, verifyPackage, verifySignatures } from '@letopis/verifier'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { TestLog } from '../../support/test-log.ts'
import { Town } from '../../support/town.ts'
import { unpackInto } from '../../support/zip.ts'

const CONTENT = 'obsah rozhodnutí č. 7'
const FILES = [
	'mimetype',
	'rozhodnutí_č._7.pdf',
	'receipt.json',
	'premis.xml',
	'protocol-cs.pdf',
	'protocol-en.pdf',
	'README.txt',
]

let town: Town
let dir: string
let secret: string
let open: string
beforeAll(async () => {
	town = await Town.open()
	dir = mkdtempSync(join(tmpdir(), 'letopis-package-'))
	secret = (await town.upload(CONTENT, {}, { name: 'rozhodnutí č. 7.pdf' })).id
	open = (await town.upload('vyhláška', { visibility: 'public' })).id
	await town.anchorer.anchorNow()
})
afterAll(async () => {
	rmSync(dir, { recursive: true, force: true })
	await town.close()
})

const path = (id: string) => `/api/v1/documents/${id}/evidence-package`

/** The package, unpacked into a folder of its own. */
async function unpacked(id: string, init: { token?: string | null } = {}) {
	const response = await town.fetch(path(id), init)
	expect(response.status).toBe(200)
	const bytes = new Uint8Array(await response.arrayBuffer())
	expect(response.headers.get('Content-Length')).toBe(String(bytes.length))
	const folder = mkdtempSync(join(dir, 'unpacked-'))
	return { response, bytes, folder, names: unpackInto(folder, bytes) }
}

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest()
const textOf = (folder: string, name: string) => readFileSync(join(folder, name), 'utf8')

/** Names and digests that a manifest lists. */
function referenced(xml: string): [name: string, digest: string][] {
	return [...xml.matchAll(/<asic:DataObjectReference URI="([^"]+)"[\s\S]*?<ds:DigestValue>([^<]+)</g)].map(
		([, uri = '', digest = '']) => [decodeURIComponent(uri), digest],
	)
}

test('holds everything in the order of its specification', async () => {
	const { response, folder, names } = await unpacked(secret)
	expect(response.headers.get('Content-Type')).toBe('application/vnd.etsi.asic-e+zip')
	expect(response.headers.get('Content-Disposition')).toMatch(/^attachment; filename="[\x20-\x7e]+\.asice"/)
	expect(names.slice(0, FILES.length)).toEqual(FILES)
	const folders = [...new Set(names.slice(FILES.length).map((name) => name.split('/')[0]))]
	expect(folders).toEqual(['tokens', 'certificates', 'revocation', 'trust-of-the-town.json', 'META-INF'])
	expect(textOf(folder, FILES[1] ?? '')).toBe(CONTENT)
	expect(textOf(folder, 'mimetype')).toBe('application/vnd.etsi.asic-e+zip')
	expect(parseReceipt(textOf(folder, 'receipt.json')).anchors).toHaveLength(1)
	expect(readFileSync(join(folder, 'trust-of-the-town.json'))).toEqual(
		Buffer.from(town.deps.ledger.trustFile()),
	)
	for (const name of ['protocol-cs.pdf', 'protocol-en.pdf'])
		expect(textOf(folder, name)).toMatch(/^%PDF-1\.7/)
})

test('the sealed manifest lists every file, each with its digest', async () => {
	const { folder, names } = await unpacked(secret)
	const listed = referenced(textOf(folder, 'META-INF/ASiCManifest.xml'))
	const free = ['mimetype', 'META-INF/ASiCManifest.xml', 'META-INF/signature.p7s']
	expect(listed.map(([name]) => name)).toEqual(names.filter((name) => !free.includes(name)))
	for (const [name, digest] of listed)
		expect([name, sha256(readFileSync(join(folder, name))).toString('base64')]).toEqual([name, digest])
	const [document] = listed
	expect(referenced(textOf(folder, 'META-INF/ASiCEvidenceRecordManifest001.xml'))).toEqual([document])
})

test('seal, time-stamp of the seal and evidence record hold before our verifier', async () => {
	const { folder } = await unpacked(secret)
	const read = (name: string) => new Uint8Array(readFileSync(join(folder, name)))
	const { seals = [] } = parseTrust(town.deps.ledger.trustFile())
	const report = await verifySignatures({
		...{ file: read('META-INF/signature.p7s'), content: read('META-INF/ASiCManifest.xml') },
		...{ roots: seals, now: town.deps.clock.now() },
	})
	expect(report.indication).toBe('TOTAL-PASSED')
	expect(report.signatures[0]?.stamps).toHaveLength(1)
	const evidence = await verifyEvidence({
		records: [read('META-INF/evidencerecord001.ers')],
		file: { digests: { 'SHA-256': new Uint8Array(sha256(Buffer.from(CONTENT))) } },
		trust: new TestLog().trust({ roots: town.deps.ledger.anchorer.roots(), required: 1 }),
		at: town.deps.clock.now(),
	})
	expect(evidence.verdict.content).toEqual({ is: 'agrees', reason: null })
})

test('agrees before the verifier, which takes it as its only input', async () => {
	await town.log.publish()
	const { bytes } = await unpacked(secret)
	const trust = town.deps.ledger.trustFile()
	const judge = (file: Uint8Array) =>
		verifyPackage({ source: memorySource(file), trust, now: town.deps.clock.now() })
	const report = await judge(bytes)
	expect(report.verdict.content).toEqual({ is: 'agrees', reason: null })
	expect(report.uncovered).toEqual([])
	expect(report.seal?.indication).toBe('TOTAL-PASSED')
	expect(report.verdict.state.is).toBe('in-force')
	const other = Buffer.from(bytes)
	const at = other.indexOf(CONTENT)
	other.write('X', at)
	expect((await judge(new Uint8Array(other))).verdict.content.is).not.toBe('agrees')
})

describe('README.txt', () => {
	const commands = (folder: string) =>
		textOf(folder, 'README.txt')
			.split('\n')
			.filter((line) => line.startsWith('    '))
	const run = (folder: string, command: string) => {
		try {
			execFileSync('sh', ['-c', command], { cwd: folder, stdio: 'pipe' })
			return true
		} catch {
			return false
		}
	}

	test('has ten lines, and its commands hold for what was packed', async () => {
		const { folder } = await unpacked(secret)
		expect(textOf(folder, 'README.txt').trimEnd().split('\n')).toHaveLength(10)
		const all = commands(folder)
		expect(all).toHaveLength(5)
		expect(all.map((command) => [command, run(folder, command)])).toEqual(
			all.map((command) => [command, true]),
		)
	})

	test.each([
		['another document', FILES[1] ?? '', [0, 1]],
		['another list of files', 'META-INF/ASiCManifest.xml', [3]],
		['another token', 'tokens/untrusted-development-1.tst', [4]],
	])('they fail for %s', async (_what, name, failing) => {
		const { folder } = await unpacked(secret)
		const bytes = readFileSync(join(folder, name))
		const last = bytes.length - 3
		bytes.writeUInt8(bytes.readUInt8(last) ^ 1, last)
		writeFileSync(join(folder, name), bytes)
		expect(commands(folder).flatMap((command, i) => (run(folder, command) ? [] : [i]))).toEqual(failing)
	})
})

test('the same state gives the same bytes, but for the seal', async () => {
	const [first, second] = [await unpacked(open, { token: null }), await unpacked(open, { token: null })]
	expect(second.names).toEqual(first.names)
	const differing = first.names.filter(
		(name) => !readFileSync(join(first.folder, name)).equals(readFileSync(join(second.folder, name))),
	)
	expect(differing).toEqual(['META-INF/signature.p7s'])
})

describe('who may have it', () => {
	test('of what is not public the read is recorded as an export, before anything leaves', async () => {
		const before = town.log.size
		await unpacked(secret)
		expect(await town.accesses(before)).toMatchObject([{ action: 'export', actor: 'administrator' }])
		const head = town.log.size
		expect((await town.fetch(path(secret), { method: 'HEAD' })).status).toBe(200)
		expect(await town.accesses(head)).toMatchObject([{ action: 'export' }])
	})

	test('a stranger has none of it, and leaves no entry', async () => {
		const before = town.log.size
		for (const [token, status] of [
			[null, 401],
			[await town.token(['documents:write'], 'jiny'), 403],
		] as const)
			expect((await town.fetch(path(secret), { token })).status).toBe(status)
		expect(await town.accesses(before)).toEqual([])
	})

	test('of what is public strangers get all but its file name', async () => {
		const before = town.log.size
		const { names, response, bytes } = await unpacked(open, { token: null })
		expect(names[1]).toBe('document')
		expect(response.headers.get('Content-Disposition')).toContain('filename="document.asice"')
		expect(Buffer.from(bytes).includes('podání')).toBe(false)
		expect(town.log.size).toBe(before)
		expect((await unpacked(open)).names[1]).toBe('podání.pdf')
	})

	test('their packages are sealed without a time-stamp once they have cost some', async () => {
		const stamps = async () => {
			const { folder } = await unpacked(open, { token: null })
			const file = new Uint8Array(readFileSync(join(folder, 'META-INF/signature.p7s')))
			const { signatures } = await verifySignatures({ file, now: town.deps.clock.now() })
			return signatures[0]?.stamps.length
		}
		town.time.offset += 3_600_000
		expect([await stamps(), await stamps(), await stamps(), await stamps()]).toEqual([1, 1, 1, 0])
	})
})

test('what came after is told, and every event has its agent', async () => {
	const { id } = await town.upload('první znění', { visibility: 'public' })
	const versions = { path: `/api/v1/documents/${id}/versions` }
	await town.upload('druhé znění', { relation: 'supersedes', visibility: 'public' }, versions)
	await town.anchorer.anchorNow()
	const { folder } = await unpacked(id, { token: null })
	const xml = textOf(folder, 'premis.xml')
	const events = [...xml.matchAll(/<event>[\s\S]*?<\/event>/g)].map(([event]) => event)
	expect(events.map((event) => /<eventType>(.*)<\/eventType>/.exec(event)?.[1])).toEqual([
		'ingestion',
		'supersedes',
		'time-stamping',
	])
	const agents = [...xml.matchAll(/<agentIdentifierValue>(.*)<\/agentIdentifierValue>/g)].map(
		([, value]) => value,
	)
	for (const event of events)
		expect(agents).toContain(
			/<linkingAgentIdentifierValue>(.*)<\/linkingAgentIdentifierValue>/.exec(event)?.[1],
		)
	expect(xml).not.toContain('<rights')
})

test('a document that no authority has stamped has a package, too', async () => {
	const { id } = await town.upload('nový')
	const { names, folder } = await unpacked(id)
	expect(names.filter((name) => /^tokens|\.ers$/.test(name))).toEqual([])
	expect(textOf(folder, 'README.txt')).toContain('No authority has stamped it yet.')
})

test('a content of some megabytes arrives whole', async () => {
	const content = Buffer.alloc(5_000_000, 'velký dokument ')
	const { id } = await town.upload(content, {}, { name: 'velky.pdf' })
	const { folder } = await unpacked(id)
	expect(readFileSync(join(folder, 'velky.pdf')).equals(content)).toBe(true)
})

test('without a seal in force there is none, and nothing is recorded', async () => {
	const before = town.log.size
	const { offset } = town.time
	town.time.offset = town.deps.ledger.seal.signer.until - town.deps.clock.now() + offset + 1000
	try {
		const response = await town.fetch(path(open), { token: null })
		expect([response.status, ((await response.json()) as { code: string }).code]).toEqual([503, 'seal-ended'])
		expect(town.log.size).toBe(before)
	} finally {
		town.time.offset = offset
	}
})

test('what says who was withdrawn lies beside the records, also what a renewal covers', async () => {
	const by = 'untrusted-development'
	expect(await town.anchorer.renewer.renewNow({ of: by, by })).toMatchObject([{ renewal: expect.anything() }])
	const { folder, names } = await unpacked(secret)
	const all = (beginning: string) =>
		names
			.filter((name) => name.startsWith(beginning))
			.map((name) => new Uint8Array(readFileSync(join(folder, name))))
	// Of the seal's root, and of the authority's.
	expect(names.filter((name) => name.startsWith('revocation/'))).toHaveLength(2)
	expect(all('statements/')).toHaveLength(1)
	const evidence = await verifyEvidence({
		records: all('META-INF/evidencerecord'),
		file: { digests: { 'SHA-256': new Uint8Array(sha256(Buffer.from(CONTENT))) } },
		trust: new TestLog().trust({ roots: town.deps.ledger.anchorer.roots(), required: 1 }),
		at: town.deps.clock.now() + 60_000,
		withdrawn: { data: all('revocation/'), statements: all('statements/') },
	})
	const said = evidence.checks.filter(({ id }) => id === 'evidence-withdrawn').map(({ ok }) => ok)
	expect(said).toEqual(['yes', 'yes'])
	expect(evidence.exitCode).toBe(0)
	// The seal carries the lists of both: B-LT.
	const { seals = [] } = parseTrust(town.deps.ledger.trustFile())
	const read = (name: string) => new Uint8Array(readFileSync(join(folder, name)))
	const report = await verifySignatures({
		...{ file: read('META-INF/signature.p7s'), content: read('META-INF/ASiCManifest.xml') },
		...{ roots: seals, stampRoots: town.deps.ledger.anchorer.roots(), now: town.deps.clock.now() + 60_000 },
	})
	expect(report.signatures[0]?.stamps).toMatchObject([{ verdict: 'holds' }])
})
