import { mkdir, mkdtemp, readdir, readFile, rename, rm, symlink, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { afterAll, afterEach, expect, test, vi } from 'vitest'
import { mirrorFolder } from '../../../ledger/copy/mirror.ts'

/** A disk that gives back something else than was written to the path that ends so. */
const failing = vi.hoisted(() => ({ path: null as string | null }))
vi.mock('node:fs', async (original) => {
	const fs = await original<typeof import('node:fs')>()
	const createReadStream: typeof fs.createReadStream = (path, options) =>
		failing.path !== null && String(path).endsWith(failing.path)
			? (Readable.from([Buffer.from('fir\0t')]) as ReturnType<typeof fs.createReadStream>)
			: fs.createReadStream(path, options)
	return { ...fs, createReadStream, default: { ...fs, createReadStream } }
})
afterEach(() => {
	failing.path = null
})

const root = await mkdtemp(join(tmpdir(), 'letopis-mirror-'))
afterAll(() => rm(root, { recursive: true }))

async function folders() {
	const base = await mkdtemp(join(root, 'copy-'))
	const from = join(base, 'from')
	await mkdir(join(from, 'sub'), { recursive: true })
	await writeFile(join(from, 'a'), 'first')
	await writeFile(join(from, 'sub', 'b'), 'second')
	return { from, to: join(base, 'to') }
}

test('copies everything once, then only what changed', async () => {
	const { from, to } = await folders()
	expect(await mirrorFolder(from, to, { immutable: false })).toEqual({
		files: 2,
		bytes: 11,
		unsound: [],
		extra: [],
	})
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

test('a source that is judged unsound does not replace the good copy, nor stop the rest', async () => {
	const { from, to } = await folders()
	await mirrorFolder(from, to, { immutable: false })
	await writeFile(join(from, 'a'), 'rotten bytes')
	await writeFile(join(from, 'b'), 'new')
	const judge = (path: string) => path !== 'a'
	expect(await mirrorFolder(from, to, { immutable: false, judge })).toMatchObject({
		files: 1,
		unsound: ['a'],
	})
	expect(await readFile(join(to, 'a'), 'utf8')).toBe('first')
	expect((await readdir(to)).sort()).toEqual(['a', 'b', 'sub'])
})

test('what reads back differently is told, and does not replace the good copy', async () => {
	const { from, to } = await folders()
	await mirrorFolder(from, to, { immutable: false })
	await writeFile(join(from, 'a'), 'first, and more')
	failing.path = '/to/a.new'
	await expect(mirrorFolder(from, to, { immutable: false })).rejects.toMatchObject({
		code: 'corrupt',
		remedy: expect.stringContaining('disk'),
	})
	expect(await readFile(join(to, 'a'), 'utf8')).toBe('first')
	expect(await readdir(to)).not.toContain('a.new')
	failing.path = null
	expect(await mirrorFolder(from, to, { immutable: false })).toMatchObject({ files: 1 })
	expect(await readFile(join(to, 'a'), 'utf8')).toBe('first, and more')
})

test('skipped and half-written files are left alone', async () => {
	const { from, to } = await folders()
	await writeFile(join(from, 'c.new'), 'torn')
	const skip = (path: string) => path.startsWith('sub')
	expect(await mirrorFolder(from, to, { immutable: false, skip })).toMatchObject({ files: 1 })
	await mkdir(join(to, 'sub'))
	await writeFile(join(to, 'sub', 'b'), 'not ours')
	expect(await mirrorFolder(from, to, { immutable: false, skip })).toMatchObject({ files: 0, extra: [] })
})

test('files that come and go meanwhile do not stop it', async () => {
	const { from, to } = await folders()
	let done = false
	const busy = (async () => {
		for (let n = 0; !done; n++) {
			await writeFile(join(from, `passing-${n}`), 'x'.repeat(1000))
			await rm(join(from, `passing-${n}`))
		}
	})()
	for (let turn = 0; turn < 40; turn++) await mirrorFolder(from, to, { immutable: false })
	done = true
	await busy
	expect(await readFile(join(to, 'sub', 'b'), 'utf8')).toBe('second')
})

test('links are followed where they are our own, and lead nowhere in a folder that others may write to', async () => {
	const { from, to } = await folders()
	await rename(join(from, 'sub'), `${from}-elsewhere`)
	await symlink(`${from}-elsewhere`, join(from, 'sub'))
	await symlink(from, `${from}-link`)
	expect(await mirrorFolder(`${from}-link`, to, { immutable: false, links: true })).toMatchObject({
		files: 2,
	})
	expect(await mirrorFolder(from, `${to}-2`, { immutable: false })).toMatchObject({ files: 1 })
	expect(await mirrorFolder(`${from}-link`, `${to}-3`, { immutable: false })).toMatchObject({ files: 0 })
})
