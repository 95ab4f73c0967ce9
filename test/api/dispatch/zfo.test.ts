/** ZFO files of our own making: sound ones in every state, and hostile ones. */
import { beforeAll, describe, expect, test } from 'vitest'
import { proposeService } from '../../../api/dispatch/proposal.ts'
import { readZfo, type ZfoFacts } from '../../../api/dispatch/zfo.ts'
import { DAY, hashOf } from '../../support/signing.ts'
import { ISSUED } from '../../support/timestamp-authority.ts'
import { attributeCertificate, type ZfoMaker, type ZfoOptions, zfoMaker } from '../../support/zfo-maker.ts'

let maker: ZfoMaker
beforeAll(() => {
	maker = zfoMaker()
})

const document = Buffer.from('Rozhodnutí o povolení')
const sha256 = hashOf('sha256', document).toString('hex')
const at = (text: string) => Date.parse(text)

describe('what a message proposes', () => {
	const served = (options: ZfoOptions['around']) => ({
		dmAcceptanceTime: '2026-03-14T09:00:00+01:00',
		...options,
	})
	test.each<[string, ZfoOptions, string[], string[]]>([
		['delivered', {}, ['deposited 2026-03-12'], []],
		[
			'served by logging in',
			{ around: served({ dmMessageStatus: '6' }) },
			['deposited 2026-03-12', 'served 2026-03-14'],
			[],
		],
		[
			'served by logging in, a minute before midnight in Prague',
			{ around: { dmMessageStatus: '6', dmAcceptanceTime: '2026-03-28T22:59:00Z' } },
			['deposited 2026-03-12', 'served 2026-03-28'],
			[],
		],
		[
			'served by logging in, at midnight in Prague',
			{ around: { dmMessageStatus: '6', dmAcceptanceTime: '2026-03-28T23:00:00Z' } },
			['deposited 2026-03-12', 'served 2026-03-29'],
			[],
		],
		[
			'deemed',
			{ around: { dmMessageStatus: '5', dmAcceptanceTime: '2026-03-24T00:00:02+01:00' } },
			['deposited 2026-03-12'],
			[],
		],
		[
			'read within ten days',
			{ around: served({ dmMessageStatus: '7' }) },
			['deposited 2026-03-12', 'served 2026-03-14'],
			[],
		],
		[
			'read, and nothing tells when',
			{ around: { dmMessageStatus: '7', dmAcceptanceTime: '2026-03-24T00:00:02+01:00' } },
			['deposited 2026-03-12'],
			['served-how-unknown'],
		],
		[
			'read, deemed by its events',
			{
				around: { dmMessageStatus: '7', dmAcceptanceTime: '2026-03-24T00:00:02+01:00' },
				events: [['2026-03-24T00:00:02+01:00', 'EV2: Uplynulo 10 dnů']],
			},
			['deposited 2026-03-12'],
			[],
		],
		[
			'read on the eleventh day by its events',
			{
				around: { dmMessageStatus: '7', dmAcceptanceTime: '2026-03-23T08:00:00+01:00' },
				events: [['2026-03-23T08:00:00+01:00', 'EV11: Přihlásila se oprávněná osoba']],
			},
			['deposited 2026-03-12', 'served 2026-03-23'],
			[],
		],
		['not to be deemed', { envelope: { dmAllowSubstDelivery: 'false' } }, [], ['not-deemed']],
		[
			'not to be deemed, served',
			{ envelope: { dmAllowSubstDelivery: 'false' }, around: served({ dmMessageStatus: '6' }) },
			['served 2026-03-14'],
			['not-deemed'],
		],
		['not delivered', { around: { dmMessageStatus: '2', dmDeliveryTime: '' } }, [], ['undelivered']],
		['undeliverable', { around: { dmMessageStatus: '8' } }, [], ['undelivered']],
		[
			'of the test environment',
			{ system: 'https://www.czebox.cz/any/DS/dz' },
			['deposited 2026-03-12'],
			['test-environment'],
		],
		[
			'of nobody known',
			{ system: 'https://www.czebox.cz.example/DS' },
			['deposited 2026-03-12'],
			['unknown-environment'],
		],
		['of no address', { system: 'ISDS' }, ['deposited 2026-03-12'], ['unknown-environment']],
		[
			'with another document',
			{ files: [{ name: 'jine.pdf', bytes: Buffer.from('x') }] },
			['deposited 2026-03-12'],
			['no-document'],
		],
		['the record of delivery', { kind: 'delivery' }, ['deposited 2026-03-12'], ['no-files']],
		[
			'signed before the certificate held',
			{ cms: { signedAt: ISSUED - 400 * DAY } },
			['deposited 2026-03-12'],
			['outside-validity'],
		],
	])('%s', async (_, options, events, doubts) => {
		const facts = await readZfo(maker.make(options))
		expect(facts.checks.consistent).toBe(true)
		const proposal = proposeService(facts, [sha256])
		expect(proposal.events.map(({ kind, at }) => `${kind} ${at}`)).toEqual(events)
		expect(proposal.doubts).toEqual(doubts)
	})

	test('everything that it says', async () => {
		const facts = await readZfo(maker.make())
		expect(facts).toMatchObject({
			messageId: '1234567',
			environment: 'production',
			sender: { box: 'abc2345', name: 'Město Ukázkov', address: 'Náměstí 1, 100 00 Ukázkov' },
			recipient: { box: 'xyz9876', name: 'Jana Příkladná', address: 'Dlouhá 5, 100 00 Ukázkov' },
			subject: 'Rozhodnutí č. j. 12/2026',
			references: { sender: '12/2026', senderFile: '', recipient: '', recipientFile: '' },
			personal: true,
			delivered: at('2026-03-12T14:05:31.250+01:00'),
			files: [{ name: 'rozhodnuti.pdf', role: 'main', size: document.length, sha256 }],
		})
	})
})

describe('what is not relied on', () => {
	const other = Buffer.alloc(32, 7)
	test.each<[string, ZfoOptions, object]>([
		[
			'another message under the hash',
			{ rewrite: (dmDm) => dmDm.replace('1234567', '7654321') },
			{ message: 'broken', signature: { state: 'holds' } },
		],
		[
			'a space inside the hashed element',
			{ rewrite: (dmDm) => dmDm.replace('><p:dmID', '> <p:dmID') },
			{ message: 'broken' },
		],
		[
			'the hash of something else, stamped',
			{ around: { dmHash: other.toString('base64') }, stamped: other },
			{ message: 'broken', stamp: { state: 'holds' } },
		],
		['the stamp of something else', { stamped: other }, { message: 'holds', stamp: { state: 'other-hash' } }],
		[
			'a stamp whose signature does not hold',
			{ stamp: { flaw: 'bad-signature' } },
			{ stamp: { state: 'broken' } },
		],
		[
			'a stamp over another digest',
			{ stamp: { flaw: 'other-message-digest' } },
			{ stamp: { state: 'broken' } },
		],
		['a stamp of another kind', { stamp: { flaw: 'other-content-type' } }, { stamp: { state: 'broken' } }],
		['a stamp by nobody', { stamp: { flaw: 'no-certificate' } }, { stamp: { state: 'not-checked' } }],
		['a stamp by two', { stamp: { flaw: 'two-signers' } }, { stamp: { state: 'not-checked' } }],
		[
			'a signature of somebody else',
			{ cms: { value: (made) => Buffer.from(made.map((octet) => octet ^ 1)) } },
			{ signature: { state: 'broken' }, message: 'holds' },
		],
		['no signature', { cms: { signers: 0 } }, { signature: { state: 'broken' } }],
		['two signatures', { cms: { signers: 2 } }, { signature: { state: 'not-checked' } }],
		['no certificate', { cms: { certificates: [] } }, { signature: { state: 'not-checked' } }],
		['a signature over SHA-1', { cms: { digest: 'sha1' } }, { signature: { state: 'weak' } }],
		['a hash by SHA-1', { algorithm: 'SHA-1', stamped: other }, { message: 'holds' }],
	])('%s', async (_, options, checks) => {
		const facts = await readZfo(maker.make(options))
		expect(facts.checks).toMatchObject({ ...checks, consistent: false })
		expect(proposeService(facts, [sha256])).toMatchObject({ events: [] })
		expect(proposeService(facts, [sha256]).doubts[0]).toBe('inconsistent')
	})

	test('a file changed after it was signed', async () => {
		const zfo = maker.make({ inPieces: false })
		const place = zfo.indexOf('<q:dmMessageStatus>4') + '<q:dmMessageStatus>'.length
		zfo[place] = '6'.charCodeAt(0)
		const { checks } = await readZfo(zfo)
		expect(checks).toMatchObject({ signature: { state: 'broken' }, message: 'holds', consistent: false })
	})
})

describe('what other readers stumble over', () => {
	test.each<[string, ZfoOptions]>([
		['nine bytes of zero after the stamp', { token: (token) => Buffer.concat([token, Buffer.alloc(9)]) }],
		['an attribute certificate of version 1 in the stamp', { stamp: { also: [attributeCertificate] } }],
		['definite lengths', { inPieces: false }],
		['SHA-512', { algorithm: 'SHA-512' }],
		['a byte order mark', { xml: (text) => `\ufeff${text}` }],
		['a declaration', { xml: (text) => `<?xml version="1.0" encoding="UTF-8"?>\n${text}` }],
		[
			'other prefixes',
			{ xml: (text) => text.replaceAll('q:', 'zprava:').replace('xmlns:q=', 'xmlns:zprava=') },
		],
		['members that came later', { envelope: { dmVODZ: 'false', attsNum: '1' } }],
		[
			'characters beyond the first plane before the hashed element',
			{ system: 'https://mojedatovaschranka.cz/\u{1f4ec}\u{1f4ec}' },
		],
	])('%s', async (_, options) => {
		const facts: ZfoFacts = await readZfo(maker.make(options))
		expect(facts.checks.consistent).toBe(true)
		expect(facts.messageId).toBe('1234567')
	})
})
