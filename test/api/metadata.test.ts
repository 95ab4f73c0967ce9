/** What a client may say about a document, and what is refused. Table of the issue: not JSON, too deep, too large, duplicate keys. */
import { describe, expect, test } from 'vitest'
import {
	cleanMediaType,
	METADATA_MAX_BYTES,
	parseMetadata,
	parseReason,
	parseRelation,
	parseVisibility,
	sanitizeFileName,
} from '../../api/documents/metadata.ts'

const bytes = (text: string) => new Uint8Array(Buffer.from(text, 'utf8'))
const nested = (depth: number) => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`

describe('metadata', () => {
	const refused: [comment: string, input: Uint8Array, code: string, refusal?: string][] = [
		['not JSON', bytes('title=x'), 'metadata-malformed', 'malformed'],
		['empty', bytes(''), 'metadata-malformed', 'malformed'],
		['trailing data', bytes('{} {}'), 'metadata-malformed', 'malformed'],
		['a list', bytes('[1]'), 'metadata-malformed', 'malformed'],
		['a number', bytes('1'), 'metadata-malformed', 'malformed'],
		['null', bytes('null'), 'metadata-malformed', 'malformed'],
		['duplicate keys', bytes('{"a":1,"a":2}'), 'metadata-malformed', 'duplicate'],
		['duplicate keys, one escaped', bytes('{"a":1,"\\u0061":2}'), 'metadata-malformed', 'duplicate'],
		['duplicate keys inside', bytes('{"x":{"a":1,"a":1}}'), 'metadata-malformed', 'duplicate'],
		['a fraction', bytes('{"a":1.5}'), 'metadata-malformed'],
		['an exponent', bytes('{"a":1e3}'), 'metadata-malformed'],
		['a number beyond 2^53', bytes('{"a":9007199254740993}'), 'metadata-malformed'],
		['7 levels', bytes(nested(7)), 'metadata-too-deep', 'too-deep'],
		['100,000 levels', bytes('['.repeat(32_000)), 'metadata-too-deep', 'too-deep'],
		['one byte too large', bytes(`{"a":"${'x'.repeat(METADATA_MAX_BYTES - 7)}"}`), 'metadata-too-large'],
		['a byte order mark', bytes('\ufeff{}'), 'metadata-malformed'],
		['text that begins with a byte order mark', bytes('{"a":"\\ufeffb"}'), 'metadata-malformed'],
		['a lone surrogate', bytes('{"a":"\\ud800"}'), 'metadata-malformed'],
		['invalid UTF-8', Uint8Array.of(0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d), 'metadata-malformed'],
		['text that is not NFC', bytes('{"a":"e\u0301"}'), 'metadata-malformed', 'not-canonical'],
		['a key that is not NFC', bytes('{"e\u0301":1}'), 'metadata-malformed', 'not-canonical'],
		['public that is not an object', bytes('{"public":[]}'), 'metadata-malformed'],
		['public that is null', bytes('{"public":null}'), 'metadata-malformed'],
	]
	for (const [comment, input, code, refusal] of refused) {
		test(`refused: ${comment}`, () => {
			const extra = refusal === undefined ? {} : { extra: { refusal } }
			expect(() => parseMetadata(input)).toThrow(expect.objectContaining({ code, ...extra }))
		})
	}

	test('what is public is split from what is private', () => {
		expect(parseMetadata(bytes('{"title":"Výrok","public":{"agenda":"A1"},"n":-3}'))).toEqual({
			public: { agenda: 'A1' },
			private: { title: 'Výrok', n: -3 },
		})
		expect(parseMetadata(bytes('{}'))).toEqual({ public: null, private: null })
		expect(parseMetadata(bytes('{"public":{}}'))).toEqual({ public: {}, private: null })
		expect(parseMetadata(undefined)).toEqual({ public: null, private: null })
	})

	test('6 levels and 32 KiB are allowed', () => {
		expect(parseMetadata(bytes(nested(6))).private).not.toBeNull()
		const full = `{"a":"${'x'.repeat(METADATA_MAX_BYTES - 8)}"}`
		expect(parseMetadata(bytes(full)).private).not.toBeNull()
	})

	test('a member called __proto__ is a member', () => {
		const { private: members } = parseMetadata(bytes('{"__proto__":{"polluted":1}}'))
		expect(Object.keys(members ?? {})).toEqual(['__proto__'])
		expect(({} as { polluted?: number }).polluted).toBeUndefined()
	})
})

describe('small parts', () => {
	test('visibility is private unless said otherwise', () => {
		expect(parseVisibility(undefined)).toBe('private')
		expect(parseVisibility(bytes('public'))).toBe('public')
		for (const wrong of ['Public', 'public ', '', 'everyone']) {
			expect(() => parseVisibility(bytes(wrong))).toThrow(expect.objectContaining({ code: 'part-malformed' }))
		}
	})

	test('relation is one of four', () => {
		expect(parseRelation(undefined)).toBe('version')
		expect(parseRelation(bytes('annuls'))).toBe('annuls')
		for (const wrong of ['disposes', 'previous', 'policy', '__proto__', '']) {
			expect(() => parseRelation(bytes(wrong))).toThrow(expect.objectContaining({ code: 'part-malformed' }))
		}
	})

	test('a reason is text, normalised', () => {
		expect(parseReason(bytes('e\u0301'))).toBe('\u00e9')
		expect(parseReason(bytes(''))).toBeNull()
		expect(() => parseReason(Uint8Array.of(0xff))).toThrow(
			expect.objectContaining({ code: 'part-malformed' }),
		)
		expect(() => parseReason(bytes('a\u0000b'))).toThrow(expect.objectContaining({ code: 'part-malformed' }))
	})
})

describe('file names', () => {
	const names: [comment: string, given: string | undefined, kept: string][] = [
		['as it is', 'Rozhodnutí č. 12.pdf', 'Rozhodnutí č. 12.pdf'],
		['none', undefined, 'document'],
		['traversal', '../../etc/passwd', 'passwd'],
		['Windows path', 'C:\\Users\\x\\smlouva.docx', 'smlouva.docx'],
		['only dots', '..', 'document'],
		['hidden file', '.profile', 'profile'],
		['control characters', 'a\u0000b\r\n.pdf', 'ab.pdf'],
		['direction override', 'a\u202efdp.exe', 'afdp.exe'],
		['zero width', 'a\u200bb', 'ab'],
		['reserved characters', 'a<b>:"|?*.pdf', 'ab.pdf'],
		['decomposed', 'Re\u0301sume\u0301.pdf', 'Résumé.pdf'],
		['lone surrogate', 'a\ud800b', 'a\ufffdb'],
		['white space', '  a \t b  ', 'a b'],
	]
	for (const [comment, given, kept] of names) {
		test(comment, () => expect(sanitizeFileName(given)).toBe(kept))
	}

	test('a long name keeps its extension and is cut between characters', () => {
		const kept = sanitizeFileName(`${'č'.repeat(300)}.pdf`)
		expect(Buffer.byteLength(kept)).toBeLessThanOrEqual(255)
		expect(kept.endsWith('č.pdf')).toBe(true)
		expect(kept.isWellFormed()).toBe(true)
	})
})

describe('media types', () => {
	const types: [given: string | undefined, kept: string][] = [
		['application/pdf', 'application/pdf'],
		['Text/HTML; charset=utf-8', 'text/html'],
		[undefined, 'application/octet-stream'],
		['pdf', 'application/octet-stream'],
		['text/html\r\nX-Evil: 1', 'application/octet-stream'],
		[`text/${'a'.repeat(100)}`, 'application/octet-stream'],
	]
	for (const [given, kept] of types) test(`${given}`, () => expect(cleanMediaType(given)).toBe(kept))
})
