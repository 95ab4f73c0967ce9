/**
 * Hashing and checking, in a thread of its own. It has no use for the network and asks for nothing.
 * @module
 */
import { RefusalError } from '@letopis/format'
import { readTrust, type TrustSummary } from '@letopis/verifier'
import { check } from './check.ts'
import { clauseName, openClause } from './clause.ts'
import { hashFile } from './hash-file.ts'
import type { FromWorker, TaskName, Tasks, ToWorker } from './protocol.ts'

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
	check: (input, id) => check(input, (share) => tell({ id, share })),
	trust: ({ bytes }) => tellTrust(bytes),
	'clause-name': ({ secret }) => clauseName(secret),
	'clause-open': ({ secret, sealed }) => openClause(secret, sealed),
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
