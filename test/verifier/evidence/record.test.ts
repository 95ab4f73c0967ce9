import { describe, expect, test } from 'vitest'
import { EVIDENCE_MAX, parseEvidenceRecord, STAMPS_MAX } from '../../../verifier/evidence/record.ts'
import { explicit, integer, nothing, octets, oid, sequence, set, tlv } from '../../support/der-writer.ts'
import { content, fresh, sound, story, verify, whole } from '../../support/evidence-story.ts'
import { algorithm, archiveStamp, evidenceRecord, hashBy } from '../../support/evidence-writer.ts'
import { refusal } from '../../support/vectors.ts'

const d = hashBy('sha256', content)
const part = fresh()
const stamp = archiveStamp(part)
const token = part.token
const record = (...stamps: Uint8Array[]) =>
	sequence(integer(1), sequence(algorithm('sha256')), sequence(sequence(...stamps)))
const nested = (depth: number) => {
	let bytes = nothing()
	for (let i = 0; i < depth; i++) bytes = sequence(bytes)
	return bytes
}
/** A sequence whose length is indefinite (BER) instead of the definite one that it has. */
const indefinite = (der: Buffer) => Buffer.concat([Buffer.of(0x30, 0x80), der.subarray(4), Buffer.alloc(2)])

const bad: [string, string, Uint8Array][] = [
	['nothing', 'malformed', new Uint8Array()],
	['a text', 'malformed', Buffer.from('{"type":"letopis-receipt/v1"}')],
	['truncated by a byte', 'malformed', sound.subarray(0, -1)],
	['truncated in its header', 'malformed', sound.subarray(0, 3)],
	['a byte after it', 'malformed', Buffer.concat([sound, Buffer.of(0)])],
	['many NULs after it', 'malformed', Buffer.concat([sound, Buffer.alloc(4096)])],
	['indefinite length', 'malformed', indefinite(sound)],
	['a length of 4 GiB', 'malformed', Buffer.from('3084ffffffff', 'hex')],
	['a length of eight octets', 'malformed', Buffer.from('30887fffffffffffffff', 'hex')],
	['a length that is not minimal', 'malformed', Buffer.from('3081030201013000', 'hex')],
	['nested 5,000 deep', 'malformed', nested(5000)],
	['over 4 MiB', 'too-large', new Uint8Array(EVIDENCE_MAX + 1)],
	['another version', 'unsupported-version', evidenceRecord({ chains: [[part]], version: 2 })],
	['no digests', 'malformed', sequence(integer(1), sequence(), sequence(sequence(stamp)))],
	['no chains', 'malformed', sequence(integer(1), sequence(algorithm('sha256')), sequence())],
	['a chain without stamps', 'malformed', record()],
	['a stamp without a token', 'malformed', record(sequence(tlv(0xa2, sequence(octets(d)))))],
	['a stamp with something after its token', 'malformed', record(sequence(token, nothing()))],
	['a stamp with NULs after its token', 'malformed', record(sequence(token, Buffer.alloc(2)))],
	['an empty reduced hash tree', 'malformed', record(sequence(tlv(0xa2), token))],
	['an empty list', 'malformed', record(sequence(tlv(0xa2, sequence()), token))],
	['an empty hash', 'malformed', record(sequence(tlv(0xa2, sequence(octets(new Uint8Array()))), token))],
	[
		'a hash of 65 bytes',
		'malformed',
		record(sequence(tlv(0xa2, sequence(octets(new Uint8Array(65)))), token)),
	],
	['a hash that is no octet string', 'malformed', record(sequence(tlv(0xa2, sequence(integer(1))), token))],
	[
		'its members in another order',
		'malformed',
		record(sequence(tlv(0xa2, sequence(octets(d))), tlv(0xa0, oid('1.2.3')), token)),
	],
	[
		'a chain that is a set',
		'malformed',
		sequence(integer(1), sequence(algorithm('sha256')), sequence(set(stamp))),
	],
	[
		'129 lists',
		'too-large',
		record(sequence(tlv(0xa2, ...Array.from({ length: 129 }, () => sequence(octets(d)))), token)),
	],
	[
		`${STAMPS_MAX + 1} stamps in one chain`,
		'too-large',
		record(...Array.from({ length: STAMPS_MAX + 1 }, () => stamp)),
	],
	[
		`${STAMPS_MAX + 1} stamps in two chains`,
		'too-large',
		sequence(
			integer(1),
			sequence(algorithm('sha256')),
			sequence(sequence(stamp), sequence(...Array.from({ length: STAMPS_MAX }, () => stamp))),
		),
	],
]

describe('refused', () => {
	for (const [comment, code, der] of bad) {
		test(comment, async () => {
			expect(refusal(() => parseEvidenceRecord(der))).toBe(code)
			const report = await verify(der)
			expect([report.exitCode, report.verdict.content.reason]).toEqual([1, 'malformed'])
		})
	}

	test('with the chain and stamp in which it is', () => {
		const der = sequence(
			integer(1),
			sequence(algorithm('sha256')),
			sequence(sequence(stamp), sequence(stamp, sequence(tlv(0xa2), token))),
		)
		expect(() => parseEvidenceRecord(der)).toThrow(/^chain 2, stamp 2: /)
	})
})

test('a token deeper than any is read no further than it is understood', async () => {
	const report = await verify(record(sequence(tlv(0xa2, sequence(octets(d))), nested(5000))))
	expect([report.exitCode, report.verdict.content.reason]).toEqual([1, 'invalid'])
})

test('what is unsigned and not needed is passed over', async () => {
	const attribute = sequence(oid('1.2.3'), set(nothing()))
	const withAttributes = record(
		sequence(
			tlv(0xa0, oid('2.16.840.1.101.3.4.2.1')),
			tlv(0xa1, attribute),
			tlv(0xa2, ...part.lists.map((list) => sequence(...list.map(octets)))),
			token,
		),
	)
	expect((await verify(withAttributes)).exitCode).toBe(0)
	const infos = [explicit(0, attribute)]
	expect((await verify(evidenceRecord({ chains: [[part]], infos }))).exitCode).toBe(0)
})

test('chains keep their exact bytes, which renewals cover', () => {
	const { chains } = parseEvidenceRecord(whole)
	expect(chains.map(({ stamps }) => stamps.length)).toEqual(story().map((stamps) => stamps.length))
	for (const { bytes } of chains) expect(Buffer.from(whole).includes(Buffer.from(bytes))).toBe(true)
})
