/**
 * `letopis evidence`: the evidence records of a document, when time-stamps end (`forecast`), and renewing them (`renew`).
 * @module
 */
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Command } from 'commander'
import { connect } from '../client.ts'
import { loadConfig } from '../config/load.ts'
import { CommandError } from '../failure.ts'

interface Common {
	url?: string
	tokenFile?: string
}
type Config = ReturnType<typeof loadConfig>

export function addEvidenceCommands(program: Command): void {
	const config = () => loadConfig({ file: program.opts<{ config?: string }>().config })
	const common = (command: Command) =>
		command
			.option(
				'--url <url>',
				'the server (default: the one with these keys; if none runs, one is started for the command)',
			)
			.option('--token-file <file>', "file with a token (default: the administrator's, among the keys)")

	const evidence = common(program.command('evidence'))
		.description(
			'Fetch the evidence records (RFC 4998) of a document: one file of each time-stamp authority that has stamped it.',
		)
		.argument('<id>', 'the document: CID of its first entry')
		.option('-o, --output <folder>', 'where the files go (default: the current folder)')
		.option('--name <name>', 'what their names begin with (default: the id)')
		.addHelpText(
			'after',
			'\nExamples:\n  letopis evidence bafyrei... --name decision\n  letopis-verify decision.first.ers decision.pdf --trust trust.json',
		)
		.action((id: string, options: Common & { output?: string; name?: string }) =>
			fetchEvidence(config(), id, options),
		)

	common(evidence.command('forecast'))
		.description('Tell which time-stamps will have ended by a day, why, and when they are renewed.')
		.option('--at <day>', 'YYYY-MM-DD (default: today)')
		.option('--json', 'as the service answers', false)
		.addHelpText('after', '\nExample:\n  letopis evidence forecast --at 2036-01-01')
		// Options of the same name belong to the command above as well, which takes them first.
		.action((_: object, command: Command) => forecast(config(), command.optsWithGlobals()))

	common(evidence.command('renew'))
		.description('Renew the time-stamps that are due, or all of one authority.')
		.option('--of <authority>', 'whose stamps, due or not')
		.option('--hash-trees', 'hash all documents and the log anew under SHA-512; reads all contents', false)
		.option('--by <authority>', 'who makes the new stamp (default: the same authority while it can)')
		.addHelpText(
			'after',
			'\nThe service does this by itself; see "letopis evidence forecast".\n\nExample:\n  letopis evidence renew',
		)
		.action((_: object, command: Command) => renew(config(), command.optsWithGlobals()))
}

/** As the service answers. */
interface EvidenceAnswer {
	readonly records: readonly { readonly authority: string; readonly time: string; readonly record: string }[]
	readonly damaged: readonly string[]
}

async function fetchEvidence(
	config: Config,
	id: string,
	options: Common & { output?: string; name?: string },
): Promise<void> {
	await using client = await connect(config, options)
	const response = await client.fetch(`/api/v1/documents/${encodeURIComponent(id)}/evidence-records`)
	const { records, damaged } = (await response.json()) as EvidenceAnswer
	const folder = options.output ?? '.'
	await mkdir(folder, { recursive: true })
	for (const { authority, time, record } of records) {
		const file = join(folder, `${options.name ?? id}.${authority}.ers`)
		await writeFile(file, Buffer.from(record, 'base64'))
		console.log(`wrote ${file}: stamped ${time}`)
	}
	if (damaged.length > 0) {
		throw new CommandError(`the trees of ${damaged.join(', ')} are damaged; "letopis fsck" builds them again`)
	}
	if (records.length === 0) {
		throw new CommandError('no authority has stamped the document yet; try again in some minutes')
	}
}

interface ForecastAnswer {
	readonly at: string
	readonly marginDays: number
	readonly algorithms: { readonly issued: string; readonly source: string }
	readonly hashTreesEnd: string | null
	readonly ends: readonly {
		readonly authority: string
		readonly log: string | null
		readonly stamps: number
		readonly first: string
		readonly last: string
		readonly because: string
		readonly ends: string | null
		readonly renewFrom: string | null
		readonly state: 'in-force' | 'due' | 'ended'
	}[]
	readonly uses: readonly {
		readonly use: keyof typeof USES
		readonly name: string
		readonly ends: string | null
	}[]
	readonly lastPass: Pass | null
	readonly failures: readonly {
		readonly authority: string
		readonly at: string
		readonly message: string
		readonly remedy: string | null
	}[]
}

interface Pass {
	readonly hashed: number
	readonly erased: number
	readonly unreadable: number
	readonly unreadableAt: readonly number[]
}

async function forecast(config: Config, options: Common & { at?: string; json: boolean }): Promise<void> {
	const { at } = options
	if (at !== undefined && !isDay(at)) throw new CommandError(`--at: a day as YYYY-MM-DD, not ${at}`, 64)
	await using client = await connect(config, options)
	const query = at === undefined ? '' : `?at=${at}T00:00:00Z`
	const response = await client.fetch(`/api/v1/renewals/forecast${query}`)
	const text = await response.text()
	if (options.json) process.stdout.write(`${text}\n`)
	else for (const line of describe(JSON.parse(text) as ForecastAnswer)) console.log(line)
}

const USES = {
	'hash-trees': 'hash trees and log',
	'renewed-hash-trees': 'hash trees that were renewed',
	heads: 'signatures of heads',
	seal: 'certificate of the seal',
} as const
const WORDS = { 'in-force': 'in force', due: 'renewal is due', ended: 'ENDED' } as const

function describe(answer: ForecastAnswer): string[] {
	const { at, marginDays, algorithms, uses, ends, lastPass, failures } = answer
	const day = (time: string | null) => time?.slice(0, 10) ?? 'no end known'
	const head = ['authority', 'stamps', 'from', 'to', 'ends', 'renewed from', `on ${day(at)}`, 'because of']
	const rows = ends.map((end) => [
		...[whose(end.authority, end.log), String(end.stamps), day(end.first), day(end.last)],
		...[day(end.ends), end.renewFrom === null ? '-' : day(end.renewFrom), WORDS[end.state], end.because],
	])
	const widths = head.map((_, i) => Math.max(...[head, ...rows].map((row) => row[i]?.length ?? 0)))
	const line = (row: readonly string[]) =>
		row
			.map((cell, i) => cell.padEnd(widths[i] ?? 0))
			.join('  ')
			.trimEnd()
	const others = uses.map(({ use, name, ends: until }) => `${USES[use]}: ${name}, ${day(until)}`)
	return [
		`What ends if nothing is renewed, by certificates and ${algorithms.source} (${algorithms.issued}):`,
		...(rows.length === 0 ? ['  nothing is stamped yet'] : [head, ...rows].map(line)),
		'Beside the stamps:',
		...others.map((one) => `  ${one}`),
		'Before SHA-256 ends, all documents and the log are hashed anew under SHA-512.',
		`The service renews by itself, ${marginDays} days before an end. What has ENDED unrenewed cannot be helped.`,
		...(lastPass === null ? [] : [`The last renewal of hash trees: ${passText(lastPass)}`]),
		...failures.flatMap(({ authority, at: when, message, remedy }) => [
			`${authority}, ${day(when)}: ${message}`,
			...(remedy === null ? [] : [`  what to do: ${remedy}`]),
		]),
	]
}

function passText({ hashed, erased, unreadable, unreadableAt }: Pass): string {
	const left = `${hashed} documents hashed anew; left out: ${erased} of which nothing is left, ${unreadable} that could not be read`
	if (unreadable === 0) return `${left}.`
	const more = unreadable > unreadableAt.length ? ' ...' : ''
	return `${left} (entries ${unreadableAt.join(', ')}${more}); they keep their records. "letopis fsck" says what is damaged.`
}

/** An authority, and of which closed log its stamps are. */
function whose(authority: string, log: string | null): string {
	return log === null ? authority : `${authority} (${log})`
}

function isDay(text: string): boolean {
	const ms = /^\d{4}-\d\d-\d\d$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN
	return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(text)
}

interface RenewAnswer {
	readonly renewals: readonly {
		readonly of: string
		readonly log: string | null
		readonly by: string | null
		readonly time: string | null
		readonly index: number | null
		readonly error: string | null
		readonly remedy: string | null
		readonly notes: readonly string[]
		readonly pass: Pass | null
	}[]
}

async function renew(
	config: Config,
	options: Common & { of?: string; by?: string; hashTrees: boolean },
): Promise<void> {
	await using client = await connect(config, options)
	const { of, by, hashTrees } = options
	const asked = { ...(of === undefined ? {} : { of }), ...(by === undefined ? {} : { by }) }
	const response = await client.fetch('/api/v1/renewals', {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify(hashTrees ? { ...asked, hashTrees } : asked),
	})
	const { renewals } = (await response.json()) as RenewAnswer
	if (renewals.length === 0)
		console.log('nothing is due; "letopis evidence forecast" says when something will be')
	for (const { of: authority, log, by: maker, time, index, error, remedy, notes } of renewals) {
		const name = whose(authority, log)
		if (error === null) console.log(`${name}: renewed by ${maker}, stamped ${time}, entry ${index}`)
		else console.error(`letopis: ${name}: ${error}${remedy === null ? '' : `; ${remedy}`}`)
		for (const note of notes) console.error(`letopis: ${name}: ${note}`)
	}
	const [pass] = renewals.flatMap((one) => one.pass ?? [])
	if (pass !== undefined) console.log(passText(pass))
	if (renewals.some(({ error }) => error !== null)) throw new CommandError('not everything could be renewed')
}
