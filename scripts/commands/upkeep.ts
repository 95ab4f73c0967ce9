/**
 * Commands for the health of one town's folders: `fsck`, `reindex`, `resume`, `succeed`. The server must be stopped.
 * @module
 */
import { fsckTown, reindexTown, resumeTown, succeedTown } from '@letopis/ledger'
import { type Command, InvalidArgumentError } from 'commander'
import { loadConfig } from '../config/load.ts'
import { ledgerSettings } from '../config/settings.ts'
import { CommandError } from '../failure.ts'
import { createProgress } from '../progress.ts'

export function addUpkeepCommands(program: Command): void {
	const config = () => loadConfig({ file: program.opts<{ config?: string }>().config })
	const settings = () => ledgerSettings(config())

	program
		.command('fsck')
		.description('Re-derive everything: entries, tiles, root, signatures, both vault copies, stored content.')
		.option('--repair', 'rewrite a damaged vault copy from the sound one', false)
		.addHelpText('after', '\nExample:\n  letopis fsck')
		.action(async (options: { repair: boolean }) => {
			const progress = createProgress('fsck')
			const result = await fsckTown(await settings(), {
				repair: options.repair,
				onProgress: (done, total, what) => progress.update(done, total, what),
			})
			progress.end()
			for (const finding of result.findings) console.error(`letopis: ${finding}`)
			if (result.findings.length > 0) throw new CommandError(`fsck: ${result.findings.length} findings`)
			console.log(
				`fsck: clean; ${result.entries} entries, ${result.payloads} stored contents, root ${result.root}`,
			)
		})

	program
		.command('reindex')
		.description('Throw the indexes away and rebuild them from log and vault.')
		.addHelpText('after', '\nExample:\n  letopis reindex')
		.action(async () => {
			const progress = createProgress('reindex')
			const entries = await reindexTown(await settings(), (done, total) => progress.update(done, total))
			const { rebuildProjections } = await import('../town.ts')
			const warnings = await rebuildProjections(config(), (done, total) => progress.update(done, total))
			progress.end()
			console.log(`reindex: ${entries} entries`)
			for (const line of warnings) console.error(`letopis: ${line}`)
		})

	program
		.command('resume')
		.description('Let a frozen or restored log sign again, on outside proof that nothing is missing.')
		.option('--follower <folder>', 'a second copy kept by "letopis follow"')
		.option(
			'--witness <name>',
			'a configured witness, asked to cosign anew, or the monitoring address of one',
		)
		.addHelpText(
			'after',
			'\nWithout such proof, close the log and go on in a new one: letopis succeed\n\nExample:\n  letopis resume --follower /mnt/second/log',
		)
		.action(async (options: { follower?: string; witness?: string }) => {
			if ((options.follower === undefined) === (options.witness === undefined))
				throw new CommandError('give either --follower or --witness', 64)
			const result = await resumeTown(await settings(), options)
			console.log(`resumed at size ${result.size}: ${result.reason}`)
		})

	program
		.command('succeed')
		.description('Close the log for ever and open its successor, which names the old head and what was lost.')
		.option('--yes', 'do not ask', false)
		.option('--lost-to <size>', 'one more than the last index known to have been signed', wholeNumber)
		.addHelpText('after', '\nExample:\n  letopis succeed --yes')
		.action(async (options: { yes: boolean; lostTo?: number }) => {
			if (!options.yes) throw new CommandError('a closed log never opens again; add --yes to go on', 64)
			const result = await succeedTown(await settings(), options.lostTo)
			console.log(`${result.closed} is closed at size ${result.size}; ${result.origin} is open`)
			console.log(
				'its documents stay where they are: same ids, same tokens; reads are recorded in the new log',
			)
			console.log('publish the new trust file: letopis trust -o trust.json')
		})
}

function wholeNumber(text: string): number {
	if (/^[1-9]\d{0,14}$/.test(text)) return Number(text)
	throw new InvalidArgumentError('expected a whole number.')
}
