/** `letopis-verify signatures`: exit codes, both languages, JSON, and complaints about what was given. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { appendRevision, PAGE, signPdf, streamObject } from '../support/pdf-writer.ts'
import { DAY, makeList, openOffice, signCms } from '../support/signing.ts'
import { ISSUED } from '../support/timestamp-authority.ts'

const program = join(import.meta.dirname, '../../verifier/cli/main.ts')
const office = openOffice()
const person = office.person()
const NOW = ISSUED + 100 * DAY
const AT = new Date(NOW).toISOString()
const fresh = { thisUpdate: NOW - DAY, nextUpdate: NOW + 10 * DAY }
const lists = [makeList(office.authority, fresh), makeList(office.root, fresh)]
const sign = (covered: Buffer, isDetached = true) =>
	signCms(person, covered, { issuer: office.authority, lists, isDetached })
const pem = (der: Buffer) =>
	`-----BEGIN CERTIFICATE-----\n${der.toString('base64')}\n-----END CERTIFICATE-----\n`

let folder = ''
function run(...args: readonly string[]) {
	const env = { PATH: '', LANG: 'C' }
	const options = { cwd: folder, env, encoding: 'utf8' } as const
	const { status, stdout, stderr } = spawnSync(process.execPath, [program, 'signatures', ...args], options)
	return { status, stdout, stderr }
}

beforeAll(() => {
	folder = mkdtempSync(join(tmpdir(), 'letopis-signatures-'))
	const signed = signPdf(appendRevision(Buffer.alloc(0), PAGE), sign)
	const files: Record<string, Buffer | string> = {
		'signed.pdf': signed,
		'changed.pdf': appendRevision(signed, { 4: streamObject('', Buffer.from('BT (Jine) Tj ET')) }),
		'altered.pdf': Buffer.from(signed.toString('latin1').replace('(Rozhodnuti)', '(rozhodnuti)'), 'latin1'),
		'unsigned.pdf': appendRevision(Buffer.alloc(0), PAGE),
		'content.txt': 'obsah',
		'content.p7s': sign(Buffer.from('obsah')),
		'roots.pem': pem(openOffice('Jiná').root.der) + pem(office.root.der),
		'root.der': office.root.der,
	}
	for (const [name, bytes] of Object.entries(files)) writeFileSync(join(folder, name), bytes)
})
afterAll(() => rmSync(folder, { recursive: true }))

describe('exit codes', () => {
	const cases: [number, string, readonly string[], string][] = [
		[0, 'all passed', ['signed.pdf', '--roots', 'roots.pem', '--at', AT], 'All signatures are valid'],
		[
			0,
			'with content beside it',
			['content.p7s', 'content.txt', '--roots', 'root.der', '--at', AT],
			'All signatures are valid',
		],
		[1, 'altered', ['altered.pdf', '--roots', 'roots.pem', '--at', AT], 'A signature is not valid'],
		[
			2,
			'changed after signing',
			['changed.pdf', '--roots', 'roots.pem', '--at', AT],
			'the content of a page was changed',
		],
		[2, 'no roots', ['signed.pdf', '--at', AT], 'No trusted roots were given'],
		[2, 'no signature', ['unsigned.pdf'], 'No signature was found'],
		[2, 'no signed file', ['content.txt'], 'neither a PDF nor CMS'],
		[64, 'no file', [], 'signatures needs a signed file'],
		[64, 'a file that is not there', ['missing.pdf'], 'cannot be read (ENOENT)'],
		[64, 'roots that are none', ['signed.pdf', '--roots', 'content.txt'], 'holds no certificate'],
		[64, 'a time that is none', ['signed.pdf', '--existed', 'včera'], '--existed takes a day'],
		[
			64,
			'an option of another command',
			['signed.pdf', '--trust', 'trust.json'],
			'--trust is not for signatures',
		],
	]
	for (const [status, name, args, text] of cases) {
		test(`${status}: ${name}`, () => {
			const done = run(...args)
			expect(done).toMatchObject({ status })
			expect((status === 64 ? done.stderr : done.stdout).replace(/\s+/g, ' ')).toContain(text)
		})
	}
})

test('in Czech', () => {
	const { stdout } = run('signed.pdf', '--roots', 'roots.pem', '--at', AT, '--lang', 'cs')
	expect(stdout).toContain('✔ Všechny podpisy jsou platné')
	expect(stdout).toContain('✔ podpis „Podpis 6“: platný')
	expect(stdout).toContain('Verze souboru')
})

test('as JSON', () => {
	const { stdout } = run('changed.pdf', '--roots', 'roots.pem', '--at', AT, '--json')
	expect(JSON.parse(stdout)).toMatchObject({
		type: 'letopis-signatures/v1',
		indication: 'INDETERMINATE',
		signatures: [{ subIndication: 'SIG_CONSTRAINTS_FAILURE', covers: { all: false } }],
		revisions: [{ changes: null }, { changes: null }, { changes: [{ is: 'page-changed' }] }],
	})
})
