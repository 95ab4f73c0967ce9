/**
 * Epoch keys on the disk: made durably, destroyed durably, whatever fails in between; and what is derived from a
 * document's secret.
 */
import { parseCid } from '@letopis/format'
import { describe, expect, test } from 'vitest'
import { openEpochs } from '../../../ledger/vault/epochs.ts'
import { accessKey, anchorBlinder } from '../../../ledger/vault/secrets.ts'
import { CrashDisk, type Failure } from './crash-disk.ts'
import { chance, codeOf, KEYS, noise } from './fixture.ts'

const open = async (disk: CrashDisk) => {
	await disk.makeFolder(KEYS)
	return openEpochs(KEYS, { fs: disk })
}
const names = (disk: CrashDisk) =>
	[...disk.files(KEYS).keys()].map((path) => path.slice(KEYS.length + 8)).sort()

describe('epochs', () => {
	test('are made one after the other, are age identities, and come back', async () => {
		const disk = new CrashDisk()
		const epochs = await open(disk)
		expect(epochs.current).toBeUndefined()
		const [one, two] = [await epochs.add(), await epochs.add()]
		expect(epochs.current).toBe(two)
		expect(epochs.get(1)).toBe(one)
		const text = disk.files(KEYS).get(`${KEYS}/epochs/1.key`)?.toString() ?? ''
		expect(text).toMatch(/^(#.*\n)*AGE-SECRET-KEY-1[A-Z0-9]{58}\n$/)
		expect(text).toContain(one.recipient)
		const again = await open(disk)
		expect(again.all.map(({ number, recipient }) => [number, recipient])).toEqual([
			[1, one.recipient],
			[2, two.recipient],
		])
	})

	test('are numbered on, and listed in order of numbers', async () => {
		const disk = new CrashDisk()
		const epochs = await open(disk)
		for (let n = 0; n < 11; n++) await epochs.add()
		const again = await open(disk)
		expect(again.all.map((epoch) => epoch.number)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11])
		expect((await again.add()).number).toBe(12)
	})

	test('the current one cannot be destroyed, one that is gone need not be', async () => {
		const epochs = await open(new CrashDisk())
		await epochs.add()
		await expect(epochs.destroy(1)).rejects.toThrow(RangeError)
		await epochs.add()
		await epochs.destroy(1)
		await epochs.destroy(1)
		expect(epochs.all.map((epoch) => epoch.number)).toEqual([2])
	})

	test.each([
		['empty', ''],
		['two identities', 'AGE-SECRET-KEY-1\nAGE-SECRET-KEY-1\n'],
		['no identity', 'something else\n'],
		['not text', '\xff\xfe'],
		['far too long', `# ${'x'.repeat(5_000)}\n`],
	])('a key file that is %s is refused, with a remedy', async (_, text) => {
		const disk = new CrashDisk()
		await (await open(disk)).add()
		disk.put(`${KEYS}/epochs/2.key`, Buffer.from(text, 'latin1'))
		await expect(open(disk)).rejects.toMatchObject({
			code: 'corrupt',
			remedy: expect.stringContaining('backup'),
		})
	})

	test('other files in the folder are left alone', async () => {
		const disk = new CrashDisk()
		await (await open(disk)).add()
		for (const name of ['0.key', '01.key', 'note.txt'])
			disk.put(`${KEYS}/epochs/${name}`, Buffer.from('mine'))
		expect((await open(disk)).all.length).toBe(1)
		expect(names(disk)).toEqual(['0.key', '01.key', '1.key', 'note.txt'])
	})

	test.each<Failure>(['refused', 'applied', 'torn', 'crash'])(
		'making one that fails at any operation (%s) harms nothing, and works the next time',
		async (failure) => {
			for (let at = 0; at < 4; at++) {
				const disk = new CrashDisk()
				const epochs = await open(disk)
				const one = await epochs.add()
				disk.arm({ at, failure, code: 'ENOSPC' })
				expect(await codeOf(epochs.add())).toBe('disk-full')
				expect(epochs.current).toBe(one)
				disk.arm()
				const survived = failure === 'crash' ? disk.afterPowerCut(chance(at)) : disk
				const again = await open(survived)
				expect(again.all[0]?.recipient).toBe(one.recipient)
				expect(names(survived).filter((name) => !name.endsWith('.key'))).toEqual([])
				const next = await again.add()
				expect((await open(survived)).current?.recipient).toBe(next.recipient)
			}
		},
	)

	test.each<Failure>(['refused', 'applied', 'torn', 'crash'])(
		'destroying one that fails at any operation (%s) is ended later',
		async (failure) => {
			for (let at = 0; at < 6; at++) {
				for (let round = 0; round < 4; round++) {
					const disk = new CrashDisk()
					const epochs = await open(disk)
					await epochs.add()
					const two = await epochs.add()
					disk.arm({ at, failure })
					expect(await codeOf(epochs.destroy(1))).toBe('io')
					disk.arm()
					const survived = failure === 'crash' ? disk.afterPowerCut(chance(at * 4 + round)) : disk
					const again = await open(survived)
					expect(again.current?.recipient).toBe(two.recipient)
					await again.destroy(1)
					expect(names(survived)).toEqual(['2.key'])
					if (failure !== 'crash') await epochs.destroy(1)
				}
			}
		},
	)
})

describe('secrets', () => {
	// Computed with Python: hmac.new(bytes(range(32)), message, hashlib.sha256).hexdigest()
	const secret = Uint8Array.from({ length: 32 }, (_, i) => i)
	const cid = parseCid('bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku')

	test('are derived as specified', () => {
		expect(Buffer.from(accessKey(secret)).toString('hex')).toBe(
			'945fdf618d95b57086bd88a1ced348f8eca47f049794e14448aca296bc32de90',
		)
		expect(Buffer.from(anchorBlinder(secret, 'authority-a', cid)).toString('hex')).toBe(
			'6b0bd38dfd55a4d9974bc19d58b85516ccb3884503c71c6a113c03189cf37055',
		)
	})

	test('differ by secret, authority and note', () => {
		const other = parseCid('bafkreigh2akiscaildcqabsyg3dfr6chu3fgpregiymsck7e7aqa4s52zy')
		const all = [
			accessKey(secret),
			accessKey(noise('s', 32)),
			anchorBlinder(secret, 'a', cid),
			anchorBlinder(secret, 'b', cid),
			anchorBlinder(secret, 'a', other),
		]
		expect(new Set(all.map((bytes) => Buffer.from(bytes).toString('hex'))).size).toBe(all.length)
	})

	test('are refused for a secret of another length, or a name that could be two', () => {
		expect(() => accessKey(new Uint8Array(31))).toThrow(RangeError)
		expect(() => anchorBlinder(secret, 'a\0b', cid)).toThrow(TypeError)
	})
})
