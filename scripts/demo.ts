/**
 * `npm run demo`: the whole story against the running server, in under a minute. A PDF is recorded; receipt, file,
 * verifier and, by a second way, the trust file are carried into an empty folder; there the verifier judges them
 * without server and network; then one bit is flipped.
 * @module
 */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { constants, copyFile, mkdtemp, readFile, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { trustFingerprint } from '@letopis/format'
import { readTrustFile } from '@letopis/ledger'
import { Command } from 'commander'
import { buildVerifier } from './build-verifier.ts'
import { type Client, connect } from './client.ts'
import { type Config, loadConfig } from './config/load.ts'
import { ledgerSettings } from './config/settings.ts'
import { makePdf } from './demo-pdf.ts'
import { CommandError, report } from './failure.ts'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const ANCHOR_WAIT_MS = 30_000

const program = new Command('demo')
	.description('Plays the story of one document against the running server.')
	.option('--file <pdf...>', 'your own files instead of the made-up decision')
	.option('-c, --config <file>', 'settings')
	.option('--url <url>', 'the server (default: public_url)')

try {
	program.parse()
	await play(program.opts())
} catch (error) {
	report(error)
}

async function play(options: { file?: string[]; config?: string; url?: string }): Promise<void> {
	const config = loadConfig({ file: options.config })
	await using town = await connect(config, options)
	const elsewhere = await mkdtemp(join(tmpdir(), 'letopis-elsewhere-'))

	say(1, 'A clerk uploads a decision.')
	const files = await documents(options.file, elsewhere)
	const ids: string[] = []
	for (const file of files) ids.push(await upload(town, file))

	say(2, 'The town publishes the head of its log and has it time-stamped; the receipt grows.')
	for (const [index, id] of ids.entries()) {
		const receipt = await grownReceipt(town, id)
		await writeFile(`${files[index]}.receipt.json`, receipt)
	}

	say(3, 'The trust file travels by a second way; its fingerprint is posted on the notice board.')
	const trust = await trustBySecondWay(config, town)
	await writeFile(join(elsewhere, 'trust.json'), trust)

	say(4, `The verifier, one file, is carried along into ${elsewhere}`)
	const verifier = join(root, 'verifier', 'dist', 'letopis-verify.mjs')
	// Always built anew: an old one from an earlier version would be carried along unnoticed.
	await buildVerifier()
	await copyFile(verifier, join(elsewhere, 'letopis-verify.mjs'))

	for (const file of files) {
		const name = basename(file)
		say(5, `Another computer, no network: is ${name} what the town recorded?`)
		verify(elsewhere, [`${name}.receipt.json`, name, '--trust', 'trust.json'], 0)

		say(6, 'One bit of the file is flipped.')
		const bytes = await readFile(file)
		const at = Math.floor(bytes.length / 2)
		bytes.writeUInt8(bytes.readUInt8(at) ^ 1, at)
		await writeFile(`${file}.flipped`, bytes)
		verify(elsewhere, [`${name}.receipt.json`, `${name}.flipped`, '--trust', 'trust.json'], 1)

		say(7, 'Without a trust file nothing is claimed.')
		verify(elsewhere, [`${name}.receipt.json`, name], 2)
	}
	console.log(`\nEverything is still in ${elsewhere}: try the verifier yourself.`)
}

/** Out of the administrator's own keys folder, not over the wire; what the server hands out must be the same. */
async function trustBySecondWay(config: Config, town: Client): Promise<Uint8Array> {
	const served = new Uint8Array(await (await town.fetch('/log/trust.json')).arrayBuffer())
	const own = await readTrustFile(await ledgerSettings(config)).catch(() => null)
	if (own === null) {
		console.log(
			`   fetched from the server, for its keys are not here: compare ${trustFingerprint(served)} with the board`,
		)
		return served
	}
	console.log(`   from the keys folder: fingerprint ${trustFingerprint(own)}`)
	if (trustFingerprint(served) !== trustFingerprint(own))
		throw new CommandError('the server hands out another trust file than its keys make: do not believe it')
	console.log('   the server hands out the same one')
	return own
}

function say(step: number, sentence: string): void {
	console.log(`\n${step}. ${sentence}`)
}

async function documents(named: string[] | undefined, folder: string): Promise<string[]> {
	if (named !== undefined) {
		const copies: string[] = []
		for (const file of named) {
			if (!existsSync(file)) throw new CommandError(`${file}: no such file`)
			const copy = join(folder, basename(file))
			if ((await stat(file)).size === 0) throw new CommandError(`${file} is empty: there is no bit to flip`)
			await copyFile(file, copy, constants.COPYFILE_EXCL)
			copies.push(copy)
		}
		return copies
	}
	const path = join(folder, 'rozhodnuti.pdf')
	await writeFile(
		path,
		makePdf([
			'Rozhodnutí o povolení kácení dřeviny',
			'Městský úřad Ukázkov, odbor životního prostředí',
			'Č. j.: UKA/2026/000123',
			'',
			'Výrok: Povoluje se kácení jedné lípy na pozemku parc. č. 12/3.',
			'Odůvodnění: Strom ohrožuje bezpečnost provozu na přilehlé cestě.',
			'Poučení: Proti rozhodnutí se lze odvolat do 15 dnů ode dne doručení.',
		]),
	)
	return [path]
}

async function upload(town: Client, file: string): Promise<string> {
	const form = new FormData()
	form.set('metadata', JSON.stringify({ public: { agenda: 'demo' }, title: basename(file) }))
	form.set('file', new Blob([await readFile(file)], { type: 'application/pdf' }), basename(file))
	const started = performance.now()
	const response = await town.fetch('/api/v1/documents', { method: 'POST', body: form })
	const id = response.headers.get('location')?.split('/').at(-1) ?? ''
	const fresh = (await response.json()) as { type: string }
	console.log(`   ${basename(file)} is ${id}`)
	console.log(`   receipt (${fresh.type}, log-signed) after ${(performance.now() - started).toFixed(0)} ms`)
	return id
}

async function grownReceipt(town: Client, id: string): Promise<string> {
	const deadline = Date.now() + ANCHOR_WAIT_MS
	for (;;) {
		await town.fetch('/api/v1/anchors', { method: 'POST' })
		const text = await (await town.fetch(`/api/v1/documents/${id}/receipt`)).text()
		const anchors = (JSON.parse(text) as { anchors: unknown[] }).anchors.length
		if (anchors > 0 || Date.now() > deadline) {
			console.log(`   receipt fetched again: published, ${anchors} time-stamp(s) over a later head`)
			return text
		}
		await new Promise((resolve) => setTimeout(resolve, 500))
	}
}

function verify(folder: string, args: string[], expected: number): void {
	console.log(`   $ letopis-verify ${args.join(' ')}`)
	// In a network namespace of its own where the system allows it: then "no network" is a fact, not a promise.
	const isolated = spawnSync('unshare', ['--net', '--map-root-user', 'true']).status === 0
	const command = [process.execPath, 'letopis-verify.mjs', ...args]
	const [program = '', ...rest] = isolated ? ['unshare', '--net', '--map-root-user', ...command] : command
	const run = spawnSync(program, rest, {
		cwd: folder,
		env: { LANG: process.env.LANG ?? 'en' },
		encoding: 'utf8',
	})
	for (const line of `${run.stdout}${run.stderr}`.trimEnd().split('\n')) console.log(`   | ${line}`)
	console.log(`   exit code ${run.status}${isolated ? ', run without any network' : ''}`)
	if (run.status !== expected) throw new CommandError(`expected exit code ${expected}`)
}
