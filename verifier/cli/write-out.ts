/**
 * Where a report goes: for a person or as JSON to the output, and with `--report` as a page to a file.
 * @module
 */
import { writeFile } from 'node:fs/promises'
import { type Printed, printReport } from '../print/print-report.ts'
import type { Terminal } from './render-report.ts'
import { paintFor, widthOf } from './terminal.ts'
import { UsageError } from './usage-error.ts'

export async function writeOut(
	{ json, report: path }: { json: boolean; report: string | undefined },
	report: Printed,
	render: (terminal: Terminal) => string,
): Promise<void> {
	if (path !== undefined) {
		try {
			await writeFile(path, printReport(report))
		} catch (cause) {
			throw UsageError.file('cli-report-unwritable', path, cause)
		}
	}
	const text = json
		? `${JSON.stringify(report, null, '\t')}\n`
		: render({ paint: paintFor(process.stdout, process.env), width: widthOf(process.stdout) })
	process.stdout.write(text)
}
