/**
 * The thread that prints pages, one after the other: facts come in, a PDF or the reason of a failure goes out.
 * @module
 */
import { parentPort } from 'node:worker_threads'
import { protocol } from '../packages/protocol.ts'
import type { PageFacts, Printed } from './printer.ts'
import { clauseSheet } from './sheet.ts'

parentPort?.on('message', (facts: PageFacts) => {
	let printed: Printed
	try {
		printed = { pdf: new Uint8Array('kind' in facts ? protocol(facts) : clauseSheet(facts)) }
	} catch (error) {
		printed = { error: error instanceof Error ? error.message : String(error) }
	}
	parentPort?.postMessage(printed)
})
