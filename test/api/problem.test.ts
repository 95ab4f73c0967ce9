/** What becomes of each refusal of the ledger, and of what nobody foresaw. */
import { RefusalError } from '@letopis/format'
import { LedgerError, type LedgerErrorCode } from '@letopis/ledger'
import { describe, expect, test } from 'vitest'
import { problemOf, refusedAs } from '../../api/http/problem.ts'
import { PROBLEMS, Problem } from '../../api/http/problems.ts'

const table: Record<LedgerErrorCode, [status: number, code: string]> = {
	'queue-full': [503, 'queue-full'],
	frozen: [503, 'frozen'],
	clock: [503, 'clock'],
	'disk-full': [507, 'disk-full'],
	closed: [503, 'shutting-down'],
	'in-use': [503, 'not-ready'],
	behind: [503, 'not-ready'],
	corrupt: [500, 'corrupt'],
	'newer-format': [503, 'not-ready'],
	'not-found': [404, 'not-found'],
	erased: [410, 'erased'],
	'too-large': [413, 'upload-too-large'],
	io: [500, 'internal'],
	conflict: [409, 'idempotency-conflict'],
	authority: [502, 'authority'],
	witness: [500, 'internal'],
	demo: [409, 'demo'],
}

describe('a refusal of the ledger', () => {
	for (const [code, [status, problem]] of Object.entries(table)) {
		test(code, () => {
			const error = new LedgerError(code as LedgerErrorCode, 'words', { remedy: 'do this' })
			const answer = problemOf(error)
			expect([answer.status, answer.code]).toEqual([status, problem])
			// What we failed at is for the journal; what the client can wait for or do is for the client.
			expect(answer.message).toBe(status === 500 ? 'The failure is in the journal.' : 'words')
			expect(answer.extra).toEqual(status === 500 ? {} : { remedy: 'do this' })
			// A frozen log thaws by nobody's waiting.
			const passes = ['queue-full', 'clock', 'closed'].includes(code)
			expect(answer.headers).toEqual(passes ? { 'Retry-After': '1' } : {})
			expect(answer.cause).toBe(error)
		})
	}
})

test('a refusal of our own stored bytes is our failure, not the fault of whoever asks', () => {
	const answer = problemOf(new RefusalError('malformed', 'entry: no version'))
	expect(answer).toMatchObject({ status: 500, code: 'internal', message: 'The failure is in the journal.' })
})

test('anything else is internal, and says nothing', () => {
	for (const error of [new Error('secret'), new TypeError('secret'), 'secret', undefined]) {
		expect(problemOf(error)).toMatchObject({ status: 500, message: 'The failure is in the journal.' })
	}
})

test('a parser refuses input as the problem of its place', () => {
	const refuse = (code: 'malformed' | 'too-large' | 'too-deep') => () => {
		throw new RefusalError(code, 'words')
	}
	expect(() => refusedAs('metadata-malformed', refuse('malformed'))).toThrow(
		expect.objectContaining({ code: 'metadata-malformed', extra: { refusal: 'malformed' } }),
	)
	const special = { tooLarge: 'metadata-too-large', tooDeep: 'metadata-too-deep' } as const
	expect(() => refusedAs('metadata-malformed', refuse('too-large'), special)).toThrow(
		expect.objectContaining({ code: 'metadata-too-large' }),
	)
	expect(() => refusedAs('metadata-malformed', refuse('too-deep'), special)).toThrow(
		expect.objectContaining({ code: 'metadata-too-deep' }),
	)
	const bug = new TypeError('a mistake of ours')
	expect(() =>
		refusedAs('metadata-malformed', () => {
			throw bug
		}),
	).toThrow(bug)
})

test('codes are words, statuses are failures', () => {
	for (const [code, [status, title]] of Object.entries(PROBLEMS)) {
		expect(code).toMatch(/^[a-z]+(-[a-z]+)*$/)
		expect(status).toBeGreaterThanOrEqual(400)
		expect(title.endsWith('.')).toBe(false)
		expect(new Problem(code as keyof typeof PROBLEMS, 'x').status).toBe(status)
	}
})
