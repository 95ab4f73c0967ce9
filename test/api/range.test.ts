/** Range, If-Match, If-None-Match: RFC 9110 §13 and §14. */
import { describe, expect, test } from 'vitest'
import { matches, noneMatch, parseRange } from '../../api/http/range.ts'

describe('Range over 10 bytes', () => {
	const part = (start: number, end: number) => ({ kind: 'part', start, end })
	const table: [header: string | undefined, expected: object][] = [
		[undefined, { kind: 'whole' }],
		['bytes=0-9', part(0, 10)],
		['bytes=0-0', part(0, 1)],
		['bytes=9-', part(9, 10)],
		['bytes=2-100', part(2, 10)],
		['bytes=-3', part(7, 10)],
		['bytes=-100', part(0, 10)],
		['Bytes=1-2', part(1, 3)],
		['bytes=10-', { kind: 'unsatisfiable' }],
		['bytes=10-11', { kind: 'unsatisfiable' }],
		['bytes=-0', { kind: 'unsatisfiable' }],
		['bytes=0-1,3-4', { kind: 'several' }],
		['bytes=0-1, 3-', { kind: 'several' }],
		['bytes=5-4', { kind: 'whole' }],
		['bytes=-', { kind: 'whole' }],
		['bytes=', { kind: 'whole' }],
		['bytes=a-b', { kind: 'whole' }],
		['bytes=0x1-2', { kind: 'whole' }],
		['bytes=1-2-3', { kind: 'whole' }],
		['lines=0-1', { kind: 'whole' }],
		['bytes=99999999999999999999-', { kind: 'whole' }],
	]
	for (const [header, expected] of table) {
		test(String(header), () => expect(parseRange(header, 10)).toEqual(expected))
	}

	test('of an empty file nothing can be served in part', () => {
		expect(parseRange('bytes=0-', 0)).toEqual({ kind: 'unsatisfiable' })
		expect(parseRange('bytes=-1', 0)).toEqual({ kind: 'unsatisfiable' })
		expect(parseRange(undefined, 0)).toEqual({ kind: 'whole' })
	})
})

test('If-None-Match compares weakly, If-Match strongly', () => {
	expect(noneMatch(undefined, '"a"')).toBe(false)
	expect(noneMatch('"b", W/"a"', '"a"')).toBe(true)
	expect(noneMatch('*', '"a"')).toBe(true)
	expect(noneMatch('"b"', '"a"')).toBe(false)
	expect(matches(undefined, '"a"')).toBe(true)
	expect(matches('"a"', '"a"')).toBe(true)
	expect(matches('W/"a"', '"a"')).toBe(false)
	expect(matches('*', '"a"')).toBe(true)
	expect(matches('a', '"a"')).toBe(false)
})
