/**
 * Hashing and checking, in a thread of its own. It has no use for the network and asks for nothing.
 * @module
 */
import {
	formatReceipt,
	hex,
	leafHash,
	parseCheckpoint,
	parseNote,
	parseReceipt,
	RefusalError,
} from '@letopis/format'
import {
	type Language,
	type Report,
	readTrust,
	say,
	type TrustSummary,
	timeSentence,
	verifyReceipt,
} from '@letopis/verifier'
import { clauseName, openClause } from './clause.ts'
import { hashFile } from './hash-file.ts'
import { proofSteps } from './proof-steps.ts'
import type { Checked, FromWorker, TaskName, Tasks, ToWorker } from './protocol.ts'

type Run = {
	[N in TaskName]: (input: Tasks[N]['in'], id: number) => Promise<Tasks[N]['out']> | Tasks[N]['out']
}

const cancelled = new Set<number>()
const tell = (message: FromWorker) => self.postMessage(message)

const run: Run = {
	hash: ({ file, whole }, id) =>
		hashFile(
			file,
			{ onProgress: (share) => tell({ id, share }), isCancelled: () => cancelled.has(id) },
			whole,
		),
	check,
	trust: ({ bytes }) => tellTrust(bytes),
	'clause-name': ({ secret }) => clauseName(secret),
	'clause-open': ({ secret, sealed }) => openClause(secret, sealed),
}

async function check({ receipt, file, trust, status, language }: Tasks['check']['in']): Promise<Checked> {
	const report = await verifyReceipt({
		receipt: withStatus(receipt, status),
		...(file === null ? {} : { file }),
		...(trust === null ? {} : { trust }),
		language,
	})
	const known = report.claim !== null
	const time = known ? timeSentence(language, report.verdict.time) : ''
	const state = known ? stateSentence(report, language) : ''
	// What the parts of the verdict and the page itself say is not said again.
	const said = new Set([time, state, say(language, 'note-bundled')])
	return {
		report,
		time,
		state,
		notes: report.notes.filter((note) => !said.has(note)),
		path: known ? pathOf(receipt) : null,
	}
}

/** What is known of later acts, in the words of the check that found it. */
function stateSentence({ verdict: { state }, checks }: Report, language: Language): string {
	const found = checks.findLast(({ question }) => question === 6)
	const untold =
		found === undefined || (state.is === 'unknown' && found.ok === 'unknown' && found.inputs.length < 2)
	return untold ? say(language, 'state-unknown', { size: state.size ?? 0 }) : found.sentence
}

/** The receipt with the statement that the reader asked for in place of its own. */
function withStatus(receipt: Uint8Array | string, status: string | null): Uint8Array | string {
	if (status === null) return receipt
	try {
		return formatReceipt({ ...parseReceipt(receipt), status })
	} catch (error) {
		if (!(error instanceof RefusalError)) throw error
		// What cannot be read as a receipt, or with this statement, is judged as it came.
		return receipt
	}
}

function pathOf(receipt: Uint8Array | string): Checked['path'] {
	const { entry, proof } = parseReceipt(receipt)
	const { size } = parseCheckpoint(parseNote(proof.checkpoint).text)
	const leaf = leafHash(entry)
	return { leaf: hex(leaf), steps: proofSteps(proof.index, size, leaf, proof.proof) }
}

function tellTrust(bytes: Uint8Array): TrustSummary | null {
	try {
		return readTrust(bytes)
	} catch (error) {
		if (!(error instanceof RefusalError)) throw error
		return null
	}
}

self.addEventListener('message', ({ data }: MessageEvent<ToWorker>) => {
	if ('cancel' in data) {
		cancelled.add(data.cancel)
		return
	}
	const { id, task, input } = data
	void answer(id, async () => run[task](input as never, id))
})

async function answer(id: number, work: () => Promise<unknown>): Promise<void> {
	try {
		tell({ id, result: await work() })
	} catch (error) {
		tell({ id, failed: error instanceof Error ? error.name : 'Error' })
	} finally {
		cancelled.delete(id)
	}
}
