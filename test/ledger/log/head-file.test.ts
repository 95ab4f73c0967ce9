import { mkdtemp, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sha256 } from '@letopis/format'
import { type HeadFile, openHeadFile } from '@letopis/ledger'
import { afterAll, describe, expect, test } from 'vitest'

const root = await mkdtemp(join(tmpdir(), 'letopis-head-'))
afterAll(() => rm(root, { recursive: true }))
let count = 0
const newPath = () => join(root, `head-${count++}`)
const rootOf = (n: number) => sha256(Uint8Array.of(n))

async function written(path: string, ...sizes: number[]): Promise<HeadFile> {
	const file = await openHeadFile(path)
	for (const size of sizes) await file.write({ size, root: rootOf(size) })
	await file.close()
	return openHeadFile(path)
}

/** Flips a bit in one slot. */
async function damage(path: string, offset: number): Promise<void> {
	const bytes = await readFile(path)
	bytes[offset] = (bytes[offset] as number) ^ 1
	await writeFile(path, bytes)
}

describe('head file', () => {
	test('no file is no head; then the newest of many writes', async () => {
		const path = newPath()
		const file = await openHeadFile(path)
		expect(await file.read()).toBeNull()
		for (const size of [0, 1, 5, 2 ** 48 - 1]) {
			await file.write({ size, root: rootOf(size) })
			expect(await file.read()).toEqual({ size, root: rootOf(size) })
		}
		await file.close()
		expect(await (await openHeadFile(path)).read()).toEqual({ size: 2 ** 48 - 1, root: rootOf(2 ** 48 - 1) })
		expect((await stat(path)).mode & 0o777).toBe(0o600)
	})

	test('a torn or damaged newest slot gives the head before it, whatever byte it is', async () => {
		for (let at = 0; at < 88; at++) {
			const path = newPath()
			const file = await written(path, 1, 2, 3)
			// Three writes: the newest is in the second slot.
			await damage(path, 4096 + at)
			expect(await file.read()).toEqual({ size: 2, root: rootOf(2) })
			// The next write goes where the damage is, not over the intact one.
			await file.write({ size: 4, root: rootOf(4) })
			expect(await file.read()).toEqual({ size: 4, root: rootOf(4) })
			await damage(path, 4096 + at)
			expect(await file.read()).toEqual({ size: 2, root: rootOf(2) })
			await file.close()
		}
	})

	test('damage in both slots is an error with a remedy, and a write mends it', async () => {
		const path = newPath()
		const file = await written(path, 1, 2)
		await damage(path, 20)
		await damage(path, 4096 + 20)
		await expect(file.read()).rejects.toMatchObject({
			code: 'corrupt',
			remedy: expect.stringContaining('succeed'),
		})
		await file.write({ size: 3, root: rootOf(3) })
		expect(await file.read()).toEqual({ size: 3, root: rootOf(3) })
		await file.close()
	})

	test('a file that was cut in the second slot still has the first', async () => {
		const path = newPath()
		const file = await written(path, 1, 2)
		await truncate(path, 4100)
		expect(await file.read()).toEqual({ size: 2, root: rootOf(2) })
		await file.close()
	})

	test('made but never written is no head', async () => {
		for (const length of [0, 100, 4184]) {
			const path = newPath()
			await writeFile(path, new Uint8Array(length))
			const file = await openHeadFile(path)
			expect(await file.read()).toBeNull()
			await file.write({ size: 1, root: rootOf(1) })
			expect(await file.read()).toEqual({ size: 1, root: rootOf(1) })
			await file.close()
		}
	})

	test('a folder that is not there is an io error', async () => {
		const file = await openHeadFile(join(root, 'missing', 'head'))
		await expect(file.write({ size: 1, root: rootOf(1) })).rejects.toMatchObject({ code: 'io' })
	})
})

describe('the freeze beside the head file', () => {
	test('is kept and lifted', async () => {
		const path = newPath()
		const file = await openHeadFile(path)
		expect(await file.frozen()).toBeNull()
		const frozen = { reason: 'seen' as const, evidence: 'a note\nof lines\n' }
		await file.setFrozen(frozen)
		expect(await (await openHeadFile(path)).frozen()).toEqual(frozen)
		await file.setFrozen({ reason: 'restored', evidence: '' })
		expect((await file.frozen())?.reason).toBe('restored')
		await file.setFrozen(null)
		expect(await file.frozen()).toBeNull()
		await file.setFrozen(null)
	})

	test('damaged, it still freezes', async () => {
		const path = newPath()
		await writeFile(`${path}.frozen`, '{"reason"')
		expect((await (await openHeadFile(path)).frozen())?.reason).toBe('seen')
	})
})
