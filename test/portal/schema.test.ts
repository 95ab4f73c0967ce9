/** The portal's types of the service are those of the service. */
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { apiTypes } from '../../portal/api-types.ts'
import { Town } from '../support/town.ts'

const FILE = new URL('../../portal/src/lib/api/schema.d.ts', import.meta.url)

test('schema.d.ts is current; otherwise run: node scripts/build-api-types.ts', async () => {
	const town = await Town.open({ authority: false })
	const description = await town.json<object>('/openapi.json', { token: null })
	await town.close()
	const now = await apiTypes(description)
	const written = readFileSync(FILE, 'utf8')
	// Said by name: a difference of thousands of lines tells nobody anything.
	const differs = now.split('\n').find((line, i) => line !== written.split('\n')[i])
	expect(differs).toBeUndefined()
	expect(now).toBe(written)
})
