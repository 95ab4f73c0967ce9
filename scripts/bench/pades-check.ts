/**
 * `pades-check`: signed PDF files of other projects examined by the verifier, one after the other in one thread, beside EU DSS
 * doing the same in the same run, both once they are warm. DSS needs Java, and its libraries as `npm run conformance`
 * fetches them.
 * @module
 */
import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { examineSignatures } from '@letopis/verifier'
import { seconds } from './measure.ts'
import { atLeast, type BenchCase, type BenchContext, type Row, told } from './row.ts'

const ROOT = join(import.meta.dirname, '..', '..')
const FILES = ['doc-firmado-T.pdf', 'doc-firmado-LT.pdf', 'Signature-P-HU_MIC-1.pdf'].map((name) =>
	join(ROOT, '..', 'shared', 'vectors', 'signed', name),
)
const WARM = 5
const MEASURED = 10

export const padesCheck: BenchCase = {
	name: 'pades-check',
	describe: 'signatures of PDF files examined, beside EU DSS',
	run: (context) => measurePades(context, FILES, { warm: WARM, measured: MEASURED }),
}

export async function measurePades(
	{ say }: BenchContext,
	paths: readonly string[],
	{ warm, measured }: { warm: number; measured: number },
): Promise<Row[]> {
	const missing = paths.find((path) => !existsSync(path))
	const ratio = atLeast('pades-check', 0, '× DSS', 0.5)
	if (missing !== undefined)
		return [{ ...ratio, skipped: 'the signed files of ../shared/vectors are not there' }]
	const files = paths.map((path) => new Uint8Array(readFileSync(path)))
	await rateOf(files, warm)
	const own = await rateOf(files, measured)
	say(`${own.toFixed(1)} files/s examined`)
	const rate = told('pades-check.rate', own, 'files/s')
	const dss = await dssRate(paths, warm, measured)
	if (typeof dss === 'string') return [{ ...ratio, skipped: dss }, rate]
	return [{ ...ratio, value: own / dss }, rate, told('pades-check.dss', dss, 'files/s')]
}

async function rateOf(files: readonly Uint8Array[], least: number): Promise<number> {
	let done = 0
	const took = await seconds(async () => {
		for (const start = performance.now(); performance.now() - start < least * 1000; done += files.length)
			for (const file of files) (await examineSignatures({ file, now: Date.now() }))('cs')
	})
	return done / took
}

/** @returns files per second, or why there is no such figure */
async function dssRate(paths: readonly string[], warm: number, measured: number): Promise<number | string> {
	const version = createHash('sha256')
		.update(readFileSync(join(ROOT, 'test', 'conformance', 'java', 'pom.xml')))
		.digest('hex')
	const libraries = join(ROOT, '.cache', 'java', version.slice(0, 16))
	if (!existsSync(libraries)) return 'EU DSS is not there; npm run conformance fetches it'
	const program = join(import.meta.dirname, 'peers', 'dss', 'DssRate.java')
	const args = ['-Xmx512m', '-cp', join(libraries, '*'), program, String(warm), String(measured), ...paths]
	try {
		const { stdout } = await promisify(execFile)('java', args, { timeout: 300_000 })
		return Number(stdout.trim())
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === 'ENOENT') return 'java is not installed'
		throw error
	}
}
