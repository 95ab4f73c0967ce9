/**
 * Judges in Java: small programs of ours that let Bouncy Castle, EU DSS and veraPDF speak. Their libraries are fetched with Maven
 * into `.cache/java/`, in the versions of `java/pom.xml`; each program runs from its source, in bounded memory.
 * @module
 */
import { execFile, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { promisify } from 'node:util'
import { demandJudge } from './judges.ts'

const run = promisify(execFile)
const HERE = join(import.meta.dirname, 'java')
const CACHE = join(import.meta.dirname, '..', '..', '.cache', 'java')
const MEMORY = '-Xmx384m'

/** Folder of the libraries. @throws Error that names the judge which is missing, or with Maven's own words */
export async function javaLibraries(): Promise<string> {
	demandJudge('java')
	demandJudge('mvn')
	const pom = join(HERE, 'pom.xml')
	const version = createHash('sha256')
		.update(await readFile(pom))
		.digest('hex')
		.slice(0, 16)
	const folder = join(CACHE, version)
	if (existsSync(folder)) return folder
	const part = `${folder}.part`
	await mkdir(CACHE, { recursive: true })
	try {
		await run('mvn', ['-q', '-B', '-f', pom, 'dependency:copy-dependencies', `-DoutputDirectory=${part}`], {
			env: { ...process.env, MAVEN_OPTS: MEMORY },
			timeout: 600_000,
			maxBuffer: 1 << 24,
		})
	} catch (error) {
		await rm(part, { recursive: true, force: true })
		const { stdout, message } = error as Error & { stdout?: string }
		throw new Error(
			`the judges Bouncy Castle, EU DSS and veraPDF are missing, Maven did not fetch them: ${(stdout || message).trim().slice(-2000)}`,
		)
	}
	await rename(part, folder)
	return folder
}

/** Lines that a program of ours prints about its arguments. */
export async function askJava(
	program: 'BouncyCastleJudge' | 'DssContainer' | 'DssJudge' | 'DssSignatures' | 'SchemaJudge' | 'VeraPdf',
	args: string[],
): Promise<string[]> {
	const libraries = await javaLibraries()
	const source = join(HERE, `${program}.java`)
	const { stdout } = await run('java', [MEMORY, '-cp', join(libraries, '*'), source, ...args], {
		timeout: 300_000,
		maxBuffer: 1 << 24,
	})
	return stdout.trim().split('\n')
}

export interface JavaService {
	readonly url: string
	close(): Promise<void>
}

/** A program of ours that serves on the loopback, prints its port first, and ends with its input. */
export async function startJavaService(program: 'DssService', args: string[]): Promise<JavaService> {
	const libraries = await javaLibraries()
	const command = [MEMORY, '-cp', join(libraries, '*'), join(HERE, `${program}.java`), ...args]
	const child = spawn('java', command, { stdio: ['pipe', 'pipe', 'ignore'] })
	const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
	const port = await new Promise<string | null>((resolve) => {
		createInterface(child.stdout).once('line', resolve)
		void ended.then(() => resolve(null))
	})
	if (port === null) throw new Error(`${program} did not start`)
	return {
		url: `http://127.0.0.1:${port}`,
		async close() {
			child.stdin.end()
			await ended
		},
	}
}
