import { formatReceipt, type Receipt } from '@letopis/format'
import { verifyReceipt } from '@letopis/verifier'
import { describe, expect, test } from 'vitest'
import {
	alpha,
	beta,
	content,
	failed,
	file,
	log,
	receipt,
	roots,
	trust,
	verify,
} from '../support/receipt-story.ts'
import { MINUTE, START, TestLog } from '../support/test-log.ts'
import {
	createAuthority,
	crossSigned,
	type Flaw,
	type StampOptions,
	wrongSigners,
} from '../support/timestamp-authority.ts'

describe('time', () => {
	const timeOf = async (changes: Partial<Receipt>, whom = trust) => {
		const report = await verify({ receipt: formatReceipt({ ...receipt(), ...changes }), trust: whom })
		return { report, time: report.verdict.time }
	}

	test('anchors only: upper-only; linked only: lower-only; neither: self-declared', async () => {
		expect((await timeOf({ linked: [] })).time.kind).toBe('upper-only')
		expect((await timeOf({ anchors: [] })).time.kind).toBe('lower-only')
		const { report, time } = await timeOf({ anchors: [], linked: [] })
		expect(time).toMatchObject({ kind: 'self-declared', lower: null, upper: null })
		expect(report.exitCode).toBe(0)
	})

	test('--require time needs a trusted upper bound', async () => {
		for (const [changes, unmet] of [
			[{}, []],
			[{ linked: [] }, []],
			[{ anchors: [] }, ['time']],
		] as const) {
			const text = formatReceipt({ ...receipt(), ...changes })
			expect((await verify({ receipt: text, require: ['time'] })).unmet).toEqual(unmet)
		}
	})

	test('a stamped genesis bounds from below', async () => {
		const stamped = new TestLog({ genesisAuthority: alpha })
		stamped.now += MINUTE
		const at = stamped.appendDocument(content)
		const text = formatReceipt(stamped.receipt(at))
		const report = await verifyReceipt({ receipt: text, file, trust: stamped.trust({ roots }) })
		expect(report.verdict.time).toMatchObject({ kind: 'lower-only', lower: { at: START - 500 } })
	})

	test('an authority that the reader does not trust bounds nothing and is named', async () => {
		const { time, report } = await timeOf({}, log.trust())
		expect(time).toMatchObject({ kind: 'self-declared', untrusted: ['alpha', 'beta'] })
		expect(report.exitCode).toBe(0)
		expect(report.notes.join(' ')).toContain('alpha, beta')
	})

	test('two required: both must agree, the later upper bound counts', async () => {
		const both = log.trust({ roots, required: 2 })
		const { time } = await timeOf({}, both)
		expect(time).toMatchObject({ kind: 'upper-only', required: 2, lower: null })
		expect(time.upper?.at).toBe(START + 31 * MINUTE + 1234 + 1000)
		expect(time.upper?.stamps.map(({ root }) => root)).toEqual(['CN=Alpha Root', 'CN=Beta Root'])
	})

	test('one authority under two names is one authority', async () => {
		const own = new TestLog()
		const at = own.appendDocument(content)
		own.anchor('one', alpha)
		own.anchor('two', alpha)
		const both = own.trust({ roots, required: 2 })
		const report = await verifyReceipt({ receipt: formatReceipt(own.receipt(at)), file, trust: both })
		expect(report.verdict.time.kind).toBe('self-declared')
	})

	test('one authority under two certificates of its key, each used once, is one authority', async () => {
		const own = new TestLog()
		const at = own.appendDocument(content)
		own.anchor('one', alpha)
		own.now += 10 * MINUTE
		own.anchor('two', alpha)
		// The first certificate has run out when the second stamp is made, so each leads to another one.
		const certificates = [crossSigned(alpha, own.now - MINUTE), alpha.root]
		const text = formatReceipt(own.receipt(at))
		const timeWith = async (required: number) => {
			const whom = own.trust({ roots: certificates, required })
			return (await verifyReceipt({ receipt: text, file, trust: whom })).verdict.time
		}
		expect((await timeWith(1)).kind).toBe('upper-only')
		expect((await timeWith(2)).kind).toBe('self-declared')
	})

	test('what is finer than a millisecond counts against us on either side', async () => {
		const fine = {
			...alpha,
			stamp: (imprint: Uint8Array, options: StampOptions) =>
				alpha.stamp(imprint, { ...options, finer: '001' }),
		}
		const own = new TestLog()
		own.anchor('alpha', fine)
		own.now += MINUTE
		const at = own.appendDocument(content)
		own.anchor('alpha', fine)
		const whom = own.trust({ roots })
		const report = await verifyReceipt({ receipt: formatReceipt(own.receipt(at)), file, trust: whom })
		expect(report.verdict.time).toMatchObject({
			kind: 'bounded',
			lower: { at: START - 1000 },
			upper: { at: START + MINUTE + 1 + 1000 },
		})
	})

	test('of a town whose clock contradicts the stamps is named and not passed over', async () => {
		const own = new TestLog()
		own.anchor('alpha', alpha)
		own.now -= 20 * MINUTE
		const at = own.appendDocument(content)
		own.now += 40 * MINUTE
		own.anchor('alpha', alpha)
		const whom = own.trust({ roots })
		const report = await verifyReceipt({ receipt: formatReceipt(own.receipt(at)), file, trust: whom })
		expect(report).toMatchObject({ exitCode: 2, unmet: ['clock'], verdict: { content: { is: 'agrees' } } })
	})

	test('of stamps that contradict each other is named', async () => {
		const own = new TestLog()
		own.anchor('alpha', alpha)
		const at = own.appendDocument(content)
		own.anchor('beta', beta, { genTime: START - MINUTE })
		const whom = own.trust({ roots })
		const report = await verifyReceipt({ receipt: formatReceipt(own.receipt(at)), file, trust: whom })
		expect(report).toMatchObject({ exitCode: 2, unmet: ['clock'] })
	})
})

describe('a stamp with the right imprint and', () => {
	const anchored = (authority: ReturnType<typeof createAuthority>, flaw?: Flaw) => {
		const own = new TestLog()
		const at = own.appendDocument(content)
		const flawed = {
			...authority,
			stamp: (imprint: Uint8Array, options: Parameters<typeof authority.stamp>[1]) =>
				authority.stamp(imprint, flaw === undefined ? options : { ...options, flaw }),
		}
		own.anchor('alpha', flawed)
		return verifyReceipt({
			receipt: formatReceipt(own.receipt(at)),
			file,
			trust: own.trust({ roots: [authority.root] }),
			require: ['time'],
		})
	}
	for (const [name, extensions] of Object.entries(wrongSigners)) {
		test(`a signer with ${name} invalidates the receipt`, async () => {
			expect(await anchored(createAuthority('Alpha', extensions))).toMatchObject({ exitCode: 1 })
		})
	}
	for (const flaw of ['bad-signature', 'other-certificate-identifier', 'two-signers'] as const) {
		test(`the flaw ${flaw} invalidates the receipt`, async () => {
			const report = await anchored(alpha, flaw)
			expect(report).toMatchObject({ exitCode: 1, verdict: { content: { reason: 'invalid' } } })
			expect(failed(report)).toEqual(['stamp'])
		})
	}
})
