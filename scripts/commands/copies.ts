/**
 * Commands that make or use a second copy: `backup`, `restore`, `follow`.
 * @module
 */
import { readFile } from 'node:fs/promises'
import { backupTown, followLog, restoreTown } from '@letopis/ledger'
import type { Command } from 'commander'
import { answers } from '../client.ts'
import { loadConfig } from '../config/load.ts'
import { ledgerSettings } from '../config/settings.ts'
import { createProgress } from '../progress.ts'

export function addCopyCommands(program: Command): void {
	const config = () => loadConfig({ file: program.opts<{ config?: string }>().config })

	program
		.command('backup')
		.description(
			'Copy log, vault and anchors into a folder: incremental, verified after writing, never with keys.',
		)
		.argument('<folder>', 'made if it does not exist; an earlier backup in it is continued')
		.option(
			'--url <url>',
			'the running server (default: public_url; if none runs, the data folder is opened)',
		)
		.addHelpText('after', '\nThe server may go on running.\n\nExample:\n  letopis backup /mnt/backup/letopis')
		.action(async (folder: string, options: { url?: string }) => {
			const url = options.url ?? config().publicUrl
			const progress = createProgress('backup')
			const result = await backupTown(await ledgerSettings(config()), folder, {
				url: options.url !== undefined || (await answers(url)) ? url : null,
				onProgress: (done, total, what) => progress.update(done, total, what),
			})
			progress.end()
			console.log(
				`backup of ${result.size} entries in ${folder}: ${result.files} files copied (${result.bytes} bytes), all read back`,
			)
		})

	program
		.command('restore')
		.description('Rebuild an empty data folder from a backup, verifying everything on the way.')
		.argument('<folder>', 'a backup')
		.addHelpText(
			'after',
			'\nThe keys folder must hold the keys of this town. A log restored behind its newest signed head does not sign\nuntil "letopis resume" or "letopis succeed".\n\nExample:\n  letopis restore /mnt/backup/letopis',
		)
		.action(async (folder: string) => {
			const progress = createProgress('restore')
			const result = await restoreTown(await ledgerSettings(config()), folder, {
				onProgress: (done, total, what) => progress.update(done, total, what),
			})
			progress.end()
			console.log(`restored ${result.size} entries; ${result.next}`)
		})

	program
		.command('follow')
		.description('Keep a verified second copy of a log, of this or another town.')
		.argument('<url>', 'the address of the log, for example https://town.example/log')
		.argument('<folder>', 'made if it does not exist; an earlier copy in it is continued')
		.requiredOption('--trust <file>', 'the trust file of that town')
		.option('--every <seconds>', 'go on for ever, looking again after so many seconds', Number)
		.addHelpText(
			'after',
			'\nExample:\n  letopis follow https://town.example/log second-copy --trust trust.json',
		)
		.action(async (url: string, folder: string, options: { trust: string; every?: number }) => {
			const trust = await readFile(options.trust)
			for (;;) {
				const progress = createProgress('follow')
				const result = await followLog({
					url,
					folder,
					trust,
					onProgress: (done, total) => progress.update(done, total),
				})
				progress.end()
				console.log(`${result.origin}: ${result.size} entries, ${result.added} new, root ${result.root}`)
				if (options.every === undefined) return
				await new Promise((resolve) => setTimeout(resolve, Number(options.every) * 1000))
			}
		})
}
