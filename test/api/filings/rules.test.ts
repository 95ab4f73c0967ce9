/** Which step may be taken from which state, by whom; and the gate in front of the PIN. */

import { cidOfDigest } from '@letopis/format'
import { describe, expect, test } from 'vitest'
import { PinGate, pinOf, printedPin, samePin, typedPin } from '../../../api/filings/pin.ts'
import {
	FILING_STATES,
	type FilingState,
	RULES,
	refusalOf,
	STEPS,
	type Step,
	stateAfterStep,
	UNRESOLVED,
} from '../../../api/filings/rules.ts'

/** State before, then the steps that clerks may take there; all others are refused. */
const ALWAYS = ['pin-renewed', 'voided'] as const
const WORK = ['assigned', 'handed-over', 'message', ...ALWAYS] as const
const SERVICE = ['dispatched', 'deposited', 'served', 'posted', 'taken-down', 'appealed', 'waived'] as const
const OPEN: Record<FilingState, readonly Step[]> = {
	awaiting: [...WORK, 'confirmed', 'lapsed', 'withdrawn'],
	open: [...WORK, 'correction-requested', 'suspended', 'extended', 'decided', 'settled', 'withdrawn'],
	correction: [...WORK, 'corrected', 'suspended', 'served', 'decided', 'settled', 'withdrawn'],
	suspended: [...WORK, 'resumed', 'withdrawn'],
	'suspended-correction': [...WORK, 'corrected', 'served', 'resumed', 'withdrawn'],
	decided: [...WORK, ...SERVICE, 'finality-confirmed'],
	appealed: [...WORK, ...SERVICE, 'decided'],
	...{ final: ALWAYS, settled: ALWAYS, lapsed: ALWAYS, withdrawn: ALWAYS },
}
const FILER: Partial<Record<FilingState, readonly Step[]>> = {
	correction: ['corrected'],
	'suspended-correction': ['corrected'],
}
const everything = new Set([
	'text',
	'how',
	'day',
	'days',
	'code',
	'document',
	'party',
	'channel',
	'department',
	'voids',
])

describe('steps', () => {
	for (const state of FILING_STATES) {
		test(`from ${state}`, () => {
			const may = (who: 'clerk' | 'filer') =>
				STEPS.filter((step) => refusalOf(who, state, step, everything) === null)
			expect(may('clerk')).toEqual(STEPS.filter((step) => OPEN[state].includes(step)))
			const replies = UNRESOLVED.some((one) => one === state) ? (['reply'] as const) : []
			expect(may('filer')).toEqual([...(FILER[state] ?? []), ...replies])
		})
	}

	const leads: [step: Step, from: FilingState, to: FilingState][] = [
		['confirmed', 'awaiting', 'open'],
		['lapsed', 'awaiting', 'lapsed'],
		['correction-requested', 'open', 'correction'],
		['corrected', 'correction', 'open'],
		['suspended', 'open', 'suspended'],
		['suspended', 'correction', 'suspended-correction'],
		['resumed', 'suspended', 'open'],
		['resumed', 'suspended-correction', 'correction'],
		['corrected', 'suspended-correction', 'open'],
		['extended', 'open', 'open'],
		['decided', 'open', 'decided'],
		['decided', 'correction', 'decided'],
		['decided', 'appealed', 'decided'],
		['served', 'decided', 'decided'],
		['served', 'appealed', 'appealed'],
		['appealed', 'decided', 'appealed'],
		['appealed', 'appealed', 'appealed'],
		['settled', 'open', 'settled'],
		['withdrawn', 'suspended', 'withdrawn'],
		['message', 'suspended', 'suspended'],
	]
	for (const [step, from, to] of leads) {
		test(`${step} leads from ${from} to ${to}`, () => expect(stateAfterStep(from, step, false)).toBe(to))
	}

	test('are final when the clock says so for every party', () => {
		expect(stateAfterStep('decided', 'finality-confirmed', false)).toBe('decided')
		expect(stateAfterStep('decided', 'finality-confirmed', true)).toBe('final')
	})

	for (const step of STEPS) {
		for (const missing of RULES[step].needs ?? []) {
			test(`${step} needs ${missing}`, () => {
				const said = new Set([...everything].filter((name) => name !== missing))
				const [from = 'open'] = RULES[step].from
				const [by = 'clerk'] = RULES[step].by
				expect(refusalOf(by, from, step, said)).toEqual({ why: 'missing', fields: [missing] })
			})
		}
	}
})

describe('PINs', () => {
	const secret = new Uint8Array(32).fill(7)
	const filing = cidOfDigest('entry', new Uint8Array(32).fill(1))

	test('differ by filing, secret and generation, and have all letters', () => {
		const other = cidOfDigest('entry', new Uint8Array(32).fill(2))
		const pins = [
			...[pinOf(secret, filing, 0), pinOf(secret, other, 0), pinOf(secret, filing, 1)],
			pinOf(new Uint8Array(32), filing, 0),
		]
		expect(new Set(pins).size).toBe(4)
		expect(pinOf(secret, filing, 0)).toBe(pins[0])
		const letters = Array.from({ length: 400 }, (_, i) => pinOf(secret, filing, i)).join('')
		expect([...new Set(letters)].sort().join('')).toBe('0123456789ABCDEFGHJKMNPQRSTVWXYZ')
	})

	const typed: [comment: string, text: string, pin: string | null][] = [
		['as printed', '7H3K-9QZM', '7H3K9QZM'],
		['in small letters, with spaces', ' 7h3k 9qzm ', '7H3K9QZM'],
		['with letters mistaken for digits', 'OIL0-0000', '01100000'],
		['with a dash of a word processor', '7H3K–9QZM', '7H3K9QZM'],
		['too short', '7H3K-9QZ', null],
		['too long', '7H3K-9QZMM', null],
		['a letter that there is not', 'UUUU-UUUU', null],
		['nothing', '', null],
		['a megabyte', '7'.repeat(1_000_000), null],
	]
	for (const [comment, text, pin] of typed) test(`typed ${comment}`, () => expect(typedPin(text)).toBe(pin))

	test('are compared whole', () => {
		expect(samePin('7H3K9QZM', '7H3K9QZM')).toBe(true)
		expect(samePin('7H3K9QZM', '7H3K9QZN')).toBe(false)
		expect(samePin('7H3K9QZM', '7H3K9QZ')).toBe(false)
		expect(printedPin('7H3K9QZM')).toBe('7H3K-9QZM')
	})
})

describe('the gate', () => {
	function gate() {
		const state = { now: 1_000_000, waited: 0 }
		const made = new PinGate(
			() => state.now,
			async (ms) => {
				state.waited += ms
			},
		)
		const asked = (address: string, right: boolean, number = '1/2026') =>
			made
				.ask(address, number, async () => right)
				.then(
					() => 'in',
					({ code }: { code: string }) => code,
				)
		return { state, asked }
	}

	test('takes five wrong ones from a place, then one each ten seconds', async () => {
		const { state, asked } = gate()
		for (let i = 0; i < 5; i++) expect(await asked('192.0.2.1', false)).toBe('filing-unknown')
		expect(await asked('192.0.2.1', false)).toBe('rate-limited')
		state.now += 10_000
		expect(await asked('192.0.2.1', true)).toBe('in')
	})

	test('keeps nobody out of another number, or at another place', async () => {
		const { asked } = gate()
		for (let i = 0; i < 9; i++) await asked('192.0.2.1', false)
		expect(await asked('192.0.2.1', true, '2/2026')).toBe('in')
		expect(await asked('192.0.2.2', true)).toBe('in')
	})

	test('counts no right ones', async () => {
		const { asked } = gate()
		for (let i = 0; i < 50; i++) expect(await asked('192.0.2.1', true)).toBe('in')
	})

	test('takes the addresses of one IPv6 host for one place', async () => {
		const { asked } = gate()
		for (let i = 0; i < 5; i++) await asked(`2001:db8::${i}`, false)
		expect(await asked('2001:db8::99', false)).toBe('rate-limited')
		expect(await asked('2001:db8:1::1', true)).toBe('in')
	})

	test('slows down what is guessed at from everywhere, but not for who has known it', async () => {
		const { state, asked } = gate()
		expect(await asked('198.51.100.7', true)).toBe('in')
		for (let i = 0; i < 70; i++) await asked(`192.0.2.${i}`, false)
		const { waited } = state
		expect(waited).toBeGreaterThan(0)
		expect(await asked('198.51.100.7', true)).toBe('in')
		expect(state.waited).toBe(waited)
		// Who comes from elsewhere waits a moment, and is let in.
		expect(await asked('203.0.113.9', true)).toBe('in')
		expect(state.waited).toBeGreaterThan(waited)
	})

	test('lets one network with many places keep nobody waiting from elsewhere', async () => {
		const release: (() => void)[] = []
		const made = new PinGate(
			() => 1_000_000,
			() => new Promise((resolve) => release.push(resolve)),
		)
		const asked = (address: string, right: boolean) =>
			made
				.ask(address, '1/2026', async () => right)
				.then(
					() => 'in',
					({ code }: { code: string }) => code,
				)
		for (let i = 0; i < 60; i++) await asked(`192.0.${i}.1`, false)
		const theirs = Array.from({ length: 200 }, (_, i) => asked(`2001:db8:7:${i.toString(16)}::1`, false))
		const more = Array.from({ length: 200 }, (_, i) => asked(`198.51.100.${i}`, false))
		const citizen = asked('203.0.113.9', true)
		await expect.poll(() => release.length).toBe(9)
		// Of many networks as many as there are places, and no more.
		const rest = Array.from({ length: 50 }, (_, i) => asked(`198.18.${i}.1`, false))
		await expect.poll(() => release.length).toBe(20)
		for (const go of release) go()
		expect(await citizen).toBe('in')
		const answers = await Promise.all([...theirs, ...more, ...rest])
		expect(answers.filter((one) => one === 'filing-unknown')).toHaveLength(19)
	})

	test('lets no more through at once than one after the other', async () => {
		const { asked } = gate()
		const answers = await Promise.all(Array.from({ length: 20 }, () => asked('192.0.2.1', false)))
		expect(answers.filter((one) => one === 'filing-unknown')).toHaveLength(5)
	})
})
