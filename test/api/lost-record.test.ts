/** A document whose record both copies of the vault have lost: all others are served, and nothing is repeated unsaid. */
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { parseCid } from '@letopis/format'
import { afterEach, expect, test } from 'vitest'
import { damageRecord } from '../support/damage.ts'
import { Town } from '../support/town.ts'

const towns: Town[] = []
afterEach(async () => {
	for (const town of towns.splice(0)) await town.close()
})

const keyed = (town: Town, name: string) => town.upload(name, {}, { headers: { 'Idempotency-Key': name } })
const replayed = (response: Response) => response.headers.get('Idempotency-Replayed')

test('the others are found, also without indexes; a repeated request is told of the doubt', async () => {
	const first = await Town.open({ authority: false, durable: true })
	const sent = []
	for (const name of ['one', 'two', 'three']) {
		const { id, entry, response } = await keyed(first, name)
		expect([response.status, replayed(response)]).toEqual([201, null])
		sent.push({ id, entry })
	}
	const index = (await first.log.indexOf(parseCid(sent[1]?.entry ?? ''))) as number
	await first.close(true)
	await damageRecord(join(first.folder, 'data/vault'), index)
	for (const part of ['index', 'projections']) await rm(join(first.folder, 'data', part), { recursive: true })

	const town = await Town.open({ authority: false, durable: true, folder: first.folder })
	towns.push(town)
	expect(town.log.lostKeys).toBe(1)
	const content = (id = '') => town.fetch(`/api/v1/documents/${id}/content`)
	expect(await (await content(sent[0]?.id)).text()).toBe('one')
	expect(await (await content(sent[2]?.id)).text()).toBe('three')
	const lost = await content(sent[1]?.id)
	expect([lost.status, ((await lost.json()) as { code: string }).code]).toEqual([500, 'corrupt'])
	const { size } = town.log
	const shown = await town.json(`/api/v1/documents/${sent[1]?.id}`)
	expect(shown).toMatchObject({ lost: true, erased: false, private: null, version: { state: 'in-force' } })
	const { events } = await town.json<{ events: unknown[] }>(`/api/v1/documents/${sent[1]?.id}/history`)
	expect(events).toMatchObject([{ type: 'version', by: null, purpose: null }])
	const listed = await town.json<{ documents: { id: string }[] }>('/api/v1/documents')
	expect(listed.documents.map(({ id }) => id)).toEqual(sent.map(({ id }) => id).reverse())
	expect(town.log.size, 'nothing private was read').toBe(size)
	expect(await town.json('/readyz', { token: null })).not.toMatchObject({
		reasons: [{ code: 'rights-in-doubt' }],
	})
	expect(replayed((await keyed(town, 'one')).response)).toBe('true')
	const again = await keyed(town, 'two')
	expect([again.response.status, replayed(again.response)]).toEqual([201, 'unknown'])
	expect(replayed((await town.upload('four')).response)).toBeNull()
	expect(replayed((await keyed(town, 'two')).response)).toBe('true')
})
