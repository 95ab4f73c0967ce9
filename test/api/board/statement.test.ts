/** What a probe signs: one form, and nothing else is taken. */
import { formatNote } from '@letopis/format'
import { describe, expect, test } from 'vitest'
import {
	MOST_SEEN,
	markOf,
	readStatement,
	type Statement,
	signStatement,
	statementText,
} from '../../../api/board/statement.ts'
import { noteSigner } from '../../support/note-signer.ts'

const signer = noteSigner('sonda-1', 0x01)
const posting = `bafyrei${'a'.repeat(52)}`
const statement: Statement = {
	url: 'https://ukazkov.example',
	time: 1_790_000_000,
	every: 300,
	seen: [
		{ posting, status: 'ok', mark: 'ab'.repeat(32) },
		{ posting: `bafyrei${'b'.repeat(52)}`, status: 'page', mark: null },
	],
}
const sign = (text: string) => signer.line(text)
const text = statementText(statement)

test('reads back what was signed', () => {
	expect(readStatement(signStatement(statement, sign), signer.vkey)).toEqual(statement)
})

test('is the text of the normative description', () => {
	expect(text).toBe(
		`letopis-board-probe/v1\nhttps://ukazkov.example\n1790000000\n300\n${posting} ok ${'ab'.repeat(32)}\n` +
			`bafyrei${'b'.repeat(52)} page -\n`,
	)
})

test('blinds the hash', () => {
	const content = new Uint8Array(32).fill(1)
	expect(markOf(new Uint8Array(16), content)).not.toBe(markOf(new Uint8Array(16).fill(1), content))
})

describe('refused', () => {
	const line = (one: string) => text.replace(/^bafy.* page -$/m, one)
	const wrong: [comment: string, text: string][] = [
		['another heading', text.replace('/v1', '/v2')],
		['an address that is none', text.replace('https://ukazkov.example', 'ukazkov')],
		['a time of zeros', text.replace('1790000000', '00')],
		['a time beyond', text.replace('1790000000', '9007199254740993')],
		['a period of a second', text.replace('\n300\n', '\n1\n')],
		['an unknown status', line(`bafyrei${'b'.repeat(52)} fine -`)],
		['ok without a hash', line(`bafyrei${'b'.repeat(52)} ok -`)],
		['a hash of what was not fetched', line(`bafyrei${'b'.repeat(52)} absent ${'ab'.repeat(32)}`)],
		['a hash in upper case', line(`bafyrei${'b'.repeat(52)} ok ${'AB'.repeat(32)}`)],
		['one notice twice', line(`${posting} page -`)],
		['a word too many', line(`bafyrei${'b'.repeat(52)} page - x`)],
		['a posting that is no CID', line('zzz page -')],
		['nothing seen', text.split('\n').slice(0, 4).join('\n').concat('\n')],
		['a blank line', `${text}\n`],
	]
	for (const [comment, changed] of wrong) {
		test(comment, () => {
			expect(changed).not.toBe(text)
			const note = () => `${changed}\n${sign(changed)}\n`
			expect(() => readStatement(note(), signer.vkey)).toThrow(
				expect.objectContaining({ name: 'RefusalError' }),
			)
		})
	}
	test('too many notices', () => {
		const seen = Array.from({ length: MOST_SEEN + 1 }, (_, i) => {
			const digits = i.toString(2).padStart(52, '0').replaceAll('0', 'a').replaceAll('1', 'b')
			return { posting: `bafyrei${digits}`, status: 'page' as const, mark: null }
		})
		expect(() => statementText({ ...statement, seen })).toThrow(RangeError)
		expect(statementText({ ...statement, seen: seen.slice(1) })).toContain('page')
	})
	test('a signature of another key', () => {
		const other = noteSigner('sonda-1', 0x01, 'another')
		expect(() => readStatement(formatNote(text, [other.line(text)]), signer.vkey)).toThrow(
			expect.objectContaining({ code: 'bad-signature' }),
		)
	})
	test('a changed text', () => {
		const note = signStatement(statement, sign).replace(' page -', ' absent -')
		expect(() => readStatement(note, signer.vkey)).toThrow(expect.objectContaining({ code: 'bad-signature' }))
	})
})
