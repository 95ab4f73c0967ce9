/**
 * `letopis-verify`: the verifier on the command line. Reads files that it is given, writes nothing but `--state` and `--report`, and
 * talks to nobody but the log that an audit names.
 * @module
 */
import { say, sayPhrase } from '../words/say.ts'
import { guessLanguage, parseCommand } from './arguments.ts'
import { runAudit } from './audit-command.ts'
import { runEvidence } from './evidence-command.ts'
import { help } from './help.ts'
import { useNativeHashing, useNativeVerifiers } from './native.ts'
import { runPackage } from './package-command.ts'
import { runSignatures } from './signatures-command.ts'
import { UsageError } from './usage-error.ts'
import { runVerify } from './verify-command.ts'

const BAD_USAGE = 64
/** EX_SOFTWARE: a fault of this program must never be taken for a verdict. */
const INTERNAL = 70

const args = process.argv.slice(2)
/** of what is said before the arguments are understood, and of faults */
const language = guessLanguage(args, process.env)

async function run(): Promise<number> {
	useNativeHashing()
	useNativeVerifiers()
	const command = parseCommand(args, process.env)
	if (command.name === 'help') {
		process.stdout.write(help[command.language])
		return 0
	}
	if (command.name === 'evidence') return runEvidence(command)
	if (command.name === 'signatures') return runSignatures(command)
	if (command.name === 'package') return runPackage(command)
	return command.name === 'audit' ? runAudit(command) : runVerify(command)
}

function failInternally(fault: unknown): void {
	console.error(`letopis-verify: ${say(language, 'cli-internal')}`, fault)
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
	process.exitCode = await run()
} catch (error) {
	if (error instanceof UsageError) {
		const hint = error.isSyntax ? '\nletopis-verify --help' : ''
		process.stderr.write(`letopis-verify: ${sayPhrase(language, error.what)}${hint}\n`)
		process.exitCode = BAD_USAGE
	} else failInternally(error)
}
