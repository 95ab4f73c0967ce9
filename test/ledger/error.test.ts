import { LedgerError, storageError } from '@letopis/ledger'
import { describe, expect, test } from 'vitest'

const system = (code: string, cause?: Error) =>
	Object.assign(new Error(`${code}: what the system said`, { cause }), { code })

describe('storage errors', () => {
	test.each([
		['no space left', system('ENOSPC'), 'disk-full', 'Free space'],
		['quota', system('EDQUOT'), 'disk-full', 'Free space'],
		[
			'no space, deep in the causes',
			new Error('a', { cause: new Error('b', { cause: system('ENOSPC') }) }),
			'disk-full',
			'Free',
		],
		[
			'no space, in LevelDB’s words',
			new Error('IO error: x.log: No space left on device'),
			'disk-full',
			'Free space',
		],
		['a disk that fails', system('EIO'), 'io', 'Check the disk'],
		['a folder of someone else', system('EACCES'), 'io', 'Run this as the user'],
		['the same, in LevelDB’s words', new Error('IO error: LOCK: Permission denied'), 'io', 'Run this as'],
		['a file system that takes no writes', system('EROFS'), 'io', 'takes no writes'],
		['anything else', new Error('x'), 'io', 'Check the disk'],
		['not even an error', 'x', 'io', 'Check the disk'],
	])('%s', (_, error, code, remedy) => {
		const coded = storageError(error, 'writing the entries')
		expect(coded).toMatchObject({
			name: 'LedgerError',
			code,
			remedy: expect.stringContaining(remedy),
			cause: error,
		})
		expect(coded.message).toMatch(/^writing the entries failed: /)
	})

	test('a coded error is passed through, and a circular chain of causes ends', () => {
		const coded = new LedgerError('frozen', 'x')
		expect(storageError(coded, 'y')).toBe(coded)
		expect(coded.remedy).toBeUndefined()
		const circular = new Error('x') as Error & { cause: unknown }
		circular.cause = circular
		expect(storageError(circular, 'y').code).toBe('io')
	})
})
