/**
 * Commands that make or use a second copy: `backup`, `restore`, `follow`.
 * @module
 */
import { readFile, writeFile } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseTrust, RefusalError } from '@letopis/format'
import { backupTown, followLog, LedgerError, restoreTown } from '@letopis/ledger'
import { type Command, InvalidArgumentError } from 'commander'
import { runningServer } from '../client.ts'
import { loadConfig } from '../config/load.ts'
import { ledgerSettings } from '../config/settings.ts'
import { CommandError, report } from '../failure.ts'
import { backupMark } from '../operation.ts'
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
			'the running server (default: the one with these keys; if none runs, the data folder is opened)',
		)
		.addHelpText(
			'after',
			'\nThe server may go on running. What people have begun and not confirmed is not copied.\n\nExample:\n  letopis backup /mnt/backup/letopis',
		)
		.action(async (folder: string, options: { url?: string }) => {
			const progress = createProgress('backup')
			const result = await backupTown(await ledgerSettings(config()), folder, {
				url: options.url ?? (await runningServer(config())),
				onProgress: (done, total, what) => progress.update(done, total, what),
			})
			progress.end()
			if (result.extra.length > 0)
				console.log(
					`${result.extra.length} contents in it are no longer in the town: destroyed since, or lost`,
				)
			for (const name of result.damaged)
				console.error(`letopis: content ${name} is damaged; it was not copied`)
			for (const line of result.lost) console.error(`letopis: ${line} are damaged in both copies`)
			const lacks = [
				...(result.damaged.length > 0 ? [`${result.damaged.length} contents`] : []),
				...(result.lost.length > 0 ? ['private records'] : []),
			]
			if (lacks.length > 0)
				throw new CommandError(
					`the backup of ${result.size} entries in ${folder} lacks ${lacks.join(' and ')}; run "letopis fsck"`,
				)
			// For the administrator's overview; where the data are read-only, it only knows less.
			await writeFile(backupMark(config()), `${new Date().toISOString()}\n`).catch(() => {})
			console.log(
				`backup of ${result.size} entries in ${folder}: ${result.files} files copied (${result.bytes} bytes), all read back`,
			)
		})

	program
		.command('restore')
		.description('Rebuild an empty data folder from a backup, verifying everything on the way.')
		.argument('<folder>', 'a backup; or, where there is none, a second copy kept by "letopis follow"')
		.option(
			'--follower <folder>',
			'take the log from such a copy, which may be newer, and the rest from the backup',
		)
		.addHelpText(
			'after',
			'\nThe keys folder must hold the keys of this town. A log restored behind its newest signed head does not sign\nuntil "letopis resume" or "letopis succeed". A second copy is public: what was private in it comes from the backup, or is lost.\n\nExample:\n  letopis restore /mnt/backup/letopis',
		)
		.action(async (folder: string, options: { follower?: string }) => {
			const progress = createProgress('restore')
			const result = await restoreTown(await ledgerSettings(config()), folder, {
				...options,
				onProgress: (done, total, what) => progress.update(done, total, what),
			})
			progress.end()
			for (const finding of result.findings) console.error(`letopis: ${finding}`)
			if (result.findings.length > 0)
				throw new CommandError(
					`restored ${result.size} entries, with ${result.findings.length} findings; another backup may have what is missing`,
				)
			console.log(`restored ${result.size} entries; ${result.next}`)
		})

	program
		.command('follow')
		.description('Keep a verified second copy of a log, of this or another town.')
		.argument('<url>', 'the address of the log, for example https://town.example/log')
		.argument('<folder>', 'made if it does not exist; an earlier copy in it is continued')
		.requiredOption('--trust <file>', 'the trust file of that town')
		.option('--every <seconds>', 'go on for ever, looking again after so many seconds', seconds)
		.addHelpText(
			'after',
			'\nExample:\n  letopis follow https://town.example/log second-copy --trust trust.json',
		)
		.action(async (url: string, folder: string, options: { trust: string; every?: number }) => {
			const trust = await readTrust(options.trust)
			for (;;) {
				await follow(url, folder, trust).catch((error: unknown) => {
					if (options.every === undefined || !passes(error)) throw error
					report(error)
				})
				if (options.every === undefined) return
				await sleep(options.every * 1000)
			}
		})
}

async function readTrust(path: string): Promise<Uint8Array> {
	const bytes = new Uint8Array(await readFile(path))
	try {
		parseTrust(bytes)
		return bytes
	} catch (error) {
		if (error instanceof RefusalError) throw new CommandError(`${path} is no trust file: ${error.message}`)
		throw error
	}
}

async function follow(url: string, folder: string, trust: Uint8Array): Promise<void> {
	const progress = createProgress('follow')
	const onProgress = (done: number, total: number) => progress.update(done, total)
	const result = await followLog({ url, folder, trust, onProgress }).finally(() => progress.end())
	console.log(`${result.origin}: ${result.size} entries, ${result.added} new, root ${result.root}`)
}

/** A log that is away comes back, and witnesses sign in the end; two histories do not become better by waiting. */
function passes(error: unknown): boolean {
	return error instanceof LedgerError && ['io', 'not-found', 'in-use', 'witness'].includes(error.code)
}

/** A timer takes no more than 24 days. */
function seconds(text: string): number {
	if (/^\d{1,7}$/.test(text) && Number(text) >= 1 && Number(text) <= 2_000_000) return Number(text)
	throw new InvalidArgumentError('expected 1 to 2000000.')
}
