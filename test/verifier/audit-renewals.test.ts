/** `renewal` entries before the auditor: those that the ledger makes, and what a lying town could make of them. */
import { randomBytes } from 'node:crypto'
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
	renewalImprint,
	renewalRoot,
	renewalStatement,
	sha256,
	utf8,
} from '@letopis/format'
import { auditLog, type LogSource } from '@letopis/verifier'
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
	const anchorer = await createAnchorer({
		...{ log: at.log, vault: at.vault, dir: join(at.dir, 'anchors'), clock: at.clock },
		authorities: [{ authority, periodMs: 600_000, heartbeatMs: 3_600_000 }],
	})
	try {
		for (let year = 1; year < 4; year++) {
			for (let i = 0; i < 100; i++) await at.document(`document ${year} ${i}`)
			await anchorer.anchorNow()
			at.clock.set(START + year * YEAR - 1000 * 86_400)
			authority.certify(START + (year + 1) * YEAR)
			await anchorer.anchorNow()
			expect((await anchorer.renewer.renewDue())[0]?.renewal).toBeDefined()
		}
		await at.log.publish()
		const { vkeys } = at.signer
		const trust = makeTrustFile({
			...{ town: 'Ukázkov', demo: true, log: { origin: ORIGIN, ...vkeys }, statusKey: vkeys.status },
			...{ requiredWitnesses: [], timestampRoots: authority.roots, timestampsRequired: 1, predecessors: [] },
		})
		const report = await auditLog({ source: sourceOf(at.log), trust })
		expect(report.findings).toEqual([])
		expect(report.exitCode).toBe(0)
		expect(await at.log.renewals()).toHaveLength(3)
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
			...{ log: log.origin, of: 'alpha', authority: 'alpha', digest: 'sha2-256' as const },
			...{ from: 0, to: log.size, previous: null, revocation: [], root: renewalRoot('sha2-256', leaves) },
			...body,
		}
		const over = imprint ?? renewalImprint('sha2-256', renewalStatement(said), said.root)
		const token = log.putBlob(new Uint8Array(alpha.stamp(over, { genTime, accuracy: 1000 })))
		const whole = { ...said, token, time: genTime }
		return log.append({ kind: 'renewal', body: whole as DagMap, fields: { kind: 'renewal' } })
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
