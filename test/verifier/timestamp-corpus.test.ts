/**
 * The ledger's corpus of named tokens, test/vectors/timestamps.json, before the verifier's own check: two programs that
 * share no code must draw the same line. Where they differ, the table says why the verifier may be milder.
 */
import { readFileSync } from 'node:fs'
import { fromBase64, fromHex, RefusalError } from '@letopis/format'
import { describe, expect, test } from 'vitest'
import { checkTimestamp, parseRoots, type Stamp } from '../../verifier/timestamp/check.ts'
import { StampRefusal } from '../../verifier/timestamp/refusal.ts'

interface Vector {
	comment: string
	/** absent where the vector is a whole answer of an authority, which no receipt holds */
	token?: string
	roots: number[]
	time?: number
	accuracy?: number | null
	wantError?: string
}

const file = JSON.parse(readFileSync(new URL('../vectors/timestamps.json', import.meta.url), 'utf8')) as {
	imprint: string
	roots: string[]
	vectors: Vector[]
}
const imprint = fromHex(file.imprint)
const tokens = file.vectors.filter(({ token }) => token !== undefined)

/** What the ledger does not take from an authority, and yet is a sound proof of time for whoever finds it later. */
const MILDER: Readonly<Record<string, string>> = {
	'another nonce': 'binds an answer to a request, not a stamp to an imprint',
	'no nonce': 'the same',
	'another policy': 'the ledger asks for a policy, a trust file does not',
	'unsigned attributes': 'RFC 5652 §5.3 allows them and nothing in them is read',
	"a foreign certificate beside the signer's": 'unsigned: anyone could add it, and it stays unused',
	'list by a stranger of the same name':
		'unsigned: anyone could add it; it withdraws nothing and covers nothing',
	'list signed by another key': 'the same',
	'list with a critical extension':
		'RFC 5280 §5.2 forbids to use it; it withdraws nothing and covers nothing',
	"other digest algorithms beside the signer's": 'RFC 5652 §5.1 allows any number of them',
	'an attribute certificate': 'unsigned and unused',
}

/** Why a stamp does not count, or the stamp. */
async function judged({ token = '', roots }: Vector): Promise<Stamp | string> {
	try {
		const trusted = parseRoots(roots.map((index) => fromBase64(file.roots[index] ?? '')))
		const stamp = await checkTimestamp(fromBase64(token), imprint, trusted)
		return stamp.root === null ? 'no path' : stamp
	} catch (error) {
		if (error instanceof StampRefusal) return error.fault
		// A root that is no certificate of version 3 is refused before any stamp is looked at.
		if (error instanceof RefusalError) return 'trust file'
		throw error
	}
}

describe('sound for the ledger, sound for the verifier', () => {
	for (const vector of tokens.filter(({ wantError }) => wantError === undefined)) {
		test(vector.comment, async () => {
			const { time, accuracy } = vector
			const stamp = await judged(vector)
			expect(stamp).toMatchObject({
				...(time === undefined ? {} : { genTime: time }),
				...(accuracy === undefined ? {} : { accuracy }),
			})
		})
	}
})

describe('refused by the ledger', () => {
	for (const vector of tokens.filter(({ wantError }) => wantError !== undefined)) {
		const { comment, wantError } = vector
		const reason = MILDER[comment]
		test(`${comment} (${wantError}): ${reason ?? 'by the verifier too'}`, async () => {
			const outcome = await judged(vector)
			// No more is believed of a milder one than of a token without the part in question.
			if (reason !== undefined) expect(outcome).toMatchObject({ revocation: 'not-known' })
			else if (wantError === 'chain') expect(outcome).toBe('no path')
			else if (wantError === 'revoked') expect(outcome).toBe('revoked')
			else expect(['broken', 'unsupported', 'no path', 'trust file']).toContain(outcome)
		})
	}

	test('nothing is excused that the corpus does not hold', () => {
		const refused = tokens.filter(({ wantError }) => wantError !== undefined).map(({ comment }) => comment)
		expect(Object.keys(MILDER).filter((comment) => !refused.includes(comment))).toEqual([])
	})
})
