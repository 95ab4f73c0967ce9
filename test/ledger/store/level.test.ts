import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openLevelStore, type Store } from '@letopis/ledger'
import { afterAll, describe, expect, test } from 'vitest'
import { storeSuite } from '../../contract/store-suite.ts'

const root = await mkdtemp(join(tmpdir(), 'letopis-level-'))
afterAll(() => rm(root, { recursive: true, force: true }))

let count = 0
const folder = () => join(root, String(count++))
const folders = new WeakMap<Store, string>()

storeSuite('level', {
	async open() {
		const dir = folder()
		const store = await openLevelStore(dir)
		folders.set(store, dir)
		return store
	},
	async reopen(store) {
		await store.close()
		return openLevelStore(folders.get(store) as string)
	},
})

describe('level', () => {
	test('a folder that is open elsewhere is in use, with a remedy', async () => {
		const dir = folder()
		const store = await openLevelStore(dir)
		await expect(openLevelStore(dir)).rejects.toMatchObject({
			code: 'in-use',
			remedy: expect.stringContaining('one writer'),
		})
		await store.close()
		await (await openLevelStore(dir)).close()
	})

	test('a damaged manifest is reported as corruption', async () => {
		const dir = folder()
		const store = await openLevelStore(dir)
		await store.write([{ key: Uint8Array.of(1), value: Uint8Array.of(1) }], { sync: true })
		await store.close()
		for (const name of await readdir(dir)) {
			if (!name.startsWith('MANIFEST')) continue
			const bytes = await readFile(join(dir, name))
			bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 0x55
			await writeFile(join(dir, name), bytes)
		}
		await expect(openLevelStore(dir)).rejects.toMatchObject({ code: 'corrupt' })
	})

	test('a folder that cannot be made is an io error, with a remedy', async () => {
		const file = folder()
		await writeFile(file, '')
		await expect(openLevelStore(join(file, 'below'))).rejects.toMatchObject({
			code: 'io',
			remedy: expect.any(String),
		})
	})
})
