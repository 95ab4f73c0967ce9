/**
 * Renewals of a closed log's stamps, which its successors make: the auditor holds them against that log, where it is given.
 * Three logs follow one another; the oldest has the anchors.
 */
import { createHash, randomBytes } from 'node:crypto'
import {
	bodyOf,
	type Cid,
	cidDigest,
	type DagMap,
	decodeEntry,
	type RenewalBody,
	renewalHash,
	renewalImprint,
	renewalRoot,
	renewalStatement,
	sha256,
	utf8,
} from '@letopis/format'
import { type AuditReport, type LogSource, SourceError } from '@letopis/verifier'
import { afterAll, describe, expect, test } from 'vitest'
import { folderSource } from '../../verifier/cli/folder-source.ts'
import { AuditedLog, alpha, codesOf } from '../support/audited-log.ts'
import { TestLog } from '../support/test-log.ts'

const town = new AuditedLog()
afterAll(() => town.remove())

const closed = (log: TestLog) => ({
	...{ origin: log.origin, size: log.size, root: new Uint8Array(log.root()) },
})
const follow = (origin: string, before: TestLog) => new TestLog({ origin, predecessor: closed(before) })

/** More than a bundle, so that its last anchor stands in one that is not full. */
const old = new TestLog({ origin: 'ukazkov.example/log/1' })
old.anchor('alpha', alpha)
old.anchor('other', alpha)
while (old.size < 290) old.appendDocument(randomBytes(4))
old.anchor('alpha', alpha)

interface Changes {
	body?: Partial<RenewalBody>
	/** names of the tokens that are covered, out of those that are to be */
	tokens?: (tokens: Cid[]) => Cid[]
}

const own = (log: TestLog) =>
	old.anchors.filter(({ authority }) => authority === 'alpha').map((one) => log.putBlob(one.token))

/** Appends a renewal of the old log's stamps by alpha. @param first place of the log's first entry */
function renew(log: TestLog, first: number, { body = {}, tokens = (all) => all }: Changes = {}): number {
	const digest = body.digest ?? 'sha2-256'
	const leaves = tokens(own(log)).map((cid) =>
		digest === 'sha2-256'
			? cidDigest(cid)
			: renewalHash(digest, log.blobs.get(cid.toString()) ?? expect.fail()),
	)
	const said = {
		...{ log: old.origin, of: 'alpha', authority: 'alpha', digest, from: 0, to: first + log.size },
		...{ previous: null, revocation: [], root: renewalRoot(digest, leaves) },
		...body,
	}
	const over = renewalImprint(said.digest, renewalStatement(said), said.root)
	const token = log.putBlob(new Uint8Array(alpha.stamp(over, { genTime: log.now, accuracy: 1000 })))
	const whole = { ...said, token, time: log.now }
	return log.append({ kind: 'renewal', body: whole as unknown as DagMap, fields: { kind: 'renewal' } })
}

function tokenOf(log: TestLog, index: number): Cid {
	const entry = decodeEntry(log.entries[index] ?? expect.fail())
	return bodyOf(entry, 'renewal')?.token ?? expect.fail('no renewal')
}

/** Both heads of the old log, made without the code that is judged; field roots lie with the log that says so. */
function heads(log: TestLog) {
	const hash = (...parts: Uint8Array[]) => createHash('sha512').update(Buffer.concat(parts)).digest()
	const roots = old.entries.map((_, i) => hash(Buffer.of(i & 255)))
	const root = (part: Buffer[]): Buffer => {
		if (part.length === 1) return part[0] as Buffer
		const half = 2 ** Math.ceil(Math.log2(part.length) - 1)
		return hash(Buffer.of(1), root(part.slice(0, half)), root(part.slice(half)))
	}
	const renewed = root(old.entries.map((entry, i) => hash(Buffer.of(0), entry, roots[i] as Buffer)))
	const fields = log.putBlob(new Uint8Array(Buffer.concat(roots)))
	return { size: old.size, root: old.root(), renewed: new Uint8Array(renewed), fields }
}

function written(log: TestLog): LogSource {
	const folder = town.newFolder()
	log.writeFolder(folder)
	return folderSource(folder)
}

function audited(
	log: TestLog,
	before: readonly TestLog[],
	earlier: readonly LogSource[],
): Promise<AuditReport> {
	const folder = town.newFolder()
	log.writeFolder(folder)
	const window = { fromSize: 0, toSize: null, fromTime: null, toTime: null }
	const predecessors = before.map((one) => ({
		...closed(one),
		keys: [one.keys.ed25519, one.keys.mldsa].map(({ vkey }) => ({ vkey, ...window })),
		policyText: one.policy(),
	}))
	return town.audit(folder, { trust: log.trust({ roots: [alpha.root], required: 1, predecessors }), earlier })
}

const successor = () => follow('ukazkov.example/log/2', old)

describe('the successor of a closed log', () => {
	/** A renewal changed as told; the successor's own anchors are none of those that it covers. */
	function changed(changes: Changes): TestLog {
		const log = successor()
		log.anchor('alpha', alpha)
		renew(log, old.size, changes)
		return log
	}
	const oldSource = written(old)

	test('covers its stamps, and again with what came since', async () => {
		const log = changed({})
		const previous = log.cid(2)
		const { to } = bodyOf(decodeEntry(log.entries[2] ?? expect.fail()), 'renewal') ?? expect.fail()
		log.now += 60_000
		renew(log, old.size, { body: { from: to, previous }, tokens: () => [tokenOf(log, 2)] })
		const report = await audited(log, [old], [oldSource])
		expect([report.exitCode, codesOf(report)]).toEqual([0, []])
		expect(report.earlierRenewals).toEqual({ checked: 2, unchecked: 0 })
		expect(report.notes.join(' ')).toContain('held against those: 2.')
	})

	test('without that log nothing is decided of them, and that is said', async () => {
		const report = await audited(changed({ tokens: ([first]) => [first as Cid] }), [old], [])
		expect(report).toMatchObject({ exitCode: 0, earlierRenewals: { checked: 0, unchecked: 1 } })
		expect(report.notes.join(' ')).toContain('not held against those: 1. Give those logs with --earlier.')
	})

	const nowhere = new TestLog()
	const lies: Record<string, [Changes, string]> = {
		'a stamp left out': [{ tokens: ([first]) => [first as Cid] }, 'renewal-root'],
		'a stamp of its own beside them': [
			{ tokens: (all) => [...all, nowhere.putBlob(utf8('own'))] },
			'renewal-root',
		],
		'of an authority that had none there': [{ body: { of: 'nobody' } }, 'renewal-root'],
		'a beginning that leaves stamps out': [{ body: { from: 2 } }, 'renewal-range'],
		'an end beyond itself': [{ body: { to: old.size + 3 } }, 'renewal-range'],
		'a renewal before it that does not exist': [
			{ body: { from: 1, previous: nowhere.cid(0) } },
			'renewal-range',
		],
		'of a log that it does not continue': [{ body: { log: 'elsewhere.example/log/1' } }, 'renewal-log'],
	}
	for (const [name, [changes, code]] of Object.entries(lies)) {
		test(`${name} is found`, async () => {
			expect(codesOf(await audited(changed(changes), [old], [oldSource]))).toEqual([`${code} 2`])
		})
	}

	test('of a log that continues none, a renewal can only be its own', async () => {
		const log = new TestLog({ origin: 'ukazkov.example/log/2' })
		renew(log, old.size)
		expect(codesOf(await audited(log, [], []))).toEqual(['renewal-log 1'])
	})

	const passes: Record<string, [(sound: ReturnType<typeof heads>) => object, string[]]> = {
		'both heads as they are': [() => ({}), []],
		'another root of the log': [() => ({ root: sha256(utf8('x')) }), ['renewal-head 1']],
		'another root of the second tree': [() => ({ renewed: new Uint8Array(64) }), ['renewal-second-head 1']],
		'more entries than the log was closed at': [() => ({ size: old.size + 1 }), ['renewal-range 1']],
	}
	for (const [name, [change, codes]] of Object.entries(passes)) {
		test(`hash trees: ${name}`, async () => {
			const log = successor()
			const sound = heads(log)
			const body = { digest: 'sha2-512', root: null, heads: { ...sound, ...change(sound) } } as const
			renew(log, old.size, { body })
			expect(codesOf(await audited(log, [old], [oldSource]))).toEqual(codes)
		})
	}

	test('an earlier log that answers otherwise the second time decides nothing', async () => {
		const log = successor()
		renew(log, old.size, { body: { digest: 'sha2-512', root: null, heads: heads(log) } })
		let asked = 0
		const fickle: LogSource = {
			...oldSource,
			bundle: async (path) => {
				const bytes = await oldSource.bundle(path)
				if (++asked > 2 && bytes !== undefined) bytes[100] = (bytes[100] ?? 0) ^ 1
				return bytes
			},
		}
		await expect(audited(log, [old], [fickle])).rejects.toThrow(SourceError)
	})
})

describe('a third log', () => {
	const middle = successor()
	renew(middle, old.size)
	const trees = { digest: 'sha2-512', root: null, heads: heads(middle) } as const
	renew(middle, old.size, { body: trees })
	const first = old.size + middle.size
	const sources = [written(middle), written(old)]

	test('goes on by stamp and under SHA-512 with renewals that stand in the second', async () => {
		const log = follow('ukazkov.example/log/3', middle)
		log.now += 60_000
		const before = bodyOf(decodeEntry(middle.entries[1] ?? expect.fail()), 'renewal') ?? expect.fail()
		renew(log, first, {
			body: { from: before.to, previous: middle.cid(1) },
			tokens: () => [before.token],
		})
		const rehashed = tokenOf(middle, 2)
		log.putBlob(middle.blobs.get(rehashed.toString()) ?? expect.fail())
		renew(log, first, { body: { digest: 'sha2-512' }, tokens: () => [rehashed] })
		log.blobs.delete(rehashed.toString())
		const report = await audited(log, [middle, old], sources)
		expect([report.exitCode, codesOf(report)]).toEqual([0, []])
		expect(report.earlierRenewals).toEqual({ checked: 2, unchecked: 0 })
		// Of the oldest log alone nothing can be told: renewals of its stamps may stand in the second.
		expect(await audited(log, [middle, old], [written(old)])).toMatchObject({
			earlierRenewals: { checked: 0, unchecked: 2 },
		})
	})

	test('that begins anew what the second has renewed hash trees of is found', async () => {
		const log = follow('ukazkov.example/log/3', middle)
		renew(log, first, { body: { digest: 'sha2-512', root: null, heads: heads(log) } })
		expect(codesOf(await audited(log, [middle, old], sources))).toEqual(['renewal-range 1'])
	})
})
