/**
 * A town that had to succeed, over real HTTP: whatever was recorded in the closed log is listed, read, verified,
 * continued and destroyed as before, under the same ids and tokens, and every private read leaves its entry in the
 * present log. Twice, because a second succession must not undo what the first one kept.
 */
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import {
	accessKeyIn,
	accessTag,
	cidText,
	decodeEntry,
	entryCid,
	hex,
	parseCid,
	parseNote,
	parseReceipt,
	parseStatus,
} from '@letopis/format'
import { accessKey, openTown } from '@letopis/ledger'
import { describe, expect, test } from 'vitest'
import {
	at,
	audit,
	contentOf,
	document,
	folders,
	get,
	type History,
	json,
	type Listed,
	letopis,
	post,
	type Snapshot,
	type Status,
	saveReceipt,
	seen,
	server,
	settings,
	size,
	start,
	stop,
	successionTown,
	token,
	type Versions,
	verify,
} from '../support/succession-town.ts'

const LONG = 'Rozhodnutí. '.repeat(20_000)

const ids: Record<'open' | 'long' | 'doomed' | 'annulled', string> = {
	open: '',
	long: '',
	doomed: '',
	annulled: '',
}
const tokens = { clerk: '', reader: '' }
let before: Record<string, Snapshot>

successionTown()

describe('a succession', () => {
	test('begins with a log in use', async () => {
		tokens.clerk = await token('podatelna', ['documents:write'])
		tokens.reader = await token('archiv', ['documents:read'])
		const own = { token: tokens.clerk }
		ids.open = (await post('/api/v1/documents', 'úřední deska', { visibility: 'public' }, own)).id
		const replayed = { ...own, headers: { 'Idempotency-Key': 'stejny-klic' } }
		ids.long = (await post('/api/v1/documents', LONG, {}, replayed)).id
		ids.doomed = (await post('/api/v1/documents', 'ke skartaci', {}, own)).id
		ids.annulled = (await post('/api/v1/documents', 'omyl', {}, own)).id
		await post(document(ids.long, '/versions'), 'druhé znění', { relation: 'corrects' }, own)
		await post(document(ids.open, '/versions'), 'deska, oprava', { visibility: 'public' }, own)
		await writeFile(at('long.txt'), LONG)
		await saveReceipt(ids.long, 'long.receipt.json')
		await saveReceipt(ids.open, 'open.receipt.json')
		await writeFile(at('open.txt'), 'úřední deska')
		expect((await letopis('trust', '-o', at('trust1.json'))).code).toBe(0)
		expect((await verify('open.receipt.json', 'open.txt', 'trust1.json')).code).toBe(0)
		// Reads that stay in the first log: five by reading, and those of the snapshot.
		expect(await contentOf(ids.doomed)).toBe('ke skartaci')
		before = await seen(ids)
		before = await seen(ids)
		await stop()
	})

	test('leaves everything to be found and read as it was', async () => {
		const succeeded = await letopis('succeed', '--yes')
		expect(succeeded.output).toContain('ukazkov.example/log/2 is open')
		await start()
		expect((await letopis('trust', '-o', at('trust2.json'))).code).toBe(0)
		const list = await json<Listed>('/api/v1/documents')
		expect(list.documents.map(({ id }) => id)).toEqual([ids.annulled, ids.doomed, ids.long, ids.open])
		expect(list.documents.every(({ log }) => log === 1)).toBe(true)
		const page = await json<Listed>('/api/v1/documents?limit=1')
		const next = await json<Listed>(`/api/v1/documents?limit=1&cursor=${page.next}`)
		expect(next.documents[0]?.id).toBe(ids.doomed)
		// A stranger finds what is public, and nothing else.
		const open = await json<Listed>('/api/v1/documents', { token: null })
		expect(open.documents.map(({ id }) => id)).toEqual([ids.open])
		expect((await get(document(ids.long, '/content'), { token: null })).status).toBe(401)
		expect(await (await get(document(ids.open, '/content'), { token: null })).text()).toBe('úřední deska')

		const after = await seen(ids)
		for (const name of Object.keys(ids)) {
			const { receipt: grown, tlogProof, ...now } = after[name] as Snapshot
			const { receipt, tlogProof: _, ...then } = before[name] as Snapshot
			expect(now).toEqual(then)
			// The receipt is under the last head of its own log.
			const { proof, ...rest } = grown
			const { proof: old, ...was } = receipt
			expect(rest).toEqual(was)
			expect(proof.index).toBe(old.index)
			expect(proof.checkpoint.split('\n')[0]).toBe('ukazkov.example/log/1')
			expect(tlogProof).toEqual(grown)
		}
	})

	test('records each private read in the present log, and no public one', async () => {
		const start = await size(ids.open)
		await get(document(ids.open, '/content'), { token: null })
		await get(document(ids.open, '/receipt'), { token: null })
		await json(document(ids.long, '/status'))
		await json('/api/v1/documents')
		expect(await size(ids.open)).toBe(start)
		let expected = start
		for (const [path, headers] of [
			['/content', {}],
			['/content', { Range: 'bytes=0-9' }],
			['', {}],
			['/receipt', {}],
			['/history', {}],
			['/export', {}],
		] as const) {
			const response = await get(document(ids.long, path), { headers, token: tokens.reader })
			expect(response.ok, path).toBe(true)
			await response.arrayBuffer()
			// The range is of bytes that were sent before: another read.
			expected++
			expect(await size(ids.open), path).toBe(expected)
		}
		// The ranges of one download are one read, also here.
		for (const range of ['bytes=0-9', 'bytes=10-19', 'bytes=20-29'])
			await (await get(document(ids.long, '/content'), { headers: { Range: range } })).arrayBuffer()
		expect(await size(ids.open)).toBe(expected + 1)
		const { events } = await json<History>(document(ids.long, '/history?limit=200'))
		const reads = events.filter(({ type }) => type === 'access')
		expect(new Set(reads.map(({ log }) => log))).toEqual(new Set([1, 2]))
		expect(reads.filter(({ log, by }) => log === 2 && by === 'archiv').map(({ action }) => action)).toEqual([
			'content',
			'content',
			'metadata',
			'receipt',
			'history',
			'export',
		])
		// In the order in which it happened, across the logs.
		const logs = events.map(({ log }) => log)
		expect(logs).toEqual(logs.toSorted())
	})

	test('keeps tokens and repeated requests', async () => {
		const own = { token: tokens.clerk, headers: { 'Idempotency-Key': 'stejny-klic' } }
		const again = await post('/api/v1/documents', LONG, {}, own)
		expect(again.response.headers.get('Idempotency-Replayed')).toBe('true')
		expect([again.id, again.entry]).toEqual([ids.long, ids.long])
		const form = new FormData()
		form.set('file', new Blob(['něco jiného']), 'x')
		expect((await get('/api/v1/documents', { method: 'POST', body: form, ...own })).status).toBe(409)
		const { tokens: all } = await json<{ tokens: { id: string; principal: string }[] }>('/api/v1/tokens')
		expect(all.map(({ principal }) => principal)).toEqual(['archiv', 'podatelna'])
		// A token of the closed log is revoked in the present one.
		const reader = all.find(({ principal }) => principal === 'archiv')
		expect((await get(`/api/v1/tokens/${reader?.id}`, { method: 'DELETE' })).status).toBe(204)
		expect((await get(document(ids.long), { token: tokens.reader })).status).toBe(401)
		expect((await get(document(ids.long), { token: tokens.clerk })).status).toBe(200)
	})

	test('lets old documents be continued, and says so at a head of the present log', async () => {
		const own = { token: tokens.clerk }
		const etag = (await get(document(ids.long, '/versions'))).headers.get('ETag') ?? ''
		const stale = { ...own, headers: { 'If-Match': '"x"' } }
		const form = new FormData()
		form.set('file', new Blob(['pozdě']), 'x')
		const refused = await get(document(ids.long, '/versions'), { method: 'POST', body: form, ...stale })
		expect(refused.status).toBe(412)
		const third = await post(
			document(ids.long, '/versions'),
			'třetí znění',
			{ relation: 'supersedes' },
			{ ...own, headers: { 'If-Match': etag } },
		)
		expect(third.id).toBe(ids.long)
		expect(parseReceipt(third.receipt).proof.checkpoint.split('\n')[0]).toBe('ukazkov.example/log/2')
		const annulling = await post(document(ids.annulled, '/versions'), 'správně', { relation: 'annuls' }, own)

		const { versions } = await json<Versions>(document(ids.long, '/versions'))
		expect(versions.map(({ log, number, state }) => [log, number, state])).toEqual([
			[1, 1, 'corrected'],
			[1, 2, 'superseded'],
			[2, 3, 'in-force'],
		])
		expect(await contentOf(ids.long, '?entry=latest')).toBe('třetí znění')
		expect(await contentOf(ids.long, `?entry=${third.entry}`)).toBe('třetí znění')
		expect(await contentOf(ids.long)).toBe(LONG)
		const listed = (await json<Listed>('/api/v1/documents')).documents.find(({ id }) => id === ids.long)
		expect(listed).toMatchObject({ log: 1, versions: 3, latestLog: 2, state: 'corrected' })

		const status = await json<Status>(document(ids.annulled, '/status'))
		expect(status).toMatchObject({ origin: 'ukazkov.example/log/2', log: 1, state: 'annulled' })
		expect(status.acts).toEqual([
			{ relation: 'annuls', log: 2, index: expect.any(Number), entry: annulling.entry },
		])
		const note = await (
			await get(document(ids.annulled, '/status'), { headers: { Accept: 'text/plain' } })
		).text()
		expect(parseStatus(parseNote(note).text)).toMatchObject({
			origin: 'ukazkov.example/log/2',
			log: 'ukazkov.example/log/1',
		})
	})

	test('lets receipts of both logs verify, old ones and grown ones', async () => {
		await writeFile(at('annulled.txt'), 'omyl')
		await saveReceipt(ids.annulled, 'annulled.receipt.json')
		await saveReceipt(ids.open, 'open.grown.json')
		await saveReceipt(ids.long, 'third.receipt.json', '?entry=latest')
		await writeFile(at('third.txt'), 'třetí znění')
		// A receipt from before the succession, with the new trust file: its own statement counts for nothing now.
		const old = await verify('open.receipt.json', 'open.txt', 'trust2.json')
		expect([old.code, old.report.verdict.state.is]).toEqual([0, 'unknown'])
		const grown = await verify('open.grown.json', 'open.txt', 'trust2.json')
		expect([grown.code, grown.report.verdict.state]).toMatchObject([
			0,
			{ is: 'in-force', log: 'ukazkov.example/log/2' },
		])
		const annulled = await verify('annulled.receipt.json', 'annulled.txt', 'trust2.json')
		expect([annulled.code, annulled.report.verdict.state.is]).toEqual([3, 'annulled'])
		expect((await verify('third.receipt.json', 'third.txt', 'trust2.json')).code).toBe(0)
		expect((await verify('third.receipt.json', 'open.txt', 'trust2.json')).code).toBe(1)
		for (const number of [1, 2]) {
			const { code, report } = await audit(number, 'trust2.json')
			expect([code, report.findings], `log ${number}`).toEqual([0, []])
		}
	})

	test('serves entries and proofs of every log', async () => {
		const { versions } = await json<Versions>(document(ids.long, '/versions'))
		for (const { entry, log, index } of versions) {
			expect(await json(`/api/v1/entries/${entry}`)).toMatchObject({ log, index, cid: entry })
			expect(await json(`/api/v1/entries/${index}?log=${log}`)).toMatchObject({ log, index, cid: entry })
			expect(await json(`/api/v1/proofs/inclusion?entry=${entry}`)).toMatchObject({ log, index })
		}
		const bare = await get('/api/v1/entries/0')
		expect(await bare.json()).toMatchObject({ log: 2, kind: 'genesis' })
		expect(bare.headers.get('Cache-Control')).not.toContain('immutable')
		expect(await json('/api/v1/proofs/consistency?log=1&from=1&to=2')).toMatchObject({ from: 1, to: 2 })
		await json('/api/v1/entries/0?log=9', {}, 404)
		await json(`/api/v1/entries/${ids.long}?log=2`, {}, 404)
		await json('/api/v1/proofs/consistency?log=9&from=1', {}, 404)
	})

	test('lets a document of the closed log be destroyed, and its epoch be retired', async () => {
		await saveReceipt(ids.doomed, 'doomed.receipt.json')
		expect((await letopis('dispose', ids.doomed, '--reason', 'skartace')).output).toMatch(/say --yes/)
		const disposed = await letopis('dispose', ids.doomed, '--reason', 'skartace', '--yes')
		expect(disposed.output).toMatch(/^1 version destroyed, declared by entry bafy/m)
		await stop()
		const rotated = await letopis('keys', 'rotate')
		expect(rotated.output).toMatch(/log 1: encryption epoch 1 retired, epoch 2 in force/)
		expect(rotated.output).toMatch(/log 2: encryption epoch 1 retired, epoch 2 in force/)
		for (const number of [1, 2])
			expect(await readdir(join(folders.keys, `log-${number}`, 'epochs'))).toEqual(['2.key'])
		expect((await letopis('fsck')).output).toMatch(/fsck: clean/)
		await start()
		expect((await get(document(ids.doomed, '/content'))).status).toBe(410)
		expect(await json(document(ids.doomed))).toMatchObject({
			erased: true,
			private: null,
			version: { state: 'disposed', log: 1 },
		})
		const left = parseReceipt(await (await get(document(ids.doomed, '/receipt'), { token: null })).text())
		expect([left.fields, parseStatus(parseNote(left.status ?? '').text).state]).toEqual([[], 'disposed'])
		// What was given out before goes on to verify; the town has none any more.
		await writeFile(at('doomed.txt'), 'ke skartaci')
		const kept = await verify('doomed.receipt.json', 'doomed.txt', 'trust2.json')
		expect([kept.code, kept.report.verdict.state.is]).toEqual([0, 'in-force'])
		expect(await contentOf(ids.long)).toBe(LONG)
	})

	test('comes back whole from a backup, indexes rebuilt', async () => {
		const follow = () =>
			letopis('follow', `${server.url}/log`, at('second-copy'), '--trust', at('trust2.json'))
		await expect.poll(async () => (await get('/log/checkpoint')).status).toBe(200)
		expect((await letopis('backup', at('backup'))).output).toMatch(/all read back/)
		await stop()
		// Stopped, the newest head is published: both copies get all of it.
		expect((await letopis('backup', at('backup'))).output).toMatch(/all read back/)
		await start()
		expect((await follow()).code).toBe(0)
		await stop()
		await rm(folders.data, { recursive: true })
		expect((await letopis('restore', at('backup'))).output).toMatch(/restored \d+ entries/)
		const resumed = await letopis('resume', '--follower', at('second-copy'))
		expect(resumed.output).toMatch(/resumed at size/)
		expect((await letopis('reindex')).output).toMatch(/reindex: \d+ entries/)
		expect((await letopis('fsck')).output).toMatch(/fsck: clean/)
		await start()
		expect(await contentOf(ids.long)).toBe(LONG)
		expect(await contentOf(ids.long, '?entry=latest')).toBe('třetí znění')
		expect((await get(document(ids.doomed, '/content'))).status).toBe(410)
		expect((await get(document(ids.long), { token: tokens.clerk })).status).toBe(200)
		expect((await get(document(ids.long), { token: tokens.reader })).status).toBe(401)
	})

	test('can be followed by another', async () => {
		await stop()
		expect((await letopis('succeed', '--yes')).output).toContain('ukazkov.example/log/3 is open')
		await start()
		expect((await letopis('trust', '-o', at('trust3.json'))).code).toBe(0)
		const fourth = await post(
			document(ids.long, '/versions'),
			'čtvrté znění',
			{ relation: 'annuls' },
			{ token: tokens.clerk },
		)
		const { versions } = await json<Versions>(document(ids.long, '/versions'))
		expect(versions.map(({ log, state }) => [log, state])).toEqual([
			[1, 'corrected'],
			[1, 'superseded'],
			[2, 'annulled'],
			[3, 'in-force'],
		])
		expect(await contentOf(ids.long)).toBe(LONG)
		expect(await contentOf(ids.long, `?entry=${versions[2]?.entry}`)).toBe('třetí znění')
		expect(await contentOf(ids.long, `?entry=${fourth.entry}`)).toBe('čtvrté znění')
		// The second version was superseded in log 2; the first only corrected, in its own.
		const second = await json<Status>(document(ids.long, `/status?entry=${versions[1]?.entry}`))
		expect(second).toMatchObject({ origin: 'ukazkov.example/log/3', log: 1, state: 'superseded' })
		expect(second.acts.map(({ relation, log }) => [relation, log])).toEqual([['supersedes', 2]])
		await saveReceipt(ids.long, 'third.receipt.json', `?entry=${versions[2]?.entry}`)
		const third = await verify('third.receipt.json', 'third.txt', 'trust3.json')
		expect([third.code, third.report.verdict.state]).toMatchObject([
			3,
			{ is: 'annulled', log: 'ukazkov.example/log/3' },
		])
		// The oldest receipt, as it was given out at first, still is what it was.
		expect((await verify('long.receipt.json', 'long.txt', 'trust3.json')).code).toBe(0)
		for (const number of [1, 2, 3]) {
			const { code, report } = await audit(number, 'trust3.json')
			expect([code, report.findings], `log ${number}`).toEqual([0, []])
		}
		await stop()
		expect((await letopis('fsck')).output).toMatch(/fsck: clean/)
	})

	test('leaves a chain of tags in each log, which the person concerned can follow to its end', async () => {
		await mkdir(at('scratch'), { recursive: true })
		await using town = await openTown(await settings(), { still: true })
		const cid = parseCid(ids.long)
		const first = await town.closedLogs.get(1)?.open()
		const index = (await first?.log.indexOf(cid)) as number
		const record = await first?.vault.record(index)
		if (record === 'erased' || record?.secret === undefined) throw new Error('no secret')
		const key = accessKey(record.secret)
		const second = await town.closedLogs.get(2)?.open()
		const counts: number[] = []
		for (const log of [first?.log, second?.log, town.log]) {
			if (log === undefined) throw new Error('a log is missing')
			const tags = new Set<string>()
			for await (const { entry } of log.entries(0, log.size)) {
				const { tag } = decodeEntry(entry)
				if (tag !== undefined) tags.add(hex(tag))
			}
			const own = log === first?.log ? key : accessKeyIn(key, log.origin)
			let n = 0
			while (tags.has(hex(accessTag(own, n + 1)))) n++
			counts.push(n)
			// As many as the log itself has counted, and none under the key of another log.
			expect(await log.accessCount(cid)).toBe(n)
			for (const other of [
				key,
				accessKeyIn(key, 'ukazkov.example/log/2'),
				accessKeyIn(key, 'ukazkov.example/log/3'),
			])
				if (hex(other) !== hex(own)) expect(tags.has(hex(accessTag(other, 1)))).toBe(false)
		}
		expect(counts.every((n) => n >= 2)).toBe(true)
		expect(cidText(entryCid((await first?.log.entry(index)) as Uint8Array))).toBe(ids.long)
		expect((await readFile(at('long.txt'), 'utf8')).length).toBe(LONG.length)
	})
})
