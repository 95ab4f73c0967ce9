/**
 * `letopis-verify <package.asice>`.
 * @module
 */
import { createHash } from 'node:crypto'
import { type FileHandle, open } from 'node:fs/promises'
import { RefusalError } from '@letopis/format'
import type { PackageReport } from '../package/report.ts'
import type { ByteSource } from '../package/source.ts'
import { verifyPackage } from '../verify-package.ts'
import { say } from '../words/say.ts'
import type { Command } from './arguments.ts'
import { nativeName, readAlgorithms } from './evidence-command.ts'
import { renderPackage } from './render-package.ts'
import { readRoots } from './signatures-command.ts'
import { ProgressLine } from './terminal.ts'
import { UsageError } from './usage-error.ts'
import { noTrustFile, readTrustFile } from './verify-command.ts'
import { writeOut } from './write-out.ts'

/** An open file; one that gets shorter meanwhile cannot be read any more. */
function fileSource(file: FileHandle, path: string, size: number): ByteSource {
	return {
		size,
		async read(from, to) {
			const bytes = Buffer.alloc(to - from)
			for (let at = 0; at < bytes.length; ) {
				const { bytesRead } = await file.read(bytes, at, bytes.length - at, from + at)
				if (bytesRead === 0) throw UsageError.file('cli-unreadable', path, { code: 'EOF' })
				at += bytesRead
			}
			return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length)
		},
	}
}

async function judge(
	command: Extract<Command, { name: 'package' }>,
	file: FileHandle,
	progress: ProgressLine,
): Promise<PackageReport> {
	const { language, require, at, file: path } = command
	const trust = await readTrustFile(command.trust)
	try {
		return await verifyPackage({
			source: fileSource(file, path, (await file.stat()).size),
			trust,
			require,
			now: at ?? Date.now(),
			algorithms: await readAlgorithms(command.algorithms),
			roots: (await Promise.all(command.roots.map(readRoots))).flat(),
			language,
			startDigest: (name) => createHash(nativeName(name)),
			onProgress: (done, total) => progress.show(done, total),
		})
	} catch (error) {
		if (error instanceof RefusalError) throw noTrustFile(command.trust, error)
		if (error instanceof Error && 'syscall' in error) throw UsageError.file('cli-unreadable', path, error)
		throw error
	} finally {
		progress.clear()
	}
}

/** @returns the exit code */
export async function runPackage(command: Extract<Command, { name: 'package' }>): Promise<number> {
	const { language, file: path } = command
	let file: FileHandle
	try {
		file = await open(path)
	} catch (cause) {
		throw UsageError.file('cli-unreadable', path, cause)
	}
	try {
		const report = await judge(
			command,
			file,
			new ProgressLine(process.stderr, say(language, 'progress-hash')),
		)
		await writeOut(command, report, (terminal) => renderPackage(report, terminal))
		return report.exitCode
	} finally {
		await file.close()
	}
}
