import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { AuditedLog, alpha, codesOf } from '../support/audited-log.ts'
import { MINUTE, TestLog } from '../support/test-log.ts'

const town = new AuditedLog()
const { log, root } = town
const audit = town.audit.bind(town)
afterAll(() => town.remove())

describe('an operator with the keys, whose log hashes well,', () => {
	const auditOf = async (wrong: TestLog) => {
		const folder = town.newFolder()
		wrong.writeFolder(folder)
		return audit(folder, { trust: wrong.trust({ roots: [alpha.root] }) })
	}
	const cases: [string, (own: TestLog) => void, string[]][] = [
		[
			'back-dates an entry',
			(own) => {
				own.now += 5 * MINUTE
				own.appendDocument(randomBytes(4))
				own.now -= 3 * MINUTE
				own.appendDocument(randomBytes(4))
			},
			['time-backwards 2'],
		],
		[
			'back-dates everything before an anchor',
			(own) => {
				own.now += 60 * MINUTE
				own.appendDocument(randomBytes(4))
				own.anchor('alpha', alpha, { genTime: own.now - 30 * MINUTE })
			},
			['anchor-clock 1'],
		],
		[
			'dates an anchor long before its stamp',
			(own) => {
				own.anchor('alpha', alpha, { genTime: own.now + 30 * MINUTE })
			},
			['anchor-clock 1'],
		],
		[
			'links to what is no anchor',
			(own) => {
				const at = own.appendDocument(randomBytes(4))
				own.appendDocument(randomBytes(4), { anchors: [own.cid(at)] })
			},
			['anchor-link 2'],
		],
		[
			'links to an entry of another log',
			(own) => {
				own.appendDocument(randomBytes(4), { links: { supersedes: [log.cid(3)] } })
			},
			['link 1'],
		],
		[
			'anchors more than there is',
			(own) => {
				own.appendDocument(randomBytes(4))
				const { token, note, documents } = own.anchor('alpha', alpha, { size: 2 })
				const body = {
					authority: 'alpha',
					token: own.putBlob(token),
					note: own.putBlob(Buffer.from(note)),
					time: own.now,
					size: 900,
					documents,
				}
				own.append({ kind: 'anchor', body })
			},
			['anchor-size 3'],
		],
		[
			'goes back behind an anchor',
			(own) => {
				own.appendDocument(randomBytes(4))
				own.anchor('alpha', alpha, { size: 2 })
				own.anchor('alpha', alpha, { size: 1 })
			},
			['anchor-order 3'],
		],
		[
			'anchors a head of another history',
			(own) => {
				const other = new TestLog({ keys: own.keys })
				const { token, note } = other.anchor('alpha', alpha)
				const body = {
					authority: 'alpha',
					token: own.putBlob(token),
					note: own.putBlob(Buffer.from(note)),
					time: other.now,
					size: 1,
					documents: null,
				}
				own.append({ kind: 'anchor', body })
			},
			['anchor-root 1'],
		],
		[
			'keeps a stamp over something else',
			(own) => {
				own.anchor('alpha', { ...alpha, stamp: (_, options) => alpha.stamp(randomBytes(32), options) })
			},
			['anchor-stamp 1'],
		],
		[
			'begins anew in the middle',
			(own) => {
				own.entries.push(new TestLog({ origin: own.origin }).entries[0] as Uint8Array)
				own.leaves.push(new TestLog({ origin: own.origin }).leaves[0] as Uint8Array)
			},
			['genesis-misplaced 1'],
		],
	]
	for (const [name, act, expected] of cases) {
		test(`${name}: found`, async () => {
			const own = new TestLog()
			act(own)
			const report = await auditOf(own)
			expect(report.exitCode).toBe(1)
			expect(codesOf(report)).toEqual(expect.arrayContaining(expected))
		})
	}

	test('serves an entry that is none: found', async () => {
		const own = new TestLog()
		own.entries.push(Buffer.from('not an entry'))
		own.leaves.push(new TestLog().leaves[0] as Uint8Array)
		expect(codesOf(await auditOf(own))).toEqual(expect.arrayContaining(['entry-malformed 1']))
	})

	test('promotes a demonstration log: found', async () => {
		const own = new TestLog({ demo: true })
		const folder = join(root, 'promoted')
		own.writeFolder(folder)
		const report = await audit(folder, { trust: own.trust({ demo: false }) })
		expect(codesOf(report)).toEqual(['genesis-demo 0'])
	})
})
