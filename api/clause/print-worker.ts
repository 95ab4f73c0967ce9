/**
 * The thread that prints pages, one after the other: facts come in, a PDF or the reason of a failure goes out.
 * @module
 */
import { parentPort } from 'node:worker_threads'
import { acknowledgement } from '../filings/acknowledgement.ts'
import { answersCopy } from '../filings/answers-copy.ts'
import { certificate } from '../filings/certificate.ts'
import { protocol } from '../packages/protocol.ts'
import type { PageFacts, Printed } from './printer.ts'
import { clauseSheet } from './sheet.ts'

parentPort?.on('message', (facts: PageFacts) => {
	let printed: Printed
	try {
		printed = { pdf: new Uint8Array(page(facts)) }
	} catch (error) {
		printed = { error: error instanceof Error ? error.message : String(error) }
	}
	parentPort?.postMessage(printed)
})

function page(facts: PageFacts): Uint8Array {
	if (!('kind' in facts)) return clauseSheet(facts)
	switch (facts.kind) {
		case 'protocol':
			return protocol(facts)
		case 'acknowledgement':
			return acknowledgement(facts)
		case 'answers':
			return answersCopy(facts)
		case 'certificate':
			return certificate(facts)
		default:
			return facts satisfies never
	}
}
