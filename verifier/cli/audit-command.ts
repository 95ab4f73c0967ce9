/**
 * `letopis-verify audit <log URL or folder>`.
 * @module
 */
import { RefusalError } from '@letopis/format'
import { type NamedKey, parseAccessKeys } from '../audit/access-keys.ts'
import { auditLog } from '../audit/audit-log.ts'
import { OtherLogError } from '../audit/run.ts'
import { type LogSource, SourceError } from '../audit/source.ts'
import { say } from '../words/say.ts'
import type { Command } from './arguments.ts'
import { folderSource } from './folder-source.ts'
import { httpSource } from './http-source.ts'
import { nativeHasher } from './native.ts'
import { renderAudit } from './render-audit.ts'
import { StateFile } from './state-file.ts'
import { ProgressLine, paintFor, widthOf } from './terminal.ts'
import { UsageError } from './usage-error.ts'
import { noTrustFile, readBounded, readTrustFile } from './verify-command.ts'

function sourceOf(log: string): LogSource {
	return /^https?:\/\//i.test(log) ? httpSource(log) : folderSource(log)
}

/** Bytes of a file of access keys. */
const KEYS_MAX_BYTES = 512 * 1024

/** @throws UsageError for what is no such file */
async function readAccessKeys(path: string | undefined): Promise<readonly NamedKey[] | undefined> {
	if (path === undefined) return undefined
	const keys = parseAccessKeys(new TextDecoder().decode(await readBounded(path, KEYS_MAX_BYTES)))
	if ('line' in keys) throw UsageError.file('cli-no-access-keys', path, {}, { line: keys.line })
	return keys
}

/** @returns the exit code */
export async function runAudit(command: Extract<Command, { name: 'audit' }>): Promise<number> {
	const { language } = command
	const trust = await readTrustFile(command.trust)
	const accessKeys = await readAccessKeys(command.accessKeys)
	const store = command.state === undefined ? undefined : new StateFile(command.state)
	await store?.prepare()
	const progress = new ProgressLine(process.stderr, say(language, 'progress-audit'))
	let interrupted = false
	// The first signal lets the bundle in hand be finished and remembered; a second one ends at once.
	const interrupt = () => {
		interrupted = true
	}
	process.once('SIGINT', interrupt)
	process.once('SIGTERM', interrupt)
	try {
		const report = await auditLog({
			source: sourceOf(command.log),
			earlier: command.earlier.map(sourceOf),
			trust,
			accessKeys,
			store,
			hasher: nativeHasher,
			language,
			onProgress: (done, size) => {
				progress.show(done, size)
				return !interrupted
			},
		})
		progress.clear()
		const text = command.json
			? `${JSON.stringify(report, null, '\t')}\n`
			: renderAudit(report, {
					paint: paintFor(process.stdout, process.env),
					width: widthOf(process.stdout),
				})
		process.stdout.write(text)
		return report.exitCode
	} catch (error) {
		progress.clear()
		if (error instanceof SourceError) {
			process.stderr.write(`letopis-verify: ${say(language, 'audit-unreadable', { detail: error.why })}\n`)
			return 2
		}
		if (error instanceof OtherLogError) {
			const { remembered, origin } = error
			throw UsageError.file('cli-other-state', command.state ?? '', error, { remembered, origin })
		}
		if (!(error instanceof RefusalError)) throw error
		throw noTrustFile(command.trust, error)
	} finally {
		process.off('SIGINT', interrupt)
		process.off('SIGTERM', interrupt)
	}
}
