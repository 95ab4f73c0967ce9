/** Reasons for looking elsewhere: said once, for an hour, by one session, about one thing. */
import { beforeEach, expect, test } from 'vitest'
import { addressAsking } from '../../portal/src/lib/clerk/other-reason.ts'
import { forgetReasons, keepReason, reasonFor } from '../../portal/src/lib/server/reasons.ts'

const NOW = 1_795_363_200_000
const HOUR = 3_600_000
let session = 0

const asking = (token: string, path = '/urad') =>
	({
		url: new URL(path, 'https://ukazkov.example'),
		locals: { session: { name: 'A' }, credentials: { Authorization: `Bearer ${token}` } },
	}) as never
let own: never
beforeEach(() => {
	own = asking(`session-${++session}`)
})

test('a reason holds for an hour, for what it was given for, in its session', () => {
	keepReason(own, 'dokument/a', 'Kontrola', NOW)
	expect(reasonFor(own, 'dokument/a', NOW + HOUR - 1)).toBe('Kontrola')
	expect(reasonFor(own, 'dokument/a', NOW + HOUR)).toBeNull()
	expect(reasonFor(own, 'dokument/b', NOW)).toBeNull()
	expect(reasonFor(own, 'spis/a', NOW)).toBeNull()
	expect(reasonFor(own, 'hledani', NOW)).toBeNull()
	expect(reasonFor(asking('another'), 'dokument/a', NOW)).toBeNull()
})

test('the newest counts, and another is asked for at its address', () => {
	keepReason(own, 'hledani', 'První', NOW)
	keepReason(own, 'hledani', 'Druhý', NOW + 1)
	expect(reasonFor(own, 'hledani', NOW + 2)).toBe('Druhý')
	const asked = addressAsking(new URL('https://x.example/urad?kdo=vse&/nahled=&jiny-duvod=1'), true)
	expect(asked).toBe('/urad?kdo=vse&jiny-duvod=1')
	expect(reasonFor(asking(`session-${session}`, asked), 'hledani', NOW + 2)).toBeNull()
	expect(addressAsking(new URL(asked, 'https://x.example'), false)).toBe('/urad?kdo=vse')
})

test('whoever is not signed in, any more or yet, has none', () => {
	const { locals, ...rest } = own as { locals: object }
	keepReason(own, 'hledani', 'Kontrola', NOW)
	const ended = { ...rest, locals: { ...locals, session: null } } as never
	expect(reasonFor(ended, 'hledani', NOW)).toBeNull()
	keepReason(ended, 'hledani', 'Jiná', NOW)
	expect(reasonFor(own, 'hledani', NOW)).toBe('Kontrola')
	const other = asking('stays')
	keepReason(other, 'hledani', 'Zůstane', NOW)
	forgetReasons((own as { locals: never }).locals)
	expect([reasonFor(own, 'hledani', NOW), reasonFor(other, 'hledani', NOW)]).toEqual([null, 'Zůstane'])
})

test('one session keeps a hundred, and takes no room from others', () => {
	const other = asking('patient')
	keepReason(other, 'hledani', 'Trpělivá', NOW)
	for (let i = 0; i < 150; i++) keepReason(own, `dokument/${i}`, `Důvod ${i}`, NOW)
	const left = Array.from({ length: 150 }, (_, i) => i).filter((i) => reasonFor(own, `dokument/${i}`, NOW))
	expect([left.length, left[0]]).toEqual([100, 50])
	expect(reasonFor(other, 'hledani', NOW)).toBe('Trpělivá')
})
