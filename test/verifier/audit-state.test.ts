import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { bundlePath, cidText } from '@letopis/format'
import { SourceError } from '@letopis/verifier'
import { afterAll, describe, expect, test } from 'vitest'
import { folderSource } from '../../verifier/cli/folder-source.ts'
import { StateFile } from '../../verifier/cli/state-file.ts'
import { UsageError } from '../../verifier/cli/usage-error.ts'
import { AuditedLog, alpha, codesOf, growLog, SIZE } from '../support/audited-log.ts'
import { createKeys, TestLog } from '../support/test-log.ts'

const town = new AuditedLog()
const { log, root, whole } = town
const audit = town.audit.bind(town)
afterAll(() => town.remove())

describe('the remembered head', () => {
	const stateFor = (name: string) => new StateFile(join(root, `${name}.state`))

	test('is extended by a log that grew, and moves on', async () => {
		const folder = join(root, 'growing')
		const own = growLog(new TestLog(), 300)
		const whom = own.trust({ roots: [alpha.root] })
		own.writeFolder(folder)
		expect(await audit(folder, { trust: whom, store: stateFor('grow') })).toMatchObject({
			exitCode: 0,
			remembered: null,
		})
		growLog(own, 600).writeFolder(folder)
		expect(await audit(folder, { trust: whom, store: stateFor('grow') })).toMatchObject({
			exitCode: 0,
			remembered: { size: 300 },
		})
		expect(await audit(folder, { trust: whom, store: stateFor('grow') })).toMatchObject({
			remembered: { size: 600 },
		})
	})

	test('betrays a dropped tail and a rewritten history, and stays', async () => {
		const keys = createKeys('ukazkov.example/log/1')
		const own = growLog(new TestLog({ keys }), 300)
		const whom = own.trust({ roots: [alpha.root] })
		const before = join(root, 'before')
		own.writeFolder(before)
		await audit(before, { trust: whom, store: stateFor('fork') })
		const shorter = join(root, 'shorter')
		own.writeFolder(shorter, own.note(299))
		expect(codesOf(await audit(shorter, { trust: whom, store: stateFor('fork') }))).toEqual(['rollback -'])
		for (const size of [300, 400]) {
			const other = join(root, `fork-${size}`)
			growLog(new TestLog({ keys }), size).writeFolder(other)
			expect(codesOf(await audit(other, { trust: whom, store: stateFor('fork') }))).toEqual(['fork -'])
		}
		expect(await audit(before, { trust: whom, store: stateFor('fork') })).toMatchObject({ exitCode: 0 })
	})

	test('of another log is refused', async () => {
		const folder = join(root, 'elsewhere')
		const other = new TestLog({ origin: 'jinde.example/log/1' })
		other.writeFolder(folder)
		await audit(whole, { store: stateFor('mixed') })
		await expect(audit(folder, { store: stateFor('mixed') })).rejects.toMatchObject({ name: 'OtherLogError' })
	})

	test('in a damaged file is refused, not overwritten', async () => {
		await audit(whole, { store: stateFor('damaged') })
		const path = join(root, 'damaged.state')
		const text = readFileSync(path, 'utf8').replace('"size"', '"sise"')
		writeFileSync(path, text)
		await expect(audit(whole, { store: stateFor('damaged') })).rejects.toThrow(UsageError)
		expect(readFileSync(path, 'utf8')).toBe(text)
	})
})

describe('an interrupted audit', () => {
	/** Serves a folder and counts what is read. */
	const counting = (folder: string, failAt?: string) => {
		const source = folderSource(folder)
		const read: string[] = []
		return {
			read,
			source: {
				...source,
				bundle: (path: string) => {
					if (path === failAt) throw new SourceError('source-no-checkpoint')
					read.push(path)
					return source.bundle(path)
				},
			},
		}
	}

	test('goes on where it stopped and comes to the same report', async () => {
		const store = () => new StateFile(join(root, 'resumed.state'))
		const first = await audit(whole, { store: store(), onProgress: (done) => done < 512 })
		expect(first).toMatchObject({ exitCode: 2, done: 512 })
		expect(readFileSync(join(root, 'resumed.state.records')).length).toBe(2 * (64 + 256 * 16))
		const { source, read } = counting(whole)
		const second = await audit(whole, { source, store: store() })
		// Genesis once more, for what it says of the log before.
		expect(read).toEqual([bundlePath({ index: 0, width: 256 }), bundlePath({ index: 2, width: 188 })])
		const { remembered, notes, ...rest } = second
		const { remembered: none, notes: plain, ...direct } = await audit(whole)
		expect(rest).toEqual(direct)
		expect(remembered).toEqual(direct.head)
		expect(none).toBeNull()
		expect(notes.length).toBe(plain.length)
		expect(readdirSync(root)).not.toContain('resumed.state.records')
	})

	test('by a failing network keeps what was done', async () => {
		const store = () => new StateFile(join(root, 'network.state'))
		const { source } = counting(whole, bundlePath({ index: 2, width: 188 }))
		await expect(audit(whole, { source, store: store() })).rejects.toThrow(SourceError)
		const again = counting(whole)
		expect(await audit(whole, { source: again.source, store: store() })).toMatchObject({ exitCode: 0 })
		expect(again.read).toHaveLength(2)
	})

	test('whose records were lost begins anew', async () => {
		const store = () => new StateFile(join(root, 'lost.state'))
		await audit(whole, { store: store(), onProgress: (done) => done < 512 })
		rmSync(join(root, 'lost.state.records'))
		const { source, read } = counting(whole)
		expect(await audit(whole, { source, store: store() })).toMatchObject({ exitCode: 0 })
		expect(read.length).toBeGreaterThan(1)
	})

	test('keeps its findings, also about the log’s beginning', async () => {
		const folder = town.copyOf(whole)
		const path = join(folder, bundlePath({ index: 0, width: 256 }))
		const bytes = readFileSync(path)
		bytes[100] = (bytes[100] ?? 0) ^ 1
		writeFileSync(path, bytes)
		const store = () => new StateFile(join(root, 'findings.state'))
		await audit(folder, { store: store(), onProgress: (done) => done < 512 })
		expect(codesOf(await audit(folder, { store: store() }))).toEqual(codesOf(await audit(folder)))
	})

	test('against another history than the one begun with is a fork', async () => {
		const keys = createKeys('ukazkov.example/log/1')
		const [one, two] = [0, 1].map(() => growLog(new TestLog({ keys }), 600)) as [TestLog, TestLog]
		const [first, second] = [join(root, 'one'), join(root, 'two')]
		one.writeFolder(first)
		two.writeFolder(second)
		const whom = one.trust({ roots: [alpha.root] })
		const store = () => new StateFile(join(root, 'switched.state'))
		await audit(first, { trust: whom, store: store(), onProgress: (done) => done < 256 })
		const report = await audit(second, { trust: whom, store: store() })
		expect(report.exitCode).toBe(1)
		expect(codesOf(report)).toEqual(expect.arrayContaining(['root-differs -']))
	})
})

test('a state file that was interrupted while being written leaves the old one', async () => {
	const path = join(root, 'nested', 'torn.state')
	mkdirSync(dirname(path))
	await audit(whole, { store: new StateFile(path) })
	writeFileSync(`${path}.new`, '{"type":')
	expect(await audit(whole, { store: new StateFile(path) })).toMatchObject({ remembered: { size: SIZE } })
	expect(cidText(log.cid(0))).toMatch(/^bafyrei/)
})
