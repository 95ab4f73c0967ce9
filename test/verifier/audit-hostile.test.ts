/** Logs that are made to make an auditor forget, or to fill the auditor's memory and state file. */
import { statSync } from 'node:fs'
import { join } from 'node:path'
import { bundlePath, encodeBundle, equalBytes } from '@letopis/format'
import { type AuditOptions, auditLog, type LogSource } from '@letopis/verifier'
import { afterAll, describe, expect, test } from 'vitest'
import { AnchorTable } from '../../verifier/audit/anchor-table.ts'
import { AuditFindings } from '../../verifier/audit/audit-finding.ts'
import { Bundles } from '../../verifier/audit/bundles.ts'
import { talliesOf } from '../../verifier/audit/context.ts'
import { DigestTable } from '../../verifier/audit/digest-table.ts'
import { EarlierLogs } from '../../verifier/audit/earlier-logs.ts'
import { TreeHashes } from '../../verifier/audit/tree-hashes.ts'
import { nativeHasher } from '../../verifier/cli/native.ts'
import { StateFile } from '../../verifier/cli/state-file.ts'
import { AuditedLog, alpha, codesOf, growLog } from '../support/audited-log.ts'
import { TestLog } from '../support/test-log.ts'

const town = new AuditedLog()
const { log, whole, root } = town
const audit = town.audit.bind(town)
afterAll(() => town.remove())

const stopAfter = (bundles: number): Pick<AuditOptions, 'onProgress'> => ({
	onProgress: (done) => done < 256 * bundles,
})

describe('a log that drops its tail after an interrupted audit', () => {
	const cut = (name: string, size: number) => {
		const folder = join(root, name)
		log.writeFolder(folder, log.note(size))
		return folder
	}

	test('the first one: shorter than what had been read', async () => {
		const store = () => new StateFile(join(root, 'first.state'))
		await audit(whole, { store: store(), ...stopAfter(2) })
		expect(codesOf(await audit(cut('cut-400', 400), { store: store() }))).toContain('rollback -')
	})

	test('a later one: longer than the head remembered before', async () => {
		const folder = join(root, 'growing')
		const own = growLog(new TestLog(), 300)
		const options = {
			trust: own.trust({ roots: [alpha.root] }),
			store: () => new StateFile(join(root, 'later.state')),
		}
		const run = (more = {}) => audit(folder, { trust: options.trust, store: options.store(), ...more })
		own.writeFolder(folder)
		expect(await run()).toMatchObject({ exitCode: 0 })
		growLog(own, 700).writeFolder(folder)
		await run(stopAfter(2))
		own.writeFolder(folder, own.note(600))
		expect(codesOf(await run())).toEqual(['rollback -'])
	})
})

describe('a log with thousands of names', () => {
	test('of kinds: told apart up to a bound, all of them counted', async () => {
		const own = new TestLog()
		const folder = join(root, 'kinds')
		while (own.size < 600) own.append({ kind: `kind-${own.size}` })
		own.writeFolder(folder)
		const report = await audit(folder, { trust: own.trust() })
		expect(report.exitCode).toBe(0)
		const counts = Object.values(report.counts?.byKind ?? {})
		expect(counts.length).toBeLessThanOrEqual(257)
		expect(counts.reduce((sum, count) => sum + count, 0)).toBe(600)
		const store = new StateFile(join(root, 'kinds.state'))
		await audit(folder, { trust: own.trust(), store, ...stopAfter(2) })
		expect(statSync(join(root, 'kinds.state')).size).toBeLessThan(20_000)
	})
})

test('bundles of the largest size are not kept by the dozen', async () => {
	const largest = encodeBundle(Array.from({ length: 256 }, () => new Uint8Array(65_535)))
	const read: string[] = []
	const source: LogSource = {
		checkpoint: async () => undefined,
		tile: async () => undefined,
		blob: async () => undefined,
		bundle: async (path) => {
			read.push(path)
			return largest.slice()
		},
	}
	const tree = new TreeHashes(nativeHasher)
	const bundles = new Bundles({
		source,
		hasher: nativeHasher,
		origin: log.origin,
		head: { size: 8 * 256, root: new Uint8Array(32) },
		trust: null,
		isTrusted: false,
		roots: [],
		findings: new AuditFindings(),
		tree,
		table: new DigestTable(),
		anchors: new AnchorTable(),
		renewals: [],
		unsearched: 0,
		authorities: new Map(),
		tallies: talliesOf(null),
		lastTime: 0,
		chains: null,
		earlier: EarlierLogs.none(),
	})
	for await (const { leaves } of bundles.readAll(0)) tree.push(leaves)
	const sizeOf = (index: number) => read.filter((path) => path === bundlePath({ index, width: 256 })).length
	const rootOfFirst = await bundles.rootAt(1)
	expect(sizeOf(0)).toBe(2)
	await bundles.rootAt(7 * 256 + 1)
	expect(sizeOf(7)).toBe(1)
	expect(equalBytes(rootOfFirst, await bundles.rootAt(1))).toBe(true)
})

test('a head of 2^53 − 1 entries that nobody serves ends at once', async () => {
	const [text] = log.note().split('\n\n')
	const huge = `${text?.replace(`\n${log.size}\n`, `\n${Number.MAX_SAFE_INTEGER}\n`)}\n\n— x AAAAAAA=\n`
	const nothing = async () => undefined
	const source = { checkpoint: async () => Buffer.from(huge), tile: nothing, bundle: nothing, blob: nothing }
	const report = await auditLog({ source, hasher: nativeHasher })
	expect(report.exitCode).not.toBe(0)
	expect(report.done).toBe(0)
})
