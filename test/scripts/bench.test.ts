import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { auditLog } from '@letopis/verifier'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { mustBeProven } from '../../scripts/bench/append-inproc.ts'
import { measureLone } from '../../scripts/bench/append-lone.ts'
import { measureAudit } from '../../scripts/bench/audit.ts'
import { CASES } from '../../scripts/bench/cases.ts'
import { chooseCases, namesOf } from '../../scripts/bench/choose.ts'
import { appendMany, closedLoop } from '../../scripts/bench/closed-loop.ts'
import { answerEnd, makeRequest } from '../../scripts/bench/http-load.ts'
import { makeMemoryLog } from '../../scripts/bench/log-in-memory.ts'
import { median, quantile } from '../../scripts/bench/measure.ts'
import { measurePades } from '../../scripts/bench/pades-check.ts'
import { peerRows } from '../../scripts/bench/peers.ts'
import { ENTRY_BYTES, makeLog, sealedDraft } from '../../scripts/bench/real-log.ts'
import { atLeast, atMost, type BenchCase, isGood, told } from '../../scripts/bench/row.ts'
import type { Baseline } from '../../scripts/bench/upload-baseline.ts'

let folder: string
beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), 'letopis-bench-'))
})
afterAll(() => rm(folder, { recursive: true }))

describe('rows', () => {
	test.each([
		['reaches the smallest good value', atLeast('a', 0.5, '×', 0.5), true],
		['falls short of it', atLeast('a', 0.499, '×', 0.5), false],
		['stays at the largest good value', atMost('a', 300, 'MB', 300), true],
		['exceeds it', atMost('a', 300.1, 'MB', 300), false],
		['is only told', told('a', -1, 'ms'), true],
		['is skipped', { ...atLeast('a', 0, '×', 3), skipped: 'go is not installed' }, true],
		['is no number', atLeast('a', Number.NaN, '×', 0.5), false],
		['is no number, downwards', atMost('a', Number.NaN, '×', 0.5), false],
	])('a figure that %s', (_, row, good) => {
		expect(isGood(row)).toBe(good)
	})

	test('of signed files that are not there say so', async () => {
		const context = { folder: '', say: () => {} }
		const [row, ...rest] = await measurePades(context, ['/nowhere.pdf'], { warm: 0, measured: 0 })
		expect([row?.name, row?.skipped, rest]).toEqual(['pades-check', expect.stringContaining('not there'), []])
	})

	test('of a peer hold our rate against its rate, and a missing peer says why', () => {
		const figures = { name: 'peer-tessera', appends: 8000, seconds: 1, rate: 8000, p50Ms: 1, p99Ms: 2 }
		const [ratio] = peerRows(figures, 20_000)
		expect(ratio).toEqual(atLeast('peer-tessera', 2.5, '× peer', 3))
		expect(ratio && isGood(ratio)).toBe(false)
		expect(peerRows({ ...figures, name: 'peer-immudb' }, 8000)[0]?.target).toBeNull()
		const [skipped, ...rest] = peerRows({ name: 'peer-tessera', skipped: 'go is not installed' }, 20_000)
		expect([skipped?.skipped, rest]).toEqual(['go is not installed', []])
	})
})

describe('order statistics', () => {
	test('stand between the values, whatever their order', () => {
		expect(median([3, 1, 2])).toBe(2)
		expect(median([4, 1, 3, 2])).toBe(2.5)
		expect(median([10, 9])).toBe(9.5)
		expect([quantile([5, 1, 3], 0), quantile([5, 1, 3], 1), quantile([0, 100], 0.99)]).toEqual([1, 5, 99])
	})

	test('of nothing are refused', () => {
		expect(() => median([])).toThrow(RangeError)
	})
})

describe('the choice of cases', () => {
	const make = (name: string, more: Partial<BenchCase> = {}): BenchCase => ({
		name,
		describe: '',
		run: () => Promise.resolve([]),
		...more,
	})
	const cases = [make('quick'), make('long', { slow: true, also: ['long-memory'] }), make('peer-x')]
	const names = (choice: Partial<Parameters<typeof chooseCases>[1]>) =>
		chooseCases(cases, { all: false, peers: false, ...choice }).map(({ name }) => name)

	test.each([
		['nothing', {}, ['quick']],
		['--all', { all: true }, ['quick', 'long']],
		['--peers', { peers: true }, ['quick', 'peer-x']],
		['a slow one by name', { only: 'long' }, ['long']],
		['a figure of a case', { only: 'long-memory,peer-x' }, ['long', 'peer-x']],
	])('%s', (_, choice, expected) => {
		expect(names(choice)).toEqual(expected)
	})

	test('refuses a name that no case has', () => {
		expect(() => names({ only: 'quick,quik' })).toThrow('no such case: quik')
	})

	test('the figures that the project promises are all there, once', () => {
		const all = CASES.flatMap(namesOf)
		expect(new Set(all).size).toBe(all.length)
		expect(all).toEqual(
			expect.arrayContaining([
				'append-inproc',
				'append-lone',
				'upload-http',
				'append-10m',
				'memory-10m',
				'proofs-10m',
				'audit-hash',
				'audit-full',
				'anchor-1m',
				'evidence-assemble',
				'evidence-verify',
				'renew-hash',
				'upload-1g',
				'peer-tessera',
				'peer-immudb',
			]),
		)
	})
})

describe('the load over HTTP', () => {
	const load = {
		port: 1,
		path: '/files',
		authorization: 'Bearer x',
		connections: 1,
		size: 1024,
		warmUpSeconds: 0,
		seconds: 1,
	}

	test('declares the length that its form has, with the document inside', () => {
		const { bytes, document } = makeRequest(load)
		const body = bytes.subarray(bytes.indexOf('\r\n\r\n') + 4)
		expect(bytes.toString('latin1')).toContain(`Content-Length: ${body.length}\r\n`)
		expect(body.includes(document)).toBe(true)
		document.fill(7)
		expect(bytes.includes(Buffer.alloc(1024, 7))).toBe(true)
	})

	const head = 'HTTP/1.1 201 Created\r\n'
	test.each([
		['a part of the head', `${head}Content-Le`, undefined],
		['a part of the body', `${head}Content-Length: 4\r\n\r\nabc`, undefined],
		['a whole answer', `${head}content-length: 3\r\n\r\nabc`, head.length + 24],
		['an answer and more', `${head}content-length: 3\r\n\r\nabcHTTP`, head.length + 24],
		['chunks without the last', `${head}Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n`, undefined],
		['all chunks', `${head}Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n`, head.length + 43],
	])('reads %s', (_, text, end) => {
		expect(answerEnd(Buffer.from(text))).toBe(end)
	})

	test('counts no refusal as an answer', () => {
		expect(() => answerEnd(Buffer.from('HTTP/1.1 503 Full\r\ncontent-length: 0\r\n\r\n'))).toThrow('503')
	})
})

test('the servers without a ledger take a document, and only for the token', async () => {
	const program = join(import.meta.dirname, '../../scripts/bench/upload-baseline.ts')
	const own = await mkdtemp(join(folder, 'baseline-'))
	const child = fork(program, [own], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'], execArgv: [] })
	try {
		const [{ server, bare, token }] = (await once(child, 'message')) as [Baseline]
		const post = async (port: number, Authorization: string) => {
			const body = new FormData()
			body.append('file', new Blob(['obsah']), 'dokument.txt')
			const url = `http://127.0.0.1:${port}/api/v1/documents`
			return (await fetch(url, { method: 'POST', headers: { Authorization }, body })).status
		}
		expect([await post(server, `Bearer ${token}`), await post(server, ''), await post(bare, '')]).toEqual([
			201, 401, 201,
		])
	} finally {
		child.disconnect()
		await once(child, 'exit')
	}
})

describe('on a real log', () => {
	test('waiting callers get entries of the promised size, proven, each its own', async () => {
		const { log, close } = await makeLog(join(folder, 'loop'))
		try {
			const indexes = new Set<number>()
			const append = async (draft: Parameters<typeof log.append>[0]) => {
				const answer = await log.append(draft)
				indexes.add(answer.index)
				return answer
			}
			const { appends, waits, last } = await closedLoop({
				callers: 8,
				warmUpSeconds: 0,
				seconds: 0.2,
				draft: sealedDraft,
				append,
			})
			expect(indexes.size).toBe(log.size - 1)
			expect(waits.length).toBe(appends)
			expect(appends).toBeLessThanOrEqual(indexes.size)
			expect(last).toHaveLength(8)
			for (const answer of last) {
				mustBeProven(answer)
				expect(answer.entry.length).toBe(ENTRY_BYTES)
				expect(answer.opening.fields.map(({ name }) => name)).toEqual(['time', 'actor', 'kind', 'content'])
			}
			const before = log.size
			await appendMany((draft) => log.append(draft), sealedDraft, 50, 16)
			expect(log.size).toBe(before + 50)
		} finally {
			await close()
		}
	})

	test('an append without a proof is not counted', async () => {
		const { log, close } = await makeLog(join(folder, 'proof'))
		try {
			await log.append(sealedDraft())
			const answer = await log.append(sealedDraft())
			expect(() => mustBeProven({ ...answer, index: answer.index - 1 })).toThrow()
			expect(() => mustBeProven({ ...answer, size: answer.size - 1 })).toThrow()
		} finally {
			await close()
		}
	})

	test('a failing append ends the load with its error', async () => {
		const append = () => Promise.reject(new Error('no more'))
		const load = { callers: 3, warmUpSeconds: 0, seconds: 5, draft: sealedDraft, append }
		await expect(closedLoop(load)).rejects.toThrow('no more')
	})

	test('the smallest case gives its rows', async () => {
		const own = await mkdtemp(join(folder, 'lone-'))
		const rows = await measureLone({ folder: own, say: () => {} }, { warmUp: 1, rounds: 10, seconds: 5 })
		expect(rows.map(({ name }) => name)).toEqual([
			'append-lone',
			'append-lone.p50',
			'append-lone.p99',
			'append-lone.raw-p50',
		])
		for (const { value } of rows) expect(value).toBeGreaterThan(0)
	})
})

test('an audit and the loops beside it both go over the whole log', async () => {
	for (const entries of [1, 600]) {
		const rows = await measureAudit({ folder, say: () => {} }, { entries, rounds: 1, seconds: 5 })
		expect(rows.slice(0, 2).map(({ name }) => name)).toEqual(['audit-hash', 'audit-full'])
		for (const { value } of rows) expect(value).toBeGreaterThan(0)
	}
})

test('the log in memory is one that an audit finds whole', async () => {
	for (const size of [1, 255, 256, 257, 700]) {
		const { done, findings } = await auditLog({ source: makeMemoryLog(size) })
		expect([size, done, findings]).toEqual([size, size, []])
	}
})
