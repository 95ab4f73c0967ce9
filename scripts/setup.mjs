/**
 * Brings what a fresh clone needs: the locked npm packages, Node 24 among them; with `--build` also what the service
 * hands out, the verifier and the portal. Runs before every npm script; costs milliseconds once done. Plain JavaScript without
 * dependencies, because the first run happens under whatever Node (20 or later) the machine has.
 */
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const stamp = join(root, 'node_modules', '.setup-stamp')

const digest = createHash('sha256').update(process.platform + process.arch)
for (const file of ['package-lock.json', 'package.json']) digest.update(readFileSync(join(root, file)))
const wanted = digest.digest('hex')

if ((existsSync(stamp) ? readFileSync(stamp, 'utf8') : '') !== wanted) {
	const started = Date.now()
	console.log('[setup] installing the locked npm packages and Node 24 (about half a minute, once) ...')
	const args = ['ci', '--no-audit', '--no-fund', '--loglevel=error']
	const npm = process.env.npm_execpath
	const run = npm
		? spawnSync(process.execPath, [npm, ...args], { cwd: root, stdio: 'inherit' })
		: spawnSync('npm', args, { cwd: root, stdio: 'inherit' })
	if (run.status !== 0) {
		console.error(
			'[setup] npm ci failed; nothing was started. Check the network, then run the same command again.',
		)
		process.exit(run.status ?? 1)
	}
	// Written last: a run that was cut off is simply done again.
	writeFileSync(stamp, wanted)
	console.log(`[setup] done in ${((Date.now() - started) / 1000).toFixed(1)} s`)
}

const bundled = join(root, 'node_modules', '.bin', 'node')
const current = Number(process.versions.node.split('.')[0])
if (!existsSync(bundled) && current < 24) {
	console.error(
		`[setup] no Node 24 package exists for ${process.platform}-${process.arch}; install Node 24 or later and run the same command again.`,
	)
	process.exit(1)
}

if (
	process.argv.includes('--build') &&
	newest('verifier', 'ledger/format', 'node_modules/.setup-stamp') > built()
) {
	const node = existsSync(bundled) ? bundled : process.execPath
	const run = spawnSync(node, [join(root, 'scripts', 'build-verifier.ts')], {
		stdio: ['ignore', 'ignore', 'inherit'],
	})
	if (run.status !== 0) console.error('[setup] the verifier could not be built; all else works without it')
}

if (process.argv.includes('--build')) {
	const node = existsSync(bundled) ? bundled : process.execPath
	// It finds out by itself whether anything is to be done, and says so if it was.
	const run = spawnSync(node, [join(root, 'scripts', 'build-portal.ts')], { cwd: root, stdio: 'inherit' })
	if (run.status !== 0) console.error('[setup] the portal could not be built; the API works without it')
}

/** When the verifier was built; 0 if never. */
function built() {
	const pages = ['letopis-verify.mjs', 'letopis-verify.html'].map((name) =>
		join(root, 'verifier', 'dist', name),
	)
	return pages.every((page) => existsSync(page))
		? Math.min(...pages.map((page) => statSync(page).mtimeMs))
		: 0
}

/** @param {string[]} places files, or folders without what is made in them */
function newest(...places) {
	let time = 0
	for (const place of places) {
		const path = join(root, place)
		const stats = statSync(path)
		if (stats.isFile()) time = Math.max(time, stats.mtimeMs)
		else
			for (const name of readdirSync(path))
				if (name !== 'dist' && name !== 'node_modules') time = Math.max(time, newest(join(place, name)))
	}
	return time
}
