/**
 * `letopis package`: the evidence package of a document, as a file that is there only when it is whole.
 * @module
 */
import { createWriteStream, existsSync } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Command } from 'commander'
import { connect } from '../client.ts'
import { loadConfig } from '../config/load.ts'
import { CommandError } from '../failure.ts'
import { createProgress } from '../progress.ts'

interface Options {
	readonly output: string
	readonly entry?: string
	readonly url?: string
	readonly tokenFile?: string
}

export function addPackageCommand(program: Command): void {
	program
		.command('package')
		.description(
			'Fetch everything that proves a document, with the document, in one sealed file (ASiC-E); the read is recorded.',
		)
		.argument('<id>', 'the document: CID of its first entry')
		.requiredOption('-o, --output <file>', 'the file to write')
		.option('--entry <entry>', 'which version: latest, a CID or an index (default: the first)')
		.option(
			'--url <url>',
			'the server (default: the one with these keys; if none runs, one is started for the command)',
		)
		.option('--token-file <file>', "file with a token (default: the administrator's, among the keys)")
		.addHelpText(
			'after',
			'\nExamples:\n  letopis package bafyrei... -o decision.asice\n  letopis-verify decision.asice --trust trust.json',
		)
		.action((id: string, options: Options) =>
			fetchPackage(loadConfig({ file: program.opts<{ config?: string }>().config }), id, options),
		)
}

async function fetchPackage(
	config: ReturnType<typeof loadConfig>,
	id: string,
	{ output, entry, ...common }: Options,
): Promise<void> {
	if (existsSync(output)) throw new CommandError(`${output} already exists`)
	await using client = await connect(config, common)
	const query = entry === undefined ? '' : `?entry=${encodeURIComponent(entry)}`
	const response = await client.fetch(`/api/v1/documents/${encodeURIComponent(id)}/evidence-package${query}`)
	if (response.body === null) throw new CommandError('the server sent no content')
	const total = Number(response.headers.get('content-length') ?? 0)
	const progress = createProgress('package')
	const part = `${output}.part`
	let done = 0
	try {
		await pipeline(
			Readable.fromWeb(response.body),
			async function* (pieces: AsyncIterable<Uint8Array>) {
				for await (const piece of pieces) {
					done += piece.length
					progress.update(done, total)
					yield piece
				}
			},
			createWriteStream(part, { mode: 0o600 }),
		)
		if (done !== total) throw new CommandError(`the package broke off after ${done} of ${total} bytes`)
		await rename(part, output)
	} catch (error) {
		await rm(part, { force: true })
		throw error
	} finally {
		progress.end()
	}
	console.log(`wrote ${output}, ${done} bytes; check it with: letopis-verify ${output} --trust <trust file>`)
}
