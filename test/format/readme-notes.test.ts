/** The worked examples of ledger/format/README.md for notes and what is built of them. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import {
	checkInclusion,
	checkpointMessage,
	entryCid,
	evaluatePolicy,
	formatPolicy,
	formatVkey,
	fromHex,
	hex,
	judgeStatus,
	leafHash,
	makeVkey,
	parseCheckpoint,
	parseNote,
	parsePolicy,
	parseStatus,
	parseTlogProof,
	parseTrust,
	parseVkey,
	sha256,
	utf8,
	verifyNote,
} from '@letopis/format'
import { ed25519 } from '@noble/curves/ed25519.js'
import { expect, test } from 'vitest'

const readme = readFileSync(join(import.meta.dirname, '../../ledger/format/README.md'), 'utf8')

/** The body of the one fenced block with this label. */
function example(label: string): string {
	const blocks = readme.split(`\n\`\`\`${label}\n`)
	expect(blocks, `README has one example “${label}”`).toHaveLength(2)
	return `${blocks[1]?.split('\n```')[0]}\n`
}

const keys = example('vkey').trimEnd().split('\n').map(parseVkey)
const [log, witness, statusKey] = keys
const TIME = 1767139200

test('the keys are those of RFC 8032, section 7.1', () => {
	const secrets = [
		'9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60',
		'4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb',
		'c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7',
	]
	const made = keys.map(({ name, type }, i) =>
		formatVkey(makeVkey(name, type, ed25519.getPublicKey(fromHex(secrets[i] ?? '')))),
	)
	expect(`${made.join('\n')}\n`).toBe(example('vkey'))
})

test('the note is signed and cosigned', () => {
	const verified = verifyNote(parseNote(example('note')), keys)
	expect(verified).toEqual([{ vkey: log }, { vkey: witness, timestamp: TIME }])
})

test('the message of type 06', () => {
	const checkpoint = parseCheckpoint(parseNote(example('note')).text)
	const message = hex(checkpointMessage('witness.example', TIME, checkpoint))
	expect(message).toBe(example('subtree-message').replace(/\s/g, ''))
})

test('the tlog-proof proves the entry', () => {
	const { index, proof, checkpoint } = parseTlogProof(example('tlog-proof'))
	const { size, root } = parseCheckpoint(parseNote(checkpoint).text)
	expect(() => checkInclusion({ index, size, leaf: leafHash(utf8('entry')), proof, root })).not.toThrow()
})

test('the policy is canonical and met', () => {
	const policy = parsePolicy(example('policy'))
	expect(formatPolicy(policy)).toBe(example('policy'))
	expect(evaluatePolicy(policy, parseNote(example('note'))).met).toBe(true)
})

test('the trust file trusts the status statement', () => {
	const trust = parseTrust(utf8(example('trust')))
	expect([trust.keys[0]?.vkey, trust.statusKey]).toEqual([log, statusKey])
	const shown = (hex(sha256(utf8(example('trust')))).match(/.{4}/g) ?? []).join(' ')
	expect(readme).toContain(`fingerprint \`${shown}\``)
	const judged = judgeStatus(trust, example('status'))
	expect(judged).toMatchObject({ ok: true, status: { index: 0, state: 'in-force' } })
	expect(parseStatus(parseNote(example('status')).text).cid).toBe(entryCid(utf8('entry')).toString())
})
