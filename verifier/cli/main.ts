/**
 * `letopis-verify`: the verifier on the command line. Reads files that it is given, writes nothing but `--state`, and
 * talks to nobody but the log that an audit names.
 * @module
 */
import { parseCommand } from './arguments.ts'
import { runAudit } from './audit-command.ts'
import { help } from './help.ts'
import { useNativeHashing, useNativeVerifiers } from './native.ts'
import { UsageError } from './usage-error.ts'
import { runVerify } from './verify-command.ts'

const BAD_USAGE = 64
/** EX_SOFTWARE: a fault of this program must never be taken for a verdict. */
const INTERNAL = 70

async function run(args: readonly string[]): Promise<number> {
	useNativeHashing()
	useNativeVerifiers()
	const command = parseCommand(args, process.env)
	if (command.name === 'help') {
		process.stdout.write(help[command.language])
		return 0
	}
	return command.name === 'audit' ? runAudit(command) : runVerify(command)
}

function failInternally(fault: unknown): void {
	console.error('letopis-verify: internal fault, nothing was decided', fault)
	process.exitCode = INTERNAL
}

process.on('uncaughtException', (fault) => {
	failInternally(fault)
	process.exit()
})
// Whoever reads only the first lines closes the pipe; the exit code stands all the same.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
	if (error.code !== 'EPIPE') throw error
})

try {
	process.exitCode = await run(process.argv.slice(2))
} catch (error) {
	if (error instanceof UsageError) {
		process.stderr.write(`letopis-verify: ${error.message}\nletopis-verify --help\n`)
		process.exitCode = BAD_USAGE
	} else failInternally(error)
}
