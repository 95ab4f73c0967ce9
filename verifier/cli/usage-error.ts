/**
 * The caller's own mistake, exit code 64 (EX_USAGE of sysexits.h): options, and files that cannot be read or written as
 * given.
 * @module
 */
import type { MessageKey, Phrase, Values } from '../words/message.ts'
import { sayPhrase } from '../words/say.ts'

export class UsageError extends Error {
	override readonly name = 'UsageError'
	/** what is wrong, to be said in the reader's language */
	readonly what: Phrase
	/** whether `--help` would help */
	readonly isSyntax: boolean

	private constructor(what: Phrase, isSyntax: boolean, options?: ErrorOptions) {
		super(sayPhrase('en', what), options)
		this.what = what
		this.isSyntax = isSyntax
	}

	/** Arguments that are not understood. */
	static syntax(key: MessageKey, values: Values = {}, options?: ErrorOptions): UsageError {
		return new UsageError({ key, values }, true, options)
	}

	/** A file that is not what it was given for. @param cause whose `code`, if any, is shown */
	static file(key: MessageKey, path: string, cause: unknown, values: Values = {}): UsageError {
		const { code = 'EIO' } = cause as NodeJS.ErrnoException
		return new UsageError({ key, values: { path, code, ...values } }, false, { cause })
	}
}
