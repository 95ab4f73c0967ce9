import { relative } from 'node:path'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/**
 * Files by the time that they take, the longest first: with a few workers all then end at about the same time, instead
 * of one waiting for the other's last long file. What stands in no row comes after these, larger files first.
 */
const ROWS: readonly RegExp[] = [
	/^e2e\/(portal|clerk|admin)-pages\./,
	/^e2e\/(clerk-record|verify|story)\./,
	/^scripts\/town-story\./,
	/^e2e\//,
	/^scripts\/(hostile|address|resume|lost-revocation)\./,
	/^(format\/receipt-mutations|verifier\/command-line|ledger\/town\/past-logs)\./,
	/^scripts\//,
]

export default class LongestFirst extends BaseSequencer {
	override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
		const row = ({ moduleId }: TestSpecification) => {
			const found = ROWS.findIndex((one) => one.test(relative(tests, moduleId)))
			return found === -1 ? ROWS.length : found
		}
		const sorted = await super.sort(files)
		// The order within a row is that of the sequencer below: sorting is stable.
		return sorted.toSorted((one, other) => row(one) - row(other))
	}
}

const tests = new URL('..', import.meta.url).pathname
