/**
 * How a command fails: a line on standard error that says what is wrong, one that says what to do, and an exit code.
 * @module
 */
import { RefusalError } from '@letopis/format'
import { LedgerError } from '@letopis/ledger'
import { ConfigError } from './config/load.ts'

/** A failure that the person at the terminal can act on; never shown with a stack. */
export class CommandError extends Error {
	override readonly name = 'CommandError'
	readonly exitCode: number
	constructor(message: string, exitCode = 1) {
		super(message)
		this.exitCode = exitCode
	}
}

/** What the system refused (a file, an address): its message names the call and the path. */
function isSystemError(error: unknown): error is Error {
	return error instanceof Error && 'syscall' in error
}

/** Prints the failure and sets the exit code; an unknown error keeps its stack, for it is a bug of ours. */
export function report(error: unknown): void {
	if (error instanceof CommandError) {
		console.error(`letopis: ${error.message}`)
		process.exitCode = error.exitCode
	} else if (error instanceof LedgerError) {
		console.error(`letopis: ${error.message} [${error.code}]`)
		if (error.remedy !== undefined) console.error(`  what to do: ${error.remedy}`)
		process.exitCode = 1
	} else if (error instanceof ConfigError) {
		for (const problem of error.problems) console.error(`letopis: ${problem}`)
		process.exitCode = 64
	} else if (error instanceof RefusalError || isSystemError(error)) {
		console.error(`letopis: ${error.message}`)
		process.exitCode = 1
	} else {
		console.error(error)
		process.exitCode = 70
	}
}
