/** `renewal` entries before the auditor: those that the ledger makes, and what a lying town could make of them. */
import { createHash, randomBytes } from 'node:crypto'
import { join } from 'node:path'
import {
	bodyOf,
	type Cid,
	cidDigest,
	type DagMap,
	decodeEntry,
	parseCid,
	parseTilePath,
	type RenewalBody,
	type RenewalDigest,
	type RenewedHeads,
	renewalImprint,
	renewalRoot,
	renewalStatement,
	sha256,
	utf8,
} from '@letopis/format'
import { type AuditStore, auditLog, type LogSource } from '@letopis/verifier'
import { afterAll, describe, expect, test } from 'vitest'
import { createAnchorer } from '../../ledger/anchor/anchorer.ts'
import { makeTrustFile } from '../../ledger/town/trust-file.ts'
import { folderSource } from '../../verifier/cli/folder-source.ts'
import { createAnchoredLog, ORIGIN, START } from '../support/anchored-log.ts'
import { AuditedLog, alpha, codesOf } from '../support/audited-log.ts'
import { renewingAuthority, YEAR } from '../support/renewing-authority.ts'
import { TestLog } from '../support/test-log.ts'

type RealLog = Awaited<ReturnType<typeof createAnchoredLog>>['log']

/** A log of this process as the web would show it. */
function sourceOf(log: RealLog): LogSource {
	const { note } = log.published ?? expect.fail('nothing is published')
	const place = (path: string) => parseTilePath(path)
	return {
		checkpoint: async () => utf8(note),
		tile: async (path) => {
			const tile = place(path)
			return 'level' in tile ? log.tile(tile) : undefined
		},
		bundle: async (path) => log.bundle(place(path)),
		blob: (cid) => log.blob(parseCid(cid)),
	}
}

test('what the ledger renews, once and again, is in order', async () => {
	const at = await createAnchoredLog()
	const authority = renewingAuthority('alpha', at.clock, START + YEAR)
	const vault = {
		record: (index: number) => at.vault.record(index),
		async *read() {
			yield utf8('content')
		},
	}
	const anchorer = await createAnchorer({
		...{ log: at.log, vault, dir: join(at.dir, 'anchors'), clock: at.clock },
		authorities: [{ authority, periodMs: 600_000, heartbeatMs: 3_600_000 }],
	})
	try {
		for (let year = 1; year < 4; year++) {
			for (let i = 0; i < 30; i++) await at.document(`document ${year} ${i}`)
			await anchorer.anchorNow()
			at.clock.set(START + year * YEAR - 1000 * 86_400)
			authority.certify(START + (year + 1) * YEAR)
			await anchorer.anchorNow()
			expect((await anchorer.renewer.renewDue())[0]?.renewal).toBeDefined()
		}
		expect((await anchorer.renewer.renewNow({ trees: true }))[0]?.renewal).toBeDefined()
		at.clock.advance(YEAR / 2)
		await at.document('after')
		await anchorer.anchorNow()
		for (const by of [{ trees: true }, { of: 'alpha', by: 'alpha' }]) {
			for (const { error } of await anchorer.renewer.renewNow(by)) expect(error).toBeUndefined()
			await at.document(`after ${JSON.stringify(by)}`)
			await anchorer.anchorNow()
		}
		await at.log.publish()
		const { vkeys } = at.signer
		const trust = makeTrustFile({
			...{ town: 'Ukázkov', demo: true, log: { origin: ORIGIN, ...vkeys }, statusKey: vkeys.status },
			...{ requiredWitnesses: [], timestampRoots: authority.roots, timestampsRequired: 1, predecessors: [] },
		})
		const report = await auditLog({ source: sourceOf(at.log), trust })
		expect(report.findings).toEqual([])
		// A copy takes along whatever these entries name.
		const copy = await at.earlier(at.log.published?.size ?? 0)
		expect(await copy.fsck()).toEqual([])
		expect(await copy.renewals()).toEqual(await at.log.renewals())
		await copy.close()
		expect(report.exitCode).toBe(0)
		// Three by stamp, two by hash tree, and by hand one of each line.
		expect(await at.log.renewals()).toHaveLength(7)
	} finally {
		await anchorer.stop()
		await at.remove()
	}
})

describe('a town that lies', () => {
	const town = new AuditedLog()
	afterAll(() => town.remove())

	/** Two anchors of alpha, one of another; then whatever `make` appends. */
	async function findings(make: (log: TestLog) => void): Promise<string[]> {
		const log = new TestLog()
		for (const name of ['alpha', 'other', 'alpha']) {
			log.now += 60_000
			log.appendDocument(randomBytes(8))
			log.anchor(name, alpha)
		}
		log.now += 60_000
		make(log)
		log.appendDocument(randomBytes(8))
		const folder = town.newFolder()
		log.writeFolder(folder)
		const trust = log.trust({ roots: [alpha.root], required: 1 })
		return codesOf(await auditLog({ source: folderSource(folder), trust }))
	}

	interface Changes {
		body?: Partial<RenewalBody>
		tokens?: (tokens: Cid[]) => Cid[]
		genTime?: number
		imprint?: Uint8Array
	}

	function renew(
		log: TestLog,
		{ body = {}, tokens = (all) => all, genTime = log.now, imprint }: Changes = {},
	) {
		const covered = log.anchors.filter(({ authority }) => authority === 'alpha')
		const leaves = tokens(covered.map(({ token }) => log.putBlob(token))).map(cidDigest)
		const said = {
			...{ log: log.origin, of: 'alpha', authority: 'alpha', digest: 'sha2-256' as RenewalDigest },
			...{ from: 0, to: log.size, previous: null, revocation: [], root: renewalRoot('sha2-256', leaves) },
			...body,
		}
		const over = imprint ?? renewalImprint(said.digest, renewalStatement(said), said.root)
		const token = log.putBlob(new Uint8Array(alpha.stamp(over, { genTime, accuracy: 1000 })))
		const whole = { ...said, token, time: genTime }
		return log.append({ kind: 'renewal', body: whole as unknown as DagMap, fields: { kind: 'renewal' } })
	}

	/** Index of the entry that `make` appends: after genesis, three documents and three anchors. */
	const PLACE = 7

	test('a sound renewal, and a second one that leads on from it', async () => {
		expect(
			await findings((log) => {
				const first = renew(log)
				const to = log.size - 1
				const previous = log.cid(first)
				log.now += 60_000
				log.anchor('alpha', alpha)
				renew(log, {
					body: { from: to, previous },
					tokens: (all) => [tokenOfRenewal(log, first), all.at(-1) as Cid],
				})
			}),
		).toEqual([])
	})

	/** The second tree of a log, made without the code that is judged. */
	function headsOf(log: TestLog): RenewedHeads {
		const hash = (...parts: Uint8Array[]) => createHash('sha512').update(Buffer.concat(parts)).digest()
		const roots = log.entries.map((_, i) => hash(Buffer.of(i)))
		const leaves = log.entries.map((entry, i) => hash(Buffer.of(0), entry, roots[i] as Buffer))
		const root = (part: Buffer[]): Buffer => {
			if (part.length === 1) return part[0] as Buffer
			const half = 2 ** Math.ceil(Math.log2(part.length) - 1)
			return hash(Buffer.of(1), root(part.slice(0, half)), root(part.slice(half)))
		}
		const fields = log.putBlob(new Uint8Array(Buffer.concat(roots)))
		return { size: log.size, root: log.root(), renewed: new Uint8Array(root(leaves)), fields }
	}

	const heads: Record<string, [(heads: RenewedHeads, log: TestLog) => RenewedHeads, string[]]> = {
		'both heads as they are': [(sound) => sound, []],
		'another root of the log': [(sound) => ({ ...sound, root: sha256(utf8('x')) }), ['renewal-head']],
		'another root of the second tree': [
			(sound) => ({ ...sound, renewed: new Uint8Array(64) }),
			['renewal-second-head'],
		],
		'other field roots': [
			(sound, log) => ({ ...sound, fields: log.putBlob(new Uint8Array(64 * log.size)) }),
			['renewal-second-head'],
		],
		'too few field roots': [
			(sound, log) => ({ ...sound, fields: log.putBlob(new Uint8Array(64)) }),
			['renewal-second-head'],
		],
		'field roots that are not there': [
			(sound) => ({ ...sound, fields: unknownBlob() }),
			['anchor-blob-missing'],
		],
		'a size beyond itself': [(sound) => ({ ...sound, size: 1000 }), ['renewal-range']],
	}
	for (const [name, [change, codes]] of Object.entries(heads)) {
		test(`hash trees: ${name}`, async () => {
			const found = await findings((log) => {
				const changed = change(headsOf(log), log)
				renew(log, { body: { digest: 'sha2-512', root: null, heads: changed } })
			})
			expect(found).toEqual(codes.map((code) => `${code} ${PLACE}`))
		})
	}

	test('hash trees of before an interruption are found again when the audit goes on', async () => {
		const log = new TestLog()
		log.anchor('alpha', alpha)
		const first = log.size
		renew(log, { body: { digest: 'sha2-512', root: null, heads: headsOf(log) } })
		for (let i = 0; i < 600; i++) log.appendDocument(randomBytes(8))
		const anchor = log.anchor('alpha', alpha)
		const body = { digest: 'sha2-512' as const, from: first, root: null, heads: headsOf(log) }
		renew(log, { body })
		// Under SHA-256 the next line begins where the hash trees were renewed.
		renew(log, { body: { from: first }, tokens: () => [log.putBlob(anchor.token)] })
		const folder = town.newFolder()
		log.writeFolder(folder)
		let saved: Parameters<AuditStore['save']>[0] | null = null
		let records = new Uint8Array()
		const store: AuditStore = {
			load: async () => (saved === null ? null : { state: saved, records }),
			save: async (state, more) => {
				saved = state
				records = new Uint8Array(Buffer.concat([records, ...more]))
			},
		}
		const trust = log.trust({ roots: [alpha.root], required: 1 })
		const options = { source: folderSource(folder), trust, store }
		const cut = await auditLog({ ...options, onProgress: () => false })
		expect(cut.exitCode).not.toBe(0)
		const whole = await auditLog(options)
		expect(codesOf(whole)).toEqual([])
		expect(whole.exitCode).toBe(0)
	})

	const lies: Record<string, [Changes, string]> = {
		'a stamp left out': [{ tokens: ([first]) => [first as Cid] }, 'renewal-root'],
		'stamps in another order': [{ tokens: (all) => [...all, ...all].slice(1, 4) }, 'renewal-root'],
		'a stamp of another authority beside them': [{ body: { of: 'other' } }, 'renewal-root'],
		'of an authority that nobody knows': [{ body: { of: 'nobody' } }, 'renewal-root'],
		'a beginning that leaves stamps out': [{ body: { from: 2 } }, 'renewal-range'],
		'an end beyond itself': [{ body: { to: 1000 } }, 'renewal-range'],
		'a renewal before it that does not exist': [
			{ body: { from: 1, previous: unknownEntry() } },
			'renewal-range',
		],
		'a token over something else': [{ imprint: sha256(utf8('else')) }, 'renewal-stamp'],
		'a token from before what it renews': [{ genTime: Date.UTC(2026, 1, 1) }, 'renewal-order'],
		'a list that is not there': [{ body: { revocation: [unknownBlob()] } }, 'anchor-blob-missing'],
	}
	for (const [name, [changes, code]] of Object.entries(lies)) {
		test(`${name} is found`, async () => {
			expect(await findings((log) => void renew(log, changes))).toEqual([`${code} ${PLACE}`])
		})
	}
})

function unknownEntry(): Cid {
	return new TestLog().cid(0)
}

function unknownBlob(): Cid {
	return new TestLog().putBlob(utf8('nowhere'))
}

/** Its token's name, out of the entry. */
function tokenOfRenewal(log: TestLog, index: number): Cid {
	const entry = decodeEntry(log.entries[index] ?? expect.fail())
	return bodyOf(entry, 'renewal')?.token ?? expect.fail('no renewal')
}
