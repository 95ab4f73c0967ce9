/** Windows of keys, the time by which they are judged, and status statements. */
import {
	formatNote,
	formatPolicy,
	formatStatus,
	formatTrust,
	judgeCheckpoint,
	judgeStatus,
	keysFor,
	parseTrust,
	type TrustedKey,
	useVerifiers,
} from '@letopis/format'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { nativeVerifiers } from '../support/native-verifiers.ts'
import { noteSigner } from '../support/note-signer.ts'

beforeAll(() => useVerifiers(nativeVerifiers))
afterAll(() => useVerifiers(null))

const origin = 'ukazkov.example/log/1'
const log = noteSigner(origin, 0x01)
const newLog = noteSigner(origin, 0x01, 'after rotation')
const second = noteSigner(origin, 0x06)
const witness = noteSigner('witness.example', 0x04)
const statusSigner = noteSigner(`${origin}/status`, 0x01)
const always = { fromSize: 0, toSize: null, fromTime: null, toTime: null }
const START = 1_767_139_200
const root = new Uint8Array(32).fill(1)
const head = (size: number) => `${origin}\n${size}\n${Buffer.from(root).toString('base64')}\n`

/** A trust file whose quorum is the log's own 0x06 key, beside a witness that need not be there. */
function trustWith(...keys: TrustedKey[]) {
	const logs = keys.filter(({ vkey }) => vkey.type === 0x01).map(({ vkey }) => ({ vkey }))
	const policyText = formatPolicy({
		logs,
		witnesses: [
			{ name: 'log-mldsa', vkey: second.vkey },
			{ name: 'w', vkey: witness.vkey },
		],
		groups: [],
		quorum: 'log-mldsa',
	})
	const content = { town: 'Ukázkov', demo: true, origin, keys, statusKey: statusSigner.vkey, policyText }
	return parseTrust(formatTrust({ ...content, timestamps: { roots: [], required: 0 }, predecessors: [] }))
}

describe('keysFor', () => {
	const key = { vkey: log.vkey, fromSize: 10, toSize: 20, fromTime: 1000, toTime: 2000 }
	const since = { vkey: newLog.vkey, fromSize: 20, toSize: null, fromTime: 2000, toTime: null }
	test.each<[string, number, number | null, TrustedKey[]]>([
		['before every window', 9, 1500, []],
		['first size', 10, 1500, [key]],
		['last size', 19, 1500, [key]],
		['the size of rotation belongs to the new key', 20, 2000, [since]],
		['first instant', 10, 1000, [key]],
		['an instant too early', 10, 999, []],
		['last instant', 10, 1999, [key]],
		['an instant too late', 10, 2000, []],
		['right size, time of the other key', 20, 1999, []],
		['no time: a key whose use ended does not count', 10, null, []],
		['no time: a key that is in use counts', 25, null, [since]],
	])('%s', (_, size, timeMs, expected) => {
		expect(keysFor({ keys: [key, since] }, size, timeMs)).toEqual(expected.map(({ vkey }) => vkey))
	})
})

describe('the time by which windows are judged', () => {
	const ended = { ...always, toTime: START * 1000 }
	const trust = trustWith({ vkey: log.vkey, ...ended }, { vkey: second.vkey, ...always })
	const made = (ownTime: number, witnessTime?: number) =>
		formatNote(head(5), [
			log.line(head(5)),
			second.line(head(5), ownTime),
			...(witnessTime === undefined ? [] : [witness.line(head(5), witnessTime)]),
		])

	test.each([
		['only the town’s word', made(START - 1), null, true, 'log'],
		['the witness overrules the town', made(START - 1, START), null, false, 'witness'],
		['the witness, though the town says later', made(START + 9, START - 1), null, true, 'witness'],
		['a stamp overrules both', made(START - 1, START - 1), START * 1000, false, 'given'],
		['a stamp before the end', made(START + 9, START + 9), START * 1000 - 1, true, 'given'],
	] as const)('%s', (_, note, given, ok, basis) => {
		const judged = judgeCheckpoint(trust, note, given)
		expect({ ok: judged.ok, basis: judged.time?.basis }).toEqual({ ok, basis })
	})

	test('no time anywhere: an ended key does not count', () => {
		expect(judgeCheckpoint(trust, made(0))).toMatchObject({
			ok: false,
			time: null,
			log: null,
			reason: 'not-trusted-log',
		})
	})

	test('a cosignature by the log counts only within its own window', () => {
		const narrow = trustWith({ vkey: log.vkey, ...always }, { vkey: second.vkey, ...ended })
		expect(judgeCheckpoint(narrow, made(START - 1, START - 1)).ok).toBe(true)
		expect(judgeCheckpoint(narrow, made(START, START - 1))).toMatchObject({
			ok: false,
			witnesses: ['w'],
			missing: ['log-mldsa'],
			reason: 'quorum-unmet',
		})
	})

	test('after rotation each key speaks for its own sizes', () => {
		const rotated = trustWith(
			{ vkey: log.vkey, ...always, toSize: 100 },
			{ vkey: newLog.vkey, ...always, fromSize: 100 },
			{ vkey: second.vkey, ...always },
		)
		const signed = (size: number, signer: typeof log) =>
			judgeCheckpoint(
				rotated,
				formatNote(head(size), [signer.line(head(size)), second.line(head(size), START)]),
			)
		expect(signed(99, log)).toMatchObject({ ok: true, log: log.vkey })
		expect(signed(100, newLog)).toMatchObject({ ok: true, log: newLog.vkey })
		expect(signed(100, log)).toMatchObject({ ok: false, reason: 'not-trusted-log' })
		expect(signed(99, newLog)).toMatchObject({ ok: false, reason: 'not-trusted-log' })
	})
})

describe('status notes', () => {
	const trust = trustWith({ vkey: log.vkey, ...always }, { vkey: second.vkey, ...always })
	const cid = 'bafyreihyrpefhacm6kkp4ql6j6udakdit7g3dmkzfriqfykhjw6cad5lrm'
	const status = { size: 5, root, index: 0, cid, time: START, acts: [] }
	const text = formatStatus({ origin, ...status })
	const elsewhere = formatStatus({ origin: 'other.example/log/1', ...status })

	test.each([
		['signed by the status key', formatNote(text, [statusSigner.line(text)]), null],
		['signed by the log key', formatNote(text, [log.line(text)]), 'not-trusted-log'],
		['of another log', formatNote(elsewhere, [statusSigner.line(elsewhere)]), 'not-trusted-log'],
		['another text', formatNote(text.replace('\n5\n', '\n6\n'), [statusSigner.line(text)]), 'bad-signature'],
		['a checkpoint', formatNote(head(5), [log.line(head(5))]), 'malformed'],
		['no note', text, 'malformed'],
	])('%s', (_, note, reason) => {
		expect(judgeStatus(trust, note)).toMatchObject({ ok: reason === null, reason })
	})

	const [old1, old2] = ['ukazkov.example/log/0a', 'ukazkov.example/log/0b']
	const oldLog = (name: string, size: number) => {
		const signer = noteSigner(name, 0x01)
		const policyText = formatPolicy({
			logs: [{ vkey: signer.vkey }],
			witnesses: [],
			groups: [],
			quorum: 'none',
		})
		return { origin: name, size, root, keys: [{ vkey: signer.vkey, ...always }], policyText }
	}
	/** log/0a was closed at 9 entries, log/0b at 3; the present log has 5. */
	const succeeding = parseTrust(formatTrust({ ...trust, predecessors: [oldLog(old2, 3), oldLog(old1, 9)] }))
	const act = (name: string, index: number) => ({ relation: 'annuls' as const, log: name, index, cid })

	test.each<[string, string, number, ReturnType<typeof act>[], boolean]>([
		['an entry of the log before', old2, 2, [], true],
		['an entry of the first log', old1, 8, [], true],
		['an act in each log', old1, 7, [act(old1, 8), act(old2, 2), act(origin, 4)], true],
		['an entry behind the end of its log', old1, 9, [], false],
		['an act behind the end of its log', old1, 0, [act(old2, 3)], false],
		['an entry of a log that nobody trusts', 'other.example/log/1', 0, [], false],
		['an act in a log that nobody trusts', old1, 0, [act('other.example/log/1', 1)], false],
		['an act in a log older than the entry', old2, 0, [act(old1, 1)], false],
	])('about %s', (_, name, index, acts, ok) => {
		const later = formatStatus({ ...status, origin, log: name, index, acts })
		const note = formatNote(later, [statusSigner.line(later)])
		expect(judgeStatus(succeeding, note)).toMatchObject({ ok, reason: ok ? null : 'not-trusted-log' })
		// Without the predecessors, nothing is known of such an entry.
		expect(judgeStatus(trust, note).ok).toBe(false)
	})
})
