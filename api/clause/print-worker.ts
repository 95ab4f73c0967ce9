/**
 * The thread that prints clause sheets, one after the other: facts come in, a PDF or the reason of a failure goes out.
 * @module
 */
import { parentPort } from 'node:worker_threads'
import type { Printed } from './printer.ts'
import { clauseSheet, type SheetFacts } from './sheet.ts'

parentPort?.on('message', (facts: SheetFacts) => {
	let printed: Printed
	try {
		printed = { pdf: new Uint8Array(clauseSheet(facts)) }
	} catch (error) {
		printed = { error: error instanceof Error ? error.message : String(error) }
	}
	parentPort?.postMessage(printed)
})
