/**
 * Builds our own small Go programs, which stand on published Go modules, into `.cache/go/`. Versions and hashes are those
 * of the committed go.mod and go.sum; a build never changes them. Used by the bench's peers and the conformance tests.
 * @module
 */
import { execFile } from 'node:child_process'
import { mkdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const run = promisify(execFile)
const root = dirname(dirname(dirname(dirname(fileURLToPath(import.meta.url)))))

/** What `go version` says, or null where there is no Go. */
export async function goVersion(): Promise<string | null> {
	try {
		return (await run('go', ['version'])).stdout.trim()
	} catch {
		return null
	}
}

/**
 * Builds the main package of a folder. The first build downloads its modules and compiles (a minute or two); later ones
 * take what Go has cached (under a second).
 * @param folder of the package, inside a Go module; relative to the repository
 * @param name of the program under `.cache/go/`
 * @returns absolute path of the program
 * @throws Error with the compiler's or downloader's own words
 */
export async function buildGo(folder: string, name: string): Promise<string> {
	const output = join(root, '.cache', 'go', name)
	await mkdir(dirname(output), { recursive: true })
	try {
		await run('go', ['build', '-o', output, '.'], {
			cwd: join(root, folder),
			env: { ...process.env, GOFLAGS: '-mod=readonly -buildvcs=false', GOWORK: 'off' },
			timeout: 600_000,
			maxBuffer: 1 << 24,
		})
	} catch (error) {
		const { stderr, message } = error as Error & { stderr?: string }
		throw new Error(`go build of ${folder} failed: ${(stderr || message).trim().slice(-2000)}`)
	}
	return output
}
