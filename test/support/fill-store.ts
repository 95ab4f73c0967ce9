/**
 * Writes to a store until the file size limit of the process is reached, as a full disk would have it, then lifts the
 * limit and tries once more. Run as a program: `node fill-store.ts <folder>`; prints one line of JSON.
 * @module
 */
import { spawnSync } from 'node:child_process'
import { LedgerError, openLevelStore } from '@letopis/ledger'

// Without a handler the limit kills the process instead of failing the write.
process.on('SIGXFSZ', () => {})

const store = await openLevelStore(process.argv[2] as string)
const codes: string[] = []
let written = 0
const write = async (n: number) => {
	try {
		const row = { key: Uint8Array.of(1, n >> 8, n & 255), value: new Uint8Array(1000).fill(n) }
		await store.write([row], { sync: true })
		written++
	} catch (error) {
		codes.push(error instanceof LedgerError ? error.code : String(error))
	}
}
for (let n = 0; codes.length === 0 && n < 10_000; n++) await write(n)
// Room again: what is refused from here on is refused by the store, not by the system.
spawnSync('sh', ['-c', `prlimit --pid ${process.pid} --fsize=unlimited`])
await write(65_535)
const readable = (await store.get(Uint8Array.of(1, 0, 0))) !== undefined
await store.close()
console.log(JSON.stringify({ written, codes, readable }))
