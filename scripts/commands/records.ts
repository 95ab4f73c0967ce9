/**
 * `letopis records`: the exchange with a records system that stands beside the town.
 * @module
 */
import { setTimeout as pause } from 'node:timers/promises'
import { type Command, InvalidArgumentError } from 'commander'
import { connect } from '../client.ts'
import { loadConfig } from '../config/load.ts'
import { CommandError } from '../failure.ts'
import { FileDrop } from '../records/file-drop.ts'
import { synchronise } from '../records/synchronise.ts'

interface Options {
	url?: string
	tokenFile?: string
	every?: number
}

export function addRecordsCommands(program: Command): void {
	program
		.command('records')
		.description('Exchange cases, documents and receipts with a records system, by files in a folder.')
		.argument('<folder>', 'on a disk that both sides see')
		.option('--url <url>', 'the server (default: the one with these keys)')
		.option('--token-file <file>', "file with a token (default: the administrator's, among the keys)")
		.option('--every <seconds>', 'go on until told to end, with this pause', seconds)
		.addHelpText(
			'after',
			'\nThe records system puts NAME.json into in/: {"type":"case","number":…,"title":…}, {"type":"document",\n' +
				'"file":…,"title":…,"case":…} with the file beside it, {"type":"number","local":…,"number":…}\n' +
				'for a case that began here, or {"type":"inventory","cases":[…],"documents":[…]}.\n' +
				'What became of it is in done/ or refused/; documents of the town are in out/. It may be interrupted at\n' +
				'any point.\n\nExample:\n  letopis records /srv/spisovka --every 60 --token-file spisovka.token',
		)
		.action((folder: string, options: Options) =>
			exchange(program.opts<{ config?: string }>().config, folder, options),
		)
}

async function exchange(file: string | undefined, folder: string, options: Options): Promise<void> {
	const drop = await FileDrop.open(folder)
	await using client = await connect(loadConfig({ file }), options)
	const ended = new AbortController()
	for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => ended.abort())
	for (;;) {
		try {
			const { accepted, refused, delivered } = await synchronise(client, drop, (line) => console.log(line))
			console.log(`taken in ${accepted}, refused ${refused}, handed over ${delivered}`)
		} catch (error) {
			if (options.every === undefined || !(error instanceof CommandError)) throw error
			console.error(`letopis: ${error.message}; tried again in ${options.every} s`)
		}
		if (options.every === undefined || ended.signal.aborted) return
		await pause(options.every * 1000, undefined, { signal: ended.signal }).catch(() => {})
		if (ended.signal.aborted) return
	}
}

function seconds(text: string): number {
	if (!/^[1-9]\d{0,4}$/.test(text)) throw new InvalidArgumentError('Expected 1 to 99999 seconds.')
	return Number(text)
}
