/**
 * `letopis`: the administrator's command line. The commands are in `commands/`, by what they concern;
 * the service itself is loaded only by those that run it.
 * @module
 */
import './thread-pool.ts'
import { readFileSync } from 'node:fs'
import { Command, CommanderError } from 'commander'
import { addContentCommands } from './commands/content.ts'
import { addCopyCommands } from './commands/copies.ts'
import { addEvidenceCommands } from './commands/evidence.ts'
import { addKeyCommands } from './commands/keys.ts'
import { addPackageCommand } from './commands/package.ts'
import { addPeopleCommands } from './commands/people.ts'
import { addProbeCommands } from './commands/probe.ts'
import { addRecordsCommands } from './commands/records.ts'
import { addServeCommands } from './commands/serve.ts'
import { addUpkeepCommands } from './commands/upkeep.ts'
import { report } from './failure.ts'

const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'))

const program = new Command('letopis')
	.description('A content-addressed append-only ledger for town halls.')
	.version(version)
	.option('-c, --config <file>', 'settings (default: ./letopis.toml if there is one)')
	.showHelpAfterError('(add --help for the options and examples)')
	.exitOverride()
addServeCommands(program)
addContentCommands(program)
addEvidenceCommands(program)
addPackageCommand(program)
addUpkeepCommands(program)
addCopyCommands(program)
addKeyCommands(program)
addPeopleCommands(program)
addRecordsCommands(program)
addProbeCommands(program)

try {
	await program.parseAsync()
} catch (error) {
	// Commander has already printed its own words; 64 is the usual exit code for wrong usage.
	if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : 64
	else report(error)
}
