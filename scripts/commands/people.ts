/**
 * `letopis people`: the way in for whoever holds the keys.
 * @module
 */
import { townExists } from '@letopis/ledger'
import type { Command } from 'commander'
import { loadConfig } from '../config/load.ts'
import { ledgerSettings } from '../config/settings.ts'
import { CommandError } from '../failure.ts'

export function addPeopleCommands(program: Command): void {
	const config = () => loadConfig({ file: program.opts<{ config?: string }>().config })
	const people = program.command('people').description('People who sign in.')

	people
		.command('invite')
		.description('Make a fresh one-time code for an administrator account, voiding the one before.')
		.addHelpText(
			'after',
			'\nFor the first account, or when every administrator is locked out. All others are invited by an\n' +
				'administrator, in the portal. The server may be running.\n\nExample:\n  letopis people invite',
		)
		.action(async () => {
			const settings = config()
			if (!(await townExists(await ledgerSettings(settings))))
				throw new CommandError('no town here yet; run "letopis init" first, or check LETOPIS_KEYS')
			const { showFirstAccount, writeFirstAccount } = await import('../first-account.ts')
			showFirstAccount(settings, await writeFirstAccount(settings.keys))
		})
}
