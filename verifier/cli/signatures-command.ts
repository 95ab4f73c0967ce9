/**
 * `letopis-verify signatures <file> [content]`.
 * @module
 */
import { stat } from 'node:fs/promises'
import { RefusalError } from '@letopis/format'
import { parseRoots } from '../timestamp/check.ts'
import { SIGNED_MAX_BYTES, verifySignatures } from '../verify-signatures.ts'
import { refusalPhrase } from '../words/phrases.ts'
import type { Command } from './arguments.ts'
import { renderSignatures } from './render-signatures.ts'
import { paintFor, widthOf } from './terminal.ts'
import { UsageError } from './usage-error.ts'
import { readBounded } from './verify-command.ts'

const ROOTS_MAX = 4 * 1024 * 1024
const PEM = /-----BEGIN (?:TRUSTED )?CERTIFICATE-----([A-Za-z0-9+/=\s]+)-----END/g

/** DER of every certificate in a PEM bundle, or of the one that the file is. */
export async function readRoots(path: string): Promise<Uint8Array[]> {
	const bytes = await readBounded(path, ROOTS_MAX)
	const text = Buffer.from(bytes).toString('latin1')
	const found = [...text.matchAll(PEM)].map(
		([, base64 = '']) => new Uint8Array(Buffer.from(base64, 'base64')),
	)
	const roots = found.length > 0 ? found : [bytes]
	try {
		parseRoots(roots)
	} catch (error) {
		if (!(error instanceof RefusalError)) throw error
		throw UsageError.file('cli-no-roots', path, error, { detail: refusalPhrase(error) })
	}
	return roots
}

/** A whole file. */
async function readSigned(path: string): Promise<Uint8Array> {
	let size: number
	try {
		size = (await stat(path)).size
	} catch (cause) {
		throw UsageError.file('cli-unreadable', path, cause)
	}
	if (size > SIGNED_MAX_BYTES) {
		throw UsageError.file('cli-too-large', path, null, { limit: SIGNED_MAX_BYTES })
	}
	return readBounded(path, size)
}

/** @returns the exit code */
export async function runSignatures(command: Extract<Command, { name: 'signatures' }>): Promise<number> {
	const { language, content } = command
	const file = await readSigned(command.file)
	const roots = (await Promise.all(command.roots.map(readRoots))).flat()
	const report = await verifySignatures({
		file,
		content: content === undefined ? undefined : await readSigned(content),
		roots,
		now: command.at ?? Date.now(),
		existedBy: command.existed,
		language,
	})
	const text = command.json
		? `${JSON.stringify(report, null, '\t')}\n`
		: renderSignatures(report, {
				paint: paintFor(process.stdout, process.env),
				width: widthOf(process.stdout),
			})
	process.stdout.write(text)
	return report.exitCode
}
