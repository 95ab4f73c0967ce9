/**
 * The programs and corpora that others made and that judge this project. A missing one is an error that names it and
 * says how to get it: conformance that was not examined must not look like conformance.
 * @module
 */
import { execFile, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { buildGo } from '../../scripts/bench/peers/go.ts'
import { foreignVectors } from '../support/vectors.ts'

export const JUDGES = {
	unzip: { probe: ['-v'], remedy: 'apt install unzip' },
	openssl: { probe: ['version'], remedy: 'apt install openssl' },
	age: { probe: ['--version'], remedy: 'apt install age' },
	'age-keygen': { probe: ['--version'], remedy: 'apt install age' },
	go: { probe: ['version'], remedy: 'install Go 1.25 or later' },
	java: { probe: ['-version'], remedy: 'apt install openjdk-17-jdk-headless' },
	mvn: { probe: ['--version'], remedy: 'apt install maven' },
} as const

/** Corpora by folder, each with the number of files that it must at least hold. */
export const CORPORA = {
	'merkle/inclusion': 98,
	'merkle/consistency': 98,
	'tlog/tessera-log': 16,
	'ers/1Chain1ATS': 2,
	'ers/1Chain2ATS': 2,
	'ers/c2': 3,
	signed: 13,
	'tsr/sigstage': 5,
	'tsr/test_tsa': 5,
} as const

/** @throws Error if the program is not there */
export function demandJudge(name: keyof typeof JUDGES): void {
	const { probe, remedy } = JUDGES[name]
	const { error, status } = spawnSync(name, [...probe], { stdio: 'ignore' })
	if (error !== undefined || status !== 0) throw new Error(`the judge "${name}" is missing: ${remedy}`)
}

/** @throws Error if the folder is not there @returns its path */
export function demandCorpus(path: string): string {
	const { folder } = foreignVectors(path)
	if (!existsSync(folder)) throw new Error(`the corpus "${path}" is missing: no folder ${folder}`)
	return folder
}

export interface Judged {
	code: number
	stdout: string
	stderr: string
}

/** Runs a judge to its end, whatever its verdict. */
export async function ask(program: string, args: string[], input?: Uint8Array): Promise<Judged> {
	return await new Promise((resolve, reject) => {
		const child = execFile(
			program,
			args,
			{ timeout: 120_000, maxBuffer: 1 << 26 },
			(error, stdout, stderr) => {
				const code = error === null ? 0 : error.code
				if (typeof code === 'number') resolve({ code, stdout, stderr })
				else reject(error)
			},
		)
		// A judge may refuse before it has read everything; that is its verdict, not an error of ours.
		child.stdin?.on('error', () => {})
		child.stdin?.end(input)
	})
}

/** Like {@link ask}, for steps that must succeed. */
export async function must(program: string, args: string[]): Promise<string> {
	return (await promisify(execFile)(program, args, { timeout: 120_000 })).stdout
}

/** Our Go program that lets published Go implementations judge; built on first use. @returns its path */
export async function goJudge(): Promise<string> {
	demandJudge('go')
	return await buildGo(join('test', 'conformance', 'go'), 'judge')
}

/** A folder that goes away with the test. */
export async function temporaryFolder(): Promise<AsyncDisposable & { path: string }> {
	const path = await mkdtemp(join(tmpdir(), 'letopis-conformance-'))
	return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) }
}
