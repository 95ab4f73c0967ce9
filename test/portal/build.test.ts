/** The portal is built once: where nothing it is made of has changed, nothing is rebuilt. */
import { statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { buildPortal } from '../../scripts/build-portal.ts'

test('built again without a change, it is as it was', async () => {
	const entry = join(import.meta.dirname, '../../portal/build/portal.js')
	const same: boolean[] = []
	// Where somebody is just editing a source, that is a change.
	while (same.length < 3 && same.at(-1) !== true) {
		await buildPortal()
		const { mtimeMs, ino } = statSync(entry)
		await buildPortal()
		const now = statSync(entry)
		same.push(now.mtimeMs === mtimeMs && now.ino === ino)
	}
	expect(same.at(-1)).toBe(true)
})
