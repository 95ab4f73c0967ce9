/**
 * Commands about documents: `ingest`, `receipt`, `export`, `trust`. They go through the API, so each read leaves
 * its access entry.
 * @module
 */
import { createWriteStream, openAsBlob } from 'node:fs'
import { mkdir, rm, stat, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { trustFingerprint } from '@letopis/format'
import type { Command } from 'commander'
import { connect } from '../client.ts'
import { loadConfig } from '../config/load.ts'
import { CommandError } from '../failure.ts'
import { createProgress } from '../progress.ts'

interface Common {
	url?: string
	token?: string
}

export function addContentCommands(program: Command): void {
	const config = () => loadConfig({ file: program.opts<{ config?: string }>().config })
	const common = (command: Command) =>
		command
			.option('--url <url>', 'the server (default: public_url; if none runs, one is started for the command)')
			.option('--token <token>', 'default: the administrator token among the keys')

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

	common(program.command('trust'))
		.description('Write the trust file and show its fingerprint, for print and for the notice board.')
		.option('-o, --output <file>', 'default: only the fingerprint is shown')
		.addHelpText('after', '\nExample:\n  letopis trust -o trust.json')
		.action((options: Common & { output?: string }) => writeTrust(config(), options))
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
	for (const file of files)
		if (!(await stat(file).catch(() => null))?.isFile()) throw new CommandError(`${file}: no such file`)
	await using client = await connect(config, options)
	if (options.receipts !== undefined) await mkdir(options.receipts, { recursive: true })
	const progress = createProgress('ingest')
	for (const [index, file] of files.entries()) {
		progress.update(index, files.length, basename(file))
		const form = new FormData()
		form.set('visibility', options.public ? 'public' : 'private')
		if (options.metadata !== undefined) form.set('metadata', options.metadata)
		form.set('file', await openAsBlob(file), basename(file))
		const response = await client.fetch('/api/v1/documents', { method: 'POST', body: form })
		const target =
			options.receipts === undefined
				? `${file}.receipt.json`
				: join(options.receipts, `${basename(file)}.receipt.json`)
		await writeFile(target, await response.text())
		progress.end()
		console.log(`${file}: ${idOf(response)}, receipt ${target}`)
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
	if (options.output === undefined) process.stdout.write(text)
	else await writeFile(options.output, text)
}

async function exportDocument(
	config: ReturnType<typeof loadConfig>,
	id: string,
	options: Common & { output: string; recipient?: string },
): Promise<void> {
	await using client = await connect(config, options)
	const query = options.recipient === undefined ? '' : `?recipient=${encodeURIComponent(options.recipient)}`
	const response = await client.fetch(`/api/v1/documents/${encodeURIComponent(id)}/export${query}`)
	if (response.body === null) throw new CommandError('the server sent no content')
	try {
		// flag wx: an export never overwrites a file that is already there.
		await pipeline(
			Readable.fromWeb(response.body),
			createWriteStream(options.output, { flags: 'wx', mode: 0o600 }),
		)
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === 'EEXIST')
			throw new CommandError(`${options.output} already exists`)
		await rm(options.output, { force: true })
		throw error
	}
	console.log(`wrote ${options.output}; open it with: age --decrypt -i <identity file> ${options.output}`)
}

async function writeTrust(
	config: ReturnType<typeof loadConfig>,
	options: Common & { output?: string },
): Promise<void> {
	await using client = await connect(config, options)
	const bytes = new Uint8Array(await (await client.fetch('/log/trust.json')).arrayBuffer())
	if (options.output !== undefined) await writeFile(options.output, bytes)
	console.log(`fingerprint of the trust file: ${trustFingerprint(bytes)}`)
}
