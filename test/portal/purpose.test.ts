/** The reason for looking elsewhere: what the service would refuse, the form refuses in words; and where it says so. */
import { expect, test } from 'vitest'
import { parsePurpose } from '../../api/documents/access.ts'
import { reasonOr } from '../../portal/src/lib/server/failure.ts'
import { purposeHeader, purposeIn } from '../../portal/src/lib/server/purpose.ts'

const typed = (reason: string) => {
	const form = new FormData()
	form.set('duvod', reason)
	return purposeIn(form)
}

test.each([
	['', 'reasonNeeded'],
	['   ', 'reasonNeeded'],
	['–', 'reasonNeeded'],
	['. . .', 'reasonNeeded'],
	['x'.repeat(257), 'reasonLong'],
	['dva\nřádky', 'reasonLong'],
	['obrácený \u202e text', 'reasonLong'],
	['字'.repeat(200), 'reasonLong'],
])('%j is refused: %s', (reason, wrong) => {
	expect(typed(reason)).toEqual({ wrong })
})

test.each(['Kontrola lhůt', '12/2026', 'ř'.repeat(256), '字'.repeat(170), '<script>alert(1)</script>'])(
	'%j is one that the service takes',
	(reason) => {
		expect(typed(` ${reason} `)).toEqual({ purpose: reason })
		expect(parsePurpose(purposeHeader(reason)['Letopis-Purpose'])).toBe(reason)
	},
)

test('a problem is shown at the reason only if it is about it', () => {
	for (const code of ['reason-needed', 'purpose-malformed']) expect(reasonOr({ code }, 'vyrok')).toBe('duvod')
	for (const code of ['case-closed', 'queue-full', 'idempotency-conflict'])
		expect(reasonOr({ code }, 'vyrok')).toBe('vyrok')
})
