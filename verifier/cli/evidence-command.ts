/**
 * `letopis-verify <record.ers> … [file]`.
 * @module
 */
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { RefusalError } from '@letopis/format'
import { ALGORITHMS_MAX, type AlgorithmPolicy, parseAlgorithms } from '../evidence/algorithms.ts'
import { EVIDENCE_MAX } from '../evidence/record.ts'
import type { DigestName } from '../timestamp/oids.ts'
import { type EvidenceInput, evidenceDigests, RECORDS_MAX, verifyEvidence } from '../verify-evidence.ts'
import { refusalPhrase } from '../words/phrases.ts'
import { say } from '../words/say.ts'
import type { Command } from './arguments.ts'
import { renderReport } from './render-report.ts'
import { ProgressLine } from './terminal.ts'
import { UsageError } from './usage-error.ts'
import { noTrustFile, readBounded, readTrustFile } from './verify-command.ts'
import { writeOut } from './write-out.ts'

/** Names as node:crypto knows them: without the dash. */
export const nativeName = (name: DigestName) => name.replace('-', '').toLowerCase()

/** All digests of a file in one pass. */
async function digestFile(
	path: string,
	names: readonly DigestName[],
	label: string,
): Promise<NonNullable<EvidenceInput['file']>> {
	const progress = new ProgressLine(process.stderr, label)
	const hashes = names.map((name) => [name, createHash(nativeName(name))] as const)
	try {
		const { size } = await stat(path)
		let done = 0
		for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) {
			for (const [, hash] of hashes) hash.update(chunk as Buffer)
			done += (chunk as Buffer).length
			progress.show(done, size)
		}
		const digests = hashes.map(([name, hash]) => [name, new Uint8Array(hash.digest())] as const)
		return { name: basename(path), digests: Object.fromEntries(digests) }
	} catch (cause) {
		throw UsageError.file('cli-unreadable', path, cause)
	} finally {
		progress.clear()
	}
}

export async function readAlgorithms(path: string | undefined): Promise<AlgorithmPolicy | undefined> {
	if (path === undefined) return undefined
	const bytes = await readBounded(path, ALGORITHMS_MAX)
	try {
		return parseAlgorithms(bytes)
	} catch (error) {
		if (!(error instanceof RefusalError)) throw error
		throw UsageError.file('cli-no-algorithms', path, error, { detail: refusalPhrase(error) })
	}
}

/** @returns the exit code */
export async function runEvidence(command: Extract<Command, { name: 'evidence' }>): Promise<number> {
	const { language } = command
	if (command.records.length > RECORDS_MAX) {
		throw UsageError.syntax('cli-many-records', { limit: RECORDS_MAX })
	}
	const records: Uint8Array[] = []
	for (const path of command.records) records.push(await readBounded(path, EVIDENCE_MAX))
	const trust = await readTrustFile(command.trust)
	const algorithms = await readAlgorithms(command.algorithms)
	const file =
		command.file === undefined
			? undefined
			: await digestFile(command.file, evidenceDigests(records), say(language, 'progress-hash'))
	const at = command.at ?? Date.now()
	try {
		const report = await verifyEvidence({ records, file, trust, at, algorithms, language })
		await writeOut(command, report, (terminal) => renderReport(report, terminal))
		return report.exitCode
	} catch (error) {
		if (!(error instanceof RefusalError)) throw error
		throw noTrustFile(command.trust, error)
	}
}
