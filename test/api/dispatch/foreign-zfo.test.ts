/** Messages of the data box system's test environment, by programs of others (../shared/vectors/zfo). */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { proposeService } from '../../../api/dispatch/proposal.ts'
import { readZfo } from '../../../api/dispatch/zfo.ts'
import { foreignVectors } from '../../support/vectors.ts'

const { folder, absent } = foreignVectors('zfo')
const file = (name: string) => readFileSync(join(folder, name))
const SENDER = { box: 'qrdae26', name: 'Barbucha Holding', address: 'Americká 23, 12000 Praha 2, CZ' }
const RECIPIENT = {
	box: 'uxidq2y',
	name: 'Ministerstvo hloupé chůze',
	address: 'Vycházková 1396/26, 66451 Šlapanice, CZ',
}
/** SHA-256 of "test 01\n" */
const TEST_01 = 'fcadd89029a4074a9888728f06ff1dd65718abbca0b330ca2aaba1283a75a81a'
const HASH_2018 = '9104a6106af902b80ea90fad03f62ce170ba3aa4d6c1584dbbe6ab2ad03eac6c'

describe.skipIf(absent)('messages of the test environment (skipped without ../shared/vectors/zfo)', () => {
	test('a received message, read by logging in', async () => {
		const facts = await readZfo(file('DDZ_3401761.zfo'))
		expect(facts).toMatchObject({
			kind: 'received-message',
			environment: 'test',
			messageId: '3401761',
			sender: SENDER,
			recipient: RECIPIENT,
			subject: 'test 2015-03-02 001',
			state: 'logged-in',
			delivered: Date.parse('2015-03-02T12:02:27.683+01:00'),
			accepted: Date.parse('2015-03-02T12:02:53.374+01:00'),
			acceptedBy: 'login',
			personal: false,
			mayBeDeemed: true,
			checks: {
				message: 'holds',
				consistent: true,
				signature: { state: 'holds', inValidity: true, signedAt: Date.parse('2015-03-02T11:03:08Z') },
				stamp: { state: 'holds', time: Date.parse('2015-03-02T11:02:27.425Z') },
			},
		})
		expect(facts.files.map(({ name, role, size }) => [name, role, size])).toEqual([
			['test_01.txt', 'main', 8],
			['test_02.txt', 'enclosure', 8],
		])
		expect(facts.files[0]?.sha256).toBe(TEST_01)
		expect(facts.checks.signature.signer).toContain('Informační systém datových schránek')
		expect(proposeService(facts, [TEST_01])).toEqual({
			events: [
				{ at: '2015-03-02', kind: 'deposited', channel: 'data-box' },
				{ at: '2015-03-02', kind: 'served', channel: 'data-box' },
			],
			doubts: ['test-environment'],
		})
	})

	test('a sent message, delivered and not served', async () => {
		const facts = await readZfo(file('DZ_6452235.zfo'))
		expect(facts).toMatchObject({
			kind: 'sent-message',
			messageId: '6452235',
			state: 'delivered',
			delivered: Date.parse('2018-04-25T17:26:34.400+02:00'),
			accepted: null,
			acceptedBy: null,
			hash: { algorithm: 'SHA-256', value: HASH_2018 },
			checks: { message: 'holds', consistent: true },
		})
		expect(proposeService(facts, []).doubts).toEqual(['test-environment', 'no-document'])
	})

	test('the record of its delivery has the same hash, and cannot prove it', async () => {
		const facts = await readZfo(file('DD_6452235.zfo'))
		expect(facts).toMatchObject({
			kind: 'delivery-info',
			messageId: '6452235',
			files: [],
			hash: { algorithm: 'SHA-256', value: HASH_2018 },
			checks: { message: 'not-in-file', consistent: true },
		})
		expect(facts.events.map(({ code, time }) => [code, new Date(time).toISOString()])).toEqual([
			['EV0', '2018-04-25T15:26:34.106Z'],
			['EV5', '2018-04-25T15:26:34.400Z'],
		])
		expect(proposeService(facts, [])).toEqual({
			events: [{ at: '2018-04-25', kind: 'deposited', channel: 'data-box' }],
			doubts: ['test-environment', 'no-files'],
		})
	})

	test('no changed byte is believed', async () => {
		const original = file('DZ_6452235.zfo')
		const facts = await readZfo(original)
		// Prime, so that places of every kind are met.
		for (let at = 0; at < original.length; at += 37) {
			const changed = Buffer.from(original)
			changed[at] = (changed[at] ?? 0) ^ 0x01
			const read = await readZfo(changed).catch((error: { name: string }) => error.name)
			if (typeof read === 'string') expect(read).toBe('RefusalError')
			// What is outside the signature (certificates of nobody, a second stamp) may change and say nothing else.
			else if (read.checks.consistent) {
				const said = ({ checks: _, ...rest }: typeof facts) => rest
				expect(said(read)).toEqual(said(facts))
			}
		}
	})
})
