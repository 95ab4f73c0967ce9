import { mkdir, mkdtemp, readFile, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { mirrorFolder } from '../../../ledger/copy/mirror.ts'

async function folders() {
	const base = await mkdtemp(join(tmpdir(), 'letopis-mirror-'))
	const from = join(base, 'from')
	await mkdir(join(from, 'sub'), { recursive: true })
	await writeFile(join(from, 'a'), 'first')
	await writeFile(join(from, 'sub', 'b'), 'second')
	return { from, to: join(base, 'to') }
}

test('copies everything once, then only what changed', async () => {
	const { from, to } = await folders()
	expect(await mirrorFolder(from, to, { immutable: false })).toEqual({ files: 2, bytes: 11, extra: [] })
	expect(await mirrorFolder(from, to, { immutable: false })).toMatchObject({ files: 0 })
	await writeFile(join(from, 'a'), 'fIrst')
	await utimes(join(from, 'a'), new Date(), new Date(Date.now() + 5000))
	expect(await mirrorFolder(from, to, { immutable: false })).toMatchObject({ files: 1 })
	expect(await readFile(join(to, 'a'), 'utf8')).toBe('fIrst')
})

test('an immutable file of the same size is never read again', async () => {
	const { from, to } = await folders()
	await mirrorFolder(from, to, { immutable: true })
	await writeFile(join(from, 'a'), 'fIrst')
	expect(await mirrorFolder(from, to, { immutable: true })).toMatchObject({ files: 0 })
})

test('what vanished from the source stays in the copy and is told', async () => {
	const { from, to } = await folders()
	await mirrorFolder(from, to, { immutable: true })
	await rm(join(from, 'a'))
	expect(await mirrorFolder(from, to, { immutable: true })).toMatchObject({ files: 0, extra: ['a'] })
	expect(await readFile(join(to, 'a'), 'utf8')).toBe('first')
})

test('a source that is judged unsound does not replace the good copy', async () => {
	const { from, to } = await folders()
	await mirrorFolder(from, to, { immutable: false })
	await writeFile(join(from, 'a'), 'rotten bytes')
	await expect(
		mirrorFolder(from, to, { immutable: false, judge: (path) => path !== 'a' }),
	).rejects.toMatchObject({ code: 'corrupt' })
	expect(await readFile(join(to, 'a'), 'utf8')).toBe('first')
})

test('skipped and half-written files are left alone', async () => {
	const { from, to } = await folders()
	await writeFile(join(from, 'c.new'), 'torn')
	const result = await mirrorFolder(from, to, { immutable: false, skip: (path) => path.startsWith('sub') })
	expect(result).toMatchObject({ files: 1 })
})
