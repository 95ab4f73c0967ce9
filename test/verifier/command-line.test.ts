import { spawn, spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { constants, tmpdir } from 'node:os'
import { join } from 'node:path'
import { formatReceipt, formatReceiptAsTlogProof } from '@letopis/format'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildVerifierTexts } from '../../scripts/build-verifier.ts'
import * as evidence from '../support/evidence-story.ts'
import { MINUTE, TestLog } from '../support/test-log.ts'
import { createAuthority } from '../support/timestamp-authority.ts'

const alpha = createAuthority('Alpha')
const content = Buffer.from('%PDF-1.7 Rozhodnutí č. j. 1/2026')
let folder = ''

/** Runs the built file in a folder where nothing else of the project is. */
function run(args: readonly string[], environment: Record<string, string> = {}, program = process.execPath) {
	const env = { PATH: '', LANG: 'C', ...environment }
	const { status, stdout, stderr } = spawnSync(program, ['letopis-verify.mjs', ...args], { cwd: folder, env })
	return { status, stdout: stdout.toString(), stderr: stderr.toString() }
}

function writeEvidence(): void {
	const log = new TestLog()
	log.anchor('alpha', alpha)
	log.now += 10 * MINUTE
	const index = log.appendDocument(content)
	const act = log.append({ kind: 'disposal', body: {}, links: { disposes: [log.cid(index)] } })
	log.now += 10 * MINUTE
	const fresh = log.receipt(index, { note: log.note(log.size, [log.keys.ed25519]) })
	const unstamped = log.receipt(index)
	log.anchor('alpha', alpha)
	const later = log.appendDocument(randomBytes(8), { links: { annuls: [log.cid(index)] } })
	const status = log.status(index, [['annuls', later]])
	const receipt = log.receipt(index)
	const files: Record<string, string | Uint8Array> = {
		'document.pdf': content,
		'flipped.pdf': content.map((byte, i) => (i === 9 ? byte ^ 1 : byte)),
		'receipt.json': formatReceipt(receipt),
		'receipt.tlog-proof': formatReceiptAsTlogProof(receipt),
		'fresh.json': formatReceipt(fresh),
		'unstamped.json': formatReceipt(unstamped),
		'annulled.json': formatReceipt({ ...receipt, status }),
		'act.json': formatReceipt(log.receipt(act, { disclosed: [] })),
		'swapped.json': formatReceipt({ ...receipt, fields: log.receipt(later).fields }),
		'cut.json': formatReceipt(receipt).slice(0, 900),
		'trust.json': log.trust({ roots: [alpha.root], required: 1 }),
		'document.ers': evidence.sound,
		'renewed.ER': evidence.whole,
		'broken.ers': evidence.sound.subarray(0, -1),
		'stamps.json': evidence.trust,
		'algorithms.json': JSON.stringify({
			type: 'letopis-algorithms/v1',
			issued: '2040-01-01',
			source: 'a test',
			algorithms: [{ algorithm: 'SHA-256', bits: 0, until: '2020-01-01' }],
		}),
		'other.json': new TestLog({ origin: 'jinde.example/log/1' }).trust(),
	}
	for (const [name, bytes] of Object.entries(files)) writeFileSync(join(folder, name), bytes)
	log.writeFolder(join(folder, 'log'))
	log.writeFolder(join(folder, 'bad-log'))
	writeFileSync(join(folder, 'bad-log', 'tile', '0', `000.p/${log.size}`), randomBytes(32 * log.size))
}

beforeAll(async () => {
	folder = mkdtempSync(join(tmpdir(), 'letopis-verify-'))
	for (const [name, text] of Object.entries(await buildVerifierTexts()))
		writeFileSync(join(folder, name), text)
	writeEvidence()
})
afterAll(() => rmSync(folder, { recursive: true }))

describe('exit codes', () => {
	const trust = ['--trust', 'trust.json']
	const stamps = ['--trust', 'stamps.json', '--at', '2035-06-01']
	const records: [number, string, string[]][] = [
		[64, 'a record that is not there', ['nowhere.ers', 'document.pdf', ...stamps]],
		[64, 'a record and two files', ['document.ers', 'document.pdf', 'flipped.pdf', ...stamps]],
		[64, 'a record and a requirement', ['document.ers', 'document.pdf', '--require', 'time']],
		[64, 'a record and a state file', ['document.ers', 'document.pdf', '--state', 'x']],
		[64, 'a day that is none', ['document.ers', 'document.pdf', '--at', 'tomorrow']],
		[64, 'a table of algorithms that is none', ['document.ers', '--algorithms', 'trust.json']],
		[64, 'a time for a receipt', ['receipt.json', 'document.pdf', '--at', '2035-06-01']],
		[1, 'a record and a flipped bit', ['renewed.ER', 'flipped.pdf', ...stamps]],
		[1, 'a record cut short', ['broken.ers', 'document.pdf', ...stamps]],
		[2, 'a record without trust', ['renewed.ER', 'document.pdf', '--at', '2035-06-01']],
		[2, 'a record without a file', ['renewed.ER', ...stamps]],
		[2, 'a record that was not renewed', ['document.ers', 'document.pdf', ...stamps]],
		[
			2,
			'a record of algorithms that ended',
			['renewed.ER', 'document.pdf', ...stamps, '--algorithms', 'algorithms.json'],
		],
		[0, 'a record that was renewed', ['renewed.ER', 'document.pdf', ...stamps]],
		[
			0,
			'two records, the file first',
			[
				'document.pdf',
				'document.ers',
				'renewed.ER',
				'--trust',
				'stamps.json',
				'--at',
				'2035-01-01T12:00:00Z',
			],
		],
	]
	const cases: [number, string, string[]][] = [
		[64, 'no arguments', []],
		[64, 'an unknown option', ['receipt.json', '--frobnicate']],
		[64, 'too many arguments', ['receipt.json', 'document.pdf', 'trust.json']],
		[64, 'a receipt that is not there', ['nowhere.json']],
		[64, 'a file that is not there', ['receipt.json', 'nowhere.pdf', ...trust]],
		[64, 'a folder for a file', ['receipt.json', 'log', ...trust]],
		[64, 'a trust file that is not there', ['receipt.json', 'document.pdf', '--trust', 'nowhere.json']],
		[64, 'a trust file that is none', ['receipt.json', 'document.pdf', '--trust', 'receipt.json']],
		[64, 'an unknown requirement', ['receipt.json', 'document.pdf', ...trust, '--require', 'time,luck']],
		[64, 'an unknown language', ['receipt.json', '--lang', 'de']],
		[64, 'a state file for a receipt', ['receipt.json', '--state', 'x']],
		[1, 'a flipped bit in the file', ['receipt.json', 'flipped.pdf', ...trust]],
		[1, 'a flipped bit, without trust', ['receipt.json', 'flipped.pdf']],
		[1, 'a flipped bit, before another log', ['receipt.json', 'flipped.pdf', '--trust', 'other.json']],
		[1, 'another receipt’s fields', ['swapped.json', 'document.pdf', ...trust]],
		[1, 'a receipt cut short', ['cut.json', 'document.pdf', ...trust]],
		[1, 'a document for a receipt', ['document.pdf']],
		[1, 'a file held against an act', ['act.json', 'document.pdf', ...trust]],
		[2, 'no trust file', ['receipt.json', 'document.pdf']],
		[2, 'no trust file and no file', ['receipt.json']],
		[4, 'another log', ['receipt.json', 'document.pdf', '--trust', 'other.json']],
		[4, 'another log, before an absent file', ['receipt.json', '--trust', 'other.json']],
		[2, 'no file', ['receipt.json', ...trust]],
		[2, 'no file, before annulled', ['annulled.json', ...trust]],
		[2, 'a quorum that is not met', ['fresh.json', 'document.pdf', ...trust]],
		[
			2,
			'a time that is required and not bounded',
			['unstamped.json', 'document.pdf', ...trust, '--require', 'time'],
		],
		[
			2,
			'a witness that is required',
			['receipt.json', 'document.pdf', ...trust, '--require', 'time,witness'],
		],
		[3, 'annulled', ['annulled.json', 'document.pdf', ...trust]],
		[0, 'agrees', ['receipt.json', 'document.pdf', ...trust]],
		[0, 'agrees, options first', [...trust, '--require=time', 'receipt.json', 'document.pdf']],
		[0, 'agrees, in the tlog-proof form', ['receipt.tlog-proof', 'document.pdf', ...trust]],
		[0, 'agrees, not yet stamped', ['unstamped.json', 'document.pdf', ...trust]],
		[0, 'help', ['--help']],
		...records,
		[64, 'audit of nothing', ['audit']],
		[64, 'audit with a requirement', ['audit', 'log', '--require', 'time']],
		[1, 'audit of a damaged log', ['audit', 'bad-log', ...trust]],
		[2, 'audit of no log', ['audit', '.', ...trust]],
		[2, 'audit without trust', ['audit', 'log']],
		[4, 'audit of another log', ['audit', 'log', '--trust', 'other.json']],
		[0, 'audit of a whole log', ['audit', 'log', ...trust, '--state', 'state.json']],
		[0, 'audit again, with state', ['audit', 'log', ...trust, '--state', 'state.json']],
	]
	for (const [status, name, args] of cases) {
		test(`${status}: ${name}`, () => {
			const result = run(args)
			expect(result).toMatchObject({ status })
			// Usage and unreadable logs go to stderr, verdicts to stdout: never both, never none.
			expect(result.stdout === '').not.toBe(result.stderr === '')
		})
	}

	const old = '/usr/bin/node'
	const isNode20 = existsSync(old) && spawnSync(old, ['--version']).stdout.toString().startsWith('v20')
	test.skipIf(!isNode20)('0: agrees, by Node 20 (skipped where /usr/bin/node is another)', () => {
		expect(run(['receipt.json', 'document.pdf', '--trust', 'trust.json'], {}, old)).toMatchObject({
			status: 0,
			stderr: '',
		})
		expect(run(['renewed.ER', 'document.pdf', ...stamps], {}, old)).toMatchObject({ status: 0, stderr: '' })
		expect(run(['audit', 'log', '--trust', 'trust.json'], {}, old)).toMatchObject({ status: 0, stderr: '' })
	})
})

describe('output', () => {
	test('begins with the verdict, then the sentence; timeline before mathematics', () => {
		const { stdout } = run(['receipt.json', 'document.pdf', '--trust', 'trust.json'])
		const [headline, sentence] = stdout.split('\n')
		expect(headline).toBe('✔ Agrees with the town’s record')
		expect(sentence).toBe('The file is the one that Ukázkov recorded as entry no. 2.')
		expect(stdout.indexOf('Timeline')).toBeGreaterThan(0)
		expect(stdout.indexOf('Checks')).toBeGreaterThan(stdout.indexOf('Timeline'))
		expect(stdout).not.toContain('\u001b')
	})

	test('keeps to 80 columns where no terminal says otherwise, but for what cannot be broken', () => {
		for (const lang of ['cs', 'en']) {
			const outputs = [
				run(['receipt.json', 'document.pdf', '--trust', 'trust.json', '--lang', lang]),
				run(['annulled.json', 'flipped.pdf', '--trust', 'trust.json', '--lang', lang]),
				run(['audit', 'bad-log', '--trust', 'trust.json', '--lang', lang]),
				run(['renewed.ER', 'document.pdf', '--trust', 'stamps.json', '--lang', lang]),
				run(['--help', '--lang', lang]),
			]
			const lines = outputs.flatMap(({ stdout }) => stdout.split('\n'))
			const breakable = lines.filter((line) => line.trim().includes(' '))
			expect(breakable.filter((line) => line.length > 82)).toEqual([])
		}
	})

	test('into a pipe that is closed early keeps its exit code', () => {
		const script = `"${process.execPath}" letopis-verify.mjs receipt.json document.pdf --trust trust.json; echo $? >&2`
		const { stderr } = spawnSync('/bin/sh', ['-c', `{ ${script}; } | true`], { cwd: folder })
		expect(stderr.toString()).toBe('0\n')
	})

	test('about a flipped bit names the check and both hashes', () => {
		const { stdout } = run(['receipt.json', 'flipped.pdf'])
		expect(stdout).toMatch(
			/Check 1 fails: recorded is SHA-256\s+[0-9a-f]{64},\s+the file\s+has\s+[0-9a-f]{64}/,
		)
	})

	const languages: [string, string[], Record<string, string>, string][] = [
		['--lang', ['--lang', 'cs'], {}, 'Shoduje se se záznamem úřadu'],
		['LANG', [], { LANG: 'cs_CZ.UTF-8' }, 'Shoduje se se záznamem úřadu'],
		[
			'LC_ALL before LANG',
			[],
			{ LANG: 'cs_CZ.UTF-8', LC_ALL: 'en_GB.UTF-8' },
			'Agrees with the town’s record',
		],
		['--lang before LC_ALL', ['--lang', 'cs'], { LC_ALL: 'en_GB.UTF-8' }, 'Shoduje se se záznamem úřadu'],
	]
	for (const [name, args, environment, expected] of languages) {
		test(`language by ${name}`, () => {
			const base = ['receipt.json', 'document.pdf', '--trust', 'trust.json']
			expect(run([...base, ...args], environment).stdout).toContain(expected)
		})
	}

	const complaints: [string, string[], Record<string, string>, string][] = [
		[
			'an unknown option, by LANG',
			['receipt.json', '--frobnicate'],
			{ LANG: 'cs_CZ.UTF-8' },
			'volba --frobnicate neexistuje',
		],
		[
			'an unknown option, in English',
			['receipt.json', '--frobnicate'],
			{},
			'there is no option --frobnicate',
		],
		['--lang before LANG', ['--lang', 'en'], { LANG: 'cs_CZ.UTF-8' }, 'no receipt was given'],
		['--lang=cs although the rest is wrong', ['--lang=cs', '--oops'], {}, 'volba --oops neexistuje'],
		[
			'an option without its value',
			['receipt.json', '--trust'],
			{ LANG: 'cs_CZ.UTF-8' },
			'volba --trust se takto nepoužívá',
		],
		['an absent receipt', ['nowhere.json'], { LANG: 'cs_CZ.UTF-8' }, 'nowhere.json nelze přečíst (ENOENT)'],
		[
			'a trust file that is none',
			['receipt.json', '--trust', 'document.pdf'],
			{ LANG: 'cs_CZ.UTF-8' },
			'document.pdf není soubor důvěry: nemá předepsanou podobu',
		],
		[
			'no log',
			['audit', '.'],
			{ LANG: 'cs_CZ.UTF-8' },
			'knihu nelze přečíst, nic tedy není rozhodnuto: chybí hlava',
		],
		['a server that is not there', ['audit', 'http://127.0.0.1:1/'], { LANG: 'cs_CZ.UTF-8' }, 'neodpovídá ('],
		['no address', ['audit', 'http://[', '--lang', 'cs'], {}, 'http://[ není adresa'],
		[
			'the state of another log',
			['audit', 'log', '--state', 'foreign.state', '--lang', 'cs'],
			{},
			'soubor stavu patří ke knize „jinde.example/log/1“',
		],
	]
	for (const [name, args, environment, expected] of complaints) {
		test(`complains in the reader’s language: ${name}`, () => {
			const other = {
				type: 'letopis-audit-state/v1',
				origin: 'jinde.example/log/1',
				head: null,
				interrupted: null,
			}
			writeFileSync(join(folder, 'foreign.state'), `${JSON.stringify(other, null, '\t')}\n`)
			const { stderr, stdout } = run(args, environment)
			expect({ stderr, stdout }).toEqual({ stderr: expect.stringContaining(expected), stdout: '' })
		})
	}

	test('as JSON is the whole report', () => {
		const { stdout } = run(['receipt.json', 'document.pdf', '--trust', 'trust.json', '--json'])
		expect(JSON.parse(stdout)).toMatchObject({
			type: 'letopis-report/v1',
			exitCode: 0,
			verdict: { content: { is: 'agrees' }, time: { kind: 'bounded' } },
			file: { name: 'document.pdf' },
		})
		expect(JSON.parse(run(['audit', 'log', '--json']).stdout)).toMatchObject({
			type: 'letopis-audit/v1',
			exitCode: 2,
		})
	})

	test('never passes a receipt’s control characters on to the terminal', () => {
		const log = new TestLog()
		const metadata = { file: { name: 'a\u001b[2Jb\u202egnp.exe', type: 'x', size: 1 } }
		const at = log.appendDocument(content, { fields: { metadata } })
		writeFileSync(
			join(folder, 'hostile.json'),
			formatReceipt(log.receipt(at, { disclosed: ['content', 'metadata'] })),
		)
		const { stdout } = run(['hostile.json', 'document.pdf'])
		for (const character of ['\u001b', '\u202e']) expect(stdout).not.toContain(character)
		expect(stdout).toContain('gnp.exe')
	})
})

describe('a state file that cannot be written', () => {
	const cases: [string, string, string][] = [
		['in a folder that is not there', 'nowhere/state.json', 'ENOENT'],
		['where a folder stands', 'log', 'EISDIR'],
		['beside a folder that is in its way', 'in-the-way', 'EISDIR'],
		['below a file', 'receipt.json/state', 'ENOTDIR'],
	]
	for (const [name, path, code] of cases) {
		test(`${name}: said in one line before anything is read, exit code 64`, () => {
			mkdirSync(join(folder, 'in-the-way.new'), { recursive: true })
			// Of a log that is not there an audit would say so, had it begun.
			const { status, stdout, stderr } = run(['audit', 'no-such-log', '--state', path])
			expect({ status, stdout }).toEqual({ status: 64, stdout: '' })
			expect(stderr).toMatch(new RegExp(`^letopis-verify: .*${path}.*${code}.*\n$`))
		})
	}

	test('one that can leaves nothing behind when the log cannot be read', () => {
		expect(run(['audit', 'no-such-log', '--state', 'fresh.state']).status).toBe(2)
		expect(['fresh.state', 'fresh.state.new'].filter((name) => existsSync(join(folder, name)))).toEqual([])
	})
})

/** Linux tells of every process which signals it catches. */
function catchesInterrupt(pid: number): boolean {
	const caught = /^SigCgt:\s*(\w+)$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? '0'
	return ((BigInt(`0x${caught}`) >> BigInt(constants.signals.SIGINT - 1)) & 1n) === 1n
}

describe('an audit over the web', () => {
	test('interrupted by a signal says so and goes on next time', async () => {
		const log = new TestLog()
		while (log.size < 600) log.appendDocument(randomBytes(4))
		const place = join(folder, 'web')
		log.writeFolder(place)
		writeFileSync(join(folder, 'web-trust.json'), log.trust())
		let stalled = true
		let reached: (() => void) | undefined
		const reachedLast = new Promise<void>((resolve) => {
			reached = resolve
		})
		const waiting: (() => void)[] = []
		const asked: string[] = []
		const server = createServer((request, response) => {
			const path = (request.url ?? '').slice(1)
			const send = () => response.end(readFileSync(join(place, path)))
			if (path.startsWith('tile/entries/')) asked.push(path)
			if (stalled && path === 'tile/entries/001') {
				waiting.push(send)
				reached?.()
			} else send()
		})
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
		const { port } = server.address() as AddressInfo
		const audit = () => {
			const args = [
				'letopis-verify.mjs',
				'audit',
				`http://127.0.0.1:${port}`,
				'--trust',
				'web-trust.json',
				'--state',
				'web.state',
			]
			const child = spawn(process.execPath, args, { cwd: folder, env: { PATH: '', LANG: 'C' } })
			const done = new Promise<{ code: number | null; text: string }>((resolve) => {
				let text = ''
				child.stdout.on('data', (chunk) => {
					text += chunk
				})
				child.on('close', (code) => resolve({ code, text }))
			})
			return { child, done }
		}
		const first = audit()
		await reachedLast
		expect(catchesInterrupt(first.child.pid ?? 0)).toBe(true)
		first.child.kill('SIGINT')
		// The signal must have been heard before the bundle arrives on which it waits: it is caught but once.
		await expect.poll(() => catchesInterrupt(first.child.pid ?? 0)).toBe(false)
		stalled = false
		for (const send of waiting) send()
		expect(await first.done).toMatchObject({
			code: 2,
			text: expect.stringContaining('interrupted after 512 of 600'),
		})
		asked.length = 0
		expect(await audit().done).toMatchObject({ code: 0 })
		// Genesis once more, for what it says of the log before.
		expect(asked.toSorted()).toEqual(['tile/entries/000', 'tile/entries/002.p/88'])
		server.close()
	})
})

describe('the build', () => {
	test('gives the same bytes twice', async () => {
		const [first, second] = [await buildVerifierTexts(), await buildVerifierTexts()]
		expect(second).toEqual(first)
		expect(Object.keys(first)).toEqual(['letopis-verify.mjs', 'letopis-verify.html'])
	})

	test('holds nothing of this machine and needs nothing beside itself', async () => {
		const texts = await buildVerifierTexts()
		const root = join(import.meta.dirname, '..', '..')
		for (const text of Object.values(texts)) {
			expect(text).not.toContain(root)
			expect(text).not.toContain(tmpdir() === '/tmp' ? '/tmp/' : tmpdir())
			expect(text).not.toContain('sourceMappingURL')
		}
		// Names of XML namespaces and algorithms look like addresses, and nobody asks there.
		const names =
			/http:\/\/(?:www\.w3\.org\/2000\/(?:xmlns\/|09\/xmldsig#)|www\.w3\.org\/2001\/04\/xml[\w-]+#\w+|uri\.etsi\.org\/02918\/v1\.2\.1#)/g
		expect((texts['letopis-verify.html'] ?? '').replace(names, '')).not.toMatch(/https?:\/\//)
		const imports = [...(texts['letopis-verify.mjs'] ?? '').matchAll(/^import .*? from "([^"]+)"/gm)].map(
			([, name]) => name,
		)
		expect(imports.length).toBeGreaterThan(0)
		expect(imports.every((name) => name?.startsWith('node:'))).toBe(true)
	})

	test('writes files that can be run', async () => {
		const place = join(folder, 'built')
		mkdirSync(place)
		const { buildVerifier } = await import('../../scripts/build-verifier.ts')
		const [command = ''] = await buildVerifier(place)
		expect(spawnSync(process.execPath, [command, '--help'], { cwd: place }).status).toBe(0)
	})
})
