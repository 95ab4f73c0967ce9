/**
 * Audits of logs that follow one another: what a successor's genesis says of the log before is told and held against the
 * trust file, and a closed log must reach the end that the trust file gives it.
 */
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { folderSource } from '../../verifier/cli/folder-source.ts'
import { StateFile } from '../../verifier/cli/state-file.ts'
import { AuditedLog, codesOf } from '../support/audited-log.ts'
import { TestLog } from '../support/test-log.ts'

const town = new AuditedLog()
afterAll(() => town.remove())

const old = new TestLog({ origin: 'ukazkov.example/log/1' })
while (old.size < 9) old.appendDocument(randomBytes(4))
const window = { fromSize: 0, toSize: null, fromTime: null, toTime: null }
const end = (size = old.size) => ({ origin: old.origin, size, root: new Uint8Array(old.root(size)) })

function successor(predecessor: ReturnType<typeof end> | undefined, lost?: [number, number]) {
	const named =
		predecessor === undefined ? undefined : { ...predecessor, ...(lost === undefined ? {} : { lost }) }
	const log = new TestLog({
		origin: 'ukazkov.example/log/2',
		...(named === undefined ? {} : { predecessor: named }),
	})
	log.appendDocument(randomBytes(4))
	return log
}

function trusting(log: TestLog, closed = end()): Uint8Array {
	const keys = [old.keys.ed25519, old.keys.mldsa].map(({ vkey }) => ({ vkey, ...window }))
	return log.trust({ predecessors: [{ ...closed, keys, policyText: old.policy() }] })
}

function auditOf(log: TestLog, trust: Uint8Array, language: 'cs' | 'en' = 'en', size = log.size) {
	const folder = town.newFolder()
	log.writeFolder(folder, log.note(size))
	return town.audit(folder, { trust, language })
}

describe('a successor', () => {
	test('says which log it continues, and that this one is to be audited too', async () => {
		const next = successor(end())
		const report = await auditOf(next, trusting(next))
		expect(report).toMatchObject({
			exitCode: 0,
			predecessor: { origin: old.origin, size: 9, root: Buffer.from(old.root()).toString('hex'), lost: null },
		})
		expect(report.notes.join(' ')).toContain(
			'continues the town’s log “ukazkov.example/log/1”, which was closed at 9 entries',
		)
	})

	test('may link to entries of the log before; a log that continues none may not', async () => {
		const links = { supersedes: [old.cid(3)] }
		const next = successor(end())
		next.appendDocument(randomBytes(4), { links })
		// Beyond a full bundle, so that a run that is resumed has to ask what it continues.
		while (next.size < 300) next.appendDocument(randomBytes(4))
		next.appendDocument(randomBytes(4), { links })
		expect(await auditOf(next, trusting(next))).toMatchObject({ exitCode: 0, findings: [] })
		const folder = town.newFolder()
		next.writeFolder(folder)
		const store = () => new StateFile(join(folder, 'audit.state'))
		const trust = trusting(next)
		const stopped = { trust, store: store(), onProgress: (done: number) => done < 256 }
		expect(await town.audit(folder, stopped)).toMatchObject({ exitCode: 2, done: 256 })
		expect(await town.audit(folder, { trust, store: store() })).toMatchObject({ exitCode: 0, findings: [] })

		const alone = successor(undefined)
		alone.appendDocument(randomBytes(4), { links })
		const report = await auditOf(alone, alone.trust())
		expect([report.exitCode, codesOf(report)]).toEqual([1, ['link 2']])
	})

	describe('links into the logs before', () => {
		const middle = successor(end())
		middle.appendDocument(randomBytes(4), { links: { supersedes: [old.cid(4)] } })
		const middleEnd = {
			...{ origin: middle.origin, size: middle.size, root: new Uint8Array(middle.root(middle.size)) },
		}
		/** The third log, linking as told. */
		const third = (...links: ReturnType<TestLog['cid']>[]) => {
			const log = new TestLog({ origin: 'ukazkov.example/log/3', predecessor: middleEnd })
			for (const link of links) log.appendDocument(randomBytes(4), { links: { previous: [link] } })
			return log
		}
		const written = (log: TestLog, folder = town.newFolder()) => {
			log.writeFolder(folder)
			return folderSource(folder)
		}
		const keysOf = (log: TestLog) =>
			[log.keys.ed25519, log.keys.mldsa].map(({ vkey }) => ({ vkey, ...window }))
		const audited = (log: TestLog, earlier: readonly TestLog[]) => {
			const folder = town.newFolder()
			log.writeFolder(folder)
			const closed = [
				{ ...middleEnd, keys: keysOf(middle), policyText: middle.policy() },
				{ ...end(), keys: keysOf(old), policyText: old.policy() },
			]
			const trust = log.trust({ predecessors: closed })
			return town.audit(folder, { trust, earlier: earlier.map((one) => written(one)) })
		}

		test('are not checked where the logs are not given, and that is said', async () => {
			const log = third(middle.cid(1), old.cid(3))
			for (const [earlier, checked] of [
				[[], 0],
				[[old], 0],
				[[middle], 1],
			] as const) {
				const report = await audited(log, earlier)
				expect(report).toMatchObject({ exitCode: 0, earlierLinks: { checked, unchecked: 2 - checked } })
				expect(report.notes.join(' ')).toContain(
					`Links into earlier logs that were not checked: ${2 - checked}.`,
				)
			}
		})

		test('lead to entries of any of them, whatever order they are given in', async () => {
			const report = await audited(third(middle.cid(2), old.cid(8)), [old, middle])
			expect(report).toMatchObject({ exitCode: 0, earlierLinks: { checked: 2, unchecked: 0 } })
			expect(report.notes.join(' ')).toContain('log/2, ukazkov.example/log/1): 2.')
		})

		test('that lead nowhere are told once all logs are given', async () => {
			const nowhere = successor(undefined).cid(1)
			const log = third(old.cid(1), nowhere)
			expect(await audited(log, [middle])).toMatchObject({ exitCode: 0 })
			const report = await audited(log, [middle, old])
			expect([report.exitCode, codesOf(report)]).toEqual([1, ['link 2']])
		})

		test('are not believed of a log that does not lead to the root its successor names', async () => {
			const other = new TestLog({ origin: old.origin })
			while (other.size < 9) other.appendDocument(randomBytes(4))
			const short = new TestLog({ origin: old.origin })
			for (const wrong of [other, short]) {
				const report = await audited(third(old.cid(1)), [middle, wrong])
				expect([report.exitCode, codesOf(report)]).toEqual([1, ['earlier-differs -']])
				expect(report.earlierLinks).toEqual({ checked: 0, unchecked: 1 })
			}
		})
	})

	test('tells what was lost, in both languages', async () => {
		const next = successor(end(7), [7, 9])
		const trust = trusting(next, end(7))
		const [en, cs] = [await auditOf(next, trust), await auditOf(next, trust, 'cs')]
		expect(en).toMatchObject({ exitCode: 0, predecessor: { size: 7, lost: [7, 9] } })
		expect(en.notes.join(' ')).toContain('declares entries 7 to 8 of the log before as lost: 2')
		expect(cs.notes.join(' ')).toContain('zápisy 7 až 8 předchozí knihy za ztracené')
	})

	for (const [name, named] of [
		['another size', end(8)],
		['another root', { ...end(), root: new Uint8Array(randomBytes(32)) }],
		['no log before', undefined],
	] as const) {
		test(`whose genesis names ${name} than the trust file is not in order`, async () => {
			const next = successor(named)
			const report = await auditOf(next, trusting(next))
			expect([report.exitCode, codesOf(report)]).toEqual([1, ['genesis-predecessor 0']])
		})
	}

	test('of more than one bundle, resumed or not, says the same', async () => {
		const next = successor(end())
		while (next.size < 300) next.appendDocument(randomBytes(4))
		expect((await auditOf(next, trusting(next))).predecessor?.size).toBe(9)
	})
})

describe('a closed log', () => {
	const next = successor(end())

	test('is whole at its end, and said to be closed', async () => {
		const report = await auditOf(old, trusting(next))
		expect(report).toMatchObject({ exitCode: 0, predecessor: null })
		expect(report.notes.join(' ')).toContain(
			'closed at 9 entries; the town’s present log is “ukazkov.example/log/2”',
		)
	})

	test('short of its end has lost its tail', async () => {
		const report = await auditOf(old, trusting(next), 'en', 6)
		expect([report.exitCode, codesOf(report)]).toEqual([1, ['closed-short -']])
	})

	test('beyond its end is not the trusted log, and the end is told', async () => {
		const report = await auditOf(old, trusting(next, end(7)))
		expect(report).toMatchObject({ exitCode: 4, sentence: expect.stringContaining('ended with 7 entries') })
	})
})
