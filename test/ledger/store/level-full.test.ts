import { spawnSync } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { openLevelStore } from '@letopis/ledger'
import { afterAll, expect, test } from 'vitest'

const root = await mkdtemp(join(tmpdir(), 'letopis-full-'))
afterAll(() => rm(root, { recursive: true }))
const script = fileURLToPath(new URL('../../support/fill-store.ts', import.meta.url))

test('after a write that failed for lack of room the store takes no more, and loses nothing', async () => {
	const dir = join(root, 'store')
	// 200 blocks of 512 bytes for any one file; the program lifts the limit before its last write.
	const { stdout, stderr } = spawnSync(
		'sh',
		['-c', 'ulimit -S -f 200; exec "$@"', 'sh', process.execPath, script, dir],
		{
			encoding: 'utf8',
		},
	)
	expect(stderr).toBe('')
	const { written, codes, readable } = JSON.parse(stdout) as {
		written: number
		codes: string[]
		readable: boolean
	}
	expect(written).toBeGreaterThan(50)
	expect(codes).toEqual(['io', 'io'])
	expect(readable).toBe(true)

	const store = await openLevelStore(dir)
	let rows = 0
	for await (const [key, value] of store.range({ gte: Uint8Array.of(1), lt: Uint8Array.of(2) })) {
		const [, high = 0, low = 0] = key
		expect(high * 256 + low).toBe(rows)
		expect(value).toEqual(new Uint8Array(1000).fill(rows))
		rows++
	}
	expect(rows).toBe(written)
	await store.write([{ key: Uint8Array.of(3), value: Uint8Array.of(3) }], { sync: true })
	await store.close()
})
