/**
 * Damage to the files of a vault's first segment, in both copies.
 * @module
 */
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/**
 * Makes the record of an entry unreadable, and with it those of its frame. Each lone append makes a frame of its own.
 * @param vault folder of the vault
 */
export async function damageRecord(vault: string, index: number): Promise<void> {
	for (const copy of ['a', 'b']) {
		const path = join(vault, `segments-${copy}/0000000000000000.seg`)
		const bytes = await readFile(path)
		let at = bytes.indexOf('lfrm')
		const beyond = () => Number(bytes.readBigUInt64BE(at + 8)) + bytes.readUInt32BE(at + 16)
		while (beyond() <= index) at = bytes.indexOf('lfrm', at + 1)
		bytes.writeUInt8(bytes.readUInt8(at + 60) ^ 1, at + 60)
		await writeFile(path, bytes)
	}
}
