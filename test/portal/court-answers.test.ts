/** The five questions of the court's report, for each kind of result. */
import { formatReceipt } from '@letopis/format'
import { timeSentence } from '@letopis/verifier'
import { describe, expect, test } from 'vitest'
import { courtAnswers } from '../../portal/src/lib/verify/court-answers.ts'
import { receipt, sha256, verify } from '../support/receipt-story.ts'
import { TestLog } from '../support/test-log.ts'

type Changes = Parameters<typeof verify>[0]

const answers = async (changes: Changes) => {
	const report = await verify({ language: 'cs', ...changes })
	const time = report.claim === null ? '' : timeSentence('cs', report.verdict.time)
	const found = courtAnswers({ report, time, state: 'stav', notes: [], path: null, parts: [] })
	for (const { sentence } of found) expect(sentence).not.toBe('')
	return Object.fromEntries(found.map(({ id, ok }) => [id, ok]))
}

const yes = { content: 'yes', inclusion: 'yes', signature: 'yes', time: 'yes', state: 'yes' }
const other = new TestLog({ origin: 'jinde.example/log/1' }).trust({})
const mutilated = formatReceipt(receipt()).replace(/index (\d+)/, (_, n: string) => `index ${Number(n) + 1}`)

describe('the court’s questions', () => {
	const cases: readonly [string, Changes, object][] = [
		['agrees', {}, yes],
		['another file', { file: { sha256: sha256(Buffer.from('jiný')) } }, { ...yes, content: 'no' }],
		['no file', { file: undefined }, { ...yes, content: 'unknown' }],
		[
			'no trust file',
			{ trust: undefined },
			{ ...yes, signature: 'unknown', time: 'unknown', state: 'unknown' },
		],
		['another town', { trust: other }, { ...yes, signature: 'no', time: 'unknown', state: 'unknown' }],
		[
			'no status statement',
			{ receipt: formatReceipt({ ...receipt(), status: null }) },
			{ ...yes, state: 'unknown' },
		],
		['a proof of another place', { receipt: mutilated }, { content: 'yes', inclusion: 'no', state: 'no' }],
		['no receipt at all', { receipt: 'nic' }, { content: 'no' }],
	]
	test.each(cases)('%s', async (_, changes, expected) => {
		expect(await answers(changes)).toMatchObject(expected)
	})
})
