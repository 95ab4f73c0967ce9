/**
 * The thread that examines signatures: a file comes in, the findings go out. It holds nothing between two files, and is
 * ended by whoever started it when one of them costs too much.
 * @module
 */
import { parentPort } from 'node:worker_threads'
import { examineSignatures } from '@letopis/verifier'
import type { Answer, Question } from './checker.ts'
import { findingsOf } from './findings.ts'

parentPort?.on('message', ({ file, now, roots, by }: Question) => {
	examineSignatures({ file, now, roots }).then(
		(tell) => {
			const findings = findingsOf(tell('cs'), tell('en'), { by, at: now, roots: roots.length })
			parentPort?.postMessage({ findings } satisfies Answer)
		},
		// What it says may quote the file.
		() => parentPort?.postMessage({ findings: null } satisfies Answer),
	)
})
