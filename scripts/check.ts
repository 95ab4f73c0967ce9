/**
 * `npm run check`: format and lint, types (four environments), import rules, dead code, complete lock file.
 * The checks are independent, so all run and all failures are shown at once.
 */
import { spawn } from 'node:child_process'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))

interface Check {
	name: string
	command: string[]
	/** To run it in; default: the root. */
	folder?: string
	/** Says what is wrong with an output whose exit code claims success; null when nothing is. */
	judge?: (output: string) => string | null
}

/** Writes the types of routes and `$app/tsconfig`, which every `npm ci` throws away; others need them. */
const first: Check = {
	name: 'types of the portal’s routes',
	command: ['svelte-kit', 'sync'],
	folder: 'portal',
}

const checks: Check[] = [
	{ name: 'format and lint', command: ['biome', 'ci', '--error-on-warnings', '--colors=off', '.'] },
	{ name: 'types', command: ['tsc', '-p', 'tsconfig.json'] },
	{ name: 'types of the pure code', command: ['tsc', '-p', 'tsconfig.pure.json'] },
	{ name: 'types of the verifier page', command: ['tsc', '-p', 'tsconfig.page.json'] },
	{
		name: 'the portal',
		command: ['svelte-check', '--fail-on-warnings', '--output', 'machine'],
		folder: 'portal',
		judge: (output) => (/COMPLETED [1-9]\d* FILES/.test(output) ? null : 'no file was examined'),
	},
	{
		name: 'import rules',
		command: [
			...['depcruise', '--config', '.dependency-cruiser.mjs'],
			...['ledger', 'api', 'verifier', 'scripts', 'portal/src', 'portal/adapter'],
		],
		// Without a parser for .ts the tool reports success over zero modules.
		judge: (output) => (/\b[1-9]\d* modules/.test(output) ? null : 'no module was examined'),
	},
	{ name: 'dead code', command: ['knip', '--no-progress'] },
	{
		name: 'lock file',
		command: ['npm', 'ci', '--dry-run', '--ignore-scripts', '--no-audit', '--no-fund'],
		judge: (output) => (/Missing:/.test(output) ? 'the lock file misses packages' : null),
	},
]

function run(check: Check): Promise<{ check: Check; failure: string | null; seconds: number }> {
	const started = performance.now()
	return new Promise((resolve) => {
		const [program = '', ...args] = check.command
		const child = spawn(program, args, { cwd: join(root, check.folder ?? '.'), env: process.env })
		let output = ''
		child.stdout.on('data', (chunk) => {
			output += chunk
		})
		child.stderr.on('data', (chunk) => {
			output += chunk
		})
		child.on('error', (error) => {
			output += error.message
		})
		child.on('close', (code) => {
			const complaint = code === 0 ? (check.judge?.(output) ?? null) : `exit code ${code}`
			const failure = complaint === null ? null : `${complaint}\n${output}`
			resolve({ check, failure, seconds: (performance.now() - started) / 1000 })
		})
	})
}

let failed = 0
async function judge(check: Check): Promise<void> {
	const { failure, seconds } = await run(check)
	console.log(`${failure === null ? 'ok  ' : 'FAIL'} ${check.name} (${seconds.toFixed(1)} s)`)
	if (failure === null) return
	failed++
	console.log(failure)
}

await judge(first)
// Most use one processor, so two of them run at a time.
const waiting = checks.values()
const takeTurns = async () => {
	for (const check of waiting) await judge(check)
}
await Promise.all([takeTurns(), takeTurns()])
if (failed > 0) {
	console.log(`${failed} of ${checks.length + 1} checks failed`)
	process.exitCode = 1
}
