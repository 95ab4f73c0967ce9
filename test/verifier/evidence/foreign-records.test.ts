/** Evidence records that others made (../shared/vectors/ers), judged under the roots that travel in their own tokens. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { verifyEvidence } from '@letopis/verifier'
import { describe, expect, test } from 'vitest'
import { parseEvidenceRecord } from '../../../verifier/evidence/record.ts'
import { parseToken } from '../../../verifier/timestamp/token.ts'
import { hashBy } from '../../support/evidence-writer.ts'
import { TestLog } from '../../support/test-log.ts'
import { foreignVectors } from '../../support/vectors.ts'

const { folder, absent } = foreignVectors('ers')
if (absent) console.warn(`skipped: no vectors of evidence records in ${folder}`)

/** Self-issued certificates of the tokens: for a test, whom to trust. */
function rootsOf(record: Uint8Array): Uint8Array[] {
	const tokens = parseEvidenceRecord(record).chains.flatMap(({ stamps }) => stamps.map(({ token }) => token))
	const all = tokens.flatMap((token) => parseToken(token).certificates)
	const roots = all.filter(({ subject, issuer }) => Buffer.compare(subject, issuer) === 0)
	return [...new Map(roots.map(({ fingerprint, der }) => [fingerprint, new Uint8Array(der)])).values()]
}

function judge(name: string, { withFile = true, at = Date.UTC(2018, 0), changed = -1 } = {}) {
	const record = new Uint8Array(readFileSync(join(folder, name)))
	if (changed >= 0) record[changed] = (record[changed] ?? 0) ^ 1
	const data = readFileSync(join(folder, name, '../BIN.bin'))
	return verifyEvidence({
		records: [record],
		...(withFile ? { file: { digests: { 'SHA-256': hashBy('sha256', data) } } } : {}),
		trust: new TestLog().trust({ roots: rootsOf(record), required: 1 }),
		at,
	})
}

describe.skipIf(absent)('foreign evidence records', () => {
	for (const [name, stamps] of [
		['1Chain1ATS/BIN_ER.ers', 1],
		['1Chain2ATS/BIN_ER.ers', 2],
	] as const) {
		test(`${name} holds for its document`, async () => {
			const report = await judge(name)
			expect(report.verdict.content).toEqual({ is: 'agrees', reason: null })
			expect(report.exitCode).toBe(0)
			expect(report.stamps).toHaveLength(stamps)
		})

		test(`${name} has lapsed by now: its certificate ended in 2021`, async () => {
			const report = await judge(name, { at: Date.UTC(2026, 0) })
			expect(report.verdict.content.reason).toBe('lapsed')
		})
	}

	test('c2/ER_OK_INIT.ers holds; the file beside it is not the one that it is about', async () => {
		expect((await judge('c2/ER_OK_INIT.ers', { withFile: false })).verdict.content.reason).toBe('no-file')
		expect((await judge('c2/ER_OK_INIT.ers')).verdict.content.is).toBe('differs')
	})

	test('c2/ER_NOK_INIT.ers is refused: its hashes do not lead to its time-stamp', async () => {
		for (const withFile of [false, true]) {
			const report = await judge('c2/ER_NOK_INIT.ers', { withFile })
			expect([report.exitCode, report.verdict.content.reason]).toEqual([1, 'invalid'])
		}
	})
})
