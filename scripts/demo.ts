/**
 * `npm run demo`: fills a DEMO town with people, cases and documents, so that no page is empty, and plays the whole story
 * against the running server, in under a minute. A PDF is recorded; receipt, file, verifier and, by a second way, the
 * trust file are carried into an empty folder; there the verifier judges them without server and network; then one bit
 * is flipped. Of each report the verdict is shown, the rest is said to exist. At the end stands how to get in.
 *
 * Again, it finds the town filled, and the story's document recorded. With files of one's own it plays the story alone.
 * @module
 */
import { spawnSync } from 'node:child_process'
import { constants, copyFile, mkdtemp, open, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { parseTrust, trustFingerprint } from '@letopis/format'
import { readTrustFile } from '@letopis/ledger'
import { Command } from 'commander'
import { buildVerifier } from './build-verifier.ts'
import { type Client, connect, runningServer } from './client.ts'
import { type Config, loadConfig } from './config/load.ts'
import { ledgerSettings } from './config/settings.ts'
import { makePdf } from './demo-pdf.ts'
import { CommandError, report } from './failure.ts'

const ANCHOR_WAIT_MS = 30_000
/** The decision of the story. */
const MADE_UP = { title: 'Rozhodnutí o povolení kácení dřeviny', number: 'MUUK/00123/2026', kind: 'decision' }

const program = new Command('demo')
	.description('Fills a DEMO town, and plays the story of one document against the running server.')
	.option('--file <pdf...>', 'only the story, with your own files instead of the made-up decision')
	.option('--for-ever', 'record in a log that is no DEMO log, where nothing can ever be taken back', false)
	.option('-c, --config <file>', 'settings')
	.option('--url <url>', 'the server (default: the one that runs with the same keys)')

try {
	program.parse()
	await play(program.opts())
} catch (error) {
	report(error)
}

interface Options {
	file?: string[]
	forEver: boolean
	config?: string
	url?: string
}

async function play(options: Options): Promise<void> {
	const config = loadConfig({ file: options.config })
	for (const file of options.file ?? []) await checkFile(file)
	const running = options.url !== undefined || (await runningServer(config)) !== null
	await using town = await connect(config, options)
	const isDemo = await refuseRealLog(town, options)
	const madeUp =
		isDemo && options.file === undefined
			? await (await import('./demo/made-up-town.ts')).openMadeUpTown(config, town, running)
			: null
	const elsewhere = await mkdtemp(join(tmpdir(), 'letopis-elsewhere-'))

	say(1, 'A clerk uploads a decision.')
	const files = await documents(options.file, elsewhere)
	const ids: string[] = []
	for (const file of files) ids.push(await upload(town, file, options.file === undefined))

	say(2, 'The town publishes the head of its log and has it time-stamped; the receipt grows.')
	for (const [index, id] of ids.entries()) {
		const receipt = await grownReceipt(town, id)
		await writeFile(`${files[index]}.receipt.json`, receipt)
	}

	say(3, 'The trust file travels by a second way; its fingerprint is posted on the notice board.')
	const trust = await trustBySecondWay(config, town)
	await writeFile(join(elsewhere, 'trust.json'), trust)
	// Asked for before the verifier runs: meanwhile the server may close the connection, which nobody here would notice.
	const links = (await madeUp?.links()) ?? []

	say(4, `The verifier, one file, is carried along into ${elsewhere}`)
	// Always built anew: an old one from an earlier version would be carried along unnoticed.
	for (const path of await buildVerifier()) await copyFile(path, join(elsewhere, basename(path)))

	for (const file of files) {
		const name = basename(file)
		say(5, `Another computer, no network: is ${name} what the town recorded?`)
		verify(elsewhere, [`${name}.receipt.json`, name, '--trust', 'trust.json'], 0)

		say(6, 'One bit of the file is flipped.')
		await flipOneBit(file, `${file}.flipped`)
		verify(elsewhere, [`${name}.receipt.json`, `${name}.flipped`, '--trust', 'trust.json'], 1)

		say(7, 'Without a trust file nothing is claimed.')
		verify(elsewhere, [`${name}.receipt.json`, name], 2)
	}
	console.log(`\nEverything is still in ${elsewhere}. Try it yourself there:`)
	console.log(`   node letopis-verify.mjs ${shown(basename(files[0] ?? ''))}`)
	console.log('or open letopis-verify.html in a browser and drop the files onto it.')
	madeUp?.tell(links)
}

/** Arguments that judge a file by its receipt, to be copied into a shell. */
function shown(name: string): string {
	const quoted = (text: string) => (/^[\w.-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`)
	return `${quoted(`${name}.receipt.json`)} ${quoted(name)} --trust trust.json`
}

async function checkFile(file: string): Promise<void> {
	const found = await stat(file).catch(() => null)
	if (!found?.isFile()) throw new CommandError(`${file}: ${found === null ? 'no such file' : 'not a file'}`)
	if (found.size === 0) throw new CommandError(`${file} is empty: there is no bit to flip`)
}

/** What a demonstration records stays for ever. @returns whether it is a DEMO log */
async function refuseRealLog(town: Client, { forEver }: Options): Promise<boolean> {
	const { demo, origin } = parseTrust(
		new Uint8Array(await (await town.fetch('/log/trust.json')).arrayBuffer()),
	)
	if (demo || forEver) return demo
	throw new CommandError(
		`${origin} is no DEMO log, and what the demo records there could never be taken back; ` +
			'play it with other folders (LETOPIS_DATA, LETOPIS_KEYS), or add --for-ever',
	)
}

async function flipOneBit(from: string, to: string): Promise<void> {
	await copyFile(from, to)
	await using file = await open(to, 'r+')
	const at = Math.floor((await file.stat()).size / 2)
	const byte = Buffer.alloc(1)
	await file.read(byte, 0, 1, at)
	byte.writeUInt8(byte.readUInt8() ^ 1)
	await file.write(byte, 0, 1, at)
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
			const copy = join(folder, basename(file))
			await copyFile(file, copy, constants.COPYFILE_EXCL)
			copies.push(copy)
		}
		return copies
	}
	const path = join(folder, 'rozhodnuti.pdf')
	await writeFile(
		path,
		makePdf([
			MADE_UP.title,
			'Městský úřad Ukázkov, odbor životního prostředí',
			`Č. j.: ${MADE_UP.number}`,
			'',
			'Výrok: Povoluje se kácení jedné lípy na pozemku parc. č. 12/3.',
			'Odůvodnění: Strom ohrožuje bezpečnost provozu na přilehlé cestě.',
			'Poučení: Proti rozhodnutí se lze odvolat do 15 dnů ode dne doručení.',
		]),
	)
	return [path]
}

async function upload(town: Client, file: string, isMadeUp: boolean): Promise<string> {
	const name = basename(file)
	const started = performance.now()
	const response = await town.upload('/api/v1/documents', {
		fields: {
			metadata: JSON.stringify({ public: { agenda: 'demo' }, ...(isMadeUp ? MADE_UP : { title: name }) }),
		},
		path: file,
		name,
		...(/\.pdf$/i.test(file) ? { type: 'application/pdf' } : {}),
		...(isMadeUp ? { idempotencyKey: 'demo/story' } : {}),
	})
	const id = response.headers.get('location')?.split('/').at(-1) ?? ''
	const fresh = (await response.json()) as { type: string }
	console.log(`   ${name} is ${id}`)
	if (response.headers.get('idempotency-replayed') === 'true')
		console.log('   recorded by an earlier run: the same request under the same key is recorded once')
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
	const [verdict = '', notes = '', ...further] = `${run.stdout}${run.stderr}`.trimEnd().split('\n\n')
	for (const line of `${verdict}\n${notes}`.split('\n')) console.log(`   | ${line}`)
	const more = further.join('\n\n').split('\n').length
	if (further.length > 0)
		console.log(`   | (${more} more lines: time line, record, every check with what went into it)`)
	console.log(`   exit code ${run.status}${isolated ? ', run without any network' : ''}`)
	if (run.status !== expected) throw new CommandError(`expected exit code ${expected}`)
}
