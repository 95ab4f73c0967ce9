/**
 * `letopis keys`: what keys there are, a new encryption epoch, and the drill that proves a copy of the keys works;
 * and the trust file, which says to others which keys to believe.
 * @module
 */
import { writeFile } from 'node:fs/promises'
import { trustFingerprint } from '@letopis/format'
import { drillKeys, listKeys, readTrustFile, rotateEpochs } from '@letopis/ledger'
import type { Command } from 'commander'
import { loadConfig } from '../config/load.ts'
import { ledgerSettings } from '../config/settings.ts'
import { CommandError, report } from '../failure.ts'
import { createProgress } from '../progress.ts'

export function addKeyCommands(program: Command): void {
	const settings = () => ledgerSettings(loadConfig({ file: program.opts<{ config?: string }>().config }))
	program
		.command('trust')
		.description('Write the trust file and show its fingerprint, for print and for the notice board.')
		.option('-o, --output <file>', 'default: only the fingerprint is shown')
		.addHelpText('after', '\nExample:\n  letopis trust -o trust.json')
		.action(async (options: { output?: string }) => {
			// Made of the keys themselves: whoever answers at the server's address has no say in it.
			const bytes = await readTrustFile(await settings())
			if (options.output !== undefined) await writeFile(options.output, bytes)
			console.log(`fingerprint of the trust file: ${trustFingerprint(bytes)}`)
		})

	const keys = program.command('keys').description('Signing keys and encryption epochs.')

	keys
		.command('list')
		.description('Show every key with its purpose; never a secret.')
		.addHelpText('after', '\nExample:\n  letopis keys list')
		.action(async () => {
			const all = await listKeys(await settings())
			if (all.length === 0)
				throw new CommandError('no town here yet; run "letopis init" first, or check LETOPIS_KEYS')
			for (const key of all) console.log(`${key.purpose}\t${key.name}\t${key.public}`)
		})

	keys
		.command('rotate')
		.description(
			'Begin a new encryption epoch for every log of the town and destroy the old keys once all is rewrapped. The server must be stopped.',
		)
		.option(
			'--abandon-damaged',
			'also if records are lost in both copies; no backup gives them back after it',
			false,
		)
		.addHelpText(
			'after',
			'\nBackups of the data made before need the old key, which is destroyed: that is what makes disposal real.\n' +
				'Make a new backup right afterwards.\n\nExample:\n  letopis keys rotate',
		)
		.action(async (options: { abandonDamaged: boolean }) => {
			const progress = createProgress('rewrap')
			const onProgress = (done: number, total: number) => progress.update(done, total)
			const rotation = rotateEpochs(await settings(), onProgress, options)
			const { rotated, failed } = await rotation.finally(() => progress.end())
			for (const { log, from, to } of rotated)
				console.log(`log ${log}: encryption epoch ${from} retired, epoch ${to} in force`)
			if (rotated.length > 0) console.log('copy the keys folder to a safe place now')
			for (const { log, error } of failed) {
				console.error(`letopis: log ${log} keeps its epoch:`)
				report(error)
			}
		})

	keys
		.command('drill')
		.description(
			'Prove that a copy of the keys opens this town: signs, unwraps and decrypts with the copy alone.',
		)
		.requiredOption('--from <folder>', 'the copy of the keys folder, as brought from its safe place')
		.addHelpText(
			'after',
			'\nThe server may go on running.\n\nExample:\n  letopis keys drill --from /mnt/safe/keys',
		)
		.action(async (options: { from: string }) => {
			const findings = await drillKeys(await settings(), options.from)
			for (const finding of findings.problems) console.error(`letopis: ${finding}`)
			if (findings.problems.length > 0)
				throw new CommandError('the copy of the keys would not save this town')
			for (const line of findings.proven) console.log(line)
			console.log('drill passed; recorded for /readyz')
		})
}
