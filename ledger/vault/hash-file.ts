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
		const block = Buffer.allocUnsafeSlow(BLOCK)
		for (let at = 0; ; ) {
			const size = await file.read(block, at)
			hash.update(block.subarray(0, size))
			at += size
			if (size < BLOCK) return hash.digest()
		}
	} finally {
		await file.close()
	}
}
