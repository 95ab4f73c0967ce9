/** What the worker answers about a package and about evidence records, in the shape of an answer about a receipt. */
import { expect, test } from 'vitest'
import { check } from '../../portal/src/lib/verify/check.ts'
import type { Tasks } from '../../portal/src/lib/verify/protocol.ts'
import { makePackage, NAME, record, trust } from '../support/package-story.ts'
import { alpha, beta, content, file, index, log } from '../support/receipt-story.ts'

const given = { ...file, size: content.length, name: 'x.pdf' }
const ask = (changes: Partial<Tasks['check']['in']>, onProgress: (share: number) => void = () => undefined) =>
	check(
		{ receipt: '', file: null, document: null, trust, status: null, language: 'cs', ...changes },
		onProgress,
	)
const packed = (...story: Parameters<typeof makePackage>) => new Blob([new Uint8Array(makePackage(...story))])

test('a package: the verdict of all, the checks and the path of its receipt, and its parts', async () => {
	const shares: number[] = []
	const { report, path, parts, time, state } = await ask({ receipt: packed() }, (share) => shares.push(share))
	expect(report).toMatchObject({
		exitCode: 0,
		headline: 'Shoduje se se záznamem úřadu',
		file: { name: NAME },
	})
	expect(report.checks.map(({ question }) => question)).toContain(6)
	expect(path?.steps.length).toBeGreaterThan(0)
	expect(parts.map(({ title }) => title)).toEqual([
		...['Balíček', 'Důkazní záznamy', 'Pečeť balíčku', 'Podpisy dokumentu', 'Soubory'],
	])
	expect(time).not.toBe('')
	expect(state).not.toBe('')
	expect(shares.at(-1)).toBe(1)
})

test('a newer statement that the reader asked for counts for the receipt inside', async () => {
	const status = log.status(index, [['annuls', index + 1]])
	const { report } = await ask({ receipt: packed(), status })
	expect(report).toMatchObject({ exitCode: 3, verdict: { state: { is: 'annulled' } } })
})

test.each([
	['no package', new Blob(['PK\u0003\u0004']), 'malformed'],
	['one that was changed', packed({ after: { 'README.txt': Buffer.from('x') } }), 'invalid'],
	['one without a receipt', packed({ files: { 'receipt.json': null } }), 'no-file'],
] as const)('%s', async (_, receipt, reason) => {
	const { report } = await ask({ receipt })
	expect(report.verdict.content).toEqual({ is: 'cannot-be-decided', reason })
})

test('evidence records: since when the file exists, and nothing of a record', async () => {
	const receipt = [record(), record(content, beta)].map((bytes) => new Uint8Array(bytes))
	const document = new Blob([new Uint8Array(content)])
	const { report, path, parts, time } = await ask({ receipt, file: given, document })
	expect(report).toMatchObject({ exitCode: 0, claim: null, verdict: { content: { is: 'agrees' } } })
	expect(report.verdict.time.upper?.stamps.length).toBeGreaterThan(0)
	expect({ path, parts, time }).toEqual({ path: null, parts: [], time: '' })
	const other = new Uint8Array(record(Buffer.from('jiný'), alpha))
	expect((await ask({ receipt: [other], file: given, document })).report.exitCode).toBe(1)
	expect((await ask({ receipt, file: given, document, trust: null })).report.verdict.content.reason).toBe(
		'no-trust',
	)
})
