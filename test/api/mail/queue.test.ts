import { randomBytes } from 'node:crypto'
import { mkdir, mkdtemp, readdir, rename, rm, rmdir, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { MailQueue, type Waiting } from '../../../api/mail/queue.ts'

const root = await mkdtemp(join(tmpdir(), 'letopis-mail-'))
afterAll(() => rm(root, { recursive: true }))
const secret = new Uint8Array(randomBytes(32))
const mail = { to: 'nekdo@ukazkov.example' } as Waiting['mail']

async function fresh() {
	const folder = join(await mkdtemp(join(root, 'queue-')), 'mail')
	return { folder, queue: await MailQueue.open(folder, secret) }
}
async function waiting(queue: MailQueue): Promise<string[]> {
	const found: string[] = []
	for await (const { about } of queue.all()) found.push(about)
	return found.toSorted()
}

describe('mail that waits', () => {
	test('is there after a restart, once, and gone when it was sent', async () => {
		const { folder, queue } = await fresh()
		await queue.add('a', 'about-a', mail, 1)
		await queue.add('a', 'about-a', mail, 2)
		await queue.add('b', 'about-b', mail, 3)
		const again = await MailQueue.open(folder, secret)
		expect([again.size, await waiting(again)]).toEqual([2, ['about-a', 'about-b']])
		await again.forget('about-a')
		expect([await waiting(again), await waiting(await MailQueue.open(folder, secret))]).toEqual([
			['about-b'],
			['about-b'],
		])
	})

	test('cut off while it was written is none, and leaves nothing behind', async () => {
		const { folder, queue } = await fresh()
		await queue.add('a', 'about-a', mail, 1)
		const [name = ''] = await readdir(folder)
		// As a crash before its name leaves it, whole or not.
		await rename(join(folder, name), join(folder, `${name}.new`))
		await writeFile(join(folder, `${'0'.repeat(32)}.mail.new`), 'half')
		const again = await MailQueue.open(folder, secret)
		expect([again.size, await waiting(again), await readdir(folder)]).toEqual([0, [], []])
		await again.add('a', 'about-a', mail, 2)
		expect(await waiting(again)).toEqual(['about-a'])
	})

	test('that could not be written is told as an error, is none, and can be queued again', async () => {
		const { folder, queue } = await fresh()
		await queue.add('a', 'about-a', mail, 1)
		const [name = ''] = await readdir(folder)
		await queue.forget('about-a')
		for (const taken of [`${name}.new`, name]) {
			await mkdir(join(folder, taken, 'full'), { recursive: true })
			await expect(queue.add('a', 'about-a', mail, 2)).rejects.toMatchObject({ code: expect.any(String) })
			expect(queue.size).toBe(0)
			await rmdir(join(folder, taken, 'full'))
			await rmdir(join(folder, taken))
		}
		await queue.add('a', 'about-a', mail, 3)
		expect(await waiting(queue)).toEqual(['about-a'])
	})

	test('damaged on the disk is removed, and the others stay', async () => {
		const { folder, queue } = await fresh()
		await queue.add('a', 'about-a', mail, 1)
		const [name = ''] = await readdir(folder)
		await queue.add('b', 'about-b', mail, 2)
		await writeFile(join(folder, name), 'damaged')
		const again = await MailQueue.open(folder, secret)
		expect([await waiting(again), again.size, (await readdir(folder)).length]).toEqual([['about-b'], 1, 1])
	})
})
