/**
 * Properties of the log over the real store and head file: however a run is cut into batches, processes and
 * publications, the log is the one that a single run would have made; and whatever bit of its files is flipped,
 * it either opens with everything acknowledged or refuses.
 */
import { randomBytes } from 'node:crypto'
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { checkConsistency, equalBytes } from '@letopis/format'
import {
	type Appended,
	createLog,
	LedgerError,
	type Log,
	openHeadFile,
	openLevelStore,
	openLog,
	type VaultRecord,
} from '@letopis/ledger'
import { afterAll, expect, test } from 'vitest'
import { auditAnswer, auditLog, documentDraft, makeSigner, TestClock } from '../support/log-fixture.ts'
import { MemoryVault } from '../support/memory-vault.ts'
import { fc } from '../support/properties.ts'
import { oracleLeaf, oracleRoot } from '../support/tree-oracle.ts'

const signer = await makeSigner()
const root = await mkdtemp(join(tmpdir(), 'letopis-log-'))
afterAll(() => rm(root, { recursive: true, force: true }))
let folders = 0

/** A log on disk, as one process has it. */
async function openAt(dir: string, records: readonly (VaultRecord | 'erased')[], create: boolean) {
	const store = await openLevelStore(join(dir, 'entries'))
	try {
		const index = await openLevelStore(join(dir, 'index'))
		const head = await openHeadFile(join(dir, 'head'))
		const vault = new MemoryVault(records)
		const close = async () => {
			await head.close()
			await index.close()
			await store.close()
		}
		const random = (size: number) => new Uint8Array(randomBytes(size))
		const options = { store, index, vault, head, signer, clock: new TestClock(), random }
		try {
			const log = await (create ? createLog(options, { town: 'Ukázkov', demo: true }) : openLog(options))
			const end = async () => {
				await log.close()
				await close()
			}
			return { log, vault, end }
		} catch (error) {
			await close()
			throw error
		}
	} catch (error) {
		await store.close()
		throw error
	}
}

test('append ∘ reopen = append', async () => {
	const step = fc.oneof(
		{
			weight: 6,
			arbitrary: fc.record({ do: fc.constant('append' as const), count: fc.integer({ min: 1, max: 80 }) }),
		},
		{ weight: 2, arbitrary: fc.record({ do: fc.constant('reopen' as const) }) },
		{ weight: 1, arbitrary: fc.record({ do: fc.constant('publish' as const) }) },
	)
	await fc.assert(
		fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 14 }), async (steps) => {
			const dir = join(root, String(folders++))
			let running = await openAt(dir, [], true)
			const entries = [(await running.log.entry(0)) as Uint8Array]
			const heads: { size: number; root: Uint8Array }[] = [{ size: 1, root: running.log.root }]
			for (const one of steps) {
				if (one.do === 'append') {
					const answers = await Promise.all(
						Array.from({ length: one.count }, () => running.log.append(documentDraft())),
					)
					for (const answer of answers) {
						expect(answer.index).toBe(entries.length)
						entries.push(answer.entry)
					}
					auditAnswer(answers.at(-1) as Appended, signer)
					heads.push({ size: running.log.size, root: running.log.root })
				} else if (one.do === 'publish') {
					expect((await running.log.publish()).size).toBe(entries.length)
				} else {
					const { published, checkpoint } = running.log
					await running.end()
					running = await openAt(dir, running.vault.records, false)
					expect(running.log).toMatchObject({ size: entries.length, published, checkpoint })
				}
			}
			await mustBe(running.log, entries)
			for (const older of heads) {
				const { size, root: root2 } = running.log
				const proof = await running.log.consistencyProof(older.size, size)
				checkConsistency({ size1: older.size, size2: size, root1: older.root, root2, proof })
			}
			await running.end()
		}),
		{ numRuns: 12 },
	)
})

async function mustBe(log: Log, entries: readonly Uint8Array[]): Promise<void> {
	expect(equalBytes(log.root, oracleRoot(entries.map(oracleLeaf)))).toBe(true)
	const stored = await auditLog(log)
	expect(stored.map((entry) => Buffer.from(entry).toString('hex'))).toEqual(
		entries.map((entry) => Buffer.from(entry).toString('hex')),
	)
}

test('a data folder that is open is in use', async () => {
	const dir = join(root, String(folders++))
	const running = await openAt(dir, [], true)
	await expect(openAt(dir, [], false)).rejects.toMatchObject({ code: 'in-use' })
	await running.end()
})

test('a flipped bit or a cut in the files: everything acknowledged is served, or the log refuses with a remedy', async () => {
	const dir = join(root, String(folders++))
	const running = await openAt(dir, [], true)
	const answers: Appended[] = []
	for (let i = 0; i < 6; i++) {
		answers.push(...(await Promise.all(Array.from({ length: 3 }, () => running.log.append(documentDraft())))))
	}
	await running.end()
	const entries = (await readdir(join(dir, 'entries'))).filter((name) =>
		/\.(log|ldb)$|^MANIFEST|^CURRENT/.test(name),
	)
	let refused = 0
	for (let round = 0; round < 60; round++) {
		const copy = join(root, `damaged-${round}`)
		await cp(dir, copy, { recursive: true })
		const path = join(copy, 'entries', entries[round % entries.length] as string)
		const bytes = await readFile(path)
		if (bytes.length === 0) continue
		const at = (round * 7919) % bytes.length
		if (round % 6 === 5) await writeFile(path, bytes.subarray(0, at))
		else {
			bytes[at] = (bytes[at] as number) ^ (1 << (round % 8))
			await writeFile(path, bytes)
		}
		try {
			const { log, end } = await openAt(copy, running.vault.records, false)
			expect(log.size).toBe(answers.length + 1)
			for (const { index, entry } of answers)
				expect(equalBytes((await log.entry(index)) as Uint8Array, entry)).toBe(true)
			await end()
		} catch (error) {
			refused++
			expect(error).toBeInstanceOf(LedgerError)
			expect(error).toMatchObject({ remedy: expect.any(String) })
		}
		await rm(copy, { recursive: true })
	}
	expect(refused).toBeGreaterThan(5)
})
