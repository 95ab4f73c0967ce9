/**
 * Commands that bring a town up: `init`, `serve`, `config check`.
 * @module
 */
import { initTown, townExists } from '@letopis/ledger'
import type { Command } from 'commander'
import { leaveAddress } from '../address.ts'
import { type Config, loadConfig } from '../config/load.ts'
import { checkTls, ledgerSettings, readSignatureRoots } from '../config/settings.ts'
import { CommandError } from '../failure.ts'

export function addServeCommands(program: Command): void {
	const config = () => loadConfig({ file: program.opts<{ config?: string }>().config })

	program
		.command('init')
		.description("Choose the town and the log's origin, once and for ever, and make the keys.")
		.requiredOption('--town <name>', 'the name of the town, as it stands in the trust file')
		.requiredOption('--host <name>', 'the host name that the origin begins with; independent of the URL')
		.addHelpText(
			'after',
			'\nThe origin <host>/log/1 is part of every signature and cannot be changed later.\n' +
				'\nExample:\n  letopis init --town "Město Ukázkov" --host letopis.ukazkov.example',
		)
		.action((options: { town: string; host: string }) => init(config(), options))

	program
		.command('serve')
		.description('Serve the town: API, log and documentation on one port. Ends cleanly on SIGTERM.')
		.option('--demo-if-new', 'where no town was initialised, make a DEMO log', false)
		.addHelpText(
			'after',
			'\nExamples:\n  letopis serve\n  PORT=9000 letopis --config /etc/letopis/letopis.toml serve',
		)
		.action((options: { demoIfNew: boolean }) => serve(config(), options))

	const group = program.command('config').description('Settings.')
	group
		.command('check')
		.description('Read settings and environment, say every mistake, start nothing.')
		.addHelpText('after', '\nExample:\n  letopis --config /etc/letopis/letopis.toml config check')
		.action(async () => checkConfig(config()))
}

async function init(config: Config, options: { town: string; host: string }): Promise<void> {
	if (!/^(?=.{1,200}$)[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:\d{1,5})?$/.test(options.host))
		throw new CommandError(`--host: not a host name: ${JSON.stringify(options.host)}`, 64)
	if (options.host.endsWith('.invalid'))
		throw new CommandError('--host: names that end with .invalid are kept for DEMO logs', 64)
	const town = townName(options.town)
	const settings = await ledgerSettings(config)
	const { origin, vkeys } = await initTown(settings, { town, host: options.host, demo: false })
	console.log(`initialised ${origin} for ${town}`)
	for (const vkey of vkeys) console.log(`  key ${vkey.length > 120 ? `${vkey.slice(0, 117)}...` : vkey}`)
	const { showFirstAccount, writeFirstAccount } = await import('../first-account.ts')
	showFirstAccount(config, await writeFirstAccount(config.keys))
	console.log(
		`keys are in ${config.keys}: copy that folder to a safe place now, apart from backups of ${config.data}`,
	)
}

/** As it will stand in every trust file: checked before any key is made for it. */
function townName(text: string): string {
	const name = text.normalize('NFC').trim()
	if (name === '' || name.length > 200 || /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u.test(name))
		throw new CommandError('--town: 1 to 200 characters, none of them a control character', 64)
	return name
}

async function serve(config: Config, options: { demoIfNew: boolean }): Promise<void> {
	if (!(await townExists(await ledgerSettings(config)))) {
		if (!options.demoIfNew)
			throw new CommandError(
				'no town here yet; run "letopis init" first, or "letopis serve --demo-if-new" for a try-out',
			)
		await initTown(await ledgerSettings(config), { town: 'Ukázkov', demo: true })
	}
	const { startTown } = await import('../town.ts')
	checkTls(config)
	const town = await startTown(config, {})
	// Before anything else is waited for: from now on it answers, and may be told to end.
	const told = Promise.withResolvers<void>()
	// More of them change nothing: a terminal sends Ctrl-C to npx as well, which hands it on.
	for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => told.resolve())
	try {
		const forget = await leaveAddress(config.keys, town.localUrl)
		town.announce()
		await told.promise
		await forget()
	} finally {
		await town.close()
	}
	console.log('Stopped: everything is written and closed.')
}

async function checkConfig(config: Config): Promise<void> {
	const { seal } = await ledgerSettings(config)
	checkTls(config)
	const roots = await readSignatureRoots(config)
	console.log(`settings from ${config.file ?? 'defaults'} are sound`)
	console.log(
		`  serves ${config.publicUrl} on ${config.host}:${config.port}${config.tls === null ? '' : ' with TLS'}`,
	)
	console.log(`  data ${config.data}`)
	console.log(`  keys ${config.keys}`)
	console.log(`  authorities: ${config.authorities.map(({ name }) => name).join(', ') || 'none configured'}`)
	console.log(`  witnesses: ${config.witnesses.map(({ name }) => name).join(', ') || 'none configured'}`)
	const trusted = roots.length === 0 ? 'no roots configured, so none can pass' : `${roots.length} roots`
	const { dssUrl } = config.signatures
	console.log(`  signatures: ${trusted}${dssUrl === undefined ? '' : `; second opinion of ${dssUrl}`}`)
	const kind = config.seal.qualified ? ', qualified' : ''
	console.log(`  seal: ${seal === undefined ? 'of the town’s own making' : `${seal.name}${kind}`}`)
	if (config.seal.qualified) console.log(`  certificates of digital acts: ${certificates(config)}`)
}

/** Whether officials can issue them, as far as the settings decide it. */
function certificates({ contact, addressCode }: Config): string {
	const needed = { ico: contact.ico, data_box: contact.dataBox, address_code: addressCode }
	const lacking = Object.entries(needed).filter(([, value]) => value === undefined)
	if (lacking.length === 0) return 'can be issued'
	return `[contact] still lacks ${lacking.map(([name]) => name).join(', ')}`
}
