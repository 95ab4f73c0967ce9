/** The person concerned follows the accesses to their documents through a log: how many, where, and that none is hidden. */
import { randomBytes } from 'node:crypto'
import { accessKeyIn } from '@letopis/format'
import { afterAll, describe, expect, test } from 'vitest'
import { parseAccessKeys } from '../../verifier/audit/access-keys.ts'
import { AuditedLog, codesOf } from '../support/audited-log.ts'
import { TestLog } from '../support/test-log.ts'

const town = new AuditedLog()
afterAll(() => town.remove())

const key = new Uint8Array(randomBytes(32))

/** A log with accesses of these numbers to one document, between others. */
async function audited(numbers: readonly number[], own = key, asked = key) {
	const log = new TestLog({ origin: 'ukazkov.example/log/1' })
	const stranger = randomBytes(32)
	log.appendDocument(randomBytes(4))
	const at: number[] = []
	for (const [i, n] of numbers.entries()) {
		log.appendAccess(1, stranger, i + 1)
		at.push(log.appendAccess(1, own, n))
	}
	const folder = town.newFolder()
	log.writeFolder(folder)
	const accessKeys = [{ label: 'Moje podání', key: asked }]
	return { at, report: await town.audit(folder, { trust: log.trust(), language: 'en', accessKeys }) }
}

describe('accesses to a document', () => {
	test('are counted, and the next one is not there', async () => {
		const { at, report } = await audited(Array.from({ length: 40 }, (_, i) => i + 1))
		expect(report).toMatchObject({
			exitCode: 0,
			accesses: [{ label: 'Moje podání', count: 40, indexes: at }],
		})
		expect(report.notes.join('\n')).toContain(
			`40 accesses to “Moje podání”, the newest in entry ${at.at(-1)}`,
		)
	})

	test('of a log that continues the document’s own are found by the same key', async () => {
		const { report } = await audited([1, 2], new Uint8Array(accessKeyIn(key, 'ukazkov.example/log/1')))
		expect(report).toMatchObject({ exitCode: 0, accesses: [{ count: 2 }] })
	})

	test('of another document are none of its own', async () => {
		const { report } = await audited([1, 2], new Uint8Array(randomBytes(32)))
		expect(report).toMatchObject({ exitCode: 0, accesses: [{ count: 0, indexes: [] }] })
		expect(report.notes.join('\n')).toContain('no access to “Moje podání”')
	})

	test.each([
		['the first', [2, 3], 3],
		['one in the middle', [1, 2, 4, 5], 7],
		['several', [1, 9], 5],
	])('of which %s is hidden show a hole', async (_which, numbers, index) => {
		const { report } = await audited(numbers)
		expect(report.exitCode).toBe(1)
		expect(codesOf(report)).toEqual([`access-gap ${index}`])
		expect(report.accesses[0]?.count).toBe(numbers.length)
	})
})

describe('a file of keys', () => {
	const base64 = Buffer.from(key).toString('base64')
	test('names each, and passes over what says nothing', () => {
		const text = `# z mého podání\r\n${base64}  Žádost\r\n\r\n${base64}\r\n`
		expect(parseAccessKeys(text)).toEqual([
			{ key, label: 'Žádost' },
			{ key, label: '2' },
		])
	})

	test.each([
		['nothing', '', 1],
		['a short key', `${base64}\n${base64.slice(4)}`, 2],
		['a long one', `A${base64}`, 1],
		['one whose last bits say nothing', `${base64.slice(0, 42)}B=`, 1],
		['words', '\nahoj', 2],
		['too many', `${base64}\n`.repeat(1001), 1001],
	])('with %s is refused, with the line', (_what, text, line) => {
		expect(parseAccessKeys(text)).toEqual({ line })
	})
})
