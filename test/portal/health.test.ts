/** The overview in words: what waits comes first, every remedy has its words and commands, and Czech counts rightly. */
import { describe, expect, test } from 'vitest'
import { KINDS, REMEDIES } from '../../api/admin/overview.ts'
import { commandsFor } from '../../portal/src/lib/admin/commands.ts'
import { fromNow } from '../../portal/src/lib/admin/from-now.ts'
import { healthRows, healthSentence, type Overview } from '../../portal/src/lib/admin/health.ts'
import { formats } from '../../portal/src/lib/locale/format.ts'
import { LOCALES } from '../../portal/src/lib/locale/locale.ts'
import { cs } from '../../portal/src/lib/words/cs/health.ts'
import { en } from '../../portal/src/lib/words/en/health.ts'

type Item = Overview['items'][number]
const NOW = Date.parse('2026-11-22T12:00:00Z')
const DAY = 86_400_000
const iso = (at: number) => new Date(at).toISOString()
const item = (kind: Item['kind'], given: Partial<Item> = {}): Item => ({
	...{
		kind,
		name: null,
		state: 'ok',
		remedy: null,
		at: null,
		until: null,
		seconds: null,
		count: null,
		of: null,
	},
	...given,
})
const overview = (...items: Item[]): Overview => ({
	...{ time: iso(NOW), version: '0', origin: 'ukazkov.example/log/1', demo: false, items, failures: [] },
})
const reader = (locale: 'cs' | 'en') => ({ say: { cs, en }[locale], locale, formats: formats(locale) })
const plain = (text: string | undefined) => text?.replaceAll(/\s/g, ' ')

const facts: [expected: string, item: Item][] = [
	['Zatím žádná. První vznikne několik vteřin po prvním zápisu.', item('head', { count: 0, of: 0 })],
	['Zahrnuje všech 1 234 zápisů.', item('head', { count: 1234, of: 1234 })],
	['Zahrnuje 5 zápisů, na další hlavu čeká 2.', item('head', { count: 5, of: 7 })],
	['Stvrzuje hlavy bez prodlení.', item('witness', { name: 'soused', seconds: 0 })],
	['Nejstarší nestvrzená hlava čeká 2 hodiny.', item('witness', { name: 'soused', seconds: 7200 })],
	['Volných 1,5 GB. Pod 268,4 MB se přestane zapisovat.', item('disk', { count: 1.5e9, of: 268_435_456 })],
	['Volné místo se nepodařilo zjistit.', item('disk', { of: 1 })],
	[
		'Platí do 22. prosince 2026, končí za 30 dní.',
		item('certificate', { name: 'server', until: iso(NOW + 30 * DAY + 1000) }),
	],
	['Platil do 20. listopadu 2026, skončil před 2 dny.', item('certificate', { until: iso(NOW - 2 * DAY) })],
	['Soubor s certifikátem se nedá přečíst.', item('certificate', { until: iso(0) })],
	['Zatím žádná. Bez zálohy by porucha disku smazala dokumenty.', item('backup')],
	['Poslední úplná 19. listopadu 2026 v 13:00, před 3 dny.', item('backup', { at: iso(NOW - 3 * DAY) })],
	['Za posledních 24 hodin 3 selhání.', item('jobs', { state: 'soon', count: 3 })],
	['Poškozená 2 místa.', item('vault', { state: 'now', count: 2 })],
	[
		'Poslední 22. listopadu 2026 v 13:00. Nejstarší neorazítkovaný zápis čeká 90 vteřin. Letos zbývají 3 razítka.',
		item('authority', { name: 'tsa', at: iso(NOW), seconds: 90, count: 3 }),
	],
	['Žádná autorita není nastavena: čas zápisů dokládají jen hodiny úřadu.', item('authority')],
]
test.each(facts)('%s', (expected, given) => {
	const [row] = healthRows(overview(given, item('witness', { name: 'w' })), reader('cs')).filter(
		({ title }) => given.kind === 'witness' || !title.includes(': w'),
	)
	expect(plain(row?.fact)).toBe(expected)
})

describe('one sentence', () => {
	const table: [expected: string, now: number, soon: number][] = [
		['Vše je v pořádku.', 0, 0],
		['Jedna věc čeká na vás.', 0, 1],
		['Dvě věci čekají na vás.', 0, 2],
		['Jedna věc čeká na vás hned.', 1, 0],
		['Tři věci čekají na vás, jedna hned.', 1, 2],
		['Čtyři věci čekají na vás, 2 hned.', 2, 2],
		['12 věcí čeká na vás, 5 hned.', 5, 7],
	]
	test.each(table)('%s', (expected, now, soon) => {
		const waiting = (state: 'now' | 'soon', n: number) =>
			Array.from({ length: n }, () => item('disk', { state }))
		const given = overview(...waiting('soon', soon), item('clock'), ...waiting('now', now))
		expect(plain(healthSentence(given, reader('cs')))).toBe(expected)
	})
})

test('what waits comes first, and every key is under one row', () => {
	const rows = healthRows(
		overview(
			item('signing'),
			item('key', { name: 'status: a' }),
			item('key', { name: 'heads (Ed25519): b' }),
			item('backup', { state: 'soon', remedy: 'make-backup' }),
			item('disk', { state: 'now', remedy: 'free-disk' }),
		),
		reader('cs'),
	)
	expect(rows.map(({ state, title }) => `${state} ${title}`)).toEqual([
		'now Místo na disku',
		'soon Záloha',
		'unset Svědek',
		'ok Zápis',
		'ok Klíče úřadu',
	])
	expect(rows.at(-1)?.list).toEqual(['prohlášení o stavu: a', 'hlavy knihy (Ed25519): b'])
})

test.each(LOCALES)('every kind and remedy has its words, %s', (locale) => {
	const { say } = reader(locale)
	for (const kind of KINDS) {
		const given = overview(item(kind, { name: 'x: y', count: 1, of: 1 }))
		for (const { title, fact } of healthRows(given, reader(locale))) {
			expect(title).not.toContain('undefined')
			expect(fact).not.toMatch(/undefined|^$/)
		}
	}
	for (const remedy of REMEDIES) {
		expect(say.remedies[remedy]).toBeTruthy()
		for (const demo of [true, false])
			for (const { what, command } of commandsFor(remedy, demo, say.places)) {
				expect(say.steps[what], remedy).toBeTruthy()
				expect(command.startsWith('npx letopis'), command).toBe(demo && command.includes('letopis'))
			}
	}
})

test.each([
	['před 2 dny', -2.9 * DAY],
	['za 29 dní', 29.9 * DAY],
	['před 3 hodinami', -3 * 3_600_000],
	['za 0 minut', 1000],
	['před 1 rokem', -400 * DAY],
])('%s', (expected, distance) => {
	expect(plain(fromNow(NOW + distance, NOW, 'cs'))).toBe(expected)
})
