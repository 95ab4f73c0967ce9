/**
 * `letopis probe`: a second process, best on another machine, that looks whether the notices of the board are there and signs what
 * it sees; `probe key` makes its key, `probe register` has the town take its statements.
 * @module
 */
import { type Command, InvalidArgumentError } from 'commander'
import { connect } from '../client.ts'
import { loadConfig } from '../config/load.ts'

interface RunOptions {
	url: string
	key: string
	every: number
	deliver: number
	once: boolean
}

export function addProbeCommands(program: Command): void {
	const config = () => loadConfig({ file: program.opts<{ config?: string }>().config })

	const probe = program
		.command('probe')
		.description('Look at the notice board of a town, over and over, and sign what is seen there.')
		.option('--url <url>', 'the town')
		.option('--key <file>', 'the key of this probe; "letopis probe key" makes one')
		.option('--every <time>', 'between two looks: 30s, 5m, 1h', duration, 300)
		.option(
			'--deliver <time>',
			'at the latest after this; what is wrong is delivered at once',
			duration,
			3600,
		)
		.option('--once', 'look once, deliver and end', false)
		.addHelpText(
			'after',
			'\nWhat it could not deliver waits in <key file>.waiting. The town shows what\n' +
				'probes saw beside each notice; every statement is in its log.\n\nExample:\n  letopis probe --url https://ukazkov.example --key probe.key --every 5m',
		)
		.action((options: RunOptions, command: Command) => run(options, command))

	probe
		.command('key')
		.description('Make the key of a probe and show its public half.')
		.argument('<name>', 'a-z 0-9 -, shown beside what it saw')
		.argument('<file>', 'where the key goes')
		.addHelpText('after', '\nExample:\n  letopis probe key sonda-1 probe.key')
		.action(makeKey)

	probe
		.command('register')
		.description('Have the town take the statements of a probe. Needs the administrator token.')
		.argument('<vkey>', 'its public half, as "letopis probe key" shows it')
		.option('--token-file <file>', "file with a token (default: the administrator's, among the keys)")
		.addHelpText('after', '\nExample:\n  letopis probe register sonda-1+1a2b3c4d+AQ...')
		.action((vkey: string, _: object, command: Command) =>
			register(config(), vkey, command.optsWithGlobals<{ url?: string; tokenFile?: string }>()),
		)
}

async function run({ url, key, every, deliver, once }: RunOptions, command: Command): Promise<void> {
	if (url === undefined || key === undefined)
		command.error("error: options '--url <url>' and '--key <file>' are needed")
	const { readProbeKey } = await import('../probe/key.ts')
	const { Waiting } = await import('../probe/waiting.ts')
	const { deliver: deliverAll, lookOnce, runProbe } = await import('../probe/run.ts')
	const signer = await readProbeKey(key)
	const waiting = await Waiting.open(`${key}.waiting`)
	const stop = new AbortController()
	for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => stop.abort())
	const options = {
		...{ url: url.replace(/\/+$/, ''), every, deliver, signal: stop.signal },
		now: () => Date.now(),
		tell: (line: string) => console.log(line),
	}
	if (!once) return runProbe(signer, waiting, options)
	await lookOnce(signer, waiting, options)
	if (!(await deliverAll(signer, waiting, options))) process.exitCode = 1
}

async function makeKey(name: string, file: string): Promise<void> {
	if (!/^[a-z0-9][a-z0-9-]{0,39}$/.test(name))
		throw new InvalidArgumentError('a name is 1 to 40 of a-z, 0-9 and -')
	const { makeProbeKey, vkeyText } = await import('../probe/key.ts')
	const vkey = vkeyText(await makeProbeKey(file, name))
	console.log(`${vkey}\n\nThe administrator of the town registers it:\n  letopis probe register ${vkey}`)
}

async function register(
	config: ReturnType<typeof loadConfig>,
	vkey: string,
	options: { url?: string; tokenFile?: string },
): Promise<void> {
	const name = vkey.split('+', 1)[0] ?? ''
	await using client = await connect(config, options)
	await client.fetch(`/api/v1/board/probes/${encodeURIComponent(name)}`, {
		method: 'PUT',
		headers: { 'Content-Type': 'application/json' },
		body: JSON.stringify({ vkey }),
	})
	console.log(`${name}: its statements are taken from now on`)
}

/** Seconds of `30s`, `5m`, `1h`. */
function duration(text: string): number {
	const [, digits = '', unit = ''] = /^([1-9]\d{0,4})([smh])$/.exec(text) ?? []
	const seconds = Number(digits) * ({ s: 1, m: 60, h: 3600 }[unit] ?? 0)
	if (seconds < 10 || seconds > 86_400) throw new InvalidArgumentError('from 10s to 24h, for example 5m')
	return seconds
}
