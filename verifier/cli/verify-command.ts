/**
 * `letopis-verify <receipt> [file]`.
 * @module
 */
import { type FileHandle, open, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { RefusalError, TLOG_PROOF_MAX_BYTES, TRUST_MAX_BYTES } from '@letopis/format'
import type { GivenFile } from '../receipt/record.ts'
import { verifyReceipt } from '../verify-receipt.ts'
import { refusalPhrase } from '../words/phrases.ts'
import { say } from '../words/say.ts'
import type { Command } from './arguments.ts'
import { hashFile } from './native.ts'
import { renderReport } from './render-report.ts'
import { ProgressLine } from './terminal.ts'
import { UsageError } from './usage-error.ts'
import { writeOut } from './write-out.ts'

/** A file up to one byte more than `limit`, so that whoever parses it sees that it is too long. */
export async function readBounded(path: string, limit: number): Promise<Uint8Array> {
	let file: FileHandle
	try {
		file = await open(path)
	} catch (cause) {
		throw UsageError.file('cli-unreadable', path, cause)
	}
	try {
		const buffer = Buffer.alloc(limit + 1)
		let length = 0
		for (;;) {
			const { bytesRead } = await file.read(buffer, length, buffer.length - length, null)
			length += bytesRead
			if (bytesRead === 0 || length === buffer.length) return new Uint8Array(buffer.subarray(0, length))
		}
	} catch (cause) {
		throw UsageError.file('cli-unreadable', path, cause)
	} finally {
		await file.close()
	}
}

export async function readTrustFile(path: string | undefined): Promise<Uint8Array | undefined> {
	return path === undefined ? undefined : readBounded(path, TRUST_MAX_BYTES)
}

/** The one refusal that a library call leaves to its caller: of the caller's own trust file. */
export function noTrustFile(path: string | undefined, refusal: RefusalError): UsageError {
	return UsageError.file('cli-no-trust-file', path ?? '', refusal, { detail: refusalPhrase(refusal) })
}

async function hashGiven(path: string, label: string): Promise<GivenFile> {
	const progress = new ProgressLine(process.stderr, label)
	try {
		const { size } = await stat(path)
		return { sha256: await hashFile(path, (done) => progress.show(done, size)), size, name: basename(path) }
	} catch (cause) {
		throw UsageError.file('cli-unreadable', path, cause)
	} finally {
		progress.clear()
	}
}

/** @returns the exit code */
export async function runVerify(command: Extract<Command, { name: 'verify' }>): Promise<number> {
	const { language } = command
	const receipt = await readBounded(command.receipt, TLOG_PROOF_MAX_BYTES)
	const trust = await readTrustFile(command.trust)
	const file =
		command.file === undefined ? undefined : await hashGiven(command.file, say(language, 'progress-hash'))
	try {
		const report = await verifyReceipt({ receipt, file, trust, require: command.require, language })
		await writeOut(command, report, (terminal) => renderReport(report, terminal))
		return report.exitCode
	} catch (error) {
		if (!(error instanceof RefusalError)) throw error
		throw noTrustFile(command.trust, error)
	}
}
