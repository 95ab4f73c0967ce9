/**
 * `npm run bench`: every case in a process of its own, one after the other, on the disk of the working folder.
 * Figures are ratios to something measured beside them, so that a slow machine does not fail them.
 * @module
 */
import { spawn } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Command } from 'commander'
import { CASES } from './bench/cases.ts'
import { chooseCases, namesOf } from './bench/choose.ts'
import { isGood, type Row } from './bench/row.ts'
import { report } from './failure.ts'

const root = dirname(dirname(fileURLToPath(import.meta.url)))

const program = new Command('bench')
	.description('Measure speed and memory as ratios.')
	.option('--only <names>', 'comma-separated cases')
	.option('--all', 'slow cases too (10 million entries)', false)
	.option('--peers', 'also Tessera and immudb, where Go is installed', false)
	.option('--entries <count>', 'size that the slow cases grow a log to, for a try-out')
	.option('--json <file>', 'write the rows as JSON')
	.option('--list', 'list the cases', false)

try {
	program.parse()
	await bench(program.opts())
} catch (error) {
	report(error)
}

interface Options {
	only?: string
	all: boolean
	peers: boolean
	entries?: string
	json?: string
	list: boolean
}

async function bench(options: Options): Promise<void> {
	if (options.list) {
		for (const one of CASES) {
			console.log(`${namesOf(one).join(', ')}${one.slow ? ' (slow)' : ''}\n    ${one.describe}`)
		}
		return
	}
	if (options.entries !== undefined) process.env.LETOPIS_BENCH_ENTRIES = options.entries
	const rows: Row[] = []
	for (const one of chooseCases(CASES, options)) {
		console.log(`\n${one.name}: ${one.describe}`)
		const measured = await inOwnProcess(one.name)
		for (const row of measured) console.log(`  ${format(row)}`)
		rows.push(...measured)
	}
	const bad = rows.filter((row) => !isGood(row))
	console.log(`\n${rows.length} figures, ${bad.length} short of their target`)
	if (options.json !== undefined)
		await writeFile(options.json, `${JSON.stringify(rows.map(plain), null, '\t')}\n`)
	if (bad.length > 0) process.exitCode = 1
}

/** A case cannot profit from, or suffer under, the heap and the caches of the one before. */
async function inOwnProcess(name: string): Promise<Row[]> {
	const cache = join(root, '.cache')
	await mkdir(cache, { recursive: true })
	const folder = await mkdtemp(join(cache, 'bench-'))
	try {
		const child = spawn(
			process.execPath,
			['--expose-gc', join(root, 'scripts', 'bench', 'run-case.ts'), name, folder],
			{
				stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
			},
		)
		let rows: Row[] | undefined
		child.on('message', (message) => {
			rows = message as Row[]
		})
		const code = await new Promise<number | null>((resolve) => child.on('exit', resolve))
		if (code !== 0 || rows === undefined) throw new Error(`case ${name} failed with exit code ${code}`)
		return rows
	} finally {
		await rm(folder, { recursive: true, force: true })
	}
}

function format(row: Row): string {
	if (row.skipped !== undefined) return `${row.name.padEnd(28)} skipped: ${row.skipped}`
	const target = row.target === null ? '' : `${row.target.at === 'least' ? '≥' : '≤'} ${row.target.value}`
	const verdict = row.target === null ? '' : isGood(row) ? 'ok' : 'SHORT'
	return `${row.name.padEnd(28)} ${round(row.value).padStart(12)} ${row.unit.padEnd(10)} ${target.padEnd(10)} ${verdict}`
}

function round(value: number): string {
	return Math.abs(value) >= 100 ? Math.round(value).toLocaleString('en') : value.toPrecision(3)
}

function plain(row: Row) {
	const sign = row.target?.at === 'least' ? '>=' : '<='
	return {
		name: row.name,
		value: row.value,
		unit: row.unit,
		target: row.target === null ? null : `${sign} ${row.target.value}`,
		ok: isGood(row),
		...(row.skipped === undefined ? {} : { skipped: row.skipped }),
	}
}
