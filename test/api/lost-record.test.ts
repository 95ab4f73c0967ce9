/** A document whose record both copies of the vault have lost: all others are served, and nothing is repeated unsaid. */
import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseCid } from '@letopis/format'
import { afterEach, expect, test } from 'vitest'
import { Town } from '../support/town.ts'

const towns: Town[] = []
afterEach(async () => {
	for (const town of towns.splice(0)) await town.close()
})

const keyed = (town: Town, name: string) => town.upload(name, {}, { headers: { 'Idempotency-Key': name } })
const replayed = (response: Response) => response.headers.get('Idempotency-Replayed')

/** Each lone append makes a frame of its own. */
async function damageRecord(folder: string, index: number): Promise<void> {
	for (const copy of ['a', 'b']) {
		const path = join(folder, `data/vault/segments-${copy}/0000000000000000.seg`)
		const bytes = await readFile(path)
		let at = -1
		for (let i = 0; i <= index; i++) at = bytes.indexOf('lfrm', at + 1)
		bytes.writeUInt8(bytes.readUInt8(at + 60) ^ 1, at + 60)
		await writeFile(path, bytes)
	}
}

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
	await damageRecord(first.folder, index)
	for (const part of ['index', 'projections']) await rm(join(first.folder, 'data', part), { recursive: true })

	const town = await Town.open({ authority: false, durable: true, folder: first.folder })
	towns.push(town)
	expect(town.log.lostKeys).toBe(1)
	const content = (id = '') => town.fetch(`/api/v1/documents/${id}/content`)
	expect(await (await content(sent[0]?.id)).text()).toBe('one')
	expect(await (await content(sent[2]?.id)).text()).toBe('three')
	expect((await content(sent[1]?.id)).status).toBeGreaterThanOrEqual(400)
	expect(replayed((await keyed(town, 'one')).response)).toBe('true')
	const again = await keyed(town, 'two')
	expect([again.response.status, replayed(again.response)]).toEqual([201, 'unknown'])
	expect(replayed((await town.upload('four')).response)).toBeNull()
	expect(replayed((await keyed(town, 'two')).response)).toBe('true')
})
