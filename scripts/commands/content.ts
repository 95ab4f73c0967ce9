/**
 * Commands about documents: `ingest`, `receipt`, `export`, `dispose`. They go through the API, so each read
 * leaves its access entry.
 * @module
 */
import { createWriteStream, existsSync } from 'node:fs'
import { mkdir, open, rename, rm, stat, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { parseNote, parseReceipt } from '@letopis/format'
import type { Command } from 'commander'
import { connect } from '../client.ts'
import { loadConfig } from '../config/load.ts'
import { CommandError } from '../failure.ts'
import { createProgress } from '../progress.ts'

interface Common {
	url?: string
	tokenFile?: string
}

export function addContentCommands(program: Command): void {
	const config = () => loadConfig({ file: program.opts<{ config?: string }>().config })
	const common = (command: Command) =>
		command
			.option(
				'--url <url>',
				'the server (default: the one with these keys; if none runs, one is started for the command)',
			)
			.option('--token-file <file>', "file with a token (default: the administrator's, among the keys)")

	common(program.command('ingest'))
		.description('Store documents and write their receipts beside them.')
		.argument('<files...>', 'any files')
		.option('--public', 'the content may be read by everyone', false)
		.option('--metadata <json>', 'private, but for its member "public"')
		.option('--receipts <folder>', 'where receipts go (default: beside each file)')
		.addHelpText(
			'after',
			'\nExamples:\n  letopis ingest decision.pdf\n  letopis ingest --public --metadata \'{"public":{"title":"Notice"}}\' notice.pdf',
		)
		.action((files: string[], options: IngestOptions) => ingest(config(), files, options))

	common(program.command('receipt'))
		.description(
			'Fetch the receipt of a document, grown by what has happened since: publication, anchors, status.',
		)
		.argument('<id>', 'the document: CID of its first entry')
		.option('-o, --output <file>', 'default: standard output')
		.option('--tlog-proof', 'in the C2SP tlog-proof form', false)
		.addHelpText('after', '\nExample:\n  letopis receipt bafyrei... -o decision.receipt.json')
		.action((id: string, options: Common & { output?: string; tlogProof: boolean }) =>
			fetchReceipt(config(), id, options),
		)

	common(program.command('export'))
		.description('Export a document as an encrypted age file.')
		.argument('<id>', 'the document: CID of its first entry')
		.requiredOption('-o, --output <file>', 'the file to write')
		.option('--recipient <age1...>', 'whom it is for (default: the current key epoch of the town)')
		.addHelpText(
			'after',
			'\nExamples:\n  letopis export bafyrei... -o decision.age\n  age --decrypt -i keys/log-1/epochs/1.key decision.age > decision.pdf',
		)
		.action((id: string, options: Common & { output: string; recipient?: string }) =>
			exportDocument(config(), id, options),
		)

	common(program.command('dispose'))
		.description(
			'Destroy a document for good: contents, private fields and secrets of all versions. The log says that it was.',
		)
		.argument('<id>', 'the document: CID of its first entry')
		.requiredOption('--reason <text>', 'why, and on whose order; kept private')
		.option('--yes', 'it cannot be undone', false)
		.addHelpText(
			'after',
			'\nBackups made before still hold it until "letopis keys rotate" destroys the key of the epoch.\n\nExample:\n' +
				'  letopis dispose bafyrei... --reason "Skartační návrh 12/2026, souhlas SOkA" --yes',
		)
		.action((id: string, options: Common & { reason: string; yes: boolean }) =>
			dispose(config(), id, options),
		)
}

interface IngestOptions extends Common {
	public: boolean
	metadata?: string
	receipts?: string
}

async function ingest(
	config: ReturnType<typeof loadConfig>,
	files: string[],
	options: IngestOptions,
): Promise<void> {
	for (const file of files) {
		const found = await stat(file).catch(() => null)
		if (!found?.isFile()) throw new CommandError(`${file}: ${found === null ? 'no such file' : 'not a file'}`)
	}
	await using client = await connect(config, options)
	if (options.receipts !== undefined) await mkdir(options.receipts, { recursive: true })
	const progress = createProgress('ingest')
	for (const [index, file] of files.entries()) {
		progress.update(index, files.length, basename(file))
		await using receipt = await openReceipt(join(options.receipts ?? dirname(file), basename(file)))
		const response = await client.upload('/api/v1/documents', {
			fields: {
				visibility: options.public ? 'public' : 'private',
				...(options.metadata === undefined ? {} : { metadata: options.metadata }),
			},
			path: file,
			name: basename(file),
		})
		const target = await receipt.keep(await response.text())
		progress.end()
		console.log(`${file}: ${idOf(response)}, receipt ${target}`)
	}
	console.log(
		'These receipts are signed by the log alone; in a few seconds "letopis receipt <id> -o <file>" gets the published ones.',
	)
}

/**
 * A place for a receipt, made before the document is sent: one whose receipt cannot be written would be recorded
 * all the same. `keep` never replaces a receipt that is there: it belongs to an earlier recording.
 */
async function openReceipt(path: string) {
	const part = `${path}.receipt.part`
	const file = await open(part, 'w').catch((error: Error) => {
		throw new CommandError(`the receipt cannot be written: ${error.message}; choose a place with --receipts`)
	})
	return {
		async keep(text: string): Promise<string> {
			await file.writeFile(text)
			await file.sync()
			for (let number = 1; ; number++) {
				const target = `${path}.receipt${number === 1 ? '' : `-${number}`}.json`
				if (existsSync(target)) continue
				await rename(part, target)
				return target
			}
		},
		async [Symbol.asyncDispose]() {
			await file.close()
			await rm(part, { force: true })
		},
	}
}

function idOf(response: Response): string {
	return response.headers.get('location')?.split('/').at(-1) ?? 'no id'
}

async function fetchReceipt(
	config: ReturnType<typeof loadConfig>,
	id: string,
	options: Common & { output?: string; tlogProof: boolean },
): Promise<void> {
	await using client = await connect(config, options)
	const accept = options.tlogProof ? 'text/x.tlog-proof' : 'application/json'
	const response = await client.fetch(`/api/v1/documents/${encodeURIComponent(id)}/receipt`, {
		headers: { accept },
	})
	const text = await response.text()
	if (options.output === undefined) {
		process.stdout.write(text)
		return
	}
	await writeFile(options.output, text)
	console.log(`wrote ${options.output}: ${grownTo(text)}`)
}

/** How far a receipt has come. */
function grownTo(text: string): string {
	const { proof, anchors } = parseReceipt(text)
	const published = parseNote(proof.checkpoint).signatures.length > 1
	return `${published ? 'published' : 'signed by the log alone, not published yet'}, ${anchors.length} time-stamp(s)`
}

async function exportDocument(
	config: ReturnType<typeof loadConfig>,
	id: string,
	options: Common & { output: string; recipient?: string },
): Promise<void> {
	if (existsSync(options.output)) throw new CommandError(`${options.output} already exists`)
	await using client = await connect(config, options)
	const query = options.recipient === undefined ? '' : `?recipient=${encodeURIComponent(options.recipient)}`
	const response = await client.fetch(`/api/v1/documents/${encodeURIComponent(id)}/export${query}`)
	if (response.body === null) throw new CommandError('the server sent no content')
	const part = `${options.output}.part`
	try {
		// Under its name only when it is whole: what a signal cuts off must not pass for the document.
		await pipeline(Readable.fromWeb(response.body), createWriteStream(part, { mode: 0o600 }))
		await rename(part, options.output)
	} catch (error) {
		await rm(part, { force: true })
		throw error
	}
	console.log(`wrote ${options.output}; open it with: age --decrypt -i <identity file> ${options.output}`)
}

async function dispose(
	config: ReturnType<typeof loadConfig>,
	id: string,
	{ reason, yes, ...options }: Common & { reason: string; yes: boolean },
): Promise<void> {
	if (!yes) throw new CommandError('a disposal cannot be undone; say --yes if it is meant', 64)
	await using client = await connect(config, options)
	const response = await client.fetch(`/api/v1/documents/${encodeURIComponent(id)}/disposal`, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify({ reason, confirm: id }),
	})
	const { entry, versions, repeated } = (await response.json()) as {
		entry: string
		versions: number
		repeated: boolean
	}
	const what = `${versions} version${versions === 1 ? '' : 's'}`
	console.log(`${repeated ? 'was disposed of before; ' : ''}${what} destroyed, declared by entry ${entry}`)
	console.log('what backups hold of it becomes unreadable with the next "letopis keys rotate"')
}
