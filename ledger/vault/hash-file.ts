/**
 * SHA-256 of a file's bytes, in constant memory.
 * @module
 */
import { createHash } from 'node:crypto'
import type { Hash } from '@letopis/format'
import type { VaultFs } from './files.ts'

const BLOCK = 1024 * 1024

/** @throws whatever the file system throws */
export async function hashFile(fs: VaultFs, path: string): Promise<Hash> {
	const file = await fs.open(path, 'read')
	try {
		const hash = createHash('sha256')
		// One byte more than there is: a small file is read at once, and seen to end.
		const block = Buffer.allocUnsafeSlow(Math.min(BLOCK, (await file.size()) + 1))
		for (let at = 0; ; ) {
			const size = await file.read(block, at)
			hash.update(block.subarray(0, size))
			at += size
			if (size < block.length) return hash.digest()
		}
	} finally {
		await file.close()
	}
}
