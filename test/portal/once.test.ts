/** A form acts once, however often it is sent. */
import { expect, test } from 'vitest'
import { formKey, once } from '../../portal/src/lib/server/once.ts'

const NOW = 1_795_363_200_000
const MINUTE = 60_000

function form(values: Record<string, string>): FormData {
	const made = new FormData()
	for (const [name, value] of Object.entries(values)) made.set(name, value)
	return made
}

function counter() {
	let times = 0
	return { task: async () => ++times, times: () => times }
}

test('two sendings at once are one act with one answer', async () => {
	const { task, times } = counter()
	const sent = { klic: formKey(NOW), jmeno: 'A' }
	const answers = await Promise.all([
		once('a', form(sent), task, undefined, NOW),
		once('a', form(sent), task, undefined, NOW),
	])
	expect([answers, times()]).toEqual([[1, 1], 1])
	expect(await once('a', form(sent), task, undefined, NOW + 29 * MINUTE)).toBe(1)
})

const others: [comment: string, owner: string, values: (key: string) => Record<string, string>][] = [
	['other values', 'b', (klic) => ({ klic, jmeno: 'B' })],
	['one value more', 'b', (klic) => ({ klic, jmeno: 'A', role: 'x' })],
	['somebody else', 'c', (klic) => ({ klic, jmeno: 'A' })],
]
test.each(others)('another act: %s', async (_, owner, values) => {
	const { task, times } = counter()
	const klic = formKey(NOW)
	await once('b', form({ klic, jmeno: 'A' }), task, undefined, NOW)
	await once(owner, form(values(klic)), task, undefined, NOW)
	expect(times()).toBe(2)
})

const [stamp = '', rest = ''] = formKey(NOW).split(/\.(.*)/s)
const stale: [comment: string, key: string, at: number][] = [
	['half an hour old', formKey(NOW), NOW + 30 * MINUTE],
	['of tomorrow', formKey(NOW), NOW - 1],
	['made younger', `${(NOW + MINUTE).toString(36)}.${rest}`, NOW + 31 * MINUTE],
	['of another seal', `${stamp}.${rest.slice(0, -2)}--`, NOW],
	['empty', '', NOW],
	['without a seal', stamp, NOW],
]
test.each(stale)('no act for a key %s', (_, klic, at) => {
	const { task, times } = counter()
	expect(once('d', form({ klic }), task, undefined, at)).toBeNull()
	expect(times()).toBe(0)
})

test('what failed, or was not done, may be asked for again with the same form', async () => {
	const sent = form({ klic: formKey(NOW) })
	await expect(once('e', sent, () => Promise.reject(new Error('down')), undefined, NOW)).rejects.toThrow()
	expect(
		await once(
			'e',
			sent,
			async () => 'refused',
			() => false,
			NOW,
		),
	).toBe('refused')
	expect(await once('e', sent, async () => 'done', undefined, NOW)).toBe('done')
	expect(await once('e', sent, async () => 'again', undefined, NOW)).toBe('done')
})
